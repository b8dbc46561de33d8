//! A finite stock: shot evenly by the engine's plan, and at targets chosen at random without one.

use super::compared;
use super::count::ResultCounts;
use super::estimate::each_of;
use super::limit::{LimitingCase, LimitingPair, SHOTS_MAX, STOCK_MAX, TARGETS_MAX};
use super::play::TargetResult;
use crate::verify::case::{CaseError, Quantities, ReferenceCase};

/// A raid and a stock that is shot at it as evenly as may be: at all that are known.
fn even(case: &ReferenceCase, stock: &str) -> Result<LimitingCase, CaseError> {
    let targets = case.count_within("n_targets", 1..=TARGETS_MAX)?;
    let stock = case.count_within(stock, 0..=STOCK_MAX)?;
    let shots = stock.div_ceil(targets).max(1);
    if shots > SHOTS_MAX {
        return Err(case.not("n_targets", "enough that none needs more than 1000 shots"));
    }
    let kill_probability = case.within("sspk", 0.0..=1.0)?;
    Ok(LimitingCase {
        targets,
        kill_probability,
        shots,
        stock,
        waits_for_all: true,
        ..LimitingCase::default()
    })
}

/// A stock that is no multiple of the raid (den Broeder et al., Operations Research 7, 1959, for
/// targets alike). In the closed form shots at targets that are not tracked are wasted: there a
/// partner tells of all targets, the plan is made on its word, and a round is lost whose target its
/// owner does not track itself at hand-over (`launch-on-remote`).
pub(in crate::verify) fn finite_inventory(case: &ReferenceCase) -> Quantities {
    let tracked = case.within("p_track", 0.0..=1.0)?;
    let limit = even(case, "interceptors")?;
    let played = if tracked < 1.0 {
        let shooter = LimitingCase { tracked, waits_for_all: true, ..limit };
        let scout = LimitingCase { stock: 0, ..limit };
        LimitingPair { sides: [shooter, scout], usage: Some("launch-on-remote") }.play()?
    } else {
        limit.play(0)?
    };
    let counts = ResultCounts::new(&played, each_of(4));
    let least = |run: &Vec<TargetResult>| run.iter().map(|one| one.shots).min().unwrap_or(0);
    let more = |run: &Vec<TargetResult>| {
        let least = least(run);
        run.iter().filter(|one| one.shots > least).count() as u32
    };
    compared(
        case,
        [
            ("base_shots", counts.mean_of(played.iter().map(least))),
            ("targets_with_one_more", counts.mean_of(played.iter().map(more))),
            ("p_no_leakers", counts.runs(|leakers| leakers == 0)),
            ("expected_leakers", counts.leakers()),
        ],
    )
}

/// Shots that choose their targets at random, each for itself, against the same stock shot evenly
/// (Washburn & Kress, *Combat Modeling*, 2009, ch. 2). The gain is estimated run by run.
pub(in crate::verify) fn coordination(case: &ReferenceCase) -> Quantities {
    let planned = even(case, "n_shots")?;
    let shots = case.count_within("n_shots", 1..=SHOTS_MAX)?;
    let random = LimitingCase { shots, is_random: true, waits_for_all: true, ..planned };
    let (planned, random) = (planned.play(0)?, random.play(0)?);
    let confidence = each_of(5);
    let counts = ResultCounts::new(&random, confidence);
    let kills = |run: &Vec<TargetResult>| run.iter().filter(|one| !one.leaked).count() as u32;
    let idle = |run: &Vec<TargetResult>| run.iter().filter(|one| one.shots == 0).count() as u32;
    let targets = random.first().map_or(0, Vec::len) as u32;
    let both = planned.iter().zip(&random);
    let gain = both.map(|(planned, random)| targets + kills(planned) - kills(random));
    compared(
        case,
        [
            ("expected_kills_uncoordinated", counts.mean_of(random.iter().map(kills))),
            ("expected_kills_coordinated", counts.mean_of(planned.iter().map(kills))),
            (
                "gain_from_coordination",
                counts.mean_of(gain).mapped(|gain| gain - f64::from(targets)),
            ),
            (
                "p_given_target_unengaged_uncoordinated",
                counts.mean_of(random.iter().map(idle)).mapped(|idle| idle / f64::from(targets)),
            ),
            ("expected_unengaged_targets_uncoordinated", counts.mean_of(random.iter().map(idle))),
        ],
    )
}
