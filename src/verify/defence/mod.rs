//! Defence effectiveness: the engine itself, run on limiting scenarios, against closed forms.
//!
//! A scenario is built from each case (`limit`): every threat is tracked at once, or never; times
//! of flight and stocks are out of the way. It is played [`RUNS`](limit::RUNS) times with a fixed
//! seed, each time until all fire has ceased, and what became of every target is counted from the
//! journal (`play`). A quantity passes when what is expected lies in its interval (`count`); those
//! of a case hold together with 99.9 %.
//!
//! A stock that is shot evenly or at random is in `stock`, a failure common to all shots in
//! `common_mode` (`struck` parts the runs in which it strikes), two systems are in `pair`.
//!
//! Layers know nothing of each other in the closed form: each is a scenario of its own, whose raid
//! in every run is what the layer before it let through.

mod common_mode;
mod count;
mod estimate;
mod ideal;
mod limit;
mod pair;
mod play;
mod stock;
mod struck;

#[cfg(test)]
mod tests;

pub(in crate::verify) use self::common_mode::common_mode;
pub(in crate::verify) use self::estimate::each_of;
pub(in crate::verify) use self::pair::two_systems;
pub(in crate::verify) use self::stock::{coordination, finite_inventory};

use self::count::ResultCounts;
use self::estimate::IntervalEstimate;
use self::limit::{LimitingCase, SHOTS_MAX, TARGETS_MAX};
use self::play::TargetResult;
use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::{Quantity, Tolerance};

/// Printed beside each quantity.
const REASON: &str = "an estimate from 2000 runs of the engine: its 99.9 % interval";

/// Compares a column with an estimate: it passes when what is expected lies in the interval.
fn quantity(
    name: &str,
    expected: f64,
    found: IntervalEstimate,
    case: &ReferenceCase,
) -> Result<Quantity, CaseError> {
    let side = if expected < found.value {
        found.value - found.interval.low
    } else {
        found.interval.high - found.value
    };
    let tolerance = case.relative("tol_rel")?;
    let own = Quantity::new(name, [found.value], [expected], tolerance);
    let loose = Tolerance::absolute(side.max(0.0));
    Ok(own.loosened(loose, REASON))
}

/// Compares columns.
fn compared<'a>(
    case: &ReferenceCase,
    all: impl IntoIterator<Item = (&'a str, IntervalEstimate)>,
) -> Quantities {
    let one = |(name, found)| quantity(name, case.number(name)?, found, case);
    all.into_iter().map(one).collect()
}

/// `P(0) = K^W` and the other moments of the number of leakers.
pub(super) fn no_leakers(case: &ReferenceCase) -> Quantities {
    let limit = LimitingCase {
        targets: case.count_within("n_targets", 1..=TARGETS_MAX)?,
        kill_probability: case.within("sspk", 0.0..=1.0)?,
        tracked: case.within("p_track", 0.0..=1.0)?,
        shots: case.count_within("shots_per_target", 1..=SHOTS_MAX)?,
        ..LimitingCase::default()
    };
    let played = limit.play(0)?;
    let counts = ResultCounts::new(&played, each_of(6));
    compared(
        case,
        [
            ("kill_probability_per_target", counts.targets(|one| !one.leaked)),
            ("p_no_leakers", counts.runs(|leakers| leakers == 0)),
            ("expected_leakers", counts.leakers()),
            ("p_exactly_one_leaker", counts.runs(|leakers| leakers == 1)),
            ("p_at_most_two_leakers", counts.runs(|leakers| leakers <= 2)),
            ("variance_leakers", counts.leaker_variance()),
        ],
    )
}

/// Layers one after the other, each with shots and a probability to track of its own.
pub(super) fn layered(case: &ReferenceCase) -> Quantities {
    let targets = case.count_within("n_targets", 1..=TARGETS_MAX)?;
    let layers = case.entries("layers")?;
    let kills = case.numbers("layer_kill_probability")?;
    let by_layer = case.numbers("expected_shots_per_target_by_layer")?;
    if layers.is_empty() || kills.len() != layers.len() || by_layer.len() != layers.len() {
        return Err(case.not("layers", "a list of as many layers as there are expected values"));
    }
    let confidence = each_of(4 + 2 * layers.len());
    let mut all = Vec::new();
    let mut total: Vec<Vec<TargetResult>> = Vec::new();
    for (place, layer) in layers.iter().enumerate() {
        let limit = LimitingCase {
            targets,
            kill_probability: layer.within("sspk", 0.0..=1.0)?,
            tracked: layer.within("p_track", 0.0..=1.0)?,
            shots: layer.count_within("shots", 1..=SHOTS_MAX)?,
            ..LimitingCase::default()
        };
        let here =
            if place == 0 { limit.play(0)? } else { limit.play_survivors(place as u64, &total)? };
        let met = |run: usize, at: usize| place == 0 || total[run][at].leaked;
        let met = (0..).zip(&here).map(|(run, targets)| {
            let kept = (0..).zip(targets).filter(|(at, _)| met(run, *at));
            kept.map(|(_, target)| *target).collect()
        });
        let met: Vec<Vec<TargetResult>> = met.collect();
        let kill = ResultCounts::new(&met, confidence).targets(|one| !one.leaked);
        let fired = ResultCounts::new(&here, confidence).shots();
        for (name, expected, found) in [
            ("layer_kill_probability", kills[place], kill),
            ("expected_shots_per_target_by_layer", by_layer[place], fired),
        ] {
            all.push(quantity(&format!("{name}[{place}]"), expected, found, case)?);
        }
        total = added(total, here);
    }
    let counts = ResultCounts::new(&total, confidence);
    all.extend(compared(
        case,
        [
            ("overall_leak_probability", counts.targets(|one| one.leaked)),
            ("p_no_leakers", counts.runs(|leakers| leakers == 0)),
            ("expected_leakers", counts.leakers()),
            ("expected_total_shots", counts.total_shots()),
        ],
    )?);
    Ok(all)
}

/// Targets after one more layer, with all shots at them so far.
fn added(
    before: Vec<Vec<TargetResult>>,
    mut here: Vec<Vec<TargetResult>>,
) -> Vec<Vec<TargetResult>> {
    for (run, before) in here.iter_mut().zip(before) {
        for (now, before) in run.iter_mut().zip(before) {
            now.shots += before.shots;
        }
    }
    here
}

/// Two volleys with a look between them that may err either way.
pub(super) fn two_volleys(case: &ReferenceCase) -> Quantities {
    let second = case.within("second_salvo", 1.0..=f64::from(SHOTS_MAX))?;
    let limit = LimitingCase {
        targets: case.count_within("n_targets", 1..=TARGETS_MAX)?,
        kill_probability: case.within("sspk", 0.0..=1.0)?,
        shots: case.count_within("first_salvo", 1..=SHOTS_MAX)?,
        declared_alive_if_killed: case.within("p_declared_alive_if_killed", 0.0..=1.0)?,
        declared_killed_if_alive: case.within("p_declared_killed_if_alive", 0.0..=1.0)?,
        ..LimitingCase::default()
    };
    let again = |shots: f64| LimitingCase { second: Some(shots as u32), ..limit };
    let [low, high] = [second.floor(), second.ceil()];
    if (high - low).abs() <= 0.0 {
        return looked(case, &again(second));
    }
    between(case, [again(low), again(high)], second - low)
}

/// The quantities of a case that the engine can shoot as it is.
fn looked(case: &ReferenceCase, limit: &LimitingCase) -> Quantities {
    let played = limit.play(0)?;
    let counts = ResultCounts::new(&played, each_of(7));
    let mut all = compared(
        case,
        [
            ("leak_probability_per_target", counts.targets(|one| one.leaked)),
            ("p_no_leakers", counts.runs(|leakers| leakers == 0)),
            ("p_second_salvo_fired", counts.targets(|one| one.shots > limit.shots)),
            ("expected_shots_per_target", counts.shots()),
            ("variance_shots_per_target", counts.shot_variance()),
            ("expected_total_shots", counts.total_shots()),
        ],
    )?;
    let name = "inventory_sufficient_with_95pct";
    if let Some(expected) = case.maybe(name)? {
        all.push(quantity(name, expected, counts.total_quantile(0.95), case)?);
    }
    Ok(all)
}

/// The quantities of a case whose second volley is no whole number, between those of its whole
/// neighbours. With a look that never errs a target survives with `q^(m + n)`: the logarithm of
/// that, the expected shots and their standard deviation are linear in `n`, so the engine's
/// intervals are joined there by a straight line.
fn between(case: &ReferenceCase, limits: [LimitingCase; 2], part: f64) -> Quantities {
    let [low, _] = limits;
    if low.declared_killed_if_alive > 0.0 || low.declared_alive_if_killed > 0.0 {
        let what = "a whole number, as it must be where the look errs";
        return Err(case.not("second_salvo", what));
    }
    let [one, other] = [limits[0].play(0)?, limits[1].play(0)?];
    let confidence = each_of(6);
    let [one, other] = [one, other].map(|played| ResultCounts::new(&played, confidence));
    let targets = f64::from(low.targets);
    let line = |a: IntervalEstimate, b: IntervalEstimate| a.mapped(|x| x).joined(b, part);
    let by_log = |a: IntervalEstimate, b: IntervalEstimate| {
        let (a, b) = (a.mapped(libm::log), b.mapped(libm::log));
        a.joined(b, part).mapped(libm::exp)
    };
    let leak_of = |p0: f64| libm::log(1.0 - libm::pow(p0, 1.0 / targets));
    let p0_of = |log: f64| libm::pow(1.0 - libm::exp(log), targets);
    let leak = |counts: &ResultCounts| counts.targets(|one| one.leaked);
    let no_leaker = |counts: &ResultCounts| counts.runs(|leakers| leakers == 0);
    let fired = |counts: &ResultCounts| counts.targets(|one| one.shots > low.shots);
    let deviation = |counts: &ResultCounts| counts.shot_variance().mapped(|v| v.max(0.0).sqrt());
    let p0 = no_leaker(&one).mapped(leak_of).joined(no_leaker(&other).mapped(leak_of), part);
    compared(
        case,
        [
            ("leak_probability_per_target", by_log(leak(&one), leak(&other))),
            ("p_no_leakers", p0.mapped(p0_of)),
            ("p_second_salvo_fired", line(fired(&one), fired(&other))),
            ("expected_shots_per_target", line(one.shots(), other.shots())),
            (
                "variance_shots_per_target",
                line(deviation(&one), deviation(&other)).mapped(|sigma| sigma * sigma),
            ),
            ("expected_total_shots", line(one.total_shots(), other.total_shots())),
        ],
    )
}
