//! False plots: noise and clutter that pass the threshold where a radar searches.
//!
//! As many as a Poisson law gives, evenly over the searched sky in range, azimuth and sine of
//! elevation. A receiver's noise passes the threshold at the same rate whatever it looks at
//! (Skolnik, *Introduction to Radar Systems*, sec. 2.5: the time between false alarms), so a window
//! has as many for each second spent on it as the fence. Leaves out that real clutter has places of
//! its own.

use super::beam::{beams, window_solid_angle_sr};
use super::tasks::{SearchWindow, Tasks};
use super::{Radar, accuracy, range_rate_sigma_mps};
use crate::random::{Purpose, pair};
use crate::scenario::identity::SensorId;
use crate::scenario::model::OutagePart;
use crate::sensing::discrimination::Discriminator;
use crate::sensing::plot::{Measurement, Plots, RadarMeasurement, RangeRate};
use crate::world::clock::Clock;
use crate::world::journal::{Journal, PlotOrigin};
use crate::world::node::{Luck, Nodes, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::Distribution;
use std::f64::consts::TAU;

/// Number of the searched part of the sky, as part of the key of its luck.
const FENCE: u32 = 0;
/// See [`FENCE`].
const WINDOWS: u32 = 1;

/// No plot is nearer than this share of the instrumented range.
const NEAREST_SHARE: f64 = 0.01;

/// No false plot seems to move faster, m/s: about what falls from an orbit.
const FASTEST_MPS: f64 = 8000.0;

/// A searched part of the sky.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "the unit ends the name")]
struct SearchedSky {
    azimuth_rad: f64,
    width_rad: f64,
    elevations_rad: [f64; 2],
}

impl SearchedSky {
    /// The fence of a radar.
    fn fence(radar: &Radar) -> Self {
        let kind = &radar.kind;
        Self {
            azimuth_rad: radar.azimuth_rad,
            width_rad: kind.azimuth_span_rad,
            elevations_rad: [kind.search_elevation_min_rad, kind.search_elevation_max_rad],
        }
    }

    fn window(window: &SearchWindow) -> Self {
        let half_rad = window.elevation_half_rad;
        Self {
            azimuth_rad: window.azimuth_rad,
            width_rad: 2.0 * window.azimuth_half_rad,
            elevations_rad: [window.elevation_rad - half_rad, window.elevation_rad + half_rad],
        }
    }

    /// Time of one scan with this dwell, s.
    fn time_s(&self, radar: &Radar, dwell_s: f64) -> f64 {
        let solid_angle_sr = window_solid_angle_sr(self.width_rad, self.elevations_rad);
        dwell_s * beams(&radar.kind, solid_angle_sr)
    }
}

/// Every radar's false plots of this tick.
pub(crate) fn false_plots(
    radars: Query<(&SensorId, &Owner, &Radar, &Tasks)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck, outages): (Res<Nodes>, Res<Clock>, Res<Luck>, Res<Outages>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, radar, tasks) in &radars {
        if outages.is_down(OutagePart::Sensor(*sensor), clock.now_s()) {
            continue;
        }
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        let stream = |part| {
            let entity = pair(part, u32::from(sensor.0));
            luck.0.stream(Purpose::FalsePlots, entity, clock.tick)
        };
        let mut report = |measurement, evidence_nats| {
            let origin = PlotOrigin { tick: clock.tick as u32, sensor: *sensor, object: None };
            let measured = Measurement::Radar(measurement);
            inbox.report(&mut journal, origin, (clock.now_s(), measured, evidence_nats));
        };
        let known = Discriminator {
            separation: radar.kind.discrimination,
            sensor: *sensor,
            tick: clock.tick,
            luck: luck.0,
        };
        // A radar that does not search has no frame to count by.
        if radar.kind.false_plots_per_frame <= 0.0 || radar.fence_dwell_s <= 0.0 {
            continue;
        }
        if clock.every(radar.kind.search_ticks) {
            let fence = (SearchedSky::fence(radar), radar.fence_dwell_s);
            let mut evidence_nats = known.of_nothing(FENCE);
            let report = |measurement| report(measurement, evidence_nats());
            radar.clutter(fence, &mut stream(FENCE), report);
        }
        if clock.every(radar.kind.track_ticks) && !tasks.windows().is_empty() {
            let mut stream = stream(WINDOWS);
            let mut evidence_nats = known.of_nothing(WINDOWS);
            let mut report = |measurement| report(measurement, evidence_nats());
            for window in tasks.windows() {
                let searched = (SearchedSky::window(window), window.dwell_s);
                radar.clutter(searched, &mut stream, &mut report);
            }
        }
    }
}

impl Radar {
    /// The false plots of one scan of a part of the sky with a dwell, s.
    fn clutter(
        &self,
        (searched, dwell_s): (SearchedSky, f64),
        stream: &mut ChaCha8Rng,
        mut report: impl FnMut(RadarMeasurement),
    ) {
        let frame_s = SearchedSky::fence(self).time_s(self, self.fence_dwell_s);
        let share = searched.time_s(self, dwell_s) / frame_s;
        // A law whose mean is not positive is none: then there are no false plots.
        let Ok(law) = rand_distr::Poisson::new(self.kind.false_plots_per_frame * share) else {
            return;
        };
        let count = law.sample(stream) as u32;
        for _ in 0..count {
            report(self.false_measurement(&searched, stream));
        }
    }

    /// A false plot from three even draws, and a fourth where range rate is measured, with the
    /// errors of a look just above the threshold.
    fn false_measurement(
        &self,
        searched: &SearchedSky,
        stream: &mut ChaCha8Rng,
    ) -> RadarMeasurement {
        let kind = &self.kind;
        let [first, second, third] = [(); 3].map(|()| stream.random::<f64>());
        let [low, high] = searched.elevations_rad.map(libm::sin);
        let snr = self.detector.least_signal();
        let (range_sigma_m, angle_sigma_rad) = accuracy(kind, snr);
        let sigma_mps = range_rate_sigma_mps(kind, kind.track_dwell_s, snr);
        let range_rate = sigma_mps.map(|sigma_mps| RangeRate {
            range_rate_mps: FASTEST_MPS * (2.0 * stream.random::<f64>() - 1.0),
            sigma_mps,
        });
        RadarMeasurement {
            range_m: kind.range_max_m * first.max(NEAREST_SHARE),
            azimuth_rad: (searched.azimuth_rad + searched.width_rad * (second - 0.5))
                .rem_euclid(TAU),
            elevation_rad: libm::asin((low + (high - low) * third).clamp(-1.0, 1.0)),
            range_sigma_m,
            angle_sigma_rad,
            range_rate,
        }
    }
}
