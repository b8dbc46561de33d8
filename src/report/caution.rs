//! Settings that decided silently, told: a note for each, which names the key.

use super::sheet::Sheet;
use crate::scenario::caution::Caution;

/// Adds a note for each.
pub(super) fn section(sheet: &mut Sheet, cautions: &[Caution]) {
    for caution in cautions {
        sheet.push_prose(format!("note: {caution}"));
    }
}
