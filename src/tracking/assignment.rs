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

const NONE: usize = usize::MAX;

/// Costs of all pairs, row by row; an entry that is not finite forbids its pair.
#[derive(Debug, Clone, Copy)]
pub struct CostMatrix<'a> {
    /// Row-major costs, `rows × columns` of them.
    pub costs: &'a [f64],
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

/// One pair that the gate allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Row (track), from zero.
    pub row: usize,
    /// Column (plot), from zero.
    pub column: usize,
    /// Cost of the pair; one that is not finite forbids it.
    pub cost: f64,
}

/// The pairs that the gate allows, in any order; every pair not listed is forbidden.
#[derive(Debug, Clone, Copy)]
pub struct CandidateList<'a> {
    /// The allowed pairs; of a pair listed twice the lower cost counts.
    pub candidates: &'a [Candidate],
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

/// Assignment solver that keeps its buffers: once grown, solving allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct AssignmentSolver {
    paths: Paths,
    components: Components,
    columns_of_rows: Vec<Option<usize>>,
}

impl AssignmentSolver {
    /// Makes a solver with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns each row's column such that the chosen costs plus `miss_cost` per unassigned row are
    /// least; with an infinite `miss_cost` as many rows as possible are assigned, then at least
    /// cost.
    ///
    /// # Panics
    /// If `matrix.costs` does not hold `rows × columns` numbers.
    pub fn solve(&mut self, matrix: CostMatrix<'_>, miss_cost: f64) -> &[Option<usize>] {
        assert_eq!(
            matrix.costs.len(),
            matrix.rows * matrix.columns,
            "a cost for each pair"
        );
        let pairs_max = matrix.rows.min(matrix.columns);
        let miss_cost = effective_miss_cost(miss_cost, pairs_max, matrix.costs.iter().copied());
        self.paths.solve(matrix, miss_cost);
        self.columns_of_rows.clear();
        let columns = self.paths.column_of_row.iter();
        self.columns_of_rows
            .extend(columns.map(|&column| (column != NONE).then_some(column)));
        &self.columns_of_rows
    }

    /// Returns the assignment of least cost among those with the most pairs: the textbook problem.
    ///
    /// # Panics
    /// If `matrix.costs` does not hold `rows × columns` numbers.
    pub fn solve_full(&mut self, matrix: CostMatrix<'_>) -> &[Option<usize>] {
        self.solve(matrix, f64::INFINITY)
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
            if let [row] = local.rows[..] {
                self.columns_of_rows[row] = cheapest(&local.costs, miss_cost)
                    .map(|local_column| local.columns[local_column]);
                continue;
            }
            self.paths.solve(local.matrix(), miss_cost);
            for (&row, &column) in local.rows.iter().zip(&self.paths.column_of_row) {
                self.columns_of_rows[row] = (column != NONE).then(|| local.columns[column]);
            }
        }
        &self.columns_of_rows
    }
}

/// Returns the sum of the costs of the chosen pairs, misses not counted.
///
/// # Panics
/// If the assignment has more rows or columns than the matrix.
pub fn total_cost(matrix: CostMatrix<'_>, columns_of_rows: &[Option<usize>]) -> f64 {
    let rows = columns_of_rows.iter().enumerate();
    rows.filter_map(|(row, column)| Some(matrix.costs[row * matrix.columns + (*column)?]))
        .sum()
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
    if change_max > 0.0 {
        2.0 * change_max
    } else {
        1.0
    }
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

/// Where a shortest augmenting path ends.
#[derive(Debug, Clone, Copy)]
enum Sink {
    /// At a column that nobody held.
    Column(usize),
    /// At a row that gives up its column and stays unassigned.
    Miss(usize),
}

/// The dense solver: duals, the assignment so far, and the search tree of the current row.
#[derive(Debug, Clone, Default)]
struct Paths {
    row_dual: Vec<f64>,
    column_dual: Vec<f64>,
    column_of_row: Vec<usize>,
    row_of_column: Vec<usize>,
    shortest: Vec<f64>,
    predecessor: Vec<usize>,
    settled: Vec<bool>,
    scanned_rows: Vec<usize>,
}

impl Paths {
    fn solve(&mut self, matrix: CostMatrix<'_>, miss_cost: f64) {
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

/// Rows and columns linked by candidates, as sets led by their lowest row; and the set in hand.
#[derive(Debug, Clone, Default)]
pub(super) struct Components {
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
    pub(super) fn split(&mut self, list: CandidateList<'_>) {
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
    pub(super) fn gather_if_leader(&mut self, row: usize, candidates: &[Candidate]) -> bool {
        let is_leader = self.first_row[row] != NONE;
        if is_leader {
            self.gather(row, candidates);
        }
        is_leader
    }

    /// Rows of the component in hand, ascending.
    pub(super) fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Columns of the component in hand, ascending.
    pub(super) fn columns(&self) -> &[usize] {
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
        refill(
            &mut self.costs,
            self.rows.len() * self.columns.len(),
            f64::INFINITY,
        );
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
    pub(super) fn matrix(&self) -> CostMatrix<'_> {
        CostMatrix {
            costs: &self.costs,
            rows: self.rows.len(),
            columns: self.columns.len(),
        }
    }
}

fn refill<T: Copy>(buffer: &mut Vec<T>, length: usize, value: T) {
    buffer.clear();
    buffer.resize(length, value);
}

#[cfg(test)]
mod tests;
