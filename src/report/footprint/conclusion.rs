//! The answer in sentences that can be quoted.

use super::FootprintReport;
use crate::reach::area::DefendedArea;
use crate::report::rounding::number;

/// Share that each architecture defends, in a sentence for each party.
pub(super) fn sentences(report: &FootprintReport) -> Vec<String> {
    let parties = std::iter::once(None).chain(report.systems.iter().map(Some));
    let told = parties.filter_map(|party| {
        let is_it =
            |area: &&DefendedArea| area.shots == report.shots && area.territory.as_ref() == party;
        let areas: Vec<&DefendedArea> = report.areas.iter().filter(is_it).collect();
        let first = areas.first()?;
        let clauses = areas
            .iter()
            .map(|area| format!("`{}` {}", area.architecture, number(area.percent(), 0)));
        let whose = party.map_or("all territory".into(), |party| format!("{party}'s territory"));
        let (times, least) = match report.shots {
            1 => ("shot", 1),
            least => ("shots", least),
        };
        Some(format!(
            "Of {whose} that {} reaches, {} thousand km², the percentage with at least {least} \
             {times}: {}.",
            report.threat,
            number(first.threatened_km2 / 1000.0, 0),
            clauses.collect::<Vec<_>>().join(", ")
        ))
    });
    told.collect()
}
