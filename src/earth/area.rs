//! Areas on the ground: polygons in latitude and longitude.
//!
//! Edges are straight in latitude and longitude (plate carrée), as on the maps on which analysts
//! draw territories; longitudes are counted from the first corner, so an area may cross the date
//! line. Leaves out areas around a pole and holes.

use super::frames::Ecef;
use super::frames::Geodetic;
use nalgebra::Vector3;
use std::f64::consts::PI;
use std::f64::consts::TAU;

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
        let corners = corners
            .iter()
            .map(|(latitude, longitude)| (*latitude, near(longitude - west_rad)));
        Self {
            corners: corners.collect(),
            west_rad,
        }
    }

    /// The mean of its corners, in space, brought down to the ellipsoid.
    pub fn mean_of_corners(&self) -> Geodetic {
        let corner = |(latitude_rad, longitude_rad): &(f64, f64)| Geodetic {
            latitude_rad: *latitude_rad,
            longitude_rad: longitude_rad + self.west_rad,
            altitude_m: 0.0,
        };
        let corners = self.corners.iter();
        let sum: Vector3<f64> = corners.map(|it| corner(it).ecef().0).sum();
        let mean = sum / self.corners.len().max(1) as f64;
        Geodetic {
            altitude_m: 0.0,
            ..Ecef(mean).geodetic()
        }
    }

    /// Does a point lie inside one of them? See [`contains`](Self::contains).
    pub fn any_contains(areas: &[Self], place: Geodetic) -> bool {
        areas.iter().any(|area| area.contains(place))
    }

    /// Does a point lie inside? Its altitude does not matter; of an edge only one side counts.
    pub fn contains(&self, place: Geodetic) -> bool {
        let (latitude, longitude) = (
            place.latitude_rad,
            near(place.longitude_rad - self.west_rad),
        );
        let next = self.corners.iter().cycle().skip(1);
        // Even-odd rule: how many edges does the parallel eastwards of the point cross?
        let crossed = self.corners.iter().zip(next).filter(|(from, to)| {
            let spans = (from.0 > latitude) != (to.0 > latitude);
            spans && longitude < from.1 + (latitude - from.0) / (to.0 - from.0) * (to.1 - from.1)
        });
        crossed.count() % 2 == 1
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
        let corners: Vec<_> = corners
            .iter()
            .map(|(a, b)| (a.to_radians(), b.to_radians()))
            .collect();
        Area::new(&corners)
    }

    #[test]
    fn the_mean_of_corners_is_amid_them_even_across_the_date_line() {
        let square = area(&[
            (-10.0, 170.0),
            (10.0, 170.0),
            (10.0, -170.0),
            (-10.0, -170.0),
        ]);
        let mean = square.mean_of_corners();
        assert!(mean.latitude_rad.abs() < 1e-12 && mean.altitude_m.abs() < 1e-6);
        assert!((mean.longitude_rad.abs() - PI).abs() < 1e-12);
    }

    #[test]
    fn inside_and_outside() {
        let square = area(&[(40.0, 10.0), (50.0, 10.0), (50.0, 30.0), (40.0, 30.0)]);
        let over_date_line = area(&[
            (-10.0, 170.0),
            (10.0, 170.0),
            (10.0, -170.0),
            (-10.0, -170.0),
        ]);
        let notched = area(&[
            (0.0, 0.0),
            (10.0, 0.0),
            (2.0, 5.0),
            (10.0, 10.0),
            (0.0, 10.0),
        ]);
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
