//! Kill assessment by the owner's sensors of a shot that has met its time.
//!
//! The object nearest the shot is dead or alive, or the opposite where the watcher's luck says so
//! (Wilkening, *Science & Global Security* 8, 1999: shoot-look-shoot with errors of kill
//! assessment).

use crate::flight::interceptor::{ShotObservation, TrueResult};
use bevy_ecs::prelude::*;

/// Observes the rounds that were settled in this tick.
pub(super) fn observe(mut rounds: Query<(&TrueResult, &mut ShotObservation), Changed<TrueResult>>) {
    for (ending, mut observation) in &mut rounds {
        if let Some(end) = ending.0 {
            observation.0 = Some(end.looks_dead);
        }
    }
}
