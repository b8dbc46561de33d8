//! Tracks: what a system's tracker keeps of each object it believes in.

use crate::scenario::identity::{LinkId, SensorId, SystemId, TrackId};
use crate::scenario::model::{BoostProfile, Tracking};
use crate::sensing::plot::Plot;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::filter::motion::Motion;
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::classification;
use crate::tracking::track::compare;
use crate::tracking::track::counterpart::{self, Counterpart, Pairing};
use crate::tracking::track::existence::Existence;
use crate::tracking::track::history::{Timeliness, TrackHistory};
use crate::tracking::track::near::NearPairs;
use crate::tracking::track::observation::TrackObservation;
use crate::tracking::track::relative::RelativeRegistration;
use crate::tracking::warning::boost::BoostFit;
use crate::world::journal::Evidence;
use bevy_ecs::prelude::*;
use nalgebra::{Matrix3, Vector3};
use std::sync::Arc;

/// Kind of plots that a track was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Radar plots: good enough to shoot on.
    Radar,
    /// Satellites' lines of sight: good enough to cue a radar, never to shoot.
    Infrared,
}

/// A system's track of one object, from plots.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its number, kept for life.
    pub number: u32,
    /// Kind of plots that it was made of.
    pub origin: Origin,
    /// Estimate of its motion.
    pub estimate: Estimate,
    /// Observations that it has taken in, if it was made from radar plots.
    pub(crate) history: Option<TrackHistory<TrackObservation, Estimate>>,
    /// Plots taken in.
    pub plots: u32,
    /// The sensor that began it.
    pub first: SensorId,
    /// The sensors whose plots it has taken in, whether they are still remembered or not.
    pub(crate) sensors: Vec<SensorId>,
    /// Looks of that sensor at it, counted until it is confirmed.
    pub looks: u32,
    /// Time of its confirmation, s; `None` while tentative.
    pub confirmed_s: Option<f64>,
    /// Time of its first plot, s.
    pub begun_s: f64,
    /// Time of its latest plot, s.
    pub plot_s: f64,
    /// Time of its latest plot from the system's own radars, s; minus infinity without one.
    pub own_plot_s: f64,
    /// Belief that its object is still there.
    pub existence: Existence,
    /// Its latest plots.
    pub evidence: Evidence,
    /// Evidence of all its plots that it is a payload, nats, and of its counterpart's if that is
    /// beyond doubt.
    pub payload_evidence_nats: f64,
    /// The same of its own plots alone.
    pub(crate) side_evidence_nats: f64,
    /// The other side's track of its object.
    pub(crate) counterpart: Option<Counterpart>,
    /// Belief of both at the last tick, if that is beyond doubt.
    pub(crate) joined: Option<Belief>,
    /// Time at which it is next due to tell of sensors' errors, s.
    pub(crate) compare_s: f64,
    /// True while the booster that its lines of sight see is believed to burn.
    pub(crate) burning: bool,
    /// Fit to its lines of sight, if it was made from infrared plots.
    pub(crate) boost: Option<Box<BoostFit>>,
}

impl Track {
    /// A tentative track of one plot, the system's own or not, and what is believed from it; with a
    /// fit, one of a booster seen from space.
    pub(crate) fn begun(
        number: u32,
        (plot, own): (&Plot, bool),
        estimate: &Estimate,
        boost: Option<Box<BoostFit>>,
    ) -> Self {
        let mut evidence = Evidence::default();
        evidence.push(plot.serial);
        Self {
            number,
            origin: if boost.is_some() { Origin::Infrared } else { Origin::Radar },
            estimate: *estimate,
            history: boost
                .is_none()
                .then(|| TrackHistory::begun(TrackObservation::Sure(*plot), *estimate)),
            plots: 1,
            first: plot.sensor,
            sensors: vec![plot.sensor],
            looks: 1,
            confirmed_s: None,
            begun_s: plot.time_s,
            plot_s: plot.time_s,
            own_plot_s: if own { plot.time_s } else { f64::NEG_INFINITY },
            existence: Existence::default(),
            evidence,
            payload_evidence_nats: plot.payload_evidence_nats,
            side_evidence_nats: plot.payload_evidence_nats,
            counterpart: None,
            joined: None,
            compare_s: compare::ripe_s(plot),
            burning: boost.is_some(),
            boost,
        }
    }

    /// Mean and covariance of its state, as its filter takes them; with a counterpart beyond doubt,
    /// those of both.
    pub fn belief(&self) -> &Belief {
        self.joined.as_ref().unwrap_or(&self.estimate.belief)
    }

    /// Notes that a sensor's plots are in it.
    pub fn add_sensor(&mut self, sensor: SensorId) {
        if !self.sensors.contains(&sensor) {
            self.sensors.push(sensor);
        }
    }

    /// Takes over all that another track of the same object knows, which has been seen later: what
    /// was known before counts on.
    pub(super) fn continue_with(&mut self, other: Self) {
        let old = std::mem::replace(self, other);
        self.number = old.number;
        self.plots += old.plots;
        self.first = old.first;
        old.sensors.iter().for_each(|sensor| self.add_sensor(*sensor));
        self.confirmed_s = old.confirmed_s;
        self.begun_s = self.begun_s.min(old.begun_s);
        self.own_plot_s = self.own_plot_s.max(old.own_plot_s);
        self.payload_evidence_nats += old.payload_evidence_nats;
    }

    /// True once it is confirmed.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed_s.is_some()
    }
}

/// A sensor as a tracker knows it.
#[derive(Debug, Clone)]
pub(crate) struct KnownSensor {
    /// Model by which its plots are read; `None` if they do not come.
    pub(crate) model: Option<SensorModel>,
    /// Link by which they come; `None` for an own one.
    pub(crate) link: Option<LinkId>,
    /// True of an own one.
    pub(crate) is_own: bool,
}

/// A node's tracker.
#[derive(Component, Debug, Clone)]
pub struct Tracker {
    /// The system it belongs to.
    pub system: SystemId,
    /// Its rules.
    pub rules: Tracking,
    /// The boosters that its system knows.
    pub boosters: Arc<[BoostProfile]>,
    /// Tracks from radar plots, in the order of their numbers.
    pub tracks: Vec<Track>,
    /// Tracks from a partner's radar plots that are counterparts of own ones, likewise.
    pub(crate) counterparts: Vec<Track>,
    /// Work space of the search for such.
    pub(crate) pairing: Pairing,
    /// Knowledge of the sensors' registration errors.
    pub(crate) relative: RelativeRegistration,
    /// Tracks from satellites' plots, in the order of their numbers.
    pub warnings: Vec<Track>,
    /// Sensors, by number: its own, and its partners'.
    pub(crate) sensors: Vec<KnownSensor>,
    /// Use of a partner's plots in this tick: the link, their time, s, and whether they
    /// were of use.
    pub(crate) heard: Vec<(LinkId, f64, Timeliness)>,
    pub(crate) numbers: u32,
    /// Tracks that ended in this tick because they were another's double: the double, and its heir.
    pub heirs: Vec<(u32, u32)>,
    /// Work space of the search for such.
    pub(crate) near: NearPairs,
    /// Whether its radars are taken to look at all in their view, because nobody tells where they
    /// look.
    pub(crate) looks_everywhere: bool,
    /// Tracks that ended in this tick because they were looked for in vain, and since when, s.
    pub gone: Vec<(u32, f64)>,
    /// Time at which plots of a partner last arrived, s.
    pub partner_s: f64,
    /// Longest time between two looks of the satellites it can read, s.
    pub(crate) infrared_revisit_s: f64,
    /// Length of a tick, s.
    pub(crate) step_s: f64,
}

impl Tracker {
    /// A new track's number.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    /// The tracks made from one kind of plots.
    pub(crate) fn of_mut(&mut self, origin: Origin) -> &mut Vec<Track> {
        match origin {
            Origin::Radar => &mut self.tracks,
            Origin::Infrared => &mut self.warnings,
        }
    }

    /// A track's name.
    pub fn id(&self, number: u32) -> TrackId {
        TrackId { system: self.system, number }
    }

    /// The radar track of this number.
    pub fn track(&self, number: u32) -> Option<&Track> {
        self.placed(number).map(|(_, track)| track)
    }

    /// The same, and its place among the tracks.
    pub(crate) fn placed(&self, number: u32) -> Option<(usize, &Track)> {
        let place = self.tracks.binary_search_by_key(&number, |track| track.number).ok()?;
        Some((place, &self.tracks[place]))
    }

    /// Model of a sensor that it can read.
    pub fn sensor(&self, sensor: SensorId) -> Option<&SensorModel> {
        self.sensors.get(sensor.index())?.model.as_ref()
    }

    /// The link by which a sensor's plots come; `None` for an own one.
    pub(crate) fn link(&self, sensor: SensorId) -> Option<LinkId> {
        self.sensors.get(sensor.index())?.link
    }

    pub(crate) fn is_own(&self, sensor: SensorId) -> bool {
        let known = self.sensors.get(sensor.index());
        known.is_some_and(|known| known.is_own)
    }

    /// True of a tracker that reads plots of others.
    pub(crate) fn hears_partner(&self) -> bool {
        self.sensors.iter().any(|known| known.model.is_some() && !known.is_own)
    }

    /// Probability that an object is a payload of which plots, this system's and others', give so
    /// much evidence, nats.
    pub fn payload_probability(&self, evidence_nats: f64) -> f64 {
        classification::payload_probability(self.rules.payload_prior, evidence_nats)
    }

    /// Motion that a remote object is believed to have.
    pub fn coasting(&self) -> Motion {
        Motion::of(&self.rules)
    }

    /// Belief at a time, s, of what somebody else told: it falls, in the air with
    /// a drag of which nothing is known, if this tracker has a model of the air.
    pub fn coasted(&self, belief: &Belief, time_s: f64) -> Belief {
        Estimate::told(belief, &self.rules).at(time_s, &self.rules)
    }

    /// Belief about a track at a time, s, with what its sensors' registration errors leave
    /// open: of a partner's sensors, so many times what it states of them
    /// (`partner_bias_sigmas`), until objects that both see tell more. What a counterpart knows is
    /// in it.
    pub fn belief_at(&self, track: &Track, time_s: f64) -> Belief {
        counterpart::belief_at(self, track, time_s)
    }

    /// Estimate of a sensor's elevation, azimuth and range error, in standard deviations of what is
    /// reckoned with, and its covariance with another's.
    pub fn registration(&self, sensor: SensorId, with: SensorId) -> (Vector3<f64>, Matrix3<f64>) {
        self.relative.of(sensor, with)
    }
}
