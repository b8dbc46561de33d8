//! Reliance: what a node believes of its partner's readiness to shoot.
//!
//! The partner shoots at what is its to shoot at in this run, or does not: of that a node has a
//! probability. It learns by what it can see: a shot of which it is told is one; a threat that is
//! the partner's and still flies when the partner's shot should have killed it speaks against the
//! partner, by Bayes' rule, as far as a shot would have killed.

use crate::scenario::model::Trust;

/// Belief of a node in its partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliance {
    /// Probability that the partner shoots, 0 to 1.
    probability: f64,
    /// Probability that the partner's shots at a threat kill it, if it shoots.
    kill_probability: f64,
    /// The node relies on a partner that is at least this likely to shoot.
    relies_from: f64,
    /// Time by which a threat should be dead, s before impact.
    pub expected_before_impact_s: f64,
}

impl Reliance {
    /// Belief in a partner at the start of a run.
    pub fn new(trust: &Trust) -> Self {
        Self {
            probability: trust.believed_to_shoot,
            kill_probability: trust.believed_kill_probability,
            relies_from: trust.relies_from,
            expected_before_impact_s: trust.expected_before_impact_s,
        }
    }

    /// Whether the node leaves to the partner what is the partner's.
    pub fn relies(&self) -> bool {
        self.probability >= self.relies_from
    }

    /// Probability that the partner shoots, 0 to 1.
    pub fn probability(&self) -> f64 {
        self.probability
    }

    /// The partner has told of a shot.
    pub fn shot_came(&mut self) {
        self.probability = 1.0;
    }

    /// A threat of the partner's still flies when it should be dead.
    pub fn shot_did_not_come(&mut self) {
        let survived = self.probability * (1.0 - self.kill_probability);
        let all = survived + (1.0 - self.probability);
        if all > 0.0 {
            self.probability = survived / all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reliance(believed_to_shoot: f64, believed_kill_probability: f64) -> Reliance {
        Reliance::new(&Trust { believed_to_shoot, believed_kill_probability, ..Trust::FULL })
    }

    /// Odds of 9 fall by the factor 1 − 0.8 with each threat: 1.8, then 0.36.
    #[test]
    fn each_shot_that_does_not_come_counts() {
        let mut one = reliance(0.9, 0.8);
        one.shot_did_not_come();
        assert!((one.probability() - 1.8 / 2.8).abs() < 1e-12);
        assert!(one.relies());
        one.shot_did_not_come();
        assert!((one.probability() - 0.36 / 1.36).abs() < 1e-12);
        assert!(!one.relies());
        one.shot_came();
        assert!(one.relies());
    }

    /// Who never doubted never does, and who thinks that shots fail learns nothing.
    #[test]
    fn nothing_is_learned_where_nothing_can_be() {
        for mut one in [reliance(1.0, 0.8), reliance(0.9, 0.0), reliance(0.0, 1.0)] {
            let before = one;
            one.shot_did_not_come();
            assert_eq!(one, before);
        }
        let mut sure = reliance(1.0, 1.0);
        sure.shot_did_not_come();
        assert!(sure.relies(), "what was thought impossible changes no mind");
    }
}
