//! The tracker that a system has from the start: its rules, and what it knows of sensors.

use crate::scenario::identity::{LinkId, SensorId, SystemId};
use crate::scenario::parts::{Link, Scenario};
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::near::NearPairs;
use crate::tracking::track::tracker::Tracker;

/// The tracker of a system that hears its own sensors alone, in a recording: what is stated of an
/// angle is the azimuth's standard deviation too, at every elevation.
pub fn alone(scenario: &Scenario, system: SystemId) -> Tracker {
    let mut tracker = tracker(scenario, system, |_| false);
    for sensor in tracker.sensors.iter_mut().flatten() {
        sensor.take_azimuth_as_stated();
    }
    tracker
}

/// The tracker of a system, which also reads the sensors of others that `hears` is true of.
pub(super) fn tracker(
    scenario: &Scenario,
    system: SystemId,
    hears: impl Fn(SensorId) -> bool,
) -> Tracker {
    let sensors = (0..scenario.sensor_count()).map(|index| SensorId(index as u16));
    let own: Vec<bool> = sensors
        .clone()
        .map(|sensor| scenario.sensor_system(sensor) == system)
        .collect();
    let readable = |sensor: SensorId| own[sensor.index()] || hears(sensor);
    let rules = scenario.systems[system.index()].tracking;
    let model = |sensor: SensorId| {
        let mut model = SensorModel::of(scenario, sensor);
        if !own[sensor.index()] {
            model.allow_for_bias(rules.partner_bias_sigmas);
        }
        model
    };
    let models = sensors
        .map(|sensor| readable(sensor).then(|| model(sensor)))
        .collect();
    let infrared_revisit_s = infrared_revisit_s(scenario, readable);
    let by = |sensor: &bool, index: usize| {
        let from = scenario.sensor_system(SensorId(index as u16));
        let is_by = |link: &Link| !sensor && link.from == from && link.to == system;
        let place = scenario.links.iter().position(is_by);
        place.map(|link| LinkId(link as u16))
    };
    let links = own.iter().enumerate().map(|(index, own)| by(own, index));
    Tracker {
        system,
        rules,
        boosters: scenario.systems[system.index()].boosters.clone(),
        tracks: Vec::new(),
        warnings: Vec::new(),
        sensors: models,
        links: links.collect(),
        heard: Vec::new(),
        own,
        numbers: 0,
        heirs: Vec::new(),
        near: NearPairs::default(),
        partner_s: f64::NEG_INFINITY,
        infrared_revisit_s,
        step_s: scenario.step_s,
    }
}

/// The longest revisit of the sensors whose lines of sight can be read, s.
fn infrared_revisit_s(scenario: &Scenario, readable: impl Fn(SensorId) -> bool) -> f64 {
    let ticks = (0..scenario.sensor_count())
        .map(|index| SensorId(index as u16))
        .filter(|sensor| readable(*sensor))
        .filter_map(|sensor| scenario.line_of_sight_ticks(sensor))
        .max();
    ticks.unwrap_or(0) as f64 * scenario.step_s
}

/// True of a sensor that its owner hides from a system.
pub(super) fn is_hidden(scenario: &Scenario, sensor: SensorId, from: SystemId) -> bool {
    let owner = scenario.sensor_system(sensor);
    let mut links = scenario.links.iter();
    links.any(|link| link.release.hide_source && link.from == owner && link.to == from)
}

/// Gives a tracker what it can know of the sensors that its partners hide.
pub(super) fn add_hidden(tracker: &mut Tracker, scenario: &Scenario) {
    for (index, path) in scenario.links.iter().enumerate() {
        let link = LinkId(index as u16);
        let Some(hidden) = scenario.hidden_source(link) else {
            continue;
        };
        let model = SensorModel::of_hidden(hidden.reference, hidden.look_ticks);
        let is_to_it = path.to == tracker.system;
        for _ in &hidden.sensors {
            tracker.sensors.push(is_to_it.then(|| model.clone()));
            tracker.links.push(is_to_it.then_some(link));
            tracker.own.push(false);
        }
    }
}
