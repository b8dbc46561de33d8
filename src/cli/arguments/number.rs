//! Numbers on the command line, and what is said of a word that is none.

use std::ops::RangeInclusive;

/// A reader of numbers in a range, of `unit`.
pub(super) fn number_in(
    range: RangeInclusive<f64>,
    unit: &'static str,
) -> impl Fn(&str) -> Result<f64, String> + Clone {
    move |word| {
        let number = word.parse().ok().filter(|number| range.contains(number));
        let (least, most) = (range.start(), range.end());
        number.ok_or_else(|| format!("wanted: a number of {unit} from {least} to {most}"))
    }
}

/// A reader of whole numbers in a range.
pub(super) fn whole_in(range: RangeInclusive<u64>) -> impl Fn(&str) -> Result<u64, String> + Clone {
    move |word| {
        let (least, most) = (range.start(), range.end());
        match word.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            Ok(number) => Err(format!("{number} is not in {least}..={most}")),
            Err(_) => {
                let digits = in_digits(word).filter(|number| range.contains(number));
                let digits = digits.map_or(String::new(), |number| format!("; write {number}"));
                let wanted = format!("a whole number from {least} to {most}, in digits alone");
                Err(format!("wanted: {wanted}{digits}"))
            }
        }
    }
}

/// The whole number that a word means which is not written in digits alone: `1e3`, `1_000`, `20.0`.
fn in_digits(word: &str) -> Option<u64> {
    const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
    let number: f64 = word.replace(['_', ','], "").parse().ok()?;
    let is_whole = number.fract().abs() <= 0.0 && (0.0..EXACT_BELOW).contains(&number);
    is_whole.then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_whole_number_is_told_what_to_write() {
        let read = whole_in(1..=5000);
        assert_eq!(read("5000"), Ok(5000));
        assert_eq!(read("0").unwrap_err(), "0 is not in 1..=5000");
        let cases = [
            ("1e3", "digits alone; write 1000"),
            ("1_000", "; write 1000"),
            ("1,000", "; write 1000"),
            ("20.0", "; write 20"),
            ("1e4", "from 1 to 5000, in digits alone"),
            ("-3", "in digits alone"),
            ("2.5", "in digits alone"),
            ("many", "in digits alone"),
            ("nan", "in digits alone"),
            ("", "in digits alone"),
        ];
        for (word, end) in cases {
            let told = read(word).unwrap_err();
            assert!(told.starts_with("wanted: a whole number from 1 to 5000"), "{told}");
            assert!(told.ends_with(end), "{word}: {told}");
        }
    }
}
