//! The filter of a track's radar plots, as [`super::history`] runs it.
//!
//! One plot gives a position with the covariance of its geometry, and a velocity of which only the
//! size is known, along the line of sight its range rate too.

use crate::ballistics::state::State;
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::filter::registration::{BiasSource, LinearPlot, Registration};
use crate::tracking::track::history::Refilter;
use crate::tracking::track::observation::TrackObservation;
use crate::tracking::track::tracker::Tracker;
use nalgebra::{Matrix3, Vector3};
use std::cmp::Ordering;

impl Refilter for Tracker {
    type Estimate = Estimate;
    type Input = TrackObservation;

    fn begin(&self, first: &TrackObservation) -> Option<Estimate> {
        match first {
            TrackObservation::Sure(plot) => self.first_estimate(plot),
            TrackObservation::Likely(_) => None,
        }
    }

    fn take(&self, estimate: &mut Estimate, heard: &TrackObservation) {
        let Some(first) = heard.first() else {
            return;
        };
        estimate.predict(first.time_s, &self.rules);
        match heard {
            TrackObservation::Sure(plot) => self.update_estimate(estimate, plot),
            TrackObservation::Likely(plots) => {
                // Before the mixture parts, so that all its parts have the sensor in one place.
                if let Some(sensor) = self.sensor(first.sensor) {
                    let at = &estimate.belief.state.position_m;
                    estimate.registration.place(BiasSource::of(sensor, first, at));
                }
                let prior = *estimate;
                let mut weight = 1.0 - plots.iter().map(|(weight, _)| weight).sum::<f64>();
                for (likely, plot) in plots {
                    let mut other = prior;
                    self.update_estimate(&mut other, plot);
                    weight += likely;
                    estimate.mix(&other, (likely / weight).min(1.0));
                }
            }
        }
    }

    fn is_past(estimate: &Estimate, heard: &TrackObservation) -> bool {
        let first = heard.first();
        first.is_some_and(|plot| estimate.belief.time_s > plot.time_s + 1e-9)
    }

    fn order(one: &TrackObservation, other: &TrackObservation) -> Ordering {
        match (one.first(), other.first()) {
            (Some(one), Some(other)) => one.order(other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        }
    }
}

impl Tracker {
    /// Estimate from a first plot; `None` for a line of sight.
    pub(crate) fn first_estimate(&self, first: &Plot) -> Option<Estimate> {
        let sensor = self.sensor(first.sensor)?;
        let Measurement::Radar(radar) = &first.measurement else {
            return None;
        };
        let (position_m, pp) = sensor.fix(radar);
        let sigma_mps = self.rules.velocity_prior_mps;
        let mut belief = Belief {
            time_s: first.time_s,
            state: State { position_m, velocity_mps: Vector3::zeros() },
            covariance: Covariance {
                pp,
                pv: Matrix3::zeros(),
                vv: Matrix3::identity() * (sigma_mps * sigma_mps),
            },
        };
        if let Some(rate) = radar.range_rate {
            belief.update_rate(&sensor.rate(rate, &belief.state));
        }
        let source = BiasSource::of(sensor, first, &position_m);
        let seen = LinearPlot {
            rows: sensor.rows(&first.measurement, &position_m),
            rate: (radar.range_rate).map(|rate| sensor.rate(rate, &belief.state)),
        };
        let registration = Registration::begun(source, &belief, &seen);
        Some(Estimate::new(&belief, &registration, &self.rules))
    }

    /// Takes a plot of its own time into an estimate.
    fn update_estimate(&self, estimate: &mut Estimate, plot: &Plot) {
        let Some(sensor) = self.sensor(plot.sensor) else {
            return;
        };
        let range_rate = match &plot.measurement {
            Measurement::Radar(radar) => radar.range_rate,
            Measurement::Infrared(_) => None,
        };
        estimate.update(
            &self.rules,
            |position_m| sensor.rows(&plot.measurement, position_m),
            |state| range_rate.map(|rate| sensor.rate(rate, state)),
        );
        let source = BiasSource::of(sensor, plot, &estimate.belief.state.position_m);
        estimate.bias(source, |state| LinearPlot {
            rows: sensor.rows(&plot.measurement, &state.position_m),
            rate: range_rate.map(|rate| sensor.rate(rate, state)),
        });
    }
}
