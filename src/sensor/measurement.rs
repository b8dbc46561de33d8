//! Measurements of a look: range and two angles, or a line of sight.

use crate::earth::frames::altitude_approx_m;
use crate::earth::wgs84::MEAN_RADIUS_M;
use nalgebra::Vector3;
use std::cmp::Ordering;

/// Measurement of one look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measurement {
    /// A radar's, or that of any sensor that measures a range, in the frame of its site.
    Radar(RadarMeasurement),
    /// An infrared satellite's, or that of any sensor that measures only where a booster burns.
    Infrared(LineOfSight),
}

/// Range and two angles, with the standard deviations that the sensor states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RadarMeasurement {
    /// Slant range, m.
    pub range_m: f64,
    /// Clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Above the local horizontal, rad.
    pub elevation_rad: f64,
    /// Standard deviation of the range, m.
    pub range_sigma_m: f64,
    /// Standard deviation of each angle, rad; that of the azimuth is this over cos(elevation).
    pub angle_sigma_rad: f64,
    /// Change of the range, where the sensor measures it.
    pub range_rate: Option<RangeRate>,
}

/// A range rate, with the standard deviation that the sensor states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeRate {
    /// Change of the slant range, m/s; positive for what goes away.
    pub range_rate_mps: f64,
    /// Its standard deviation, m/s.
    pub sigma_mps: f64,
}

/// A direction in space, and from where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineOfSight {
    /// Place of the sensor, ECEF, m.
    pub origin_m: Vector3<f64>,
    /// Unit vector from there, ECEF.
    pub direction: Vector3<f64>,
    /// Standard deviation of each of the two angles across it, rad.
    pub sigma_rad: f64,
}

impl LineOfSight {
    /// Point where it first meets the surface so many metres above the ellipsoid, ECEF, m: the
    /// sphere of the local radius, found by three rounds. `None` where it passes that by.
    pub(crate) fn at_altitude(&self, altitude_m: f64) -> Option<Vector3<f64>> {
        let (from, direction) = (&self.origin_m, &self.direction);
        let mut radius_m = MEAN_RADIUS_M + altitude_m;
        let mut hit = None;
        for _ in 0..3 {
            let half = from.dot(direction);
            let under_root = half * half - from.norm_squared() + radius_m * radius_m;
            if under_root < 0.0 {
                return None;
            }
            let place = from + direction * (-half - under_root.sqrt());
            radius_m += altitude_m - altitude_approx_m(&place);
            hit = Some(place);
        }
        hit
    }
}

impl Measurement {
    /// True if every value is a number, every standard deviation above 0, and a direction as long
    /// as one?
    pub fn is_sound(&self) -> bool {
        let (values, sigmas): (&[f64], &[f64]) = match self {
            Self::Radar(radar) => (
                &[radar.range_m, radar.azimuth_rad, radar.elevation_rad],
                &[radar.range_sigma_m, radar.angle_sigma_rad],
            ),
            Self::Infrared(line) => (&[line.origin_m.norm()], &[line.sigma_rad]),
        };
        let is_more = |sigma: &f64| sigma.is_finite() && *sigma > 0.0;
        let (rate, length) = match self {
            Self::Radar(radar) => (radar.range_rate, 1.0),
            Self::Infrared(line) => (None, line.direction.norm()),
        };
        // Far below any pointing error, far above what rounding does.
        let is_unit = (length - 1.0).abs() < 1e-9;
        let is_rate = |rate: RangeRate| rate.range_rate_mps.is_finite() && is_more(&rate.sigma_mps);
        values.iter().all(|value| value.is_finite())
            && sigmas.iter().all(is_more)
            && rate.is_none_or(is_rate)
            && is_unit
    }

    /// A number that tells it from any other measurement, for its own luck.
    pub(crate) fn fingerprint(&self) -> u32 {
        let value = match self {
            Self::Radar(radar) => radar.range_m,
            Self::Infrared(line) => line.direction.x,
        };
        let bits = value.to_bits();
        (bits ^ bits >> 32) as u32
    }

    /// An order of measurements by their values.
    pub fn order(&self, other: &Self) -> Ordering {
        let values = |measurement: &Self| match measurement {
            Self::Radar(radar) => [radar.range_m, radar.azimuth_rad, radar.elevation_rad],
            Self::Infrared(line) => line.direction.into(),
        };
        let (a, b) = (values(self), values(other));
        a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])).then(a[2].total_cmp(&b[2]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_measurement_is_told_from_one() {
        let rated = |range_m, range_sigma_m, range_rate| {
            Measurement::Radar(RadarMeasurement {
                range_m,
                azimuth_rad: 1.0,
                elevation_rad: 0.5,
                range_sigma_m,
                angle_sigma_rad: 1e-3,
                range_rate,
            })
        };
        let radar = |range_m, range_sigma_m| rated(range_m, range_sigma_m, None);
        let rate = |range_rate_mps, sigma_mps| {
            let range_rate = Some(RangeRate { range_rate_mps, sigma_mps });
            rated(1e6, 10.0, range_rate)
        };
        let line = |z, sigma_rad| {
            Measurement::Infrared(LineOfSight {
                origin_m: Vector3::new(7e6, 0.0, 0.0),
                direction: Vector3::new(0.0, 0.0, z),
                sigma_rad,
            })
        };
        for (measurement, is_sound) in [
            (radar(1e6, 10.0), true),
            (radar(f64::NAN, 10.0), false),
            (radar(1e6, 0.0), false),
            (radar(1e6, f64::INFINITY), false),
            (rate(-3e3, 0.5), true),
            (rate(f64::NAN, 0.5), false),
            (rate(-3e3, 0.0), false),
            (line(1.0, 1e-4), true),
            (line(f64::NAN, 1e-4), false),
            (line(1.1, 1e-4), false),
            (line(0.0, 1e-4), false),
            (line(1.0, -1e-4), false),
        ] {
            assert_eq!(measurement.is_sound(), is_sound, "{measurement:?}");
        }
    }
}
