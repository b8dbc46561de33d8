//! What does a whole run cost, beside the bare maths of what it does?
//!
//! One run of southern-raid under some architectures is played under valgrind, which counts
//! instructions and calls. The bare cost of each operation is that of the same maths with
//! arrays and nothing else (`track/floor.rs`, and here), counted in the same way, times the calls
//! that the run made. Plans have no bare form: they count as they are. The ratio of the ticks of the
//! run to that sum is what there is to gain; the table of rooms, by instructions of their own, says
//! where. A name in [`OPERATIONS`] that is no function of the run any more is an error; so are a
//! ratio above its limit in [`ARCHITECTURES`], and more planning than [`PLANNING_MAX`].
//!
//! Run: `cargo bench --bench budget`; it needs valgrind.

#![expect(clippy::print_stdout, reason = "a bench prints")]

#[path = "track/floor.rs"]
mod floor;
mod shipped;

use lisbon::earth::gravity;
use lisbon::engine;
use lisbon::random::{Purpose, RunSeed, pair};
use lisbon::scenario::model::{Fluctuation, Scenario};
use lisbon::sensing::detection::Detector;
use lisbon::sensing::radar::beam::fence_dwell_s;
use lisbon::sensing::signal::signal_to_noise;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;
use shipped::shipped;
use std::collections::BTreeMap;
use std::convert::identity;
use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

/// Scenario that is played.
const SCENARIO: &str = "southern-raid";

/// Architectures that are played, each with the most that its ticks may cost for each instruction
/// of the bare maths; `sectoral` is the one that plans most for what it does.
const ARCHITECTURES: [(&str, f64); 3] = [("isolated", 3.0), ("sectoral", 3.0), ("joint", 4.0)];

/// Most of a run's instructions that plans may take.
const PLANNING_MAX: f64 = 0.25;

/// The function that makes plans.
const PLAN: &str = "HorizonPlanner::plan";

/// Variable that tells this program, under valgrind, what to do.
const PART: &str = "LISBON_BUDGET_PART";

/// Each operation: what it is, the functions whose calls are counted, and the function here that
/// does it barely; none for what counts as it is.
const OPERATIONS: [(&str, &[&str], Option<&str>); 6] = [
    ("prediction of a track", &["Covariance::propagated"], Some("budget::bare_prediction")),
    ("update by a plot", &["correction::Correction::by"], Some("budget::bare_update")),
    ("look at an object", &["Detector::probability"], Some("budget::bare_look")),
    (
        "step of free flight",
        &["integrate::step_from", "integrate::coast_without_air", "vacuum::tick"],
        Some("budget::bare_step"),
    ),
    ("evaluation of thrust", &["Boost::advance_by::{{closure}}"], Some("budget::bare_thrust")),
    ("plan", &[PLAN], None),
];

/// The function in which a run's ticks are.
const TICKS: &str = "engine::Engine::step";

fn main() -> ExitCode {
    match env::var(PART).as_deref() {
        Ok("bare") => bare(&shipped(SCENARIO, identity)),
        Ok(architecture) => play(&shipped(SCENARIO, identity), architecture),
        Err(_) => return tell(),
    }
    ExitCode::SUCCESS
}

fn play(scenario: &Scenario, name: &str) {
    let place = scenario.architecture(name).expect("a shipped architecture");
    let luck = RunSeed { seed: scenario.seed, run: 0 };
    black_box(engine::play(scenario, &scenario.architectures[place], luck));
}

/// Calls of each bare operation.
const TIMES: u32 = 1000;

fn bare(scenario: &Scenario) {
    let radar = &scenario.radars[0].kind;
    let detector = Detector::new(radar.pulses, radar.false_alarm_probability);
    let site = floor::Radar {
        place: [6.0e6, 1.0e6, 2.0e6],
        axes: [[-0.16, 0.99, 0.0], [-0.31, -0.05, 0.95], [0.94, 0.15, 0.31]],
    };
    let mut state = [6.9e6, 1.2e6, 2.4e6, 3.0e3, 4.0e3, 2.0e3];
    let mut covariance = [[0.0; 6]; 6];
    for axis in 0..3 {
        (covariance[axis][axis], covariance[axis + 3][axis + 3]) = (1e6, 1e4);
    }
    let mut fall =
        [Vector3::from_column_slice(&state[..3]), Vector3::from_column_slice(&state[3..])];
    for number in 0..TIMES {
        bare_prediction(&mut state, &mut covariance);
        bare_update(&mut state, &mut covariance, &site);
        let snr = signal_to_noise(&radar.reference, 1e6, 0.3, fence_dwell_s(radar));
        black_box(bare_look(&detector, snr, number));
        bare_step(&mut fall);
        black_box(bare_thrust(&fall, 40.0));
    }
    black_box((state, covariance, fall));
}

#[inline(never)]
fn bare_prediction(state: &mut [f64; 6], covariance: &mut [[f64; 6]; 6]) {
    floor::predict(state, covariance, 1.0);
}

#[inline(never)]
fn bare_update(state: &mut [f64; 6], covariance: &mut [[f64; 6]; 6], radar: &floor::Radar) {
    floor::update(state, covariance, radar, &[1.1e6, 0.8, 0.9]);
}

/// Probability of detection and the draws of a plot: an even one and three normal ones.
#[inline(never)]
fn bare_look(detector: &Detector, snr: f64, number: u32) -> f64 {
    let chance = detector.probability(Fluctuation::Swerling1, snr);
    let luck = RunSeed { seed: 1, run: 0 };
    let mut stream = luck.stream(Purpose::Look, pair(0, number), 1);
    let mut sum = chance - stream.random::<f64>();
    for _ in 0..3 {
        sum += stream.sample::<f64, _>(StandardNormal);
    }
    sum
}

/// A classic Runge-Kutta step of a second in an Earth-fixed frame, without air.
#[inline(never)]
fn bare_step([place, speed]: &mut [Vector3<f64>; 2]) {
    let (x, v) = (*place, *speed);
    let a = gravity::acceleration(&x);
    let (v1, b) = (v + a * 0.5, gravity::acceleration(&(x + v * 0.5)));
    let (v2, c) = (v + b * 0.5, gravity::acceleration(&(x + v1 * 0.5)));
    let (v3, d) = (v + c, gravity::acceleration(&(x + v2)));
    *place += (v + (v1 + v2) * 2.0 + v3) / 6.0;
    *speed += (a + (b + c) * 2.0 + d) / 6.0;
}

/// Acceleration under thrust: gravity, drag in air that thins exponentially, thrust along the way.
#[inline(never)]
fn bare_thrust([place, speed]: &[Vector3<f64>; 2], thrust_mps2: f64) -> Vector3<f64> {
    let altitude_m = place.norm() - 6.371e6;
    let drag = 0.5 * 1.2 * libm::exp(-altitude_m / 7e3) * speed.norm() / 5e3;
    gravity::acceleration(place) + speed * (thrust_mps2 / speed.norm() - drag)
}

/// Instructions and calls of functions, by name.
#[derive(Default)]
struct Profile {
    own: BTreeMap<String, u64>,
    with_called: BTreeMap<String, u64>,
    calls: BTreeMap<String, u64>,
}

impl Profile {
    /// Counts a part of this program inside one function.
    fn count(part: &str, function: &str) -> Result<Self, String> {
        let out = env::temp_dir().join(format!("lisbon-budget-{}", std::process::id()));
        let program = env::current_exe().map_err(|error| error.to_string())?;
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", &format!("--toggle-collect=*{function}*")]);
        valgrind.arg(format!("--callgrind-out-file={}", out.display())).arg(program);
        valgrind.env(PART, part).stdout(Stdio::null()).stderr(Stdio::null());
        let status = valgrind.status().map_err(|error| format!("valgrind: {error}"))?;
        let text = fs::read_to_string(&out).map_err(|error| error.to_string());
        let _ = fs::remove_file(&out);
        if status.success() { text.map(|text| Self::read(&text)) } else { Err(status.to_string()) }
    }

    /// Reads a file of callgrind: lines of costs after the function that they are of, and after
    /// calls the costs of what was called. A name stands with its number once, then the number.
    fn read(text: &str) -> Self {
        let mut profile = Self::default();
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let (mut caller, mut called, mut calls) = ("", "", None);
        for line in text.lines() {
            let mut named = |word: &'static str| {
                let (number, name) = line.strip_prefix(word)?.split_once(')')?;
                let name = name.trim_start();
                if !name.is_empty() {
                    names.insert(number, name);
                }
                names.get(number).copied()
            };
            if let Some(name) = named("fn=(") {
                caller = name;
            } else if let Some(name) = named("cfn=(") {
                called = name;
            } else if let Some(count) = line.strip_prefix("calls=") {
                calls = count.split(' ').next().and_then(|count| count.parse::<u64>().ok());
            } else if line
                .starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first))
            {
                let cost = line.split(' ').nth(1).and_then(|cost| cost.parse().ok()).unwrap_or(0);
                match calls.take() {
                    Some(count) => {
                        *profile.calls.entry(called.into()).or_default() += count;
                        *profile.with_called.entry(called.into()).or_default() += cost;
                    }
                    None => *profile.own.entry(caller.into()).or_default() += cost,
                }
            }
        }
        profile
    }

    /// Calls of a function, and their instructions, told by how its name ends.
    fn of(&self, function: &str) -> [u64; 2] {
        [&self.calls, &self.with_called].map(|counts| {
            let named = counts.iter().filter(|(name, _)| name.ends_with(function));
            named.map(|(_, count)| count).sum()
        })
    }

    /// Instructions in all.
    fn whole(&self) -> u64 {
        self.own.values().sum()
    }

    /// Own instructions of each room of the engine, and of what is used of others.
    fn rooms(&self) -> BTreeMap<&str, u64> {
        let mut rooms = BTreeMap::new();
        for (name, count) in &self.own {
            let inside = name.split_once("lisbon_kernel::").map(|(_, inside)| inside);
            let room = inside.and_then(|inside| inside.split("::").next());
            *rooms.entry(room.unwrap_or("libraries")).or_default() += count;
        }
        rooms
    }
}

/// Counts everything, and prints the table.
fn tell() -> ExitCode {
    let counted = Profile::count("bare", "budget::bare").and_then(|bare| {
        let mut is_within = true;
        for (name, most) in ARCHITECTURES {
            is_within &= table(name, most, &Profile::count(name, TICKS)?, &bare)?;
        }
        Ok(is_within)
    });
    match counted {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("not counted: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a table, and tells whether the run keeps its limits.
fn table(architecture: &str, most: f64, run: &Profile, bare: &Profile) -> Result<bool, String> {
    let whole = run.whole();
    println!("{SCENARIO}, {architecture}: {:.0} million instructions", million(whole));
    println!("  {:<24}{:>10}{:>14}{:>12}", "operation", "calls", "bare, each", "bare, 10^6");
    let mut sum = 0;
    for (what, functions, barely) in OPERATIONS {
        let [calls, cost] = functions
            .iter()
            .map(|function| run.of(function))
            .fold([0, 0], |[calls, cost], one| [calls + one[0], cost + one[1]]);
        if calls == 0 {
            return Err(format!("no call of {functions:?}: renamed, or built into its caller?"));
        }
        let each = match barely.map(|function| bare.of(function)) {
            Some([times, cost]) if times > 0 => cost / times,
            Some(_) => return Err(format!("no call of {barely:?}")),
            None => cost / calls,
        };
        let least = calls * each;
        sum += least;
        println!("  {what:<24}{calls:>10}{each:>14}{:>12.1}", million(least));
    }
    println!("  {:<48}{:>12.1}", "in all", million(sum));
    let ratio = whole as f64 / sum as f64;
    let [_, plans] = run.of(PLAN);
    let planning = plans as f64 / whole as f64;
    println!("  the run, over that: {ratio:.2}, at most {most}");
    println!("  plans, of the run: {planning:.3}, at most {PLANNING_MAX}");
    let mut rooms: Vec<(&str, u64)> = run.rooms().into_iter().collect();
    rooms.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let shares = rooms.iter().take_while(|(_, count)| 100 * count > whole);
    let words = shares.map(|(room, count)| format!("{room} {} %", 100 * count / whole));
    println!("  own instructions: {}\n", words.collect::<Vec<_>>().join(", "));
    Ok(ratio <= most && planning <= PLANNING_MAX)
}

fn million(count: u64) -> f64 {
    count as f64 / 1e6
}
