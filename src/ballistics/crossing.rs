//! Crossing: the time at which a falling body passes a height.

/// Height to which a crossing is found, m: half a millisecond of the slowest fall.
const TOLERANCE_M: f64 = 1e-3;

/// Newton's method ends after so many passes in any case.
const PASSES_MAX: usize = 50;

/// Time at which a body passes a height, s, between 0, where it is above, and `span_s`, where it
/// is below.
///
/// `height` gives by how much it is above, m, and the rate of that, m/s. Newton's method between
/// bounds that close in on the crossing.
pub(crate) fn crossing_s(span_s: f64, height: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut above_s, mut below_s) = (0.0, span_s);
    let mut time_s = span_s;
    for _ in 0..PASSES_MAX {
        let (height_m, climb_mps) = height(time_s);
        if height_m.abs() < TOLERANCE_M {
            break;
        }
        if height_m > 0.0 {
            above_s = time_s;
        } else {
            below_s = time_s;
        }
        let newton_s = time_s - height_m / climb_mps;
        let inside = newton_s > above_s && newton_s < below_s;
        time_s = if inside { newton_s } else { 0.5 * (above_s + below_s) };
    }
    time_s
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A parabola, from above with any speed, or from its top, where Newton's method has no
        /// slope to follow.
        #[test]
        fn a_throw_lands_when_it_should(
            height_m in 0.01..1e5,
            climb_mps in -5e3..5e3,
            late in 1.0..9.0,
        ) {
            let at = |time_s: f64| {
                let height_m = height_m + (climb_mps - 5.0 * time_s) * time_s;
                (height_m, climb_mps - 10.0 * time_s)
            };
            let root: f64 = climb_mps * climb_mps + 20.0 * height_m;
            let landing_s: f64 = 0.1 * (climb_mps + root.sqrt());
            let found_s = crossing_s(late * landing_s, at);
            prop_assert!(at(found_s).0.abs() < TOLERANCE_M);
            prop_assert!((found_s - landing_s).abs() * root.sqrt() < 2.0 * TOLERANCE_M);
        }
    }
}
