//! Disclosure: what a system's messages gave away to its partner.
//!
//! What arrived counts, not what was sent. Between the first and the last state that a partner was
//! told of one track it can put the rest in, so the track's object counts as told of throughout, as
//! long as the sender's sensors saw it. Objects are looked at once in each period of the samples.
//! Of the sender's coverage the partner learns where it sees: the share of what it saw that was
//! told; which of its sensors see, with their sites, where a plot names its sensor; and, where
//! nothing names one, that some radar of the sender sees as far as the nearest of its sites is
//! away.
//!
//! Leaves out what messages tell of the sender's fire units and plans, what a partner could make of
//! silence, and whose sensors a clever partner might find behind a track's covariance.

use super::party::Party;
use super::score::DisclosureScore;
use super::track_truth::TrackTruth;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::{LinkId, ObjectId, SensorId, SystemId, TrackId};
use crate::scenario::model::{AnySensor, Scenario};
use crate::world::journal::{Event, Journal, Subject};
use nalgebra::Vector3;
use std::collections::BTreeMap;

/// Metres in a kilometre.
const M_PER_KM: f64 = 1000.0;

/// Disclosure of each system, by its number.
pub(super) struct DisclosureRecords(Vec<DisclosureRecord>);

/// Disclosure of one system in a run.
#[derive(Debug, Clone, PartialEq, Default)]
struct DisclosureRecord {
    alerts: usize,
    tracks: usize,
    track_time_s: f64,
    plots: usize,
    /// Objects at samples that its sensors saw.
    seen: usize,
    /// Of these, told of.
    told: usize,
    sensors_named: usize,
    range_m: f64,
}

/// An object at a sample, as the sender saw it and told of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sighting {
    seen: SeenBy,
    told: ToldAs,
}

/// Kind of sensor that saw an object: the most telling one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum SeenBy {
    #[default]
    None,
    /// One that measures lines of sight.
    Direction,
    /// One that measures positions.
    Position,
}

/// Form in which an object was told of: the most telling one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum ToldAs {
    #[default]
    Nothing,
    /// An alert, or a plot that names its sensor, of which more is asked elsewhere.
    News,
    /// A track, or a plot that names no sensor.
    Place,
}

impl DisclosureRecords {
    /// Reads a journal.
    pub(super) fn of(scenario: &Scenario, journal: &Journal, track_truth: &TrackTruth) -> Self {
        let spans = spans_s(journal);
        let mut reader = DisclosureReader { scenario, journal, sightings: Vec::new() };
        let systems = scenario.system_ids();
        Self(systems.map(|system| reader.record(system, &spans, track_truth)).collect())
    }

    /// The score of a party.
    pub(super) fn score(&self, party: Party) -> DisclosureScore {
        let own = || {
            let all = (0..).zip(&self.0).filter(|(index, _)| party.has(SystemId(*index)));
            all.map(|(_, record)| record)
        };
        let sum = |count: fn(&DisclosureRecord) -> usize| own().map(count).sum::<usize>() as f64;
        let [seen, told] = [sum(|record| record.seen), sum(|record| record.told)];
        DisclosureScore {
            alerts_told: sum(|record| record.alerts),
            tracks_told: sum(|record| record.tracks),
            track_time_told_s: own().map(|record| record.track_time_s).sum(),
            plots_told: sum(|record| record.plots),
            coverage_told: if seen > 0.0 { told / seen } else { 0.0 },
            sensors_named: sum(|record| record.sensors_named),
            range_told_km: own().map(|record| record.range_m).fold(0.0, f64::max) / M_PER_KM,
        }
    }
}

/// Track or warning that was told of: by which link, and from when to when, s.
#[derive(Debug, Clone, Copy)]
struct ToldTrack {
    link: LinkId,
    is_alert: bool,
    span_s: [f64; 2],
}

/// The tracks and warnings that were told of.
fn spans_s(journal: &Journal) -> BTreeMap<TrackId, ToldTrack> {
    let mut all = BTreeMap::new();
    for (time_s, event) in &journal.events {
        let Event::Received { link, subject, age_s } = event else {
            continue;
        };
        let (track, is_alert) = match subject {
            Subject::Alert(track) => (*track, true),
            Subject::Track(track) => (*track, false),
            _ => continue,
        };
        let valid_s = time_s - age_s;
        let first = ToldTrack { link: *link, is_alert, span_s: [valid_s; 2] };
        let span_s = &mut all.entry(track).or_insert(first).span_s;
        *span_s = [span_s[0].min(valid_s), span_s[1].max(valid_s)];
    }
    all
}

struct DisclosureReader<'a> {
    scenario: &'a Scenario,
    journal: &'a Journal,
    /// By the place of the truth among the samples.
    sightings: Vec<Sighting>,
}

impl DisclosureReader<'_> {
    fn record(
        &mut self,
        system: SystemId,
        tracks: &BTreeMap<TrackId, ToldTrack>,
        track_truth: &TrackTruth,
    ) -> DisclosureRecord {
        let links = &self.scenario.links;
        let is_own = |link: LinkId| links[link.index()].from == system;
        let told: Vec<(&TrackId, &ToldTrack)> =
            tracks.iter().filter(|(_, told)| is_own(told.link)).collect();
        let plots = || self.journal.plots_told.iter().filter(|(link, _)| is_own(*link));
        let mut record = DisclosureRecord { plots: plots().count(), ..Default::default() };
        for (_, told) in &told {
            if told.is_alert {
                record.alerts += 1;
            } else {
                record.tracks += 1;
                record.track_time_s += told.span_s[1] - told.span_s[0];
            }
        }
        // Where nobody told anything, what was seen does not matter.
        if tracks.is_empty() && self.journal.plots_told.is_empty() {
            return record;
        }
        self.note_seen(system);
        for (track, told) in &told {
            if let Some(object) = track_truth.object(**track) {
                self.note_track(object, told);
            }
        }
        let (sensors_named, range_m) = self.note_plots(system);
        let sightings = self.sightings.iter();
        let seen = sightings.filter(|one| one.seen > SeenBy::None);
        record.seen = seen.clone().count();
        record.told = seen.filter(|one| one.told > ToldAs::Nothing).count();
        (record.sensors_named, record.range_m) = (sensors_named, range_m);
        record.range_m = record.range_m.max(self.placed_range_m(system));
        record
    }

    /// Notes what a system's sensors saw.
    fn note_seen(&mut self, system: SystemId) {
        let samples = &self.journal.samples;
        self.sightings.clear();
        self.sightings.resize(samples.truths.len(), Sighting::default());
        let kind = |sensor| {
            let is_own = self.scenario.sensor_system(sensor) == system;
            let is_direction = self.scenario.line_of_sight_ticks(sensor).is_some();
            let kind = if is_direction { SeenBy::Direction } else { SeenBy::Position };
            is_own.then_some(kind)
        };
        let kinds: Vec<Option<SeenBy>> = self.scenario.sensor_ids().map(kind).collect();
        for plot in &self.journal.plots {
            let time_s = f64::from(plot.tick) * self.scenario.step_s;
            if let Some(kind) = kinds[plot.sensor.index()]
                && let Some(object) = plot.object
                && let Some(place) = samples.place(samples.last(time_s), object)
            {
                let seen = &mut self.sightings[place].seen;
                *seen = kind.max(*seen);
            }
        }
    }

    /// Notes what was told of an object by a track or a warning.
    fn note_track(&mut self, object: ObjectId, told: &ToldTrack) {
        let samples = &self.journal.samples;
        let [first, last] = told.span_s.map(|time_s| samples.last(time_s));
        for number in first.unwrap_or(0)..last.map_or(0, |last| last + 1) {
            if let Some(place) = samples.place(Some(number), object) {
                self.tell(place, if told.is_alert { ToldAs::News } else { ToldAs::Place });
            }
        }
    }

    /// Notes what plots told: the number of sensors that they name, and the farthest that one of
    /// these saw something, m.
    fn note_plots(&mut self, system: SystemId) -> (usize, f64) {
        let (samples, scenario) = (&self.journal.samples, self.scenario);
        let mut is_named = vec![false; scenario.sensor_count()];
        let sites: Vec<Option<Vector3<f64>>> =
            scenario.sensor_ids().map(|sensor| site_m(scenario, sensor)).collect();
        let mut range_m: f64 = 0.0;
        for (link, serial) in &self.journal.plots_told {
            let link = &scenario.links[link.index()];
            if link.from != system {
                continue;
            }
            let plot = &self.journal.plots[*serial as usize];
            let is_hidden = link.release.hide_source;
            is_named[plot.sensor.index()] |= !is_hidden;
            let time_s = f64::from(plot.tick) * scenario.step_s;
            let object = plot.object;
            let place = object.and_then(|it| samples.place(samples.last(time_s), it));
            let Some(place) = place else {
                continue;
            };
            self.tell(place, if is_hidden { ToldAs::Place } else { ToldAs::News });
            if let Some(site_m) = sites[plot.sensor.index()].filter(|_| !is_hidden) {
                let at_m = samples.truths[place].state.position_m;
                range_m = range_m.max((at_m - site_m).norm());
            }
        }
        (is_named.iter().filter(|named| **named).count(), range_m)
    }

    fn tell(&mut self, place: usize, form: ToldAs) {
        let told = &mut self.sightings[place].told;
        *told = form.max(*told);
    }

    /// The farthest from the nearest sensor of a system that measures positions that something was
    /// told of without a name, m.
    fn placed_range_m(&self, system: SystemId) -> f64 {
        let own = self.scenario.sensors_of(system);
        let sites: Vec<Vector3<f64>> =
            own.filter_map(|sensor| site_m(self.scenario, sensor)).collect();
        let all = self.sightings.iter().zip(&self.journal.samples.truths);
        let placed =
            all.filter(|(one, _)| one.seen == SeenBy::Position && one.told == ToldAs::Place);
        let ranges_m = placed.map(|(_, truth)| {
            let away_m = sites.iter().map(|site_m| (truth.state.position_m - site_m).norm());
            away_m.fold(f64::INFINITY, f64::min)
        });
        ranges_m.filter(|range_m| range_m.is_finite()).fold(0.0, f64::max)
    }
}

/// Place of a sensor that measures positions, ECEF, m; `None` of another.
fn site_m(scenario: &Scenario, sensor: SensorId) -> Option<Vector3<f64>> {
    let at = |place: Geodetic| Some(place.ecef().0);
    match scenario.sensor(sensor) {
        _ if scenario.line_of_sight_ticks(sensor).is_some() => None,
        AnySensor::Radar(radar) => at(radar.place),
        AnySensor::Other(other) => at(other.place),
        AnySensor::Satellite(_) => None,
    }
}
