//! Fire units as a planner sees them, and their stock.

use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::{FireUnit, InterceptorKind};
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use std::sync::Arc;

/// A fire unit as a planner sees it.
#[derive(Debug, Clone)]
pub struct Launcher {
    /// Its number.
    pub unit: FireUnitId,
    /// Its owner.
    pub owner: SystemId,
    /// Its place, ECEF, m.
    pub position_m: Vector3<f64>,
    /// Kind of its interceptors.
    pub kind: Arc<InterceptorKind>,
    /// Interceptors it is believed to have left: exact for an own one.
    pub left: u32,
    /// Interceptors it has launched: exact for an own one.
    pub launched: u32,
    /// Whether it is known to be down.
    pub is_down: bool,
    /// Interceptors that it can guide at a time.
    pub channels: u32,
    /// Times from which and until which its interceptors in flight hold a channel, s.
    pub held_s: Vec<[f64; 2]>,
    /// Time that an order takes to it, s: none to an own one.
    pub order_delay_s: f64,
}

impl Launcher {
    /// A fire unit at the start of a run.
    pub fn new(number: FireUnitId, unit: &FireUnit) -> Self {
        Self {
            unit: number,
            owner: unit.system,
            position_m: unit.place.ecef().0,
            kind: unit.kind.clone(),
            left: unit.inventory,
            launched: 0,
            is_down: false,
            channels: unit.channels,
            held_s: Vec::new(),
            order_delay_s: 0.0,
        }
    }

    /// Interceptors that it could launch: none while it is down.
    pub fn ready(&self) -> u32 {
        if self.is_down { 0 } else { self.left }
    }

    /// Whether it has a channel free for a shot, with its launch and its intercept, s: at the start
    /// of each stretch that it would be held, and whenever another is taken meanwhile.
    pub(crate) fn has_channel(&self, flight_s: [f64; 2]) -> bool {
        let held_at = |time_s: f64| {
            let held = self.held_s.iter();
            held.filter(|[from_s, until_s]| *from_s <= time_s && time_s < *until_s).count()
        };
        self.kind.guidance.stretches(flight_s).iter().all(|[from_s, until_s]| {
            let taken = self.held_s.iter().map(|[taken_s, _]| *taken_s);
            let within = taken.filter(|taken_s| taken_s > from_s && taken_s < until_s);
            let mut times = within.chain([*from_s]);
            from_s >= until_s || times.all(|time_s| held_at(time_s) < self.channels as usize)
        })
    }

    /// Takes back a shot that was ordered and not fired, told by its launch and its intercept, s.
    pub(crate) fn take_back(&mut self, flight_s: [f64; 2]) {
        self.left += 1;
        self.launched = self.launched.saturating_sub(1);
        for stretch in self.kind.guidance.stretches(flight_s) {
            let is_it = |held: &[f64; 2]| {
                held.iter().zip(&stretch).all(|(held_s, its_s)| (held_s - its_s).abs() < 1e-6)
            };
            if let Some(place) = self.held_s.iter().position(is_it) {
                self.held_s.remove(place);
            }
        }
    }

    /// Counts a shot that is ordered now, with its launch and its intercept, s.
    pub(crate) fn count_order(&mut self, flight_s: [f64; 2]) {
        self.left = self.left.saturating_sub(1);
        self.launched += 1;
        let stretches = self.kind.guidance.stretches(flight_s);
        self.held_s.extend(stretches.iter().filter(|[from_s, until_s]| from_s < until_s));
    }
}

/// A fire unit's stock.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Magazine {
    /// Interceptors left.
    pub left: u32,
    /// Interceptors launched.
    pub launched: u32,
    /// Interceptors in flight.
    pub in_flight: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engagement::forecast::battlespace::tests::launcher;
    use crate::scenario::model::Guidance;
    use proptest::prelude::*;

    proptest! {
        /// A shot that was ordered and taken back holds nothing, whatever part of its flight would
        /// have held a channel; others hold theirs.
        #[test]
        fn what_is_taken_back_holds_nothing(
            (uplink_s, end_s) in (0.0..400.0_f64, 0.0..400.0_f64),
            (other_s, launch_s, flight_s) in (0.0..300.0_f64, 0.0..300.0_f64, 1.0..600.0_f64),
        ) {
            let mut launcher = launcher(40.0, 30.0, 0);
            Arc::make_mut(&mut launcher.kind).guidance = Guidance { uplink_s, end_s };
            launcher.count_order([other_s, other_s + flight_s]);
            let before = launcher.clone();
            launcher.count_order([launch_s, launch_s + flight_s]);
            launcher.take_back([launch_s, launch_s + flight_s]);
            prop_assert_eq!(launcher.held_s, before.held_s);
            prop_assert_eq!([launcher.left, launcher.launched], [before.left, before.launched]);
        }
    }
}
