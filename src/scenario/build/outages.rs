//! Conversion of outages: names into numbers.

use super::{Builder, named};
use crate::scenario::identity::{FireUnitId, LinkId};
use crate::scenario::model::{Asset, HitSite, OutagePart, ThreatKind};
use crate::scenario::read::fnv_1a;
use crate::scenario::schema::link_name;
use crate::scenario::{model, schema};
use std::sync::Arc;

impl Builder<'_> {
    pub(super) fn outage(
        &self,
        written: &schema::OutageTable,
        (assets, kinds): (&[Asset], &[Arc<ThreatKind>]),
    ) -> model::Outage {
        let file = self.file;
        let sensor = |name: &String| Some(OutagePart::Sensor(self.sensor_id(name)?));
        let unit = |name: &String| {
            let place = named(&file.fire_units, name, |unit| &unit.id)?;
            Some(OutagePart::FireUnit(FireUnitId(place as u16)))
        };
        let link = |name: &String| {
            let mut links = file.links.iter().map(|link| link_name(&link.from, &link.to));
            let place = links.position(|link| link == *name)?;
            Some(OutagePart::Link(LinkId(place as u16)))
        };
        let kind = |name: &String| {
            let place = named(kinds, name, |kind| &kind.name)?;
            Some(OutagePart::Discrimination(place))
        };
        let node = |name: &String| OutagePart::CommandNode(self.system_id(name));
        let assessment = |name: &String| OutagePart::KillAssessment(self.system_id(name));
        let parts = (written.sensors.iter().filter_map(sensor))
            .chain(written.fire_units.iter().filter_map(unit))
            .chain(written.links.iter().filter_map(link))
            .chain(written.centre.then_some(OutagePart::Centre))
            .chain(written.command_nodes.iter().map(node))
            .chain(written.kill_assessment.iter().map(assessment))
            .chain(written.discrimination.iter().filter_map(kind));
        let site = |name: &String| {
            let asset = &assets[named(assets, name, |asset| &asset.name)?];
            Some(HitSite { position_m: asset.place.ecef().0, radius_m: asset.radius_m })
        };
        model::Outage {
            name: written.id.clone(),
            key: fnv_1a([written.id.as_bytes()]),
            probability: written.probability,
            from_s: written.from_s,
            when_hit: written.when_hit.as_ref().and_then(site),
            repair_s: written.repair_s.unwrap_or(f64::INFINITY),
            parts: parts.collect(),
        }
    }
}
