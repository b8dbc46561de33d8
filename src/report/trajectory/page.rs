//! A flight as a page: its headline numbers, the closed forms beside it, its rows.

use crate::account::provenance::Provenance;
use crate::account::trajectory::{
    FlightComparison, FlightFigures, Headline, Trajectory, TrajectoryPoint, phase_name,
};
use crate::earth::wgs84::STANDARD_GRAVITY_MPS2;
use crate::flight::trace::Mark;
use crate::report::rounding::number;
use crate::report::sheet::{Align, Block, GridColumn, Sheet, TextGrid, dash, stamp};
use crate::scenario::identity::Object;

/// Text below the comparison with closed forms.
const ABOUT_ARCS: &str = "Start: at cut-off, inertial, the angle above the geocentric horizontal. \
    Conic: on from the cut-off without air and oblateness. Least energy: the same range from \
    ground to ground over a sphere at rest, no boost, no air (Wheelon 1959; Bate, Mueller, White \
    1971); a boost that ends far above the ground makes a flight slower and higher than that, and \
    the turning Earth makes it shorter or longer.";

/// Text below the rows.
const ABOUT_ROWS: &str = "Time is the scenario's, flight s counts from launch. Altitude: above the \
    WGS-84 ellipsoid. Range: geodesic from the launch point. Speed: relative to the Earth. Path: \
    its angle above the local geodetic horizontal. Drag: deceleration by the air.";

/// Page of a flight.
pub fn page(trajectory: &Trajectory) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(trajectory)));
    sheet.push(Block::Lines(headline(&trajectory.headline)));
    if let Some(arcs) = &trajectory.headline.arcs {
        sheet.push_grid(comparison(arcs));
        sheet.push_prose(ABOUT_ARCS);
    }
    sheet.push_grid(points(&trajectory.points));
    sheet.push_prose(ABOUT_ROWS);
    sheet
}

fn head(trajectory: &Trajectory) -> Vec<String> {
    let Provenance { scenario, extent, .. } = &trajectory.provenance;
    let how = match extent.run {
        Some(run) => format!("as dispersed in run {run}"),
        None => "as planned".into(),
    };
    let which = match extent.object {
        Object::Payload => String::new(),
        other => format!("{other} of "),
    };
    let (threat, threat_type, aim) = (&extent.threat, &extent.threat_type, &extent.aim);
    vec![
        format!("{scenario}: {which}{threat} ({threat_type}) to {aim}, {how}"),
        stamp(&trajectory.provenance),
    ]
}

/// A line for each headline number that the flight has.
fn headline(headline: &Headline) -> Vec<String> {
    let distance = headline.range_m.map(|range_m| {
        let miss = match headline.miss_m {
            Some(miss_m) => format!("; it comes down {} from its aim", distance(miss_m)),
            None => String::new(),
        };
        format!("{} km over the ellipsoid{miss}", km(range_m))
    });
    let launched = format!("at {} s", number(headline.launch.time_s, 1));
    let entry = headline.entry.as_ref();
    let lines = [
        ("launch", Some(launched)),
        ("range", distance),
        ("time of flight", headline.time_of_flight_s.map(seconds)),
        ("cut-off", headline.cutoff.as_ref().map(moment)),
        (
            "apogee",
            headline.apogee.as_ref().map(|row| {
                format!("{} km, {} after launch", km(row.altitude_m), seconds(row.flight_s))
            }),
        ),
        ("entry", entry.map(moment)),
        ("peak drag", headline.peak_drag.as_ref().map(peak)),
        ("impact", headline.impact.as_ref().map(|row| format!("{}, {}", speed(row), path(row)))),
        ("loft", loft(headline)),
    ];
    let mut told: Vec<String> = lines
        .into_iter()
        .filter_map(|(name, text)| Some(format!("{name:<14}  {}", text?)))
        .collect();
    if headline.impact.is_none() {
        told.push("It is still in the air when the run ends.".into());
    }
    told
}

fn moment(row: &TrajectoryPoint) -> String {
    format!(
        "{} after launch, {} km up, {}, {}",
        seconds(row.flight_s),
        km(row.altitude_m),
        speed(row),
        path(row)
    )
}

fn peak(row: &TrajectoryPoint) -> String {
    let in_g = row.drag_mps2 / STANDARD_GRAVITY_MPS2;
    format!(
        "{} m/s² ({} g) {} km up, at {}",
        number(row.drag_mps2, 1),
        number(in_g, 1),
        km(row.altitude_m),
        speed(row)
    )
}

fn loft(headline: &Headline) -> Option<String> {
    let loft = headline.loft?;
    let what = if loft.offset_deg > 0.0 {
        format!("lofted by {} deg", number(loft.offset_deg, 1))
    } else if loft.offset_deg < 0.0 {
        format!("depressed by {} deg", number(-loft.offset_deg, 1))
    } else {
        "minimum energy".into()
    };
    let [asked, flown] = [loft.asked_deg, loft.flown_deg].map(|deg| number(deg, 2));
    Some(format!("{what}: {asked} deg at cut-off asked for, {flown} flown (inertial, geocentric)"))
}

fn comparison(arcs: &FlightComparison) -> TextGrid {
    let flights = [Some(arcs.flown), arcs.conic_from_cutoff, arcs.least_energy];
    let row = |name: &str, value: fn(&FlightFigures) -> String| {
        let cells = flights.iter().map(|arc| dash(arc.as_ref().map(value)));
        std::iter::once(name.to_owned()).chain(cells).collect()
    };
    let rows = [
        row("range km", |arc| km(arc.range_m)),
        row("apogee km", |arc| km(arc.apogee_m)),
        row("time of flight s", |arc| number(arc.time_of_flight_s, 1)),
        row("start speed m/s", |arc| number(arc.start_speed_mps, 0)),
        row("start angle deg", |arc| number(arc.start_flight_path_deg, 2)),
    ];
    let header = ["free flight", "flown", "conic from cut-off", "least energy"];
    TextGrid::new(Align::Right, header, rows)
}

fn points(points: &[TrajectoryPoint]) -> TextGrid {
    let width = points.iter().map(|at| number(at.time_s, 1).len()).max();
    let width = width.unwrap_or(0).max("time s".len());
    let title = format!("{:>width$}  event", "time s");
    let events = |at: &TrajectoryPoint| {
        let events: Vec<String> = at.events.iter().map(|mark| said(*mark)).collect();
        format!("{:>width$}  {}", number(at.time_s, 1), events.join(", "))
    };
    let columns: [GridColumn<TrajectoryPoint>; 10] = [
        (&title, &events),
        ("flight\ns", &|at| number(at.flight_s, 1)),
        ("phase", &|at| phase_name(at.phase).into()),
        ("north\ndeg", &|at| number(at.latitude_deg, 3)),
        ("east\ndeg", &|at| number(at.longitude_deg, 3)),
        ("altitude\nkm", &|at| km(at.altitude_m)),
        ("range\nkm", &|at| km(at.ground_range_m)),
        ("speed\nm/s", &|at| number(at.speed_mps, 0)),
        ("path\ndeg", &|at| dash(at.flight_path_deg.map(|deg| number(deg, 2)))),
        ("drag\nm/s²", &|at| number(at.drag_mps2, 2)),
    ];
    TextGrid::of(&columns, points)
}

/// An event as people say it.
fn said(mark: Mark) -> String {
    match mark {
        Mark::Launch => "launch".into(),
        Mark::StageEnd(stage) => format!("stage {stage} ends"),
        Mark::Cutoff => "cut-off".into(),
        Mark::Apogee => "apogee".into(),
        Mark::Entry => "entry".into(),
        Mark::PeakDrag => "peak drag".into(),
        Mark::Impact => "impact".into(),
    }
}

fn km(metres: f64) -> String {
    number(metres / 1000.0, 1)
}

/// A distance from metres to thousands of kilometres.
fn distance(metres: f64) -> String {
    if metres < 1000.0 { format!("{} m", number(metres, 1)) } else { format!("{} km", km(metres)) }
}

fn seconds(seconds: f64) -> String {
    format!("{} s", number(seconds, 1))
}

fn speed(row: &TrajectoryPoint) -> String {
    format!("{} m/s", number(row.speed_mps, 0))
}

fn path(row: &TrajectoryPoint) -> String {
    match row.flight_path_deg {
        Some(deg) if deg < 0.0 => format!("{} deg below the horizontal", number(-deg, 1)),
        Some(deg) => format!("{} deg above the horizontal", number(deg, 1)),
        None => "at rest".into(),
    }
}
