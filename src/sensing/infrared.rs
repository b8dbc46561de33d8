//! Infrared early-warning satellites: they see boosters burn, and measure only where.
//!
//! From a geostationary place a satellite sees a thrusting booster above the cloud-break altitude
//! and above the Earth's limb, with a fixed probability a look, and measures its line of sight with
//! noise and a fixed pointing error. Leaves out intensity, the background and the Sun.

use super::coverage::Obstacle;
use super::coverage::Probe;
use super::coverage::Taken;
use super::plot::LineOfSight;
use super::plot::Measurement;
use super::plot::Plot;
use super::plot::Plots;
use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::Ecef;
use crate::earth::frames::altitude_approx_m;
use crate::earth::sight;
use crate::flight::threat::Fate;
use crate::flight::threat::TrueState;
use crate::random::Purpose;
use crate::random::pair;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::SensorId;
use crate::scenario::parts::SatelliteKind;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::journal::PlotOrigin;
use crate::world::node::Case;
use crate::world::node::Luck;
use crate::world::node::Nodes;
use crate::world::node::Owner;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

/// A satellite at its place.
#[derive(Component, Debug, Clone)]
pub struct Satellite {
    kind: SatelliteKind,
    place: Ecef,
    bias_rad: [f64; 2],
}

pub(super) fn spawn(world: &mut World, case: &Case) {
    let radars = case.scenario.radars.len();
    for (index, satellite) in case.scenario.satellites.iter().enumerate() {
        let sensor = SensorId((radars + index) as u16);
        let mut stream = case
            .luck
            .stream(Purpose::Registration, u64::from(sensor.0), 0);
        let bias_rad = [(); 2]
            .map(|()| satellite.kind.angle_bias_rad * stream.sample::<f64, _>(StandardNormal));
        let body = Satellite {
            kind: satellite.kind,
            place: satellite.place.ecef(),
            bias_rad,
        };
        world.spawn((sensor, Owner(satellite.system), body));
    }
}

/// Every satellite looks at the boosters in its view.
pub(super) fn look(
    satellites: Query<(&SensorId, &Owner, &Satellite)>,
    objects: Query<(&ObjectId, &TrueState)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck): (Res<Nodes>, Res<Clock>, Res<Luck>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, satellite) in &satellites {
        if !clock.every(satellite.kind.revisit_ticks) {
            continue;
        }
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        for (object, truth) in objects.iter().filter(|(_, truth)| satellite.sees(truth)) {
            let entity = pair(u32::from(sensor.0), object.key());
            let mut stream = luck.0.stream(Purpose::Look, entity, clock.tick);
            if stream.random::<f64>() >= satellite.kind.detection_probability {
                continue;
            }
            let errors = [(); 2].map(|()| stream.sample(StandardNormal));
            let line = satellite.measure(&truth.state.position_m, errors);
            let tick = clock.tick as u32;
            let serial = journal.register(PlotOrigin {
                tick,
                sensor: *sensor,
                object: Some(*object),
            });
            let measurement = Measurement::Infrared(line);
            inbox.0.push(Plot {
                time_s: clock.now_s(),
                sensor: *sensor,
                serial,
                measurement,
            });
        }
    }
}

impl Satellite {
    fn sees(&self, truth: &TrueState) -> bool {
        truth.fate == Fate::Flying
            && truth.phase == FlightPhase::Boost
            && altitude_approx_m(&truth.state.position_m) > self.kind.cloud_break_m
            && sight::visible(self.place, Ecef(truth.state.position_m))
    }

    /// What it can make of an object that flies, or what stands between, for the record.
    pub(super) fn probe(&self, clock: Clock, truth: &TrueState) -> Result<Probe, Obstacle> {
        let position_m = truth.state.position_m;
        if truth.phase != FlightPhase::Boost {
            return Err(Obstacle::NoThrust);
        }
        if altitude_approx_m(&position_m) <= self.kind.cloud_break_m {
            return Err(Obstacle::Clouds);
        }
        if !self.sees(truth) {
            return Err(Obstacle::Earth);
        }
        let looks = clock.every(self.kind.revisit_ticks);
        let chance = looks.then_some(self.kind.detection_probability);
        Ok(Probe {
            range_m: (position_m - self.place.0).norm(),
            elevation_rad: None,
            best: chance,
            search: chance,
            taken: chance.map(|chance| Taken { chance, snr: None }),
            is_tasked: false,
        })
    }

    /// The measured line of sight, given two standard normal draws.
    fn measure(&self, position_m: &Vector3<f64>, errors: [f64; 2]) -> LineOfSight {
        let true_direction = (position_m - self.place.0).normalize();
        let (first, second) = across(&true_direction);
        let angle = |axis: usize| self.bias_rad[axis] + self.kind.angle_error_rad * errors[axis];
        let direction = (true_direction + first * angle(0) + second * angle(1)).normalize();
        LineOfSight {
            origin_m: self.place.0,
            direction,
            sigma_rad: self.kind.angle_error_rad,
        }
    }
}

/// Two unit vectors that stand across a direction and each other: the first is horizontal in the
/// Earth's sense, so that errors keep their meaning from look to look.
pub(crate) fn across(direction: &Vector3<f64>) -> (Vector3<f64>, Vector3<f64>) {
    let level = direction.cross(&Vector3::z());
    // A direction along the Earth's axis has no horizontal of its own.
    let first = level.try_normalize(1e-9).unwrap_or_else(Vector3::x);
    (first, direction.cross(&first))
}
