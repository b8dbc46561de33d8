//! Listing of a plan: its shots, and when each is to be ordered.
//!
//! A plan puts each shot where it is first possible. But it knows only the raid in hand and what
//! it expects; a shot that adds little to its target's fate, because others are planned at it, is
//! worth less than the chance to use its round and its channel for what is not known yet. If it can
//! wait, without any later volley lost and with a channel free when it is over, it waits: by then
//! there may be news that forbids it, and without news it is ordered all the same. What could only
//! join a volley, as the doctrine allows no other after it, does not wait.

use super::{DynamicProblem, HorizonPlanner, Meeting, PlannedShot, ROUNDING, Reach};

/// Least probability that a shot is needed, for all those fail on which it may rely, to be ordered
/// at once. The second of a pair is needed more often, a third or a fourth is not.
const NEED_MIN: f64 = 0.1;

/// Shot of a volley.
#[derive(Debug, Clone, Copy)]
pub(super) struct VolleyShot {
    /// Place of its chance.
    place: usize,
    /// Its number there, from 1.
    number: u32,
    /// Its latest order that leaves the next volley, s.
    latest_s: f64,
}

impl HorizonPlanner {
    /// Lists the shots of the plan as it stands.
    pub(super) fn list<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        self.shots.clear();
        let mut volley = std::mem::take(&mut self.volley);
        for target in 0..problem.targets.len() {
            let mut volleys = problem.targets[target].volleys;
            for rung in self.rungs_of(target) {
                volley.clear();
                for place in self.chances_of(target) {
                    let chance = &self.plan.chances[place];
                    if chance.rung == rung && chance.count > 0 {
                        let latest_s = self.latest_s(problem, place);
                        let shot = |number| VolleyShot { place, number, latest_s };
                        volley.extend((1..=chance.count).map(shot));
                    }
                }
                // On what can be ordered last the others may rely.
                volley.sort_by(|one, other| {
                    let earlier = other.latest_s.total_cmp(&one.latest_s);
                    earlier.then((one.place, one.number).cmp(&(other.place, other.number)))
                });
                let is_new = !volley.is_empty() && !self.plan.rungs[rung].is_join;
                volleys = volleys.saturating_add(u32::from(is_new));
                let may_wait = volleys < problem.rules.volleys_max;
                self.list_volley(problem, (target, rung), (&volley, may_wait));
            }
        }
        self.volley = volley;
    }

    /// Lists the shots of one volley, in the order in which they may rely on one another.
    fn list_volley<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        (target, rung): (usize, usize),
        (volley, may_wait): (&[VolleyShot], bool),
    ) {
        let under_way = problem.targets[target].under_way.filter(|_| self.plan.rungs[rung].is_join);
        let mut survival = under_way.map_or(1.0, |volley| volley.survival);
        for shot in volley {
            let chance = self.plan.chances[shot.place];
            let share = if shot.number == chance.count { chance.share } else { 1.0 };
            let weight = share * self.plan.rungs[rung].weight;
            let is_spare = may_wait && survival < NEED_MIN;
            let waiting = is_spare.then(|| self.waiting(problem, (shot, weight)));
            survival *= 1.0 - chance.kill_probability * share;
            self.shots.push(PlannedShot {
                target,
                unit: chance.unit,
                meeting: waiting.flatten().unwrap_or(chance.meeting),
                weight,
            });
        }
    }

    /// The last meeting of a chance that costs no later volley and finds a channel free, which it
    /// then holds; `None` if it cannot wait.
    fn waiting<R: Reach>(
        &mut self,
        problem: &DynamicProblem<R>,
        (shot, weight): (&VolleyShot, f64),
    ) -> Option<Meeting> {
        let (chance, latest_s) = (self.plan.chances[shot.place], shot.latest_s);
        if latest_s <= chance.meeting.order_s + problem.step_s {
            return None;
        }
        let last = problem.reach.earliest(chance.target, chance.unit, latest_s)?;
        if last.order_s > latest_s + ROUNDING {
            return None;
        }
        self.hold(problem, chance.unit, (&chance.meeting, -weight));
        let has_room = self.wait_s(problem, chance.unit, (&last, weight)).is_none();
        let held = if has_room { &last } else { &chance.meeting };
        self.hold(problem, chance.unit, (held, weight));
        has_room.then_some(last)
    }
}
