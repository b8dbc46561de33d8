//! What comes down where, and who flies over whom: a law first, then journals written by hand.

use crate::common::{journal, named, shipped};
use lisbon::ballistics::state::State;
use lisbon::earth::area::Area;
use lisbon::earth::atmosphere::density_kgpm3;
use lisbon::earth::frames::Geodetic;
use lisbon::earth::geodesic::direct;
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::outcome::{Outcome, judge};
use lisbon::scenario::identity::{
    FireUnitId, InterceptorId, ObjectId, SystemId, ThreatId, TrackId,
};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Evidence, Journal, ShotResult};
use lisbon::world::sample::TruthSample;
use std::f64::consts::PI;

/// A square in latitude and longitude about a place, with this half of a side, degrees.
fn square(middle: Geodetic, half_deg: f64) -> Area {
    let half_rad = half_deg.to_radians();
    let corner = |[north, east]: [f64; 2]| {
        (middle.latitude_rad + north * half_rad, middle.longitude_rad + east * half_rad)
    };
    Area::new(&[[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]].map(corner))
}

/// Whose territory lies elsewhere has nothing on it: what came down there comes down on nobody's.
#[test]
fn what_is_no_territory_is_elsewhere() {
    let scenario = shipped("seam");
    let journal = journal(&scenario, named(&scenario, "joint"), 3);
    let mut without = scenario.clone();
    without.systems[1].territory = square(Geodetic::degrees(-60.0, -120.0, 0.0), 1.0);
    let [with, without] = [&scenario, &without].map(|scenario| judge(scenario, &journal));
    let both = |outcome: &Outcome, metrics: &[Metric]| {
        metrics.iter().map(|metric| outcome.get(*metric, None)).sum::<f64>()
    };
    for metric in MetricGroup::Debris.metrics() {
        let its = |outcome: &Outcome| outcome.get(*metric, Some(SystemId(1)));
        if !metric.name().ends_with("_elsewhere") && *metric != Metric::InterceptorsInView {
            assert_eq!(its(&without), 0.0, "{}", metric.name());
        }
    }
    assert!(both(&with, &[Metric::PayloadsDown]) > both(&without, &[Metric::PayloadsDown]));
    for all in [
        &[Metric::PayloadsDown, Metric::PayloadsElsewhere][..],
        &[Metric::OwnStagesDown, Metric::PartnerStagesDown, Metric::StagesElsewhere],
        &[Metric::OwnMissesDown, Metric::PartnerMissesDown, Metric::MissesElsewhere],
        &[Metric::InterceptorsInView],
    ] {
        assert_eq!(both(&with, all), both(&without, all));
    }
}

/// A shot of the first system's first fire unit at a point 600 km to its south, 200 km up.
struct SouthwardShot {
    scenario: Scenario,
    /// Ground ranges of the aim and of where an interceptor that misses comes down, m.
    aim_m: f64,
    fall_m: f64,
}

impl SouthwardShot {
    fn new() -> Self {
        let mut scenario = shipped("quickstart");
        scenario.radars.clear();
        let aim_m = 600e3;
        let flyout = &scenario.fire_units[0].kind.flyout;
        let path = flyout.path(aim_m, 200e3, density_kgpm3).unwrap();
        let fall_m = path.fall_m().unwrap();
        Self { scenario, aim_m, fall_m }
    }

    /// Place below its path at a ground range, m.
    fn below(&self, ground_range_m: f64) -> Geodetic {
        direct(self.scenario.fire_units[0].place, PI, ground_range_m)
    }

    /// Figures of the partner's where its territory is a square of half a degree about a place.
    fn judged(&self, result: ShotResult, about: Geodetic) -> Outcome {
        let mut scenario = self.scenario.clone();
        let owner = scenario.fire_units[0].system;
        scenario.systems[1 - owner.index()].territory = square(about, 0.5);
        let unit = FireUnitId(0);
        let track = TrackId { system: owner, number: 1 };
        let aim = Geodetic { altitude_m: 200e3, ..self.below(self.aim_m) };
        let flyout = &scenario.fire_units[0].kind.flyout;
        let flight_s = flyout.arrival(self.aim_m, 200e3).unwrap().time_s;
        let intercept_s = 100.0 + flight_s;
        let mut journal = Journal::default();
        let ordered = Event::Ordered {
            system: owner,
            track,
            unit,
            shots: 1,
            intercept_s,
            aim_m: aim.ecef().0,
            latest_order_s: 100.0,
            payload_probability: None,
        };
        journal.write(100.0, ordered);
        let (interceptor, evidence) = (InterceptorId { unit, shot: 0 }, Evidence::default());
        journal.write(100.0, Event::Launched { interceptor, track, intercept_s, evidence });
        let met = Some(ObjectId::payload(ThreatId(0)));
        journal
            .write(intercept_s, Event::Intercept { interceptor, object: met, miss_m: 0.0, result });
        judge(&scenario, &journal)
    }
}

/// Below the first half of its flight it flies over the partner, killing or not; beyond the aim only
/// if it misses; where it falls it comes down; beside its way it does nothing.
#[test]
fn a_flight_over_a_partner_written_by_hand() {
    use ShotResult::{Failed, Killed};
    let shot = SouthwardShot::new();
    let beyond_m = 0.5 * (shot.aim_m + shot.fall_m);
    let aside = direct(shot.below(300e3), 0.5 * PI, 200e3);
    let owner = shot.scenario.fire_units[0].system;
    let partner = SystemId(1 - owner.0);
    for (result, about, over, stage, miss) in [
        (Killed, shot.below(300e3), 1.0, 0.0, 0.0),
        (Failed, shot.below(300e3), 1.0, 0.0, 0.0),
        (Killed, shot.below(beyond_m), 0.0, 0.0, 0.0),
        (Failed, shot.below(beyond_m), 1.0, 0.0, 0.0),
        (Killed, shot.below(shot.fall_m), 0.0, 1.0, 0.0),
        (Failed, shot.below(shot.fall_m), 1.0, 1.0, 1.0),
        (Failed, aside, 0.0, 0.0, 0.0),
    ] {
        let outcome = shot.judged(result, about);
        let its = |metric| outcome.get(metric, Some(partner));
        assert_eq!(its(Metric::Overflights), over, "{result:?} {about:?}");
        assert_eq!(its(Metric::PartnerStagesDown), stage, "{result:?} {about:?}");
        assert_eq!(its(Metric::PartnerMissesDown), miss, "{result:?} {about:?}");
        assert_eq!(its(Metric::OwnStagesDown), 0.0);
        assert_eq!(outcome.get(Metric::Overflights, Some(owner)), 0.0);
    }
}

/// A payload that is killed on its way straight down: its fragments part by 30 m/s, each way across,
/// for as long as it falls, and what they have downwards moves none of them aside.
#[test]
fn fragments_of_a_payload_written_by_hand() {
    let mut scenario = shipped("quickstart");
    let place = Geodetic { altitude_m: 0.0, ..scenario.assets[0].place };
    scenario.systems[scenario.assets[0].system.index()].territory = square(place, 2.0);
    let (start_m, speed_mps) = (200e3, 3_000.0);
    let up = place.ecef().0.normalize();
    let position_m = Geodetic { altitude_m: start_m, ..place }.ecef().0;
    let threat = ThreatId(0);
    let object = ObjectId::payload(threat);
    let mut journal = Journal::default();
    let state = State { position_m, velocity_mps: -up * speed_mps };
    journal.samples.begin(500.0, [TruthSample { object, state }].into_iter());
    let interceptor = InterceptorId { unit: FireUnitId(0), shot: 0 };
    let met = Event::Intercept {
        interceptor,
        object: Some(object),
        miss_m: 0.0,
        result: ShotResult::Killed,
    };
    journal.write(500.0, met);
    // 200 km at 3 km/s and 9.5 m/s² more.
    let fall_s = ((speed_mps * speed_mps + 2.0 * 9.5 * start_m).sqrt() - speed_mps) / 9.5;
    journal.write(500.0 + fall_s, Event::Impact { threat, place, dead: true });
    let outcome = judge(&scenario, &journal);
    assert_eq!(outcome.get(Metric::PayloadsDown, None), 1.0);
    let across_km = 30.0 * fall_s / 1000.0;
    let expected_km2 = PI * -2.0 * libm::log(0.1) * across_km * across_km;
    let area_km2 = outcome.get(Metric::DebrisArea, None);
    // Air slows the last seconds.
    assert!((area_km2 / expected_km2 - 1.0).abs() < 0.1, "{area_km2} {expected_km2}");
}
