//! Command nodes: the rules they follow and what they remember of each engagement.

use crate::earth::frames::Ecef;
use crate::engagement::authority::reliance::Reliance;
use crate::engagement::authority::responsibility::Authority;
use crate::engagement::command::across::{Charge, SentOrder, is_cut_off};
use crate::engagement::command::record::Engagement;
use crate::engagement::launcher::{Launcher, Magazine};
use crate::engagement::plan::standing::StandingPlan;
use crate::picture::Picture;
use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::{Command as Rules, Consultation, OutagePart, Scenario, Trust};
use crate::world::clock::Clock;
use crate::world::node::{Case, Nodes, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;

/// A command node.
#[derive(Component, Debug, Clone)]
pub struct CommandNode {
    /// The system it commands.
    pub system: SystemId,
    /// Its rules.
    pub rules: Rules,
    /// Its responsibility: the threats that are its to shoot at.
    pub authority: Authority,
    /// Rules of asking the partner for consent; `None`: none is needed.
    pub consultation: Option<Consultation>,
    /// Its part in a command over the fire units of both.
    pub charge: Charge,
    /// Time that an order takes to it from a node that commands it, s.
    pub commanded_delay_s: f64,
    /// Orders that it has sent to the other's fire units, and that are not judged.
    pub sent_orders: Vec<SentOrder>,
    /// Belief in its partner's readiness to shoot.
    pub reliance: Reliance,
    /// Defended assets of all sides: public knowledge.
    pub assets: Vec<DefendedAsset>,
    /// The fire units it plans for, by number: its own, and the partner's in one assignment.
    pub launchers: Vec<Launcher>,
    /// The last plan, as far as it stands.
    pub standing: StandingPlan,
    /// Records of the objects of its picture, in the order of their numbers.
    pub engagements: Vec<Engagement>,
}

/// A defended asset as a planner sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DefendedAsset {
    /// Its place.
    pub place: Ecef,
    /// An impact this near destroys it, m.
    pub radius_m: f64,
    /// Worth.
    pub value: f64,
    /// Whether this node has to defend it, before anything is known of a flight.
    pub is_own: bool,
}

pub(crate) fn spawn(world: &mut World, case: &Case) {
    let nodes = world.resource::<Nodes>().0.clone();
    for (index, node) in nodes.into_iter().enumerate() {
        let command = command(case, SystemId(index as u16));
        world.entity_mut(node).insert(command);
    }
    for (index, unit) in case.scenario.fire_units.iter().enumerate() {
        let stock = Magazine { left: unit.inventory, launched: 0, in_flight: 0 };
        world.spawn((FireUnitId(index as u16), Owner(unit.system), stock));
    }
}

fn command(case: &Case, system: SystemId) -> CommandNode {
    let scenario = case.scenario;
    let mut others = scenario.systems.iter().enumerate();
    let partner = others.find(|(place, _)| *place != system.index());
    let partner = partner.map(|(_, partner)| partner);
    let charge = match case.architecture.command {
        None => Charge::Own,
        Some(commander) if commander == system => Charge::All,
        Some(_) => Charge::Subordinate,
    };
    let launchers = scenario
        .fire_units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.system == system || charge == Charge::All)
        .map(|(index, unit)| {
            let order_delay_s = order_delay_s(scenario, system, unit.system);
            Launcher { order_delay_s, ..Launcher::new(FireUnitId(index as u16), unit) }
        })
        .collect();
    let assets = scenario.assets.iter().map(|asset| DefendedAsset {
        place: asset.place.ecef(),
        radius_m: asset.radius_m,
        value: asset.value,
        is_own: asset.system == system || charge == Charge::All,
    });
    CommandNode {
        system,
        rules: scenario.systems[system.index()].command,
        authority: Authority::of(case, system),
        charge,
        commanded_delay_s: (case.architecture.command)
            .map_or(0.0, |commander| order_delay_s(scenario, commander, system)),
        sent_orders: Vec::new(),
        consultation: case.architecture.consultation.filter(|_| scenario.systems.len() > 1),
        reliance: Reliance::new(partner.map_or(&Trust::FULL, |partner| &partner.trust)),
        assets: assets.collect(),
        launchers,
        standing: StandingPlan::default(),
        engagements: Vec::new(),
    }
}

/// Longest time of an order from one system's node to another's, s: none to its own; with a tick
/// until it is sent, and one until it is read.
fn order_delay_s(scenario: &Scenario, from: SystemId, to: SystemId) -> f64 {
    let mut links = scenario.links.iter();
    let link = links.find(|link| link.from == from && link.to == to);
    link.map_or(0.0, |link| link.latency_s + link.jitter_s + 2.0 * scenario.step_s)
}

/// Brings what the nodes know of fire units that are down up to date: of their own at once, of the
/// partner's with the delay of an order, unless cut off from it. Plans are made anew.
pub(crate) fn hear_of_outages(
    mut nodes: Query<(&mut CommandNode, &Picture)>,
    (outages, clock): (Res<Outages>, Res<Clock>),
) {
    if outages.is_empty() {
        return;
    }
    for (mut command, picture) in &mut nodes {
        let CommandNode { system, launchers, standing, .. } = &mut *command;
        for launcher in launchers {
            if launcher.owner != *system && is_cut_off(picture, clock.now_s()) {
                continue;
            }
            let told_s = clock.now_s() - launcher.order_delay_s;
            let is_down = outages.is_down(OutagePart::FireUnit(launcher.unit), told_s);
            if is_down != launcher.is_down {
                launcher.is_down = is_down;
                standing.end();
            }
        }
    }
}

impl CommandNode {
    /// Place of the record of an object, if there is one.
    pub(crate) fn place(&self, number: u32) -> Option<usize> {
        let found = (self.engagements).binary_search_by_key(&number, |other| other.number);
        found.ok()
    }

    /// Record of an object, made if it is new.
    pub(crate) fn engagement(&mut self, number: u32) -> &mut Engagement {
        let place = match self.engagements.binary_search_by_key(&number, |e| e.number) {
            Ok(place) => place,
            Err(place) => {
                self.engagements.insert(place, Engagement::new(number));
                place
            }
        };
        &mut self.engagements[place]
    }

    /// Worth of what an impact at a place would destroy, all assets together; a small share of the
    /// most valuable one where it would destroy nothing, so that such a threat comes last.
    pub(crate) fn worth(&self, impact: Ecef, sigma_m: f64) -> f64 {
        let hit = |asset: &&DefendedAsset| {
            (asset.place.0 - impact.0).norm() <= asset.radius_m + 3.0 * sigma_m
        };
        let at_stake: f64 = self.assets.iter().filter(hit).map(|asset| asset.value).sum();
        let most = self.assets.iter().map(|asset| asset.value).fold(0.0, f64::max);
        at_stake.max(NOTHING_HIT * most)
    }
}

/// Worth of a threat that will hit no asset, as a share of the most valuable asset's.
const NOTHING_HIT: f64 = 1e-3;
