//! An index of points by an angle on the circle and a number on the line, for windows of both.
//!
//! Sorted by angle, cut into about √n runs of √n points, and each run sorted by the number: a tree
//! of two levels (after the k-d tree of Bentley, *Communications of the ACM* 18:509, 1975), which
//! fits itself to points that crowd in one direction. A window visits the runs that its angles
//! touch and in each, by bisection, the points that its numbers hold. Leaves out a third dimension.

use std::f64::consts::PI;
use std::f64::consts::TAU;

/// Fewest points that are worth a run.
const RUN_MIN: usize = 8;

/// Slack of a window of angles, rad: rounding must lose no point.
const SLACK_RAD: f64 = 1e-9;

/// A point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    /// Angle, in [0, 2π], rad.
    angle_rad: f64,
    /// Number.
    key: f64,
    /// What is there, by its place in the caller's list.
    pub(crate) item: usize,
}

/// A window of angles and of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    /// Its middle, any turn, rad.
    pub(crate) angle_rad: f64,
    /// How far it reaches to either side, rad; π or more is the whole circle.
    pub(crate) half_rad: f64,
    /// Least and greatest number.
    pub(crate) keys: [f64; 2],
}

/// The index. Once grown it allocates nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    /// Points in each run but the last.
    run: usize,
    /// First and last angle of each run, rad.
    bounds: Vec<[f64; 2]>,
}

impl Index {
    /// Fills it with new points; one that is not finite is in no window.
    pub(crate) fn fill(&mut self, points: impl Iterator<Item = (f64, f64)>) {
        self.entries.clear();
        let is_finite = |(_, (angle, key)): &(usize, (f64, f64))| (angle + key).is_finite();
        let entry = |(item, (angle_rad, key)): (usize, (f64, f64))| Entry {
            angle_rad: turned(angle_rad),
            key,
            item,
        };
        self.entries
            .extend(points.enumerate().filter(is_finite).map(entry));
        // No two are equal, and an unstable sort needs no memory.
        self.entries.sort_unstable_by(|a, b| {
            let by_angle = a.angle_rad.total_cmp(&b.angle_rad);
            by_angle.then(a.item.cmp(&b.item))
        });
        self.run = self.entries.len().isqrt().max(RUN_MIN);
        self.bounds.clear();
        for run in self.entries.chunks_mut(self.run) {
            let [first, last] = [run[0], run[run.len() - 1]].map(|entry| entry.angle_rad);
            self.bounds.push([first, last]);
            run.sort_unstable_by(|a, b| a.key.total_cmp(&b.key).then(a.item.cmp(&b.item)));
        }
    }

    /// Calls `pass` with each point of a window, once.
    pub(crate) fn visit(&self, window: Window, mut pass: impl FnMut(usize)) {
        let half_rad = window.half_rad + SLACK_RAD;
        let middle_rad = turned(window.angle_rad);
        if half_rad >= PI {
            return self.visit_runs([0, self.bounds.len()], window, |entry| pass(entry.item));
        }
        let mut pass = |entry: &Entry| {
            let turn_rad = (entry.angle_rad - middle_rad).abs();
            if turn_rad.min(TAU - turn_rad) <= half_rad {
                pass(entry.item);
            }
        };
        let (low_rad, high_rad) = (middle_rad - half_rad, middle_rad + half_rad);
        let from = |angle_rad| self.bounds.partition_point(|[_, last]| *last < angle_rad);
        let to = |angle_rad| {
            self.bounds
                .partition_point(|[first, _]| *first <= angle_rad)
        };
        let mut visit = |runs| self.visit_runs(runs, window, &mut pass);
        // Where the window reaches across north, a run may touch both of its ends.
        if low_rad < 0.0 {
            let end = to(high_rad);
            visit([0, end]);
            visit([from(low_rad + TAU).max(end), self.bounds.len()]);
        } else if high_rad > TAU {
            let end = to(high_rad - TAU);
            visit([0, end]);
            visit([from(low_rad).max(end), self.bounds.len()]);
        } else {
            visit([from(low_rad), to(high_rad)]);
        }
    }

    /// Calls `pass` with the points of some runs, from the first to before the last, whose numbers
    /// are in the window.
    fn visit_runs(&self, [first, end]: [usize; 2], window: Window, mut pass: impl FnMut(&Entry)) {
        let [low, high] = window.keys;
        for index in first..end {
            let start = index * self.run;
            let run = &self.entries[start..self.entries.len().min(start + self.run)];
            let after = run.partition_point(|entry| entry.key < low);
            for entry in run[after..].iter().take_while(|entry| entry.key <= high) {
                pass(entry);
            }
        }
    }
}

/// The same angle in [0, 2π].
fn turned(angle_rad: f64) -> f64 {
    if (0.0..TAU).contains(&angle_rad) {
        angle_rad
    } else {
        angle_rad.rem_euclid(TAU)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::wrap_rad;
    use proptest::prelude::*;

    fn found(index: &Index, window: Window) -> Vec<usize> {
        let mut items = Vec::new();
        index.visit(window, |item| items.push(item));
        items.sort_unstable();
        items
    }

    proptest! {
        /// Each point of a window is found once, and no other; across north too.
        #[test]
        fn a_window_holds_what_is_in_it(
            points in prop::collection::vec((-7.0..7.0, 0..50_i32), 0..300),
            angle_rad in -7.0..14.0,
            half_rad in 0.0..3.3,
            keys in [0..50_i32, 0..50_i32],
        ) {
            let points: Vec<(f64, f64)> =
                points.iter().map(|&(angle, key)| (angle, f64::from(key))).collect();
            let mut index = Index::default();
            index.fill(points.iter().copied());
            let window = Window { angle_rad, half_rad, keys: keys.map(f64::from) };
            let inside = |&(_, &(angle, key)): &(usize, &(f64, f64))| {
                let turn = wrap_rad(angle - angle_rad).abs();
                turn <= half_rad && (window.keys[0]..=window.keys[1]).contains(&key)
            };
            let expected: Vec<usize> =
                points.iter().enumerate().filter(inside).map(|(place, _)| place).collect();
            prop_assert_eq!(found(&index, window), expected);
        }
    }

    #[test]
    fn what_is_not_finite_is_in_no_window() {
        let mut index = Index::default();
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::NAN];
        let points = odd
            .map(|odd| (odd, 0.0))
            .into_iter()
            .chain(odd.map(|odd| (0.0, odd)));
        index.fill(points.chain([(1.0, 2.0)]));
        let all = Window {
            angle_rad: 0.0,
            half_rad: 4.0,
            keys: [f64::NEG_INFINITY, f64::INFINITY],
        };
        assert_eq!(found(&index, all), [8]);
        for odd in odd {
            let mut window = all;
            window.angle_rad = odd;
            window.keys[0] = odd;
            window.half_rad = 1.0;
            found(&index, window);
        }
    }
}
