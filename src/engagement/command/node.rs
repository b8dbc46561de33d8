//! Command nodes: the rules they follow and what they remember of each engagement.

use crate::earth::frames::Ecef;
use crate::engagement::authority::reliance::Reliance;
use crate::engagement::authority::responsibility::Authority;
use crate::engagement::forecast::prediction::Forecast;
use crate::scenario::identity::FireUnitId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::TrackId;
use crate::scenario::parts::Command as Rules;
use crate::scenario::parts::Consultation;
use crate::scenario::parts::CoordinationRule;
use crate::scenario::parts::Doctrine;
use crate::scenario::parts::FireUnit;
use crate::scenario::parts::InterceptorKind;
use crate::scenario::parts::Trust;
use crate::world::journal::Hold;
use crate::world::node::Case;
use crate::world::node::Nodes;
use crate::world::node::Owner;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use std::sync::Arc;

/// A command node.
#[derive(Component, Debug, Clone)]
pub struct Command {
    /// The system it commands.
    pub system: SystemId,
    /// Its rules.
    pub rules: Rules,
    /// Which threats are its to shoot at.
    pub authority: Authority,
    /// How shots are coordinated.
    pub coordination: CoordinationRule,
    /// How leave to shoot is asked of the partner; `None`: it need not be.
    pub consultation: Option<Consultation>,
    /// What it believes of its partner's readiness to shoot.
    pub reliance: Reliance,
    /// What is to be defended, all over: public knowledge.
    pub assets: Vec<Worth>,
    /// The fire units it plans for, by number: its own, and the partner's in one assignment.
    pub launchers: Vec<Launcher>,
    /// What it remembers of each object of its picture, in the order of their numbers.
    pub engagements: Vec<Engagement>,
    /// The shots of its last plan that were not ordered, because they can wait or are the
    /// partner's: object by its number, and the fire unit's place among the launchers.
    pub planned: Vec<(u32, usize)>,
}

/// A defended asset as a planner sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Its place.
    pub place: Ecef,
    /// An impact this near destroys it, m.
    pub radius_m: f64,
    /// Worth.
    pub value: f64,
}

/// A fire unit as a planner sees it.
#[derive(Debug, Clone)]
pub struct Launcher {
    /// Its number.
    pub unit: FireUnitId,
    /// Its owner.
    pub owner: SystemId,
    /// Its place, ECEF, m.
    pub position_m: Vector3<f64>,
    /// What its interceptors can do.
    pub kind: Arc<InterceptorKind>,
    /// Interceptors it is believed to have left: exact for an own one.
    pub left: u32,
    /// Interceptors that it can guide at a time.
    pub channels: u32,
    /// Interceptors that it has in flight, as far as this node knows.
    pub in_flight: u32,
    /// When the shots that the partner told of will be assessed, s: they are in flight until then.
    pub told_s: Vec<f64>,
}

/// What a node remembers of one object of its picture.
#[derive(Debug, Clone)]
pub struct Engagement {
    /// The object's number in the picture.
    pub number: u32,
    /// Where it will be, as last worked out.
    pub forecast: Forecast,
    /// Own interceptors on their way to it, or there and not assessed.
    pub in_flight: u32,
    /// Volleys at it that are over.
    pub volleys: u32,
    /// Own interceptors ordered in the present volley.
    pub ordered: u32,
    /// Probability that all of these fail, as far as the catalogue tells.
    pub survival: f64,
    /// Did the last assessment, own or the partner's, take it for dead? Then it is left alone.
    pub is_believed_dead: bool,
    /// The partner is shooting at it, and will not know until then, s.
    pub partner_until_s: f64,
    /// Since when the joint plan has left it to the partner, s; `None` if it has not.
    pub left_to_partner_s: Option<f64>,
    /// Until when the partner's shots were under way when it was asked whether this node could
    /// wait for them, s, and the answer.
    pub can_wait: Option<(f64, bool)>,
    /// Since when it may be shot at and can be, s; `None` if it never could.
    pub engageable_s: Option<f64>,
    /// Has a shot of the partner's at it been missed?
    pub is_missed: bool,
    /// Why fire is held at it, as was last written down.
    pub held: Option<Hold>,
    /// The name by which leave to shoot at it was last asked, and when, s.
    pub asked: Option<(TrackId, f64)>,
    /// Has the partner given leave to shoot at it?
    pub is_allowed: bool,
}

impl Engagement {
    fn new(number: u32) -> Self {
        Self {
            number,
            forecast: Forecast::default(),
            in_flight: 0,
            volleys: 0,
            ordered: 0,
            survival: 1.0,
            is_believed_dead: false,
            partner_until_s: f64::NEG_INFINITY,
            left_to_partner_s: None,
            can_wait: None,
            engageable_s: None,
            is_missed: false,
            held: None,
            asked: None,
            is_allowed: false,
        }
    }

    /// Counts a shot at it that is ordered now.
    pub(crate) fn count_order(&mut self, kill_probability: f64) {
        self.left_to_partner_s = None;
        self.in_flight += 1;
        self.ordered += 1;
        self.survival *= 1.0 - kill_probability;
    }

    /// Takes in the assessment of a shot. A volley is over when all its shots have been ordered and
    /// judged.
    pub(crate) fn judge(&mut self, killed: bool, doctrine: Doctrine) {
        self.in_flight -= 1;
        self.is_believed_dead = killed;
        if self.in_flight > 0 {
            return;
        }
        self.survival = 1.0;
        if self.ordered >= doctrine.volley(self.volleys) {
            self.volleys += 1;
            self.ordered = 0;
        }
    }

    /// Takes over what was remembered of another object that turned out to be this one.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.in_flight += other.in_flight;
        self.volleys = self.volleys.max(other.volleys);
        self.ordered += other.ordered;
        self.survival *= other.survival;
        self.is_believed_dead |= other.is_believed_dead;
        self.partner_until_s = self.partner_until_s.max(other.partner_until_s);
        let left_s = [self.left_to_partner_s, other.left_to_partner_s];
        self.left_to_partner_s = left_s.into_iter().flatten().reduce(f64::min);
        self.engageable_s = self.engageable_s.or(other.engageable_s);
        self.is_missed |= other.is_missed;
        self.held = self.held.or(other.held);
        self.asked = self.asked.or(other.asked);
        self.is_allowed |= other.is_allowed;
    }
}

impl Launcher {
    /// A fire unit at the start of a run.
    pub fn new(number: FireUnitId, unit: &FireUnit) -> Self {
        Self {
            unit: number,
            owner: unit.system,
            position_m: unit.place.ecef().0,
            kind: unit.kind.clone(),
            left: unit.inventory,
            channels: unit.channels,
            in_flight: 0,
            told_s: Vec::new(),
        }
    }

    /// Counts a shot that is ordered now, until the stock is counted again.
    pub(crate) fn count_order(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.in_flight += 1;
    }
}

/// A fire unit's stock.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Magazine {
    /// Interceptors left.
    pub left: u32,
    /// Interceptors launched.
    pub launched: u32,
    /// Interceptors in flight.
    pub in_flight: u32,
}

pub(crate) fn spawn(world: &mut World, case: &Case) {
    let nodes = world.resource::<Nodes>().0.clone();
    for (index, node) in nodes.into_iter().enumerate() {
        let command = command(case, SystemId(index as u16));
        world.entity_mut(node).insert(command);
    }
    for (index, unit) in case.scenario.fire_units.iter().enumerate() {
        let stock = Magazine {
            left: unit.inventory,
            launched: 0,
            in_flight: 0,
        };
        world.spawn((FireUnitId(index as u16), Owner(unit.system), stock));
    }
}

fn command(case: &Case, system: SystemId) -> Command {
    let scenario = case.scenario;
    let mut others = scenario.systems.iter().enumerate();
    let partner = others.find(|(place, _)| *place != system.index());
    let partner = partner.map(|(_, partner)| partner);
    let is_joint = case.architecture.coordination == CoordinationRule::OneAssignment;
    let launchers = scenario
        .fire_units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.system == system || is_joint)
        .map(|(index, unit)| Launcher::new(FireUnitId(index as u16), unit))
        .collect();
    let assets = scenario.assets.iter().map(|asset| Worth {
        place: asset.place.ecef(),
        radius_m: asset.radius_m,
        value: asset.value,
    });
    Command {
        system,
        rules: scenario.systems[system.index()].command,
        authority: Authority::of(case, system),
        coordination: case.architecture.coordination,
        consultation: case
            .architecture
            .consultation
            .filter(|_| scenario.systems.len() > 1),
        reliance: Reliance::new(partner.map_or(&Trust::FULL, |partner| &partner.trust)),
        assets: assets.collect(),
        launchers,
        engagements: Vec::new(),
        planned: Vec::new(),
    }
}

impl Command {
    /// The place of what is remembered of an object, if anything is.
    pub(crate) fn place(&self, number: u32) -> Option<usize> {
        let found = (self.engagements).binary_search_by_key(&number, |other| other.number);
        found.ok()
    }

    /// What is remembered of an object, made anew if it is new.
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
        let hit =
            |asset: &&Worth| (asset.place.0 - impact.0).norm() <= asset.radius_m + 3.0 * sigma_m;
        let at_stake: f64 = self
            .assets
            .iter()
            .filter(hit)
            .map(|asset| asset.value)
            .sum();
        let most = self
            .assets
            .iter()
            .map(|asset| asset.value)
            .fold(0.0, f64::max);
        at_stake.max(NOTHING_HIT * most)
    }
}

/// Worth of a threat that will hit no asset, as a share of the most valuable asset's.
const NOTHING_HIT: f64 = 1e-3;
