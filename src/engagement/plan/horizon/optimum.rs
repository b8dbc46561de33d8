//! The planner against the optimum: small random instances, solved exactly.
//!
//! Time has whole steps. Two to four targets come one after the other, each with windows for each
//! of one to three units of few rounds and one or two channels; flights take some steps, a look one
//! more, and it errs. The optimum is that of exhaustive stochastic dynamic programming: over all
//! orders at all steps and all outcomes. Policies are judged by the same recursion. Beside the
//! planner: the earliest shots by marginal return, and the best assignment of a single volley. The
//! planner plans anew in each position, with nothing kept of a plan before.

use super::*;
use crate::engagement::plan::assign;
use crate::scenario::model::{AssessmentError, Guidance};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;

/// Last step of an instance.
const LAST: u32 = 8;

/// Most rounds of all units together.
const ROUNDS_MAX: u32 = 4;

/// A unit's shots at a target.
#[derive(Debug, Clone, Copy)]
struct UnitChance {
    /// First and last step of an order; `None` where there is none.
    window: Option<[u32; 2]>,
    flight: u32,
    kill_probability: f64,
}

/// A random instance.
#[derive(Debug, Clone)]
struct Instance {
    values: Vec<f64>,
    /// Target by target, unit by unit.
    pairs: Vec<Vec<UnitChance>>,
    rounds: Vec<u32>,
    channels: Vec<u32>,
    shots: u32,
    delay: u32,
    assessment: AssessmentError,
}

impl Instance {
    fn random(random: &mut SmallRng) -> Self {
        let (targets, units) = (random.random_range(2..=4_usize), random.random_range(1..=3_usize));
        let are_equal = random.random::<bool>();
        let chances: Vec<f64> = (0..units).map(|_| random.random_range(0.4..0.9)).collect();
        let mut left = ROUNDS_MAX;
        let rounds = (0..units).map(|_| {
            let rounds = random.random_range(1..=3).min(left.max(1));
            left = left.saturating_sub(rounds);
            rounds
        });
        let rounds = rounds.collect();
        let mut target = || {
            let first = random.random_range(0..4);
            let last = random.random_range(first + 1..LAST);
            let pair = |unit: usize| {
                let window = [first + random.random_range(0..2), last - random.random_range(0..2)];
                let factor = if are_equal { 1.0 } else { random.random_range(0.8..1.1) };
                UnitChance {
                    window: (random.random::<f64>() < 0.85).then_some(window),
                    flight: random.random_range(1..=3),
                    kill_probability: f64::min(chances[unit] * factor, 0.95),
                }
            };
            (0..units).map(pair).collect::<Vec<_>>()
        };
        let pairs = (0..targets).map(|_| target()).collect();
        let value = |_| if are_equal { 1.0 } else { random.random_range(0.5..3.0) };
        Self {
            values: (0..targets).map(value).collect(),
            pairs,
            rounds,
            channels: (0..units).map(|_| random.random_range(1..=2)).collect(),
            shots: random.random_range(1..=2),
            delay: random.random_range(0..=1),
            assessment: AssessmentError {
                alive_if_killed: random.random_range(0.0..0.1),
                killed_if_alive: random.random_range(0.0..0.1),
            },
        }
    }
}

/// Knowledge of a target.
#[derive(Debug, Clone, Copy)]
struct TargetState {
    is_given_up: bool,
    alive: f64,
    survival: f64,
    ordered: u32,
    judged: u32,
}

const NEW: TargetState =
    TargetState { is_given_up: false, alive: 1.0, survival: 1.0, ordered: 0, judged: 0 };

/// A state of an instance.
#[derive(Debug, Clone)]
struct Position {
    step: u32,
    rounds: Vec<u32>,
    /// Of each unit, the steps at which its channels are free again.
    busy: Vec<Vec<u32>>,
    targets: Vec<TargetState>,
}

impl Position {
    fn start(instance: &Instance) -> Self {
        Self {
            step: 0,
            rounds: instance.rounds.clone(),
            busy: vec![Vec::new(); instance.rounds.len()],
            targets: vec![NEW; instance.values.len()],
        }
    }

    /// A name that no other position of its instance has.
    fn key(&self) -> Vec<u64> {
        let mut key = vec![u64::from(self.step)];
        key.extend(self.rounds.iter().map(|rounds| u64::from(*rounds)));
        for busy in &self.busy {
            let mut busy = busy.clone();
            busy.sort_unstable();
            key.push(busy.iter().fold(1, |all, until| all * 64 + u64::from(*until)));
        }
        for target in &self.targets {
            let share = |share: f64| (share * 1e9).round() as u64;
            if target.is_given_up {
                key.push(u64::MAX);
            } else {
                key.extend([share(target.alive), share(target.survival)]);
                key.push(u64::from(target.ordered) << 32 | u64::from(target.judged));
            }
        }
        key
    }
}

/// Maker of the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Policy {
    Optimum,
    Planner,
    OneVolley,
    EarliestShots,
}

struct Judge<'a> {
    instance: &'a Instance,
    policy: Policy,
    known: BTreeMap<Vec<u64>, f64>,
    planner: HorizonPlanner,
    allocator: assign::Allocator,
}

impl Judge<'_> {
    fn value(instance: &Instance, policy: Policy) -> f64 {
        let mut judge = Judge {
            instance,
            policy,
            known: BTreeMap::new(),
            planner: HorizonPlanner::default(),
            allocator: assign::Allocator::default(),
        };
        judge.look(&Position::start(instance), 0)
    }

    /// Value still to be killed, before the looks at the targets from one on.
    fn look(&mut self, position: &Position, from: usize) -> f64 {
        for place in from..position.targets.len() {
            let target = position.targets[place];
            if target.is_given_up || target.ordered == 0 || target.judged > position.step {
                continue;
            }
            let error = self.instance.assessment;
            let left = target.alive * target.survival;
            let seen_alive = left * (1.0 - error.killed_if_alive);
            let fired = seen_alive + (1.0 - left) * error.alive_if_killed;
            let mut next = position.clone();
            next.targets[place] = TargetState { is_given_up: true, ..NEW };
            let mut value = (1.0 - fired) * self.look(&next, place + 1);
            if fired > 0.0 {
                next.targets[place] = TargetState { alive: seen_alive / fired, ..NEW };
                value += fired * self.look(&next, place + 1);
            }
            return value;
        }
        self.decide(position)
    }

    fn decide(&mut self, position: &Position) -> f64 {
        if position.step > LAST {
            return 0.0;
        }
        let key = position.key();
        if let Some(value) = self.known.get(&key) {
            return *value;
        }
        let value = if self.policy == Policy::Optimum {
            self.best(position, 0)
        } else {
            let mut next = position.clone();
            let mut value = 0.0;
            for (unit, target) in self.orders(position) {
                assert!(self.is_legal(&next, unit, target), "{position:?} {:?}", self.instance);
                value += self.fire(&mut next, unit, target);
            }
            value + self.pass(&next)
        };
        self.known.insert(key, value);
        value
    }

    fn pass(&mut self, position: &Position) -> f64 {
        let mut next = position.clone();
        next.step += 1;
        for busy in &mut next.busy {
            busy.retain(|until| *until > next.step);
        }
        self.look(&next, 0)
    }

    fn is_legal(&self, position: &Position, unit: usize, target: usize) -> bool {
        let pair = &self.instance.pairs[target][unit];
        let state = &position.targets[target];
        let is_open = |window: [u32; 2]| (window[0]..=window[1]).contains(&position.step);
        position.rounds[unit] > 0
            && pair.window.is_some_and(is_open)
            && !state.is_given_up
            && state.ordered < self.instance.shots
            && position.busy[unit].len() < self.instance.channels[unit] as usize
    }

    fn fire(&self, position: &mut Position, unit: usize, target: usize) -> f64 {
        let pair = &self.instance.pairs[target][unit];
        let meets = position.step + pair.flight;
        position.rounds[unit] -= 1;
        position.busy[unit].push(meets);
        let state = &mut position.targets[target];
        let killed = state.alive * state.survival * pair.kill_probability;
        state.survival *= 1.0 - pair.kill_probability;
        state.ordered += 1;
        state.judged = state.judged.max(meets + self.instance.delay);
        self.instance.values[target] * killed
    }

    fn best(&mut self, position: &Position, from: usize) -> f64 {
        let mut best = self.pass(position);
        let targets = position.targets.len();
        for pair in from..position.rounds.len() * targets {
            let (unit, target) = (pair / targets, pair % targets);
            if self.is_legal(position, unit, target) {
                let mut next = position.clone();
                let value = self.fire(&mut next, unit, target);
                best = best.max(value + self.best(&next, pair));
            }
        }
        best
    }

    fn orders(&mut self, position: &Position) -> Vec<(usize, usize)> {
        match self.policy {
            Policy::Optimum => Vec::new(),
            Policy::Planner => self.plan(position),
            Policy::OneVolley => self.assign(position),
            Policy::EarliestShots => self.earliest(position),
        }
    }

    fn earliest(&self, position: &Position) -> Vec<(usize, usize)> {
        let mut next = position.clone();
        let mut orders = Vec::new();
        loop {
            let mut best = (0.0, None);
            for unit in 0..next.rounds.len() {
                for target in 0..next.targets.len() {
                    let state = &next.targets[target];
                    let gain = self.instance.values[target]
                        * state.alive
                        * state.survival
                        * self.instance.pairs[target][unit].kill_probability;
                    if gain > best.0 && self.is_legal(&next, unit, target) {
                        best = (gain, Some((unit, target)));
                    }
                }
            }
            let (_, Some((unit, target))) = best else {
                return orders;
            };
            self.fire(&mut next, unit, target);
            orders.push((unit, target));
        }
    }

    fn assign(&mut self, position: &Position) -> Vec<(usize, usize)> {
        let targets: Vec<assign::Target> = (position.targets.iter().zip(&self.instance.values))
            .map(|(state, value)| assign::Target {
                value: value * state.alive * state.survival,
                shots_max: self.instance.shots.saturating_sub(state.ordered),
            })
            .collect();
        let units: Vec<assign::Weapon> = (0..position.rounds.len())
            .map(|unit| assign::Weapon {
                inventory: position.rounds[unit],
                channels: self.instance.channels[unit] - position.busy[unit].len() as u32,
            })
            .collect();
        let pairs = (0..units.len()).flat_map(|unit| (0..targets.len()).map(move |it| (unit, it)));
        let open = pairs.filter(|(unit, target)| self.is_legal(position, *unit, *target));
        let options: Vec<assign::ShotOption> = open
            .map(|(unit, target)| assign::ShotOption {
                target,
                unit,
                kill_probability: self.instance.pairs[target][unit].kill_probability,
                preference_cost: f64::from(self.instance.pairs[target][unit].flight),
            })
            .collect();
        let problem = assign::Problem { targets: &targets, units: &units, options: &options };
        let plan = self.allocator.exact(problem, assign::ALLOCATIONS_MAX);
        plan.shots.iter().map(|shot| (shot.unit, shot.target)).collect()
    }

    fn plan(&mut self, position: &Position) -> Vec<(usize, usize)> {
        let instance = self.instance;
        let now_s = f64::from(position.step);
        let targets: Vec<DynamicTarget> = (position.targets.iter().zip(&instance.values))
            .map(|(state, value)| DynamicTarget {
                value: if state.is_given_up { 0.0 } else { *value },
                alive: state.alive,
                from_s: now_s,
                under_way: (state.ordered > 0).then_some(VolleyUnderWay {
                    survival: state.survival,
                    over_s: f64::from(state.judged),
                }),
                room: [instance.shots - state.ordered; 2],
                volleys: u32::from(state.ordered > 0),
            })
            .collect();
        let units: Vec<DynamicUnit> = (position.rounds.iter().zip(&instance.channels))
            .map(|(&rounds, &channels)| DynamicUnit {
                rounds,
                channels,
                guidance: Guidance::WHOLE,
                side: 0,
                round_worth: 0.0,
            })
            .collect();
        let held = position.busy.iter().enumerate().flat_map(|(unit, busy)| {
            let until_s = busy.iter().map(|until| f64::from(*until));
            until_s.map(move |until_s| HeldChannel { unit, from_s: now_s, until_s })
        });
        let held: Vec<HeldChannel> = held.collect();
        let rules = FireRules {
            shots: [instance.shots; 2],
            volleys_max: u32::MAX,
            pause_s: f64::from(instance.delay),
            assessment: instance.assessment,
        };
        let shots = self.planner.plan(&DynamicProblem {
            now_s,
            step_s: 1.0,
            rules,
            targets: &targets,
            units: &units,
            held: &held,
            kept: &[],
            reach: instance,
        });
        let due = shots.iter().filter(|shot| shot.is_sure() && shot.meeting.order_s <= now_s);
        due.map(|shot| (shot.unit, shot.target)).collect()
    }
}

impl Reach for Instance {
    fn earliest(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting> {
        let pair = &self.pairs[target][unit];
        let [first_s, last_s] = pair.window?.map(f64::from);
        let at_s = first_s.max(order_s);
        let intercept_s = at_s + f64::from(pair.flight);
        let meeting = Meeting { order_s: at_s, launch_s: at_s, intercept_s };
        (at_s <= last_s).then_some(meeting)
    }

    fn end_margin_s(&self, _target: usize, _unit: usize) -> f64 {
        0.0
    }

    fn latest_order_s(&self, target: usize, unit: usize, intercept_s: f64) -> Option<f64> {
        let pair = &self.pairs[target][unit];
        let [first_s, last_s] = pair.window?.map(f64::from);
        let latest_s = last_s.min(intercept_s - f64::from(pair.flight));
        (latest_s >= first_s).then_some(latest_s)
    }

    fn kill_probability(&self, target: usize, unit: usize) -> f64 {
        let pair = &self.pairs[target][unit];
        pair.window.map_or(0.0, |_| pair.kill_probability)
    }
}

/// Mean and worst share of the optimum that a policy loses.
fn losses(instances: &[Instance], optima: &[f64], policy: Policy) -> [f64; 2] {
    let losses = instances.iter().zip(optima).filter(|(_, optimum)| **optimum > 0.0);
    let losses: Vec<f64> =
        losses.map(|(instance, optimum)| 1.0 - Judge::value(instance, policy) / optimum).collect();
    let mean = losses.iter().sum::<f64>() / losses.len() as f64;
    [mean, losses.iter().copied().fold(0.0, f64::max)]
}

/// Within 2 % of the optimum in the mean of a thousand instances, and 10 % in the worst; what has
/// no horizon loses several times as much.
#[test]
#[expect(clippy::print_stdout, reason = "for who asks with --nocapture")]
fn the_planner_is_near_the_optimum() {
    let mut random = SmallRng::seed_from_u64(16);
    let instances: Vec<Instance> = (0..1000).map(|_| Instance::random(&mut random)).collect();
    let optima: Vec<f64> =
        instances.iter().map(|instance| Judge::value(instance, Policy::Optimum)).collect();
    let [mean, worst] = losses(&instances, &optima, Policy::Planner);
    let [one_volley, _] = losses(&instances, &optima, Policy::OneVolley);
    let [earliest, _] = losses(&instances, &optima, Policy::EarliestShots);
    let told = format!(
        "planner {mean:.4}, worst {worst:.4}; one volley {one_volley:.4}; earliest {earliest:.4}"
    );
    println!("{told}");
    assert!(mean < 0.02 && worst < 0.10, "{told}");
    assert!(one_volley > 3.0 * mean && earliest > 3.0 * mean, "{told}");
}
