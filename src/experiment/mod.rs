//! Many designs, each of many runs: what is kept of them, and what is made of what is kept.
//!
//! An experiment is a [`Manifest`]: a scenario, its architectures, its designs, so many runs. Its
//! work is [`WorkUnit`]s, one design's block of runs under all architectures; a unit is bytes that
//! are there whole or not at all, and everything else is a pure function of manifest and units. So
//! an experiment can be stopped, resumed, extended, split among machines and joined, and ends in
//! the same bytes. A comparison is an experiment of one design. Leaves out the disk: `cli::store`.

mod baseline;
mod design;
mod effect;
mod factor;
mod key_values;
mod manifest;
mod plan;
mod precision;
mod response;
mod status;
#[cfg(feature = "cli")]
mod table;
mod unit;
mod verdict;

pub use self::baseline::{FactorValues, ResultsNow, StoredEstimate, Tolerances};
pub use self::design::{MAX_DESIGNS, designs, free, leaders, points, probes};
pub use self::effect::{FactorContrast, FactorGroups};
pub use self::factor::FactorLevel;
pub use self::key_values::KeyValues;
pub use self::manifest::{Design, ExperimentKind, FactorValue, Manifest, SourceFile};
pub use self::plan::{Shard, complement, missing};
pub use self::precision::{KnownResponse, PrecisionRule, StoppingRule, StoppingState};
pub use self::response::{ResponseKey, Responses, metric_of};
#[cfg(feature = "cli")]
pub(crate) use self::status::{DesignRecord, gaps_told};
pub use self::status::{DesignState, DesignStatus};
#[cfg(feature = "cli")]
pub(crate) use self::table::{RunsTable, TableForm, designs_table};
pub use self::unit::{UnitFailure, UnitKey, UnitRun, WorkUnit};
pub use self::verdict::{
    ExpectationMistake, ExpectationVerdict, ExpectedResponse, VerdictKind, figure, figure_name,
    two_sided,
};
