//! The soft update: a track takes in each plot as far as it is likely to be its own.
//!
//! What is believed afterwards is the mixture of what each plot would have made of the prior belief
//! and, for none of them, of the prior itself, as one belief of the same mean and covariance
//! (Bar-Shalom, Daum & Huang, *IEEE Control Systems* 29(6):82, 2009, eqs. 40 to 47, which are this
//! for a linear filter; the mixture is right for any). The covariance grows by the spread of what
//! the plots say. A track has got a plot in the sense of its life if it is likelier than not that
//! some plot of the scan is its own; its evidence is then the likeliest. Leaves out the
//! probability that the object exists at all (Musicki & Evans 2004).

use super::associate::LIKELY;
use super::associate::Scan;
use super::associate::Share;
use super::boost::mixture::Mixture;
use super::credit;
use super::filter;
use super::filter::Belief;
use super::judge_motion;
use super::track::Track;
use super::track::Tracker;

/// A plot this likely to be a track's own is taken for sure: what the others would change of the
/// mean is a millionth of what they are off.
const SURE: f64 = 1.0 - 1e-6;

/// Takes in the plots that may be of a track.
pub(super) fn update(track: &mut Track, shares: &[Share], scan: Scan, tracker: &Tracker) {
    let Some(best) = shares.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)) else {
        return;
    };
    if best.weight >= SURE {
        return super::update(track, &scan.plots[best.plot], scan.sensor, tracker);
    }
    let motion = tracker.motion(track);
    let mut prior = track.belief;
    prior.predict(scan.time_s, &motion);
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    let mut surprise = 0.0;
    let posterior = |share: &Share| {
        let mut belief = prior;
        let plot = &scan.plots[share.plot];
        let own = filter(&mut belief, plot, scan.sensor, &motion);
        surprise += share.weight * own;
        (share.weight, belief)
    };
    // The likeliest comes first: sums are taken about it.
    let others = shares.iter().filter(|share| share.plot != best.plot);
    let parts = std::iter::once(best).chain(others).map(posterior);
    track.belief = mixed(parts.chain([((1.0 - total).max(0.0), prior)])).unwrap_or(prior);
    if total > LIKELY {
        credit(track, &scan.plots[best.plot], tracker);
        judge_motion(track, surprise / total);
    }
}

/// The belief with the mean and covariance of a mixture of beliefs of one time, whose first weighs
/// most; `None` for a mixture of none.
fn mixed(parts: impl Iterator<Item = (f64, Belief)>) -> Option<Belief> {
    let mut mixture = Mixture::new();
    let mut time_s = None;
    for (weight, belief) in parts {
        mixture.add(weight, &belief.state);
        mixture.spread(weight, &belief.covariance.matrix());
        time_s.get_or_insert(belief.time_s);
    }
    mixture.belief(time_s?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::state::State;
    use crate::tracking::filter::Covariance;
    use nalgebra::Matrix3;
    use nalgebra::Vector3;
    use proptest::prelude::*;

    fn belief(x_m: f64, sigma_m: f64) -> Belief {
        Belief {
            time_s: 7.0,
            state: State {
                position_m: Vector3::new(x_m, 5e6, 0.0),
                velocity_mps: Vector3::new(0.1 * x_m, 0.0, 3e3),
            },
            covariance: Covariance {
                pp: Matrix3::identity() * (sigma_m * sigma_m),
                pv: Matrix3::zeros(),
                vv: Matrix3::identity(),
            },
        }
    }

    proptest! {
        /// One dimension of probabilistic data association in closed form: a prior of variance P,
        /// plots of variance R at residuals ν with shares β. The mean shifts by W Σβν, and the
        /// variance is P − Σβ W²S + W² (Σβν² − (Σβν)²), with S = P + R and W = P / S.
        #[test]
        fn the_mixture_is_the_update_of_probabilistic_data_association(
            plots in prop::collection::vec((0.01..1.0_f64, -50.0..50.0_f64), 1..6),
            none in 0.0..1.0_f64,
            (p, r) in (1.0..1e4_f64, 1.0..1e4_f64),
        ) {
            let (s, w) = (p + r, p / (p + r));
            let all: f64 = none + plots.iter().map(|(weight, _)| weight).sum::<f64>();
            let plots: Vec<(f64, f64)> =
                plots.iter().map(|(weight, residual)| (weight / all, *residual)).collect();
            let part = |&(weight, residual): &(f64, f64)| {
                (weight, belief(w * residual, (p - w * w * s).sqrt()))
            };
            let parts = plots.iter().map(part).chain([(none / all, belief(0.0, p.sqrt()))]);
            let mixed = mixed(parts).unwrap();
            let sum = |power: i32| -> f64 {
                plots.iter().map(|(weight, residual)| weight * residual.powi(power)).sum()
            };
            let variance = p - sum(0) * w * w * s + w * w * (sum(2) - sum(1) * sum(1));
            prop_assert!((mixed.state.position_m.x - w * sum(1)).abs() < 1e-9);
            prop_assert!((mixed.covariance.pp[(0, 0)] - variance).abs() < 1e-9 * variance.max(1e3));
            prop_assert!((mixed.time_s - 7.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_mixture_of_one_is_itself() {
        let one = belief(3.0, 20.0);
        assert_eq!(mixed([(1.0, one)].into_iter()), Some(one));
        assert_eq!(mixed(std::iter::empty()), None);
    }
}
