//! Blur: how numbers are made less telling before they cross a border.
//!
//! First noise is added, normal and on each axis for itself, then each axis is rounded to the
//! nearest multiple of a grid. That a number is rounded is evident to its receiver: its variance
//! grows by q²/12, that of an error spread evenly over a step q of the grid (Widrow & Kollár,
//! *Quantization Noise*, 2008, ch. 5; it holds while what is told varies over more than a step).
//! Noise is in the covariance only if the sender says so. Ranges are treated like positions, angles
//! by what they mean across at that range, range rates like velocities.

use crate::scenario::model::{Blur, Noise};
use crate::sensing::plot::{LineOfSight, RadarMeasurement, RangeRate};
use crate::tracking::filter::Belief;
use nalgebra::{Matrix3, Vector3};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::f64::consts::{FRAC_PI_2, TAU};

/// Nothing is told to be nearer than this to a radar that measured it, m.
const RANGE_M_MIN: f64 = 1000.0;

/// An angle is blurred as at this many grids' or standard deviations' distance at least: by less
/// than a third of a radian, beyond which it says nothing.
const STEPS_AWAY_MIN: f64 = 3.0;

/// No elevation is told to be higher, rad: a milliradian below the zenith, where azimuths end.
const ELEVATION_RAD_MAX: f64 = FRAC_PI_2 - 1e-3;

/// Cosines of elevations below which an azimuth says nothing.
const COSINE_MIN: f64 = 0.01;

/// Noise and rounding of a number.
#[derive(Debug, Clone, Copy)]
struct Coarsening {
    /// Grid; 0: none.
    grid: f64,
    /// Standard deviation of the noise.
    sigma: f64,
    declared: bool,
}

impl Coarsening {
    fn position(blur: &Blur) -> Self {
        Self::of(blur.round_position_m, blur.noise, |noise| noise.position_m)
    }

    fn velocity(blur: &Blur) -> Self {
        let sigma = |noise: Noise| noise.velocity_mps;
        Self::of(blur.round_velocity_mps, blur.noise, sigma)
    }

    fn of(grid: f64, noise: Option<Noise>, sigma: impl Fn(Noise) -> f64) -> Self {
        Self {
            grid,
            sigma: noise.map_or(0.0, sigma),
            declared: noise.is_some_and(|noise| noise.declared),
        }
    }

    /// The same of a number that is so many times smaller.
    fn over(self, scale: f64) -> Self {
        Self { grid: self.grid / scale, sigma: self.sigma / scale, ..self }
    }

    /// The same of an angle at a distance, m, rad.
    fn at(self, distance_m: f64) -> Self {
        let nearest_m = STEPS_AWAY_MIN * self.grid.max(self.sigma);
        self.over(distance_m.max(nearest_m).max(RANGE_M_MIN))
    }

    /// Variance that the receiver is told to add.
    fn variance(self) -> f64 {
        let declared = if self.declared { self.sigma } else { 0.0 };
        self.grid * self.grid / 12.0 + declared * declared
    }

    /// A number with its noise, a standard normal draw, and rounded.
    fn apply(self, value: f64, draw: f64) -> f64 {
        let value = value + self.sigma * draw;
        if self.grid > 0.0 { (value / self.grid).round() * self.grid } else { value }
    }

    fn apply_to(self, vector: &Vector3<f64>, draws: &Vector3<f64>) -> Vector3<f64> {
        vector.zip_map(draws, |value, draw| self.apply(value, draw))
    }
}

/// A standard deviation with so much more variance.
fn widened(sigma: f64, variance: f64) -> f64 {
    (sigma * sigma + variance).sqrt()
}

fn normals(stream: &mut ChaCha8Rng) -> Vector3<f64> {
    Vector3::from_fn(|_, _| stream.sample(StandardNormal))
}

/// Belief as it is told: each axis of position and velocity, ECEF.
pub(super) fn belief(belief: &Belief, blur: &Blur, mut stream: ChaCha8Rng) -> Belief {
    let (position, velocity) = (Coarsening::position(blur), Coarsening::velocity(blur));
    let mut told = *belief;
    let state = &mut told.state;
    state.position_m = position.apply_to(&state.position_m, &normals(&mut stream));
    state.velocity_mps = velocity.apply_to(&state.velocity_mps, &normals(&mut stream));
    told.covariance.pp += Matrix3::identity() * position.variance();
    told.covariance.vv += Matrix3::identity() * velocity.variance();
    told
}

/// Radar measurement as it is told.
pub(super) fn radar(
    measured: &RadarMeasurement,
    blur: &Blur,
    mut stream: ChaCha8Rng,
) -> RadarMeasurement {
    let step = Coarsening::position(blur);
    let draws = normals(&mut stream);
    let range_m = step.apply(measured.range_m, draws.x);
    // By what is told itself, so that the receiver knows the grid.
    let range_m = range_m.max(step.grid).max(RANGE_M_MIN);
    let across = step.at(range_m);
    let elevation_rad = across.apply(measured.elevation_rad, draws.y);
    let elevation_rad = elevation_rad.clamp(-ELEVATION_RAD_MAX, ELEVATION_RAD_MAX);
    let along = across.over(libm::cos(elevation_rad).max(COSINE_MIN));
    let azimuth_rad = along.apply(measured.azimuth_rad, draws.z);
    RadarMeasurement {
        range_m,
        azimuth_rad: azimuth_rad.rem_euclid(TAU),
        elevation_rad,
        range_sigma_m: widened(measured.range_sigma_m, step.variance()),
        angle_sigma_rad: widened(measured.angle_sigma_rad, across.variance()),
        range_rate: measured.range_rate.map(|rate| {
            let step = Coarsening::velocity(blur);
            RangeRate {
                range_rate_mps: step.apply(rate.range_rate_mps, stream.sample(StandardNormal)),
                sigma_mps: widened(rate.sigma_mps, step.variance()),
            }
        }),
    }
}

/// A line of sight to something so far off, m, as it is told.
pub(super) fn line(
    line: &LineOfSight,
    distance_m: f64,
    blur: &Blur,
    mut stream: ChaCha8Rng,
) -> LineOfSight {
    let step = Coarsening::position(blur).at(distance_m);
    let direction = step.apply_to(&line.direction, &normals(&mut stream));
    // What is rounded away altogether stays as it is.
    let direction = direction.try_normalize(1e-9).unwrap_or(line.direction);
    LineOfSight { direction, sigma_rad: widened(line.sigma_rad, step.variance()), ..*line }
}

#[cfg(test)]
mod tests;
