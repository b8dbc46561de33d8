//! The result in sentences that can be quoted: who leaks least, against what, and who gains.

use super::benefit::turned;
use super::{Comparison, benefit};
use crate::monte_carlo::estimate::{Difference, MeanEstimate};
use crate::monte_carlo::statistics::Interval;
use crate::outcome::metric::Metric;
use crate::report::rounding;
use crate::report::sheet::listed;

/// The sentences; none without at least two runs.
pub(super) fn sentences(result: &Comparison) -> Vec<String> {
    if result.runs() < 2 {
        return Vec::new();
    }
    [lowest(result), against_first(result), benefit::sentence(result)]
        .into_iter()
        .flatten()
        .collect()
}

/// Sentence on the least leakage.
fn lowest(result: &Comparison) -> Option<String> {
    let leakage = |architecture| result.estimated(architecture, Metric::Leakage, None);
    let best = result
        .architectures
        .iter()
        .filter_map(|architecture| Some((leakage(architecture)?, architecture)))
        .min_by(|a, b| a.0.mean.total_cmp(&b.0.mean))?;
    let equals: Vec<String> = result
        .architectures
        .iter()
        .filter(|other| leakage(other).is_some_and(|other| other.mean <= best.0.mean))
        .map(|other| format!("`{}`", other.name))
        .collect();
    let names = listed(&equals);
    let estimate = rounding::estimate(&best.0).joined(" ");
    let verb = if equals.len() == 1 { "leaks" } else { "leak" };
    let least = if result.architectures.len() == 1 { "" } else { " least" };
    let runs = rounding::grouped(result.runs());
    Some(format!("{names} {verb}{least}: {estimate} of the threats (95 %, {runs} runs)."))
}

/// Leakage of each architecture against the first, which is the user's point of reference.
fn against_first(result: &Comparison) -> Option<String> {
    let first = &result.architectures.first()?.name;
    let clauses: Vec<String> = leakage_pairs(result)
        .filter(|difference| difference.a == *first)
        .map(|difference| {
            let (name, gain) = (&difference.b, &difference.estimated);
            match direction(gain) {
                Some(word) => format!("`{name}` leaks {word} by {}", size(gain)),
                None => format!(
                    "`{name}` is not shown to differ ({})",
                    rounding::difference(&turned(gain)).joined(" ")
                ),
            }
        })
        .collect();
    if clauses.is_empty() {
        return None;
    }
    let runs = rounding::grouped(result.runs());
    let clauses = clauses.join("; ");
    Some(format!("Against `{first}`: {clauses} (95 %, paired over {runs} runs)."))
}

fn leakage_pairs(result: &Comparison) -> impl Iterator<Item = &Difference> {
    let place = result.place(Metric::Leakage, None);
    let of_leakage = move |difference: &&Difference| Some(difference.figure) == place;
    result.differences.iter().filter(of_leakage)
}

/// Word for the second of a difference of leakage, first minus second.
fn direction(difference: &MeanEstimate) -> Option<&'static str> {
    let Interval { low, high } = difference.interval;
    match () {
        () if low > 0.0 => Some("less"),
        () if high < 0.0 => Some("more"),
        () => None,
    }
}

/// A difference without its sign.
fn size(difference: &MeanEstimate) -> String {
    let positive = if difference.mean < 0.0 { turned(difference) } else { *difference };
    rounding::difference(&positive).joined(" ")
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, estimated};
    use super::*;

    #[test]
    fn a_gain_is_told_with_its_interval_and_by_whom() {
        let expected = [
            "`together` leaks least: 0.25 [0.20, 0.30] of the threats (95 %, 200 runs).",
            "Against `apart`: `together` leaks less by 0.25 [0.20, 0.30] (95 %, paired over 200 \
             runs).",
            "By territory, in leakage and defended value, against `apart`: no gain or loss is \
             shown (95 %).",
        ];
        assert_eq!(sentences(&comparison()), expected);
    }

    #[test]
    fn a_loss_is_told_as_a_loss_and_nothing_as_nothing() {
        let mut result = comparison();
        result.differences[0].estimated = estimated(-0.25, -0.3, -0.2);
        let told = sentences(&result);
        assert!(told[1].contains("leaks more by 0.25 [0.20, 0.30]"), "{told:?}");
        assert_eq!(told.len(), 3);
        result.differences[0].estimated = estimated(0.1, -0.1, 0.3);
        let told = sentences(&result);
        assert!(told[1].contains("is not shown to differ (-0.10 [-0.30, 0.10])"), "{told:?}");
    }

    #[test]
    fn one_run_concludes_nothing() {
        let mut result = comparison();
        result.provenance.extent.runs = 1;
        assert!(sentences(&result).is_empty());
    }
}
