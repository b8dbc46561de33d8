//! A catalogue or an architecture by itself: what of it is right in whatever scenario names it.
//!
//! Leaves out names that stand for what other files have.

use crate::scenario::error::{Faults, SourceText};
use crate::scenario::read::read_one;
use crate::scenario::read::shape::{FileKind, TYPE_LISTS};
use crate::scenario::read::tree::{Entry, Extent, Table, TreeNode, Value};
use crate::scenario::rules;

/// Counts of what a part has, each with its name.
///
/// # Errors
/// All its faults, at least one.
pub fn check_part(
    source: SourceText,
    kind: FileKind,
) -> Result<Vec<(usize, &'static str)>, Faults> {
    let SourceText { name, text, .. } = source;
    let (tree, mut faults) = read_one(&name, kind, &mut |_| Ok(text.clone()));
    let tree = if kind == FileKind::Architecture { in_scenario(tree) } else { tree };
    rules::check(&tree, Extent::Part, &mut faults);
    if faults.count() == 0 {
        rules::check_before_flights(&tree, &mut faults);
    }
    faults.sort();
    if faults.count() > 0 {
        return Err(faults);
    }
    let counts = LISTS.map(|(list, thing)| (tree.list(list).len(), thing));
    Ok(counts.into_iter().filter(|(count, _)| *count > 0).collect())
}

/// Lists of a part, and the names of their items.
const LISTS: [(&str, &str); 4] = [
    (TYPE_LISTS[0], "radar type"),
    (TYPE_LISTS[1], "satellite type"),
    (TYPE_LISTS[2], "interceptor type"),
    (TYPE_LISTS[3], "threat type"),
];

/// The tree of a scenario that has this architecture and nothing else.
fn in_scenario(architecture: TreeNode) -> TreeNode {
    let (file, span) = (architecture.file, 0..0);
    let list = TreeNode { file, span: span.clone(), value: Value::List(vec![architecture]) };
    let table = Table::from([("architectures".into(), Entry { key: span.clone(), node: list })]);
    TreeNode { file, span, value: Value::Table(table) }
}
