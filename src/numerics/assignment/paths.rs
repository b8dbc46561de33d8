//! Shortest augmenting paths on a dense matrix.

use super::problem::{CostMatrix, NONE, refill};

/// End of a shortest augmenting path.
#[derive(Debug, Clone, Copy)]
enum Sink {
    /// At a column that nobody held.
    Column(usize),
    /// At a row that gives up its column and stays unassigned.
    Miss(usize),
}

/// The dense solver: duals, the assignment so far, and the search tree of the current row.
#[derive(Debug, Clone, Default)]
pub(super) struct Paths {
    row_dual: Vec<f64>,
    column_dual: Vec<f64>,
    pub(super) column_of_row: Vec<usize>,
    row_of_column: Vec<usize>,
    shortest: Vec<f64>,
    predecessor: Vec<usize>,
    settled: Vec<bool>,
    scanned_rows: Vec<usize>,
}

impl Paths {
    pub(super) fn solve(&mut self, matrix: CostMatrix<'_>, miss_cost: f64) {
        refill(&mut self.row_dual, matrix.rows, 0.0);
        refill(&mut self.column_dual, matrix.columns, 0.0);
        refill(&mut self.column_of_row, matrix.rows, NONE);
        refill(&mut self.row_of_column, matrix.columns, NONE);
        refill(&mut self.predecessor, matrix.columns, NONE);
        for row in 0..matrix.rows {
            let (sink, length) = self.search(matrix, miss_cost, row);
            self.update_duals(row, length);
            self.augment(row, sink);
        }
    }

    /// Finds the shortest path from `start` to a free column or to a miss (Dijkstra on reduced
    /// costs), and its length.
    fn search(&mut self, matrix: CostMatrix<'_>, miss_cost: f64, start: usize) -> (Sink, f64) {
        refill(&mut self.shortest, matrix.columns, f64::INFINITY);
        refill(&mut self.settled, matrix.columns, false);
        self.scanned_rows.clear();
        let (mut row, mut length) = (start, 0.0);
        let (mut miss_row, mut miss_length) = (start, f64::INFINITY);
        loop {
            self.scanned_rows.push(row);
            let miss = length + miss_cost - self.row_dual[row];
            if miss < miss_length {
                (miss_row, miss_length) = (row, miss);
            }
            let nearest = self.relax(matrix, row, length);
            if nearest == NONE || miss_length < self.shortest[nearest] {
                return (Sink::Miss(miss_row), miss_length);
            }
            self.settled[nearest] = true;
            length = self.shortest[nearest];
            row = self.row_of_column[nearest];
            if row == NONE {
                return (Sink::Column(nearest), length);
            }
        }
    }

    /// Shortens paths by way of `row` and returns the nearest open column, a free one at ties.
    fn relax(&mut self, matrix: CostMatrix<'_>, row: usize, length: f64) -> usize {
        let offset = length - self.row_dual[row];
        let costs = &matrix.costs[row * matrix.columns..][..matrix.columns];
        let (mut nearest, mut lowest) = (NONE, f64::INFINITY);
        for (column, &cost) in costs.iter().enumerate() {
            if self.settled[column] {
                continue;
            }
            let through = offset + cost - self.column_dual[column];
            if cost.is_finite() && through < self.shortest[column] {
                self.shortest[column] = through;
                self.predecessor[column] = row;
            }
            let shortest = self.shortest[column];
            let is_free = self.row_of_column[column] == NONE;
            let wins_tie = || is_free && nearest != NONE && self.row_of_column[nearest] != NONE;
            if shortest < lowest || (shortest <= lowest && wins_tie()) {
                (nearest, lowest) = (column, shortest);
            }
        }
        nearest
    }

    /// Keeps reduced costs non-negative, and zero on the assigned pairs.
    fn update_duals(&mut self, start: usize, length: f64) {
        self.row_dual[start] += length;
        for &row in &self.scanned_rows[1..] {
            let column = self.column_of_row[row];
            let surplus = length - self.shortest[column];
            self.row_dual[row] += surplus;
            self.column_dual[column] -= surplus;
        }
    }

    /// Shifts the assignment along the path, back from its sink to `start`.
    fn augment(&mut self, start: usize, sink: Sink) {
        let mut column = match sink {
            Sink::Column(column) => column,
            Sink::Miss(row) if row == start => return,
            Sink::Miss(row) => std::mem::replace(&mut self.column_of_row[row], NONE),
        };
        loop {
            let row = self.predecessor[column];
            self.row_of_column[column] = row;
            std::mem::swap(&mut self.column_of_row[row], &mut column);
            if row == start {
                return;
            }
        }
    }
}
