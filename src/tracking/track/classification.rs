//! Probability that a track is of a payload: the Bayes posterior from the evidence of its plots.
//!
//! Each plot brings the logarithm of its likelihood ratio ([`crate::sensing::discrimination`]);
//! independent looks add up, and posterior odds are prior odds times the ratio of all (Blackman &
//! Popoli, *Design and Analysis of Modern Tracking Systems*, 1999, ch. 9). The sum has no order, so
//! a late plot counts like any other. Leaves out that of the objects of one threat just one is the
//! payload, what motion tells, and that plots may be another object's: a track that runs over to
//! another object takes its evidence along.

/// Probability that an object is the payload, from a prior between 0 and 1 and the evidence, nats.
/// Without evidence it is the prior, to the last bit where that is a half.
pub fn payload_probability(prior: f64, evidence_nats: f64) -> f64 {
    let odds_against = (1.0 - prior) / prior * libm::exp(-evidence_nats);
    1.0 / (1.0 + odds_against)
}

/// Evidence of two tracks that they are one object, nats: the logarithm of how
/// much likelier it is of one object than of two, of which each is a payload with this prior. None
/// without evidence of both; at most the logarithm of the rarer kind's share, turned round.
///
/// Bar-Shalom, Kirubarajan & Gokberk, *Tracking with classification-aided multiframe data
/// association*, IEEE Trans. AES 41:868, 2005, for two kinds.
pub fn same_object_nats(prior: f64, evidence_nats: [f64; 2]) -> f64 {
    // The logarithm of the likelihood ratio against what is no payload, whichever it is.
    let either = |nats: f64| {
        let greater = nats.max(0.0);
        greater + libm::log(prior * libm::exp(nats - greater) + (1.0 - prior) * libm::exp(-greater))
    };
    let [one, other] = evidence_nats;
    either(one + other) - either(one) - either(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        // Odds of 1 to 4, times 8, are 2 to 1.
        let ln8 = 3.0 * std::f64::consts::LN_2;
        assert!((payload_probability(0.2, ln8) - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(payload_probability(0.5, 0.0).to_bits(), 0.5_f64.to_bits());
        // No evidence overflows: it is sure, either way.
        assert_eq!(payload_probability(1e-6, 1e300).to_bits(), 1.0_f64.to_bits());
        assert_eq!(payload_probability(0.9, -1e300).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn of_one_kind_or_of_two_by_hand() {
        // One of four is a payload. Likelihood ratios 5 and 5: (25 + 3)/4 against ((5 + 3)/4)²;
        // 5 and 0: (0 + 3)/4 against 2 · 3/4. Sure of both: 1/prior, or 1/(1 - prior).
        let ln = libm::log;
        for (nats, expected) in [
            ([ln(5.0), ln(5.0)], ln(7.0 / 4.0)),
            ([ln(5.0), -400.0], ln(0.5)),
            ([500.0, 900.0], ln(4.0)),
            ([-500.0, -900.0], ln(4.0 / 3.0)),
            ([0.0, 17.0], 0.0),
        ] {
            let got = same_object_nats(0.25, nats);
            assert!((got - expected).abs() < 1e-9, "{nats:?}: {got}");
        }
        assert!(same_object_nats(0.25, [300.0, -300.0]) < -290.0);
    }

    proptest! {
        /// Bayes: which of two kinds a pair is of, and whether it is one, is one joint probability.
        #[test]
        fn kinds_that_agree_speak_for_one_object(
            prior in 1e-3..0.999f64,
            nats in prop::array::uniform2(-30.0..30.0f64),
        ) {
            let got = same_object_nats(prior, nats);
            let [p, q] = nats.map(|nats| payload_probability(prior, nats));
            let ratio = p * q / prior + (1.0 - p) * (1.0 - q) / (1.0 - prior);
            prop_assert!((libm::exp(got) - ratio).abs() < 1e-9 * (1.0 + ratio));
            prop_assert!(got <= -libm::log(prior.min(1.0 - prior)) + 1e-12);
        }

        #[test]
        fn evidence_for_and_the_same_against_are_none(
            prior in 1e-6..0.999_999f64,
            nats in -30.0..30.0f64,
        ) {
            let probability = payload_probability(prior, nats);
            prop_assert!((0.0..=1.0).contains(&probability));
            let back = payload_probability(probability.clamp(1e-300, 1.0 - 1e-16), -nats);
            // What is close to 1 has lost digits.
            prop_assert!((back - prior).abs() < 1e-15 / (1.0 - probability).max(1e-14) + 1e-12);
            prop_assert!(payload_probability(prior, nats + 0.1) >= probability);
        }
    }
}
