//! What a warning says of its launch, as it is told: degrees, and the 95 % ellipse in km.

use crate::report::rounding;
use crate::scenario::identity::SystemId;
use crate::scenario::parts::Scenario;
use crate::world::launch::LaunchEstimate;
use crate::world::launch::Spot;
use serde::Serialize;

/// An azimuth that may be off by more than this is none.
const NO_DIRECTION_DEG: f64 = 90.0;

/// A place and the ellipse that holds the truth with 95 %.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Area {
    /// North is positive.
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    pub longitude_deg: f64,
    /// Longer and shorter semi-axis of the ellipse, km.
    pub ellipse_km: [f64; 2],
    /// Direction of the longer one, clockwise from north, in [0, 180).
    pub ellipse_azimuth_deg: f64,
}

/// What a warning says; each sigma is one standard deviation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Launch {
    /// The most likely of the boosters that the system knows.
    pub booster: String,
    /// Its probability among them.
    pub booster_probability: f64,
    /// How many times all variances were enlarged because no known booster explains the plots.
    pub excess: f64,
    /// Where it was launched.
    pub launch: Area,
    /// When.
    pub launch_s: f64,
    /// See `launch_s`.
    pub launch_sigma_s: f64,
    /// Azimuth at the launch point, clockwise from north.
    pub azimuth_deg: f64,
    /// See `azimuth_deg`.
    pub azimuth_sigma_deg: f64,
    /// Where it will end, if it comes down.
    pub impact: Option<Area>,
    /// When.
    pub impact_s: Option<f64>,
    /// See `impact_s`.
    pub impact_sigma_s: Option<f64>,
}

impl Area {
    fn of(spot: &Spot) -> Self {
        Self {
            latitude_deg: spot.place.latitude_rad.to_degrees(),
            longitude_deg: spot.place.longitude_rad.to_degrees(),
            ellipse_km: spot.ellipse_m().map(|axis_m| axis_m / 1000.0),
            ellipse_azimuth_deg: spot.axis_rad().to_degrees().rem_euclid(180.0),
        }
    }

    /// `30.1 N 52.4 E (95 %: 7 x 3 km)`.
    fn words(&self) -> String {
        let side = |value: f64, sides: [&str; 2]| {
            let side = sides[usize::from(value < 0.0)];
            format!("{} {side}", rounding::number(value.abs(), 2))
        };
        let [long, short] = self.ellipse_km.map(length);
        format!(
            "{} {} (95 %: {long} x {short} km)",
            side(self.latitude_deg, ["N", "S"]),
            side(self.longitude_deg, ["E", "W"]),
        )
    }
}

impl Launch {
    pub(super) fn of(scenario: &Scenario, system: SystemId, said: &LaunchEstimate) -> Self {
        let boosters = &scenario.systems[system.index()].boosters;
        let impact = said.impact;
        Self {
            booster: boosters[said.booster].name.clone(),
            booster_probability: said.booster_probability,
            excess: said.excess,
            launch: Area::of(&said.launch),
            launch_s: said.launch_time_s.mean,
            launch_sigma_s: said.launch_time_s.sigma,
            azimuth_deg: said.azimuth_rad.mean.to_degrees(),
            azimuth_sigma_deg: said.azimuth_rad.sigma.to_degrees(),
            impact: impact.map(|impact| Area::of(&impact.spot)),
            impact_s: impact.map(|impact| impact.time_s.mean),
            impact_sigma_s: impact.map(|impact| impact.time_s.sigma),
        }
    }

    /// The launch as part of a sentence.
    pub(super) fn launch_words(&self) -> String {
        let unknown = if self.excess > 1.0 {
            ", which explains the plots badly"
        } else {
            ""
        };
        let azimuth = rounding::number(self.azimuth_deg, 0);
        let spread_deg = 2.0 * self.azimuth_sigma_deg;
        let azimuth = if spread_deg < NO_DIRECTION_DEG {
            format!("azimuth {azimuth} ± {}°", rounding::number(spread_deg, 0))
        } else {
            "azimuth not known yet".into()
        };
        format!(
            "{}{unknown}, from {} at {} ± {} s, {azimuth}",
            self.booster,
            self.launch.words(),
            rounding::number(self.launch_s, 1),
            rounding::number(2.0 * self.launch_sigma_s, 1),
        )
    }

    /// The impact as part of a sentence.
    pub(super) fn impact_words(&self) -> String {
        match (&self.impact, self.impact_s, self.impact_sigma_s) {
            (Some(area), Some(time_s), Some(sigma_s)) => format!(
                "impact at {} at {} ± {} s",
                area.words(),
                rounding::number(time_s, 0),
                rounding::number(2.0 * sigma_s, 0),
            ),
            _ => "no impact".into(),
        }
    }
}

/// A length in km, with a tenth below ten.
fn length(length_km: f64) -> String {
    rounding::number(length_km, usize::from(length_km < 9.95))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A warning of a known booster.
    pub(in crate::report::timeline) fn launch() -> Launch {
        let area = |latitude_deg, ellipse_km| Area {
            latitude_deg,
            longitude_deg: -52.34,
            ellipse_km,
            ellipse_azimuth_deg: 20.0,
        };
        Launch {
            booster: "medium".into(),
            booster_probability: 0.9,
            excess: 1.0,
            launch: area(30.123, [7.04, 2.96]),
            launch_s: 20.04,
            launch_sigma_s: 0.75,
            azimuth_deg: 331.2,
            azimuth_sigma_deg: 2.0,
            impact: Some(area(-45.0, [812.3, 40.2])),
            impact_s: Some(1000.0),
            impact_sigma_s: Some(30.0),
        }
    }

    #[test]
    fn a_launch_is_told_with_its_ellipse_and_two_standard_deviations() {
        let launch = launch();
        let expected = "medium, from 30.12 N 52.34 W (95 %: 7.0 x 3.0 km) at 20.0 ± 1.5 s, \
                        azimuth 331 ± 4°";
        assert_eq!(launch.launch_words(), expected);
        let expected = "impact at 45.00 S 52.34 W (95 %: 812 x 40 km) at 1000 ± 60 s";
        assert_eq!(launch.impact_words(), expected);
    }

    #[test]
    fn a_direction_that_may_be_any_is_not_told() {
        let launch = Launch {
            azimuth_sigma_deg: 57.0,
            ..launch()
        };
        assert!(launch.launch_words().ends_with("azimuth not known yet"));
    }

    #[test]
    fn what_no_known_booster_explains_is_told() {
        let launch = Launch {
            excess: 5.0,
            impact: None,
            impact_s: None,
            impact_sigma_s: None,
            ..launch()
        };
        assert!(
            launch
                .launch_words()
                .starts_with("medium, which explains the plots badly")
        );
        assert_eq!(launch.impact_words(), "no impact");
    }
}
