//! A sheet as text for a terminal.

use super::terminal;
use crate::report::sheet::{
    Align, Block, GAP_COLUMNS, PAGE_COLUMNS, Sheet, TextGrid, continued, is_heading, wrapped,
};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};

/// Between words and lines nothing but blanks; below the header a rule.
const RULED: TableStyle = NOTHING.header_separator(LineStyle::none().fill('─'));

/// The sheet as wide as standard output.
pub(super) fn draw(sheet: &Sheet) -> String {
    drawn(sheet, terminal::columns().unwrap_or(PAGE_COLUMNS))
}

/// The sheet in so many columns, with a blank line between its blocks.
fn drawn(sheet: &Sheet, columns: usize) -> String {
    let mut text = String::new();
    // Sentences are no easier to read for being longer.
    let broken_at = columns.min(PAGE_COLUMNS);
    for block in &sheet.0 {
        let parts: Vec<Vec<String>> = match block {
            Block::Lines(lines) => {
                let lines = lines.iter().flat_map(|line| line.lines());
                vec![lines.flat_map(|line| continued(line, broken_at)).collect()]
            }
            Block::Prose(prose) => vec![wrapped(prose, broken_at)],
            Block::Grid(grid) => {
                grid.fitted(columns).iter().map(|part| table(part, broken_at)).collect()
            }
        };
        for part in parts {
            if !text.is_empty() {
                text.push('\n');
            }
            for line in part {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
    terminal::obeyed_by_none(&text)
}

fn table(grid: &TextGrid, columns: usize) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(RULED);
    table.set_header(&grid.header);
    table.add_rows(grid.rows.iter().filter(|row| !is_heading(row)));
    let side = match grid.align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    };
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, GAP_COLUMNS as u16));
        if place > 0 {
            column.set_cell_alignment(side);
        }
    }
    let mut lines = table.lines();
    let height =
        |row: &[String]| row.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(1);
    let mut all: Vec<String> = lines.by_ref().take(height(&grid.header) + 1).collect();
    for row in &grid.rows {
        if is_heading(row) {
            all.extend(continued(&row[0], columns));
        } else {
            all.extend(lines.by_ref().take(height(row)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_parted_and_columns_aligned() {
        let cells = |cells: [&str; 3]| cells.map(String::from).to_vec();
        let sheet = Sheet(vec![
            Block::Lines(vec!["head".into()]),
            Block::Grid(TextGrid {
                header: cells(["name", "a", "b"]),
                rows: vec![cells(["  x", "1", "100"]), cells(["long name", "10", ""])],
                align: Align::Right,
            }),
        ]);
        let lines: Vec<String> = drawn(&sheet, 100).lines().map(str::to_owned).collect();
        let expected = ["head", "", "name        a    b"];
        assert_eq!(&lines[..3], expected);
        assert_eq!(lines[4..], ["  x         1  100", "long name  10"]);
    }
    /// However narrow: numbers stay whole, and what is indented, a command, stays one line.
    #[test]
    fn nothing_is_broken_but_between_words() {
        let cells = ["a", "0.123\u{1f}[0.100, 0.146]", "0.456\u{1f}[0.400, 0.500]"];
        let row: Vec<String> = cells.map(String::from).to_vec();
        let grid = TextGrid::new(Align::Left, ["name", "one", "other"], [row]);
        let lines = vec!["one 0.123 two 0.456".to_owned(), "    lisbon run a.toml --run 3".into()];
        let sheet = Sheet(vec![Block::Lines(lines), Block::Grid(grid)]);
        for columns in 12..80 {
            let text = drawn(&sheet, columns);
            for whole in ["0.123", "[0.100, 0.146]", "[0.400, 0.500]", "lisbon run a.toml --run 3"]
            {
                assert!(text.contains(whole), "{whole} at {columns}:\n{text}");
            }
        }
        let is_wide = |columns| drawn(&sheet, columns).contains("0.123 [0.100, 0.146]");
        assert!(is_wide(60) && !is_wide(40));
    }
}
