//! Tracks: their confirmation, their distance from the truth and its bounds.

use super::case::{CaseError, Quantities, ReferenceCase};
use crate::numerics::Distribution;
use crate::outcome::picture::gospa::{OspaParameters, OspaSolver, PointSets};
use crate::tracking::track::life::{Confirmation, ConfirmationStatus};
use nalgebra::Vector3;

/// Points of one, two or three numbers; those that are not said are 0.
fn points(case: &ReferenceCase, name: &str) -> Result<Vec<Vector3<f64>>, CaseError> {
    let rows = case.matrix(name)?;
    let point = |row: &Vec<f64>| {
        let axis = |axis: usize| row.get(axis).copied().unwrap_or(0.0);
        (1..=3).contains(&row.len()).then(|| Vector3::new(axis(0), axis(1), axis(2)))
    };
    let points: Option<Vec<_>> = rows.iter().map(point).collect();
    points.ok_or_else(|| case.not(name, "a list of points of one to three numbers"))
}

pub(super) fn ospa_gospa(case: &ReferenceCase) -> Quantities {
    let order = case.number("order_p")?;
    if order < 1.0 {
        return Err(case.not("order_p", "a number of 1 or more"));
    }
    let base = OspaParameters { cutoff_m: case.positive("cutoff_c")?, order };
    let (truths, estimates) = (points(case, "truth")?, points(case, "estimates")?);
    let sets = PointSets { truths: &truths, estimates: &estimates };
    let found = OspaSolver::default().compare(sets, base);
    case.compare(
        case.relative_and_absolute()?,
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

pub(super) fn normalised_bounds(case: &ReferenceCase) -> Quantities {
    let confidence = case.confidence("two_sided_probability")?;
    let [runs, dimension] = ["n_runs", "state_or_meas_dim"].map(|name| match case.count(name)? {
        0 => Err(case.not(name, "1 or more")),
        count => Ok(count),
    });
    let (runs, dimension) = (runs? as f64, dimension? as f64);
    // The sum of the squares of a consistent filter over all runs (Bar-Shalom, Li & Kirubarajan,
    // 2001, sec. 5.4.2).
    let law = Distribution::ChiSquare { freedom: runs * dimension };
    let ends = [confidence.tail(), 1.0 - confidence.tail()].map(|below| law.quantile(below));
    let [mean, each] = [runs, runs * dimension].map(|parts| ends.map(|end| end / parts));
    case.compare(
        case.relative("tol_rel")?,
        [
            ("chi2_dof", runs * dimension),
            ("average_lower", mean[0]),
            ("average_upper", mean[1]),
            ("normalised_lower", each[0]),
            ("normalised_upper", each[1]),
        ],
    )
}

/// Probability of each outcome of some looks, by the rule that confirms tracks.
pub(super) fn m_of_n(case: &ReferenceCase) -> Quantities {
    let rule = Confirmation {
        plots: case.count_within("m", 1..=1000)?,
        looks: case.count_within("n", 1..=1000)?,
    };
    let chance = case.number("p_single")?;
    let confirmed = |rule: Confirmation| {
        // Probability of the tracks that wait, by their plots.
        let mut waiting = vec![1.0];
        let mut confirmed = 0.0;
        for looks in 1..=rule.looks {
            let mut next = vec![0.0; waiting.len() + 1];
            for (plots, share) in (0..).zip(&waiting) {
                for (seen, chance) in [(0, 1.0 - chance), (1, chance)] {
                    let plots = plots + seen;
                    match rule.judge([plots, looks]) {
                        ConfirmationStatus::Confirmed => confirmed += share * chance,
                        ConfirmationStatus::Waiting => next[plots as usize] += share * chance,
                        ConfirmationStatus::Failed => {}
                    }
                }
            }
            waiting = next;
        }
        confirmed
    };
    let once = Confirmation { plots: 1, ..rule };
    case.compare(
        case.relative("tol_rel")?,
        [("p_m_of_n", confirmed(rule)), ("p_at_least_one_of_n", confirmed(once))],
    )
}
