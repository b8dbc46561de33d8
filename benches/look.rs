//! What does a look cost, beside the arithmetic that it cannot do without?
//!
//! A thousand objects before one radar, looked at by the engine's own system in each tick:
//! `out_of_view` (beyond range, behind the horizon, outside the azimuth, below and above the
//! elevations, in turn), `in_view` (each in the fence and mostly seen), and `bare_arithmetic` (for
//! each of the same objects signal-to-noise ratio, probability of detection, and the keyed draws:
//! an even one and three normal ones). The issue asks for `out_of_view` at most a tenth of
//! `in_view`, and `in_view` at most three times `bare_arithmetic`. Read ratios of one run.
//!
//! Run: `cargo bench --bench look`

mod shipped;

use bevy_ecs::prelude::*;
use divan::Bencher;
use lisbon::ballistics::flight::FlightPhase;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Look, Site};
use lisbon::flight::truth::{FlightStatus, TrueState, Visibility};
use lisbon::random::{Purpose, RunSeed, pair};
use lisbon::scenario::identity::{ObjectId, ThreatId};
use lisbon::scenario::model::{Fluctuation, Scenario, Signature};
use lisbon::sensing;
use lisbon::sensing::detection::Detector;
use lisbon::sensing::radar::beam::fence_dwell_s;
use lisbon::sensing::signal::signal_to_noise;
use lisbon::world::clock::Clock;
use lisbon::world::journal::Journal;
use lisbon::world::node::Case;
use lisbon::world::{node, phase};
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;
use shipped::shipped;
use std::convert::identity;

fn main() {
    divan::main();
}

const OBJECTS: u16 = 1000;

const LUCK: RunSeed = RunSeed { seed: 1, run: 0 };

const SIGNATURE: Signature = Signature {
    boost_m2: 5.0,
    vacuum_m2: 0.3,
    reentry_m2: 0.3,
    fluctuation: Fluctuation::Swerling1,
    contrast: 0.0,
};

/// The quickstart with its first radar alone, which searches in every tick.
fn scenario() -> Scenario {
    let mut scenario = shipped("quickstart", identity);
    scenario.radars.truncate(1);
    scenario.satellites.clear();
    let kind = &mut scenario.radars[0].kind;
    kind.search_ticks = 1;
    kind.false_plots_per_frame = 0.0;
    kind.reference.snr = 1e4;
    scenario
}

/// Places in the fence.
fn in_view(scenario: &Scenario) -> Vec<Look> {
    let radar = &scenario.radars[0];
    let kind = &radar.kind;
    let low_rad = kind.search_elevation_min_rad;
    let height_rad = kind.search_elevation_max_rad - low_rad;
    let look = |number: u16| {
        let share = (f64::from(number) + 0.5) / f64::from(OBJECTS);
        Look {
            azimuth_rad: radar.azimuth_rad + kind.azimuth_span_rad * 0.98 * (share - 0.5),
            elevation_rad: low_rad + height_rad * share,
            range_m: kind.range_max_m * (0.2 + 0.3 * share),
        }
    };
    (0..OBJECTS).map(look).collect()
}

/// The same out of view, one way after the other.
fn out_of_view(scenario: &Scenario) -> Vec<Look> {
    let kind = &scenario.radars[0].kind;
    let mut looks = in_view(scenario);
    for (place, look) in looks.iter_mut().enumerate() {
        match place % 5 {
            0 => look.range_m += kind.range_max_m,
            1 => look.elevation_rad -= 0.3,
            2 => look.azimuth_rad += std::f64::consts::PI,
            3 => look.elevation_rad = 0.5 * kind.elevation_min_rad,
            _ => look.elevation_rad = 0.5 * (kind.elevation_max_rad + 1.57),
        }
    }
    looks
}

/// The radar's tick with objects at these places.
fn look(bencher: Bencher, places: impl Fn(&Scenario) -> Vec<Look>) {
    let scenario = scenario();
    let case = Case { scenario: &scenario, architecture: &scenario.architectures[0], luck: LUCK };
    let mut world = World::new();
    let (tick, step_s) = (0, 1.0);
    world.insert_resource(Clock { tick, step_s });
    world.insert_resource(Journal::default());
    node::spawn(&mut world, &case);
    sensing::spawn(&mut world, &case);
    let site = Site::new(scenario.radars[0].place);
    for (number, look) in (0..).zip(places(&scenario)) {
        let state = State { position_m: site.ecef(look.enu()).0, velocity_mps: Vector3::zeros() };
        let truth = TrueState { state, phase: FlightPhase::Vacuum, status: FlightStatus::Flying };
        let id = ObjectId::payload(ThreatId(number));
        world.spawn((id, truth, Visibility::new(SIGNATURE, 0.0)));
    }
    let mut schedule = phase::tick();
    sensing::install(&mut schedule);
    bencher.bench_local(|| {
        world.resource_mut::<Clock>().tick += 1;
        // The register of plots grows with a run; here it would grow for ever.
        world.resource_mut::<Journal>().plots.clear();
        schedule.run(&mut world);
    });
}

#[divan::bench]
fn a_out_of_view(bencher: Bencher) {
    look(bencher, out_of_view);
}

#[divan::bench]
fn b_in_view(bencher: Bencher) {
    look(bencher, in_view);
}

#[divan::bench]
fn c_bare_arithmetic(bencher: Bencher) {
    let scenario = scenario();
    let looks = in_view(&scenario);
    let kind = scenario.radars[0].kind;
    let detector = Detector::new(kind.pulses, kind.false_alarm_probability);
    let dwell_s = fence_dwell_s(&kind);
    let mut tick = 0;
    bencher.bench_local(|| {
        tick += 1;
        let mut sum = 0.0;
        for (number, look) in (0..).zip(&looks) {
            let snr = signal_to_noise(&kind.reference, look.range_m, 0.3, dwell_s);
            let chance = detector.probability(Fluctuation::Swerling1, snr);
            let mut stream = LUCK.stream(Purpose::Look, pair(0, number), tick);
            sum += chance - stream.random::<f64>();
            for _ in 0..3 {
                sum += stream.sample::<f64, _>(StandardNormal);
            }
        }
        sum
    });
}
