//! Morris' effects: how a response changes per unit of one factor, over many places of the cube.
//!
//! Morris, Technometrics 33:161 (1991); `mu*`, the mean of the sizes, is that of Campolongo,
//! Cariboni & Saltelli, Environ. Model. Softw. 22:1509 (2007).

use super::noise::{self, RunSubset, mean, whole_rows};
use super::resample::{IndexEstimate, Resampling, jackknife, with_intervals};
use serde::Serialize;

/// Effect of a factor, per full range of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FactorEffect {
    /// Mean of the effects, `mu`, in the unit of the response.
    pub mean: IndexEstimate,
    /// Mean size of the effects, `mu*`, in the unit of the response. The noise of finite runs only
    /// adds to it.
    #[doc(alias = "mu*")]
    pub size: IndexEstimate,
    /// The `mu*` that the noise of finite runs alone would make; 0 from a single run. A size that
    /// is not well above it says nothing.
    pub size_of_noise: f64,
    /// Standard deviation of the effects, `sigma`, free of the noise of finite runs: by how much
    /// the effect depends on the place, by curvature or by other factors.
    #[doc(alias = "sigma")]
    pub spread: f64,
}

/// Morris' effects of a response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MorrisEffects {
    /// Trajectories that had all runs.
    pub trajectories: usize,
    /// Runs of each response.
    pub runs: usize,
    /// Effects of each factor.
    pub factors: Vec<FactorEffect>,
}

/// Morris' effects from the points of his trajectories and the responses there, in the same order:
/// for each point the values of its runs in run order, of a measure or of the paired difference of
/// two architectures. Run `r` of every point is played with the same luck.
///
/// A trajectory with a point whose runs are missing is left out. `None` without two whole ones.
pub fn morris_effects(
    points: &[Vec<f64>],
    responses: &[Vec<f64>],
    how: Resampling,
) -> Option<MorrisEffects> {
    let factors = points.first()?.len();
    let (_, runs) = whole_rows(responses, factors + 1);
    let trajectories = points.chunks_exact(factors + 1).zip(responses.chunks_exact(factors + 1));
    let is_whole = |(_, row): &(_, &[Vec<f64>])| row.iter().all(|values| values.len() == runs);
    let whole: Vec<_> = trajectories.filter(is_whole).collect();
    if whole.len() < 2 || runs == 0 {
        return None;
    }
    let of_factor = |factor| {
        let effects = whole.iter().filter_map(|(points, values)| effect(points, values, factor));
        of_effects(&effects.collect::<Vec<_>>(), runs, how)
    };
    let factors = (0..factors).map(of_factor).collect::<Option<_>>()?;
    Some(MorrisEffects { trajectories: whole.len(), runs, factors })
}

/// Effect of a factor in each run of a trajectory; `None` if the trajectory does not move it.
fn effect(points: &[Vec<f64>], values: &[Vec<f64>], factor: usize) -> Option<Vec<f64>> {
    let step = |place: usize| points[place + 1][factor] - points[place][factor];
    let place = (0..points.len() - 1).find(|place| step(*place).abs() > 0.0)?;
    let change = values[place + 1].iter().zip(&values[place]).map(|(after, before)| after - before);
    Some(change.map(|change| change / step(place)).collect())
}

/// The effect of a factor from its effects in each run of each trajectory; `None` without two.
fn of_effects(effects: &[Vec<f64>], runs: usize, how: Resampling) -> Option<FactorEffect> {
    let count = effects.len();
    if count < 2 {
        return None;
    }
    let means = |choice: RunSubset| -> Vec<f64> {
        effects.iter().map(|effect| mean(&choice.of(effect))).collect()
    };
    let of_rows = |means: &[f64], chosen: &[usize]| {
        let over = |of: fn(f64) -> f64| {
            chosen.iter().map(|row| of(means[*row])).sum::<f64>() / chosen.len() as f64
        };
        vec![over(|effect| effect), over(f64::abs)]
    };
    let everyone: Vec<usize> = (0..count).collect();
    let all = means(RunSubset::all(runs));
    let values = of_rows(&all, &everyone);
    let left_out = RunSubset::all_but_one_group(runs).map(|some| of_rows(&means(some), &everyone));
    let common = jackknife(&left_out.collect::<Vec<_>>(), values.len());
    let estimates =
        with_intervals(&values, &common, count, how, |chosen| Some(of_rows(&all, chosen)));
    let centre = |run: usize| effects.iter().map(|effect| effect[run]).sum::<f64>() / count as f64;
    let centres: Vec<f64> = (0..runs).map(centre).collect();
    let square = |effect: &Vec<f64>| noise::square(effect.iter().zip(&centres).map(|(e, c)| e - c));
    let variance = effects.iter().map(square).sum::<f64>() / (count - 1) as f64;
    let noise = |effect: &Vec<f64>| {
        let mean = mean(effect);
        (mean * mean - noise::square(effect.iter().copied())).max(0.0).sqrt()
    };
    let noise = mean(&effects.iter().map(noise).collect::<Vec<_>>());
    Some(FactorEffect {
        mean: estimates[0],
        size: estimates[1],
        // Mean size of a normal number.
        size_of_noise: (2.0 / std::f64::consts::PI).sqrt() * noise,
        spread: variance.max(0.0).sqrt(),
    })
}
