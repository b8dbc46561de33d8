//! A comparison as JSON.

use super::explanation::{ExplanationRow, rows};
use super::{Comparison, conclusion};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::outcome::figure::Figure;
use crate::outcome::metric::Metric;
use crate::report::json::{lines, object};
use serde::{Serialize, Serializer};

/// A result: `scenario`, `seed`, `runs`, `architectures`, `differences` and a few keys more; with
/// `explanations`, one for each pair, if they were asked for.
pub fn json(result: &Comparison) -> String {
    let given = result.given.iter().map(|part| {
        object! {
            outage: &part.outage,
            happens: part.happens,
            runs: part.comparison.runs(),
            #[serde(flatten)]
            estimates: estimates(&part.comparison),
        }
    });
    lines(&object! {
        #[serde(flatten)]
        provenance: &result.provenance,
        conclusion: conclusion(result),
        #[serde(flatten)]
        estimates: estimates(result),
        #[serde(flatten)]
        given: (!result.given.is_empty()).then(|| object! { given: given.collect::<Vec<_>>() }),
        #[serde(flatten)]
        explanations: explanations(result),
        failures: &result.failures,
        #[serde(flatten)]
        precision: (!result.precision.is_empty()).then(|| object! { precision: &result.precision }),
        #[serde(flatten)]
        expectations:
            (!result.verdicts.is_empty()).then(|| object! { expectations: &result.verdicts }),
        #[serde(flatten)]
        cautions: (!result.cautions.is_empty()).then(|| object! { cautions: &result.cautions }),
    })
}

/// Each architecture's measures, and the differences.
fn estimates(result: &Comparison) -> impl Serialize {
    let (figures, runs) = (&result.figures, result.runs());
    let architectures = result.architectures.iter().map(|architecture| {
        let estimates = &architecture.estimates;
        object! {
            name: &architecture.name,
            metrics: Metrics { figures, estimates, runs },
        }
    });
    let differences = result.differences.iter().map(|difference| {
        object! {
            metric: &figures[difference.figure].name,
            architecture: &difference.architecture,
            minus: &difference.minus,
            #[serde(flatten)]
            estimate: estimate(&difference.estimated, runs),
            same_in_every_run: difference.is_same,
            correlation: difference.correlation,
            variance_reduction: difference.variance_reduction,
        }
    });
    object! {
        architectures: architectures.collect::<Vec<_>>(),
        differences: differences.collect::<Vec<_>>(),
    }
}

/// The conclusion on leakage, and as sentences.
fn conclusion(result: &Comparison) -> impl Serialize {
    let told = |kind: &str| {
        let rows = conclusion::rows(result).filter(|row| row.0 == kind);
        rows.map(|(_, name)| name).collect::<Vec<_>>()
    };
    object! {
        metric: Metric::Leakage.name(),
        method: "Holm over all pairs, paired t tests, 95 % together",
        least: told("least").first().copied(),
        not_shown_to_differ: told("not-shown-to-differ"),
        shown_to_leak_more: told("shown-to-leak-more"),
        sentences: conclusion::sentences(result),
    }
}

/// The explanations under their key; `None` if they were not asked for.
fn explanations(result: &Comparison) -> Option<impl Serialize> {
    let reason = |row: ExplanationRow| {
        object! {
            mechanism: row.mechanism.name(),
            title: row.mechanism.title(),
            runs: row.runs,
            share: row.share.mean,
            ci95: ends(&row.share),
            threats: row.threats,
            example: object! {
                run: row.example.run,
                threat: &result.threats[row.example.threat.index()],
            },
        }
    };
    let reasons = |names: [&str; 2]| {
        let rows = rows(result).filter(|row| names == [row.better, row.other]);
        rows.map(reason).collect::<Vec<_>>()
    };
    let explained = result.explanations.as_ref()?.iter().map(|pair| {
        let side = |place: usize, names| {
            object! {
                runs: pair.better[place],
                threats: pair.threats[place],
                runs_with_fewer_interceptors: pair.sparing[place],
                mechanisms: reasons(names),
            }
        };
        object! {
            a: &pair.a,
            b: &pair.b,
            runs_that_differ: pair.runs,
            a_better: side(0, [&pair.a, &pair.b]),
            b_better: side(1, [&pair.b, &pair.a]),
        }
    });
    Some(object! { explanations: explained.collect::<Vec<_>>() })
}

/// Estimates by the names of their figures, in the order of the figures.
struct Metrics<'a> {
    figures: &'a [Figure],
    estimates: &'a [MeanEstimate],
    runs: u64,
}

impl Serialize for Metrics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.figures.iter().zip(self.estimates);
        serializer.collect_map(
            named.map(|(figure, estimated)| (&figure.name, estimate(estimated, self.runs))),
        )
    }
}

/// Mean, of at least one run, and interval.
fn estimate(estimated: &MeanEstimate, runs: u64) -> impl Serialize {
    object! { mean: (runs > 0).then_some(estimated.mean), ci95: ends(estimated) }
}

fn ends(estimated: &MeanEstimate) -> [f64; 2] {
    [estimated.interval.low, estimated.interval.high]
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, explained};
    use super::*;
    use serde_json::{Value, json as value_of};

    #[test]
    fn a_summary_has_the_promised_shape() {
        let text = json(&comparison());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["scenario"], "example");
        assert_eq!(value["seed"], 7);
        assert_eq!(value["runs"], 200);
        assert_eq!(value["digest"], "00000000000000ab");
        let expected = value_of!({"mean": 0.25, "ci95": [0.2, 0.3]});
        assert_eq!(value["architectures"][1]["metrics"]["leakage.west"], expected);
        let expected = value_of!({
            "metric": "leakage", "architecture": "together", "minus": "apart", "mean": -0.25,
            "ci95": [-0.3, -0.2], "same_in_every_run": false, "correlation": 0.5,
            "variance_reduction": null,
        });
        assert_eq!(value["differences"][0], expected);
        assert_eq!(value["differences"][1]["ci95"], value_of!([null, null]));
        let conclusion = &value["conclusion"];
        assert_eq!(conclusion["least"], "together");
        assert_eq!(conclusion["shown_to_leak_more"], value_of!(["apart"]));
        assert_eq!(conclusion["sentences"].as_array().map(Vec::len), Some(3));
        assert_eq!(value.get("interrupted"), None);
    }

    #[test]
    fn explanations_come_by_pair_and_side_and_only_if_asked() {
        let value: Value = serde_json::from_str(&json(&comparison())).unwrap();
        assert_eq!(value.get("explanations"), None);
        let value: Value = serde_json::from_str(&json(&explained())).unwrap();
        let pair = &value["explanations"][0];
        assert_eq!((&pair["a"], &pair["b"]), (&value_of!("apart"), &value_of!("together")));
        assert_eq!(pair["runs_that_differ"], 9);
        assert_eq!(pair["a_better"]["mechanisms"][0]["mechanism"], "seam-leaker");
        let cue = &pair["b_better"]["mechanisms"][0];
        assert_eq!((&cue["mechanism"], &cue["runs"]), (&value_of!("cue"), &value_of!(7)));
        assert_eq!((&cue["threats"], &cue["share"]), (&value_of!(8), &value_of!(7.0 / 200.0)));
        assert_eq!(cue["example"], value_of!({"run": 2, "threat": "raid-2"}));
        assert_eq!(pair["b_better"]["runs_with_fewer_interceptors"], 12);
    }

    #[test]
    fn metrics_keep_the_order_of_the_figures() {
        let text = json(&comparison());
        let place = |name: &str| text.find(&format!("\"{name}\": {{")).unwrap();
        assert!(place("leakage") < place("warning_time_s"));
        assert!(place("warning_time_s") < place("leakage.west"));
    }

    #[test]
    fn an_interrupted_campaign_and_one_without_runs_say_so() {
        let mut result = comparison();
        result.provenance.extent.runs = 0;
        result.provenance.extent.interrupted = Some(true);
        let value: Value = serde_json::from_str(&json(&result)).unwrap();
        assert_eq!(value["interrupted"], true);
        assert_eq!(value["runs_requested"], 200);
        let leakage = &value["architectures"][0]["metrics"]["leakage"];
        assert_eq!(leakage["mean"], Value::Null);
    }
}
