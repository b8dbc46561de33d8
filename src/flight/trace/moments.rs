//! Events between the ticks of a trace, found by flying there.

use super::{Mark, TraceNode, TracePoint};
use crate::ballistics::flight::{Advance, FlightPhase, REENTRY_M};
use crate::ballistics::state::State;
use crate::earth::frames::{Ecef, Site, altitude_approx_m};
use crate::flight::course::Course;

impl Course {
    pub(super) fn point(&self, node: TraceNode) -> TracePoint {
        let flight = &self.flight;
        let mut marks = node.marks;
        marks.sort_unstable();
        TracePoint {
            time_s: node.time_s,
            flight_s: node.flight_s,
            state: node.state,
            phase: flight.phase(node.flight_s, &node.state),
            drag_mps2: flight.drag_mps2(node.flight_s, &node.state),
            marks,
        }
    }

    /// The state at a time since launch, s, from the node before it.
    fn state(&self, before: &TraceNode, flight_s: f64) -> State {
        match (self.flight).advance(&before.state, before.flight_s, flight_s) {
            Advance::Flying(state) | Advance::Impact { state, .. } => state,
        }
    }

    fn marked(&self, before: &TraceNode, flight_s: f64, mark: Mark) -> TraceNode {
        TraceNode {
            time_s: self.launch_s + flight_s,
            flight_s,
            state: self.state(before, flight_s),
            marks: vec![mark],
            is_row: false,
        }
    }

    /// A row at a time of the scenario, s.
    pub(super) fn row(&self, nodes: &[TraceNode], time_s: f64) -> TraceNode {
        let after = nodes.partition_point(|node| node.time_s < time_s);
        if let Some(node) = nodes.get(after).filter(|node| node.time_s <= time_s) {
            return TraceNode { is_row: true, ..node.clone() };
        }
        let flight_s = time_s - self.launch_s;
        let before = &nodes[after.saturating_sub(1)];
        TraceNode {
            time_s,
            flight_s,
            state: self.state(before, flight_s),
            marks: Vec::new(),
            is_row: true,
        }
    }

    /// End of the climb, or the highest of several.
    pub(super) fn apogee(&self, nodes: &[TraceNode]) -> Option<TraceNode> {
        let tops = nodes.windows(2).filter_map(|pair| {
            let [from, to] = pair else { return None };
            if climb_mps(&from.state) <= 0.0 || climb_mps(&to.state) > 0.0 {
                return None;
            }
            let falls = |time_s| climb_mps(&self.state(from, time_s)) <= 0.0;
            let top_s = first_time(from.flight_s, to.flight_s, falls);
            Some(self.marked(from, top_s, Mark::Apogee))
        });
        tops.max_by(|a, b| altitude_m(&a.state).total_cmp(&altitude_m(&b.state)))
    }

    /// Begin of what the engine takes for re-entry, if the flight comes from above.
    pub(super) fn entry(&self, nodes: &[TraceNode]) -> Option<TraceNode> {
        let enters =
            |time_s, state: &State| self.flight.phase(time_s, state) == FlightPhase::Reentry;
        let pair = nodes.windows(2).find(|pair| {
            let is_above = altitude_approx_m(&pair[0].state.position_m) >= REENTRY_M;
            is_above && enters(pair[1].flight_s, &pair[1].state)
        })?;
        let [from, to] = pair else { return None };
        let is_in = |time_s| enters(time_s, &self.state(from, time_s));
        let entry_s = first_time(from.flight_s, to.flight_s, is_in);
        Some(self.marked(from, entry_s, Mark::Entry))
    }

    /// The strongest drag after the apogee.
    pub(super) fn peak_drag(&self, nodes: &[TraceNode]) -> Option<TraceNode> {
        /// Parts of the two spans around the strongest node that are looked at first: the air's
        /// layers may give a peak more than one top.
        const PARTS: u32 = 64;
        let flight = &self.flight;
        let apogee = nodes.iter().position(|node| node.marks.contains(&Mark::Apogee))?;
        let descent = &nodes[apogee..];
        let drag = |node: &TraceNode| flight.drag_mps2(node.flight_s, &node.state);
        let strongest = (0..descent.len())
            .max_by(|a, b| drag(&descent[*a]).total_cmp(&drag(&descent[*b])))
            .filter(|place| drag(&descent[*place]) > 0.0)?;
        let first = strongest.saturating_sub(1);
        let last = (strongest + 1).min(descent.len() - 1);
        let (from_s, to_s) = (descent[first].flight_s, descent[last].flight_s);
        let before = |time_s: f64| {
            let after = descent.partition_point(|node| node.flight_s <= time_s);
            &descent[after.max(1) - 1]
        };
        let drag_at = |time_s: f64| flight.drag_mps2(time_s, &self.state(before(time_s), time_s));
        let part_s = (to_s - from_s) / f64::from(PARTS);
        let look = |part: u32| from_s + f64::from(part) * part_s;
        let best = (0..=PARTS).map(look).max_by(|a, b| drag_at(*a).total_cmp(&drag_at(*b)))?;
        let peak_s = highest((best - part_s).max(from_s), (best + part_s).min(to_s), drag_at);
        Some(self.marked(before(peak_s), peak_s, Mark::PeakDrag))
    }
}

/// Altitude above the ellipsoid, m.
fn altitude_m(state: &State) -> f64 {
    Ecef(state.position_m).geodetic().altitude_m
}

/// Rate of the altitude above the ellipsoid, m/s: the velocity along the ellipsoid's normal.
fn climb_mps(state: &State) -> f64 {
    let site = Site::new(Ecef(state.position_m).geodetic());
    (site.axes() * state.velocity_mps).z
}

/// The first time in `(from_s, to_s]` at which something is, which it is at `to_s` and not at
/// `from_s`: by halving, until no number lies between.
fn first_time(from_s: f64, to_s: f64, is: impl Fn(f64) -> bool) -> f64 {
    let (mut not_s, mut is_s) = (from_s, to_s);
    loop {
        let middle_s = 0.5 * (not_s + is_s);
        if middle_s <= not_s || middle_s >= is_s {
            return is_s;
        }
        if is(middle_s) {
            is_s = middle_s;
        } else {
            not_s = middle_s;
        }
    }
}

/// Place where a function with one top is highest, by the golden section (Kiefer 1953), ends
/// included.
fn highest(from_s: f64, to_s: f64, height: impl Fn(f64) -> f64) -> f64 {
    const PASSES: usize = 60;
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut low_s, mut high_s) = (from_s, to_s);
    for _ in 0..PASSES {
        let part_s = GOLDEN * (high_s - low_s);
        let (left_s, right_s) = (high_s - part_s, low_s + part_s);
        if height(left_s) < height(right_s) {
            low_s = left_s;
        } else {
            high_s = right_s;
        }
    }
    [from_s, to_s].into_iter().fold(0.5 * (low_s + high_s), |best_s, end_s| {
        if height(end_s) > height(best_s) { end_s } else { best_s }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_is_found_to_the_last_bit() {
        for turn_s in [0.1, 0.25, 0.7, 1.0] {
            let found_s = first_time(0.0, 1.0, |time_s| time_s >= turn_s);
            assert_eq!(f64::to_bits(found_s), f64::to_bits(turn_s));
        }
    }

    #[test]
    fn the_top_is_found_within_and_at_either_end() {
        for (top_s, expected_s) in [(-1.0, 0.0), (0.0, 0.0), (0.3, 0.3), (2.0, 2.0), (3.0, 2.0)] {
            let found_s = highest(0.0, 2.0, |time_s| -(time_s - top_s) * (time_s - top_s));
            let off_s: f64 = found_s - expected_s;
            assert!(off_s.abs() < 1e-7, "{top_s}: {found_s}");
        }
    }
}
