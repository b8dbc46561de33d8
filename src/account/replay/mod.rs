//! A run as what stands and what moves, for viewers of other makers.
//!
//! Threats and what parts from them move as the engine flew them ([`crate::flight::trace`]),
//! interceptors as [`crate::outcome::interceptor_flight`] has it, and beside the truth stands what
//! each system believed, from the samples of the journal. Leaves out plots, and each message of a
//! link but its way.

mod mover;
mod site;

pub use self::mover::{MoverRole, ReplayMover, ReplayPoint};
pub use self::site::{ReplaySite, SiteRole};

use super::RunRecord;
use super::provenance::{Provenance, SingleRun};
use super::timeline::InterceptorName;
use crate::earth::frames::{Ecef, Geodetic};
use crate::outcome::interceptor_flight::InterceptorFlight;
use crate::scenario::identity::{LinkId, ObjectId, ThreatId};
use crate::scenario::model::{Link, Scenario, System};
use crate::world::journal::{Event, Journal, ShotResult};

/// A run as viewers show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// Scenario, run and program.
    pub provenance: Provenance<SingleRun>,
    /// Subject of the scenario, as its file has it.
    pub description: String,
    /// Time of the last that happens, s.
    pub end_s: f64,
    /// The systems.
    pub systems: Vec<ReplaySystem>,
    /// Assets, radars, other sensors and fire units, list by list as in the scenario.
    pub sites: Vec<ReplaySite>,
    /// Threats with what parts from them, satellites, interceptors, tracks.
    pub movers: Vec<ReplayMover>,
    /// Moments, by time.
    pub moments: Vec<ReplayMoment>,
    /// The links.
    pub links: Vec<ReplayLink>,
}

/// A system.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplaySystem {
    /// Its name.
    pub name: String,
    /// Corners of its territory.
    pub territory: Vec<Geodetic>,
    /// The middle of its territory, where its links begin and end.
    pub middle: Geodetic,
}

/// A link, and when it carries something.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayLink {
    /// Place of the sender among the systems.
    pub from: usize,
    /// Place of the receiver.
    pub to: usize,
    /// Spans in which messages are on their way, from sending to arrival, s; they do not touch.
    pub busy_s: Vec<[f64; 2]>,
}

/// Something that happens in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayMoment {
    /// Time, s.
    pub time_s: f64,
    /// Place.
    pub place: Geodetic,
    /// Name of the threat that comes down, or of the interceptor.
    pub name: String,
    /// Kind.
    pub kind: MomentKind,
}

/// Kind of a moment.
#[derive(Debug, Clone, PartialEq)]
pub enum MomentKind {
    /// A payload reaches the ground.
    Impact {
        /// Whether it was killed before.
        dead: bool,
    },
    /// An interceptor meets its time.
    Intercept {
        /// Its result.
        result: ShotResult,
        /// Name of the object that was nearest, if one flew.
        object: Option<String>,
    },
}

impl Replay {
    /// Replay of a run: of all threats, or of one with what was shot and believed at it.
    pub fn of(run: &RunRecord, threat: Option<ThreatId>) -> Self {
        let (scenario, journal) = (&*run.scenario.in_run(run.luck), run.journal);
        let is_told = |object: Option<ObjectId>| {
            threat.is_none_or(|told| object.is_some_and(|it| it.threat == told))
        };
        let flights: Vec<InterceptorFlight> = InterceptorFlight::all(scenario, journal)
            .into_iter()
            .filter(|flight| is_told(flight.object))
            .collect();
        let mut movers = mover::objects(scenario, run.luck, &is_told);
        movers.extend(mover::satellites(scenario));
        movers.extend(flights.iter().map(|flight| mover::interceptor(scenario, flight)));
        movers.extend(mover::tracks(scenario, journal, &is_told));
        let mut moments: Vec<ReplayMoment> = impacts(scenario, journal, &is_told)
            .chain(flights.iter().filter_map(|flight| intercept(scenario, &movers, flight)))
            .collect();
        moments.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
        let ends_s = movers.iter().filter(|mover| mover.role != MoverRole::Satellite);
        let ends_s = ends_s.filter_map(|mover| mover.points.last()).map(|point| point.time_s);
        Self {
            provenance: run.provenance(),
            description: scenario.description.clone(),
            end_s: ends_s.fold(0.0, f64::max),
            systems: systems(scenario),
            sites: site::sites(scenario),
            movers,
            moments,
            links: links(scenario, journal),
        }
    }
}

fn systems(scenario: &Scenario) -> Vec<ReplaySystem> {
    let system = |system: &System| ReplaySystem {
        name: system.name.clone(),
        territory: system.territory.corners().collect(),
        middle: system.territory.mean_of_corners(),
    };
    scenario.systems.iter().map(system).collect()
}

fn impacts(
    scenario: &Scenario,
    journal: &Journal,
    is_told: &dyn Fn(Option<ObjectId>) -> bool,
) -> impl Iterator<Item = ReplayMoment> {
    journal.events.iter().filter_map(move |(time_s, event)| match event {
        Event::Impact { threat, place, dead } if is_told(Some(ObjectId::payload(*threat))) => {
            let name = scenario.threats[threat.index()].name.clone();
            let kind = MomentKind::Impact { dead: *dead };
            Some(ReplayMoment { time_s: *time_s, place: *place, name, kind })
        }
        _ => None,
    })
}

/// The moment at which an interceptor meets an object; where it meets none, its own path decides.
fn intercept(
    scenario: &Scenario,
    movers: &[ReplayMover],
    flight: &InterceptorFlight,
) -> Option<ReplayMoment> {
    let result = flight.result?;
    let name = InterceptorName::of(scenario, flight.interceptor).to_string();
    let object = flight.object.map(|object| mover::object_name(scenario, object));
    let met = object.as_deref().unwrap_or(&name);
    let mover = movers.iter().find(|mover| mover.name == met)?;
    Some(ReplayMoment {
        time_s: flight.intercept_s,
        place: Ecef(mover.at(flight.intercept_s)?).geodetic(),
        name,
        kind: MomentKind::Intercept { result, object },
    })
}

fn links(scenario: &Scenario, journal: &Journal) -> Vec<ReplayLink> {
    let busy = |of: usize| {
        let mut spans: Vec<[f64; 2]> = Vec::new();
        for (time_s, event) in &journal.events {
            match event {
                Event::Sent { link: LinkId(link), arrival_s: Some(arrival_s), .. }
                    if usize::from(*link) == of =>
                {
                    match spans.last_mut() {
                        Some(last) if *time_s <= last[1] => last[1] = last[1].max(*arrival_s),
                        _ => spans.push([*time_s, *arrival_s]),
                    }
                }
                _ => {}
            }
        }
        spans
    };
    let link = |(place, link): (usize, &Link)| ReplayLink {
        from: link.from.index(),
        to: link.to.index(),
        busy_s: busy(place),
    };
    scenario.links.iter().enumerate().map(link).collect()
}
