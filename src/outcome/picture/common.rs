//! Commonality of the pictures of several systems: what the others track too.
//!
//! Commonality is the attribute of the SIAP (SIAP System Engineering Task Force, Votruba et al.,
//! *SIAP Metrics Implementation*, 2001) that tells whether all participants hold the same picture.
//! There it asks for one track number on all displays; two systems of two nations have no common
//! numbers, so here an object is common if each system has a track of it, by whatever number.
//!
//! Each argument tells of each system, and there of each object of each sample, in one order,
//! whether the system tracks it.

/// Share of the objects tracked by any system that all of them track; 1 where nothing is tracked.
pub(super) fn share(tracked: &[Vec<bool>]) -> f64 {
    let places = 0..tracked.iter().map(Vec::len).min().unwrap_or(0);
    let any = |place: &usize| tracked.iter().any(|is_tracked| is_tracked[*place]);
    let all = |place: &usize| tracked.iter().all(|is_tracked| is_tracked[*place]);
    of(places.clone().filter(all).count(), places.filter(any).count())
}

/// Share of the objects tracked by one system, by its place, that all of them track; 1 where it
/// tracks nothing.
pub(super) fn share_of_one(tracked: &[Vec<bool>], one: usize) -> f64 {
    let places = 0..tracked.iter().map(Vec::len).min().unwrap_or(0);
    let mine = |place: &usize| tracked[one][*place];
    let all = |place: &usize| tracked.iter().all(|is_tracked| is_tracked[*place]);
    of(places.clone().filter(all).count(), places.filter(mine).count())
}

fn of(common: usize, tracked: usize) -> f64 {
    if tracked == 0 { 1.0 } else { common as f64 / tracked as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One tracks two of four, the other three, one of them both; nothing tracked is common.
    #[test]
    fn what_both_track_is_common() {
        let tracked = [vec![true, true, false, false], vec![false, true, true, true]];
        assert!((share(&tracked) - 0.25).abs() < 1e-12);
        assert!((share_of_one(&tracked, 0) - 0.5).abs() < 1e-12);
        assert!((share_of_one(&tracked, 1) - 1.0 / 3.0).abs() < 1e-12);
        for alone in [&tracked[..1], &[vec![false; 4], vec![false; 4]], &[]] {
            assert!((share(alone) - 1.0).abs() < 1e-12);
        }
        assert!((share_of_one(&tracked[..1], 0) - 1.0).abs() < 1e-12);
    }
}
