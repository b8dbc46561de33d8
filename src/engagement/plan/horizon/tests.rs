//! Plans of small problems that can be told by hand.

use super::*;

/// Time of flight, s.
const FLIGHT_S: f64 = 200.0;

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
            rules: FireRules {
                shots: [1, 1],
                volleys_max: 1,
                pause_s: 10.0,
                assessment: AssessmentError { alive_if_killed: 0.0, killed_if_alive: 0.0 },
            },
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
