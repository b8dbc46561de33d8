//! Linear sum assignment: rows (tracks) to columns (plots) at the least total cost.
//!
//! Shortest augmenting paths with dual variables (Jonker and Volgenant, *Computing* 38:325, 1987)
//! in the rectangular form of Crouse (*On implementing 2D rectangular assignment algorithms*, IEEE
//! Trans. AES 52:1679, 2016). A row may also stay unassigned at a fixed *miss cost*: each row has a
//! column of its own for that, which is never stored. A forbidden pair costs `f64::INFINITY`.
//! Candidate lists are split into connected components first, so a gate that lets each track see
//! few plots costs near-linear time. Leaves out the k best assignments and more than two
//! dimensions.
//!
//! Deterministic: of equal costs the lowest index is looked at first, and a pair beats a miss.

mod components;
mod paths;
mod problem;

pub(crate) use self::components::Components;
pub use self::problem::{Candidate, CandidateList, CostMatrix, total_cost};

use self::paths::Paths;
use self::problem::NONE;

/// Assignment solver that keeps its buffers: once grown, solving allocates nothing.
#[doc(alias = "Hungarian method")]
#[doc(alias = "Jonker-Volgenant")]
#[derive(Debug, Clone, Default)]
pub struct AssignmentSolver {
    paths: Paths,
    components: Components,
    columns_of_rows: Vec<Option<usize>>,
}

impl AssignmentSolver {
    /// Returns each row's column such that the chosen costs plus `miss_cost` per unassigned row are
    /// least; with an infinite `miss_cost`, the textbook problem, as many rows as possible are
    /// assigned, then at least cost.
    ///
    /// # Panics
    /// If `matrix.costs` does not hold `rows × columns` numbers.
    pub fn solve(&mut self, matrix: CostMatrix<'_>, miss_cost: f64) -> &[Option<usize>] {
        assert_eq!(matrix.costs.len(), matrix.rows * matrix.columns, "a cost for each pair");
        let pairs_max = matrix.rows.min(matrix.columns);
        let miss_cost = effective_miss_cost(miss_cost, pairs_max, matrix.costs.iter().copied());
        self.paths.solve(matrix, miss_cost);
        self.columns_of_rows.clear();
        let columns = self.paths.column_of_row.iter();
        self.columns_of_rows.extend(columns.map(|&column| (column != NONE).then_some(column)));
        &self.columns_of_rows
    }

    /// Returns what [`solve`](Self::solve) returns, from a list of the allowed pairs.
    ///
    /// # Panics
    /// If a candidate's row or column is out of range.
    pub fn solve_sparse(&mut self, list: CandidateList<'_>, miss_cost: f64) -> &[Option<usize>] {
        let costs = list.candidates.iter().map(|candidate| candidate.cost);
        let miss_cost = effective_miss_cost(miss_cost, list.rows.min(list.columns), costs);
        self.columns_of_rows.clear();
        self.columns_of_rows.resize(list.rows, None);
        self.components.split(list);
        for leader in 0..list.rows {
            if !self.components.gather_if_leader(leader, list.candidates) {
                continue;
            }
            let local = &self.components;
            if let [row] = local.rows()[..] {
                self.columns_of_rows[row] = cheapest(local.matrix().costs, miss_cost)
                    .map(|local_column| local.columns()[local_column]);
                continue;
            }
            self.paths.solve(local.matrix(), miss_cost);
            for (&row, &column) in local.rows().iter().zip(&self.paths.column_of_row) {
                self.columns_of_rows[row] = (column != NONE).then(|| local.columns()[column]);
            }
        }
        &self.columns_of_rows
    }
}

/// Replaces an infinite miss cost by one that no saving on the pairs can outweigh.
///
/// One pair more changes the cost of the pairs by at most `pairs_max × (highest - lowest) +
/// |highest|`.
fn effective_miss_cost(miss_cost: f64, pairs_max: usize, costs: impl Iterator<Item = f64>) -> f64 {
    if miss_cost.is_finite() {
        return miss_cost;
    }
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for cost in costs.filter(|cost| cost.is_finite()) {
        lowest = lowest.min(cost);
        highest = highest.max(cost);
    }
    if lowest > highest {
        return 1.0;
    }
    let change_max = pairs_max as f64 * (highest - lowest) + highest.abs();
    if change_max > 0.0 { 2.0 * change_max } else { 1.0 }
}

/// Returns the first of the cheapest columns of a lone row, if it is no dearer than a miss.
fn cheapest(costs: &[f64], miss_cost: f64) -> Option<usize> {
    let mut best = None;
    let mut lowest = f64::INFINITY;
    for (column, &cost) in costs.iter().enumerate() {
        if cost < lowest {
            best = Some(column);
            lowest = cost;
        }
    }
    best.filter(|_| lowest <= miss_cost)
}

#[cfg(test)]
mod tests;
