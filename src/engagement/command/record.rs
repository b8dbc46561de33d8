//! Record of an engagement: what a node remembers of one object of its picture.

use crate::engagement::forecast::prediction::Forecast;
use crate::scenario::identity::TrackId;
use crate::scenario::model::Doctrine;
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
    /// Own interceptors ordered in the present volley.
    pub ordered: u32,
    /// Probability that all of these fail, as far as the catalogue tells.
    pub survival: f64,
    /// Whether the last assessment, own or the partner's, took it for dead: it is left alone then.
    pub is_believed_dead: bool,
    /// The partner is shooting at it, and will not know until then, s.
    pub partner_until_s: f64,
    /// Time from which the joint plan has left it to the partner, s; `None` if it has not.
    pub left_to_partner_s: Option<f64>,
    /// End of the partner's shots for which it was asked whether this node could wait for them,
    /// s, and the answer.
    pub can_wait: Option<(f64, bool)>,
    /// Whether it has been written down as engageable.
    pub is_engageable: bool,
    /// Whether a shot of the partner's at it has been missed.
    pub is_shot_missed: bool,
    /// Reason for which fire is held at it, as was last written down.
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
            ordered: 0,
            survival: 1.0,
            is_believed_dead: false,
            partner_until_s: f64::NEG_INFINITY,
            left_to_partner_s: None,
            can_wait: None,
            is_engageable: false,
            is_shot_missed: false,
            held: None,
            consent: EngagementConsent::Open,
        }
    }

    /// Counts a shot at it that is ordered now.
    pub(crate) fn count_order(&mut self, kill_probability: f64) {
        self.left_to_partner_s = None;
        self.in_flight += 1;
        self.ordered += 1;
        self.survival *= 1.0 - kill_probability;
    }

    /// Takes in the assessment of a shot. A volley is over when all its shots have been ordered and
    /// judged.
    pub(crate) fn judge(&mut self, killed: bool, doctrine: Doctrine) {
        self.in_flight -= 1;
        self.is_believed_dead = killed;
        if self.in_flight > 0 {
            return;
        }
        self.survival = 1.0;
        if self.ordered >= doctrine.volley(self.volleys) {
            self.volleys += 1;
            self.ordered = 0;
        }
    }

    /// Takes over what was remembered of another object that turned out to be this one.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.in_flight += other.in_flight;
        self.volleys = self.volleys.max(other.volleys);
        self.ordered += other.ordered;
        self.survival *= other.survival;
        self.is_believed_dead |= other.is_believed_dead;
        self.partner_until_s = self.partner_until_s.max(other.partner_until_s);
        let left_s = [self.left_to_partner_s, other.left_to_partner_s];
        self.left_to_partner_s = left_s.into_iter().flatten().reduce(f64::min);
        self.is_engageable |= other.is_engageable;
        self.is_shot_missed |= other.is_shot_missed;
        self.held = self.held.or(other.held);
        self.consent = match (self.consent, other.consent) {
            (EngagementConsent::Open, theirs) | (_, theirs @ EngagementConsent::Given) => theirs,
            (ours, _) => ours,
        };
    }
}
