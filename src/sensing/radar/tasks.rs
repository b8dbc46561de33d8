//! Search windows: places at which a radar is told to look besides its fence, and the dwell there.

use crate::earth::frames::Look;
use bevy_ecs::prelude::*;
use std::f64::consts::{PI, TAU};

/// A window in the sky of one radar that is scanned at each revisit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchWindow {
    /// Its middle, clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Its middle, above the horizontal, rad.
    pub elevation_rad: f64,
    /// Half its width, rad.
    pub azimuth_half_rad: f64,
    /// Half its height, rad.
    pub elevation_half_rad: f64,
    /// Dwell of each of its beams, s.
    pub dwell_s: f64,
}

/// Search windows of a radar: written by its owner's `picture`, scanned at its next revisit.
#[derive(Component, Debug, Clone, Default)]
pub struct Tasks {
    windows: Vec<SearchWindow>,
    widest_rad: f64,
}

impl SearchWindow {
    /// True of a look that falls into it; its azimuth may be given some turns on.
    fn holds(&self, azimuth_rad: f64, elevation_rad: f64) -> bool {
        (elevation_rad - self.elevation_rad).abs() <= self.elevation_half_rad
            && (azimuth_rad - self.azimuth_rad).abs() <= self.azimuth_half_rad
    }
}

impl Tasks {
    /// Puts other windows in the place of those there are.
    pub fn replace(&mut self, windows: impl Iterator<Item = SearchWindow>) {
        self.windows.clear();
        self.windows.extend(windows);
        // The order of equals changes nothing, and an unstable sort needs no memory.
        self.windows.sort_unstable_by(|a, b| a.azimuth_rad.total_cmp(&b.azimuth_rad));
        let widths = self.windows.iter().map(|window| window.azimuth_half_rad);
        self.widest_rad = widths.fold(0.0, f64::max).min(PI);
    }

    /// The windows, in the order of their azimuths.
    pub fn windows(&self) -> &[SearchWindow] {
        &self.windows
    }

    /// The dwell that the windows give a look, s: what lies in several is looked at for the sum of
    /// their dwells, what lies in none for 0. Only those are tried whose azimuth is as near as the
    /// widest reaches, on this side of north or round it.
    pub fn dwell_s(&self, look: &Look) -> f64 {
        let mut dwell_s = 0.0;
        for turn in [-TAU, 0.0, TAU] {
            let azimuth_rad = look.azimuth_rad + turn;
            let (low_rad, high_rad) =
                (azimuth_rad - self.widest_rad, azimuth_rad + self.widest_rad);
            let first = self.windows.partition_point(|window| window.azimuth_rad < low_rad);
            for window in &self.windows[first..] {
                if window.azimuth_rad > high_rad {
                    break;
                }
                if window.holds(azimuth_rad, look.elevation_rad) {
                    dwell_s += window.dwell_s;
                }
            }
        }
        dwell_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::wrap_rad;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_window_finds_what_a_full_search_finds(
            windows in prop::collection::vec(
                (0.0..TAU, 0.0..1.0f64, 0.001..0.5f64, 0.01..0.1f64),
                0..12,
            ),
            azimuth_rad in 0.0..TAU,
            elevation_rad in 0.0..1.0f64,
        ) {
            let windows: Vec<SearchWindow> = windows
                .into_iter()
                .map(|(azimuth_rad, elevation_rad, half_rad, dwell_s)| SearchWindow {
                    azimuth_rad,
                    elevation_rad,
                    azimuth_half_rad: half_rad,
                    elevation_half_rad: half_rad,
                    dwell_s,
                })
                .collect();
            let look = Look { azimuth_rad, elevation_rad, range_m: 1e6 };
            let mut tasks = Tasks::default();
            tasks.replace(windows.iter().copied());
            let full: f64 = windows
                .iter()
                .filter(|window| {
                    let off_rad = wrap_rad(azimuth_rad - window.azimuth_rad);
                    off_rad.abs() <= window.azimuth_half_rad
                        && (elevation_rad - window.elevation_rad).abs()
                            <= window.elevation_half_rad
                })
                .map(|window| window.dwell_s)
                .sum();
            prop_assert!((tasks.dwell_s(&look) - full).abs() < 1e-12);
        }
    }
}
