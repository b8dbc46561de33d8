//! The numbers of runs at which one sees whether enough is known.

/// A new checkpoint when the number of runs has grown by one part in so many.
const GROWTH: u64 = 10;

/// Numbers of runs at which one sees whether enough is known: the floor, then a tenth more each
/// time, at last the cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoints {
    next: Option<u64>,
    cap: u64,
}

impl Checkpoints {
    /// Checkpoints from a floor to a cap, both at least one run; the cap wins where it is lower.
    pub fn new(floor: u64, cap: u64) -> Self {
        let cap = cap.max(1);
        Self { next: Some(floor.clamp(1, cap)), cap }
    }
}

impl Iterator for Checkpoints {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let checkpoint = self.next?;
        let later = checkpoint.saturating_add(checkpoint.div_ceil(GROWTH)).min(self.cap);
        self.next = (checkpoint < self.cap).then_some(later);
        Some(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_rise_from_floor_to_cap() {
        let checkpoints: Vec<u64> = Checkpoints::new(50, 80).collect();
        assert_eq!(checkpoints, [50, 55, 61, 68, 75, 80]);
        assert_eq!(Checkpoints::new(100, 10).collect::<Vec<_>>(), [10]);
        assert_eq!(Checkpoints::new(0, 0).collect::<Vec<_>>(), [1]);
        assert!(Checkpoints::new(1, u64::MAX).is_sorted_by(|a, b| a < b));
    }
}
