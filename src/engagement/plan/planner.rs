//! Planning: which threats to shoot at now, with what.
//!
//! On each planning tick a node looks for its targets (`targets`), finds what each fire unit can do
//! about them (`options`), assigns, and launches what cannot wait until the next plan. What can
//! wait stays planned unless another plan is better by a margin. In one assignment the partner's
//! fire units are planned for too, as far as it has been heard of and is relied upon; what falls to
//! them is left to them.

use super::assign::{Allocator, AssignedShot, Problem, ShotOption, Target};
use super::options::{FeasibleShots, ShotFinder, reckoned};
use super::targets::{EligibleObject, TargetSelection};
use crate::engagement::command::node::CommandNode;
use crate::engagement::forecast::battlespace::{Battlespace, PossibleIntercept};
use crate::engagement::launcher::Magazine;
use crate::exchange::message::{Body, Message, Outbox, Status};
use crate::flight::interceptor::{Observation, Round, TrueResult};
use crate::picture::Picture;
use crate::scenario::identity::{FireUnitId, InterceptorId, TrackId};
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::{Event, Evidence, Journal, Subject};
use crate::world::node::Owner;
use bevy_ecs::prelude::*;

/// What an interceptor was launched for, as its owner knows it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Mission {
    /// The object's number in the owner's picture.
    pub object: u32,
    /// When it leaves, s.
    pub launch_s: f64,
    /// Fastest shift of its aim point, m/s.
    pub midcourse_mps: f64,
    /// When its aim point was last shifted, s.
    pub guided_s: f64,
    /// Is its aim point final?
    pub is_final: bool,
}

/// Work space that planning reuses.
#[derive(Resource, Debug, Default)]
pub(crate) struct PlannerScratch {
    targets: Vec<Target>,
    objects: Vec<EligibleObject>,
    feasible: FeasibleShots,
    kept: Vec<usize>,
    allocator: Allocator,
}

pub(crate) fn spawn(world: &mut World) {
    world.insert_resource(PlannerScratch::default());
}

/// A plan gives way to another only if that saves more than this share of the value at stake.
const SWAP_GAIN_MIN: f64 = 0.01;

/// Every node plans on its planning ticks.
pub(crate) fn plan(
    mut nodes: Query<(&mut CommandNode, &Tracker, &Picture, &mut Outbox)>,
    mut magazines: Query<(&FireUnitId, &mut Magazine)>,
    clock: Res<Clock>,
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
        let mut selection = TargetSelection {
            command: &mut command,
            tracker,
            picture,
            outbox: &mut outbox,
            journal: &mut journal,
            now_s,
        };
        let PlannerScratch {
            targets,
            objects,
            feasible,
            kept,
            allocator,
        } = &mut *scratch;
        selection.choose((targets, objects));
        let planned_until_s = now_s + command.rules.planning_ticks as f64 * clock.step_s;
        let mut planner = Planner {
            command: &mut command,
            picture,
            tracker,
            outbox: &mut outbox,
            journal: &mut journal,
            now_s,
            planned_until_s,
        };
        feasible.fill(&mut planner.finder(), objects, targets);
        planner.recall(objects, feasible, kept);
        let problem = Problem {
            targets,
            units: &feasible.units,
            options: &feasible.options,
        };
        let shots = allocator.steady(problem, kept, SWAP_GAIN_MIN);
        planner.forget_left(objects, shots);
        for shot in shots {
            let object = objects[shot.target];
            let meeting = feasible.meetings[shot.option];
            let Some(round) = planner.order(object, shot.unit, &meeting) else {
                planner.command.planned.push((object.number, shot.unit));
                continue;
            };
            let unit = planner.command.launchers[shot.unit].unit;
            if let Some((_, mut magazine)) = magazines.iter_mut().find(|(id, _)| **id == unit) {
                launch(&mut commands, &mut planner, &mut magazine, unit, round);
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
            }
        } else {
            launcher.told_s.retain(|assessed_s| *assessed_s > now_s);
            launcher.in_flight = launcher.told_s.len() as u32;
        }
    }
}

/// A node at work on its orders.
struct Planner<'a> {
    command: &'a mut CommandNode,
    picture: &'a Picture,
    tracker: &'a Tracker,
    outbox: &'a mut Outbox,
    journal: &'a mut Journal,
    now_s: f64,
    planned_until_s: f64,
}

/// A round that is ordered.
struct Ordered {
    round: Round,
    mission: Mission,
    track: TrackId,
    evidence: Evidence,
}

impl Planner<'_> {
    /// Who counts out the options.
    fn finder(&mut self) -> ShotFinder<'_> {
        ShotFinder {
            command: self.command,
            picture: self.picture,
            journal: self.journal,
            now_s: self.now_s,
            period_s: self.planned_until_s - self.now_s,
        }
    }

    /// Finds the options that the last plan took and that were not ordered, and forgets that plan.
    fn recall(
        &mut self,
        objects: &[EligibleObject],
        feasible: &FeasibleShots,
        kept: &mut Vec<usize>,
    ) {
        kept.clear();
        for &(number, unit) in &self.command.planned {
            let is_it = |option: &ShotOption| {
                objects[option.target].number == number && option.unit == unit
            };
            kept.extend(feasible.options.iter().position(is_it));
        }
        self.command.planned.clear();
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

    /// Can a fire unit spare an interceptor for what is the partner's?
    fn can_spare(&self, unit: usize) -> bool {
        let launcher = &self.command.launchers[unit];
        let kept = (self.command.authority.support()).map_or(0, |support| support.reserve);
        launcher.left.saturating_sub(self.command.rules.reserve) > kept
    }

    /// Orders one shot; `None` if it is the partner's, or can wait for the next plan.
    fn order(
        &mut self,
        object: EligibleObject,
        unit: usize,
        meeting: &PossibleIntercept,
    ) -> Option<Ordered> {
        let launcher = self.command.launchers[unit].clone();
        if object.is_support && !self.can_spare(unit) {
            return None;
        }
        let launch_s = meeting.intercept_s - meeting.flight_s;
        if launch_s - launcher.kind.preparation_s > self.planned_until_s {
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
        engagement.count_order(reckoned(launcher.kind.kill_probability));
        self.command.launchers[unit].count_order();
        let intercept_s = meeting.intercept_s;
        let ordered = Event::Ordered {
            system,
            track,
            unit: launcher.unit,
            shots: 1,
            intercept_s,
            aim_m: meeting.position_m,
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
        let kind = &launcher.kind;
        let round = Round {
            intercept_s,
            aim_m: meeting.position_m,
            velocity_mps: meeting.velocity_mps,
            handover_s: kind.handover_s,
            handed_over: false,
            reach_m: kind.reach_m,
            kill_probability: kind.kill_probability,
            assessment: rules.assessment,
        };
        let mission = Mission {
            object: object.number,
            launch_s,
            midcourse_mps: kind.midcourse_mps,
            guided_s: launch_s,
            is_final: false,
        };
        Some(Ordered {
            round,
            mission,
            track,
            evidence: own.map_or(Evidence::default(), |own| own.evidence),
        })
    }
}

/// Takes a round from its magazine and sends it on its way.
fn launch(
    commands: &mut Commands,
    planner: &mut Planner,
    magazine: &mut Magazine,
    unit: FireUnitId,
    ordered: Ordered,
) {
    let Ordered {
        round,
        mission,
        track,
        evidence,
    } = ordered;
    let interceptor = InterceptorId {
        unit,
        shot: magazine.launched as u16,
    };
    magazine.left -= 1;
    magazine.launched += 1;
    magazine.in_flight += 1;
    let launched = Event::Launched {
        interceptor,
        track,
        intercept_s: round.intercept_s,
        evidence,
    };
    planner.journal.write(mission.launch_s, launched);
    let owner = Owner(planner.command.system);
    let (result, observation) = (TrueResult::default(), Observation::default());
    commands.spawn((interceptor, owner, round, mission, result, observation));
}
