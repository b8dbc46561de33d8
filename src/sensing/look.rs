//! Looks of every sensor but the radars: the same for the built-in satellites and for kinds that a
//! crate has added.
//!
//! Each sensor looks, at its revisit, at each object that flies; what it sees of it, how likely and
//! how well, it says itself ([`Sensor`]). The luck of a look has the name (sensor, object, tick),
//! that of a sensor's registration error its number, so no sensor can shift another's draws.

use super::discrimination::Discriminator;
use super::infrared;
use super::plot::Plots;
use super::probe::{ActualLook, Obstacle, Probe};
use crate::earth::frames::Ecef;
use crate::flight::truth::{TrueState, Visibility};
use crate::random::{Purpose, RunSeed, pair};
use crate::scenario::identity::{ObjectId, SensorId, SystemId};
use crate::scenario::model::OutagePart;
use crate::sensor::{LookDraws, Measurement, ObjectTruth, Sensor};
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::{Case, Luck, Nodes, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use rand::RngExt;
use rand_distr::StandardNormal;
use std::sync::Arc;

/// A sensor in a run.
#[derive(Component, Debug, Clone)]
pub struct Instrument {
    sensor: Arc<dyn Sensor>,
    revisit_ticks: u64,
    registration: [f64; 3],
    separation: f64,
}

/// Puts the sensors in their places.
///
/// # Panics
/// If a sensor states what cannot be, a bug of its kind.
pub(super) fn spawn(world: &mut World, case: &Case) {
    let scenario = case.scenario;
    let satellites = scenario.satellites.iter().map(|satellite| {
        let sensor = infrared::sensor(satellite, scenario.step_s);
        (satellite.system, satellite.kind.revisit_ticks, sensor)
    });
    let others = scenario
        .sensors
        .iter()
        .map(|other| (other.system, other.revisit_ticks, other.sensor.clone()));
    let all: Vec<(SystemId, u64, Arc<dyn Sensor>)> = satellites.chain(others).collect();
    for (number, (system, revisit_ticks, sensor)) in (scenario.radars.len()..).zip(all) {
        let (product, bias) = (sensor.product(), sensor.stated_bias());
        assert!(
            product.is_sound() && bias.is_sound(),
            "a sensor states what cannot be: {product:?}, {bias:?} of {sensor:?}"
        );
        let id = SensorId(number as u16);
        let separation = sensor.discrimination();
        assert!(
            (0.0..f64::INFINITY).contains(&separation),
            "a sensor states a discrimination of {separation}: {sensor:?}"
        );
        assert!(
            (0.0..=1.0).contains(&sensor.reveals()),
            "a sensor reveals no share of objects: {sensor:?}"
        );
        let registration = registration(id, case.luck);
        let instrument = Instrument { sensor, revisit_ticks, registration, separation };
        world.spawn((id, Owner(system), instrument));
    }
}

/// A sensor's own luck in a run.
fn registration(sensor: SensorId, luck: RunSeed) -> [f64; 3] {
    let mut stream = luck.stream(Purpose::Registration, u64::from(sensor.0), 0);
    [(); 3].map(|()| stream.sample(StandardNormal))
}

/// Every sensor whose time it is looks at every object that flies.
pub(super) fn look(
    instruments: Query<(&SensorId, &Owner, &Instrument)>,
    objects: Query<(&ObjectId, &TrueState, &Visibility)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck, outages): (Res<Nodes>, Res<Clock>, Res<Luck>, Res<Outages>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, instrument) in &instruments {
        let is_down = outages.is_down(OutagePart::Sensor(*sensor), clock.now_s());
        if is_down || !clock.every(instrument.revisit_ticks) {
            continue;
        }
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        for (object, truth, visible) in &objects {
            if !visible.is_seen(truth, clock.now_s()) {
                continue;
            }
            let entity = pair(u32::from(sensor.0), object.key());
            let seen = seen(*clock, truth, visible);
            let Some(measurement) = instrument.glance(entity, &seen, *clock, luck.0) else {
                continue;
            };
            let known = Discriminator {
                separation: instrument.separation,
                sensor: *sensor,
                tick: clock.tick,
                luck: luck.0,
            };
            let of = (object, truth, visible);
            inbox.report_look(&mut journal, &known, of, (clock.now_s(), measurement));
        }
    }
}

fn seen(clock: Clock, truth: &TrueState, visible: &Visibility) -> ObjectTruth {
    ObjectTruth {
        time_s: clock.now_s(),
        place: Ecef(truth.state.position_m),
        velocity_mps: truth.state.velocity_mps,
        phase: truth.phase,
        cross_section_m2: visible.signature.cross_section_m2(truth.phase),
        fluctuation: visible.signature.fluctuation,
    }
}

impl Instrument {
    /// Chances to see an object that flies, or that it does not see it, for the record of
    /// its coverage.
    pub(super) fn probe(
        &self,
        clock: Clock,
        (truth, visible): (&TrueState, &Visibility),
    ) -> Result<Probe, Obstacle> {
        let chance = self.sensor.chance(&seen(clock, truth, visible));
        let in_view = chance.ok_or(Obstacle::Unseen)?;
        let taken = clock.every(self.revisit_ticks).then_some(in_view);
        Ok(Probe { best: taken, search: taken, taken: taken.map(ActualLook::Scan) })
    }

    /// One look at one object; `None` if it gives no plot.
    ///
    /// # Panics
    /// If the sensor breaks its promises, a bug of its kind.
    fn glance(
        &self,
        entity: u64,
        seen: &ObjectTruth,
        clock: Clock,
        luck: RunSeed,
    ) -> Option<Measurement> {
        let chance = self.sensor.chance(seen)?;
        let what = &self.sensor;
        assert!((0.0..=1.0).contains(&chance), "a look has the chance {chance}: {what:?}");
        let revealed = what.reveals();
        // Most sensors see all that they may, and draw nothing for it.
        if revealed < 1.0 {
            let uniform: f64 = luck.stream(Purpose::Reveal, entity, 0).random();
            if uniform >= revealed {
                return None;
            }
        }
        let stream = luck.stream(Purpose::Look, entity, clock.tick);
        let mut draws = LookDraws::new(self.registration, stream);
        if draws.uniform() >= chance {
            return None;
        }
        let measurement = self.sensor.measure(seen, &mut draws);
        assert!(
            measurement.is_sound() && what.product().is_of(&measurement),
            "a measurement is none: {measurement:?} of {what:?}"
        );
        Some(measurement)
    }
}
