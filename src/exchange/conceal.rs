//! Concealment: plots told as if seen from a public point, so that no sensor is named.
//!
//! A plot becomes range, azimuth and elevation from the mean of the corners of the sender's
//! territory, with one standard deviation in all directions: that of the largest axis of what the
//! true plot tells of the position, the sensor's stated registration error included. So neither the
//! place of a radar nor its accuracy in range shows, at the price of that accuracy. The sensor's
//! number is one of as many as the sender has, moved on by one each tick: two plots of one tick are
//! known to be of two scans. What a radar measures of range rates does not cross. Tracks and alerts
//! name no sensor in any case. Leaves out what can be inferred from when and where plots come, and
//! from how the numbers move on.

use crate::earth::frames::{Ecef, Site};
use crate::scenario::identity::SensorId;
use crate::scenario::model::HiddenSource;
use crate::sensing::plot::{Measurement, Plot, RadarMeasurement};
use crate::tracking::filter::SensorModel;
use bevy_ecs::prelude::*;

/// Concealment of the sensors of a link's sender, if it hides them.
#[derive(Component, Debug, Clone, Default)]
pub struct Concealment(pub(super) Option<PseudoSource>);

/// The public point, and the numbers that stand for sensors.
#[derive(Debug, Clone)]
pub(super) struct PseudoSource {
    site: Site,
    source: HiddenSource,
}

impl PseudoSource {
    pub(super) fn new(source: HiddenSource) -> Self {
        Self { site: Site::new(source.reference), source }
    }

    /// A radar's plot as it crosses in a tick; `None` for a line of sight, which has no distance
    /// that another point could see it at.
    pub(super) fn conceal(&self, plot: &Plot, sensor: &SensorModel, tick: u64) -> Option<Plot> {
        let Measurement::Radar(radar) = &plot.measurement else {
            return None;
        };
        let (place_m, covariance_m2) = sensor.fix(radar);
        let sigma_m = covariance_m2.symmetric_eigenvalues().max().max(0.0).sqrt();
        let look = self.site.look(Ecef(place_m));
        let rank = self.source.sensors.binary_search(&plot.sensor).ok()? as u64;
        let count = self.source.sensors.len() as u64;
        let number = (rank + tick) % count;
        Some(Plot {
            sensor: SensorId(self.source.first.0 + number as u16),
            measurement: Measurement::Radar(RadarMeasurement {
                range_m: look.range_m,
                azimuth_rad: look.azimuth_rad,
                elevation_rad: look.elevation_rad,
                range_sigma_m: sigma_m,
                angle_sigma_rad: sigma_m / look.range_m.max(1.0),
                range_rate: None,
            }),
            ..*plot
        })
    }
}

#[cfg(test)]
mod tests;
