//! "Did you mean": the known name that is nearest to a written one.
//!
//! Distance is the number of letters to add, drop, change or swap (Damerau 1964; the restricted
//! form of `strsim`), upper and lower case and `-` and `_` taken as equal.

/// The candidate nearest to `name`, if one is near: a third of its letters may differ.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if name.len() > LONGEST {
        return None;
    }
    let fold = |name: &str| name.to_lowercase().replace('-', "_");
    let name = fold(name);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= candidate.len() / 3 + 1)
        .map(|candidate| (strsim::osa_distance(&name, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let names = ["longitude_deg", "latitude_deg", "id", "shoot-look-shoot"];
        let cases = [
            ("longitud_deg", Some("longitude_deg")),
            ("lattitude_deg", Some("latitude_deg")),
            ("ID", Some("id")),
            ("shoot_look_shoot", Some("shoot-look-shoot")),
            ("colour", None),
            ("", None),
        ];
        for (written, near) in cases {
            assert_eq!(nearest(written, names), near, "{written}");
        }
        assert_eq!(nearest(&"x".repeat(10_000_000), names), None);
    }
}
