//! A lower limit for the mean of numbers from 0 to 1 that holds at all times at once, by betting.
//!
//! Somebody says that the mean is `m`. Then a stake of `λ` on each number `x`, of a capital that
//! starts at 1, is a fair game: `K = Π (1 + λ (x − m))`, whatever the law of the numbers, as long
//! as each `λ` was chosen before its numbers were seen. By Ville's inequality the capital of a fair
//! game ever reaches `1/α` with a probability of at most `α`. All `m` at which it did are refused;
//! the limit is the greatest of them. Waudby-Smith & Ramdas, "Estimating means of bounded random
//! variables by betting", J. R. Stat. Soc. B 86:1 (2024), section 4; Ville (1939).
//!
//! Any stake is honest; the right one is quick. Here it is Kelly's for the question that is asked:
//! the limit shall lie a wanted distance below the mean, hence the stake under which the numbers
//! seen so far would have made the capital grow fastest against that limit. For a yes-or-no number
//! this becomes Wald's sequential test of one probability against the other (*Sequential Analysis*,
//! 1947), which is the quickest there is. Stakes are renewed when the count has grown by a quarter,
//! so that equal numbers under one stake need to be kept once.
//!
//! An upper limit is the mirror image: one minus the limit of one minus the numbers.

use std::collections::BTreeMap;

/// Share of the capital that a bet may lose at most.
const LOSS_MAX: f64 = 0.9;

/// Weight of the numbers 0 and 1, each, that are thought of as seen before the first.
const PRIOR: f64 = 0.25;

/// Runs that keep the first stake: what fewer show is chance.
const TEACHING: u64 = 16;

/// A new stake when the count has grown by one part in so many.
const RENEWALS: u64 = 4;

/// Part of the way from 0 to the mean where the limit to aim at lies at the lowest.
const NEAREST_TO_ZERO: f64 = 0.25;

/// Steps of a search; each halves the bracket at least.
const STEPS_MAX: u32 = 60;

/// Searches end when they are this sure, on a scale of 1.
const RESOLUTION: f64 = 1e-10;

/// Gain per unit of the capital from one number under a stake against a mean: `1 + λ (x − m)`.
pub fn bet(stake: f64, number: f64, mean: f64) -> f64 {
    1.0 + stake * (number - mean)
}

/// Stake of Wald's sequential test of a probability against another, on the yes-or-no numbers: the
/// [`bet`] is then the ratio of their likelihoods.
#[doc(alias = "SPRT")]
pub fn likelihood_stake(against: f64, probability: f64) -> f64 {
    (probability - against) / (against * (1.0 - against))
}

/// Numbers, each with the number of times it was seen. Non-negative numbers sort as their bits do.
#[derive(Debug, Clone, Default, PartialEq)]
struct NumberTally(BTreeMap<u64, f64>);

impl NumberTally {
    fn add(&mut self, number: f64, times: f64) {
        *self.0.entry(number.to_bits()).or_default() += times;
    }

    fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        self.0.iter().map(|(bits, times)| (f64::from_bits(*bits), *times))
    }

    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.iter().map(|(number, times)| times * of(number)).sum()
    }
}

/// Numbers that were bet on with one stake.
#[derive(Debug, Clone, PartialEq)]
struct StakeRound {
    stake: f64,
    numbers: Vec<(f64, f64)>,
}

/// Bets that the mean is not so low, and the limit that follows.
#[doc(alias = "confidence sequence")]
#[derive(Debug, Clone, PartialEq)]
pub struct LowerLimitBets {
    half_width: f64,
    closed: Vec<StakeRound>,
    seen: NumberTally,
    stake: f64,
    open: NumberTally,
    count: u64,
    renewal: u64,
}

impl LowerLimitBets {
    /// Bets aimed at an interval of this half width, above 0.
    pub fn new(half_width: f64) -> Self {
        let mut seen = NumberTally::default();
        seen.add(0.0, PRIOR);
        seen.add(1.0, PRIOR);
        let stake = kelly(&seen, half_width);
        let (closed, open) = (Vec::new(), NumberTally::default());
        Self { half_width, closed, seen, stake, open, count: 0, renewal: TEACHING }
    }

    /// Number of runs so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Takes in one number. One outside of 0 to 1 counts as the nearer end; not-a-number as 0, the
    /// worst there is.
    pub fn push(&mut self, number: f64) {
        self.put(number, 1.0);
        self.turn(1);
    }

    /// Takes in so many runs as if a law of numbers, each with its probability, showed exactly.
    pub fn push_expected(&mut self, law: &[(f64, f64)], runs: u64) {
        let mut left = runs;
        while left > 0 {
            let now = left.min(self.renewal - self.count);
            for (number, probability) in law {
                self.put(*number, probability * now as f64);
            }
            self.turn(now);
            left -= now;
        }
    }

    fn put(&mut self, number: f64, times: f64) {
        // Adding 0 makes a negative zero positive.
        let number = if number.is_nan() { 0.0 } else { number.clamp(0.0, 1.0) + 0.0 };
        self.open.add(number, times);
    }

    /// Counts the runs just put, and renews the stake if it is time.
    fn turn(&mut self, runs: u64) {
        self.count += runs;
        if self.count < self.renewal {
            return;
        }
        let numbers: Vec<(f64, f64)> = std::mem::take(&mut self.open).iter().collect();
        for (number, times) in &numbers {
            self.seen.add(*number, *times);
        }
        self.closed.push(StakeRound { stake: self.stake, numbers });
        self.stake = kelly(&self.seen, self.half_width);
        self.renewal = self.count + (self.count / RENEWALS).max(1);
    }

    /// Greatest mean that is refused, from 0 to 1, when the logarithm of the capital must reach a
    /// threshold: `ln(1/α)` for a limit that is wrong, ever, with a probability of at most `α`.
    pub fn limit(&self, threshold: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        if self.log_capital(low).0 < threshold {
            return 0.0;
        }
        let mut mean = 0.5;
        for _ in 0..STEPS_MAX {
            let (capital, slope) = self.log_capital(mean);
            let excess = capital - threshold;
            if excess >= 0.0 {
                low = mean;
            } else {
                high = mean;
            }
            let newton = mean - excess / slope;
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            let is_found = (next - mean).abs() < RESOLUTION;
            mean = next;
            if is_found {
                // Newton's steps come from above, so that the bracket's lower end may be far.
                return (mean - RESOLUTION).max(low);
            }
        }
        low
    }

    /// Logarithm of the capital against a mean, which never rises with it, and its slope.
    fn log_capital(&self, mean: f64) -> (f64, f64) {
        let closed = self.closed.iter().flat_map(|round| {
            round.numbers.iter().map(|(number, times)| (round.stake, *number, *times))
        });
        let open = self.open.iter().map(|(number, times)| (self.stake, number, times));
        let most = LOSS_MAX / mean;
        closed.chain(open).fold((0.0, 0.0), |(capital, slope), (stake, number, times)| {
            // A stake that could lose too much is cut: `λ (x − m)` becomes `c (x / m − 1)`.
            let (stake, steepness) =
                if stake < most { (stake, stake) } else { (most, most * number / mean) };
            let gain = bet(stake, number, mean);
            (capital + times * libm::log(gain), slope - times * steepness / gain)
        })
    }
}

/// Stake under which the capital grows fastest on numbers like those seen (Kelly, Bell Syst. Tech.
/// J. 35:917, 1956), against the limit that an interval of the half width would have.
fn kelly(seen: &NumberTally, half_width: f64) -> f64 {
    let count = seen.sum(|_| 1.0);
    let mean = seen.sum(|number| number) / count;
    // Near an end of what is possible the other limit has most of the width.
    let other = half_width.min(1.0 - mean);
    let distance = (2.0 * half_width - other).min((1.0 - NEAREST_TO_ZERO) * mean);
    let against = mean - distance;
    let (mut low, mut high) = (0.0, LOSS_MAX / against);
    let mut stake = 0.0;
    for _ in 0..STEPS_MAX {
        let (slope, bend) = seen.iter().fold((0.0, 0.0), |(slope, bend), (number, times)| {
            let per_stake = (number - against) / bet(stake, number, against);
            (slope + times * per_stake, bend - times * per_stake * per_stake)
        });
        if slope > 0.0 {
            low = stake;
        } else {
            high = stake;
        }
        let newton = stake - slope / bend;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - stake).abs() < 1e-6 * next {
            return next;
        }
        stake = next;
    }
    stake
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bets that renew their stake from the first number on.
    fn eager(half_width: f64) -> LowerLimitBets {
        LowerLimitBets { renewal: 1, ..LowerLimitBets::new(half_width) }
    }

    proptest! {
        /// The game is fair: over all sequences of seven numbers of a law with two values the
        /// capital against its mean is 1 on the average. It would not be if a stake knew its own
        /// number.
        #[test]
        fn the_capital_against_the_truth_is_one_on_the_average(
            values in (0.0..1.0, 0.0..1.0),
            chance in 0.01..0.99,
            half_width in 0.001..0.6,
        ) {
            let mean = (1.0 - chance) * values.0 + chance * values.1;
            let mut average = 0.0;
            for sequence in 0..1_u32 << 7 {
                let mut bets = eager(half_width);
                let mut probability = 1.0;
                for place in 0..7 {
                    let second = sequence >> place & 1 == 1;
                    bets.push(if second { values.1 } else { values.0 });
                    probability *= if second { chance } else { 1.0 - chance };
                }
                average += probability * libm::exp(bets.log_capital(mean).0);
            }
            prop_assert!((average - 1.0).abs() < 1e-9, "{average}");
        }

        /// The limit is where the capital is as wanted, and above all the means that are refused.
        #[test]
        fn the_limit_divides_what_is_refused(
            numbers in prop::collection::vec(0.0..=1.0, 20..200),
            half_width in 0.01..0.3,
        ) {
            let mut bets = LowerLimitBets::new(half_width);
            for number in &numbers {
                bets.push(*number);
            }
            let limit = bets.limit(3.0);
            let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
            prop_assert!((0.0..mean).contains(&limit), "{limit} {mean}");
            let capital = |part: f64| bets.log_capital(part).0;
            prop_assert!(limit <= 0.0 || capital(limit) >= 3.0 - 1e-9);
            prop_assert!(capital(limit + 1e-8) < 3.0);
            let falls = (0..50).map(|place| capital(f64::from(place) / 49.0));
            prop_assert!(falls.collect::<Vec<_>>().is_sorted_by(|a, b| a >= b));
        }
    }

    /// Runs as a law expects them end where many runs of that law do.
    #[test]
    fn expected_runs_are_like_runs() {
        let mut played = LowerLimitBets::new(0.05);
        let mut expected = LowerLimitBets::new(0.05);
        for run in 0..1000 {
            played.push(if run % 4 == 0 { 0.8 } else { 0.2 });
        }
        expected.push_expected(&[(0.8, 0.25), (0.2, 0.75)], 1000);
        assert_eq!(expected.count(), 1000);
        let (played, expected) = (played.limit(3.7), expected.limit(3.7));
        assert!((played - expected).abs() < 2e-3, "{played} {expected}");
    }

    /// For yes-or-no numbers the stake becomes that of Wald's test of the two probabilities.
    #[test]
    fn the_stake_for_yes_or_no_is_walds() {
        let mut bets = LowerLimitBets::new(0.05);
        bets.push_expected(&[(1.0, 0.3), (0.0, 0.7)], 100_000);
        let wald = likelihood_stake(0.25, 0.3);
        assert!((bets.stake / wald - 1.0).abs() < 1e-3, "{} {wald}", bets.stake);
        for number in [0.0, 1.0] {
            let ratio = if number > 0.5 { 0.3 / 0.25 } else { 0.7 / 0.75 };
            assert!((bet(wald, number, 0.25) - ratio).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_no_number_from_0_to_1_lifts_no_limit() {
        let limit = |odd: f64| {
            let mut bets = LowerLimitBets::new(0.05);
            for run in 0..400 {
                bets.push(if run % 40 == 7 { odd } else { 0.5 });
            }
            bets.limit(3.0)
        };
        assert!((limit(f64::NAN) - limit(0.0)).abs() < 1e-12);
        assert!((limit(-7.0) - limit(0.0)).abs() < 1e-12);
        assert!((limit(7.0) - limit(1.0)).abs() < 1e-12);
        assert!(limit(0.0) < limit(0.5));
    }
}
