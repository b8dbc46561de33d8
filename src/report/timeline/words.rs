//! Entries in words. What the defenders cannot know stands in parentheses.

mod body;

use self::body::body;
use self::body::list;
use self::body::really;
use super::entry::Entry;
use super::entry::Message;
use super::entry::TrackName;
use super::entry::What;
use crate::report::rounding;
use crate::scenario::identity::Object;
use crate::world::journal::Hold;

/// What happened, as a sentence whose subject is [`Entry::who`].
pub(super) fn sentence(entry: &Entry) -> String {
    match &entry.what {
        What::Launch { .. }
        | What::Cutoff { .. }
        | What::Released { .. }
        | What::Fall { .. }
        | What::Impact { .. } => flight(&entry.what),
        What::Sent { .. } | What::Received { .. } => message(&entry.what),
        What::Engageable { .. }
        | What::Ordered { .. }
        | What::Launched { .. }
        | What::Assessed { .. } => shot(entry),
        What::Intercept { .. } => meeting(&entry.what),
        _ => belief(entry),
    }
}

fn flight(what: &What) -> String {
    match what {
        What::Launch {
            threat,
            threat_type,
            aim,
            aim_system,
        } => format!("{threat} ({threat_type}) is launched at {aim} ({aim_system})"),
        What::Cutoff { threat } => format!("{threat} burns out"),
        What::Released { threat, objects } => format!("{threat} lets go {}", list(objects)),
        What::Fall {
            threat,
            object,
            dead,
        } => {
            let debris = if *dead { "the debris of " } else { "" };
            format!("{debris}{} comes down", body(threat, *object))
        }
        What::Impact {
            threat, dead: true, ..
        } => format!("the debris of {threat} comes down"),
        What::Impact {
            threat,
            asset: Some(asset),
            ..
        } => format!("{threat} hits {asset}: a leaker"),
        What::Impact {
            threat,
            aim,
            aim_distance_m,
            ..
        } => {
            let distance_km = rounding::number(aim_distance_m / 1000.0, 0);
            format!("{threat} comes down outside every asset, {distance_km} km from {aim}")
        }
        _ => String::new(),
    }
}

fn belief(entry: &Entry) -> String {
    let own = entry.who.name();
    match &entry.what {
        What::Detection {
            threat,
            object,
            sensor,
            sensor_kind,
        } => {
            let body = body(threat, *object);
            format!("first plot by {sensor_kind} {sensor} (of {body})")
        }
        What::Warning { track, launch } => {
            let (track, launch) = (named(track, own), launch.launch_words());
            format!("forms a warning, {track}: {launch}")
        }
        What::BurnedOut { track, launch } => {
            let (track, impact) = (named(track, own), launch.impact_words());
            let launch = launch.launch_words();
            format!("judges {track} burnt out: {launch}; {impact}")
        }
        What::Confirmed { track } => format!("confirms {}", named(track, own)),
        What::Dropped { track } => format!("loses {}", named(track, own)),
        What::Firm { track } => format!("may launch on {}", named(track, own)),
        What::Held { track, reason } => {
            let why = match reason {
                Hold::Partners => "it is the partner's",
                Hold::NoSector => "it is in no sector",
                Hold::NoConsent => "leave to shoot has not come",
            };
            format!("holds fire at {}: {why}", named(track, own))
        }
        What::NoShotCame { track, reliance } => {
            let (track, reliance) = (named(track, own), rounding::number(*reliance, 2));
            format!("{track} still flies: no shot of the partner's came (it shoots: {reliance})")
        }
        What::Correlated {
            own: mine,
            remote: theirs,
        } => {
            let differ = |(one, other)| one != other;
            let other_object = mine.object.zip(theirs.object).is_some_and(differ);
            let wrong = if mine.really != theirs.really || other_object {
                ", wrongly"
            } else {
                ""
            };
            let (mine, theirs) = (named(mine, own), named(theirs, own));
            format!("takes {theirs} for {mine}{wrong}")
        }
        _ => String::new(),
    }
}

fn message(what: &What) -> String {
    match what {
        What::Sent {
            to,
            about,
            messages,
        } => {
            let s = if messages.len() == 1 { "" } else { "s" };
            let list: Vec<String> = messages.iter().map(sent).collect();
            let list = list.join(", ");
            match *about {
                "shots" => format!("tells {to} of shots at track{s} {list}"),
                "alert" => format!("alerts {to} to warning{s} {list}"),
                _ => format!("sends {to} track{s} {list}"),
            }
        }
        What::Received {
            from,
            about,
            track,
            age_s,
        } => {
            let age_s = rounding::number(*age_s, 1);
            let track = format!("{} ({})", track.number, really(track));
            match *about {
                "shots" => format!("hears of {from}'s shots at its track {track}, {age_s} s old"),
                "alert" => format!("hears of {from}'s warning {track}, {age_s} s old"),
                _ => format!("hears of {from}'s track {track}, {age_s} s old"),
            }
        }
        _ => String::new(),
    }
}

/// `5 (raid-1)`, `5 (raid-1, lost)`.
fn sent(message: &Message) -> String {
    let lost = if message.arrival_s.is_none() {
        "; lost"
    } else {
        ""
    };
    let track = &message.track;
    format!("{} ({}{lost})", track.number, really(track))
}

fn shot(entry: &Entry) -> String {
    let own = entry.who.name();
    match &entry.what {
        What::Engageable {
            track,
            opportunities,
            earliest_launch_s,
            latest_launch_s,
        } => {
            let shots = match opportunities {
                1 => "one shot".to_owned(),
                more => format!("{more} shots one after the other"),
            };
            let [from, to] = [earliest_launch_s, latest_launch_s].map(|s| rounding::number(*s, 0));
            let track = named(track, own);
            if from == to {
                format!("may shoot at {track}: {shots}, launched at {from} s")
            } else {
                format!("may shoot at {track}: {shots}, launches from {from} to {to} s")
            }
        }
        What::Ordered {
            fire_unit,
            shots,
            track,
            intercept_s,
            latest_order_s,
            impact_s,
            payload_probability,
        } => {
            let s = if *shots == 1 { "" } else { "s" };
            let meeting = rounding::number(*intercept_s, 1);
            let margin = impact_s.map_or(String::new(), |impact_s| {
                let before_s = rounding::number(impact_s - intercept_s, 0);
                format!(" ({before_s} s before impact)")
            });
            let track = named(track, own);
            let likely = payload_probability.map_or(String::new(), |probability| {
                let percent = rounding::number(100.0 * probability, 0);
                format!(", {percent} % likely the payload")
            });
            let spare = rounding::number((latest_order_s - entry.time_s).max(0.0), 0);
            format!(
                "orders {shots} shot{s} by {fire_unit} at {track}{likely}, to meet at \
                 {meeting}{margin}, {spare} s before it would be too late"
            )
        }
        What::Launched {
            interceptors,
            track,
            ..
        } => format!("launches {} at {}", volley(interceptors), named(track, own)),
        What::Assessed {
            interceptors,
            track,
            killed,
            right,
        } => {
            let shots = volley(interceptors);
            let verdict = if *killed { "a kill" } else { "no kill" };
            let right = if *right { "right" } else { "wrong" };
            let at = |track: &TrackName| format!(" at {}", named(track, own));
            let track = track.as_ref().map_or(String::new(), at);
            format!("judges {shots}{track}: {verdict} ({right})")
        }
        _ => String::new(),
    }
}

/// `unit#1`, `unit#1, #2`: interceptors of one fire unit.
fn volley(interceptors: &[String]) -> String {
    let mut text = String::new();
    for (place, interceptor) in interceptors.iter().enumerate() {
        match interceptor.rsplit_once('#') {
            Some((_, number)) if place > 0 => text.extend([", #", number]),
            _ => text += interceptor,
        }
    }
    text
}

fn meeting(what: &What) -> String {
    let What::Intercept {
        interceptor,
        threat,
        object,
        miss_m,
        reach_m,
        result,
    } = what
    else {
        return String::new();
    };
    let off = miss_m.map_or(String::new(), |miss_m| {
        format!(" ({} off, reach {})", length(miss_m), length(*reach_m))
    });
    let met = threat.as_deref().zip(*object);
    let body = met.map_or_else(|| "it".into(), |(threat, object)| body(threat, object));
    let is_payload = met.is_none_or(|(_, object)| object == Object::Payload);
    match *result {
        "killed" if is_payload => format!("{interceptor} kills {body}{off}"),
        "killed" => format!("{interceptor} is wasted: it met {body} and killed it{off}"),
        "failed" if is_payload => format!("{interceptor} fails: {body} in reach, no kill{off}"),
        "failed" => format!("{interceptor} is wasted: it met {body}, no kill{off}"),
        "already-dead" => format!("{interceptor} is wasted: {body} was dead already{off}"),
        "no-handover" => format!("{interceptor} is wasted: no track at hand-over{off}"),
        _ if miss_m.is_some() => format!("{interceptor} misses: {body} was out of reach{off}"),
        _ => format!("{interceptor} misses: nothing was near"),
    }
}

/// A length in m, or in km from 10 km on.
fn length(length_m: f64) -> String {
    if length_m < 10_000.0 {
        format!("{} m", rounding::number(length_m, 0))
    } else {
        format!("{} km", rounding::number(length_m / 1000.0, 0))
    }
}

/// A track as a system calls it, and what it really is.
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
    use super::super::entry::Who;
    use super::*;

    fn track(system: &str, number: u32, really: Option<&str>) -> TrackName {
        TrackName {
            system: system.into(),
            number,
            really: really.map(Into::into),
            object: really.map(|_| Object::Payload),
        }
    }

    fn said(who: Who, what: What) -> String {
        sentence(&Entry {
            time_s: 0.0,
            who,
            what,
        })
    }

    fn by_west(what: What) -> String {
        said(Who::System("west".into()), what)
    }

    fn intercept(object: Object, miss_m: Option<f64>, result: &'static str) -> What {
        What::Intercept {
            interceptor: "unit#1".into(),
            threat: miss_m.map(|_| "raid-1".into()),
            object: miss_m.map(|_| object),
            miss_m,
            reach_m: 3000.0,
            result,
        }
    }

    #[test]
    fn a_meeting_says_how_far_off_and_why() {
        let cases = [
            (
                Some(600.4),
                "killed",
                "unit#1 kills raid-1 (600 m off, reach 3000 m)",
            ),
            (
                Some(600.4),
                "failed",
                "unit#1 fails: raid-1 in reach, no kill (600 m off, reach 3000 m)",
            ),
            (
                Some(600.4),
                "already-dead",
                "unit#1 is wasted: raid-1 was dead already (600 m off, reach 3000 m)",
            ),
            (
                Some(12_345.0),
                "out-of-reach",
                "unit#1 misses: raid-1 was out of reach (12 km off, reach 3000 m)",
            ),
            (
                None,
                "no-handover",
                "unit#1 is wasted: no track at hand-over",
            ),
            (None, "out-of-reach", "unit#1 misses: nothing was near"),
        ];
        for (miss_m, result, expected) in cases {
            let what = intercept(Object::Payload, miss_m, result);
            assert_eq!(said(Who::Truth, what), expected);
        }
    }

    #[test]
    fn a_shot_that_meets_no_payload_is_wasted_and_says_on_what() {
        let cases = [
            (
                Object::Decoy(2),
                "killed",
                "unit#1 is wasted: it met decoy 2 of raid-1 and killed it (9 m off, reach 3000 m)",
            ),
            (
                Object::SpentStage,
                "failed",
                "unit#1 is wasted: it met the spent stage of raid-1, no kill (9 m off, reach 3000 \
                 m)",
            ),
            (
                Object::SpentStage,
                "already-dead",
                "unit#1 is wasted: the spent stage of raid-1 was dead already (9 m off, reach 3000 \
                 m)",
            ),
        ];
        for (object, result, expected) in cases {
            assert_eq!(
                said(Who::Truth, intercept(object, Some(9.0), result)),
                expected
            );
        }
    }

    #[test]
    fn tracks_are_told_from_the_side_of_whoever_speaks() {
        let firm = |track| by_west(What::Firm { track });
        let own = firm(track("west", 5, Some("raid-1")));
        assert_eq!(own, "may launch on track 5 (raid-1)");
        let remote = firm(track("east", 2, None));
        assert_eq!(remote, "may launch on east's track 2 (no threat)");
        let wrong = by_west(What::Correlated {
            own: track("west", 5, Some("raid-1")),
            remote: track("east", 2, Some("raid-2")),
        });
        let expected = "takes east's track 2 (raid-2) for track 5 (raid-1), wrongly";
        assert_eq!(wrong, expected);
    }

    #[test]
    fn messages_on_several_tracks_are_one_sentence_and_losses_are_shown() {
        let message = |number, arrival_s| Message {
            track: track("west", number, Some("raid-1")),
            arrival_s,
        };
        let text = by_west(What::Sent {
            to: "east".into(),
            about: "track",
            messages: vec![message(5, Some(9.0)), message(7, None)],
        });
        assert_eq!(text, "sends east tracks 5 (raid-1), 7 (raid-1; lost)");
    }

    #[test]
    fn a_chance_tells_how_many_shots_and_when() {
        let chance = |opportunities, latest_launch_s| {
            by_west(What::Engageable {
                track: track("west", 41, Some("raid-1")),
                opportunities,
                earliest_launch_s: 412.2,
                latest_launch_s,
            })
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
            by_west(What::Ordered {
                fire_unit: "unit".into(),
                shots: 2,
                track: track("west", 5, Some("raid-1")),
                intercept_s: 793.48,
                latest_order_s: 42.0,
                impact_s: Some(951.3),
                payload_probability,
            })
        };
        let expected = "orders 2 shots by unit at track 5 (raid-1), to meet at 793.5 (158 s before \
                        impact), 42 s before it would be too late";
        assert_eq!(order(None), expected);
        let told = order(Some(0.876));
        assert!(told.contains("track 5 (raid-1), 88 % likely the payload, to meet"));
    }
}
