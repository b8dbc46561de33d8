//! Plans of small problems that can be told by hand.

use super::*;
use crate::scenario::model::{AssessmentError, Guidance};
use proptest::prelude::*;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// Time of flight, s.
const FLIGHT_S: f64 = 200.0;

/// Rounds enough for any plan.
const ROUNDS: u32 = 100;

/// One shot of each side at a target, and no look that errs.
const RULES: FireRules = FireRules {
    shots: [1, 1],
    volleys_max: 1,
    pause_s: 10.0,
    assessment: AssessmentError { alive_if_killed: 0.0, killed_if_alive: 0.0 },
};

/// Targets that one unit can meet a flight after any order in their windows, s.
#[derive(Debug)]
struct WindowReach {
    windows: Vec<[f64; 2]>,
    margin_s: f64,
}

impl Reach for WindowReach {
    fn earliest(&self, target: usize, _unit: usize, order_s: f64) -> Option<Meeting> {
        let [first_s, last_s] = self.windows[target];
        let order_s = order_s.max(first_s);
        let intercept_s = order_s + FLIGHT_S;
        (order_s <= last_s).then_some(Meeting { order_s, launch_s: order_s, intercept_s })
    }

    fn latest_order_s(&self, target: usize, _unit: usize, intercept_s: f64) -> Option<f64> {
        let [first_s, last_s] = self.windows[target];
        let latest_s = last_s.min(intercept_s - FLIGHT_S);
        (latest_s >= first_s).then_some(latest_s)
    }

    fn end_margin_s(&self, _target: usize, _unit: usize) -> f64 {
        self.margin_s
    }

    fn kill_probability(&self, _target: usize, _unit: usize) -> f64 {
        0.7
    }
}

/// A raid of targets with windows, on a unit with few rounds and channels.
#[derive(Debug)]
struct Raid {
    targets: Vec<DynamicTarget>,
    unit: DynamicUnit,
    reach: WindowReach,
}

/// Targets of some value each, whose windows open and last so long, s.
fn raid(targets: &[(f64, f64, f64)], rounds: u32, channels: u32) -> Raid {
    let windows = targets.iter().map(|(_, first_s, long_s)| [*first_s, first_s + long_s]);
    let reach = WindowReach { windows: windows.collect(), margin_s: 0.0 };
    let guidance = Guidance::WHOLE;
    let unit = DynamicUnit { rounds, channels, guidance, side: 0, round_worth: 0.0 };
    Raid { targets: targets.iter().map(|(value, ..)| target(*value)).collect(), unit, reach }
}

fn target(value: f64) -> DynamicTarget {
    DynamicTarget { value, alive: 1.0, from_s: 0.0, under_way: None, room: [1, 1], volleys: 0 }
}

impl Raid {
    /// Value that is expected to be killed by a plan made at a time, s, beside what is kept of one
    /// before, and its shots.
    fn plan(&self, now_s: f64, kept: &[KeptShot]) -> (f64, Vec<PlannedShot>) {
        let mut planner = HorizonPlanner::default();
        let shots = planner.plan(&DynamicProblem {
            now_s,
            step_s: 5.0,
            rules: FireRules { volleys_max: u32::MAX, shots: [2, 2], ..RULES },
            targets: &self.targets,
            units: &[self.unit],
            held: &[],
            kept,
            reach: &self.reach,
        });
        let shots = shots.to_vec();
        (planner.plan.kills(), shots)
    }
}

/// Of two targets one can be met until shortly after the second channel comes free, the other for
/// long. Where the end of the first is not known to the second it is shot at now, and the other
/// later; at its very end only where there is no doubt of it.
#[test]
fn no_shot_is_left_for_an_end_that_may_come_earlier() {
    let targets = [target(1.0), target(1.1)];
    let unit = DynamicUnit {
        rounds: 2,
        channels: 2,
        guidance: Guidance::WHOLE,
        side: 0,
        round_worth: 0.0,
    };
    let is_shot_at_now = |margin_s: f64| {
        let reach = WindowReach { windows: vec![[0.0, 102.0], [0.0, 1000.0]], margin_s };
        let problem = DynamicProblem {
            now_s: 0.0,
            step_s: 5.0,
            rules: RULES,
            targets: &targets,
            units: &[unit],
            held: &[HeldChannel { unit: 0, from_s: 0.0, until_s: 100.0 }],
            kept: &[],
            reach: &reach,
        };
        let mut planner = HorizonPlanner::default();
        let shots = planner.plan(&problem).to_vec();
        assert_eq!(shots.len(), 2, "{shots:?}");
        [0, 1].map(|target| {
            let shot = shots.iter().find(|shot| shot.target == target).unwrap();
            shot.meeting.order_s < 1.0
        })
    };
    assert_eq!(is_shot_at_now(0.0), [false, true]);
    assert_eq!(is_shot_at_now(5.0), [true, false]);
}

/// A plan is made again some time later, when nothing has happened and nothing was due: what is
/// kept of it is lost next to nowhere, and the search that goes on from there gains.
#[test]
fn a_plan_made_again_is_better() {
    let mut random = SmallRng::seed_from_u64(16);
    let [mut alone, mut with] = [0.0; 2];
    for number in 0..500 {
        let mut target = || {
            let (value, first_s) =
                (random.random_range(0.5..2.0), random.random_range(60.0..400.0));
            (value, first_s, random.random_range(50.0..600.0))
        };
        let targets: Vec<_> = (0..3 + number % 10).map(|_| target()).collect();
        let raid = raid(&targets, ROUNDS, random.random_range(1..5));
        let (killed, shots) = raid.plan(0.0, &[]);
        let kept = shots.iter().map(|shot| KeptShot {
            target: shot.target,
            unit: shot.unit,
            order_s: shot.meeting.order_s,
        });
        let (again, _) = raid.plan(20.0, &kept.collect::<Vec<_>>());
        assert!(again > 0.99 * killed, "{killed} before, {again} after: {raid:?}");
        alone += raid.plan(20.0, &[]).0;
        with += again;
    }
    assert!(with > 1.001 * alone, "{with} with what is kept, {alone} without");
}

/// A raid of so many targets at most, on so many rounds.
fn any_raid(targets_max: usize, rounds: Range<u32>) -> impl Strategy<Value = Raid> {
    let target = (0.5..2.0_f64, 60.0..400.0_f64, 50.0..600.0_f64);
    let targets = proptest::collection::vec(target, 2..=targets_max);
    (targets, rounds, 1..5_u32)
        .prop_map(|(targets, rounds, channels)| raid(&targets, rounds, channels))
}

proptest! {
    /// A shot that waits for news comes after it: no volley is ordered before the one before it at
    /// its target has been judged.
    #[test]
    fn volleys_follow_one_another(raid in any_raid(12, ROUNDS..ROUNDS + 1)) {
        let (_, mut shots) = raid.plan(0.0, &[]);
        shots.sort_by(|a, b| (a.target.cmp(&b.target)).then(b.weight.total_cmp(&a.weight)));
        for pair in shots.windows(2) {
            let [before, after] = [pair[0], pair[1]];
            let follows = before.target == after.target && after.weight < before.weight;
            let judged_s = before.meeting.intercept_s + RULES.pause_s;
            prop_assert!(!follows || after.meeting.order_s > judged_s - 1e-6, "{shots:?}");
        }
    }

    /// Whatever is kept, a plan that is searched from each of its beginnings is no worse for it.
    #[test]
    fn what_is_kept_never_makes_a_small_plan_worse(
        raid in any_raid(3, 2..24),
        kept in proptest::collection::vec((0..2_usize, 0.0..900.0_f64), 0..8),
    ) {
        let kept = kept.iter().map(|(target, order_s)| KeptShot {
            target: *target,
            unit: 0,
            order_s: *order_s,
        });
        let kept: Vec<KeptShot> = kept.collect();
        let ((alone, _), (with, _)) = (raid.plan(0.0, &[]), raid.plan(0.0, &kept));
        prop_assert!(with > alone - 1e-9, "{alone} alone, {with} with what is kept");
    }

    /// A flight holds one channel in every step that one of its stretches touches, however short
    /// they are and whether they meet, and none in any other.
    #[test]
    fn a_flight_holds_one_channel_at_a_time(
        (launch_s, flight_s) in (0.0..300.0_f64, 1.0..600.0_f64),
        (uplink_s, end_s) in (0.0..700.0_f64, 0.0..700.0_f64),
        step_s in 1.0..10.0_f64,
    ) {
        let guidance = Guidance { uplink_s, end_s };
        let unit = DynamicUnit { rounds: 1, channels: 1, guidance, side: 0, round_worth: 0.0 };
        let problem = DynamicProblem {
            now_s: 0.0,
            step_s,
            rules: RULES,
            targets: &[],
            units: &[unit],
            held: &[],
            kept: &[],
            reach: &WindowReach { windows: vec![], margin_s: 0.0 },
        };
        let mut planner = HorizonPlanner { steps: 1000, ..HorizonPlanner::default() };
        planner.plan.held.resize(planner.steps, 0.0);
        let intercept_s = launch_s + flight_s;
        planner.hold(&problem, 0, (&Meeting { order_s: launch_s, launch_s, intercept_s }, 1.0));
        let stretches = guidance.stretches([launch_s, intercept_s]);
        for (number, held) in planner.plan.held.iter().enumerate() {
            let [from_s, until_s] = [number, number + 1].map(|step| step as f64 * step_s);
            let reaches = |margin_s: f64| {
                let mut each = stretches.iter();
                each.any(|[a, b]| *a < until_s + margin_s && *b > from_s - margin_s)
            };
            prop_assert!([0.0, 1.0].contains(held));
            prop_assert!(*held > 0.0 || !reaches(-1e-6));
            prop_assert!(*held == 0.0 || reaches(1e-6));
        }
    }
}
