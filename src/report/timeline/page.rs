//! A timeline as a page: its entries, what became of each threat, the figures, the links.

use super::{leak, raid, words};
use crate::account::provenance::Provenance;
use crate::account::timeline::{LinkTraffic, ThreatEnd, ThreatSummary, Timeline};
use crate::outcome::figure::Figure;
use crate::outcome::metric::{Metric, MetricGroup};
use crate::outcome::waste::WasteReason;
use crate::report::caution;
use crate::report::rounding;
use crate::report::sheet::{Align, Block, PAGE_COLUMNS, Sheet, TextGrid, dash, stamp, wrapped};
use crate::scenario::identity::SystemId;

/// A page of a timeline: all of it. One of a single threat has no figures.
pub fn page(timeline: &Timeline) -> Sheet {
    let mut sheet = head(timeline);
    sheet.push(Block::Lines(entries(timeline)));
    ends(&mut sheet, timeline);
    if !timeline.figures.is_empty() {
        outcome(&mut sheet, timeline);
        sheet.push_grid(figures(timeline, "engagement", MetricGroup::Engagement.metrics()));
        sheet.push_grid(figures(timeline, "track picture", MetricGroup::Picture.metrics()));
        sheet.push_grid(figures(timeline, "costs", MetricGroup::Costs.metrics()));
        sheet.push_grid(figures(timeline, "debris", MetricGroup::Debris.metrics()));
        if !timeline.traffic.is_empty() {
            sheet.push_grid(figures(timeline, "disclosure", MetricGroup::Disclosure.metrics()));
            sheet.push_grid(traffic(timeline));
        }
    }
    caution::section(&mut sheet, &timeline.cautions);
    sheet
}

/// Page of a run at a glance: the story of one threat, the ends of all, and the outcome.
pub fn glance(timeline: &Timeline, story: &Timeline) -> Sheet {
    let mut sheet = head(timeline);
    sheet.push(Block::Lines(entries(story)));
    ends(&mut sheet, timeline);
    outcome(&mut sheet, timeline);
    caution::section(&mut sheet, &timeline.cautions);
    sheet.push_line("the others likewise: --threat NAME; all of them, and all measures: --full");
    sheet
}

fn head(timeline: &Timeline) -> Sheet {
    let mut sheet = Sheet::default();
    let Provenance { scenario, extent, .. } = &timeline.provenance;
    let (run, architecture) = (extent.run, &extent.architecture);
    sheet.push(Block::Lines(vec![
        format!("{scenario}: run {run} under `{architecture}`"),
        stamp(&timeline.provenance),
    ]));
    for drawn in &timeline.raids {
        sheet.push_prose(raid::sentence(drawn));
    }
    sheet
}

/// Adds how each threat ended, and why it leaked if it did.
fn ends(sheet: &mut Sheet, timeline: &Timeline) {
    sheet.push_grid(threats(timeline));
    let leaks: Vec<String> = timeline.threats.iter().filter_map(leak::sentence).collect();
    if !leaks.is_empty() {
        sheet.push(Block::Lines(leaks));
    }
}

fn outcome(sheet: &mut Sheet, timeline: &Timeline) {
    sheet.push_grid(figures(timeline, "outcome", MetricGroup::Defence.metrics()));
    if let Some(wasted) = wasted(timeline) {
        sheet.push_prose(wasted);
    }
}

/// A line for each entry: time, who, what.
fn entries(timeline: &Timeline) -> Vec<String> {
    let who = timeline.events.iter().map(|entry| entry.actor.name().len());
    let width = who.max().unwrap_or(0).max("who".len());
    let head = format!("{:>8}  {:<width$}  what (what only the truth knows)", "time s", "who");
    let columns = PAGE_COLUMNS.saturating_sub(8 + 2 + width + 2);
    let lines = timeline.events.iter().flat_map(|entry| {
        let mut time_s = rounding::number(entry.time_s, 1);
        let mut who = entry.actor.name().to_owned();
        wrapped(&words::sentence(entry), columns).into_iter().map(move |what| {
            // Time and who stand on the first line of an entry only.
            let (time_s, who) = (std::mem::take(&mut time_s), std::mem::take(&mut who));
            format!("{time_s:>8}  {who:<width$}  {what}")
        })
    });
    std::iter::once(head).chain(lines).collect()
}

fn threats(timeline: &Timeline) -> TextGrid {
    let systems = timeline.systems.iter().map(|system| format!("{system}\nknows\n/firm"));
    let header = ["threat", "aimed at"].map(String::from).into_iter();
    let mut summaries = timeline.threats.iter();
    let has_others = summaries.any(|threat| threat.shots_at_others.is_some());
    let rows = timeline.threats.iter().map(|threat| {
        let aim = format!("{} ({})", threat.aim, threat.aim_system);
        let knowledge = threat.knowledge.iter().map(|system| {
            let [known, firm] = [system.known_s, system.firm_s].map(time);
            format!("{known}/{firm}")
        });
        let others = has_others.then(|| {
            let shots = threat.shots_at_others;
            shots.map_or_else(|| "-".into(), |shots| shots.to_string())
        });
        [threat.threat.clone(), aim]
            .into_iter()
            .chain(knowledge)
            .chain([threat.shots.to_string()])
            .chain(others)
            .chain([end(threat)])
            .collect()
    });
    let header = header
        .chain(systems)
        .chain(["shots".into()])
        .chain(has_others.then(|| "at its\nothers".into()))
        .chain(["end s".into()]);
    TextGrid::new(Align::Left, header, rows)
}

fn time(time_s: Option<f64>) -> String {
    dash(time_s.map(|time_s| rounding::number(time_s, 0)))
}

fn end(threat: &ThreatSummary) -> String {
    let at = |time_s: f64| rounding::number(time_s, 0);
    match &threat.end {
        ThreatEnd::Killed { by, time_s } => format!("{} killed by {by}", at(*time_s)),
        ThreatEnd::Leaked { asset, time_s } => format!("{} hit {asset}", at(*time_s)),
        ThreatEnd::Missed { time_s } => format!("{} missed", at(*time_s)),
        ThreatEnd::InFlight => "still in the air".into(),
    }
}

/// A row for each metric of a group, a column for each party.
fn figures(timeline: &Timeline, title: &str, metrics: &[Metric]) -> TextGrid {
    let systems = timeline.systems.iter().map(String::as_str);
    // One system is all there is.
    let both = (timeline.systems.len() > 1).then_some("both systems");
    let header = std::iter::once(title).chain(both).chain(systems);
    let rows = metrics.iter().map(|metric| {
        let is_shown = |figure: &Figure| figure.party.is_some() || both.is_some();
        let values = timeline.figures.iter();
        let values = values.filter(|(one, _)| one.metric == *metric && is_shown(one));
        std::iter::once(metric.name().to_owned())
            .chain(values.map(|(_, value)| rounding::plain(*value)))
            .collect()
    });
    TextGrid::new(Align::Right, header, rows)
}

/// `nato wasted 3 of 8 interceptors: 1 already dead, 2 no hand-over.`, for each system
/// that wasted any; `None` if nobody did.
fn wasted(timeline: &Timeline) -> Option<String> {
    let sentences: Vec<String> = (0..)
        .map(SystemId)
        .zip(&timeline.systems)
        .filter_map(|(id, system)| {
            let count = |metric: Metric| {
                let mut figures = timeline.figures.iter();
                let is_it = |figure: &Figure| (figure.metric, figure.party) == (metric, Some(id));
                let (_, value) = figures.find(|(figure, _)| is_it(figure))?;
                Some(*value).filter(|value| *value > 0.0)
            };
            let all = rounding::plain(count(Metric::InterceptorsWasted)?);
            let fired = rounding::plain(count(Metric::InterceptorsFired)?);
            let reasons = WASTED.iter().zip(WasteReason::ALL).filter_map(|(metric, reason)| {
                let number = rounding::plain(count(*metric)?);
                Some(format!("{number} {}", reason.words()))
            });
            let reasons: Vec<String> = reasons.collect();
            let reasons = reasons.join(", ");
            Some(format!("{system} wasted {all} of {fired} interceptors: {reasons}."))
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

/// Head of a count of messages, whether it stands without any, and the count.
type TrafficColumn = (&'static str, bool, fn(&LinkTraffic) -> u64);

/// A line for each link. Columns of what was withheld and refused stand where there was any.
fn traffic(timeline: &Timeline) -> TextGrid {
    let links = &timeline.traffic;
    let age = |age_s: Option<f64>| dash(age_s.map(|age_s| rounding::number(age_s, 1)));
    let counts: [TrafficColumn; 7] = [
        ("withheld", false, |link| link.withheld),
        ("sent", true, |link| link.sent),
        ("refused", false, |link| link.refused),
        ("lost", true, |link| link.lost),
        ("received", true, |link| link.received),
        ("late", true, |link| link.late),
        ("kB", true, |link| link.bytes.div_ceil(1000)),
    ];
    let is_shown = |(_, is_always, count): &&TrafficColumn| {
        *is_always || links.iter().any(|link| count(link) > 0)
    };
    let shown: Vec<_> = counts.iter().filter(is_shown).collect();
    let rows = links.iter().map(|link| {
        let counts = shown.iter().map(|(.., count)| rounding::grouped(count(link)));
        let ages = [link.mean_age_used_s, link.greatest_age_used_s].map(age);
        std::iter::once(format!("{} to {}", link.from, link.to)).chain(counts).chain(ages).collect()
    });
    let names = shown.iter().map(|(name, ..)| *name);
    let header =
        std::iter::once("messages").chain(names).chain(["mean age s\nwhen used", "greatest"]);
    TextGrid::new(Align::Right, header, rows)
}
