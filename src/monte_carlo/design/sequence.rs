//! Designs from the scrambled Sobol' sequence: its points, and Saltelli's for Sobol' indices.

use super::{DesignKind, luck};
use crate::numerics::sobol::SobolSequence;
use rand::Rng;

/// The most factors that [`saltelli_points`] has; [`sobol_points`] has twice as many.
pub const FACTORS_MAX: usize = SobolSequence::DIMENSIONS_MAX / 2;

/// The first points of the Owen-scrambled Sobol' sequence; `None` with more than twice
/// [`FACTORS_MAX`] factors or more than `2^32` points.
///
/// The first points of a longer design are the shorter design. A power of two fills the cube most
/// evenly.
pub fn sobol_points(seed: u64, points: usize, factors: usize) -> Option<Vec<Vec<f64>>> {
    scrambled(seed, DesignKind::Sobol, points, factors)
}

/// The points of Saltelli's design, row by row; `None` with more than [`FACTORS_MAX`] factors or
/// more than `2^32` rows.
///
/// A row is two independent points `A` and `B` of the cube, then for each factor the point `AB`
/// that is `A` but for this factor, which it has from `B`: factors + 2 points. Saltelli et al.,
/// Comput. Phys. Commun. 181:259 (2010), design "radial, b". Rows are those of a scrambled Sobol'
/// sequence in twice the dimensions; the first rows of a longer design are the shorter design, and
/// a power of two fills the cube most evenly.
pub fn saltelli_points(seed: u64, rows: usize, factors: usize) -> Option<Vec<Vec<f64>>> {
    let pairs = scrambled(seed, DesignKind::Saltelli, rows, 2 * factors)?;
    let row = |pair: Vec<f64>| {
        let (a, b) = pair.split_at(factors);
        let mixed = (0..factors).map(|factor| {
            let mut mixed = a.to_vec();
            mixed[factor] = b[factor];
            mixed
        });
        let mut points = vec![a.to_vec(), b.to_vec()];
        points.extend(mixed);
        points
    };
    Some(pairs.into_iter().flat_map(row).collect())
}

fn scrambled(
    seed: u64,
    kind: DesignKind,
    points: usize,
    dimensions: usize,
) -> Option<Vec<Vec<f64>>> {
    let sequence = SobolSequence::new(dimensions)?;
    let last = u32::try_from(points.max(1) - 1).ok()?;
    let key = |dimension| luck(seed, kind, dimension, 0).next_u64();
    let keys: Vec<u64> = (0..dimensions).map(key).collect();
    let all = (0..=last).map(|index| sequence.scrambled_point(index, &keys));
    Some(all.take(points).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_designs_begin_with_shorter_ones() {
        let long = sobol_points(5, 64, 3).unwrap();
        assert_eq!(sobol_points(5, 20, 3).unwrap(), long[..20]);
        assert_ne!(sobol_points(6, 20, 3).unwrap(), long[..20]);
        let long = saltelli_points(5, 16, 3).unwrap();
        assert_eq!(long.len(), 16 * 5);
        assert_eq!(saltelli_points(5, 7, 3).unwrap(), long[..7 * 5]);
        assert_eq!(sobol_points(5, 0, 3).unwrap(), Vec::<Vec<f64>>::new());
    }

    #[test]
    fn a_row_of_saltelli_changes_one_factor_at_a_time() {
        let points = saltelli_points(1, 8, 4).unwrap();
        for row in points.chunks(6) {
            let (a, b) = (&row[0], &row[1]);
            for factor in 0..4 {
                for other in 0..4 {
                    let from = if other == factor { b } else { a };
                    assert_eq!(row[2 + factor][other].to_bits(), from[other].to_bits());
                }
                assert!((a[factor] - b[factor]).abs() > 0.0);
            }
        }
    }

    #[test]
    fn there_is_a_most_of_factors() {
        assert!(saltelli_points(1, 2, FACTORS_MAX).is_some());
        assert_eq!(saltelli_points(1, 2, FACTORS_MAX + 1), None);
        assert_eq!(sobol_points(1, 2, 2 * FACTORS_MAX + 1), None);
    }
}
