//! The questions that lead from a kill back to what made it possible.
//!
//! Each question is asked of a shot that only the better run has, in the order of the list in
//! [`CauseTrace::obstacle`]: the first that is answered names the mechanism.

use super::kill_chain::{KillChains, Knowledge, Shot, Source};
use super::mechanism::{Cause, Mechanism};
use crate::scenario::identity::{ObjectId, SystemId, ThreatId};
use crate::scenario::model::{Command, Scenario};
use crate::world::journal::{Hold, ShotResult};
use std::collections::BTreeSet;

/// Reason why a threat that leaks in the worse run is stopped in the better one: traced back from
/// the shot that killed it there.
pub fn cause(scenario: &Scenario, [better, worse]: [&KillChains; 2], threat: ThreatId) -> Cause {
    let meetings = better.meetings(threat);
    let is_kill = |shot: &&Shot| shot.result == Some(ShotResult::Killed);
    let Some(place) = meetings.iter().position(is_kill) else {
        let fate = worse.fates[threat.index()];
        return Cause {
            mechanism: Mechanism::Other,
            time_s: fate.map_or(0.0, |fate| fate.impact_s),
        };
    };
    let case = CauseTrace { scenario, better, worse, threat, shot: meetings[place] };
    match worse.meetings(threat).get(place) {
        Some(peer) => case.spoilt(peer),
        None => case.missing(),
    }
}

/// The two runs, the threat, and a shot at it that only the better run has.
#[derive(Clone, Copy)]
struct CauseTrace<'a> {
    scenario: &'a Scenario,
    better: &'a KillChains,
    worse: &'a KillChains,
    threat: ThreatId,
    shot: &'a Shot,
}

impl<'a> CauseTrace<'a> {
    /// The other run's shot at the same place drew the same luck, and did not kill: why?
    fn spoilt(self, peer: &Shot) -> Cause {
        let is_other_system = peer.system != self.shot.system;
        let is_later = peer.ordered_s > self.shot.ordered_s;
        let unit = &self.scenario.fire_units[peer.interceptor.unit.index()];
        let is_far = match peer.result {
            Some(ShotResult::NoHandover) => peer.miss_m > unit.kind.basket_m,
            Some(ShotResult::OutOfReach) => true,
            _ => false,
        };
        let has_no_track = peer.result == Some(ShotResult::NoHandover) && !is_far;
        let time_s = peer.intercept_s;
        let has_heard = self.has_heard_more(peer.intercept_s);
        let mechanism = match () {
            () if has_no_track && has_heard => Mechanism::FusedHandover,
            () if has_no_track => Mechanism::KeptHandover,
            () if is_far => Mechanism::Basket,
            () => Mechanism::Luck,
        };
        let is_spoilt = has_no_track || is_far;
        let earlier = (is_other_system || is_later && is_spoilt).then(|| self.obstacle());
        let plain = Cause { mechanism, time_s };
        earlier.flatten().unwrap_or(plain)
    }

    /// The other run has fewer shots that met the payload: why?
    fn missing(self) -> Cause {
        let theirs = || {
            let shots = self.worse.shots_at(self.threat);
            shots.filter(|shot| shot.system == self.shot.system)
        };
        if let Some(shot) = self.shot_besides() {
            return Cause { mechanism: Mechanism::PartnerShot, time_s: shot.ordered_s };
        }
        if theirs().next().is_none() {
            return self.obstacle().unwrap_or_else(|| self.poor());
        }
        let payload = ObjectId::payload(self.threat);
        let cause = |mechanism| move |shot: &Shot| Cause { mechanism, time_s: shot.intercept_s };
        let strayed = || {
            let mut shots = theirs();
            let strayed = shots.find(|shot| shot.meeting.is_some() && shot.met != Some(payload));
            strayed.map(cause(Mechanism::OtherObject))
        };
        let misread = || {
            let is_misread = |shot: &&Shot| {
                shot.judged_killed == Some(true) && shot.result != Some(ShotResult::Killed)
            };
            theirs().find(is_misread).map(cause(Mechanism::Assessment))
        };
        strayed()
            .or_else(misread)
            .or_else(|| self.volley_that_came_late())
            .or_else(|| self.obstacle())
            .unwrap_or_else(|| self.poor())
    }

    /// The first shot of a system that shot besides the killer, and did not in the other run.
    fn shot_besides(self) -> Option<&'a Shot> {
        let mut besides = self.better.shots_at(self.threat).filter(|shot| {
            let mut theirs = self.worse.shots_at(self.threat);
            shot.system != self.shot.system && theirs.all(|other| other.system != shot.system)
        });
        besides.next()
    }

    /// In the other run shots at the threat were still on their way when this one was to be
    /// ordered: the question is asked of the first shot that had none beside it by then.
    fn volley_that_came_late(self) -> Option<Cause> {
        let shot = self.shot;
        let delay_s = self.rules(shot.system).assessment_delay_s;
        let of_system = |run: &'a KillChains| {
            let shots = run.shots_at(self.threat);
            shots.filter(move |other| other.system == shot.system)
        };
        let is_up = |other: &Shot| other.intercept_s + delay_s > shot.ordered_s;
        if !of_system(self.worse).any(is_up) {
            return None;
        }
        let mut theirs = of_system(self.worse);
        let (first, peer) = of_system(self.better).find_map(|ours| {
            let peer = theirs.next();
            let is_late = peer.is_none_or(|peer| peer.ordered_s > ours.ordered_s);
            is_late.then_some((ours, peer))
        })?;
        let case = Self { shot: first, ..self };
        let waited = || case.waited(peer?);
        let delay = case.at_order(Mechanism::Opportunity);
        let cause = case.hindered().or_else(waited);
        Some(cause.or_else(|| case.left_alone()).unwrap_or(delay))
    }

    /// The other run's shot that came later was of a fire unit that is likelier to kill: the node
    /// waited for that.
    fn waited(self, peer: &Shot) -> Option<Cause> {
        let [ours, theirs] = [self.shot, peer].map(|shot| {
            let unit = &self.scenario.fire_units[shot.interceptor.unit.index()];
            unit.kind.kill_probability
        });
        (theirs > ours).then(|| self.at_order(Mechanism::Waited))
    }

    /// Obstacle to the shot in the other run, from the first question to the last.
    fn obstacle(self) -> Option<Cause> {
        self.hindered().or_else(|| self.left_alone())
    }

    /// The node could not, or might not, shoot.
    fn hindered(self) -> Option<Cause> {
        self.not_its_to_shoot()
            .or_else(|| self.track_came_late())
            .or_else(|| self.nothing_to_shoot_with())
    }

    /// The node could have shot, and did not.
    fn left_alone(self) -> Option<Cause> {
        self.other_target().or_else(|| self.nobody_shot())
    }

    /// The system whose territory the threat is aimed at.
    fn owner(self) -> SystemId {
        let aim = self.scenario.threats[self.threat.index()].aim;
        self.scenario.assets[aim.index()].system
    }

    fn rules(self, system: SystemId) -> &'a Command {
        &self.scenario.systems[system.index()].command
    }

    fn at_order(self, mechanism: Mechanism) -> Cause {
        let time_s = self.shot.ordered_s;
        Cause { mechanism, time_s }
    }

    /// Knowledge of the threat by the shot's owner, in the better run and in the other.
    fn knowledge(self) -> [&'a Knowledge; 2] {
        [self.better, self.worse].map(|run| run.knowledge(self.shot.system, self.threat))
    }

    /// Had the shot's owner heard of the partner by then, and in the other run not?
    fn has_heard_more(self, time_s: f64) -> bool {
        let [better, worse] = self.knowledge();
        better.has_heard_more(worse, time_s)
    }

    /// The shot was the partner's, who in the other run had no part in it; or the owner's, who in
    /// the other run held fire.
    fn not_its_to_shoot(self) -> Option<Cause> {
        let (system, owner) = (self.shot.system, self.owner());
        let held = self.held_until_now(owner);
        if system == owner {
            let (time_s, reason) = held?;
            return Some(Self::held(time_s, reason));
        }
        let mut theirs = self.worse.shots_at(self.threat);
        let had_no_part = held.is_none() && theirs.all(|shot| shot.system != system);
        had_no_part.then(|| self.at_order(Mechanism::PartnerShot))
    }

    /// In the other run the owner held fire at the threat when this shot was ordered, and had not
    /// shot at it by then.
    fn held_until_now(self, owner: SystemId) -> Option<(f64, Hold)> {
        let held = self.worse.knowledge(owner, self.threat).held;
        let by_now = self.shot.ordered_s;
        let mut shots = self.worse.shots_at(self.threat);
        let has_shot = shots.any(|shot| shot.system == owner && shot.ordered_s <= by_now);
        held.filter(|(time_s, _)| *time_s <= by_now && !has_shot)
    }

    /// The owner held fire: for a partner, until consent came, or because it was nobody's.
    fn held(time_s: f64, reason: Hold) -> Cause {
        let is_anybodys = matches!(reason, Hold::Partners | Hold::NoConsent);
        let mechanism = if is_anybodys { Mechanism::WithheldShot } else { Mechanism::SeamLeaker };
        Cause { mechanism, time_s }
    }

    /// In the other run the shot's owner had no track that it might launch on, or only so late that
    /// its decision came after this order.
    fn track_came_late(self) -> Option<Cause> {
        let [better, worse] = self.knowledge();
        let delay_s = self.rules(self.shot.system).decision_delay_s;
        let in_time = |time_s: f64| time_s + delay_s <= self.shot.ordered_s;
        let other_s = worse.firm.map_or(f64::INFINITY, |(firm_s, _)| firm_s);
        let (firm_s, source) = better.firm?;
        if in_time(other_s) || other_s <= firm_s {
            return None;
        }
        let own_s = better.detected_s.filter(|own_s| in_time(*own_s));
        let is_remote = source == Source::Partner && own_s.is_none();
        let (mechanism, time_s) = match own_s {
            _ if is_remote || self.shot.basis == Source::Partner => {
                (Mechanism::RemoteTrack, firm_s)
            }
            Some(own_s) if self.has_heard_more(own_s) => (Mechanism::Cue, own_s),
            _ => (Mechanism::Detection, own_s.unwrap_or(firm_s)),
        };
        Some(Cause { mechanism, time_s })
    }

    /// In the other run the fire unit had no interceptor or no channel left at the order.
    fn nothing_to_shoot_with(self) -> Option<Cause> {
        let unit = self.shot.interceptor.unit;
        let planned = &self.scenario.fire_units[unit.index()];
        let rules = self.rules(planned.system);
        let now_s = self.shot.ordered_s;
        let shots = || self.worse.shots_of(unit, now_s);
        let is_up = |shot: &&Shot| shot.intercept_s + rules.assessment_delay_s > now_s;
        let left = planned.inventory.saturating_sub(rules.reserve) as usize;
        let mechanism = if shots().count() >= left {
            if self.doubled(self.worse) > self.doubled(self.better) {
                Mechanism::DoubleEngagement
            } else {
                Mechanism::RanOut
            }
        } else if shots().filter(is_up).count() >= planned.channels as usize {
            Mechanism::Busy
        } else {
            return None;
        };
        Some(self.at_order(mechanism))
    }

    /// Shots of the fire unit, until the order, at what the partner was shooting at too.
    fn doubled(self, run: &KillChains) -> usize {
        let mine = run.shots_of(self.shot.interceptor.unit, self.shot.ordered_s);
        mine.filter(|mine| {
            mine.aimed.is_some()
                && run.shots.iter().any(|other| {
                    other.system != mine.system
                        && other.aimed == mine.aimed
                        && other.ordered_s < mine.intercept_s
                        && mine.ordered_s < other.intercept_s
                })
        })
        .count()
    }

    /// In the other run the fire unit shot, before this shot would have met, at a threat that in
    /// the better run it left by then.
    fn other_target(self) -> Option<Cause> {
        let (unit, until_s) = (self.shot.interceptor.unit, self.shot.intercept_s);
        let [ours, theirs] = [self.better, self.worse].map(|run| run.shots_of(unit, until_s));
        let ours: BTreeSet<ThreatId> = ours.filter_map(|shot| shot.aimed).collect();
        let mut others = theirs.filter(|shot| {
            let aimed = shot.aimed.filter(|aimed| *aimed != self.threat);
            aimed.is_some_and(|aimed| !ours.contains(&aimed))
        });
        let first = others.next()?;
        Some(Cause {
            mechanism: Mechanism::OtherTarget,
            time_s: first.ordered_s.min(self.shot.ordered_s),
        })
    }

    /// In the other run nobody shot: the owner held fire for a partner that did nothing, or it was
    /// not clear whose the threat is.
    fn nobody_shot(self) -> Option<Cause> {
        if self.worse.shots_at(self.threat).next().is_some() {
            return None;
        }
        let held = self.worse.knowledge(self.owner(), self.threat).held;
        let is_astray = self.worse.is_astray(self.threat);
        let seam = is_astray.then(|| self.at_order(Mechanism::SeamLeaker));
        held.map(|(time_s, reason)| Self::held(time_s, reason)).or(seam)
    }

    /// Remaining cause where the node could have shot: its track was lost, or too poor.
    fn poor(self) -> Cause {
        let mechanism = match self.shot.basis {
            Source::Partner => Mechanism::RemoteTrack,
            Source::Own if self.has_heard_more(self.shot.ordered_s) => Mechanism::FusedTrack,
            Source::Own => Mechanism::KeptTrack,
        };
        self.at_order(mechanism)
    }
}
