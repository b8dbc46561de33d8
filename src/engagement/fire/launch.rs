//! Launch: a round leaves its magazine with a mission.

use crate::engagement::launcher::Magazine;
use crate::flight::interceptor::Round;
use crate::scenario::identity::{FireUnitId, InterceptorId, SystemId, TrackId};
use crate::scenario::model::Guidance;
use crate::tracking::filter::Belief;
use crate::world::journal::{Event, Evidence};
use crate::world::node::Owner;
use bevy_ecs::prelude::*;

/// Belief that a round was last guided on: by this it is told which object it flies to, whatever
/// that is called.
#[derive(Component, Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct GuidanceMemory(pub(crate) Option<GuidedBelief>);

/// Belief that a round was guided on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GuidedBelief {
    pub(crate) belief: Belief,
    /// Time of the latest evidence of the object then, s.
    pub(crate) evidence_s: f64,
    /// Whether a kill vehicle could have rested on what was known when the round was last told.
    pub(crate) may_rest: bool,
}

/// Purpose of an interceptor in flight, as its owner knows it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
#[require(GuidanceMemory)]
pub(crate) struct Mission {
    /// Number of the object in the owner's picture.
    pub(crate) object: u32,
    /// Time of the launch, s.
    pub(crate) launch_s: f64,
    /// Fastest shift of the aim point, m/s.
    pub(crate) midcourse_mps: f64,
    /// Time until which shifts of the aim point have been flown, s.
    pub(crate) guided_s: f64,
    /// Part of its flight in which it holds a channel.
    pub(crate) guidance: Guidance,
}

impl Mission {
    /// Whether the round holds a channel at a time before its intercept, s.
    pub(crate) fn holds_channel(&self, time_s: f64, intercept_s: f64) -> bool {
        let stretches = self.guidance.stretches([self.launch_s, intercept_s]);
        stretches
            .iter()
            .any(|[from_s, until_s]| from_s < until_s && (*from_s..=*until_s).contains(&time_s))
    }
}

/// Order of one shot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaunchOrder {
    pub(crate) round: Round,
    pub(crate) mission: Mission,
    pub(crate) track: TrackId,
    pub(crate) evidence: Evidence,
}

/// Takes a round from its magazine and sends it on its way; the event of it, for the launch time.
pub(crate) fn launch(
    commands: &mut Commands,
    magazine: &mut Magazine,
    (owner, unit): (SystemId, FireUnitId),
    order: LaunchOrder,
) -> Event {
    let interceptor = InterceptorId { unit, shot: magazine.launched as u16 };
    magazine.left -= 1;
    magazine.launched += 1;
    magazine.in_flight += 1;
    commands.spawn((interceptor, Owner(owner), order.round, order.mission));
    Event::Launched {
        interceptor,
        track: order.track,
        intercept_s: order.round.intercept_s,
        evidence: order.evidence,
    }
}
