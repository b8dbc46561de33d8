//! A sweep told: responses by design and architecture, effects of factors, verdicts.

mod csv;
mod json;
mod page;

pub use self::csv::csv;
pub use self::json::json;
pub use self::page::page;

use crate::experiment::{DesignStatus, ExpectationVerdict, FactorContrast, Manifest, UnitFailure};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::sensitivity::{MorrisEffects, SobolIndices};
use crate::report::precision::PrecisionRow;

/// Result of a sweep.
#[derive(Debug, Clone)]
pub struct SweepReport<'a> {
    /// Its experiment.
    pub manifest: &'a Manifest,
    /// Its name.
    pub name: String,
    /// Its question.
    pub description: String,
    /// Keys of each factor.
    pub keys: Vec<Vec<String>>,
    /// Names of the factors that move by themselves, in the order of indices.
    pub free: Vec<String>,
    /// Names of the measures that are told.
    pub metrics: Vec<String>,
    /// The designs, by number.
    pub designs: Vec<DesignResult>,
    /// Effects of the factors.
    pub effects: Vec<FactorEffectRow>,
    /// Sensitivity of each response that a method with indices tells.
    pub sensitivities: Vec<Sensitivity>,
    /// Verdicts on the expectations.
    pub verdicts: Vec<ExpectationVerdict>,
    /// Whether something of it is not played.
    pub is_partial: bool,
}

/// Results of a design.
#[derive(Debug, Clone)]
pub struct DesignResult {
    /// Whether it was played.
    pub status: DesignStatus,
    /// Runs that count.
    pub runs: u64,
    /// Runs that failed.
    pub failures: Vec<UnitFailure>,
    /// Of each measure told, under each architecture.
    pub estimates: Vec<Vec<MeanEstimate>>,
    /// Of each measure told, each other architecture minus the first.
    pub differences: Vec<Vec<MeanEstimate>>,
    /// Responses by which it ended, as they are known.
    pub precision: Vec<PrecisionRow>,
}

/// Response that a row is of: a measure of an architecture, or of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseName {
    /// The measure.
    pub metric: String,
    /// The architecture.
    pub architecture: String,
    /// The architecture that is taken away.
    pub minus: Option<String>,
}

/// Effect of a factor on a response.
#[derive(Debug, Clone)]
pub struct FactorEffectRow {
    /// The response.
    pub response: ResponseName,
    /// The factor, and the values compared.
    pub contrast: FactorContrast,
    /// The effect.
    pub effect: MeanEstimate,
}

/// Sensitivity of a response to all factors.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The response.
    pub response: ResponseName,
    /// Its indices or effects.
    pub indices: SensitivityKind,
}

/// Indices of a sensitivity analysis.
#[derive(Debug, Clone)]
pub enum SensitivityKind {
    /// Sobol' indices.
    Sobol(SobolIndices),
    /// Effects of Morris.
    Morris(MorrisEffects),
}

impl ResponseName {
    /// `shared - isolated`, or the architecture alone.
    pub fn architectures(&self) -> String {
        match &self.minus {
            Some(minus) => format!("{} - {minus}", self.architecture),
            None => self.architecture.clone(),
        }
    }
}
