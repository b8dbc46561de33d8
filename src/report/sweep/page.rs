//! A sweep as a page: responses by design, effects, sensitivities, verdicts.

use super::{DesignResult, FactorEffectRow, Sensitivity, SensitivityKind, SweepReport};
use crate::experiment::DesignState;
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::sensitivity::IndexEstimate;
use crate::report::rounding::{self, SOFT_BREAK};
use crate::report::sheet::{Align, Block, PAGE_COLUMNS, Sheet, TextGrid, listed, wrapped};
use crate::report::verdicts;

/// So many designs have a row on the page; the others are in the tables.
const ROWS_MAX: usize = 40;

/// So many reasons for which designs were not played have a line.
const REASONS_MAX: usize = 10;

/// Page of a sweep.
pub fn page(report: &SweepReport) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(report)));
    for (place, metric) in report.metrics.iter().enumerate() {
        sheet.push_grid(responses(report, place, metric));
    }
    let mut lines = Vec::new();
    if report.designs.len() > ROWS_MAX {
        let more = report.designs.len() - ROWS_MAX;
        lines.push(format!("{more} designs more are in summary.json and designs.parquet"));
    }
    if report.manifest.architectures.len() > 1 {
        lines.push("a - b  paired difference of two architectures, the same luck for each".into());
        lines.push("*  zero is outside the interval; each holds at 95 % by itself".into());
    }
    if !lines.is_empty() {
        sheet.push(Block::Lines(lines));
    }
    effects(&mut sheet, report);
    for sensitivity in &report.sensitivities {
        sensitivity_grid(&mut sheet, report, sensitivity);
    }
    not_played(&mut sheet, report);
    verdicts::section(&mut sheet, &report.verdicts);
    sheet
}

fn head(report: &SweepReport) -> Vec<String> {
    let manifest = report.manifest;
    let mut lines = wrapped(&format!("{}: {}", report.name, report.description), PAGE_COLUMNS);
    let partial = if report.is_partial { "PARTIAL: " } else { "" };
    let (designs, runs) = (manifest.designs.len(), rounding::grouped(manifest.runs));
    let at_most = if manifest.precision.is_empty() { "" } else { "at most " };
    lines.push(format!(
        "{partial}{} of {at_most}{runs} paired runs, scenario {}, seed {}, digest {}, lisbon {}",
        rounding::counted(designs, "design"),
        manifest.scenario,
        manifest.seed,
        manifest.digest,
        manifest.lisbon
    ));
    if !manifest.set.is_empty() {
        lines.extend(wrapped(&format!("set: {}", manifest.set.join(", ")), PAGE_COLUMNS));
    }
    for (name, keys) in manifest.factors.iter().zip(&report.keys) {
        lines.extend(wrapped(&format!("factor {name}: {}", keys.join(", ")), PAGE_COLUMNS));
    }
    lines
}

/// A row for each design: its factors, the measure under each architecture, the differences.
fn responses(report: &SweepReport, place: usize, metric: &str) -> TextGrid {
    let manifest = report.manifest;
    let first = manifest.architectures.first().map_or("", String::as_str);
    let others = manifest.architectures.iter().skip(1).map(|name| format!("{name} - {first}"));
    let header: Vec<String> = std::iter::once(format!("{metric}\nmean [95 %]"))
        .chain(manifest.architectures.iter().cloned())
        .chain(others)
        .collect();
    let told = |cells: Option<&Vec<MeanEstimate>>, tell: &dyn Fn(&MeanEstimate) -> String| {
        cells.into_iter().flatten().map(tell).collect::<Vec<String>>()
    };
    let row = |(number, result): (usize, &DesignResult)| {
        let mut row = vec![named(report, number)];
        if result.runs > 0 {
            let estimate = |one: &MeanEstimate| rounding::estimate(one).joined(SOFT_BREAK);
            row.extend(told(result.estimates.get(place), &estimate));
            row.extend(told(result.differences.get(place), &rounding::marked));
        }
        row.resize(header.len(), result.status.state.name().to_owned());
        row
    };
    let rows = report.designs.iter().enumerate().take(ROWS_MAX).map(row).collect::<Vec<_>>();
    TextGrid::new(Align::Left, header, rows)
}

/// `3: latency_s=20, loss=0.1`, a factor a line where it would be wide.
fn named(report: &SweepReport, number: usize) -> String {
    let name = report.manifest.design_name(number);
    wrapped(&format!("{number}: {name}"), 30).join("\n   ")
}

fn effects(sheet: &mut Sheet, report: &SweepReport) {
    if report.effects.is_empty() {
        return;
    }
    sheet.push_line("EFFECTS of factors, mean over the designs that differ in nothing else [95 %]");
    for metric in &report.metrics {
        let of_metric = |row: &&FactorEffectRow| row.response.metric == *metric;
        let rows: Vec<&FactorEffectRow> = report.effects.iter().filter(of_metric).collect();
        let mut names: Vec<String> = Vec::new();
        for row in &rows {
            if !names.contains(&row.response.architectures()) {
                names.push(row.response.architectures());
            }
        }
        let header = std::iter::once(metric.clone()).chain(names.iter().cloned());
        let by_contrast = rows.chunks(names.len().max(1)).map(|chunk| {
            let contrast = &chunk[0].contrast;
            let name = &report.manifest.factors[contrast.factor];
            let title = format!("{name} {} -> {}", contrast.from, contrast.to);
            let cells = chunk.iter().map(|row| rounding::marked(&row.effect));
            std::iter::once(wrapped(&title, 36).join("\n")).chain(cells).collect()
        });
        let rows = by_contrast.collect::<Vec<_>>();
        sheet.push_grid(TextGrid::new(Align::Left, header.collect::<Vec<_>>(), rows));
    }
}

fn sensitivity_grid(sheet: &mut Sheet, report: &SweepReport, sensitivity: &Sensitivity) {
    let of = format!("{} of {}", sensitivity.response.metric, sensitivity.response.architectures());
    let told = |index: &IndexEstimate| match index.interval {
        Some(interval) => {
            rounding::estimate(&MeanEstimate { mean: index.value, interval }).joined(SOFT_BREAK)
        }
        // Without rows enough to tell how far it may be off an index says nothing.
        None => "not known".to_owned(),
    };
    match &sensitivity.indices {
        SensitivityKind::Sobol(indices) => {
            let noise = indices
                .noise_variance
                .map(|noise| format!("; finite runs add {} to a response", significant(noise)));
            sheet.push_prose(format!(
                "SOBOL' INDICES: {of}. Variance that the factors make: {}{} ({} rows, {} runs).",
                significant(indices.variance),
                noise.unwrap_or_default(),
                indices.rows,
                indices.runs
            ));
            match &indices.factors {
                Some(factors) => {
                    let named = report.free.iter().zip(factors);
                    let rows = named.map(|(name, index)| {
                        vec![name.clone(), told(&index.first), told(&index.total)]
                    });
                    let header = ["factor", "first order [95 %]", "total [95 %]"];
                    sheet.push_grid(TextGrid::new(Align::Left, header, rows));
                }
                None => sheet.push_line("the factors make no variance that shows"),
            }
        }
        SensitivityKind::Morris(effects) => {
            sheet.push_prose(format!(
                "EFFECTS OF MORRIS: {of}, over a factor's range ({} trajectories, {} runs).",
                effects.trajectories, effects.runs
            ));
            let rows = report.free.iter().zip(&effects.factors).map(|(name, effect)| {
                vec![
                    name.clone(),
                    told(&effect.size),
                    significant(effect.size_of_noise),
                    told(&effect.mean),
                    significant(effect.spread),
                ]
            });
            let header = ["factor", "mu* [95 %]", "mu* of noise", "mu [95 %]", "sigma"];
            sheet.push_grid(TextGrid::new(Align::Left, header, rows));
        }
    }
}

/// A number with two significant digits.
fn significant(value: f64) -> String {
    format!("{value:.1e}").parse::<f64>().map_or_else(|_| "?".into(), |value| value.to_string())
}

/// Numbers of designs, the first of them where they are many.
fn numbered(numbers: &[usize]) -> String {
    const MOST: usize = 12;
    let mut words: Vec<String> = numbers.iter().take(MOST).map(ToString::to_string).collect();
    if numbers.len() > MOST {
        words.push(format!("{} more", numbers.len() - MOST));
    }
    listed(&words)
}

/// Designs that were not played, and why.
fn not_played(sheet: &mut Sheet, report: &SweepReport) {
    let ended = |(_, result): &(usize, &DesignResult)| result.status.state != DesignState::Played;
    let ended: Vec<(usize, &DesignResult)> =
        report.designs.iter().enumerate().filter(ended).collect();
    let failures: usize = report.designs.iter().map(|result| result.failures.len()).sum();
    if ended.is_empty() && failures == 0 {
        return;
    }
    let mut by_reason: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, result) in ended {
        let reason = result.status.reason.as_deref().unwrap_or("no reason is known");
        let reason = format!("{}: {reason}", result.status.state.name());
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, numbers)) => numbers.push(number),
            None => by_reason.push((reason, vec![number])),
        }
    }
    let mut lines = vec!["NOT PLAYED".to_owned()];
    for (reason, numbers) in by_reason.iter().take(REASONS_MAX) {
        let text = match numbers[..] {
            [number] => format!("{number}: {}: {reason}", report.manifest.design_name(number)),
            _ => format!("{}: {reason}", numbered(numbers)),
        };
        lines.extend(wrapped(&text, PAGE_COLUMNS));
    }
    if by_reason.len() > REASONS_MAX {
        let more = rounding::counted(by_reason.len() - REASONS_MAX, "reason");
        lines.push(format!("and {more} more, in designs.parquet"));
    }
    if failures > 0 {
        lines.push(format!("{failures} runs failed, a bug of Lisbon; runs.parquet says which"));
    }
    sheet.push(Block::Lines(lines));
}
