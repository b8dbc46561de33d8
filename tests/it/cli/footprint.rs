//! What `footprint` prints.

use super::{QUICKSTART, assert_page, done};
use serde_json::Value;

/// The columns of the CSV.
const HEADER: &str = "architecture,latitude_deg,longitude_deg,area_m2,territory,is_threatened,\
                      shots_mean,shots_min,shots_nato,shots_russia,share_defended,share_low,\
                      share_high";

fn told(more: &[&str]) -> String {
    let words = ["footprint", QUICKSTART, "--architectures", "isolated,shared"];
    super::told(&[&words[..], &["--cell-km", "500"], more].concat())
}

#[test]
fn the_table_has_areas_a_map_for_each_architecture_and_fits_a_page() {
    let out = told(&["--runs", "2", "--shots", "2"]);
    let parts = [
        "quickstart: footprint against intermediate-range, 2 runs for each cell",
        "launched at 30",
        "Area with at least so many shots, thousand km²",
        "The same for 2+ [95 % over 2 runs]",
        "Shots under isolated",
        "Shots under shared",
        "North is up",
        "the percentage with at least 2 shots: `isolated`",
    ];
    assert_page(&out, &parts);
    // North is up: the first latitude beside the first map is greater than the last.
    let map = out.split("Shots under isolated").nth(1).unwrap();
    let map = map.split("Shots under shared").next().unwrap();
    let latitudes: Vec<f64> =
        map.lines().filter_map(|line| line.split_once("N |")?.0.trim().parse().ok()).collect();
    assert!(latitudes.len() >= 2 && latitudes.is_sorted_by(|a, b| a > b), "{map}");
    // West is left: the longitudes below it rise.
    let below = map.lines().rfind(|line| line.contains('E')).unwrap();
    let signed = |word: &str| -> Option<f64> {
        let (number, side) = word.split_at(word.len() - 1);
        let degrees: f64 = number.parse().ok()?;
        Some(if side == "W" { -degrees } else { degrees })
    };
    let longitudes: Vec<f64> = below.split_whitespace().filter_map(signed).collect();
    assert!(longitudes.len() >= 2 && longitudes.is_sorted_by(|a, b| a < b), "{map}");
}

#[test]
fn the_csv_has_a_row_for_each_architecture_and_cell_and_the_json_adds_them_up() {
    let csv = told(&["--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(rows.len() > 100 && rows.iter().all(|row| row.len() == 13));
    let json: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    assert_eq!(json["cells"].as_array().unwrap().len(), rows.len());
    let areas = json["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 2 * 3 * 3, "architectures, parties, shots");
    for area in areas {
        let least = area["shots"].as_u64().unwrap();
        let counted = rows.iter().filter(|row| {
            area["architecture"] == row[0]
                && (area["territory"].is_null() || area["territory"] == row[4])
                && row[7].parse::<u64>().unwrap() >= least
        });
        let sum: f64 = counted.map(|row| 1e-6 * row[3].parse::<f64>().unwrap()).sum();
        let told = area["area_km2"].as_f64().unwrap();
        assert!((sum - told).abs() <= 1e-6 * told.max(1.0), "{area}: {sum}");
    }
    assert!(areas[0]["area_km2"].as_f64().unwrap() > 0.0, "something is defended");
}

/// A polygon for each row, around its middle; neighbours have one edge.
#[test]
fn the_geojson_has_a_polygon_for_each_row() {
    let map: Value = serde_json::from_str(&told(&["--format", "geojson"])).unwrap();
    let json: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    let (features, cells) = (&map["features"], json["cells"].as_array().unwrap());
    assert_eq!(features.as_array().unwrap().len(), cells.len());
    let ring = |place: usize| -> Vec<[f64; 2]> {
        let ring = features[place]["geometry"]["coordinates"][0].clone();
        serde_json::from_value(ring).unwrap()
    };
    let mut shared = 0;
    for (place, cell) in cells.iter().enumerate() {
        assert_eq!(&features[place]["properties"], cell);
        let [south_west, _, north_east] = [0, 1, 2].map(|corner| ring(place)[corner]);
        let middle = [0, 1].map(|axis| 0.5 * (south_west[axis] + north_east[axis]));
        let told = ["longitude_deg", "latitude_deg"].map(|key| cell[key].as_f64().unwrap());
        assert!((0..2).all(|axis| (middle[axis] - told[axis]).abs() < 1e-6), "{cell}");
        assert!(south_west[0] < north_east[0] && south_west[1] < north_east[1]);
        if place > 0 && cells[place - 1]["latitude_deg"] == cell["latitude_deg"] {
            shared += usize::from(ring(place - 1)[2] == ring(place)[3]);
        }
    }
    assert!(shared > 50, "{shared}");
}

#[test]
fn every_column_is_explained() {
    let help = done(&["footprint", "--help"]).out;
    for column in HEADER.split(',') {
        let name = column.replace("_nato", "_SYSTEM").replace("_russia", "_SYSTEM");
        assert!(help.contains(&name), "{column}");
    }
}

#[test]
fn threads_change_no_byte() {
    let runs = ["--runs", "2", "--format", "json"];
    let one = told(&[&runs[..], &["--threads", "1"]].concat());
    assert_eq!(one, told(&[&runs[..], &["--threads", "3"]].concat()));
}
