//! One object in a picture, and a track that the partner sent.

use crate::scenario::identity::TrackId;
use crate::tracking::filter::Belief;

/// Time for which an alert is of use, s: as long as an own warning.
const ALERT_LIFE_S: f64 = 600.0;

/// One object in a node's picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemTrack {
    /// Its number in this picture, kept for life.
    pub number: u32,
    /// The own track of it.
    pub own: Option<u32>,
    /// The partner's track of it.
    pub remote: Option<TrackId>,
    /// If there are both, true if it is beyond doubt that they are one object.
    pub is_sure: bool,
    /// Time since which it may be launched on, s.
    pub firm_s: Option<f64>,
    /// Time since which there has been evidence of it, s.
    pub since_s: f64,
    /// Time at which it came into this picture, s.
    pub born_s: f64,
}

/// A change of what a picture takes for one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reassociation {
    /// Two objects were found to be one.
    Merged {
        /// The number that went.
        gone: u32,
        /// The one that stays.
        kept: u32,
    },
    /// Own and remote track of an object were found to be of two: the number stays with the own.
    Parted {
        /// The object's number.
        object: u32,
        /// The partner's track.
        remote: TrackId,
    },
}

/// A booster that own satellites and the partner's have seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WarnedBooster {
    /// The own warning of it.
    pub(super) own: u32,
    /// The partner's alert.
    pub(super) alert: TrackId,
    /// Belief of both together, from when both take it for burnt out; for the present, or some
    /// seconds before.
    pub(super) belief: Option<Belief>,
}

/// A track that a partner sent.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteTrack {
    /// The partner's number of it.
    pub id: TrackId,
    /// Time of validity of what was last heard, s.
    pub valid_s: f64,
    /// Time of validity of what was first heard, s.
    pub since_s: f64,
    /// Belief from that for the present, or some seconds before, with what the partner's
    /// registration errors leave open.
    pub belief: Belief,
    /// Time until which that holds, s; a booster that may burn on is known only for a while.
    pub holds_until_s: f64,
    /// Evidence of the partner's sensors that it is a payload, nats.
    pub payload_evidence_nats: f64,
    /// True if it has been heard of since the picture was last compiled.
    pub(super) is_renewed: bool,
}

impl RemoteTrack {
    /// True of an alert whose booster is taken for burnt out.
    pub(super) fn is_burnt_out(&self) -> bool {
        self.holds_until_s.is_infinite()
    }

    /// True of an alert neither too old nor past what it holds for.
    pub(super) fn is_alert_of_use(&self, now_s: f64) -> bool {
        now_s <= self.holds_until_s && self.valid_s >= now_s - ALERT_LIFE_S
    }

    /// A track as it was just heard of.
    pub(super) fn heard(id: TrackId, belief: &Belief) -> Self {
        Self {
            id,
            valid_s: belief.time_s,
            since_s: belief.time_s,
            belief: *belief,
            holds_until_s: f64::INFINITY,
            payload_evidence_nats: 0.0,
            is_renewed: true,
        }
    }
}

/// Replaces what is known of a partner's track by what was heard, if that is later; returns whether
/// it is.
pub(super) fn renew(known: &mut Vec<RemoteTrack>, heard: RemoteTrack) -> bool {
    match known.iter_mut().find(|other| other.id == heard.id) {
        Some(other) if other.valid_s < heard.valid_s => {
            *other = RemoteTrack { since_s: other.since_s, ..heard };
        }
        Some(_) => return false,
        None => known.push(heard),
    }
    true
}
