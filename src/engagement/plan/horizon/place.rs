//! Channels in time: where a shot can be placed so that its unit can guide it.

use super::{Decision, DynamicProblem, HorizonPlanner, Meeting, ROUNDING, Reach, SUM_ROUNDING};
use std::ops::Range;

/// A planned shot that is moved in time.
#[derive(Debug, Clone, Copy)]
pub(super) struct MovedShot {
    /// Its chance.
    chance: usize,
    weight: f64,
    before: Meeting,
    after: Meeting,
    /// Its latest order, s.
    latest_s: f64,
}

/// Order in which the shots of a unit are placed anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Urgency {
    LatestOrder,
    LatestIntercept,
}

impl HorizonPlanner {
    /// Forgets all planned shots: what is in flight alone holds channels.
    pub(super) fn reset<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        self.step_s = problem.step_s;
        self.rounds.clear();
        self.rounds.resize(problem.units.len(), 0.0);
        self.refused.clear();
        self.refused.resize(problem.units.len(), [0.0; 2]);
        self.held.clear();
        self.held.resize(problem.units.len() * self.steps, 0.0);
        for held in problem.held {
            let steps = self.steps_of(problem, held.unit, [held.from_s, held.until_s]);
            self.held[steps].iter_mut().for_each(|held| *held += 1.0);
        }
        for place in 0..self.chances.len() {
            self.retract(problem, place);
        }
        self.killed.clear();
        self.killed.resize(problem.targets.len(), 0.0);
        for target in 0..problem.targets.len() {
            self.killed[target] = self.weigh(problem, target);
            self.score(problem, target);
        }
    }

    /// Plans no shot of a chance, and puts it where it is first possible.
    pub(super) fn retract<R: Reach>(&mut self, problem: &DynamicProblem<R>, place: usize) {
        let meeting = self.chances[place].first;
        self.decide(problem, place, Decision { count: 0, share: 1.0, meeting });
    }

    /// Puts a decision about a chance into effect; what it uses is not counted.
    pub(super) fn decide<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        decision: Decision,
    ) {
        let chance = &mut self.chances[place];
        (chance.count, chance.share) = (decision.count, decision.share);
        self.put(problem, place, decision.meeting);
    }

    /// Puts a chance at a time.
    pub(super) fn put<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        meeting: Meeting,
    ) {
        let chance = &self.chances[place];
        let order_s = meeting.intercept_s + problem.rules.pause_s;
        let next = self.next_rung(chance.rung, self.rungs_of(chance.target).end, order_s);
        let chance = &mut self.chances[place];
        (chance.meeting, chance.next) = (meeting, next);
    }

    /// Adds what the planned shots at a target use, or takes it away with the sign −1.
    pub(super) fn charge<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        target: usize,
        sign: f64,
    ) {
        for place in self.chances_of(target) {
            let chance = self.chances[place];
            if chance.count > 0 {
                let weight = sign * chance.amount() * self.rungs[chance.rung].weight;
                self.rounds[chance.unit] += weight;
                self.hold(problem, chance.unit, (&chance.meeting, weight));
            }
        }
    }

    pub(super) fn hold<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        unit: usize,
        (meeting, weight): (&Meeting, f64),
    ) {
        for stretch in
            problem.units[unit].guidance.stretches([meeting.launch_s, meeting.intercept_s])
        {
            let steps = self.steps_of(problem, unit, stretch);
            for held in &mut self.held[steps] {
                *held += weight;
            }
        }
    }

    /// Places of a unit's steps between two times, s.
    fn steps_of<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        unit: usize,
        [from_s, until_s]: [f64; 2],
    ) -> Range<usize> {
        let step = |time_s: f64| (time_s - problem.now_s) / problem.step_s;
        let from = ((step(from_s) + ROUNDING) as usize).min(self.steps);
        // A step that is held in part is held: the next whole number, unless that is it.
        let until = ((step(until_s) + (1.0 - ROUNDING)) as usize).clamp(from, self.steps);
        let first = unit * self.steps;
        first + from..first + until
    }

    /// Least time by which a shot must be ordered later to find channels free for a weight of it
    /// all along, in expectation, s; `None` if it finds them.
    pub(super) fn wait_s<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        unit: usize,
        (meeting, weight): (&Meeting, f64),
    ) -> Option<f64> {
        let free = f64::from(problem.units[unit].channels) - weight + SUM_ROUNDING;
        let flight_s = [meeting.launch_s, meeting.intercept_s];
        let waits_s = problem.units[unit].guidance.stretches(flight_s).map(|stretch| {
            let steps = self.steps_of(problem, unit, stretch);
            let busy = self.held[steps.clone()].iter().rposition(|held| *held > free)?;
            let end = (steps.start + busy + 1 - unit * self.steps) as f64;
            let end_s = problem.now_s + end * problem.step_s;
            // Who launches before it ends flies through it; an intercept moves as it will.
            let is_from_launch = stretch[0] <= meeting.launch_s;
            Some(if is_from_launch { end_s - meeting.launch_s } else { 0.0 })
        });
        waits_s.into_iter().flatten().reduce(f64::max)
    }

    /// Time from which a chance can be ordered, s: its rung's, or when the volley before is judged.
    fn volley_s<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> f64 {
        let chance = &self.chances[place];
        let others = self.chances[self.chances_of(chance.target)].iter();
        let before = others.filter(|other| other.count > 0 && other.rung < chance.rung);
        let judged_s = before.map(|other| other.meeting.intercept_s + problem.rules.pause_s);
        judged_s.fold(self.rungs[chance.rung].order_s, f64::max)
    }

    /// The latest order of a chance that leaves the next volley at its target, s.
    pub(super) fn latest_s<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> f64 {
        let chance = &self.chances[place];
        let rung = &self.rungs[chance.rung];
        if rung.is_join {
            return rung.latest_s;
        }
        let others = self.chances[self.chances_of(chance.target)].iter();
        let later = others.filter(|other| other.count > 0 && other.rung > chance.rung);
        let by_s = later.map(|other| other.meeting.order_s - problem.rules.pause_s);
        let by_s = by_s.fold(f64::INFINITY, f64::min);
        let latest_s = problem.latest_order_s((chance.target, chance.unit), [rung.order_s, by_s]);
        latest_s.unwrap_or(rung.order_s)
    }

    /// The first meeting of a chance, from a time on, with channels free for a weight of it.
    pub(super) fn placed<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        place: usize,
        (weight, from_s): (f64, f64),
    ) -> Option<Meeting> {
        let chance = &self.chances[place];
        let (target, unit) = (chance.target, chance.unit);
        let from_s = self.volley_s(problem, place).max(from_s);
        let mut meeting = if from_s <= self.rungs[chance.rung].order_s {
            chance.first
        } else {
            problem.reach.earliest(target, unit, from_s)?
        };
        let latest_s = self.latest_s(problem, place);
        let mut order_s = meeting.order_s.max(from_s);
        while meeting.order_s <= latest_s + ROUNDING {
            let Some(wait_s) = self.wait_s(problem, unit, (&meeting, weight)) else {
                return Some(meeting);
            };
            order_s += problem.step_s * (wait_s / problem.step_s - ROUNDING).ceil().max(1.0);
            meeting = problem.reach.earliest(target, unit, order_s)?;
        }
        None
    }

    /// Makes room for a chance: places all shots of its unit anew, the most urgent first. Returns
    /// whether all have room; else nothing is changed.
    pub(super) fn make_room<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        weight: f64,
    ) -> bool {
        let unit = self.chances[place].unit;
        let mut moved = std::mem::take(&mut self.moved);
        moved.clear();
        for (chance, other) in self.chances.iter().enumerate() {
            let is_it = chance == place;
            if is_it || other.unit == unit && other.count > 0 {
                let of_other = other.amount() * self.rungs[other.rung].weight;
                moved.push(MovedShot {
                    chance,
                    weight: if is_it { weight } else { of_other },
                    before: other.meeting,
                    after: other.meeting,
                    latest_s: self.latest_s(problem, chance),
                });
            }
        }
        let is_other = |shot: &&MovedShot| shot.chance != place;
        for shot in moved.iter().filter(is_other) {
            self.hold(problem, unit, (&shot.before, -shot.weight));
        }
        let mut has_room = false;
        for urgency in [Urgency::LatestOrder, Urgency::LatestIntercept] {
            moved.sort_unstable_by(|a, b| {
                a.key_s(urgency).total_cmp(&b.key_s(urgency)).then(a.chance.cmp(&b.chance))
            });
            has_room = self.place_all(problem, &mut moved);
            if has_room {
                break;
            }
        }
        for shot in &moved {
            let meeting = if has_room { shot.after } else { shot.before };
            if has_room {
                self.put(problem, shot.chance, meeting);
            }
            if shot.chance != place {
                self.hold(problem, unit, (&meeting, shot.weight));
            }
        }
        self.moved = moved;
        has_room
    }

    /// Finds places for shots of one unit, in their order; leaves no channel held.
    fn place_all<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        shots: &mut [MovedShot],
    ) -> bool {
        let mut placed = 0;
        for shot in shots.iter_mut() {
            let unit = self.chances[shot.chance].unit;
            let asked = (shot.weight, f64::NEG_INFINITY);
            let Some(meeting) = self.placed(problem, shot.chance, asked) else {
                break;
            };
            shot.after = meeting;
            self.hold(problem, unit, (&meeting, shot.weight));
            placed += 1;
        }
        for shot in &shots[..placed] {
            let unit = self.chances[shot.chance].unit;
            self.hold(problem, unit, (&shot.after, -shot.weight));
        }
        placed == shots.len()
    }
}

impl MovedShot {
    fn key_s(&self, urgency: Urgency) -> f64 {
        let takes_s = self.before.intercept_s - self.before.order_s;
        match urgency {
            Urgency::LatestOrder => self.latest_s,
            Urgency::LatestIntercept => self.latest_s + takes_s,
        }
    }
}
