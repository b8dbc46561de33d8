//! Joint probabilities: how likely each plot of a cluster is of each of its tracks.
//!
//! A joint event gives each track at most one plot and each plot to at most one track; its weight
//! is the product of its pairs' weights and of the weight of a miss for each track without a plot
//! (Bar-Shalom & Fortmann, *Tracking and Data Association*, 1988, sec. 9.3). What is wanted of each
//! pair is the share of all events that contain it. Events are not listed: one side of the cluster
//! is taken step by step, and of the other only the set of those that are used up is remembered, so
//! that sums run forward and backward over sets (after Maskell, Briers & Wright, *Proc. SPIE* 5428,
//! 2004). Steps are tracks and sets are of plots, or the other way round, whichever is less; who
//! has but one claim can be in no conflict and is in no set. The result is exact. Leaves out
//! clusters of more than [`STATES_MAX`] states.

use crate::numerics::assignment::CostMatrix;

/// Most states, sets times steps, of a cluster whose joint probabilities are computed: a few
/// milliseconds. Twelve tracks amid any fifteen plots are within it, and ten amid sixty.
pub(crate) const STATES_MAX: usize = 1 << 16;

/// A miss is at least this likely beside a track's likeliest plot: a double has no finer shares.
const MISS_MIN: f64 = 1e-15;

/// No place in a set.
const ALONE: u32 = u32::MAX;

/// The solver; once grown it allocates nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct JointProbabilities {
    /// Weights over that of a miss, step by step; zero for no pair.
    weights: Vec<f64>,
    steps: usize,
    others: usize,
    /// Place of each of the other side in the sets, or [`ALONE`].
    bits: Vec<u32>,
    /// Weights of what led to a set before each step, and after the last.
    forward: Vec<f64>,
    /// Weights of what may follow a set before each step, and after the last.
    backward: Vec<f64>,
    shares: Vec<f64>,
}

impl JointProbabilities {
    /// The share of each pair, row by row, in all joint events; `None` for too large a cluster.
    ///
    /// `matrix` holds the weights of the pairs of tracks (rows) with plots (columns), one that is
    /// not finite if there is no such pair; `miss` is the weight of a track without a plot.
    pub(crate) fn solve(&mut self, matrix: CostMatrix<'_>, miss: f64) -> Option<&[f64]> {
        let by_tracks = states(&matrix, |row, column| (row, column));
        let by_plots = states(&matrix, |row, column| (column, row));
        if by_tracks.min(by_plots) > STATES_MAX {
            return None;
        }
        let rows_are_steps = by_tracks <= by_plots;
        self.prepare(&matrix, miss, rows_are_steps);
        self.go_forward();
        self.go_backward();
        self.shares.clear();
        self.shares.resize(matrix.costs.len(), 0.0);
        for step in 0..self.steps {
            let place = |other: usize| {
                if rows_are_steps {
                    step * matrix.columns + other
                } else {
                    other * matrix.columns + step
                }
            };
            let mut total = self.through(step, 0);
            for other in 0..self.others {
                let sum = self.sum(step, other);
                self.shares[place(other)] = sum;
                total += sum;
            }
            // Weights so far apart that a double does not hold them.
            if !(total > 0.0 && total.is_finite()) {
                return None;
            }
            for other in 0..self.others {
                self.shares[place(other)] /= total;
            }
        }
        Some(&self.shares)
    }

    /// Sets weights, and who is in the sets.
    fn prepare(&mut self, matrix: &CostMatrix<'_>, miss: f64, rows_are_steps: bool) {
        (self.steps, self.others) = if rows_are_steps {
            (matrix.rows, matrix.columns)
        } else {
            (matrix.columns, matrix.rows)
        };
        self.weights.clear();
        self.weights.resize(matrix.costs.len(), 0.0);
        for row in 0..matrix.rows {
            let costs = &matrix.costs[row * matrix.columns..][..matrix.columns];
            let finite = costs.iter().copied().filter(|weight| weight.is_finite());
            let scale = finite.fold(miss, f64::max);
            let least = (miss / scale).max(MISS_MIN);
            for (column, &weight) in costs.iter().enumerate() {
                let place = if rows_are_steps {
                    row * matrix.columns + column
                } else {
                    column * matrix.rows + row
                };
                if weight.is_finite() {
                    self.weights[place] = weight / scale / least;
                }
            }
        }
        self.bits.clear();
        let mut bit = 0;
        for other in 0..self.others {
            let claims = (0..self.steps).filter(|step| self.weight(*step, other) > 0.0);
            let is_shared = claims.count() > 1;
            self.bits.push(if is_shared { bit } else { ALONE });
            bit += u32::from(is_shared);
        }
        let states = (self.steps + 1) << bit;
        self.forward.clear();
        self.forward.resize(states, 0.0);
        self.backward.clear();
        self.backward.resize(states, 0.0);
    }

    fn weight(&self, step: usize, other: usize) -> f64 {
        self.weights[step * self.others + other]
    }

    fn sets(&self) -> usize {
        self.forward.len() / (self.steps + 1)
    }

    /// Weight of what a step may do without using up anyone in the sets.
    fn free(&self, step: usize) -> f64 {
        let alone = (0..self.others).filter(|other| self.bits[*other] == ALONE);
        1.0 + alone.map(|other| self.weight(step, other)).sum::<f64>()
    }

    fn go_forward(&mut self) {
        let sets = self.sets();
        self.forward[0] = 1.0;
        for step in 0..self.steps {
            let free = self.free(step);
            let (weights, bits) = (&self.weights[step * self.others..][..self.others], &self.bits);
            let (before, after) = self.forward[step * sets..][..2 * sets].split_at_mut(sets);
            for (set, &led) in before.iter().enumerate().filter(|(_, led)| **led > 0.0) {
                after[set] += led * free;
                for (&weight, &bit) in weights.iter().zip(bits) {
                    if weight > 0.0 && bit != ALONE && set & (1 << bit) == 0 {
                        after[set | (1 << bit)] += led * weight;
                    }
                }
            }
            scale(after);
        }
    }

    fn go_backward(&mut self) {
        let sets = self.sets();
        self.backward[self.steps * sets..].fill(1.0);
        for step in (0..self.steps).rev() {
            let free = self.free(step);
            let (weights, bits) = (&self.weights[step * self.others..][..self.others], &self.bits);
            let (before, after) = self.backward[step * sets..][..2 * sets].split_at_mut(sets);
            for (set, follows) in before.iter_mut().enumerate() {
                *follows = after[set] * free;
                for (&weight, &bit) in weights.iter().zip(bits) {
                    if weight > 0.0 && bit != ALONE && set & (1 << bit) == 0 {
                        *follows += weight * after[set | (1 << bit)];
                    }
                }
            }
            scale(before);
        }
    }

    /// Weight of the events in which a step has this one of the other side.
    fn sum(&self, step: usize, other: usize) -> f64 {
        let weight = self.weight(step, other);
        if weight <= 0.0 {
            return 0.0;
        }
        let bit = match self.bits[other] {
            ALONE => 0,
            bit => 1 << bit,
        };
        weight * self.through(step, bit)
    }

    /// Weight of all that leads to a step and follows it if it adds this bit to the set.
    fn through(&self, step: usize, bit: usize) -> f64 {
        let sets = self.sets();
        let led = self.forward[step * sets..][..sets].iter();
        let follows = &self.backward[(step + 1) * sets..][..sets];
        led.enumerate()
            .filter(|(set, _)| set & bit == 0)
            .map(|(set, led)| led * follows[set | bit])
            .sum()
    }
}

/// Makes the greatest weight one: only ratios count.
fn scale(weights: &mut [f64]) {
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    if greatest > 0.0 {
        for weight in weights {
            *weight /= greatest;
        }
    }
}

/// States of a cluster, sets times steps, if `sides` names the step and the other of a pair.
fn states(matrix: &CostMatrix<'_>, sides: impl Fn(usize, usize) -> (usize, usize)) -> usize {
    let (steps, others) = sides(matrix.rows, matrix.columns);
    let is_pair = |step: usize, other: usize| {
        // Of rows and columns: the same exchange leads back.
        let (row, column) = sides(step, other);
        matrix.costs[row * matrix.columns + column].is_finite()
    };
    let shared = |other: &usize| (0..steps).filter(|step| is_pair(*step, *other)).count() > 1;
    let bits = (0..others).filter(shared).count();
    if bits < 32 { (steps + 1) << bits } else { usize::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The shares by listing every joint event.
    fn listed(matrix: CostMatrix<'_>, miss: f64) -> Vec<f64> {
        fn descend(
            (matrix, miss): (CostMatrix<'_>, f64),
            (row, weight): (usize, f64),
            event: &mut Vec<Option<usize>>,
            sums: &mut (f64, Vec<f64>),
        ) {
            if row == matrix.rows {
                sums.0 += weight;
                for (row, column) in event.iter().enumerate() {
                    if let Some(column) = column {
                        sums.1[row * matrix.columns + column] += weight;
                    }
                }
                return;
            }
            event.push(None);
            descend((matrix, miss), (row + 1, weight * miss), event, sums);
            event.pop();
            for column in 0..matrix.columns {
                let pair = matrix.costs[row * matrix.columns + column];
                if pair.is_finite() && !event.contains(&Some(column)) {
                    event.push(Some(column));
                    descend((matrix, miss), (row + 1, weight * pair), event, sums);
                    event.pop();
                }
            }
        }
        let mut sums = (0.0, vec![0.0; matrix.costs.len()]);
        descend((matrix, miss), (0, 1.0), &mut Vec::new(), &mut sums);
        sums.1.iter().map(|sum| sum / sums.0).collect()
    }

    /// Weights of up to five tracks and plots, over six decades; some pairs are none.
    fn any_cluster() -> impl Strategy<Value = (Vec<f64>, usize, usize)> {
        (1..6_usize, 1..6_usize).prop_flat_map(|(rows, columns)| {
            let weight = prop_oneof![
                2 => (-3.0..3.0_f64).prop_map(|power| libm::pow(10.0, power)),
                1 => Just(f64::INFINITY),
            ];
            let weights = prop::collection::vec(weight, rows * columns);
            weights.prop_map(move |weights| (weights, rows, columns))
        })
    }

    fn near(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    proptest! {
        #[test]
        fn shares_are_those_of_all_events_listed(
            (costs, rows, columns) in any_cluster(),
            miss in 1e-3..1.0_f64,
        ) {
            let matrix = CostMatrix { costs: &costs, rows, columns };
            let mut joint = JointProbabilities::default();
            let shares = joint.solve(matrix, miss).unwrap().to_vec();
            prop_assert!(near(&shares, &listed(matrix, miss)), "{:?}", shares);
            for row in 0..rows {
                let sum: f64 = shares[row * columns..][..columns].iter().sum();
                prop_assert!((0.0..1.0).contains(&sum), "{}", sum);
            }
            for column in 0..columns {
                let sum: f64 = shares.iter().skip(column).step_by(columns).sum();
                prop_assert!((0.0..=1.0 + 1e-12).contains(&sum), "{}", sum);
            }
        }

        /// Tracks and plots in another order have their shares in that order, and a solver that
        /// was used before gives the same.
        #[test]
        fn the_order_does_not_matter(
            (costs, rows, columns) in any_cluster(),
            (down, right) in (0..5_usize, 0..5_usize),
        ) {
            let turned = |values: &[f64]| -> Vec<f64> {
                let from = |place: usize| {
                    let (row, column) = (place / columns, place % columns);
                    values[(row + down) % rows * columns + (column + right) % columns]
                };
                (0..values.len()).map(from).collect()
            };
            let other = turned(&costs);
            let mut joint = JointProbabilities::default();
            let shares = joint.solve(CostMatrix { costs: &costs, rows, columns }, 0.1);
            let shares = turned(shares.unwrap());
            let again = joint.solve(CostMatrix { costs: &other, rows, columns }, 0.1);
            prop_assert!(near(again.unwrap(), &shares));
        }
    }

    /// One track, two plots: the closed form of probabilistic data association.
    #[test]
    fn one_track_has_the_weights_themselves() {
        let matrix = CostMatrix { costs: &[3.0, 1.0], rows: 1, columns: 2 };
        let mut joint = JointProbabilities::default();
        assert!(near(joint.solve(matrix, 1.0).unwrap(), &[0.6, 0.2]));
    }

    /// Either side of a cluster may be the small one; only where both are large is it too much.
    #[test]
    fn a_few_tracks_amid_many_plots_are_no_burden() {
        let mut joint = JointProbabilities::default();
        for (rows, columns, is_solved) in [
            (5, 60, true),
            (60, 5, true),
            (10, 60, true),
            (12, 15, true),
            (13, 13, false),
            (40, 40, false),
        ] {
            let costs = vec![1.0; rows * columns];
            let matrix = CostMatrix { costs: &costs, rows, columns };
            let shares = joint.solve(matrix, 0.1);
            assert_eq!(shares.is_some(), is_solved, "{rows} {columns}");
            // All pairs are alike.
            let first = shares.map_or(1.0, |shares| shares[0]);
            assert!(shares.is_none_or(|all| all.iter().all(|one| (one - first).abs() < 1e-12)));
        }
    }

    /// Weights that no double holds together leave the shares right to its precision.
    #[test]
    fn far_apart_weights_are_scaled() {
        let costs = vec![1e200, 1e190, 1e190, 1e200];
        let matrix = CostMatrix { costs: &costs, rows: 2, columns: 2 };
        let mut joint = JointProbabilities::default();
        let shares = joint.solve(matrix, 1e-300).unwrap();
        assert!(near(shares, &[1.0, 0.0, 0.0, 1.0]), "{shares:?}");
    }
}
