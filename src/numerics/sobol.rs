//! Sobol' sequences: points that fill the unit cube evenly, and Owen's scrambling of them.
//!
//! A digital net in base 2 with the direction numbers of Joe & Kuo (2008), 32 bits. The first `2^m`
//! points have exactly one point in each of `2^m` equal strips of every axis, so a sequence may be
//! made longer by its next points and stays even. Scrambling is Owen's nested uniform one
//! ("Randomly permuted (t,m,s)-nets", 1995; Ann. Stat. 25:1541, 1997): each bit is flipped by a
//! random bit that belongs to all bits above it. Every scrambled point is uniform on the cube and
//! the net stays a net. The random tree is not stored: a bit of it is a hash of its place
//! (`SplitMix64`, Steele, Lea & Flood, OOPSLA 2014).
//!
//! Leaves out: more than 128 dimensions, more than `2^32` points.

mod directions;

use self::directions::{DirectionRow, ROWS};

/// Bits of a coordinate.
const BITS: usize = 32;

/// Step of `SplitMix64`: the golden ratio's part of `2^64`, made odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The Sobol' sequence of some dimensions.
#[doc(alias = "low-discrepancy")]
#[doc(alias = "quasi-Monte Carlo")]
#[derive(Debug, Clone, PartialEq)]
pub struct SobolSequence {
    directions: Vec<[u32; BITS]>,
}

impl SobolSequence {
    /// The most dimensions that there are direction numbers for.
    pub const DIMENSIONS_MAX: usize = ROWS.len() + 1;

    /// The sequence in so many dimensions; `None` above [`Self::DIMENSIONS_MAX`].
    pub fn new(dimensions: usize) -> Option<Self> {
        let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
        let all = std::iter::once(first).chain(ROWS.iter().map(of_row));
        let known = dimensions <= Self::DIMENSIONS_MAX;
        known.then(|| Self { directions: all.take(dimensions).collect() })
    }

    /// Direction integers of each dimension, `v_1` to `v_32`, scaled by `2^32`.
    pub fn directions(&self) -> &[[u32; BITS]] {
        &self.directions
    }

    /// The point of an index in natural order, coordinates in `[0, 1)`; the first is the origin.
    ///
    /// Gray-code order has point `n ^ (n >> 1)` in place `n`.
    pub fn point(&self, index: u32) -> Vec<f64> {
        let scale = libm::exp2(-(BITS as f64));
        let of = |directions| f64::from(integer(directions, index)) * scale;
        self.directions.iter().map(of).collect()
    }

    /// The same point after scrambling, coordinates in `(0, 1)`; each dimension has its key.
    ///
    /// # Panics
    /// If there are fewer keys than dimensions.
    pub fn scrambled_point(&self, index: u32, keys: &[u64]) -> Vec<f64> {
        assert!(keys.len() >= self.directions.len(), "a key for each dimension");
        let scale = libm::exp2(-(BITS as f64));
        let of = |(directions, key): (_, &u64)| {
            (f64::from(scrambled(integer(directions, index), *key)) + 0.5) * scale
        };
        self.directions.iter().zip(keys).map(of).collect()
    }
}

/// Direction integers of a row, by the recurrence of its polynomial (Joe & Kuo, eq. 2).
fn of_row(row: &DirectionRow) -> [u32; BITS] {
    let degree = row.initial.len();
    let mut directions = [0; BITS];
    for bit in 0..BITS {
        directions[bit] = if let Some(initial) = row.initial.get(bit) {
            initial << (BITS - 1 - bit)
        } else {
            let oldest = directions[bit - degree];
            let inner = (1..degree).filter(|back| row.polynomial >> (degree - back) & 1 == 1);
            inner.fold(oldest ^ oldest >> degree, |sum, back| sum ^ directions[bit - back])
        };
    }
    directions
}

/// A coordinate as an integer: the direction integers of the set bits of the index, added without
/// carry.
fn integer(directions: &[u32; BITS], index: u32) -> u32 {
    let set = (0..BITS).filter(|bit| index >> bit & 1 == 1);
    set.fold(0, |sum, bit| sum ^ directions[bit])
}

/// A coordinate with each bit flipped, or not, by the bit of the random tree at the bits above it.
fn scrambled(coordinate: u32, key: u64) -> u32 {
    let flips = (0..BITS).map(|level| {
        // The bits above, with a one before them: no two places of the tree share a number.
        let place = (1_u64 << 32 | u64::from(coordinate)) >> (BITS - level);
        let flip = mixed(key.wrapping_add(place.wrapping_mul(GOLDEN))) >> 63;
        (flip as u32) << (BITS - 1 - level)
    });
    flips.fold(coordinate, |sum, flip| sum ^ flip)
}

/// Finaliser of `SplitMix64`.
fn mixed(word: u64) -> u64 {
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One point in each of `count` strips of each axis.
    fn is_even(points: &[Vec<f64>]) -> bool {
        let count = points.len();
        (0..points[0].len()).all(|axis| {
            let mut strips: Vec<usize> =
                points.iter().map(|point| (point[axis] * count as f64) as usize).collect();
            strips.sort_unstable();
            strips.iter().copied().eq(0..count)
        })
    }

    fn scrambled_points(count: u32, dimensions: usize, key: u64) -> Vec<Vec<f64>> {
        let sequence = SobolSequence::new(dimensions).unwrap();
        let keys: Vec<u64> = (0..dimensions as u64).map(|axis| mixed(key ^ axis << 40)).collect();
        (0..count).map(|index| sequence.scrambled_point(index, &keys)).collect()
    }

    #[test]
    fn every_axis_is_filled_evenly_with_and_without_scrambling() {
        let sequence = SobolSequence::new(SobolSequence::DIMENSIONS_MAX).unwrap();
        for power in [0, 3, 8] {
            let plain: Vec<_> = (0..1 << power).map(|index| sequence.point(index)).collect();
            assert!(is_even(&plain), "{power}");
            assert!(is_even(&scrambled_points(1 << power, SobolSequence::DIMENSIONS_MAX, 7)));
        }
        assert_eq!(SobolSequence::new(SobolSequence::DIMENSIONS_MAX + 1), None);
    }

    /// The first two dimensions are a (0, m, 2)-net: one point in each box of area `2^-m`, of every
    /// shape. Scrambling keeps that.
    #[test]
    fn two_dimensions_fill_boxes_of_every_shape() {
        for key in 0..5 {
            let points = scrambled_points(64, 2, key);
            for wide in 0..=6 {
                let (across, up) = (f64::from(1 << wide), f64::from(1 << (6 - wide)));
                let cell =
                    |point: &Vec<f64>| (point[0] * across) as u32 * 64 + (point[1] * up) as u32;
                let mut cells: Vec<u32> = points.iter().map(cell).collect();
                cells.sort_unstable();
                cells.dedup();
                assert_eq!(cells.len(), 64, "{key} {wide}");
            }
        }
    }

    /// A scrambled point is uniform: over many keys the mean of a coordinate is a half and its
    /// variance a twelfth, of the origin too. Standard errors: 0.0046, 0.0012.
    #[test]
    fn a_scrambled_point_is_uniform_over_the_keys() {
        for index in [0, 1, 5] {
            let all: Vec<f64> = (0..4000)
                .map(|key| scrambled_points(index + 1, 1, mixed(key))[index as usize][0])
                .collect();
            let mean = all.iter().sum::<f64>() / 4000.0;
            let variance = all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 4000.0;
            assert!((mean - 0.5).abs() < 0.02, "{index}: {mean}");
            assert!((variance - 1.0 / 12.0).abs() < 0.005, "{index}: {variance}");
        }
    }

    /// Integrates a smooth function far better than random points: their standard error is 0.0046.
    #[test]
    fn a_smooth_mean_comes_out_closely() {
        let mean = scrambled_points(1024, 4, 3)
            .iter()
            .map(|point| point.iter().map(|x| 0.5 + x).product::<f64>())
            .sum::<f64>()
            / 1024.0;
        assert!((mean - 1.0).abs() < 5e-4, "{mean}");
    }
}
