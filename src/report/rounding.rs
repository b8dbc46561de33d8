//! Numbers for people: as many digits as the interval supports, and no more.

use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::Interval;

/// Break in a cell: a blank where the page is wide enough, else a new line.
pub(super) const SOFT_BREAK: &str = "\u{1f}";

/// No number is told with more decimals.
const MOST_DECIMALS: usize = 6;

/// A half-width that starts with less than this keeps two digits.
const TWO_DIGITS_BELOW: f64 = 3.55;

/// Decimals of a number of which no interval is known.
const PLAIN_DECIMALS: usize = 3;

/// An estimate as it is told: mean and interval with the same decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundedEstimate {
    /// The mean.
    pub mean: String,
    /// `[low, high]`, an unknown end as a question mark; `None` if all runs gave the same, or say
    /// nothing of either end.
    pub interval: Option<String>,
}

impl RoundedEstimate {
    /// Mean and interval with something between them.
    pub fn joined(&self, gap: &str) -> String {
        match &self.interval {
            Some(interval) => format!("{}{gap}{interval}", self.mean),
            None => self.mean.clone(),
        }
    }
}

/// An estimate: the half-width of its interval keeps two digits up to 35, else one.
///
/// So the last digit told is worth between 3 % and 28 % of the half-width (the rule of the Particle
/// Data Group, *Review of Particle Physics*, introduction, section 5.3).
pub fn estimate(estimated: &MeanEstimate) -> RoundedEstimate {
    rounded(estimated, decimals(estimated))
}

/// A difference: likewise, but an end is not told as zero if the interval excludes zero.
pub fn difference(estimated: &MeanEstimate) -> RoundedEstimate {
    let interval = estimated.interval;
    let near = interval.low.max(-interval.high);
    let enough = decimals(estimated);
    let shown = (enough..=MOST_DECIMALS).find(|decimals| !is_zero(&number(near, *decimals)));
    let kept = shown.filter(|_| excludes_zero(interval));
    rounded(estimated, kept.unwrap_or(enough))
}

fn rounded(estimated: &MeanEstimate, decimals: usize) -> RoundedEstimate {
    let Interval { low, high } = estimated.interval;
    let [mean, low, high] = [estimated.mean, low, high].map(|value| number(value, decimals));
    let is_told = !estimated.interval.is_point() && !estimated.interval.is_unknown();
    let interval = is_told.then(|| format!("[{low}, {high}]"));
    RoundedEstimate { mean, interval }
}

/// A number with these decimals: no minus before zero, `?` if it is not finite.
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "?".into();
    }
    let text = format!("{value:.decimals$}");
    if is_zero(&text) { text.trim_start_matches('-').into() } else { text }
}

/// Whether a number is told as nothing but zeros.
fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'))
}

/// A number of which no interval is known: three decimals, without zeros at the end.
pub fn plain(value: f64) -> String {
    let text = number(value, PLAIN_DECIMALS);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// A number with commas between the thousands.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A difference as a cell, with an asterisk if zero is outside its interval.
pub(super) fn marked(estimated: &MeanEstimate) -> String {
    let RoundedEstimate { mut mean, interval } = difference(estimated);
    if excludes_zero(estimated.interval) {
        mean += "*";
    }
    RoundedEstimate { mean, interval }.joined(SOFT_BREAK)
}

/// `1 run`, `2 runs`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {thing}{s}", grouped(count as u64))
}

/// Whether an interval leaves zero out, so that the runs show a difference.
pub fn excludes_zero(interval: Interval) -> bool {
    interval.low > 0.0 || interval.high < 0.0
}

fn decimals(estimated: &MeanEstimate) -> usize {
    let half = estimated.interval.width() / 2.0;
    if !half.is_finite() || half <= 0.0 {
        let text = plain(estimated.mean);
        return text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    }
    let exponent = libm::log10(half).floor();
    let digits = half / libm::pow(10.0, exponent);
    let digits = if digits < TWO_DIGITS_BELOW { 2.0 } else { 1.0 };
    (digits - 1.0 - exponent).clamp(0.0, MOST_DECIMALS as f64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides_how_many_digits_are_told() {
        let cases = [
            (0.12345, 0.101, 0.146, "0.123 [0.101, 0.146]"),
            (0.12345, 0.084, 0.164, "0.12 [0.08, 0.16]"),
            (684.146, 681.1, 687.2, "684.1 [681.1, 687.2]"),
            (684.146, 600.0, 760.0, "684 [600, 760]"),
            (1234.567, 1234.55, 1234.58, "1234.567 [1234.550, 1234.580]"),
            (-0.62, -0.8, -0.41, "-0.62 [-0.80, -0.41]"),
            (0.0, -0.168, 0.168, "0.00 [-0.17, 0.17]"),
            (6.0, 6.0, 6.0, "6"),
            (6.25, 6.25, 6.25, "6.25"),
            (0.5, 0.004, 0.9, "0.5 [0.0, 0.9]"),
            (6.25, f64::NEG_INFINITY, 7.5, "6.25 [?, 7.50]"),
            (6.25, f64::NEG_INFINITY, f64::INFINITY, "6.25"),
        ];
        for (mean, low, high, expected) in cases {
            let interval = Interval { low, high };
            let told = estimate(&MeanEstimate { mean, interval });
            assert_eq!(told.joined(" "), expected);
        }
    }

    #[test]
    fn an_interval_without_zero_does_not_seem_to_touch_it() {
        let cases = [
            (0.5, 0.004, 0.9, "0.500 [0.004, 0.900]"),
            (-0.5, -0.9, -0.04, "-0.50 [-0.90, -0.04]"),
            (0.1, -0.4, 0.6, "0.1 [-0.4, 0.6]"),
            (-4.0, -4.0, -4.0, "-4"),
        ];
        for (mean, low, high, expected) in cases {
            let interval = Interval { low, high };
            let told = difference(&MeanEstimate { mean, interval });
            assert_eq!(told.joined(" "), expected);
        }
    }

    #[test]
    fn zero_has_no_sign_and_thousands_have_commas() {
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(plain(-0.0), "0");
        assert_eq!(plain(0.5), "0.5");
        assert_eq!(plain(100.0), "100");
        assert_eq!(plain(f64::NAN), "?");
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (value, expected) in cases {
            assert_eq!(grouped(value), expected);
        }
    }
}
