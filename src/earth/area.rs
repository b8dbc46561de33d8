//! Areas on the ground: polygons in latitude and longitude.
//!
//! Edges are straight in latitude and longitude (plate carrée), as on the maps on which analysts
//! draw territories; longitudes are counted from the first corner, so an area may cross the date
//! line. Leaves out areas around a pole and holes.

use super::frames::{Ecef, Geodetic};
use super::wgs84::{FLATTENING, SEMI_MAJOR_M};
use nalgebra::Vector3;
use std::f64::consts::{PI, TAU};

/// A polygon.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Corners as (latitude, longitude from the first corner), rad.
    corners: Vec<(f64, f64)>,
    west_rad: f64,
}

impl Area {
    /// The area with these corners, (latitude, longitude) in rad; fewer than three contain nothing.
    pub fn new(corners: &[(f64, f64)]) -> Self {
        let west_rad = corners.first().map_or(0.0, |corner| corner.1);
        let corners =
            corners.iter().map(|(latitude, longitude)| (*latitude, near(longitude - west_rad)));
        Self { corners: corners.collect(), west_rad }
    }

    /// Its corners, on the ellipsoid, in their order; longitudes within half a turn of the first.
    pub fn corners(&self) -> impl Iterator<Item = Geodetic> {
        self.corners.iter().map(|(latitude_rad, longitude_rad)| Geodetic {
            latitude_rad: *latitude_rad,
            longitude_rad: longitude_rad + self.west_rad,
            altitude_m: 0.0,
        })
    }

    /// The mean of its corners, in space, brought down to the ellipsoid.
    pub fn mean_of_corners(&self) -> Geodetic {
        let sum: Vector3<f64> = self.corners().map(|corner| corner.ecef().0).sum();
        let mean = sum / self.corners.len().max(1) as f64;
        Geodetic { altitude_m: 0.0, ..Ecef(mean).geodetic() }
    }

    /// The box in latitude and longitude around it; `None` without corners.
    pub fn bounds(&self) -> Option<Bounds> {
        let (latitude, longitude) = *self.corners.first()?;
        let first = Bounds {
            south_rad: latitude,
            north_rad: latitude,
            west_rad: longitude,
            east_rad: longitude,
        };
        let around = self.corners.iter().fold(first, |bounds, corner| Bounds {
            south_rad: bounds.south_rad.min(corner.0),
            north_rad: bounds.north_rad.max(corner.0),
            west_rad: bounds.west_rad.min(corner.1),
            east_rad: bounds.east_rad.max(corner.1),
        });
        Some(around.turned(self.west_rad))
    }

    /// Test that a point lies inside one of them; see [`contains`](Self::contains).
    pub fn any_contains(areas: &[Self], place: Geodetic) -> bool {
        areas.iter().any(|area| area.contains(place))
    }

    /// Test that a point lies inside. Its altitude does not matter; of an edge only one side
    /// counts.
    pub fn contains(&self, place: Geodetic) -> bool {
        let (latitude, longitude) = (place.latitude_rad, near(place.longitude_rad - self.west_rad));
        let next = self.corners.iter().cycle().skip(1);
        // Even-odd rule: how many edges does the parallel eastwards of the point cross?
        let crossed = self.corners.iter().zip(next).filter(|(from, to)| {
            let spans = (from.0 > latitude) != (to.0 > latitude);
            spans && longitude < from.1 + (latitude - from.0) / (to.0 - from.0) * (to.1 - from.1)
        });
        crossed.count() % 2 == 1
    }
}

/// A box in latitude and longitude. West is always less than east; across the date line one of them
/// is beyond π.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least latitude, rad.
    pub south_rad: f64,
    /// Greatest latitude, rad.
    pub north_rad: f64,
    /// Least longitude, rad.
    pub west_rad: f64,
    /// Greatest longitude, rad.
    pub east_rad: f64,
}

impl Bounds {
    /// The box around both, the other one taken at the whole turn at which it is nearer.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let middle = |bounds: &Self| 0.5 * (bounds.west_rad + bounds.east_rad);
        let apart_rad = middle(other) - middle(self);
        let other = other.turned(near(apart_rad) - apart_rad);
        Self {
            south_rad: self.south_rad.min(other.south_rad),
            north_rad: self.north_rad.max(other.north_rad),
            west_rad: self.west_rad.min(other.west_rad),
            east_rad: self.east_rad.max(other.east_rad),
        }
    }

    /// Area of the box on the WGS-84 ellipsoid, m²: the zone between its parallels (Snyder, *Map
    /// Projections: A Working Manual*, USGS Professional Paper 1395, 1987, eq. 3-12), as far as it
    /// goes round.
    pub fn area_m2(&self) -> f64 {
        let zone = |latitude_rad: f64| {
            let sine = libm::sin(latitude_rad);
            let eccentricity = (FLATTENING * (2.0 - FLATTENING)).sqrt();
            let turned = eccentricity * sine;
            let logarithm = libm::log((1.0 + turned) / (1.0 - turned)) / (2.0 * eccentricity);
            sine / (1.0 - turned * turned) + logarithm
        };
        let semi_minor_m = SEMI_MAJOR_M * (1.0 - FLATTENING);
        let height = zone(self.north_rad) - zone(self.south_rad);
        0.5 * semi_minor_m * semi_minor_m * height * (self.east_rad - self.west_rad)
    }

    fn turned(&self, by_rad: f64) -> Self {
        Self { west_rad: self.west_rad + by_rad, east_rad: self.east_rad + by_rad, ..*self }
    }
}

/// A difference of longitudes in [−π, π).
fn near(difference_rad: f64) -> f64 {
    (difference_rad + PI).rem_euclid(TAU) - PI
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(corners: &[(f64, f64)]) -> Area {
        let corners: Vec<_> =
            corners.iter().map(|(a, b)| (a.to_radians(), b.to_radians())).collect();
        Area::new(&corners)
    }

    #[test]
    fn the_mean_of_corners_is_amid_them_even_across_the_date_line() {
        let square = area(&[(-10.0, 170.0), (10.0, 170.0), (10.0, -170.0), (-10.0, -170.0)]);
        let mean = square.mean_of_corners();
        assert!(mean.latitude_rad.abs() < 1e-12 && mean.altitude_m.abs() < 1e-6);
        assert!((mean.longitude_rad.abs() - PI).abs() < 1e-12);
    }

    /// A zone goes round the Earth: the whole one is the area of the ellipsoid, 510,065,621.724 km²
    /// (Moritz, *Geodetic Reference System 1980*, J. Geodesy 74:128, 2000, whose ellipsoid is
    /// WGS-84's but for a tenth of a millimetre).
    #[test]
    fn boxes_have_the_area_of_their_zones() {
        let around = |south_rad, north_rad, width_rad| Bounds {
            south_rad,
            north_rad,
            west_rad: 0.3,
            east_rad: 0.3 + width_rad,
        };
        let whole = around(-PI / 2.0, PI / 2.0, TAU).area_m2();
        assert!((whole / 510_065_621.724e6 - 1.0).abs() < 1e-9, "{whole}");
        let parts: f64 = (0..90)
            .map(|row| f64::from(row).to_radians())
            .map(|south_rad| around(south_rad, south_rad + 1_f64.to_radians(), 0.1).area_m2())
            .sum();
        assert!((parts / whole - 0.1 / TAU / 2.0).abs() < 1e-12);
        // A small one is as high as the arc of the meridian and as wide as that of the parallel.
        let degree = around(0.0, 1_f64.to_radians(), 1_f64.to_radians()).area_m2();
        assert!((degree / (110_574.0 * 111_313.0) - 1.0).abs() < 1e-4, "{degree}");
    }

    #[test]
    fn a_box_goes_over_the_date_line_and_joins_what_is_near() {
        let east = area(&[(0.0, 170.0), (10.0, 170.0), (10.0, 175.0)]).bounds().unwrap();
        let west = area(&[(5.0, -178.0), (20.0, -178.0), (20.0, -170.0)]).bounds().unwrap();
        for both in [east.joined(&west), west.joined(&east)] {
            assert!((both.north_rad.to_degrees() - 20.0).abs() < 1e-9);
            let width_deg = (both.east_rad - both.west_rad).to_degrees();
            assert!((width_deg - 20.0).abs() < 1e-9, "{width_deg}");
        }
        assert_eq!(Area::new(&[]).bounds(), None);
    }

    #[test]
    fn inside_and_outside() {
        let square = area(&[(40.0, 10.0), (50.0, 10.0), (50.0, 30.0), (40.0, 30.0)]);
        let over_date_line =
            area(&[(-10.0, 170.0), (10.0, 170.0), (10.0, -170.0), (-10.0, -170.0)]);
        let notched = area(&[(0.0, 0.0), (10.0, 0.0), (2.0, 5.0), (10.0, 10.0), (0.0, 10.0)]);
        for (area, latitude, longitude, inside) in [
            (&square, 45.0, 20.0, true),
            (&square, 45.0, 31.0, false),
            (&square, 39.0, 20.0, false),
            (&square, 45.0, -20.0, false),
            (&over_date_line, 0.0, 179.0, true),
            (&over_date_line, 0.0, -179.0, true),
            (&over_date_line, 0.0, 160.0, false),
            (&over_date_line, 0.0, -169.0, false),
            (&notched, 8.0, 5.0, false),
            (&notched, 8.0, 1.0, true),
            (&notched, 1.0, 5.0, true),
        ] {
            let place = Geodetic::degrees(latitude, longitude, 0.0);
            assert_eq!(area.contains(place), inside, "{latitude} {longitude}");
        }
    }
}
