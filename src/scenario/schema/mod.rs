//! The scenario as written: one Rust type per table of the files, in the units people say.
//!
//! These types are the reader (`serde`), the editor schema (`schemars`) and the source of the
//! checks: the ranges, the key names and the help texts that `lisbon check` prints are the
//! attributes and comments below. A key that may be left out has a default, which the editor schema
//! shows. Some defaults are values of a model and move outcomes: a tracker's association, filter,
//! fusion and priors, the time for which debris is seen, the trust in a partner.

mod architecture;
mod corridors;
mod links;
mod sensors;
mod trust;
mod types;

pub use architecture::{
    AfterTimeout, ArchitectureFile, AuthorityRule, Content, Coordination, CoordinationRule,
    Exchange, Responsibility, ResponsibilityRule, SectorRule, Use,
};
pub use corridors::Corridor;
pub use links::{Bursts, Corners, Link, Moment, Release, Span};
pub use sensors::{EphemerisRow, Radar, Satellite, Sensor};
pub use trust::Trust;
pub use types::{
    Decoys, InterceptorType, RadarType, SatelliteType, Sources, SpentStage, Stage, ThreatType,
};

use schemars::JsonSchema;
use serde::Deserialize;

/// A point on a map: latitude and longitude, degrees, north and east positive.
pub type PointDeg = [f64; 2];

/// A scenario file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Short name, used in every report.
    pub name: String,
    /// What the scenario is about, in a sentence or two.
    pub description: String,
    /// Catalogue of types, a path relative to this file.
    pub catalogue: Option<String>,
    /// Architecture files to compare, paths relative to this file, in the order of the report.
    #[serde(default)]
    pub architecture_files: Vec<String>,
    /// Architectures written in this file, after those of `architecture_files`.
    #[serde(default)]
    pub architectures: Vec<ArchitectureFile>,
    /// How the runs are made.
    pub simulation: Simulation,
    /// The sides: one or two, each a missile-defence system of its own.
    #[schemars(length(min = 1, max = 2))]
    pub systems: Vec<System>,
    /// What is defended.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// Radars and their places.
    #[serde(default)]
    pub radars: Vec<Radar>,
    /// Infrared early-warning satellites.
    #[serde(default)]
    pub satellites: Vec<Satellite>,
    /// Sensors of kinds that were added to the program.
    #[serde(default)]
    pub sensors: Vec<Sensor>,
    /// Launcher sites.
    #[serde(default)]
    pub fire_units: Vec<FireUnit>,
    /// Groups of threats.
    #[serde(default)]
    pub raids: Vec<Raid>,
    /// Notional flights of either side's strategic forces, for `lisbon assure` alone: no run of any
    /// other command flies them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub corridors: Vec<Corridor>,
    /// One-way data paths between the command nodes.
    #[serde(default)]
    pub links: Vec<Link>,
    /// How far each system may be relied upon; one that is not named always may.
    #[serde(default)]
    pub trust: Vec<Trust>,
    /// Radar types: new ones, or keys that override those of the catalogue's type of that id.
    #[serde(default)]
    pub radar_types: Vec<RadarType>,
    /// Satellite types, new or overriding.
    #[serde(default)]
    pub satellite_types: Vec<SatelliteType>,
    /// Interceptor types, new or overriding.
    #[serde(default)]
    pub interceptor_types: Vec<InterceptorType>,
    /// Threat types, new or overriding.
    #[serde(default)]
    pub threat_types: Vec<ThreatType>,
}

/// A catalogue file: types that scenarios name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// Radar types.
    #[serde(default)]
    pub radar_types: Vec<RadarType>,
    /// Satellite types.
    #[serde(default)]
    pub satellite_types: Vec<SatelliteType>,
    /// Interceptor types.
    #[serde(default)]
    pub interceptor_types: Vec<InterceptorType>,
    /// Threat types.
    #[serde(default)]
    pub threat_types: Vec<ThreatType>,
}

/// How the runs are made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// Master seed of every random number.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
    /// Number of paired runs, unless the command line says another.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub runs: u64,
    /// Length of a tick. Every revisit and period is a multiple of it.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub step_s: f64,
    /// A run ends here at the latest; it ends earlier when every threat is down.
    #[schemars(range(min = 1.0, max = 20000.0))]
    pub duration_s: f64,
}

/// One side's missile-defence system.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Identifier, named by sensors, fire units, assets and links.
    pub id: String,
    /// Own territory: corners of a polygon, [latitude, longitude], degrees.
    #[schemars(length(min = 3))]
    pub territory_deg: Vec<PointDeg>,
    /// Sector of a sectoral architecture: corners of a polygon. Needed only where an architecture's
    /// responsibility is by sector.
    #[schemars(length(min = 3))]
    pub sector_deg: Option<Vec<PointDeg>>,
    /// The tracker of this system.
    pub tracking: Tracking,
    /// The command node of this system.
    pub command: Command,
}

/// A system's tracker.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tracking {
    /// Gate on the normalised distance between plot and track, standard deviations.
    #[schemars(range(min = 1.0, max = 20.0))]
    pub gate_sigma: f64,
    /// How a radar's plots are given to confirmed tracks.
    #[serde(default)]
    pub association: AssociationRule,
    /// Believed probability that a radar's look at a track in its view gives a plot; of use to
    /// `joint-probabilistic` association.
    #[serde(default = "detection_probability")]
    #[schemars(range(min = 0.01, max = 1.0))]
    pub detection_probability: f64,
    /// Plots of nothing, or of something yet unknown, that are believed to be in each scan of a
    /// radar's field of regard beside its stated false plots; of use to `joint-probabilistic`
    /// association.
    #[serde(default = "extra_plots_per_scan")]
    #[schemars(range(min = 1.0e-6, max = 1.0e6))]
    pub extra_plots_per_scan: f64,
    /// Plots (M) that confirm a track ...
    #[schemars(range(min = 1, max = 20))]
    pub confirm_plots: u32,
    /// ... out of this many looks (N) since its first.
    #[schemars(range(min = 1, max = 40))]
    pub confirm_looks: u32,
    /// A tentative track without a plot for this long is dropped.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub drop_tentative_s: f64,
    /// A confirmed track without a plot for this long is dropped.
    #[schemars(range(min = 0.1, max = 3600.0))]
    pub drop_confirmed_s: f64,
    /// How motion and plots are made linear.
    #[serde(default)]
    pub filter: Filter,
    /// How objects may move beside in free flight without air.
    #[serde(default = "all_models")]
    pub models: Vec<MotionModel>,
    /// Spectral density of the white-noise acceleration of free flight, per axis.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub process_noise_m2ps3: f64,
    /// Spectral density of the white-noise jerk of thrust, per axis.
    #[serde(default = "thrust_noise_m2ps5")]
    #[schemars(range(min = 1.0e-6, max = 1.0e6))]
    pub thrust_noise_m2ps5: f64,
    /// How an own and a partner's track of one object are fused.
    #[serde(default)]
    pub fusion: Fusion,
    /// Probability that a track is of a payload, before any sensor has told anything of it.
    #[serde(default = "even")]
    #[schemars(range(min = 1.0e-6, max = 0.999_999))]
    pub payload_prior: f64,
    /// How large a registration error of a partner's radar is reckoned with, over what the partner
    /// states of it; its own system's radars are taken at their word.
    #[serde(default = "partner_bias_sigmas")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub partner_bias_sigmas: f64,
    /// Threat types whose boost this system knows from past observation: what its satellites see
    /// is explained by these alone. Needed if it owns a satellite.
    #[serde(default)]
    pub boosters: Vec<String>,
    /// Standard deviation of the unknown velocity at a track's first plot, per axis.
    #[schemars(range(min = 100.0, max = 10000.0))]
    pub velocity_prior_mps: f64,
    /// Ballistic coefficient that the defender assumes: below 100 km, until a track's plots tell.
    #[schemars(range(min = 100.0, max = 100_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
}

/// How a filter makes nonlinear functions linear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// Extended Kalman filter: by their gradients at the mean.
    #[default]
    Extended,
    /// Unscented Kalman filter: by what they do to points about the mean.
    Unscented,
}

/// A way for an object to move, beside free flight without air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MotionModel {
    /// Under a thrust that nobody knows.
    Boost,
    /// In the air below 100 km, with a ballistic coefficient that nobody knows. Without this model
    /// the assumed one is taken for true within 30 %.
    ReEntry,
}

/// How two tracks of one object, made by two systems, are fused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fusion {
    /// Covariance intersection: never too sure, whatever the two have in common.
    #[default]
    CovarianceIntersection,
    /// As if nothing were common: sharper, and too sure where something is, be it only the noise
    /// of the motion.
    Independent,
}

fn all_models() -> Vec<MotionModel> {
    vec![MotionModel::Boost, MotionModel::ReEntry]
}

fn thrust_noise_m2ps5() -> f64 {
    10.0
}

/// What hardly any error exceeds that is as stated.
fn partner_bias_sigmas() -> f64 {
    3.0
}

fn detection_probability() -> f64 {
    0.9
}

fn extra_plots_per_scan() -> f64 {
    1.0
}

/// How plots are given to tracks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AssociationRule {
    /// Each plot to one track and each track one plot, so that the sum of the normalised distances
    /// is least.
    #[default]
    NearestNeighbour,
    /// Each plot to each track by the probability that it is of it, given all the others: for
    /// objects close to each other, and amid false plots.
    JointProbabilistic,
}

/// Nothing is known of how many objects fly beside a payload.
fn even() -> f64 {
    0.5
}

/// A system's command node.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Time between two plans.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub planning_period_s: f64,
    /// Time from a track's confirmation to the first order that may rest on it.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub decision_delay_s: f64,
    /// Shot doctrine.
    pub doctrine: Doctrine,
    /// An order is given only when the belief at the predicted intercept point is this sharp, one
    /// standard deviation along its worst axis.
    #[schemars(range(min = 0.01, max = 10000.0))]
    pub commit_sigma_km: f64,
    /// An object is shot at only while it is at least this likely to be a payload. More than
    /// `payload_prior` waits for what sensors tell, and never shoots where none can.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub payload_probability_min: f64,
    /// Interceptors that each fire unit keeps in reserve.
    #[schemars(range(min = 0, max = 1000))]
    pub reserve: u32,
    /// Time from the intercept to the defender's belief whether it worked.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub assessment_delay_s: f64,
    /// Probability that an object which the shots killed is declared alive, and shot at again.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub declared_alive_if_killed: f64,
    /// Probability that an object which they left alive is declared killed, and let go.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub declared_killed_if_alive: f64,
}

/// How many interceptors, when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DoctrineRule {
    /// One interceptor a threat, once.
    Single,
    /// `shots` interceptors at once, once.
    Salvo,
    /// `shots` interceptors, wait for the assessment, and again, with `later_shots`, while the
    /// threat is believed alive.
    ShootLookShoot,
}

/// Shot doctrine.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Doctrine {
    /// The rule.
    pub rule: DoctrineRule,
    /// Interceptors a volley. A `single` doctrine has one.
    #[schemars(range(min = 1, max = 10))]
    pub shots: u32,
    /// Interceptors of each volley after the first; as many as `shots` where it is not given. Only
    /// `shoot-look-shoot` has later volleys.
    #[schemars(range(min = 1, max = 10))]
    pub later_shots: Option<u32>,
    /// Most volleys of this system at one threat; where it is not given, as many as there is time
    /// for.
    #[schemars(range(min = 1, max = 100))]
    pub volleys_max: Option<u32>,
}

/// A defended asset.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Identifier, named by the aims of raids.
    pub id: String,
    /// The system on whose territory it lies.
    pub system: String,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// A threat that reaches the ground within this distance is a leaker.
    #[schemars(range(min = 0.1, max = 500.0))]
    pub radius_km: f64,
    /// Worth, in any unit; only shares of the total count.
    #[schemars(range(min = 0.0, max = 1.0e9))]
    pub value: f64,
}

/// A launcher site with its interceptors.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FireUnit {
    /// Identifier.
    pub id: String,
    /// The system that owns it.
    pub system: String,
    /// Interceptor type of the catalogue.
    pub interceptor: String,
    /// Interceptors at the start of a run.
    #[schemars(range(min = 0, max = 10000))]
    pub inventory: u32,
    /// Interceptors that can be in flight at a time (uplink channels).
    #[schemars(range(min = 1, max = 10000))]
    pub channels: u32,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Height above the ellipsoid.
    #[schemars(range(min = -500.0, max = 9000.0))]
    pub altitude_m: f64,
}

/// A group of threats from one launch area.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Raid {
    /// Identifier; its threats are `ID-1`, `ID-2`, …
    pub id: String,
    /// Threat type of the catalogue.
    pub threat: String,
    /// Middle of the launch area, north positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// Middle of the launch area, east of Greenwich positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Launch points are spread evenly over a disc of this radius.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub radius_km: f64,
    /// Number of threats.
    #[schemars(range(min = 1, max = 1000))]
    pub count: u32,
    /// Assets aimed at; the threats take them in turn.
    #[schemars(length(min = 1))]
    pub aims: Vec<String>,
    /// Launch of the first threat.
    #[schemars(range(min = 0.0, max = 10000.0))]
    pub start_s: f64,
    /// Time between two launches.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub spacing_s: f64,
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed.
    #[schemars(range(min = -40.0, max = 40.0))]
    pub loft_deg: f64,
    /// Standard deviation of each launch time.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub launch_time_error_s: f64,
    /// Standard deviation of each launch point, per horizontal axis.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub launch_position_error_km: f64,
}
