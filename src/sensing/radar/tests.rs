//! Laws of looking.

use super::*;
use crate::earth::frames::{Ecef, Geodetic, wrap_rad};
use crate::scenario::identity::SystemId;
use crate::scenario::model::{Fluctuation, ReferenceLook};
use proptest::prelude::*;

pub(crate) fn kind() -> RadarKind {
    RadarKind {
        reference: ReferenceLook { snr: 100.0, range_m: 1e6, cross_section_m2: 1.0, dwell_s: 0.02 },
        pulses: 1,
        track_dwell_s: 0.02,
        dwell_max_s: 0.2,
        track_ticks: 2,
        search_ticks: 10,
        search_frame_s: 10.0,
        track_revisit_s: 2.0,
        search_share: 0.5,
        cue_share: 0.2,
        search_elevation_min_rad: 0.03,
        search_elevation_max_rad: 0.1,
        false_alarm_probability: 1e-6,
        false_plots_per_frame: 0.0,
        beamwidth_rad: 0.02,
        bandwidth_hz: 1e6,
        doppler: None,
        range_floor_m: 0.0,
        angle_floor_rad: 0.0,
        range_bias_m: 0.0,
        angle_bias_rad: 0.0,
        discrimination: 0.0,
        range_max_m: 2e6,
        azimuth_span_rad: 2.0,
        elevation_min_rad: 0.0,
        elevation_max_rad: 1.5,
    }
}

pub(crate) fn radar(kind: RadarKind, azimuth_rad: f64) -> Radar {
    Radar::new(&placed(kind, azimuth_rad))
}

fn placed(kind: RadarKind, azimuth_rad: f64) -> model::Radar {
    model::Radar {
        name: "r".into(),
        system: SystemId(0),
        place: Geodetic::degrees(44.0, 26.0, 100.0),
        azimuth_rad,
        registration_sigmas: None,
        kind,
    }
}

/// A stated size of the registration errors is each one's, in every run, and their signs stay those
/// that would have been drawn.
#[test]
fn a_registration_error_can_be_given_its_size() {
    let biased = RadarKind { range_bias_m: 20.0, angle_bias_rad: 2e-4, ..kind() };
    let drawn = placed(biased, 0.0);
    let sized = model::Radar { registration_sigmas: Some(3.0), ..drawn.clone() };
    let mut signs = [0.0; 3];
    for run in 0..40 {
        let luck = RunSeed { seed: 1, run };
        let numbers = |radar| {
            let bias = RegistrationError::draw(radar, SensorId(4), luck);
            [bias.range_m, bias.azimuth_rad, bias.elevation_rad]
        };
        let pairs = numbers(&drawn).into_iter().zip(numbers(&sized));
        for ((by_chance, by_size), (sign, sigma)) in
            pairs.zip(signs.iter_mut().zip([20.0, 2e-4, 2e-4]))
        {
            assert!((by_size.abs() - 3.0 * sigma).abs() < 1e-12 * sigma);
            assert!(by_size * by_chance > 0.0);
            *sign += by_size.signum();
        }
    }
    assert!(signs.iter().all(|sum| sum.abs() < 25.0), "{signs:?}");
}

const SIGNATURE: Signature = Signature {
    boost_m2: 5.0,
    vacuum_m2: 0.3,
    reentry_m2: 0.2,
    fluctuation: Fluctuation::Swerling1,
    contrast: 0.0,
};

fn chance(kind: RadarKind, range_m: f64, dwell_s: f64) -> f64 {
    let look = Look { azimuth_rad: 0.0, elevation_rad: 0.05, range_m };
    let what = (&SIGNATURE, FlightPhase::Vacuum);
    radar(kind, 0.0).sight(look, dwell_s, what).map_or(0.0, |sight| sight.chance)
}

proptest! {
    /// The cheap tests of the field of regard are those of its angles.
    #[test]
    fn a_field_of_regard_is_what_its_angles_say(
        azimuth_rad in 0.0..TAU,
        elevation_rad in -1.5..1.55f64,
        range_m in 1e4..2.5e6f64,
        middle_rad in 0.0..TAU,
        span_rad in 0.1..TAU,
        edge_rad in 0.0..0.7f64,
    ) {
        let kind = RadarKind {
            azimuth_span_rad: span_rad,
            elevation_min_rad: edge_rad,
            elevation_max_rad: 2.0 * edge_rad + 0.01,
            ..kind()
        };
        let radar = radar(kind, middle_rad);
        let look = Look { azimuth_rad, elevation_rad, range_m };
        let Ecef(position_m) = radar.site.ecef(look.enu());
        let off_rad = wrap_rad(azimuth_rad - middle_rad).abs();
        // Within rounding of an edge either answer is right.
        prop_assume!((off_rad - 0.5 * span_rad).abs() > 1e-9);
        prop_assume!((elevation_rad - edge_rad).abs() > 1e-9);
        prop_assume!((elevation_rad - kind.elevation_max_rad).abs() > 1e-9);
        let inside = off_rad < 0.5 * span_rad
            && (edge_rad..kind.elevation_max_rad).contains(&elevation_rad)
            && range_m <= kind.range_max_m;
        let got = radar.look(&position_m);
        prop_assert_eq!(got.is_some(), inside);
        if let Some(got) = got {
            prop_assert!(wrap_rad(got.azimuth_rad - azimuth_rad).abs() < 1e-7);
            prop_assert!((got.elevation_rad - elevation_rad).abs() < 1e-7);
            prop_assert!((got.range_m - range_m).abs() < 1e-3);
        }
    }

    /// More power (a stronger reference look), a longer dwell or a nearer object never lessens it.
    #[test]
    fn more_power_more_range(
        range_m in 1e5..2e6f64,
        dwell_s in 1e-4..0.2f64,
        more in 1.0..10.0f64,
        pulses in 1..64u32,
    ) {
        let weak = RadarKind { pulses, ..kind() };
        let mut strong = weak;
        strong.reference.snr *= more;
        let base = chance(weak, range_m, dwell_s);
        let allowed = base * (1.0 - 1e-13);
        prop_assert!(chance(strong, range_m, dwell_s) >= allowed);
        prop_assert!(chance(weak, range_m, dwell_s * more) >= allowed);
        prop_assert!(chance(weak, range_m / more, dwell_s) >= allowed);
    }

    /// To add up pulses without their phases costs detection where it is likely, and a false alarm
    /// stays as rare as it was.
    #[test]
    fn noise_is_seen_at_the_false_alarm_probability(pulses in 1..64u32) {
        let far = chance(RadarKind { pulses, ..kind() }, 1e9, 0.02);
        prop_assert!((far / 1e-6 - 1.0).abs() < 1e-6, "{far}");
        let near = |pulses| chance(RadarKind { pulses, ..kind() }, 8e5, 0.02);
        prop_assert!(near(1) >= near(pulses) * (1.0 - 1e-12));
    }
}

#[test]
fn a_look_without_time_sees_nothing() {
    let look = Look { azimuth_rad: 0.0, elevation_rad: 0.05, range_m: 1e3 };
    let what = (&SIGNATURE, FlightPhase::Boost);
    assert_eq!(radar(kind(), 0.0).sight(look, 0.0, what), None);
}
