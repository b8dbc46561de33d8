//! From the scenario as written to the scenario as needed: SI units, numbers for names, flights
//! solved.
//!
//! What only the physics can tell is checked here: vehicles that cannot fly, aims out of reach,
//! flights longer than the run. After this nothing in a tick returns a `Result`.

use super::Document;
use super::Fault;
use super::Faults;
use super::identity::AssetId;
use super::identity::SystemId;
use super::parts;
use super::parts::Scenario;
use super::schema;
use super::schema::ScenarioFile;
use crate::ballistics::aim;
use crate::ballistics::aim::AimError;
use crate::ballistics::aim::Loft;
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::Advance;
use crate::ballistics::flight::Flight;
use crate::ballistics::flyout::Flyout;
use crate::ballistics::flyout::Kinematics;
use crate::ballistics::vehicle::Stage;
use crate::ballistics::vehicle::Thrust;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::area::Area;
use crate::earth::atmosphere;
use crate::earth::frames::Geodetic;
use crate::earth::geodesic;
use nalgebra::Vector3;
use rayon::prelude::*;
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
        let kinds = self.threat_kinds(&mut faults);
        let threats = if faults.is_empty() {
            self.threats(&kinds, &mut faults)
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
                .map(|system| self.system(system))
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
            fire_units: self.fire_units(),
            threats,
            links: file.links.iter().map(|link| self.link(link)).collect(),
            architectures: file
                .architectures
                .iter()
                .map(|a| self.architecture(a))
                .collect(),
        };
        (scenario, faults)
    }

    /// The system of this name, which the rules have found to exist.
    fn system_id(&self, name: &str) -> SystemId {
        let place = self
            .file
            .systems
            .iter()
            .position(|system| system.id == name);
        SystemId(place.unwrap_or_default() as u16)
    }

    /// Whole ticks in a time that is a multiple of the step, at least one.
    fn ticks(&self, time_s: f64) -> u64 {
        ((time_s / self.file.simulation.step_s).round() as u64).max(1)
    }

    fn system(&self, written: &schema::System) -> parts::System {
        let tracking = &written.tracking;
        let command = &written.command;
        parts::System {
            name: written.id.clone(),
            territory: area(&written.territory_deg),
            sector: written.sector_deg.as_deref().map(area),
            tracking: parts::Tracking {
                gate_sigma: tracking.gate_sigma,
                confirm_plots: tracking.confirm_plots,
                confirm_looks: tracking.confirm_looks,
                drop_tentative_s: tracking.drop_tentative_s,
                drop_confirmed_s: tracking.drop_confirmed_s,
                process_noise_m2ps3: tracking.process_noise_m2ps3,
                boost_noise_m2ps3: tracking.boost_noise_m2ps3,
                boost_acceleration_mps2: tracking.boost_acceleration_mps2,
                velocity_prior_mps: tracking.velocity_prior_mps,
                ballistic_coefficient_kgpm2: tracking.ballistic_coefficient_kgpm2,
            },
            command: parts::Command {
                planning_ticks: self.ticks(command.planning_period_s),
                decision_delay_s: command.decision_delay_s,
                doctrine: command.doctrine.rule,
                shots: command.doctrine.shots,
                commit_sigma_m: km(command.commit_sigma_km),
                reserve: command.reserve,
                assessment_delay_s: command.assessment_delay_s,
                assessment_error: command.assessment_error,
            },
        }
    }

    fn asset(&self, written: &schema::Asset) -> parts::Asset {
        parts::Asset {
            name: written.id.clone(),
            system: self.system_id(&written.system),
            place: Geodetic::degrees(written.latitude_deg, written.longitude_deg, 0.0),
            radius_m: km(written.radius_km),
            value: written.value,
        }
    }

    fn radar(&self, written: &schema::Radar) -> Option<parts::Radar> {
        let kind = self
            .file
            .radar_types
            .iter()
            .find(|kind| kind.id == written.kind)?;
        Some(parts::Radar {
            name: written.id.clone(),
            system: self.system_id(&written.system),
            place: Geodetic::degrees(
                written.latitude_deg,
                written.longitude_deg,
                written.altitude_m,
            ),
            azimuth_rad: written.azimuth_deg.to_radians(),
            kind: self.radar_kind(kind),
        })
    }

    fn radar_kind(&self, written: &schema::RadarType) -> parts::RadarKind {
        parts::RadarKind {
            snr_reference: libm::pow(10.0, written.snr_reference_db / 10.0),
            range_reference_m: km(written.range_reference_km),
            cross_section_reference_m2: written.cross_section_reference_m2,
            dwell_reference_s: written.dwell_reference_s,
            track_dwell_s: written.track_dwell_s,
            track_ticks: self.ticks(written.track_revisit_s),
            search_ticks: self.ticks(written.search_frame_s),
            search_frame_s: written.search_frame_s,
            track_revisit_s: written.track_revisit_s,
            search_share: written.search_share,
            search_elevation_min_rad: written.search_elevation_min_deg.to_radians(),
            search_elevation_max_rad: written.search_elevation_max_deg.to_radians(),
            false_alarm_probability: written.false_alarm_probability,
            false_plots_per_frame: written.false_plots_per_frame,
            beamwidth_rad: written.beamwidth_deg.to_radians(),
            bandwidth_hz: written.bandwidth_mhz * 1e6,
            range_floor_m: written.range_floor_m,
            angle_floor_rad: written.angle_floor_mrad * 1e-3,
            range_bias_m: written.range_bias_m,
            angle_bias_rad: written.angle_bias_mrad * 1e-3,
            range_max_m: km(written.range_max_km),
            azimuth_span_rad: written.azimuth_span_deg.to_radians(),
            elevation_min_rad: written.elevation_min_deg.to_radians(),
            elevation_max_rad: written.elevation_max_deg.to_radians(),
        }
    }

    fn satellite(&self, written: &schema::Satellite) -> Option<parts::Satellite> {
        let kind = self
            .file
            .satellite_types
            .iter()
            .find(|kind| kind.id == written.kind)?;
        Some(parts::Satellite {
            name: written.id.clone(),
            system: self.system_id(&written.system),
            place: Geodetic::degrees(0.0, written.longitude_deg, GEOSTATIONARY_M),
            kind: parts::SatelliteKind {
                revisit_ticks: self.ticks(kind.revisit_s),
                cloud_break_m: km(kind.cloud_break_km),
                angle_error_rad: kind.angle_error_mrad * 1e-3,
                angle_bias_rad: kind.angle_bias_mrad * 1e-3,
                detection_probability: kind.detection_probability,
            },
        })
    }

    fn fire_units(&self) -> Vec<parts::FireUnit> {
        let types = &self.file.interceptor_types;
        let used = |kind: &schema::InterceptorType| {
            self.file
                .fire_units
                .iter()
                .any(|unit| unit.interceptor == kind.id)
        };
        let kinds: Vec<Option<Arc<parts::InterceptorKind>>> = types
            .par_iter()
            .map(|kind| used(kind).then(|| Arc::new(interceptor_kind(kind))))
            .collect();
        let unit = |written: &schema::FireUnit| {
            let place = types
                .iter()
                .position(|kind| kind.id == written.interceptor)?;
            Some(parts::FireUnit {
                name: written.id.clone(),
                system: self.system_id(&written.system),
                place: Geodetic::degrees(
                    written.latitude_deg,
                    written.longitude_deg,
                    written.altitude_m,
                ),
                inventory: written.inventory,
                channels: written.channels,
                kind: kinds[place].clone()?,
            })
        };
        self.file.fire_units.iter().filter_map(unit).collect()
    }

    fn link(&self, written: &schema::Link) -> parts::Link {
        parts::Link {
            from: self.system_id(&written.from),
            to: self.system_id(&written.to),
            latency_s: written.latency_s,
            jitter_s: written.jitter_s,
            loss: written.loss,
        }
    }

    fn architecture(&self, written: &schema::ArchitectureFile) -> parts::Architecture {
        let exchange = match (written.exchange.period_s, written.exchange.usage) {
            (Some(period_s), Some(usage)) => Some(parts::Exchange {
                content: written.exchange.content,
                period_ticks: self.ticks(period_s),
                usage,
            }),
            _ => None,
        };
        parts::Architecture {
            name: written.name.clone(),
            description: written.description.clone(),
            exchange,
            engagement_status: written.exchange.engagement_status,
            responsibility: written.responsibility.rule,
            backup_before_impact_s: written.responsibility.backup_before_impact_s,
            coordination: written.coordination.rule,
        }
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
            let time_s = (1.0 - kind.search_share) * kind.track_revisit_s;
            if kind.track_dwell_s > time_s {
                let path = format!("radar_types[{index}].track_dwell_s");
                let title = format!("radar type `{}` has no time to track", kind.id);
                let label =
                    format!("search leaves {time_s:.3} s of each revisit, less than one dwell");
                let fault = self.document.fault_at(&path, title, label);
                faults.push(fault.help("write a smaller `search_share` or a shorter dwell"));
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

    /// The threats, raid by raid, with their flights solved in parallel.
    fn threats(
        &self,
        kinds: &[Arc<parts::ThreatKind>],
        faults: &mut Vec<Fault>,
    ) -> Vec<parts::Threat> {
        let plans: Vec<Plan> = (0..self.file.raids.len())
            .flat_map(|raid| self.plans(raid, kinds))
            .collect();
        let solved: Vec<Result<(Steering, f64), AimError>> =
            plans.par_iter().map(Plan::solve).collect();
        let duration_s = self.file.simulation.duration_s;
        let mut threats = Vec::new();
        for (plan, solved) in plans.into_iter().zip(solved) {
            match solved {
                Ok((steering, flight_s)) => {
                    let late_s = LATE_SIGMA * plan.threat.launch_time_error_s;
                    let down_s = plan.threat.launch_s + late_s + flight_s;
                    if down_s + MARGIN_S > duration_s {
                        faults.push(self.too_short(&plan, down_s));
                    }
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

    fn too_short(&self, plan: &Plan, down_s: f64) -> Fault {
        let title = "the run ends before its threats come down".to_string();
        let label = format!(
            "threat `{}` may come down at {down_s:.0} s",
            plan.threat.name
        );
        let needed_s = 10.0 * ((down_s + MARGIN_S) / 10.0).ceil();
        self.document
            .fault_at("simulation.duration_s", title, label)
            .help(format!("write `duration_s = {needed_s:.0}` or more"))
    }

    fn out_of_reach(&self, plan: &Plan, error: &AimError) -> Fault {
        let raid = &self.file.raids[plan.raid];
        let path = format!("raids[{}].aims[{}]", plan.raid, plan.aim);
        let title = format!(
            "`{}` cannot reach `{}` from the launch area of raid `{}`",
            raid.threat, raid.aims[plan.aim], raid.id
        );
        let fault = self.document.fault_at(&path, title, error.to_string());
        fault.help("choose a nearer aim, another launch area, another loft or a longer-range type")
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
        let loft = match written.loft_deg.to_radians() {
            0.0 => Loft::MinimumEnergy,
            offset => Loft::Offset(offset),
        };
        let plan = |index: u32| {
            let aim = index as usize % written.aims.len();
            let asset = self
                .file
                .assets
                .iter()
                .position(|asset| asset.id == written.aims[aim]);
            let target = &self.file.assets[asset.unwrap_or_default()];
            let steering = Steering {
                azimuth_rad: 0.0,
                elevation_final_rad: 0.0,
                cutoff_s: 0.0,
            };
            let threat = parts::Threat {
                name: format!("{}-{}", written.id, index + 1),
                kind: kind.clone(),
                launch: launch_point(disc, index),
                launch_s: written.start_s + f64::from(index) * written.spacing_s,
                aim: AssetId(asset.unwrap_or_default() as u16),
                loft,
                steering,
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

/// A threat whose steering is still to be found.
struct Plan {
    threat: parts::Threat,
    raid: usize,
    aim: usize,
    target: Geodetic,
}

impl Plan {
    /// The steering that hits, and the time of flight, s.
    fn solve(&self) -> Result<(Steering, f64), AimError> {
        let vehicle = &self.threat.kind.vehicle;
        let steering = aim::solve(vehicle, self.threat.launch, self.target, self.threat.loft)?;
        let flight = Flight::new(vehicle, self.threat.launch, &steering, Vector3::zeros());
        let flight_s = match flight.advance(&flight.launch_state(), 0.0, f64::INFINITY) {
            Advance::Impact { time_s, .. } => time_s,
            // A solved flight comes down; one that does not is longer than any run.
            Advance::Flying(_) => f64::INFINITY,
        };
        Ok((steering, flight_s))
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

fn threat_kind(written: &schema::ThreatType) -> parts::ThreatKind {
    let stages = written.stages.iter().map(|stage| Stage {
        burn_time_s: stage.burn_time_s,
        thrust: match (stage.thrust_kn, stage.propellant_kg, stage.dry_kg) {
            (Some(thrust_kn), Some(propellant_kg), Some(dry_kg)) => Thrust::MassFlow {
                thrust_n: thrust_kn * 1e3,
                propellant_kg,
                dry_kg,
            },
            // The rules demand one or the other.
            _ => Thrust::MeanAcceleration {
                acceleration_mps2: stage.acceleration_mps2.unwrap_or_default(),
            },
        },
    });
    parts::ThreatKind {
        name: written.id.clone(),
        vehicle: Arc::new(Vehicle {
            stages: stages.collect(),
            payload_kg: written.payload_kg,
            ballistic_coefficient_kgpm2: written.ballistic_coefficient_kgpm2,
        }),
        signature: parts::Signature {
            boost_m2: written.cross_section_boost_m2,
            vacuum_m2: written.cross_section_vacuum_m2,
            reentry_m2: written.cross_section_reentry_m2,
            fluctuation: match written.swerling {
                0 => parts::Fluctuation::Steady,
                3 => parts::Fluctuation::Swerling3,
                _ => parts::Fluctuation::Swerling1,
            },
        },
        cutoff_error_mps: written.cutoff_error_mps,
    }
}

fn interceptor_kind(written: &schema::InterceptorType) -> parts::InterceptorKind {
    let kinematics = Kinematics {
        acceleration_mps2: written.acceleration_mps2,
        burn_time_s: written.burn_time_s,
        ballistic_coefficient_kgpm2: Some(written.ballistic_coefficient_kgpm2),
        altitude_min_m: km(written.altitude_min_km),
        altitude_max_m: km(written.altitude_max_km),
        range_max_m: km(written.range_max_km),
    };
    parts::InterceptorKind {
        name: written.id.clone(),
        flyout: Flyout::tabulate(&kinematics, atmosphere::density_kgpm3),
        preparation_s: written.preparation_s,
        midcourse_mps: written.midcourse_mps,
        handover_s: written.handover_s,
        reach_m: written.divert_mps * written.handover_s,
        kill_probability: written.kill_probability,
    }
}

fn area(corners: &[schema::PointDeg]) -> Area {
    let corners: Vec<(f64, f64)> = corners
        .iter()
        .map(|[latitude_deg, longitude_deg]| {
            (latitude_deg.to_radians(), longitude_deg.to_radians())
        })
        .collect();
    Area::new(&corners)
}

fn km(kilometres: f64) -> f64 {
    1000.0 * kilometres
}
