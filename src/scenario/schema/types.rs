//! Types of the catalogue as written: what radars, satellites, interceptors and threats are.

use super::NAME_PATTERN;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Origin of a type's values.
///
/// `source` holds for every value of the type; `sources` names another for single keys.
pub type Sources = BTreeMap<String, String>;

tables! {
/// A type of radar.
pub struct RadarType {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Origin of the values: a publication, or the word notional.
    source: String,
    /// Other sources for single keys.
    #[serde(default)]
    sources: Sources,
    /// Signal-to-noise ratio of one look under the reference conditions.
    snr_reference_db: f64 [-20.0, 80.0],
    /// Reference range.
    range_reference_km: f64 [1.0, 20000.0],
    /// Reference radar cross-section.
    cross_section_reference_m2: f64 [1.0e-6, 1000.0],
    /// Reference dwell.
    dwell_reference_s: f64 [1.0e-6, 10.0],
    /// Pulses of a look, added up without their phases; they share the signal of the look.
    pulses_per_look: u32 [1, 1000],
    /// Dwell of a look at a track that one beam holds.
    track_dwell_s: f64 [1.0e-6, 10.0],
    /// Longest dwell on one beam position: however small a cue's search window, more adds nothing.
    dwell_max_s: f64 [1.0e-6, 10.0],
    /// Time between two looks at a track or a cue.
    track_revisit_s: f64 [0.1, 600.0],
    /// Time in which the search fence is scanned once.
    search_frame_s: f64 [0.1, 600.0],
    /// Share of the time spent on the search fence.
    search_share: f64 [0.0, 1.0],
    /// Share of the time beside the fence that is kept for cues and new tracks while there are any;
    /// they also get what known tracks leave.
    cue_share: f64 [0.0, 0.5],
    /// Lower edge of the search fence.
    search_elevation_min_deg: f64 [0.0, 90.0],
    /// Upper edge of the search fence.
    search_elevation_max_deg: f64 [0.0, 90.0],
    /// False-alarm probability of one look.
    false_alarm_probability: f64 [1.0e-12, 0.1],
    /// Mean number of false plots in a search frame.
    false_plots_per_frame: f64 [0.0, 100.0],
    /// Beamwidth, both ways, at 3 dB.
    beamwidth_deg: f64 [0.01, 90.0],
    /// Bandwidth of the tracking waveform.
    bandwidth_mhz: f64 [0.001, 10000.0],
    /// Wavelength, if the radar measures range rate; then `range_rate_floor_mps` is given too.
    wavelength_cm: Option<f64> [0.01, 1000.0],
    /// Smallest standard deviation of range rate, if the radar measures it.
    range_rate_floor_mps: Option<f64> [0.001, 10_000.0],
    /// Smallest standard deviation of range.
    range_floor_m: f64 [0.0, 100_000.0],
    /// Smallest standard deviation of azimuth and elevation.
    angle_floor_mrad: f64 [0.0, 100.0],
    /// Standard deviation of a site's registration error in range.
    range_bias_m: f64 [0.0, 100_000.0],
    /// Standard deviation of a site's registration error in azimuth and elevation.
    angle_bias_mrad: f64 [0.0, 100.0],
    /// Discrimination of the payload from another object that the radar's library expects, by one
    /// look: the separation of the two, in standard deviations of what a look shows (d', the
    /// K-factor). 0, or nothing written: it cannot tell.
    #[serde(default)]
    discrimination: f64 [0.0, 10.0],
    /// Instrumented range.
    range_max_km: f64 [1.0, 20000.0],
    /// Width of the field of regard in azimuth; 360 sees all round.
    azimuth_span_deg: f64 [1.0, 360.0],
    /// Lower edge of the field of regard.
    elevation_min_deg: f64 [0.0, 90.0],
    /// Upper edge of the field of regard.
    elevation_max_deg: f64 [0.0, 90.0],
}

/// A type of infrared early-warning satellite.
pub struct SatelliteType {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Origin of the values: a publication, or the word notional.
    source: String,
    /// Other sources for single keys.
    #[serde(default)]
    sources: Sources,
    /// Time between two looks.
    revisit_s: f64 [0.1, 600.0],
    /// A booster is seen only above this altitude.
    cloud_break_km: f64 [0.0, 100.0],
    /// Standard deviation of the line of sight, per axis.
    angle_error_mrad: f64 [1.0e-4, 100.0],
    /// Standard deviation of a satellite's fixed pointing error, per axis.
    angle_bias_mrad: f64 [0.0, 100.0],
    /// Probability that one look at a thrusting booster in view gives a plot.
    detection_probability: f64 [0.0, 1.0],
}

/// A type of interceptor.
pub struct InterceptorType {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Origin of the values: a publication, or the word notional.
    source: String,
    /// Other sources for single keys.
    #[serde(default)]
    sources: Sources,
    /// Mean thrust acceleration of the booster. Either it or `burnout_speed_kmps` is given.
    acceleration_mps2: Option<f64> [11.0, 1000.0],
    /// Burn time of the booster.
    burn_time_s: f64 [0.5, 600.0],
    /// Burn-out speed: at the end of thrust, in the fly-out table's flight from sea level at a
    /// thrust elevation of 45 degrees. Given, it takes the place of `acceleration_mps2`: the thrust
    /// is the one that gives it in the burn time. Absent: what the acceleration gives.
    burnout_speed_kmps: Option<f64> [0.1, 15.0],
    /// Ballistic coefficient of the interceptor below 100 km.
    ballistic_coefficient_kgpm2: f64 [100.0, 1_000_000.0],
    /// Lowest intercept.
    altitude_min_km: f64 [0.0, 2000.0],
    /// Highest intercept.
    altitude_max_km: f64 [0.1, 2000.0],
    /// Farthest intercept, along the ground.
    range_max_km: f64 [1.0, 10000.0],
    /// Time from order to launch.
    preparation_s: f64 [0.0, 600.0],
    /// Fastest shift of the aim point that the booster can follow after launch.
    midcourse_mps: f64 [0.0, 5000.0],
    /// Time before the intercept at which the kill vehicle is handed its basket.
    handover_s: f64 [0.1, 600.0],
    /// Divert speed of the kill vehicle; its reach is this times `handover_s`.
    divert_mps: f64 [0.0, 5000.0],
    /// Acquisition basket: the farthest that the threat may be off the aim point at hand-over for
    /// the kill vehicle's seeker to find it; where it is not given, it is found within reach.
    basket_km: Option<f64> [0.001, 1000.0],
    /// Probability of a kill when the threat is within reach at hand-over.
    kill_probability: f64 [0.0, 1.0],
    /// Probability that in a run all interceptors of this type fail, whoever owns them: a failure
    /// common to all shots. Nobody knows of it, and no plan reckons with it.
    #[serde(default)]
    common_mode_failure: f64 [0.0, 1.0],
    /// Name that types with a common cause of that failure share: of one group, those that are
    /// likelier to fail do so in each run in which the others do. Absent: a cause of its own.
    common_mode_group: Option<String>,
    /// Part of its flight that holds a guidance channel of its fire unit, and in which alone it is
    /// told where to fly; handed over without a channel it rests on what it was told last. Absent:
    /// the whole of it.
    guidance: Option<GuidanceTable>,
}

/// Stretches of an interceptor's flight that hold a guidance channel.
#[schemars(rename = "Guidance")]
pub struct GuidanceTable {
    /// From the launch on.
    uplink_s: f64 [0.0, 600.0],
    /// Up to the intercept.
    end_s: f64 [0.0, 600.0],
}

/// A type of threat.
pub struct ThreatType {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Origin of the values: a publication, or the word notional.
    source: String,
    /// Other sources for single keys.
    #[serde(default)]
    sources: Sources,
    /// One to three stages, in the order of their burning.
    #[schemars(length(min = 1, max = 3))]
    stages: Vec<StageTable>,
    /// Mass above the last stage.
    payload_kg: f64 [1.0, 100_000.0],
    /// Ballistic coefficient of the payload, mass over drag area.
    ballistic_coefficient_kgpm2: f64 [100.0, 100_000.0],
    /// Mean radar cross-section during boost.
    cross_section_boost_m2: f64 [1.0e-6, 1000.0],
    /// Mean radar cross-section from cut-off to re-entry.
    cross_section_vacuum_m2: f64 [1.0e-6, 1000.0],
    /// Mean radar cross-section in re-entry, below 100 km.
    cross_section_reentry_m2: f64 [1.0e-6, 1000.0],
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    swerling: u32 [0, 4],
    /// Standard deviation of the cut-off velocity, per axis.
    cutoff_error_mps: f64 [0.0, 1000.0],
    /// Time for which the debris of a killed object looks like the object, to sensors.
    #[serde(default = "minute")]
    debris_visible_s: f64 [0.0, 3600.0],
    /// The last stage after cut-off; where it is not given, it is left out.
    spent_stage: Option<SpentStage>,
    /// Decoys, all of one kind, let go at cut-off; where they are not given, there are none.
    decoys: Option<Decoys>,
}

/// The last stage, burnt out: pushed back from the payload at cut-off.
pub struct SpentStage {
    /// Ballistic coefficient, mass over drag area.
    ballistic_coefficient_kgpm2: f64 [10.0, 100_000.0],
    /// Mean radar cross-section from cut-off to re-entry.
    cross_section_vacuum_m2: f64 [1.0e-6, 1000.0],
    /// Mean radar cross-section in re-entry, below 100 km.
    cross_section_reentry_m2: f64 [1.0e-6, 1000.0],
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    swerling: u32 [0, 4],
    /// Distance from the look of the payload, for sensors that tell them apart: 0 looks just
    /// like it; 1, or nothing written, is as their libraries expect.
    #[serde(default = "as_expected")]
    contrast: f64 [0.0, 10.0],
    /// Speed against the velocity at cut-off.
    separation_mps: f64 [0.0, 1000.0],
    /// Standard deviation of the separation velocity, per axis.
    separation_error_mps: f64 [0.0, 1000.0],
}

/// Decoys: each is let go at cut-off in a direction of its own, any as likely as another.
pub struct Decoys {
    /// Number of decoys.
    count: u32 [0, 50],
    /// Ballistic coefficient of each, mass over drag area.
    ballistic_coefficient_kgpm2: f64 [10.0, 100_000.0],
    /// Mean radar cross-section of each from cut-off to re-entry.
    cross_section_vacuum_m2: f64 [1.0e-6, 1000.0],
    /// Mean radar cross-section of each in re-entry, below 100 km.
    cross_section_reentry_m2: f64 [1.0e-6, 1000.0],
    /// Fluctuation of the cross-section, a Swerling case. 0: steady; 1: many scatterers, new at
    /// each look; 3: one dominant scatterer, new at each look; 2 and 4: the same at each pulse.
    swerling: u32 [0, 4],
    /// Distance of each from the look of the payload, for sensors that tell them apart: 0 looks
    /// just like it; 1, or nothing written, is as their libraries expect.
    #[serde(default = "as_expected")]
    contrast: f64 [0.0, 10.0],
    /// Speed at which each is let go.
    separation_mps: f64 [0.0, 1000.0],
}

/// A stage: its burn time with either `acceleration_mps2`, or all of `thrust_kn`, `propellant_kg`
/// and `dry_kg`.
#[schemars(rename = "Stage")]
pub struct StageTable {
    /// Burn time.
    burn_time_s: f64 [1.0, 1000.0],
    /// Mean thrust acceleration.
    acceleration_mps2: Option<f64> [1.0, 1000.0],
    /// Thrust in vacuum.
    thrust_kn: Option<f64> [0.1, 100_000.0],
    /// Mass burnt.
    propellant_kg: Option<f64> [1.0, 1.0e7],
    /// Mass dropped at burnout.
    dry_kg: Option<f64> [0.0, 1.0e7],
}
}

/// Default persistence of debris, s: a cloud that a radar resolves only by and by.
fn minute() -> f64 {
    60.0
}

/// The contrast for which sensors' libraries are made.
fn as_expected() -> f64 {
    1.0
}
