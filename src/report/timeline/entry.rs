//! What a story is made of: entries, each with its time, its side, and what happened in names.

use super::launch::Launch;
use crate::scenario::identity::Object;
use crate::world::journal::Hold;
use serde::Serialize;
use serde::Serializer;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// When, s.
    pub time_s: f64,
    /// To whom, or by whom.
    pub who: Who,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// Whose side of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// What really happens, whoever knows: `truth` in the reports.
    Truth,
    /// A system, by name.
    System(String),
}

/// A track, by its system's number, with what it really is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackName {
    /// The system that keeps it.
    pub system: String,
    /// Its number there.
    pub number: u32,
    /// The threat that most of its plots saw; `None`: no one threat.
    pub really: Option<String>,
    /// The object of that threat that most of its plots saw; `None`: no one object.
    pub object: Option<Object>,
}

/// The first message on a subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// The sender's track that it is about.
    pub track: TrackName,
    /// When it will arrive, s; `None`: it is lost.
    pub arrival_s: Option<f64>,
}

/// What happened. Names are those of the scenario, an interceptor's is its fire unit's and a number
/// from 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the fields are said in `words`, a sentence for each variant"
)]
pub enum What {
    /// A threat is launched.
    Launch {
        threat: String,
        threat_type: String,
        aim: String,
        aim_system: String,
    },
    /// Its thrust ends.
    Cutoff { threat: String },
    /// Objects part from its payload.
    Released {
        threat: String,
        objects: Vec<Object>,
    },
    /// A system's sensors of a kind (radars, satellites, …) see an object for the first time.
    Detection {
        threat: String,
        object: Object,
        sensor: String,
        sensor_kind: String,
    },
    /// A warning is formed.
    Warning {
        track: TrackName,
        launch: Box<Launch>,
    },
    /// A booster is judged to have burnt out.
    BurnedOut {
        track: TrackName,
        launch: Box<Launch>,
    },
    /// A radar track is confirmed.
    Confirmed { track: TrackName },
    /// A confirmed track is dropped while its object flies.
    Dropped { track: TrackName },
    /// First messages on some subjects are sent.
    Sent {
        to: String,
        about: &'static str,
        messages: Vec<Message>,
    },
    /// The first message on a subject arrives.
    Received {
        from: String,
        about: &'static str,
        track: TrackName,
        age_s: f64,
    },
    /// A system has a track that it may launch on.
    Firm { track: TrackName },
    /// An own and a remote track are taken for one object.
    Correlated { own: TrackName, remote: TrackName },
    /// A system may shoot at an object, and has time for so many shots one after the other.
    Engageable {
        track: TrackName,
        opportunities: u32,
        earliest_launch_s: f64,
        latest_launch_s: f64,
    },
    /// A system holds fire at an object that comes down on its own territory.
    Held { track: TrackName, reason: Hold },
    /// A system learns that its partner has not shot at what is the partner's to shoot at.
    NoShotCame { track: TrackName, reliance: f64 },
    /// A volley is ordered.
    Ordered {
        fire_unit: String,
        shots: u32,
        track: TrackName,
        intercept_s: f64,
        latest_order_s: f64,
        impact_s: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        payload_probability: Option<f64>,
    },
    /// Interceptors leave.
    Launched {
        interceptors: Vec<String>,
        track: TrackName,
        intercept_s: f64,
    },
    /// An interceptor meets its time.
    Intercept {
        interceptor: String,
        threat: Option<String>,
        object: Option<Object>,
        miss_m: Option<f64>,
        reach_m: f64,
        result: &'static str,
    },
    /// A system judges shots.
    Assessed {
        interceptors: Vec<String>,
        track: Option<TrackName>,
        killed: bool,
        right: bool,
    },
    /// A spent stage or a decoy, or what is left of it, comes down.
    Fall {
        threat: String,
        object: Object,
        dead: bool,
    },
    /// A threat's payload, or what is left of it, comes down.
    Impact {
        threat: String,
        dead: bool,
        asset: Option<String>,
        aim: String,
        aim_distance_m: f64,
        latitude_deg: f64,
        longitude_deg: f64,
    },
}

impl Who {
    /// The word in the reports.
    pub fn name(&self) -> &str {
        match self {
            Self::Truth => "truth",
            Self::System(name) => name,
        }
    }
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Entry {
    /// Takes in an entry that tells more of the same: a volley, or messages sent at one time.
    pub(super) fn takes_in(&mut self, other: &Self) -> bool {
        is_same(self.time_s, other.time_s) && self.who == other.who && self.what.adds(&other.what)
    }
}

impl What {
    /// Adds what differs only in what can be counted together; else changes nothing.
    fn adds(&mut self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Sent {
                    to,
                    about,
                    messages,
                },
                Self::Sent {
                    to: other_to,
                    about: other_about,
                    messages: more,
                },
            ) if to == other_to && about == other_about => messages.extend_from_slice(more),
            (
                Self::Ordered {
                    fire_unit,
                    shots,
                    track,
                    intercept_s,
                    ..
                },
                Self::Ordered {
                    fire_unit: other_unit,
                    shots: more,
                    track: other_track,
                    intercept_s: other_s,
                    ..
                },
            ) if fire_unit == other_unit
                && track == other_track
                && is_same(*intercept_s, *other_s) =>
            {
                *shots += more;
            }
            (
                Self::Launched {
                    interceptors,
                    track,
                    intercept_s,
                },
                Self::Launched {
                    interceptors: more,
                    track: other_track,
                    intercept_s: other_s,
                },
            ) if track == other_track && is_same(*intercept_s, *other_s) => {
                interceptors.extend_from_slice(more);
            }
            (
                Self::Assessed {
                    interceptors,
                    track,
                    killed,
                    right,
                },
                Self::Assessed {
                    interceptors: more,
                    track: other_track,
                    killed: other_killed,
                    right: other_right,
                },
            ) if track == other_track && killed == other_killed && right == other_right => {
                interceptors.extend_from_slice(more);
            }
            (this, other) => return this.adds_objects(other),
        }
        true
    }

    /// Adds objects that part from the same payload.
    fn adds_objects(&mut self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Released { threat, objects },
                Self::Released {
                    threat: other,
                    objects: more,
                },
            ) if threat == other => objects.extend_from_slice(more),
            _ => return false,
        }
        true
    }
}

/// Whether two times are one and the same, not only near.
fn is_same(one_s: f64, other_s: f64) -> bool {
    one_s.total_cmp(&other_s).is_eq()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(number: u32) -> TrackName {
        TrackName {
            system: "west".into(),
            number,
            really: None,
            object: None,
        }
    }

    fn at(time_s: f64, what: What) -> Entry {
        let who = Who::System("west".into());
        Entry { time_s, who, what }
    }

    fn ordered(fire_unit: &str, number: u32) -> What {
        What::Ordered {
            fire_unit: fire_unit.into(),
            shots: 1,
            track: track(number),
            intercept_s: 9.0,
            latest_order_s: 500.0,
            impact_s: None,
            payload_probability: None,
        }
    }

    #[test]
    fn the_shots_of_a_volley_become_one_order() {
        let mut order = at(1.0, ordered("unit", 5));
        assert!(order.takes_in(&at(1.0, ordered("unit", 5))));
        assert!(matches!(order.what, What::Ordered { shots: 2, .. }));
    }

    #[test]
    fn what_differs_stays_apart() {
        let others = [
            at(2.0, ordered("unit", 5)),
            at(1.0, ordered("other", 5)),
            at(1.0, ordered("unit", 6)),
            at(1.0, What::Firm { track: track(5) }),
        ];
        for other in others {
            let mut order = at(1.0, ordered("unit", 5));
            assert!(!order.takes_in(&other), "{other:?}");
            assert_eq!(order, at(1.0, ordered("unit", 5)));
        }
    }

    #[test]
    fn an_entry_is_flat_json_with_its_kind() {
        let json = serde_json::to_value(at(1.0, What::Firm { track: track(5) })).unwrap();
        let expected = serde_json::json!({
            "time_s": 1.0, "who": "west", "kind": "firm",
            "track": {"system": "west", "number": 5, "really": null, "object": null},
        });
        assert_eq!(json, expected);
        let truth = serde_json::to_value(Who::Truth).unwrap();
        assert_eq!(truth, "truth");
    }
}
