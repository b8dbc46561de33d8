//! Policy: the release filter of a link, and how exactly a message may tell.
//!
//! A message is withheld at certain times, if it is a withheld sensor's plot, or if it tells of
//! something above a withheld area; what passes names no sensor if that is to be hidden
//! ([`super::conceal`]), and is made less telling ([`super::blur`]). Tracks and
//! alerts are made without withheld sensors already ([`super::release`]). Requests and consents are
//! orders, which no such policy touches.

use super::blur;
use super::message::{Body, Message};
use super::message_key::MessageKey;
use super::release::Sender;
use crate::earth::area::Area;
use crate::earth::frames::{Ecef, Geodetic};
use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::LinkId;
use crate::scenario::model::{Blur, Span};
use crate::sensing::plot::{Measurement, Plot};
use crate::world::clock::Clock;
use nalgebra::Vector3;

/// Height at which the booster that a line of sight sees is taken to be, m: there its ground point
/// is sought, and at that distance its direction is blurred.
const BOOSTER_ALTITUDE_M: f64 = 20e3;

/// The way out of a system, in one tick.
pub(super) struct ReleaseFilter<'a> {
    pub(super) sender: &'a Sender<'a>,
    pub(super) link: LinkId,
    pub(super) luck: RunSeed,
    pub(super) clock: Clock,
}

impl ReleaseFilter<'_> {
    /// A message as it crosses; `None`: it is withheld.
    pub(super) fn pass(&self, message: &Message, key: MessageKey) -> Option<Message> {
        let policy = self.sender.policy;
        if message.body.is_command() {
            return Some(*message);
        }
        if Span::any_holds(&policy.withheld, self.clock.now_s()) {
            return None;
        }
        if let Body::Plot(plot) = &message.body
            && policy.withheld_sensors.contains(&plot.sensor)
        {
            return None;
        }
        if !policy.withheld_areas.is_empty()
            && let Some(place) = self.place(message)
            && Area::any_contains(&policy.withheld_areas, place)
        {
            return None;
        }
        let message = self.concealed(message)?;
        Some(self.blurred(&message, key))
    }

    /// Place that a message tells of, if any.
    fn place(&self, message: &Message) -> Option<Geodetic> {
        let position_m = match message.body {
            Body::Plot(plot) => self.fix(&plot)?,
            mut body => body.belief_mut()?.state.position_m,
        };
        Some(Ecef(position_m).geodetic())
    }

    /// Place that a plot tells of, ECEF, m.
    fn fix(&self, plot: &Plot) -> Option<Vector3<f64>> {
        let sensor = self.sender.tracker.sensor(plot.sensor)?;
        match &plot.measurement {
            Measurement::Radar(radar) => Some(sensor.fix(radar).0),
            Measurement::Infrared(line) => line.at_altitude(BOOSTER_ALTITUDE_M),
        }
    }

    /// A message without the name of a sensor; `None` if it can have none.
    fn concealed(&self, message: &Message) -> Option<Message> {
        let mut message = *message;
        if let (Some(hidden), Body::Plot(plot)) = (&self.sender.cover.0, &mut message.body) {
            let sensor = self.sender.tracker.sensor(plot.sensor)?;
            *plot = hidden.conceal(plot, sensor, self.clock.tick)?;
        }
        Some(message)
    }

    fn blurred(&self, message: &Message, key: MessageKey) -> Message {
        let mut message = *message;
        let blur = &self.sender.policy.blur;
        if *blur == Blur::default() {
            return message;
        }
        let stream = || {
            let entity = key.entity(self.link);
            self.luck.stream(Purpose::ReleaseNoise, entity, self.clock.tick)
        };
        if let Some(belief) = message.body.belief_mut() {
            *belief = blur::belief(belief, blur, stream());
        }
        if let Body::Plot(plot) = &mut message.body {
            plot.measurement = match &plot.measurement {
                Measurement::Radar(radar) => Measurement::Radar(blur::radar(radar, blur, stream())),
                Measurement::Infrared(line) => {
                    // One that passes the Earth by sees what is as far as the Earth's centre.
                    let place_m = self.fix(plot).unwrap_or_default();
                    let distance_m = (place_m - line.origin_m).norm();
                    Measurement::Infrared(blur::line(line, distance_m, blur, stream()))
                }
            };
        }
        message
    }
}
