//! A flight in numbers.

use super::arcs::{CompleteFlight, FlightComparison};
use super::point::TrajectoryPoint;
use crate::ballistics::aim;
use crate::earth::frames::{Ecef, Geodetic};
use crate::earth::geodesic;
use crate::flight::trace::{Mark, Trace, TracePoint};
use serde::Serialize;

/// A flight in numbers; what it has not come to when the run ends is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headline {
    /// Geodesic from launch to impact, m.
    pub range_m: Option<f64>,
    /// From launch to impact, s.
    pub time_of_flight_s: Option<f64>,
    /// Geodesic from the aim to the impact, m.
    pub miss_m: Option<f64>,
    /// The launch.
    pub launch: TrajectoryPoint,
    /// The end of thrust.
    pub cutoff: Option<TrajectoryPoint>,
    /// The greatest altitude.
    pub apogee: Option<TrajectoryPoint>,
    /// Descent through 100 km.
    pub entry: Option<TrajectoryPoint>,
    /// The strongest drag of the descent.
    pub peak_drag: Option<TrajectoryPoint>,
    /// The impact.
    pub impact: Option<TrajectoryPoint>,
    /// Flight-path angles at cut-off, asked for and flown.
    pub loft: Option<LoftAngles>,
    /// The free flight beside closed forms.
    pub arcs: Option<FlightComparison>,
}

/// Loft at cut-off: angles of the inertial velocity above the geocentric horizontal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LoftAngles {
    /// Angle that the raid adds to that of minimum energy.
    pub offset_deg: f64,
    /// The angle asked for: that of minimum energy for the angle flown freely, and the offset.
    pub asked_deg: f64,
    /// The angle flown.
    pub flown_deg: f64,
}

impl Headline {
    pub(super) fn of(trace: &Trace, launch: Geodetic, aim: Geodetic, loft: aim::Loft) -> Self {
        let row = |point: &TracePoint| TrajectoryPoint::of(point, launch);
        let row_at = |mark| trace.find(mark).map(row);
        let whole = whole(trace, launch);
        let impact = row_at(Mark::Impact);
        let miss_m = trace.find(Mark::Impact).map(|impact| {
            let place = Ecef(impact.state.position_m).geodetic();
            geodesic::inverse(aim, place).distance_m
        });
        Self {
            range_m: impact.as_ref().map(|impact| impact.ground_range_m),
            time_of_flight_s: impact.as_ref().map(|impact| impact.flight_s),
            miss_m,
            launch: row(&trace.points()[0]),
            cutoff: row_at(Mark::Cutoff),
            apogee: row_at(Mark::Apogee),
            entry: row_at(Mark::Entry),
            peak_drag: row_at(Mark::PeakDrag),
            impact,
            loft: whole.map(|whole| LoftAngles::of(&whole, loft)),
            arcs: whole.map(|whole| whole.comparison()),
        }
    }
}

impl LoftAngles {
    fn of(whole: &CompleteFlight, loft: aim::Loft) -> Self {
        let offset_rad = match loft {
            aim::Loft::MinimumEnergy => 0.0,
            aim::Loft::Offset(offset_rad) => offset_rad,
        };
        let flown_rad = whole.cutoff.state.inertial(0.0).flight_path_rad();
        Self {
            offset_deg: offset_rad.to_degrees(),
            asked_deg: loft.flight_path_rad(whole.range_angle_rad()).to_degrees(),
            flown_deg: flown_rad.to_degrees(),
        }
    }
}

fn whole(trace: &Trace, launch: Geodetic) -> Option<CompleteFlight<'_>> {
    Some(CompleteFlight {
        launch,
        cutoff: trace.find(Mark::Cutoff)?,
        apogee: trace.find(Mark::Apogee)?,
        impact: trace.find(Mark::Impact)?,
    })
}
