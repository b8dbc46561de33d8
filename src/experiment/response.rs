//! Responses: values of chosen figures of every run of every design, paired by run.
//!
//! Where the number of threats is drawn, a mean over threats counts each run by it. Such a response
//! is given as what the run adds to that: `mean + w (v − mean) / mean w`. The plain mean of them is
//! the mean by weights, and their spread that of its error: they are the jackknife's pseudo-values
//! but for terms of one over the number of runs (Cochran, *Sampling Techniques*, 3rd ed., 1977).

use super::manifest::Manifest;
use super::unit::{UnitRun, WorkUnit};
use crate::monte_carlo::statistics::Moments;
use crate::outcome::metric::Metric;

/// Values of chosen figures. Memory grows with designs and runs, by eight bytes for each figure,
/// architecture and run.
#[derive(Debug, Clone)]
pub struct Responses {
    /// Places of the figures among the values of a result.
    figures: Vec<usize>,
    /// Measures of a party.
    metrics: usize,
    architectures: usize,
    designs: Vec<DesignResponses>,
}

#[derive(Debug, Clone, Default)]
struct DesignResponses {
    runs: Vec<u64>,
    /// By run, then architecture, then figure.
    values: Vec<f64>,
    /// By run, then figure: its weight. None where all are the same.
    weights: Vec<f64>,
}

/// Response of a run: a figure under an architecture, or the difference of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseKey {
    /// Place of the figure among the values of a result.
    pub figure: usize,
    /// Place of the architecture.
    pub architecture: usize,
    /// Place of the architecture that is taken away.
    pub minus: Option<usize>,
}

/// The metric of a figure's place.
pub fn metric_of(figure: usize) -> Metric {
    Metric::ALL[figure % Metric::ALL.len()]
}

impl Responses {
    /// No runs yet, of these figures.
    pub fn new(manifest: &Manifest, mut figures: Vec<usize>) -> Self {
        figures.sort_unstable();
        figures.dedup();
        Self {
            figures,
            metrics: manifest.metrics.len(),
            architectures: manifest.architectures.len(),
            designs: vec![DesignResponses::default(); manifest.designs.len()],
        }
    }

    /// Takes in the runs of a unit from a number on.
    pub fn push(&mut self, unit: &WorkUnit, from: u64) {
        let design = &mut self.designs[unit.key.design as usize];
        for UnitRun { run, results, shares_aimed } in unit.results(self.architectures, from) {
            design.runs.push(run);
            if !shares_aimed.is_empty() {
                let weight = |figure: &usize| {
                    let share = shares_aimed.get(figure / self.metrics.max(1));
                    let share = share.filter(|_| metric_of(*figure).is_of_threats());
                    share.copied().unwrap_or(1.0)
                };
                design.weights.extend(self.figures.iter().map(weight));
            }
            for values in results {
                design.values.extend(self.figures.iter().map(|figure| values[*figure]));
            }
        }
    }

    /// Number of runs of a design.
    pub fn count(&self, design: usize) -> usize {
        self.designs[design].runs.len()
    }

    /// Count, mean and spread of a response in a design.
    pub fn moments(&self, design: usize, key: ResponseKey) -> Moments {
        let mut moments = Moments::default();
        for place in 0..self.count(design) {
            if let Some(value) = self.value(design, place, key) {
                moments.push_weighted(value, self.weight(design, place, key));
            }
        }
        moments
    }

    /// The values of a response in a design, in the order of its runs.
    pub fn series(&self, design: usize, key: ResponseKey) -> Vec<f64> {
        let value = |place: usize| self.value(design, place, key);
        let values = (0..self.count(design)).filter_map(value).collect();
        if self.designs[design].weights.is_empty() || !metric_of(key.figure).is_of_threats() {
            return values;
        }
        let moments = self.moments(design, key);
        let mean = moments.mean().unwrap_or_default();
        let mean_weight = moments.mean_weight().filter(|weight| *weight > 0.0).unwrap_or(1.0);
        let added = |(place, value): (usize, f64)| {
            mean + self.weight(design, place, key) * (value - mean) / mean_weight
        };
        values.into_iter().enumerate().map(added).collect()
    }

    fn weight(&self, design: usize, place: usize, key: ResponseKey) -> f64 {
        let figure = self.figures.binary_search(&key.figure).ok();
        let weights = &self.designs[design].weights;
        let weight = figure.and_then(|figure| weights.get(place * self.figures.len() + figure));
        weight.copied().unwrap_or(1.0)
    }

    fn value(&self, design: usize, place: usize, key: ResponseKey) -> Option<f64> {
        let figure = self.figures.binary_search(&key.figure).ok()?;
        let at = |architecture: usize| {
            let result = place * self.architectures + architecture;
            self.designs[design].values.get(result * self.figures.len() + figure).copied()
        };
        let value = at(key.architecture)?;
        match key.minus {
            Some(minus) => Some(value - at(minus)?),
            None => Some(value),
        }
    }

    /// Numbers of the runs that all these designs have.
    fn common_runs(&self, designs: impl Iterator<Item = usize>) -> Vec<u64> {
        let mut common: Option<Vec<u64>> = None;
        for design in designs {
            let runs = &self.designs[design].runs;
            match &mut common {
                None => common = Some(runs.clone()),
                Some(common) if common == runs => {}
                Some(common) => common.retain(|run| runs.binary_search(run).is_ok()),
            }
        }
        common.unwrap_or_default()
    }

    /// Of each run that all designs have, the sum of the responses by their weights.
    pub fn contrast(&self, weights: &[(usize, f64)], key: ResponseKey) -> Moments {
        let runs = self.common_runs(weights.iter().map(|(design, _)| *design));
        let series = weights.iter().map(|(design, _)| self.series(*design, key));
        let series: Vec<Vec<f64>> = series.collect();
        let part = |run: u64, ((design, weight), series): (&(usize, f64), &Vec<f64>)| {
            let place = self.designs[*design].runs.binary_search(&run).ok()?;
            Some(weight * series.get(place)?)
        };
        let parts = || weights.iter().zip(&series);
        let of_run = |run: &u64| parts().filter_map(|one| part(*run, one)).sum::<f64>();
        runs.iter().map(of_run).collect()
    }

    /// Of each run of a design that a design of other results has too, the two responses.
    pub fn pairs_with(
        &self,
        (design, key): (usize, ResponseKey),
        (then, (design_then, key_then)): (&Self, (usize, ResponseKey)),
    ) -> Vec<(f64, f64)> {
        let series = [self.series(design, key), then.series(design_then, key_then)];
        let pair = |(place, run): (usize, &u64)| {
            let place_then = then.designs[design_then].runs.binary_search(run).ok()?;
            Some((*series[0].get(place)?, *series[1].get(place_then)?))
        };
        self.designs[design].runs.iter().enumerate().filter_map(pair).collect()
    }

    /// Of each run that both have, the two responses.
    pub fn pairs(&self, [a, b]: [(usize, ResponseKey); 2]) -> Vec<(f64, f64)> {
        self.pairs_with(a, (self, b))
    }
}
