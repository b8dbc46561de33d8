//! Stopping and pairing: the first interval that is short enough, the bets behind confidence
//! sequences, and what common random numbers do to a difference.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::{Quantity, Tolerance};
use crate::monte_carlo::statistics::{
    Confidence, Interval, Moments, PairedMoments, Proportion, mean_interval,
};
use crate::numerics::betting::{bet, likelihood_stake};
use crate::numerics::sobol::SobolSequence;

/// The rule of a case: which interval, and whether its half width is told in parts of the mean.
#[derive(Clone, Copy)]
enum PublishedRule {
    Student,
    StudentRelative,
    Wilson,
}

/// The first number of values at which the interval is short enough.
pub(super) fn stopping(case: &ReferenceCase) -> Quantities {
    let rule = match case.text("rule")? {
        "absolute half-width, Student t" => PublishedRule::Student,
        "relative half-width, Student t" => PublishedRule::StudentRelative,
        "Wilson half-width, every trial" => PublishedRule::Wilson,
        _ => return Err(case.not("rule", "a known stopping rule")),
    };
    let target = case.positive("target")?;
    let threshold = match rule {
        PublishedRule::StudentRelative => target / (1.0 + target),
        _ => target,
    };
    let (confidence, least) = (case.confidence("confidence")?, case.count("n_min")?);
    let mut moments = Moments::default();
    let stop = case.numbers("data")?.into_iter().find_map(|value| {
        moments.push(value);
        let half = 0.5 * interval(rule, &moments, confidence)?.width();
        let mean = moments.mean()?;
        let compared = match rule {
            PublishedRule::StudentRelative => half / mean.abs(),
            _ => half,
        };
        let is_stop = moments.count() >= least && compared <= threshold;
        is_stop.then_some((moments.count(), mean, half))
    });
    let never = || CaseError("the data end before the rule stops".into());
    let (count, mean, half) = stop.ok_or_else(never)?;
    let close = case.relative("tol_rel")?;
    let mut all = case.compare(Tolerance::absolute(0.0), [("stop_n", count as f64)])?;
    all.extend(case.compare(
        close,
        [("effective_threshold", threshold), ("mean_at_stop", mean), ("half_width_at_stop", half)],
    )?);
    Ok(all)
}

fn interval(rule: PublishedRule, moments: &Moments, confidence: Confidence) -> Option<Interval> {
    match rule {
        PublishedRule::Student | PublishedRule::StudentRelative => {
            mean_interval(moments, confidence)
        }
        PublishedRule::Wilson => {
            let trials = moments.count();
            let successes = (moments.mean()? * trials as f64).round() as u64;
            Some(Proportion { successes, trials }.wilson(confidence))
        }
    }
}

/// The bets of one probability against another on a yes-or-no number: Wald's increments, and the
/// share of successes at which the capital stays as it is.
pub(super) fn likelihood_bets(case: &ReferenceCase) -> Quantities {
    let between = |name| case.within(name, 1e-9..=1.0 - 1e-9);
    let (against, probability) = (between("p0")?, between("p1")?);
    let stake = likelihood_stake(against, probability);
    let gain = |number| libm::log(bet(stake, number, against));
    let (success, failure) = (gain(1.0), gain(0.0));
    case.compare(
        case.relative("tol_rel")?,
        [
            ("log_increment_success", success),
            ("log_increment_failure", failure),
            ("line_slope", -failure / (success - failure)),
        ],
    )
}

/// Pairs of numbers from which a variance is estimated.
const PAIRS: u32 = 1 << 16;
const ESTIMATED: &str = "an estimate from the first 65536 points of the Sobol' sequence: 0.1 %";

/// Mean and variance of the difference of two exponential waiting times under the same luck, under
/// independent and under opposite luck.
pub(super) fn common_luck(case: &ReferenceCase) -> Quantities {
    let (rate1, rate2) = (case.positive("rate1")?, case.positive("rate2")?);
    let sequence = SobolSequence::new(2).ok_or_else(|| CaseError("no sequence".into()))?;
    let waiting = |luck: f64, rate: f64| -libm::log1p(-luck) / rate;
    let mut pairs = [PairedMoments::default(); 3];
    // Half a step into each strip, where no luck is 0 or 1.
    let half = 0.5 / f64::from(PAIRS);
    for index in 0..PAIRS {
        let point = sequence.point(index);
        let (luck, other) = (point[0] + half, point[1] + half);
        for (moments, second) in pairs.iter_mut().zip([luck, other, 1.0 - luck]) {
            moments.push(waiting(luck, rate1), waiting(second, rate2));
        }
    }
    let [same, independent, opposite] = pairs;
    let variance = |pairs: &PairedMoments| pairs.difference().variance();
    let own = case.relative_and_absolute()?;
    let scale = 1.0 / rate1.min(rate2);
    let one = |(name, got): (&str, Option<f64>)| {
        let quantity = Quantity::new(name, got, [case.number(name)?], own);
        Ok(quantity.loosened(Tolerance::relative(1e-3).scaled(1e-9 * scale), ESTIMATED))
    };
    [
        ("mean_difference", same.difference().mean()),
        ("var_difference_independent", variance(&independent)),
        ("var_difference_crn", variance(&same)),
        ("var_difference_antithetic", variance(&opposite)),
        ("corr_crn", same.correlation()),
        ("corr_antithetic", opposite.correlation()),
    ]
    .into_iter()
    .map(one)
    .collect()
}
