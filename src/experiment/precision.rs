//! Precision: how closely measures are wanted, and whether runs so far tell them so closely.
//!
//! A rule is `METRIC=HALF_WIDTH`, of the mean under each architecture; `METRIC:ARCHITECTURE=…` of
//! one; `METRIC:ARCHITECTURE:MINUS=…` of a paired difference. One looks only at the ends of blocks,
//! by confidence sequences (`monte_carlo::stopping`), so that intervals hold although one looks
//! again and again, and where it stops does not depend on threads, shares or interruptions.

use super::manifest::Manifest;
use super::response::{ResponseKey, metric_of};
use super::unit::{UnitRun, WorkUnit};
use super::verdict::figure;
use crate::monte_carlo::campaign::BATCH;
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::{Confidence, Interval, Moments};
use crate::monte_carlo::stopping::{
    ConfidenceSequence, MeasureRange, PrecisionTarget, runs_needed,
};
use crate::outcome::metric::MetricKind;
use std::fmt;
use std::str::FromStr;

/// Rule as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionRule {
    /// Measure, or that of a system.
    pub metric: String,
    /// Architecture; `None`: each.
    pub architecture: Option<String>,
    /// Architecture that is taken away.
    pub minus: Option<String>,
    /// Wanted half width, in the unit of the measure.
    pub half_width: f64,
}

impl FromStr for PrecisionRule {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "wanted: METRIC=HALF_WIDTH, METRIC:ARCHITECTURE=HALF_WIDTH or \
                              METRIC:ARCHITECTURE:MINUS=HALF_WIDTH, such as leakage=0.01";
        let (what, half_width) = word.rsplit_once('=').ok_or(WANTED)?;
        let half_width: f64 = half_width.trim().parse().map_err(|_| WANTED)?;
        let mut parts = what.split(':').map(|part| part.trim().to_owned());
        let (metric, architecture, minus) = (parts.next(), parts.next(), parts.next());
        let is_whole = parts.next().is_none() && half_width > 0.0 && half_width.is_finite();
        match metric.filter(|metric| is_whole && !metric.is_empty()) {
            Some(metric) => Ok(Self { metric, architecture, minus, half_width }),
            None => Err(WANTED),
        }
    }
}

impl fmt::Display for PrecisionRule {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.metric)?;
        for name in [&self.architecture, &self.minus].into_iter().flatten() {
            write!(f, ":{name}")?;
        }
        write!(f, "={}", self.half_width)
    }
}

/// Rules of an experiment: each response that is wanted, and how closely.
#[derive(Debug, Clone, Default)]
pub struct StoppingRule {
    targets: Vec<(ResponseKey, PrecisionTarget)>,
}

impl StoppingRule {
    /// The rules with their names turned into places.
    ///
    /// # Errors
    /// The first name that is none, in words.
    pub fn of(rules: &[PrecisionRule], manifest: &Manifest) -> Result<Self, String> {
        let mut targets = Vec::new();
        for rule in rules {
            let figure = figure(&rule.metric, manifest)
                .map_err(|(title, label)| format!("{title}; {label}"))?;
            let names = &manifest.architectures;
            let place = |name: &String| {
                let place = names.iter().position(|known| known == name);
                let known = names.join("`, `");
                place.ok_or_else(|| format!("no architecture `{name}`; there are `{known}`"))
            };
            let minus = rule.minus.as_ref().map(place).transpose()?;
            let architectures = match &rule.architecture {
                Some(name) => vec![place(name)?],
                None => (0..names.len()).collect(),
            };
            for architecture in architectures {
                let key = ResponseKey { figure, architecture, minus };
                targets.extend(target(key, rule.half_width).map(|target| (key, target)));
            }
        }
        Ok(Self { targets })
    }

    /// Each mean and each difference from the first architecture that the rules name a measure of.
    ///
    /// # Errors
    /// The first name that is none, in words.
    pub fn of_all(rules: &[PrecisionRule], manifest: &Manifest) -> Result<Self, String> {
        let mut all = Self::of(rules, manifest)?;
        for rule in rules.iter().filter(|rule| rule.architecture.is_none()) {
            for name in manifest.architectures.iter().skip(1) {
                let of_pair = PrecisionRule {
                    architecture: Some(name.clone()),
                    minus: manifest.architectures.first().cloned(),
                    ..rule.clone()
                };
                all.targets.extend(Self::of(&[of_pair], manifest)?.targets);
            }
        }
        Ok(all)
    }

    /// True if nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The responses, each with its half width.
    pub fn responses(&self) -> impl Iterator<Item = (ResponseKey, f64)> {
        self.targets.iter().map(|(key, target)| (*key, target.half_width()))
    }

    /// Runs that each response will take, from those of a pilot; `None` if more than `most`.
    pub fn plan(
        &self,
        pilot: impl Fn(ResponseKey) -> Vec<f64>,
        most: u64,
    ) -> Vec<(ResponseKey, Option<u64>)> {
        let needed = |(key, target): &(ResponseKey, PrecisionTarget)| {
            let looks = (1..).map(|block| block * BATCH).take_while(|look| *look <= most);
            (*key, runs_needed(*target, &pilot(*key), looks))
        };
        self.targets.iter().map(needed).collect()
    }

    /// A design without runs.
    pub fn start(&self, floor: u64) -> StoppingState {
        let state = |(key, target): &(ResponseKey, PrecisionTarget)| ResponseState {
            key: *key,
            half_width: target.half_width(),
            moments: Moments::default(),
            sequence: ConfidenceSequence::new(*target),
        };
        StoppingState { floor, end: 0, responses: self.targets.iter().map(state).collect() }
    }
}

fn target(key: ResponseKey, half_width: f64) -> Option<PrecisionTarget> {
    let range = match (metric_of(key.figure).kind(), key.minus) {
        (MetricKind::Binary | MetricKind::Share, None) => MeasureRange::Bounded(Interval::UNIT),
        (MetricKind::Binary | MetricKind::Share, Some(_)) => {
            MeasureRange::Bounded(Interval::SIGNED_UNIT)
        }
        _ => MeasureRange::Unbounded,
    };
    PrecisionTarget::new(half_width, Confidence::NINETY_FIVE, range)
}

/// A design as far as it is played.
#[derive(Debug, Clone)]
pub struct StoppingState {
    floor: u64,
    /// Number of the next run.
    end: u64,
    responses: Vec<ResponseState>,
}

/// A response as far as it is known.
#[derive(Debug, Clone)]
struct ResponseState {
    key: ResponseKey,
    half_width: f64,
    moments: Moments,
    sequence: ConfidenceSequence,
}

/// A response as it is known where the runs stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownResponse {
    /// The response.
    pub key: ResponseKey,
    /// Half width that was wanted.
    pub half_width: f64,
    /// Mean, and the interval that holds although one looked again and again.
    pub estimate: MeanEstimate,
    /// Whether it is as short as wanted.
    pub is_reached: bool,
}

impl StoppingState {
    /// Takes in the runs of a unit from a number on; units come in order.
    pub fn push(&mut self, unit: &WorkUnit, architectures: usize, from: u64) {
        for UnitRun { results, .. } in unit.results(architectures, from) {
            for response in &mut self.responses {
                let ResponseKey { figure, architecture, minus } = response.key;
                let taken = minus.map_or(0.0, |minus| results[minus][figure]);
                let value = results[architecture][figure] - taken;
                response.sequence.push(value);
                response.moments.push(value);
            }
        }
        self.end = self.end.max(unit.key.runs.end);
    }

    /// Whether the design ends here: at the end of a block, above the floor, with all known. Where
    /// nothing is wanted it never does.
    pub fn is_over(&self) -> bool {
        let is_look = self.end.is_multiple_of(BATCH) && self.end >= self.floor && self.end > 0;
        is_look
            && !self.responses.is_empty()
            && self.responses.iter().all(|response| response.sequence.is_reached())
    }

    /// The responses as they are known.
    pub fn known(&self) -> Vec<KnownResponse> {
        let known = |response: &ResponseState| KnownResponse {
            key: response.key,
            half_width: response.half_width,
            estimate: MeanEstimate {
                mean: response.moments.mean().unwrap_or(0.0),
                interval: response.sequence.interval().unwrap_or(Interval::UNKNOWN),
            },
            is_reached: response.sequence.is_reached(),
        };
        self.responses.iter().map(known).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_and_written() {
        for word in ["leakage=0.01", "leakage.nato:shared=0.5", "leakage:shared:isolated=0.02"] {
            assert_eq!(word.parse::<PrecisionRule>().unwrap().to_string(), word);
        }
        for word in ["leakage", "=0.1", "leakage=0", "leakage=-1", "leakage=x", "a:b:c:d=1", ""] {
            assert!(word.parse::<PrecisionRule>().is_err(), "{word}");
        }
    }
}
