//! Two sides' tracks, alone and near one another.

use super::*;
use crate::ballistics::integrate;
use crate::ballistics::state::State;
use crate::earth::frames::{Ecef, Geodetic};
use crate::scenario::identity::{LinkId, SensorId, SystemId};
use crate::scenario::model::{
    AssociationRule, Filter, Fusion, Models, PartnerRegistration, Tracking,
};
use crate::sensing::plot::{Measurement, Plot, RadarMeasurement};
use crate::tracking::associate::Workspace;
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::near::NearPairs;
use crate::tracking::track::tracker::KnownSensor;
use crate::tracking::{settle as settle_tick, take_in};
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use nalgebra::{Matrix3, Matrix6, Vector3};
use proptest::prelude::*;

const RULES: Tracking = Tracking {
    gate_sigma: 4.5,
    association: AssociationRule::NearestNeighbour,
    detection_probability: 0.9,
    extra_plots_per_scan: 1.0,
    confirm_plots: 3,
    confirm_looks: 6,
    drop_tentative_s: 30.0,
    drop_confirmed_s: 60.0,
    drop_remote_s: 60.0,
    drop_error_km: 20.0,
    process_noise_m2ps3: 0.01,
    filter: Filter::Extended,
    models: Models { boost: false, re_entry: false },
    thrust_noise_m2ps5: 10.0,
    fusion: Fusion::CovarianceIntersection,
    payload_prior: 0.2,
    partner_bias_sigmas: 3.0,
    partner_registration: PartnerRegistration::Estimated,
    velocity_prior_mps: 4000.0,
    ballistic_coefficient_kgpm2: 5000.0,
};

const OWN: SensorId = SensorId(0);
const PARTNERS: SensorId = SensorId(1);

/// Both from the first tick on.
const BOTH: [(SensorId, u64); 2] = [(PARTNERS, 0), (OWN, 0)];

/// A tracker with a sensor of its own and one of a partner's.
fn tracker() -> Tracker {
    let sensor = |longitude_deg: f64, is_own: bool| KnownSensor {
        model: Some(SensorModel::unbiased(Geodetic::degrees(45.0, longitude_deg, 0.0))),
        link: (!is_own).then_some(LinkId(0)),
        is_own,
    };
    Tracker {
        system: SystemId(0),
        rules: RULES,
        boosters: [].into(),
        tracks: Vec::new(),
        counterparts: Vec::new(),
        pairing: Pairing::default(),
        relative: RelativeRegistration::default(),
        warnings: Vec::new(),
        sensors: vec![sensor(20.0, true), sensor(30.0, false)],
        heard: Vec::new(),
        numbers: 0,
        gone: Vec::new(),
        looks_everywhere: false,
        heirs: Vec::new(),
        near: NearPairs::default(),
        partner_s: f64::NEG_INFINITY,
        infrared_revisit_s: 0.0,
        step_s: 1.0,
    }
}

/// What a sensor sees at a time, s, of an object so far off another, m; the first is a payload.
fn plot(tracker: &Tracker, sensor: SensorId, time_s: f64, off_m: f64) -> Plot {
    let start = State {
        position_m: Geodetic::degrees(42.0, 25.0, 4e5).ecef().0 + Vector3::new(0.0, 0.0, off_m),
        velocity_mps: Vector3::new(1000.0, -1500.0, 2800.0),
    };
    let now = integrate::coast_without_air(&start, time_s, 1.0).position_m;
    let look = tracker.sensor(sensor).unwrap().site().look(Ecef(now));
    // A noise that has no pattern, and is the same for who sees one or both.
    let noise = |phase: f64| libm::sin(97.0 * time_s + off_m + phase + f64::from(sensor.0));
    let angle_sigma_rad = if sensor == OWN { 1e-4 } else { 1e-3 };
    Plot {
        time_s,
        sensor,
        serial: 0,
        measurement: Measurement::Radar(RadarMeasurement {
            range_m: look.range_m + 20.0 * noise(1.0),
            azimuth_rad: look.azimuth_rad + angle_sigma_rad * noise(2.0),
            elevation_rad: look.elevation_rad + angle_sigma_rad * noise(3.0),
            range_sigma_m: 20.0,
            angle_sigma_rad,
            range_rate: None,
        }),
        payload_evidence_nats: if off_m > 0.0 { -0.25 } else { 0.25 },
    }
}

/// A tracker after 40 s in which these sensors, each from a tick on, saw objects so far off the
/// first, m.
fn after(sensors: &[(SensorId, u64)], off_m: &[f64]) -> Tracker {
    let (mut tracker, mut work) = (tracker(), Workspace::default());
    let mut journal = Journal::default();
    for tick in 0..40 {
        for &(sensor, _) in sensors.iter().filter(|(_, from)| tick >= *from) {
            let seen = off_m.iter().map(|off_m| plot(&tracker, sensor, tick as f64, *off_m));
            let mut seen: Vec<Plot> = seen.collect();
            take_in(&mut tracker, &mut seen, &mut work);
        }
        settle_tick(&mut tracker, Clock { tick, step_s: 1.0 }, &mut journal);
    }
    tracker
}

fn confirmed(tracker: &Tracker) -> Vec<&Track> {
    tracker.tracks.iter().filter(|track| track.is_confirmed()).collect()
}

#[test]
fn an_object_alone_has_one_track_of_both_sides() {
    let both = after(&[(PARTNERS, 0), (OWN, 10)], &[0.0]);
    let [track] = confirmed(&both)[..] else { panic!("{:?}", confirmed(&both).len()) };
    assert!(track.sensors.contains(&OWN) && track.sensors.contains(&PARTNERS));
    assert!(both.counterparts.is_empty());
    assert!(track.plots > 65, "{}", track.plots);
}

/// Objects 800 m apart, which the partner's sensor can hardly tell from each other: what the own
/// sensor has made of them is the same to the bit, and neither has a double in the picture.
#[test]
fn a_cluster_seen_by_both_sides_has_the_tracks_of_either() {
    let off_m = [0.0, 800.0];
    let (both, alone) = (after(&BOTH, &off_m), after(&BOTH[1..], &off_m));
    let estimates = |tracker: &Tracker| {
        let own = confirmed(tracker).into_iter().filter(|track| track.first == OWN);
        own.map(|track| (track.estimate, track.side_evidence_nats)).collect::<Vec<_>>()
    };
    assert_eq!(estimates(&alone).len(), 2);
    assert_eq!(estimates(&both), estimates(&alone));
    assert_eq!(confirmed(&both).len(), 2, "a partner's track is no object beside its pair");
    assert_eq!(both.counterparts.len(), 2);
    for track in &both.tracks {
        let counterpart = track.counterpart.unwrap();
        let shared = track.payload_evidence_nats - track.side_evidence_nats;
        assert_eq!(shared.abs() > 0.0, counterpart.is_sure);
        let [honest, own] = [both.belief_at(track, 40.0), track.estimate.honest_at(40.0, &RULES)];
        assert_eq!(honest != own, counterpart.is_sure);
    }
}

/// A partner's track goes on with the object when the own sensor sees it no more.
#[test]
fn a_counterpart_inherits_the_object() {
    let mut tracker = after(&BOTH, &[0.0, 800.0]);
    let owner = tracker.tracks[0].clone();
    let heir = owner.counterpart.unwrap().number;
    tracker.tracks.remove(0);
    tracker.heirs.clear();
    settle(&mut tracker, 40.0, false);
    let is_shown = tracker.track(heir).is_some();
    let is_handed_on = tracker.heirs.contains(&(owner.number, heir));
    // Unless it is now taken for the neighbour's.
    let is_neighbours = tracker.counterparts.iter().any(|track| track.number == heir);
    assert!(is_shown && is_handed_on || is_neighbours);
}

fn belief(x_m: f64, sigma_m: f64) -> Belief {
    Belief {
        time_s: 0.0,
        state: State { position_m: Vector3::new(x_m, 7e6, 0.0), velocity_mps: Vector3::zeros() },
        covariance: Covariance {
            pp: Matrix3::identity() * (sigma_m * sigma_m),
            pv: Matrix3::zeros(),
            vv: Matrix3::identity(),
        },
    }
}

fn side(number: u32, x_m: f64, is_shown: bool) -> SideTrack {
    let (evidence_nats, counterpart) = (0.0, None);
    let (belief, errors) = (belief(x_m, 100.0), Registration::default());
    SideTrack { number, belief, errors, evidence_nats, counterpart, is_shown }
}

/// Numbers: two that are 141 m apart as one standard deviation, beside others at a distance.
#[test]
fn pairs_are_sure_where_no_other_could_be_meant() {
    for (apart_m, are_shown, expected) in [
        (2000.0, false, Some(true)),
        (2000.0, true, Some(true)),
        (50.0, false, Some(false)),
        // Both may have been shot at.
        (50.0, true, None),
    ] {
        let sides = [[1, 2], [3, 4]]
            .map(|[one, other]| vec![side(one, 0.0, are_shown), side(other, apart_m, are_shown)]);
        let mut pairing = Pairing { sides, ..Pairing::default() };
        pairing.solve(&RelativeRegistration::default(), 20.25, 0.2);
        let expected: Vec<_> =
            expected.iter().flat_map(|sure| [([1, 3], *sure), ([2, 4], *sure)]).collect();
        assert_eq!(pairing.found, expected, "{apart_m} {are_shown}");
    }
}

proptest! {
    /// The product of two densities: their informations add up, in either order.
    #[test]
    fn informations_add_up(
        x_m in -500.0..500.0_f64,
        sigmas in prop::array::uniform2(10.0..1000.0_f64),
    ) {
        let [one, other] = [belief(0.0, sigmas[0]), belief(x_m, sigmas[1])];
        let both = product(&one, &other, &Matrix6::zeros()).unwrap();
        let back = product(&other, &one, &Matrix6::zeros()).unwrap();
        let inverse = |belief: &Belief| -> Matrix6<f64> {
            belief.covariance.matrix().try_inverse().unwrap()
        };
        let gap = inverse(&both) - inverse(&one) - inverse(&other);
        prop_assert!(gap.norm() < 1e-9 * inverse(&both).norm());
        let expected = x_m * sigmas[0].powi(2) / (sigmas[0].powi(2) + sigmas[1].powi(2));
        prop_assert!((both.state.position_m.x - expected).abs() < 1e-6);
        prop_assert!((both.state.vector() - back.state.vector()).norm() < 1e-6);
    }
}
