//! A page of text and grids: what is to be set, not how it is drawn.

use super::rounding::{SOFT_BREAK, counted};
use crate::account::provenance::Provenance;
use crate::monte_carlo::runner::Failure;
use std::fmt::Display;

/// A page, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet(pub Vec<Block>);

/// A part of a page. How wide that is only who draws it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines; one that is too long goes on below, indented. What is indented already is kept whole,
    /// so that a command can be copied.
    Lines(Vec<String>),
    /// A sentence or more, broken at the width of the page.
    Prose(String),
    /// A grid with a header, in several parts with the same first column where it is too wide.
    Grid(TextGrid),
}

/// Cells in rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextGrid {
    /// Heads of the columns; the first column names the rows.
    pub header: Vec<String>,
    /// Rows, each as long as the header; a cell may have several lines.
    pub rows: Vec<Vec<String>>,
    /// Alignment of the cells beyond the first column.
    pub align: Align,
}

/// Alignment of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// For words and intervals.
    Left,
    /// For numbers with the same decimals.
    Right,
}

/// Columns of a page: what a printed page holds, and a terminal of no known width.
pub const PAGE_COLUMNS: usize = 100;

/// Columns by which a grid may be drawn wider than its cells are.
const MARGIN_COLUMNS: usize = 2;

/// Blanks between two columns of a grid.
pub const GAP_COLUMNS: usize = 2;

/// By which a line is indented that goes on.
const INDENT: &str = "    ";

impl Sheet {
    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.0.push(block);
    }

    /// Adds a line as it is.
    pub fn push_line(&mut self, line: impl Into<String>) {
        self.push(Block::Lines(vec![line.into()]));
    }

    /// Adds sentences.
    pub fn push_prose(&mut self, text: impl Into<String>) {
        self.push(Block::Prose(text.into()));
    }

    /// Adds a grid.
    pub fn push_grid(&mut self, grid: TextGrid) {
        self.push(Block::Grid(grid));
    }
}

/// A column of a grid: its head, and its cell of a row.
pub(super) type GridColumn<'a, Row> = (&'a str, &'a dyn Fn(&Row) -> String);

impl TextGrid {
    /// A grid of rows below their heads.
    pub fn new(
        align: Align,
        header: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: rows.into_iter().collect(),
            align,
        }
    }

    /// A grid of numbers with a line for each row.
    pub(super) fn of<'r, Row: 'r>(
        columns: &[GridColumn<Row>],
        rows: impl IntoIterator<Item = &'r Row>,
    ) -> Self {
        let line = |row| columns.iter().map(|(_, cell)| cell(row)).collect();
        let header = columns.iter().map(|(head, _)| *head);
        Self::new(Align::Right, header, rows.into_iter().map(line))
    }

    /// The grid in parts that fit so many columns, if that can be.
    pub fn fitted(&self, columns: usize) -> Vec<Self> {
        let columns = columns.saturating_sub(MARGIN_COLUMNS);
        let wide = self.broken(" ");
        if wide.width() <= columns { vec![wide] } else { self.broken("\n").parted(columns) }
    }

    fn broken(&self, with: &str) -> Self {
        let cell = |cell: &String| cell.replace(SOFT_BREAK, with);
        let row = |row: &Vec<String>| row.iter().map(cell).collect();
        Self {
            header: row(&self.header),
            rows: self.rows.iter().map(row).collect(),
            align: self.align,
        }
    }

    /// The grid in as few parts as fit the width, each with the first column.
    fn parted(self, columns: usize) -> Vec<Self> {
        let cells = self.header.len().saturating_sub(1);
        let mut per_part = cells.max(1);
        while per_part > 1 && !self.fits(per_part, columns) {
            per_part = cells.div_ceil(cells.div_ceil(per_part) + 1).min(per_part - 1);
        }
        let places: Vec<usize> = (1..=cells).collect();
        places.chunks(per_part).map(|part| self.part(part)).collect()
    }

    fn fits(&self, per_part: usize, columns: usize) -> bool {
        let places: Vec<usize> = (1..self.header.len()).collect();
        places.chunks(per_part).all(|part| self.part(part).width() <= columns)
    }

    fn part(&self, places: &[usize]) -> Self {
        let pick = |row: &Vec<String>| {
            let rest = places.iter().map(|place| row[*place].clone());
            std::iter::once(row[0].clone()).chain(rest).collect()
        };
        Self {
            header: pick(&self.header),
            rows: self.rows.iter().map(pick).collect(),
            align: self.align,
        }
    }

    fn width(&self) -> usize {
        let columns = |cell: &String| cell.lines().map(|line| line.chars().count()).max();
        let longest = |place: usize| {
            let rows = self.rows.iter().filter(|row| !is_heading(row));
            let cells = rows.chain([&self.header]);
            cells.filter_map(|row| columns(&row[place])).max().unwrap_or(0)
        };
        (0..self.header.len())
            .map(|place| longest(place) + GAP_COLUMNS)
            .sum::<usize>()
            .saturating_sub(GAP_COLUMNS)
    }
}

/// `seed 7, digest 00000000000000ab, lisbon 0.1.0`: what a page says of its origin; below it, what
/// was set over the files.
pub(super) fn stamp<Extent>(provenance: &Provenance<Extent>) -> String {
    let Provenance { digest, lisbon, set, .. } = provenance;
    let seed = provenance.seed.map(|seed| format!("seed {seed}, "));
    let mut text = format!("{}digest {digest}, lisbon {lisbon}", seed.unwrap_or_default());
    if !set.is_empty() {
        let set = wrapped(&format!("set: {}", set.join(", ")), PAGE_COLUMNS);
        text.push('\n');
        text.push_str(&set.join("\n"));
    }
    text
}

/// Whether a row names those below it: it has the width of the grid for its words.
pub fn is_heading(row: &[String]) -> bool {
    row.len() > 1 && row[1..].iter().all(String::is_empty) && !row[0].contains('\n')
}

/// A row that names the rows below it.
pub(super) fn heading(title: &str, columns: usize) -> Vec<String> {
    let mut row = vec![String::new(); columns];
    row[0] = title.into();
    row
}

/// Closes a page with what is assumed and what follows.
pub(super) fn close(sheet: &mut Sheet, (assumptions, conclusion): (&[&str], &[String])) {
    sheet.push(Block::Prose(format!("Assumed. {}", assumptions.join(" "))));
    for sentence in conclusion {
        sheet.push(Block::Prose(sentence.clone()));
    }
}

/// Failed runs that are listed; of the others only the number is.
const FAILURES_SHOWN: usize = 10;

/// Lists the runs that failed, if any, each with the command that repeats it.
pub(super) fn failures<Question: Display>(
    sheet: &mut Sheet,
    failures: &[Failure<Question>],
    repeat: impl Fn(&Failure<Question>) -> String,
) {
    if failures.is_empty() {
        return;
    }
    let mut lines = vec![format!(
        "{} failed; such a run counts under no architecture. This is a bug of Lisbon. To repeat:",
        counted(failures.len(), "run")
    )];
    for failure in failures.iter().take(FAILURES_SHOWN) {
        lines.extend([format!("  {failure}"), format!("    {}", repeat(failure))]);
    }
    if failures.len() > FAILURES_SHOWN {
        lines.push(format!("  ... and {} more", failures.len() - FAILURES_SHOWN));
    }
    sheet.push(Block::Lines(lines));
}

/// A cell, or a dash for none.
pub(super) fn dash(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "-".into())
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A line in as many as it takes where a page has so few columns; one that is indented as it is.
pub fn continued(line: &str, columns: usize) -> Vec<String> {
    if line.starts_with(' ') || line.chars().count() <= columns {
        return vec![line.to_owned()];
    }
    let mut parts = wrapped(line, columns);
    if parts.len() > 1 {
        let first = parts.remove(0);
        let rest = line[first.len()..].trim_start();
        let indented = |part: String| format!("{INDENT}{part}");
        parts =
            wrapped(rest, columns.saturating_sub(INDENT.len())).into_iter().map(indented).collect();
        parts.insert(0, first);
    }
    parts
}

/// Text broken between words so that no line has more columns, unless a word has. What stands in
/// brackets is a word, and so is a number with its per cent.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let word = &rest[..word_end(rest)];
        rest = rest[word.len()..].trim_start();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// End of the first word of a text.
fn word_end(text: &str) -> usize {
    let ends = text.char_indices().filter(|(_, letter)| letter.is_whitespace());
    let mut ends = ends.map(|(place, _)| place).filter(|end| {
        let (word, rest) = text.split_at(*end);
        let is_open = |word: &str| word.rfind('[') > word.rfind(']');
        let is_closed_later = rest.contains(']');
        !(is_open(word) && is_closed_later || rest.trim_start().starts_with('%'))
    });
    ends.next().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize) -> TextGrid {
        let cells = |first: &str, rest: &str| {
            std::iter::once(first.to_owned())
                .chain((0..columns).map(|place| format!("{rest}{place}")))
                .collect::<Vec<_>>()
        };
        TextGrid {
            header: cells("name", "a"),
            rows: vec![cells("row", "0.12 [0.10, 0.14] ")],
            align: Align::Left,
        }
    }

    #[test]
    fn a_wide_grid_is_parted_evenly_and_keeps_its_first_column() {
        let cases: [(usize, &[usize]); 5] =
            [(1, &[1]), (4, &[4]), (5, &[3, 2]), (8, &[4, 4]), (9, &[3, 3, 3])];
        for (columns, expected) in cases {
            let parts = grid(columns).parted(PAGE_COLUMNS);
            let counts: Vec<usize> = parts.iter().map(|part| part.header.len() - 1).collect();
            assert_eq!(counts, expected, "{columns} columns");
            for part in &parts {
                assert!(part.width() <= PAGE_COLUMNS);
                assert_eq!((part.header[0].as_str(), part.rows[0][0].as_str()), ("name", "row"));
            }
            let heads: Vec<&String> = parts.iter().flat_map(|part| &part.header[1..]).collect();
            assert_eq!(heads.len(), columns, "no column is lost");
        }
    }

    #[test]
    fn a_column_wider_than_the_page_stands_alone() {
        let mut wide = grid(2);
        wide.rows[0][1] = "x".repeat(200);
        assert_eq!(wide.parted(PAGE_COLUMNS).len(), 2);
    }

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("seventeen", 3), ["seventeen"]);
        assert!(wrapped("", 3).is_empty());
    }
}
