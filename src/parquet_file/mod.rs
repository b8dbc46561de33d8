//! Parquet (Apache Parquet format 2.11), written: tables of results that data frames read.
//!
//! Columns of whole numbers, numbers and texts, each with or without gaps; groups of so many rows,
//! so that memory does not grow with the table; a dictionary where values repeat, else plain; no
//! compression beyond that. The same rows give the same bytes. Our own, because a table of fixed
//! columns needs so little of the format: the `parquet` crate adds 46 CPU-seconds to every build.
//! Leaves out nested columns, statistics and reading: `DuckDB`, Polars and pandas read it in
//! `scripts/readers.sh`.

mod cell;
mod column;
mod hybrid;
mod thrift;

pub(crate) use self::cell::{Cell, ColumnKind};

use self::column::{ChunkPlace, ColumnBuffer};
use self::thrift::CompactStruct;
use std::io;
use std::io::Write;

/// Rows of a group: some ten megabytes of a wide table.
const GROUP_ROWS: usize = 50_000;

/// First and last bytes of a file.
const MAGIC: &[u8; 4] = b"PAR1";

/// Column of a table; any of its cells may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParquetColumn {
    pub(crate) name: String,
    pub(crate) kind: ColumnKind,
}

impl ParquetColumn {
    /// A column of this name.
    pub(crate) fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// Table being written.
pub(crate) struct ParquetWriter<W> {
    out: W,
    position: u64,
    columns: Vec<ParquetColumn>,
    buffers: Vec<ColumnBuffer>,
    rows_of_group: usize,
    groups: Vec<RowGroup>,
}

/// Rows that are written: how many, and where each column's are.
struct RowGroup {
    rows: usize,
    chunks: Vec<ChunkPlace>,
}

impl<W: Write> ParquetWriter<W> {
    /// A table of no rows.
    pub(crate) fn new(out: W, columns: Vec<ParquetColumn>) -> io::Result<Self> {
        let buffers = columns.iter().map(|column| ColumnBuffer::new(column.kind)).collect();
        let mut writer =
            Self { out, position: 0, columns, buffers, rows_of_group: 0, groups: Vec::new() };
        writer.write(MAGIC)?;
        Ok(writer)
    }

    /// Adds a row: a cell for each column, of its kind or empty.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        let mut count = 0;
        for (buffer, cell) in self.buffers.iter_mut().zip(cells) {
            buffer.push(cell);
            count += 1;
        }
        assert_eq!(count, self.columns.len(), "a row has a cell for each column");
        self.rows_of_group += 1;
        if self.rows_of_group == GROUP_ROWS { self.end_group() } else { Ok(()) }
    }

    /// Ends the table; `notes` are names and values that belong to it as a whole.
    pub(crate) fn finish(mut self, notes: &[(&str, &str)]) -> io::Result<W> {
        self.end_group()?;
        let footer = self.footer(notes);
        self.write(&footer)?;
        self.write(&(footer.len() as u32).to_le_bytes())?;
        self.write(MAGIC)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn end_group(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows_of_group);
        if rows == 0 {
            return Ok(());
        }
        let mut chunks = Vec::with_capacity(self.buffers.len());
        for place in 0..self.buffers.len() {
            let (bytes, chunk) = self.buffers[place].take_chunk(self.position);
            self.write(&bytes)?;
            chunks.push(chunk);
        }
        self.groups.push(RowGroup { rows, chunks });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.position += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// `FileMetaData` of the format.
    fn footer(&self, notes: &[(&str, &str)]) -> Vec<u8> {
        let rows: usize = self.groups.iter().map(|group| group.rows).sum();
        let mut root = CompactStruct::default();
        root.text(4, "schema").int32(5, self.columns.len() as i32);
        let leaves = self.columns.iter().map(|column| {
            let mut leaf = CompactStruct::default();
            // An optional value.
            leaf.int32(1, column.kind as i32).int32(3, 1).text(4, &column.name);
            if column.kind == ColumnKind::Text {
                leaf.int32(6, 0);
            }
            leaf
        });
        let schema: Vec<CompactStruct> = std::iter::once(root).chain(leaves).collect();
        let groups: Vec<CompactStruct> = self.groups.iter().map(|g| self.group(g)).collect();
        let notes = notes.iter().map(|(name, value)| {
            let mut note = CompactStruct::default();
            note.text(1, name).text(2, value);
            note
        });
        let mut file = CompactStruct::default();
        file.int32(1, 2).structs(2, schema).int64(3, rows as i64).structs(4, groups);
        file.structs(5, notes.collect());
        file.text(6, concat!("lisbon version ", env!("CARGO_PKG_VERSION"), " (build 0)"));
        file.into_bytes()
    }

    /// `RowGroup` of the format.
    fn group(&self, group: &RowGroup) -> CompactStruct {
        let named = self.columns.iter().zip(&group.chunks);
        let chunks = named.map(|(column, place)| {
            let mut about = CompactStruct::default();
            let encodings = place.encodings();
            about.int32(1, column.kind as i32).int32s(2, &encodings).texts(3, &[&column.name]);
            about.int32(4, 0).int64(5, group.rows as i64);
            about.int64(6, place.length as i64).int64(7, place.length as i64);
            about.int64(9, place.data_offset as i64);
            if let Some(offset) = place.dictionary_offset {
                about.int64(11, offset as i64);
            }
            let mut chunk = CompactStruct::default();
            chunk.int64(2, place.offset as i64).structure(3, about);
            chunk
        });
        let length: u64 = group.chunks.iter().map(|place| place.length).sum();
        let mut row_group = CompactStruct::default();
        row_group.structs(1, chunks.collect());
        row_group.int64(2, length as i64).int64(3, group.rows as i64);
        row_group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: u64) -> Vec<u8> {
        let columns = vec![
            ParquetColumn::new("run", ColumnKind::Integer),
            ParquetColumn::new("share", ColumnKind::Number),
            ParquetColumn::new("name", ColumnKind::Text),
        ];
        let mut writer = ParquetWriter::new(Vec::new(), columns).unwrap();
        for run in 0..rows {
            let share = if run % 7 == 0 { Cell::Empty } else { Cell::Number(run as f64) };
            let name = Cell::Text(["a", "bé"][run as usize % 2]);
            writer.row([Cell::Integer(run), share, name]).unwrap();
        }
        writer.finish(&[("seed", "7")]).unwrap()
    }

    #[test]
    fn a_file_begins_and_ends_as_the_format_says() {
        for rows in [0, 1, 9, 100_001] {
            let bytes = table(rows);
            assert_eq!((&bytes[..4], &bytes[bytes.len() - 4..]), (&MAGIC[..], &MAGIC[..]));
            let length = bytes.len() - 8;
            let footer = u32::from_le_bytes(bytes[length..length + 4].try_into().unwrap());
            // The first field of the footer is its version, an i32: 2, in zigzag 4.
            assert_eq!(bytes[length - footer as usize..][..2], [0x15, 4], "{rows}");
            assert_eq!(bytes, table(rows), "the same rows, the same bytes");
        }
    }

    #[test]
    #[should_panic(expected = "a cell for each column")]
    fn a_short_row_is_a_bug() {
        let columns = vec![ParquetColumn::new("run", ColumnKind::Integer); 2];
        let mut writer = ParquetWriter::new(Vec::new(), columns).unwrap();
        let _ = writer.row([Cell::Integer(1)]);
    }
}
