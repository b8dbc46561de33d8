//! The conclusion: who leaks least, who is not shown to differ from that, and who gains.
//!
//! Of many pairs some differ by luck. So what is said of a pair is said of all pairs together, at
//! 95 %: by Holm's adjustment of the paired t tests of leakage (Holm, Scand. J. Stat. 6:65, 1979).
//! An architecture is the best alone only if each other one is so shown to leak more.

use super::{Comparison, benefit};
use crate::monte_carlo::estimate::{Difference, MeanEstimate};
use crate::monte_carlo::statistics::{Confidence, holm, unseen_share};
use crate::numerics::Distribution;
use crate::outcome::metric::Metric;
use crate::report::rounding;
use crate::report::sheet::listed;
use std::collections::BTreeSet;

/// Probability of naming a difference where there is none, over all pairs.
const ERROR: f64 = 0.05;

/// Probability with which the runs that are called enough show a difference.
const POWER: f64 = 0.8;

/// Difference of leakage that a study would want to see.
const SMALL: f64 = 0.01;

/// Runs beyond which nobody asks what a difference takes: it is that of rounding.
const RUNS_MAX: u64 = 1_000_000;

/// Half width of a leakage that one run's reader is told the price of.
const HALF_WIDTH: f64 = 0.05;

/// Architectures by what the runs show of their leakage; names, from the least on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ranking<'a> {
    /// The least.
    pub(super) least: &'a str,
    /// Its leakage.
    pub(super) estimated: MeanEstimate,
    /// Not shown to leak more.
    pub(super) alike: Vec<&'a str>,
    /// Shown to leak more.
    pub(super) more: Vec<&'a str>,
}

/// The sentences; of one run there is but its price.
pub(super) fn sentences(result: &Comparison) -> Vec<String> {
    if !result.has_intervals() {
        return (result.runs() == 1).then(one_run).into_iter().collect();
    }
    [first(result), same(result), against_reference(result), benefit::sentence(result)]
        .into_iter()
        .chain([power(result)])
        .flatten()
        .collect()
}

/// The architectures by what is shown of their leakage; `None` without any.
pub(super) fn ranking(result: &Comparison) -> Option<Ranking<'_>> {
    let leakage = |architecture| result.estimated(architecture, Metric::Leakage, None);
    let mut ranks: Vec<(MeanEstimate, &str)> = result
        .architectures
        .iter()
        .filter_map(|architecture| Some((leakage(architecture)?, architecture.name.as_str())))
        .collect();
    ranks.sort_by(|a, b| a.0.mean.total_cmp(&b.0.mean));
    let &(estimated, least) = ranks.first()?;
    let shown = shown(result);
    let names = ranks[1..].iter().map(|(_, name)| *name);
    let is_shown =
        |other: &&str| shown.contains(&(least, *other)) || shown.contains(&(*other, least));
    let (more, alike) = names.partition(is_shown);
    Some(Ranking { least, estimated, alike, more })
}

/// The ranking as rows: what is said, and of which architecture.
pub(super) fn rows(result: &Comparison) -> impl Iterator<Item = (&'static str, &str)> {
    let ranking = ranking(result).filter(|_| result.has_intervals());
    ranking.into_iter().flat_map(|Ranking { least, alike, more, .. }| {
        let alike = alike.into_iter().map(|name| ("not-shown-to-differ", name));
        let more = more.into_iter().map(|name| ("shown-to-leak-more", name));
        [("least", least)].into_iter().chain(alike).chain(more)
    })
}

/// The pairs that are shown to differ in leakage, all together.
fn shown(result: &Comparison) -> BTreeSet<(&str, &str)> {
    let pairs: Vec<&Difference> = leakage_pairs(result).collect();
    let p_values: Vec<f64> = pairs.iter().map(|pair| pair.p_value.unwrap_or(1.0)).collect();
    let adjusted = pairs.iter().zip(holm(&p_values));
    let shown = adjusted.filter(|(_, p_value)| *p_value <= ERROR);
    shown.map(|(pair, _)| (pair.architecture.as_str(), pair.minus.as_str())).collect()
}

/// Level at which the ranking is known, and over how many pairs.
fn basis(result: &Comparison) -> String {
    match leakage_pairs(result).count() {
        0 | 1 => "95 %".into(),
        pairs => format!("95 % over all {pairs} pairs, Holm"),
    }
}

/// Sentence on the least leakage.
fn first(result: &Comparison) -> Option<String> {
    let Ranking { least, estimated, alike, more } = ranking(result)?;
    let (estimate, basis) = (rounding::estimate(&estimated).joined(" "), basis(result));
    if alike.is_empty() && more.is_empty() {
        return Some(format!("`{least}` leaks {estimate} of the threats ({basis})."));
    }
    let rest = match (&alike[..], &more[..]) {
        ([], _) => "; every other is shown to leak more".into(),
        (_, []) => format!(", and, not shown to differ from it, {}", quoted(&alike)),
        _ => format!(
            ", and, not shown to differ from it, {}; shown to leak more: {}",
            quoted(&alike),
            quoted(&more)
        ),
    };
    Some(format!("Least leakage: `{least}`, {estimate} of the threats{rest} ({basis})."))
}

fn quoted(names: &[&str]) -> String {
    listed(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>())
}

/// Sentence on the architectures that leak the same in every run, with what these leave open.
fn same(result: &Comparison) -> Option<String> {
    let is_leakage = |one: &&Difference| result.figures[one.figure].metric == Metric::Leakage;
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for pair in result.pairs() {
        let (one, other) = (pair[0].architecture.as_str(), pair[0].minus.as_str());
        if !pair.iter().filter(is_leakage).all(|difference| difference.is_same) {
            continue;
        }
        match groups.iter_mut().find(|group| group.contains(&one) || group.contains(&other)) {
            Some(group) if group.contains(&one) && group.contains(&other) => {}
            Some(group) => group.push(if group.contains(&one) { other } else { one }),
            None => groups.push(vec![other, one]),
        }
    }
    let told = groups.iter().map(|names| quoted(names)).collect::<Vec<_>>();
    let (runs, most) = (rounding::grouped(result.runs()), unseen(result));
    (!told.is_empty()).then(|| {
        let told = told.join(", and ");
        format!(
            "{told} leak the same in each of {runs} runs; at most {most} of runs can differ (95 %)."
        )
    })
}

/// Share of the runs that can still differ where none did, in per cent.
pub(super) fn unseen(result: &Comparison) -> String {
    // One-sided: all of the error stands above.
    let level = Confidence::new(1.0 - 2.0 * ERROR).unwrap_or(Confidence::NINETY_FIVE);
    let share = unseen_share(result.runs(), level);
    format!("{} %", rounding::number(100.0 * share, usize::from(share < 0.095)))
}

/// Leakage of each architecture against the point of reference.
fn against_reference(result: &Comparison) -> Option<String> {
    let reference = result.reference_name()?;
    let shown = shown(result);
    let against = || {
        let pairs = leakage_pairs(result);
        pairs.filter(move |pair| pair.minus == reference && !pair.is_same)
    };
    let told = |is_wanted: bool| {
        let is_shown =
            |pair: &&Difference| shown.contains(&(pair.architecture.as_str(), reference));
        let wanted = against().filter(|pair| is_shown(pair) == is_wanted).map(|pair| {
            let difference = rounding::difference(&pair.estimated).joined(" ");
            format!("`{}` {difference}", pair.architecture)
        });
        wanted.collect::<Vec<_>>().join(", ")
    };
    let clauses = [("shown", told(true)), ("not shown", told(false))];
    let clauses = clauses.iter().filter(|(_, told)| !told.is_empty());
    let clauses = clauses.map(|(what, told)| format!("{what}: {told}")).collect::<Vec<_>>();
    (!clauses.is_empty()).then(|| format!("Leakage minus `{reference}`'s, {}.", clauses.join("; ")))
}

/// Sentence on the runs that would show what these do not.
fn power(result: &Comparison) -> Option<String> {
    let Ranking { least, alike, .. } = ranking(result)?;
    let reference = result.reference_name()?;
    let pairs = leakage_pairs(result).filter(|pair| !pair.is_same && pair.deviation > 0.0);
    let open = pairs.filter_map(|pair| {
        let names = [pair.architecture.as_str(), pair.minus.as_str()];
        let other = names.into_iter().find(|name| *name != least)?;
        (names.contains(&least) && alike.contains(&other)).then_some((pair, other))
    });
    let (pair, other) = open.max_by(|a, b| {
        let key = |(pair, other): &(&Difference, &str)| {
            (*other == reference || least == reference, pair.estimated.mean.abs())
        };
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    })?;
    let normal = Distribution::Normal;
    let quantiles = normal.quantile(1.0 - ERROR / 2.0) + normal.quantile(POWER);
    let runs = |size: f64| {
        let ratio = quantiles * pair.deviation / size;
        rounded_up(ratio * ratio)
    };
    let size = pair.estimated.mean.abs();
    let seen = (size > 0.0 && runs(size) <= RUNS_MAX).then(|| {
        let told = rounding::difference(&pair.estimated).mean;
        let (told, runs) = (told.trim_start_matches('-'), rounding::grouped(runs(size)));
        format!(", the {told} seen {runs}")
    });
    let few = if runs(SMALL) > result.runs() { "Too few runs: t" } else { "T" };
    Some(format!(
        "{few}o tell `{least}` from `{other}` by {SMALL} takes about {}{} (power 80 %).",
        rounding::grouped(runs(SMALL)),
        seen.unwrap_or_default()
    ))
}

/// A number of runs with two significant digits, upwards.
fn rounded_up(runs: f64) -> u64 {
    let step = libm::pow(10.0, (libm::log10(runs.max(1.0)).floor() - 1.0).max(0.0));
    ((runs / step).ceil() * step) as u64
}

/// Sentence on one run: its worth, and the number of runs that say more.
fn one_run() -> String {
    let normal = Distribution::Normal.quantile(1.0 - ERROR / 2.0);
    let runs = rounded_up((normal / HALF_WIDTH).powi(2) * 0.25);
    format!(
        "One run has no intervals and concludes nothing; {runs} runs tell any leakage to +- \
         {HALF_WIDTH} or better."
    )
}

fn leakage_pairs(result: &Comparison) -> impl Iterator<Item = &Difference> {
    let place = result.place(Metric::Leakage, None);
    let of_leakage = move |difference: &&Difference| Some(difference.figure) == place;
    result.differences.iter().filter(of_leakage)
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, estimated, three};
    use super::*;

    #[test]
    fn a_winner_is_named_with_its_proof_and_a_gain_with_its_interval() {
        let expected = [
            "Least leakage: `together`, 0.25 [0.20, 0.30] of the threats; every other is shown to \
             leak more (95 %).",
            "Leakage minus `apart`'s, shown: `together` -0.25 [-0.30, -0.20].",
            "By territory (leakage, value; against `apart`, 95 %): no gain or loss is shown.",
        ];
        assert_eq!(sentences(&comparison()), expected);
    }

    #[test]
    fn who_is_not_shown_to_differ_is_named_with_the_best_and_what_would_show_it() {
        let mut result = comparison();
        let difference = &mut result.differences[0];
        difference.estimated = estimated(-0.1, -0.3, 0.1);
        (difference.p_value, difference.deviation) = (Some(0.3), 1.4);
        let told = sentences(&result);
        let first = "and, not shown to differ from it, `apart` (95 %).";
        assert!(told[0].ends_with(first), "{told:?}");
        assert!(told[1].ends_with(", not shown: `together` -0.10 [-0.30, 0.10]."), "{told:?}");
        // (1.960 + 0.842)² = 7.849 times the variance over the square of the size.
        let last = "Too few runs: to tell `together` from `apart` by 0.01 takes about 160,000, \
                    the 0.10 seen 1,600 (power 80 %).";
        assert_eq!(told[3], last);
        for mean in [0.0, 1e-19, -0.001] {
            result.differences[0].estimated = estimated(mean, -0.3, 0.1);
            let told = sentences(&result);
            assert!(told[3].ends_with("takes about 160,000 (power 80 %)."), "{told:?}");
        }
    }

    #[test]
    fn of_many_pairs_each_must_hold_for_all_together() {
        let mut result = three();
        let ranked = |result: &Comparison| {
            let ranking = ranking(result).unwrap();
            (ranking.alike.len(), ranking.more.len())
        };
        assert_eq!(ranked(&result), (0, 2));
        // One of three pairs at 0.02 is beyond its own 95 %, and 0.06 with the others.
        for pair in result.differences.chunks_mut(4) {
            pair[0].p_value = Some(0.02);
        }
        assert_eq!(ranked(&result), (2, 0));
        result.differences[0].p_value = Some(0.01);
        assert_eq!(ranked(&result), (0, 2), "Holm's steps: 0.01, then 0.02 of two");
    }

    #[test]
    fn what_is_the_same_in_every_run_is_said_to_be() {
        let mut result = three();
        for difference in &mut result.differences[..4] {
            difference.is_same = true;
        }
        let told = sentences(&result).join(" ");
        let same = "`apart` and `together` leak the same in each of 200 runs; at most 1.5 % of \
                    runs can differ (95 %).";
        assert!(told.contains(same), "{told}");
    }

    #[test]
    fn one_run_concludes_nothing_and_says_what_it_takes() {
        let mut result = comparison();
        result.provenance.extent.runs = 1;
        let [told] = &sentences(&result)[..] else { panic!("one sentence") };
        assert!(told.contains("390 runs"), "{told}");
    }
}
