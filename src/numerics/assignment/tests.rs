//! Laws of the assignment solver, by trying all.

use super::{AssignmentSolver, Candidate, CandidateList, CostMatrix, total_cost};
use proptest::prelude::*;

/// Number of unassigned rows, and the cost of the pairs.
type Bill = (usize, f64);

fn bill(matrix: CostMatrix<'_>, columns_of_rows: &[Option<usize>]) -> Bill {
    let misses = columns_of_rows.iter().filter(|column| column.is_none()).count();
    (misses, total_cost(matrix, columns_of_rows))
}

/// What a bill comes to: with an infinite miss cost pairs count first (`|cost|` is below 1e3).
fn price((misses, pairs): Bill, miss_cost: f64) -> f64 {
    misses as f64 * miss_cost.min(1e5) + pairs
}

/// The least price over all assignments, by trying them all.
fn brute_force(matrix: CostMatrix<'_>, miss_cost: f64) -> f64 {
    fn descend(matrix: CostMatrix<'_>, miss_cost: f64, row: usize, taken: u32) -> f64 {
        if row == matrix.rows {
            return 0.0;
        }
        let mut best = miss_cost + descend(matrix, miss_cost, row + 1, taken);
        for column in 0..matrix.columns {
            let cost = matrix.costs[row * matrix.columns + column];
            if taken & (1 << column) == 0 && cost.is_finite() {
                best = best.min(cost + descend(matrix, miss_cost, row + 1, taken | 1 << column));
            }
        }
        best
    }
    descend(matrix, miss_cost.min(1e5), 0, 0)
}

fn assert_is_matching(matrix: CostMatrix<'_>, columns_of_rows: &[Option<usize>]) {
    assert_eq!(columns_of_rows.len(), matrix.rows);
    let mut taken = vec![false; matrix.columns];
    for (row, column) in columns_of_rows.iter().enumerate() {
        if let Some(column) = *column {
            assert!(!std::mem::replace(&mut taken[column], true), "column {column} taken twice");
            assert!(matrix.costs[row * matrix.columns + column].is_finite());
        }
    }
}

fn candidates(matrix: CostMatrix<'_>) -> Vec<Candidate> {
    let places = matrix.costs.iter().enumerate();
    places
        .filter(|(_, cost)| cost.is_finite())
        .map(|(place, &cost)| Candidate {
            row: place / matrix.columns,
            column: place % matrix.columns,
            cost,
        })
        .collect()
}

/// Costs with many ties (whole numbers), negatives, and a share of forbidden pairs.
fn instances(side_max: usize) -> impl Strategy<Value = (usize, usize, Vec<f64>, f64)> {
    let cost = prop_oneof![
        2 => Just(f64::INFINITY),
        2 => (-4..9_i32).prop_map(f64::from),
        3 => -20.0..60.0_f64,
    ];
    let miss_cost = prop_oneof![Just(f64::INFINITY), (-3..20_i32).prop_map(f64::from)];
    (0..=side_max, 0..=side_max).prop_flat_map(move |(rows, columns)| {
        let costs = prop::collection::vec(cost.clone(), rows * columns);
        (Just(rows), Just(columns), costs, miss_cost.clone())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_assignment_is_cheaper((rows, columns, costs, miss_cost) in instances(6)) {
        let matrix = CostMatrix { costs: &costs, rows, columns };
        let mut solver = AssignmentSolver::default();
        let solution = solver.solve(matrix, miss_cost);
        assert_is_matching(matrix, solution);
        let got = price(bill(matrix, solution), miss_cost);
        let best = brute_force(matrix, miss_cost);
        prop_assert!((got - best).abs() < 1e-9, "{got} but {best} is possible");
    }
}

proptest! {
    #[test]
    fn a_candidate_list_gives_the_assignment_of_its_matrix(
        (rows, columns, mut costs, miss_cost) in instances(24),
        keep in prop::collection::vec(0.0..1.0_f64, 24 * 24),
        share in 0.0..0.3_f64,
    ) {
        for (cost, keep) in costs.iter_mut().zip(keep) {
            if keep > share {
                *cost = f64::INFINITY;
            }
        }
        let matrix = CostMatrix { costs: &costs, rows, columns };
        let (mut dense, mut sparse) = (AssignmentSolver::default(), AssignmentSolver::default());
        let mut listed = candidates(matrix);
        listed.reverse();
        let list = CandidateList { candidates: &listed, rows, columns };
        prop_assert_eq!(dense.solve(matrix, miss_cost), sparse.solve_sparse(list, miss_cost));
    }
}

#[test]
fn ties_go_to_the_lowest_index_and_a_pair_beats_a_miss() {
    let mut solver = AssignmentSolver::default();
    let matrix = CostMatrix { costs: &[1.0; 9], rows: 3, columns: 3 };
    assert_eq!(solver.solve(matrix, 1.0), [Some(0), Some(1), Some(2)]);
    let tall = CostMatrix { costs: &[1.0; 6], rows: 3, columns: 2 };
    assert_eq!(solver.solve(tall, f64::INFINITY), [Some(0), Some(1), None]);
}

#[test]
fn useless_costs_forbid_their_pair() {
    let mut solver = AssignmentSolver::default();
    for useless in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let matrix = CostMatrix { costs: &[useless, 2.0, useless, useless], rows: 2, columns: 2 };
        assert_eq!(solver.solve(matrix, f64::INFINITY), [Some(1), None]);
        let none = CostMatrix { costs: &[useless; 4], rows: 2, columns: 2 };
        assert_eq!(solver.solve(none, 5.0), [None, None]);
    }
}

#[test]
fn of_a_pair_listed_twice_the_cheaper_counts() {
    let listed = [(0, 0, 9.0), (0, 0, 1.0), (1, 0, 3.0), (1, 1, 8.0)];
    let candidates = listed.map(|(row, column, cost)| Candidate { row, column, cost });
    let list = CandidateList { candidates: &candidates, rows: 2, columns: 2 };
    assert_eq!(AssignmentSolver::default().solve_sparse(list, 20.0), [Some(0), Some(1)]);
}
