//! The launch that a warning describes: degrees, and the ellipse of 95 % in km.

use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;
use crate::world::launch::{LaunchEstimate, Spot};
use serde::Serialize;

/// A place and the ellipse around it that holds the truth with 95 %.
#[doc(alias = "area of uncertainty")]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorEllipse {
    /// North is positive.
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    pub longitude_deg: f64,
    /// Longer and shorter semi-axis of the ellipse, km.
    pub ellipse_km: [f64; 2],
    /// Direction of the longer one, clockwise from north, in [0, 180).
    pub ellipse_azimuth_deg: f64,
}

/// A launch as a warning describes it; each sigma is one standard deviation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LaunchWarning {
    /// The most likely of the boosters that the system knows.
    pub booster: String,
    /// Its probability among them.
    pub booster_probability: f64,
    /// Factor by which all variances were enlarged because no known booster explains the plots.
    pub excess: f64,
    /// Launch point.
    pub launch: ErrorEllipse,
    /// Time of launch, s.
    pub launch_s: f64,
    /// See `launch_s`.
    pub launch_sigma_s: f64,
    /// Azimuth at the launch point, clockwise from north.
    pub azimuth_deg: f64,
    /// See `azimuth_deg`.
    pub azimuth_sigma_deg: f64,
    /// Predicted impact point, if it comes down.
    pub impact: Option<ErrorEllipse>,
    /// Predicted time of impact, s.
    pub impact_s: Option<f64>,
    /// See `impact_s`.
    pub impact_sigma_s: Option<f64>,
}

impl ErrorEllipse {
    fn of(spot: &Spot) -> Self {
        Self {
            latitude_deg: spot.place.latitude_rad.to_degrees(),
            longitude_deg: spot.place.longitude_rad.to_degrees(),
            ellipse_km: spot.ellipse_m().map(|axis_m| axis_m / 1000.0),
            ellipse_azimuth_deg: spot.axis_rad().to_degrees().rem_euclid(180.0),
        }
    }
}

impl LaunchWarning {
    pub(super) fn of(scenario: &Scenario, system: SystemId, estimate: &LaunchEstimate) -> Self {
        let boosters = &scenario.systems[system.index()].boosters;
        let impact = estimate.impact;
        Self {
            booster: boosters[estimate.booster].name.clone(),
            booster_probability: estimate.booster_probability,
            excess: estimate.excess,
            launch: ErrorEllipse::of(&estimate.launch),
            launch_s: estimate.launch_time_s.mean,
            launch_sigma_s: estimate.launch_time_s.sigma,
            azimuth_deg: estimate.azimuth_rad.mean.to_degrees(),
            azimuth_sigma_deg: estimate.azimuth_rad.sigma.to_degrees(),
            impact: impact.map(|impact| ErrorEllipse::of(&impact.spot)),
            impact_s: impact.map(|impact| impact.time_s.mean),
            impact_sigma_s: impact.map(|impact| impact.time_s.sigma),
        }
    }
}
