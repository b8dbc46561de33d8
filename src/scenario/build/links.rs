//! Conversion of links and of their release policies.

use super::Builder;
use super::convert::area;
use crate::scenario::identity::SensorId;
use crate::scenario::{model, schema};

/// Bytes a second in a kilobit a second.
const BYTES_PER_S_PER_KBPS: f64 = 125.0;

/// Bytes in a kilobyte.
const BYTES_PER_KB: f64 = 1000.0;

impl Builder<'_> {
    pub(super) fn link(&self, written: &schema::Link) -> model::Link {
        let queue = written.bandwidth_kbps.zip(written.queue_kb);
        model::Link {
            from: self.system_id(&written.from),
            to: self.system_id(&written.to),
            latency_s: written.latency_s,
            jitter_s: written.jitter_s,
            loss: written.loss,
            bursts: written.bursts,
            queue: queue.map(|(bandwidth_kbps, queue_kb)| model::Queue {
                bytes_per_s: BYTES_PER_S_PER_KBPS * bandwidth_kbps,
                room_bytes: BYTES_PER_KB * queue_kb,
            }),
            down: spans(&written.down_s),
            release: (written.release.as_ref())
                .map_or_else(model::ReleasePolicy::default, |release| self.policy(release)),
        }
    }

    fn policy(&self, written: &schema::ReleaseTable) -> model::ReleasePolicy {
        let mut withheld_sensors: Vec<SensorId> =
            (written.withhold_sensors.iter()).filter_map(|name| self.sensor_id(name)).collect();
        withheld_sensors.sort_unstable();
        let areas = written.withhold_areas_deg.iter();
        let position_m = written.noise_position_m.unwrap_or(0.0);
        let velocity_mps = written.noise_velocity_mps.unwrap_or(0.0);
        let is_noisy = position_m > 0.0 || velocity_mps > 0.0;
        model::ReleasePolicy {
            withheld_sensors,
            withheld_areas: areas.map(|corners| area(&corners.0)).collect(),
            withheld: spans(&written.withhold_s),
            blur: model::Blur {
                round_position_m: written.round_position_m.unwrap_or(0.0),
                round_velocity_mps: written.round_velocity_mps.unwrap_or(0.0),
                noise: is_noisy.then_some(model::Noise {
                    position_m,
                    velocity_mps,
                    declared: written.noise_declared.unwrap_or(true),
                }),
            },
            hide_source: written.hide_source,
            delay: model::ReleaseDelay::new(written.delay_s, written.delay_90_percent_s),
        }
    }

    /// The number of the sensor of this name: radars, then satellites, then others.
    pub(super) fn sensor_id(&self, name: &str) -> Option<SensorId> {
        let radars = self.file.radars.iter().map(|radar| &radar.id);
        let satellites = self.file.satellites.iter().map(|satellite| &satellite.id);
        let others = self.file.sensors.iter().map(|sensor| &sensor.id);
        let mut names = radars.chain(satellites).chain(others);
        let place = names.position(|id| id == name)?;
        Some(SensorId(place as u16))
    }
}

pub(super) fn spans(written: &[schema::Span]) -> Vec<model::Span> {
    let span = |[from, until]: &schema::Span| model::Span { from_s: from.0, until_s: until.0 };
    written.iter().map(span).collect()
}
