//! Radars: who is seen, and how well.
//!
//! Signal and errors as [`signal`] says, with floors added to the errors in quadrature, and a fixed
//! registration error per site and run. The signal of a look is shared out among its pulses, which
//! are added up without their phases ([`detection`]); the errors follow the whole.
//!
//! A radar scans its fence once a frame, with what dwell the solid angle leaves ([`beam`]), and its
//! [`tasks`] at their revisit, each with the dwell that its owner gave it. Where both look at one
//! place the longer dwell counts, so a task can only add to what the fence sees. The lower edge of
//! the field of regard is never below the local horizontal, which is also the horizon's test. Each
//! object is seen for itself, with its own cross-section and luck. Leaves out refraction, jamming,
//! the loss off the beam's middle, and that objects in one cell of resolution give one plot.
//!
//! [`signal`]: super::signal
//! [`detection`]: super::detection

pub mod beam;
pub mod clutter;
pub mod tasks;

mod probe;

#[cfg(test)]
pub(crate) mod tests;

use self::beam::fence_dwell_s;
use self::tasks::Tasks;
use super::detection::Detector;
use super::discrimination::Discriminator;
use super::plot::{Measurement, Plots, RadarMeasurement, RangeRate};
use super::signal::{Waveform, range_rate_accuracy_mps, signal_to_noise};
use crate::ballistics::flight::FlightPhase;
use crate::ballistics::state::State;
use crate::earth::frames::{Look, Site};
use crate::flight::truth::{TrueState, Visibility};
use crate::random::{Purpose, RunSeed, pair};
use crate::scenario::identity::{ObjectId, SensorId};
use crate::scenario::model::{self, OutagePart, RadarKind, Signature};
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::{Case, Luck, Nodes, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

/// A radar at its place.
#[derive(Component, Debug, Clone)]
pub struct Radar {
    kind: RadarKind,
    site: Site,
    azimuth_rad: f64,
    field: RegardEdges,
    fence_dwell_s: f64,
    detector: Detector,
    bias: RegistrationError,
}

/// A site's registration error in this run.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct RegistrationError {
    range_m: f64,
    azimuth_rad: f64,
    elevation_rad: f64,
}

/// The edges of a field of regard, in a form that needs no angle.
#[derive(Debug, Clone, Copy)]
struct RegardEdges {
    /// Sines of the lower and the upper edge.
    sines: [f64; 2],
    /// East and north of the middle.
    middle: [f64; 2],
    /// Cosine of half the width; -2 for a radar that sees all round.
    half_cosine: f64,
}

pub(super) fn spawn(world: &mut World, case: &Case) {
    for (index, radar) in case.scenario.radars.iter().enumerate() {
        let sensor = SensorId(index as u16);
        let mut body = Radar::new(radar);
        body.bias = RegistrationError::draw(radar, sensor, case.luck);
        world.spawn((sensor, Owner(radar.system), body, Tasks::default()));
    }
}

impl RegistrationError {
    fn draw(radar: &model::Radar, sensor: SensorId, luck: RunSeed) -> Self {
        let kind = &radar.kind;
        let mut stream = luck.stream(Purpose::Registration, u64::from(sensor.0), 0);
        let mut size = || {
            let normal: f64 = stream.sample(StandardNormal);
            let fixed = radar.registration_sigmas;
            fixed.map_or(normal, |sigmas| sigmas.copysign(normal))
        };
        Self {
            range_m: kind.range_bias_m * size(),
            azimuth_rad: kind.angle_bias_rad * size(),
            elevation_rad: kind.angle_bias_rad * size(),
        }
    }
}

impl RegardEdges {
    fn new(kind: &RadarKind, azimuth_rad: f64) -> Self {
        let (east, north) = libm::sincos(azimuth_rad);
        let half_rad = 0.5 * kind.azimuth_span_rad;
        Self {
            sines: [kind.elevation_min_rad, kind.elevation_max_rad].map(libm::sin),
            middle: [east, north],
            half_cosine: if kind.azimuth_span_rad < TAU { libm::cos(half_rad) } else { -2.0 },
        }
    }
}

/// Standard deviations of range (m) and of each angle (rad) at a signal-to-noise ratio of the whole
/// look.
pub fn accuracy(kind: &RadarKind, snr: f64) -> (f64, f64) {
    let waveform = Waveform { beamwidth_rad: kind.beamwidth_rad, bandwidth_hz: kind.bandwidth_hz };
    let (range_m, angle_rad) = waveform.accuracy(snr);
    (
        (range_m * range_m + kind.range_floor_m * kind.range_floor_m).sqrt(),
        (angle_rad * angle_rad + kind.angle_floor_rad * kind.angle_floor_rad).sqrt(),
    )
}

/// Standard deviation of range rate of a look, m/s, if the radar measures it. The phase is kept
/// within a pulse, not from one to the next.
fn range_rate_sigma_mps(kind: &RadarKind, dwell_s: f64, snr: f64) -> Option<f64> {
    let doppler = kind.doppler?;
    let coherent_s = dwell_s / f64::from(kind.pulses);
    let sigma_mps = range_rate_accuracy_mps(doppler.wavelength_m, coherent_s, snr);
    Some(libm::hypot(sigma_mps, doppler.floor_mps))
}

/// Every radar looks at its fence and its tasks.
pub(super) fn look(
    radars: Query<(&SensorId, &Owner, &Radar, &Tasks)>,
    objects: Query<(&ObjectId, &TrueState, &Visibility)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck, outages): (Res<Nodes>, Res<Clock>, Res<Luck>, Res<Outages>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, radar, tasks) in &radars {
        let glance = RadarActivity::now(radar, tasks, *clock);
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        let is_down = outages.is_down(OutagePart::Sensor(*sensor), clock.now_s());
        if is_down || glance.is_idle() {
            continue;
        }
        for (object, truth, visible) in &objects {
            if !visible.is_seen(truth, clock.now_s()) {
                continue;
            }
            let Some(look) = radar.look(&truth.state.position_m) else {
                continue;
            };
            let Some(sight) =
                radar.sight(look, glance.dwell_s(&look), (&visible.signature, truth.phase))
            else {
                continue;
            };
            let entity = pair(u32::from(sensor.0), object.key());
            let mut stream = luck.0.stream(Purpose::Look, entity, clock.tick);
            if stream.random::<f64>() >= sight.chance {
                continue;
            }
            let known = Discriminator {
                separation: radar.kind.discrimination,
                sensor: *sensor,
                tick: clock.tick,
                luck: luck.0,
            };
            let measured = radar.measure(&sight, &truth.state, &mut stream);
            let measured = Measurement::Radar(measured);
            let of = (object, truth, visible);
            inbox.report_look(&mut journal, &known, of, (clock.now_s(), measured));
        }
    }
}

/// A radar's work in one tick.
struct RadarActivity<'a> {
    radar: &'a Radar,
    tasks: Option<&'a Tasks>,
    searching: bool,
}

/// An object in a radar's beam.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RadarEcho {
    /// Direction and range.
    pub look: Look,
    /// Dwell, s.
    pub dwell_s: f64,
    /// Mean signal-to-noise ratio of the whole look, a power ratio.
    pub snr: f64,
    /// Probability that it gives a plot.
    pub chance: f64,
}

impl<'a> RadarActivity<'a> {
    fn now(radar: &'a Radar, tasks: &'a Tasks, clock: Clock) -> Self {
        let tracking = clock.every(radar.kind.track_ticks);
        Self {
            radar,
            tasks: tracking.then_some(tasks),
            searching: clock.every(radar.kind.search_ticks),
        }
    }

    fn is_idle(&self) -> bool {
        self.tasks.is_none_or(|tasks| tasks.windows().is_empty()) && !self.searching
    }

    /// Dwell of the radar there now, s; 0 where it does not look.
    fn dwell_s(&self, look: &Look) -> f64 {
        let by_fence_s = if self.searching { self.radar.fence_dwell_at_s(look) } else { 0.0 };
        let by_tasks_s = self.tasks.map_or(0.0, |tasks| tasks.dwell_s(look));
        by_tasks_s.min(self.radar.kind.dwell_max_s).max(by_fence_s)
    }
}

impl Radar {
    /// A radar without registration error.
    pub fn new(radar: &model::Radar) -> Self {
        let kind = radar.kind;
        Self {
            kind,
            site: Site::new(radar.place),
            azimuth_rad: radar.azimuth_rad,
            field: RegardEdges::new(&kind, radar.azimuth_rad),
            fence_dwell_s: fence_dwell_s(&kind),
            detector: Detector::new(kind.pulses, kind.false_alarm_probability),
            bias: RegistrationError::default(),
        }
    }

    /// Its type.
    pub fn kind(&self) -> &RadarKind {
        &self.kind
    }

    /// Direction and range of a position, ECEF, m, if it is in the field of regard and within the
    /// instrumented range. The cheap tests come first: most pairs end there.
    #[inline]
    pub fn look(&self, position_m: &Vector3<f64>) -> Option<Look> {
        let away = position_m - self.site.position().0;
        let axes = self.site.axes();
        let along = |row: usize| {
            axes[(row, 0)] * away.x + axes[(row, 1)] * away.y + axes[(row, 2)] * away.z
        };
        let (range2_m2, up_m) = (away.norm_squared(), along(2));
        if up_m < 0.0 || range2_m2 > self.kind.range_max_m * self.kind.range_max_m {
            return None;
        }
        let range_m = range2_m2.sqrt();
        let sine = up_m / range_m;
        if sine < self.field.sines[0] || sine > self.field.sines[1] {
            return None;
        }
        let (east_m, north_m) = (along(0), along(1));
        let level_m = (east_m * east_m + north_m * north_m).sqrt();
        let ahead_m = east_m * self.field.middle[0] + north_m * self.field.middle[1];
        if ahead_m < level_m * self.field.half_cosine {
            return None;
        }
        Some(Look {
            azimuth_rad: libm::atan2(east_m, north_m).rem_euclid(TAU),
            elevation_rad: libm::asin(sine.min(1.0)),
            range_m,
        })
    }

    /// Dwell with which the fence, when it is scanned, covers a look, s; 0 outside it.
    pub fn fence_dwell_at_s(&self, look: &Look) -> f64 {
        let kind = &self.kind;
        let (low_rad, high_rad) = (kind.search_elevation_min_rad, kind.search_elevation_max_rad);
        if (low_rad..=high_rad).contains(&look.elevation_rad) { self.fence_dwell_s } else { 0.0 }
    }

    /// Echo of an object that is looked at for a time, s, and the chance to detect it; `None`
    /// where the time is none.
    #[inline]
    pub fn sight(
        &self,
        look: Look,
        dwell_s: f64,
        (signature, phase): (&Signature, FlightPhase),
    ) -> Option<RadarEcho> {
        if dwell_s <= 0.0 {
            return None;
        }
        let cross_section_m2 = signature.cross_section_m2(phase);
        let snr = signal_to_noise(&self.kind.reference, look.range_m, cross_section_m2, dwell_s);
        let of_pulse = snr / f64::from(self.kind.pulses);
        Some(RadarEcho {
            look,
            dwell_s,
            snr,
            chance: self.detector.probability(signature.fluctuation, of_pulse),
        })
    }

    /// The measurement of a detected object, from three standard normal draws of its stream, and a
    /// fourth where range rate is measured.
    pub fn measure(
        &self,
        sight: &RadarEcho,
        state: &State,
        stream: &mut impl Rng,
    ) -> RadarMeasurement {
        let [first, second, third] = [(); 3].map(|()| stream.sample::<f64, _>(StandardNormal));
        let (range_sigma_m, angle_sigma_rad) = accuracy(&self.kind, sight.snr);
        let Look { azimuth_rad, elevation_rad, range_m } = sight.look;
        // A beam's error is the same angle on the sky at any elevation.
        let across = 1.0 / libm::cos(elevation_rad).max(0.01);
        RadarMeasurement {
            range_m: range_m + self.bias.range_m + range_sigma_m * first,
            azimuth_rad: (azimuth_rad + self.bias.azimuth_rad + angle_sigma_rad * across * second)
                .rem_euclid(TAU),
            elevation_rad: elevation_rad + self.bias.elevation_rad + angle_sigma_rad * third,
            range_sigma_m,
            angle_sigma_rad,
            range_rate: self.range_rate(sight, state, stream),
        }
    }

    /// The measured range rate, if this radar measures it. A registration error has no part in it.
    fn range_rate(
        &self,
        sight: &RadarEcho,
        state: &State,
        stream: &mut impl Rng,
    ) -> Option<RangeRate> {
        let away = (state.position_m - self.site.position().0) / sight.look.range_m;
        let sigma_mps = range_rate_sigma_mps(&self.kind, sight.dwell_s, sight.snr)?;
        Some(RangeRate {
            range_rate_mps: away.dot(&state.velocity_mps)
                + sigma_mps * stream.sample::<f64, _>(StandardNormal),
            sigma_mps,
        })
    }
}
