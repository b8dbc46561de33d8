//! Messages: the first on each subject, when it is sent and when it arrives.

use super::Teller;
use super::Told;
use super::told;
use crate::report::timeline::entry::Message;
use crate::report::timeline::entry::What;
use crate::scenario::identity::LinkId;
use crate::scenario::identity::TrackId;
use crate::world::journal::Event;
use crate::world::journal::Subject;

/// Which end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Out,
    In,
}

impl Teller<'_> {
    /// The first message on a subject at either end of a link.
    pub(super) fn message(&mut self, time_s: f64, event: &Event) -> Option<Told> {
        let (link, track, what) = match *event {
            Event::Sent {
                link,
                subject,
                arrival_s,
            } => {
                let (about, track) = self.first(link, Way::Out, subject)?;
                let message = Message {
                    track: self.track(track),
                    arrival_s,
                };
                let what = What::Sent {
                    to: self.ends(link)[1].to_owned(),
                    about,
                    messages: vec![message],
                };
                (link, track, what)
            }
            Event::Received {
                link,
                subject,
                age_s,
            } => {
                let (about, track) = self.first(link, Way::In, subject)?;
                let what = What::Received {
                    from: self.ends(link)[0].to_owned(),
                    about,
                    track: self.track(track),
                    age_s,
                };
                (link, track, what)
            }
            _ => return None,
        };
        let ends = &self.scenario.links[link.index()];
        let who = match what {
            What::Sent { .. } => ends.from,
            _ => ends.to,
        };
        Some(told(time_s, self.system(who), what, [self.really(track)]))
    }

    /// The subject of a message, if it is the first on it.
    fn first(
        &mut self,
        link: LinkId,
        way: Way,
        subject: Subject,
    ) -> Option<(&'static str, TrackId)> {
        let (about, track) = match subject {
            Subject::Alert(track) => ("alert", track),
            Subject::Track(track) => ("track", track),
            Subject::Status(track) => ("shots", track),
            Subject::Assessment(track) => ("assessment", track),
            Subject::Request(track) => ("request", track),
            Subject::Consent(track) => ("consent", track),
            Subject::Plot(_) => return None,
        };
        let is_first = self.told.insert((link, way, about, track));
        is_first.then_some((about, track))
    }

    /// Names of sender and receiver.
    fn ends(&self, link: LinkId) -> [&str; 2] {
        let link = &self.scenario.links[link.index()];
        [link.from, link.to].map(|system| self.scenario.systems[system.index()].name.as_str())
    }
}
