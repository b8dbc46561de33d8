//! Range rate: what a radar that measures it tells of an object's motion.
//!
//! A fourth row of a radar's plot, taken in after range and angles, along the line of sight that
//! they leave (Bar-Shalom, Li & Kirubarajan 2001, sec. 10.3). Leaves out its use in association.

use crate::ballistics::state::State;
use crate::sensing::plot::RangeRate;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::correction::Innovation;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::sensor_model::SensorModel;
use nalgebra::{Matrix3, SMatrix, SVector, Vector3, Vector6};

/// Row of a range rate, linear in position and velocity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RateRow {
    /// Measured less expected, m/s.
    pub(crate) residual: f64,
    /// Change of the expected value with position, 1/s.
    pub(crate) by_position: Vector3<f64>,
    /// Change of the expected value with velocity: the direction of sight.
    pub(crate) by_velocity: Vector3<f64>,
    /// Variance, m²/s².
    pub(crate) variance: f64,
    /// Distance from the sensor, m.
    pub(crate) range_m: f64,
}

impl SensorModel {
    /// Row of a range rate at a state.
    pub(crate) fn rate(&self, measured: RangeRate, state: &State) -> RateRow {
        let away = state.position_m - self.site().position().0;
        let range_m = away.norm();
        let along = away / range_m;
        let expected_mps = along.dot(&state.velocity_mps);
        RateRow {
            residual: measured.range_rate_mps - expected_mps,
            by_position: (state.velocity_mps - along * expected_mps) / range_m,
            by_velocity: along,
            variance: measured.sigma_mps * measured.sigma_mps,
            range_m,
        }
    }
}

impl RateRow {
    /// Mean and variance of the second-order term, m/s and m²/s², under a covariance by its blocks.
    fn bend(&self, pp: &Matrix3<f64>, pv: &Matrix3<f64>, vv: &Matrix3<f64>) -> (f64, f64) {
        let along = self.by_velocity;
        let across = |block: &Matrix3<f64>| block.trace() - along.dot(&(block * along));
        let mean = across(pv) / self.range_m;
        let bend = across(pp) * across(vv) / (self.range_m * self.range_m) + mean * mean;
        (mean, bend)
    }

    /// Change of the expected value with position and velocity.
    pub(super) fn gradient(&self) -> Vector6<f64> {
        let (p, v) = (&self.by_position, &self.by_velocity);
        Vector6::new(p.x, p.y, p.z, v.x, v.y, v.z)
    }

    /// Variance with which it is taken in, m²/s², by what is believed.
    pub(super) fn spread(&self, belief: &Belief) -> f64 {
        let Covariance { pp, pv, vv } = &belief.covariance;
        self.variance + self.bend(pp, pv, vv).1
    }
}

impl Belief {
    /// Takes in what a range rate of this belief's own time says of its mean, after the plot's
    /// position, which says along what it is.
    ///
    /// # Panics
    /// If the covariance is not positive definite.
    pub(crate) fn update_rate(&mut self, row: &RateRow) -> Innovation {
        let mut covariance = self.covariance.matrix();
        let (shift, innovation) = update(&mut covariance, row);
        self.state.shift(&shift);
        self.covariance = Covariance::from_matrix(&covariance);
        innovation
    }
}

/// Takes a range rate into a covariance, whose mean it was made linear at, and returns the shift of
/// that.
///
/// Where neither the direction nor the speed across it is known, their product counts: the
/// second-order term has the mean `tr(P_pv) / R` and at most the variance `(tr(P_pp) tr(P_vv) +
/// tr(P_pv)²) / R²`, all across the line of sight (Bar-Shalom et al. 2001, sec. 10.3.2).
pub(super) fn update<const N: usize>(
    covariance: &mut SMatrix<f64, N, N>,
    row: &RateRow,
) -> (SVector<f64, N>, Innovation) {
    let block = |row: usize, column: usize| covariance.fixed_view::<3, 3>(row, column).into();
    let (mean, bend) = row.bend(&block(0, 0), &block(0, 3), &block(3, 3));
    let mut root = CovarianceRoot::<N, 6>::out_of(covariance);
    let gain = root.take(&row.gradient(), row.variance + bend);
    let left = row.residual - mean;
    let mut innovation = Innovation::default();
    innovation.add(left, gain.variance);
    root.back_into(covariance);
    (gain.with * (left / gain.variance), innovation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::{Ecef, Geodetic};
    use crate::scenario::model::Filter;
    use crate::sensing::plot::{Measurement, RadarMeasurement};
    use crate::tracking::filter::motion::Motion;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;

    const STILL: Motion =
        Motion { noise_m2ps3: 1e-4, ballistic_coefficient_kgpm2: 5000.0, filter: Filter::Extended };

    fn sensor() -> SensorModel {
        SensorModel::unbiased(Geodetic::degrees(44.0, 26.0, 100.0))
    }

    fn truth() -> State {
        State {
            position_m: Geodetic::degrees(38.0, 36.0, 300e3).ecef().0,
            velocity_mps: Vector3::new(-2500.0, 1200.0, 2800.0),
        }
    }

    #[test]
    fn the_gradients_are_the_derivatives() {
        let sensor = sensor();
        let none = RangeRate { range_rate_mps: 0.0, sigma_mps: 1.0 };
        let row = sensor.rate(none, &truth());
        for axis in 0..3 {
            let moved = |by_m: f64, by_mps: f64| {
                let mut state = truth();
                state.position_m[axis] += by_m;
                state.velocity_mps[axis] += by_mps;
                -sensor.rate(none, &state).residual
            };
            let by_position = (moved(10.0, 0.0) - moved(-10.0, 0.0)) / 20.0;
            let by_velocity = (moved(0.0, 1.0) - moved(0.0, -1.0)) / 2.0;
            assert!((row.by_position[axis] - by_position).abs() < 1e-9);
            assert!((row.by_velocity[axis] - by_velocity).abs() < 1e-9);
        }
    }

    const RANGE_SIGMA_M: f64 = 30.0;
    const ANGLE_SIGMA_RAD: f64 = 1e-3;

    /// One object in truth, and the radar's luck.
    struct Game {
        sensor: SensorModel,
        luck: ChaCha8Rng,
        range_rate_sigma_mps: Option<f64>,
    }

    impl Game {
        fn normal(&mut self) -> f64 {
            self.luck.sample(StandardNormal)
        }

        /// Where the object is at a time, s.
        fn state(time_s: f64) -> State {
            let still = Motion { noise_m2ps3: 0.0, ..STILL };
            let exact =
                Covariance { pp: Matrix3::zeros(), pv: Matrix3::zeros(), vv: Matrix3::zeros() };
            let start = Belief { time_s: 0.0, state: truth(), covariance: exact };
            start.at(time_s, &still).state
        }

        fn plot(&mut self, time_s: f64) -> RadarMeasurement {
            let state = Self::state(time_s);
            let look = self.sensor.site().look(Ecef(state.position_m));
            let away = (state.position_m - self.sensor.site().position().0) / look.range_m;
            let across = ANGLE_SIGMA_RAD / libm::cos(look.elevation_rad);
            let range_rate = self.range_rate_sigma_mps.map(|sigma_mps| RangeRate {
                range_rate_mps: away.dot(&state.velocity_mps) + sigma_mps * self.normal(),
                sigma_mps,
            });
            RadarMeasurement {
                range_m: look.range_m + RANGE_SIGMA_M * self.normal(),
                azimuth_rad: look.azimuth_rad + across * self.normal(),
                elevation_rad: look.elevation_rad + ANGLE_SIGMA_RAD * self.normal(),
                range_sigma_m: RANGE_SIGMA_M,
                angle_sigma_rad: ANGLE_SIGMA_RAD,
                range_rate,
            }
        }

        /// A belief from a first plot, which tells no velocity but along the line of sight.
        fn begin(&mut self) -> Belief {
            let first = self.plot(0.0);
            let (position_m, pp) = self.sensor.fix(&first);
            let mut belief = Belief {
                time_s: 0.0,
                state: State { position_m, velocity_mps: Vector3::zeros() },
                covariance: Covariance {
                    pp,
                    pv: Matrix3::zeros(),
                    vv: Matrix3::identity() * 3e3 * 3e3,
                },
            };
            self.take_rate(&mut belief, &first);
            belief
        }

        fn take_rate(&self, belief: &mut Belief, plot: &RadarMeasurement) {
            if let Some(rate) = plot.range_rate {
                belief.update_rate(&self.sensor.rate(rate, &belief.state));
            }
        }

        fn take(&self, belief: &mut Belief, time_s: f64, plot: &RadarMeasurement) {
            let all = Measurement::Radar(*plot);
            let rows = |position_m: &Vector3<f64>| self.sensor.rows(&all, position_m);
            belief.predict(time_s, &STILL);
            belief.update(Filter::Extended, rows);
            self.take_rate(belief, plot);
        }
    }

    /// Tracks of ten plots, 2 s apart: the mean of the squared normalised errors at their end, and
    /// the error of the velocity, m/s.
    fn play(range_rate_sigma_mps: Option<f64>, runs: u64) -> (f64, f64) {
        let (mut normalised, mut square) = (0.0, 0.0);
        for run in 0..runs {
            let mut game = Game {
                sensor: sensor(),
                luck: ChaCha8Rng::seed_from_u64(run),
                range_rate_sigma_mps,
            };
            let mut belief = game.begin();
            for step in 1..10 {
                let time_s = 2.0 * f64::from(step);
                let plot = game.plot(time_s);
                game.take(&mut belief, time_s, &plot);
            }
            let is = Game::state(belief.time_s);
            let mut gap = SVector::<f64, 6>::zeros();
            let off = belief.state.velocity_mps - is.velocity_mps;
            gap.fixed_rows_mut::<3>(0).copy_from(&(belief.state.position_m - is.position_m));
            gap.fixed_rows_mut::<3>(3).copy_from(&off);
            let factor = belief.covariance.matrix().cholesky().expect("positive");
            normalised += gap.dot(&factor.solve(&gap));
            square += off.norm_squared();
        }
        (normalised / runs as f64, (square / runs as f64).sqrt())
    }

    /// Six numbers: the mean of 500 is within 6 ± 0.3 at 95 %, and this is an extended filter.
    #[test]
    fn a_range_rate_sharpens_the_velocity_and_stays_honest() {
        let (without, plain_mps) = play(None, 500);
        assert!((without - 6.0).abs() < 0.5, "{without}");
        for sigma_mps in [0.5, 20.0] {
            let (with, mps) = play(Some(sigma_mps), 500);
            assert!((with - 6.0).abs() < 0.5, "{sigma_mps}: {with}");
            assert!(mps < plain_mps, "{sigma_mps}: {mps} {plain_mps}");
        }
    }
}
