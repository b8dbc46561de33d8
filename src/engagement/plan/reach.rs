//! Reach of a node's fire units, as a planner asks for it: the meetings with each target.
//!
//! Beside the objects in hand a plan reckons with those that are expected: as many again, or as
//! many as were warned of and not found, if these are more. Who sees a raid at a time of which
//! nothing is known has as much of it before as behind, in the median, whatever its scale (Gott,
//! Nature 363:315, 1993). How they will fly is not known either; the best guess is the raid so far:
//! it comes once more, each as one in hand, later by the time that the raid has taken. So they
//! claim rounds and channels of the units that could meet them, at the times at which they would
//! (certainty equivalence: Bertsekas, *Dynamic Programming and Optimal Control*, 4th edition,
//! volume I, section 6.1).

use super::horizon::{DynamicTarget, DynamicUnit, HeldChannel, Meeting, Reach};
use super::planner::Planner;
use super::targets::EligibleObject;
use crate::engagement::command::node::CommandNode;
use crate::world::journal::Event;

/// Least probability of a kill, and of a miss, that a planner reckons with: a node that is sure of
/// neither shoots what it has, and a second and a third shot are still worth something.
const HOPE: f64 = 1e-3;

/// Most objects that are expected beside those in hand.
const EXPECTED_MAX: usize = 32;

/// Shortest time by which an order waits that cannot be given in this plan, s.
pub(super) const WAIT_S: f64 = 1e-3;

/// Share of its target's value that a round must save where there are no more of them than targets.
const SPARE_WORTH: f64 = 0.25;

/// Kill probability that a planner reckons with, from a catalogue's.
pub(crate) fn reckoned(kill_probability: f64) -> f64 {
    kill_probability.clamp(HOPE, 1.0 - HOPE)
}

/// Target that is only expected: it flies as one in hand does, later. One in hand flies as itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExpectedTarget {
    /// Number in the plan of the object in hand.
    pub(super) like: usize,
    /// Times over that the raid comes again with it; none for one in hand.
    pub(super) again: u32,
    /// Time by which it is later, s.
    pub(super) after_s: f64,
}

impl ExpectedTarget {
    /// The target of a number in a plan: of the objects in hand, then the expected.
    pub(super) fn of(target: usize, objects: &[EligibleObject], expected: &[Self]) -> Self {
        let later = target.checked_sub(objects.len()).map(|place| expected[place]);
        later.unwrap_or(Self { like: target, again: 0, after_s: 0.0 })
    }
}

/// Fire units, and targets by their numbers in a plan: the objects in hand, then the expected.
#[derive(Debug)]
pub(super) struct NodeReach<'a> {
    pub(super) command: &'a CommandNode,
    pub(super) objects: &'a [EligibleObject],
    pub(super) expected: &'a [ExpectedTarget],
    /// Of each launcher, whether it is planned for.
    pub(super) counted: &'a [bool],
    /// The present, and the time of the next plan, s.
    pub(super) times_s: [f64; 2],
}

impl Reach for NodeReach<'_> {
    fn earliest(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting> {
        let first = self.meeting(target, unit, order_s)?;
        let Some(object) = self.objects.get(target) else {
            return Some(first);
        };
        let [_, next_s] = self.times_s;
        let is_sharp = || {
            let forecast = &self.command.engagements[object.known].forecast;
            forecast.sigma_m(first.intercept_s) <= self.command.rules.commit_sigma_m
        };
        // An order on what is not known well enough waits.
        if first.order_s <= next_s && !is_sharp() {
            return self.meeting(target, unit, next_s + WAIT_S);
        }
        Some(first)
    }

    fn latest_order_s(&self, target: usize, unit: usize, intercept_s: f64) -> Option<f64> {
        let (object, after_s) = self.object(target);
        let forecast = &self.command.engagements[object.known].forecast;
        let latest_s = forecast.battlespace(unit)?.latest_order_by_s(intercept_s - after_s)?;
        Some(latest_s + after_s)
    }

    fn end_margin_s(&self, target: usize, unit: usize) -> f64 {
        let (object, _) = self.object(target);
        self.command.engagements[object.known].forecast.end_margin_s(unit)
    }

    fn kill_probability(&self, target: usize, unit: usize) -> f64 {
        let launcher = &self.command.launchers[unit];
        let (object, _) = self.object(target);
        let is_counted = self.counted[unit] && object.may_use(self.command, unit);
        if is_counted { reckoned(launcher.kind.kill_probability) } else { 0.0 }
    }
}

impl NodeReach<'_> {
    /// Prices the rounds of each unit: the share of its target's value that one must be expected to
    /// save, else it is kept for what cannot be foreseen. It rises with the square of targets per
    /// round. Targets are counted as they will outlive what is on its way to them, but not the
    /// partner's, and divided among the rounds that can reach them. None where nothing more is
    /// expected by rule.
    pub(super) fn price_rounds(&self, targets: &[DynamicTarget], units: &mut [DynamicUnit]) {
        if self.command.rules.raid_outlook_s <= 0.0 {
            return;
        }
        for (number, target) in targets.iter().enumerate() {
            if self.objects.get(number).is_some_and(|object| object.is_support) {
                continue;
            }
            let reaches = |(place, unit): &(usize, &mut DynamicUnit)| {
                let latest_s = self.latest_order_s(number, *place, f64::INFINITY);
                let is_in_time = latest_s.is_some_and(|latest_s| latest_s >= self.times_s[0]);
                unit.rounds > 0 && is_in_time && self.kill_probability(number, *place) > 0.0
            };
            let outlives = target.alive * target.under_way.map_or(1.0, |volley| volley.survival);
            let stock = units.iter_mut().enumerate().filter(reaches);
            let stock: f64 = stock.map(|(_, unit)| f64::from(unit.rounds)).sum();
            for (_, unit) in units.iter_mut().enumerate().filter(reaches) {
                unit.round_worth += outlives / stock;
            }
        }
        // So far they have targets per round.
        for unit in units {
            let each = unit.round_worth.min(1.0);
            unit.round_worth = SPARE_WORTH * each * each;
        }
    }

    fn meeting(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting> {
        let (object, after_s) = self.object(target);
        let launcher = &self.command.launchers[unit];
        let forecast = &self.command.engagements[object.known].forecast;
        // What is to follow on an assessment, and for which an order would come too late, the other
        // side orders itself.
        let at_s = order_s.max(self.times_s[0] + launcher.order_delay_s);
        let first = forecast.battlespace(unit)?.first_meeting(at_s - after_s)?;
        let meeting = Meeting {
            order_s: first.order_s,
            launch_s: first.order_s + launcher.kind.preparation_s,
            intercept_s: first.intercept_s,
        };
        Some(meeting.later(after_s))
    }

    /// The object in hand that a target is, or flies like, and how much later, s.
    fn object(&self, target: usize) -> (&EligibleObject, f64) {
        let target = ExpectedTarget::of(target, self.objects, self.expected);
        (&self.objects[target.like], target.after_s)
    }
}

impl Planner<'_> {
    /// Works out the battlespaces that a plan asks for, and lists the units with their channels.
    pub(super) fn survey(
        &mut self,
        objects: &[EligibleObject],
        (counted, units, held): (&mut Vec<bool>, &mut Vec<DynamicUnit>, &mut Vec<HeldChannel>),
    ) {
        let rules = self.command.rules;
        let counts_partner = self.counts_partner();
        let system = self.command.system;
        counted.clear();
        units.clear();
        held.clear();
        for (unit, launcher) in self.command.launchers.iter().enumerate() {
            counted.push(launcher.owner == system || counts_partner);
            units.push(DynamicUnit {
                rounds: launcher.ready().saturating_sub(rules.reserve),
                channels: launcher.channels,
                guidance: launcher.kind.guidance,
                side: usize::from(launcher.owner != system),
                round_worth: 0.0,
            });
            held.extend(launcher.held_s.iter().map(|[from_s, until_s]| HeldChannel {
                unit,
                from_s: *from_s,
                until_s: *until_s,
            }));
        }
        for object in objects {
            let command = &mut *self.command;
            let forecast = &mut command.engagements[object.known].forecast;
            let is_armed = |unit: usize| counted[unit] && units[unit].rounds > 0;
            forecast.survey(&command.launchers, is_armed);
        }
    }

    /// Adds the targets that are only expected, if rounds or channels could run short.
    pub(super) fn expect(
        &self,
        objects: &[EligibleObject],
        expected: &mut Vec<ExpectedTarget>,
        (targets, units): (&mut Vec<DynamicTarget>, &[DynamicUnit]),
    ) {
        expected.clear();
        let rules = self.command.rules;
        let in_hand = || self.firm_objects(objects);
        let [first_s, last_s] = in_hand()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[first_s, last_s], (_, firm_s)| {
                [first_s.min(firm_s), last_s.max(firm_s)]
            });
        let is_over = self.now_s - last_s >= rules.raid_outlook_s;
        let again = if is_over { 0 } else { in_hand().count() };
        let count = again.max(self.warned_objects()).min(EXPECTED_MAX);
        let stock = units.iter().map(|unit| u64::from(unit.rounds.min(unit.channels)));
        let each = rules.doctrine.shots.max(rules.doctrine.later_shots).saturating_mul(2);
        let most = u64::from(each) * (objects.len() + count) as u64;
        if stock.sum::<u64>() >= most {
            return;
        }
        // From the first to now the raid has taken so long; so it goes on.
        let period_s = self.now_s - first_s;
        let mut likes = in_hand().cycle();
        for number in 0..count {
            let Some((like, firm_s)) = likes.next() else {
                return;
            };
            let again = 1 + number / in_hand().count().max(1);
            let after_s = period_s * again as f64;
            expected.push(ExpectedTarget { like, again: again as u32, after_s });
            targets.push(DynamicTarget {
                value: targets[like].value,
                alive: 1.0,
                from_s: firm_s + after_s + rules.decision_delay_s,
                under_way: None,
                room: [0; 2],
                volleys: 0,
            });
        }
    }

    /// Objects in hand that are this node's to shoot at, with the time from which each was firm, s,
    /// in the order of the picture.
    fn firm_objects(
        &self,
        objects: &[EligibleObject],
    ) -> impl Iterator<Item = (usize, f64)> + Clone {
        let own = objects.iter().enumerate().filter(|(_, object)| !object.is_support);
        own.filter_map(|(place, object)| Some((place, self.picture.track(object.number)?.firm_s?)))
    }

    /// Launches that were warned of and not found, of which this node will have to shoot.
    fn warned_objects(&self) -> usize {
        let command = &self.command;
        let warned = self.tracker.warnings.iter().filter(|warning| warning.is_confirmed()).count();
        let warned = warned.max(self.picture.alerts.len());
        let firm = self.picture.tracks.iter().filter(|track| track.firm_s.is_some()).count();
        let value = |own: bool| {
            let assets = command.assets.iter().filter(|asset| !own || asset.is_own);
            assets.map(|asset| asset.value).sum::<f64>()
        };
        let share = if value(false) > 0.0 { value(true) / value(false) } else { 0.0 };
        (warned.saturating_sub(firm) as f64 * share).round() as usize
    }

    /// Writes down, once, what can be done about an object: the volleys that there is time for.
    pub(super) fn write_down(
        &mut self,
        (object, opportunities): (&EligibleObject, usize),
        counted: &[bool],
    ) {
        let command = &mut *self.command;
        let (launchers, engagement) = (&command.launchers, &mut command.engagements[object.known]);
        // An order to the partner's units goes out so much before it takes effect.
        let ahead_s = launchers.iter().map(|launcher| launcher.order_delay_s).fold(0.0, f64::max);
        let by_s = if ahead_s > 0.0 { self.next_s + ahead_s } else { self.now_s };
        let is_new = !engagement.is_engageable && object.from_s <= by_s && opportunities > 0;
        let Some(track) = self.picture.track(object.number).filter(|_| is_new) else {
            return;
        };
        let forecast = &engagement.forecast;
        let launches_s = launchers.iter().enumerate().filter(|(unit, _)| counted[*unit]);
        let launches_s = launches_s.filter_map(|(unit, launcher)| {
            let space = forecast.battlespace(unit)?;
            let first_s = space.first_meeting(self.now_s)?.order_s;
            let prepared = |order_s: f64| order_s + launcher.kind.preparation_s;
            Some([prepared(first_s), prepared(space.latest_order_s()?)])
        });
        let none = [f64::INFINITY, f64::NEG_INFINITY];
        let [earliest_launch_s, latest_launch_s] =
            launches_s.fold(none, |all, one| [all[0].min(one[0]), all[1].max(one[1])]);
        engagement.is_engageable = true;
        let event = Event::Engageable {
            system: command.system,
            track: self.picture.name(track),
            opportunities: opportunities as u32,
            earliest_launch_s,
            latest_launch_s,
        };
        self.journal.write(self.now_s, event);
    }

    /// From an intercept to the next order, s: the assessment, and at most a plan's time.
    pub(super) fn pause_s(&self) -> f64 {
        self.command.rules.assessment_delay_s + (self.next_s - self.now_s)
    }
}
