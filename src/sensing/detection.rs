//! Probability of detection by signal-to-noise ratio.
//!
//! A square-law detector adds up the pulses of a look and compares the sum with a threshold, in
//! units of the mean noise power of a pulse (Swerling, RAND RM-1217, 1954; Meyer & Mayer, *Radar
//! Target Detection*, 1973; Richards, *Fundamentals of Radar Signal Processing*, ch. 6). Leaves out
//! coherent integration, constant-false-alarm-rate losses and clutter.
//!
//! All Swerling cases are one sum: a signal of energy `x` makes the sum of `N` pulses Erlang with
//! `N + K` stages, `K` Poisson with mean `x`; over a gamma-distributed energy `K` is negative
//! binomial. So `P_d = Σ w_k Q(N + k, T)`, all terms positive, `Q` the regularised upper incomplete
//! gamma function.

use crate::numerics::tails::{gamma, negative_binomial, poisson};
use crate::scenario::model::Fluctuation;

/// Terms of a sum below this share of it are rounding.
const NEGLIGIBLE: f64 = 1e-17;

/// More terms than this no sum needs.
const TERMS_MAX: u32 = 10_000_000;

/// Least probability of no stage with which the sum begins there.
const FIRST_MIN: f64 = 1e-250;

/// Standard deviations below the mean at which it then begins: what is left out is below 1e-20.
const START_SIGMAS: f64 = 12.0;

/// Threshold detector of a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detector {
    pulses: u32,
    threshold: f64,
}

impl Detector {
    /// A detector that adds up so many pulses, at least 1, and takes noise for a target with a
    /// probability in (0, 1).
    pub fn new(pulses: u32, false_alarm_probability: f64) -> Self {
        let pulses = pulses.max(1);
        let threshold = threshold(pulses, false_alarm_probability);
        Self { pulses, threshold }
    }

    /// The threshold on the sum of the pulses, in units of the mean noise power of one.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Power that the pulses must add to their noise to pass the threshold, a ratio of the whole
    /// look: the least signal, fluctuation and all, that gives a plot.
    pub fn least_signal(&self) -> f64 {
        (self.threshold - f64::from(self.pulses)).max(1.0)
    }

    /// Probability that a look at a mean signal-to-noise ratio of each pulse (a power ratio, not
    /// dB, 0 or more) detects.
    pub fn probability(&self, fluctuation: Fluctuation, snr: f64) -> f64 {
        let threshold = self.threshold;
        match (self.pulses, fluctuation) {
            (1, Fluctuation::Swerling1 | Fluctuation::Swerling2) => {
                libm::exp(-threshold / (1.0 + snr))
            }
            (1, Fluctuation::Swerling3 | Fluctuation::Swerling4) => {
                let half = 0.5 * snr;
                let scale = 1.0 + half;
                let exponent = threshold / scale;
                libm::exp(-exponent) * (1.0 + exponent * half / scale)
            }
            _ => self.summed(Energy::new(fluctuation, self.pulses, snr)),
        }
    }

    /// The mean signal-to-noise ratio of each pulse (a power ratio) at which a look detects with a
    /// probability between that of a false alarm and 1; 0 below, infinite above.
    pub fn required_snr(&self, fluctuation: Fluctuation, probability: f64) -> f64 {
        if self.probability(fluctuation, 0.0) >= probability {
            return 0.0;
        }
        let (mut low_db, mut high_db) = (-100.0, 200.0);
        let snr = |decibel: f64| libm::pow(10.0, decibel / 10.0);
        if self.probability(fluctuation, snr(high_db)) < probability {
            return f64::INFINITY;
        }
        // Detection grows with the signal: halving ends at neighbouring numbers.
        loop {
            let middle_db = 0.5 * (low_db + high_db);
            if middle_db <= low_db || middle_db >= high_db {
                return snr(high_db);
            }
            if self.probability(fluctuation, snr(middle_db)) < probability {
                low_db = middle_db;
            } else {
                high_db = middle_db;
            }
        }
    }

    /// The sum over the number of stages that the signal adds.
    fn summed(&self, energy: Energy) -> f64 {
        let (start, first) = energy.start();
        let mut tail = Tail::new(f64::from(self.pulses) + start, self.threshold);
        let (mut weight, mut mass, mut sum) = (first, 0.0, 0.0);
        for stages in (0..TERMS_MAX).map(|term| start + f64::from(term)) {
            mass += weight;
            sum += weight * tail.above;
            // With more stages the sum of the pulses is surely above the threshold.
            if tail.step < NEGLIGIBLE * tail.above {
                let rest = 1.0 - mass;
                if rest > 0.01 || rest <= f64::EPSILON {
                    return (sum + rest.max(0.0)).min(1.0);
                }
            }
            let next = weight * energy.ratio(stages);
            if next < weight && next < NEGLIGIBLE * sum {
                break;
            }
            weight = next;
            tail.advance();
        }
        sum.min(1.0)
    }
}

/// Distribution of the number of stages that the signal adds.
#[derive(Clone, Copy)]
enum Energy {
    /// Poisson: the signal does not fluctuate.
    Steady { mean: f64 },
    /// Negative binomial: of gamma shape `shape`, each stage failing with `miss`.
    Gamma { shape: f64, miss: f64 },
}

impl Energy {
    fn new(fluctuation: Fluctuation, pulses: u32, snr: f64) -> Self {
        let mean = f64::from(pulses) * snr;
        // From look to look one cross-section for all pulses, or from pulse to pulse a new one;
        // two or four squared normals (Swerling's table I).
        let shape = match fluctuation {
            Fluctuation::Steady => return Self::Steady { mean },
            Fluctuation::Swerling1 => 1.0,
            Fluctuation::Swerling2 => f64::from(pulses),
            Fluctuation::Swerling3 => 2.0,
            Fluctuation::Swerling4 => 2.0 * f64::from(pulses),
        };
        Self::Gamma { shape, miss: mean / (shape + mean) }
    }

    /// Number of stages at which the sum begins, and its probability: no stage, unless that is too
    /// unlikely to be a number.
    fn start(self) -> (f64, f64) {
        let (mean, variance) = match self {
            Self::Steady { mean } => (mean, mean),
            Self::Gamma { shape, miss } => {
                let mean = shape * miss / (1.0 - miss);
                (mean, mean / (1.0 - miss))
            }
        };
        let start = (mean - START_SIGMAS * variance.sqrt()).floor();
        let first = self.first();
        if first >= FIRST_MIN || start < 1.0 {
            return (0.0, first);
        }
        let weight = match self {
            Self::Steady { mean } => poisson(start, mean),
            Self::Gamma { shape, miss } => negative_binomial(start, shape, miss),
        };
        (start, weight)
    }

    /// Probability of no stage.
    fn first(self) -> f64 {
        match self {
            Self::Steady { mean } => libm::exp(-mean),
            Self::Gamma { shape, miss } => libm::exp(shape * libm::log1p(-miss)),
        }
    }

    /// Probability of one stage more over that of so many.
    fn ratio(self, stages: f64) -> f64 {
        match self {
            Self::Steady { mean } => mean / (stages + 1.0),
            Self::Gamma { shape, miss } => miss * (shape + stages) / (stages + 1.0),
        }
    }
}

/// Probability that a sum of exponentials is above a threshold.
#[derive(Clone, Copy)]
struct Tail {
    /// `Q(stages, threshold)`.
    above: f64,
    /// Term of one stage more: `e^(−T) T^stages / stages!`.
    step: f64,
    stages: f64,
    threshold: f64,
}

impl Tail {
    fn new(stages: f64, threshold: f64) -> Self {
        let gamma = gamma(stages, threshold);
        Self { above: gamma.tails.upper, step: gamma.per_log / stages, stages, threshold }
    }

    fn advance(&mut self) {
        self.above = (self.above + self.step).min(1.0);
        self.stages += 1.0;
        self.step *= self.threshold / self.stages;
    }
}

/// The threshold that the noise of so many pulses passes with a probability in (0, 1): Newton's
/// method on its logarithm, which is concave, so that it converges from above. A step to where the
/// probability is no number any more is halved.
fn threshold(pulses: u32, false_alarm_probability: f64) -> f64 {
    let wanted = libm::log(false_alarm_probability);
    if pulses == 1 {
        return -wanted;
    }
    let pulses = f64::from(pulses);
    let (mut threshold, mut before) = (pulses, pulses);
    for _ in 0..100 {
        let tail = Tail::new(pulses, threshold);
        if tail.above < f64::MIN_POSITIVE {
            threshold = 0.5 * (before + threshold);
            continue;
        }
        before = threshold;
        // Of one stage fewer: the density at the threshold.
        let density = tail.step * tail.stages / threshold;
        let change = (libm::log(tail.above) - wanted) * tail.above / density;
        let next = threshold + change;
        // A start too far below may not step below 0.
        let next = next.max(0.1 * threshold);
        if (next - threshold).abs() <= 1e-15 * threshold {
            return next;
        }
        threshold = next;
    }
    threshold
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Fluctuation; 5] = [
        Fluctuation::Steady,
        Fluctuation::Swerling1,
        Fluctuation::Swerling2,
        Fluctuation::Swerling3,
        Fluctuation::Swerling4,
    ];

    /// (pulses, case, signal-to-noise ratio of a pulse in dB, probability of a false alarm).
    fn looks() -> impl Strategy<Value = (u32, Fluctuation, f64, f64)> {
        let chance = (-25.0..-1.0).prop_map(libm::exp);
        let fluctuation = prop::sample::select(ALL.to_vec());
        (1..1500_u32, fluctuation, -20.0..50.0, chance)
    }

    fn ratio(decibel: f64) -> f64 {
        libm::pow(10.0, decibel / 10.0)
    }

    proptest! {
        #[test]
        fn without_a_signal_only_false_alarms((pulses, fluctuation, _, chance) in looks()) {
            let got = Detector::new(pulses, chance).probability(fluctuation, 0.0);
            prop_assert!((got / chance - 1.0).abs() < 1e-9, "{got} for {chance}");
        }

        #[test]
        fn more_signal_is_never_seen_less((pulses, fluctuation, decibel, chance) in looks()) {
            let detector = Detector::new(pulses, chance);
            let weak = detector.probability(fluctuation, ratio(decibel));
            let strong = detector.probability(fluctuation, ratio(decibel + 0.5));
            prop_assert!(weak >= chance * (1.0 - 1e-9) && strong <= 1.0);
            prop_assert!(strong >= weak * (1.0 - 1e-13), "{weak} {strong}");
        }

        /// With one pulse a look cannot tell fluctuation within it from fluctuation between looks.
        #[test]
        fn the_sum_agrees_with_the_closed_forms((_, _, decibel, chance) in looks()) {
            let detector = Detector::new(1, chance);
            for fluctuation in [Fluctuation::Swerling1, Fluctuation::Swerling3] {
                let closed = detector.probability(fluctuation, ratio(decibel));
                let sum = detector.summed(Energy::new(fluctuation, 1, ratio(decibel)));
                prop_assert!((sum / closed - 1.0).abs() < 1e-10, "{sum} {closed}");
            }
        }

        /// Swerling 2: the sum of the pulses is a gamma variable, `P_d = Q(N, T / (1 + S))`.
        #[test]
        fn independent_pulses_add_up_to_a_gamma_variable((pulses, _, decibel, chance) in looks()) {
            let detector = Detector::new(pulses, chance);
            let snr = ratio(decibel);
            let sum = detector.probability(Fluctuation::Swerling2, snr);
            let closed = Tail::new(f64::from(pulses), detector.threshold / (1.0 + snr)).above;
            prop_assert!((sum / closed - 1.0).abs() < 1e-9, "{sum} {closed}");
        }

        #[test]
        fn the_required_signal_is_seen_as_required(
            (pulses, fluctuation, _, chance) in looks(),
            share in 0.01..0.99_f64,
        ) {
            let detector = Detector::new(pulses, chance);
            let wanted = chance + share * (1.0 - chance);
            let snr = detector.required_snr(fluctuation, wanted);
            let got = detector.probability(fluctuation, snr);
            prop_assert!((got / wanted - 1.0).abs() < 1e-9, "{got} for {wanted}");
        }
    }

    /// Of many pulses the chance of no stage is too small for a number. Expected: scipy 1.17,
    /// `ncx2.sf(2 T, 2 N, 2 N snr)`, and for the last threshold mpmath.
    #[test]
    fn many_pulses_and_rare_alarms_are_no_limit() {
        let cases = [
            (30_000, Fluctuation::Steady, -16.0, 1e-6, 0.331_729_969_294_776_8),
            (100_000, Fluctuation::Steady, -18.5, 1e-6, 0.379_783_962_764_035_3),
            (1000, Fluctuation::Steady, -12.0, 1e-30, 5.220_621_073_084_044e-21),
            (30_000, Fluctuation::Swerling2, -16.0, 1e-6, 0.331_776_639_534_839),
            (30_000, Fluctuation::Swerling4, -16.0, 1e-6, 0.331_753_311_394_926_25),
        ];
        for (pulses, fluctuation, decibel, chance, expected) in cases {
            let got = Detector::new(pulses, chance).probability(fluctuation, ratio(decibel));
            assert!((got / expected - 1.0).abs() < 1e-9, "{pulses} pulses: {got} for {expected}");
        }
        assert!((Detector::new(1000, 1e-30).threshold() - 1_407.188_640_157_539).abs() < 1e-9);
        for pulses in [2, 100_000] {
            for fluctuation in ALL {
                for (decibel, least) in [(-60.0, 0.0), (60.0, 0.999)] {
                    let detector = Detector::new(pulses, 1e-300);
                    let got = detector.probability(fluctuation, ratio(decibel));
                    assert!((least..=1.0).contains(&got), "{pulses} {fluctuation:?} {got}");
                }
            }
        }
    }

    #[test]
    fn no_signal_is_strong_enough_for_certainty_and_none_is_needed_for_a_false_alarm() {
        let detector = Detector::new(4, 1e-6);
        assert_eq!(detector.required_snr(Fluctuation::Swerling1, 1e-7).to_bits(), 0);
        assert!(detector.required_snr(Fluctuation::Swerling1, 2.0).is_infinite());
    }
}
