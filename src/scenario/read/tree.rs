//! A file, or all files merged, as a tree that knows where each value was written.
//!
//! Every value carries its file and its bytes, so that any check, on one file or across files, can
//! point at what the user wrote. A value that was reported is turned into [`Value::Faulty`]: later
//! checks find nothing there, and nothing is reported twice.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::scenario::error::Fault;

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct TreeNode {
    /// Index of the file.
    pub(crate) file: usize,
    /// Bytes of the value; of a table with a header, those of the header.
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// Value behind a key.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Integer(i128),
    Float(f64),
    Boolean(bool),
    Date,
    List(Vec<TreeNode>),
    Table(Table),
    /// Something that is reported already.
    Faulty,
}

/// Share of the files that is in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All: what is not found in the tree is not written.
    Whole,
    /// A file is missing, or a part of it is not TOML: what is not found may be written there.
    Part,
}

/// The keys of a table.
pub(crate) type Table = BTreeMap<String, Entry>;

/// A key of a table, and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Bytes of the key, in the file of its value.
    pub(crate) key: Range<usize>,
    pub(crate) node: TreeNode,
}

impl TreeNode {
    /// An empty table at the start of a file.
    pub(crate) fn empty(file: usize) -> Self {
        Self { file, span: 0..0, value: Value::Table(Table::new()) }
    }

    /// The entries, if this is a table.
    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The entries, if this is a table.
    pub(crate) fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value of a key, if this is a table that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        Some(&self.table()?.get(key)?.node)
    }

    /// The value at the end of a path of keys, `command.doctrine.shots`.
    pub(crate) fn find(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |node, key| node.get(key))
    }

    /// The values at a path, `[]` standing for each element of a list: `raids[].aims[]`. An empty
    /// path leads to this one.
    pub(crate) fn each(&self, path: &str) -> Vec<&Self> {
        let mut nodes = vec![self];
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let list = step.strip_suffix("[]");
            let found = (nodes.into_iter()).filter_map(|node| node.get(list.unwrap_or(step)));
            nodes = match list {
                Some(_) => found.flat_map(Self::items).collect(),
                None => found.collect(),
            };
        }
        nodes
    }

    /// The elements of the list behind a key; none if there is no such list.
    pub(crate) fn list(&self, key: &str) -> &[Self] {
        self.get(key).map_or(&[], Self::items)
    }

    /// The elements, if this is a list; else none.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// True of what is reported already.
    pub(crate) fn is_faulty(&self) -> bool {
        matches!(self.value, Value::Faulty)
    }

    /// The text, if this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text at the end of a path of keys.
    pub(crate) fn text_of(&self, path: &str) -> Option<&str> {
        self.find(path)?.text()
    }

    /// True of this very text.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text() == Some(text)
    }

    /// The number, if this is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// The number at the end of a path of keys.
    pub(crate) fn number_of(&self, path: &str) -> Option<f64> {
        self.find(path)?.number()
    }

    /// A fault at this value.
    pub(crate) fn fault(&self, title: impl Into<String>, label: impl Into<String>) -> Fault {
        Fault::new(self.file, self.span.clone(), title, label)
    }

    /// The value at a path such as `raids[2].aims[1]`, or the nearest one around it that is
    /// written.
    pub(crate) fn nearest(&self, path: &str) -> &Self {
        let mut node = self;
        for step in path.split(['.', '[', ']']).filter(|step| !step.is_empty()) {
            let next = match step.parse::<usize>() {
                Ok(index) => node.items().get(index),
                Err(_) => node.get(step),
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// The same value for `serde`; what is faulty becomes null.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => serde_json::Number::from_i128(*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Boolean(boolean) => (*boolean).into(),
            Value::Date | Value::Faulty => serde_json::Value::Null,
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(table) => {
                table.iter().map(|(key, entry)| (key.clone(), entry.node.to_json())).collect()
            }
        }
    }
}

impl Value {
    /// Kind of the value, with an article.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number with a point",
            Self::Boolean(_) => "true or false",
            Self::Date => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Faulty => "nothing",
        }
    }
}
