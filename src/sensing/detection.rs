//! Is it seen? Probability of detection by signal-to-noise ratio.
//!
//! Square-law detector, one pulse a look, threshold `T = −ln P_fa` in units of the mean noise
//! power (Swerling, RAND RM-1217, 1954; Meyer & Mayer, *Radar Target Detection*, 1973). Leaves out
//! the integration of several pulses and the Swerling cases 2 and 4, which differ from 1 and 3
//! only then.

use crate::scenario::parts::Fluctuation;

/// Probability that one look at a mean signal-to-noise ratio (a power ratio, not dB) detects.
///
/// `false_alarm_probability` lies in (0, 1).
pub fn probability(fluctuation: Fluctuation, snr: f64, false_alarm_probability: f64) -> f64 {
    let threshold = -libm::log(false_alarm_probability);
    match fluctuation {
        Fluctuation::Steady => steady(snr, threshold),
        Fluctuation::Swerling1 => libm::exp(-threshold / (1.0 + snr)),
        Fluctuation::Swerling3 => {
            // The mean of exp(−T/(1+s)) kernels over a chi-square signal of four degrees of
            // freedom.
            let half = 0.5 * snr;
            let scale = 1.0 + half;
            let exponent = threshold / scale;
            libm::exp(-exponent) * (1.0 + exponent * half / scale)
        }
    }
}

/// Marcum's Q₁(√(2·snr), √(2T)): the steady target, as the Poisson mixture of Erlang tails.
fn steady(snr: f64, threshold: f64) -> f64 {
    // Nine standard deviations above the threshold a miss is rarer than a rounding error.
    if (2.0 * snr).sqrt() - (2.0 * threshold).sqrt() > 9.0 {
        return 1.0;
    }
    let mut weight = libm::exp(-snr);
    let mut term = libm::exp(-threshold);
    let (mut tail, mut sum, mut mass) = (term, weight * term, weight);
    let mut order = 0.0;
    while mass < 1.0 - 1e-16 && order < 2000.0 {
        order += 1.0;
        weight *= snr / order;
        term *= threshold / order;
        tail += term;
        sum += weight * tail;
        mass += weight;
        if weight < 1e-18 && order > snr {
            break;
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference;

    const ALL: [Fluctuation; 3] = [
        Fluctuation::Steady,
        Fluctuation::Swerling1,
        Fluctuation::Swerling3,
    ];

    #[test]
    fn published_single_pulse_cases() {
        let mut checked = 0;
        for case in reference::cases("06_radar_pd_swerling.csv") {
            // With one pulse a look the cases 2 and 4 are the cases 1 and 3.
            let fluctuation = match (case.text("swerling"), case.text("n_pulses")) {
                ("0", "1") => Fluctuation::Steady,
                ("1" | "2", "1") => Fluctuation::Swerling1,
                ("3" | "4", "1") => Fluctuation::Swerling3,
                _ => continue,
            };
            let snr = libm::pow(10.0, case.number("snr_dB") / 10.0);
            let got = probability(fluctuation, snr, case.number("pfa"));
            let expected = case.number("pd");
            case.close("Pd", got, expected, case.number("tol_rel") * expected);
            checked += 1;
        }
        assert!(checked >= 5, "{checked} single-pulse cases");
    }

    #[test]
    fn without_a_signal_only_false_alarms() {
        for fluctuation in ALL {
            for pfa in [1e-2, 1e-6, 1e-10] {
                let got = probability(fluctuation, 0.0, pfa);
                assert!(
                    (got / pfa - 1.0).abs() < 1e-9,
                    "{fluctuation:?} {pfa}: {got}"
                );
            }
        }
    }

    #[test]
    fn more_signal_is_never_seen_less() {
        for fluctuation in ALL {
            let mut last = 0.0;
            for step in 0..400 {
                let snr = libm::pow(10.0, f64::from(step - 100) / 50.0);
                let now = probability(fluctuation, snr, 1e-6);
                assert!(
                    now >= last - 1e-15 && now <= 1.0,
                    "{fluctuation:?} at {snr}"
                );
                last = now;
            }
            assert!(last > 0.999, "{fluctuation:?}: {last}");
        }
    }
}
