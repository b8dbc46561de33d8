//! A warning's launch and impact as parts of a sentence.

use crate::account::timeline::{ErrorEllipse, LaunchWarning};
use crate::report::rounding;

/// An azimuth that may be off by more than this is none.
const NO_DIRECTION_DEG: f64 = 90.0;

/// The launch as part of a sentence.
pub(super) fn launch(warning: &LaunchWarning) -> String {
    let unknown = if warning.excess > 1.0 { ", which explains the plots badly" } else { "" };
    let azimuth = rounding::number(warning.azimuth_deg, 0);
    let spread_deg = 2.0 * warning.azimuth_sigma_deg;
    let azimuth = if spread_deg < NO_DIRECTION_DEG {
        format!("azimuth {azimuth} ± {}°", rounding::number(spread_deg, 0))
    } else {
        "azimuth not known yet".into()
    };
    format!(
        "{}{unknown}, from {} at {} ± {} s, {azimuth}",
        warning.booster,
        place(&warning.launch),
        rounding::number(warning.launch_s, 1),
        rounding::number(2.0 * warning.launch_sigma_s, 1),
    )
}

/// The impact as part of a sentence.
pub(super) fn impact(warning: &LaunchWarning) -> String {
    match (&warning.impact, warning.impact_s, warning.impact_sigma_s) {
        (Some(ellipse), Some(time_s), Some(sigma_s)) => format!(
            "impact at {} at {} ± {} s",
            place(ellipse),
            rounding::number(time_s, 0),
            rounding::number(2.0 * sigma_s, 0),
        ),
        _ => "no impact".into(),
    }
}

/// `30.1 N 52.4 E (95 %: 7 x 3 km)`.
fn place(ellipse: &ErrorEllipse) -> String {
    let side = |value: f64, sides: [&str; 2]| {
        let side = sides[usize::from(value < 0.0)];
        format!("{} {side}", rounding::number(value.abs(), 2))
    };
    let [long, short] = ellipse.ellipse_km.map(length);
    format!(
        "{} {} (95 %: {long} x {short} km)",
        side(ellipse.latitude_deg, ["N", "S"]),
        side(ellipse.longitude_deg, ["E", "W"]),
    )
}

/// A length in km, with a tenth below ten.
fn length(length_km: f64) -> String {
    rounding::number(length_km, usize::from(length_km < 9.95))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A warning of a known booster.
    fn warning() -> LaunchWarning {
        let area = |latitude_deg, ellipse_km| ErrorEllipse {
            latitude_deg,
            longitude_deg: -52.34,
            ellipse_km,
            ellipse_azimuth_deg: 20.0,
        };
        LaunchWarning {
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
        let warning = warning();
        let expected = "medium, from 30.12 N 52.34 W (95 %: 7.0 x 3.0 km) at 20.0 ± 1.5 s, \
                        azimuth 331 ± 4°";
        assert_eq!(launch(&warning), expected);
        let expected = "impact at 45.00 S 52.34 W (95 %: 812 x 40 km) at 1000 ± 60 s";
        assert_eq!(impact(&warning), expected);
    }

    #[test]
    fn a_direction_that_may_be_any_is_not_told() {
        let warning = LaunchWarning { azimuth_sigma_deg: 57.0, ..warning() };
        assert!(launch(&warning).ends_with("azimuth not known yet"));
    }

    #[test]
    fn what_no_known_booster_explains_is_told() {
        let warning = LaunchWarning {
            excess: 5.0,
            impact: None,
            impact_s: None,
            impact_sigma_s: None,
            ..warning()
        };
        assert!(launch(&warning).starts_with("medium, which explains the plots badly"));
        assert_eq!(impact(&warning), "no impact");
    }
}
