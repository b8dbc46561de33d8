//! The scenario as needed: checked, in SI units, names turned into numbers.
//!
//! Nothing in a tick reads these as a whole: each room copies what its components need when it
//! spawns them, so a defender's components hold what that defender can know.

mod corridors;
mod links;
mod numbers;
pub(super) mod object;
mod sensors;

use crate::ballistics::aim::Loft;
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::FlightPhase;
use crate::ballistics::flyout::Flyout;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::area::Area;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::{AssetId, SystemId};
use std::sync::Arc;

pub use self::corridors::Corridor;
pub use self::links::{Blur, Bursts, HiddenSource, Link, Noise, Queue, ReleasePolicy, Span};
pub use self::numbers::{AnySensor, PlacedSensor};
pub use self::object::{ObjectKind, Separation};
pub use self::sensors::{Doppler, Radar, RadarKind, ReferenceLook, Satellite, SatelliteKind};
pub use crate::scenario::schema::{
    AfterTimeout, AssociationRule, Content, CoordinationRule, Filter, Fusion, ResponsibilityRule,
    SectorRule, Use,
};
pub use crate::sensor::Fluctuation;

/// A checked scenario: all that a run needs besides its number and its architecture.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Short name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Digest of the texts it was read from.
    pub digest: u64,
    /// Master seed.
    pub seed: u64,
    /// Number of runs, unless the command line says another.
    pub runs: u64,
    /// Length of a tick, s.
    pub step_s: f64,
    /// Last tick of a run, at the latest.
    pub last_tick: u64,
    /// The sides.
    pub systems: Vec<System>,
    /// What is defended.
    pub assets: Vec<Asset>,
    /// Radars; their sensor numbers are their places.
    pub radars: Vec<Radar>,
    /// Satellites; their sensor numbers follow the radars'.
    pub satellites: Vec<Satellite>,
    /// Sensors of other kinds; their numbers follow the satellites'.
    pub sensors: Vec<PlacedSensor>,
    /// Fire units.
    pub fire_units: Vec<FireUnit>,
    /// Threats, raid by raid.
    pub threats: Vec<Threat>,
    /// Every type of threat that a raid could name.
    pub threat_kinds: Vec<Arc<ThreatKind>>,
    /// Notional flights of either side's strategic forces, which no raid flies.
    pub corridors: Vec<Corridor>,
    /// Links.
    pub links: Vec<Link>,
    /// Architectures, in the order of the report.
    pub architectures: Vec<Architecture>,
}

/// One side.
#[derive(Debug, Clone)]
pub struct System {
    /// Name.
    pub name: String,
    /// Own territory.
    pub territory: Area,
    /// Sector of a sectoral architecture.
    pub sector: Option<Area>,
    /// Its tracker.
    pub tracking: Tracking,
    /// The boosters that it knows, from past observation.
    pub boosters: Arc<[BoostProfile]>,
    /// Its command node.
    pub command: Command,
    /// How far it may be relied upon.
    pub trust: Trust,
}

/// How far a system may be relied upon, and how far its partner believes so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trust {
    /// Probability of a run in which it tells its partner nothing.
    pub withholds_probability: f64,
    /// From then on it tells its partner nothing, s; infinity: never.
    pub stops_s: f64,
    /// Probability of a run in which it does not shoot for its partner.
    pub holds_fire_probability: f64,
    /// Probability that it shoots for its partner in a run, as that believes at the start.
    pub believed_to_shoot: f64,
    /// Probability that its shots at a threat kill that, as its partner believes.
    pub believed_kill_probability: f64,
    /// Its partner relies on it while it believes it this likely to shoot.
    pub relies_from: f64,
    /// By when its partner expects a threat to be dead, s before impact.
    pub expected_before_impact_s: f64,
}

impl Trust {
    /// A system that keeps its word, and whose partner knows that.
    pub const FULL: Self = Self {
        withholds_probability: 0.0,
        stops_s: f64::INFINITY,
        holds_fire_probability: 0.0,
        believed_to_shoot: 1.0,
        believed_kill_probability: 1.0,
        relies_from: 0.5,
        expected_before_impact_s: 0.0,
    };
}

/// A tracker's rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tracking {
    /// Gate, standard deviations.
    pub gate_sigma: f64,
    /// How plots are given to tracks.
    pub association: AssociationRule,
    /// Believed probability of detection of a radar's look at a track in its view.
    pub detection_probability: f64,
    /// Plots of no track that are believed to be in a radar's scan beside its stated false ones.
    pub extra_plots_per_scan: f64,
    /// Plots that confirm a track.
    pub confirm_plots: u32,
    /// Looks within which they must come.
    pub confirm_looks: u32,
    /// Time without a plot that ends a tentative track, s.
    pub drop_tentative_s: f64,
    /// Time without a plot that ends a confirmed track, s.
    pub drop_confirmed_s: f64,
    /// How its filters make nonlinear functions linear.
    pub filter: Filter,
    /// How objects may move beside ballistic flight.
    pub models: Models,
    /// Process noise of free flight, m²/s³.
    pub process_noise_m2ps3: f64,
    /// Density of the white jerk of thrust, m²/s⁵.
    pub thrust_noise_m2ps5: f64,
    /// How an own and a partner's track of one object are fused.
    pub fusion: Fusion,
    /// Prior probability that a track is of a payload, between 0 and 1.
    pub payload_prior: f64,
    /// Registration errors of a partner's radars that are reckoned with, over the stated standard
    /// deviations, 0 to 10.
    pub partner_bias_sigmas: f64,
    /// Prior standard deviation of the velocity, m/s.
    pub velocity_prior_mps: f64,
    /// Assumed ballistic coefficient, kg/m².
    pub ballistic_coefficient_kgpm2: f64,
}

/// The models of motion that a tracker has beside ballistic flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Models {
    /// An unknown thrust.
    pub boost: bool,
    /// Air, and an unknown ballistic coefficient.
    pub re_entry: bool,
}

/// A type of booster as a defender knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostProfile {
    /// Name of the type.
    pub name: String,
    /// How it burns, and the ballistic coefficient of what it carries.
    pub vehicle: Arc<Vehicle>,
}

/// A command node's rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Command {
    /// Ticks between two plans.
    pub planning_ticks: u64,
    /// Time from confirmation to the first order, s.
    pub decision_delay_s: f64,
    /// Shot doctrine.
    pub doctrine: Doctrine,
    /// Largest standard deviation of the belief at the predicted intercept point, m.
    pub commit_sigma_m: f64,
    /// Least probability of being a payload at which an object is shot at.
    pub payload_probability_min: f64,
    /// Interceptors each fire unit keeps.
    pub reserve: u32,
    /// Time from intercept to assessment, s.
    pub assessment_delay_s: f64,
    /// How far the assessment is right.
    pub assessment: AssessmentError,
}

/// How many interceptors at one threat, in which volleys: each waits for the assessment of the one
/// before it, and ends the engagement if the threat is then believed dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doctrine {
    /// Interceptors of the first volley.
    pub shots: u32,
    /// Interceptors of each volley after it.
    pub later_shots: u32,
    /// Most volleys.
    pub volleys_max: u32,
}

impl Doctrine {
    /// Interceptors of the volley after so many; 0 where there is none.
    pub fn volley(&self, volleys_before: u32) -> u32 {
        match volleys_before {
            _ if volleys_before >= self.volleys_max => 0,
            0 => self.shots,
            _ => self.later_shots,
        }
    }
}

/// Probabilities that a kill assessment is wrong, 0 to 1 (Wilkening, *Science & Global Security* 8,
/// 1999, on shoot-look-shoot).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssessmentError {
    /// Of taking what was killed for alive.
    pub alive_if_killed: f64,
    /// Of taking what is alive for killed.
    pub killed_if_alive: f64,
}

/// A defended asset.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Name.
    pub name: String,
    /// The system on whose territory it lies.
    pub system: SystemId,
    /// Its place, on the ellipsoid.
    pub place: Geodetic,
    /// An impact this near is a leak, m.
    pub radius_m: f64,
    /// Worth, any unit.
    pub value: f64,
}

/// A fire unit.
#[derive(Debug, Clone)]
pub struct FireUnit {
    /// Name.
    pub name: String,
    /// Its owner.
    pub system: SystemId,
    /// Its place.
    pub place: Geodetic,
    /// Interceptors at the start.
    pub inventory: u32,
    /// Interceptors that can be in flight at a time.
    pub channels: u32,
    /// What its interceptors can do.
    pub kind: Arc<InterceptorKind>,
}

/// What a type of interceptor can do.
#[derive(Debug, Clone)]
pub struct InterceptorKind {
    /// Name of the type.
    pub name: String,
    /// Time to reach a point.
    pub flyout: Flyout,
    /// Time from order to launch, s.
    pub preparation_s: f64,
    /// Fastest shift of the aim point after launch, m/s.
    pub midcourse_mps: f64,
    /// Time before the intercept at which the kill vehicle gets its basket, s.
    pub handover_s: f64,
    /// What the kill vehicle can divert after that, m.
    pub reach_m: f64,
    /// Probability of a kill within reach.
    pub kill_probability: f64,
}

/// One threat.
#[derive(Debug, Clone)]
pub struct Threat {
    /// Name: raid and number.
    pub name: String,
    /// Name of its raid; of a flight that no raid launches its own.
    pub raid: String,
    /// What it is.
    pub kind: Arc<ThreatKind>,
    /// Its planned launch point.
    pub launch: Geodetic,
    /// Its planned launch time, s.
    pub launch_s: f64,
    /// What it is aimed at.
    pub aim: AssetId,
    /// Loft it was solved for.
    pub loft: Loft,
    /// The steering that hits the aim from the planned launch point.
    pub steering: Steering,
    /// Standard deviation of the launch time, s.
    pub launch_time_error_s: f64,
    /// Standard deviation of the launch point, per axis, m.
    pub launch_position_error_m: f64,
}

/// What a type of threat is.
#[derive(Debug, Clone)]
pub struct ThreatKind {
    /// Name of the type.
    pub name: String,
    /// Its flight.
    pub vehicle: Arc<Vehicle>,
    /// Its radar cross-section.
    pub signature: Signature,
    /// Standard deviation of the cut-off velocity, per axis, m/s.
    pub cutoff_error_mps: f64,
    /// How long the debris of each of its objects is taken for the object, s.
    pub debris_visible_s: f64,
    /// What else is left after cut-off, in the order of the objects.
    pub objects: Vec<ObjectKind>,
}

/// Mean radar cross-section by phase of flight, and its fluctuation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signature {
    /// During boost, m².
    pub boost_m2: f64,
    /// From cut-off to re-entry, m².
    pub vacuum_m2: f64,
    /// In re-entry, m².
    pub reentry_m2: f64,
    /// Fluctuation.
    pub fluctuation: Fluctuation,
    /// How far it is from looking like the payload, in what sensors' libraries expect of other
    /// objects: 0 for the payload and for what looks just like it, 1 for what looks as expected.
    pub contrast: f64,
}

impl Signature {
    /// Mean cross-section in a phase of flight, m².
    pub fn cross_section_m2(&self, phase: FlightPhase) -> f64 {
        match phase {
            FlightPhase::Boost => self.boost_m2,
            FlightPhase::Vacuum => self.vacuum_m2,
            FlightPhase::Reentry => self.reentry_m2,
        }
    }
}

/// An architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Architecture {
    /// Name.
    pub name: String,
    /// What it stands for.
    pub description: String,
    /// What crosses the border; `None`: nothing.
    pub exchange: Option<Exchange>,
    /// Is it told who shot at what?
    pub engagement_status: bool,
    /// Is it told what came of the shots?
    pub kill_assessment: bool,
    /// By what a command node knows its threats.
    pub responsibility: ResponsibilityRule,
    /// By what a threat belongs to a sector.
    pub sectors_by: SectorRule,
    /// Nearer to impact than this, the owner of the territory shoots all the same, s.
    pub backup_before_impact_s: Option<f64>,
    /// How leave to shoot is asked of the partner; `None`: it need not be.
    pub consultation: Option<Consultation>,
    /// How shots are coordinated.
    pub coordination: CoordinationRule,
    /// How each system supports the other; `None`: not at all.
    pub support: Option<Support>,
}

/// How leave to shoot is asked of the partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consultation {
    /// Time that a system takes to answer, s.
    pub answer_s: f64,
    /// Time from the question after which no answer is waited for, s.
    pub timeout_s: f64,
    /// What is done then.
    pub after_timeout: AfterTimeout,
}

/// How a system supports the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// It shoots at what is its partner's when the impact is nearer than this, s.
    pub before_impact_s: f64,
    /// Interceptors that each fire unit keeps from that, beside its reserve.
    pub reserve: u32,
}

/// What crosses the border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    /// What is sent.
    pub content: Content,
    /// Ticks between two messages on one subject.
    pub period_ticks: u64,
    /// What it may be used for.
    pub usage: Use,
}

impl Scenario {
    /// The architecture of this name, or `None`.
    pub fn architecture(&self, name: &str) -> Option<usize> {
        self.architectures.iter().position(|a| a.name == name)
    }
}
