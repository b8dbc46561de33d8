//! The radar alone, by Monte Carlo through the engine's own system: what it sees is seen as often
//! as the exact law says, what it measures is as wrong as the model says, what is not there comes
//! as often as Poisson says, and no task takes anything away.

use crate::common::shipped;
use bevy_ecs::prelude::*;
use lisbon::ballistics::flight::FlightPhase;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Geodetic, Look, Site};
use lisbon::flight::truth::{FlightStatus, TrueState, Visibility};
use lisbon::monte_carlo::statistics::{Confidence, Moments, Proportion};
use lisbon::numerics::Distribution;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{ObjectId, ThreatId};
use lisbon::scenario::model::{
    Doppler, Fluctuation, RadarKind, ReferenceLook, Scenario, Signature,
};
use lisbon::sensing;
use lisbon::sensing::detection::Detector;
use lisbon::sensing::plot::{Measurement, Plots, RadarMeasurement};
use lisbon::sensing::radar::beam::fence_dwell_s;
use lisbon::sensing::radar::tasks::{SearchWindow, Tasks};
use lisbon::world::clock::Clock;
use lisbon::world::journal::Journal;
use lisbon::world::node::Case;
use lisbon::world::{node, phase};
use nalgebra::Vector3;
use std::f64::consts::TAU;
use std::sync::OnceLock;

/// Where the object stands: inside the fence, or above it.
const IN_FENCE: Look = Look { azimuth_rad: 1.0, elevation_rad: 0.1, range_m: 1e6 };
const ABOVE_FENCE: Look = Look { elevation_rad: 0.5, ..IN_FENCE };

/// Looks at each setting of the detection test: as many objects as this, for as many ticks.
const OBJECTS: u16 = 1000;
const TICKS: u64 = 20;

fn kind() -> RadarKind {
    RadarKind {
        reference: ReferenceLook {
            snr: 100.0,
            range_m: IN_FENCE.range_m,
            cross_section_m2: 1.0,
            dwell_s: 0.02,
        },
        pulses: 1,
        track_dwell_s: 0.02,
        dwell_max_s: 0.2,
        track_ticks: 1,
        search_ticks: 1,
        search_frame_s: 1.0,
        track_revisit_s: 1.0,
        search_share: 0.5,
        cue_share: 0.0,
        search_elevation_min_rad: 0.05,
        search_elevation_max_rad: 0.15,
        false_alarm_probability: 1e-6,
        false_plots_per_frame: 0.0,
        beamwidth_rad: 0.02,
        bandwidth_hz: 1e6,
        doppler: None,
        range_floor_m: 20.0,
        angle_floor_rad: 5e-4,
        range_bias_m: 0.0,
        angle_bias_rad: 0.0,
        discrimination: 0.0,
        range_max_m: 3e6,
        azimuth_span_rad: 2.0,
        elevation_min_rad: 0.02,
        elevation_max_rad: 1.4,
    }
}

/// The kind whose looks by the fence have this signal-to-noise ratio at the object.
fn with_snr(snr: f64, pulses: u32) -> RadarKind {
    let mut kind = RadarKind { pulses, ..kind() };
    kind.reference.dwell_s = fence_dwell_s(&kind);
    kind.reference.snr = snr;
    kind
}

static PLAIN: OnceLock<Scenario> = OnceLock::new();

/// One radar, and objects that stand still before it.
struct Range {
    world: World,
    tick: Schedule,
    site: Site,
}

impl Range {
    fn new(kind: RadarKind, fluctuation: Fluctuation, objects: &[Look], run: u64) -> Self {
        let mut scenario = PLAIN.get_or_init(|| shipped("quickstart")).clone();
        scenario.radars.truncate(1);
        scenario.satellites.clear();
        let radar = &mut scenario.radars[0];
        radar.kind = kind;
        radar.azimuth_rad = IN_FENCE.azimuth_rad;
        radar.place = Geodetic::degrees(44.0, 26.0, 100.0);
        let site = Site::new(radar.place);
        let case = Case {
            scenario: &scenario,
            architecture: &scenario.architectures[0],
            luck: RunSeed { seed: 2010, run },
        };
        let mut world = World::new();
        let (tick, step_s) = (0, 1.0);
        world.insert_resource(Clock { tick, step_s });
        world.insert_resource(Journal::default());
        node::spawn(&mut world, &case);
        sensing::spawn(&mut world, &case);
        for (number, look) in (0..).zip(objects) {
            let state =
                State { position_m: site.ecef(look.enu()).0, velocity_mps: Vector3::zeros() };
            let truth =
                TrueState { state, phase: FlightPhase::Vacuum, status: FlightStatus::Flying };
            let signature = Signature {
                boost_m2: 1.0,
                vacuum_m2: 1.0,
                reentry_m2: 1.0,
                fluctuation,
                contrast: 0.0,
            };
            let seen = Visibility::new(signature, 0.0);
            world.spawn((ObjectId::payload(ThreatId(number)), truth, seen));
        }
        let mut tick = phase::tick();
        sensing::install(&mut tick);
        Self { world, tick, site }
    }

    /// Gives the radar these tasks.
    fn task(&mut self, windows: &[SearchWindow]) {
        let mut tasks = self.world.query::<&mut Tasks>();
        for mut tasks in tasks.iter_mut(&mut self.world) {
            tasks.replace(windows.iter().copied());
        }
    }

    /// Plays ticks and hands over each plot: its tick, the number of what it saw, what it says.
    fn watch(&mut self, ticks: u64, mut see: impl FnMut(u64, Option<u16>, RadarMeasurement)) {
        for tick in 0..ticks {
            self.world.resource_mut::<Clock>().tick = tick;
            self.tick.run(&mut self.world);
            let mut inboxes = self.world.query::<&Plots>();
            let journal = self.world.resource::<Journal>();
            for plot in inboxes.iter(&self.world).flat_map(|inbox| &inbox.0) {
                let object = journal.plots[plot.serial as usize].object;
                let Measurement::Radar(measured) = plot.measurement else {
                    panic!("a radar reports ranges");
                };
                see(tick, object.map(|object| object.threat.0), measured);
            }
        }
    }
}

/// Ten signals for each case, from seldom to nearly always seen, with one pulse and with eight:
/// 20,000 looks each.
#[test]
fn what_is_there_is_seen_as_often_as_the_exact_law_says() {
    let confidence = Confidence::new(0.99).unwrap();
    let cases = [Fluctuation::Steady, Fluctuation::Swerling1, Fluctuation::Swerling3];
    let mut outside = Vec::new();
    for (fluctuation, pulses) in cases.into_iter().flat_map(|case| [(case, 1), (case, 8)]) {
        let detector = Detector::new(pulses, kind().false_alarm_probability);
        for tenth in 0..10_u32 {
            let wanted = 0.05 + 0.1 * f64::from(tenth);
            let snr = f64::from(pulses) * detector.required_snr(fluctuation, wanted);
            let objects = vec![IN_FENCE; usize::from(OBJECTS)];
            let mut range = Range::new(with_snr(snr, pulses), fluctuation, &objects, tenth.into());
            let mut seen = 0;
            range.watch(TICKS, |_, _, _| seen += 1);
            let interval = Proportion { successes: seen, trials: u64::from(OBJECTS) * TICKS }
                .wilson(confidence);
            if !interval.contains(wanted) {
                outside.push(format!("{fluctuation:?} {pulses} {wanted}: {seen}"));
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

/// Range, azimuth across, elevation and range rate, each less the truth, in metres, radians and
/// metres a second.
fn errors(kind: RadarKind, looks: u64, run: u64) -> [Moments; 4] {
    let objects = vec![IN_FENCE; 1000];
    let mut range = Range::new(kind, Fluctuation::Steady, &objects, run);
    let at = range.site.look(range.site.ecef(IN_FENCE.enu()));
    let mut moments = [Moments::default(); 4];
    range.watch(looks / 1000, |_, _, got| {
        let across = libm::cos(at.elevation_rad);
        moments[0].push(got.range_m - at.range_m);
        moments[1].push((got.azimuth_rad - at.azimuth_rad) * across);
        moments[2].push(got.elevation_rad - at.elevation_rad);
        // The objects stand still.
        moments[3].push(got.range_rate.unwrap().range_rate_mps);
    });
    moments
}

/// At 100,000 looks, from the weakest signal for which the errors' law is meant to one whose errors
/// are all floor.
#[test]
fn what_is_measured_is_as_wrong_as_the_model_says() {
    for snr_db in [13.0, 20.0, 30.0, 60.0] {
        let snr = libm::pow(10.0, snr_db / 10.0);
        let doppler = Doppler { wavelength_m: 0.03, floor_mps: 0.1 };
        let kind = RadarKind { doppler: Some(doppler), ..with_snr(snr, 1) };
        let rate_mps = libm::hypot(0.03 / (2.0 * fence_dwell_s(&kind) * (2.0 * snr).sqrt()), 0.1);
        let root = (2.0 * snr).sqrt();
        let range_m = libm::hypot(299_792_458.0 / (2.0 * kind.bandwidth_hz * root), 20.0);
        let angle_rad = libm::hypot(kind.beamwidth_rad / (1.6 * root), 5e-4);
        for (moments, expected) in
            errors(kind, 100_000, 0).iter().zip([range_m, angle_rad, angle_rad, rate_mps])
        {
            let sigma = moments.variance().unwrap().sqrt();
            assert!((sigma / expected - 1.0).abs() < 0.02, "{snr_db} dB: {sigma} {expected}");
            let count = moments.count() as f64;
            let mean = moments.mean().unwrap();
            assert!(mean.abs() < 4.0 * expected / count.sqrt(), "{snr_db} dB: {mean}");
        }
    }
}

/// The registration error is the same at each look of a run, and another in each run.
#[test]
fn a_site_errs_alike_for_a_run_and_as_stated_over_runs() {
    let biased = RadarKind {
        range_bias_m: 300.0,
        angle_bias_rad: 2e-3,
        range_floor_m: 0.0,
        angle_floor_rad: 0.0,
        ..with_snr(1e12, 1)
    };
    let runs = 2000;
    let mut squares = [0.0; 3];
    for run in 0..runs {
        let mut range = Range::new(biased, Fluctuation::Steady, &[IN_FENCE], run);
        let at = range.site.look(range.site.ecef(IN_FENCE.enu()));
        let mut all = Vec::new();
        range.watch(3, |_, _, got| {
            all.push([
                (got.range_m - at.range_m) / 300.0,
                (got.azimuth_rad - at.azimuth_rad) / 2e-3,
                (got.elevation_rad - at.elevation_rad) / 2e-3,
            ]);
        });
        assert_eq!(all.len(), 3);
        for axis in 0..3 {
            assert!((all[0][axis] - all[2][axis]).abs() < 1e-3, "the same at each look");
            squares[axis] += all[0][axis] * all[0][axis];
        }
    }
    let law = Distribution::ChiSquare { freedom: runs as f64 };
    for sum in squares {
        assert!((law.quantile(0.005)..law.quantile(0.995)).contains(&sum), "{sum}");
    }
}

/// Does a sample fit its law at 99 %? Both as counts in cells.
fn fits(counts: &[f64], expected: &[f64]) -> bool {
    let cells = counts.iter().zip(expected);
    let distance: f64 = cells.map(|(got, law)| (got - law) * (got - law) / law).sum();
    distance < Distribution::ChiSquare { freedom: (counts.len() - 1) as f64 }.quantile(0.99)
}

/// A thousand frames of each of thirty runs.
#[test]
fn false_plots_are_poisson_and_everywhere() {
    let (rate, runs, frames) = (3.0, 30, 1000);
    let noisy = RadarKind { false_plots_per_frame: rate, ..kind() };
    let (low, high) = (libm::sin(0.05), libm::sin(0.15));
    let mut places = [[0.0; 20]; 3];
    // None, one, … nine in a frame, and more.
    let mut counts = [0.0; 11];
    for run in 0..runs {
        let mut of_tick = vec![0_usize; frames];
        let mut range = Range::new(noisy, Fluctuation::Steady, &[], run);
        range.watch(frames as u64, |tick, object, got| {
            assert_eq!(object, None);
            of_tick[tick as usize] += 1;
            let off_rad = got.azimuth_rad - IN_FENCE.azimuth_rad;
            let shares = [
                got.range_m / noisy.range_max_m,
                ((off_rad + 1.0).rem_euclid(TAU)) / 2.0,
                (libm::sin(got.elevation_rad) - low) / (high - low),
            ];
            for (cells, share) in places.iter_mut().zip(shares) {
                cells[((share * 20.0) as usize).min(19)] += 1.0;
            }
        });
        for count in of_tick {
            counts[count.min(10)] += 1.0;
        }
    }
    let all: f64 = counts.iter().sum();
    let mut law = [0.0; 11];
    let mut term = libm::exp(-rate);
    for (count, cell) in law.iter_mut().enumerate().take(10) {
        *cell = term * all;
        term *= rate / (count + 1) as f64;
    }
    law[10] = all - law[..10].iter().sum::<f64>();
    assert!(fits(&counts, &law), "{counts:?} for {law:?}");
    let total: f64 = places[0].iter().sum();
    for cells in &places {
        assert!(fits(cells, &[total / 20.0; 20]), "{cells:?}");
    }
}

/// A window of this dwell around a look.
fn window(look: &Look, dwell_s: f64) -> SearchWindow {
    SearchWindow {
        azimuth_rad: look.azimuth_rad,
        elevation_rad: look.elevation_rad,
        azimuth_half_rad: 0.02,
        elevation_half_rad: 0.02,
        dwell_s,
    }
}

/// As many false plots for each second of a window as for each of the fence.
#[test]
fn windows_have_false_plots_for_the_time_they_take() {
    let noisy = RadarKind { false_plots_per_frame: 3.0, ..kind() };
    let (frames, dwell_s) = (5000, 0.02);
    let mut range = Range::new(noisy, Fluctuation::Steady, &[], 0);
    range.task(&[window(&ABOVE_FENCE, dwell_s)]);
    let mut count = 0.0;
    range.watch(frames, |_, _, got| {
        count += f64::from(u8::from(got.elevation_rad > 0.3));
    });
    // The window is 0.04 by 0.04 rad at 0.5 rad of height, tiled by discs of 0.02 rad.
    let beams = 0.04 * (libm::sin(0.52) - libm::sin(0.48)) / (0.25 * std::f64::consts::PI * 4e-4);
    let expected = 3.0 * f64::from(frames as u32) * dwell_s * beams / 0.5;
    assert!((count - expected).abs() < 4.0 * expected.sqrt(), "{count} for {expected}");
}

/// A task sees where the fence does not, farther for a longer dwell; and whatever the fence sees
/// without a task it sees with it, at the same look, for it has the same luck.
#[test]
fn a_task_adds_and_never_takes_away() {
    let objects: Vec<Look> = (0..200)
        .map(|number| Look {
            range_m: 4e5 + 1e4 * f64::from(number),
            ..if number % 2 == 0 { IN_FENCE } else { ABOVE_FENCE }
        })
        .collect();
    let seen = |windows: &[SearchWindow]| {
        let mut range = Range::new(with_snr(20.0, 1), Fluctuation::Swerling1, &objects, 0);
        range.task(windows);
        let mut seen = Vec::new();
        range.watch(40, |tick, object, _| seen.push((tick, object)));
        seen
    };
    let dwell_s = fence_dwell_s(&kind());
    let alone = seen(&[]);
    assert!(alone.iter().all(|(_, object)| object.unwrap() % 2 == 0));
    let mut before = alone;
    for times in [0.1, 1.0, 3.0, 10.0] {
        let both = [IN_FENCE, ABOVE_FENCE].map(|look| window(&look, times * dwell_s));
        let now = seen(&both);
        assert!(before.iter().all(|look| now.contains(look)), "{times}");
        assert!(now.len() > before.len() || times < 1.0, "{times}");
        before = now;
    }
    assert!(before.iter().any(|(_, object)| object.unwrap() % 2 == 1));
}
