//! Why a threat leaked, in a sentence with its numbers.

use super::words::held;
use crate::account::timeline::{LastUnit, LeakAccount, ThreatSummary};
use crate::outcome::leak::LeakCause;
use crate::report::rounding::{counted, number};

/// `west-8 leaked: no channel: …`; `None` for one that did not leak.
pub(super) fn sentence(threat: &ThreatSummary) -> Option<String> {
    let leak = threat.leak.as_ref()?;
    let name = &threat.threat;
    Some(format!("{name} leaked: {}: {}.", leak.cause.title(), numbers(threat, leak)))
}

fn numbers(threat: &ThreatSummary, leak: &LeakAccount) -> String {
    let system = &leak.system;
    let shots = counted(leak.shots as usize, "shot");
    match leak.cause {
        LeakCause::NotSeen => {
            let mut knowledge = threat.knowledge.iter();
            let known = knowledge.find(|awareness| awareness.system == *system);
            let known = known.and_then(|awareness| awareness.known_s).map_or_else(
                || "never knew of it".into(),
                |known_s| format!("knew of it from {} s on", second(known_s)),
            );
            format!("{system} {known}, and never had a track of it to launch on")
        }
        LeakCause::OutOfReach => {
            format!("no fire unit reaches its flight{}", firm(leak))
        }
        LeakCause::SeenTooLate => {
            let delay = second(leak.decision_delay_s);
            format!("{system} takes {delay} s to decide{}{}", firm(leak), last(leak))
        }
        LeakCause::ShotAstray => {
            format!("{shots} by {system}, none had it within reach{}", last(leak))
        }
        LeakCause::ShotFailed => {
            format!("{shots} by {system}, it was within reach and not killed{}", last(leak))
        }
        LeakCause::TakenForDead => {
            format!("{}, after {shots} of its own{}", fire(leak), last(leak))
        }
        LeakCause::Outage => {
            let unit = leak.unit.as_ref().map_or("its fire unit", |unit| &unit.fire_unit);
            format!("{unit} or the command node of {system} was down{}", last(leak))
        }
        LeakCause::NoInterceptor => {
            let spent = leak.unit.as_ref().map_or(String::new(), |unit| {
                let LastUnit { fire_unit, shots, inventory, .. } = unit;
                format!("{fire_unit} had shot {shots} of {inventory} by then")
            });
            format!("{spent}{}", last(leak))
        }
        LeakCause::NoChannel => {
            let taken = leak.unit.as_ref().map_or(String::new(), |unit| {
                let LastUnit { fire_unit, channels, channels_held, .. } = unit;
                format!(", {channels_held} of {channels} of {fire_unit} held")
            });
            format!("{}{taken}{}", fire(leak), last(leak))
        }
        LeakCause::NotResponsible if leak.held.is_none() => {
            format!("{system}'s own fire units do not reach it{}", last(leak))
        }
        LeakCause::NotResponsible
        | LeakCause::WaitedForPartner
        | LeakCause::TakenForDecoy
        | LeakCause::NoConsent
        | LeakCause::PoorTrack
        | LeakCause::RoundsKept => format!("{}{}", fire(leak), last(leak)),
    }
}

/// Reason for which a system held fire, and since when.
fn fire(leak: &LeakAccount) -> String {
    let system = &leak.system;
    match leak.held.zip(leak.held_s) {
        Some((reason, held_s)) => {
            format!("{system} held fire from {} s on: {}", second(held_s), held(reason))
        }
        None => format!("{system} believed that it could not meet it{}", firm(leak)),
    }
}

fn firm(leak: &LeakAccount) -> String {
    let told =
        |firm_s| format!("; {} could launch on a track from {} s on", leak.system, second(firm_s));
    leak.firm_s.map_or(String::new(), told)
}

fn last(leak: &LeakAccount) -> String {
    leak.unit.as_ref().map_or(String::new(), |unit| {
        let LastUnit { fire_unit, system, last_order_s, .. } = unit;
        format!(
            "; the last order in time was {fire_unit}'s ({system}), at {} s",
            second(*last_order_s)
        )
    })
}

fn second(time_s: f64) -> String {
    number(time_s, 0)
}
