//! Concealed plots against the plots that they stand for.

use super::*;
use crate::earth::frames::Geodetic;
use nalgebra::SymmetricEigen;

fn hidden() -> PseudoSource {
    PseudoSource::new(HiddenSource {
        reference: Geodetic::degrees(45.0, 20.0, 0.0),
        sensors: [2, 5, 7].map(SensorId).to_vec(),
        first: SensorId(9),
        look_ticks: 5,
    })
}

fn plot(sensor: u16) -> Plot {
    Plot {
        time_s: 3.0,
        sensor: SensorId(sensor),
        serial: 4,
        measurement: Measurement::Radar(RadarMeasurement {
            range_m: 9e5,
            azimuth_rad: 2.5,
            elevation_rad: 0.3,
            range_sigma_m: 40.0,
            angle_sigma_rad: 1e-3,
            range_rate: None,
        }),
        payload_evidence_nats: 0.5,
    }
}

/// The place is the same to a millimetre, its spread is the same in all directions and covers the
/// true one, and nothing of the sensor is left.
#[test]
fn the_place_stays_and_its_spread_covers_the_true_one() {
    let radar = SensorModel::unbiased(Geodetic::degrees(41.0, 33.0, 900.0));
    let model = SensorModel::of_hidden(hidden().source.reference, 5);
    let told = hidden().conceal(&plot(5), &radar, 0).unwrap();
    let fixes = [(&radar, plot(5)), (&model, told)].map(|(model, plot)| {
        let Measurement::Radar(measured) = plot.measurement else {
            panic!("a radar's");
        };
        model.fix(&measured)
    });
    assert!((fixes[0].0 - fixes[1].0).norm() < 1e-3);
    let more = SymmetricEigen::new(fixes[1].1 - fixes[0].1).eigenvalues;
    let largest = fixes[0].1.symmetric_eigenvalues().max();
    assert!(more.min() > -1e-6 * largest, "{more}");
    let told_m2 = fixes[1].1.symmetric_eigenvalues();
    assert!(told_m2.max() < largest * (1.0 + 1e-6) && told_m2.min() > largest * (1.0 - 1e-6));
    assert_eq!((told.serial, told.time_s.to_bits()), (4, 3.0_f64.to_bits()));
}

/// In a tick each sensor has its own number, and in time each number.
#[test]
fn numbers_stand_for_no_sensor() {
    let radar = SensorModel::unbiased(Geodetic::degrees(41.0, 33.0, 900.0));
    let number = |sensor, tick| {
        let told = hidden().conceal(&plot(sensor), &radar, tick).unwrap();
        told.sensor.0
    };
    for tick in 0..6 {
        let mut numbers = [2, 5, 7].map(|sensor| number(sensor, tick));
        numbers.sort_unstable();
        assert_eq!(numbers, [9, 10, 11]);
    }
    assert_eq!([0, 1, 2, 3].map(|tick| number(5, tick)), [10, 11, 9, 10]);
    assert_eq!(hidden().conceal(&plot(3), &radar, 0), None);
}
