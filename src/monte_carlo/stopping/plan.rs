//! How many runs a half width will take, from a few runs.

use super::sequence::{BoundedBets, MeasureRange, PrecisionTarget};
use super::unbounded;
use crate::monte_carlo::statistics::{Interval, Moments};

/// The checkpoint at which a target will be reached if later runs are like those of a pilot; `None`
/// if none of the checkpoints, which rise, is late enough, or the pilot says nothing: it is empty,
/// or a measure without bounds shows no spread.
///
/// It plays the stopping rule itself on runs that show the pilot's values as often as the pilot
/// did.
pub fn runs_needed(
    target: PrecisionTarget,
    pilot: &[f64],
    mut checkpoints: impl Iterator<Item = u64>,
) -> Option<u64> {
    match target.range() {
        MeasureRange::Unbounded => {
            let moments: Moments = pilot.iter().copied().collect();
            let variance = moments.variance().filter(|variance| *variance > 0.0)?;
            let runs = unbounded::runs_needed(variance, target.half_width(), target.threshold());
            checkpoints.find(|checkpoint| *checkpoint as f64 >= runs)
        }
        MeasureRange::Bounded(bounds) => of_bounded(target, bounds, &law(pilot), checkpoints),
    }
}

fn of_bounded(
    target: PrecisionTarget,
    bounds: Interval,
    law: &[(f64, f64)],
    mut checkpoints: impl Iterator<Item = u64>,
) -> Option<u64> {
    if law.is_empty() {
        return None;
    }
    let mut bets = BoundedBets::new(bounds, target.half_width());
    let mut runs = 0;
    checkpoints.find(|checkpoint| {
        bets.push_expected(law, checkpoint.saturating_sub(runs));
        runs = *checkpoint;
        bets.interval(target.threshold()).width() <= 2.0 * target.half_width()
    })
}

/// The values of a pilot, each once, with its share of the runs.
fn law(pilot: &[f64]) -> Vec<(f64, f64)> {
    let mut values = pilot.to_vec();
    values.sort_by(f64::total_cmp);
    let same = values.chunk_by(|a, b| a.total_cmp(b).is_eq());
    same.map(|same| (same[0], same.len() as f64 / pilot.len() as f64)).collect()
}
