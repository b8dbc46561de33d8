//! Shots: ordered, launched, met, assessed.

use super::{EntryDraft, TimelineBuilder, draft};
use crate::account::timeline::event::{
    InterceptAttempt, KillAssessment, TimelineEvent, VolleyOrder,
};
use crate::account::timeline::name::{Actor, InterceptorName};
use crate::world::journal::{Event, ShotResult};

impl TimelineBuilder<'_> {
    /// A shot's order and launch.
    pub(super) fn shot(&mut self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let (system, track, event) = match *event {
            Event::Ordered {
                system,
                track,
                unit,
                shots,
                intercept_s,
                latest_order_s,
                payload_probability,
                ..
            } => {
                let threat = self.track_truth.threat(track);
                let fate = threat.and_then(|threat| self.fates[threat.index()]);
                let event = TimelineEvent::Ordered(VolleyOrder {
                    fire_unit: self.unit(unit).name.clone(),
                    shots,
                    track: self.track(track),
                    intercept_s,
                    latest_order_s,
                    impact_s: fate.map(|fate| fate.impact_s),
                    payload_probability,
                });
                (system, track, event)
            }
            Event::Launched { interceptor, track, intercept_s, .. } => {
                self.targets.insert(interceptor, track);
                let event = TimelineEvent::Launched {
                    interceptors: vec![InterceptorName::of(self.scenario, interceptor)],
                    track: self.track(track),
                    intercept_s,
                };
                (self.unit(interceptor.unit).system, track, event)
            }
            _ => return None,
        };
        let threats = [self.track_truth.threat(track), None];
        Some(draft(time_s, self.actor(system), event, threats))
    }

    /// A shot's intercept and assessment.
    pub(super) fn meeting(&mut self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let (Event::Intercept { interceptor, .. } | Event::Assessed { interceptor, .. }) = *event
        else {
            return None;
        };
        let name = InterceptorName::of(self.scenario, interceptor);
        let track = self.targets.get(&interceptor).copied();
        let target = track.and_then(|track| self.track_truth.threat(track));
        let unit = self.unit(interceptor.unit);
        let (actor, met, event) = match *event {
            Event::Intercept { object, miss_m, result, .. } => {
                let event = TimelineEvent::Intercept(InterceptAttempt {
                    interceptor: name,
                    threat: object.map(|met| self.threat(met.threat)),
                    object: object.map(|met| met.object),
                    miss_m: Some(miss_m).filter(|miss_m| miss_m.is_finite()),
                    reach_m: unit.kind.reach_m,
                    result,
                });
                self.results.insert(interceptor, result);
                (Actor::Truth, object, event)
            }
            Event::Assessed { killed, .. } => {
                let result = self.results.get(&interceptor);
                let dead = matches!(result, Some(ShotResult::Killed | ShotResult::AlreadyDead));
                let event = TimelineEvent::Assessed(KillAssessment {
                    interceptors: vec![name],
                    track: track.map(|track| self.track(track)),
                    killed,
                    right: killed == dead,
                });
                (self.actor(unit.system), None, event)
            }
            _ => return None,
        };
        let threats = [target, met.map(|met| met.threat)];
        Some(draft(time_s, actor, event, threats))
    }
}
