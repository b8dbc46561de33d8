//! CZML 1.0, as Cesium and STK read it:
//! <https://github.com/AnalyticalGraphicsInc/czml-writer/wiki>.

use super::EPOCH;
use super::words::{colour, escaped, hundredth, interval, moment, origin, position, title, told};
use crate::account::replay::{
    MoverRole, Replay, ReplayLink, ReplayMoment, ReplayMover, ReplaySite, ReplaySystem, SiteRole,
};
use crate::earth::frames::Geodetic;
use crate::report::json;
use serde_json::{Value, json};

/// Time for which a moment is shown, s.
const SHOWN_S: f64 = 60.0;

/// Way behind a mover that is drawn, in time, s.
const TRAIL_S: f64 = 600.0;

/// Seconds of the run in one of the viewer's.
const PACE: f64 = 20.0;

/// A replay as CZML.
pub fn czml(replay: &Replay) -> String {
    let mut packets = vec![document(replay)];
    packets.extend(replay.systems.iter().enumerate().map(system));
    for site in &replay.sites {
        packets.push(standing(site));
        packets.extend((!site.field.is_empty()).then(|| field(site)));
    }
    packets.extend(replay.movers.iter().map(mover));
    packets.extend(replay.links.iter().map(|one| link(replay, one)));
    packets.extend(replay.moments.iter().enumerate().map(happening));
    json::lines(&packets)
}

fn document(replay: &Replay) -> Value {
    json!({
        "id": "document",
        "version": "1.0",
        "name": title(replay),
        "description": escaped(&origin(replay)),
        "clock": {
            "interval": interval([0.0, replay.end_s]),
            "currentTime": moment(0.0),
            "multiplier": PACE,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    })
}

fn rgba(system: Option<usize>, alpha: u8) -> Value {
    let [red, green, blue] = colour(system);
    json!({ "rgba": [red, green, blue, alpha] })
}

fn solid(system: Option<usize>, alpha: u8) -> Value {
    json!({ "solidColor": { "color": rgba(system, alpha) } })
}

/// Longitude, latitude and altitude of places, one after another.
fn cartographic<'a>(places: impl Iterator<Item = &'a Geodetic>) -> Value {
    json!({ "cartographicDegrees": places.flat_map(position).collect::<Vec<f64>>() })
}

/// A closed line through places.
fn outline(places: &[Geodetic], system: usize, alpha: u8) -> Value {
    json!({
        "positions": cartographic(places.iter().chain(places.first())),
        "width": 1,
        "arcType": "GEODESIC",
        "clampToGround": true,
        "material": solid(Some(system), alpha),
    })
}

fn label(text: &str, system: Option<usize>) -> Value {
    json!({
        "text": text,
        "font": "12px sans-serif",
        "fillColor": rgba(system, 255),
        "style": "FILL_AND_OUTLINE",
        "outlineWidth": 2,
        "pixelOffset": { "cartesian2": [8.0, -8.0] },
        "horizontalOrigin": "LEFT",
    })
}

fn point(system: Option<usize>, pixels: u8) -> Value {
    json!({ "pixelSize": pixels, "color": rgba(system, 255) })
}

fn system((place, system): (usize, &ReplaySystem)) -> Value {
    json!({
        "id": format!("system/{}", system.name),
        "name": system.name,
        "position": cartographic([&system.middle].into_iter()),
        "polyline": outline(&system.territory, place, 160),
    })
}

fn standing(site: &ReplaySite) -> Value {
    let pixels = if site.role == SiteRole::Asset { 5 } else { 8 };
    json!({
        "id": format!("{}/{}", site.role.word(), site.name),
        "name": site.name,
        "description": escaped(&site.about),
        "position": cartographic([&site.place].into_iter()),
        "point": point(Some(site.system), pixels),
        "label": label(&site.name, Some(site.system)),
        "properties": { "role": site.role.word() },
    })
}

fn field(site: &ReplaySite) -> Value {
    json!({
        "id": format!("field/{}", site.name),
        "name": format!("field of regard of {}", site.name),
        "polyline": outline(&site.field, site.system, 90),
    })
}

fn mover(mover: &ReplayMover) -> Value {
    let mut states = Vec::with_capacity(7 * mover.points.len());
    let mut errors = Vec::new();
    for point in &mover.points {
        states.push(hundredth(point.time_s));
        states.extend(point.position_m.iter().chain(&point.velocity_mps).copied().map(hundredth));
        errors.extend(point.error_m.map(|m| [hundredth(point.time_s), hundredth(m)]));
    }
    let spans: Vec<String> = mover.spans_s().map(interval).collect();
    let is_track = mover.role == MoverRole::Track;
    let (pixels, alpha) = if is_track { (4, 120) } else { (6, 200) };
    let mut packet = json!({
        "id": format!("{}/{}", mover.role.word(), mover.name),
        "name": mover.name,
        "description": escaped(&mover.about),
        "availability": spans,
        "position": {
            "epoch": EPOCH,
            "interpolationAlgorithm": "HERMITE",
            "interpolationDegree": 3,
            "forwardExtrapolationType": "EXTRAPOLATE",
            "cartesianVelocity": states,
        },
        "point": point(mover.system, pixels),
        "path": {
            "width": 1,
            "resolution": 10,
            "leadTime": 0,
            "trailTime": TRAIL_S,
            "material": solid(mover.system, alpha),
        },
        "properties": { "role": mover.role.word() },
    });
    if mover.role == MoverRole::Threat {
        packet["label"] = label(&mover.name, None);
    }
    if !errors.is_empty() {
        packet["properties"]["error_m"] = json!({ "epoch": EPOCH, "number": errors.concat() });
    }
    packet
}

fn link(replay: &Replay, link: &ReplayLink) -> Value {
    let [from, to] = [link.from, link.to].map(|end| &replay.systems[end].name);
    let mut shown = vec![json!({ "interval": interval([0.0, replay.end_s]), "boolean": false })];
    let busy =
        link.busy_s.iter().map(|span| json!({ "interval": interval(*span), "boolean": true }));
    shown.extend(busy);
    let ends = [from, to].map(|end| format!("system/{end}#position"));
    json!({
        "id": format!("link/{from}>{to}"),
        "name": format!("messages of {from} to {to} on their way"),
        "polyline": {
            "show": shown,
            "positions": { "references": ends },
            "width": 2,
            "material": solid(Some(link.from), 220),
        },
    })
}

fn happening((number, happening): (usize, &ReplayMoment)) -> Value {
    let told = told(happening);
    json!({
        "id": format!("moment/{}", number + 1),
        "name": told,
        "availability": interval([happening.time_s, happening.time_s + SHOWN_S]),
        "position": cartographic([&happening.place].into_iter()),
        "point": { "pixelSize": 10, "color": { "rgba": [213, 94, 0, 255] } },
        "label": label(&told, None),
    })
}
