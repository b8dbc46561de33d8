//! JSON: what a campaign found, and what it was made from.
//!
//! One line for each architecture and each difference, so that two results can be compared line by
//! line. Numbers are the shortest that read back the same; what is not finite is `null`.

use super::VERSION;
use super::comparison::Comparison;
use super::explanation;
use crate::monte_carlo::estimate::Estimated;
use crate::monte_carlo::estimate::Figure;
use crate::monte_carlo::runner::Failure;
use serde::Serialize;
use serde::Serializer;
use serde_json::ser::CompactFormatter;
use serde_json::ser::Formatter;
use std::io;
use std::io::Write;

/// A result: `scenario`, `seed`, `runs`, `architectures`, `differences` and a few keys more; with
/// `explanations`, one for each pair, if they were asked for.
pub fn summary(result: &Comparison) -> String {
    let (figures, runs) = (&result.figures, result.runs);
    let architectures = result
        .architectures
        .iter()
        .map(|architecture| Architecture {
            name: &architecture.name,
            metrics: Metrics {
                figures,
                estimates: &architecture.estimates,
                runs,
            },
        });
    let differences = result.differences.iter().map(|difference| Difference {
        metric: &figures[difference.figure].name,
        a: &difference.a,
        b: &difference.b,
        estimate: Estimate::of(&difference.estimated, runs),
        correlation: difference.correlation,
        variance_reduction: difference.variance_reduction,
    });
    lines(&Summary {
        head: Head::of(result),
        architectures: architectures.collect(),
        differences: differences.collect(),
        explanations: explanations(result),
        failures: &result.failures,
    })
}

fn explanations(result: &Comparison) -> Option<Vec<Explanation<'_>>> {
    let pairs = result.explanations.as_ref()?.iter();
    let reasons = |a: &str, b: &str| {
        let is_of = |row: &explanation::Row| [a, b] == [row.better, row.other];
        let rows = explanation::rows(result).filter(is_of);
        rows.map(|row| Reason {
            mechanism: row.mechanism.name(),
            title: row.mechanism.title(),
            runs: row.runs,
            ci95: [row.share.interval.low, row.share.interval.high],
            share: row.share.mean,
            threats: row.threats,
            example: Example {
                run: row.example.run,
                threat: &result.threats[row.example.threat.index()],
            },
        })
        .collect()
    };
    let explained = pairs.map(|pair| Explanation {
        a: &pair.a,
        b: &pair.b,
        runs_that_differ: pair.runs,
        a_better: Side {
            runs: pair.better[0],
            threats: pair.threats[0],
            runs_with_fewer_interceptors: pair.sparing[0],
            mechanisms: reasons(&pair.a, &pair.b),
        },
        b_better: Side {
            runs: pair.better[1],
            threats: pair.threats[1],
            runs_with_fewer_interceptors: pair.sparing[1],
            mechanisms: reasons(&pair.b, &pair.a),
        },
    });
    Some(explained.collect())
}

/// A file that a scenario was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// Its path, as it was opened.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// What a result was made from: enough to make it again.
pub fn manifest(result: &Comparison, files: &[SourceFile]) -> String {
    lines(&Manifest {
        head: Head::of(result),
        architectures: result
            .architectures
            .iter()
            .map(|a| a.name.as_str())
            .collect(),
        failures: result.failures.len(),
        files,
    })
}

/// A value as JSON with its first two levels on lines of their own, and a line break at the end.
///
/// # Panics
/// If the value cannot be JSON, which is a bug: a map whose keys are not text.
pub(super) fn lines(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Lines::default());
    value
        .serialize(&mut serializer)
        .expect("reports are JSON: their keys are text, and memory does not fail to be written");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

#[derive(Serialize)]
struct Head<'a> {
    scenario: &'a str,
    seed: u64,
    runs: u64,
    runs_requested: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    lisbon: &'static str,
    digest: String,
}

#[derive(Serialize)]
struct Summary<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    architectures: Vec<Architecture<'a>>,
    differences: Vec<Difference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanations: Option<Vec<Explanation<'a>>>,
    failures: &'a [Failure],
}

#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    architectures: Vec<&'a str>,
    failures: usize,
    files: &'a [SourceFile],
}

#[derive(Serialize)]
struct Architecture<'a> {
    name: &'a str,
    metrics: Metrics<'a>,
}

#[derive(Serialize)]
struct Difference<'a> {
    metric: &'a str,
    a: &'a str,
    b: &'a str,
    #[serde(flatten)]
    estimate: Estimate,
    correlation: Option<f64>,
    variance_reduction: Option<f64>,
}

#[derive(Serialize)]
struct Explanation<'a> {
    a: &'a str,
    b: &'a str,
    runs_that_differ: u64,
    a_better: Side<'a>,
    b_better: Side<'a>,
}

#[derive(Serialize)]
struct Side<'a> {
    runs: u64,
    threats: u64,
    runs_with_fewer_interceptors: u64,
    mechanisms: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Reason<'a> {
    mechanism: &'static str,
    title: &'static str,
    runs: u64,
    share: f64,
    ci95: [f64; 2],
    threats: u64,
    example: Example<'a>,
}

#[derive(Serialize)]
struct Example<'a> {
    run: u64,
    threat: &'a str,
}

#[derive(Serialize)]
struct Estimate {
    mean: Option<f64>,
    ci95: [f64; 2],
}

/// Metric by name, in the order of the figures.
struct Metrics<'a> {
    figures: &'a [Figure],
    estimates: &'a [Estimated],
    runs: u64,
}

impl Serialize for Metrics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.figures.iter().zip(self.estimates);
        serializer.collect_map(
            named.map(|(figure, estimated)| (&figure.name, Estimate::of(estimated, self.runs))),
        )
    }
}

impl<'a> Head<'a> {
    fn of(result: &'a Comparison) -> Self {
        Self {
            scenario: &result.scenario,
            seed: result.seed,
            runs: result.runs,
            runs_requested: result.runs_requested,
            interrupted: result.is_interrupted(),
            lisbon: VERSION,
            digest: result.digest(),
        }
    }
}

impl Estimate {
    /// No run has no mean.
    fn of(estimated: &Estimated, runs: u64) -> Self {
        Self {
            mean: (runs > 0).then_some(estimated.mean),
            ci95: [estimated.interval.low, estimated.interval.high],
        }
    }
}

/// Down to this depth each item has its own line.
const DEPTH_OF_LINES: usize = 2;

/// Breaks lines near the root and nowhere else.
#[derive(Default)]
struct Lines {
    depth: usize,
    is_empty: bool,
}

impl Lines {
    fn open(&mut self) {
        self.depth += 1;
        self.is_empty = true;
    }

    fn item<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= DEPTH_OF_LINES {
            self.line(writer)
        } else if first {
            Ok(())
        } else {
            writer.write_all(b" ")
        }
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        let has_lines = self.depth < DEPTH_OF_LINES && !self.is_empty;
        self.is_empty = false;
        if has_lines { self.line(writer) } else { Ok(()) }
    }

    fn line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        write!(writer, "\n{:1$}", "", 2 * self.depth)
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        CompactFormatter.begin_array(writer)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer)?;
        CompactFormatter.end_array(writer)
    }

    fn begin_array_value<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        CompactFormatter.begin_object(writer)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer)?;
        CompactFormatter.end_object(writer)
    }

    fn begin_object_key<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::comparison::example::comparison;
    use super::super::comparison::example::explained;
    use super::*;
    use serde_json::Value;
    use serde_json::json;

    #[test]
    fn a_summary_has_the_promised_shape() {
        let text = summary(&comparison());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["scenario"], "example");
        assert_eq!(value["seed"], 7);
        assert_eq!(value["runs"], 200);
        assert_eq!(value["digest"], "00000000000000ab");
        let expected = json!({"mean": 0.25, "ci95": [0.2, 0.3]});
        assert_eq!(
            value["architectures"][1]["metrics"]["leakage.west"],
            expected
        );
        let expected = json!({
            "metric": "leakage", "a": "apart", "b": "together", "mean": 0.25, "ci95": [0.2, 0.3],
            "correlation": 0.5, "variance_reduction": null,
        });
        assert_eq!(value["differences"][0], expected);
        assert_eq!(value["differences"][1]["ci95"], json!([null, null]));
        assert_eq!(value.get("interrupted"), None);
    }

    #[test]
    fn explanations_come_by_pair_and_side_and_only_if_asked() {
        let value: Value = serde_json::from_str(&summary(&comparison())).unwrap();
        assert_eq!(value.get("explanations"), None);
        let value: Value = serde_json::from_str(&summary(&explained())).unwrap();
        let pair = &value["explanations"][0];
        assert_eq!(
            (&pair["a"], &pair["b"]),
            (&json!("apart"), &json!("together"))
        );
        assert_eq!(pair["runs_that_differ"], 9);
        assert_eq!(
            pair["a_better"]["mechanisms"][0]["mechanism"],
            "seam-leaker"
        );
        let cue = &pair["b_better"]["mechanisms"][0];
        assert_eq!(
            (&cue["mechanism"], &cue["runs"]),
            (&json!("cue"), &json!(7))
        );
        assert_eq!(
            (&cue["threats"], &cue["share"]),
            (&json!(8), &json!(7.0 / 200.0))
        );
        assert_eq!(cue["example"], json!({"run": 2, "threat": "raid-2"}));
        assert_eq!(pair["b_better"]["runs_with_fewer_interceptors"], 12);
    }

    #[test]
    fn metrics_keep_the_order_of_the_figures() {
        let text = summary(&comparison());
        let place = |name: &str| text.find(&format!("\"{name}\": {{")).unwrap();
        assert!(place("leakage") < place("warning_time_s"));
        assert!(place("warning_time_s") < place("leakage.west"));
    }

    #[test]
    fn an_interrupted_campaign_and_one_without_runs_say_so() {
        let mut result = comparison();
        result.runs = 0;
        let value: Value = serde_json::from_str(&summary(&result)).unwrap();
        assert_eq!(value["interrupted"], true);
        assert_eq!(value["runs_requested"], 200);
        let leakage = &value["architectures"][0]["metrics"]["leakage"];
        assert_eq!(leakage["mean"], Value::Null);
    }

    #[test]
    fn a_manifest_holds_the_texts() {
        let files = [SourceFile {
            path: "a.toml".into(),
            text: "x = 1\n".into(),
        }];
        let value: Value = serde_json::from_str(&manifest(&comparison(), &files)).unwrap();
        assert_eq!(value["files"][0]["text"], "x = 1\n");
        assert_eq!(value["architectures"], json!(["apart", "together"]));
    }

    #[test]
    fn lines_break_near_the_root_only() {
        let value = json!({"a": [{"b": [1, 2], "c": {}}, {"b": []}], "d": [], "e": 1});
        let expected = "{\n  \"a\": [\n    {\"b\": [1, 2], \"c\": {}},\n    {\"b\": []}\n  ],\n  \
                        \"d\": [],\n  \"e\": 1\n}\n";
        assert_eq!(lines(&value), expected);
    }
}
