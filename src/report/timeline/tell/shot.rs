//! Shots: ordered, launched, met, judged.

use super::Teller;
use super::Told;
use super::told;
use crate::report::timeline::entry::What;
use crate::report::timeline::entry::Who;
use crate::report::timeline::fate;
use crate::scenario::identity::FireUnitId;
use crate::scenario::identity::InterceptorId;
use crate::world::journal::Event;
use crate::world::journal::ShotResult;

impl Teller<'_> {
    /// What a system has time to do about an object.
    pub(super) fn chance(&self, time_s: f64, event: &Event) -> Option<Told> {
        let Event::Engageable {
            system,
            track,
            opportunities,
            earliest_launch_s,
            latest_launch_s,
        } = *event
        else {
            return None;
        };
        let what = What::Engageable {
            track: self.track(track),
            opportunities,
            earliest_launch_s,
            latest_launch_s,
        };
        let threats = [self.really(track)];
        Some(told(time_s, self.system(system), what, threats))
    }

    /// A shot's order and launch.
    pub(super) fn shot(&mut self, time_s: f64, event: &Event) -> Option<Told> {
        match *event {
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
                let fate = self.really(track).and_then(|t| self.fates[t.index()]);
                let what = What::Ordered {
                    fire_unit: self.unit(unit),
                    shots,
                    track: self.track(track),
                    intercept_s,
                    latest_order_s,
                    impact_s: fate.map(|fate| fate.impact_s),
                    payload_probability,
                };
                Some(told(
                    time_s,
                    self.system(system),
                    what,
                    [self.really(track)],
                ))
            }
            Event::Launched {
                interceptor,
                track,
                intercept_s,
                ..
            } => {
                self.targets.insert(interceptor, track);
                let what = What::Launched {
                    interceptors: vec![self.interceptor(interceptor)],
                    track: self.track(track),
                    intercept_s,
                };
                let owner = self.owner(interceptor);
                Some(told(time_s, owner, what, [self.really(track)]))
            }
            _ => None,
        }
    }

    /// A shot's meeting and its assessment.
    pub(super) fn meeting(&mut self, time_s: f64, event: &Event) -> Option<Told> {
        match *event {
            Event::Intercept {
                interceptor,
                object,
                miss_m,
                result,
            } => {
                self.results.insert(interceptor, result);
                let unit = &self.scenario.fire_units[interceptor.unit.index()];
                let what = What::Intercept {
                    interceptor: self.interceptor(interceptor),
                    threat: object.map(|met| self.threat(met.threat)),
                    object: object.map(|met| met.object),
                    miss_m: Some(miss_m).filter(|miss_m| miss_m.is_finite()),
                    reach_m: unit.kind.reach_m,
                    result: result_name(result),
                };
                let meant = self
                    .targets
                    .get(&interceptor)
                    .and_then(|track| self.really(*track));
                Some(told(
                    time_s,
                    Who::Truth,
                    what,
                    [object.map(|met| met.threat), meant],
                ))
            }
            Event::Assessed {
                interceptor,
                killed,
            } => {
                let track = self.targets.get(&interceptor).copied();
                let result = self.results.get(&interceptor);
                let dead = matches!(result, Some(ShotResult::Killed | ShotResult::AlreadyDead));
                let what = What::Assessed {
                    interceptors: vec![self.interceptor(interceptor)],
                    track: track.map(|track| self.track(track)),
                    killed,
                    right: killed == dead,
                };
                let really = track.and_then(|track| self.really(track));
                Some(told(time_s, self.owner(interceptor), what, [really]))
            }
            _ => None,
        }
    }

    fn unit(&self, unit: FireUnitId) -> String {
        self.scenario.fire_units[unit.index()].name.clone()
    }

    fn interceptor(&self, interceptor: InterceptorId) -> String {
        fate::interceptor_name(self.scenario, interceptor)
    }

    fn owner(&self, interceptor: InterceptorId) -> Who {
        self.system(self.scenario.fire_units[interceptor.unit.index()].system)
    }
}

fn result_name(result: ShotResult) -> &'static str {
    match result {
        ShotResult::Killed => "killed",
        ShotResult::Failed => "failed",
        ShotResult::OutOfReach => "out-of-reach",
        ShotResult::AlreadyDead => "already-dead",
        ShotResult::NoHandover => "no-handover",
    }
}
