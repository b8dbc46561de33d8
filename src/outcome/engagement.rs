//! The engagement: what could be done about each threat, when it was done, and what was in vain.
//!
//! What belongs to a threat is told by its payload's tracks: those of which most of the plots that
//! confirmed them saw the payload ([`super::track_truth`]). Whoever shoots counts, for what is
//! asked is what became of the threats aimed at a party.

use super::fate::Fate;
use super::party::Party;
use super::score::EngagementScore;
use super::track_truth::{self, TrackTruth};
use super::waste::{self, WasteReason};
use crate::numerics::average::mean;
use crate::scenario::identity::{FireUnitId, InterceptorId, ObjectId, SystemId, ThreatId, TrackId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal, ShotResult, Subject};
use crate::world::radar_time::RadarTime;
use std::collections::{BTreeMap, BTreeSet};

/// Rounding of times, s.
const SAME_S: f64 = 1e-6;

/// Chances to shoot at one threat, and shots at it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct EngagementRecord {
    /// The most shots one after the other that a system had time for.
    opportunities: u32,
    /// The battlespace of that system, s.
    battlespace_s: f64,
    /// Time that was left to order a shot when one was first ordered, s.
    margin_s: Option<f64>,
    /// First and last time at which its living payload was in an interceptor's reach, s.
    met_s: Option<[f64; 2]>,
    /// An interceptor was launched at it.
    is_shot_at: bool,
    /// A system that had interceptors left might have shot at its payload.
    could_be_shot_at: bool,
    /// Interceptors flew to its payload at one time that two systems had ordered, the later without
    /// knowing of the earlier.
    is_doubly_engaged: bool,
}

/// Records of the engagements of a run.
pub(super) struct EngagementRecords {
    records: Vec<EngagementRecord>,
    wasted: Vec<[u32; WasteReason::ALL.len()]>,
}

impl EngagementRecords {
    /// Reads a journal.
    pub(super) fn of(scenario: &Scenario, journal: &Journal, track_truth: &TrackTruth) -> Self {
        let mut wasted = vec![[0; WasteReason::ALL.len()]; scenario.systems.len()];
        for (interceptor, reason) in waste::of(scenario, journal) {
            if let Some(reason) = reason {
                let system = scenario.fire_units[interceptor.unit.index()].system;
                wasted[system.index()][reason as usize] += 1;
            }
        }
        let mut reader = EngagementReader {
            scenario,
            journal,
            track_truth,
            records: vec![EngagementRecord::default(); scenario.threats.len()],
            deciders: BTreeSet::new(),
            launched: vec![0; scenario.fire_units.len()],
            orders: Vec::new(),
            shots: BTreeMap::new(),
            told: Vec::new(),
            flights: Vec::new(),
        };
        for (time_s, event) in &journal.events {
            reader.take(*time_s, event);
        }
        reader.find_double_engagements();
        Self { records: reader.records, wasted }
    }

    /// The score of a party.
    pub(super) fn score(
        &self,
        party: Party,
        radar_time: &[RadarTime],
        fates: &[Option<Fate>],
    ) -> EngagementScore {
        let wasted = |reason: WasteReason| {
            let each = (0..).zip(&self.wasted);
            let mine = each.filter(|(index, _)| party.has(SystemId(*index)));
            f64::from(mine.map(|(_, wasted)| wasted[reason as usize]).sum::<u32>())
        };
        let aimed = party.aimed().into_iter().map(ThreatId::index);
        let aimed: Vec<(&EngagementRecord, Option<Fate>)> =
            aimed.map(|threat| (&self.records[threat], fates[threat])).collect();
        let mean_of = |figure: &dyn Fn(&EngagementRecord) -> f64| {
            mean(aimed.iter().map(|(record, _)| figure(record)))
        };
        let before_impact = |which: usize| {
            mean(aimed.iter().map(|(record, fate)| {
                let both = record.met_s.zip(*fate);
                both.map_or(0.0, |(met_s, fate)| (fate.impact_s - met_s[which]).max(0.0))
            }))
        };
        let is_leaker = |fate: Option<Fate>| fate.is_some_and(|fate| fate.leaked_into.is_some());
        let is_at_seam = |(record, fate): &&(&EngagementRecord, Option<Fate>)| {
            is_leaker(*fate) && record.could_be_shot_at && !record.is_shot_at
        };
        let [radar_load, radar_load_max, radar_load_engaged] = radar_load(party, radar_time);
        EngagementScore {
            wasted_already_dead: wasted(WasteReason::AlreadyDead),
            wasted_double_engagement: wasted(WasteReason::DoubleEngagement),
            wasted_decoy: wasted(WasteReason::Decoy),
            wasted_no_handover: wasted(WasteReason::NoHandover),
            wasted_out_of_reach: wasted(WasteReason::OutOfReach),
            shot_opportunities: mean_of(&|record| f64::from(record.opportunities)),
            battlespace_s: mean_of(&|record| record.battlespace_s),
            decision_margin_s: mean_of(&|record| record.margin_s.unwrap_or(0.0)),
            first_intercept_time_s: before_impact(0),
            last_intercept_time_s: before_impact(1),
            seam_leakers: aimed.iter().filter(is_at_seam).count() as f64,
            double_engagements: (aimed.iter())
                .filter(|(record, _)| record.is_doubly_engaged)
                .count() as f64,
            radar_load,
            radar_load_max,
            radar_load_engaged,
        }
    }
}

/// Reads events in the order of the journal.
struct EngagementReader<'a> {
    scenario: &'a Scenario,
    journal: &'a Journal,
    track_truth: &'a TrackTruth,
    records: Vec<EngagementRecord>,
    /// Systems that could shoot at threats in time, or held fire.
    deciders: BTreeSet<(ThreatId, SystemId)>,
    /// Interceptors that each fire unit has launched so far.
    launched: Vec<u32>,
    /// Orders, each with its fire unit and the time of its intercept, s.
    orders: Vec<(ShotOrder, FireUnitId, f64)>,
    /// Each interceptor's order, and the time of its launch, s.
    shots: BTreeMap<InterceptorId, (ShotOrder, f64)>,
    /// Messages to systems of the partner's shots.
    told: Vec<ToldShots>,
    /// Interceptors that reached a payload.
    flights: Vec<InterceptorFlight>,
}

/// Order of a shot: by whom, and when, s.
#[derive(Debug, Clone, Copy)]
struct ShotOrder {
    by: SystemId,
    time_s: f64,
}

/// Message to a system of the partner's shots at a threat, as of a time, heard at another, s.
#[derive(Debug, Clone, Copy)]
struct ToldShots {
    to: SystemId,
    threat: ThreatId,
    valid_s: f64,
    heard_s: f64,
}

/// Flight of an interceptor that reached a threat's payload.
#[derive(Debug, Clone, Copy)]
struct InterceptorFlight {
    threat: ThreatId,
    order: ShotOrder,
    /// Times of its launch and of its end, s.
    span_s: [f64; 2],
}

impl EngagementReader<'_> {
    fn take(&mut self, time_s: f64, event: &Event) {
        self.note_flight(time_s, event);
        match event {
            Event::Engageable {
                system,
                track,
                opportunities,
                earliest_launch_s,
                latest_launch_s,
            } => {
                let battlespace_s = (latest_launch_s - earliest_launch_s).max(0.0);
                self.may_decide(*system, *track);
                if let Some(record) = self.of_payload(*track) {
                    record.engageable(*opportunities, battlespace_s);
                }
            }
            Event::Held { system, track, reason } if reason.is_of_authority() => {
                self.may_decide(*system, *track);
            }
            Event::Ordered { system, track, unit, intercept_s, latest_order_s, .. } => {
                self.orders.push((ShotOrder { by: *system, time_s }, *unit, *intercept_s));
                if let Some(record) = self.of_payload(*track) {
                    let margin_s = (latest_order_s - time_s).max(0.0);
                    record.margin_s.get_or_insert(margin_s);
                }
            }
            Event::Received { link, subject: Subject::Status(track), age_s } => {
                if let Some(threat) = self.track_truth.threat(*track) {
                    let to = self.scenario.links[link.index()].to;
                    let valid_s = time_s - age_s;
                    self.told.push(ToldShots { to, threat, valid_s, heard_s: time_s });
                }
            }
            Event::Launched { interceptor, track, evidence, intercept_s } => {
                self.launched[interceptor.unit.index()] += 1;
                self.note_launch(time_s, *interceptor, *intercept_s);
                let seen = track_truth::threat_of(self.journal, evidence);
                if let Some(threat) = seen.or_else(|| self.track_truth.threat(*track)) {
                    self.record(threat).is_shot_at = true;
                }
            }
            Event::Intercept {
                object: Some(object),
                result: ShotResult::Killed | ShotResult::Failed,
                ..
            } if object.is_payload() => self.record(object.threat).meet(time_s),
            Event::Impact { threat, .. } => {
                let could_be_shot_at = self.scenario.system_ids().any(|system| {
                    self.deciders.contains(&(*threat, system)) && self.has_interceptors(system)
                });
                self.record(*threat).could_be_shot_at = could_be_shot_at;
            }
            _ => {}
        }
    }

    /// Notes by which order an interceptor left.
    fn note_launch(&mut self, time_s: f64, interceptor: InterceptorId, intercept_s: f64) {
        let mut orders = self.orders.iter().rev();
        let is_its = |(_, unit, planned_s): &&(ShotOrder, FireUnitId, f64)| {
            *unit == interceptor.unit && (planned_s - intercept_s).abs() < SAME_S
        };
        let by = self.scenario.fire_units[interceptor.unit.index()].system;
        let order = orders.find(is_its).map_or(ShotOrder { by, time_s }, |(order, ..)| *order);
        self.shots.insert(interceptor, (order, time_s));
    }

    /// Notes an interceptor that has reached a payload, dead or alive.
    fn note_flight(&mut self, time_s: f64, event: &Event) {
        let Event::Intercept { interceptor, object: Some(object), result, .. } = event else {
            return;
        };
        let is_near = !matches!(result, ShotResult::NoHandover | ShotResult::OutOfReach);
        if let Some((order, launch_s)) = self.shots.get(interceptor)
            && is_near
            && object.is_payload()
        {
            self.flights.push(InterceptorFlight {
                threat: object.threat,
                order: *order,
                span_s: [*launch_s, time_s],
            });
        }
    }

    /// Finds the threats that interceptors of two systems flew to at one time, the later ordered
    /// without knowing of the earlier.
    fn find_double_engagements(&mut self) {
        for (place, one) in self.flights.iter().enumerate() {
            let meets = |other: &&InterceptorFlight| {
                other.threat == one.threat
                    && other.order.by != one.order.by
                    && other.span_s[0] < one.span_s[1]
                    && one.span_s[0] < other.span_s[1]
                    && !self.is_told(one, other)
            };
            if self.flights[..place].iter().any(|other| meets(&other)) {
                self.records[one.threat.index()].is_doubly_engaged = true;
            }
        }
    }

    /// Whether who ordered the later of two shots at a threat had been told of the earlier.
    fn is_told(&self, one: &InterceptorFlight, other: &InterceptorFlight) -> bool {
        let is_first = one.order.time_s <= other.order.time_s;
        let [early, late] = if is_first { [one, other] } else { [other, one] };
        self.told.iter().any(|told| {
            told.to == late.order.by
                && told.threat == late.threat
                && told.valid_s > early.order.time_s - SAME_S
                && told.heard_s < late.order.time_s + SAME_S
        })
    }

    fn may_decide(&mut self, system: SystemId, track: TrackId) {
        let object = self.track_truth.object(track);
        if let Some(payload) = object.filter(|object| object.is_payload()) {
            self.deciders.insert((payload.threat, system));
        }
    }

    /// True if a fire unit of a system has an interceptor left beyond its reserve.
    fn has_interceptors(&self, system: SystemId) -> bool {
        let reserve = self.scenario.systems[system.index()].command.reserve;
        let mut units = self.scenario.fire_units.iter().zip(&self.launched);
        units.any(|(unit, launched)| unit.system == system && unit.inventory > reserve + launched)
    }

    fn record(&mut self, threat: ThreatId) -> &mut EngagementRecord {
        &mut self.records[threat.index()]
    }

    fn of_payload(&mut self, track: TrackId) -> Option<&mut EngagementRecord> {
        let object = self.track_truth.object(track);
        let payload = object.filter(|object: &ObjectId| object.is_payload())?;
        Some(self.record(payload.threat))
    }
}

impl EngagementRecord {
    fn engageable(&mut self, opportunities: u32, battlespace_s: f64) {
        let is_longer = battlespace_s > self.battlespace_s;
        let is_better =
            opportunities > self.opportunities || opportunities == self.opportunities && is_longer;
        if is_better {
            (self.opportunities, self.battlespace_s) = (opportunities, battlespace_s);
        }
    }

    fn meet(&mut self, time_s: f64) {
        let [first_s, last_s] = self.met_s.unwrap_or([time_s; 2]);
        self.met_s = Some([first_s.min(time_s), last_s.max(time_s)]);
        self.is_shot_at = true;
    }
}

/// Mean share of the time of a party's radars that tracks wanted, the greatest in one revisit, and
/// the mean share that went to what interceptors flew to.
fn radar_load(party: Party, radar_time: &[RadarTime]) -> [f64; 3] {
    let none = RadarTime::default();
    let radars = party.scenario.radars.iter().enumerate();
    let own = radars.filter(|(_, radar)| party.has(radar.system));
    let times: Vec<&RadarTime> =
        own.map(|(place, _)| radar_time.get(place).unwrap_or(&none)).collect();
    let share =
        |part_s: fn(&RadarTime) -> f64| {
            mean(times.iter().map(|time| {
                if time.available_s > 0.0 { part_s(time) / time.available_s } else { 0.0 }
            }))
        };
    let loads = times.iter().map(|time| time.load_max);
    [share(|time| time.wanted_s), loads.fold(0.0, f64::max), share(|time| time.engaged_s)]
}
