//! Latin hypercubes: each factor meets every one of as many equal strips as there are points.
//!
//! `McKay`, Beckman & Conover, Technometrics 21:239 (1979); the mean of an additive response has a
//! variance of the order of the points to the power −3 (Stein, Technometrics 29:143, 1987).

use super::{DesignKind, luck};
use rand::RngExt;
use rand::seq::SliceRandom;

/// A Latin hypercube of so many points with random strips and random places in them.
pub fn latin_hypercube(seed: u64, points: usize, factors: usize) -> Vec<Vec<f64>> {
    let mut permutations = Vec::with_capacity(factors);
    let mut places = vec![vec![0.0; factors]; points];
    for factor in 0..factors {
        let mut luck = luck(seed, DesignKind::LatinHypercube, factor, 0);
        let mut strips: Vec<usize> = (0..points).collect();
        strips.shuffle(&mut luck);
        permutations.push(strips);
        for place in &mut places {
            place[factor] = luck.random();
        }
    }
    hypercube(&permutations, &places)
}

/// The hypercube of given strips, a permutation for each factor, and places in them, a point each
/// with a number from 0 to 1 for each factor: `(strip + place) / points`. Places of a half make it
/// centred.
///
/// # Panics
/// If a permutation is shorter than the places, or a place has fewer numbers than there are
/// permutations.
pub fn hypercube(permutations: &[Vec<usize>], places: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = places.len() as f64;
    let point = |(index, place): (usize, &Vec<f64>)| {
        let coordinate =
            |(factor, strips): (usize, &Vec<usize>)| (strips[index] as f64 + place[factor]) / count;
        permutations.iter().enumerate().map(coordinate).collect()
    };
    places.iter().enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_strip_of_every_factor_has_one_point(
            seed in any::<u64>(),
            points in 1_usize..60,
            factors in 1_usize..8,
        ) {
            let design = latin_hypercube(seed, points, factors);
            prop_assert_eq!(design.len(), points);
            for factor in 0..factors {
                let strip = |point: &Vec<f64>| (point[factor] * points as f64) as usize;
                let mut strips: Vec<usize> = design.iter().map(strip).collect();
                strips.sort_unstable();
                prop_assert!(strips.into_iter().eq(0..points));
            }
        }
    }

    #[test]
    fn a_design_is_its_seed_s_alone_and_factors_differ() {
        let design = latin_hypercube(3, 20, 2);
        assert_eq!(design, latin_hypercube(3, 20, 2));
        assert_ne!(design, latin_hypercube(4, 20, 2));
        assert!(design.iter().any(|point| (point[0] - point[1]).abs() > 0.1));
        // More factors leave those there are.
        let wider = latin_hypercube(3, 20, 3);
        assert!(design.iter().zip(&wider).all(|(narrow, wide)| narrow[..] == wide[..2]));
    }
}
