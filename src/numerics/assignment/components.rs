//! Connected components of a list of allowed pairs, each as a small dense matrix.

use super::problem::{Candidate, CandidateList, CostMatrix, NONE, refill};

/// Rows and columns linked by candidates, as sets led by their lowest row; and the set in hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Components {
    /// Parent in the union-find forest: rows first, then columns.
    parent: Vec<usize>,
    first_row: Vec<usize>,
    next_row: Vec<usize>,
    first_candidate: Vec<usize>,
    next_candidate: Vec<usize>,
    /// Rows of the component in hand, ascending.
    rows: Vec<usize>,
    /// Columns of the component in hand, ascending.
    columns: Vec<usize>,
    /// Place of each column within `columns`.
    place: Vec<usize>,
    costs: Vec<f64>,
}

impl Components {
    /// Joins what candidates link, and threads rows and candidates into lists.
    pub(crate) fn split(&mut self, list: CandidateList<'_>) {
        self.parent.clear();
        self.parent.extend(0..list.rows + list.columns);
        refill(&mut self.first_row, list.rows, NONE);
        refill(&mut self.next_row, list.rows, NONE);
        refill(&mut self.first_candidate, list.rows, NONE);
        refill(&mut self.next_candidate, list.candidates.len(), NONE);
        refill(&mut self.place, list.columns, NONE);
        for (index, candidate) in list.candidates.iter().enumerate() {
            assert!(candidate.column < list.columns, "column out of range");
            if candidate.cost.is_finite() {
                self.next_candidate[index] = self.first_candidate[candidate.row];
                self.first_candidate[candidate.row] = index;
                self.join(candidate.row, list.rows + candidate.column);
            }
        }
        for row in (0..list.rows).rev() {
            if self.first_candidate[row] != NONE {
                let leader = self.leader(row);
                self.next_row[row] = self.first_row[leader];
                self.first_row[leader] = row;
            }
        }
    }

    fn leader(&mut self, mut member: usize) -> usize {
        while self.parent[member] != member {
            self.parent[member] = self.parent[self.parent[member]];
            member = self.parent[member];
        }
        member
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.leader(one), self.leader(other));
        self.parent[one.max(other)] = one.min(other);
    }

    /// Takes the component led by a row in hand; `false` if the row leads none.
    pub(crate) fn gather_if_leader(&mut self, row: usize, candidates: &[Candidate]) -> bool {
        let is_leader = self.first_row[row] != NONE;
        if is_leader {
            self.gather(row, candidates);
        }
        is_leader
    }

    /// Rows of the component in hand, ascending.
    pub(crate) fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Columns of the component in hand, ascending.
    pub(crate) fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Copies the component led by row `leader` into a small dense matrix.
    fn gather(&mut self, leader: usize, candidates: &[Candidate]) {
        self.rows.clear();
        self.columns.clear();
        let mut row = self.first_row[leader];
        while row != NONE {
            self.rows.push(row);
            let mut index = self.first_candidate[row];
            while index != NONE {
                let column = candidates[index].column;
                if self.place[column] == NONE {
                    self.place[column] = 0;
                    self.columns.push(column);
                }
                index = self.next_candidate[index];
            }
            row = self.next_row[row];
        }
        self.columns.sort_unstable();
        for (place, &column) in self.columns.iter().enumerate() {
            self.place[column] = place;
        }
        refill(&mut self.costs, self.rows.len() * self.columns.len(), f64::INFINITY);
        for (local_row, &row) in self.rows.iter().enumerate() {
            let mut index = self.first_candidate[row];
            while index != NONE {
                let candidate = candidates[index];
                let place = local_row * self.columns.len() + self.place[candidate.column];
                self.costs[place] = self.costs[place].min(candidate.cost);
                index = self.next_candidate[index];
            }
        }
    }

    /// The component in hand.
    pub(crate) fn matrix(&self) -> CostMatrix<'_> {
        CostMatrix { costs: &self.costs, rows: self.rows.len(), columns: self.columns.len() }
    }
}
