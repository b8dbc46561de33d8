//! Entries in sentences. Parentheses hold what the defenders cannot know.

use super::body::{body, list, really};
use super::warning;
use crate::account::timeline::{
    Engageability, FirstMessage, InterceptAttempt, InterceptorName, KillAssessment, MessageReceipt,
    MessageTopic, PayloadImpact, ThreatLaunch, TimelineEntry, TimelineEvent, TrackName,
    VolleyOrder,
};
use crate::report::rounding::number;
use crate::scenario::identity::Object;
use crate::world::journal::{Hold, ShotResult};

/// The event of an entry, as a sentence whose subject is its actor.
pub(super) fn sentence(entry: &TimelineEntry) -> String {
    use TimelineEvent as Event;
    let own = entry.actor.name();
    let name = |track| named(track, own);
    match &entry.event {
        Event::Launch(ThreatLaunch { threat, threat_type: kind, aim, aim_system: system }) => {
            format!("{threat} ({kind}) is launched at {aim} ({system})")
        }
        Event::Cutoff { threat } => format!("{threat} burns out"),
        Event::Released { threat, objects } => format!("{threat} releases {}", list(objects)),
        Event::Fall { threat, object, dead } => {
            let debris = if *dead { "the debris of " } else { "" };
            format!("{debris}{} comes down", body(threat, *object))
        }
        Event::Impact(impact) => fall(impact),
        Event::Outage { outage, parts, repaired } => {
            let what = if *repaired { "is over" } else { "begins" };
            format!("outage {outage} {what}: {}", parts.join(", "))
        }
        Event::Detection(plot) => {
            let (kind, sensor) = (&plot.sensor_kind, &plot.sensor);
            let body = body(&plot.threat, plot.object);
            format!("first plot by {kind} {sensor} (of {body})")
        }
        Event::Warning { track, launch } => {
            format!("forms a warning, {}: {}", name(track), warning::launch(launch))
        }
        Event::BurnedOut { track, launch } => {
            let (launch, impact) = (warning::launch(launch), warning::impact(launch));
            format!("judges {} burnt out: {launch}; {impact}", name(track))
        }
        Event::Confirmed { track } => format!("confirms {}", name(track)),
        Event::Dropped { track } => format!("loses {}", name(track)),
        Event::Sent { to, about, messages } => sent(to, *about, messages),
        Event::Received(receipt) => received(receipt),
        Event::Firm { track } => format!("may launch on {}", name(track)),
        Event::Correlated { own: mine, remote } => correlated([mine, remote], own),
        Event::Engageable(chance) => may_shoot(chance, own),
        Event::Held { track, reason } => {
            format!("holds fire at {}: {}", name(track), held(*reason))
        }
        Event::NoShotCame { track, reliance } => format!(
            "{} still flies: no shot of the partner's came (it shoots: {})",
            name(track),
            number(*reliance, 2)
        ),
        Event::Ordered(order) => ordered(order, entry),
        Event::Launched { interceptors, track, .. } => {
            format!("launches {} at {}", volley(interceptors), name(track))
        }
        Event::Intercept(attempt) => meeting(attempt),
        Event::Assessed(assessment) => assessed(assessment, own),
    }
}

fn fall(impact: &PayloadImpact) -> String {
    let PayloadImpact { threat, aim, .. } = impact;
    match &impact.asset {
        _ if impact.dead => format!("the debris of {threat} comes down"),
        Some(asset) => format!("{threat} hits {asset}: a leaker"),
        None => {
            let distance_km = number(impact.aim_distance_m / 1000.0, 0);
            format!("{threat} comes down outside every asset, {distance_km} km from {aim}")
        }
    }
}

pub(super) fn held(reason: Hold) -> &'static str {
    match reason {
        Hold::Partners => "it is the partner's",
        Hold::NoSector => "it is in no sector",
        Hold::NoConsent => "engagement consent has not come",
        Hold::PartnerShoots => "the partner is shooting at it",
        Hold::AwaitsOrders => "it waits for the partner's order",
        Hold::BelievedDead => "it is taken for dead",
        Hold::NoPayload => "it is too unlikely the payload",
        Hold::TrackLost => "it was looked for in vain",
        Hold::PoorTrack => "it is known too poorly",
        Hold::NoTime => "no fire unit can meet it any more",
        Hold::NoRound => "no interceptor is left",
        Hold::NoChannel => "no channel is free in time",
        Hold::RoundsKept => "the interceptors are kept for others",
    }
}

fn sent(to: &str, about: MessageTopic, messages: &[FirstMessage]) -> String {
    let s = if messages.len() == 1 { "" } else { "s" };
    let list: Vec<String> = messages.iter().map(one_sent).collect();
    let list = list.join(", ");
    match about {
        MessageTopic::Shots => format!("tells {to} of shots at track{s} {list}"),
        MessageTopic::Order => format!("orders {to} to shoot at track{s} {list}"),
        MessageTopic::Alert => format!("alerts {to} to warning{s} {list}"),
        MessageTopic::Track
        | MessageTopic::Assessment
        | MessageTopic::Request
        | MessageTopic::Consent => format!("sends {to} track{s} {list}"),
    }
}

/// `5 (raid-1)`, `5 (raid-1; lost)`.
fn one_sent(message: &FirstMessage) -> String {
    let is_lost = message.arrival_s.is_none();
    let (track, lost) = (&message.track, if is_lost { "; lost" } else { "" });
    format!("{} ({}{lost})", track.number, really(track))
}

fn received(receipt: &MessageReceipt) -> String {
    let (from, age_s) = (&receipt.from, number(receipt.age_s, 1));
    let track = format!("{} ({})", receipt.track.number, really(&receipt.track));
    let subject = match receipt.about {
        MessageTopic::Shots => format!("news of {from}'s shots at its track {track}"),
        MessageTopic::Order => format!("{from}'s order to shoot at its track {track}"),
        MessageTopic::Alert => format!("{from}'s warning {track}"),
        MessageTopic::Track
        | MessageTopic::Assessment
        | MessageTopic::Request
        | MessageTopic::Consent => format!("{from}'s track {track}"),
    };
    format!("receives {subject}, {age_s} s old")
}

fn correlated([mine, remote]: [&TrackName; 2], own: &str) -> String {
    let differ = |(one, other)| one != other;
    let other_object = mine.object.zip(remote.object).is_some_and(differ);
    let is_wrong = mine.threat != remote.threat || other_object;
    let wrong = if is_wrong { ", wrongly" } else { "" };
    let (mine, remote) = (named(mine, own), named(remote, own));
    format!("correlates {remote} with {mine}{wrong}")
}

fn assessed(assessment: &KillAssessment, own: &str) -> String {
    let shots = volley(&assessment.interceptors);
    let verdict = if assessment.killed { "a kill" } else { "no kill" };
    let right = if assessment.right { "right" } else { "wrong" };
    let at = |track| format!(" at {}", named(track, own));
    let track = assessment.track.as_ref().map_or(String::new(), at);
    format!("assesses {shots}{track}: {verdict} ({right})")
}

fn may_shoot(chance: &Engageability, own: &str) -> String {
    let shots = match chance.opportunities {
        1 => "one shot".to_owned(),
        more => format!("{more} shots one after the other"),
    };
    let ends = [chance.earliest_launch_s, chance.latest_launch_s];
    let [from, to] = ends.map(|time_s| number(time_s, 0));
    let track = named(&chance.track, own);
    if from == to {
        format!("may shoot at {track}: {shots}, launched at {from} s")
    } else {
        format!("may shoot at {track}: {shots}, launches from {from} to {to} s")
    }
}

fn ordered(order: &VolleyOrder, entry: &TimelineEntry) -> String {
    let (shots, unit) = (order.shots, &order.fire_unit);
    let s = if shots == 1 { "" } else { "s" };
    let meeting = number(order.intercept_s, 1);
    let margin = order.impact_s.map_or(String::new(), |impact_s| {
        let before_s = number(impact_s - order.intercept_s, 0);
        format!(" ({before_s} s before impact)")
    });
    let track = named(&order.track, entry.actor.name());
    let likely = order.payload_probability.map_or(String::new(), |probability| {
        let percent = number(100.0 * probability, 0);
        format!(", {percent} % likely the payload")
    });
    let spare = number((order.latest_order_s - entry.time_s).max(0.0), 0);
    format!(
        "orders {shots} shot{s} by {unit} at {track}{likely}, to meet at {meeting}{margin}, \
         {spare} s before it would be too late"
    )
}

/// `unit#1, #2`: interceptors of one fire unit.
fn volley(interceptors: &[InterceptorName]) -> String {
    let Some((first, others)) = interceptors.split_first() else {
        return String::new();
    };
    let others = others.iter().map(|other| format!(", #{}", other.number));
    first.to_string() + &others.collect::<String>()
}

fn meeting(attempt: &InterceptAttempt) -> String {
    let (interceptor, miss_m) = (&attempt.interceptor, attempt.miss_m);
    let off = miss_m.map_or(String::new(), |miss_m| {
        format!(" ({} off, reach {})", length(miss_m), length(attempt.reach_m))
    });
    let met = attempt.threat.as_deref().zip(attempt.object);
    let body = met.map_or_else(|| "it".into(), |(threat, object)| body(threat, object));
    let is_payload = met.is_none_or(|(_, object)| object == Object::Payload);
    match attempt.result {
        ShotResult::Killed if is_payload => format!("{interceptor} kills {body}{off}"),
        ShotResult::Killed => format!("{interceptor} is wasted: it met {body} and killed it{off}"),
        ShotResult::Failed if is_payload => {
            format!("{interceptor} fails: {body} in reach, no kill{off}")
        }
        ShotResult::Failed => format!("{interceptor} is wasted: it met {body}, no kill{off}"),
        ShotResult::AlreadyDead => format!("{interceptor} is wasted: {body} was dead already{off}"),
        ShotResult::NoHandover => format!("{interceptor} is wasted: the hand-over failed{off}"),
        ShotResult::OutOfReach if miss_m.is_some() => {
            format!("{interceptor} misses: {body} was out of reach{off}")
        }
        ShotResult::OutOfReach => format!("{interceptor} misses: nothing was near"),
    }
}

/// A length in m, or in km from 10 km on.
fn length(length_m: f64) -> String {
    if length_m < 10_000.0 {
        format!("{} m", number(length_m, 0))
    } else {
        format!("{} km", number(length_m / 1000.0, 0))
    }
}

/// A track by its number, with the object behind it; a remote one with its system.
fn named(track: &TrackName, own: &str) -> String {
    let (system, number, really) = (&track.system, track.number, really(track));
    if system == own {
        format!("track {number} ({really})")
    } else {
        format!("{system}'s track {number} ({really})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::timeline::Actor;

    fn track(system: &str, number: u32, really: Option<&str>) -> TrackName {
        TrackName {
            system: system.into(),
            number,
            threat: really.map(Into::into),
            object: really.map(|_| Object::Payload),
        }
    }

    fn said(actor: Actor, event: TimelineEvent) -> String {
        sentence(&TimelineEntry { time_s: 0.0, actor, event })
    }

    fn by_west(what: TimelineEvent) -> String {
        said(Actor::System("west".into()), what)
    }

    fn intercept(object: Object, miss_m: Option<f64>, result: ShotResult) -> TimelineEvent {
        TimelineEvent::Intercept(InterceptAttempt {
            interceptor: InterceptorName { fire_unit: "unit".into(), number: 1 },
            threat: miss_m.map(|_| "raid-1".into()),
            object: miss_m.map(|_| object),
            miss_m,
            reach_m: 3000.0,
            result,
        })
    }

    #[test]
    fn a_meeting_says_how_far_off_and_why() {
        let cases = [
            (Some(600.4), ShotResult::Killed, "unit#1 kills raid-1 (600 m off, reach 3000 m)"),
            (
                Some(600.4),
                ShotResult::Failed,
                "unit#1 fails: raid-1 in reach, no kill (600 m off, reach 3000 m)",
            ),
            (
                Some(600.4),
                ShotResult::AlreadyDead,
                "unit#1 is wasted: raid-1 was dead already (600 m off, reach 3000 m)",
            ),
            (
                Some(12_345.0),
                ShotResult::OutOfReach,
                "unit#1 misses: raid-1 was out of reach (12 km off, reach 3000 m)",
            ),
            (None, ShotResult::NoHandover, "unit#1 is wasted: the hand-over failed"),
            (None, ShotResult::OutOfReach, "unit#1 misses: nothing was near"),
        ];
        for (miss_m, result, expected) in cases {
            let what = intercept(Object::Payload, miss_m, result);
            assert_eq!(said(Actor::Truth, what), expected);
        }
    }

    #[test]
    fn a_shot_that_meets_no_payload_is_wasted_and_says_on_what() {
        let cases = [
            (
                Object::Decoy(2),
                ShotResult::Killed,
                "unit#1 is wasted: it met decoy 2 of raid-1 and killed it (9 m off, reach 3000 m)",
            ),
            (
                Object::SpentStage,
                ShotResult::Failed,
                "unit#1 is wasted: it met the spent stage of raid-1, no kill (9 m off, reach 3000 \
                 m)",
            ),
            (
                Object::SpentStage,
                ShotResult::AlreadyDead,
                "unit#1 is wasted: the spent stage of raid-1 was dead already (9 m off, reach 3000 \
                 m)",
            ),
        ];
        for (object, result, expected) in cases {
            assert_eq!(said(Actor::Truth, intercept(object, Some(9.0), result)), expected);
        }
    }

    #[test]
    fn tracks_are_told_from_the_side_of_whoever_speaks() {
        let firm = |track| by_west(TimelineEvent::Firm { track });
        let own = firm(track("west", 5, Some("raid-1")));
        assert_eq!(own, "may launch on track 5 (raid-1)");
        let remote = firm(track("east", 2, None));
        assert_eq!(remote, "may launch on east's track 2 (no threat)");
        let wrong = by_west(TimelineEvent::Correlated {
            own: track("west", 5, Some("raid-1")),
            remote: track("east", 2, Some("raid-2")),
        });
        let expected = "correlates east's track 2 (raid-2) with track 5 (raid-1), wrongly";
        assert_eq!(wrong, expected);
    }

    #[test]
    fn messages_on_several_tracks_are_one_sentence_and_losses_are_shown() {
        let message = |number, arrival_s| FirstMessage {
            track: track("west", number, Some("raid-1")),
            arrival_s,
        };
        let text = by_west(TimelineEvent::Sent {
            to: "east".into(),
            about: MessageTopic::Track,
            messages: vec![message(5, Some(9.0)), message(7, None)],
        });
        assert_eq!(text, "sends east tracks 5 (raid-1), 7 (raid-1; lost)");
    }

    #[test]
    fn a_chance_tells_how_many_shots_and_when() {
        let chance = |opportunities, latest_launch_s| {
            by_west(TimelineEvent::Engageable(Engageability {
                track: track("west", 41, Some("raid-1")),
                opportunities,
                earliest_launch_s: 412.2,
                latest_launch_s,
            }))
        };
        let several = "may shoot at track 41 (raid-1): 3 shots one after the other, launches from \
                       412 to 905 s";
        assert_eq!(chance(3, 905.4), several);
        let one = "may shoot at track 41 (raid-1): one shot, launched at 412 s";
        assert_eq!(chance(1, 412.4), one);
    }

    #[test]
    fn an_order_tells_its_margin() {
        let order = |payload_probability| {
            by_west(TimelineEvent::Ordered(VolleyOrder {
                fire_unit: "unit".into(),
                shots: 2,
                track: track("west", 5, Some("raid-1")),
                intercept_s: 793.48,
                latest_order_s: 42.0,
                impact_s: Some(951.3),
                payload_probability,
            }))
        };
        let expected = "orders 2 shots by unit at track 5 (raid-1), to meet at 793.5 (158 s before \
                        impact), 42 s before it would be too late";
        assert_eq!(order(None), expected);
        let told = order(Some(0.876));
        assert!(told.contains("track 5 (raid-1), 88 % likely the payload, to meet"));
    }
}
