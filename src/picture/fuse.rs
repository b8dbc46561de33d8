//! Fusion of an own and a partner's belief of one object.
//!
//! Covariance intersection (Julier & Uhlmann, *A non-divergent estimation algorithm in the presence
//! of unknown correlations*, ACC 1997): consistent whatever the two have in common. The weight is
//! Niehsen's closed form by traces (*Information fusion based on fast covariance intersection
//! filtering*, FUSION 2002), velocities counted in the distance they move in 100 s.

use crate::ballistics::state::State;
use crate::tracking::filter::Belief;
use crate::tracking::filter::Covariance;

/// Time over which a velocity error counts as the position error it makes, s.
const VELOCITY_SCALE_S: f64 = 100.0;

/// What is believed of one object from two beliefs of the same time; the first alone where a
/// covariance cannot be inverted.
pub fn intersect(a: &Belief, b: &Belief) -> Belief {
    let (size_a, size_b) = (size_m2(&a.covariance), size_m2(&b.covariance));
    let weight = size_b / (size_a + size_b);
    combined(a, b, weight).unwrap_or(*a)
}

fn size_m2(covariance: &Covariance) -> f64 {
    covariance.pp.trace() + VELOCITY_SCALE_S * VELOCITY_SCALE_S * covariance.vv.trace()
}

/// The intersection with this weight on the first, in [0, 1].
fn combined(a: &Belief, b: &Belief, weight: f64) -> Option<Belief> {
    let inverse_a = a.covariance.matrix().cholesky()?.inverse() * weight;
    let inverse_b = b.covariance.matrix().cholesky()?.inverse() * (1.0 - weight);
    let covariance = (inverse_a + inverse_b).cholesky()?.inverse();
    let mean = covariance * (inverse_a * a.state.vector() + inverse_b * b.state.vector());
    Some(Belief {
        time_s: a.time_s,
        state: State::of(&mean),
        covariance: Covariance::from_matrix(&covariance),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Matrix3;
    use nalgebra::Vector3;

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

    #[test]
    fn a_belief_met_again_gains_nothing() {
        let once = belief(100.0, 7.0);
        let mut again = once;
        for _ in 0..100 {
            again = intersect(&again, &once);
        }
        let gap = (again.covariance.matrix() - once.covariance.matrix()).norm();
        assert!(gap < 1e-9 * once.covariance.matrix().norm(), "{gap}");
        assert!((again.state.position_m.x - 7.0).abs() < 1e-9);
    }

    #[test]
    fn the_sharper_belief_weighs_more() {
        let fused = intersect(&belief(100.0, 0.0), &belief(10_000.0, 10.0));
        assert!(
            fused.state.position_m.x < 5.0,
            "{}",
            fused.state.position_m.x
        );
    }
}
