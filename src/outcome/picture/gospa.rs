//! Distance of a picture from the truth, in one number: OSPA and GOSPA with their parts.
//!
//! Both pair points of two sets at least cost, a distance counting at most a cut-off `c`, in powers
//! of an order `p`. OSPA (Schuhmacher, Vo & Vo, "A consistent metric for performance evaluation of
//! multi-object filters", IEEE Trans. Signal Processing 56:3447, 2008, eq. 3) is a mean over the
//! points of the larger set, of which each that has no partner costs `c`. GOSPA with `α = 2`
//! (Rahmathullah, García-Fernández & Svensson, "Generalized optimal sub-pattern assignment metric",
//! FUSION 2017, proposition 1) is a sum, in which each missed and each false point costs `c^p / 2`.
//!
//! One assignment serves both: over pairs nearer than `c` each of them is a constant plus the sum
//! of `d^p − c^p`, so what is least for one is least for the other.
//!
//! Leaves out `p = ∞`, other `α`, and GOSPA's extension to whole trajectories.

use crate::numerics::assignment::{AssignmentSolver, Candidate, CandidateList};
use crate::numerics::index::PointCloud;
use nalgebra::Vector3;

/// Cut-off of a distance, and the power by which it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OspaParameters {
    /// Cut-off `c`, m, above 0.
    pub cutoff_m: f64,
    /// Order `p`, at least 1 and finite. A share of `c` to this power must not vanish in 64 bits:
    /// orders beyond some tens are of no use.
    pub order: f64,
}

/// Two sets of points, m.
#[derive(Debug, Clone, Copy)]
pub struct PointSets<'a> {
    /// Objects that there are.
    pub truths: &'a [Vector3<f64>],
    /// Objects that are believed to be there.
    pub estimates: &'a [Vector3<f64>],
}

/// Distance of two sets, with its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OspaDistance {
    base: OspaParameters,
    truths: usize,
    estimates: usize,
    /// Pairs nearer than the cut-off.
    pairs: usize,
    /// Sum of `(d / c)^p` over them.
    localisation: f64,
}

/// Compares sets; keeps its memory from one comparison to the next.
#[derive(Debug, Clone, Default)]
pub struct OspaSolver {
    estimates: PointCloud,
    candidates: Vec<Candidate>,
    solver: AssignmentSolver,
}

impl OspaSolver {
    /// Distance of two sets.
    ///
    /// # Panics
    /// If the base is out of its range.
    pub fn compare(&mut self, sets: PointSets, base: OspaParameters) -> OspaDistance {
        let OspaParameters { cutoff_m, order } = base;
        assert!(cutoff_m > 0.0 && order >= 1.0 && order.is_finite());
        self.estimates.fill(sets.estimates.iter().copied());
        self.candidates.clear();
        for (row, truth) in sets.truths.iter().enumerate() {
            self.estimates.within(truth, cutoff_m, |column, distance_m| {
                let cost = libm::pow(distance_m / cutoff_m, order);
                self.candidates.push(Candidate { row, column, cost });
            });
        }
        let list = CandidateList {
            candidates: &self.candidates,
            rows: sets.truths.len(),
            columns: sets.estimates.len(),
        };
        let (mut pairs, mut localisation) = (0, 0.0);
        // Not to pair two points costs what a pair at the cut-off would.
        let columns = self.solver.solve_sparse(list, 1.0);
        for (truth, column) in sets.truths.iter().zip(columns) {
            if let Some(column) = column {
                let distance_m = (sets.estimates[*column] - truth).norm();
                localisation += libm::pow(distance_m / cutoff_m, order);
                pairs += 1;
            }
        }
        OspaDistance {
            base,
            truths: sets.truths.len(),
            estimates: sets.estimates.len(),
            pairs,
            localisation,
        }
    }
}

impl OspaDistance {
    /// Truths without an estimate nearer than the cut-off.
    pub fn missed(&self) -> usize {
        self.truths - self.pairs
    }

    /// Estimates without a truth nearer than the cut-off.
    pub fn spurious(&self) -> usize {
        self.estimates - self.pairs
    }

    /// GOSPA, m.
    pub fn gospa_m(&self) -> f64 {
        let alone = (self.missed() + self.spurious()) as f64;
        self.root(self.localisation + 0.5 * alone)
    }

    /// Part of the pairs in GOSPA's p-th power, m^p.
    pub fn localisation_cost(&self) -> f64 {
        self.localisation * self.unit()
    }

    /// Part of the missed truths in GOSPA's p-th power, m^p.
    pub fn missed_cost(&self) -> f64 {
        0.5 * self.missed() as f64 * self.unit()
    }

    /// Part of the estimates of nothing in GOSPA's p-th power, m^p.
    pub fn spurious_cost(&self) -> f64 {
        0.5 * self.spurious() as f64 * self.unit()
    }

    /// OSPA, m; 0 for two empty sets.
    pub fn ospa_m(&self) -> f64 {
        self.root(self.per_point(self.ospa_localisation() + self.ospa_cardinality()))
    }

    /// The part of OSPA that the distances make, m: its p-th power and that of the other part add
    /// up to OSPA's. As many points as the smaller set has are in pairs, at the cut-off if need be.
    pub fn ospa_localisation_m(&self) -> f64 {
        self.root(self.per_point(self.ospa_localisation()))
    }

    /// The part of OSPA that the difference of the numbers makes, m.
    pub fn ospa_cardinality_m(&self) -> f64 {
        self.root(self.per_point(self.ospa_cardinality()))
    }

    fn ospa_localisation(&self) -> f64 {
        let at_cutoff = self.truths.min(self.estimates) - self.pairs;
        self.localisation + at_cutoff as f64
    }

    fn ospa_cardinality(&self) -> f64 {
        self.truths.abs_diff(self.estimates) as f64
    }

    /// A sum as a mean over the points of the larger set.
    fn per_point(&self, sum: f64) -> f64 {
        sum / self.truths.max(self.estimates).max(1) as f64
    }

    /// From a sum of p-th powers of shares of the cut-off to metres.
    fn root(&self, sum: f64) -> f64 {
        self.base.cutoff_m * libm::pow(sum, 1.0 / self.base.order)
    }

    fn unit(&self) -> f64 {
        libm::pow(self.base.cutoff_m, self.base.order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(places: &[[f64; 3]]) -> Vec<Vector3<f64>> {
        places.iter().copied().map(Vector3::from).collect()
    }

    fn apart(
        truths: &[Vector3<f64>],
        estimates: &[Vector3<f64>],
        base: OspaParameters,
    ) -> OspaDistance {
        OspaSolver::default().compare(PointSets { truths, estimates }, base)
    }

    /// Three truths; estimates 3 m and 4 m off the first two, and one far from all. By hand with
    /// `c = 10`, `p = 2`: localisation 9 + 16; one missed and one false at 50 each; for OSPA the
    /// last two are a pair at the cut-off, and one estimate more is far too many.
    #[test]
    fn a_worked_example() {
        let truths = points(&[[0.0, 0.0, 0.0], [100.0, 0.0, 0.0], [0.0, 100.0, 0.0]]);
        let mut estimates = points(&[[0.0, 0.0, 3.0], [100.0, 4.0, 0.0], [0.0, 50.0, 0.0]]);
        let base = OspaParameters { cutoff_m: 10.0, order: 2.0 };
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * b.max(1.0), "{a}, {b}");
        let first = apart(&truths, &estimates, base);
        assert_eq!((first.missed(), first.spurious()), (1, 1));
        near(first.localisation_cost(), 25.0);
        near(first.missed_cost(), 50.0);
        near(first.spurious_cost(), 50.0);
        near(first.gospa_m(), 125f64.sqrt());
        near(first.ospa_m(), (125f64 / 3.0).sqrt());
        near(first.ospa_localisation_m(), first.ospa_m());
        near(first.ospa_cardinality_m(), 0.0);
        estimates.push(Vector3::new(0.0, 0.0, 900.0));
        let second = apart(&truths, &estimates, base);
        near(second.gospa_m(), 175f64.sqrt());
        near(second.ospa_m(), (225f64 / 4.0).sqrt());
        near(second.ospa_localisation_m(), (125f64 / 4.0).sqrt());
        near(second.ospa_cardinality_m(), 5.0);
    }

    /// To pair both is 9² + 1² = 82; to pair the nearest only, 1² and twice 50, is dearer.
    #[test]
    fn the_cheapest_pairs_are_not_each_points_nearest() {
        let truths = points(&[[0.0; 3], [8.0, 0.0, 0.0]]);
        let estimates = points(&[[9.0, 0.0, 0.0], [7.0, 0.0, 0.0]]);
        let base = OspaParameters { cutoff_m: 10.0, order: 2.0 };
        let found = apart(&truths, &estimates, base);
        // 7² + 1² beats 9² + 1².
        assert!((found.gospa_m() - 50f64.sqrt()).abs() < 1e-12);
        assert_eq!(found.missed(), 0);
    }

    /// A few points on a coarse lattice, so that equal distances and equal points occur.
    fn set() -> impl Strategy<Value = Vec<Vector3<f64>>> {
        let point = prop::array::uniform3(-4i8..5).prop_map(|axes| axes.map(f64::from));
        prop::collection::vec(point.prop_map(Vector3::from), 0..5)
    }

    fn base() -> impl Strategy<Value = OspaParameters> {
        let order = prop_oneof![Just(1.0), Just(2.0), 1.0..4.0f64];
        (0.5..9.0f64, order).prop_map(|(cutoff_m, order)| OspaParameters { cutoff_m, order })
    }

    /// The least sum over all partial assignments, by trying them all: GOSPA's definition.
    fn by_trying(truths: &[Vector3<f64>], estimates: &[Vector3<f64>], base: OspaParameters) -> f64 {
        let alone = libm::pow(base.cutoff_m, base.order) / 2.0;
        let Some((first, rest)) = truths.split_first() else {
            return estimates.len() as f64 * alone;
        };
        let mut least = alone + by_trying(rest, estimates, base);
        for place in 0..estimates.len() {
            let mut left = estimates.to_vec();
            let distance_m = (left.remove(place) - first).norm();
            let cost = libm::pow(distance_m, base.order);
            least = least.min(cost + by_trying(rest, &left, base));
        }
        least
    }

    const CLOSE: f64 = 1e-9;

    proptest! {
        #[test]
        fn gospa_is_the_least_of_all_assignments(x in set(), y in set(), base in base()) {
            let least = libm::pow(by_trying(&x, &y, base), 1.0 / base.order);
            prop_assert!((apart(&x, &y, base).gospa_m() - least).abs() < CLOSE);
        }

        #[test]
        fn the_parts_add_up(x in set(), y in set(), base in base()) {
            let found = apart(&x, &y, base);
            let parts = found.localisation_cost() + found.missed_cost() + found.spurious_cost();
            let power = |part: f64| libm::pow(part, base.order);
            prop_assert!((power(found.gospa_m()) - parts).abs() < CLOSE * parts.max(1.0));
            let parts = power(found.ospa_localisation_m()) + power(found.ospa_cardinality_m());
            prop_assert!((power(found.ospa_m()) - parts).abs() < CLOSE * parts.max(1.0));
            prop_assert!(found.ospa_m() <= base.cutoff_m * (1.0 + CLOSE));
        }

        #[test]
        fn both_are_metrics(x in set(), y in set(), z in set(), base in base()) {
            for of in [OspaDistance::gospa_m, OspaDistance::ospa_m] {
                let far = |a: &[_], b: &[_]| of(&apart(a, b, base));
                prop_assert!(far(&x, &x) < CLOSE, "nothing is far from itself");
                prop_assert!((far(&x, &y) - far(&y, &x)).abs() < CLOSE, "symmetry");
                prop_assert!(far(&x, &z) <= far(&x, &y) + far(&y, &z) + CLOSE, "triangle");
            }
        }

        #[test]
        fn sets_that_differ_are_apart(x in set(), y in set(), base in base()) {
            let sorted = |set: &[Vector3<f64>]| {
                let place = |at: &Vector3<f64>| [at.x as i8, at.y as i8, at.z as i8];
                let mut places: Vec<[i8; 3]> = set.iter().map(place).collect();
                places.sort_unstable();
                places
            };
            let found = apart(&x, &y, base);
            let same = sorted(&x) == sorted(&y);
            prop_assert_eq!(found.gospa_m() < CLOSE, same);
            prop_assert_eq!(found.ospa_m() < CLOSE, same);
        }

        /// The order of the points does not matter, nor where the axes lie.
        #[test]
        fn order_and_axes_do_not_matter(x in set(), y in set(), base in base(), turn in 0usize..5) {
            let moved = |set: &[Vector3<f64>]| {
                let at = |point: &Vector3<f64>| Vector3::new(point.z, -point.x, point.y + 7.0);
                let mut moved: Vec<_> = set.iter().map(at).collect();
                let by = turn.min(moved.len());
                moved.rotate_left(by);
                moved
            };
            let (one, other) = (apart(&x, &y, base), apart(&moved(&x), &moved(&y), base));
            prop_assert!((one.gospa_m() - other.gospa_m()).abs() < CLOSE);
            prop_assert!((one.ospa_m() - other.ospa_m()).abs() < CLOSE);
        }

        /// A comparer that has been used gives what a new one gives.
        #[test]
        fn memory_does_not_matter(x in set(), y in set(), z in set(), base in base()) {
            let mut used = OspaSolver::default();
            used.compare(PointSets { truths: &z, estimates: &x }, base);
            let sets = PointSets { truths: &x, estimates: &y };
            prop_assert_eq!(used.compare(sets, base), apart(&x, &y, base));
        }
    }
}
