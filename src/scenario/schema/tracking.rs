//! Trackers as written.

use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// A system's tracker.
#[schemars(rename = "Tracking")]
pub struct TrackingTable {
    /// Its rules.
    #[serde(flatten)]
    rules: Tracking,
    /// Threat types whose boost this system knows from past observation: what its satellites see
    /// is explained by these alone. Needed if it owns a satellite.
    #[serde(default)]
    boosters: Vec<String>,
}
}

/// A tracker's rules, which need no conversion.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
pub struct Tracking {
    /// Gate on the normalised distance between plot and track, standard deviations.
    #[schemars(range(min = 1.0, max = 20.0))]
    pub gate_sigma: f64,
    /// Association of a radar's plots with confirmed tracks.
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
    /// A confirmed track without a plot for this long is dropped once `drop_error_km` is exceeded
    /// or it is believed to be down. One that is looked for in vain is dropped earlier.
    #[schemars(range(min = 0.1, max = 3600.0))]
    pub drop_confirmed_s: f64,
    /// A partner's track that is not heard of for this long is dropped by the same rule, or once it
    /// cannot be told from another of the partner's.
    #[serde(default = "drop_remote_s")]
    #[schemars(range(min = 0.1, max = 3600.0))]
    pub drop_remote_s: f64,
    /// Standard deviation of the predicted position, along its worst axis, beyond which a silent
    /// track could not be found again; with 0, silence alone ends it.
    #[serde(default = "drop_error_km")]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub drop_error_km: f64,
    /// Linearisation of motion and plots.
    #[serde(default)]
    pub filter: Filter,
    /// Motion models beside free flight without air.
    #[serde(default = "all_models")]
    #[schemars(with = "Vec<MotionModel>")]
    pub models: Models,
    /// Spectral density of the white-noise acceleration of free flight, per axis.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub process_noise_m2ps3: f64,
    /// Spectral density of the white-noise jerk of thrust, per axis.
    #[serde(default = "thrust_noise_m2ps5")]
    #[schemars(range(min = 1.0e-6, max = 1.0e6))]
    pub thrust_noise_m2ps5: f64,
    /// Fusion of an own and a partner's track of one object.
    #[serde(default)]
    pub fusion: Fusion,
    /// Probability that a track is of a payload, before any sensor has told anything of it.
    #[serde(default = "even")]
    #[schemars(range(min = 1.0e-6, max = 0.999_999))]
    pub payload_prior: f64,
    /// Registration error of a partner's radar that is reckoned with, in units of what the partner
    /// states of it; its own system's radars are taken at their word.
    #[serde(default = "partner_bias_sigmas")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub partner_bias_sigmas: f64,
    /// Registration of a partner's radars whose plots arrive.
    #[serde(default)]
    pub partner_registration: PartnerRegistration,
    /// Standard deviation of the unknown velocity at a track's first plot, per axis.
    #[schemars(range(min = 100.0, max = 10000.0))]
    pub velocity_prior_mps: f64,
    /// Ballistic coefficient that the defender assumes: below 100 km, until a track's plots tell.
    #[schemars(range(min = 100.0, max = 100_000.0))]
    pub ballistic_coefficient_kgpm2: f64,
}

/// Linearisation of nonlinear functions in a filter.
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

/// Fusion of two tracks of one object, made by two systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fusion {
    /// The best linear combination of two whose errors have nothing in common: what is told was
    /// made by the teller's sensors alone, and free flight has no noise but in the filter.
    #[default]
    Independent,
    /// Covariance intersection: never too sure, whatever the two have in common, and half as sure
    /// as they may be where that is nothing.
    CovarianceIntersection,
}

/// Registration of a partner's radars, relative to the own ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerRegistration {
    /// Errors estimated from objects that both sides see, from what is reckoned with at first; what
    /// is left is covered.
    #[default]
    Estimated,
    /// Errors covered as they are reckoned with, whatever such objects tell.
    Covered,
}

/// The models of motion that a tracker has beside ballistic flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<MotionModel>")]
pub struct Models {
    /// An unknown thrust.
    pub boost: bool,
    /// Air, and an unknown ballistic coefficient.
    pub re_entry: bool,
}

impl From<Vec<MotionModel>> for Models {
    fn from(written: Vec<MotionModel>) -> Self {
        Self {
            boost: written.contains(&MotionModel::Boost),
            re_entry: written.contains(&MotionModel::ReEntry),
        }
    }
}

fn all_models() -> Models {
    Models { boost: true, re_entry: true }
}

fn thrust_noise_m2ps5() -> f64 {
    10.0
}

/// As long as links usually take to come up again.
fn drop_remote_s() -> f64 {
    60.0
}

/// Error that a radar a thousand kilometres off searches in a few revisits.
fn drop_error_km() -> f64 {
    20.0
}

/// Bound that hardly any error exceeds that is as stated.
fn partner_bias_sigmas() -> f64 {
    1.0
}

fn detection_probability() -> f64 {
    0.9
}

fn extra_plots_per_scan() -> f64 {
    1.0
}

/// Association of plots with tracks.
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
