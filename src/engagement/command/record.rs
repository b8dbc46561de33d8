//! Record of an engagement: what a node remembers of one object of its picture.

use crate::engagement::forecast::prediction::Forecast;
use crate::engagement::plan::horizon::{DynamicTarget, VolleyUnderWay};
use crate::scenario::identity::TrackId;
use crate::scenario::model::Command as Rules;
use crate::world::journal::Hold;

/// Record of one object of a node's picture.
#[derive(Debug, Clone)]
pub struct Engagement {
    /// The object's number in the picture.
    pub number: u32,
    /// Forecast of its flight, as last worked out.
    pub forecast: Forecast,
    /// Own interceptors on their way to it, or there and not assessed.
    pub in_flight: u32,
    /// Volleys at it that are over.
    pub volleys: u32,
    /// Interceptors ordered in the present volley, own and the partner's.
    pub ordered: [u32; 2],
    /// Probability that all of these fail, as far as the catalogue tells.
    pub survival: f64,
    /// Time at which the last of these will be assessed, s.
    pub assessed_s: f64,
    /// Probability that it is alive, by the assessments of all volleys that are over.
    pub alive: f64,
    /// Shots at an object that was once taken for one with it, which may have been at this: the
    /// time by which they will be assessed, s, and the probability that they all fail.
    pub doubt: Option<(f64, f64)>,
    /// Whether the last assessment, own or the partner's, took it for dead: it is left alone then.
    pub is_believed_dead: bool,
    /// The partner is shooting at it, and will not know until then, s.
    pub partner_until_s: f64,
    /// End of the partner's shots for which it was asked whether this node could wait for them,
    /// s, and the answer.
    pub can_wait: Option<(f64, bool)>,
    /// Whether it has been written down as engageable.
    pub is_engageable: bool,
    /// Whether a shot of the partner's at it has been missed.
    pub is_shot_missed: bool,
    /// Reason for which fire is held at it, as was last written down; `None` if it is planned for.
    pub held: Option<Hold>,
    /// Consent of the partner to its engagement.
    pub consent: EngagementConsent,
}

/// State of the partner's consent to an engagement.
#[doc(alias = "dual-key")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EngagementConsent {
    /// Not asked for.
    Open,
    /// Asked for by this name of the object, last at this time, s.
    Asked(TrackId, f64),
    /// Given.
    Given,
}

impl Engagement {
    pub(crate) fn new(number: u32) -> Self {
        Self {
            number,
            forecast: Forecast::default(),
            in_flight: 0,
            volleys: 0,
            ordered: [0; 2],
            survival: 1.0,
            assessed_s: f64::NEG_INFINITY,
            alive: 1.0,
            doubt: None,
            is_believed_dead: false,
            partner_until_s: f64::NEG_INFINITY,
            can_wait: None,
            is_engageable: false,
            is_shot_missed: false,
            held: None,
            consent: EngagementConsent::Open,
        }
    }

    /// Counts a shot at it that is ordered now.
    pub(crate) fn count_order(&mut self, (side, kill_probability): (usize, f64), assessed_s: f64) {
        self.assessed_s = self.assessed_s.max(assessed_s);
        self.in_flight += 1;
        self.ordered[side] += 1;
        self.survival *= 1.0 - kill_probability;
    }

    /// Takes back a shot that was ordered and not fired.
    pub(crate) fn take_back(&mut self, kill_probability: f64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ordered[1] = self.ordered[1].saturating_sub(1);
        self.survival = if self.in_flight == 0 {
            1.0
        } else {
            (self.survival / (1.0 - kill_probability)).min(1.0)
        };
    }

    /// Whether the doctrine allows own units another shot at it now.
    pub(crate) fn may_fire(&self, rules: &Rules) -> bool {
        !self.is_believed_dead && self.ordered[0] < rules.doctrine.volley(self.volleys)
    }

    /// Whether the doctrine allows no further shot.
    pub(crate) fn is_through(&self, rules: &Rules) -> bool {
        let doctrine = rules.doctrine;
        self.room(rules) == [0; 2] && self.volleys + self.under_way() >= doctrine.volleys_max
    }

    /// Volleys under way: one, or none.
    fn under_way(&self) -> u32 {
        u32::from(self.in_flight > 0)
    }

    /// Shots that may still join the volley under way, of own units and of the partner's.
    fn room(&self, rules: &Rules) -> [u32; 2] {
        let volley = rules.doctrine.volley(self.volleys);
        let left =
            |ordered: u32| if self.in_flight > 0 { volley.saturating_sub(ordered) } else { 0 };
        self.ordered.map(left)
    }

    /// The object as a planner's target, with a value at stake, from a time on, s.
    pub(crate) fn target(
        &self,
        value: f64,
        from_s: f64,
        (rules, pause_s, now_s): (&Rules, f64, f64),
    ) -> DynamicTarget {
        let after_s = pause_s - rules.assessment_delay_s;
        let under_way =
            VolleyUnderWay { survival: self.survival, over_s: self.assessed_s + after_s };
        DynamicTarget {
            value,
            alive: self.alive * self.doubt_survival(now_s),
            from_s,
            under_way: (self.in_flight > 0).then_some(under_way),
            room: self.room(rules),
            volleys: self.volleys + self.under_way(),
        }
    }

    /// Takes in the assessment of a shot. A volley is over when all its shots have been judged.
    pub(crate) fn judge(&mut self, killed: bool, rules: &Rules) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.is_believed_dead = killed;
        if self.in_flight > 0 {
            return;
        }
        let error = &rules.assessment;
        let left = self.alive * self.survival;
        let looks_alive = left * (1.0 - error.killed_if_alive);
        let all = looks_alive + (1.0 - left) * error.alive_if_killed;
        self.alive = if all > 0.0 { looks_alive / all } else { 1.0 };
        self.survival = 1.0;
        self.volleys += 1;
        self.ordered = [0; 2];
    }

    /// Notes that the shots on their way to another object, from which this was parted, may be at
    /// this: as likely as not, until a time, s.
    pub(crate) fn suspect(&mut self, until_s: f64, survival: f64) {
        let (until_s, before) =
            self.doubt.map_or((until_s, 1.0), |(before_s, before)| (until_s.max(before_s), before));
        self.doubt = Some((until_s, before * 0.5 * (1.0 + survival)));
    }

    /// Probability that it survives what may be on its way to it, at a time, s.
    pub fn doubt_survival(&self, now_s: f64) -> f64 {
        let doubt = self.doubt.filter(|(until_s, _)| now_s < *until_s);
        doubt.map_or(1.0, |(_, survival)| survival)
    }

    /// Takes over what was remembered of another object that turned out to be this one.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.in_flight += other.in_flight;
        self.volleys = self.volleys.max(other.volleys);
        let both = self.ordered.iter_mut().zip(other.ordered);
        both.for_each(|(ordered, others)| *ordered += others);
        self.survival *= other.survival;
        self.assessed_s = self.assessed_s.max(other.assessed_s);
        self.alive = self.alive.min(other.alive);
        self.doubt = match (self.doubt, other.doubt) {
            (Some((one_s, one)), Some((other_s, other))) => Some((one_s.max(other_s), one * other)),
            (one, other) => one.or(other),
        };
        self.is_believed_dead |= other.is_believed_dead;
        self.partner_until_s = self.partner_until_s.max(other.partner_until_s);
        self.is_engageable |= other.is_engageable;
        self.is_shot_missed |= other.is_shot_missed;
        self.held = self.held.or(other.held);
        self.consent = match (self.consent, other.consent) {
            (EngagementConsent::Open, theirs) | (_, theirs @ EngagementConsent::Given) => theirs,
            (ours, _) => ours,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shots that fail in one of four cases are as likely as not at this object.
    #[test]
    fn shots_that_may_be_at_it_are_remembered_until_they_are_assessed() {
        let mut part = Engagement::new(2);
        part.suspect(100.0, 0.25);
        assert!((part.doubt_survival(50.0) - 0.625).abs() < 1e-12);
        assert!((part.doubt_survival(100.0) - 1.0).abs() < 1e-12);
        // Where it turns out to be one with what was shot at, both memories count.
        let mut whole = Engagement::new(1);
        whole.count_order((0, 0.75), 100.0);
        whole.absorb(&part);
        assert_eq!((whole.in_flight, whole.doubt), (1, part.doubt));
        assert!((whole.survival * whole.doubt_survival(50.0) - 0.25 * 0.625).abs() < 1e-12);
    }
}
