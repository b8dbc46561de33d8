//! Two beliefs of one object, fused.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::linear::{SmallBelief, inside, listed};
use crate::picture::fuse::{self, Gaussian, Objective};
use nalgebra::Matrix6;

/// Mean and covariance in a case, inside the six numbers of the engine.
fn spread(
    case: &ReferenceCase,
    mean: &str,
    covariance: &str,
) -> Result<(usize, Gaussian), CaseError> {
    let small = SmallBelief::new(&case.numbers(mean)?, &case.matrix(covariance)?);
    let small = small.ok_or_else(|| case.not(covariance, "a covariance of one to six numbers"))?;
    let spread = Gaussian { mean: small.mean, covariance: small.covariance };
    Ok((small.size, spread))
}

/// The two of a case, of one size.
fn two(case: &ReferenceCase) -> Result<(usize, [Gaussian; 2]), CaseError> {
    let (size, one) = spread(case, "x1", "P1")?;
    let (other_size, other) = spread(case, "x2", "P2")?;
    if size != other_size {
        return Err(case.not("x2", "as many numbers as `x1`"));
    }
    Ok((size, [one, other]))
}

fn mean(spread: &Gaussian, size: usize) -> Vec<f64> {
    spread.mean.rows(0, size).iter().copied().collect()
}

/// No linear combination of the two is better where the engine finds no covariance: a misread case.
fn needed<T>(case: &ReferenceCase, found: Option<T>) -> Result<T, CaseError> {
    found.ok_or_else(|| case.not("P2", "a covariance that goes with `P1`"))
}

pub(super) fn intersection(case: &ReferenceCase) -> Quantities {
    let (size, [one, other]) = two(case)?;
    let of_weight = case.absolute("tol_omega")?;
    let of_covariance = case.relative("tol_P_rel")?;
    let of_mean = case.absolute("tol_x_abs")?;
    let mut all = Vec::new();
    for (objective, name) in [(Objective::Trace, "trace"), (Objective::Determinant, "det")] {
        let found = needed(case, fuse::intersection(&one, &other, objective))?;
        let covariance = found.spread.covariance;
        let block = covariance.view((0, 0), (size, size)).into_owned();
        let least = match objective {
            Objective::Trace => block.trace(),
            Objective::Determinant => block.determinant(),
        };
        let key = |quantity: &str| format!("{quantity}_{name}");
        all.extend(case.compare(of_weight, [(&*key("omega"), found.weight)])?);
        all.extend(case.compare(of_covariance, [(&*key("objective"), least)])?);
        let got = listed(&covariance, size);
        all.push(case.compare_matrix(of_covariance, &key("P"), got)?);
        all.push(case.compare_list(of_mean, &key("x"), mean(&found.spread, size))?);
    }
    let alone = needed(case, fuse::combination(&one, &other, &Matrix6::zeros()))?;
    let got = listed(&alone.covariance, size);
    all.push(case.compare_matrix(of_covariance, "P_independent", got)?);
    all.push(case.compare_list(of_mean, "x_independent", mean(&alone, size))?);
    Ok(all)
}

pub(super) fn combination(case: &ReferenceCase) -> Quantities {
    let (size, [one, other]) = two(case)?;
    let rows = case.matrix("P12")?;
    if rows.len() != size || rows.iter().any(|row| row.len() != size) {
        return Err(case.not("P12", "as many rows and columns as `P1`"));
    }
    // What fills up the six numbers has nothing to do with its like.
    let mut cross = inside(&rows);
    for place in size..6 {
        cross[(place, place)] = 0.0;
    }
    let tolerance = case.relative_and_absolute()?;
    let fused = needed(case, fuse::combination(&one, &other, &cross))?;
    let ignored = needed(case, fuse::combination(&one, &other, &Matrix6::zeros()))?;
    let sum = (one.covariance + other.covariance).try_inverse();
    let gain = one.covariance * needed(case, sum)?;
    let actual = fuse::weighted(&one, &other, &cross, &gain);
    let distance2 = needed(case, fuse::distance2(&one, &other, &cross))?;
    let mut all = case.compare(tolerance, [("association_distance_sq", distance2)])?;
    for (name, spread) in [("fused", &fused), ("if_correlation_ignored", &ignored)] {
        let x = mean(spread, size);
        all.push(case.compare_list(tolerance, &format!("x_{name}"), x)?);
        let p = listed(&spread.covariance, size);
        all.push(case.compare_matrix(tolerance, &format!("P_{name}"), p)?);
    }
    let name = "actual_covariance_if_correlation_ignored";
    all.push(case.compare_matrix(tolerance, name, listed(&actual, size))?);
    Ok(all)
}
