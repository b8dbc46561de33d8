//! A page of text and grids: what is to be set, not how it is drawn.

use super::rounding::counted;
use crate::account::provenance::Provenance;
use crate::monte_carlo::runner::Failure;
use std::fmt::Display;

/// A page, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet(pub Vec<Block>);

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines as they are.
    Lines(Vec<String>),
    /// A sentence or more, broken at the width of the page.
    Prose(String),
    /// A grid with a header.
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

/// Columns of a page: what a terminal shows and a printed page holds.
pub const PAGE_COLUMNS: usize = 100;

/// Columns by which a grid may be drawn wider than its cells are.
const MARGIN_COLUMNS: usize = 2;

/// Blanks between two columns of a grid.
pub const GAP_COLUMNS: usize = 2;

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

    /// Adds a grid, in several parts with the same first column if it is wider than the page.
    pub fn push_grid(&mut self, grid: TextGrid) {
        self.0.extend(grid.fitted(PAGE_COLUMNS - MARGIN_COLUMNS).into_iter().map(Block::Grid));
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

    /// Whether the page is wide enough for it.
    pub fn fits_page(&self) -> bool {
        self.width() + MARGIN_COLUMNS <= PAGE_COLUMNS
    }

    /// The grid in as few parts as fit the width, each with the first column.
    fn fitted(self, columns: usize) -> Vec<Self> {
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
            let cells = self.rows.iter().chain([&self.header]);
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

/// Intervals stand beside their means, or below them if the page is not wide enough for that.
pub(super) fn on_one_line_or_two(grid: impl Fn(&str) -> TextGrid) -> TextGrid {
    let wide = grid(" ");
    if wide.fits_page() { wide } else { grid("\n") }
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

/// Text broken between words so that no line has more columns, unless a word has.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
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
            let parts = grid(columns).fitted(PAGE_COLUMNS);
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
        assert_eq!(wide.fitted(PAGE_COLUMNS).len(), 2);
    }

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("seventeen", 3), ["seventeen"]);
        assert!(wrapped("", 3).is_empty());
    }
}
