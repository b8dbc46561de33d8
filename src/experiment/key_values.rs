//! A key and its values in a word: `links.latency_s=0:60:20`, `links.loss=0,0.1,0.5`.

use super::factor::FactorLevel;
use super::manifest::Design;
use crate::scenario::end_of_path;
use std::str::FromStr;

/// More values than this are a slip of the step.
const MAX_VALUES: usize = 200;

/// A step of a range counts as whole that is short of it by no more.
const SLACK: f64 = 1.0e-9;

/// A key of the scenario and the values that it gets, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyValues {
    /// Path into the scenario, as settings have it.
    pub key: String,
    /// Values.
    pub levels: Vec<FactorLevel>,
}

impl KeyValues {
    /// A design for each value.
    pub fn designs(&self) -> Vec<Design> {
        let design = |level: &FactorLevel| Design {
            values: vec![level.value.clone()],
            set: vec![format!("{}={}", self.key, level.toml)],
        };
        self.levels.iter().map(design).collect()
    }
}

impl FromStr for KeyValues {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        const EXAMPLE: &str =
            "write KEY=FROM:TO:STEP or KEY=A,B,..., such as `links.latency_s=0:60:20`";
        let end = end_of_path(word).ok_or_else(|| format!("no `=` behind a key; {EXAMPLE}"))?;
        let (key, values) = (word[..end].trim(), word[end + 1..].trim());
        if key.is_empty() || values.is_empty() {
            let lacks = if key.is_empty() { "key before" } else { "value behind" };
            return Err(format!("no {lacks} the `=`; {EXAMPLE}"));
        }
        let levels = if values.contains(':') {
            range(values)?
        } else {
            let cells = values.split(',').map(str::trim);
            if cells.clone().any(str::is_empty) {
                return Err(format!("a value is empty in `{values}`; {EXAMPLE}"));
            }
            cells.map(FactorLevel::cell).collect()
        };
        if levels.len() > MAX_VALUES {
            return Err(format!("more than {MAX_VALUES} values; write a larger step"));
        }
        for (place, FactorLevel { value, .. }) in levels.iter().enumerate() {
            if levels[..place].iter().any(|before| before.value == *value) {
                return Err(format!("the value {value} stands twice; leave one out"));
            }
        }
        Ok(Self { key: key.to_owned(), levels })
    }
}

/// The values of `FROM:TO:STEP`: from the first on in steps up to the last, which need not be one.
fn range(written: &str) -> Result<Vec<FactorLevel>, String> {
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let numbers: Option<Vec<f64>> = written.split(':').map(number).collect();
    let Some([from, to, step]) = numbers.as_deref().and_then(|all| <[f64; 3]>::try_from(all).ok())
    else {
        return Err(format!("`{written}` is no range; write FROM:TO:STEP, three numbers"));
    };
    if from > to {
        return Err(format!("the range `{written}` goes down; write {to}:{from}:STEP"));
    }
    if step <= 0.0 {
        return Err(format!("the step of `{written}` leads nowhere; write one above 0"));
    }
    let steps = (to - from) / step * (1.0 + SLACK) + SLACK;
    if steps >= MAX_VALUES as f64 {
        return Err(format!("`{written}` has more than {MAX_VALUES} values; write a larger step"));
    }
    // A multiple of 0.1 shall read as one.
    let at = |place: usize| (1.0e9 * (from + place as f64 * step)).round() / 1.0e9;
    Ok((0..=steps as usize).map(|place| FactorLevel::number(at(place))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(word: &str) -> Vec<f64> {
        let read: KeyValues = word.parse().unwrap();
        read.levels.iter().filter_map(|level| level.value.number()).collect()
    }

    #[test]
    fn ranges_and_lists_are_read() {
        let cases: [(&str, &[f64]); 6] = [
            ("a.b=3:6:0.5", &[3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0]),
            ("a.b=3.1:3.4:0.1", &[3.1, 3.2, 3.3, 3.4]),
            ("a.b=0:1:0.4", &[0.0, 0.4, 0.8]),
            ("a.b=-2:-2:1", &[-2.0]),
            ("a[b>c].d = 1, 2.5,4", &[1.0, 2.5, 4.0]),
            ("a[b=c].d=7", &[7.0]),
        ];
        for (word, expected) in cases {
            assert_eq!(numbers(word), expected, "{word}");
        }
        let words: KeyValues = "a.b=cue,launch-on-remote".parse().unwrap();
        let set: Vec<String> = words.designs().into_iter().flat_map(|design| design.set).collect();
        assert_eq!(set, ["a.b=cue", "a.b=launch-on-remote"]);
    }

    #[test]
    fn what_is_none_is_told_what_to_write() {
        let cases = [
            ("", "no `=` behind a key; write KEY=FROM:TO:STEP"),
            ("a.b", "no `=` behind a key"),
            ("a[b=c", "no `=` behind a key"),
            ("=3", "no key before the `=`"),
            ("a.b=", "no value behind the `=`"),
            ("a.b=1,,2", "a value is empty in `1,,2`"),
            ("a.b=1:2", "`1:2` is no range; write FROM:TO:STEP"),
            ("a.b=1:2:x", "is no range"),
            ("a.b=1:inf:1", "is no range"),
            ("a.b=1:2:3:4", "is no range"),
            ("a.b=6:3:0.5", "goes down; write 3:6:STEP"),
            ("a.b=3:6:0", "leads nowhere; write one above 0"),
            ("a.b=3:6:-1", "leads nowhere"),
            ("a.b=0:1e300:1e-300", "more than 200 values; write a larger step"),
            ("a.b=-1e308:1e308:1", "more than 200 values"),
            ("a.b=3,4,3", "the value 3 stands twice; leave one out"),
            ("a.b=0:1e-12:1e-12", "the value 0 stands twice"),
        ];
        for (word, said) in cases {
            let told = word.parse::<KeyValues>().unwrap_err();
            assert!(told.contains(said), "{word}: {told}");
        }
        let many: Vec<String> = (0..201).map(|number| number.to_string()).collect();
        assert!(format!("a.b={}", many.join(",")).parse::<KeyValues>().is_err());
    }
}
