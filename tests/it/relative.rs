//! Relative registration in whole runs: do objects that both sides see tell of the sensors' errors,
//! and does the picture gain by it? Against the truth, which the drawn errors are.

use crate::common::{named, shipped};
use lisbon::engine::{self, Engine};
use lisbon::outcome::picture::consistency::nees;
use lisbon::random::{Purpose, RunSeed};
use lisbon::scenario::identity::{SensorId, SystemId};
use lisbon::scenario::model::{PartnerRegistration, Scenario};
use lisbon::tracking::track::Tracker;
use lisbon::world::node::Case;
use nalgebra::{SMatrix, SVector, Vector6};
use rand::RngExt;
use rand_distr::StandardNormal;
use rayon::prelude::*;

/// Numbers: elevation, azimuth and range error of each of four radars.
type Matrix12 = SMatrix<f64, 12, 12>;
type Vector12 = SVector<f64, 12>;

/// The picture of the first system is judged; errors of its partner's radars are so many of their
/// standard deviations (`None`: drawn as stated), and so many are allowed for.
fn scenario(name: &str, sigmas: Option<f64>, allowance: f64) -> Scenario {
    let mut scenario = shipped(name);
    scenario.fire_units.clear();
    for radar in scenario.radars.iter_mut().filter(|radar| radar.system.index() == 1) {
        radar.registration_sigmas = sigmas;
    }
    scenario.systems[0].tracking.partner_bias_sigmas = allowance;
    scenario.last_tick = 700;
    scenario
}

/// The errors of a run, in standard deviations of what the first system reckons with.
fn drawn(scenario: &Scenario, luck: RunSeed) -> Vector12 {
    let mut all = Vector12::zeros();
    let allowance = scenario.systems[0].tracking.partner_bias_sigmas;
    for (number, radar) in scenario.radars.iter().enumerate() {
        let mut stream = luck.stream(Purpose::Registration, number as u64, 0);
        // Drawn as range, azimuth, elevation.
        for place in [2, 1, 0] {
            let normal: f64 = stream.sample(StandardNormal);
            let size = radar.registration_sigmas.map_or(normal, |sigmas| sigmas.copysign(normal));
            let is_own = radar.system.index() == 0;
            all[3 * number + place] = if is_own { size } else { size / allowance };
        }
    }
    all
}

/// What the first system's tracker knows of all sensors' errors at the end.
fn learnt(scenario: &Scenario, architecture: &str, luck: RunSeed) -> (Vector12, Matrix12) {
    let architecture = &scenario.architectures[named(scenario, architecture)];
    let mut engine = Engine::new(&Case { scenario, architecture, luck });
    while engine.step() {}
    let world = engine.world();
    let mut trackers = world.query::<&Tracker>();
    let tracker = trackers.iter(world).find(|tracker| tracker.system == SystemId(0)).unwrap();
    let (mut mean, mut spread) = (Vector12::zeros(), Matrix12::zeros());
    for row in 0..4 {
        for column in 0..4 {
            let (its, block) = tracker.registration(SensorId(row), SensorId(column));
            let [row, column] = [row, column].map(|number| 3 * usize::from(number));
            mean.fixed_rows_mut::<3>(row).copy_from(&its);
            spread.fixed_view_mut::<3, 3>(row, column).copy_from(&block);
        }
    }
    (mean, spread)
}

/// Runs of each test.
const RUNS: u64 = 40;

/// The 95 % bound of the mean of 40 NEES of twelve numbers.
const NEES_MAX: f64 = 13.27;

/// Objects that fly alone, of which both sides' plots make one track, and clusters of decoys, of
/// which each side makes its own: what is believed of the sensors misses the truth by as much as it
/// says, and by far less than nothing does.
#[test]
fn estimates_of_sensors_know_their_errors() {
    for (name, sigmas, allowance, most) in [
        ("quickstart", Some(3.0), 3.0, 0.6),
        ("quickstart", None, 1.0, 0.7),
        ("decoys", Some(3.0), 3.0, 0.6),
        ("decoys", None, 1.0, 0.6),
    ] {
        let scenario = scenario(name, sigmas, allowance);
        let all = (0..RUNS).into_par_iter().map(|run| {
            let luck = RunSeed { seed: 2010, run };
            let (mean, spread) = learnt(&scenario, "joint", luck);
            let truth = drawn(&scenario, luck);
            let off = mean - truth;
            let nees = off.dot(&spread.cholesky().unwrap().solve(&off));
            [nees, truth.norm_squared(), off.norm_squared()]
        });
        let all: Vec<[f64; 3]> = all.collect();
        let mean = |which: usize| all.iter().map(|one| one[which]).sum::<f64>() / RUNS as f64;
        assert!((9.0..NEES_MAX).contains(&mean(0)), "{name}, {sigmas:?}: {}", mean(0));
        assert!(mean(2) < most * mean(1), "{name}, {sigmas:?}: {} of {}", mean(2), mean(1));
    }
}

/// Of all runs of three objects that fly alone, in the first system's picture while they fall: median
/// of the position error, m, which the few samples of a track of nothing do not move, and mean NEES
/// per number.
fn picture([sigmas, allowance]: [f64; 2], rule: PartnerRegistration) -> [f64; 2] {
    let mut scenario = scenario("quickstart", Some(sigmas), allowance);
    scenario.systems.iter_mut().for_each(|one| one.tracking.partner_registration = rule);
    let architecture = &scenario.architectures[named(&scenario, "joint")];
    let all = (0..RUNS).into_par_iter().map(|run| {
        let journal = engine::play(&scenario, architecture, RunSeed { seed: 2010, run });
        let mut all = Vec::new();
        for (_, truths, beliefs) in journal.samples.iter().filter(|(time_s, ..)| *time_s >= 300.0) {
            for belief in beliefs.iter().filter(|one| one.system == SystemId(0)) {
                let believed = belief.state.vector();
                let errors = truths.iter().map(|truth| believed - truth.state.vector());
                let far2 = |error: &Vector6<f64>| error.fixed_rows::<3>(0).norm_squared();
                let error = errors.min_by(|one, other| far2(one).total_cmp(&far2(other))).unwrap();
                let nees = nees(&error, &belief.spread.matrix()).unwrap();
                all.push([far2(&error).sqrt(), nees / 6.0]);
            }
        }
        all
    });
    let mut all: Vec<[f64; 2]> = all.collect::<Vec<_>>().concat();
    all.sort_by(|one, other| one[0].total_cmp(&other[0]));
    let nees = all.iter().map(|one| one[1]).sum::<f64>() / all.len() as f64;
    [all[all.len() / 2][0], nees]
}

/// The partner's errors are as large as is reckoned with, or none: the picture is nearer to the
/// truth for what was learnt, or hardly farther where little is reckoned with, and never surer than
/// it may be.
#[test]
fn the_picture_gains_where_there_is_something_to_learn() {
    for (sigmas, allowance, most) in
        [(3.0, 3.0, 0.92), (1.0, 1.0, 1.02), (0.0, 1.0, 1.05), (0.0, 3.0, 1.25)]
    {
        let [covered, estimated] = [PartnerRegistration::Covered, PartnerRegistration::Estimated]
            .map(|rule| picture([sigmas, allowance], rule));
        let what = format!("{sigmas} of {allowance}: {estimated:?} {covered:?}");
        assert!(estimated[0] < most * covered[0], "{what}");
        assert!((0.3..1.0).contains(&estimated[1]), "{what}");
    }
}
