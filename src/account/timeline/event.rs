//! Entries of a timeline: each with its time, its actor, and an event in names.

use super::name::{Actor, InterceptorName, TrackName};
use super::warning::LaunchWarning;
use crate::scenario::identity::Object;
use crate::world::journal::{Hold, ShotResult};
use serde::Serialize;

/// An event with its time and its actor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineEntry {
    /// Time, s.
    pub time_s: f64,
    /// The actor.
    #[serde(rename = "who")]
    pub actor: Actor,
    /// The event.
    #[serde(flatten)]
    pub event: TimelineEvent,
}

/// Subject of a message, without its track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageTopic {
    /// A launch alert.
    Alert,
    /// A track.
    Track,
    /// Shots at a track.
    Shots,
    /// Order of a shot at a track.
    Order,
    /// Assessment of a shot at a track.
    Assessment,
    /// Request for consent to engage a track.
    Request,
    /// Consent to engage a track.
    Consent,
}

/// The first message on a subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstMessage {
    /// The sender's track that it is about.
    pub track: TrackName,
    /// Time of arrival, s; `None`: it is lost.
    pub arrival_s: Option<f64>,
}

/// An event in the names of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "`report` says the fields, a sentence for each variant")]
pub enum TimelineEvent {
    /// A threat is launched.
    Launch(ThreatLaunch),
    /// A threat's thrust ends.
    Cutoff { threat: String },
    /// Objects part from a threat's payload.
    Released { threat: String, objects: Vec<Object> },
    /// A system's sensors of a kind (radars, satellites, …) see an object for the first time.
    Detection(FirstPlot),
    /// A warning is formed.
    Warning { track: TrackName, launch: Box<LaunchWarning> },
    /// A booster is judged to have burnt out.
    BurnedOut { track: TrackName, launch: Box<LaunchWarning> },
    /// A radar track is confirmed.
    Confirmed { track: TrackName },
    /// A confirmed track is dropped while its object flies.
    Dropped { track: TrackName },
    /// First messages on some subjects are sent.
    Sent { to: String, about: MessageTopic, messages: Vec<FirstMessage> },
    /// The first message on a subject arrives.
    Received(MessageReceipt),
    /// A system has a track that it may launch on.
    Firm { track: TrackName },
    /// An own and a remote track are taken for one object.
    Correlated { own: TrackName, remote: TrackName },
    /// A system may shoot at an object, and has time for shots.
    Engageable(Engageability),
    /// A system does not shoot at an object that it has a track to launch on.
    Held { track: TrackName, reason: Hold },
    /// A system learns that its partner has not shot at an object that is the partner's.
    NoShotCame { track: TrackName, reliance: f64 },
    /// A volley is ordered.
    Ordered(VolleyOrder),
    /// Interceptors leave.
    Launched { interceptors: Vec<InterceptorName>, track: TrackName, intercept_s: f64 },
    /// An interceptor meets its time.
    Intercept(InterceptAttempt),
    /// A system assesses shots.
    Assessed(KillAssessment),
    /// Something goes down, or is repaired.
    Outage { outage: String, parts: Vec<String>, repaired: bool },
    /// A spent stage or a decoy, or its debris, comes down.
    Fall { threat: String, object: Object, dead: bool },
    /// A threat's payload, or its debris, comes down.
    Impact(PayloadImpact),
}

/// Launch of a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreatLaunch {
    /// The threat.
    pub threat: String,
    /// Its type.
    pub threat_type: String,
    /// The asset that it is aimed at.
    pub aim: String,
    /// The system whose asset that is.
    pub aim_system: String,
}

/// First plot of an object by a system's sensors of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstPlot {
    /// The threat.
    pub threat: String,
    /// The object of it.
    pub object: Object,
    /// The sensor.
    pub sensor: String,
    /// The kind of the sensor.
    pub sensor_kind: String,
}

/// Arrival of the first message on a subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageReceipt {
    /// The sender.
    pub from: String,
    /// The topic.
    pub about: MessageTopic,
    /// The sender's track that it is about.
    pub track: TrackName,
    /// Age of its content, s.
    pub age_s: f64,
}

/// Assessment of shots at one track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KillAssessment {
    /// The interceptors.
    pub interceptors: Vec<InterceptorName>,
    /// The track that they were launched at.
    pub track: Option<TrackName>,
    /// Whether the system believes in a kill.
    pub killed: bool,
    /// Whether it is right.
    pub right: bool,
}

/// Shots that a system has time for at a track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Engageability {
    /// The track.
    pub track: TrackName,
    /// Shots one after the other, each assessed before the next.
    pub opportunities: u32,
    /// Earliest launch, s.
    pub earliest_launch_s: f64,
    /// Latest launch, s.
    pub latest_launch_s: f64,
}

/// Order of one fire unit's shots at a track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VolleyOrder {
    /// The fire unit.
    pub fire_unit: String,
    /// Interceptors.
    pub shots: u32,
    /// The track.
    pub track: TrackName,
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// Latest order that could still lead to an intercept, s.
    pub latest_order_s: f64,
    /// Impact of the threat in truth, s.
    pub impact_s: Option<f64>,
    /// Believed probability of the payload; `None` where no sensor has told anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_probability: Option<f64>,
}

/// An interceptor at its time of intercept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterceptAttempt {
    /// The interceptor.
    pub interceptor: InterceptorName,
    /// Threat of the nearest object, if one flew.
    pub threat: Option<String>,
    /// The nearest object.
    pub object: Option<Object>,
    /// Miss distance, m.
    pub miss_m: Option<f64>,
    /// Reach of the kill vehicle, m.
    pub reach_m: f64,
    /// Result of the shot.
    pub result: ShotResult,
}

/// End of a payload's flight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PayloadImpact {
    /// The threat.
    pub threat: String,
    /// Whether it was killed before.
    pub dead: bool,
    /// The asset that it destroys.
    pub asset: Option<String>,
    /// The asset that it was aimed at.
    pub aim: String,
    /// Straight distance from the aim, m.
    pub aim_distance_m: f64,
    /// Geodetic latitude, north positive.
    pub latitude_deg: f64,
    /// Longitude, east of Greenwich positive.
    pub longitude_deg: f64,
}

impl TimelineEntry {
    /// Merges in an entry that adds to the same event: a volley, or messages sent at one time.
    /// Whether it could.
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        is_same(self.time_s, other.time_s)
            && self.actor == other.actor
            && self.event.merge(&other.event)
    }
}

impl TimelineEvent {
    fn merge(&mut self, other: &Self) -> bool {
        use TimelineEvent::{Assessed, Launched, Ordered, Released, Sent};
        match (self, other) {
            (Ordered(one), Ordered(other))
                if (&one.fire_unit, &one.track) == (&other.fire_unit, &other.track)
                    && is_same(one.intercept_s, other.intercept_s) =>
            {
                one.shots += other.shots;
            }
            (
                Sent { to, about, messages },
                Sent { to: other_to, about: other_about, messages: more },
            ) if (&*to, &*about) == (other_to, other_about) => messages.extend_from_slice(more),
            (
                Launched { interceptors, track, intercept_s },
                Launched { interceptors: more, track: other, intercept_s: other_s },
            ) if track == other && is_same(*intercept_s, *other_s) => {
                interceptors.extend_from_slice(more);
            }
            (Assessed(one), Assessed(other))
                if (&one.track, one.killed, one.right)
                    == (&other.track, other.killed, other.right) =>
            {
                one.interceptors.extend_from_slice(&other.interceptors);
            }
            (Released { threat, objects }, Released { threat: other, objects: more })
                if threat == other =>
            {
                objects.extend_from_slice(more);
            }
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
        TrackName { system: "west".into(), number, threat: None, object: None }
    }

    fn at(time_s: f64, event: TimelineEvent) -> TimelineEntry {
        TimelineEntry { time_s, actor: Actor::System("west".into()), event }
    }

    fn ordered(fire_unit: &str, number: u32) -> TimelineEvent {
        TimelineEvent::Ordered(VolleyOrder {
            fire_unit: fire_unit.into(),
            shots: 1,
            track: track(number),
            intercept_s: 9.0,
            latest_order_s: 500.0,
            impact_s: None,
            payload_probability: None,
        })
    }

    #[test]
    fn the_shots_of_a_volley_become_one_order() {
        let mut order = at(1.0, ordered("unit", 5));
        assert!(order.merge(&at(1.0, ordered("unit", 5))));
        assert!(matches!(order.event, TimelineEvent::Ordered(order) if order.shots == 2));
    }

    #[test]
    fn what_differs_stays_apart() {
        let others = [
            at(2.0, ordered("unit", 5)),
            at(1.0, ordered("other", 5)),
            at(1.0, ordered("unit", 6)),
            at(1.0, TimelineEvent::Firm { track: track(5) }),
        ];
        for other in others {
            let mut order = at(1.0, ordered("unit", 5));
            assert!(!order.merge(&other), "{other:?}");
            assert_eq!(order, at(1.0, ordered("unit", 5)));
        }
    }

    #[test]
    fn an_entry_is_flat_json_with_its_kind() {
        let firm = at(1.0, TimelineEvent::Firm { track: track(5) });
        let expected = serde_json::json!({
            "time_s": 1.0, "who": "west", "kind": "firm",
            "track": {"system": "west", "number": 5, "really": null, "object": null},
        });
        assert_eq!(serde_json::to_value(firm).unwrap(), expected);
        let order = serde_json::to_value(at(1.0, ordered("unit", 5))).unwrap();
        assert_eq!(order["kind"], "ordered");
        assert_eq!(order["shots"], 1);
        let truth = serde_json::to_value(Actor::Truth).unwrap();
        assert_eq!(truth, "truth");
    }
}
