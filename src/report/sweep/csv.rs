//! A sweep as CSV: one tidy table, a row for each design, measure, and architecture or difference.

use super::SweepReport;
use crate::account::provenance::ORIGIN;
use crate::csv_file::CsvWriter;
use crate::monte_carlo::estimate::MeanEstimate;

/// The responses. `minus` is the architecture that is taken from `architecture`, empty for a mean.
pub fn csv(report: &SweepReport) -> String {
    let manifest = report.manifest;
    let ends = ["state", "runs", "metric", "architecture", "minus", "mean", "low", "high"];
    let factors = manifest.factors.iter().map(String::as_str);
    let columns = std::iter::once("design").chain(factors).chain(ends).chain(ORIGIN);
    let mut table = CsvWriter::new(columns);
    let origin = manifest.origin();
    let first = manifest.architectures.first().map_or("", String::as_str);
    for (number, result) in report.designs.iter().enumerate() {
        let mut row = |names: [&str; 3], estimate: Option<&MeanEstimate>| {
            table.cell(number).cells(&manifest.designs[number].values);
            table.cell(result.status.state.name()).cell(result.runs).cells(names);
            let numbers = estimate.map(|one| [one.mean, one.interval.low, one.interval.high]);
            for place in 0..3 {
                let number = numbers.map(|numbers| numbers[place]);
                table.maybe(number.filter(|number| number.is_finite()));
            }
            table.cells(&origin).end_row();
        };
        if result.runs == 0 {
            row(["", "", ""], None);
            continue;
        }
        let all = report.metrics.iter().zip(&result.estimates).zip(&result.differences);
        for ((metric, estimates), differences) in all {
            for (name, estimate) in manifest.architectures.iter().zip(estimates) {
                row([metric, name, ""], Some(estimate));
            }
            for (name, estimate) in manifest.architectures.iter().skip(1).zip(differences) {
                row([metric, name, first], Some(estimate));
            }
        }
    }
    table.into_text()
}
