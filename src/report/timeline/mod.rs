//! One run as a story: what happened, who knew, what was done about it, and what came of it.
//!
//! Truth and belief stand side by side here, after the fact: each track is shown with the object
//! that its plots really saw. `tell` turns the journal into entries, `words` says them, `fate`
//! sums up each threat, `page` sets the whole. Leaves out each message but the first on a subject,
//! and tracks that end after their object did.

mod entry;
mod fate;
mod launch;
mod page;
mod tell;
mod words;

pub use self::entry::Entry;
pub use self::entry::Message;
pub use self::entry::TrackName;
pub use self::entry::What;
pub use self::entry::Who;
pub use self::fate::End;
pub use self::fate::Fortune;
pub use self::fate::Knowledge;
pub use self::launch::Area;
pub use self::launch::Launch;
pub use self::page::page;

use super::VERSION;
use super::json;
use crate::monte_carlo::estimate;
use crate::outcome;
use crate::outcome::sight::Sights;
use crate::random::RunSeed;
use crate::scenario::identity::LinkId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Architecture;
use crate::scenario::parts::Scenario;
use crate::world::journal::Journal;
use serde::Serialize;
use serde::Serializer;

/// A run that was played.
#[derive(Debug, Clone, Copy)]
pub struct Play<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The architecture that both systems followed.
    pub architecture: &'a Architecture,
    /// The run's luck.
    pub luck: RunSeed,
    /// What happened.
    pub journal: &'a Journal,
    /// The one threat whose story is to be told; `None`: all.
    pub threat: Option<ThreatId>,
}

/// A run as it is told, in names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed.
    pub seed: u64,
    /// Number of the run.
    pub run: u64,
    /// Name of the architecture.
    pub architecture: String,
    /// Version of the program.
    pub lisbon: &'static str,
    /// Digest of the scenario.
    pub digest: String,
    /// What happened, by time.
    pub events: Vec<Entry>,
    /// What became of each threat.
    pub threats: Vec<Fortune>,
    /// The figures of the run, by the names of the comparison.
    pub outcome: Figures,
    /// What each link carried.
    pub traffic: Vec<LinkTraffic>,
    #[serde(skip)]
    systems: Vec<String>,
}

/// Figures by name, in the order of the reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures(pub Vec<(String, f64)>);

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// What a link carried.
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
    /// Mean age on arrival of what they said, s; `None` if none arrived.
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

impl Story {
    /// The story of a run.
    pub fn of(play: &Play) -> Self {
        let Play {
            scenario,
            architecture,
            luck,
            journal,
            threat,
        } = *play;
        let sights = Sights::of(scenario, journal);
        let outcome = outcome::judge(scenario, journal);
        let figures = estimate::figures(scenario).into_iter().map(|figure| {
            let value = outcome.get(figure.metric, figure.party);
            (figure.name, value)
        });
        Self {
            scenario: scenario.name.clone(),
            seed: luck.seed,
            run: luck.run,
            architecture: architecture.name.clone(),
            lisbon: VERSION,
            digest: format!("{:016x}", scenario.digest),
            events: tell::entries(scenario, journal, &sights, threat),
            threats: fate::fortunes(scenario, journal, &sights, threat),
            outcome: Figures(figures.collect()),
            traffic: traffic(scenario, journal),
            systems: scenario.systems.iter().map(|s| s.name.clone()).collect(),
        }
    }

    /// The story as JSON, one line for each event and each threat.
    pub fn json(&self) -> String {
        json::lines(self)
    }
}

fn traffic(scenario: &Scenario, journal: &Journal) -> Vec<LinkTraffic> {
    let of = |link: LinkId| {
        journal
            .traffic
            .get(link.index())
            .copied()
            .unwrap_or_default()
    };
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
