//! Joint probabilities of whole scans.

use super::*;
use crate::ballistics::state::State;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::SensorId;
use crate::scenario::model::{Filter, Models};
use crate::sensing::plot::RadarMeasurement;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::filter::sensor_model::SensorModel;
use nalgebra::{Matrix3, Vector3};

const RULES: Tracking = Tracking {
    gate_sigma: 4.0,
    association: AssociationRule::JointProbabilistic,
    detection_probability: 0.8,
    extra_plots_per_scan: 1e8,
    confirm_plots: 3,
    confirm_looks: 5,
    drop_tentative_s: 5.0,
    drop_confirmed_s: 5.0,
    drop_remote_s: 5.0,
    drop_error_km: 20.0,
    process_noise_m2ps3: 1.0,
    filter: Filter::Extended,
    models: Models { boost: false, re_entry: false },
    thrust_noise_m2ps5: 10.0,
    fusion: crate::scenario::model::Fusion::CovarianceIntersection,
    payload_prior: 0.5,
    partner_bias_sigmas: 3.0,
    partner_registration: crate::scenario::model::PartnerRegistration::Estimated,
    velocity_prior_mps: 3000.0,
    ballistic_coefficient_kgpm2: 5000.0,
};

fn radar(east: f64) -> RadarMeasurement {
    RadarMeasurement {
        range_m: 5e5,
        azimuth_rad: 1.0 + east,
        elevation_rad: 0.5,
        range_sigma_m: 30.0,
        angle_sigma_rad: 1e-3,
        range_rate: None,
    }
}

fn plot(east: f64) -> Plot {
    Plot {
        time_s: 0.0,
        sensor: SensorId(0),
        serial: 0,
        payload_evidence_nats: 0.0,
        measurement: Measurement::Radar(radar(east)),
    }
}

fn sensor() -> SensorModel {
    SensorModel::unbiased(Geodetic::degrees(48.0, 11.0, 500.0))
}

/// A confirmed track as sure as one plot.
fn track(number: u32, east: f64) -> Track {
    let (position_m, pp) = sensor().fix(&radar(east));
    let belief = Belief {
        time_s: 0.0,
        state: State { position_m, velocity_mps: Vector3::zeros() },
        covariance: Covariance { pp, pv: Matrix3::zeros(), vv: Matrix3::identity() },
    };
    let mut track = Track::begun(number, (&plot(east), true), &Estimate::plain(&belief), None);
    track.confirmed_s = Some(0.0);
    track
}

fn associated(tracks: &[Track], plots: &[Plot], rules: &Tracking) -> Workspace {
    let mut work = Workspace::default();
    let scan = Scan { plots, sensor: &sensor(), time_s: 0.0 };
    let place = |track: &Track| {
        Some(PredictedPosition {
            position_m: track.belief().state.position_m,
            covariance_m2: track.belief().covariance.pp,
        })
    };
    work.associate(scan, tracks, rules, (|_: &Track| true, place));
    work
}

/// A track of the covariance of a plot, and that plot: innovations have twice its variances, and
/// the density at no residual is `(4π)^-1.5` over the product of the standard deviations.
#[test]
fn the_share_of_one_plot_is_the_textbook_one() {
    let work = associated(&[track(1, 0.0)], &[plot(0.0)], &RULES);
    let (sin, cos) = libm::sincos(0.5);
    let across_rad = 1e-3 / cos;
    let density = libm::pow(4.0 * std::f64::consts::PI, -1.5) / (30.0 * 1e-3 * across_rad);
    let clutter = 1e8 * cos / (3e6 * std::f64::consts::TAU);
    let inside = 0.998_866_015_710_215; // chi-squared of three degrees, at sixteen
    let weight = 0.8 * density / clutter;
    let expected = weight / (1.0 - 0.8 * inside + weight);
    let [share] = work.shares[..] else { panic!("{:?}", work.shares) };
    // The bend of the range adds half a metre squared to its variance.
    assert!((share.weight - expected).abs() < 1e-3, "{share:?} {expected} {sin}");
    assert!((0.1..0.999).contains(&expected), "the case tells something");
    assert!(work.pairs.is_empty() && work.is_taken(0));
}

/// Thirteen tracks and plots that could all be each other's are too many: each gets its nearest.
#[test]
fn a_crowd_gets_nearest_neighbours() {
    let crowd = |count: u32| {
        let east = |number: u32| 1e-4 * f64::from(number);
        let tracks: Vec<Track> = (0..count).map(|number| track(number, east(number))).collect();
        let plots: Vec<Plot> = (0..count).map(|number| plot(east(number))).collect();
        associated(&tracks, &plots, &RULES)
    };
    let few = crowd(5);
    assert!(few.pairs.is_empty());
    assert_eq!(few.shares.len(), 25);
    let many = crowd(13);
    let expected: Vec<(usize, usize)> = (0..13).map(|place| (place, place)).collect();
    assert_eq!(many.pairs, expected);
    assert!(many.shares.is_empty());
}

/// Tentative tracks, and lines of sight, keep nearest neighbour; so do all by its rule.
#[test]
fn tentative_tracks_take_their_nearest() {
    let mut young = track(1, 0.0);
    young.confirmed_s = None;
    let plots = [plot(0.0), plot(5e-4)];
    let by_rule = associated(&[young], &plots, &RULES);
    assert_eq!((&by_rule.pairs[..], by_rule.shares.len()), (&[(0, 0)][..], 0));
    let nearest = Tracking { association: AssociationRule::NearestNeighbour, ..RULES };
    let by_nearest = associated(&[track(1, 0.0)], &plots, &nearest);
    assert_eq!((&by_nearest.pairs[..], by_nearest.shares.len()), (&[(0, 0)][..], 0));
    assert!(!by_nearest.is_taken(1));
}
