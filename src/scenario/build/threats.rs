//! Threats: launched over the area of their raid, each flight solved to hit its aim.

use super::aims::{LaunchArea, NEARER, unreachable};
use super::convert::{km, loft, threat_kind};
use super::objects::{self, ObjectEnd};
use super::{Builder, MARGIN_S, named, once};
use crate::ballistics::aim::{self, AimError};
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::Flight;
use crate::earth::frames::Geodetic;
use crate::scenario::error::Fault;
use crate::scenario::identity::AssetId;
use crate::scenario::model::{LATE_SIGMA, Threat, ThreatKind};
use nalgebra::Vector3;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Builder<'_> {
    /// The threat types, each with its vehicle tried.
    pub(super) fn threat_kinds(&self, faults: &mut Vec<Fault>) -> Vec<Arc<ThreatKind>> {
        let mut kinds = Vec::new();
        for (index, written) in self.file.threat_types.iter().enumerate() {
            let kind = threat_kind(written);
            if let Err(error) = kind.vehicle.check() {
                let path = format!("threat_types[{index}].stages");
                let title = format!("threat type `{}` cannot fly", written.id);
                faults.push(self.document.fault_at(&path, title, error.to_string()));
            }
            kinds.push(Arc::new(kind));
        }
        kinds
    }

    /// The threats, raid by raid, with their flights solved in parallel, equal ones once.
    pub(super) fn threats(
        &self,
        kinds: &[Arc<ThreatKind>],
        floor_m: f64,
        faults: &mut Vec<Fault>,
    ) -> Vec<Threat> {
        let launches: Vec<PlannedLaunch> =
            (0..self.file.raids.len()).flat_map(|raid| self.launches(raid, kinds)).collect();
        let key = |launch: &PlannedLaunch| once::key(&launch.threat, launch.target);
        let solved = once::each(&launches, key, |launch| launch.solve(floor_m));
        let duration_s = self.file.simulation.duration_s;
        let mut threats = Vec::new();
        for (launch, solved) in launches.into_iter().zip(solved) {
            match solved {
                Ok((steering, ends)) => {
                    let threat = &launch.threat;
                    let latest_s = threat.launch_s + LATE_SIGMA * threat.launch_time_error_s;
                    let by_s = |end: &ObjectEnd| latest_s + end.time_s;
                    let beyond = ends.iter().find(|end| by_s(end) + MARGIN_S > duration_s);
                    let fault = beyond.map(|one| self.too_short(&threat.name, one, by_s(one)));
                    faults.extend(fault);
                    threats.push(Threat { steering, ..launch.threat });
                }
                Err(error) => faults.push(self.out_of_reach(&launch, &error)),
            }
        }
        // Threats of one raid at one aim fail alike: the first tells enough.
        let mut told = BTreeSet::new();
        faults.retain(|fault| {
            let span = fault.span.clone().map(|span| (span.start, span.end));
            told.insert((fault.title.clone(), span))
        });
        threats
    }

    fn out_of_reach(&self, launch: &PlannedLaunch, error: &AimError) -> Fault {
        let raid = &self.file.raids[launch.raid];
        let path = format!("raids[{}].aims[{}]", launch.raid, launch.aim);
        let title = unreachable(&raid.threat, &raid.aims[launch.aim], &raid.id);
        let fault = self.document.fault_at(&path, title, error.to_string());
        fault.help(NEARER)
    }

    /// The threats of one raid, not yet solved: launch points over the disc, aims in turn.
    fn launches(&self, index: usize, kinds: &[Arc<ThreatKind>]) -> Vec<PlannedLaunch> {
        let raid = &self.file.raids[index];
        let kind = named(kinds, &raid.threat, |kind| &kind.name).unwrap_or_default();
        let area = LaunchArea {
            middle: Geodetic::degrees(raid.latitude_deg, raid.longitude_deg, 0.0),
            radius_m: km(raid.radius_km),
            count: raid.count,
            raid: index,
        };
        let launch = |number: u32| {
            let aim = number as usize % raid.aims.len();
            let assets = &self.file.assets;
            let asset = named(assets, &raid.aims[aim], |asset| &asset.id).unwrap_or_default();
            let target = &assets[asset];
            PlannedLaunch {
                threat: Threat {
                    name: format!("{}-{}", raid.id, number + 1),
                    raid: raid.id.clone(),
                    kind: kinds[kind].clone(),
                    launch: area.point(number),
                    launch_s: raid.start_s + f64::from(number) * raid.spacing_s,
                    aim: AssetId(asset as u16),
                    loft: loft(raid.loft_deg),
                    steering: UNSOLVED,
                    launch_time_error_s: raid.launch_time_error_s,
                    launch_position_error_m: km(raid.launch_position_error_km),
                },
                raid: index,
                aim,
                target: Geodetic::degrees(target.latitude_deg, target.longitude_deg, 0.0),
            }
        };
        (0..raid.count).map(launch).collect()
    }
}

/// Steering of a flight that is not solved yet.
const UNSOLVED: Steering = Steering { azimuth_rad: 0.0, elevation_final_rad: 0.0, cutoff_s: 0.0 };

/// A threat whose steering is still to be found.
struct PlannedLaunch {
    threat: Threat,
    /// Place of its raid in the scenario, and of its aim in the raid.
    raid: usize,
    aim: usize,
    target: Geodetic,
}

impl PlannedLaunch {
    /// The steering that hits, and the end of each object, the payload first.
    fn solve(&self, floor_m: f64) -> Result<(Steering, Vec<ObjectEnd>), AimError> {
        let Threat { kind, launch, .. } = &self.threat;
        let steering = aim::solve(&kind.vehicle, *launch, self.target, self.threat.loft)?;
        let flight = Flight::new(&kind.vehicle, *launch, &steering, Vector3::zeros());
        Ok((steering, objects::ends(kind, &flight, floor_m)))
    }
}
