//! A sweep without faults, and where each value was written.

use super::file::SweepFile;
use crate::scenario::error::{Fault, Faults, SourceText};
use crate::scenario::read::tree::TreeNode;

/// A sweep, checked, with its scenario.
#[derive(Debug, Clone)]
pub struct SweepDocument {
    /// The file.
    pub file: SweepFile,
    /// Path of the scenario, as it was loaded.
    pub scenario: String,
    /// Text of the list of designs, if there is one.
    pub list: Option<SourceText>,
    /// Values set in every design: those of the file, then those given beside it.
    pub settings: Vec<String>,
    pub(super) sources: Vec<SourceText>,
    pub(super) tree: TreeNode,
}

impl SweepDocument {
    /// A fault at a path of [`SweepDocument::file`], such as `factors[2].range`, or at the nearest
    /// thing around it that is written.
    pub fn fault_at(
        &self,
        path: &str,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> Fault {
        self.tree.nearest(path).fault(title, label)
    }

    /// The sweep turned down for these faults.
    pub fn into_faults(self, list: Vec<Fault>) -> Faults {
        Faults::of(self.sources, list)
    }
}
