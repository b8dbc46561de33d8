//! Pairs of confirmed tracks that lie so near each other that they may be one object.
//!
//! Each track has its belief of the present and a radius, the gate times the standard deviation of
//! its position. Two that are one object by the gate have radii that together span what is between
//! them. An index by longitude and by height along the Earth's axis finds them; of a pair, the
//! track with the larger radius finds the other, so that one that is poorly known makes no search
//! dearer than its own. Leaves out what is believed of the velocity.

use crate::numerics::index::{IndexWindow, PointIndex, cylindrical};
use crate::tracking::filter::belief::Belief;

/// Tracks further apart than this are never one object, m.
pub const NEAR_M: f64 = 50_000.0;

/// Share by which a radius is wider than it need be, so that rounding loses no pair.
const SLACK: f64 = 1.0 + 1e-6;

/// A confirmed track at the present.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NearTrack {
    /// Belief about it now.
    pub(super) belief: Belief,
    /// Its place among the tracker's tracks.
    pub(super) place: usize,
    radius_m: f64,
}

/// The search and its work space. Once grown it allocates nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct NearPairs {
    /// The confirmed tracks in the order of their heights along the Earth's axis.
    tracks: Vec<NearTrack>,
    index: PointIndex,
    /// Pairs by places in `tracks`, lower first.
    pairs: Vec<[usize; 2]>,
}

impl NearPairs {
    /// Finds the pairs that may be one object among confirmed tracks, each by its place among the
    /// tracker's tracks and what is believed of it at one time.
    pub(super) fn find(&mut self, beliefs: impl Iterator<Item = (usize, Belief)>, gate_sigma: f64) {
        self.tracks.clear();
        self.tracks.extend(beliefs.map(|(place, belief)| {
            let spread_m = belief.covariance.pp.trace().max(0.0).sqrt();
            NearTrack { belief, place, radius_m: (gate_sigma * spread_m * SLACK).min(NEAR_M) }
        }));
        self.tracks.sort_unstable_by(|a, b| {
            let height = |track: &NearTrack| track.belief.state.position_m.z;
            height(a).total_cmp(&height(b)).then(a.place.cmp(&b.place))
        });
        let point = |track: &NearTrack| cylindrical(&track.belief.state.position_m);
        self.index.fill(self.tracks.iter().map(point));
        self.pairs.clear();
        for (place, track) in self.tracks.iter().enumerate() {
            self.index.visit(track.window(), |other| {
                if track.may_be(&self.tracks[other]) {
                    self.pairs.push([place.min(other), place.max(other)]);
                }
            });
        }
        self.pairs.sort_unstable();
    }

    /// The pairs found, in the order of the lower and then of the higher along the Earth's axis.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [&NearTrack; 2]> {
        let track = |place: usize| &self.tracks[place];
        self.pairs.iter().map(move |pair| pair.map(track))
    }
}

impl NearTrack {
    /// True of another, no wider than this one, that could be the same object.
    fn may_be(&self, other: &Self) -> bool {
        let key = |track: &Self| (track.radius_m, track.place);
        let apart_m = (self.radius_m + other.radius_m).min(NEAR_M);
        let gap = self.belief.state.position_m - other.belief.state.position_m;
        key(other) < key(self) && gap.norm_squared() <= apart_m * apart_m
    }

    /// Window of those that it may be.
    fn window(&self) -> IndexWindow {
        let reach_m = (2.0 * self.radius_m).min(NEAR_M);
        IndexWindow::around(&self.belief.state.position_m, reach_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::state::State;
    use crate::tracking::filter::belief::distance2;
    use crate::tracking::filter::covariance::Covariance;
    use nalgebra::{Matrix3, Vector3};
    use proptest::prelude::*;

    fn belief((position_m, log_sigma): ([f64; 3], f64)) -> Belief {
        let sigma_m = libm::pow(10.0, log_sigma);
        Belief {
            time_s: 0.0,
            state: State { position_m: Vector3::from(position_m), velocity_mps: Vector3::zeros() },
            covariance: Covariance {
                pp: Matrix3::identity() * (sigma_m * sigma_m),
                pv: Matrix3::zeros(),
                vv: Matrix3::identity(),
            },
        }
    }

    proptest! {
        /// Every pair inside the gate and the limit is found once, in order; near a pole too.
        #[test]
        fn no_pair_is_missed(
            near in prop::collection::vec(
                (prop::array::uniform3(-6e4..6e4_f64), 1.0..5.0_f64),
                0..60,
            ),
            pole in any::<bool>(),
            gate_sigma in 1.0..6.0_f64,
        ) {
            let middle = if pole { [0.0, 0.0, -6.9e6] } else { [-6.9e6, 0.0, 1e5] };
            let beliefs: Vec<Belief> = near
                .iter()
                .map(|(off, sigma)| {
                    let place_m = [0, 1, 2].map(|axis| middle[axis] + off[axis]);
                    belief((place_m, *sigma))
                })
                .collect();
            let mut search = NearPairs::default();
            search.find(beliefs.iter().copied().enumerate(), gate_sigma);
            let found: Vec<[usize; 2]> =
                search.pairs().map(|pair| pair.map(|track| track.place)).collect();
            let mut order: Vec<usize> = (0..beliefs.len()).collect();
            let height = |place: &usize| beliefs[*place].state.position_m.z;
            order.sort_by(|a, b| height(a).total_cmp(&height(b)));
            let mut left = found.iter();
            for (rank, &one) in order.iter().enumerate() {
                for &other in &order[rank + 1..] {
                    let (a, b) = (&beliefs[one], &beliefs[other]);
                    let apart_m = (a.state.position_m - b.state.position_m).norm();
                    let is_same = apart_m < NEAR_M
                        && distance2(a, b).is_some_and(|far2| far2 <= gate_sigma * gate_sigma);
                    if is_same {
                        prop_assert!(left.any(|pair| *pair == [one, other]));
                    }
                }
            }
            let mut once = found.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), found.len());
        }
    }

    /// A thousand sharp tracks and one that may be anywhere: it alone is compared with many.
    #[test]
    fn a_wide_track_makes_only_its_own_search_dear() {
        let place = |number: usize| {
            let share = |step: f64| (number as f64 * step).fract();
            [6.8e6, 4e5 * share(0.754_877_67), 4e5 * share(0.569_840_29)]
        };
        let sharp = (0..1000).map(|number| belief((place(number), 1.0)));
        let wide = belief(([6.8e6, 2e5, 2e5], 5.0));
        let mut search = NearPairs::default();
        search.find(sharp.chain([wide]).enumerate(), 4.5);
        let pairs: Vec<_> = search.pairs().collect();
        let with_wide = pairs.iter().filter(|pair| pair.iter().any(|track| track.place == 1000));
        // A circle of 50 km in a square of 400 km.
        assert!((40..60).contains(&with_wide.count()), "{}", pairs.len());
        assert!(pairs.len() < 80, "{}", pairs.len());
    }
}
