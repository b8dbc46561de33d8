//! The order in which plots are taken in: of time, sensor and what they say, so that the order in
//! which a sensor happens to list them does not matter.
//!
//! Plots are large and their keys small: the keys are sorted, and each plot is moved once.

use crate::sensing::plot::{Measurement, Plot};

/// The work space of a sort; once grown it allocates nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScanOrder {
    keys: Vec<ScanKey>,
    sorted: Vec<Plot>,
}

/// Key of a plot in whole numbers, which are quick to compare and mostly differ: the time, and from
/// the highest bits on the sensor, the first value measured, and the plot's place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ScanKey {
    time: u64,
    rest: u128,
}

/// Bits of a place.
const PLACE_BITS: u32 = 32;

impl ScanOrder {
    /// Sorts plots.
    pub(crate) fn sort(&mut self, plots: &mut [Plot]) {
        self.keys.clear();
        self.keys.extend((0..).zip(&*plots).map(ScanKey::of));
        // No two are equal, and an unstable sort needs no memory.
        self.keys.sort_unstable();
        let plot = |key: &ScanKey| &plots[key.place()];
        for alike in self.keys.chunk_by_mut(ScanKey::is_like) {
            // Only copies of one plot are equal.
            alike.sort_unstable_by(|a, b| plot(a).order(plot(b)));
        }
        self.sorted.clear();
        let in_order = self.keys.iter().map(|key| plots[key.place()]);
        self.sorted.extend(in_order);
        plots.copy_from_slice(&self.sorted);
    }
}

impl ScanKey {
    fn of((place, plot): (u32, &Plot)) -> Self {
        let value = match &plot.measurement {
            Measurement::Radar(radar) => radar.range_m,
            Measurement::Infrared(line) => line.direction.x,
        };
        let sensor_and_value = (u128::from(plot.sensor.0) << 64) | u128::from(rank(value));
        Self {
            time: rank(plot.time_s),
            rest: (sensor_and_value << PLACE_BITS) | u128::from(place),
        }
    }

    fn place(&self) -> usize {
        self.rest as u32 as usize
    }

    /// True if all is alike but the place.
    fn is_like(&self, other: &Self) -> bool {
        self.time == other.time && self.rest >> PLACE_BITS == other.rest >> PLACE_BITS
    }
}

/// A whole number that is in order where numbers are by `f64::total_cmp`.
fn rank(number: f64) -> u64 {
    let bits = number.to_bits();
    // Of a negative number all bits are turned, of others the sign.
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | (1 << 63)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::identity::SensorId;
    use crate::sensing::plot::RadarMeasurement;
    use proptest::prelude::*;

    fn plot((time, sensor, range, azimuth, serial): (u8, u16, u8, u8, u32)) -> Plot {
        Plot {
            time_s: f64::from(time),
            sensor: SensorId(sensor),
            serial,
            payload_evidence_nats: 0.0,
            measurement: Measurement::Radar(RadarMeasurement {
                range_m: f64::from(range),
                azimuth_rad: f64::from(azimuth),
                elevation_rad: 0.0,
                range_sigma_m: 1.0,
                angle_sigma_rad: 1.0,
                range_rate: None,
            }),
        }
    }

    proptest! {
        #[test]
        fn plots_are_in_the_order_of_what_they_say(
            numbers in prop::collection::vec(
                (0..3_u8, 0..3_u16, 0..3_u8, 0..3_u8, 0..9_u32),
                0..60,
            ),
        ) {
            let mut plots: Vec<Plot> = numbers.iter().copied().map(plot).collect();
            let mut sorted = numbers;
            sorted.sort_unstable();
            ScanOrder::default().sort(&mut plots);
            let expected: Vec<Plot> = sorted.into_iter().map(plot).collect();
            prop_assert_eq!(plots, expected);
        }
    }

    #[test]
    fn ranks_are_in_total_order() {
        let mut numbers = [
            f64::NAN,
            -f64::NAN,
            0.0,
            -0.0,
            1.5,
            -1.5,
            1e300,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        numbers.sort_by(f64::total_cmp);
        assert!(numbers.map(rank).is_sorted_by(|a, b| a < b));
    }
}
