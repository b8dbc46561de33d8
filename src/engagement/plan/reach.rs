//! Reach of a node's fire units, as a planner asks for it: the meetings with each target.
//!
//! Beside the objects in hand a plan reckons with those that are expected: launches that were
//! warned of and that no radar has found, and as many again as have become known lately. Nothing is
//! known of how they fly. Each is met twice, by any unit of the node's own, far from now and by no
//! channel that is in use until then: what they claim is rounds.

use super::horizon::{DynamicTarget, DynamicUnit, HeldChannel, Meeting, Reach};
use super::planner::Planner;
use super::targets::EligibleObject;
use crate::engagement::command::node::CommandNode;
use crate::world::journal::Event;

/// Least probability of a kill, and of a miss, that a planner reckons with: a node that is sure of
/// neither shoots what it has, and a second and a third shot are still worth something.
const HOPE: f64 = 1e-3;

/// Time from now at which what is only expected is met, s: after all that is in hand.
const EXPECTED_AFTER_S: f64 = 3600.0;

/// Most objects that are expected beside those in hand.
const EXPECTED_MAX: usize = 16;

/// Shortest time by which an order waits that cannot be given in this plan, s.
pub(super) const WAIT_S: f64 = 1e-3;

/// Share of its target's value that a round must save where there are no more of them than targets.
const SPARE_WORTH: f64 = 0.25;

/// Kill probability that a planner reckons with, from a catalogue's.
pub(crate) fn reckoned(kill_probability: f64) -> f64 {
    kill_probability.clamp(HOPE, 1.0 - HOPE)
}

/// Fire units, and targets by their numbers in a plan: the objects in hand, then the expected.
#[derive(Debug)]
pub(super) struct NodeReach<'a> {
    pub(super) command: &'a CommandNode,
    pub(super) objects: &'a [EligibleObject],
    /// Of each launcher, whether it is planned for.
    pub(super) counted: &'a [bool],
    /// The present, and the time of the next plan, s.
    pub(super) times_s: [f64; 2],
    /// From an intercept to the next order, s.
    pub(super) pause_s: f64,
}

impl Reach for NodeReach<'_> {
    fn earliest(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting> {
        let Some(object) = self.objects.get(target) else {
            return self.expected(order_s);
        };
        let first = self.meeting(object, unit, order_s)?;
        let [_, next_s] = self.times_s;
        let is_sharp = || {
            let forecast = &self.command.engagements[object.known].forecast;
            forecast.sigma_m(first.intercept_s) <= self.command.rules.commit_sigma_m
        };
        // An order on what is not known well enough waits.
        if first.order_s <= next_s && !is_sharp() {
            return self.meeting(object, unit, next_s + WAIT_S);
        }
        Some(first)
    }

    fn latest_order_s(&self, target: usize, unit: usize, intercept_s: f64) -> Option<f64> {
        let Some(object) = self.objects.get(target) else {
            let last_s = self.expected_s()[1];
            return (intercept_s >= self.expected_s()[0]).then_some(intercept_s.min(last_s));
        };
        let forecast = &self.command.engagements[object.known].forecast;
        forecast.battlespace(unit)?.latest_order_by_s(intercept_s)
    }

    fn kill_probability(&self, target: usize, unit: usize) -> f64 {
        let launcher = &self.command.launchers[unit];
        let object = self.objects.get(target);
        let is_counted =
            self.counted[unit] && object.is_none_or(|it| it.may_use(self.command, unit));
        if is_counted { reckoned(launcher.kind.kill_probability) } else { 0.0 }
    }
}

impl NodeReach<'_> {
    fn meeting(&self, object: &EligibleObject, unit: usize, order_s: f64) -> Option<Meeting> {
        let launcher = &self.command.launchers[unit];
        let forecast = &self.command.engagements[object.known].forecast;
        // What follows on a first shot the other side orders itself.
        let at_s = order_s.max(self.times_s[0] + launcher.order_delay_s);
        let first = forecast.battlespace(unit)?.first_meeting(at_s)?;
        Some(Meeting {
            order_s: first.order_s,
            launch_s: first.order_s + launcher.kind.preparation_s,
            intercept_s: first.intercept_s,
        })
    }

    /// First and last order at what is only expected, s.
    fn expected_s(&self) -> [f64; 2] {
        let first_s = self.times_s[0] + EXPECTED_AFTER_S;
        [first_s, first_s + self.pause_s]
    }

    /// Meeting of what is only expected: it takes no time.
    fn expected(&self, order_s: f64) -> Option<Meeting> {
        let [first_s, last_s] = self.expected_s();
        let at_s = order_s.max(first_s);
        let meeting = Meeting { order_s: at_s, launch_s: at_s, intercept_s: at_s };
        (at_s <= last_s + WAIT_S).then_some(meeting)
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
                rounds: launcher.left.saturating_sub(rules.reserve),
                channels: launcher.channels,
                guidance: launcher.kind.guidance,
                side: usize::from(launcher.owner != system),
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

    /// Adds the targets that are only expected, if the rounds could run short.
    pub(super) fn expect(
        &self,
        objects: &[EligibleObject],
        (targets, units): (&mut Vec<DynamicTarget>, &[DynamicUnit]),
    ) {
        let rules = self.command.rules;
        let expected = self.expected_objects();
        let stock = units.iter().fold(0_u32, |sum, unit| sum.saturating_add(unit.rounds));
        let each = rules.doctrine.shots.max(rules.doctrine.later_shots).saturating_mul(2);
        let most = each.saturating_mul((objects.len() + expected) as u32);
        if expected == 0 || stock >= most {
            return;
        }
        let assets = &self.command.assets;
        let own = || assets.iter().filter(|asset| asset.is_own);
        let value = own().map(|asset| asset.value).sum::<f64>() / own().count().max(1) as f64;
        let target = DynamicTarget {
            value,
            alive: 1.0,
            from_s: self.now_s + EXPECTED_AFTER_S,
            under_way: None,
            room: [0; 2],
            volleys: 0,
        };
        targets.extend(std::iter::repeat_n(target, expected));
    }

    /// Share of its target's value that a round must be expected to save, else it is kept for what
    /// cannot be foreseen: it rises with the square of targets per round. None where nothing more
    /// is expected by rule.
    pub(super) fn round_worth(&self, targets: &[DynamicTarget], units: &[DynamicUnit]) -> f64 {
        let stock: f64 = units.iter().map(|unit| f64::from(unit.rounds)).sum();
        if self.command.rules.raid_outlook_s <= 0.0 || stock < 1.0 {
            return 0.0;
        }
        let each = (targets.len() as f64 / stock).min(1.0);
        SPARE_WORTH * each * each
    }

    /// Objects that are expected beside those in hand, of which this node will have to shoot at:
    /// launches that were warned of and not found, and as many again as have become known lately.
    fn expected_objects(&self) -> usize {
        let command = &self.command;
        let warned = self.tracker.warnings.iter().filter(|warning| warning.is_confirmed()).count();
        let warned = warned.max(self.picture.alerts.len());
        let firm = || self.picture.tracks.iter().filter_map(|track| track.firm_s);
        let since_s = self.now_s - command.rules.raid_outlook_s;
        let lately = firm().filter(|firm_s| *firm_s > since_s).count();
        let all = warned.saturating_sub(firm().count()) + lately;
        let value = |own: bool| {
            let assets = command.assets.iter().filter(|asset| !own || asset.is_own);
            assets.map(|asset| asset.value).sum::<f64>()
        };
        let share = if value(false) > 0.0 { value(true) / value(false) } else { 0.0 };
        ((all as f64 * share).round() as usize).min(EXPECTED_MAX)
    }

    /// Writes down, once, what can be done about an object: the volleys that there is time for.
    pub(super) fn write_down(
        &mut self,
        (object, opportunities): (&EligibleObject, usize),
        counted: &[bool],
    ) {
        let command = &mut *self.command;
        let (launchers, engagement) = (&command.launchers, &mut command.engagements[object.known]);
        let is_new = !engagement.is_engageable && object.from_s <= self.now_s && opportunities > 0;
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
