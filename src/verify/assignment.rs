//! Assignment: plots to tracks, shots to targets.

use super::case::{Quantities, ReferenceCase};
use crate::engagement::plan::assign::{
    ALLOCATIONS_MAX, Allocator, Problem, ShotOption, Target, Weapon, expected_survival,
};
use crate::numerics::assignment::{AssignmentSolver, CostMatrix, total_cost};

pub(super) fn linear_sum(case: &ReferenceCase) -> Quantities {
    let sign = match case.text("sense")? {
        "min" => 1.0,
        "max" => -1.0,
        _ => return Err(case.not("sense", "`min` or `max`")),
    };
    let cost = case.matrix("cost")?;
    let costs: Vec<f64> = cost.iter().flatten().map(|cost| sign * cost).collect();
    let matrix =
        CostMatrix { costs: &costs, rows: cost.len(), columns: cost.first().map_or(0, Vec::len) };
    let mut solver = AssignmentSolver::default();
    let solution = solver.solve(matrix, f64::INFINITY);
    let optimum = sign * total_cost(matrix, solution);
    let tolerance = case.absolute("tol_abs")?;
    let mut found = case.compare(tolerance, [("optimum", optimum)])?;
    // Where several are as good, which one is taken is nobody's concern.
    if case.count("n_optimal_assignments")? == 1 {
        let pairs = (0..).zip(solution).filter_map(|(row, column)| {
            let column = (*column)?;
            Some([f64::from(row), column as f64])
        });
        found.push(case.compare_matrix(tolerance, "row_col_pairs", pairs.flatten())?);
    }
    Ok(found)
}

pub(super) fn weapon_target(case: &ReferenceCase) -> Quantities {
    let shots_max = case.maybe("max_per_target")?.map_or(u32::MAX, |most| most as u32);
    let values = case.numbers("target_values")?;
    let targets: Vec<Target> = values.iter().map(|&value| Target { value, shots_max }).collect();
    let unit = |&count: &f64| Weapon { inventory: count as u32, channels: u32::MAX };
    let units: Vec<Weapon> = case.numbers("weapons_per_type")?.iter().map(unit).collect();
    let kill = case.matrix("pk_by_weapon_type_and_target")?;
    if kill.len() != units.len() || kill.iter().any(|row| row.len() != targets.len()) {
        let what = "a row for each weapon type with a number for each target";
        return Err(case.not("pk_by_weapon_type_and_target", what));
    }
    let options: Vec<ShotOption> = kill
        .iter()
        .enumerate()
        .flat_map(|(unit, row)| {
            let row = row.iter().enumerate();
            row.map(move |(target, &kill_probability)| ShotOption {
                target,
                unit,
                kill_probability,
                preference_cost: 0.0,
            })
        })
        .collect();
    let problem = Problem { targets: &targets, units: &units, options: &options };
    let tolerance = case.absolute("tol_abs")?;
    let mut allocator = Allocator::default();
    let greedy = expected_survival(problem, allocator.greedy(problem));
    let plan = allocator.exact(problem, ALLOCATIONS_MAX);
    let at_stake: f64 = values.iter().sum();
    let left = plan.surviving_value;
    let mut found = case.compare(
        tolerance,
        [
            ("greedy_marginal_surviving_value", greedy),
            ("min_expected_surviving_value", left),
            ("max_expected_destroyed_value", at_stake - left),
        ],
    )?;
    if case.count("n_optimal_allocations")? == 1 {
        let mut counts = vec![0.0; units.len() * targets.len()];
        for shot in plan.shots {
            counts[shot.unit * targets.len() + shot.target] += 1.0;
        }
        let name = "an_optimal_allocation_type_by_target";
        found.push(case.compare_matrix(tolerance, name, counts)?);
    }
    Ok(found)
}
