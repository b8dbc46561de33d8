//! Nyström's methods: long steps for motion whose acceleration depends on the place alone.
//!
//! Gravity's does, in the frame that does not turn, and a method that knows it needs fewer
//! evaluations than one for any equation. This is the pair of orders 8 and 6 of Dormand,
//! El-Mikkawy, Prince (1987), *High-order embedded Runge–Kutta–Nyström formulae*, IMA J. Numer.
//! Anal. 7:423, of nine stages, the last of which is the first of the next step. Steps follow the
//! difference of the orders (Hairer, Nørsett, Wanner 1993, sec. II.4); between the ends of a step
//! runs the quintic through both, with their velocities and accelerations.
//!
//! Taken from four, by the time for each of the 1,000 flights of `tests/it/vacuum.rs`, half an
//! hour to some millimetres, in one run: 1.7 µs; the pair 12(10) of the same authors 1.4, but
//! steps of ten minutes leave no states between; the pair of order 8 for any equation (DOP853, by
//! the crate `ode_solvers`) 5; [`step`] at 10 s, to 8 cm, 7.6. No crate has the pair without
//! allocations, or with a step that ends where the air begins.
//!
//! [`step`]: crate::ballistics::integrate::step

use crate::ballistics::state::Inertial;
use crate::earth::gravity;
use crate::earth::wgs84::GRAVITATION_M3PS2;
use nalgebra::Vector3;

/// Evaluations of a step; the first is left over from the step before.
const STAGES: usize = 9;

/// Times of the stages, as parts of the step.
const TIMES: [f64; STAGES] = [0.0, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.0];

/// Weights of the earlier stages in the place of each; the last stage is at the end of the step.
const PLACES: [[f64; STAGES - 1]; STAGES] = [
    [0.0; 8],
    [1.0 / 800.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0 / 600.0, 1.0 / 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [9.0 / 200.0, -9.0 / 100.0, 9.0 / 100.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [
        -66_701.0 / 197_352.0,
        28_325.0 / 32_892.0,
        -2_665.0 / 5_482.0,
        2_170.0 / 24_669.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ],
    [
        227_015_747.0 / 304_251_000.0,
        -54_897_451.0 / 30_425_100.0,
        12_942_349.0 / 10_141_700.0,
        -9_499.0 / 304_251.0,
        539.0 / 9_250.0,
        0.0,
        0.0,
        0.0,
    ],
    [
        -1_131_891_597.0 / 901_789_000.0,
        41_964_921.0 / 12_882_700.0,
        -6_663_147.0 / 3_220_675.0,
        270_954.0 / 644_135.0,
        -108.0 / 5_875.0,
        114.0 / 1_645.0,
        0.0,
        0.0,
    ],
    [
        13_836_959.0 / 3_667_458.0,
        -17_731_450.0 / 1_833_729.0,
        1_063_919_505.0 / 156_478_208.0,
        -33_213_845.0 / 39_119_552.0,
        13_335.0 / 28_544.0,
        -705.0 / 14_272.0,
        1_645.0 / 57_088.0,
        0.0,
    ],
    [
        223.0 / 7_938.0,
        0.0,
        1_175.0 / 8_064.0,
        925.0 / 6_048.0,
        41.0 / 448.0,
        925.0 / 14_112.0,
        1_175.0 / 72_576.0,
        0.0,
    ],
];

/// Weights of the stages in the velocity at the end, eighth order.
const VELOCITY: [f64; STAGES - 1] = [
    223.0 / 7_938.0,
    0.0,
    5_875.0 / 36_288.0,
    4_625.0 / 21_168.0,
    41.0 / 224.0,
    4_625.0 / 21_168.0,
    5_875.0 / 36_288.0,
    223.0 / 7_938.0,
];

/// The same of sixth order, in place and in velocity.
const PLACE_LOW: [f64; STAGES] = [
    7_987_313.0 / 109_941_300.0,
    0.0,
    1_610_737.0 / 44_674_560.0,
    10_023_263.0 / 33_505_920.0,
    -497_221.0 / 12_409_600.0,
    10_023_263.0 / 78_180_480.0,
    1_610_737.0 / 402_071_040.0,
    0.0,
    0.0,
];
const VELOCITY_LOW: [f64; STAGES] = [
    7_987_313.0 / 109_941_300.0,
    0.0,
    1_610_737.0 / 40_207_104.0,
    10_023_263.0 / 23_454_144.0,
    -497_221.0 / 6_204_800.0,
    10_023_263.0 / 23_454_144.0,
    1_610_737.0 / 40_207_104.0,
    -4_251_941.0 / 54_970_650.0,
    3.0 / 20.0,
];

/// Difference of the two orders.
const PLACE_OFF: [f64; STAGES] = difference(&PLACES[STAGES - 1], &PLACE_LOW);
const VELOCITY_OFF: [f64; STAGES] = difference(&VELOCITY, &VELOCITY_LOW);

/// Tolerance of the arcs that the engine flies, m: half an hour ends some 0.1 mm off.
pub const TOLERANCE_M: f64 = 0.05;

/// First step, as part of the time a circling body takes for a radian, at a tolerance of 1 m.
const FIRST_STEP: f64 = 0.16;

/// Shortest step, s: what needs shorter ones falls through the Earth's centre.
const STEP_S_MIN: f64 = 1e-3;

/// A new step is this share of the longest that would have served, and changes within bounds.
const CAUTION: f64 = 0.8;
const CHANGE_MIN: f64 = 0.3;
const CHANGE_MAX: f64 = 4.0;

#[cfg(test)]
mod tests;

/// Point of a motion: position, velocity and acceleration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NystromPoint {
    pub(crate) position_m: Vector3<f64>,
    pub(crate) velocity_mps: Vector3<f64>,
    pub(crate) acceleration_mps2: Vector3<f64>,
}

/// One step of a solution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NystromStep {
    /// Time at its start, s since the start of the motion.
    pub(crate) start_s: f64,
    /// Its length, s; negative back in time.
    pub(crate) span_s: f64,
    pub(crate) from: NystromPoint,
    pub(crate) to: NystromPoint,
}

/// Solver that follows a motion step by step.
#[doc(alias = "Runge-Kutta-Nyström")]
pub(crate) struct NystromSolver<F> {
    acceleration: F,
    tolerance_m: f64,
    now: NystromPoint,
    time_s: f64,
    /// The step tried next, above 0.
    step_s: f64,
}

/// The state `duration_s` later, earlier if that is negative, under gravity alone.
///
/// `tolerance_m`, above 0, bounds by how much the sixth order differs from the eighth in one step.
/// The eighth is flown, whose error is far smaller: half an hour ends less than 5 mm off with a
/// tolerance of 1 m, and 5 µm with one of 1 mm (`a_tolerance_bounds_the_error`). The time must be
/// finite; a state that is not ends as one.
pub fn propagate(start: &Inertial, duration_s: f64, tolerance_m: f64) -> Inertial {
    follow(start, duration_s, tolerance_m, gravity::acceleration)
}

/// [`propagate`] under any acceleration that depends on the place alone.
pub(crate) fn follow(
    start: &Inertial,
    duration_s: f64,
    tolerance_m: f64,
    acceleration: impl Fn(&Vector3<f64>) -> Vector3<f64>,
) -> Inertial {
    let mut solver = NystromSolver::new(start, tolerance_m, acceleration);
    while solver.left_s(duration_s).abs() > 0.0 {
        solver.advance(duration_s);
    }
    solver.now.state()
}

impl NystromPoint {
    /// Position and velocity.
    pub(crate) fn state(&self) -> Inertial {
        Inertial { position_m: self.position_m, velocity_mps: self.velocity_mps }
    }
}

impl<F: Fn(&Vector3<f64>) -> Vector3<f64>> NystromSolver<F> {
    pub(crate) fn new(start: &Inertial, tolerance_m: f64, acceleration: F) -> Self {
        let squared = start.position_m.norm_squared();
        let radian_s = (squared * squared.sqrt() / GRAVITATION_M3PS2).sqrt();
        let now = NystromPoint {
            position_m: start.position_m,
            velocity_mps: start.velocity_mps,
            acceleration_mps2: acceleration(&start.position_m),
        };
        Self {
            acceleration,
            tolerance_m,
            now,
            time_s: 0.0,
            step_s: FIRST_STEP * radian_s * eighth_root(tolerance_m),
        }
    }

    /// Time from here to another, s.
    pub(crate) fn left_s(&self, time_s: f64) -> f64 {
        time_s - self.time_s
    }

    /// A step anew, of another length.
    pub(crate) fn again(&self, step: &NystromStep, span_s: f64) -> NystromStep {
        let (to, _) = self.step(&step.from, span_s);
        NystromStep { span_s, to, ..*step }
    }

    /// Takes one step towards a time, s since the start, and not beyond it.
    #[inline]
    pub(crate) fn advance(&mut self, until_s: f64) -> NystromStep {
        loop {
            let span_s = self.share_s(until_s);
            let (to, error_m) = self.step(&self.now, span_s);
            let ratio = error_m / self.tolerance_m;
            let change = (CAUTION / eighth_root(ratio)).clamp(CHANGE_MIN, CHANGE_MAX);
            let is_last = span_s.abs() >= self.left_s(until_s).abs();
            self.step_s = span_s.abs() * change;
            // What is not a number passes: refused, it would be tried for ever.
            if ratio > 1.0 && span_s.abs() > STEP_S_MIN {
                continue;
            }
            let step = NystromStep { start_s: self.time_s, span_s, from: self.now, to };
            self.now = to;
            self.time_s = if is_last { until_s } else { self.time_s + span_s };
            return step;
        }
    }

    /// The next step towards a time: all that is left, half of it, or its own length.
    fn share_s(&self, until_s: f64) -> f64 {
        let left_s = self.left_s(until_s);
        if left_s.abs() <= self.step_s {
            left_s
        } else if left_s.abs() < 2.0 * self.step_s {
            0.5 * left_s
        } else {
            self.step_s.copysign(left_s)
        }
    }

    /// One step, and the difference of its two orders, m.
    #[inline]
    fn step(&self, from: &NystromPoint, span_s: f64) -> (NystromPoint, f64) {
        let NystromPoint { position_m, velocity_mps, acceleration_mps2 } = *from;
        let squared = span_s * span_s;
        let mut slopes = [acceleration_mps2; STAGES];
        let mut place = position_m;
        for stage in 1..STAGES {
            let bend = sum(&PLACES[stage], &slopes[..stage]);
            place = position_m + velocity_mps * (TIMES[stage] * span_s) + bend * squared;
            slopes[stage] = (self.acceleration)(&place);
        }
        let gain = sum(&VELOCITY, &slopes[..STAGES - 1]);
        let place_off = sum(&PLACE_OFF, &slopes);
        let velocity_off = sum(&VELOCITY_OFF, &slopes);
        let worse = place_off.norm_squared().max(velocity_off.norm_squared());
        let to = NystromPoint {
            position_m: place,
            velocity_mps: velocity_mps + gain * span_s,
            acceleration_mps2: slopes[STAGES - 1],
        };
        (to, squared * worse.sqrt())
    }
}

/// The quintic through both ends of a step, with their velocities and accelerations.
pub(crate) struct Quintic {
    /// Coefficients by the power of the time since the start, s.
    powers: [Vector3<f64>; 6],
}

impl Quintic {
    #[inline]
    pub(crate) fn through(from: &NystromPoint, to: &NystromPoint, span_s: f64) -> Self {
        let half = from.acceleration_mps2 * 0.5;
        // What the parabola from the start misses at the end, in powers of the span.
        let inverse = 1.0 / span_s;
        let way =
            ((to.position_m - from.position_m) * inverse - from.velocity_mps) * inverse - half;
        let speed = (to.velocity_mps - from.velocity_mps) * inverse - from.acceleration_mps2;
        let bend = (to.acceleration_mps2 - from.acceleration_mps2) * 0.5;
        let cubic = way * 10.0 - speed * 4.0 + bend;
        let quartic = way * -15.0 + speed * 7.0 - bend * 2.0;
        let quintic = way * 6.0 - speed * 3.0 + bend;
        let cube = inverse * inverse;
        Self {
            powers: [
                from.position_m,
                from.velocity_mps,
                half,
                cubic * inverse,
                quartic * cube,
                quintic * (cube * inverse),
            ],
        }
    }

    /// Position, m, and velocity, m/s.
    #[inline]
    pub(crate) fn at(&self, time_s: f64) -> (Vector3<f64>, Vector3<f64>) {
        let mut position = self.powers[5];
        let mut velocity = self.powers[5] * 5.0;
        for power in (0..5).rev() {
            position = position * time_s + self.powers[power];
            if power > 0 {
                velocity = velocity * time_s + self.powers[power] * power as f64;
            }
        }
        (position, velocity)
    }
}

#[inline]
fn sum(weights: &[f64], slopes: &[Vector3<f64>]) -> Vector3<f64> {
    let mut total = Vector3::zeros();
    for (weight, slope) in weights.iter().zip(slopes) {
        total += slope * *weight;
    }
    total
}

const fn difference<const N: usize>(high: &[f64; N], low: &[f64; STAGES]) -> [f64; STAGES] {
    let mut off = [0.0; STAGES];
    let mut stage = 0;
    while stage < STAGES {
        off[stage] = if stage < N { high[stage] } else { 0.0 } - low[stage];
        stage += 1;
    }
    off
}

/// Good enough for the seventh root that the error asks for, and far cheaper.
#[inline]
fn eighth_root(number: f64) -> f64 {
    number.sqrt().sqrt().sqrt()
}
