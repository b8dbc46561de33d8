//! Held fire: why nothing is ordered at an object that there is a track to launch on.
//!
//! A reason is written down when it is new. One that was planned for meanwhile is new again.

use super::horizon::Refusal;
use super::planner::Planner;
use super::reach::WAIT_S;
use super::targets::EligibleObject;
use crate::engagement::forecast::battlespace::OrderedIntercept;
use crate::picture::SystemTrack;
use crate::world::journal::{Event, Hold};

impl Planner<'_> {
    /// Writes down, where the reason is new, that fire is held.
    pub(super) fn hold(&mut self, track: &SystemTrack, reason: Hold) {
        let engagement = self.command.engagement(track.number);
        if engagement.held.replace(reason) != Some(reason) {
            let (system, track) = (self.command.system, self.picture.name(track));
            self.journal.write(self.now_s, Event::Held { system, track, reason });
        }
    }

    /// Writes down why a plan has no shot at an object that may be shot at now, or has it wait.
    pub(super) fn write_refusal(
        &mut self,
        object: &EligibleObject,
        refusal: Option<Refusal>,
        counted: &[bool],
    ) {
        let Some(track) = self.picture.track(object.number).filter(|_| object.from_s <= self.now_s)
        else {
            return;
        };
        let reason = match refusal {
            None if !self.is_put_off(object) => None,
            None | Some(Refusal::Time) if self.is_too_poor(object, counted) => {
                Some(Hold::PoorTrack)
            }
            None => None,
            Some(Refusal::Time) if !self.is_armed(object, counted) => Some(Hold::NoRound),
            Some(Refusal::Time) => Some(Hold::NoTime),
            Some(Refusal::Rounds) => Some(Hold::RoundsKept),
            Some(Refusal::Channels) => Some(Hold::NoChannel),
        };
        match reason {
            Some(reason) => self.hold(track, reason),
            None => self.command.engagements[object.known].held = None,
        }
    }

    /// Whether the first shot at an object was put off to the next plan, where it could be now.
    fn is_put_off(&self, object: &EligibleObject) -> bool {
        let shots = self.command.standing.firm_shots();
        let at_it = shots.filter(|shot| shot.number == object.number);
        let first_s = at_it.map(|shot| shot.meeting.order_s).reduce(f64::min);
        first_s
            .is_some_and(|first_s| self.next_s < first_s && first_s <= self.next_s + 2.0 * WAIT_S)
    }

    /// Whether all fire units that could be ordered now would meet an object where it is not known
    /// well enough.
    fn is_too_poor(&self, object: &EligibleObject, counted: &[bool]) -> bool {
        let forecast = &self.command.engagements[object.known].forecast;
        let mut meetings = self.armed(object, counted).filter_map(|unit| {
            let order_s = self.now_s + self.command.launchers[unit].order_delay_s;
            let meeting = forecast.battlespace(unit)?.first_meeting(order_s)?;
            (meeting.order_s <= self.next_s.max(order_s)).then_some(meeting)
        });
        let is_poor = |OrderedIntercept { intercept_s, .. }: OrderedIntercept| {
            forecast.sigma_m(intercept_s) > self.command.rules.commit_sigma_m
        };
        meetings.next().is_some_and(|first| is_poor(first) && meetings.all(is_poor))
    }

    fn is_armed(&self, object: &EligibleObject, counted: &[bool]) -> bool {
        self.armed(object, counted).next().is_some()
    }

    /// Places of the fire units that have an interceptor for an object.
    fn armed(&self, object: &EligibleObject, counted: &[bool]) -> impl Iterator<Item = usize> {
        let command = &*self.command;
        (0..counted.len()).filter(move |unit| {
            let has_round = command.launchers[*unit].ready() > command.rules.reserve;
            counted[*unit] && has_round && object.may_use(command, *unit)
        })
    }
}
