//! Sobol' indices: the shares of the variance of a response that its factors make.
//!
//! With `A`, `B` and `AB_i` the rows of Saltelli's design (`monte_carlo::design`), `V` the variance
//! of the response over the cube: the first-order index is `E[f(B) (f(AB_i) − f(A))] / V` (Saltelli
//! et al., Comput. Phys. Commun. 181:259, 2010, eq. b; responses centred, as Sobol' advised), the
//! total one `E[(f(A) − f(AB_i))²] / 2V` (Jansen, Comput. Phys. Commun. 117:35, 1999), and `V`
//! comes from all points `A` and `B`. All products are free of the noise of finite runs.

use super::noise::{self, RunSubset, mean, whole_rows};
use super::resample::{IndexEstimate, Resampling, jackknife, with_intervals};
use serde::Serialize;

/// Shares of a response's variance that a factor makes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FactorIndices {
    /// Alone: how much the variance would fall, on the average, if the factor were known.
    #[doc(alias = "main effect")]
    pub first: IndexEstimate,
    /// Alone and with others: the variance that would be left if all others were known.
    pub total: IndexEstimate,
}

/// Sobol' indices of a response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SobolIndices {
    /// Rows of the design that had all runs.
    pub rows: usize,
    /// Runs of each response.
    pub runs: usize,
    /// Mean of the response over the cube.
    pub mean: f64,
    /// Variance of the response that the factors make, in its unit squared; the noise of finite
    /// runs is taken out, so that it may come out below 0 where there is little else.
    pub variance: f64,
    /// Variance that finite runs add to a response beside the luck common to all designs; `None`
    /// from a single run.
    pub noise_variance: Option<f64>,
    /// Indices of each factor; `None` where the factors make no variance that shows.
    pub factors: Option<Vec<FactorIndices>>,
}

/// Sobol' indices from the responses at the points of Saltelli's design, in its order: for each
/// point the values of its runs in run order, of a measure or of the paired difference of two
/// architectures. Run `r` of every point is played with the same luck.
///
/// A row with a point whose runs are missing is left out. `None` without two whole rows.
pub fn sobol_indices(
    responses: &[Vec<f64>],
    factors: usize,
    how: Resampling,
) -> Option<SobolIndices> {
    let (rows, runs) = whole_rows(responses, factors + 2);
    if rows.len() < 2 {
        return None;
    }
    let terms = RowTerms::of(&rows, RunSubset::all(runs));
    let everyone: Vec<usize> = (0..rows.len()).collect();
    let variance = variance(&terms, &everyone);
    let points = || rows.iter().flat_map(|row| &row[..2]);
    let noise = terms.iter().flat_map(|term| [term.a, term.b]).map(PointTerms::noise);
    let noise_variance = (runs > 1).then(|| mean(&noise.collect::<Vec<_>>()));
    let values = indices(&terms, &everyone);
    let factors = values.map(|values| {
        let left_out = RunSubset::all_but_one_group(runs)
            .filter_map(|choice| indices(&RowTerms::of(&rows, choice), &everyone));
        let common = jackknife(&left_out.collect::<Vec<_>>(), values.len());
        let of_rows = |chosen: &[usize]| indices(&terms, chosen);
        let all = with_intervals(&values, &common, rows.len(), how, of_rows);
        let pair = |pair: &[IndexEstimate]| FactorIndices { first: pair[0], total: pair[1] };
        all.chunks_exact(2).map(pair).collect()
    });
    Some(SobolIndices {
        rows: rows.len(),
        runs,
        mean: mean(&points().map(|values| mean(values)).collect::<Vec<_>>()),
        variance,
        noise_variance,
        factors,
    })
}

/// Terms of a point `A` or `B`, from its runs less their means over all such points.
#[derive(Debug, Clone, Copy)]
struct PointTerms {
    mean: f64,
    /// Square of the mean, free of noise.
    square: f64,
}

impl PointTerms {
    fn of(values: &[f64]) -> Self {
        Self { mean: mean(values), square: noise::square(values.iter().copied()) }
    }

    fn noise(self) -> f64 {
        self.mean * self.mean - self.square
    }
}

/// Terms that a row adds to the sums.
#[derive(Debug, Clone)]
struct RowTerms {
    a: PointTerms,
    b: PointTerms,
    /// For each factor: to the numerator of its first-order index, and of its total one.
    numerators: Vec<f64>,
}

impl RowTerms {
    fn of(rows: &[&[Vec<f64>]], choice: RunSubset) -> Vec<Self> {
        let points = 2.0 * rows.len() as f64;
        let sum = |run: usize| rows.iter().map(|row| row[0][run] + row[1][run]).sum::<f64>();
        let centre: Vec<f64> = choice.iter().map(|run| sum(run) / points).collect();
        let centred = |values: &[f64]| -> Vec<f64> {
            choice.of(values).iter().zip(&centre).map(|(value, centre)| value - centre).collect()
        };
        let row = |row: &&[Vec<f64>]| {
            let (a, b) = (centred(&row[0]), centred(&row[1]));
            let of_factor = |mixed: &Vec<f64>| {
                let mixed = centred(mixed);
                let change = || mixed.iter().zip(&a).map(|(mixed, a)| mixed - a);
                let first = noise::product(b.iter().copied().zip(change()));
                [first, 0.5 * noise::square(change())]
            };
            Self {
                numerators: row[2..].iter().flat_map(of_factor).collect(),
                a: PointTerms::of(&a),
                b: PointTerms::of(&b),
            }
        };
        rows.iter().map(row).collect()
    }
}

/// Variance over the cube that the factors make, from chosen rows.
fn variance(terms: &[RowTerms], chosen: &[usize]) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for row in chosen {
        let RowTerms { a, b, .. } = &terms[*row];
        sum += a.mean + b.mean;
        squares += a.square + b.square;
    }
    let points = 2.0 * chosen.len() as f64;
    (squares - sum * sum / points) / (points - 1.0)
}

/// First-order and total index of each factor in turn, from chosen rows; `None` if they show no
/// variance.
fn indices(terms: &[RowTerms], chosen: &[usize]) -> Option<Vec<f64>> {
    let variance = variance(terms, chosen);
    let mut sums = vec![0.0; terms.first()?.numerators.len()];
    for row in chosen {
        for (sum, numerator) in sums.iter_mut().zip(&terms[*row].numerators) {
            *sum += numerator;
        }
    }
    let scale = variance * chosen.len() as f64;
    (scale > 0.0).then(|| sums.into_iter().map(|sum| sum / scale).collect())
}
