//! What fixed errors of sensors do to a track, against doing it: the same plots with one error
//! shifted, and how far what is believed moves with it.

use crate::consistency::{Player, Sea, vacuum};
use lisbon::ballistics::state::State;
use lisbon::earth::frames::Site;
use lisbon::scenario::identity::SensorId;
use lisbon::scenario::model::{AssociationRule, Models};
use lisbon::sensing::plot::{Measurement, Plot};
use lisbon::sensor::RangeRate;
use lisbon::tracking::filter::Belief;
use nalgebra::{SMatrix, Vector6};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

type Matrix6 = SMatrix<f64, 6, 6>;

/// Stated standard deviations of the range, m, and of the angles, rad, of each radar.
const BIASES: [[f64; 2]; 3] = [[30.0, 2e-4], [15.0, 1e-3], [100.0, 5e-4]];

/// Length of the arc, s.
const SECONDS: usize = 300;

/// An arc above three radars, of which some have registration errors.
fn sea(biased: [bool; 3]) -> Sea {
    let mut sea = Sea::new(vacuum(SECONDS));
    for ((radar, biases), is_biased) in (sea.scenario.radars.iter_mut().zip(BIASES)).zip(biased) {
        let [range_m, angle_rad] = if is_biased { biases } else { [0.0; 2] };
        (radar.kind.range_bias_m, radar.kind.angle_bias_rad) = (range_m, angle_rad);
    }
    // What is measured in a minute outweighs what was measured before, as in the raids.
    sea.scenario.systems[0].tracking.process_noise_m2ps3 = 0.01;
    sea
}

/// All plots, second by second; those of the third radar with range rates.
fn plots(sea: &Sea) -> Vec<Vec<Plot>> {
    let site = Site::new(sea.scenario.radars[2].place).position().0;
    let mut luck = ChaCha8Rng::seed_from_u64(11);
    let mut all: Vec<Vec<Plot>> = (0..SECONDS).map(|second| sea.plots(second, &mut luck)).collect();
    for (plots, truth) in all.iter_mut().zip(&sea.truth) {
        let along = (truth.position_m - site).normalize();
        if let Measurement::Radar(radar) = &mut plots[2].measurement {
            radar.range_rate = Some(RangeRate {
                range_rate_mps: along.dot(&truth.velocity_mps) + 0.5,
                sigma_mps: 1.0,
            });
        }
    }
    all
}

/// Shifts what a radar measures: 0 the elevation, 1 the azimuth, rad, 2 the range, m.
fn shift(plots: &mut [Vec<Plot>], radar: u16, number: usize, by: f64) {
    let its = plots.iter_mut().flatten();
    for plot in its.filter(|plot| plot.sensor == SensorId(radar)) {
        if let Measurement::Radar(measured) = &mut plot.measurement {
            match number {
                0 => measured.elevation_rad += by,
                1 => measured.azimuth_rad += by,
                _ => measured.range_m += by,
            }
        }
    }
}

/// The player at the end; plots of the second radar come so many seconds late.
fn play(sea: &Sea, plots: &[Vec<Plot>], late_s: usize) -> Player {
    let mut player = Player::new(&sea.scenario);
    player.tracker.rules.drop_confirmed_s = 1e3;
    let is_slow = |plot: &&Plot| late_s > 0 && plot.sensor == SensorId(1);
    for second in 0..SECONDS + late_s {
        let now = plots.get(second).map_or(&[][..], Vec::as_slice);
        let then = second.checked_sub(late_s).map_or(&[][..], |then| &plots[then]);
        let punctual = now.iter().filter(|plot| !is_slow(plot));
        let all = punctual.chain(then.iter().filter(is_slow));
        player.take(second, &mut all.copied().collect::<Vec<Plot>>());
    }
    assert_eq!(player.tracker.tracks.len(), 1);
    player
}

fn believed(player: &Player) -> Belief {
    let tracker = &player.tracker;
    tracker.belief_at(&tracker.tracks[0], SECONDS as f64)
}

/// What the registration errors add to the covariance of the only track, in metres and hundredths
/// of metres a second.
fn added(player: &Player) -> Matrix6 {
    let tracker = &player.tracker;
    let track = &tracker.tracks[0];
    let plain = track.estimate.at(SECONDS as f64, &tracker.rules);
    scaled(&(believed(player).covariance.matrix() - plain.covariance.matrix()))
}

fn scaled(all: &Matrix6) -> Matrix6 {
    let scale = Matrix6::from_diagonal(&Vector6::new(1.0, 1.0, 1.0, 100.0, 100.0, 100.0));
    scale * all * scale
}

/// The same by shifting each number of each radar's errors by a little and seeing what comes of it.
fn by_shifting(sea: &Sea, all: &[Vec<Plot>]) -> Matrix6 {
    let mut sum = Matrix6::zeros();
    for (radar, kind) in (0..).zip(sea.scenario.radars.iter().map(|radar| radar.kind)) {
        for number in 0..3 {
            let sigma = [kind.angle_bias_rad, kind.angle_bias_rad, kind.range_bias_m][number];
            if sigma <= 0.0 {
                continue;
            }
            let end = |by: f64| -> State {
                let mut shifted = all.to_vec();
                shift(&mut shifted, radar, number, by);
                believed(&play(sea, &shifted, 0)).state
            };
            let by = 0.1 * sigma;
            let moved = (end(by).vector() - end(-by).vector()) / 0.2;
            sum.ger(1.0, &moved, &moved, 1.0);
        }
    }
    scaled(&sum)
}

/// Radars biased, all models or none, joint probabilities or not, and by how much the reckoned and
/// the seen may differ, as a share.
#[test]
fn what_a_fixed_error_does_is_what_the_track_says_it_does() {
    let [one, all] = [[false, true, false], [true; 3]];
    for (biased, models, is_joint, share) in [
        ([true, false, false], false, false, 0.02),
        (one, false, false, 0.02),
        ([false, false, true], false, false, 0.02),
        (all, false, false, 0.02),
        (all, true, false, 0.02),
        (all, true, true, 0.05),
    ] {
        let mut sea = sea(biased);
        let rules = &mut sea.scenario.systems[0].tracking;
        rules.models = Models { boost: models, re_entry: models };
        if is_joint {
            rules.association = AssociationRule::JointProbabilistic;
        }
        let plots = plots(&sea);
        let player = play(&sea, &plots, 0);
        let (told, seen) = (added(&player), by_shifting(&sea, &plots));
        let off = (told - seen).norm() / seen.norm();
        assert!(off < share, "{biased:?} {models} {is_joint}: {off}");
        // And it is not nothing: metres.
        assert!(seen.norm().sqrt() > 10.0, "{biased:?}");
    }
}

/// To the last bit, whatever comes late: what errors do is kept with what is believed.
#[test]
fn late_plots_leave_the_same_errors() {
    let mut sea = sea([true; 3]);
    sea.scenario.systems[0].tracking.models.boost = true;
    let plots = plots(&sea);
    let [in_order, late] = [0, 40].map(|late_s| play(&sea, &plots, late_s));
    assert_eq!(believed(&in_order), believed(&late));
    assert_eq!(added(&in_order), added(&late));
}

/// Nothing is stated, and nothing is added: what is believed is what the filter believes.
#[test]
fn without_registration_errors_the_filter_is_believed() {
    let sea = sea([false; 3]);
    let player = play(&sea, &plots(&sea), 0);
    assert_eq!(added(&player), Matrix6::zeros());
}
