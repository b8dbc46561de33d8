//! Shots: ordered, launched, met, assessed.

use super::{EntryDraft, TimelineBuilder, draft};
use crate::account::timeline::event::{
    Actor, InterceptAttempt, InterceptorName, TimelineEvent, VolleyOrder,
};
use crate::scenario::identity::{FireUnitId, ObjectId};
use crate::world::journal::{Event, ShotResult};

impl TimelineBuilder<'_> {
    /// A shot's order, launch, intercept and assessment.
    pub(super) fn shot(&mut self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let owner = |unit: FireUnitId| self.scenario.fire_units[unit.index()].system;
        let (actor, track, met, event) = match *event {
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
                let threat = self.sights.threat(track);
                let fate = threat.and_then(|threat| self.fates[threat.index()]);
                let event = TimelineEvent::Ordered(VolleyOrder {
                    fire_unit: self.scenario.fire_units[unit.index()].name.clone(),
                    shots,
                    track: self.track(track),
                    intercept_s,
                    latest_order_s,
                    impact_s: fate.map(|fate| fate.impact_s),
                    payload_probability,
                });
                (self.actor(system), Some(track), None, event)
            }
            Event::Launched {
                interceptor,
                track,
                intercept_s,
                ..
            } => {
                self.targets.insert(interceptor, track);
                let event = TimelineEvent::Launched {
                    interceptors: vec![InterceptorName::of(self.scenario, interceptor)],
                    track: self.track(track),
                    intercept_s,
                };
                (
                    self.actor(owner(interceptor.unit)),
                    Some(track),
                    None,
                    event,
                )
            }
            Event::Intercept {
                interceptor,
                object,
                miss_m,
                result,
            } => {
                self.results.insert(interceptor, result);
                let event = TimelineEvent::Intercept(InterceptAttempt {
                    interceptor: InterceptorName::of(self.scenario, interceptor),
                    threat: object.map(|met| self.threat(met.threat)),
                    object: object.map(|met| met.object),
                    miss_m: Some(miss_m).filter(|miss_m| miss_m.is_finite()),
                    reach_m: self.scenario.fire_units[interceptor.unit.index()]
                        .kind
                        .reach_m,
                    result,
                });
                let target = self.targets.get(&interceptor).copied();
                (Actor::Truth, target, object, event)
            }
            Event::Assessed {
                interceptor,
                killed,
            } => {
                let track = self.targets.get(&interceptor).copied();
                let result = self.results.get(&interceptor);
                let dead = matches!(result, Some(ShotResult::Killed | ShotResult::AlreadyDead));
                let event = TimelineEvent::Assessed {
                    interceptors: vec![InterceptorName::of(self.scenario, interceptor)],
                    track: track.map(|track| self.track(track)),
                    killed,
                    right: killed == dead,
                };
                (self.actor(owner(interceptor.unit)), track, None, event)
            }
            _ => return None,
        };
        let target = track.and_then(|track| self.sights.threat(track));
        let threats = [target, met.map(|met: ObjectId| met.threat)];
        Some(draft(time_s, actor, event, threats))
    }
}
