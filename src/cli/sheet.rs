//! A sheet as text for a terminal.

use super::terminal;
use crate::report::sheet::{Align, Block, GAP_COLUMNS, PAGE_COLUMNS, Sheet, TextGrid, wrapped};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};

/// Between words and lines nothing but blanks; below the header a rule.
const RULED: TableStyle = NOTHING.header_separator(LineStyle::none().fill('─'));

/// The sheet with a blank line between its blocks.
pub(super) fn draw(sheet: &Sheet) -> String {
    let mut text = String::new();
    for block in &sheet.0 {
        if !text.is_empty() {
            text.push('\n');
        }
        let lines = match block {
            Block::Lines(lines) => lines.clone(),
            Block::Prose(prose) => wrapped(prose, PAGE_COLUMNS),
            Block::Grid(grid) => drawn(grid),
        };
        for line in lines {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    terminal::obeyed_by_none(&text)
}

fn drawn(grid: &TextGrid) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(RULED);
    table.set_header(&grid.header);
    table.add_rows(&grid.rows);
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
    table.lines().collect()
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
        let lines: Vec<String> = draw(&sheet).lines().map(str::to_owned).collect();
        let expected = ["head", "", "name        a    b"];
        assert_eq!(&lines[..3], expected);
        assert_eq!(lines[4..], ["  x         1  100", "long name  10"]);
    }
}
