//! The legend of some metrics, in columns.

use crate::outcome::metric::Metric;

/// A line for each metric.
pub(super) fn lines(metrics: &[Metric]) -> Vec<String> {
    let width = metrics.iter().map(|metric| metric.name().len()).max();
    let width = width.unwrap_or(0) + 2;
    let line = |metric: &Metric| format!("{:<width$}{}", metric.name(), metric.legend());
    metrics.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::metric::MetricGroup as Group;
    use crate::report::sheet::PAGE_COLUMNS;

    #[test]
    fn every_line_fits() {
        for group in [
            Group::Defence,
            Group::Engagement,
            Group::Leakers,
            Group::Costs,
            Group::Picture,
            Group::Exchange,
            Group::Disclosure,
            Group::Debris,
        ] {
            for line in lines(group.metrics()) {
                assert!(line.len() <= PAGE_COLUMNS, "{line}");
            }
        }
    }
}
