//! Each flight is solved once: threats with the same launch, aim, loft and type share a solution.

use crate::ballistics::aim::Loft;
use crate::earth::frames::Geodetic;
use crate::scenario::model::Threat;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All that the solution of a flight depends on, to the last bit: type, launch, aim, loft.
pub(super) fn key(threat: &Threat, aim: Geodetic) -> (String, [u64; 7]) {
    let place = |at: Geodetic| [at.latitude_rad, at.longitude_rad, at.altitude_m];
    let [a, b, c] = place(threat.launch);
    let [d, e, f] = place(aim);
    let loft_rad = match threat.loft {
        Loft::MinimumEnergy => 0.0,
        Loft::Offset(offset_rad) => offset_rad,
    };
    let bits = [a, b, c, d, e, f, loft_rad].map(f64::to_bits);
    (threat.kind.name.clone(), bits)
}

/// The solution of each item, found in parallel and once for all items of one key.
pub(super) fn each<Item, Key, Solution>(
    items: &[Item],
    key: impl Fn(&Item) -> Key,
    solve: impl Fn(&Item) -> Solution + Sync,
) -> Vec<Solution>
where
    Item: Sync,
    Key: Ord,
    Solution: Clone + Send,
{
    let mut places = BTreeMap::new();
    let mut firsts = Vec::new();
    let shared: Vec<usize> = items
        .iter()
        .map(|item| {
            *places.entry(key(item)).or_insert_with(|| {
                firsts.push(item);
                firsts.len() - 1
            })
        })
        .collect();
    let solutions: Vec<Solution> = firsts.par_iter().map(|item| solve(item)).collect();
    shared.into_iter().map(|place| solutions[place].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    proptest! {
        #[test]
        fn each_key_is_solved_once_and_each_item_gets_its_own(
            items in prop::collection::vec(0..20_u32, 0..60),
        ) {
            let solved = AtomicUsize::new(0);
            let solutions = each(&items, |item| *item, |item| {
                solved.fetch_add(1, Ordering::Relaxed);
                item * 7
            });
            let expected: Vec<u32> = items.iter().map(|item| item * 7).collect();
            prop_assert_eq!(solutions, expected);
            let mut keys = items;
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(solved.into_inner(), keys.len());
        }
    }
}
