//! What does one tick cost, and what are its parts?
//!
//! `empty_schedule`: the ECS alone, with every system in place and nothing to do.
//! `tick_in_the_raid`: the mean of a hundred ticks of southern-raid with all threats aloft.
//! `filter_predict_and_update`: one track, one second, one radar plot; the unit of work of
//! tracking. `look_*`: a radar's tick at the raid, by ratio of the rooms. Read ratios of one run of
//! this bench, not single figures.
//!
//! Run: `cargo bench --bench tick`

use divan::Bencher;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::Ecef;
use lisbon::earth::frames::Geodetic;
use lisbon::earth::frames::Site;
use lisbon::engine::Engine;
use lisbon::random::RunSeed;
use lisbon::scenario;
use lisbon::scenario::identity::SensorId;
use lisbon::scenario::parts::Scenario;
use lisbon::sensing::plot::Measurement;
use lisbon::sensing::plot::RadarMeasurement;
use lisbon::tracking::filter::Belief;
use lisbon::tracking::filter::Covariance;
use lisbon::tracking::filter::Motion;
use lisbon::tracking::measure::SensorModel;
use lisbon::world::node::Case;
use nalgebra::Matrix3;
use nalgebra::Vector3;

fn main() {
    divan::main();
}

fn shipped(name: &str) -> Scenario {
    let root = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut load = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    scenario::parse(&root, &mut load).unwrap_or_else(|faults| panic!("{faults}"))
}

fn engine(scenario: &Scenario, architecture: usize) -> Engine {
    let luck = RunSeed {
        seed: scenario.seed,
        run: 0,
    };
    let architecture = &scenario.architectures[architecture];
    Engine::new(&Case {
        scenario,
        architecture,
        luck,
    })
}

#[divan::bench]
fn empty_schedule(bencher: Bencher) {
    let mut scenario = shipped("quickstart");
    scenario.threats.clear();
    scenario.radars.clear();
    scenario.satellites.clear();
    scenario.last_tick = u64::MAX;
    let mut engine = engine(&scenario, 0);
    bencher.bench_local(|| engine.step());
}

#[divan::bench(args = ["isolated", "shared", "joint"], sample_count = 20, sample_size = 1)]
fn hundred_ticks_in_the_raid(bencher: Bencher, name: &str) {
    let scenario = shipped("southern-raid");
    let architecture = scenario.architecture(name).unwrap_or_default();
    bencher
        .with_inputs(|| {
            let mut engine = engine(&scenario, architecture);
            for _ in 0..500 {
                engine.step();
            }
            engine
        })
        .bench_local_values(|mut engine| {
            for _ in 0..100 {
                engine.step();
            }
            engine
        });
}

#[divan::bench]
fn filter_predict_and_update(bencher: Bencher) {
    let mut scenario = shipped("quickstart");
    let radar = Geodetic::degrees(38.3, 37.8, 2000.0);
    scenario.radars[0].place = radar;
    let sensor = SensorModel::of(&scenario, SensorId(0));
    let state = State {
        position_m: Geodetic::degrees(34.0, 45.0, 400_000.0).ecef().0,
        velocity_mps: Vector3::new(-2000.0, 3000.0, 2500.0),
    };
    let covariance = Covariance {
        pp: Matrix3::identity() * 1e4,
        pv: Matrix3::zeros(),
        vv: Matrix3::identity() * 100.0,
    };
    let belief = Belief {
        time_s: 0.0,
        state,
        covariance,
    };
    let motion = Motion {
        noise_m2ps3: 0.01,
        ballistic_coefficient_kgpm2: 5000.0,
    };
    let look = Site::new(radar).look(Ecef(belief.at(1.0, &motion).state.position_m));
    let plot = Measurement::Radar(RadarMeasurement {
        range_m: look.range_m + 15.0,
        azimuth_rad: look.azimuth_rad + 2e-4,
        elevation_rad: look.elevation_rad - 1e-4,
        range_sigma_m: 20.0,
        angle_sigma_rad: 1e-3,
        range_rate: None,
    });
    bencher.bench_local(|| {
        let mut belief = divan::black_box(belief);
        belief.predict(1.0, &motion);
        belief.update(|position_m| sensor.rows(&plot, position_m));
        belief
    });
}
