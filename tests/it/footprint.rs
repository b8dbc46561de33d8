//! Laws of the footprint: what defends nothing defends no ground, more defends no less, a battery
//! defends what is around it, and where the Greenwich meridian lies does not matter.

use crate::common::{
    each_interceptor, first_system_alone, grounded, named, perfect_radars, shipped, tabulate,
};
use lisbon::ballistics::aim::Loft;
use lisbon::ballistics::flyout::Kinematics;
use lisbon::earth::area::Area;
use lisbon::earth::frames::Geodetic;
use lisbon::engine;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::reach::footprint;
use lisbon::reach::footprint::{CellFlights, Footprint, FootprintQuestion};
use lisbon::reach::grid::Grid;
use lisbon::scenario::model::Scenario;

/// What is asked of a scenario in these tests.
struct Asked {
    threat: &'static str,
    launch: Geodetic,
    loft: Loft,
    cell_m: f64,
}

impl Asked {
    /// The raid of the quickstart over coarse cells.
    fn of_the_raid(scenario: &Scenario) -> Self {
        Self {
            threat: "intermediate-range",
            launch: scenario.threats[0].launch,
            loft: Loft::MinimumEnergy,
            cell_m: 450e3,
        }
    }

    fn survey(&self, scenario: &Scenario, architectures: &[&str]) -> Footprint {
        let mut kinds = scenario.threat_kinds.iter();
        let question = FootprintQuestion {
            selection: RunSelection {
                scenario,
                architectures: architectures.iter().map(|name| named(scenario, name)).collect(),
                seed: 1,
                runs: 0..1,
            },
            kind: kinds.find(|kind| kind.name == self.threat).unwrap().clone(),
            launch: self.launch,
            launch_s: 0.0,
            loft: self.loft,
            grid: Grid::over(scenario, Some(self.cell_m)).unwrap(),
        };
        footprint::survey(&question, CellFlights::of(&question), &NoWatcher, engine::play)
    }
}

fn area_m2(footprint: &Footprint, architecture: usize) -> f64 {
    footprint.area_m2((architecture, 0), 1, |_| true)
}

/// Shots at each cell in the one run.
fn shots(footprint: &Footprint, architecture: usize) -> Vec<u32> {
    let cells = 0..footprint.cells.len();
    cells.map(|cell| footprint.most(architecture, 0, cell)).collect()
}

#[test]
fn cells_make_up_the_territories_and_each_is_somebodys() {
    let scenario = shipped("southern-raid");
    let grid = Grid::over(&scenario, Some(50e3)).unwrap();
    let cells = grid.cells(&scenario);
    let area_km2 = |system: u16| {
        let own = cells.iter().filter(|cell| cell.system.0 == system);
        1e-6 * own.map(|cell| cell.area_m2).sum::<f64>()
    };
    // By trapezia of the corners, straight in latitude and longitude, on the sphere of 6,371 km.
    for (system, expected_km2) in [(0, 9.87e6), (1, 4.36e6)] {
        let got = area_km2(system);
        assert!((got / expected_km2 - 1.0).abs() < 0.03, "{system}: {got}");
    }
    for cell in &cells {
        let system = &scenario.systems[cell.system.index()];
        assert!(system.territory.contains(cell.place));
        assert!(cell.row < grid.rows && cell.column < grid.columns);
    }
    // Half the size is four times as many, about.
    let fine = Grid::over(&scenario, Some(25e3)).unwrap().cells(&scenario).len();
    assert!((fine as f64 / cells.len() as f64 - 4.0).abs() < 0.1);
    assert_eq!(Grid::over(&scenario, Some(1e3)), None, "too many");
    let default = Grid::over(&scenario, None).unwrap();
    assert!((700..=1100).contains(&(default.rows * default.columns)));
}

#[test]
fn without_reach_or_without_interceptors_nothing_is_defended() {
    let scenario = shipped("quickstart");
    let asked = Asked::of_the_raid(&scenario);
    let armed = asked.survey(&scenario, &["isolated"]);
    assert!(area_m2(&armed, 0) > 1e12);
    assert_eq!(area_m2(&asked.survey(&scenario.clone().unarmed(), &["isolated"]), 0), 0.0);
    let mut short = scenario;
    grounded(&mut short);
    assert_eq!(area_m2(&asked.survey(&short, &["isolated"]), 0), 0.0);
}

/// With radars that see all above their horizon, without error, all of them the first system's:
/// whoever has one fire unit more has no fewer shots at any cell, and so has who is told the tracks
/// of the first system, which are all that the other has.
#[test]
fn more_units_and_more_data_never_defend_less_without_noise() {
    let mut scenario = shipped("quickstart");
    perfect_radars(&mut scenario);
    scenario.radars.retain(|radar| radar.system.0 == 0);
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
    }
    let asked = Asked::of_the_raid(&scenario);
    let all = asked.survey(&scenario, &["isolated", "shared"]);
    let mut fewer = scenario.clone();
    fewer.fire_units.pop();
    let less = asked.survey(&fewer, &["shared"]);
    let (alone, told, less) = (shots(&all, 0), shots(&all, 1), shots(&less, 0));
    for (place, told) in told.iter().enumerate() {
        assert!(less[place] <= *told, "cell {place}: a unit more takes shots away");
        assert!(alone[place] <= *told, "cell {place}: data takes shots away");
    }
    let sum = |shots: &[u32]| shots.iter().sum::<u32>();
    assert!(sum(&alone) < sum(&told), "the data gives something");
    assert!(sum(&less) < sum(&told), "the unit gives something");
}

/// One battery with a radar that sees all, and a square around it.
fn battery() -> Scenario {
    let mut scenario = shipped("quickstart");
    first_system_alone(&mut scenario);
    perfect_radars(&mut scenario);
    scenario.satellites.clear();
    scenario.radars.truncate(1);
    let place = Geodetic::degrees(45.0, 25.0, 0.0);
    scenario.radars[0].place = place;
    scenario.fire_units.truncate(1);
    scenario.fire_units[0].place = place;
    scenario.systems[0].territory = square(45.0, 25.0, 3.0);
    scenario
}

fn square(latitude_deg: f64, longitude_deg: f64, half_deg: f64) -> Area {
    let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)];
    let corners = corners.map(|(up, right)| {
        let latitude_deg: f64 = latitude_deg + up * half_deg;
        let longitude_deg: f64 = longitude_deg + right * half_deg;
        (latitude_deg.to_radians(), longitude_deg.to_radians())
    });
    Area::new(&corners)
}

#[test]
fn a_battery_defends_its_neighbourhood_against_what_comes_from_above() {
    let asked = Asked {
        threat: "medium-range",
        launch: Geodetic::degrees(45.0, 30.0, 0.0),
        loft: Loft::Offset(25_f64.to_radians()),
        cell_m: 60e3,
    };
    let footprint = asked.survey(&battery(), &["isolated"]);
    let here = Geodetic::degrees(45.0, 25.0, 0.0);
    let mut near = 0;
    for (place, cell) in footprint.cells.iter().enumerate() {
        let away_m = lisbon::earth::geodesic::inverse(here, cell.place).distance_m;
        if footprint.is_threatened[place] && away_m < 100e3 {
            near += 1;
            assert!(footprint.most(0, 0, place) > 0, "{away_m} m away");
        }
    }
    assert!(near > 5, "{near}");
}

/// The Earth turned below all of it: the same cells, the same areas, the same shots.
#[test]
fn thirty_degrees_farther_east_all_is_the_same() {
    let turned_by = |degrees: f64| {
        let mut scenario = battery();
        // Near the edge of the reach, so that not all is defended.
        each_interceptor(&mut scenario, |kind| {
            let kinematics = Kinematics {
                acceleration_mps2: 110.0,
                burn_time_s: 24.0,
                ballistic_coefficient_kgpm2: None,
                altitude_min_m: 40e3,
                altitude_max_m: 200e3,
                range_max_m: 200e3,
            };
            kind.flyout = tabulate(&kinematics);
        });
        scenario.systems[0].territory = square(45.0, 25.0 + degrees, 3.0);
        scenario.radars[0].place.longitude_rad += degrees.to_radians();
        scenario.fire_units[0].place.longitude_rad += degrees.to_radians();
        let asked = Asked {
            threat: "intermediate-range",
            launch: Geodetic::degrees(30.0, 45.0 + degrees, 0.0),
            loft: Loft::MinimumEnergy,
            cell_m: 60e3,
        };
        asked.survey(&scenario, &["isolated"])
    };
    let [here, there] = [turned_by(0.0), turned_by(30.0)];
    assert_eq!(shots(&here, 0), shots(&there, 0));
    let [here_m2, there_m2] = [&here, &there].map(|footprint| area_m2(footprint, 0));
    assert!((here_m2 / there_m2 - 1.0).abs() < 1e-9, "{here_m2} {there_m2}");
    let all_m2: f64 = here.cells.iter().map(|cell| cell.area_m2).sum();
    assert!(0.1 * all_m2 < here_m2 && here_m2 < 0.9 * all_m2, "some are defended, some not");
}
