//! Types of the catalogue as written: what radars, satellites, interceptors and threats are.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where a type's values come from.
///
/// `source` holds for every value of the type; `sources` names another for single keys.
pub type Sources = BTreeMap<String, String>;

/// A type of radar.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RadarType {
    /// Identifier.
    pub id: String,
    /// Where the values come from: a publication, or the word notional.
    pub source: String,
    /// Other sources for single keys.
    #[serde(default)]
    pub sources: Sources,
    /// Signal-to-noise ratio of one look under the reference conditions.
    #[schemars(range(min = -20.0, max = 80.0))]
    pub snr_reference_db: f64,
    /// Reference range.
    #[schemars(range(min = 1.0, max = 20000.0))]
    pub range_reference_km: f64,
    /// Reference radar cross-section.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_reference_m2: f64,
    /// Reference dwell.
    #[schemars(range(min = 1.0e-6, max = 10.0))]
    pub dwell_reference_s: f64,
    /// Pulses of a look, added up without their phases; they share the signal of the look.
    #[schemars(range(min = 1, max = 1000))]
    pub pulses_per_look: u32,
    /// Dwell of a look at a track that one beam holds.
    #[schemars(range(min = 1.0e-6, max = 10.0))]
    pub track_dwell_s: f64,
    /// Longest dwell on one beam position: however small a cue's search window, more adds nothing.
    #[schemars(range(min = 1.0e-6, max = 10.0))]
    pub dwell_max_s: f64,
    /// Time between two looks at a track or a cue.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub track_revisit_s: f64,
    /// Time in which the search fence is scanned once.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub search_frame_s: f64,
    /// Share of the time spent on the search fence.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub search_share: f64,
    /// Share of the time beside the fence that is kept for cues and new tracks while there are any;
    /// they also get what known tracks leave.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub cue_share: f64,
    /// Lower edge of the search fence.
    #[schemars(range(min = 0.0, max = 90.0))]
    pub search_elevation_min_deg: f64,
    /// Upper edge of the search fence.
    #[schemars(range(min = 0.0, max = 90.0))]
    pub search_elevation_max_deg: f64,
    /// False-alarm probability of one look.
    #[schemars(range(min = 1.0e-12, max = 0.1))]
    pub false_alarm_probability: f64,
    /// Mean number of false plots in a search frame.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub false_plots_per_frame: f64,
    /// Beamwidth, both ways, at 3 dB.
    #[schemars(range(min = 0.01, max = 90.0))]
    pub beamwidth_deg: f64,
    /// Bandwidth of the tracking waveform.
    #[schemars(range(min = 0.001, max = 10000.0))]
    pub bandwidth_mhz: f64,
    /// Wavelength, if the radar measures range rate; then `range_rate_floor_mps` is given too.
    #[schemars(range(min = 0.01, max = 1000.0))]
    pub wavelength_cm: Option<f64>,
    /// Smallest standard deviation of range rate, if the radar measures it.
    #[schemars(range(min = 0.001, max = 10_000.0))]
    pub range_rate_floor_mps: Option<f64>,
    /// Smallest standard deviation of range.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub range_floor_m: f64,
    /// Smallest standard deviation of azimuth and elevation.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub angle_floor_mrad: f64,
    /// Standard deviation of a site's registration error in range.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub range_bias_m: f64,
    /// Standard deviation of a site's registration error in azimuth and elevation.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub angle_bias_mrad: f64,
    /// How well one look tells the payload from another object as the radar's library expects it:
    /// the separation of the two, in standard deviations of what a look shows (d', the K-factor).
    /// 0, or nothing written: it cannot tell.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub discrimination: f64,
    /// Instrumented range.
    #[schemars(range(min = 1.0, max = 20000.0))]
    pub range_max_km: f64,
    /// Width of the field of regard in azimuth; 360 sees all round.
    #[schemars(range(min = 1.0, max = 360.0))]
    pub azimuth_span_deg: f64,
    /// Lower edge of the field of regard.
    #[schemars(range(min = 0.0, max = 90.0))]
    pub elevation_min_deg: f64,
    /// Upper edge of the field of regard.
    #[schemars(range(min = 0.0, max = 90.0))]
    pub elevation_max_deg: f64,
}

/// A type of infrared early-warning satellite.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SatelliteType {
    /// Identifier.
    pub id: String,
    /// Where the values come from: a publication, or the word notional.
    pub source: String,
    /// Other sources for single keys.
    #[serde(default)]
    pub sources: Sources,
    /// Time between two looks.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub revisit_s: f64,
    /// A booster is seen only above this altitude.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub cloud_break_km: f64,
    /// Standard deviation of the line of sight, per axis.
    #[schemars(range(min = 1.0e-4, max = 100.0))]
    pub angle_error_mrad: f64,
    /// Standard deviation of a satellite's fixed pointing error, per axis.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub angle_bias_mrad: f64,
    /// Probability that one look at a thrusting booster in view gives a plot.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub detection_probability: f64,
}

/// A type of interceptor.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterceptorType {
    /// Identifier.
    pub id: String,
    /// Where the values come from: a publication, or the word notional.
    pub source: String,
    /// Other sources for single keys.
    #[serde(default)]
    pub sources: Sources,
    /// Mean thrust acceleration of the booster.
    #[schemars(range(min = 11.0, max = 1000.0))]
    pub acceleration_mps2: f64,
    /// Burn time of the booster.
    #[schemars(range(min = 0.5, max = 600.0))]
    pub burn_time_s: f64,
    /// Ballistic coefficient of the interceptor below 100 km.
    #[schemars(range(min = 100.0, max = 1_000_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
    /// Lowest intercept.
    #[schemars(range(min = 0.0, max = 2000.0))]
    pub altitude_min_km: f64,
    /// Highest intercept.
    #[schemars(range(min = 0.1, max = 2000.0))]
    pub altitude_max_km: f64,
    /// Farthest intercept, along the ground.
    #[schemars(range(min = 1.0, max = 10000.0))]
    pub range_max_km: f64,
    /// Time from order to launch.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub preparation_s: f64,
    /// Fastest shift of the aim point that the booster can follow after launch.
    #[schemars(range(min = 0.0, max = 5000.0))]
    pub midcourse_mps: f64,
    /// Time before the intercept at which the kill vehicle is handed its basket.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub handover_s: f64,
    /// Divert speed of the kill vehicle; its reach is this times `handover_s`.
    #[schemars(range(min = 0.0, max = 5000.0))]
    pub divert_mps: f64,
    /// Probability of a kill when the threat is within reach at hand-over.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub kill_probability: f64,
}

/// A type of threat.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreatType {
    /// Identifier.
    pub id: String,
    /// Where the values come from: a publication, or the word notional.
    pub source: String,
    /// Other sources for single keys.
    #[serde(default)]
    pub sources: Sources,
    /// One to three stages, in the order of their burning.
    #[schemars(length(min = 1, max = 3))]
    pub stages: Vec<StageTable>,
    /// Mass above the last stage.
    #[schemars(range(min = 1.0, max = 100_000.0))]
    pub payload_kg: f64,
    /// Ballistic coefficient of the payload, mass over drag area.
    #[schemars(range(min = 100.0, max = 100_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
    /// Mean radar cross-section during boost.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_boost_m2: f64,
    /// Mean radar cross-section from cut-off to re-entry.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_vacuum_m2: f64,
    /// Mean radar cross-section in re-entry, below 100 km.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_reentry_m2: f64,
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    #[schemars(range(min = 0, max = 4))]
    pub swerling: u32,
    /// Standard deviation of the cut-off velocity, per axis.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cutoff_error_mps: f64,
    /// How long the debris of a killed object looks like the object, to sensors.
    #[serde(default = "minute")]
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub debris_visible_s: f64,
    /// The last stage after cut-off; where it is not given, it is left out.
    pub spent_stage: Option<SpentStage>,
    /// Decoys, all of one kind, let go at cut-off; where they are not given, there are none.
    pub decoys: Option<Decoys>,
}

/// The last stage, burnt out: pushed back from the payload at cut-off.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpentStage {
    /// Ballistic coefficient, mass over drag area.
    #[schemars(range(min = 10.0, max = 100_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
    /// Mean radar cross-section from cut-off to re-entry.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_vacuum_m2: f64,
    /// Mean radar cross-section in re-entry, below 100 km.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_reentry_m2: f64,
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    #[schemars(range(min = 0, max = 4))]
    pub swerling: u32,
    /// How far it is from looking like the payload, for sensors that tell them apart: 0 looks just
    /// like it; 1, or nothing written, is as their libraries expect.
    #[serde(default = "as_expected")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f64,
    /// Speed against the velocity at cut-off.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub separation_mps: f64,
    /// Standard deviation of the separation velocity, per axis.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub separation_error_mps: f64,
}

/// Decoys: each is let go at cut-off in a direction of its own, any as likely as another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decoys {
    /// How many.
    #[schemars(range(min = 0, max = 50))]
    pub count: u32,
    /// Ballistic coefficient of each, mass over drag area.
    #[schemars(range(min = 10.0, max = 100_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
    /// Mean radar cross-section of each from cut-off to re-entry.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_vacuum_m2: f64,
    /// Mean radar cross-section of each in re-entry, below 100 km.
    #[schemars(range(min = 1.0e-6, max = 1000.0))]
    pub cross_section_reentry_m2: f64,
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    #[schemars(range(min = 0, max = 4))]
    pub swerling: u32,
    /// How far each is from looking like the payload, for sensors that tell them apart: 0 looks
    /// just like it; 1, or nothing written, is as their libraries expect.
    #[serde(default = "as_expected")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub contrast: f64,
    /// Speed at which each is let go.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub separation_mps: f64,
}

/// A stage: its burn time with either `acceleration_mps2`, or all of `thrust_kn`, `propellant_kg`
/// and `dry_kg`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Stage")]
pub struct StageTable {
    /// Burn time.
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub burn_time_s: f64,
    /// Mean thrust acceleration.
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub acceleration_mps2: Option<f64>,
    /// Thrust in vacuum.
    #[schemars(range(min = 0.1, max = 100_000.0))]
    pub thrust_kn: Option<f64>,
    /// Mass burnt.
    #[schemars(range(min = 1.0, max = 1.0e7))]
    pub propellant_kg: Option<f64>,
    /// Mass dropped at burnout.
    #[schemars(range(min = 0.0, max = 1.0e7))]
    pub dry_kg: Option<f64>,
}

/// What is left of a body flies on as a cloud that a radar resolves only by and by.
fn minute() -> f64 {
    60.0
}

/// The contrast for which sensors' libraries are made.
fn as_expected() -> f64 {
    1.0
}
