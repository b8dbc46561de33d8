//! What lies near a place: points sorted along one axis, so that a search looks at a slice of them.

use nalgebra::Vector3;

/// Points that can be searched by distance; keeps its memory from one set to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    /// By x, then by number.
    sorted: Vec<(Vector3<f64>, usize)>,
}

impl Near {
    /// Takes these points, numbered from 0, in place of those before.
    pub(super) fn fill(&mut self, points: impl Iterator<Item = Vector3<f64>>) {
        self.sorted.clear();
        self.sorted
            .extend(points.enumerate().map(|(at, point)| (point, at)));
        let by_x = |a: &(Vector3<f64>, usize), b: &(Vector3<f64>, usize)| {
            a.0.x.total_cmp(&b.0.x).then(a.1.cmp(&b.1))
        };
        self.sorted.sort_unstable_by(by_x);
    }

    /// The numbers of the points nearer than `reach_m` to a place, and how far off each is, m.
    pub(super) fn within(
        &self,
        place: Vector3<f64>,
        reach_m: f64,
    ) -> impl Iterator<Item = (usize, f64)> {
        let first = self
            .sorted
            .partition_point(|(point, _)| point.x <= place.x - reach_m);
        self.sorted[first..]
            .iter()
            .take_while(move |(point, _)| point.x < place.x + reach_m)
            .map(move |(point, at)| (*at, (point - place).norm()))
            .filter(move |(_, distance_m)| *distance_m < reach_m)
    }

    /// The number of the point nearest to a place, if one is nearer than `reach_m`; of equals the
    /// first.
    pub(super) fn nearest(&self, place: Vector3<f64>, reach_m: f64) -> Option<usize> {
        let found = self.within(place, reach_m);
        let nearest = found.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        nearest.map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_finds_what_a_look_at_all_finds(
            points in prop::collection::vec(prop::array::uniform3(-9i8..9), 0..20),
            place in prop::array::uniform3(-9i8..9),
            reach_m in 0.0..12.0f64,
        ) {
            let at = |axes: [i8; 3]| Vector3::from(axes.map(f64::from));
            let mut near = Near::default();
            near.fill([at(place)].into_iter());
            near.fill(points.iter().copied().map(at));
            let off = |point: usize| (at(points[point]) - at(place)).norm();
            let mut found: Vec<usize> = near.within(at(place), reach_m).map(|of| of.0).collect();
            found.sort_unstable();
            let all = (0..points.len()).filter(|point| off(*point) < reach_m);
            prop_assert_eq!(&found, &all.collect::<Vec<_>>());
            let nearest = found.into_iter().min_by(|a, b| off(*a).total_cmp(&off(*b)));
            prop_assert_eq!(near.nearest(at(place), reach_m), nearest);
        }
    }
}
