//! Index of points by an angle on the circle and a number on the line, for windows of both; points
//! in space are indexed by their angle about the z axis and their height along it.
//!
//! Sorted by angle, cut into about √n runs of √n points, and each run sorted by the number: a tree
//! of two levels (after the k-d tree of Bentley, *Communications of the ACM* 18:509, 1975), which
//! fits itself to points that crowd in one direction. A window visits the runs that its angles
//! touch and in each, by bisection, the points that its numbers hold. Leaves out an
//! order in the third dimension: a ball is cut out of its window by the distance.

use nalgebra::Vector3;
use std::f64::consts::{PI, TAU};

/// Fewest points that are worth a run.
const RUN_MIN: usize = 8;

/// Slack of a window of angles, rad: rounding must lose no point.
const SLACK_RAD: f64 = 1e-9;

/// Share by which the window of a ball is wider than it need be, likewise.
const SLACK: f64 = 1.0 + 1e-9;

/// Point of the index.
#[derive(Debug, Clone, Copy, PartialEq)]
struct IndexEntry {
    /// Angle, in [0, 2π], rad.
    angle_rad: f64,
    /// Number.
    key: f64,
    /// Place in the caller's list.
    item: usize,
}

/// Window of angles and of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct IndexWindow {
    /// Middle, any turn, rad.
    pub(crate) angle_rad: f64,
    /// Reach to either side, rad; π or more is the whole circle.
    pub(crate) half_rad: f64,
    /// Least and greatest number.
    pub(crate) keys: [f64; 2],
}

impl IndexWindow {
    /// Window that holds the ball about a point in space.
    pub(crate) fn around(centre: &Vector3<f64>, radius: f64) -> Self {
        let level = libm::hypot(centre.x, centre.y);
        let (angle_rad, height) = cylindrical(centre);
        Self {
            angle_rad,
            half_rad: if radius < level { libm::asin(radius / level) } else { PI },
            keys: [height - radius, height + radius],
        }
    }
}

/// Angle about the z axis, rad, and height along it.
pub(crate) fn cylindrical(point: &Vector3<f64>) -> (f64, f64) {
    (libm::atan2(point.y, point.x), point.z)
}

/// Index of points. Once grown it allocates nothing.
#[doc(alias = "k-d tree")]
#[derive(Debug, Clone, Default)]
pub(crate) struct PointIndex {
    entries: Vec<IndexEntry>,
    /// Points in each run but the last.
    run: usize,
    /// First and last angle of each run, rad.
    bounds: Vec<[f64; 2]>,
}

impl PointIndex {
    /// Fills it with new points; one that is not finite is in no window.
    pub(crate) fn fill(&mut self, points: impl Iterator<Item = (f64, f64)>) {
        self.entries.clear();
        let is_finite = |(_, (angle, key)): &(usize, (f64, f64))| (angle + key).is_finite();
        let entry = |(item, (angle_rad, key)): (usize, (f64, f64))| IndexEntry {
            angle_rad: turned(angle_rad),
            key,
            item,
        };
        self.entries.extend(points.enumerate().filter(is_finite).map(entry));
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
    pub(crate) fn visit(&self, window: IndexWindow, mut pass: impl FnMut(usize)) {
        let half_rad = window.half_rad + SLACK_RAD;
        let middle_rad = turned(window.angle_rad);
        if half_rad >= PI {
            return self.visit_runs([0, self.bounds.len()], window, |entry| pass(entry.item));
        }
        let mut pass = |entry: &IndexEntry| {
            let turn_rad = (entry.angle_rad - middle_rad).abs();
            if turn_rad.min(TAU - turn_rad) <= half_rad {
                pass(entry.item);
            }
        };
        let (low_rad, high_rad) = (middle_rad - half_rad, middle_rad + half_rad);
        let from = |angle_rad| self.bounds.partition_point(|[_, last]| *last < angle_rad);
        let to = |angle_rad| self.bounds.partition_point(|[first, _]| *first <= angle_rad);
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
    fn visit_runs(
        &self,
        [first, end]: [usize; 2],
        window: IndexWindow,
        mut pass: impl FnMut(&IndexEntry),
    ) {
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

/// Points in space that can be searched by distance; keeps its memory from one set to the next.
#[derive(Debug, Clone, Default)]
pub struct PointCloud {
    points: Vec<Vector3<f64>>,
    index: PointIndex,
}

impl PointCloud {
    /// Takes these points, numbered from 0, in place of those before.
    pub fn fill(&mut self, points: impl Iterator<Item = Vector3<f64>>) {
        self.points.clear();
        self.points.extend(points);
        self.index.fill(self.points.iter().map(cylindrical));
    }

    /// Calls `pass` with the number of each point nearer to a centre than `radius`, and its
    /// distance.
    pub fn within(&self, centre: &Vector3<f64>, radius: f64, mut pass: impl FnMut(usize, f64)) {
        let window = IndexWindow::around(centre, radius * SLACK);
        self.index.visit(window, |item| {
            let distance = (self.points[item] - centre).norm();
            if distance < radius {
                pass(item, distance);
            }
        });
    }

    /// Number of the point nearest to a centre, if one is nearer than `radius`; of equals the
    /// first.
    pub fn nearest(&self, centre: &Vector3<f64>, radius: f64) -> Option<usize> {
        let mut nearest: Option<(f64, usize)> = None;
        self.within(centre, radius, |item, distance| {
            let is_nearer = |best: (f64, usize)| (distance, item) < best;
            if nearest.is_none_or(is_nearer) {
                nearest = Some((distance, item));
            }
        });
        nearest.map(|(_, item)| item)
    }
}

/// The same angle in [0, 2π].
fn turned(angle_rad: f64) -> f64 {
    if (0.0..TAU).contains(&angle_rad) { angle_rad } else { angle_rad.rem_euclid(TAU) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(index: &PointIndex, window: IndexWindow) -> Vec<usize> {
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
            let mut index = PointIndex::default();
            index.fill(points.iter().copied());
            let window = IndexWindow { angle_rad, half_rad, keys: keys.map(f64::from) };
            let inside = |&(_, &(angle, key)): &(usize, &(f64, f64))| {
                let turn = (angle - angle_rad).rem_euclid(TAU);
                let turn = turn.min(TAU - turn);
                turn <= half_rad && (window.keys[0]..=window.keys[1]).contains(&key)
            };
            let expected: Vec<usize> =
                points.iter().enumerate().filter(inside).map(|(place, _)| place).collect();
            prop_assert_eq!(found(&index, window), expected);
        }

        #[test]
        fn a_search_finds_what_a_look_at_all_finds(
            points in prop::collection::vec(prop::array::uniform3(-9i8..9), 0..20),
            place in prop::array::uniform3(-9i8..9),
            reach_m in 0.0..12.0f64,
        ) {
            let at = |axes: [i8; 3]| Vector3::from(axes.map(f64::from));
            let mut near = PointCloud::default();
            near.fill([at(place)].into_iter());
            near.fill(points.iter().copied().map(at));
            let off = |point: usize| (at(points[point]) - at(place)).norm();
            let mut found = Vec::new();
            near.within(&at(place), reach_m, |item, _| found.push(item));
            found.sort_unstable();
            let all = (0..points.len()).filter(|point| off(*point) < reach_m);
            prop_assert_eq!(&found, &all.collect::<Vec<_>>());
            let nearest = found.into_iter().min_by(|a, b| off(*a).total_cmp(&off(*b)));
            prop_assert_eq!(near.nearest(&at(place), reach_m), nearest);
        }
    }

    #[test]
    fn what_is_not_finite_is_in_no_window() {
        let mut index = PointIndex::default();
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::NAN];
        let points = odd.map(|odd| (odd, 0.0)).into_iter().chain(odd.map(|odd| (0.0, odd)));
        index.fill(points.chain([(1.0, 2.0)]));
        let all =
            IndexWindow { angle_rad: 0.0, half_rad: 4.0, keys: [f64::NEG_INFINITY, f64::INFINITY] };
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
