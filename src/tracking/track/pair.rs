//! Pairs of two sides' tracks of one object, wherever they are made: how long one stays, and when
//! it is beyond doubt.

use crate::numerics::assignment::Candidate;

/// A pair is parted when its distance exceeds the gate by this factor; until then its distance
/// counts as less by the same.
const PART_FACTOR: f64 = 2.0;

/// Probability from which a pair is sure.
const SURE: f64 = 0.95;

/// Factor by which the distance squared of two tracks counts as less, and the gate as more.
pub(crate) fn ease(is_pair: bool) -> f64 {
    if is_pair { PART_FACTOR * PART_FACTOR } else { 1.0 }
}

/// True of a pair that has nearly all the probability of those that share one of its tracks: of
/// candidates, each with its cost were it no pair before, as a normalised distance squared.
pub(crate) fn is_sure(candidates: &[Candidate], fair: &[f64], [row, column]: [usize; 2]) -> bool {
    let listed = || candidates.iter().zip(fair);
    let is_it = |one: &Candidate| one.row == row && one.column == column;
    let Some((_, cost)) = listed().find(|(one, _)| is_it(one)) else {
        return false;
    };
    let others: f64 = listed()
        .filter(|(one, _)| (one.row == row) != (one.column == column))
        .map(|(_, other)| libm::exp(0.5 * (cost - other)))
        .sum();
    1.0 >= SURE * (1.0 + others)
}
