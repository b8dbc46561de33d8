//! What does it cost to fly: one step of the truth, one flight, one prediction, one aim?
//!
//! A hundred steps in vacuum must not cost more than a hundred times four gravity evaluations and a
//! fifth: read the ratio. `flight_in_ticks`: launch to impact, by type of the shipped catalogue.
//! `thousand_half_hours`: the flights of `tests/it/vacuum.rs` (where their error is held), by the
//! arcs of the engine and, beside, by classic steps of 10 s. Of the time of these the best adaptive
//! integrator of other crates took 0.81 (peers.md, section B): the arcs must not take more. Read
//! ratios of one run of this bench, not single figures.
//!
//! Run: `cargo bench --bench flight`

use divan::{Bencher, black_box};
use lisbon::ballistics::aim;
use lisbon::ballistics::aim::Loft;
use lisbon::ballistics::arc::Fall;
use lisbon::ballistics::boost::Steering;
use lisbon::ballistics::flight::{Advance, Flight};
use lisbon::ballistics::nystrom::{TOLERANCE_M, propagate};
use lisbon::ballistics::state::{Inertial, State};
use lisbon::ballistics::vehicle::{Stage, Thrust, Vehicle};
use lisbon::earth::frames::Geodetic;
use lisbon::earth::{geodesic, gravity};
use lisbon::scenario::schema::{CatalogueFile, ThreatType};
use nalgebra::Vector3;

fn main() {
    divan::main();
}

/// A launch in the middle of nowhere, towards the east-south-east.
const AZIMUTH_RAD: f64 = 2.0;

fn launch() -> Geodetic {
    Geodetic::degrees(-30.0, 100.0, 0.0)
}

/// The threat types of the shipped catalogue.
fn types() -> Vec<ThreatType> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/catalogues/notional.toml");
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let read: CatalogueFile = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    read.threat_types
}

fn names() -> Vec<String> {
    types().into_iter().map(|kind| kind.id).collect()
}

fn vehicle(name: &str) -> Vehicle {
    let found = types().into_iter().find(|kind| kind.id == name);
    let kind = found.unwrap_or_else(|| panic!("no type {name}"));
    let stages = kind.stages.iter().map(|stage| Stage {
        burn_time_s: stage.burn_time_s,
        thrust: match (stage.thrust_kn, stage.propellant_kg, stage.dry_kg) {
            (Some(thrust_kn), Some(propellant_kg), Some(dry_kg)) => {
                Thrust::MassFlow { thrust_n: thrust_kn * 1e3, propellant_kg, dry_kg }
            }
            _ => Thrust::MeanAcceleration {
                acceleration_mps2: stage.acceleration_mps2.unwrap_or_default(),
            },
        },
    });
    Vehicle {
        stages: stages.collect(),
        payload_kg: kind.payload_kg,
        ballistic_coefficient_kgpm2: kind.ballistic_coefficient_kgpm2,
    }
}

/// The aim at four fifths of the reach.
fn target(vehicle: &Vehicle) -> Geodetic {
    let reach_m = aim::reach_m(vehicle, launch(), AZIMUTH_RAD, Loft::MinimumEnergy);
    let reach_m = reach_m.unwrap_or_else(|error| panic!("{error}"));
    geodesic::direct(launch(), AZIMUTH_RAD, 0.8 * reach_m)
}

fn steering(vehicle: &Vehicle) -> Steering {
    aim::solve(vehicle, launch(), target(vehicle), Loft::MinimumEnergy)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A flight of a type, and its states at each second until impact.
fn flown(name: &str) -> (Flight, Vec<State>) {
    let vehicle = vehicle(name);
    let flight = Flight::new(&vehicle, launch(), &steering(&vehicle), Vector3::zeros());
    let mut states = vec![flight.launch_state()];
    for second in 0..10_000 {
        let from_s = f64::from(second);
        match flight.advance(&states[states.len() - 1], from_s, from_s + 1.0) {
            Advance::Flying(state) => states.push(state),
            Advance::Impact { .. } => break,
        }
    }
    (flight, states)
}

/// A state above the air, at the highest point of a flight.
fn aloft() -> (Flight, f64, State) {
    let (flight, states) = flown(&names()[0]);
    let height = |second: &usize| states[*second].position_m.norm();
    let highest = (0..states.len()).max_by(|a, b| height(a).total_cmp(&height(b)));
    let second = highest.unwrap_or_default();
    (flight, second as f64, states[second])
}

/// Each at a place that follows from the one before, as in a step.
#[divan::bench]
fn hundred_times_four_gravity_evaluations(bencher: Bencher) {
    let (.., state) = aloft();
    bencher.bench_local(|| {
        let mut place = black_box(state.position_m);
        for _ in 0..400 {
            place += gravity::acceleration(&place);
        }
        place
    });
}

#[divan::bench]
fn hundred_steps_in_vacuum(bencher: Bencher) {
    let (flight, start_s, start) = aloft();
    bencher.bench_local(|| {
        let mut state = black_box(start);
        for second in 0..100 {
            let time_s = start_s + f64::from(second);
            if let Advance::Flying(next) = flight.advance(&state, time_s, time_s + 1.0) {
                state = next;
            }
        }
        state
    });
}

#[divan::bench(args = [10, 60])]
fn step_in_boost(bencher: Bencher, second: usize) {
    let (flight, states) = flown(&names()[0]);
    let time_s = second as f64;
    bencher.bench_local(|| flight.advance(&black_box(states[second]), time_s, time_s + 1.0));
}

/// So many seconds before impact.
#[divan::bench(args = [10, 40])]
fn step_in_reentry(bencher: Bencher, before: usize) {
    let (flight, states) = flown(&names()[0]);
    let second = states.len() - before;
    let time_s = second as f64;
    bencher.bench_local(|| flight.advance(&black_box(states[second]), time_s, time_s + 1.0));
}

#[divan::bench(args = names())]
fn flight_in_ticks(bencher: Bencher, name: &str) {
    let (flight, _) = flown(name);
    bencher.bench_local(|| {
        let (mut state, mut time_s) = (flight.launch_state(), 0.0);
        while let Advance::Flying(next) = flight.advance(&state, time_s, time_s + 1.0) {
            (state, time_s) = (next, time_s + 1.0);
        }
        state
    });
}

#[divan::bench(args = names())]
fn fall_from_cutoff(bencher: Bencher, name: &str) {
    let (flight, states) = flown(name);
    let start = states[flight.cutoff_s().ceil() as usize];
    let coefficient = vehicle(name).ballistic_coefficient_kgpm2;
    let mut fall = Fall::predict(&start, coefficient, 1e4);
    bencher.bench_local(|| fall.predict_into(&black_box(start), coefficient, 1e4));
}

#[divan::bench(args = names(), sample_size = 1)]
fn aim_solution(bencher: Bencher, name: &str) {
    let vehicle = vehicle(name);
    let target = target(&vehicle);
    bencher.bench_local(|| aim::solve(&vehicle, launch(), target, Loft::MinimumEnergy));
}

/// The starts of the thousand flights.
fn starts() -> Vec<Inertial> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/prop1000.csv");
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{error}"));
    let rows = reader.deserialize::<(u32, [f64; 12])>();
    rows.map(|row| row.unwrap_or_else(|error| panic!("{error}")).1)
        .map(|numbers| Inertial {
            position_m: Vector3::from_column_slice(&numbers[..3]),
            velocity_mps: Vector3::from_column_slice(&numbers[3..6]),
        })
        .collect()
}

/// All of them: a millisecond here is a microsecond each.
#[divan::bench(sample_size = 1)]
fn thousand_half_hours_by_arcs(bencher: Bencher) {
    let starts = starts();
    bencher.bench_local(|| {
        for start in &starts {
            black_box(propagate(black_box(start), 1800.0, TOLERANCE_M));
        }
    });
}

#[divan::bench(sample_size = 1)]
fn thousand_half_hours_by_classic_steps(bencher: Bencher) {
    let starts = starts();
    bencher.bench_local(|| {
        for start in &starts {
            black_box(classic(black_box(start)));
        }
    });
}

/// Half an hour by 180 steps of the classic Runge–Kutta method.
fn classic(start: &Inertial) -> Inertial {
    const STEP_S: f64 = 10.0;
    let (mut x, mut v) = (start.position_m, start.velocity_mps);
    for _ in 0..180 {
        let a = gravity::acceleration(&x);
        let v2 = v + a * (0.5 * STEP_S);
        let b = gravity::acceleration(&(x + v * (0.5 * STEP_S)));
        let v3 = v + b * (0.5 * STEP_S);
        let c = gravity::acceleration(&(x + v2 * (0.5 * STEP_S)));
        let v4 = v + c * STEP_S;
        let d = gravity::acceleration(&(x + v3 * STEP_S));
        x += (v + (v2 + v3) * 2.0 + v4) * (STEP_S / 6.0);
        v += (a + (b + c) * 2.0 + d) * (STEP_S / 6.0);
    }
    Inertial { position_m: x, velocity_mps: v }
}
