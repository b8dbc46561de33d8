//! A story as a page: the timeline, what became of each threat, the figures, the links.

use super::LinkTraffic;
use super::Story;
use super::fate::End;
use super::fate::Fortune;
use super::words;
use crate::outcome::metric::{Metric, MetricGroup};
use crate::outcome::waste::Waste;
use crate::report::rounding;
use crate::report::sheet::Block;
use crate::report::sheet::Grid;
use crate::report::sheet::PAGE_COLUMNS;
use crate::report::sheet::Sheet;
use crate::report::sheet::Side;
use crate::report::sheet::wrapped;

/// A page that tells a story.
pub fn page(story: &Story) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(vec![
        format!(
            "{}: run {} under `{}`",
            story.scenario, story.run, story.architecture
        ),
        format!(
            "seed {}, digest {}, lisbon {}",
            story.seed, story.digest, story.lisbon
        ),
    ]));
    sheet.push(Block::Lines(timeline(story)));
    sheet.push_grid(threats(story));
    sheet.push_grid(figures(story, "outcome", MetricGroup::Defence.metrics()));
    if let Some(wasted) = wasted(story) {
        sheet.push(Block::Prose(wasted));
    }
    sheet.push_grid(figures(
        story,
        "engagement",
        MetricGroup::Engagement.metrics(),
    ));
    sheet.push_grid(figures(
        story,
        "track picture",
        MetricGroup::Picture.metrics(),
    ));
    if !story.traffic.is_empty() {
        sheet.push_grid(traffic(story));
    }
    sheet
}

/// A line for each entry: time, who, what.
fn timeline(story: &Story) -> Vec<String> {
    let who = story.events.iter().map(|entry| entry.who.name().len());
    let width = who.max().unwrap_or(0).max("who".len());
    let head = format!(
        "{:>8}  {:<width$}  what (what only the truth knows)",
        "time s", "who"
    );
    let columns = PAGE_COLUMNS.saturating_sub(8 + 2 + width + 2);
    let lines = story.events.iter().flat_map(|entry| {
        let mut time_s = rounding::number(entry.time_s, 1);
        let mut who = entry.who.name().to_owned();
        wrapped(&words::sentence(entry), columns)
            .into_iter()
            .map(move |what| {
                // Time and who stand on the first line of an entry only.
                let (time_s, who) = (std::mem::take(&mut time_s), std::mem::take(&mut who));
                format!("{time_s:>8}  {who:<width$}  {what}")
            })
    });
    std::iter::once(head).chain(lines).collect()
}

fn threats(story: &Story) -> Grid {
    let systems = story
        .systems
        .iter()
        .map(|system| format!("{system}\nknows\n/firm"));
    let header = ["threat", "aimed at"].map(String::from).into_iter();
    let mut fortunes = story.threats.iter();
    let has_others = fortunes.any(|fortune| fortune.shots_at_others.is_some());
    let rows = story.threats.iter().map(|fortune| {
        let aim = format!("{} ({})", fortune.aim, fortune.aim_system);
        let knowledge = fortune.knowledge.iter().map(|system| {
            let [known, firm] = [system.known_s, system.firm_s].map(time);
            format!("{known}/{firm}")
        });
        let others = has_others.then(|| {
            let shots = fortune.shots_at_others;
            shots.map_or_else(|| "-".into(), |shots| shots.to_string())
        });
        [fortune.threat.clone(), aim]
            .into_iter()
            .chain(knowledge)
            .chain([fortune.shots.to_string()])
            .chain(others)
            .chain([end(fortune)])
            .collect()
    });
    Grid {
        rows: rows.collect(),
        header: header
            .chain(systems)
            .chain(["shots".into()])
            .chain(has_others.then(|| "at its\nothers".into()))
            .chain(["end s".into()])
            .collect(),
        side: Side::Left,
    }
}

fn time(time_s: Option<f64>) -> String {
    time_s.map_or_else(|| "-".into(), |time_s| rounding::number(time_s, 0))
}

fn end(fortune: &Fortune) -> String {
    let at = |time_s: f64| rounding::number(time_s, 0);
    match &fortune.end {
        End::Killed { by, time_s } => format!("{} killed by {by}", at(*time_s)),
        End::Leaked { asset, time_s } => format!("{} hit {asset}", at(*time_s)),
        End::Missed { time_s } => format!("{} missed", at(*time_s)),
        End::Aloft => "still in the air".into(),
    }
}

/// A row for each metric of a group, a column for each party.
fn figures(story: &Story, title: &str, metrics: &[Metric]) -> Grid {
    let header: Vec<String> = [title, "both systems"]
        .map(String::from)
        .into_iter()
        .chain(story.systems.iter().cloned())
        .collect();
    let count = Metric::ALL.iter().copied().count();
    let rows = Metric::ALL
        .iter()
        .copied()
        .enumerate()
        .map(|(place, metric)| {
            // The figures stand party by party, each with all metrics.
            let values = story.outcome.0.iter().skip(place).step_by(count);
            let told = std::iter::once(metric.name().to_owned())
                .chain(values.map(|(_, value)| rounding::plain(*value)));
            (metric, told.collect())
        });
    let rows = rows.filter(|(metric, _)| metrics.contains(metric));
    Grid {
        rows: rows.map(|(_, row)| row).collect(),
        header,
        side: Side::Right,
    }
}

/// `nato wasted 3 of 8 interceptors: 1 already dead, 2 no basket.`, for each system that wasted
/// any; `None` if nobody did.
fn wasted(story: &Story) -> Option<String> {
    let metrics = Metric::ALL;
    let sentences: Vec<String> = (1..)
        .zip(&story.systems)
        .filter_map(|(party, system)| {
            let count = |metric: Metric| {
                let place = metrics.iter().position(|other| *other == metric)?;
                let (_, value) = story.outcome.0.get(party * metrics.len() + place)?;
                Some(*value).filter(|value| *value > 0.0)
            };
            let all = rounding::plain(count(Metric::InterceptorsWasted)?);
            let fired = rounding::plain(count(Metric::InterceptorsFired)?);
            let reasons = WASTED
                .iter()
                .zip(Waste::ALL)
                .filter_map(|(metric, reason)| {
                    let number = rounding::plain(count(*metric)?);
                    Some(format!("{number} {}", reason.words()))
                });
            let reasons: Vec<String> = reasons.collect();
            let reasons = reasons.join(", ");
            Some(format!(
                "{system} wasted {all} of {fired} interceptors: {reasons}."
            ))
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The metrics of the reasons of waste, in their order.
const WASTED: [Metric; 5] = [
    Metric::WastedAlreadyDead,
    Metric::WastedDoubleEngagement,
    Metric::WastedDecoy,
    Metric::WastedNoHandover,
    Metric::WastedOutOfReach,
];

/// A count of a link's messages: its name, itself, and whether it is shown.
type Column = (&'static str, fn(&LinkTraffic) -> u64, bool);

/// A line for each link. What was withheld and refused is told where there was any.
fn traffic(story: &Story) -> Grid {
    let links = &story.traffic;
    let is_any = |count: fn(&LinkTraffic) -> u64| links.iter().any(|link| count(link) > 0);
    let columns: [Column; 7] = [
        (
            "withheld",
            |link| link.withheld,
            is_any(|link| link.withheld),
        ),
        ("sent", |link| link.sent, true),
        ("refused", |link| link.refused, is_any(|link| link.refused)),
        ("lost", |link| link.lost, true),
        ("received", |link| link.received, true),
        ("late", |link| link.late, true),
        ("kB", |link| link.bytes.div_ceil(1000), true),
    ];
    let shown = || columns.iter().filter(|(.., is_shown)| *is_shown);
    let age =
        |age_s: Option<f64>| age_s.map_or_else(|| "-".into(), |age_s| rounding::number(age_s, 1));
    let rows = links.iter().map(|link| {
        let counts = shown().map(|(_, count, _)| rounding::grouped(count(link)));
        let ages = [link.mean_age_used_s, link.greatest_age_used_s].map(age);
        std::iter::once(format!("{} to {}", link.from, link.to))
            .chain(counts)
            .chain(ages)
            .collect()
    });
    let names = shown().map(|(name, ..)| (*name).to_owned());
    Grid {
        rows: rows.collect(),
        header: std::iter::once("messages".to_owned())
            .chain(names)
            .chain(["mean age s\nwhen used".into(), "greatest".into()])
            .collect(),
        side: Side::Right,
    }
}
