//! Names on the command line: found, or refused with the names there are.

use super::ending::Ending;
use crate::scenario::identity::{Object, SensorId};
use crate::scenario::near::nearest;
use crate::scenario::parts::{Scenario, Threat, ThreatKind};
use std::sync::Arc;

/// So many known names are listed.
const MAX_LISTED: usize = 12;

/// The architecture of this name; without one the scenario's first.
pub(super) fn architecture(scenario: &Scenario, name: Option<&str>) -> Result<usize, Ending> {
    let names = || scenario.architectures.iter().map(|a| a.name.as_str());
    name.map_or(Ok(0), |name| place("architecture", name, names()))
}

/// The architectures of these names, in their order; without names all of the scenario.
pub(super) fn architectures(scenario: &Scenario, names: &[String]) -> Result<Vec<usize>, Ending> {
    if names.is_empty() {
        return Ok((0..scenario.architectures.len()).collect());
    }
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let place = architecture(scenario, Some(name.trim()))?;
        if places.contains(&place) {
            let text = format!("architecture `{}` is named twice", name.trim());
            return Err(Ending::Request(text));
        }
        places.push(place);
    }
    Ok(places)
}

/// The threat of this name.
pub(super) fn threat(scenario: &Scenario, name: &str) -> Result<usize, Ending> {
    place(
        "threat",
        name,
        scenario.threats.iter().map(|t| t.name.as_str()),
    )
}

/// The first threat of the raid of this name; without a name of the scenario's first raid.
pub(super) fn raid<'a>(scenario: &'a Scenario, name: Option<&str>) -> Result<&'a Threat, Ending> {
    let raids = scenario.threats.chunk_by(|one, next| one.raid == next.raid);
    let firsts: Vec<&Threat> = raids.map(|raid| &raid[0]).collect();
    let place = match name {
        Some(name) => place("raid", name, firsts.iter().map(|first| first.raid.as_str()))?,
        None => 0,
    };
    let none = || Ending::Request("the scenario has no raid to launch from".into());
    firsts.get(place).copied().ok_or_else(none)
}

/// The type of threat of this name.
pub(super) fn threat_kind(scenario: &Scenario, name: &str) -> Result<Arc<ThreatKind>, Ending> {
    let kinds = &scenario.threat_kinds;
    let place = place(
        "threat type",
        name,
        kinds.iter().map(|kind| kind.name.as_str()),
    )?;
    Ok(kinds[place].clone())
}

/// The sensor of this name, of whichever kind.
pub(super) fn sensor(scenario: &Scenario, name: &str) -> Result<SensorId, Ending> {
    let sensor = |index: usize| SensorId(index as u16);
    let names = (0..scenario.sensor_count()).map(|index| scenario.sensor_name(sensor(index)));
    place("sensor", name, names).map(sensor)
}

/// The object of this name that a threat has; without a name its payload.
pub(super) fn object(threat: &Threat, name: Option<&str>) -> Result<Object, Ending> {
    let others = threat.kind.objects.iter().map(|kind| kind.object);
    let objects: Vec<Object> = std::iter::once(Object::Payload).chain(others).collect();
    let names: Vec<String> = objects.iter().map(Object::to_string).collect();
    let Some(name) = name else {
        return Ok(Object::Payload);
    };
    let whose = format!("threat `{}`", threat.name);
    let found = found(&whose, "object", name, names.iter().map(String::as_str))?;
    Ok(objects[found])
}

fn place<'a>(
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, Ending> {
    found("the scenario", kind, name, known)
}

/// The place of a name among the known ones; an unknown one is answered with them and the nearest.
pub(super) fn found<'a>(
    whose: &str,
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, Ending> {
    if let Some(place) = known.clone().position(|known| known == name) {
        return Ok(place);
    }
    let count = known.clone().count();
    let mut listed: Vec<String> = known
        .clone()
        .take(MAX_LISTED)
        .map(|known| format!("`{known}`"))
        .collect();
    if count > MAX_LISTED {
        listed.push(format!("and {} more", count - MAX_LISTED));
    }
    let listed = listed.join(", ");
    let hint =
        nearest(name, known).map_or(String::new(), |near| format!("\ndid you mean `{near}`?"));
    let text = format!("{whose} has no {kind} `{name}`; it has {listed}{hint}");
    Err(Ending::Request(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let known = ["apart", "together"];
        assert_eq!(place("thing", "together", known.into_iter()).unwrap(), 1);
        let Err(Ending::Request(text)) = place("thing", "togehter", known.into_iter()) else {
            panic!("it was found");
        };
        assert!(
            text.contains("no thing `togehter`; it has `apart`, `together`"),
            "{text}"
        );
        assert!(text.ends_with("did you mean `together`?"));
    }

    #[test]
    fn a_long_list_is_cut() {
        let known: Vec<String> = (0..40).map(|number| format!("raid-{number}")).collect();
        let Err(Ending::Request(text)) = place("threat", "x", known.iter().map(String::as_str))
        else {
            panic!("it was found");
        };
        assert!(text.ends_with("and 28 more"), "{text}");
    }
}
