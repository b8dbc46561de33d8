//! The fit: which flight of one profile explains the lines of sight best, and how sure that is.
//!
//! Iterated weighted least squares (Gauss–Newton) over all lines of sight at once, on a weak prior,
//! as in profile-based launch-point estimation (Danis 1993, IEEE Trans. AES 29(2); Bar-Shalom, Li &
//! Kirubarajan 2001, sec. 3.7). A satellite's fixed pointing error is a parameter of its own, taken
//! out in closed form: its information on the flight is `A − B (n + 1/σ²)⁻¹ Bᵀ`, with `A` and `B`
//! the sums over its lines and `n` their weight. The reference flight is flown anew only when the
//! best flight lies so far from it that straight lines would err noticeably. How well a profile
//! explains the lines against another is Laplace's approximation of its evidence (Tierney & Kadane
//! 1986, JASA 81:82). Left out: that all boosters share a satellite's pointing error.

use crate::ballistics::vehicle::Vehicle;
use crate::scenario::identity::SensorId;
use crate::sensing::infrared::across;
use crate::sensing::plot::LineOfSight;
use crate::tracking::warning::parameters::{LaunchChange, LaunchParameters};
use crate::tracking::warning::reference::ReferenceFlight;
use nalgebra::{Cholesky, Const, SMatrix, Vector2};

/// Most rounds of one fit: the next look starts where this one ends.
const ROUNDS_MAX: u32 = 2;

/// Straight lines may err by this share of the finest line's standard deviation.
const BEND_SHARE: f64 = 0.1;

/// Share by which the changes with the tilt are off (drag), and those with a shift (flattening).
const TILT_SLOP: f64 = 0.03;
/// See [`TILT_SLOP`].
const SHIFT_SLOP: f64 = 0.01;

/// Longest step of one round: launch point, m; launch time, s; tilt, rad.
const STEP_MAX: [f64; 3] = [200e3, 20.0, 0.5];

/// A look later than the burn-out of a profile counts against it, as if by this error, s.
const LATE_SIGMA_S: f64 = 1.0;

/// Standard deviations of chi-square that count as clearly above what noise allows.
const EXCESS_SIGMA: f64 = 4.0;

pub(crate) type Matrix5 = SMatrix<f64, 5, 5>;

/// A line of sight of a booster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoosterLine {
    /// Time of the look, s.
    pub time_s: f64,
    /// The satellite.
    pub sensor: SensorId,
    /// Line of sight.
    pub line: LineOfSight,
    /// Standard deviation of the satellite's fixed pointing error, per axis, rad.
    pub bias_rad: f64,
}

/// Knowledge before the fit: a flight, how well it is known, and how likely it is that it is
/// about that one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Prior {
    pub(crate) program: LaunchParameters,
    /// Inverse of the covariance of a change of the flight.
    pub(crate) information: Matrix5,
    /// Logarithm of the probability, but for what all priors share.
    pub(crate) log_weight: f64,
}

/// The flights of one profile that explain the lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    pub(crate) reference: ReferenceFlight,
    /// From the reference to the best flight.
    pub(crate) change: LaunchChange,
    /// Covariance of the change, enlarged by `excess`.
    pub(crate) covariance: Matrix5,
    /// Logarithm of the evidence for the profile, less what all profiles share.
    pub(crate) log_evidence: f64,
    /// Chi-square per number measured if it is clearly above what noise allows, else one.
    pub(crate) excess: f64,
}

/// The normal equations at the reference.
struct NormalEquations {
    information: Matrix5,
    gradient: LaunchChange,
    chi2: f64,
}

impl Fit {
    /// A flight to start from.
    pub(crate) fn new(reference: ReferenceFlight) -> Self {
        Self {
            reference,
            change: LaunchChange::zeros(),
            covariance: Matrix5::identity(),
            log_evidence: 0.0,
            excess: 1.0,
        }
    }

    /// The best flight.
    pub(crate) fn program(&self) -> LaunchParameters {
        self.reference.program.changed(&self.change)
    }

    /// Burn-out of its profile, s.
    pub(crate) fn burnout_s(&self, vehicle: &Vehicle) -> f64 {
        self.launch_s() + vehicle.burn_time_s()
    }

    /// Launch time, s.
    pub(crate) fn launch_s(&self) -> f64 {
        self.reference.program.launch_s + self.change[2]
    }

    /// Fits all lines, which are in the order of their sensors.
    pub(crate) fn fit(&mut self, vehicle: &Vehicle, prior: &Prior, lines: &[BoosterLine]) {
        for round in 1.. {
            let normal = self.normal(prior, lines);
            let Some(factor) = normal.information.cholesky() else {
                return;
            };
            let step = bounded(factor.solve(&normal.gradient));
            if round < ROUNDS_MAX && self.bends(&step, lines) {
                let program = self.reference.program.changed(&step);
                self.reference.fly(vehicle, program);
                continue;
            }
            self.settle(step, &normal, &factor, lines);
            self.judge(vehicle, &normal, lines);
            self.log_evidence += prior.log_weight + log_root(&prior.information);
            return;
        }
    }

    fn settle(
        &mut self,
        step: LaunchChange,
        normal: &NormalEquations,
        factor: &Cholesky<f64, Const<5>>,
        lines: &[BoosterLine],
    ) {
        let numbers = 2.0 * lines.len() as f64;
        let chi2 = normal.chi2 - normal.gradient.dot(&step);
        let allowed = numbers + EXCESS_SIGMA * (2.0 * numbers).sqrt();
        self.excess = if chi2 > allowed { chi2 / numbers } else { 1.0 };
        self.change = step;
        self.covariance = factor.inverse() * self.excess;
    }

    fn judge(&mut self, vehicle: &Vehicle, normal: &NormalEquations, lines: &[BoosterLine]) {
        let chi2 = normal.chi2 - normal.gradient.dot(&self.change);
        let last_s = lines.iter().map(|sight| sight.time_s).fold(0.0, f64::max);
        let late = (last_s - self.burnout_s(vehicle)).max(0.0) / LATE_SIGMA_S;
        self.log_evidence = -0.5 * (chi2 + late * late) - log_root(&normal.information);
    }

    /// True if reading a step as a straight line would err noticeably.
    fn bends(&self, step: &LaunchChange, lines: &[BoosterLine]) -> bool {
        let launch_s = self.reference.program.launch_s;
        let (mut last, mut finest_m) = (None, f64::INFINITY);
        for sight in lines {
            if last.is_none_or(|last: &BoosterLine| last.time_s < sight.time_s) {
                last = Some(sight);
            }
        }
        let Some(last) = last else { return false };
        let moment = self.reference.at(last.time_s - launch_s);
        for sight in lines {
            let away_m = (moment.state.position_m - sight.line.origin_m).norm();
            finest_m = finest_m.min(sight.line.sigma_rad * away_m);
        }
        let columns = moment.columns.fixed_rows::<3>(0);
        let (tilt, shift) = (Vector2::new(step[3], step[4]), Vector2::new(step[0], step[1]));
        let swing_m = (columns.column(3) * step[3] + columns.column(4) * step[4]).norm();
        let along_m = columns.column(2).norm() * step[2].abs();
        let bend_m = swing_m * (0.5 * tilt.norm() + TILT_SLOP)
            + SHIFT_SLOP * shift.norm()
            + along_m * (0.5 * tilt.norm() + 0.02 * step[2].abs());
        bend_m > BEND_SHARE * finest_m
    }

    fn normal(&self, prior: &Prior, lines: &[BoosterLine]) -> NormalEquations {
        let off = self.reference.program.change_to(&prior.program);
        let gradient = prior.information * off;
        let mut normal =
            NormalEquations { information: prior.information, gradient, chi2: off.dot(&gradient) };
        for of_one in lines.chunk_by(|one, next| one.sensor == next.sensor) {
            self.add(of_one, &mut normal);
        }
        normal
    }

    /// Adds the lines of one satellite, its pointing error taken out.
    fn add(&self, lines: &[BoosterLine], normal: &mut NormalEquations) {
        let mut information = Matrix5::zeros();
        let mut by_bias = SMatrix::<f64, 5, 2>::zeros();
        let (mut gradient, mut off, mut weight) = (LaunchChange::zeros(), Vector2::zeros(), 0.0);
        let mut chi2 = 0.0;
        for sight in lines {
            let (residual, rows) = self.rows(sight);
            let of_one = 1.0 / (sight.line.sigma_rad * sight.line.sigma_rad);
            let weighted = rows.transpose() * of_one;
            information += weighted * rows;
            by_bias += weighted;
            gradient += weighted * residual;
            off += residual * of_one;
            weight += of_one;
            chi2 += residual.norm_squared() * of_one;
        }
        let bias_rad = lines[0].bias_rad;
        let spread = 1.0 / (weight + 1.0 / (bias_rad * bias_rad));
        normal.information += information - by_bias * by_bias.transpose() * spread;
        normal.gradient += gradient - by_bias * off * spread;
        normal.chi2 += chi2 - off.norm_squared() * spread;
    }

    /// The two angles of a line across the reference's, and their change with the flight.
    fn rows(&self, sight: &BoosterLine) -> (Vector2<f64>, SMatrix<f64, 2, 5>) {
        let since_s = sight.time_s - self.reference.program.launch_s;
        let moment = self.reference.at(since_s);
        let away = moment.state.position_m - sight.line.origin_m;
        let range_m = away.norm();
        let expected = away / range_m;
        let (first, second) = across(&expected);
        let off = sight.line.direction - expected;
        let residual = Vector2::new(first.dot(&off), second.dot(&off));
        let columns = moment.columns.fixed_rows::<3>(0);
        let axes = SMatrix::<f64, 2, 3>::from_rows(&[first.transpose(), second.transpose()]);
        (residual, axes * columns / range_m)
    }
}

/// Logarithm of the root of a determinant; that of nothing known if there is none.
fn log_root(information: &Matrix5) -> f64 {
    information.cholesky().map_or(f64::NEG_INFINITY, |factor| {
        let lower = factor.l_dirty();
        (0..5).map(|place| libm::log(lower[(place, place)])).sum()
    })
}

/// A step no longer than a round may go.
fn bounded(step: LaunchChange) -> LaunchChange {
    let place = Vector2::new(step[0], step[1]).norm() / STEP_MAX[0];
    let tilt = Vector2::new(step[3], step[4]).norm() / STEP_MAX[2];
    let most = place.max(tilt).max(step[2].abs() / STEP_MAX[1]);
    if most > 1.0 { step / most } else { step }
}
