//! How far tracks are from the truth, and how far they may be.

use super::Tolerance;
use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use crate::monte_carlo::statistics::Confidence;
use crate::monte_carlo::statistics::NormalisedSquares;
use crate::outcome::picture::gospa::Base;
use crate::outcome::picture::gospa::Comparer;
use crate::outcome::picture::gospa::Sets;
use nalgebra::Vector3;

type Evaluated = Result<Vec<Quantity>, Misread>;

/// The quantities of a case under its one tolerance.
fn under_one<const N: usize>(
    case: &Case,
    tolerance: Tolerance,
    got: [(&str, f64); N],
) -> Evaluated {
    got.into_iter()
        .map(|(name, got)| Ok(Quantity::new(name, [got], [case.number(name)?], tolerance)))
        .collect()
}

/// Points of one, two or three numbers; those that are not said are 0.
fn points(case: &Case, name: &str) -> Result<Vec<Vector3<f64>>, Misread> {
    let rows = case.matrix(name)?;
    let point = |row: &Vec<f64>| {
        let axis = |axis: usize| row.get(axis).copied().unwrap_or(0.0);
        (1..=3)
            .contains(&row.len())
            .then(|| Vector3::new(axis(0), axis(1), axis(2)))
    };
    let points: Option<Vec<_>> = rows.iter().map(point).collect();
    points.ok_or_else(|| case.not(name, "a list of points of one to three numbers"))
}

pub(super) fn ospa_gospa(case: &Case) -> Evaluated {
    let order = case.number("order_p")?;
    if order < 1.0 {
        return Err(case.not("order_p", "a number of 1 or more"));
    }
    let base = Base {
        cutoff_m: case.positive("cutoff_c")?,
        order,
    };
    let (truths, estimates) = (points(case, "truth")?, points(case, "estimates")?);
    let sets = Sets {
        truths: &truths,
        estimates: &estimates,
    };
    let found = Comparer::default().compare(sets, base);
    let tolerance = case.relative("tol_rel")?.plus(case.number("tol_abs")?);
    under_one(
        case,
        tolerance,
        [
            ("ospa", found.ospa_m()),
            ("ospa_localisation", found.ospa_localisation_m()),
            ("ospa_cardinality", found.ospa_cardinality_m()),
            ("gospa_alpha2", found.gospa_m()),
            ("gospa_localisation_cost_p", found.localisation_cost()),
            ("gospa_missed_count", found.missed() as f64),
            ("gospa_false_count", found.spurious() as f64),
            ("gospa_missed_cost_p", found.missed_cost()),
            ("gospa_false_cost_p", found.spurious_cost()),
        ],
    )
}

pub(super) fn normalised_bounds(case: &Case) -> Evaluated {
    let level = case.number("two_sided_probability")?;
    let confidence = Confidence::new(level)
        .ok_or_else(|| case.not("two_sided_probability", "a number between 0 and 1"))?;
    let [runs, dimension] = ["n_runs", "state_or_meas_dim"].map(|name| match case.count(name)? {
        0 => Err(case.not(name, "1 or more")),
        count => Ok(count),
    });
    let squares = NormalisedSquares {
        runs: runs?,
        dimension: dimension?,
    };
    let mean = squares.mean_bounds(confidence);
    let each = squares.normalised_bounds(confidence);
    under_one(
        case,
        case.relative("tol_rel")?,
        [
            ("chi2_dof", squares.freedom()),
            ("average_lower", mean.low),
            ("average_upper", mean.high),
            ("normalised_lower", each.low),
            ("normalised_upper", each.high),
        ],
    )
}
