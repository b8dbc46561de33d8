//! The plan of an experiment: which units are still to be played, and by whom.

use crate::monte_carlo::campaign::BATCH;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Runs that are wanted and not there, in order.
pub fn complement(there: &[Range<u64>], wanted: Range<u64>) -> Vec<Range<u64>> {
    let mut there: Vec<&Range<u64>> = there.iter().collect();
    there.sort_by_key(|range| range.start);
    let mut gaps = Vec::new();
    let mut next = wanted.start;
    for range in there {
        if next >= wanted.end {
            break;
        }
        if range.start > next {
            gaps.push(next..range.start.min(wanted.end));
        }
        next = next.max(range.end);
    }
    if next < wanted.end {
        gaps.push(next..wanted.end);
    }
    gaps
}

/// The same cut into units: no unit reaches over the end of a block, so that units are the same
/// whenever and by whomever they are played.
pub fn missing(there: &[Range<u64>], wanted: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    complement(there, wanted).into_iter().flat_map(|gap| {
        let blocks = gap.start / BATCH..gap.end.div_ceil(BATCH);
        blocks.map(move |block| (block * BATCH).max(gap.start)..((block + 1) * BATCH).min(gap.end))
    })
}

/// A share of an experiment, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub number: u64,
    /// Number of all shares.
    pub of: u64,
}

impl Shard {
    /// The whole.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether the unit that starts at a run of a design is in the share. It does not depend on how
    /// many designs and runs there are.
    pub fn has(self, design: u64, run: u64) -> bool {
        (design + run / BATCH) % self.of == self.number - 1
    }

    /// Whether a design as a whole is in the share.
    pub fn has_design(self, design: u64) -> bool {
        design % self.of == self.number - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        const MOST: u64 = 1_000_000;
        let number = |word: &str| word.parse::<u64>().ok().filter(|n| (1..=MOST).contains(n));
        let both = word.split_once('/').and_then(|(i, n)| Some((number(i)?, number(n)?)));
        match both {
            Some((number, of)) if number <= of => Ok(Self { number, of }),
            _ => Err("wanted: I/N, the I-th of N shares, I from 1 to N, such as 2/8"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_missing_fills_up_what_is_there(
            ends in prop::collection::vec((0_u64..300, 1_u64..100), 0..6),
            count in 1_u64..400,
        ) {
            let there: Vec<Range<u64>> =
                ends.iter().map(|(start, length)| *start..start + length).collect();
            let is_there = |run: u64| there.iter().any(|range| range.contains(&run));
            let units: Vec<Range<u64>> = missing(&there, 0..count).collect();
            for run in 0..count {
                let times = units.iter().filter(|unit| unit.contains(&run)).count();
                prop_assert_eq!(times, usize::from(!is_there(run)), "run {}", run);
            }
            for unit in units {
                prop_assert_eq!(unit.start / BATCH, (unit.end - 1) / BATCH);
                prop_assert!(unit.end <= count);
            }
        }

        #[test]
        fn each_unit_is_in_one_share(design in 0_u64..50, run in 0_u64..5000, of in 1_u64..9) {
            let shares = (1..=of).map(|number| Shard { number, of });
            prop_assert_eq!(shares.filter(|share| share.has(design, run)).count(), 1);
        }
    }

    #[test]
    fn a_share_is_written_as_number_and_count() {
        assert_eq!("2/8".parse(), Ok(Shard { number: 2, of: 8 }));
        for word in ["0/3", "4/3", "1", "1/0", "a/b", "-1/2", "1/2/3", ""] {
            assert!(word.parse::<Shard>().is_err(), "{word}");
        }
    }
}
