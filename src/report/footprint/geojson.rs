//! The cells as GeoJSON (RFC 7946): a polygon for each under each architecture.

use super::FootprintReport;
use crate::reach::cell::DefendedCell;
use crate::report::json;
use serde_json::{Value, json};

/// The cells as polygons, with the fields of [`DefendedCell`] as properties.
pub fn geojson(report: &FootprintReport) -> String {
    let features: Vec<Value> = report.cells.iter().map(|cell| feature(report, cell)).collect();
    let from = &report.provenance;
    json::lines(&json!({
        "type": "FeatureCollection",
        "name": format!("{}, footprint", from.scenario),
        "provenance": from,
        "threat": report.threat,
        "raid": report.raid,
        "shots": report.shots,
        "assumptions": report.assumptions,
        "conclusion": report.conclusion,
        "features": features,
    }))
}

fn feature(report: &FootprintReport, cell: &DefendedCell) -> Value {
    let [high_deg, wide_deg] = report.cell_deg.map(|size_deg| 0.5 * size_deg);
    let [south, north] = [-high_deg, high_deg].map(|off| tidy(cell.latitude_deg + off));
    let [west, east] = [-wide_deg, wide_deg].map(|off| tidy(cell.longitude_deg + off));
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({
        "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": cell,
    })
}

/// Degrees to a ten millionth, so that cells side by side have the same edge.
fn tidy(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
