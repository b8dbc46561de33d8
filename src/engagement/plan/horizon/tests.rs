//! Plans of small problems that can be told by hand.

use super::*;
use proptest::prelude::*;

/// Time of flight, s.
const FLIGHT_S: f64 = 200.0;

/// One shot of each side at a target, and no look that errs.
const RULES: FireRules = FireRules {
    shots: [1, 1],
    volleys_max: 1,
    pause_s: 10.0,
    assessment: AssessmentError { alive_if_killed: 0.0, killed_if_alive: 0.0 },
};

/// Targets that one unit can meet a flight after any order in their windows, s.
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

/// Of two targets one can be met until shortly after the second channel comes free, the other for
/// long. Where the end of the first is not known to the second it is shot at now, and the other
/// later; at its very end only where there is no doubt of it.
#[test]
fn no_shot_is_left_for_an_end_that_may_come_earlier() {
    let target = |value: f64| DynamicTarget {
        value,
        alive: 1.0,
        from_s: 0.0,
        under_way: None,
        room: [1, 1],
        volleys: 0,
    };
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

proptest! {
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
