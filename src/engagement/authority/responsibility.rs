//! Responsibility: the threats that a command node may, and must, shoot at.

use crate::earth::area::Area;
use crate::earth::frames::{Ecef, Geodetic};
use crate::engagement::authority::reliance::Reliance;
use crate::engagement::forecast::prediction::Forecast;
use crate::scenario::identity::SystemId;
use crate::scenario::model::{ResponsibilityRule, SectorRule, Support};
use crate::world::conduct::Conduct;
use crate::world::journal::Hold;
use crate::world::node::Case;

/// A command node's responsibility, by where a threat is believed to fly.
#[derive(Debug, Clone)]
pub struct Authority {
    rule: ResponsibilityRule,
    sectors_by: SectorRule,
    own: Area,
    partners: Vec<Area>,
    sector: Option<Area>,
    partner_sectors: Vec<Area>,
    backup_before_impact_s: Option<f64>,
    support: Option<Support>,
    shoots_for_partner: bool,
}

/// Side that a threat is to be shot at by, by the rule alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponsibleSide {
    /// This node's.
    Own,
    /// Its partner's.
    Partner,
    /// Nobody's.
    Nobody,
}

/// Task of a node with regard to a threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// To shoot at it.
    Shoot,
    /// To shoot at it in the place of the partner, whose it is and who has not.
    Support,
    /// To hold fire, although it comes down on its own territory.
    Hold(Hold),
    /// Nothing.
    Nothing,
}

/// A threat as a node believes it to fly.
#[derive(Debug, Clone, Copy)]
pub struct PredictedFlight<'a> {
    /// Its predicted flight.
    pub forecast: &'a Forecast,
    /// Its predicted impact.
    pub impact: Geodetic,
    /// Time from now to the impact, s.
    pub before_impact_s: f64,
    /// The present, s.
    pub now_s: f64,
}

impl Authority {
    pub(crate) fn of(case: &Case, system: SystemId) -> Self {
        let systems = &case.scenario.systems;
        let side = &systems[system.index()];
        let others = || {
            let others = systems.iter().enumerate();
            others.filter_map(|(place, other)| (place != system.index()).then_some(other))
        };
        let architecture = case.architecture;
        Self {
            rule: architecture.responsibility,
            sectors_by: architecture.sectors_by,
            own: side.territory.clone(),
            partners: others().map(|other| other.territory.clone()).collect(),
            sector: side.sector.clone(),
            partner_sectors: others().filter_map(|other| other.sector.clone()).collect(),
            backup_before_impact_s: architecture.backup_before_impact_s,
            support: architecture.support,
            shoots_for_partner: systems.len() < 2
                || Conduct::drawn(case, system).shoots_for_partner,
        }
    }

    /// The side whose a threat is to shoot at. A node that is cut off from a command over both
    /// sides defends its own territory.
    pub fn whose(&self, flight: PredictedFlight, is_cut_off: bool) -> ResponsibleSide {
        let is_own = self.own.contains(flight.impact);
        let is_partners = || Area::any_contains(&self.partners, flight.impact);
        let rule = if is_cut_off { ResponsibilityRule::OwnTerritory } else { self.rule };
        match rule {
            ResponsibilityRule::OwnTerritory if is_own => ResponsibleSide::Own,
            ResponsibilityRule::OwnTerritory if is_partners() => ResponsibleSide::Partner,
            ResponsibilityRule::BestShot if is_own || is_partners() => ResponsibleSide::Own,
            ResponsibilityRule::OwnTerritory | ResponsibilityRule::BestShot => {
                ResponsibleSide::Nobody
            }
            ResponsibilityRule::Sector => match self.sectors_by {
                SectorRule::Impact => self.sector_at(flight.impact),
                SectorRule::Crossing => self.first_sector(flight),
            },
        }
    }

    /// Task of this node with regard to a threat, by the side whose it is.
    pub fn duty(
        &self,
        whose: ResponsibleSide,
        flight: PredictedFlight,
        reliance: &Reliance,
    ) -> Duty {
        let is_own = self.own.contains(flight.impact);
        let is_nearer_than = |limit_s: f64| flight.before_impact_s < limit_s;
        let is_partners = Area::any_contains(&self.partners, flight.impact);
        if is_partners && !is_own && !self.shoots_for_partner {
            return Duty::Nothing;
        }
        match whose {
            ResponsibleSide::Own => Duty::Shoot,
            _ if is_own && self.backup_before_impact_s.is_some_and(is_nearer_than) => Duty::Shoot,
            ResponsibleSide::Partner if is_own && !reliance.relies() => Duty::Shoot,
            ResponsibleSide::Partner if is_own => Duty::Hold(Hold::Partners),
            ResponsibleSide::Nobody if is_own => Duty::Hold(Hold::NoSector),
            ResponsibleSide::Partner => match self.support {
                Some(support) if is_nearer_than(support.before_impact_s) => Duty::Support,
                _ => Duty::Nothing,
            },
            ResponsibleSide::Nobody => Duty::Nothing,
        }
    }

    /// Whether this node shoots at what comes down at a place, if it is told to: where that is on
    /// its partner's territory alone, it may hold fire.
    pub fn obeys_at(&self, place: Geodetic) -> bool {
        self.shoots_for_partner
            || self.own.contains(place)
            || !Area::any_contains(&self.partners, place)
    }

    /// Whether a place lies on this node's own territory.
    pub fn is_own(&self, place: Geodetic) -> bool {
        self.own.contains(place)
    }

    /// The rules of the support that this node gives.
    pub fn support(&self) -> Option<Support> {
        self.support
    }

    /// Side in whose sector a place lies; what lies in both is shot at by both.
    fn sector_at(&self, place: Geodetic) -> ResponsibleSide {
        if Area::any_contains(self.sector.as_slice(), place) {
            ResponsibleSide::Own
        } else if Area::any_contains(&self.partner_sectors, place) {
            ResponsibleSide::Partner
        } else {
            ResponsibleSide::Nobody
        }
    }

    /// The side whose sector a flight, from now on, first crosses.
    fn first_sector(&self, flight: PredictedFlight) -> ResponsibleSide {
        let places = flight.forecast.places_from(flight.now_s);
        let mut crossed = places
            .map(|position_m| self.sector_at(Ecef(position_m).geodetic()))
            .filter(|whose| *whose != ResponsibleSide::Nobody);
        crossed.next().unwrap_or_else(|| self.sector_at(flight.impact))
    }
}
