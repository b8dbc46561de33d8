//! Filling a plan: shots are added by their merit until none is left that is possible and of use.

use super::{Chance, DynamicProblem, HorizonPlanner, Merit, ROUNDING, Reach, SUM_ROUNDING};

/// Least share of a shot that is planned for the cases in which rounds are left for it.
const SHARE_MIN: f64 = 0.05;

/// Least gain of a shot, as a share of its target's value: less is rounding.
const GAIN_MIN: f64 = 1e-14;

/// Shot that may be added.
#[derive(Debug, Clone, Copy)]
pub(super) struct NextShot {
    /// Its chance.
    place: usize,
    merit: f64,
}

/// Limit of a shot that is to be added.
pub(super) struct RoundsLeft {
    /// Share of the cases in which a round is left for it, 0 to 1.
    pub(super) share: f64,
    /// Time from which is known whether it is, s.
    from_s: f64,
}

impl HorizonPlanner {
    /// Adds shots until none is left that is possible and of use.
    pub(super) fn fill<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let mut open = std::mem::take(&mut self.open);
        open.clear();
        open.extend((0..problem.targets.len()).filter_map(|target| self.next(problem, target)));
        while let Some(best) = self.first(&open) {
            let place = open[best].place;
            if !self.add(problem, place, f64::NEG_INFINITY) {
                self.plan.chances[place].is_blocked = true;
            }
            match self.next(problem, self.plan.chances[place].target) {
                Some(shot) => open[best] = shot,
                None => drop(open.remove(best)),
            }
        }
        self.open = open;
    }

    /// Index of the shot that is to be added first.
    fn first(&self, shots: &[NextShot]) -> Option<usize> {
        let numbered = shots.iter().enumerate();
        let first =
            numbered.reduce(|best, shot| if self.is_better(shot.1, best.1) { shot } else { best });
        first.map(|(index, _)| index)
    }

    /// The shot at a target that is to be added first.
    fn next<R: Reach>(&self, problem: &DynamicProblem<R>, target: usize) -> Option<NextShot> {
        let gain_min = GAIN_MIN * problem.targets[target].value;
        let open = self.chances_of(target).filter_map(|place| {
            let chance = &self.plan.chances[place];
            let merit = match self.merit {
                Merit::Return => chance.gain / chance.cost,
                Merit::Gain => chance.gain,
            };
            let is_open = !chance.is_blocked && chance.gain > gain_min;
            is_open.then_some(NextShot { place, merit })
        });
        open.reduce(|best, shot| if self.is_better(&shot, &best) { shot } else { best })
    }

    /// Whether a shot is to be added before another: by merit, by gain, and among equals what takes
    /// no volley's place, can wait least, and meets its target first.
    fn is_better(&self, one: &NextShot, other: &NextShot) -> bool {
        if (one.merit - other.merit).abs() > ROUNDING * one.merit.max(other.merit) {
            return one.merit > other.merit;
        }
        let [one, other] = [one, other].map(|shot| &self.plan.chances[shot.place]);
        if (one.gain - other.gain).abs() > ROUNDING {
            return one.gain > other.gain;
        }
        let skips = |chance: &Chance| chance.next - chance.rung;
        let latest_s = |chance: &Chance| self.plan.rungs[chance.rung].latest_s;
        let order = skips(one)
            .cmp(&skips(other))
            .then(latest_s(one).total_cmp(&latest_s(other)))
            .then(one.meeting.intercept_s.total_cmp(&other.meeting.intercept_s));
        order.is_lt()
    }

    /// Adds what is kept of the plan before: each shot when it was planned or later, in the last
    /// volley at its target that can be ordered by then, or in the next one that it can join.
    pub(super) fn keep<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        for shot in problem.kept {
            let by_s = shot.order_s + problem.step_s;
            let chances = &self.plan.chances;
            let is_late = |place: &usize| self.plan.rungs[chances[*place].rung].order_s > by_s;
            let of_unit = |place: &usize| chances[*place].unit == shot.unit;
            let places = self.chances_of(shot.target).filter(of_unit);
            let last = places.clone().take_while(|place| !is_late(place)).last();
            let mut later = places.filter(|place| last.is_none_or(|last| *place >= last));
            if let Some(place) = later.find(|place| chances[*place].gain > 0.0) {
                self.add(problem, place, shot.order_s);
            }
        }
    }

    /// Adds one more shot of a chance, or the share of it that rounds are left for, where rounds
    /// and channels allow, ordered at a time, s, or later; returns whether they do.
    pub(super) fn add<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        place: usize,
        from_s: f64,
    ) -> bool {
        let before = self.plan.chances[place];
        let target = before.target;
        self.plan.chances[place].count = before.count + 1;
        self.weigh(problem, target);
        self.charge(problem, target, Some(place));
        let share = self.possible_share(problem, (place, from_s), &before);
        if share > 0.0 {
            self.plan.chances[place].share = share;
            self.score(problem, target);
        } else {
            self.plan.chances[place].count = before.count;
            self.weigh(problem, target);
        }
        self.charge(problem, target, None);
        share > 0.0
    }

    /// Share of one more shot of a chance that rounds and channels allow, and puts the chance where
    /// they do.
    fn possible_share<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        (place, from_s): (usize, f64),
        before: &Chance,
    ) -> f64 {
        let weight = self.plan.rungs[before.rung].weight;
        let left = self.rounds_left(problem, place, before);
        let is_whole = left.share >= 1.0 - SUM_ROUNDING;
        let share = if is_whole { 1.0 } else { left.share };
        let unit = before.unit;
        if !is_whole {
            self.refused[unit][0] += before.gain;
            // A share of a shot is of use only where it can wait for what is left.
            let can_wait = self.plan.rungs[before.rung].latest_s > problem.now_s + ROUNDING;
            if !can_wait || share < SHARE_MIN {
                return 0.0;
            }
        }
        if before.count > 0 {
            let needed = weight * (f64::from(before.count) + share);
            let has_room = self.wait_s(problem, unit, (&before.meeting, needed)).is_none();
            if !has_room {
                self.refused[unit][1] += before.gain;
            }
            return if has_room { share } else { 0.0 };
        }
        if let Some(meeting) =
            self.placed(problem, place, (weight * share, left.from_s.max(from_s)))
        {
            self.put(problem, place, meeting);
            return share;
        }
        if is_whole && self.make_room(problem, place, weight) {
            return share;
        }
        self.refused[unit][1] += before.gain;
        0.0
    }

    /// Rounds left for one more shot of a chance, in expectation; where that is less than one,
    /// after what will be decided by its latest order, with all that will not be kept in full.
    pub(super) fn rounds_left<R: Reach>(
        &self,
        problem: &DynamicProblem<R>,
        place: usize,
        before: &Chance,
    ) -> RoundsLeft {
        let weight = self.plan.rungs[before.rung].weight;
        let stock = f64::from(problem.units[before.unit].rounds);
        let own = f64::from(before.count);
        let share = (stock - self.plan.rounds[before.unit] - own * weight) / weight;
        let mut left = RoundsLeft { share: share.min(1.0), from_s: f64::NEG_INFINITY };
        if left.share >= 1.0 - SUM_ROUNDING {
            return left;
        }
        let by_s = self.plan.rungs[before.rung].latest_s + ROUNDING;
        let mut sure = stock;
        for &number in &self.of_unit[before.unit] {
            let other = &self.plan.chances[number];
            if other.count == 0 {
                continue;
            }
            let rung = &self.plan.rungs[other.rung];
            let is_decided = rung.order_s <= by_s;
            let amount = if number == place { own } else { other.amount() };
            sure -= amount * if is_decided { rung.weight } else { 1.0 };
            if number != place && rung.weight < 1.0 && is_decided {
                left.from_s = left.from_s.max(rung.order_s);
            }
        }
        left.share = left.share.min(sure / weight);
        left
    }
}
