//! The tracker that a system has from the start: its rules, and what it knows of sensors.

use crate::scenario::identity::{LinkId, SensorId, SystemId};
use crate::scenario::model::{Link, Scenario};
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::counterpart::Pairing;
use crate::tracking::track::near::NearPairs;
use crate::tracking::track::relative::RelativeRegistration;
use crate::tracking::track::tracker::{KnownSensor, Tracker};

/// The tracker of a system that hears its own sensors alone, in a recording: what is stated of an
/// angle is the azimuth's standard deviation too, at every elevation, and each radar looks at all
/// in its view.
pub fn alone(scenario: &Scenario, system: SystemId) -> Tracker {
    let mut tracker = tracker(scenario, system, |_| false);
    tracker.looks_everywhere = true;
    for sensor in &mut tracker.sensors {
        if let Some(model) = &mut sensor.model {
            model.take_azimuth_as_stated();
        }
    }
    tracker
}

/// The tracker of a system, which also reads the sensors of others that `hears` is true of.
pub(super) fn tracker(
    scenario: &Scenario,
    system: SystemId,
    hears: impl Fn(SensorId) -> bool,
) -> Tracker {
    let rules = scenario.systems[system.index()].tracking;
    let sensors = scenario.sensor_ids();
    let known = |sensor: SensorId| {
        let owner = scenario.sensor_system(sensor);
        let is_own = owner == system;
        let is_by = |link: &Link| !is_own && link.from == owner && link.to == system;
        let link = scenario.links.iter().position(is_by);
        let model = (is_own || hears(sensor)).then(|| {
            let mut model = SensorModel::of(scenario, sensor);
            if !is_own {
                model.allow_for_bias(rules.partner_bias_sigmas);
            }
            model
        });
        KnownSensor { model, link: link.map(|link| LinkId(link as u16)), is_own }
    };
    let known: Vec<KnownSensor> = sensors.clone().map(known).collect();
    let readable = sensors.zip(&known).filter(|(_, known)| known.model.is_some());
    // The longest time between two looks at a line of sight.
    let revisit_ticks = readable.filter_map(|(sensor, _)| scenario.line_of_sight_ticks(sensor));
    let infrared_revisit_s = revisit_ticks.max().unwrap_or(0) as f64 * scenario.step_s;
    Tracker {
        system,
        rules,
        boosters: scenario.systems[system.index()].boosters.clone(),
        tracks: Vec::new(),
        counterparts: Vec::new(),
        pairing: Pairing::default(),
        relative: RelativeRegistration::default(),
        warnings: Vec::new(),
        sensors: known,
        heard: Vec::new(),
        numbers: 0,
        heirs: Vec::new(),
        near: NearPairs::default(),
        looks_everywhere: false,
        gone: Vec::new(),
        partner_s: f64::NEG_INFINITY,
        infrared_revisit_s,
        step_s: scenario.step_s,
    }
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
            tracker.sensors.push(KnownSensor {
                model: is_to_it.then(|| model.clone()),
                link: is_to_it.then_some(link),
                is_own: false,
            });
        }
    }
}
