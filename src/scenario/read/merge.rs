//! All files as one tree: the catalogue's types under those of the scenario, the architecture
//! files before the architectures written in place.
//!
//! A type of the scenario that has the `id` of one of the catalogue overrides it key by key; each
//! value keeps the place where it was written, be it in one file or the other.

use std::collections::BTreeMap;

use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::read::shape::{FileKind, Shape, TYPE_LISTS, shape_of};
use crate::scenario::read::tree::{Entry, Extent, TreeNode, Value};
use crate::scenario::read::walk::missing_keys;

/// Puts the catalogue's types before the scenario's own, or the scenario's keys over them.
///
/// A type that overrides none must be complete; if not all of scenario and catalogue was read,
/// which it may override is not known, and it is let pass.
pub(crate) fn merge_types(
    root: &mut TreeNode,
    catalogue: &mut TreeNode,
    extent: Extent,
    faults: &mut Faults,
) {
    let shape = shape_of(FileKind::Catalogue);
    for list in TYPE_LISTS {
        if let Some(entry) = catalogue.table().and_then(|table| table.get(list))
            && entry.node.is_faulty()
            && let Some(table) = root.table_mut()
        {
            // Nobody can say which types there are.
            table.insert(list.to_owned(), entry.clone());
            continue;
        }
        let own = take_list(root, list);
        let mut types = take_list(catalogue, list);
        let mut of_catalogue: BTreeMap<String, usize> = BTreeMap::new();
        for (index, node) in types.iter().enumerate() {
            if let Some(id) = node.text_of("id") {
                of_catalogue.entry(id.to_owned()).or_insert(index);
            }
        }
        for node in own {
            // Removed, so that a second override of one type stays apart, as two of one name.
            let overridden = node.text_of("id").and_then(|id| of_catalogue.remove(id));
            if let Some(index) = overridden {
                put_over(&mut types[index], node);
                continue;
            }
            if extent == Extent::Whole
                && let Some(fault) = incomplete(&node, &shape, list)
            {
                faults.add(fault);
            }
            types.push(node);
        }
        put_list(root, list, types);
    }
}

/// Puts the architectures of the files before those of the scenario.
pub(crate) fn merge_architectures(root: &mut TreeNode, mut from_files: Vec<TreeNode>) {
    from_files.extend(take_list(root, "architectures"));
    put_list(root, "architectures", from_files);
}

fn incomplete(node: &TreeNode, shape: &Shape, list: &str) -> Option<Fault> {
    let (Shape::Table(lists), Some(id)) = (shape, node.text_of("id")) else {
        return None;
    };
    let Shape::List { items, .. } = &lists.get(list)?.shape else {
        return None;
    };
    let Shape::Table(keys) = &**items else {
        return None;
    };
    let id = quoted(id);
    let fault = missing_keys(node, keys, list)?;
    Some(fault.note(format!("the catalogue has no {id}, so this is a new type and needs all keys")))
}

/// The items of a list; a list that is faulty stays where it is.
fn take_list(root: &mut TreeNode, list: &str) -> Vec<TreeNode> {
    let entry = root.table_mut().and_then(|table| table.get_mut(list));
    match entry.map(|entry| &mut entry.node.value) {
        Some(Value::List(items)) => std::mem::take(items),
        _ => Vec::new(),
    }
}

fn put_list(root: &mut TreeNode, list: &str, items: Vec<TreeNode>) {
    let Some(first) = items.first() else {
        return;
    };
    let node = TreeNode { file: first.file, span: first.span.clone(), value: Value::List(items) };
    let key = node.span.clone();
    if let Some(table) = root.table_mut()
        && !table.get(list).is_some_and(|entry| entry.node.is_faulty())
    {
        table.insert(list.to_owned(), Entry { key, node });
    }
}

/// Key by key; of `sources` each key for itself.
fn put_over(base: &mut TreeNode, over: TreeNode) {
    let (Value::Table(base), Value::Table(over)) = (&mut base.value, over.value) else {
        return;
    };
    for (key, entry) in over {
        match base.get_mut(&key).map(|entry| &mut entry.node) {
            Some(sources) if key == "sources" => put_over(sources, entry.node),
            _ => {
                base.insert(key, entry);
            }
        }
    }
}
