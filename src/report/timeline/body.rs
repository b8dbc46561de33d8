//! Objects in words: the payload goes by its threat's name, the others as what is left of it.

use crate::account::timeline::TrackName;
use crate::scenario::identity::Object;

/// An object of a threat: of the payload, the threat's name alone.
pub(super) fn body(threat: &str, object: Object) -> String {
    match object {
        Object::Payload => threat.to_owned(),
        Object::SpentStage => format!("the spent stage of {threat}"),
        Object::Decoy(number) => format!("decoy {number} of {threat}"),
    }
}

/// `its spent stage and decoys 1 to 4`: objects in their order.
pub(super) fn list(objects: &[Object]) -> String {
    let stage = objects.contains(&Object::SpentStage);
    let decoys = objects.iter().filter_map(|object| match object {
        Object::Decoy(number) => Some(number),
        Object::Payload | Object::SpentStage => None,
    });
    let decoys: Vec<&u16> = decoys.collect();
    let stage = stage.then(|| "its spent stage".to_owned());
    let decoys = match decoys[..] {
        [] => None,
        [one] => Some(format!("decoy {one}")),
        [first, .., last] => Some(format!("decoys {first} to {last}")),
    };
    stage.into_iter().chain(decoys).collect::<Vec<_>>().join(" and ")
}

/// Object behind a track.
pub(super) fn really(track: &TrackName) -> String {
    match (&track.threat, track.object) {
        (None, _) => "no threat".into(),
        (Some(threat), None) => format!("objects of {threat}"),
        (Some(threat), Some(object)) => body(threat, object),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_together_when_they_part() {
        use Object::{Decoy, SpentStage};
        let cases: [(&[Object], &str); 4] = [
            (&[SpentStage], "its spent stage"),
            (&[Decoy(1)], "decoy 1"),
            (&[Decoy(1), Decoy(2), Decoy(3)], "decoys 1 to 3"),
            (&[SpentStage, Decoy(1), Decoy(2)], "its spent stage and decoys 1 to 2"),
        ];
        for (objects, expected) in cases {
            assert_eq!(list(objects), expected);
        }
    }

    #[test]
    fn a_track_is_of_an_object_of_several_or_of_none() {
        let track = |threat: Option<&str>, object| {
            really(&TrackName {
                system: "west".into(),
                number: 5,
                threat: threat.map(Into::into),
                object,
            })
        };
        let decoy = track(Some("raid-1"), Some(Object::Decoy(3)));
        assert_eq!(decoy, "decoy 3 of raid-1");
        let payload = track(Some("raid-1"), Some(Object::Payload));
        assert_eq!(payload, "raid-1");
        assert_eq!(track(Some("raid-1"), None), "objects of raid-1");
        assert_eq!(track(None, None), "no threat");
    }
}
