//! Timeline of one run: what happened, who knew, what was done about it, and what came of it.
//!
//! Truth and belief stand side by side here, after the fact: each track is shown with the object
//! that its plots really saw. `build` turns the journal into entries, `summary` sums up each
//! threat. Leaves out each message but the first on a subject, and tracks that end after their
//! object did.

mod build;
mod event;
mod leak;
mod name;
mod raid;
mod summary;
mod warning;

pub use self::event::{
    Engageability, FirstMessage, FirstPlot, InterceptAttempt, KillAssessment, MessageReceipt,
    MessageTopic, PayloadImpact, ThreatLaunch, TimelineEntry, TimelineEvent, VolleyOrder,
};
pub use self::leak::{LastUnit, LeakAccount};
pub use self::name::{Actor, InterceptorName, TrackName};
pub use self::raid::{RaidAccount, ThreatAccount};
pub use self::summary::{Awareness, ThreatEnd, ThreatSummary};
pub use self::warning::{ErrorEllipse, LaunchWarning};

use super::RunRecord;
use super::provenance::{Provenance, SingleRun};
use crate::outcome;
use crate::outcome::figure::{Figure, figures};
use crate::outcome::track_truth::TrackTruth;
use crate::scenario::caution;
use crate::scenario::caution::Caution;
use crate::scenario::identity::{LinkId, ThreatId};
use crate::scenario::model::Scenario;
use crate::world::journal::Journal;
use serde::{Serialize, Serializer};

/// Timeline of a run, in names. Its JSON has these keys in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// Scenario, run and program.
    #[serde(flatten)]
    pub provenance: Provenance<SingleRun>,
    /// Raids as the run has drawn them; not told if there is nothing to draw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raids: Vec<RaidAccount>,
    /// Events, by time.
    pub events: Vec<TimelineEntry>,
    /// Summary of each threat.
    pub threats: Vec<ThreatSummary>,
    /// The figures of the run and their values; as JSON a map by name. None where one threat is
    /// told: what came of it stands in its summary.
    #[serde(rename = "outcome", serialize_with = "by_name", skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<(Figure, f64)>,
    /// Traffic of each link.
    pub traffic: Vec<LinkTraffic>,
    /// Settings that decided silently; not told if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// Names of the systems.
    #[serde(skip)]
    pub systems: Vec<String>,
}

fn by_name<S: Serializer>(figures: &[(Figure, f64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(figures.iter().map(|(figure, value)| (&figure.name, value)))
}

/// Traffic of a link.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkTraffic {
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Messages that the sender's policy kept back.
    pub withheld: u64,
    /// Messages sent.
    pub sent: u64,
    /// Messages that the link did not take.
    pub refused: u64,
    /// Messages that never arrive.
    pub lost: u64,
    /// Messages that arrived before the run was over.
    pub received: u64,
    /// Mean age on arrival of their content, s; `None` if none arrived.
    pub mean_age_s: Option<f64>,
    /// Messages that the receiver made use of.
    pub used: u64,
    /// Messages that came too late to be of use.
    pub late: u64,
    /// Bytes that the link took.
    pub bytes: u64,
    /// Mean age of what was used when it was used, s; `None` if nothing was.
    pub mean_age_used_s: Option<f64>,
    /// Greatest of those ages, s; `None` likewise.
    pub greatest_age_used_s: Option<f64>,
}

impl Timeline {
    /// Timeline of a run: of all threats, or of one.
    pub fn of(run: &RunRecord, threat: Option<ThreatId>) -> Self {
        let (scenario, journal) = (&*run.scenario.in_run(run.luck), run.journal);
        let track_truth = TrackTruth::of(scenario, journal);
        let outcome = outcome::judge(scenario, journal);
        let figures = figures(scenario).into_iter().map(|figure| {
            let value = outcome.get(figure.metric, figure.party);
            (figure, value)
        });
        let traffic = traffic(scenario, journal);
        Self {
            provenance: run.provenance(),
            raids: raid::drawn(run.scenario, scenario, run.luck),
            events: build::entries(scenario, journal, &track_truth, threat),
            threats: summary::summaries(scenario, journal, &track_truth, threat),
            figures: if threat.is_none() { figures.collect() } else { Vec::new() },
            cautions: cautions(run, &traffic),
            traffic,
            systems: scenario.systems.iter().map(|s| s.name.clone()).collect(),
        }
    }
}

fn cautions(run: &RunRecord, traffic: &[LinkTraffic]) -> Vec<Caution> {
    let sum = |count: fn(&LinkTraffic) -> u64| traffic.iter().map(count).sum::<u64>() as f64;
    let messages = [sum(|link| link.late), sum(|link| link.sent)];
    let settings = caution::cautions(run.scenario, [run.architecture]);
    settings.into_iter().chain(caution::came_late(&run.architecture.name, messages)).collect()
}

fn traffic(scenario: &Scenario, journal: &Journal) -> Vec<LinkTraffic> {
    let of = |link: LinkId| journal.traffic.get(link.index()).copied().unwrap_or_default();
    scenario
        .links
        .iter()
        .enumerate()
        .map(|(index, link)| {
            let traffic = of(LinkId(index as u16));
            let (arrived, used) = (traffic.received > 0, traffic.used > 0);
            LinkTraffic {
                from: scenario.systems[link.from.index()].name.clone(),
                to: scenario.systems[link.to.index()].name.clone(),
                withheld: traffic.withheld,
                sent: traffic.sent,
                refused: traffic.refused,
                lost: traffic.lost,
                received: traffic.received,
                mean_age_s: arrived.then(|| traffic.age_s / traffic.received as f64),
                used: traffic.used,
                late: traffic.late,
                bytes: traffic.bytes,
                mean_age_used_s: used.then(|| traffic.used_age_s / traffic.used as f64),
                greatest_age_used_s: used.then_some(traffic.used_age_s_max),
            }
        })
        .collect()
}
