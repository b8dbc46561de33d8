//! Debris: on whose territory killed payloads, spent stages of interceptors and interceptors that
//! killed nothing come down, and whose interceptors fly over whose territory.
//!
//! A killed payload's debris falls as the payload would have; its heavy fragments part from it with
//! [`FRAGMENT_MPS`] along each axis, and the area is that of the ellipse of nine in ten. The stage
//! of an interceptor falls from burnout to the end of its path ([`InterceptorFlight`]), and so does
//! the interceptor unless it kills. Leaves out the fragments of what is killed that fall far from
//! it, those of the interceptor that killed it, the drag of the stage by itself, and the stages and
//! decoys of threats, which fall as they would without a defence.

use super::interceptor_flight::InterceptorFlight;
use super::party::Party;
use super::score::DebrisScore;
use crate::ballistics::arc::Fall;
use crate::ballistics::state::State;
use crate::earth::frames::{Geodetic, Site};
use crate::scenario::identity::{ObjectId, SystemId, ThreatId};
use crate::scenario::model::Scenario;
use crate::sensing::radar::Radar;
use crate::world::journal::{Event, Journal, ShotResult};
use nalgebra::{Matrix2, Vector2};
use std::collections::BTreeMap;
use std::f64::consts::PI;

/// Speed of fragments apart from the body that was hit, along each axis, m/s: the median of NASA's
/// standard breakup model for collisions is 13 to 34 m/s for 0.01 to 0.03 m² a kilogram (Johnson et
/// al. 2001, eqs. 8 and 12).
const FRAGMENT_MPS: f64 = 30.0;

/// Chi-square of two numbers that nine in ten are below: −2 ln 0.1.
const NINE_IN_TEN: f64 = 4.605_170_185_988_091;

/// Longest fall that is followed, s.
const FALL_S_MAX: f64 = 3_600.0;

const M2_PER_KM2: f64 = 1e6;

/// Killed payloads and interceptors of a run, by where they came down and over whom they flew.
pub(super) struct DebrisRecords {
    payloads: Vec<PayloadDebris>,
    flights: Vec<InterceptorPassage>,
}

/// A killed payload that came down.
struct PayloadDebris {
    /// The system at whose asset it was aimed.
    target: SystemId,
    /// The system on whose territory it came down, if on one's.
    on: Option<SystemId>,
    area_m2: f64,
}

/// An interceptor's flight, as far as others care.
struct InterceptorPassage {
    owner: SystemId,
    /// The system on whose territory its stage came down, and itself if it killed nothing, if on
    /// one's.
    on: Option<SystemId>,
    /// It met its time and killed nothing.
    is_miss: bool,
    /// The partners over whose territory it flew.
    over: Vec<SystemId>,
    /// The partners whose radars could see it.
    in_view_of: Vec<SystemId>,
}

impl DebrisRecords {
    /// Reads a journal.
    pub(super) fn of(scenario: &Scenario, journal: &Journal) -> Self {
        let mut records = Self { payloads: Vec::new(), flights: Vec::new() };
        let radars: Vec<(SystemId, Radar)> =
            scenario.radars.iter().map(|radar| (radar.system, Radar::new(radar))).collect();
        let mut killed_s: BTreeMap<ThreatId, f64> = BTreeMap::new();
        for (time_s, event) in &journal.events {
            match event {
                Event::Intercept { object, result: ShotResult::Killed, .. } => {
                    if let Some(object) = object.filter(|object| object.is_payload()) {
                        killed_s.insert(object.threat, *time_s);
                    }
                }
                Event::Impact { threat, place, dead: true } => {
                    let killed_s = killed_s.get(threat).copied();
                    records.payloads.push(PayloadDebris {
                        target: Party { scenario, system: None }.target(*threat),
                        on: territory(scenario, *place),
                        area_m2: killed_s
                            .and_then(|killed_s| area_m2(scenario, journal, *threat, killed_s))
                            .unwrap_or(0.0),
                    });
                }
                _ => {}
            }
        }
        let flights = InterceptorFlight::all(scenario, journal);
        let passages = flights.iter().map(|one| InterceptorPassage::of(scenario, &radars, one));
        records.flights = passages.collect();
        records
    }

    /// The score of a party.
    pub(super) fn score(&self, party: Party) -> DebrisScore {
        let is_on = |on: Option<SystemId>| on.is_some_and(|on| party.has(on));
        let payloads = |is_meant: &dyn Fn(&PayloadDebris) -> bool| {
            self.payloads.iter().filter(|payload| is_meant(payload)).count() as f64
        };
        let flights = |is_meant: &dyn Fn(&InterceptorPassage) -> bool| {
            self.flights.iter().filter(|flight| is_meant(flight)).count() as f64
        };
        let is_own =
            |flight: &InterceptorPassage| is_on(flight.on) && flight.on == Some(flight.owner);
        let is_partners =
            |flight: &InterceptorPassage| is_on(flight.on) && flight.on != Some(flight.owner);
        let is_elsewhere =
            |flight: &InterceptorPassage| flight.on.is_none() && party.has(flight.owner);
        let on_its = self.payloads.iter().filter(|payload| is_on(payload.on));
        DebrisScore {
            payloads_down: payloads(&|payload| is_on(payload.on)),
            payloads_elsewhere: payloads(&|payload| {
                payload.on.is_none() && party.has(payload.target)
            }),
            debris_area_km2: on_its.map(|payload| payload.area_m2).sum::<f64>() / M2_PER_KM2,
            own_stages_down: flights(&is_own),
            partner_stages_down: flights(&is_partners),
            stages_elsewhere: flights(&is_elsewhere),
            own_misses_down: flights(&|flight| flight.is_miss && is_own(flight)),
            partner_misses_down: flights(&|flight| flight.is_miss && is_partners(flight)),
            misses_elsewhere: flights(&|flight| flight.is_miss && is_elsewhere(flight)),
            overflights: flights(&|flight| flight.over.iter().any(|over| party.has(*over))),
            interceptors_in_view: flights(&|flight| {
                flight.in_view_of.iter().any(|viewer| party.has(*viewer))
            }),
        }
    }
}

impl InterceptorPassage {
    /// The part of a flight that others care about.
    fn of(scenario: &Scenario, radars: &[(SystemId, Radar)], flight: &InterceptorFlight) -> Self {
        let mut passage = Self {
            owner: scenario.fire_units[flight.interceptor.unit.index()].system,
            on: flight.fall().and_then(|place| territory(scenario, place)),
            is_miss: flight.is_miss(),
            over: Vec::new(),
            in_view_of: Vec::new(),
        };
        passage.pass(scenario, radars, flight);
        passage
    }

    /// Notes over whose territory and before whose radars it flies.
    fn pass(
        &mut self,
        scenario: &Scenario,
        radars: &[(SystemId, Radar)],
        flight: &InterceptorFlight,
    ) {
        for (_, place) in flight.places() {
            let position_m = place.ecef().0;
            for partner in scenario.system_ids().filter(|partner| *partner != self.owner) {
                let territory = &scenario.systems[partner.index()].territory;
                if !self.over.contains(&partner) && territory.contains(place) {
                    self.over.push(partner);
                }
                let mut its = radars.iter().filter(|(system, _)| *system == partner);
                if !self.in_view_of.contains(&partner)
                    && its.any(|(_, radar)| radar.look(&position_m).is_some())
                {
                    self.in_view_of.push(partner);
                }
            }
        }
    }
}

/// The system on whose territory a place lies.
fn territory(scenario: &Scenario, place: Geodetic) -> Option<SystemId> {
    let has = |system: &SystemId| scenario.systems[system.index()].territory.contains(place);
    scenario.system_ids().find(has)
}

/// Area of the fragments of a threat's payload that was killed at a time, s; `None` where no sample
/// tells of it before, or it does not come down.
fn area_m2(scenario: &Scenario, journal: &Journal, threat: ThreatId, killed_s: f64) -> Option<f64> {
    let samples = &journal.samples;
    let sample = samples.last(killed_s);
    let truth = &samples.truths[samples.place(sample, ObjectId::payload(threat))?];
    let since_s = killed_s - samples.times[sample?].time_s;
    let vehicle = &scenario.threats[threat.index()].kind.vehicle;
    let ballistic_coefficient_kgpm2 = vehicle.ballistic_coefficient_kgpm2;
    let fall = |state: &State| Fall::predict(state, ballistic_coefficient_kgpm2, FALL_S_MAX);
    let killed = fall(&truth.state).at(since_s);
    let middle = fall(&killed).impact()?.position;
    let site = Site::new(middle);
    let mut spread_m2 = Matrix2::zeros();
    for axis in 0..3 {
        let mut other = killed;
        other.velocity_mps[axis] += FRAGMENT_MPS;
        let off = site.enu(fall(&other).impact()?.position.ecef());
        let off_m = Vector2::new(off.0.x, off.0.y);
        spread_m2 += off_m * off_m.transpose();
    }
    let area_m2 = PI * NINE_IN_TEN * spread_m2.determinant().max(0.0).sqrt();
    Some(area_m2)
}
