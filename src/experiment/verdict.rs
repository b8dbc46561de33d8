//! Verdicts on expectations: holds, fails, or not decided by so many runs.
//!
//! An expectation of confidence `c` is judged by the interval that leaves `1 − c` out on each side:
//! it holds if the interval is where it must be, and fails if no part of it is. So a false verdict
//! of either kind has at most the probability `1 − c`; `within` is the two one-sided tests of
//! equivalence (Schuirmann, J. Pharmacokinet. Biopharm. 15:657, 1987).

use super::manifest::{Design, Manifest};
use super::response::ResponseKey;
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::scenario::near::nearest;
use crate::scenario::schema::{Expectation, UndecidedRule};
use serde::Serialize;

/// Verdict on an expectation, in one design.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExpectationVerdict {
    /// The expectation, in plain words.
    pub expectation: String,
    /// Number of the design; `None` for a comparison.
    pub design: Option<usize>,
    /// Whether it holds.
    pub verdict: VerdictKind,
    /// Whether the experiment passes with it.
    pub passes: bool,
    /// Estimate; `None` if the design was not played.
    pub mean: Option<f64>,
    /// Interval that leaves `1 − confidence` out on each side.
    pub interval: Option<[f64; 2]>,
    /// Confidence.
    pub confidence: f64,
    /// Runs behind it.
    pub runs: u64,
}

/// Outcome of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// So many runs do not decide.
    Undecided,
}

/// Expectation with its names turned into places.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedResponse {
    /// The response.
    pub key: ResponseKey,
    /// Designs it is about; where one is taken away, with that one.
    pub designs: Vec<(usize, Option<usize>)>,
}

/// Mistake in an expectation: its key, what is wrong, and a word at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectationMistake {
    /// Key of the expectation.
    pub key: &'static str,
    /// The mistake, in words.
    pub title: String,
    /// A word at the place.
    pub label: String,
}

impl ExpectedResponse {
    /// The places that an expectation names.
    ///
    /// # Errors
    /// The first name that is none.
    pub fn of(expectation: &Expectation, manifest: &Manifest) -> Result<Self, ExpectationMistake> {
        let mistake = |key, title: String, label: String| ExpectationMistake { key, title, label };
        let figure = figure(&expectation.metric, manifest)
            .map_err(|(title, label)| mistake("metric", title, label))?;
        let architecture = |key, name: &String| {
            let names = &manifest.architectures;
            names.iter().position(|known| known == name).ok_or_else(|| {
                let title = format!("there is no architecture `{name}` here");
                mistake(key, title, near_or_all(name, names))
            })
        };
        let of = architecture("architecture", &expectation.architecture)?;
        let minus = expectation.minus.as_ref().map(|name| architecture("minus", name));
        let minus = minus.transpose()?;
        if minus == Some(of) {
            let title = "the difference of an architecture and itself".to_owned();
            return Err(mistake("minus", title, "name another".into()));
        }
        let designs = |key, conditions: &[String]| {
            let all = 0..manifest.designs.len();
            let mut chosen: Vec<usize> = all.collect();
            for condition in conditions {
                let (place, value) = factor(condition, manifest)
                    .map_err(|(title, label)| mistake(key, title, label))?;
                chosen.retain(|design| is_at(&manifest.designs[*design], place, value));
            }
            if chosen.is_empty() {
                let title = "no design has these values".to_owned();
                return Err(mistake(key, title, "together they name none".into()));
            }
            Ok(chosen)
        };
        let chosen = designs("at", &expectation.at)?;
        let taken = match &expectation.minus_at[..] {
            [] => None,
            conditions => match designs("minus_at", conditions)?[..] {
                [only] => Some(only),
                ref several => {
                    let title = format!("{} designs have these values", several.len());
                    let label = "name one, by a value of each factor".to_owned();
                    return Err(mistake("minus_at", title, label));
                }
            },
        };
        let is_other = |design: &usize| taken != Some(*design);
        let designs = chosen.into_iter().filter(is_other).map(|design| (design, taken)).collect();
        Ok(Self { key: ResponseKey { figure, architecture: of, minus }, designs })
    }
}

/// The place of a figure, `METRIC` or `METRIC.SYSTEM`, among the values of a result.
///
/// # Errors
/// What is wrong with the name, and a word at it.
pub fn figure(name: &str, manifest: &Manifest) -> Result<usize, (String, String)> {
    let (metric, system) = match name.split_once('.') {
        Some((metric, system)) => (metric, Some(system)),
        None => (name, None),
    };
    let known = &manifest.metrics;
    let place = known.iter().position(|one| one == metric);
    let place = place
        .ok_or_else(|| (format!("there is no measure `{metric}`"), near_or_all(metric, known)))?;
    let party = match system {
        None => 0,
        Some(system) => {
            let place = manifest.systems.iter().position(|one| one == system);
            1 + place.ok_or_else(|| {
                let title = format!("there is no system `{system}`");
                (title, near_or_all(system, &manifest.systems))
            })?
        }
    };
    Ok(party * known.len() + place)
}

/// The name of a figure's place.
pub fn figure_name(figure: usize, manifest: &Manifest) -> String {
    let (party, metric) = (figure / manifest.metrics.len(), figure % manifest.metrics.len());
    let metric = &manifest.metrics[metric];
    match party.checked_sub(1) {
        None => metric.clone(),
        Some(system) => format!("{metric}.{}", manifest.systems[system]),
    }
}

fn near_or_all(name: &str, known: &[String]) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() > 12 => format!("such as `{}` or `{}`", known[0], known[1]),
        None => format!("there are `{}`", known.join("`, `")),
    }
}

/// The factor and the value of a condition, `FACTOR=VALUE`.
fn factor<'a>(
    condition: &'a str,
    manifest: &Manifest,
) -> Result<(usize, &'a str), (String, String)> {
    let Some((name, value)) = condition.split_once('=') else {
        let label = "wanted: \"FACTOR=VALUE\"".to_owned();
        return Err((format!("`{condition}` is no value of a factor"), label));
    };
    let place = manifest.factors.iter().position(|factor| factor == name.trim());
    let place = place.ok_or_else(|| {
        let title = format!("there is no factor `{}`", name.trim());
        (title, near_or_all(name.trim(), &manifest.factors))
    })?;
    Ok((place, value.trim()))
}

fn is_at(design: &Design, factor: usize, value: &str) -> bool {
    let has = &design.values[factor];
    match (has.number(), value.parse::<f64>()) {
        (Some(number), Ok(value)) => (number - value).abs() <= 1e-12 * number.abs(),
        _ => has.to_string() == value,
    }
}

/// The confidence of the interval whose ends are the one-sided bounds of an expectation.
pub fn two_sided(confidence: f64) -> Confidence {
    Confidence::new(2.0 * confidence - 1.0).unwrap_or(Confidence::NINETY_FIVE)
}

impl ExpectationVerdict {
    /// The verdict on an expectation by an estimate, whose interval leaves `1 − confidence` out on
    /// each side. `None`: the design was not played.
    pub fn of(
        expectation: &Expectation,
        design: Option<usize>,
        estimate: Option<MeanEstimate>,
        runs: u64,
    ) -> Self {
        let estimate = estimate.filter(|_| runs > 0);
        let verdict = match estimate {
            // Few runs that are all alike say little about the next.
            Some(estimate) if !estimate.interval.is_point() || is_many(runs, expectation) => {
                kind(estimate.interval, bounds(expectation))
            }
            _ => VerdictKind::Undecided,
        };
        let passes = match verdict {
            VerdictKind::Holds => true,
            VerdictKind::Fails => false,
            VerdictKind::Undecided => expectation.undecided == UndecidedRule::Passes,
        };
        Self {
            expectation: words(expectation),
            design,
            verdict,
            passes,
            mean: estimate.map(|estimate| estimate.mean),
            interval: estimate
                .map(|MeanEstimate { interval: Interval { low, high }, .. }| [low, high]),
            confidence: expectation.confidence,
            runs,
        }
    }
}

/// Whether so many runs without any spread show, at the expectation's confidence, that at most one
/// run in twenty is another.
fn is_many(runs: u64, expectation: &Expectation) -> bool {
    let chance = libm::pow(0.95, runs as f64);
    chance <= 1.0 - expectation.confidence
}

/// Interval in which the expectation wants the value to be.
fn bounds(expectation: &Expectation) -> Interval {
    let [low, high] = match expectation.within[..] {
        [low, high] => [low, high],
        _ => [
            expectation.above.unwrap_or(f64::NEG_INFINITY),
            expectation.below.unwrap_or(f64::INFINITY),
        ],
    };
    Interval { low, high }
}

fn kind(known: Interval, wanted: Interval) -> VerdictKind {
    if known.low > wanted.low && known.high < wanted.high {
        VerdictKind::Holds
    } else if known.high <= wanted.low || known.low >= wanted.high {
        VerdictKind::Fails
    } else {
        VerdictKind::Undecided
    }
}

fn words(expectation: &Expectation) -> String {
    let Expectation { metric, architecture, .. } = expectation;
    let minus = expectation.minus.as_ref().map(|minus| format!(" minus `{minus}`"));
    let at = |conditions: &[String]| match conditions {
        [] => String::new(),
        conditions => format!(" at {}", conditions.join(", ")),
    };
    let minus_at = match &expectation.minus_at[..] {
        [] => String::new(),
        conditions => format!(" minus that{}", at(conditions)),
    };
    let bound = match (expectation.below, expectation.above, &expectation.within[..]) {
        (Some(below), ..) => format!("below {below}"),
        (_, Some(above), _) => format!("above {above}"),
        (_, _, [low, high]) => format!("within {low} and {high}"),
        _ => String::new(),
    };
    format!(
        "{metric} of `{architecture}`{}{}{minus_at} is {bound}",
        minus.unwrap_or_default(),
        at(&expectation.at)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides() {
        use VerdictKind::{Fails, Holds, Undecided};
        let below = Interval { low: f64::NEG_INFINITY, high: 0.1 };
        let within = Interval { low: -0.1, high: 0.1 };
        let cases = [
            ((0.0, 0.09), below, Holds),
            ((0.05, 0.1), below, Undecided),
            ((0.1, 0.2), below, Fails),
            ((-0.05, 0.05), within, Holds),
            ((-0.15, 0.05), within, Undecided),
            ((0.11, 0.2), within, Fails),
            ((f64::NEG_INFINITY, f64::INFINITY), within, Undecided),
        ];
        for ((low, high), wanted, expected) in cases {
            assert_eq!(kind(Interval { low, high }, wanted), expected, "{low} {high}");
        }
    }
}
