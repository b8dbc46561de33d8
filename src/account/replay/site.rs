//! What stands in a scenario: assets, radars, other sensors, fire units.

use crate::earth::frames::Geodetic;
use crate::earth::geodesic;
use crate::scenario::identity::SystemId;
use crate::scenario::model::{Radar, Scenario};
use std::f64::consts::TAU;

/// Corners of the arc of a field of regard that is seen all round.
const ARC_CORNERS: f64 = 72.0;

/// Something that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplaySite {
    /// Its name.
    pub name: String,
    /// Kind.
    pub role: SiteRole,
    /// Place of its owner among the systems.
    pub system: usize,
    /// Description.
    pub about: String,
    /// Its place.
    pub place: Geodetic,
    /// Outline on the ground of a radar's field of regard, to its greatest range; else empty.
    pub field: Vec<Geodetic>,
}

/// Kind of what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteRole {
    /// A defended asset.
    Asset,
    /// A radar.
    Radar,
    /// A sensor of another kind.
    Sensor,
    /// A fire unit.
    FireUnit,
}

impl SiteRole {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Radar => "radar",
            Self::Sensor => "sensor",
            Self::FireUnit => "fire-unit",
        }
    }
}

pub(super) fn sites(scenario: &Scenario) -> Vec<ReplaySite> {
    let site = |(name, system): (&String, SystemId), role, about, place| ReplaySite {
        name: name.clone(),
        role,
        system: system.index(),
        about,
        place,
        field: Vec::new(),
    };
    let assets = scenario.assets.iter().map(|asset| {
        let about = format!("value {}", asset.value);
        site((&asset.name, asset.system), SiteRole::Asset, about, asset.place)
    });
    let radars = scenario.radars.iter().map(|radar| {
        let about = format!("sees to {} km", radar.kind.range_max_m / 1000.0);
        let bare = site((&radar.name, radar.system), SiteRole::Radar, about, radar.place);
        ReplaySite { field: field(radar), ..bare }
    });
    let sensors = scenario.sensors.iter().map(|sensor| {
        let about = format!("kind {}", sensor.kind);
        site((&sensor.name, sensor.system), SiteRole::Sensor, about, sensor.place)
    });
    let units = scenario.fire_units.iter().map(|unit| {
        let about = format!("{} of type {}", unit.inventory, unit.kind.name);
        site((&unit.name, unit.system), SiteRole::FireUnit, about, unit.place)
    });
    assets.chain(radars).chain(sensors).chain(units).collect()
}

/// Outline of a radar's field of regard.
fn field(radar: &Radar) -> Vec<Geodetic> {
    let span_rad = radar.kind.azimuth_span_rad;
    let count = (ARC_CORNERS * span_rad / TAU).ceil().max(1.0);
    let is_round = span_rad >= TAU;
    let corners = (0..=count as u32).map(|corner| {
        let off_rad = span_rad * (f64::from(corner) / count - 0.5);
        geodesic::direct(radar.place, radar.azimuth_rad + off_rad, radar.kind.range_max_m)
    });
    let middle = (!is_round).then_some(radar.place);
    // All round the last corner is the first.
    middle.into_iter().chain(corners.skip(usize::from(is_round))).collect()
}
