//! From the scenario as written to the scenario as needed: SI units, numbers for names, flights
//! solved.
//!
//! What only the physics can tell is checked here: vehicles that cannot fly, aims out of reach,
//! flights longer than the run. After this nothing in a tick returns a `Result`.

mod convert;
mod corridors;
mod links;
mod objects;
mod once;

use crate::ballistics::aim::{self, AimError, Loft};
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::Flight;
use crate::earth::frames::Geodetic;
use crate::earth::geodesic;
use crate::scenario::identity::AssetId;
use crate::scenario::parts::object::reach_floor_m;
use crate::scenario::parts::{self, Scenario};
use crate::scenario::read::tree::Node;
use crate::scenario::schema::{self, ScenarioFile};
use crate::scenario::{Document, Fault, Faults};
use convert::{km, threat_kind};
use nalgebra::Vector3;
use objects::Last;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

/// Height of a geostationary satellite above the ellipsoid, m (42,164.17 km from the centre).
const GEOSTATIONARY_M: f64 = 35_786_000.0;

/// Time that a run must go on after the last planned impact, s: dispersed flights and last
/// assessments need it.
const MARGIN_S: f64 = 60.0;

/// Standard deviations by which a launch may be late, or early: what is beyond is cut off.
pub(crate) const LATE_SIGMA: f64 = 4.0;

/// Checks what only the physics can tell and makes the scenario.
///
/// # Errors
/// All faults found, at least one.
pub fn check(document: Document) -> Result<Scenario, Faults> {
    let (scenario, faults) = Builder {
        document: &document,
        file: &document.file,
    }
    .build();
    if faults.is_empty() {
        Ok(scenario)
    } else {
        Err(document.into_faults(faults))
    }
}

struct Builder<'a> {
    document: &'a Document,
    file: &'a ScenarioFile,
}

impl Builder<'_> {
    fn build(&self) -> (Scenario, Vec<Fault>) {
        let file = self.file;
        let mut faults = Vec::new();
        self.raids(&mut faults);
        self.radar_types(&mut faults);
        self.handovers(&mut faults);
        let fire_units = self.fire_units();
        let floor_m = reach_floor_m(&fire_units);
        let before = faults.len();
        let kinds = self.threat_kinds(&mut faults);
        let threats = if faults.len() == before {
            self.threats(&kinds, floor_m, &mut faults)
        } else {
            Vec::new()
        };
        let corridors = if faults.len() == before {
            self.corridors(&kinds, &mut faults)
        } else {
            Vec::new()
        };
        let step_s = file.simulation.step_s;
        let scenario = Scenario {
            name: file.name.clone(),
            description: file.description.clone(),
            digest: self.document.digest,
            seed: file.simulation.seed,
            runs: file.simulation.runs,
            step_s,
            last_tick: self.ticks(file.simulation.duration_s),
            systems: file
                .systems
                .iter()
                .map(|system| self.system(system, &kinds))
                .collect(),
            assets: file.assets.iter().map(|asset| self.asset(asset)).collect(),
            radars: file
                .radars
                .iter()
                .filter_map(|radar| self.radar(radar))
                .collect(),
            satellites: file
                .satellites
                .iter()
                .filter_map(|sat| self.satellite(sat))
                .collect(),
            sensors: self.sensors(),
            fire_units,
            threats,
            corridors,
            threat_kinds: kinds,
            links: file.links.iter().map(|link| self.link(link)).collect(),
            architectures: file
                .architectures
                .iter()
                .map(|a| self.architecture(a))
                .collect(),
        };
        (scenario, faults)
    }

    /// No launch may fall before time zero, however early its error makes it.
    fn raids(&self, faults: &mut Vec<Fault>) {
        for (index, raid) in self.file.raids.iter().enumerate() {
            let earliest_s = LATE_SIGMA * raid.launch_time_error_s;
            if raid.start_s < earliest_s {
                let path = format!("raids[{index}].start_s");
                let title = format!("raid `{}` may start before time zero", raid.id);
                let label = format!(
                    "launches err by up to {LATE_SIGMA} standard deviations, {earliest_s} s"
                );
                let fault = self.document.fault_at(&path, title, label);
                faults.push(fault.help(format!("write `start_s = {earliest_s}` or more")));
            }
        }
    }

    /// A radar must have time for at least one look at a track beside its search.
    fn radar_types(&self, faults: &mut Vec<Fault>) {
        for (index, kind) in self.file.radar_types.iter().enumerate() {
            let share = (1.0 - kind.search_share) * (1.0 - kind.cue_share);
            let time_s = share * kind.track_revisit_s;
            if kind.track_dwell_s > time_s {
                let path = format!("radar_types[{index}].track_dwell_s");
                let title = format!("radar type `{}` has no time to track", kind.id);
                let label = format!(
                    "search and cues leave {time_s:.3} s of each revisit, less than one dwell"
                );
                let fault = self.document.fault_at(&path, title, label);
                faults.push(fault.help("write smaller shares or a shorter dwell"));
            }
        }
    }

    /// A hand-over shorter than a tick could not be played.
    fn handovers(&self, faults: &mut Vec<Fault>) {
        let step_s = self.file.simulation.step_s;
        for (index, kind) in self.file.interceptor_types.iter().enumerate() {
            if kind.handover_s < step_s {
                let path = format!("interceptor_types[{index}].handover_s");
                let title = format!("interceptor type `{}` hands over within a step", kind.id);
                let label = format!("the step is {step_s} s");
                let fault = self.document.fault_at(&path, title, label);
                faults.push(fault.help(format!("write `handover_s = {step_s}` or more")));
            }
        }
    }

    /// The threat types, each with its vehicle tried.
    fn threat_kinds(&self, faults: &mut Vec<Fault>) -> Vec<Arc<parts::ThreatKind>> {
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
    fn threats(
        &self,
        kinds: &[Arc<parts::ThreatKind>],
        floor_m: f64,
        faults: &mut Vec<Fault>,
    ) -> Vec<parts::Threat> {
        let plans: Vec<Plan> = (0..self.file.raids.len())
            .flat_map(|raid| self.plans(raid, kinds))
            .collect();
        let key = |plan: &Plan| once::key(&plan.threat, plan.target);
        let solved = once::each(&plans, key, |plan| plan.solve(floor_m));
        let duration_s = self.file.simulation.duration_s;
        let mut threats = Vec::new();
        for (plan, solved) in plans.into_iter().zip(solved) {
            match solved {
                Ok((steering, lasts)) => {
                    let late_s = LATE_SIGMA * plan.threat.launch_time_error_s;
                    let by_s = |last: &Last| plan.threat.launch_s + late_s + last.time_s;
                    let beyond = lasts.iter().find(|last| by_s(last) + MARGIN_S > duration_s);
                    faults.extend(
                        beyond.map(|last| self.too_short(&plan.threat.name, last, by_s(last))),
                    );
                    threats.push(parts::Threat {
                        steering,
                        ..plan.threat
                    });
                }
                Err(error) => faults.push(self.out_of_reach(&plan, &error)),
            }
        }
        // Threats of one raid at one aim fail alike: the first tells enough.
        let mut told: Vec<(String, Option<Range<usize>>)> = Vec::new();
        faults.retain(|fault| {
            let key = (fault.title.clone(), fault.span.clone());
            let is_new = !told.contains(&key);
            told.push(key);
            is_new
        });
        threats
    }

    fn too_short(&self, threat: &str, last: &Last, by_s: f64) -> Fault {
        let (title, label) = last.too_short(threat, by_s);
        let fault = self
            .document
            .fault_at("simulation.duration_s", title, label);
        let needed_s = 10.0 * ((by_s + MARGIN_S) / 10.0).ceil();
        if needed_s.is_finite() {
            fault.help(format!("write `duration_s = {needed_s:.0}` or more"))
        } else {
            fault.help("give it a smaller `separation_mps`")
        }
    }

    fn out_of_reach(&self, plan: &Plan, error: &AimError) -> Fault {
        let raid = &self.file.raids[plan.raid];
        let path = format!("raids[{}].aims[{}]", plan.raid, plan.aim);
        let title = unreachable(&raid.threat, &raid.aims[plan.aim], &raid.id);
        self.document
            .fault_at(&path, title, error.to_string())
            .help(NEARER)
    }

    /// The threats of one raid, not yet solved: launch points over the disc, aims in turn.
    fn plans(&self, raid: usize, kinds: &[Arc<parts::ThreatKind>]) -> Vec<Plan> {
        let written = &self.file.raids[raid];
        let place = self
            .file
            .threat_types
            .iter()
            .position(|kind| kind.id == written.threat);
        let kind = &kinds[place.unwrap_or_default()];
        let disc = Disc {
            middle: Geodetic::degrees(written.latitude_deg, written.longitude_deg, 0.0),
            radius_m: km(written.radius_km),
            count: written.count,
            raid,
        };
        let loft = loft(written.loft_deg);
        let plan = |index: u32| {
            let aim = index as usize % written.aims.len();
            let asset = self
                .file
                .assets
                .iter()
                .position(|asset| asset.id == written.aims[aim]);
            let target = &self.file.assets[asset.unwrap_or_default()];
            let threat = parts::Threat {
                name: format!("{}-{}", written.id, index + 1),
                raid: written.id.clone(),
                kind: kind.clone(),
                launch: launch_point(disc, index),
                launch_s: written.start_s + f64::from(index) * written.spacing_s,
                aim: AssetId(asset.unwrap_or_default() as u16),
                loft,
                steering: UNSOLVED,
                launch_time_error_s: written.launch_time_error_s,
                launch_position_error_m: km(written.launch_position_error_km),
            };
            let target = Geodetic::degrees(target.latitude_deg, target.longitude_deg, 0.0);
            Plan {
                threat,
                raid,
                aim,
                target,
            }
        };
        (0..written.count).map(plan).collect()
    }
}

fn loft(loft_deg: f64) -> Loft {
    match loft_deg.to_radians() {
        0.0 => Loft::MinimumEnergy,
        offset => Loft::Offset(offset),
    }
}

fn unreachable(threat: &str, aim: &str, raid: &str) -> String {
    format!("`{threat}` cannot reach `{aim}` from the launch area of raid `{raid}`")
}

/// What to do about an aim out of reach.
const NEARER: &str =
    "choose a nearer aim, another launch area, another loft or a longer-range type";

/// What steers a flight that is not solved yet.
const UNSOLVED: Steering = Steering {
    azimuth_rad: 0.0,
    elevation_final_rad: 0.0,
    cutoff_s: 0.0,
};

/// Looks for aims out of reach in a file that has other faults, as far as its raids, assets and
/// threat types can be read: one launch is tried for each aim of a raid.
pub(crate) fn reach(tree: &Node, faults: &mut Faults) {
    for (index, raid) in tree.list("raids").iter().enumerate() {
        for (place, aim) in raid.list("aims").iter().take(AIMS_TRIED_MAX).enumerate() {
            let tried = attempt(tree, raid, index, (place, aim));
            let names = (raid.text_of("threat"), aim.text(), raid.text_of("id"));
            if let (Some(error), (Some(threat), Some(aim_name), Some(id))) = (tried, names) {
                let title = unreachable(threat, aim_name, id);
                faults.add(aim.fault(title, error.to_string()).help(NEARER));
            }
        }
    }
}

/// Most aims of one raid that are tried in a file with other faults.
const AIMS_TRIED_MAX: usize = 50;

/// Why one aim cannot be reached; `None` if it can, or if not enough can be read to tell.
fn attempt(
    tree: &Node,
    raid: &Node,
    index: usize,
    (place, aim): (usize, &Node),
) -> Option<AimError> {
    let named = |list: &'static str, name: &str| {
        let mut items = tree.list(list).iter();
        items.find(|item| item.text_of("id") == Some(name))
    };
    let asset = named("assets", aim.text()?)?;
    let written = named("threat_types", raid.text_of("threat")?)?;
    let kind = threat_kind(&schema::ThreatType::deserialize(written.to_json()).ok()?);
    kind.vehicle.check().ok()?;
    let point = |node: &Node| {
        let (latitude_deg, longitude_deg) = (
            node.number_of("latitude_deg")?,
            node.number_of("longitude_deg")?,
        );
        Some(Geodetic::degrees(latitude_deg, longitude_deg, 0.0))
    };
    let disc = Disc {
        middle: point(raid)?,
        radius_m: km(raid.number_of("radius_km")?),
        count: raid.number_of("count")? as u32,
        raid: index,
    };
    let loft = Loft::Offset(raid.number_of("loft_deg")?.to_radians());
    let launch = launch_point(disc, place as u32);
    aim::solve(&kind.vehicle, launch, point(asset)?, loft).err()
}

/// A threat whose steering is still to be found.
struct Plan {
    threat: parts::Threat,
    raid: usize,
    aim: usize,
    target: Geodetic,
}

impl Plan {
    /// The steering that hits, and when each object is over, the payload first.
    fn solve(&self, floor_m: f64) -> Result<(Steering, Vec<Last>), AimError> {
        let vehicle = &self.threat.kind.vehicle;
        let steering = aim::solve(vehicle, self.threat.launch, self.target, self.threat.loft)?;
        let flight = Flight::new(vehicle, self.threat.launch, &steering, Vector3::zeros());
        let lasts = objects::lasts(&self.threat.kind, &flight, floor_m);
        Ok((steering, lasts))
    }
}

/// The golden angle, rad.
const GOLDEN_RAD: f64 = 2.399_963_229_728_653;

/// Launch points spread evenly over a disc by the golden angle (Vogel, Mathematical Biosciences 44,
/// 1979); a single one stands in the middle. Each raid's disc is turned by a radian against the one
/// before, so that raids from one area do not share their points.
fn launch_point(disc: Disc, index: u32) -> Geodetic {
    if disc.count == 1 || disc.radius_m <= 0.0 {
        return disc.middle;
    }
    let share = (f64::from(index) + 0.5) / f64::from(disc.count);
    let azimuth_rad = GOLDEN_RAD * f64::from(index) + disc.raid as f64;
    geodesic::direct(disc.middle, azimuth_rad, disc.radius_m * share.sqrt())
}

/// A raid's launch area.
#[derive(Clone, Copy)]
struct Disc {
    middle: Geodetic,
    radius_m: f64,
    count: u32,
    raid: usize,
}
