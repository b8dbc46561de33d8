//! Fusion of an own and a partner's belief of one object.
//!
//! Covariance intersection (Julier & Uhlmann, *A non-divergent estimation algorithm in the presence
//! of unknown correlations*, ACC 1997) is consistent whatever the two have in common; its weight is
//! the best one (`common_axes`). Where the correlation is known, the best linear combination is
//! that of Bar-Shalom & Campo (*The effect of the common process noise on the two-sensor
//! fused-track covariance*, IEEE AES 22:803, 1986).

mod common_axes;

pub use self::common_axes::Objective;

use self::common_axes::{CommonAxes, symmetric};
use crate::ballistics::state::State;
use crate::scenario::model::Fusion;
use crate::tracking::filter::{Belief, Covariance, normalised2};
use nalgebra::{Matrix6, Vector6};

/// Six numbers, not known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    /// Mean.
    pub mean: Vector6<f64>,
    /// Covariance.
    pub covariance: Matrix6<f64>,
}

/// A covariance intersection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intersection {
    /// Weight of the first, 0 to 1.
    pub weight: f64,
    /// Fused belief.
    pub spread: Gaussian,
}

/// Belief about one object from two of the same time, by a system's rule; the first
/// alone where a covariance cannot be inverted.
pub fn fused(rule: Fusion, one: &Belief, other: &Belief) -> Belief {
    let (a, b) = (Gaussian::of(one), Gaussian::of(other));
    let spread = match rule {
        Fusion::CovarianceIntersection => {
            intersection(&a, &b, Objective::Determinant).map(|found| found.spread)
        }
        Fusion::Independent => combination(&a, &b, &Matrix6::zeros()),
    };
    spread.map_or(*one, |spread| Belief {
        time_s: one.time_s,
        state: State::of(&spread.mean),
        covariance: Covariance::from_matrix(&spread.covariance),
    })
}

/// The covariance intersection of two, `P⁻¹ = w P₁⁻¹ + (1 − w) P₂⁻¹`, with the weight that makes
/// the objective least; one half where every weight is as good. `None` where a covariance is not
/// positive definite.
pub fn intersection(
    one: &Gaussian,
    other: &Gaussian,
    objective: Objective,
) -> Option<Intersection> {
    let both = CommonAxes::of(&one.covariance, &other.covariance)?;
    let weight = both.best_weight(objective);
    let shift = both.share_of(&(other.mean - one.mean), weight);
    let covariance = both.covariance(weight);
    Some(Intersection { weight, spread: Gaussian { mean: one.mean + shift, covariance } })
}

/// The best linear combination of two whose errors have this covariance with each other, the
/// first's in rows (Bar-Shalom & Campo 1986). `None` where their difference has no covariance.
pub fn combination(one: &Gaussian, other: &Gaussian, cross: &Matrix6<f64>) -> Option<Gaussian> {
    let gap = gap_covariance(one, other, cross).cholesky()?;
    let gain = gap.solve(&(one.covariance - cross).transpose()).transpose();
    Some(Gaussian {
        mean: one.mean + gain * (other.mean - one.mean),
        covariance: weighted(one, other, cross, &gain),
    })
}

/// Covariance of `x₁ + K (x₂ − x₁)` for any gain K: positive definite whatever the rounding.
pub fn weighted(
    one: &Gaussian,
    other: &Gaussian,
    cross: &Matrix6<f64>,
    gain: &Matrix6<f64>,
) -> Matrix6<f64> {
    let rest = Matrix6::identity() - gain;
    let mixed = rest * cross * gain.transpose();
    symmetric(
        &(rest * one.covariance * rest.transpose()
            + gain * other.covariance * gain.transpose()
            + mixed
            + mixed.transpose()),
    )
}

/// Normalised distance squared of two of one time whose errors have this covariance with each other
/// (Bar-Shalom, IEEE AC 26:571, 1981); `None` where their difference has no covariance.
pub fn distance2(one: &Gaussian, other: &Gaussian, cross: &Matrix6<f64>) -> Option<f64> {
    normalised2(&(one.mean - other.mean), &gap_covariance(one, other, cross))
}

fn gap_covariance(one: &Gaussian, other: &Gaussian, cross: &Matrix6<f64>) -> Matrix6<f64> {
    one.covariance + other.covariance - cross - cross.transpose()
}

impl Gaussian {
    /// Position and velocity of a belief.
    pub fn of(belief: &Belief) -> Self {
        Self { mean: belief.state.vector(), covariance: belief.covariance.matrix() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Matrix3, Vector3};
    use proptest::prelude::*;

    fn belief(variance_m2: f64, x_m: f64) -> Belief {
        Belief {
            time_s: 0.0,
            state: State {
                position_m: Vector3::new(x_m, 0.0, 0.0),
                velocity_mps: Vector3::zeros(),
            },
            covariance: Covariance {
                pp: Matrix3::identity() * variance_m2,
                pv: Matrix3::zeros(),
                vv: Matrix3::identity(),
            },
        }
    }

    /// Two beliefs of the same numbers, which differ in unit and by how well either knows them.
    fn pairs() -> impl Strategy<Value = [Gaussian; 2]> {
        let numbers = || prop::collection::vec(-1.0..1.0f64, 36);
        let units = prop::array::uniform6(-2.0..3.0f64);
        let sizes = || prop::array::uniform6(-1.0..1.0f64);
        let both = (units, [(numbers(), sizes()), (numbers(), sizes())]);
        both.prop_map(|(units, both)| {
            both.map(|(numbers, sizes)| {
                let mixed = Matrix6::from_row_slice(&numbers);
                let sizes = (Vector6::from(sizes) + Vector6::from(units)).map(libm::exp10);
                let scale = Matrix6::from_diagonal(&sizes);
                let core = mixed * mixed.transpose() + Matrix6::identity() * 0.1;
                Gaussian {
                    mean: scale * mixed.column(0),
                    covariance: symmetric(&(scale * core * scale)),
                }
            })
        })
    }

    #[test]
    fn a_belief_met_again_gains_nothing() {
        let once = belief(100.0, 7.0);
        let mut again = once;
        for _ in 0..100 {
            again = fused(Fusion::CovarianceIntersection, &again, &once);
        }
        let gap = (again.covariance.matrix() - once.covariance.matrix()).norm();
        assert!(gap < 1e-9 * once.covariance.matrix().norm(), "{gap}");
        assert!((again.state.position_m.x - 7.0).abs() < 1e-9);
    }

    /// Two nodes that tell each other what they made of what the other told: what both know from
    /// the start is never sharpened beyond what covers it.
    #[test]
    fn what_goes_round_and_round_never_grows_sharper() {
        let rule = Fusion::CovarianceIntersection;
        let (mut here, mut there) = (belief(100.0, 7.0), belief(400.0, 0.0));
        there.covariance.vv *= 0.1;
        let first = fused(rule, &here, &there);
        for _ in 0..100 {
            here = fused(rule, &here, &there);
            there = fused(rule, &there, &here);
        }
        let least = |belief: &Belief| belief.covariance.matrix().determinant();
        assert!(least(&here) >= least(&first) * (1.0 - 1e-9));
        assert!(least(&there) >= least(&first) * (1.0 - 1e-9));
        assert!(least(&fused(Fusion::Independent, &here, &here)) < 0.1 * least(&here));
    }

    proptest! {
        /// No other weight is better, and the ellipsoid contains what both have in common.
        #[test]
        fn the_weight_is_the_best([one, other] in pairs(), weight in 0.0..1.0f64) {
            for objective in [Objective::Trace, Objective::Determinant] {
                let found = intersection(&one, &other, objective).unwrap();
                let both = CommonAxes::of(&one.covariance, &other.covariance).unwrap();
                let at = |weight: f64| match objective {
                    Objective::Trace => libm::log(both.covariance(weight).trace()),
                    Objective::Determinant => both.variances(weight).map(libm::log).sum(),
                };
                prop_assert!(at(found.weight) <= at(weight) + 1e-9);
                let direct = one.covariance.try_inverse().unwrap() * found.weight
                    + other.covariance.try_inverse().unwrap() * (1.0 - found.weight);
                // Each number by its own standard deviation: the units differ.
                let variances = found.spread.covariance.diagonal();
                let sigmas = Matrix6::from_diagonal(&variances.map(f64::sqrt));
                let scale = Matrix6::from_diagonal(&sigmas.diagonal().map(f64::recip));
                let unit = sigmas * direct * found.spread.covariance * scale;
                prop_assert!((unit - Matrix6::identity()).norm() < 1e-4, "{unit}");
            }
        }

        /// Whatever the two errors have in common, what is stated covers the truth.
        #[test]
        fn an_intersection_is_consistent(
            [one, other] in pairs(),
            share in -1.0..1.0f64,
        ) {
            let roots = [one, other].map(|spread| spread.covariance.cholesky().unwrap().l());
            let cross = roots[0] * roots[1].transpose() * share;
            let found = intersection(&one, &other, Objective::Determinant).unwrap();
            let inverse = other.covariance.try_inverse().unwrap();
            let gain = found.spread.covariance * inverse * (1.0 - found.weight);
            let truth = weighted(&one, &other, &cross, &gain);
            let root = found.spread.covariance.cholesky().unwrap().l();
            let seen = root.solve_lower_triangular(&truth).unwrap();
            let seen = root.solve_lower_triangular(&seen.transpose()).unwrap();
            prop_assert!(symmetric(&seen).symmetric_eigenvalues().max() < 1.0 + 1e-4);
        }

        /// The order of the two does not matter.
        #[test]
        fn fusion_is_symmetric([one, other] in pairs()) {
            let (a, b) = (
                intersection(&one, &other, Objective::Determinant).unwrap(),
                intersection(&other, &one, Objective::Determinant).unwrap(),
            );
            prop_assert!((a.weight + b.weight - 1.0).abs() < 1e-6);
        }
    }
}
