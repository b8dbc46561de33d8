//! Radars: who is seen, and how well.
//!
//! Signal and errors as [`signal`] says, with floors added to the errors in quadrature, and a fixed
//! registration error per site and run.
//!
//! A radar scans its fence once a frame, with what dwell the solid angle leaves, and looks at its
//! tasks (tracks and cues) at their revisit, with the longer track dwell. The lower edge of the
//! field of regard is never below the local horizontal, which is also the horizon's test. Each
//! object is seen for itself, with its own cross-section and luck. Leaves out refraction, jamming,
//! the integration of pulses, and that objects in one cell of resolution give one plot.
//!
//! [`signal`]: super::signal

use super::detection::Detector;
use super::plot::Measurement;
use super::plot::Plot;
use super::plot::Plots;
use super::plot::RadarMeasurement;
use super::signal::Waveform;
use super::signal::signal_to_noise;
use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::Look;
use crate::earth::frames::Site;
use crate::earth::frames::wrap_rad;
use crate::flight::threat::Fate;
use crate::flight::threat::TrueState;
use crate::flight::threat::Visible;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::random::pair;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::SensorId;
use crate::scenario::parts::RadarKind;
use crate::scenario::parts::Signature;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::journal::PlotOrigin;
use crate::world::node::Case;
use crate::world::node::Luck;
use crate::world::node::Nodes;
use crate::world::node::Owner;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::Distribution;
use rand_distr::StandardNormal;
use std::f64::consts::PI;
use std::f64::consts::TAU;

/// A radar at its place.
#[derive(Component, Debug, Clone)]
pub struct Radar {
    kind: RadarKind,
    site: Site,
    azimuth_rad: f64,
    search_dwell_s: f64,
    detector: Detector,
    bias: Bias,
}

/// A site's registration error in this run.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bias {
    range_m: f64,
    azimuth_rad: f64,
    elevation_rad: f64,
}

/// Where a radar is told to look, besides its fence: written by its owner's `picture`.
#[derive(Component, Debug, Clone, Default)]
pub struct Tasks {
    baskets: Vec<Basket>,
    widest_rad: f64,
}

impl Tasks {
    /// Puts other baskets in the place of those there are.
    pub fn replace(&mut self, baskets: impl Iterator<Item = Basket>) {
        self.baskets.clear();
        self.baskets.extend(baskets);
        self.baskets
            .sort_by(|a, b| a.azimuth_rad.total_cmp(&b.azimuth_rad));
        let widths = self.baskets.iter().map(|basket| basket.azimuth_half_rad);
        self.widest_rad = widths.fold(0.0, f64::max).min(PI);
    }
}

/// A window in the sky of one radar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basket {
    /// Its middle, clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Its middle, above the horizontal, rad.
    pub elevation_rad: f64,
    /// Half its width, rad.
    pub azimuth_half_rad: f64,
    /// Half its height, rad.
    pub elevation_half_rad: f64,
}

pub(super) fn spawn(world: &mut World, case: &Case) {
    for (index, radar) in case.scenario.radars.iter().enumerate() {
        let sensor = SensorId(index as u16);
        let body = Radar {
            kind: radar.kind,
            site: Site::new(radar.place),
            azimuth_rad: radar.azimuth_rad,
            search_dwell_s: search_dwell_s(&radar.kind),
            detector: Detector::new(1, radar.kind.false_alarm_probability),
            bias: Bias::draw(&radar.kind, sensor, case.luck),
        };
        world.spawn((sensor, Owner(radar.system), body, Tasks::default()));
    }
}

impl Bias {
    fn draw(kind: &RadarKind, sensor: SensorId, luck: RunSeed) -> Self {
        let mut stream = luck.stream(Purpose::Registration, u64::from(sensor.0), 0);
        let mut normal = || -> f64 { stream.sample(StandardNormal) };
        Self {
            range_m: kind.range_bias_m * normal(),
            azimuth_rad: kind.angle_bias_rad * normal(),
            elevation_rad: kind.angle_bias_rad * normal(),
        }
    }
}

/// Dwell of each beam position of the fence: the frame's search time shared evenly over the beams
/// that tile the fence's solid angle, s.
pub fn search_dwell_s(kind: &RadarKind) -> f64 {
    let height =
        libm::sin(kind.search_elevation_max_rad) - libm::sin(kind.search_elevation_min_rad);
    let beams = (kind.azimuth_span_rad * height / beam_solid_angle_sr(kind)).max(1.0);
    kind.search_share * kind.search_frame_s / beams
}

/// Solid angle of one beam, sr.
pub(crate) fn beam_solid_angle_sr(kind: &RadarKind) -> f64 {
    0.25 * PI * kind.beamwidth_rad * kind.beamwidth_rad
}

/// Standard deviations of range (m) and of each angle (rad) at a signal-to-noise ratio.
pub fn accuracy(kind: &RadarKind, snr: f64) -> (f64, f64) {
    let waveform = Waveform {
        beamwidth_rad: kind.beamwidth_rad,
        bandwidth_hz: kind.bandwidth_hz,
    };
    let (range_m, angle_rad) = waveform.accuracy(snr);
    (
        (range_m * range_m + kind.range_floor_m * kind.range_floor_m).sqrt(),
        (angle_rad * angle_rad + kind.angle_floor_rad * kind.angle_floor_rad).sqrt(),
    )
}

/// Every radar looks at its fence and its tasks.
pub(super) fn look(
    radars: Query<(&SensorId, &Owner, &Radar, &Tasks)>,
    objects: Query<(&ObjectId, &TrueState, &Visible)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck): (Res<Nodes>, Res<Clock>, Res<Luck>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, radar, tasks) in &radars {
        let glance = Glance::now(radar, tasks, *clock);
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        if glance.is_idle() {
            continue;
        }
        for (object, truth, visible) in &objects {
            if truth.fate != Fate::Flying {
                continue;
            }
            let cross_section_m2 = cross_section_m2(&visible.0, truth.phase);
            let Some(sight) = glance.sight(&truth.state.position_m, cross_section_m2) else {
                continue;
            };
            let entity = pair(u32::from(sensor.0), object.key());
            let mut stream = luck.0.stream(Purpose::Look, entity, clock.tick);
            let chance = radar.detector.probability(visible.0.fluctuation, sight.snr);
            if stream.random::<f64>() >= chance {
                continue;
            }
            let errors = [(); 3].map(|()| stream.sample(StandardNormal));
            let tick = clock.tick as u32;
            let serial = journal.register(PlotOrigin {
                tick,
                sensor: *sensor,
                object: Some(*object),
            });
            let measurement = Measurement::Radar(radar.measure(&sight, errors));
            inbox.0.push(Plot {
                time_s: clock.now_s(),
                sensor: *sensor,
                serial,
                measurement,
            });
        }
    }
}

/// Mean cross-section in a phase of flight, m².
fn cross_section_m2(signature: &Signature, phase: FlightPhase) -> f64 {
    match phase {
        FlightPhase::Boost => signature.boost_m2,
        FlightPhase::Vacuum => signature.vacuum_m2,
        FlightPhase::Reentry => signature.reentry_m2,
    }
}

/// What a radar does in one tick.
struct Glance<'a> {
    radar: &'a Radar,
    tasks: Option<&'a Tasks>,
    searching: bool,
}

/// An object in a radar's beam.
#[derive(Debug, Clone, Copy)]
struct Sight {
    look: Look,
    snr: f64,
}

impl<'a> Glance<'a> {
    fn now(radar: &'a Radar, tasks: &'a Tasks, clock: Clock) -> Self {
        let tracking = clock.every(radar.kind.track_ticks);
        Self {
            radar,
            tasks: tracking.then_some(tasks),
            searching: clock.every(radar.kind.search_ticks),
        }
    }

    fn is_idle(&self) -> bool {
        self.tasks.is_none_or(|tasks| tasks.baskets.is_empty()) && !self.searching
    }

    /// Where an object stands and how strong it is, if the radar looks there now.
    fn sight(&self, position_m: &Vector3<f64>, cross_section_m2: f64) -> Option<Sight> {
        let Radar {
            kind,
            site,
            azimuth_rad,
            search_dwell_s,
            ..
        } = self.radar;
        let away = position_m - site.position().0;
        let range2_m2 = away.norm_squared();
        // The cheap tests first: most pairs end here.
        if range2_m2 > kind.range_max_m * kind.range_max_m {
            return None;
        }
        let enu = site.axes() * away;
        let range_m = range2_m2.sqrt();
        if enu.z < 0.0 {
            return None;
        }
        let elevation_rad = libm::asin((enu.z / range_m).min(1.0));
        if elevation_rad < kind.elevation_min_rad || elevation_rad > kind.elevation_max_rad {
            return None;
        }
        let azimuth_rad = {
            let azimuth = libm::atan2(enu.x, enu.y);
            let off = wrap_rad(azimuth - azimuth_rad);
            if off.abs() > 0.5 * kind.azimuth_span_rad {
                return None;
            }
            azimuth.rem_euclid(TAU)
        };
        let look = Look {
            azimuth_rad,
            elevation_rad,
            range_m,
        };
        let in_fence = self.searching
            && elevation_rad >= kind.search_elevation_min_rad
            && elevation_rad <= kind.search_elevation_max_rad;
        let dwell_s = if self.tasks.is_some_and(|tasks| is_tasked(tasks, &look)) {
            kind.track_dwell_s
        } else if in_fence && *search_dwell_s > 0.0 {
            *search_dwell_s
        } else {
            return None;
        };
        Some(Sight {
            look,
            snr: signal_to_noise(&kind.reference, range_m, cross_section_m2, dwell_s),
        })
    }
}

/// Does a look fall into one of the baskets? Only those are tried whose azimuth is as near as the
/// widest basket reaches, on this side of north or round it.
fn is_tasked(tasks: &Tasks, look: &Look) -> bool {
    [-TAU, 0.0, TAU].iter().any(|turn| {
        let (azimuth_rad, reach_rad) = (look.azimuth_rad + turn, tasks.widest_rad);
        let first = tasks
            .baskets
            .partition_point(|basket| basket.azimuth_rad < azimuth_rad - reach_rad);
        tasks.baskets[first..]
            .iter()
            .take_while(|basket| basket.azimuth_rad <= azimuth_rad + reach_rad)
            .any(|basket| {
                (look.elevation_rad - basket.elevation_rad).abs() <= basket.elevation_half_rad
                    && (azimuth_rad - basket.azimuth_rad).abs() <= basket.azimuth_half_rad
            })
    })
}

impl Radar {
    /// The measurement of a detected object, given three standard normal draws.
    fn measure(&self, sight: &Sight, [first, second, third]: [f64; 3]) -> RadarMeasurement {
        let (range_sigma_m, angle_sigma_rad) = accuracy(&self.kind, sight.snr);
        let Look {
            azimuth_rad,
            elevation_rad,
            range_m,
        } = sight.look;
        // A beam's error is the same angle on the sky at any elevation.
        let across = 1.0 / libm::cos(elevation_rad).max(0.01);
        RadarMeasurement {
            range_m: range_m + self.bias.range_m + range_sigma_m * first,
            azimuth_rad: (azimuth_rad + self.bias.azimuth_rad + angle_sigma_rad * across * second)
                .rem_euclid(TAU),
            elevation_rad: elevation_rad + self.bias.elevation_rad + angle_sigma_rad * third,
            range_sigma_m,
            angle_sigma_rad,
        }
    }
}

/// False plots: as many as a Poisson law gives, evenly over the searched fence.
pub(super) fn false_plots(
    radars: Query<(&SensorId, &Owner, &Radar)>,
    mut inboxes: Query<&mut Plots>,
    (nodes, clock, luck): (Res<Nodes>, Res<Clock>, Res<Luck>),
    mut journal: ResMut<Journal>,
) {
    for (sensor, owner, radar) in &radars {
        let kind = &radar.kind;
        if !clock.every(kind.search_ticks) {
            continue;
        }
        // Poisson::new fails for a mean that is not positive: then there are none.
        let Ok(law) = rand_distr::Poisson::new(kind.false_plots_per_frame) else {
            continue;
        };
        let Ok(mut inbox) = inboxes.get_mut(nodes.of(owner.0)) else {
            continue;
        };
        let mut stream = luck
            .0
            .stream(Purpose::FalsePlots, u64::from(sensor.0), clock.tick);
        let count = law.sample(&mut stream) as u32;
        for _ in 0..count {
            let measurement = radar.false_measurement([(); 3].map(|()| stream.random::<f64>()));
            let tick = clock.tick as u32;
            let serial = journal.register(PlotOrigin {
                tick,
                sensor: *sensor,
                object: None,
            });
            inbox.0.push(Plot {
                time_s: clock.now_s(),
                sensor: *sensor,
                serial,
                measurement: Measurement::Radar(measurement),
            });
        }
    }
}

impl Radar {
    /// A false plot from three even draws: uniform in range, azimuth, and sine of elevation, with
    /// the errors of a look just above the threshold.
    fn false_measurement(&self, [first, second, third]: [f64; 3]) -> RadarMeasurement {
        let kind = &self.kind;
        let low = libm::sin(kind.search_elevation_min_rad);
        let high = libm::sin(kind.search_elevation_max_rad);
        let (range_sigma_m, angle_sigma_rad) = accuracy(kind, self.detector.threshold());
        RadarMeasurement {
            range_m: kind.range_max_m * first.max(0.01),
            azimuth_rad: (self.azimuth_rad + kind.azimuth_span_rad * (second - 0.5))
                .rem_euclid(TAU),
            elevation_rad: libm::asin(low + (high - low) * third),
            range_sigma_m,
            angle_sigma_rad,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parts::ReferenceLook;
    use proptest::prelude::*;

    fn kind() -> RadarKind {
        RadarKind {
            reference: ReferenceLook {
                snr: 100.0,
                range_m: 1e6,
                cross_section_m2: 1.0,
                dwell_s: 0.02,
            },
            track_dwell_s: 0.02,
            track_ticks: 2,
            search_ticks: 10,
            search_frame_s: 10.0,
            track_revisit_s: 2.0,
            search_share: 0.5,
            search_elevation_min_rad: 0.03,
            search_elevation_max_rad: 0.1,
            false_alarm_probability: 1e-6,
            false_plots_per_frame: 0.0,
            beamwidth_rad: 0.02,
            bandwidth_hz: 1e6,
            range_floor_m: 0.0,
            angle_floor_rad: 0.0,
            range_bias_m: 0.0,
            angle_bias_rad: 0.0,
            range_max_m: 2e6,
            azimuth_span_rad: 2.0,
            elevation_min_rad: 0.0,
            elevation_max_rad: 1.5,
        }
    }

    #[test]
    fn a_smaller_fence_is_searched_with_a_longer_dwell() {
        let narrow = RadarKind {
            azimuth_span_rad: 1.0,
            ..kind()
        };
        assert!((search_dwell_s(&narrow) / search_dwell_s(&kind()) - 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_window_finds_what_a_full_search_finds(
            baskets in prop::collection::vec((0.0..TAU, 0.0..1.0f64, 0.001..0.5f64), 0..12),
            azimuth_rad in 0.0..TAU,
            elevation_rad in 0.0..1.0f64,
        ) {
            let baskets: Vec<Basket> = baskets
                .into_iter()
                .map(|(azimuth_rad, elevation_rad, half_rad)| Basket {
                    azimuth_rad,
                    elevation_rad,
                    azimuth_half_rad: half_rad,
                    elevation_half_rad: half_rad,
                })
                .collect();
            let look = Look { azimuth_rad, elevation_rad, range_m: 1e6 };
            let mut tasks = Tasks::default();
            tasks.replace(baskets.iter().copied());
            let full = baskets.iter().any(|basket| {
                wrap_rad(azimuth_rad - basket.azimuth_rad).abs() <= basket.azimuth_half_rad
                    && (elevation_rad - basket.elevation_rad).abs() <= basket.elevation_half_rad
            });
            prop_assert_eq!(is_tasked(&tasks, &look), full);
        }
    }
}
