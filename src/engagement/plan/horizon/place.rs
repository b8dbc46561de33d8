//! Channels in time: where a shot can be placed so that its unit can guide it.

use super::{Chance, DynamicProblem, HorizonPlanner, Meeting, ROUNDING, Reach, SUM_ROUNDING};
use std::ops::Range;

/// A planned shot that is moved in time.
#[derive(Debug, Clone, Copy)]
pub(super) struct MovedShot {
    /// Its chance.
    chance: usize,
    weight: f64,
    /// Its meeting before it is moved.
    before: Meeting,
    /// Its latest order then, s.
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
        self.plan.rounds.clear();
        self.plan.rounds.resize(problem.units.len(), 0.0);
        self.refused.clear();
        self.refused.resize(problem.units.len(), [0.0; 2]);
        self.plan.held.clear();
        self.plan.held.resize(problem.units.len() * self.steps, 0.0);
        for held in problem.held {
            let steps = self.steps_of(problem, held.unit, [held.from_s, held.until_s]);
            self.plan.held[steps].iter_mut().for_each(|held| *held += 1.0);
        }
        for chance in &mut self.plan.chances {
            (chance.count, chance.share, chance.used) = (0, 1.0, 0.0);
        }
        for place in 0..self.plan.chances.len() {
            self.put(problem, place, self.plan.chances[place].first);
        }
        self.plan.killed.clear();
        self.plan.killed.resize(problem.targets.len(), 0.0);
        for target in 0..problem.targets.len() {
            self.score(problem, target);
        }
        self.empty.clone_from(&self.plan);
    }

    /// Puts a chance at a time.
    pub(super) fn put<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        meeting: Meeting,
    ) {
        let chance = &self.plan.chances[place];
        let order_s = meeting.intercept_s + problem.rules.pause_s;
        let next = self.next_rung(chance.rung, self.rungs_of(chance.target).end, order_s);
        let chance = &mut self.plan.chances[place];
        (chance.meeting, chance.next) = (meeting, next);
    }

    /// Counts what the planned shots at a target use, but for those of one chance.
    pub(super) fn charge<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        target: usize,
        but: Option<usize>,
    ) {
        for place in self.chances_of(target) {
            let chance = &self.plan.chances[place];
            let expected = chance.amount() * self.plan.rungs[chance.rung].weight;
            self.use_of(problem, place, if but == Some(place) { 0.0 } else { expected });
        }
    }

    /// Counts so many shots of a chance among what is used, in expectation.
    pub(super) fn use_of<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        expected: f64,
    ) {
        let chance = &mut self.plan.chances[place];
        let more = expected - chance.used;
        if more != 0.0 {
            chance.used = expected;
            let (unit, meeting) = (chance.unit, chance.meeting);
            self.plan.rounds[unit] += more;
            self.hold(problem, unit, (&meeting, more));
        }
    }

    pub(super) fn hold<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        unit: usize,
        (meeting, weight): (&Meeting, f64),
    ) {
        for steps in self.steps_of_flight(problem, unit, meeting) {
            for held in &mut self.plan.held[steps] {
                *held += weight;
            }
        }
    }

    /// Places of a unit's steps in which the flight to a meeting holds a channel, each once: from
    /// its launch on, and at its end if that is apart.
    fn steps_of_flight<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        unit: usize,
        meeting: &Meeting,
    ) -> [Range<usize>; 2] {
        let flight_s = [meeting.launch_s, meeting.intercept_s];
        let [uplink_s, end_s] = problem.units[unit].guidance.stretches(flight_s);
        if end_s[0] <= uplink_s[1] {
            let whole = self.steps_of(problem, unit, flight_s);
            let nothing = whole.end..whole.end;
            return [whole, nothing];
        }
        let uplink = self.steps_of(problem, unit, uplink_s);
        let end = self.steps_of(problem, unit, end_s);
        let first = end.start.max(uplink.end);
        [uplink, first..end.end.max(first)]
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
        let first = self.steps_of_unit(unit).start;
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
        let [uplink, end] = self.steps_of_flight(problem, unit, meeting);
        let busy_until_s = |steps: Range<usize>| {
            let held = &self.plan.held[steps.clone()];
            // Without an early end, many steps at a time.
            if held.iter().filter(|held| **held > free).count() == 0 {
                return None;
            }
            let busy = held.iter().rposition(|held| *held > free)?;
            let end = (steps.start + busy + 1 - unit * self.steps) as f64;
            Some(problem.now_s + end * problem.step_s)
        };
        // Who launches before it ends flies through it; an intercept moves as it will.
        let uplink_s = busy_until_s(uplink).map(|until_s| until_s - meeting.launch_s);
        uplink_s.or_else(|| busy_until_s(end).map(|_| 0.0))
    }

    /// Time from which a chance can be ordered, s: its rung's, or when the volley before is judged.
    fn volley_s<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> f64 {
        let chance = &self.plan.chances[place];
        let others = self.plan.chances[self.chances_of(chance.target)].iter();
        let before = others.filter(|other| other.count > 0 && other.rung < chance.rung);
        let judged_s = before.map(|other| other.meeting.intercept_s + problem.rules.pause_s);
        judged_s.fold(self.plan.rungs[chance.rung].order_s, f64::max)
    }

    /// The latest order of a chance that leaves the next volley at its target, s.
    pub(super) fn latest_s<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> f64 {
        let chance = &self.plan.chances[place];
        let rung = &self.plan.rungs[chance.rung];
        if rung.is_join {
            return rung.latest_s;
        }
        let others = self.plan.chances[self.chances_of(chance.target)].iter();
        let later = others.filter(|other| other.count > 0 && other.rung > chance.rung);
        let by_s = later.map(|other| other.meeting.order_s - problem.rules.pause_s);
        let Some(by_s) = by_s.reduce(f64::min) else {
            return chance.last_s;
        };
        let latest_s = problem.reach.latest_order_s(chance.target, chance.unit, by_s);
        latest_s.map_or(rung.order_s, |latest_s| latest_s.min(chance.last_s))
    }

    /// The first meeting of a chance, from a time on, with channels free for a weight of it.
    pub(super) fn placed<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        place: usize,
        (weight, from_s): (f64, f64),
    ) -> Option<Meeting> {
        let chance = &self.plan.chances[place];
        let (target, unit) = (chance.target, chance.unit);
        let from_s = self.volley_s(problem, place).max(from_s);
        let mut meeting = if from_s <= self.plan.rungs[chance.rung].order_s {
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
        let unit = self.plan.chances[place].unit;
        let steps = self.steps_of_unit(unit);
        let mut before = std::mem::take(&mut self.held_before);
        before.clear();
        before.extend_from_slice(&self.plan.held[steps.clone()]);
        self.free(unit);
        let alone = self.placed(problem, place, (weight, f64::NEG_INFINITY));
        let has_room = alone.is_some() && self.place_anew(problem, place, weight);
        if !has_room {
            self.plan.held[steps].copy_from_slice(&before);
        }
        self.held_before = before;
        has_room
    }

    fn steps_of_unit(&self, unit: usize) -> Range<usize> {
        unit * self.steps..(unit + 1) * self.steps
    }

    /// Lets what is in flight alone hold channels of a unit.
    fn free(&mut self, unit: usize) {
        let steps = self.steps_of_unit(unit);
        self.plan.held[steps.clone()].copy_from_slice(&self.empty.held[steps]);
    }

    /// Places all shots of a unit and one more of a chance anew, by each urgency; returns whether
    /// all have room. That one more is not counted.
    fn place_anew<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        weight: f64,
    ) -> bool {
        let unit = self.plan.chances[place].unit;
        let mut moved = std::mem::take(&mut self.moved);
        moved.clear();
        for &chance in &self.of_unit[unit] {
            let Chance { count, used, meeting, .. } = self.plan.chances[chance];
            if chance == place || count > 0 {
                moved.push(MovedShot {
                    chance,
                    weight: if chance == place { weight } else { used },
                    before: meeting,
                    latest_s: self.latest_s(problem, chance),
                });
            }
        }
        let mut urgencies = [Urgency::LatestOrder, Urgency::LatestIntercept].into_iter();
        let has_room = urgencies.any(|urgency| {
            moved.sort_unstable_by(|a, b| {
                a.key_s(urgency).total_cmp(&b.key_s(urgency)).then(a.chance.cmp(&b.chance))
            });
            self.free(unit);
            let all_fit = self.place_all(problem, unit, &moved);
            if !all_fit {
                for shot in &moved {
                    self.put(problem, shot.chance, shot.before);
                }
            }
            all_fit
        });
        if has_room {
            let meeting = self.plan.chances[place].meeting;
            self.hold(problem, unit, (&meeting, -weight));
        }
        self.moved = moved;
        has_room
    }

    /// Finds places for shots of one unit, in their order, and holds them: each between the volleys
    /// before and after it at its target as they stand by then.
    fn place_all<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        unit: usize,
        shots: &[MovedShot],
    ) -> bool {
        shots.iter().all(|shot| {
            let asked = (shot.weight, f64::NEG_INFINITY);
            let meeting = self.placed(problem, shot.chance, asked);
            if let Some(meeting) = meeting {
                self.put(problem, shot.chance, meeting);
                self.hold(problem, unit, (&meeting, shot.weight));
            }
            meeting.is_some()
        })
    }
}

impl MovedShot {
    fn key_s(&self, urgency: Urgency) -> f64 {
        match urgency {
            Urgency::LatestOrder => self.latest_s,
            Urgency::LatestIntercept => {
                self.latest_s + self.before.intercept_s - self.before.order_s
            }
        }
    }
}
