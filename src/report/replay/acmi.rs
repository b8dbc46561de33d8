//! ACMI 2.2, as Tacview reads it: <https://www.tacview.net/documentation/acmi/en/>.

use super::EPOCH;
use super::words::{hundredth, origin, position, title, told};
use crate::account::replay::{MoverRole, Replay, ReplayMover, SiteRole};
use crate::earth::frames::{Ecef, Geodetic};
use std::fmt::Write;

/// Colours that Tacview knows, of the systems and of the truth.
const SYSTEMS: [&str; 2] = ["Blue", "Orange"];
const TRUTH: &str = "Red";

/// A replay as ACMI.
pub fn acmi(replay: &Replay) -> String {
    let mut text = String::from("FileType=text/acmi/tacview\nFileVersion=2.2\n");
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    line(format!("0,ReferenceTime={EPOCH}"));
    line(format!("0,DataSource=lisbon {}", replay.provenance.lisbon));
    line(format!("0,Title={}", value(&title(replay))));
    line(format!("0,Comments={}", value(&origin(replay))));
    for (number, site) in replay.sites.iter().enumerate() {
        let kind = match site.role {
            SiteRole::Asset => "Ground+Static+Building",
            SiteRole::Radar | SiteRole::Sensor => "Sensor+Ground+Static",
            SiteRole::FireUnit => "Ground+Static+AntiAircraft",
        };
        let place = transform(&site.place);
        let named = properties(replay, (&site.name, &site.about), Some(site.system), kind);
        line(format!("{:x},{place},{named}", number + 1));
    }
    let mut frames = frames(replay);
    frames.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    let mut time_s = f64::NAN;
    for AcmiFrame { time_s: now_s, text } in frames {
        let now_s = hundredth(now_s);
        if now_s.to_bits() != time_s.to_bits() {
            line(format!("#{now_s}"));
            time_s = now_s;
        }
        line(text);
    }
    text
}

/// A line and its time.
struct AcmiFrame {
    time_s: f64,
    text: String,
}

/// Lines of what moves and happens: all of one thing in their order.
fn frames(replay: &Replay) -> Vec<AcmiFrame> {
    let mut frames = Vec::new();
    let mut id = replay.sites.len();
    for mover in &replay.movers {
        for (piece, [_, until_s]) in mover.pieces().zip(mover.spans_s()) {
            id += 1;
            for (place, point) in piece.iter().enumerate() {
                let mut text = format!("{id:x},{}", transform(&Ecef(point.position_m).geodetic()));
                if place == 0 {
                    let named = (mover.name.as_str(), mover.about.as_str());
                    let named = properties(replay, named, mover.system, kind(mover));
                    write!(text, ",{named}").expect("text takes what is written");
                }
                frames.push(AcmiFrame { time_s: point.time_s, text });
            }
            frames.push(AcmiFrame { time_s: until_s, text: format!("-{id:x}") });
        }
    }
    for moment in &replay.moments {
        let text = format!("0,Event=Bookmark|{}", value(&told(moment)));
        frames.push(AcmiFrame { time_s: moment.time_s, text });
    }
    frames
}

fn kind(mover: &ReplayMover) -> &'static str {
    match mover.role {
        MoverRole::Threat | MoverRole::Interceptor => "Weapon+Missile",
        MoverRole::Released => "Misc+Decoy",
        MoverRole::Satellite => "Air+Sensor",
        MoverRole::Track => "Navaid+Static+Waypoint",
    }
}

fn properties(
    replay: &Replay,
    (name, about): (&str, &str),
    system: Option<usize>,
    kind: &str,
) -> String {
    let owner = system.map_or("threat", |system| replay.systems[system].name.as_str());
    let colour = system.map_or(TRUTH, |system| SYSTEMS[system % SYSTEMS.len()]);
    format!(
        "Type={kind},Name={},Label={},Coalition={},Color={colour}",
        value(name),
        value(about),
        value(owner)
    )
}

/// Longitude, latitude and altitude.
fn transform(place: &Geodetic) -> String {
    let [longitude, latitude, altitude] = position(place);
    format!("T={longitude}|{latitude}|{altitude}")
}

/// A value: commas, bars and line breaks would end it.
fn value(text: &str) -> String {
    let line = text.replace(|letter: char| letter.is_control() || letter == '|', " ");
    line.replace('\\', "\\\\").replace(',', "\\,")
}
