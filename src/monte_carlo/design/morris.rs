//! Morris' trajectories: walks through a grid that change one factor at a time.
//!
//! Morris, Technometrics 33:161 (1991). The grid has an even number `p` of levels; a step is `p /
//! (2 (p − 1))`, so that all levels are met equally often. A start, an order of the factors and a
//! direction of each are random.

use super::{DesignKind, luck};
use rand::RngExt;
use rand::seq::SliceRandom;

/// The points of so many trajectories, one after the other, factors + 1 points each, on a grid with
/// so many levels; an odd or too small number of levels counts as the next even one, at least 2.
///
/// The first trajectories of a longer design are the shorter design. Four levels and ten or more
/// trajectories are usual.
pub fn morris_trajectories(
    seed: u64,
    trajectories: usize,
    factors: usize,
    levels: u32,
) -> Vec<Vec<f64>> {
    let half = levels.div_ceil(2).max(1);
    let one = |trajectory| trajectory_points(seed, trajectory, factors, half);
    (0..trajectories).flat_map(one).collect()
}

fn trajectory_points(seed: u64, trajectory: usize, factors: usize, half: u32) -> Vec<Vec<f64>> {
    let mut luck = luck(seed, DesignKind::Morris, 0, trajectory);
    let intervals = f64::from(2 * half - 1);
    let mut levels: Vec<u32> = (0..factors).map(|_| luck.random_range(0..2 * half)).collect();
    let mut order: Vec<usize> = (0..factors).collect();
    order.shuffle(&mut luck);
    let point = |levels: &[u32]| levels.iter().map(|level| f64::from(*level) / intervals).collect();
    let mut points = vec![point(&levels)];
    for factor in order {
        // Half of the levels away: up from the lower half, down from the upper one.
        levels[factor] = (levels[factor] + half) % (2 * half);
        points.push(point(&levels));
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_trajectory_moves_every_factor_once_by_one_step(
            seed in any::<u64>(),
            factors in 1_usize..9,
            levels in 0_u32..9,
        ) {
            let points = morris_trajectories(seed, 3, factors, levels);
            prop_assert_eq!(points.len(), 3 * (factors + 1));
            let even = f64::from(levels.div_ceil(2).max(1) * 2);
            let step = even / (2.0 * (even - 1.0));
            for trajectory in points.chunks(factors + 1) {
                let mut moved = vec![0; factors];
                for pair in trajectory.windows(2) {
                    for factor in 0..factors {
                        let off = (pair[1][factor] - pair[0][factor]).abs();
                        prop_assert!(off < 1e-12 || (off - step).abs() < 1e-12, "{off} {step}");
                        moved[factor] += i32::from(off > 1e-12);
                    }
                }
                prop_assert!(moved.iter().all(|times| *times == 1), "{moved:?}");
                prop_assert!(trajectory.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
            }
        }
    }

    /// All four levels are met equally often, within 5 standard errors (0.007 each).
    #[test]
    fn levels_are_met_equally_often() {
        let points = morris_trajectories(1, 4000, 1, 4);
        for level in 0..4 {
            let at = f64::from(level) / 3.0;
            let share = points.iter().filter(|point| (point[0] - at).abs() < 1e-9).count();
            let share = share as f64 / points.len() as f64;
            assert!((share - 0.25).abs() < 0.035, "{level}: {share}");
        }
        assert_eq!(points[..40], morris_trajectories(1, 20, 1, 4)[..]);
    }
}
