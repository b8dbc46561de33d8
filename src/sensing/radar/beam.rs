//! Cost of a radar's looks: beams that tile a part of the sky, and the dwell time leaves each.
//!
//! A fence or a search window is scanned by beams side by side, each as long (Skolnik,
//! *Introduction to Radar Systems*, on search: the solid angle over that of a beam). Leaves out the
//! overlap of beams, their broadening off the array's normal, and the time to steer them.

use crate::scenario::model::RadarKind;
use std::f64::consts::PI;

/// Solid angle of one beam, sr.
pub fn beam_solid_angle_sr(kind: &RadarKind) -> f64 {
    0.25 * PI * kind.beamwidth_rad * kind.beamwidth_rad
}

/// Solid angle of a window of this width and between these elevations, rad; sr.
pub fn window_solid_angle_sr(width_rad: f64, [low_rad, high_rad]: [f64; 2]) -> f64 {
    width_rad * (libm::sin(high_rad) - libm::sin(low_rad)).max(0.0)
}

/// Solid angle of the search fence, sr.
pub fn fence_solid_angle_sr(kind: &RadarKind) -> f64 {
    let edges_rad = [kind.search_elevation_min_rad, kind.search_elevation_max_rad];
    window_solid_angle_sr(kind.azimuth_span_rad, edges_rad)
}

/// Beams that tile a solid angle, at least one; a part of a beam counts as such.
pub fn beams(kind: &RadarKind, solid_angle_sr: f64) -> f64 {
    (solid_angle_sr / beam_solid_angle_sr(kind)).max(1.0)
}

/// Dwell of each beam of the fence, s: the frame's search time shared evenly over the beams.
pub fn fence_dwell_s(kind: &RadarKind) -> f64 {
    let time_s = kind.search_share * kind.search_frame_s;
    (time_s / beams(kind, fence_solid_angle_sr(kind))).min(kind.dwell_max_s)
}

/// Time of each revisit that the fence leaves for tracks and windows, s.
pub fn task_time_s(kind: &RadarKind) -> f64 {
    (1.0 - kind.search_share) * kind.track_revisit_s
}

/// The part of that which known tracks may have while there are windows too, s.
pub fn track_time_s(kind: &RadarKind) -> f64 {
    (1.0 - kind.cue_share) * task_time_s(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensing::radar::tests::kind;
    use proptest::prelude::*;

    #[test]
    fn a_smaller_fence_is_searched_with_a_longer_dwell() {
        let narrow = RadarKind { azimuth_span_rad: 1.0, ..kind() };
        assert!((fence_dwell_s(&narrow) / fence_dwell_s(&kind()) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn the_whole_sky_is_four_pi() {
        let sky_sr = window_solid_angle_sr(2.0 * PI, [-0.5 * PI, 0.5 * PI]);
        assert!((sky_sr - 4.0 * PI).abs() < 1e-12);
        // A small beam covers a disc; 2 mrad across are 3.14e-6 sr.
        let narrow = RadarKind { beamwidth_rad: 2e-3, ..kind() };
        assert!((beam_solid_angle_sr(&narrow) - 1e-6 * PI).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn a_wider_fence_never_has_a_longer_dwell(
            span_rad in 0.1..6.2f64,
            high_rad in 0.04..1.5f64,
            wider in 1.0..1.01f64,
        ) {
            let of = |azimuth_span_rad, search_elevation_max_rad| fence_dwell_s(&RadarKind {
                search_elevation_max_rad,
                azimuth_span_rad,
                ..kind()
            });
            prop_assert!(of(span_rad * wider, high_rad) <= of(span_rad, high_rad));
            prop_assert!(of(span_rad, high_rad * wider) <= of(span_rad, high_rad));
        }
    }
}
