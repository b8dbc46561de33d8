//! Satellites that move: each plot is taken from where its satellite is at that tick, and only of
//! what it sees from there.

use crate::common::{journal, path};
use lisbon::earth::frames::{Ecef, Geodetic};
use lisbon::earth::wgs84::{GRAVITATION_M3PS2, ROTATION_RADPS};
use lisbon::engine::Engine;
use lisbon::random::RunSeed;
use lisbon::scenario;
use lisbon::scenario::model::Scenario;
use lisbon::sensing::plot::{Measurement, Plots};
use lisbon::world::journal::{Event, Journal};
use lisbon::world::node::Case;
use std::fmt::Write;
use std::fs;

/// The quickstart with one satellite, whose place is written so.
fn quickstart(place: &str) -> Scenario {
    let root = path("scenarios/quickstart.toml");
    let satellite = format!(
        "\n[[satellites]]\nid = \"watch\"\nsystem = \"nato\"\ntype = \"geostationary-infrared\"\n{place}\n"
    );
    let mut loader = |file: &str| {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        Ok(if file == root { text + &satellite } else { text })
    };
    scenario::parse(&root, &mut loader).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A table each 300 s from four rows before the run to four after it.
fn table(place: impl Fn(f64) -> Ecef) -> String {
    let mut text = "ephemeris = [\n".to_owned();
    for index in -4..=9 {
        let time_s = 300.0 * f64::from(index);
        let [x, y, z] = (place(time_s).0 * 1e-3).into();
        writeln!(text, "  {{ time_s = {time_s}, x_km = {x}, y_km = {y}, z_km = {z} }},").unwrap();
    }
    text + "]"
}

/// A round orbit over the poles, at time zero over a point of the equator, as the Earth sees it.
fn polar(radius_m: f64, longitude_deg: f64, time_s: f64) -> Ecef {
    let rate_radps = (GRAVITATION_M3PS2 / radius_m).sqrt() / radius_m;
    let place = Geodetic {
        latitude_rad: 0.0,
        longitude_rad: longitude_deg.to_radians() - ROTATION_RADPS * time_s,
        altitude_m: 0.0,
    };
    let outwards = place.ecef().0.normalize();
    let (sin, cos) = libm::sincos(rate_radps * time_s);
    let mut along = outwards * (radius_m * cos);
    along.z = radius_m * sin;
    Ecef(along)
}

fn infrared_plots(journal: &Journal, scenario: &Scenario) -> Vec<(u32, u16)> {
    let first = scenario.radars.len();
    let plots = journal.plots.iter();
    plots
        .filter(|plot| plot.sensor.index() >= first)
        .filter_map(|plot| Some((plot.tick, plot.object?.threat.0)))
        .collect()
}

fn warnings(journal: &Journal) -> usize {
    let is_warning = |event: &&(f64, Event)| matches!(event.1, Event::Warning { .. });
    journal.events.iter().filter(is_warning).count()
}

#[test]
fn a_table_that_stands_still_is_a_geostationary_place() {
    let place = Geodetic::degrees(0.0, 60.0, 35_786_000.0).ecef();
    let named = quickstart("longitude_deg = 60");
    let tabulated = quickstart(&table(|_| place));
    let (ours, theirs) = (journal(&tabulated, 0, 0), journal(&named, 0, 0));
    let seen = infrared_plots(&ours, &tabulated);
    assert!(seen.len() > 10);
    assert_eq!(seen, infrared_plots(&theirs, &named));
    assert_eq!((warnings(&ours), warnings(&theirs)), (3, 3));
}

#[test]
fn each_plot_is_taken_from_where_the_satellite_is() {
    let orbit = |time_s| polar(20_000e3, 50.0, time_s);
    let scenario = quickstart(&table(orbit));
    let case = Case {
        scenario: &scenario,
        architecture: &scenario.architectures[0],
        luck: RunSeed { seed: 1, run: 0 },
    };
    let mut engine = Engine::new(&case);
    let mut origins = Vec::new();
    while engine.step() {
        let mut inboxes = engine.world().query::<&Plots>();
        for plot in inboxes.iter(engine.world()).flat_map(|inbox| &inbox.0) {
            if let Measurement::Infrared(line) = plot.measurement {
                let off_m = (line.origin_m - orbit(plot.time_s).0).norm();
                assert!(off_m < 1.0, "{off_m} m at {} s", plot.time_s);
                origins.push(line.origin_m);
            }
        }
    }
    assert!(origins.len() > 10);
    let way_m = (origins[origins.len() - 1] - origins[0]).norm();
    assert!(way_m > 500e3, "{way_m} m");
    assert_eq!(warnings(&engine.journal()), 3);
}

/// The same orbit on the other side of the Earth sees nothing.
#[test]
fn behind_the_earth_nothing_is_seen() {
    let scenario = quickstart(&table(|time_s| polar(20_000e3, 230.0, time_s)));
    assert!(infrared_plots(&journal(&scenario, 0, 0), &scenario).is_empty());
}
