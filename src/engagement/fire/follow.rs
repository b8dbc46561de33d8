//! Memory of shots where a picture changes its mind about what is one object.
//!
//! Rounds in flight, and the record of what was shot at an object, go with the part whose evidence
//! continues what the rounds were last guided on: of two parts that both fit it by the gate, the
//! one with the fresher evidence; where neither does, the nearer. A neighbour that had been seen
//! beside it takes nothing over. The other part remembers, until they are assessed, that the shots
//! may have been at it as well. Where an object has gone from the picture, its rounds and record go
//! on with one whose evidence began when its own had ended, if that is likelier to be the same than
//! to be new.

use crate::engagement::command::node::CommandNode;
use crate::engagement::command::record::Engagement;
use crate::engagement::fire::launch::{GuidanceMemory, GuidedBelief, Mission};
use crate::flight::interceptor::Round;
use crate::picture::{Picture, Reassociation, SystemTrack};
use crate::scenario::identity::{SystemId, TrackId};
use crate::tracking::filter::{Belief, GeneralisedDistance, generalised};
use crate::tracking::track::Tracker;
use crate::tracking::track::life::NEW_OBJECT_COST;
use crate::world::clock::Clock;
use crate::world::node::Owner;
use bevy_ecs::prelude::*;

/// Evidence that is later by less than this is no fresher: links are as slow, s.
const FRESHER_S: f64 = 15.0;

type Missions<'w, 's> =
    Query<'w, 's, (&'static Owner, &'static Round, &'static mut Mission, &'static GuidanceMemory)>;

/// Follows each picture where it found objects to be one, or two, and forgets what is over.
pub(crate) fn follow(
    mut missions: Missions,
    mut nodes: Query<(&mut CommandNode, &Tracker, &Picture)>,
    clock: Res<Clock>,
) {
    for (mut node, tracker, picture) in &mut nodes {
        let sight = Sight { tracker, picture, now_s: clock.now_s() };
        for change in &picture.changes {
            match *change {
                Reassociation::Merged { gone, kept } => {
                    take_over(&mut node, &mut missions, [gone, kept]);
                }
                Reassociation::Parted { object, remote } => {
                    part(&mut node, &mut missions, &sight, (object, remote));
                }
            }
        }
        while let Some(heir) = lost(&missions, &sight) {
            take_over(&mut node, &mut missions, heir);
        }
        let is_seen = |number| picture.track(number).is_some();
        node.engagements
            .retain(|engagement| engagement.in_flight > 0 || is_seen(engagement.number));
    }
}

/// Hands the rounds and the record of an object that is gone on to the one that is kept.
fn take_over(node: &mut CommandNode, missions: &mut Missions, [gone, kept]: [u32; 2]) {
    for (owner, _, mut mission, _) in missions {
        if owner.0 == node.system && mission.object == gone {
            mission.object = kept;
        }
    }
    let other = node.engagement(gone).clone();
    node.engagement(kept).absorb(&other);
    *node.engagement(gone) = Engagement::new(gone);
    node.rename_ordered([gone, kept]);
    node.standing.end();
}

/// Decides with which part of an object its rounds and its record go; the other part remembers.
fn part(
    node: &mut CommandNode,
    missions: &mut Missions,
    sight: &Sight,
    (number, remote): (u32, TrackId),
) {
    let mut objects = sight.picture.tracks.iter();
    let Some(other) = objects.find(|object| object.remote == Some(remote)) else {
        return;
    };
    if other.number == number || node.place(number).is_none() {
        return;
    }
    let guided = latest(missions, node.system, number);
    let until_s = last_assessed_s(node, missions, number);
    let survival = node.engagement(number).survival;
    let has_been_beside = other.born_s < sight.now_s;
    let goes = !has_been_beside && sight.is_continued_by(guided.as_ref(), number, other);
    let is_in_doubt = until_s > sight.now_s;
    let rest = if goes {
        take_over(node, missions, [number, other.number]);
        number
    } else {
        other.number
    };
    if is_in_doubt {
        node.engagement(rest).suspect(until_s, survival);
    }
}

/// Time by which the last of the shots at an object, own or the partner's, will be assessed, s.
fn last_assessed_s(node: &mut CommandNode, missions: &Missions, number: u32) -> f64 {
    let (system, delay_s) = (node.system, node.rules.assessment_delay_s);
    let of_it = missions
        .iter()
        .filter(|(owner, _, mission, _)| owner.0 == system && mission.object == number);
    let own_s = of_it.map(|(_, round, ..)| round.intercept_s + delay_s);
    own_s.fold(node.engagement(number).partner_until_s, f64::max)
}

/// Belief that the rounds at an object were last guided on.
fn latest(missions: &Missions, system: SystemId, number: u32) -> Option<GuidedBelief> {
    let of_it = missions
        .iter()
        .filter(|(owner, _, mission, _)| owner.0 == system && mission.object == number);
    let guided = of_it.filter_map(|(.., guided)| guided.0);
    guided.max_by(|a, b| a.belief.time_s.total_cmp(&b.belief.time_s))
}

/// An object with rounds in flight that has gone from the picture, and the one that continues it.
fn lost(missions: &Missions, sight: &Sight) -> Option<[u32; 2]> {
    let system = sight.picture.system;
    let gone = missions.iter().filter(|(owner, _, mission, _)| {
        owner.0 == system && sight.picture.track(mission.object).is_none()
    });
    gone.filter_map(|(.., mission, guided)| {
        let heir = sight.heir(&guided.0?)?;
        Some([mission.object, heir])
    })
    .min()
}

/// A node's view at the present.
struct Sight<'a> {
    tracker: &'a Tracker,
    picture: &'a Picture,
    now_s: f64,
}

impl Sight<'_> {
    /// Whether what rounds were guided on goes on as the partner's part of an object, rather than
    /// as the own one that has the number still.
    fn is_continued_by(
        &self,
        guided: Option<&GuidedBelief>,
        number: u32,
        remote: &SystemTrack,
    ) -> bool {
        let own = self.picture.track(number).and_then(|object| object.own);
        let own = own.and_then(|own| self.tracker.track(own));
        let told = self.picture.remote.iter().find(|told| Some(told.id) == remote.remote);
        let (Some(own), Some(told)) = (own, told) else {
            return own.is_none() && told.is_some();
        };
        let to = |belief: &Belief| {
            let guided = self.tracker.coasted(&guided?.belief, self.now_s);
            generalised(&guided, belief)
        };
        let parts = [
            ObjectPart {
                evidence_s: own.plot_s,
                apart: to(&self.tracker.belief_at(own, self.now_s)),
            },
            ObjectPart {
                evidence_s: told.valid_s,
                apart: to(&self.tracker.coasted(&told.belief, self.now_s)),
            },
        ];
        let gate_sigma = self.tracker.rules.gate_sigma;
        is_second(parts, gate_sigma * gate_sigma)
    }

    /// The object that continues one that is gone, if there is one.
    fn heir(&self, guided: &GuidedBelief) -> Option<u32> {
        let gate2 = self.tracker.rules.gate_sigma * self.tracker.rules.gate_sigma;
        let belief = self.tracker.coasted(&guided.belief, self.now_s);
        let later = self.picture.tracks.iter().filter(|object| object.since_s > guided.evidence_s);
        let near = later.filter_map(|object| {
            let other = self.picture.belief(object, self.tracker, self.now_s)?;
            let apart = generalised(&belief, &other)?;
            let cost = apart.distance2 + apart.log_volume;
            let is_it = apart.distance2 <= gate2 && cost <= NEW_OBJECT_COST;
            is_it.then_some((cost, object.number))
        });
        near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, number)| number)
    }
}

/// A part of what was one object.
#[derive(Debug, Clone, Copy)]
struct ObjectPart {
    /// Time of its latest evidence, s.
    evidence_s: f64,
    /// Distance from what rounds were guided on, if any were.
    apart: Option<GeneralisedDistance>,
}

/// Choice of the part that continues: true of the second.
fn is_second([one, other]: [ObjectPart; 2], gate2: f64) -> bool {
    let is_fresher = other.evidence_s > one.evidence_s + FRESHER_S;
    let (Some(a), Some(b)) = (one.apart, other.apart) else {
        return is_fresher;
    };
    let fits = [a, b].map(|apart| apart.distance2 <= gate2);
    match fits {
        [true, true] if is_fresher => true,
        [true, true] if one.evidence_s > other.evidence_s + FRESHER_S => false,
        [true, true] => b.distance2 + b.log_volume < a.distance2 + a.log_volume,
        [false, true] => true,
        [true, false] => false,
        [false, false] => b.distance2 < a.distance2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(evidence_s: f64, distance2: f64, log_volume: f64) -> ObjectPart {
        ObjectPart { evidence_s, apart: Some(GeneralisedDistance { distance2, log_volume }) }
    }

    /// Own part and the partner's, by time of evidence, distance and volume.
    #[test]
    fn rounds_go_with_the_evidence_that_continues() {
        let gate2 = 20.0;
        // The own track is stale and wide: all is near to it. The partner's is live and sharp.
        assert!(is_second([part(100.0, 1.0, 90.0), part(160.0, 3.0, 60.0)], gate2));
        // The partner's live track is of something else.
        assert!(!is_second([part(100.0, 1.0, 90.0), part(160.0, 400.0, 60.0)], gate2));
        // Both are live: the sharper one of those that fit.
        assert!(!is_second([part(160.0, 3.0, 60.0), part(158.0, 1.0, 70.0)], gate2));
        // Neither fits: the nearer.
        assert!(is_second([part(160.0, 90.0, 60.0), part(158.0, 30.0, 60.0)], gate2));
        // Nothing was guided: the fresher, if it is by much, else the own.
        let bare = |evidence_s| ObjectPart { evidence_s, apart: None };
        assert!(is_second([bare(100.0), bare(160.0)], gate2));
        assert!(!is_second([bare(158.0), bare(160.0)], gate2));
    }
}
