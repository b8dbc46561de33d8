//! Designs of experiments: Sobol' sequences, Latin hypercubes, and the indices that follow.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::defence::each_of;
use super::judge::{Quantity, Tolerance};
use crate::monte_carlo::design::{hypercube, latin_hypercube, saltelli_points};
use crate::monte_carlo::sensitivity::{Resampling, SobolIndices, sobol_indices};
use crate::monte_carlo::statistics::{Confidence, Moments};
use crate::numerics::Distribution;
use crate::numerics::sobol::SobolSequence;

/// Seed of the designs that are drawn.
const SEED: u64 = 20_261_129;

/// Points and direction integers of the unscrambled sequence.
pub(super) fn sobol_sequence(case: &ReferenceCase) -> Quantities {
    let tolerance = case.absolute("tol_abs")?;
    let not = || case.not("dimensions", "a list of dimensions that there are");
    let dimensions = case.numbers("dimensions")?;
    let last = dimensions.iter().copied().fold(1.0, f64::max);
    let sequence = SobolSequence::new(last as usize).ok_or_else(not)?;
    let places = dimensions.iter().map(|dimension| (*dimension as usize).checked_sub(1));
    let places: Vec<usize> = places.collect::<Option<_>>().ok_or_else(not)?;
    if case.has("direction_integers_32bit") {
        let name = "direction_integers_32bit";
        let count = case.numbers(name)?.len();
        let all = places.iter().flat_map(|place| sequence.directions()[*place].iter().take(count));
        return Ok(vec![case.compare_list(tolerance, name, all.map(|word| f64::from(*word)))?]);
    }
    let is_gray = match case.text("order")? {
        "gray code" => true,
        "natural (binary) index" => false,
        _ => return Err(case.not("order", "`gray code` or `natural (binary) index`")),
    };
    let start = case.count_within("start_index", 0..=1 << 30)?;
    let count = case.matrix("points")?.len() as u32;
    let points = (start..start.saturating_add(count)).flat_map(|place| {
        let point = sequence.point(if is_gray { place ^ place >> 1 } else { place });
        places.iter().map(|place| point[*place]).collect::<Vec<_>>()
    });
    Ok(vec![case.compare_matrix(tolerance, "points", points)?])
}

/// Hypercubes of given strips, and the variance of the mean of a sum over those that are drawn.
pub(super) fn latin(case: &ReferenceCase) -> Quantities {
    let points = case.count_within("n", 1..=1000)? as usize;
    let factors = case.count_within("d", 1..=64)? as usize;
    if case.has("property") {
        return drawn(case, points, factors);
    }
    let not = || case.not("permutations", "a permutation of the strips for each factor");
    let strips = case.matrix("permutations")?;
    let is_permutation = |strips: &Vec<f64>| {
        let mut sorted = strips.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.into_iter().eq((0..points as u32).map(f64::from))
    };
    if strips.len() != factors || !strips.iter().all(is_permutation) {
        return Err(not());
    }
    let whole = |strips: &Vec<f64>| strips.iter().map(|strip| *strip as usize).collect();
    let strips: Vec<Vec<usize>> = strips.iter().map(whole).collect();
    let jitter = case.matrix("jitter")?;
    if jitter.len() != points || jitter.iter().any(|place| place.len() != factors) {
        return Err(case.not("jitter", "a number for each point and factor"));
    }
    let tolerance = case.absolute("tol_abs")?;
    let centred = hypercube(&strips, &vec![vec![0.5; factors]; points]);
    Ok(vec![
        case.compare_matrix(tolerance, "points", hypercube(&strips, &jitter).concat())?,
        case.compare_matrix(tolerance, "centred_points", centred.concat())?,
    ])
}

/// Number of hypercubes whose means are compared.
const HYPERCUBES: u64 = 2000;
const DRAWN: &str = "an estimate from 2000 hypercubes: its 99.9 % interval";

/// Mean and variance of the mean of `x_1 + … + x_d` over drawn hypercubes.
fn drawn(case: &ReferenceCase, points: usize, factors: usize) -> Quantities {
    let mean = |design: &[Vec<f64>]| design.iter().flatten().sum::<f64>() / points as f64;
    let centred = |design: Vec<Vec<f64>>| -> Vec<Vec<f64>> {
        let middle = |x: f64| ((x * points as f64).floor() + 0.5) / points as f64;
        design.into_iter().map(|point| point.into_iter().map(middle).collect()).collect()
    };
    let design = |at| latin_hypercube(SEED + at, points, factors);
    let means: Moments = (0..HYPERCUBES).map(|at| mean(&design(at))).collect();
    let centres: Moments = (0..20).map(|at| mean(&centred(design(at)))).collect();
    let (tail, freedom) = (each_of(2).tail(), (HYPERCUBES - 1) as f64);
    let variance = means.variance().unwrap_or(f64::NAN);
    let law = Distribution::ChiSquare { freedom };
    let off = -Distribution::Normal.quantile(tail) * means.standard_error().unwrap_or(f64::NAN);
    let estimated = |name, got, off: f64| {
        let own = Quantity::new(name, [got], [case.number(name)?], case.absolute("tol_abs")?);
        Ok(own.loosened(Tolerance::absolute(off), DRAWN))
    };
    let expected = case.number("var_mean_lhs")?;
    let ratio = if variance > expected { 1.0 - tail } else { tail };
    let variance_off = expected * (law.quantile(ratio) / freedom - 1.0).abs();
    let none = centres.variance().unwrap_or(f64::NAN);
    Ok(vec![
        estimated("mean_of_f", means.mean().unwrap_or(f64::NAN), off)?,
        estimated("var_mean_lhs", variance, variance_off)?,
        estimated("var_mean_centred_lhs", none, 0.0)?,
    ])
}

/// Rows of the design from which indices are estimated.
const ROWS: usize = 1 << 13;
const ESTIMATED: &str = "an estimate from 8192 rows of a scrambled Sobol' design: 0.01 for an \
                         index, 1 % for mean and variance";

/// A function of a point of the unit cube.
type Response = Box<dyn Fn(&[f64]) -> f64>;

/// Mean, variance and indices of functions for which they are known.
pub(super) fn indices(case: &ReferenceCase) -> Quantities {
    let first = case.numbers("S1")?;
    let factors = first.len();
    let response = response(case, factors)?;
    let points = saltelli_points(SEED, ROWS, factors);
    let points = points.ok_or_else(|| case.not("S1", "a list of so few factors"))?;
    let responses: Vec<Vec<f64>> = points.iter().map(|point| vec![response(point)]).collect();
    let how = Resampling { seed: SEED, replicates: 0, confidence: Confidence::NINETY_FIVE };
    let nothing = || CaseError("the function does not vary".into());
    let found = sobol_indices(&responses, factors, how).ok_or_else(nothing)?;
    let SobolIndices { mean, variance, factors, .. } = found;
    let factors = factors.ok_or_else(nothing)?;
    let own = case.relative("tol_rel_analytic")?;
    let close = Tolerance::relative(0.01).scaled(variance.sqrt());
    let one = |name, got, expected| {
        Quantity::new(name, [got], [expected], own).loosened(close, ESTIMATED)
    };
    let list = |name, got: Vec<f64>| {
        let off = 0.01 * (got.len() as f64).sqrt();
        let quantity = case.compare_list(own, name, got)?;
        Ok(quantity.loosened(Tolerance::absolute(off), ESTIMATED))
    };
    Ok(vec![
        one("mean", mean, case.number("mean")?),
        one("variance", variance, case.number("variance")?),
        list("S1", factors.iter().map(|of| of.first.value).collect())?,
        list("ST", factors.iter().map(|of| of.total.value).collect())?,
    ])
}

/// The function of a case, its arguments by the quantiles of their laws.
fn response(case: &ReferenceCase, factors: usize) -> Result<Response, CaseError> {
    let normal = |x: f64| Distribution::Normal.quantile(x);
    let constants = |count: usize| {
        let constants = case.numbers("a")?;
        let sound = (constants.len() == count).then_some(constants);
        sound.ok_or_else(|| case.not("a", "a list of as many numbers as it takes"))
    };
    let function = case.text("function")?;
    let kind = function.split([' ', ':']).next().unwrap_or_default();
    Ok(match (kind, factors) {
        ("ishigami", 3) => {
            let (a, b) = (case.number("a")?, case.number("b")?);
            Box::new(move |point| {
                let angle = |x: f64| std::f64::consts::PI * (2.0 * x - 1.0);
                let (sine, other) = (libm::sin(angle(point[0])), libm::sin(angle(point[1])));
                sine + a * other * other + b * libm::pow(angle(point[2]), 4.0) * sine
            })
        }
        ("Sobol", _) => {
            let constants = constants(factors)?;
            Box::new(move |point| {
                let factor = |(x, a): (&f64, &f64)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a);
                point.iter().zip(&constants).map(factor).product()
            })
        }
        ("linear", _) => {
            let constants = constants(factors)?;
            Box::new(move |point| point.iter().zip(&constants).map(|(x, c)| c * normal(*x)).sum())
        }
        ("product", 2) => {
            let constants = constants(2)?;
            Box::new(move |x| (constants[0] + normal(x[0])) * constants[1] * normal(x[1]))
        }
        _ => return Err(case.not("function", "one that is known for so many factors")),
    })
}
