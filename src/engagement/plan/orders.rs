//! Orders: the shots of a plan that cannot wait.
//!
//! On each planning tick a node chooses its targets (`targets`), finds the shots that are feasible
//! at them (`feasible`), assigns (`assign`), and launches what cannot wait until the next plan.
//! What can wait stays planned unless another plan is better by a margin. In one assignment the
//! partner's fire units are planned for too, as far as it has been heard of and is relied upon;
//! what falls to them is left to them. A doctrine of random choice has no assignment
//! (`random_choice`).

use super::assign::{Allocator, AssignedShot, Problem, ShotOption, Target};
use super::feasible::{FeasibleShots, reckoned};
use super::planner::Planner;
use super::targets::EligibleObject;
use crate::engagement::command::node::CommandNode;
use crate::engagement::fire::launch::{LaunchOrder, Mission, launch};
use crate::engagement::forecast::battlespace::{Battlespace, Intercept};
use crate::engagement::launcher::Magazine;
use crate::exchange::message::{Body, Message, Outbox, Status};
use crate::flight::interceptor::{Handover, Round};
use crate::picture::Picture;
use crate::scenario::identity::FireUnitId;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::{Event, Evidence, Journal, Subject};
use crate::world::node::Luck;
use bevy_ecs::prelude::*;

/// Buffers that planning reuses.
#[derive(Resource, Debug, Default)]
pub(crate) struct PlannerScratch {
    targets: Vec<Target>,
    objects: Vec<EligibleObject>,
    feasible: FeasibleShots,
    kept: Vec<usize>,
    allocator: Allocator,
    random: Vec<AssignedShot>,
}

/// Least gain, as a share of the value at stake, for which a plan gives way to another.
const SWAP_GAIN_MIN: f64 = 0.01;

/// Plans of all nodes, on their planning ticks.
pub(crate) fn plan(
    mut nodes: Query<(&mut CommandNode, &Tracker, &Picture, &mut Outbox)>,
    mut magazines: Query<(&FireUnitId, &mut Magazine)>,
    (clock, luck): (Res<Clock>, Res<Luck>),
    mut scratch: ResMut<PlannerScratch>,
    mut commands: Commands,
    mut journal: ResMut<Journal>,
) {
    for (mut command, tracker, picture, mut outbox) in &mut nodes {
        if !clock.every(command.rules.planning_ticks) {
            continue;
        }
        let now_s = clock.now_s();
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
        let scratch = &mut *scratch;
        planner.choose_targets((&mut scratch.targets, &mut scratch.objects));
        (scratch.feasible).fill(&mut planner, &scratch.objects, &mut scratch.targets);
        planner.recall(scratch);
        let problem = Problem {
            targets: &scratch.targets,
            units: &scratch.feasible.units,
            options: &scratch.feasible.options,
        };
        let shots = match planner.command.rules.random_shots {
            None => (scratch.allocator).steady(problem, &scratch.kept, SWAP_GAIN_MIN),
            Some(shots) => {
                planner.choose_at_random(shots, &scratch.feasible, luck.0, &mut scratch.random);
                &scratch.random
            }
        };
        planner.forget_left(&scratch.objects, shots);
        for shot in shots {
            let object = scratch.objects[shot.target];
            let intercept = scratch.feasible.intercepts[shot.option];
            let Some(order) = planner.order(object, shot.unit, &intercept) else {
                planner.command.planned.push((object.number, shot.unit));
                continue;
            };
            let unit = planner.command.launchers[shot.unit].unit;
            if let Some((_, mut magazine)) = magazines.iter_mut().find(|(id, _)| **id == unit) {
                let owner = planner.command.system;
                let event = launch(&mut commands, &mut magazine, (owner, unit), order);
                planner.journal.write(order.mission.launch_s, event);
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
        if launcher.owner == command.system {
            let own = magazines.iter().find(|(id, _)| **id == launcher.unit);
            if let Some((_, magazine)) = own {
                (launcher.left, launcher.in_flight) = (magazine.left, magazine.in_flight);
                launcher.launched = magazine.launched;
            }
        } else {
            launcher.told_s.retain(|assessed_s| *assessed_s > now_s);
            launcher.in_flight = launcher.told_s.len() as u32;
        }
    }
}

impl Planner<'_> {
    /// Finds the options that the last plan took and that were not ordered, and forgets that plan.
    fn recall(&mut self, scratch: &mut PlannerScratch) {
        scratch.kept.clear();
        for (number, unit) in self.command.planned.drain(..) {
            let is_it = |option: &ShotOption| {
                scratch.objects[option.target].number == number && option.unit == unit
            };
            let options = &scratch.feasible.options;
            scratch.kept.extend(options.iter().position(is_it));
        }
    }

    /// Forgets that objects were left to the partner that no shot of the partner's is at now.
    fn forget_left(&mut self, objects: &[EligibleObject], shots: &[AssignedShot]) {
        for (place, object) in objects.iter().enumerate() {
            let is_partners = |shot: &AssignedShot| {
                let owner = self.command.launchers[shot.unit].owner;
                shot.target == place && owner != self.command.system
            };
            if !object.is_left_too_long && !shots.iter().any(is_partners) {
                self.command.engagement(object.number).left_to_partner_s = None;
            }
        }
    }

    /// Whether a fire unit can spare an interceptor for what is the partner's.
    fn can_spare(&self, unit: usize) -> bool {
        let launcher = &self.command.launchers[unit];
        let kept = (self.command.authority.support()).map_or(0, |support| support.reserve);
        launcher.left.saturating_sub(self.command.rules.reserve) > kept
    }

    /// Order of one shot; `None` if it is the partner's, or can wait for the next plan.
    fn order(
        &mut self,
        object: EligibleObject,
        unit: usize,
        intercept: &Intercept,
    ) -> Option<LaunchOrder> {
        let launcher = self.command.launchers[unit].clone();
        if object.is_support && !self.can_spare(unit) {
            return None;
        }
        let launch_s = intercept.launch_s();
        let kind = &launcher.kind;
        if launch_s - kind.preparation_s > self.next_s {
            return None;
        }
        let (now_s, rules, system) = (self.now_s, self.command.rules, self.command.system);
        let seen = self.picture.track(object.number)?;
        let track = self.picture.name(seen);
        let belief = self.picture.belief(seen, self.tracker, now_s)?;
        let own = seen.own.and_then(|own| self.tracker.track(own));
        let engagement = self.command.engagement(object.number);
        let battlespace = engagement.forecast.battlespace(unit);
        let latest_order_s = battlespace.and_then(Battlespace::latest_order_s)?;
        if launcher.owner != system {
            engagement.left_to_partner_s.get_or_insert(now_s);
            return None;
        }
        engagement.count_order(reckoned(kind.kill_probability));
        self.command.launchers[unit].count_order();
        let (intercept_s, aim_m) = (intercept.intercept_s, intercept.position_m);
        let ordered = Event::Ordered {
            system,
            track,
            unit: launcher.unit,
            shots: 1,
            intercept_s,
            aim_m,
            latest_order_s,
            payload_probability: object.payload_probability,
        };
        self.journal.write(now_s, ordered);
        self.outbox.0.push(Message {
            subject: Subject::Status(track),
            valid_s: now_s,
            body: Body::Status(Status {
                track,
                belief,
                unit: launcher.unit,
                shots: 1,
                intercept_s,
                assessed_s: intercept_s + rules.assessment_delay_s,
            }),
        });
        Some(LaunchOrder {
            round: Round {
                intercept_s,
                aim_m,
                velocity_mps: intercept.velocity_mps,
                handover_s: kind.handover_s,
                handover: Handover::Pending,
                reach_m: kind.reach_m,
                kill_probability: kind.kill_probability,
                common_mode: kind.common_mode,
                assessment: rules.assessment,
            },
            mission: Mission {
                object: object.number,
                launch_s,
                midcourse_mps: kind.midcourse_mps,
                guided_s: launch_s,
            },
            track,
            evidence: own.map_or(Evidence::default(), |own| own.evidence),
        })
    }
}
