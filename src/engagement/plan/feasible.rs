//! Feasible shots: the earliest intercept of each target by each fire unit, and its worth.
//!
//! A shot is worth more if it leaves time for another when it fails. With the survival `S` of the
//! later volleys that there is time for after each option's intercept, a volley that is shot now
//! leaves `V S ∏ (1 − p)`. The assignment is of one volley, so `S` goes into what it reckons with:
//! of the options of a target the least `S` scales its value (a target with later chances can wait
//! where channels are scarce), and an option that leaves more than that has less probability of
//! use, `1 − (1 − p) S / S_least`. One with which it would be better not to shoot yet is none. So a
//! later shot is preferred to an earlier one only if it is worth both the earlier one and what may
//! follow it. Later volleys are counted as far as a target's even share of the stock goes; that of
//! a volley still under way, and that a second shot of a later option has its `S` only once, are
//! left out (one step of Bellman's equation, the later volleys as the doctrine shoots them;
//! Bertsekas et al., *Missile defense and interceptor allocation by neuro-dynamic programming*,
//! IEEE Trans. SMC-A 30, 2000, on the dynamic problem).

use super::assign::{ShotOption, Target, Weapon};
use super::planner::Planner;
use super::targets::EligibleObject;
use crate::engagement::forecast::battlespace::{FiringCycle, Intercept};
use crate::world::journal::Event;

/// Time for which a partner that has not been heard of is still planned for, s.
const PARTNER_LIFE_S: f64 = 60.0;

/// Least probability of a kill, and of a miss, that a planner reckons with: a node shoots what it
/// has, and as many as its doctrine says.
const HOPE: f64 = 1e-9;

/// Least probability that a later volley fails, and least weight that later volleys leave a target:
/// nobody counts wholly on what is not shot yet.
const LATER_MIN: f64 = 0.01;

/// Kill probability that a planner reckons with, from a catalogue's.
pub(crate) fn reckoned(kill_probability: f64) -> f64 {
    kill_probability.clamp(HOPE, 1.0 - HOPE)
}

/// Shots that can be ordered now.
#[derive(Debug, Default)]
pub(crate) struct FeasibleShots {
    /// Weapons left, by their places among the launchers.
    pub(crate) units: Vec<Weapon>,
    /// The possible shots, target by target.
    pub(crate) options: Vec<ShotOption>,
    /// The intercept of each.
    pub(crate) intercepts: Vec<Intercept>,
    /// Of each launcher, whether it is counted on for one target: the probability that a later
    /// volley of its fails.
    chances: Vec<Option<f64>>,
    /// Survival of the later volleys after each option of one target.
    after: Vec<f64>,
}

impl FeasibleShots {
    /// Fills it anew, and weighs the targets by what is left for later.
    pub(crate) fn fill(
        &mut self,
        planner: &mut Planner,
        objects: &[EligibleObject],
        targets: &mut [Target],
    ) {
        let reserve = planner.command.rules.reserve;
        self.options.clear();
        self.intercepts.clear();
        self.units.clear();
        let launchers = planner.command.launchers.iter();
        self.units.extend(launchers.map(|launcher| Weapon {
            inventory: launcher.left.saturating_sub(reserve),
            channels: launcher.channels.saturating_sub(launcher.in_flight),
        }));
        for (place, (object, target)) in objects.iter().zip(targets).enumerate() {
            let first = self.options.len();
            let Some(known) = planner.command.place(object.number) else {
                continue;
            };
            planner.find(place, (object, known), self);
            if self.options.len() > first {
                let stock = self.stock();
                planner.write_down(known, (&self.chances, stock), &self.intercepts[first..]);
                let share = stock / objects.len() as u32;
                let later = share.saturating_sub(target.shots_max);
                target.value *= planner.weigh((known, later), first, self);
            }
        }
    }

    /// Interceptors of the units that are counted on for the target at hand.
    fn stock(&self) -> u32 {
        let units = self.units.iter().zip(&self.chances);
        let counted = units.filter(|(_, chance)| chance.is_some());
        counted.fold(0, |sum, (unit, _)| sum.saturating_add(unit.inventory))
    }
}

impl Planner<'_> {
    /// Adds the earliest intercept of each fire unit that is counted on for a target. What is known
    /// of its object stands at a place of the engagements, here and below.
    fn find(
        &mut self,
        target: usize,
        (object, known): (&EligibleObject, usize),
        feasible: &mut FeasibleShots,
    ) {
        let (now_s, rules) = (self.now_s, self.command.rules);
        let is_partner_heard = now_s - self.picture.partner_s < PARTNER_LIFE_S;
        let counts_partner =
            is_partner_heard && self.command.reliance.relies() && !object.is_left_too_long;
        let command = &mut *self.command;
        let (launchers, forecast) = (&command.launchers, &mut command.engagements[known].forecast);
        feasible.chances.clear();
        for (unit, launcher) in launchers.iter().enumerate() {
            let is_counted = feasible.units[unit].inventory > 0
                && (launcher.owner == command.system || counts_partner);
            let miss = 1.0 - reckoned(launcher.kind.kill_probability);
            let all_miss = (0..rules.doctrine.later_shots).fold(1.0, |chance, _| chance * miss);
            feasible.chances.push(is_counted.then_some(all_miss.max(LATER_MIN)));
        }
        forecast.survey(launchers, |unit| feasible.chances[unit].is_some());
        for (unit, launcher) in launchers.iter().enumerate() {
            let is_counted = feasible.chances[unit].is_some();
            let intercept = is_counted.then(|| forecast.earliest(unit, launcher, now_s));
            let Some(intercept) = intercept.flatten() else {
                continue;
            };
            if forecast.sigma_m(intercept.intercept_s) > rules.commit_sigma_m {
                continue;
            }
            feasible.options.push(ShotOption {
                target,
                unit,
                kill_probability: reckoned(launcher.kind.kill_probability),
                preference_cost: intercept.intercept_s,
            });
            feasible.intercepts.push(intercept);
        }
    }

    /// Writes down, once, what can be done about an object with so many interceptors in stock.
    fn write_down(
        &mut self,
        known: usize,
        (chances, stock): (&[Option<f64>], u32),
        intercepts: &[Intercept],
    ) {
        let pace = FiringCycle { pause_s: self.pause_s(), volleys_max: stock };
        let command = &mut *self.command;
        let (launchers, engagement) = (&command.launchers, &mut command.engagements[known]);
        let Some(track) = self.picture.track(engagement.number) else {
            return;
        };
        if std::mem::replace(&mut engagement.is_engageable, true) {
            return;
        }
        let forecast = &engagement.forecast;
        let counted = (0..launchers.len()).filter(|unit| chances[*unit].is_some());
        let latest_s = counted.filter_map(|unit| {
            let order_s = forecast.battlespace(unit)?.latest_order_s()?;
            Some(order_s + launchers[unit].kind.preparation_s)
        });
        let launches = intercepts.iter().map(Intercept::launch_s);
        let event = Event::Engageable {
            system: command.system,
            track: self.picture.name(track),
            opportunities: forecast.outlook(chances, self.now_s, pace).volleys.max(1),
            earliest_launch_s: launches.fold(f64::INFINITY, f64::min),
            latest_launch_s: latest_s.fold(f64::NEG_INFINITY, f64::max),
        };
        self.journal.write(self.now_s, event);
    }

    /// Puts into a target's options, from a place in the list on, what they leave for later with so
    /// many interceptors; returns the weight that this leaves the target.
    fn weigh(
        &self,
        (known, later): (usize, u32),
        first: usize,
        feasible: &mut FeasibleShots,
    ) -> f64 {
        let engagement = &self.command.engagements[known];
        let doctrine = self.command.rules.doctrine;
        let over = engagement.volleys.saturating_add(1);
        let pace = FiringCycle {
            pause_s: self.pause_s(),
            volleys_max: (doctrine.volleys_max.saturating_sub(over))
                .min(later / doctrine.later_shots.max(1)),
        };
        let (options, after) = (&mut feasible.options[first..], &mut feasible.after);
        let (units, chances) = (&feasible.units, &feasible.chances);
        after.clear();
        after.extend(feasible.intercepts[first..].iter().map(|intercept| {
            let order_s = intercept.intercept_s + pace.pause_s;
            engagement.forecast.outlook(chances, order_s, pace).survival
        }));
        let is_free = |option: &ShotOption| units[option.unit].channels > 0;
        let free = options.iter().zip(&*after);
        let least = free.filter(|(option, _)| is_free(option));
        let least = least.map(|(_, after)| *after).fold(1.0, f64::min);
        for (option, after) in options.iter_mut().zip(&*after) {
            let survival = (1.0 - option.kill_probability) * after;
            option.kill_probability = 1.0 - survival / least;
        }
        least.max(LATER_MIN)
    }

    /// From an intercept to the next order, s: the assessment, and at most a plan's time.
    fn pause_s(&self) -> f64 {
        self.command.rules.assessment_delay_s + (self.next_s - self.now_s)
    }
}
