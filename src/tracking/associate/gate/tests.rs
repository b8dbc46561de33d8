//! Gates by the index against gates of every plot with every place.

use super::*;
use crate::ballistics::state::State;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::SensorId;
use crate::scenario::model::Filter;
use crate::sensing::plot::{LineOfSight, RadarMeasurement};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::motion::Motion;
use crate::tracking::filter::sensor_model::SensorModel;
use proptest::prelude::*;
use std::f64::consts::FRAC_PI_2;

fn plot(measurement: Measurement) -> Plot {
    Plot { time_s: 0.0, sensor: SensorId(0), serial: 0, payload_evidence_nats: 0.0, measurement }
}

fn plots_of(measured: &[RadarMeasurement]) -> Vec<Plot> {
    measured.iter().map(|radar| plot(Measurement::Radar(*radar))).collect()
}

/// The plots inside a gate, by comparing all.
fn all_pairs(scan: Scan, place: &PredictedPosition, gate_sigma: f64) -> Vec<usize> {
    let inside = |plot: &usize| {
        rows(scan, *plot, place)
            .is_some_and(|rows| rows.distance2(&place.covariance_m2) <= gate_sigma * gate_sigma)
    };
    (0..scan.plots.len()).filter(inside).collect()
}

fn by_index(scan: Scan, place: &PredictedPosition, gate_sigma: f64) -> Vec<usize> {
    let mut gates = Gates::default();
    gates.fill(scan);
    let mut found = Vec::new();
    gates.visit(scan, place, gate_sigma, |gated| found.push(gated.plot));
    found.sort_unstable();
    found
}

fn same(
    plots: &[Plot],
    sensor: &SensorModel,
    place: &PredictedPosition,
) -> Result<(), TestCaseError> {
    let scan = Scan { plots, sensor, time_s: 0.0 };
    for gate_sigma in [1.0, 4.5, 20.0] {
        let expected = all_pairs(scan, place, gate_sigma);
        prop_assert_eq!(by_index(scan, place, gate_sigma), expected);
    }
    Ok(())
}

/// Plots of anything, from the ground to the zenith.
fn any_radar() -> impl Strategy<Value = RadarMeasurement> {
    let angles = (0.0..TAU, -0.1..FRAC_PI_2);
    (1e3..3e6_f64, angles, 5.0..500.0_f64, 1e-4..1e-2_f64).prop_map(
        |(range_m, (azimuth_rad, elevation_rad), range_sigma_m, angle_sigma_rad)| {
            RadarMeasurement {
                range_m,
                azimuth_rad,
                elevation_rad,
                range_sigma_m,
                angle_sigma_rad,
                range_rate: None,
            }
        },
    )
}

/// A covariance with any axes: standard deviations of 10 m to 100 km along three of a kind.
fn any_spread() -> impl Strategy<Value = Matrix3<f64>> {
    let numbers = prop::collection::vec(-1.0..1.0, 9);
    (numbers, prop::array::uniform3(1.0..5.0_f64)).prop_map(|(numbers, sizes)| {
        let mix = Matrix3::<f64>::from_iterator(numbers);
        let sigma = Matrix3::from_diagonal(&Vector3::from(sizes.map(|size| libm::pow(10.0, size))));
        let factor: Matrix3<f64> = mix * sigma;
        factor * factor.transpose() + Matrix3::identity() * 100.0
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Each plot is tried as the place of a track, moved a little: new tracks as wide as a second
    /// at 5 km/s, narrow ones, and any; near the zenith and across north; with registration error;
    /// and azimuths that are as good as stated at every elevation.
    #[test]
    fn no_plot_of_a_radar_is_missed(
        measured in prop::collection::vec(any_radar(), 1..60),
        spread in any_spread(),
        off_m in prop::array::uniform3(-3e4..3e4_f64),
        (steep, plain, wide) in any::<(bool, bool, bool)>(),
    ) {
        let mut sensor = SensorModel::unbiased(Geodetic::degrees(48.0, 11.0, 500.0));
        if plain {
            sensor.take_azimuth_as_stated();
        }
        let mut plots = plots_of(&measured);
        if steep {
            for plot in &mut plots {
                if let Measurement::Radar(radar) = &mut plot.measurement {
                    let off_rad = (FRAC_PI_2 - radar.elevation_rad).abs();
                    radar.elevation_rad = FRAC_PI_2 - 0.01 * off_rad;
                    radar.range_m = 3e5 + 1e-3 * radar.range_m;
                }
            }
        }
        for (nth, radar) in measured.iter().enumerate().take(12) {
            let (position_m, own) = sensor.fix(radar);
            let off = Vector3::from(off_m) * (nth as f64 / 6.0 - 1.0);
            let covariance_m2 =
                if wide { own + Matrix3::identity() * 5e3 * 5e3 } else { spread };
            let place = PredictedPosition { position_m: position_m + off, covariance_m2 };
            same(&plots, &sensor, &place)?;
        }
    }

    /// A late scan: the track is put back to its time first, as the tracker does it.
    #[test]
    fn no_plot_of_a_late_scan_is_missed(
        measured in prop::collection::vec(any_radar(), 1..40),
        spread in any_spread(),
        late_s in 0.0..20.0_f64,
    ) {
        let sensor = SensorModel::unbiased(Geodetic::degrees(-30.0, 179.9, 0.0));
        let plots = plots_of(&measured);
        let motion = Motion {
            noise_m2ps3: 1.0,
            ballistic_coefficient_kgpm2: 5000.0,
            filter: Filter::Extended,
        };
        for radar in measured.iter().take(5) {
            let state = State {
                position_m: sensor.fix(radar).0,
                velocity_mps: Vector3::new(-2000.0, 1000.0, 3000.0),
            };
            let covariance = Covariance {
                pp: spread,
                pv: Matrix3::zeros(),
                vv: Matrix3::identity() * 2.5e7,
            };
            let belief = Belief { time_s: 0.0, state, covariance }.at(-late_s, &motion);
            let place = PredictedPosition {
                position_m: belief.state.position_m,
                covariance_m2: belief.covariance.pp,
            };
            same(&plots, &sensor, &place)?;
        }
    }

    /// What falls and is known some time before or after a scan, from near each plot: if it is
    /// turned away for its distance, no plot lies in its gate.
    #[test]
    fn what_is_turned_away_has_no_plot(
        measured in prop::collection::vec(any_radar(), 1..=PLACED_MAX),
        spread in any_spread(),
        off in prop::array::uniform3(-1.0..1.0_f64),
        (off_sigma, log_sigma_mps) in (0.0..6.0_f64, -1.0..3.5_f64),
        velocity_mps in prop::array::uniform3(-5e3..5e3_f64),
        known_s in -30.0..30.0_f64,
    ) {
        let sensor = SensorModel::unbiased(Geodetic::degrees(48.0, 11.0, 500.0));
        let plots = plots_of(&measured);
        let motion = Motion {
            noise_m2ps3: 0.01,
            ballistic_coefficient_kgpm2: 5000.0,
            filter: Filter::Extended,
        };
        let scan = Scan { plots: &plots, sensor: &sensor, time_s: 0.0 };
        let mut gates = Gates::default();
        gates.fill(scan);
        let off = Vector3::from(off).try_normalize(1e-6).unwrap_or_else(Vector3::x) * off_sigma;
        for radar in &measured {
            let off = spread.cholesky().unwrap().l() * off;
            let vv = Matrix3::identity() * libm::pow(10.0, 2.0 * log_sigma_mps);
            let state = State {
                position_m: sensor.fix(radar).0 + off,
                velocity_mps: Vector3::from(velocity_mps),
            };
            if state.position_m.norm() < 6.37e6 + 250e3 {
                continue;
            }
            let covariance = Covariance { pp: spread, pv: Matrix3::zeros(), vv };
            let known = Belief { time_s: 0.0, state, covariance }.at(known_s, &motion);
            let then = known.at(0.0, &motion);
            let place = PredictedPosition {
                position_m: then.state.position_m,
                covariance_m2: then.covariance.pp,
            };
            let mut has_plot = false;
            gates.visit(scan, &place, 4.5, |_| has_plot = true);
            prop_assert!(!has_plot || gates.may_hold(scan, &known, 4.5));
        }
    }

    /// Lines of sight all round, from a place that may lie on the Earth's axis.
    #[test]
    fn no_line_of_sight_is_missed(
        directions in prop::collection::vec(
            (prop::array::uniform3(-1.0..1.0_f64), 1e-5..1e-2),
            1..60,
        ),
        spread in any_spread(),
        off_m in prop::array::uniform3(-3e4..3e4_f64),
        distance_m in 1e5..4e7_f64,
        close in any::<bool>(),
    ) {
        let sensor = SensorModel::unbiased(Geodetic::degrees(0.0, 0.0, 0.0));
        let origin_m = Vector3::new(1e6, -2e6, 4e7);
        let lines: Vec<LineOfSight> = directions
            .iter()
            .map(|(direction, sigma_rad)| {
                let toward = if close { Vector3::from(*direction) * 1e-2 - Vector3::z() }
                    else { Vector3::from(*direction) };
                let direction = toward.try_normalize(1e-6).unwrap_or_else(Vector3::x);
                LineOfSight { origin_m, direction, sigma_rad: *sigma_rad }
            })
            .collect();
        let seen = |line: &LineOfSight| plot(Measurement::Infrared(*line));
        let plots: Vec<Plot> = lines.iter().map(seen).collect();
        for line in lines.iter().take(12) {
            let position_m = origin_m + line.direction * distance_m + Vector3::from(off_m);
            same(&plots, &sensor, &PredictedPosition { position_m, covariance_m2: spread })?;
        }
    }
}

/// What sensors may report that makes no sense is in no gate, and nothing panics.
#[test]
fn odd_plots_are_in_no_gate() {
    let sensor = SensorModel::unbiased(Geodetic::degrees(48.0, 11.0, 500.0));
    let good = RadarMeasurement {
        range_m: 5e5,
        azimuth_rad: 1.0,
        elevation_rad: 0.5,
        range_sigma_m: 30.0,
        angle_sigma_rad: 1e-3,
        range_rate: None,
    };
    let line = LineOfSight {
        origin_m: Vector3::new(4.2e7, 0.0, 0.0),
        direction: Vector3::new(-3.0, 0.0, 0.0),
        sigma_rad: 1e-4,
    };
    let (position_m, covariance_m2) = sensor.fix(&good);
    let at = |measurement| plot(Measurement::Radar(measurement));
    let plots = [
        at(RadarMeasurement { range_m: f64::NAN, ..good }),
        at(RadarMeasurement { azimuth_rad: f64::INFINITY, ..good }),
        at(RadarMeasurement { elevation_rad: -f64::NAN, ..good }),
        at(RadarMeasurement { angle_sigma_rad: f64::NAN, ..good }),
        at(good),
        plot(Measurement::Infrared(line)),
    ];
    for (plots, inside) in [(&plots[..], vec![4]), (&plots[..5], vec![4])] {
        let scan = Scan { plots, sensor: &sensor, time_s: 0.0 };
        let place = PredictedPosition { position_m, covariance_m2 };
        assert_eq!(by_index(scan, &place, 4.5), inside);
        for position_m in [Vector3::repeat(f64::NAN), sensor.site().position().0] {
            by_index(scan, &PredictedPosition { position_m, covariance_m2 }, 4.5);
        }
    }
}

/// Objects a hundred kilometres apart: a track of either count is compared with few plots, and the
/// number grows no faster than that of the plots that its window really holds.
#[test]
fn a_track_is_compared_with_few_plots() {
    let sensor = SensorModel::unbiased(Geodetic::degrees(48.0, 11.0, 500.0));
    for count in [100_usize, 1000, 10_000] {
        let share = |place: usize, step: f64| ((place + 1) as f64 * step).fract();
        let measured: Vec<RadarMeasurement> = (0..count)
            .map(|place| RadarMeasurement {
                range_m: 3e5 + 1.5e6 * share(place, 0.819_172_513),
                azimuth_rad: 2.0 * share(place, 0.671_043_606),
                elevation_rad: 0.2 + share(place, 0.549_700_477),
                range_sigma_m: 20.0,
                angle_sigma_rad: 1e-3,
                range_rate: None,
            })
            .collect();
        let plots = plots_of(&measured);
        let scan = Scan { plots: &plots, sensor: &sensor, time_s: 0.0 };
        let mut gates = Gates::default();
        gates.fill(scan);
        let mut compared = 0.0;
        for radar in &measured {
            let (position_m, covariance_m2) = sensor.fix(radar);
            let place = PredictedPosition { position_m, covariance_m2 };
            let ScanKind::Radar(worst) = gates.kind else { panic!("{:?}", gates.kind) };
            gates.near_radar(scan, &place, (4.5, worst), |_, _| compared += 1.0);
        }
        let each = compared / count as f64;
        assert!((1.0..1.1).contains(&each), "{count}: {each}");
    }
}
