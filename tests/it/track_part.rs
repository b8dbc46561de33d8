//! A part is what a tracker would have that had never heard of the other sensors.

use crate::common::shipped;
use lisbon::ballistics::integrate;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::Ecef;
use lisbon::scenario::identity::{SensorId, SystemId};
use lisbon::sensing::plot::{Measurement, Plot, RadarMeasurement};
use lisbon::tracking;
use lisbon::tracking::associate::scan::Workspace;
use lisbon::tracking::track::part::{is_whole, of};
use lisbon::tracking::track::tracker::{Track, Tracker};
use nalgebra::Vector3;

const FIRST: SensorId = SensorId(0);
const SECOND: SensorId = SensorId(1);

fn tracker() -> Tracker {
    tracking::alone(&shipped("quickstart"), SystemId(0))
}

/// An object in free fall above both radars of a system.
fn object(tracker: &Tracker, time_s: f64) -> Vector3<f64> {
    let site = tracker.sensor(FIRST).unwrap().site().position().0;
    let start = State {
        position_m: site * (1.0 + 4e5 / site.norm()),
        velocity_mps: Vector3::new(1000.0, -1500.0, 800.0),
    };
    integrate::coast_without_air(&start, time_s, 1.0).position_m
}

fn plot(tracker: &Tracker, sensor: SensorId, time_s: f64) -> Plot {
    let site = tracker.sensor(sensor).unwrap().site();
    let look = site.look(Ecef(object(tracker, time_s)));
    Plot {
        time_s,
        sensor,
        serial: time_s as u32,
        measurement: Measurement::Radar(RadarMeasurement {
            range_m: look.range_m + 10.0 * libm::sin(time_s),
            azimuth_rad: look.azimuth_rad,
            elevation_rad: look.elevation_rad,
            range_sigma_m: 30.0,
            angle_sigma_rad: 1e-3,
            range_rate: None,
        }),
        payload_evidence_nats: 0.1 * f64::from(sensor.0 + 1),
    }
}

/// The only track after plots of some sensors in turn, one a second.
fn heard(sensors: &[SensorId]) -> (Tracker, Track) {
    let (mut tracker, mut work) = (tracker(), Workspace::default());
    for second in 0..20 {
        let sensor = [FIRST, SECOND][second % 2];
        if sensors.contains(&sensor) {
            let mut plots = [plot(&tracker, sensor, second as f64)];
            tracking::take_in(&mut tracker, &mut plots, &mut work);
        }
    }
    let [track] = &tracker.tracks[..] else {
        panic!("{} tracks", tracker.tracks.len());
    };
    let track = track.clone();
    (tracker, track)
}

#[test]
fn a_part_knows_nothing_of_the_other_sensors() {
    let (tracker, both) = heard(&[FIRST, SECOND]);
    for sensor in [FIRST, SECOND] {
        let (_, alone) = heard(&[sensor]);
        let part = of(&tracker, &both, |other| other == sensor, 100.0).unwrap();
        assert_eq!(part.belief, *alone.belief(), "{sensor:?}");
        assert_eq!(part.plots, 10);
        assert!(part.plot_s.total_cmp(&alone.plot_s).is_eq());
        let evidence = part.payload_evidence_nats - alone.payload_evidence_nats;
        assert!(evidence.abs() < 1e-12);
        assert!(part.belief != *both.belief());
        assert!(!is_whole(&both, |other| other == sensor));
    }
    assert!(is_whole(&both, |_| true));
    // What a track has forgotten is in what it believes all the same.
    let (_, mut forgetful) = heard(&[SECOND]);
    forgetful.add_sensor(FIRST);
    assert!(!is_whole(&forgetful, |sensor| sensor == SECOND));
    let all = of(&tracker, &both, |_| true, 100.0).unwrap();
    assert_eq!(all.belief, *both.belief());
    assert_eq!(of(&tracker, &both, |_| false, 100.0), None);
}
