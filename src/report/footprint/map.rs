//! A footprint as a map in characters, north up.

use crate::reach::footprint::Footprint;
use crate::reach::grid::{Grid, longitude_deg};

/// Columns of a page that the map itself may take.
const MAP_COLUMNS: usize = 94;

/// Rows between two latitudes, and columns between two longitudes, that are written beside the map.
const LABEL_ROWS: usize = 4;
const LABEL_COLUMNS: usize = 5;

/// The map of an architecture: of each cell the fewest shots of all runs as a digit, `+` from ten
/// on, `.` none, `-` where the threat does not reach, blank where it is nobody's. Cells are two
/// characters wide where the page has room; where it has none even for one, only every so many-th
/// cell is drawn.
pub(super) fn lines(grid: &Grid, footprint: &Footprint, architecture: usize) -> Vec<String> {
    let every = grid.columns.div_ceil(MAP_COLUMNS);
    let columns = grid.columns.div_ceil(every);
    let width = if 2 * columns <= MAP_COLUMNS { 2 } else { 1 };
    let mut map = vec![vec![' '; columns * width]; grid.rows.div_ceil(every)];
    for (place, cell) in footprint.cells.iter().enumerate() {
        if cell.row % every == 0 && cell.column % every == 0 {
            let sign = sign(footprint, architecture, place);
            map[cell.row / every][cell.column / every * width] = sign;
        }
    }
    let label = |row: usize| {
        let latitude_deg = grid.latitude_rad(row * every).to_degrees();
        let side = if latitude_deg < 0.0 { 'S' } else { 'N' };
        format!("{:2.0}{side}", latitude_deg.abs())
    };
    let mut lines: Vec<String> = Vec::new();
    for (row, signs) in map.iter().enumerate().rev() {
        let label = if row % LABEL_ROWS == 0 { label(row) } else { "   ".into() };
        lines.push(format!("{label} |{}", signs.iter().collect::<String>()));
    }
    lines.push(longitudes(grid, every, width));
    if every > 1 {
        lines.push(format!("(of {every} x {every} cells that in the south-west)"));
    }
    lines
}

fn sign(footprint: &Footprint, architecture: usize, place: usize) -> char {
    if !footprint.is_threatened[place] {
        return '-';
    }
    match footprint.fewest(architecture, place) {
        Some(0) => '.',
        Some(shots) => char::from_digit(shots, 10).unwrap_or('+'),
        None => '?',
    }
}

/// The line of longitudes below the map: each begins below the column that it is of.
fn longitudes(grid: &Grid, every: usize, width: usize) -> String {
    let mut line = " ".repeat(5);
    let columns = grid.columns.div_ceil(every);
    let step = LABEL_COLUMNS * 2 / width;
    for column in (0..columns).step_by(step) {
        let degrees = longitude_deg(grid.longitude_rad(column * every));
        let side = if degrees < 0.0 { 'W' } else { 'E' };
        let label = format!("{:.0}{side}", degrees.abs());
        let room = columns * width - column * width;
        if label.len() <= room {
            let blanks = (step * width).min(room).saturating_sub(label.len());
            line += &label;
            line.extend(std::iter::repeat_n(' ', blanks));
        }
    }
    line
}
