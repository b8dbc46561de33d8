//! Registration: what the fixed errors of sensors do to what is believed of a track.
//!
//! A sensor's registration error is one draw for a whole run, the same in each of its plots. The
//! filter takes it for white, by its variance in each row: that makes good gains, and a covariance
//! that shrinks as if it averaged out. Here the truth of it is reckoned beside the filter, which
//! stays as it is: the *consider* parameters of Schmidt (*Application of state-space methods to
//! navigation problems*, Advances in Control Systems 3:293, 1966), as the analysis of a filter that
//! does not estimate them (Bierman, *Factorization Methods for Discrete Sequential Estimation*,
//! 1977, ch. 8; Jazwinski, *Stochastic Processes and Filtering Theory*, 1970, ch. 8). The mean
//! errs by a sum of columns, each what one standard deviation of one number of one sensor's error
//! adds to position and velocity. Columns fall as small errors do, `S ← F S`; a plot with the
//! gradients `H` and the gain `K` leaves `(I − K H) S` of them, and adds `K` times its own sensor's
//! errors. The gain is `P⁺ Hᵀ R⁻¹`, with what is believed under all models together: for any prior
//! that is how the mean moves with what is measured, since that is its covariance with the number
//! over the variance of the noise. What is honest to believe is the filter's covariance and the
//! columns' squares.
//!
//! Of [`APART`] sensors the columns are kept apart. What further ones add is bounded, whatever they
//! have in common: `(a + b)(a + b)ᵀ ≤ (1 + κ) aaᵀ + (1 + 1/κ) bbᵀ`, with the κ that makes the bound
//! least. Leaves out what these errors do to a believed thrust or drag, and that the filter's own
//! part counts them once more, as white: so young tracks are believed to be worse than they are.

use crate::scenario::identity::SensorId;
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::motion::Transition;
use crate::tracking::filter::rate::RateRow;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::sensor_model::SensorModel;
use nalgebra::{SMatrix, Vector3, Vector6};

/// Sensors whose errors are kept apart in a track.
const APART: usize = 6;

/// Time over which a velocity error counts as the position error it makes, s.
const VELOCITY_SCALE_S: f64 = 100.0;

type Matrix6 = SMatrix<f64, 6, 6>;

/// Effect of a standard deviation of a sensor's elevation, azimuth and range error, each, on
/// position and velocity.
pub(crate) type Columns = SMatrix<f64, 6, 3>;

/// Effect of its sensors' registration errors on a track's mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Registration {
    sensors: [SensorId; APART],
    count: usize,
    /// By sensor.
    by: [Columns; APART],
    /// Mean square of what all other sensors' errors add, at most.
    rest: Option<Matrix6>,
}

/// A sensor whose plot is taken in, and standard deviations of its registration errors, rad, rad
/// and m, in the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BiasSource {
    pub(crate) sensor: SensorId,
    pub(crate) sigmas: [f64; 3],
}

/// A plot made linear at the mean of a belief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LinearPlot {
    pub(crate) rows: MeasurementRows,
    pub(crate) rate: Option<RateRow>,
}

impl BiasSource {
    /// That of a plot of an object at a position, m. A line of sight is taken for exact: tracks of
    /// positions have none.
    pub(crate) fn of(sensor: &SensorModel, plot: &Plot, position_m: &Vector3<f64>) -> Self {
        let sigmas = match plot.measurement {
            Measurement::Radar(_) => sensor.bias_sigmas(position_m),
            Measurement::Infrared(_) => [0.0; 3],
        };
        Self { sensor: plot.sensor, sigmas }
    }

    /// True of a sensor without registration error.
    pub(crate) fn is_exact(&self) -> bool {
        self.sigmas.iter().all(|sigma| *sigma <= 0.0)
    }
}

impl Default for Registration {
    fn default() -> Self {
        Self { sensors: [SensorId(0); APART], count: 0, by: [Columns::zeros(); APART], rest: None }
    }
}

impl Registration {
    /// Of a belief that is a sensor's first plot and nothing else, a range rate perhaps apart.
    pub(crate) fn begun(source: BiasSource, belief: &Belief, seen: &LinearPlot) -> Self {
        let mut begun = Self::default();
        let Some(place) = begun.place(source) else {
            return begun;
        };
        // The rows are orthogonal: each moves the fix along itself.
        let columns = begun.by[place].column_iter_mut();
        for ((row, sigma), mut to) in (seen.rows.iter().zip(source.sigmas)).zip(columns) {
            let along = row.gradient * (sigma / row.gradient.norm_squared());
            to.fixed_rows_mut::<3>(0).copy_from(&along);
        }
        if let Some(rate) = &seen.rate {
            let keep = Matrix6::identity() - gain(belief, &rate.gradient(), rate.spread(belief));
            begun.turn(&keep);
        }
        begun
    }

    /// True while no error has had an effect.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0 && self.rest.is_none()
    }

    /// Gives a sensor its place, if it has an error and there is one.
    pub(crate) fn place(&mut self, source: BiasSource) -> Option<usize> {
        if source.is_exact() {
            return None;
        }
        let mut known = self.sensors[..self.count].iter();
        let known = known.position(|known| *known == source.sensor);
        if known.is_none() && self.count < APART {
            self.sensors[self.count] = source.sensor;
            self.count += 1;
            return Some(self.count - 1);
        }
        known
    }

    /// The sensors that are kept apart, each with its columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (SensorId, &Columns)> {
        self.sensors[..self.count].iter().copied().zip(&self.by)
    }

    /// Mean square of what all other sensors' errors add, at most.
    pub(crate) fn rest(&self) -> Option<&Matrix6> {
        self.rest.as_ref()
    }

    /// Multiplies all columns by a matrix: most of what a prediction costs, so without a product
    /// that knows nothing of its size.
    fn turn(&mut self, by: &Matrix6) {
        let by: &[[f64; 6]; 6] = by.as_ref();
        for columns in &mut self.by[..self.count] {
            let columns: &mut [[f64; 6]; 3] = columns.as_mut();
            for column in columns {
                turn(by, column);
            }
        }
    }

    /// Lets it fall with the mean.
    pub(crate) fn predict(&mut self, by: &Transition) {
        let by = by.matrix();
        self.turn(&by);
        if let Some(rest) = &mut self.rest {
            *rest = by * *rest * by.transpose();
        }
    }

    /// Takes in a plot, with what is believed after it.
    pub(crate) fn update(&mut self, source: BiasSource, belief: &Belief, seen: &LinearPlot) {
        let place = self.place(source);
        // I − K H, and the own sensor's share.
        let (mut keep, mut own) = (Matrix6::identity(), [Vector6::zeros(); 3]);
        let rows = seen.rows.as_taken(&belief.covariance.pp);
        for ((row, sigma), own) in (rows.iter().zip(source.sigmas)).zip(&mut own) {
            let (p, along) = (&belief.covariance, row.gradient / row.variance);
            let gain = joined(&(p.pp * along), &p.pv.tr_mul(&along));
            for axis in 0..3 {
                let mut column = keep.column_mut(axis);
                column -= gain * row.gradient[axis];
            }
            *own = gain * sigma;
        }
        if let Some(rate) = &seen.rate {
            keep -= gain(belief, &rate.gradient(), rate.spread(belief));
        }
        self.turn(&keep);
        if let Some(rest) = &mut self.rest {
            *rest = keep * *rest * keep.transpose();
        }
        if let Some(place) = place {
            self.by[place] += Columns::from_columns(&own);
        } else if !source.is_exact() {
            let mut more = Matrix6::zeros();
            for own in &own {
                more.ger(1.0, own, own, 1.0);
            }
            let rest = self.rest.unwrap_or_else(Matrix6::zeros);
            self.rest = Some(bound(&rest, &more));
        }
    }

    /// Mixes in another of the same sensors in the same places, whose share is `share`.
    pub(crate) fn mix(&mut self, other: &Self, share: f64) {
        for (own, other) in self.by.iter_mut().zip(&other.by) {
            *own += (*other - *own) * share;
        }
        if self.rest.is_some() || other.rest.is_some() {
            // A square of a mean is at most the mean of the squares.
            let [own, other] =
                [self.rest, other.rest].map(|rest| rest.unwrap_or_else(Matrix6::zeros));
            self.rest = Some(own * (1.0 - share) + other * share);
        }
    }

    /// Mean square of all it does to position and velocity.
    pub(crate) fn covariance(&self) -> Covariance {
        let mut all = self.rest.unwrap_or_else(Matrix6::zeros);
        for column in self.by[..self.count].iter().flat_map(Columns::column_iter) {
            all.ger(1.0, &column, &column, 1.0);
        }
        Covariance::from_matrix(&((all + all.transpose()) * 0.5))
    }
}

/// Multiplies a column by a matrix, column by column; by itself, so that it becomes two lanes.
#[inline(never)]
fn turn(by: &[[f64; 6]; 6], column: &mut [f64; 6]) {
    let mut turned = [0.0; 6];
    for (of_one, from) in by.iter().zip(&*column) {
        turned = std::array::from_fn(|at| turned[at] + of_one[at] * from);
    }
    *column = turned;
}

fn joined(position: &Vector3<f64>, velocity: &Vector3<f64>) -> Vector6<f64> {
    let (p, v) = (position, velocity);
    Vector6::new(p.x, p.y, p.z, v.x, v.y, v.z)
}

/// Share that a row of this gradient and variance takes off, `K h`, by the belief after it.
fn gain(belief: &Belief, gradient: &Vector6<f64>, variance: f64) -> Matrix6 {
    let with = belief.covariance.matrix() * gradient;
    with * gradient.transpose() / variance
}

/// The least of its kind that covers the sum of two errors with these mean squares, whatever they
/// have in common.
fn bound(one: &Matrix6, other: &Matrix6) -> Matrix6 {
    let size = |all: &Matrix6| {
        let of = |first: usize| -> f64 { (first..first + 3).map(|at| all[(at, at)]).sum() };
        (of(0) + VELOCITY_SCALE_S * VELOCITY_SCALE_S * of(3)).sqrt()
    };
    let (a, b) = (size(one), size(other));
    if a <= 0.0 || b <= 0.0 {
        return one + other;
    }
    one * (1.0 + b / a) + other * (1.0 + a / b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::state::State;
    use crate::earth::frames::Geodetic;
    use crate::sensing::plot::RadarMeasurement;
    use nalgebra::Matrix3;
    use proptest::prelude::*;

    const SIGMAS: [f64; 3] = [2e-4, 3e-4, 40.0];

    /// An object above sensors that stand in a row, known within a kilometre.
    fn object() -> Belief {
        let covariance = Covariance {
            pp: Matrix3::identity() * 1e6,
            pv: Matrix3::identity() * 3e3,
            vv: Matrix3::identity() * 100.0,
        };
        Belief {
            time_s: 0.0,
            state: State {
                position_m: Geodetic::degrees(45.0, 30.0, 400e3).ecef().0,
                velocity_mps: Vector3::new(-2500.0, 1200.0, 2800.0),
            },
            covariance,
        }
    }

    /// Plot of it by a sensor of this number, of these standard deviations.
    fn seen(number: u16, angle_sigma_rad: f64) -> LinearPlot {
        let site = Geodetic::degrees(40.0, 20.0 + f64::from(number), 0.0);
        let plot = RadarMeasurement {
            range_m: 1e6,
            azimuth_rad: 0.0,
            elevation_rad: 0.5,
            range_sigma_m: 1e5 * angle_sigma_rad,
            angle_sigma_rad,
            range_rate: None,
        };
        let at = object().state.position_m;
        let view = SensorModel::unbiased(site).radar_view(&at);
        LinearPlot { rows: view.rows(&plot), rate: None }
    }

    /// After plots, each of a sensor of a number, of which some have errors, and a fall after each.
    fn after(plots: &[(u16, f64)], is_biased: impl Fn(u16) -> bool) -> Registration {
        let fall = Transition { pv: Matrix3::identity() * 5.0, ..Transition::identity() };
        let mut all = Registration::default();
        for (number, sigma_rad) in plots {
            let source = BiasSource {
                sensor: SensorId(*number),
                sigmas: if is_biased(*number) { SIGMAS } else { [0.0; 3] },
            };
            // A belief as sharp as the plot, so that a gain is a half or so.
            let mut belief = object();
            belief.covariance.pp *= sigma_rad * sigma_rad * 1e6;
            all.update(source, &belief, &seen(*number, *sigma_rad));
            all.predict(&fall);
        }
        all
    }

    proptest! {
        /// Of however many sensors, what is told is what each does for itself, added up; of more
        /// than are kept apart, at least that, and in sum no more than if all the others' errors
        /// had one direction.
        #[test]
        fn what_sensors_do_adds_up(
            plots in prop::collection::vec((0..9_u16, 1e-4..1e-3_f64), 1..40),
            sensors in 1..9_u16,
        ) {
            let plots: Vec<(u16, f64)> =
                plots.iter().map(|(number, sigma)| (number % sensors, *sigma)).collect();
            let told = after(&plots, |_| true).covariance().matrix();
            let mut sum = Matrix6::zeros();
            for one in 0..sensors {
                sum += after(&plots, |number| number == one).covariance().matrix();
            }
            let scale = sum.diagonal().map(|variance| 1.0 / variance.sqrt());
            let scale = Matrix6::from_diagonal(&scale);
            let excess = scale * (told - sum) * scale;
            if usize::from(sensors) <= APART {
                prop_assert!(excess.norm() < 1e-9, "{}", excess);
            }
            prop_assert!(excess.symmetric_eigenvalues().min() > -1e-9);
            prop_assert!((told.trace() / sum.trace()) < 4.0 * f64::from(sensors));
        }
    }

    /// A first plot's errors are the fix's: elevation, azimuth and range, each along its axis.
    #[test]
    fn a_first_plot_errs_as_its_fix() {
        let source = BiasSource { sensor: SensorId(3), sigmas: SIGMAS };
        let seen = seen(3, 3e-4);
        let begun = Registration::begun(source, &object(), &seen);
        for ((row, sigma), column) in seen.rows.iter().zip(SIGMAS).zip(begun.by[0].column_iter()) {
            let moved = row.gradient.dot(&column.fixed_rows::<3>(0));
            assert!((moved - sigma).abs() < 1e-12 * sigma);
        }
        assert!(!begun.is_empty());
        let exact = BiasSource { sigmas: [0.0; 3], ..source };
        assert!(Registration::begun(exact, &object(), &seen).is_empty());
    }

    /// Numbers: `(1 + 3)²` of two that are one and three in one direction.
    #[test]
    fn the_bound_is_met_by_errors_of_one_direction() {
        let along = Vector6::new(1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        let one = along * along.transpose();
        assert!((bound(&one, &(one * 9.0)) - one * 16.0).norm() < 1e-12);
        assert_eq!(bound(&Matrix6::zeros(), &one), one);
    }
}
