//! Responses: values of chosen figures of every run of every design, paired by run.

use super::manifest::Manifest;
use super::unit::WorkUnit;
use crate::monte_carlo::statistics::Moments;

/// Values of chosen figures. Memory grows with designs and runs, by eight bytes for each figure,
/// architecture and run.
#[derive(Debug, Clone)]
pub struct Responses {
    /// Places of the figures among the values of a result.
    figures: Vec<usize>,
    architectures: usize,
    designs: Vec<DesignResponses>,
}

#[derive(Debug, Clone, Default)]
struct DesignResponses {
    runs: Vec<u64>,
    /// By run, then architecture, then figure.
    values: Vec<f64>,
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

impl Responses {
    /// No runs yet, of these figures.
    pub fn new(manifest: &Manifest, mut figures: Vec<usize>) -> Self {
        figures.sort_unstable();
        figures.dedup();
        Self {
            figures,
            architectures: manifest.architectures.len(),
            designs: vec![DesignResponses::default(); manifest.designs.len()],
        }
    }

    /// Takes in the runs of a unit from a number on.
    pub fn push(&mut self, unit: &WorkUnit, from: u64) {
        let design = &mut self.designs[unit.key.design as usize];
        for (run, results) in unit.results(self.architectures, from) {
            design.runs.push(run);
            for values in results {
                design.values.extend(self.figures.iter().map(|figure| values[*figure]));
            }
        }
    }

    /// Number of runs of a design.
    pub fn count(&self, design: usize) -> usize {
        self.designs[design].runs.len()
    }

    /// The values of a response in a design, in the order of its runs.
    pub fn series(&self, design: usize, key: ResponseKey) -> Vec<f64> {
        (0..self.count(design)).filter_map(|place| self.value(design, place, key)).collect()
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
        let part = |run: u64, (design, weight): &(usize, f64)| {
            let place = self.designs[*design].runs.binary_search(&run).ok()?;
            Some(weight * self.value(*design, place, key)?)
        };
        let of_run = |run: &u64| weights.iter().filter_map(|one| part(*run, one)).sum::<f64>();
        runs.iter().map(of_run).collect()
    }

    /// Of each run of a design that a design of other results has too, the two responses.
    pub fn pairs_with(
        &self,
        (design, key): (usize, ResponseKey),
        (then, (design_then, key_then)): (&Self, (usize, ResponseKey)),
    ) -> Vec<(f64, f64)> {
        let pair = |(place, run): (usize, &u64)| {
            let place_then = then.designs[design_then].runs.binary_search(run).ok()?;
            let now = self.value(design, place, key)?;
            Some((now, then.value(design_then, place_then, key_then)?))
        };
        self.designs[design].runs.iter().enumerate().filter_map(pair).collect()
    }

    /// Of each run that both have, the two responses.
    pub fn pairs(&self, [a, b]: [(usize, ResponseKey); 2]) -> Vec<(f64, f64)> {
        self.pairs_with(a, (self, b))
    }
}
