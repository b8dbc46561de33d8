//! Names on the command line: found, or refused with the names there are.

use super::error::CommandError;
use crate::monte_carlo::selection::RunSelection;
use crate::random::RunSeed;
use crate::scenario::identity::{Object, SensorId, ThreatId};
use crate::scenario::model::{Scenario, Threat, ThreatKind};
use crate::scenario::near::nearest;
use std::sync::Arc;

/// So many known names are listed.
const MAX_LISTED: usize = 12;

/// The architecture of this name; without one the scenario's first.
pub(super) fn architecture(scenario: &Scenario, name: Option<&str>) -> Result<usize, CommandError> {
    let names = || scenario.architectures.iter().map(|a| a.name.as_str());
    name.map_or(Ok(0), |name| place("architecture", name, names()))
}

/// The architectures of these names, in their order; without names all of the scenario.
pub(super) fn architectures(
    scenario: &Scenario,
    names: &[String],
) -> Result<Vec<usize>, CommandError> {
    if names.is_empty() {
        return Ok((0..scenario.architectures.len()).collect());
    }
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let place = architecture(scenario, Some(name.trim()))?;
        if places.contains(&place) {
            let text = format!("architecture `{}` is named twice", name.trim());
            return Err(CommandError::Request(text));
        }
        places.push(place);
    }
    Ok(places)
}

/// The place among the architectures of a selection of the one of this name; without a name the
/// first.
pub(super) fn reference(
    selection: &RunSelection,
    name: Option<&str>,
) -> Result<usize, CommandError> {
    let names = selection.names();
    let names = names.iter().map(String::as_str);
    name.map_or(Ok(0), |name| place("architecture among those compared", name, names))
}

/// The threat of this name.
pub(super) fn threat(scenario: &Scenario, name: &str) -> Result<ThreatId, CommandError> {
    let names = scenario.threats.iter().map(|threat| threat.name.as_str());
    place("threat", name, names).map(|place| ThreatId(place as u16))
}

/// The threat of this name, which must fly in a run.
pub(super) fn threat_of_run(
    scenario: &Scenario,
    name: &str,
    luck: RunSeed,
) -> Result<ThreatId, CommandError> {
    let threat = threat(scenario, name)?;
    let in_run = scenario.in_run(luck);
    if in_run.threats[threat.index()].flies() {
        return Ok(threat);
    }
    let flying = in_run.threats.iter().filter(|threat| threat.flies());
    let names: Vec<String> = flying.map(|threat| format!("`{}`", threat.name)).collect();
    let (run, names) = (luck.run, names.join(", "));
    Err(CommandError::Request(format!("`{name}` does not fly in run {run}: that has {names}")))
}

/// The first threat of the raid of this name; without a name of the scenario's first raid.
pub(super) fn raid<'a>(
    scenario: &'a Scenario,
    name: Option<&str>,
) -> Result<&'a Threat, CommandError> {
    let firsts = scenario.threats.chunk_by(|one, next| one.raid == next.raid);
    let firsts: Vec<&Threat> = firsts.map(|raid| &raid[0]).collect();
    let place = match name {
        Some(name) => place("raid", name, firsts.iter().map(|first| first.raid.as_str()))?,
        None => 0,
    };
    let none = || CommandError::Request("the scenario has no raid to launch from".into());
    firsts.get(place).copied().ok_or_else(none)
}

/// The type of threat of this name.
pub(super) fn threat_kind(
    scenario: &Scenario,
    name: &str,
) -> Result<Arc<ThreatKind>, CommandError> {
    let kinds = &scenario.threat_kinds;
    let place = place("threat type", name, kinds.iter().map(|kind| kind.name.as_str()))?;
    Ok(kinds[place].clone())
}

/// The sensor of this name, of whichever kind.
pub(super) fn sensor(scenario: &Scenario, name: &str) -> Result<SensorId, CommandError> {
    let sensor = |index: usize| SensorId(index as u16);
    let names = (0..scenario.sensor_count()).map(|index| scenario.sensor_name(sensor(index)));
    place("sensor", name, names).map(sensor)
}

/// The object of this name that a threat has; without a name its payload.
pub(super) fn object(threat: &Threat, name: Option<&str>) -> Result<Object, CommandError> {
    let others = threat.kind.objects.iter().map(|kind| kind.object);
    let objects: Vec<Object> = std::iter::once(Object::Payload).chain(others).collect();
    let names: Vec<String> = objects.iter().map(Object::to_string).collect();
    let Some(name) = name else {
        return Ok(Object::Payload);
    };
    let whose = format!("threat `{}`", threat.name);
    let names = names.iter().map(String::as_str);
    place_in(&whose, "object", name, names).map(|place| objects[place])
}

fn place<'a>(
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, CommandError> {
    place_in("the scenario", kind, name, known)
}

/// Place of a name among the known ones; an unknown one is answered with them and the nearest.
pub(super) fn place_in<'a>(
    whose: &str,
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, CommandError> {
    if let Some(place) = known.clone().position(|known| known == name) {
        return Ok(place);
    }
    let listed = known.clone().take(MAX_LISTED).map(|known| format!("`{known}`"));
    let more = known.clone().skip(MAX_LISTED).count();
    let more = (more > 0).then(|| format!("and {more} more"));
    let listed = listed.chain(more).collect::<Vec<_>>().join(", ");
    let hint = nearest(name, known).map(|near| format!("\ndid you mean `{near}`?"));
    let hint = hint.unwrap_or_default();
    let text = format!("{whose} has no {kind} `{name}`; it has {listed}{hint}");
    Err(CommandError::Request(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let known = ["apart", "together"];
        assert_eq!(place("thing", "together", known.into_iter()).unwrap(), 1);
        let Err(CommandError::Request(text)) = place("thing", "togehter", known.into_iter()) else {
            panic!("it was found");
        };
        assert!(text.contains("no thing `togehter`; it has `apart`, `together`"), "{text}");
        assert!(text.ends_with("did you mean `together`?"));
    }

    #[test]
    fn a_long_list_is_cut() {
        let known: Vec<String> = (0..40).map(|number| format!("raid-{number}")).collect();
        let Err(CommandError::Request(text)) =
            place("threat", "x", known.iter().map(String::as_str))
        else {
            panic!("it was found");
        };
        assert!(text.ends_with("and 28 more"), "{text}");
    }
}
