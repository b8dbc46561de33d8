//! Threats as needed, and what their types are.

use super::{Fluctuation, ObjectKind};
use crate::ballistics::aim::Loft;
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::FlightPhase;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::AssetId;
use std::sync::Arc;

/// Standard deviations by which a launch may be late, or early: what is beyond is cut off.
pub const LATE_SIGMA: f64 = 4.0;

/// One threat.
#[derive(Debug, Clone)]
pub struct Threat {
    /// Name: raid and number.
    pub name: String,
    /// Name of its raid.
    pub raid: String,
    /// Its type.
    pub kind: Arc<ThreatKind>,
    /// Its planned launch point.
    pub launch: Geodetic,
    /// Its planned launch time, s; infinite if it does not fly in this run.
    pub launch_s: f64,
    /// Asset that it is aimed at.
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

impl Threat {
    /// Whether it flies in this run: a drawn raid may have fewer threats than it has places for.
    pub fn flies(&self) -> bool {
        self.launch_s.is_finite()
    }
}

/// Type of threat.
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
    /// Time for which the debris of each of its objects is taken for the object, s.
    pub debris_visible_s: f64,
    /// Objects beside the payload after cut-off, in their order.
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
    /// Contrast with the payload, in what sensors' libraries expect of other
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
