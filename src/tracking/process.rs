//! How radar plots make and change the estimate of a track: [`super::history`]'s process.
//!
//! One plot gives a position with the covariance of its geometry, and a velocity of which only the
//! size is known, along the line of sight its range rate too.

use super::estimate::Estimate;
use super::filter::Belief;
use super::filter::Covariance;
use super::history::Process;
use super::measure::SensorModel;
use super::track::Tracker;
use crate::ballistics::state::State;
use crate::scenario::identity::SensorId;
use crate::scenario::parts::Tracking;
use crate::sensing::plot::Measurement;
use crate::sensing::plot::Plot;
use nalgebra::Matrix3;
use nalgebra::Vector3;
use std::cmp::Ordering;

/// Radar plots as a tracker reads them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filtering<'a> {
    rules: &'a Tracking,
    sensors: &'a [Option<SensorModel>],
}

impl<'a> Filtering<'a> {
    pub(crate) fn of(tracker: &'a Tracker) -> Self {
        Self {
            rules: &tracker.rules,
            sensors: &tracker.sensors,
        }
    }

    fn sensor(&self, sensor: SensorId) -> Option<&'a SensorModel> {
        self.sensors.get(sensor.index())?.as_ref()
    }
}

impl Process for Filtering<'_> {
    type Belief = Estimate;
    type Item = Plot;

    fn begin(&self, first: &Plot) -> Option<Estimate> {
        let sensor = self.sensor(first.sensor)?;
        let Measurement::Radar(radar) = &first.measurement else {
            return None;
        };
        let (position_m, pp) = sensor.fix(radar);
        let sigma_mps = self.rules.velocity_prior_mps;
        let mut belief = Belief {
            time_s: first.time_s,
            state: State {
                position_m,
                velocity_mps: Vector3::zeros(),
            },
            covariance: Covariance {
                pp,
                pv: Matrix3::zeros(),
                vv: Matrix3::identity() * (sigma_mps * sigma_mps),
            },
        };
        if let Some(rate) = radar.range_rate {
            belief.update_rate(&sensor.rate(rate, &belief.state));
        }
        Some(Estimate::new(&belief, self.rules))
    }

    fn take(&self, estimate: &mut Estimate, plot: &Plot) {
        let Some(sensor) = self.sensor(plot.sensor) else {
            return;
        };
        estimate.predict(plot.time_s, self.rules);
        let range_rate = match &plot.measurement {
            Measurement::Radar(radar) => radar.range_rate,
            Measurement::Infrared(_) => None,
        };
        estimate.update(
            self.rules,
            |position_m| sensor.rows(&plot.measurement, position_m),
            |state| range_rate.map(|rate| sensor.rate(rate, state)),
        );
    }

    fn order(one: &Plot, other: &Plot) -> Ordering {
        one.order(other)
    }
}
