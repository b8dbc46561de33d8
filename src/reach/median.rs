//! The median of some runs' figures, of which some may be infinite.

use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::numerics::Distribution;

/// A median and where that of all runs may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Median {
    /// The middle one; of an even number the later of the two, so that it is one of the figures.
    pub value: f64,
    /// Two of the figures between which the median of all runs lies with at least 95 %, whatever
    /// their law; `None` for fewer than six.
    pub interval: Option<Interval>,
}

impl Median {
    /// The median of figures, infinite ones among them; `None` of none.
    ///
    /// The interval is that between order statistics (David and Nagaraja, *Order Statistics*, 3rd
    /// ed. 2003, section 7.1): `k` as great as `P(B < k) <= 2.5 %` allows, `B` binomial of `n`
    /// halves.
    pub fn of(mut figures: Vec<f64>) -> Option<Self> {
        figures.sort_by(f64::total_cmp);
        let count = figures.len();
        let value = *figures.get(count / 2)?;
        let rank = (1..=count / 2).rev().find(|rank| is_low(*rank, count));
        let interval =
            rank.map(|rank| Interval { low: figures[rank - 1], high: figures[count - rank] });
        Some(Self { value, interval })
    }
}

/// True if the figure of this rank, from 1, of `count` is above the median with 2.5 % or less.
fn is_low(rank: usize, count: usize) -> bool {
    // P(B < k) = I(1/2; n - k + 1, k), the incomplete beta function.
    let beta = Distribution::Beta { alpha: (count - rank + 1) as f64, beta: rank as f64 };
    beta.tails(0.5).lower <= Confidence::NINETY_FIVE.tail()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks of the interval as tabulated (Conover, *Practical Nonparametric Statistics*, 3rd ed.
    /// 1999, table A3 of the binomial law at one half).
    #[test]
    fn the_ends_are_those_of_the_tables() {
        for (count, low) in [(6, 1), (8, 1), (9, 2), (20, 6), (25, 8), (100, 40)] {
            let figures: Vec<f64> = (1..=count).rev().map(f64::from).collect();
            let median = Median::of(figures).unwrap();
            let interval = median.interval.unwrap();
            assert!((interval.low - f64::from(low)).abs() < 1e-9, "{count}: {interval:?}");
            assert!((interval.high - f64::from(count + 1 - low)).abs() < 1e-9);
            assert!((median.value - f64::from(count / 2 + 1)).abs() < 1e-9);
        }
    }

    #[test]
    fn few_figures_have_no_interval_and_none_no_median() {
        assert_eq!(Median::of(vec![]), None);
        let five = Median::of(vec![1.0, 5.0, 2.0, f64::INFINITY, f64::INFINITY]).unwrap();
        assert_eq!((five.value.to_bits(), five.interval), (5.0_f64.to_bits(), None));
    }
}
