//! CSV (RFC 4180), read with the place of each cell and written with plain line feeds.
//!
//! All tables that come in or go out pass here. A quoted cell may hold commas, line breaks and
//! doubled quotes; a quote that nothing closes is a character like any other, so that one slip
//! does not swallow the rest of the file. Blank lines, a byte order mark and spaces around a cell
//! are passed over. Leaves out other separators, of which `wrong_separator` tells.

use std::borrow::Cow;
use std::fmt::{Display, Write};
use std::ops::Range;

/// Cell without its quotes and the spaces around it, and its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CsvField<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) span: Range<usize>,
}

/// Row that is not blank, and its bytes in the file without its line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CsvRow<'a> {
    pub(crate) cells: Vec<CsvField<'a>>,
    pub(crate) span: Range<usize>,
}

/// Rows of a text, the header among them.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = CsvRow<'_>> {
    let mut next = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    std::iter::from_fn(move || {
        loop {
            let (row, after) = row(text, next)?;
            next = after;
            if !text[row.span.clone()].trim().is_empty() {
                return Some(row);
            }
        }
    })
}

/// Fault of a header whose cells something else parts than commas.
pub(crate) fn wrong_separator(header: &CsvRow) -> Option<String> {
    let [only] = &header.cells[..] else {
        return None;
    };
    let separators = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];
    let (_, name) = separators.into_iter().find(|(separator, _)| only.text.contains(*separator))?;
    Some(format!("the cells are parted by {name}"))
}

/// Fault of a row that has more or fewer cells than the header.
pub(crate) fn wrong_count(count: usize, wanted: usize) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("the row has {count} cell{s}, but the header names {wanted}")
}

/// Row that starts at a byte, and the start of the next; `None` at the end.
fn row(text: &str, start: usize) -> Option<(CsvRow<'_>, usize)> {
    if start >= text.len() {
        return None;
    }
    let mut cells = Vec::new();
    let mut next = start;
    loop {
        let (cell, end) = cell(text, next);
        cells.push(cell);
        next = end + 1;
        if text.as_bytes().get(end) != Some(&b',') {
            let line = &text[start..end];
            let span = start..start + line.trim_end_matches('\r').len();
            return Some((CsvRow { cells, span }, next));
        }
    }
}

/// Cell that starts at a byte, and the byte of the comma, the line feed or the end behind it.
fn cell(text: &str, start: usize) -> (CsvField<'_>, usize) {
    let rest = &text[start..];
    let blank = |c: char| c.is_whitespace() && c != '\n';
    let from = start + (rest.len() - rest.trim_start_matches(blank).len());
    if let Some(quoted) = text[from..].strip_prefix('"')
        && let Some(length) = quoted_length(quoted)
    {
        let span = from + 1..from + 1 + length;
        let behind = &text[span.end + 1..];
        let after = behind.trim_start_matches(blank);
        if after.is_empty() || after.starts_with([',', '\n']) {
            let inside = &text[span.clone()];
            let text = if inside.contains('"') {
                Cow::Owned(inside.replace("\"\"", "\""))
            } else {
                Cow::Borrowed(inside)
            };
            let end = span.end + 1 + (behind.len() - after.len());
            return (CsvField { text, span }, end);
        }
    }
    let length = rest.find([',', '\n']).unwrap_or(rest.len());
    let bare = rest[..length].trim();
    let from = from.min(start + length);
    let cell = CsvField { text: Cow::Borrowed(bare), span: from..from + bare.len() };
    (cell, start + length)
}

/// Bytes up to the quote that closes a cell; `None` if none does.
fn quoted_length(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let quote = from + text[from..].find('"')?;
        if !text[quote + 1..].starts_with('"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

/// Table being written.
#[derive(Debug, Clone)]
pub(crate) struct CsvWriter {
    text: String,
    is_within_row: bool,
}

impl CsvWriter {
    /// Table of no rows under the names of its columns.
    pub(crate) fn new(columns: impl IntoIterator<Item: Display>) -> Self {
        let mut table = Self { text: String::new(), is_within_row: false };
        table.cells(columns).end_row();
        table
    }

    /// Adds a cell to the row, in quotes if it needs them.
    pub(crate) fn cell(&mut self, value: impl Display) -> &mut Self {
        if self.is_within_row {
            self.text.push(',');
        }
        self.is_within_row = true;
        let start = self.text.len();
        // Writing to a text cannot fail.
        let _ = write!(self.text, "{value}");
        if self.text[start..].contains([',', '"', '\n', '\r']) {
            let quoted = self.text.split_off(start).replace('"', "\"\"");
            let _ = write!(self.text, "\"{quoted}\"");
        }
        self
    }

    /// Adds a cell, empty for nothing.
    pub(crate) fn maybe(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.cell(value),
            None => self.cell(""),
        }
    }

    /// Adds cells.
    pub(crate) fn cells(&mut self, values: impl IntoIterator<Item: Display>) -> &mut Self {
        for value in values {
            self.cell(value);
        }
        self
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self) {
        self.text.push('\n');
        self.is_within_row = false;
    }

    /// Text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Text since it was last taken: a long table is written piece by piece.
    #[cfg(feature = "cli")]
    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let texts = |row: CsvRow| -> Vec<String> {
            row.cells.into_iter().map(|cell| cell.text.into_owned()).collect()
        };
        rows(text).map(texts).collect()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            table in prop::collection::vec(prop::collection::vec("[a ,\"\n\r]{0,4}", 2..5), 0..6),
        ) {
            let mut writer = CsvWriter::new(["h"]);
            for row in &table {
                // The spaces around a bare cell go, and a row of blanks is none.
                writer.cells(row.iter().map(|cell| cell.trim())).cell("end").end_row();
            }
            let expected = table.iter().map(|row| {
                let cells = row.iter().map(|cell| cell.trim().to_string());
                cells.chain(["end".to_string()]).collect::<Vec<_>>()
            });
            let read = texts(writer.text());
            prop_assert_eq!(&read[0], &["h".to_string()]);
            prop_assert_eq!(&read[1..], &expected.collect::<Vec<_>>()[..]);
        }
    }

    #[test]
    fn every_cell_and_row_tells_its_place() {
        let text = "\u{feff}a,\"b\"\r\n\r\n \n\"two\nlines\" , x\ty ,\n7";
        let rows: Vec<CsvRow> = rows(text).collect();
        let of = |span: &Range<usize>| &text[span.clone()];
        let cells = |row: &CsvRow| -> Vec<String> {
            row.cells.iter().map(|cell| of(&cell.span).into()).collect()
        };
        assert_eq!(of(&rows[0].span), "a,\"b\"");
        assert_eq!(cells(&rows[0]), ["a", "b"]);
        assert_eq!(cells(&rows[1]), ["two\nlines", "x\ty", ""]);
        assert_eq!(cells(&rows[2]), ["7"]);
        assert_eq!((rows.len(), rows[2].span.start), (3, text.len() - 1));
    }

    #[test]
    fn a_quote_that_nothing_closes_is_a_character() {
        assert_eq!(texts("\"a,b\nc,d\n"), [["\"a", "b"], ["c", "d"]]);
        assert_eq!(texts("\"a\"b,c"), [["\"a\"b", "c"]]);
        assert_eq!(texts("\"a\"\"b\",c"), [["a\"b", "c"]]);
        assert_eq!(texts("\""), [["\""]]);
    }
}
