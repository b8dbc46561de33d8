//! GeoJSON (RFC 7946): each thing a feature, its altitudes in metres, times in `times_s`.

use super::words::{hundredth, origin, position, title, told};
use crate::account::replay::{
    Replay, ReplayMoment, ReplayMover, ReplayPoint, ReplaySite, ReplaySystem,
};
use crate::earth::frames::{Ecef, Geodetic};
use crate::report::json;
use serde_json::{Value, json};
use std::f64::consts::PI;

/// A replay as GeoJSON.
pub fn geojson(replay: &Replay) -> String {
    let owner = |system: Option<usize>| system.map(|system| replay.systems[system].name.as_str());
    let mut features: Vec<Value> = replay.systems.iter().map(territory).collect();
    for site in &replay.sites {
        let owner = owner(Some(site.system));
        features.push(standing(site, owner));
        features.extend((!site.field.is_empty()).then(|| field(site, owner)));
    }
    features.extend(replay.movers.iter().map(|one| mover(one, owner(one.system))));
    features.extend(replay.moments.iter().map(happening));
    json::lines(&json!({
        "type": "FeatureCollection",
        "name": title(replay),
        "description": origin(replay),
        "features": features,
    }))
}

fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A ring through corners, closed, against the clock as the standard asks.
fn ring(corners: &[Geodetic]) -> Vec<[f64; 2]> {
    let flat = |place: &Geodetic| {
        let [longitude_deg, latitude_deg, _] = position(place);
        [longitude_deg, latitude_deg]
    };
    let mut ring: Vec<[f64; 2]> = corners.iter().chain(corners.first()).map(flat).collect();
    let twice_area = |[from, to]: &[[f64; 2]; 2]| from[0] * to[1] - to[0] * from[1];
    let area: f64 = ring.windows(2).map(|pair| twice_area(&[pair[0], pair[1]])).sum();
    if area < 0.0 {
        ring.reverse();
    }
    ring
}

fn territory(system: &ReplaySystem) -> Value {
    feature(
        &json!({ "type": "Polygon", "coordinates": [ring(&system.territory)] }),
        &json!({ "name": system.name, "role": "territory", "system": system.name }),
    )
}

fn standing(site: &ReplaySite, owner: Option<&str>) -> Value {
    let role = site.role.word();
    feature(
        &json!({ "type": "Point", "coordinates": position(&site.place) }),
        &json!({ "name": site.name, "role": role, "system": owner, "about": site.about }),
    )
}

fn field(site: &ReplaySite, owner: Option<&str>) -> Value {
    feature(
        &json!({ "type": "Polygon", "coordinates": [ring(&site.field)] }),
        &json!({ "name": site.name, "role": "field", "system": owner, "about": site.about }),
    )
}

fn mover(mover: &ReplayMover, owner: Option<&str>) -> Value {
    let lines: Vec<Vec<[f64; 3]>> = mover.pieces().flat_map(cut).collect();
    let geometry = match &lines[..] {
        [line] if line.len() == 1 => json!({ "type": "Point", "coordinates": line[0] }),
        [line] => json!({ "type": "LineString", "coordinates": line }),
        lines => {
            let lines: Vec<Vec<[f64; 3]>> = lines.iter().map(|line| drawn(line)).collect();
            json!({ "type": "MultiLineString", "coordinates": lines })
        }
    };
    let times: Vec<f64> = mover.points.iter().map(|point| hundredth(point.time_s)).collect();
    feature(
        &geometry,
        &json!({
            "name": mover.name,
            "role": mover.role.word(),
            "system": owner,
            "about": mover.about,
            "begin_s": times.first(),
            "end_s": times.last(),
            "times_s": times,
        }),
    )
}

/// A piece of one place as a line of no length, which the standard wants of two.
fn drawn(line: &[[f64; 3]]) -> Vec<[f64; 3]> {
    if let [place] = line { vec![*place; 2] } else { line.to_vec() }
}

/// The places of a piece as lines that do not cross the date line.
fn cut(piece: &[ReplayPoint]) -> Vec<Vec<[f64; 3]>> {
    let mut lines: Vec<Vec<[f64; 3]>> = vec![Vec::new()];
    let mut before: Option<Geodetic> = None;
    for point in piece {
        let place = Ecef(point.position_m).geodetic();
        if let Some(before) = before
            && (place.longitude_rad - before.longitude_rad).abs() > PI
        {
            // Seen from the side where it was, it goes on beyond half a turn.
            let edge_rad = PI.copysign(before.longitude_rad);
            let onward_rad = place.longitude_rad + 2.0 * edge_rad;
            let part = (edge_rad - before.longitude_rad) / (onward_rad - before.longitude_rad);
            let between = |from: f64, to: f64| from + (to - from) * part;
            let at = |longitude_rad| Geodetic {
                latitude_rad: between(before.latitude_rad, place.latitude_rad),
                longitude_rad,
                altitude_m: between(before.altitude_m, place.altitude_m),
            };
            if let Some(line) = lines.last_mut() {
                line.push(position(&at(edge_rad)));
            }
            lines.push(vec![position(&at(-edge_rad))]);
        }
        if let Some(line) = lines.last_mut() {
            line.push(position(&place));
        }
        before = Some(place);
    }
    lines
}

fn happening(moment: &ReplayMoment) -> Value {
    feature(
        &json!({ "type": "Point", "coordinates": position(&moment.place) }),
        &json!({ "name": told(moment), "role": "moment", "time_s": hundredth(moment.time_s) }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector3;

    fn point((latitude_deg, longitude_deg): (f64, f64)) -> ReplayPoint {
        ReplayPoint {
            time_s: 0.0,
            position_m: Geodetic::degrees(latitude_deg, longitude_deg, 1000.0).ecef().0,
            velocity_mps: Vector3::zeros(),
            error_m: None,
        }
    }

    /// East over the date line and back: cut where it crosses, in proportion.
    #[test]
    fn a_line_is_cut_at_the_date_line() {
        let places = [(0.0, 179.0), (2.0, -179.0), (4.0, 179.5)].map(point);
        let lines = cut(&places);
        let ends: Vec<[[f64; 3]; 2]> =
            lines.iter().map(|line| [line[0], line[line.len() - 1]]).collect();
        let expected = [
            [[179.0, 0.0], [180.0, 1.0]],
            [[-180.0, 1.0], [-180.0, 2.0 + 2.0 / 1.5]],
            [[180.0, 2.0 + 2.0 / 1.5], [179.5, 4.0]],
        ];
        for (end, expected) in ends.iter().flatten().zip(expected.iter().flatten()) {
            let off = [end[0] - expected[0], end[1] - expected[1]];
            assert!(off.iter().all(|off| off.abs() < 1e-6), "{end:?}, {expected:?}");
        }
        assert_eq!(lines.len(), 3);
        assert_eq!(cut(&[(0.0, 10.0), (0.0, 11.0)].map(point)).len(), 1);
    }

    #[test]
    fn rings_are_closed_and_go_against_the_clock() {
        let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
        let corners = corners.map(|(lat, lon)| Geodetic::degrees(lat, lon, 0.0));
        let expected = vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]];
        assert_eq!(ring(&corners), expected);
        let turned: Vec<Geodetic> = corners.iter().rev().copied().collect();
        assert_eq!(ring(&turned), [[1.0, 1.0], [0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]);
    }
}
