//! Relative registration: what objects that two sides see tell of their sensors' errors.
//!
//! The two sides' tracks of one object differ by what their sensors' registration errors have done
//! to either, and by noise. Each track knows the first as columns, one for each number of each
//! sensor's error ([`crate::tracking::filter::registration`]), so the gap of a pair is a linear
//! measurement of all those numbers, and a Kalman filter estimates them: the pseudo-measurement of
//! local tracks (Lin, Kirubarajan & Bar-Shalom, *Exact multisensor dynamic bias estimation with
//! local tracks*, IEEE AES 40:576, 2004; *Multisensor-multitarget bias estimation for general
//! asynchronous sensors*, IEEE AES 41:899, 2005) with the bias apart from the states, as of
//! Friedland (*Treatment of bias in recursive filtering*, IEEE AC 14:359, 1969). The numbers are
//! range, azimuth and elevation of each radar, in standard deviations of what is reckoned with: of
//! a partner's, so many times what it states. So an estimate holds wherever the radar looks, which
//! an offset in Cartesian axes would do near one place only. What both sides have in common no gap
//! can tell: of that the prior stays. A belief is then corrected by what is estimated, and covers
//! what is left, with what two beliefs have in common.
//!
//! An object is compared where it is one beyond doubt: a sure pair, or one track of both sides,
//! whose plots are filtered anew side by side. The noise of a track lasts as long as its filter
//! remembers, and so an object is compared again only when it has been seen for twice as long. The
//! errors are fixed in a run; of real ones it is believed that they wander back in an hour. Leaves
//! out that a correction has a part of the noise of the very tracks it came from, which their
//! filters' own allowance for these errors outweighs (`tests/it/relative.rs`), and partners who
//! send tracks or hide their sensors: what they send is covered.

use crate::scenario::identity::SensorId;
use crate::scenario::model::Tracking;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::estimate::{Estimate, RawBelief};
use crate::tracking::filter::registration::{Columns, Registration};
use nalgebra::{Matrix3, Matrix6, SMatrix, Vector3, Vector6};

/// Time in which an error is believed to wander off, s.
const WANDER_S: f64 = 3600.0;

type Rows = SMatrix<f64, 3, 6>;

/// Knowledge of the registration errors of the sensors that two sides' common objects tell of.
#[derive(Debug, Clone, Default)]
pub(crate) struct RelativeRegistration {
    sensors: Vec<SensorId>,
    /// By sensor: elevation, azimuth and range error, in standard deviations.
    mean: Vec<Vector3<f64>>,
    /// Covariance of each sensor's with each other's, row by row.
    spread: Vec<Matrix3<f64>>,
    time_s: f64,
    /// Work space: by sensor, what its errors do to a gap, and their covariance with the gap.
    gradients: Vec<Columns>,
    shares: Vec<Rows>,
}

impl RelativeRegistration {
    /// True while no object has told anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.sensors.is_empty()
    }

    /// Belief of an estimate at a time, s, corrected, with what is left open.
    pub(crate) fn honest_at(&self, estimate: &Estimate, time_s: f64, rules: &Tracking) -> Belief {
        if self.is_empty() || estimate.registration.is_empty() {
            return estimate.honest_at(time_s, rules);
        }
        self.corrected(&estimate.raw_at(time_s, rules))
    }

    /// A belief less what its sensors' errors are believed to have done, with what is left open.
    pub(crate) fn corrected(&self, raw: &RawBelief) -> Belief {
        let mut belief = raw.belief;
        belief.state.shift(&-self.moved(&raw.errors));
        let mut open = self.common(&raw.errors, &raw.errors);
        if let Some(rest) = raw.errors.rest() {
            open += rest;
        }
        let open = Covariance::from_matrix(&((open + open.transpose()) * 0.5));
        belief.covariance = belief.covariance.plus(&open, 1.0);
        belief
    }

    /// Covariance of what the errors have left open in one belief, in rows, with that in another.
    pub(crate) fn common(&self, one: &Registration, other: &Registration) -> Matrix6<f64> {
        let mut all = [[0.0; 6]; 6];
        for (sensor, columns) in one.columns() {
            let mut share = [[0.0; 6]; 3];
            for (with, others) in other.columns() {
                if let Some(spread) = self.spread_of(sensor, with) {
                    for (share, by) in share.iter_mut().zip(spread.row_iter()) {
                        add_sum(share, [by[0], by[1], by[2]], others.as_ref());
                    }
                }
            }
            for (all, by) in all.iter_mut().zip(columns.row_iter()) {
                add_sum(all, [by[0], by[1], by[2]], &share);
            }
        }
        Matrix6::from(all).transpose()
    }

    /// Shift that the errors are believed to have given a mean.
    fn moved(&self, errors: &Registration) -> Vector6<f64> {
        let known = errors.columns().filter_map(|(sensor, columns)| {
            self.place(sensor).map(|place| columns * self.mean[place])
        });
        known.fold(Vector6::zeros(), |sum, one| sum + one)
    }

    /// Covariance of a sensor's errors with another's; `None` where they have nothing in common.
    fn spread_of(&self, sensor: SensorId, with: SensorId) -> Option<Matrix3<f64>> {
        match (self.place(sensor), self.place(with)) {
            (Some(row), Some(column)) => Some(self.spread[row * self.sensors.len() + column]),
            _ if sensor == with => Some(Matrix3::identity()),
            _ => None,
        }
    }

    fn place(&self, sensor: SensorId) -> Option<usize> {
        self.sensors.iter().position(|known| *known == sensor)
    }

    /// Estimate of a sensor's elevation, azimuth and range error, in standard deviations of what is
    /// reckoned with, and its covariance with another's.
    pub(crate) fn of(&self, sensor: SensorId, with: SensorId) -> (Vector3<f64>, Matrix3<f64>) {
        let mean = self.place(sensor).map_or_else(Vector3::zeros, |place| self.mean[place]);
        let spread = self.spread_of(sensor, with).unwrap_or_else(Matrix3::zeros);
        (mean, spread)
    }

    /// Learns from the two sides' beliefs of one object, of one time and each from its own sensors;
    /// nothing from such as are too far apart, by their normalised distance squared.
    pub(crate) fn learn(&mut self, own: &RawBelief, told: &RawBelief, gate2: f64) {
        self.wander(own.belief.time_s);
        for (sensor, _) in own.errors.columns().chain(told.errors.columns()) {
            self.meet(sensor);
        }
        let mut gradients = std::mem::take(&mut self.gradients);
        gradients.clear();
        gradients.resize(self.sensors.len(), Columns::zeros());
        let signed = [(own, -1.0), (told, 1.0)];
        for (side, sign) in signed {
            for (sensor, columns) in side.errors.columns() {
                if let Some(place) = self.place(sensor) {
                    gradients[place] += columns * sign;
                }
            }
        }
        let mut noise = own.belief.covariance.matrix() + told.belief.covariance.matrix();
        for rest in signed.iter().filter_map(|(side, _)| side.errors.rest()) {
            noise += rest;
        }
        let gap = told.belief.state.vector() - own.belief.state.vector();
        self.update(&gradients, gap, &noise, gate2);
        self.gradients = gradients;
    }

    /// Takes in a gap, of which a standard deviation of each sensor's errors makes so much.
    fn update(&mut self, by: &[Columns], gap: Vector6<f64>, noise: &Matrix6<f64>, gate2: f64) {
        let count = self.sensors.len();
        self.shares.clear();
        let (mut residual, mut spread) = (gap, *noise);
        for row in 0..count {
            let of_row = &self.spread[row * count..][..count];
            let share = of_row.iter().zip(by).map(|(spread, by)| spread * by.transpose());
            let share = share.fold(Rows::zeros(), |sum, one| sum + one);
            residual -= by[row] * self.mean[row];
            spread += by[row] * share;
            self.shares.push(share);
        }
        let spread = (spread + spread.transpose()) * 0.5;
        let Some(root) = spread.cholesky().map(|root| root.l()) else {
            return;
        };
        let Some(residual) = root.solve_lower_triangular(&residual) else {
            return;
        };
        if residual.norm_squared() > gate2 {
            return;
        }
        for share in &mut self.shares {
            let solved = root.solve_lower_triangular(&share.transpose());
            *share = solved.map_or_else(Rows::zeros, |solved| solved.transpose());
        }
        for row in 0..count {
            self.mean[row] += self.shares[row] * residual;
            for column in 0..count {
                let less = self.shares[row] * self.shares[column].transpose();
                self.spread[row * count + column] -= less;
            }
        }
    }

    /// Lets all errors wander back towards what was believed at first, until a time, s.
    fn wander(&mut self, time_s: f64) {
        let keep = libm::exp(-(time_s - self.time_s).max(0.0) / WANDER_S);
        self.time_s = self.time_s.max(time_s);
        let count = self.sensors.len();
        self.mean.iter_mut().for_each(|mean| *mean *= keep);
        for (place, spread) in self.spread.iter_mut().enumerate() {
            *spread *= keep * keep;
            if place / count == place % count {
                *spread += Matrix3::identity() * (1.0 - keep * keep);
            }
        }
    }

    /// Gives a sensor its place, with what is believed at first.
    fn meet(&mut self, sensor: SensorId) {
        if self.place(sensor).is_some() {
            return;
        }
        let count = self.sensors.len();
        // The new column, from the last row on so that nothing moves before it was moved.
        for row in (1..=count).rev() {
            self.spread.insert(row * count, Matrix3::zeros());
        }
        self.spread.resize((count + 1) * (count + 1), Matrix3::zeros());
        self.sensors.push(sensor);
        self.mean.push(Vector3::zeros());
        if let Some(own) = self.spread.last_mut() {
            *own = Matrix3::identity();
        }
    }
}

/// Adds a sum of three rows, each so many times; by itself, so that it becomes two lanes.
#[inline(never)]
fn add_sum(to: &mut [f64; 6], by: [f64; 3], rows: &[[f64; 6]; 3]) {
    let [a, b, c] = rows;
    let [x, y, z] = by;
    let sum: [f64; 6] = std::array::from_fn(|at| x * a[at] + y * b[at] + z * c[at]);
    *to = std::array::from_fn(|at| to[at] + sum[at]);
}

#[cfg(test)]
mod tests;
