//! A failure common to all shots of a run: leakers come together.
//!
//! Runs in which it strikes are few, and decide means and variances alone: moments of the others
//! and the share of these are estimated apart (`struck`), and joined by the law of total variance.

use super::count::ResultCounts;
use super::estimate::{IntervalEstimate, each_of};
use super::limit::{LimitingCase, SHOTS_MAX, TARGETS_MAX};
use super::play::TargetResult;
use super::struck::StruckRuns;
use super::{compared, quantity};
use crate::verify::case::{Quantities, ReferenceCase};

/// Intervals behind the quantities of a case: two shares of runs, and what is estimated apart.
const INTERVALS: usize = 6;

/// Least probability that the system works: in some runs it must.
const WORKS_MIN: f64 = 0.01;

/// Moments of the number of leakers where all targets leak in some runs.
pub(in crate::verify) fn common_mode(case: &ReferenceCase) -> Quantities {
    let targets = case.count_within("n_targets", 1..=TARGETS_MAX)?;
    let limit = LimitingCase {
        // Of one target alone it cannot be seen what it has in common with others.
        targets: targets.max(2),
        kill_probability: case.within("sspk", 0.0..=1.0)?,
        common_mode_failure: 1.0 - case.within("p_system_works", WORKS_MIN..=1.0)?,
        tracked: case.within("p_track_per_target", 0.0..=1.0)?,
        shots: case.count_within("shots_per_target", 1..=SHOTS_MAX)?,
        ..LimitingCase::default()
    };
    let all = limit.play(0)?;
    let parted = StruckRuns::new(&limit, limit.struck()?, each_of(INTERVALS));
    let pairs = parted.spared(&all);
    let correlated = pairs.mean_of(parted.of_spared(&all).map(|run| pairs_leaked(run)));
    let asked: Vec<Vec<TargetResult>> =
        all.into_iter().map(|run| run[..targets as usize].to_vec()).collect();
    let counts = ResultCounts::new(&asked, each_of(INTERVALS));
    let spared = parted.spared(&asked);
    let number = f64::from(targets);
    let leaks = spared.targets(|one| one.leaked);
    let struck = parted.share();
    let leak = |struck: f64, leaks: f64| struck + (1.0 - struck) * leaks;
    let each = IntervalEstimate::of([struck, leaks], |[struck, leaks]| leak(struck, leaks));
    let variance = [struck, leaks, spared.leaker_variance()];
    let variance = IntervalEstimate::of(variance, |[struck, leaks, variance]| {
        let between = number * number * (1.0 - leaks) * (1.0 - leaks);
        (1.0 - struck) * (variance + struck * between)
    });
    let pairs = 0.5 * f64::from(limit.targets) * (f64::from(limit.targets) - 1.0);
    let correlation = [struck, leaks, correlated.mapped(|leaked| leaked / pairs)];
    let correlation = IntervalEstimate::of(correlation, |[struck, leaks, both]| {
        let (one, both) = (leak(struck, leaks), leak(struck, both));
        let of_one = one * (1.0 - one);
        // What always or never happens has nothing in common with anything.
        let correlation = if of_one > 0.0 { (both - one * one) / of_one } else { 0.0 };
        correlation.clamp(-1.0, 1.0)
    });
    let mut found = compared(
        case,
        [
            ("kill_probability_given_system", leaks.mapped(|leaks| 1.0 - leaks)),
            ("p_no_leakers", counts.runs(|leakers| leakers == 0)),
            (
                "p_no_leakers_if_wrongly_independent",
                each.mapped(|leak| libm::pow(1.0 - leak, number)),
            ),
            ("expected_leakers", each.mapped(|leak| number * leak)),
            ("variance_leakers", variance),
            ("p_total_failure", counts.runs(|leakers| leakers == targets)),
        ],
    )?;
    let name = "leak_correlation_between_targets";
    if let Some(expected) = case.maybe(name)? {
        found.push(quantity(name, expected, correlation, case)?);
    }
    Ok(found)
}

/// Pairs of targets that leaked both.
fn pairs_leaked(run: &[TargetResult]) -> u32 {
    let leakers = run.iter().filter(|one| one.leaked).count() as u32;
    leakers * leakers.saturating_sub(1) / 2
}
