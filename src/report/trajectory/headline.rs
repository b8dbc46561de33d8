//! A flight in numbers.

use super::Row;
use super::arcs::Arcs;
use super::arcs::Whole;
use crate::ballistics::aim;
use crate::earth::frames::Ecef;
use crate::earth::frames::Geodetic;
use crate::earth::geodesic;
use crate::flight::trace::Mark;
use crate::flight::trace::Trace;
use crate::flight::trace::TracePoint;
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
    pub launch: Row,
    /// The end of thrust.
    pub cutoff: Option<Row>,
    /// The greatest altitude.
    pub apogee: Option<Row>,
    /// Descent through 100 km.
    pub entry: Option<Row>,
    /// The strongest drag of the descent.
    pub peak_drag: Option<Row>,
    /// The impact.
    pub impact: Option<Row>,
    /// How steep it was to be, and is.
    pub loft: Option<Loft>,
    /// The free flight beside closed forms.
    pub arcs: Option<Arcs>,
}

/// Loft at cut-off: angles of the inertial velocity above the geocentric horizontal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Loft {
    /// What the raid adds to the angle of minimum energy.
    pub offset_deg: f64,
    /// The angle asked for: that of minimum energy for the angle flown freely, and the offset.
    pub asked_deg: f64,
    /// The angle flown.
    pub flown_deg: f64,
}

impl Headline {
    pub(super) fn of(trace: &Trace, launch: Geodetic, aim: Geodetic, loft: aim::Loft) -> Self {
        let row = |point: &TracePoint| Row::of(point, launch);
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
            loft: whole.map(|whole| Loft::of(&whole, loft)),
            arcs: whole.map(|whole| whole.arcs()),
        }
    }
}

impl Loft {
    fn of(whole: &Whole, loft: aim::Loft) -> Self {
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

fn whole(trace: &Trace, launch: Geodetic) -> Option<Whole<'_>> {
    Some(Whole {
        launch,
        cutoff: trace.find(Mark::Cutoff)?,
        apogee: trace.find(Mark::Apogee)?,
        impact: trace.find(Mark::Impact)?,
    })
}
