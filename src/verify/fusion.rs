//! Two beliefs of one object, fused.

use super::Tolerance;
use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use super::linear::Small;
use super::linear::inside;
use super::linear::listed;
use crate::picture::fuse;
use crate::picture::fuse::Gaussian;
use crate::picture::fuse::Objective;
use nalgebra::Matrix6;

type Evaluated = Result<Vec<Quantity>, Misread>;

/// Mean and covariance in a case, inside the six numbers of the engine.
fn spread(case: &Case, mean: &str, covariance: &str) -> Result<(usize, Gaussian), Misread> {
    let small = Small::new(&case.numbers(mean)?, &case.matrix(covariance)?);
    let small = small.ok_or_else(|| case.not(covariance, "a covariance of one to six numbers"))?;
    let spread = Gaussian {
        mean: small.mean,
        covariance: small.covariance,
    };
    Ok((small.size, spread))
}

/// The two of a case, of one size.
fn two(case: &Case) -> Result<(usize, [Gaussian; 2]), Misread> {
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

fn flat(case: &Case, name: &str) -> Result<Vec<f64>, Misread> {
    Ok(case.matrix(name)?.concat())
}

/// No linear combination of the two is better where the engine finds no covariance: a misread case.
fn needed<T>(case: &Case, found: Option<T>) -> Result<T, Misread> {
    found.ok_or_else(|| case.not("P2", "a covariance that goes with `P1`"))
}

pub(super) fn intersection(case: &Case) -> Evaluated {
    let (size, [one, other]) = two(case)?;
    let of_weight = Tolerance::absolute(case.number("tol_omega")?);
    let of_covariance = case.relative("tol_P_rel")?;
    let of_mean = Tolerance::absolute(case.number("tol_x_abs")?);
    let mut all = Vec::new();
    for (objective, name) in [(Objective::Trace, "trace"), (Objective::Determinant, "det")] {
        let found = needed(case, fuse::intersection(&one, &other, objective))?;
        let covariance = found.spread.covariance;
        let least = match objective {
            Objective::Trace => covariance.diagonal().rows(0, size).sum(),
            Objective::Determinant => covariance
                .view((0, 0), (size, size))
                .into_owned()
                .determinant(),
        };
        let key = |quantity: &str| format!("{quantity}_{name}");
        let (omega, p, x, objective) = (key("omega"), key("P"), key("x"), key("objective"));
        all.push(Quantity::new(
            &*omega,
            [found.weight],
            [case.number(&omega)?],
            of_weight,
        ));
        let expected = flat(case, &p)?;
        all.push(Quantity::new(
            &*p,
            listed(&covariance, size),
            expected,
            of_covariance,
        ));
        let got = mean(&found.spread, size);
        all.push(Quantity::new(&*x, got, case.numbers(&x)?, of_mean));
        all.push(Quantity::new(
            &*objective,
            [least],
            [case.number(&objective)?],
            of_covariance,
        ));
    }
    let alone = needed(case, fuse::combination(&one, &other, &Matrix6::zeros()))?;
    all.push(Quantity::new(
        "P_independent",
        listed(&alone.covariance, size),
        flat(case, "P_independent")?,
        of_covariance,
    ));
    all.push(Quantity::new(
        "x_independent",
        mean(&alone, size),
        case.numbers("x_independent")?,
        of_mean,
    ));
    Ok(all)
}

pub(super) fn combination(case: &Case) -> Evaluated {
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
    let tolerance = case.relative("tol_rel")?.plus(case.number("tol_abs")?);
    let fused = needed(case, fuse::combination(&one, &other, &cross))?;
    let ignored = needed(case, fuse::combination(&one, &other, &Matrix6::zeros()))?;
    let sum = (one.covariance + other.covariance).try_inverse();
    let gain = one.covariance * needed(case, sum)?;
    let actual = fuse::weighted(&one, &other, &cross, &gain);
    let distance2 = needed(case, fuse::distance2(&one, &other, &cross))?;
    let mut all = vec![Quantity::new(
        "association_distance_sq",
        [distance2],
        [case.number("association_distance_sq")?],
        tolerance,
    )];
    for (name, spread) in [("fused", &fused), ("if_correlation_ignored", &ignored)] {
        let (x, p) = (format!("x_{name}"), format!("P_{name}"));
        let (expected_x, expected_p) = (case.numbers(&x)?, flat(case, &p)?);
        all.push(Quantity::new(x, mean(spread, size), expected_x, tolerance));
        let got = listed(&spread.covariance, size);
        all.push(Quantity::new(p, got, expected_p, tolerance));
    }
    let name = "actual_covariance_if_correlation_ignored";
    all.push(Quantity::new(
        name,
        listed(&actual, size),
        flat(case, name)?,
        tolerance,
    ));
    Ok(all)
}
