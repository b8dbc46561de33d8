//! Conversion: each table as written into the part that is needed, in SI units, names into numbers.

use super::links::spans;
use super::objects::{fluctuation, objects};
use super::{Builder, named};
use crate::ballistics::aim::Loft;
use crate::ballistics::flyout::{Flyout, Kinematics};
use crate::ballistics::vehicle::{Stage, Thrust, Vehicle};
use crate::earth::area::Area;
use crate::earth::atmosphere;
use crate::earth::ephemeris::{Ephemeris, EphemerisEntry};
use crate::earth::frames::{Ecef, Geodetic};
use crate::scenario::identity::SystemId;
use crate::scenario::{model, schema};
use crate::sensor::Sensor;
use nalgebra::Vector3;
use rayon::prelude::*;
use std::sync::Arc;

impl Builder<'_> {
    /// The system of this name, which the rules have found to exist.
    pub(super) fn system_id(&self, name: &str) -> SystemId {
        let place = named(&self.file.systems, name, |system| &system.id);
        SystemId(place.unwrap_or_default() as u16)
    }

    /// Whole ticks in a time that is a multiple of the step, at least one.
    pub(super) fn ticks(&self, time_s: f64) -> u64 {
        ((time_s / self.file.simulation.step_s).round() as u64).max(1)
    }

    pub(super) fn system(
        &self,
        written: &schema::System,
        kinds: &[Arc<model::ThreatKind>],
    ) -> model::System {
        let tracking = &written.tracking;
        let command = &written.command;
        model::System {
            name: written.id.clone(),
            territory: area(&written.territory_deg),
            sector: written.sector_deg.as_deref().map(area),
            tracking: tracking.rules,
            boosters: tracking
                .boosters
                .iter()
                .filter_map(|name| kinds.iter().find(|kind| kind.name == *name))
                .map(|kind| model::BoostProfile {
                    name: kind.name.clone(),
                    vehicle: kind.vehicle.clone(),
                })
                .collect(),
            command: model::Command {
                planning_ticks: self.ticks(command.planning_period_s),
                decision_delay_s: command.decision_delay_s,
                doctrine: doctrine(&command.doctrine),
                random_shots: random_shots(&command.doctrine),
                commit_sigma_m: km(command.commit_sigma_km),
                payload_probability_min: command.payload_probability_min,
                reserve: command.reserve,
                raid_outlook_s: command.raid_outlook_s,
                assessment_delay_s: command.assessment_delay_s,
                assessment: model::AssessmentError {
                    alive_if_killed: command.declared_alive_if_killed,
                    killed_if_alive: command.declared_killed_if_alive,
                },
            },
            trust: (self.file.trust.iter())
                .find(|entry| entry.system == written.id)
                .map_or(model::Trust::FULL, |entry| entry.trust),
        }
    }

    pub(super) fn asset(&self, asset: &schema::Asset) -> model::Asset {
        model::Asset {
            name: asset.id.clone(),
            system: self.system_id(&asset.system),
            place: Geodetic::degrees(asset.latitude_deg, asset.longitude_deg, 0.0),
            radius_m: km(asset.radius_km),
            value: asset.value,
        }
    }

    pub(super) fn radar(&self, radar: &schema::Radar) -> Option<model::Radar> {
        let types = &self.file.radar_types;
        let kind = &types[named(types, &radar.kind, |kind| &kind.id)?];
        Some(model::Radar {
            name: radar.id.clone(),
            system: self.system_id(&radar.system),
            place: Geodetic::degrees(radar.latitude_deg, radar.longitude_deg, radar.altitude_m),
            azimuth_rad: radar.azimuth_deg.to_radians(),
            registration_sigmas: radar.registration_sigmas,
            kind: self.radar_kind(kind),
        })
    }

    pub(super) fn radar_kind(&self, written: &schema::RadarType) -> model::RadarKind {
        model::RadarKind {
            reference: model::ReferenceLook {
                snr: libm::pow(10.0, written.snr_reference_db / 10.0),
                range_m: km(written.range_reference_km),
                cross_section_m2: written.cross_section_reference_m2,
                dwell_s: written.dwell_reference_s,
            },
            pulses: written.pulses_per_look,
            track_dwell_s: written.track_dwell_s,
            dwell_max_s: written.dwell_max_s,
            track_ticks: self.ticks(written.track_revisit_s),
            search_ticks: self.ticks(written.search_frame_s),
            search_frame_s: written.search_frame_s,
            track_revisit_s: written.track_revisit_s,
            search_share: written.search_share,
            cue_share: written.cue_share,
            search_elevation_min_rad: written.search_elevation_min_deg.to_radians(),
            search_elevation_max_rad: written.search_elevation_max_deg.to_radians(),
            false_alarm_probability: written.false_alarm_probability,
            false_plots_per_frame: written.false_plots_per_frame,
            beamwidth_rad: written.beamwidth_deg.to_radians(),
            bandwidth_hz: written.bandwidth_mhz * 1e6,
            doppler: written.wavelength_cm.zip(written.range_rate_floor_mps).map(
                |(wavelength_cm, floor_mps)| model::Doppler {
                    wavelength_m: 0.01 * wavelength_cm,
                    floor_mps,
                },
            ),
            range_floor_m: written.range_floor_m,
            angle_floor_rad: written.angle_floor_mrad * 1e-3,
            range_bias_m: written.range_bias_m,
            angle_bias_rad: written.angle_bias_mrad * 1e-3,
            discrimination: written.discrimination,
            range_max_m: km(written.range_max_km),
            azimuth_span_rad: written.azimuth_span_deg.to_radians(),
            elevation_min_rad: written.elevation_min_deg.to_radians(),
            elevation_max_rad: written.elevation_max_deg.to_radians(),
        }
    }

    pub(super) fn satellite(&self, satellite: &schema::Satellite) -> Option<model::Satellite> {
        let types = &self.file.satellite_types;
        let kind = &types[named(types, &satellite.kind, |kind| &kind.id)?];
        Some(model::Satellite {
            name: satellite.id.clone(),
            system: self.system_id(&satellite.system),
            ephemeris: ephemeris(satellite)?,
            kind: model::SatelliteKind {
                revisit_ticks: self.ticks(kind.revisit_s),
                cloud_break_m: km(kind.cloud_break_km),
                angle_error_rad: kind.angle_error_mrad * 1e-3,
                angle_bias_rad: kind.angle_bias_mrad * 1e-3,
                detection_probability: kind.detection_probability,
            },
        })
    }

    pub(super) fn sensors(&self) -> Vec<model::PlacedSensor> {
        let placed =
            |(site, sensor): (&schema::SensorTable, &Arc<dyn Sensor>)| model::PlacedSensor {
                name: site.id.clone(),
                system: self.system_id(&site.system),
                kind: site.kind.clone(),
                place: Geodetic::degrees(site.latitude_deg, site.longitude_deg, site.altitude_m),
                revisit_ticks: self.ticks(sensor.revisit_s()),
                sensor: sensor.clone(),
            };
        (self.file.sensors.iter().zip(&self.document.sensors)).map(placed).collect()
    }

    pub(super) fn fire_units(&self) -> Vec<model::FireUnit> {
        let (types, units) = (&self.file.interceptor_types, &self.file.fire_units);
        let is_used =
            |kind: &schema::InterceptorType| units.iter().any(|unit| unit.interceptor == kind.id);
        let kinds: Vec<Option<Arc<model::InterceptorKind>>> = (types.par_iter().enumerate())
            .map(|(place, kind)| is_used(kind).then(|| Arc::new(interceptor_kind(place, types))))
            .collect();
        let unit = |unit: &schema::FireUnit| {
            let place = named(types, &unit.interceptor, |kind| &kind.id)?;
            Some(model::FireUnit {
                name: unit.id.clone(),
                system: self.system_id(&unit.system),
                place: Geodetic::degrees(unit.latitude_deg, unit.longitude_deg, unit.altitude_m),
                inventory: unit.inventory,
                channels: unit.channels,
                kind: kinds[place].clone()?,
            })
        };
        units.iter().filter_map(unit).collect()
    }

    /// The system that commands the fire units of all, by its name, or the first.
    fn command(&self, written: &schema::Coordination) -> Option<SystemId> {
        let is_one = written.rule == schema::CoordinationRule::OneAssignment;
        let named = |name: &String| self.file.systems.iter().position(|it| it.id == *name);
        let place = written.command.as_ref().and_then(named).unwrap_or(0);
        is_one.then_some(SystemId(place as u16))
    }

    pub(super) fn architecture(&self, written: &schema::ArchitectureFile) -> model::Architecture {
        let exchange = &written.exchange;
        let exchanged = exchange.period_s.zip(exchange.usage);
        let support = &written.coordination;
        let support_s = support.support_before_impact_s;
        model::Architecture {
            name: written.name.clone(),
            description: written.description.clone(),
            exchange: exchanged.map(|(period_s, usage)| model::Exchange {
                content: exchange.content,
                period_ticks: self.ticks(period_s),
                usage,
            }),
            engagement_status: exchange.engagement_status,
            kill_assessment: exchange.kill_assessment,
            centre: exchange.centre.as_ref().map(centre),
            responsibility: written.responsibility.rule,
            sectors_by: written.responsibility.sectors_by.unwrap_or_default(),
            consultation: consultation(&written.responsibility),
            support: support_s.map(|before_impact_s| model::Support {
                before_impact_s,
                reserve: support.support_reserve.unwrap_or_default(),
            }),
            backup_before_impact_s: written.responsibility.backup_before_impact_s,
            coordination: written.coordination.rule,
            command: self.command(&written.coordination),
        }
    }
}

fn centre(written: &schema::Centre) -> model::Centre {
    model::Centre {
        processing_s: written.processing_s,
        release_delay: model::ReleaseDelay::new(
            written.release_delay_s,
            written.release_delay_90_percent_s,
        ),
        down: spans(&written.down_s),
    }
}

/// The rules demand both times or neither.
fn consultation(written: &schema::Responsibility) -> Option<model::Consultation> {
    let (answer_s, timeout_s) = written.consultation_s.zip(written.timeout_s)?;
    Some(model::Consultation {
        answer_s,
        timeout_s,
        after_timeout: written.after_timeout.unwrap_or_default(),
    })
}

fn doctrine(written: &schema::Doctrine) -> model::Doctrine {
    let volleys_max = match written.rule {
        schema::DoctrineRule::Single | schema::DoctrineRule::Salvo => 1,
        schema::DoctrineRule::ShootLookShoot => written.volleys_max.unwrap_or(u32::MAX),
        // No target has a limit of its own.
        schema::DoctrineRule::Random => {
            return model::Doctrine { shots: u32::MAX, later_shots: 1, volleys_max: 1 };
        }
    };
    model::Doctrine {
        shots: written.shots,
        later_shots: written.later_shots.unwrap_or(written.shots),
        volleys_max,
    }
}

fn random_shots(written: &schema::Doctrine) -> Option<u32> {
    matches!(written.rule, schema::DoctrineRule::Random).then_some(written.shots)
}

/// Place of the first type of a type's group; of a type without one, its own.
fn common_mode_number(place: usize, types: &[schema::InterceptorType]) -> u32 {
    let group = types[place].common_mode_group.as_ref();
    let is_first = |other: &schema::InterceptorType| other.common_mode_group.as_ref() == group;
    let first = group.and_then(|_| types.iter().position(is_first));
    first.unwrap_or(place) as u32
}

pub(super) fn threat_kind(written: &schema::ThreatType) -> model::ThreatKind {
    let stages = written.stages.iter().map(|stage| Stage {
        burn_time_s: stage.burn_time_s,
        thrust: match (stage.thrust_kn, stage.propellant_kg, stage.dry_kg) {
            (Some(thrust_kn), Some(propellant_kg), Some(dry_kg)) => {
                Thrust::MassFlow { thrust_n: thrust_kn * 1e3, propellant_kg, dry_kg }
            }
            // The rules demand one or the other.
            _ => Thrust::MeanAcceleration {
                acceleration_mps2: stage.acceleration_mps2.unwrap_or_default(),
            },
        },
    });
    model::ThreatKind {
        name: written.id.clone(),
        vehicle: Arc::new(Vehicle {
            stages: stages.collect(),
            payload_kg: written.payload_kg,
            ballistic_coefficient_kgpm2: written.ballistic_coefficient_kgpm2,
        }),
        signature: model::Signature {
            boost_m2: written.cross_section_boost_m2,
            vacuum_m2: written.cross_section_vacuum_m2,
            reentry_m2: written.cross_section_reentry_m2,
            fluctuation: fluctuation(written.swerling),
            contrast: 0.0,
        },
        cutoff_error_mps: written.cutoff_error_mps,
        debris_visible_s: written.debris_visible_s,
        objects: objects(written),
    }
}

/// Height of a geostationary satellite above the ellipsoid, m (42,164.17 km from the centre).
const GEOSTATIONARY_M: f64 = 35_786_000.0;

/// The places of a satellite: the rules demand a longitude or a table whose times rise.
fn ephemeris(written: &schema::Satellite) -> Option<Ephemeris> {
    if let Some(longitude_deg) = written.longitude_deg {
        let place = Geodetic::degrees(0.0, longitude_deg, GEOSTATIONARY_M);
        return Some(Ephemeris::fixed(place.ecef()));
    }
    let row = |row: &schema::EphemerisRow| EphemerisEntry {
        time_s: row.time_s,
        place: Ecef(Vector3::new(km(row.x_km), km(row.y_km), km(row.z_km))),
    };
    let rows = written.ephemeris.as_ref()?.iter().map(row);
    Ephemeris::new(rows.collect::<Vec<_>>())
}

fn interceptor_kind(place: usize, types: &[schema::InterceptorType]) -> model::InterceptorKind {
    let written = &types[place];
    let kinematics = Kinematics {
        acceleration_mps2: written.acceleration_mps2.unwrap_or_default(),
        burn_time_s: written.burn_time_s,
        ballistic_coefficient_kgpm2: Some(written.ballistic_coefficient_kgpm2),
        altitude_min_m: km(written.altitude_min_km),
        altitude_max_m: km(written.altitude_max_km),
        range_max_m: km(written.range_max_km),
    };
    let density = atmosphere::density_kgpm3;
    // The rules have found that there is a thrust for it.
    let with_speed = |speed_kmps| kinematics.with_burnout_speed(km(speed_kmps), density);
    let kinematics = written.burnout_speed_kmps.and_then(with_speed).unwrap_or(kinematics);
    model::InterceptorKind {
        name: written.id.clone(),
        flyout: Flyout::tabulate(&kinematics, density),
        preparation_s: written.preparation_s,
        midcourse_mps: written.midcourse_mps,
        handover_s: written.handover_s,
        reach_m: written.divert_mps * written.handover_s,
        basket_m: written.basket_km.map_or(f64::INFINITY, km),
        kill_probability: written.kill_probability,
        common_mode: model::CommonModeFailure {
            number: common_mode_number(place, types),
            probability: written.common_mode_failure,
        },
        guidance: written.guidance.as_ref().map_or(model::Guidance::WHOLE, |held| {
            model::Guidance { uplink_s: held.uplink_s, end_s: held.end_s }
        }),
    }
}

pub(super) fn area(corners: &[schema::PointDeg]) -> Area {
    let corners: Vec<(f64, f64)> = corners
        .iter()
        .map(|schema::PointDeg(latitude_deg, longitude_deg)| {
            (latitude_deg.to_radians(), longitude_deg.to_radians())
        })
        .collect();
    Area::new(&corners)
}

pub(super) fn km(kilometres: f64) -> f64 {
    1000.0 * kilometres
}

pub(super) fn loft(loft_deg: f64) -> Loft {
    match loft_deg.to_radians() {
        0.0 => Loft::MinimumEnergy,
        offset => Loft::Offset(offset),
    }
}
