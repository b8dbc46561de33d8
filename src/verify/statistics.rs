//! Statistics of runs: intervals, tests, corrections, quantiles.

use super::case::{Quantities, ReferenceCase};
use crate::monte_carlo::statistics::{PairedCounts, PairedMoments, Proportion, holm, paired_t};
use crate::numerics::Distribution;

pub(super) fn binomial(case: &ReferenceCase) -> Quantities {
    let seen = Proportion { successes: case.count("successes")?, trials: case.count("trials")? };
    if seen.successes > seen.trials {
        return Err(case.not("successes", "at most the number of trials"));
    }
    let confidence = case.confidence("confidence")?;
    let (wilson, exact) = (seen.wilson(confidence), seen.clopper_pearson(confidence));
    case.compare_defined(
        case.absolute("tol_abs")?,
        [
            ("p_hat", seen.share()),
            ("wilson_lower", Some(wilson.low)),
            ("wilson_upper", Some(wilson.high)),
            ("clopper_pearson_lower", Some(exact.low)),
            ("clopper_pearson_upper", Some(exact.high)),
        ],
    )
}

pub(super) fn paired(case: &ReferenceCase) -> Quantities {
    let (a, b) = (case.numbers("a")?, case.numbers("b")?);
    if a.len() != b.len() || a.len() < 2 {
        return Err(case.not("b", "as long as `a`, with two numbers or more"));
    }
    let pairs: PairedMoments = a.into_iter().zip(b).collect();
    let confidence = case.confidence("confidence")?;
    let paired = paired_t(&pairs, confidence);
    let quantile = paired.map(|of| (of.interval.high - of.difference) / of.standard_error);
    case.compare_defined(
        case.relative("tol_rel")?,
        [
            ("n", Some(pairs.count() as f64)),
            ("mean_difference", pairs.difference().mean()),
            ("variance_of_difference", pairs.difference().variance()),
            ("variance_of_mean_difference", paired.map(|of| of.standard_error * of.standard_error)),
            ("t_quantile", quantile),
            ("paired_lower", paired.map(|of| of.interval.low)),
            ("paired_upper", paired.map(|of| of.interval.high)),
            ("paired_t_statistic", paired.and_then(|of| of.statistic)),
            ("paired_p_value_two_sided", paired.map(|of| of.p_value)),
            ("sample_correlation", pairs.correlation()),
            ("variance_reduction_factor", pairs.variance_reduction()),
        ],
    )
}

pub(super) fn paired_binary(case: &ReferenceCase) -> Quantities {
    let counts = PairedCounts {
        pairs: case.count("n_pairs")?,
        // No quantity of the file depends on it.
        both: 0,
        only_a: case.count("only_a_success")?,
        only_b: case.count("only_b_success")?,
    };
    case.compare_defined(
        case.relative("tol_rel")?,
        [
            ("difference", counts.difference()),
            ("mcnemar_exact_p_two_sided", Some(counts.mcnemar_exact())),
        ],
    )
}

pub(super) fn adjusted(case: &ReferenceCase) -> Quantities {
    let adjusted = holm(&case.numbers("p_values")?);
    Ok(vec![case.compare_list(case.absolute("tol_abs")?, "holm", adjusted)?])
}

pub(super) fn quantiles(case: &ReferenceCase) -> Quantities {
    let first = || case.positive("param1");
    let second = || case.positive("param2");
    let distribution = match case.text("distribution")? {
        "normal" => Distribution::Normal,
        "t" => Distribution::StudentT { freedom: first()? },
        "chi2" => Distribution::ChiSquare { freedom: first()? },
        "F" => Distribution::F { numerator: first()?, denominator: second()? },
        "beta" => Distribution::Beta { alpha: first()?, beta: second()? },
        _ => return Err(case.not("distribution", "one of `normal`, `t`, `chi2`, `F`, `beta`")),
    };
    let quantile = distribution.quantile(case.number("probability")?);
    case.compare_defined(case.relative("tol_rel")?, [("quantile", Some(quantile))])
}
