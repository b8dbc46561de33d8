//! Two systems with sensors and fire units of their own, against one raid.
//!
//! Three scenarios. Each for itself: both shoot at what they see, the second's rounds arrive first,
//! so that it kills what it would kill alone. One after the other: the second waits until its own
//! sensor shows what the first has left; the first kills what it would kill alone. With tracks
//! shared and engagement on remote data allowed, both shoot at what either sees.
//!
//! In the closed form a system that fails does not shoot. In the engine its rounds fly, and none
//! kills: in those runs shots are not counted.

use super::compared;
use super::count::ResultCounts;
use super::estimate::each_of;
use super::limit::{LimitingCase, LimitingPair, SHOTS_MAX, STOCK_MAX, TARGETS_MAX};
use super::play::TargetResult;
use super::struck::StruckRuns;
use crate::verify::case::{CaseError, Quantities, ReferenceCase};

/// Time by which the first's rounds have met all that they were fired at, s after its targets are
/// firm.
pub(super) const SECOND_WAITS_S: u32 = 150;

/// Time by which the first's rounds are behind the second's, s.
pub(super) const FIRST_WAITS_S: u32 = 10;

/// Intervals behind the quantities of a case: four shares of runs, four means and the share of the
/// runs that are struck.
const INTERVALS: usize = 9;

/// Leakers and shots of two systems: apart, after each other, and with tracks shared.
pub(in crate::verify) fn two_systems(case: &ReferenceCase) -> Quantities {
    let sides = [side(case, "a")?, side(case, "b")?];
    let [first, second] = sides;
    let late = LimitingCase { decision_delay_s: FIRST_WAITS_S, sees_debris: true, ..first };
    let apart = LimitingPair { sides: [late, second], usage: None };
    let waiting = LimitingCase { decision_delay_s: SECOND_WAITS_S, ..second };
    let after = LimitingPair { sides: [first, waiting], usage: None };
    let shared = LimitingPair { sides, usage: Some("engage-on-remote") };
    let parted = StruckRuns::new(&first, apart.struck()?, each_of(INTERVALS));
    let (apart, after, shared) = (apart.play()?, after.play()?, shared.play()?);
    let confidence = each_of(INTERVALS);
    let no_leaker =
        |runs: &[Vec<TargetResult>]| ResultCounts::new(runs, confidence).runs(|count| count == 0);
    let leakers = |run: &Vec<TargetResult>| run.iter().filter(|one| one.leaked).count() as u32;
    let shots = |run: &Vec<TargetResult>| run.iter().map(|one| one.shots).sum::<u32>();
    let all = f64::from(first.targets);
    compared(
        case,
        [
            ("p0_a_alone", no_leaker(&killed_by(0, &after))),
            ("p0_b_alone", no_leaker(&killed_by(1, &apart))),
            ("p0_both_independent", no_leaker(&apart)),
            ("p0_both_shared_tracks", no_leaker(&shared)),
            ("expected_leakers_independent", parted.mean(&apart, all, leakers)),
            ("expected_leakers_shared_tracks", parted.mean(&shared, all, leakers)),
            ("shots_no_coordination", parted.mean(&apart, 0.0, shots)),
            ("shots_b_fires_at_survivors_only", parted.mean(&after, 0.0, shots)),
        ],
    )
}

/// One of the systems; with no shots it has no stock.
fn side(case: &ReferenceCase, name: &str) -> Result<LimitingCase, CaseError> {
    let column = |what: &str| format!("{name}_{what}");
    let shots = case.count_within(&column("shots"), 0..=SHOTS_MAX)?;
    Ok(LimitingCase {
        targets: case.count_within("n_targets", 1..=TARGETS_MAX)?,
        kill_probability: case.within(&column("sspk"), 0.0..=1.0)?,
        common_mode_failure: case.within("p_shared_failure", 0.0..=1.0)?,
        tracked: case.within(&column("p_engage"), 0.0..=1.0)?,
        shots: shots.max(1),
        stock: if shots > 0 { STOCK_MAX } else { 0 },
        ..LimitingCase::default()
    })
}

/// The same runs, in which a target leaks that another system killed.
fn killed_by(unit: usize, runs: &[Vec<TargetResult>]) -> Vec<Vec<TargetResult>> {
    let alone = |one: &TargetResult| TargetResult { leaked: one.killer != Some(unit), ..*one };
    runs.iter().map(|run| run.iter().map(alone).collect()).collect()
}
