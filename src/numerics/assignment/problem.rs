//! Assignment problems: the costs of pairs as a whole matrix or as a list of those allowed.

/// No row, column or entry.
pub(super) const NONE: usize = usize::MAX;

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

/// Returns the sum of the costs of the chosen pairs, misses not counted.
///
/// # Panics
/// If the assignment has more rows or columns than the matrix.
pub fn total_cost(matrix: CostMatrix<'_>, columns_of_rows: &[Option<usize>]) -> f64 {
    let rows = columns_of_rows.iter().enumerate();
    rows.filter_map(|(row, column)| Some(matrix.costs[row * matrix.columns + (*column)?])).sum()
}

/// Fills a buffer anew, within the memory that it has.
pub(super) fn refill<T: Copy>(buffer: &mut Vec<T>, length: usize, value: T) {
    buffer.clear();
    buffer.resize(length, value);
}
