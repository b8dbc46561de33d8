//! Orders: the shots of a plan that cannot wait.
//!
//! On each planning tick a node chooses its targets (`targets`), asks who can meet them (`reach`),
//! plans the whole horizon (`horizon`), and orders what cannot wait until the next plan. All else
//! holds nothing: it is planned anew as soon as there is news, or after a while. A doctrine of
//! random choice has no plan (`random_choice`). A node that commands the fire units
//! of both sides sends the partner's theirs.

use super::horizon::{
    DynamicProblem, DynamicTarget, DynamicUnit, FireRules, HeldChannel, HorizonPlanner, KeptShot,
    PlannedShot, Refusal,
};
use super::planner::Planner;
use super::random_choice::choose_at_random;
use super::reach::{ExpectedTarget, NodeReach, reckoned};
use super::standing::{StandingShot, TargetNews};
use super::targets::EligibleObject;
use crate::engagement::command::across::SentOrder;
use crate::engagement::command::node::CommandNode;
use crate::engagement::command::partner::meant;
use crate::engagement::fire::launch::{LaunchOrder, Mission, launch};
use crate::engagement::forecast::battlespace::Battlespace;
use crate::engagement::launcher::{Launcher, Magazine};
use crate::exchange::message::{Body, FireOrder, Message, Outbox, Status};
use crate::flight::interceptor::{Handover, Round};
use crate::picture::Picture;
use crate::random::RunSeed;
use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::OutagePart;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::{Event, Evidence, Journal, Subject};
use crate::world::node::Luck;
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;

/// Buffers that planning reuses.
#[derive(Resource, Debug, Default)]
pub(crate) struct PlannerScratch {
    targets: Vec<DynamicTarget>,
    objects: Vec<EligibleObject>,
    expected: Vec<ExpectedTarget>,
    counted: Vec<bool>,
    units: Vec<DynamicUnit>,
    held: Vec<HeldChannel>,
    kept: Vec<KeptShot>,
    horizon: HorizonPlanner,
    due: Vec<PlannedShot>,
}

/// Plans of all nodes, on their planning ticks.
pub(crate) fn plan(
    mut nodes: Query<(&mut CommandNode, &Tracker, &Picture, &mut Outbox)>,
    mut magazines: Query<(&FireUnitId, &mut Magazine)>,
    (clock, luck, outages): (Res<Clock>, Res<Luck>, Res<Outages>),
    mut scratch: ResMut<PlannerScratch>,
    mut commands: Commands,
    mut journal: ResMut<Journal>,
) {
    for (mut command, tracker, picture, mut outbox) in &mut nodes {
        if !clock.every(command.rules.planning_ticks) {
            continue;
        }
        let now_s = clock.now_s();
        if outages.is_down(OutagePart::CommandNode(command.system), now_s) {
            command.standing.end();
            continue;
        }
        count_stock(&mut command, &magazines, now_s);
        let next_s = now_s + command.rules.planning_ticks as f64 * clock.step_s;
        let mut planner = Planner {
            command: &mut command,
            picture,
            tracker,
            outbox: &mut outbox,
            journal: &mut journal,
            now_s,
            next_s,
        };
        match planner.command.rules.random_shots {
            None => planner.plan(&mut scratch),
            Some(shots) => planner.choose(shots, luck.0, &mut scratch),
        }
        for &shot in &scratch.due {
            let object = scratch.objects[shot.target];
            if let Some(order) = planner.order(object, &shot) {
                let owner = (planner.command.system, planner.command.launchers[shot.unit].unit);
                fire(&mut commands, &mut magazines, (owner, order), planner.journal);
            }
        }
    }
}

/// Brings a node's view of the fire units up to date: its own as they are, the partner's as told.
fn count_stock(
    command: &mut CommandNode,
    magazines: &Query<(&FireUnitId, &mut Magazine)>,
    now_s: f64,
) {
    for launcher in &mut command.launchers {
        launcher.held_s.retain(|[_, until_s]| *until_s > now_s);
        if launcher.owner == command.system {
            let own = magazines.iter().find(|(id, _)| **id == launcher.unit);
            let stock = own.map_or((0, 0), |(_, magazine)| (magazine.left, magazine.launched));
            (launcher.left, launcher.launched) = stock;
        }
    }
}

impl Planner<'_> {
    /// Lists the shots that are due: of the plan that stands, or of a new one.
    fn plan(&mut self, scratch: &mut PlannerScratch) {
        let PlannerScratch { targets, objects, due, .. } = scratch;
        due.clear();
        self.choose_targets((targets, objects));
        if objects.is_empty() {
            self.command.standing.end();
            return;
        }
        let news = objects.iter().map(|object| self.news(object));
        let stands = self.command.standing.stands(self.now_s, news);
        if !stands || !self.is_sharp(objects) {
            self.plan_anew(scratch);
        }
        let PlannerScratch { objects, due, .. } = scratch;
        self.command.standing.shots.retain(|shot| {
            let &StandingShot { number, unit, meeting, .. } = shot;
            let delay_s = self.command.launchers[unit].order_delay_s;
            if !shot.is_firm() || meeting.order_s - delay_s > self.next_s {
                return true;
            }
            let target = objects.iter().position(|object| object.number == number);
            due.extend(target.map(|target| PlannedShot { target, unit, meeting, weight: 1.0 }));
            false
        });
    }

    /// Lists shots at targets chosen at random.
    fn choose(&mut self, shots: u32, luck: RunSeed, scratch: &mut PlannerScratch) {
        let PlannerScratch { targets, objects, counted, units, held, due, .. } = scratch;
        due.clear();
        self.choose_targets((targets, objects));
        self.survey(objects, (counted, units, held));
        let (expected, times_s): (&[_], _) = (&[], [self.now_s, self.next_s]);
        let reach = NodeReach { command: self.command, objects, expected, counted, times_s };
        choose_at_random(self.command, shots, (&reach, luck), due);
        for (place, object) in objects.iter().enumerate() {
            let is_shot_at = self.command.engagements[object.known].in_flight > 0;
            let is_chosen = is_shot_at || due.iter().any(|shot| shot.target == place);
            let refusal = (!is_chosen).then_some(Refusal::Rounds);
            self.write_refusal(object, refusal, counted);
        }
    }

    fn news(&self, object: &EligibleObject) -> TargetNews {
        let volleys = self.command.engagements[object.known].volleys;
        let EligibleObject { number, from_s, is_support, .. } = *object;
        TargetNews { number, volleys, from_s, is_support }
    }

    /// Whether all shots that are due are at objects that are known well enough.
    fn is_sharp(&self, objects: &[EligibleObject]) -> bool {
        let shots = self.command.standing.firm_shots();
        let mut due = shots.filter(|shot| shot.meeting.order_s <= self.next_s);
        due.all(|shot| {
            let object = objects.iter().find(|object| object.number == shot.number);
            object.is_some_and(|object| {
                let forecast = &self.command.engagements[object.known].forecast;
                forecast.sigma_m(shot.meeting.intercept_s) <= self.command.rules.commit_sigma_m
            })
        })
    }

    fn plan_anew(&mut self, scratch: &mut PlannerScratch) {
        let PlannerScratch {
            targets, objects, expected, counted, units, held, kept, horizon, ..
        } = scratch;
        self.survey(objects, (counted, units, held));
        self.expect(objects, expected, (targets, units));
        self.command.standing.keep((objects, expected), kept);
        let doctrine = self.command.rules.doctrine;
        let rules = FireRules {
            shots: [doctrine.shots, doctrine.later_shots],
            volleys_max: doctrine.volleys_max,
            pause_s: self.pause_s(),
            assessment: self.command.rules.assessment,
        };
        let reach = NodeReach {
            command: self.command,
            objects,
            expected,
            counted,
            times_s: [self.now_s, self.next_s],
        };
        reach.price_rounds(targets, units);
        let shots = horizon.plan(&DynamicProblem {
            now_s: self.now_s,
            step_s: self.next_s - self.now_s,
            rules,
            targets,
            units,
            held,
            kept,
            reach: &reach,
        });
        let mut standing = std::mem::take(&mut self.command.standing);
        let news = objects.iter().map(|object| self.news(object));
        standing.renew((self.now_s, news), (objects, expected), shots);
        self.command.standing = standing;
        for (place, object) in objects.iter().enumerate() {
            self.write_down((object, horizon.opportunities(place)), counted);
            self.write_refusal(object, horizon.refusal(place), counted);
        }
    }

    /// Gives the order of one shot: to an own unit, whose round is to be launched then, or in a
    /// message to the partner's.
    fn order(&mut self, object: EligibleObject, shot: &PlannedShot) -> Option<LaunchOrder> {
        let launcher = self.command.launchers[shot.unit].clone();
        let (now_s, rules) = (self.now_s, self.command.rules);
        let seen = self.picture.track(object.number)?;
        let track = self.picture.name(seen);
        if !object.may_use(self.command, shot.unit) {
            return None;
        }
        let belief = self.picture.belief(seen, self.tracker, now_s)?;
        let engagement = self.command.engagement(object.number);
        let order_s = shot.meeting.order_s.max(now_s + launcher.order_delay_s);
        let intercept = engagement.forecast.earliest(shot.unit, &launcher, order_s)?;
        let battlespace = engagement.forecast.battlespace(shot.unit);
        let order = FireOrder {
            track,
            belief,
            unit: launcher.unit,
            launch_s: intercept.launch_s(),
            intercept_s: intercept.intercept_s,
            latest_order_s: battlespace.and_then(Battlespace::latest_order_s)?,
            aim_m: intercept.position_m,
            velocity_mps: intercept.velocity_mps,
            payload_probability: object.payload_probability,
        };
        self.command.launchers[shot.unit].count_order([order.launch_s, order.intercept_s]);
        if launcher.owner == self.command.system {
            return Some(self.give(object.number, &launcher, &order));
        }
        let kill_probability = reckoned(launcher.kind.kill_probability);
        let assessed_s = order.intercept_s + rules.assessment_delay_s;
        self.command.engagement(object.number).count_order((1, kill_probability), assessed_s);
        self.command.sent_orders.push(SentOrder {
            object: object.number,
            unit: order.unit,
            launch_s: order.launch_s,
            intercept_s: order.intercept_s,
            kill_probability,
            is_confirmed: false,
        });
        self.outbox.0.push(Message {
            subject: Subject::Order(track),
            valid_s: now_s,
            body: Body::Order(order),
        });
        None
    }

    /// Gives an own unit an order, writes it down, and tells the partner of it.
    fn give(&mut self, number: u32, launcher: &Launcher, order: &FireOrder) -> LaunchOrder {
        let (now_s, rules) = (self.now_s, self.command.rules);
        let &FireOrder { belief, unit, launch_s, intercept_s, aim_m, .. } = order;
        let seen = self.picture.track(number);
        let track = seen.map_or(order.track, |seen| self.picture.name(seen));
        let own = seen.and_then(|seen| self.tracker.track(seen.own?));
        let assessed_s = intercept_s + rules.assessment_delay_s;
        let engagement = self.command.engagement(number);
        engagement.count_order((0, reckoned(launcher.kind.kill_probability)), assessed_s);
        let ordered = Event::Ordered {
            system: self.command.system,
            track,
            unit,
            shots: 1,
            intercept_s,
            aim_m,
            latest_order_s: order.latest_order_s,
            payload_probability: order.payload_probability,
        };
        self.journal.write(now_s, ordered);
        let status = Status { track, belief, unit, shots: 1, intercept_s, assessed_s };
        self.outbox.0.push(Message {
            subject: Subject::Status(track),
            valid_s: now_s,
            body: Body::Status(status),
        });
        let kind = &launcher.kind;
        LaunchOrder {
            round: Round {
                intercept_s,
                aim_m,
                velocity_mps: order.velocity_mps,
                handover_s: kind.handover_s,
                handover: Handover::Pending,
                reach_m: kind.reach_m,
                basket_m: kind.basket_m,
                kill_probability: kind.kill_probability,
                common_mode: kind.common_mode,
                assessment: rules.assessment,
            },
            mission: Mission {
                object: number,
                launch_s,
                midcourse_mps: kind.midcourse_mps,
                guided_s: launch_s,
                guidance: kind.guidance,
            },
            track,
            evidence: own.map_or(Evidence::default(), |own| own.evidence),
        }
    }

    /// Carries out an order of the node that commands, if there is time, a round, an object that it
    /// can mean, and the will.
    fn obey(&mut self, order: &FireOrder) -> Option<LaunchOrder> {
        let mut launchers = self.command.launchers.iter();
        let place = launchers.position(|launcher| {
            let is_its = launcher.unit == order.unit && launcher.owner == self.command.system;
            let is_ready = self.now_s <= order.launch_s - launcher.kind.preparation_s
                && launcher.has_channel([order.launch_s, order.intercept_s]);
            is_its && is_ready && launcher.ready() > 0
        })?;
        let number = meant(self.picture, self.tracker, (order.track, &order.belief))?;
        let rules = self.command.rules;
        let engagement = self.command.engagement(number);
        if !engagement.may_fire(&rules) {
            return None;
        }
        let coefficient_kgpm2 = self.tracker.rules.ballistic_coefficient_kgpm2;
        let forecast = &mut engagement.forecast;
        forecast.renew(order.belief, coefficient_kgpm2);
        let impact = forecast.impact()?;
        if !self.command.authority.obeys_at(impact.position) {
            return None;
        }
        self.command.launchers[place].count_order([order.launch_s, order.intercept_s]);
        let launcher = self.command.launchers[place].clone();
        Some(self.give(number, &launcher, order))
    }
}

/// Every node carries out the orders that have come to it.
pub(crate) fn carry_out(
    mut nodes: Query<(&mut CommandNode, &Tracker, &mut Picture, &mut Outbox)>,
    mut magazines: Query<(&FireUnitId, &mut Magazine)>,
    (clock, outages): (Res<Clock>, Res<Outages>),
    mut commands: Commands,
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    for (mut command, tracker, mut picture, mut outbox) in &mut nodes {
        let mut orders = std::mem::take(&mut picture.orders);
        if outages.is_down(OutagePart::CommandNode(command.system), now_s) {
            orders.clear();
        }
        if !orders.is_empty() {
            count_stock(&mut command, &magazines, now_s);
        }
        for order in orders.drain(..) {
            let mut planner = Planner {
                command: &mut command,
                picture: &picture,
                tracker,
                outbox: &mut outbox,
                journal: &mut journal,
                now_s,
                next_s: now_s,
            };
            if let Some(launched) = planner.obey(&order) {
                let owner = (planner.command.system, order.unit);
                fire(&mut commands, &mut magazines, (owner, launched), &mut journal);
            }
        }
        picture.orders = orders;
    }
}

/// Launches a round from the magazine of a unit.
fn fire(
    commands: &mut Commands,
    magazines: &mut Query<(&FireUnitId, &mut Magazine)>,
    (owner, order): ((SystemId, FireUnitId), LaunchOrder),
    journal: &mut Journal,
) {
    let mut units = magazines.iter_mut();
    let unit = units.find(|(id, magazine)| **id == owner.1 && magazine.left > 0);
    if let Some((_, mut magazine)) = unit {
        let event = launch(commands, &mut magazine, owner, order);
        journal.write(order.mission.launch_s, event);
    }
}
