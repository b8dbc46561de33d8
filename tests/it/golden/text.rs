//! The canonical text of a journal: its values in a fixed order, numbers to the last bit, in words
//! that no renaming in the source changes.

use lisbon::earth::frames::Geodetic;
use lisbon::scenario::identity::{InterceptorId, LinkId, ObjectId, TrackId};
use lisbon::world::journal::{Event, Evidence, Hold, Journal, ShotResult, Subject};
use lisbon::world::launch::{LaunchEstimate, Spot};
use std::fmt::{Display, Write};

/// A journal as text, part by part; a line an event.
#[derive(Default)]
pub(super) struct Text {
    pub(super) events: String,
    pub(super) plots: String,
    pub(super) samples: String,
    pub(super) counts: String,
}

/// A part of a text.
pub(super) struct Part<'a> {
    pub(super) name: &'static str,
    pub(super) lines: &'a str,
}

impl Text {
    pub(super) fn of(journal: &Journal) -> Self {
        let mut text = Self::default();
        for (time_s, event) in &journal.events {
            writeln!(text.events, "{time_s:?} {}", line(event)).unwrap();
        }
        for plot in &journal.plots {
            let object = plot.object.map_or_else(|| "none".into(), object);
            writeln!(text.plots, "{} {} {object}", plot.tick, plot.sensor.0).unwrap();
        }
        text.samples(journal);
        text.counts(journal);
        text
    }

    fn samples(&mut self, journal: &Journal) {
        let out = &mut self.samples;
        for (time_s, truths, beliefs) in journal.samples.iter() {
            for truth in truths {
                let state = format!(
                    "{:?} {:?}",
                    truth.state.position_m.as_slice(),
                    truth.state.velocity_mps.as_slice()
                );
                writeln!(out, "{time_s:?} truth {} {state}", object(truth.object)).unwrap();
            }
            for belief in beliefs {
                let (state, spread) = (&belief.state, belief.spread.0);
                let state = format!(
                    "{:?} {:?}",
                    state.position_m.as_slice(),
                    state.velocity_mps.as_slice()
                );
                let name = format!("{} {}", belief.system.0, belief.number);
                let rest = format!("{spread:?} {:?}", belief.innovations);
                writeln!(out, "{time_s:?} belief {name} {state} {rest}").unwrap();
            }
        }
    }

    fn counts(&mut self, journal: &Journal) {
        let out = &mut self.counts;
        for t in &journal.traffic {
            let whole =
                [t.withheld, t.sent, t.refused, t.lost, t.received, t.used, t.late, t.bytes];
            let ages = [t.age_s, t.used_age_s, t.used_age_s_max];
            writeln!(out, "traffic {whole:?} {ages:?}").unwrap();
        }
        for r in &journal.radar_time {
            let whole = [r.revisits, r.looks, r.dropped];
            let times = [r.available_s, r.wanted_s, r.tracks_s, r.windows_s, r.load_max];
            writeln!(out, "radar {whole:?} {times:?}").unwrap();
        }
    }

    pub(super) fn parts(&self) -> [Part<'_>; 4] {
        [
            ("events", &self.events),
            ("plots", &self.plots),
            ("samples", &self.samples),
            ("counts", &self.counts),
        ]
        .map(|(name, lines)| Part { name, lines })
    }
}

fn line(event: &Event) -> String {
    match event {
        Event::Launch { threat } => format!("launch {}", threat.0),
        Event::Cutoff { threat } => format!("cutoff {}", threat.0),
        Event::Released { object: id } => format!("released {}", object(*id)),
        Event::Fall { object: id, place: at, dead } => {
            format!("fall {} {} {dead}", object(*id), place(at))
        }
        Event::Impact { threat, place: at, dead } => {
            format!("impact {} {} {dead}", threat.0, place(at))
        }
        Event::Intercept { interceptor: id, object: met, miss_m, result } => {
            let met = met.map_or_else(|| "none".into(), object);
            format!("intercept {} {met} {miss_m:?} {}", interceptor(*id), shot_result(*result))
        }
        belief => believed(belief),
    }
}

/// The line of an event of tracks and messages.
fn believed(event: &Event) -> String {
    match event {
        Event::Warning { track: id, evidence: plots, estimate } => {
            format!("warning {} {} {}", track(*id), evidence(plots), launch(estimate))
        }
        Event::BurnedOut { track: id, estimate } => {
            format!("burnout {} {}", track(*id), launch(estimate))
        }
        Event::Confirmed { track: id, evidence: plots } => {
            format!("confirmed {} {}", track(*id), evidence(plots))
        }
        Event::Dropped { track: id } => format!("dropped {}", track(*id)),
        Event::Sent { link: on, subject: about, arrival_s } => {
            format!("sent {} {} {arrival_s:?}", link(*on), subject(*about))
        }
        Event::Received { link: on, subject: about, age_s } => {
            format!("received {} {} {age_s:?}", link(*on), subject(*about))
        }
        engagement => engaged(engagement),
    }
}

/// The line of an event of the picture or of the engagement.
fn engaged(event: &Event) -> String {
    match event {
        Event::Firm { system, track: id } => format!("firm {} {}", system.0, track(*id)),
        Event::Correlated { own, remote } => {
            format!("correlated {} {}", track(*own), track(*remote))
        }
        Event::Engageable {
            system,
            track: id,
            opportunities,
            earliest_launch_s,
            latest_launch_s,
        } => {
            format!(
                "engageable {} {} {opportunities} {earliest_launch_s:?} {latest_launch_s:?}",
                system.0,
                track(*id)
            )
        }
        Event::Held { system, track: id, reason } => {
            format!("held {} {} {}", system.0, track(*id), hold(*reason))
        }
        Event::WentDown { outage } => format!("went-down {}", outage.0),
        Event::Repaired { outage } => format!("repaired {}", outage.0),
        Event::NoShotCame { system, track: id, reliance } => {
            format!("no-shot-came {} {} {reliance:?}", system.0, track(*id))
        }
        Event::Ordered {
            system,
            track: id,
            unit,
            shots,
            intercept_s,
            aim_m,
            latest_order_s,
            payload_probability,
        } => format!(
            "ordered {} {} {} {shots} {intercept_s:?} {:?} {latest_order_s:?} {payload_probability:?}",
            system.0,
            track(*id),
            unit.0,
            aim_m.as_slice()
        ),
        Event::Launched { interceptor: id, track: at, intercept_s, evidence: plots } => {
            format!(
                "launched {} {} {intercept_s:?} {}",
                interceptor(*id),
                track(*at),
                evidence(plots)
            )
        }
        Event::Assessed { interceptor: id, killed } => {
            format!("assessed {} {killed}", interceptor(*id))
        }
        _ => unreachable!("{event:?} has a line above"),
    }
}

fn object(id: ObjectId) -> String {
    format!("{}/{}", id.threat.0, id.object)
}

fn interceptor(id: InterceptorId) -> String {
    format!("{}/{}", id.unit.0, id.shot)
}

fn track(id: TrackId) -> String {
    format!("{}/{}", id.system.0, id.number)
}

fn link(id: LinkId) -> impl Display {
    id.0
}

fn place(at: &Geodetic) -> String {
    format!("{:?} {:?} {:?}", at.longitude_rad, at.latitude_rad, at.altitude_m)
}

fn evidence(plots: &Evidence) -> String {
    format!("{:?}", plots.serials())
}

fn shot_result(result: ShotResult) -> &'static str {
    match result {
        ShotResult::Killed => "killed",
        ShotResult::Failed => "failed",
        ShotResult::OutOfReach => "out-of-reach",
        ShotResult::AlreadyDead => "already-dead",
        ShotResult::NoHandover => "no-handover",
    }
}

fn hold(reason: Hold) -> &'static str {
    match reason {
        Hold::Partners => "partners",
        Hold::NoSector => "no-sector",
        Hold::NoConsent => "no-consent",
        Hold::PartnerShoots => "partner-shoots",
        Hold::AwaitsOrders => "awaits-orders",
        Hold::BelievedDead => "believed-dead",
        Hold::NoPayload => "no-payload",
        Hold::TrackLost => "track-lost",
        Hold::PoorTrack => "poor-track",
        Hold::NoTime => "no-time",
        Hold::NoRound => "no-round",
        Hold::NoChannel => "no-channel",
        Hold::RoundsKept => "rounds-kept",
    }
}

fn subject(about: Subject) -> String {
    match about {
        Subject::Alert(id) => format!("alert {}", track(id)),
        Subject::Track(id) => format!("track {}", track(id)),
        Subject::Plot(serial) => format!("plot {serial}"),
        Subject::Status(id) => format!("status {}", track(id)),
        Subject::Order(id) => format!("order {}", track(id)),
        Subject::Assessment(id) => format!("assessment {}", track(id)),
        Subject::Request(id) => format!("request {}", track(id)),
        Subject::Consent(id) => format!("consent {}", track(id)),
    }
}

fn spot(spot: &Spot) -> String {
    format!("{} {:?}", place(&spot.place), spot.covariance_m2.as_slice())
}

fn launch(estimate: &LaunchEstimate) -> String {
    let LaunchEstimate {
        booster,
        booster_probability,
        excess,
        launch,
        launch_time_s,
        azimuth_rad,
        impact,
    } = estimate;
    let head = format!("{booster} {booster_probability:?} {excess:?} {}", spot(launch));
    let [time, azimuth] =
        [launch_time_s, azimuth_rad].map(|known| format!("{:?} {:?}", known.mean, known.sigma));
    let impact = impact.as_ref().map_or_else(
        || "none".into(),
        |end| format!("{} {:?} {:?}", spot(&end.spot), end.time_s.mean, end.time_s.sigma),
    );
    format!("{head} {time} {azimuth} {impact}")
}
