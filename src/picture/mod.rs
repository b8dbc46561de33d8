//! The picture that each system has: its own tracks joined with what its partner sent, and what its
//! radars should look at.

mod correlate;
pub mod cue;
pub mod fuse;
#[expect(clippy::module_inception, reason = "the room's noun")]
mod picture;
pub mod schedule;
mod succession;
mod track;

pub use self::picture::Picture;
pub use self::track::{Reassociation, RemoteTrack, SystemTrack};

use crate::exchange::message::Inbox;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Use;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::{Case, Nodes};
use crate::world::phase::Phase;
use crate::world::sample::{self, PackedCovariance};
use bevy_ecs::prelude::*;

/// Gives every node its picture.
pub fn spawn(world: &mut World, case: &Case) {
    let usage = case.architecture.exchange.map_or(Use::Awareness, |exchange| exchange.usage);
    let nodes = world.resource::<Nodes>().0.clone();
    for (index, node) in nodes.into_iter().enumerate() {
        let rules = &case.scenario.systems[index].tracking;
        let picture = Picture::new(SystemId(index as u16), usage, rules);
        world.entity_mut(node).insert(picture);
    }
    cue::spawn(world);
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    tick.add_systems((compile, cue::point).chain().in_set(Phase::Picture));
}

/// Every node brings its picture up to date.
fn compile(
    mut nodes: Query<(&Tracker, &mut Inbox, &mut Picture)>,
    clock: Res<Clock>,
    mut journal: ResMut<Journal>,
) {
    for (tracker, mut inbox, mut picture) in &mut nodes {
        for (link, message) in inbox.0.drain(..) {
            if picture.hear(&message, clock.now_s()) {
                journal.used(link, clock.now_s() - message.valid_s);
            } else {
                journal.late(link);
            }
        }
        picture.compile(tracker, clock.now_s(), &mut journal);
        if sample::is_due(*clock) {
            write_down(&picture, tracker, clock.now_s(), &mut journal);
        }
    }
}

/// Writes down what is believed of each object, as far as the node may launch on it.
fn write_down(picture: &Picture, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
    for track in &picture.tracks {
        if let Some(belief) = picture.belief(track, tracker, now_s) {
            let own = track.own.and_then(|own| tracker.track(own));
            journal.samples.beliefs.push(sample::BeliefSample {
                system: picture.system,
                number: track.number,
                state: belief.state,
                spread: PackedCovariance::of(&belief.covariance.matrix()),
                innovations: own.map_or([0.0; 2], |own| own.estimate.innovations()),
            });
        }
    }
}
