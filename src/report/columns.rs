//! Tables as CSV: one list of columns gives header and cells.
//!
//! Numbers are the shortest that read back the same; what there is not is empty.

use crate::account::coverage::{NonDetection, means_name};
use crate::account::trajectory::{mark_name, phase_name};
use crate::ballistics::flight::FlightPhase;
use crate::csv_file::CsvWriter;
use crate::flight::trace::Mark;
use crate::sensing::coverage::DetectionMeans;

/// A column: its name, and its cell of a row.
pub(super) type Column<'a, Row> = (String, Box<dyn Fn(&Row) -> String + 'a>);

/// The columns of fields, each named as its field.
macro_rules! columns {
    ($row:ty: $($field:ident),+ $(,)?) => {
        vec![$($crate::report::columns::column::<$row>(
            stringify!($field),
            |row| $crate::report::columns::CsvCell::cell(&row.$field),
        )),+]
    };
}
pub(super) use columns;

/// A column by name.
pub(super) fn column<'a, Row>(
    name: impl Into<String>,
    cell: impl Fn(&Row) -> String + 'a,
) -> Column<'a, Row> {
    (name.into(), Box::new(cell))
}

/// A table: the names of the columns, then a line for each row.
pub(super) fn csv<Row>(columns: &[Column<Row>], rows: &[Row]) -> String {
    let mut table = CsvWriter::new(columns.iter().map(|(name, _)| name));
    for row in rows {
        table.cells(columns.iter().map(|(_, cell)| cell(row))).end_row();
    }
    table.into_text()
}

/// A value that can stand in a cell.
pub(super) trait CsvCell {
    /// The cell.
    fn cell(&self) -> String;
}

macro_rules! cells {
    ($($kind:ty => $text:expr),+ $(,)?) => {$(
        impl CsvCell for $kind {
            fn cell(&self) -> String {
                let text: fn(&$kind) -> String = $text;
                text(self)
            }
        }
    )+};
}

cells! {
    String => Clone::clone,
    f64 => ToString::to_string,
    u32 => ToString::to_string,
    u64 => ToString::to_string,
    usize => ToString::to_string,
    bool => ToString::to_string,
    DetectionMeans => |means| means_name(*means).into(),
    NonDetection => |reason| reason.name().into(),
    FlightPhase => |phase| phase_name(*phase).into(),
    [f64; 2] => |[from, to]| format!("{from}-{to}"),
    Vec<[f64; 2]> => |all| all.iter().map(CsvCell::cell).collect::<Vec<_>>().join(";"),
    Vec<Mark> => |all| all.iter().map(|mark| mark_name(*mark)).collect::<Vec<_>>().join("+"),
}

impl<Value: CsvCell> CsvCell for Option<Value> {
    fn cell(&self) -> String {
        self.as_ref().map_or_else(String::new, CsvCell::cell)
    }
}
