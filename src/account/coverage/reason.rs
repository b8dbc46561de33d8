//! Reasons why a sensor never detected a threat.

use crate::sensing::coverage::{CoverageRecord, Obstacle, POSSIBLE_CHANCE};
use serde::{Serialize, Serializer};

/// Reason why a sensor never detected a threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NonDetection {
    /// It was not launched within the run.
    NotFlown,
    /// It never came into view; what stood between when least did.
    OutOfView(Obstacle),
    /// In view, but at no look would the longest dwell have been enough.
    TooWeak,
    /// In view and strong enough, but no look was taken there.
    NeverLookedAt,
    /// Looked at, but never for long enough, while the longest dwell would have been.
    TooShort,
    /// A look was long enough, and luck was against it.
    Missed,
}

impl NonDetection {
    /// The reason of a pair of sensor and threat; `None` if it was detected.
    pub fn of(cell: &CoverageRecord) -> Option<Self> {
        if cell.first.is_some() {
            return None;
        }
        Some(match (cell.in_view.is_empty(), cell.obstacle) {
            (true, None) => Self::NotFlown,
            (true, Some(obstacle)) => Self::OutOfView(obstacle),
            _ if cell.first_possible.is_none() => Self::TooWeak,
            _ if cell.looks == 0 => Self::NeverLookedAt,
            _ if cell.best_look < POSSIBLE_CHANCE => Self::TooShort,
            _ => Self::Missed,
        })
    }

    /// Its name in data.
    pub fn name(self) -> &'static str {
        self.texts().0
    }

    /// The reason as people say it.
    pub fn words(self) -> &'static str {
        self.texts().1
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFlown => ("not-flown", "never launched within the run"),
            Self::OutOfView(obstacle) => match obstacle {
                Obstacle::Horizon => ("below-horizon", "never in view: below the horizon"),
                Obstacle::LowerEdge => {
                    ("below-field", "never in view: below the field of regard's lower edge")
                }
                Obstacle::Range => ("beyond-range", "never in view: beyond range"),
                Obstacle::Azimuth => ("outside-azimuth", "never in view: outside the azimuth"),
                Obstacle::UpperEdge => {
                    ("above-field", "never in view: above the field of regard's upper edge")
                }
                Obstacle::Unseen => (
                    "unseen",
                    "never in view (of a satellite: burning, above the clouds, on its side)",
                ),
                Obstacle::Outage => ("outage", "never in view while it was not down"),
            },
            Self::TooWeak => ("too-weak", "in view, at no look likely to be seen"),
            Self::NeverLookedAt => (
                "never-looked-at",
                "in view and strong enough, never looked at: outside the fence, no cue",
            ),
            Self::TooShort => {
                ("too-short", "looked at, never for long enough: a better cue would do")
            }
            Self::Missed => ("missed", "looked at, missed"),
        }
    }
}

impl Serialize for NonDetection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensing::coverage::{Detection, DetectionMeans, TickRange};

    #[test]
    fn what_was_wanting_is_named() {
        let never = CoverageRecord::default();
        let hidden =
            CoverageRecord { obstacle: Some(Obstacle::Azimuth), ..CoverageRecord::default() };
        let weak = CoverageRecord {
            in_view: vec![TickRange { from: 1, to: 9 }],
            obstacle: Some(Obstacle::Horizon),
            ..CoverageRecord::default()
        };
        let strong = CoverageRecord { first_possible: Some(4), ..weak.clone() };
        let looked_at = |best_look| CoverageRecord { looks: 2, best_look, ..strong.clone() };
        for (cell, expected) in [
            (&never, "not-flown"),
            (&hidden, "outside-azimuth"),
            (&weak, "too-weak"),
            (&strong, "never-looked-at"),
            (&looked_at(0.4), "too-short"),
            (&looked_at(0.6), "missed"),
        ] {
            assert_eq!(NonDetection::of(cell).map(NonDetection::name), Some(expected));
        }
        let seen = CoverageRecord {
            first: Some(Detection { tick: 5, by: DetectionMeans::Fence, chance: 0.1, sight: None }),
            ..looked_at(0.1)
        };
        assert_eq!(NonDetection::of(&seen), None);
    }
}
