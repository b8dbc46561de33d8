//! Cells of a table, and the kinds of its columns.

/// Kind of a column's values, by their numbers in the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Whole numbers of 64 bits.
    Integer = 2,
    /// Numbers of 64 bits.
    Number = 5,
    /// UTF-8.
    Text = 6,
}

/// Cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Empty,
    Integer(u64),
    Number(f64),
    Text(&'a str),
}
