//! Times that a run meets only if they are multiples of its step.

use super::ScenarioRule::{self, Whole};
use super::place;
use crate::scenario::error::Faults;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::written;
use std::collections::BTreeSet;

pub(super) const RULES: &[ScenarioRule] = &[Whole(types_fit_the_step), Whole(periods_fit_the_step)];

/// Two times are one when they differ by no more than this share.
const TOLERANCE: f64 = 1.0e-9;

/// Times of types, and the lists of what is of a type.
const TIMES_OF_TYPES: [(&str, &str, &str); 3] = [
    ("radar_types", "track_revisit_s", "radars[].type"),
    ("radar_types", "search_frame_s", "radars[].type"),
    ("satellite_types", "revisit_s", "satellites[].type"),
];

/// Only types in use: a catalogue serves scenarios of other steps too.
fn types_fit_the_step(root: &TreeNode, faults: &mut Faults) {
    for (types, key, users) in TIMES_OF_TYPES {
        let used: BTreeSet<&str> = root.each(users).iter().filter_map(|user| user.text()).collect();
        let is_used = |kind: &&TreeNode| kind.text_of("id").is_some_and(|id| used.contains(id));
        let kinds = root.list(types).iter().filter(is_used);
        for time in kinds.filter_map(|kind| kind.get(key)) {
            fits_the_step(root, time, key, faults);
        }
    }
}

/// Times of systems and of architectures.
fn periods_fit_the_step(root: &TreeNode, faults: &mut Faults) {
    for period in root.each("systems[].command.planning_period_s") {
        fits_the_step(root, period, "planning_period_s", faults);
    }
    for period in root.each("architectures[].exchange.period_s") {
        fits_the_step(root, period, "period_s", faults);
    }
}

fn fits_the_step(root: &TreeNode, node: &TreeNode, key: &str, faults: &mut Faults) {
    let Some(step) = root.find("simulation.step_s") else {
        return;
    };
    let Some((step_s, time_s)) = step.number().zip(node.number()) else {
        return;
    };
    let Some((below_s, above_s)) = multiples_around(time_s, step_s) else {
        return;
    };
    let is_below = below_s > 0.0 && time_s - below_s <= above_s - time_s;
    let nearest_s = if is_below { below_s } else { above_s };
    let title = format!("`{key}` is not a multiple of the step");
    let label = format!("{} s, in steps of {} s", written(time_s), written(step_s));
    let note = format!("`simulation.step_s` is at {}", place(step, faults));
    let advice = if below_s > 0.0 {
        format!("{} or {} would be", written(below_s), written(above_s))
    } else {
        "no less than a step".to_owned()
    };
    faults.add(node.fault(title, label).note(note).instead(advice, written(nearest_s)));
}

/// The multiples of the step below and above a time; none if it is one itself.
pub(crate) fn multiples_around(time_s: f64, step_s: f64) -> Option<(f64, f64)> {
    let steps = time_s / step_s;
    let is_multiple = steps.round() >= 1.0 && (steps - steps.round()).abs() <= TOLERANCE * steps;
    (!is_multiple).then(|| (steps.floor() * step_s, (steps.floor() + 1.0) * step_s))
}

#[cfg(test)]
mod tests {
    use super::multiples_around;

    #[test]
    fn multiples_are_known_in_spite_of_rounding() {
        for step_s in [0.1, 0.2, 0.25, 0.3, 1.0, 2.5, 10.0] {
            for count in [1.0, 3.0, 7.0, 33.0, 333.0, 4321.0] {
                assert_eq!(multiples_around(count * step_s, step_s), None, "{count} × {step_s}");
            }
        }
        assert_eq!(multiples_around(5.0, 2.0), Some((4.0, 6.0)));
        assert_eq!(multiples_around(0.5, 2.0), Some((0.0, 2.0)));
        assert!(multiples_around(4.000_001, 2.0).is_some());
    }
}
