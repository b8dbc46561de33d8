//! The tables of an experiment, written row by row from its units.

use super::manifest::{FactorValue, Manifest};
use super::status::DesignRecord;
use super::unit::{UnitRun, WorkUnit};
use crate::account::provenance::ORIGIN;
use crate::csv_file::CsvWriter;
use crate::parquet_file::{Cell, ColumnKind, ParquetColumn, ParquetWriter};
use std::io;
use std::io::Write;

/// Form of a table's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableForm {
    /// Parquet, which tells once where it comes from.
    Parquet,
    /// CSV, of which every row does.
    Csv,
}

/// A table that is being written in a form.
enum TableWriter<W> {
    Parquet(ParquetWriter<W>),
    Csv { out: W, rows: CsvWriter, origin: [String; 4] },
}

impl<W: Write> TableWriter<W> {
    fn new(
        (form, out): (TableForm, W),
        manifest: &Manifest,
        columns: Vec<ParquetColumn>,
    ) -> io::Result<Self> {
        Ok(match form {
            TableForm::Parquet => Self::Parquet(ParquetWriter::new(out, columns)?),
            TableForm::Csv => {
                let names = columns.iter().map(|column| column.name.as_str());
                let rows = CsvWriter::new(ORIGIN.into_iter().chain(names));
                Self::Csv { out, rows, origin: manifest.origin() }
            }
        })
    }

    fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        match self {
            Self::Parquet(writer) => writer.row(cells),
            Self::Csv { out, rows, origin } => {
                rows.cells(&*origin);
                for cell in cells {
                    match cell {
                        Cell::Empty => rows.cell(""),
                        Cell::Integer(number) => rows.cell(number),
                        Cell::Number(number) => rows.cell(number),
                        Cell::Text(text) => rows.cell(text),
                    };
                }
                rows.end_row();
                out.write_all(rows.take_text().as_bytes())
            }
        }
    }

    fn finish(self, manifest: &Manifest) -> io::Result<W> {
        match self {
            Self::Parquet(writer) => finish(writer, manifest),
            Self::Csv { mut out, mut rows, .. } => {
                out.write_all(rows.take_text().as_bytes())?;
                Ok(out)
            }
        }
    }
}

/// The table of runs: a row for each design, run, architecture and party.
pub(crate) struct RunsTable<'a, W> {
    manifest: &'a Manifest,
    writer: TableWriter<W>,
}

impl<'a, W: Write> RunsTable<'a, W> {
    pub(crate) fn new(file: (TableForm, W), manifest: &'a Manifest) -> io::Result<Self> {
        use ColumnKind::{Integer, Number, Text};
        let keys =
            [("design", Integer), ("run", Integer), ("architecture", Text), ("system", Text)];
        let keys = keys.map(|(name, kind)| ParquetColumn::new(name, kind));
        let measures = manifest.metrics.iter().map(|name| ParquetColumn::new(name, Number));
        let failure = ParquetColumn::new("failure", Text);
        let columns = keys.into_iter().chain(measures).chain([failure]).collect();
        Ok(Self { manifest, writer: TableWriter::new(file, manifest, columns)? })
    }

    /// Adds the runs of a unit from a number on, by number; of a run that failed, the architectures
    /// under which it did, without values.
    pub(crate) fn push(&mut self, unit: &WorkUnit, from: u64) -> io::Result<()> {
        let names = &self.manifest.architectures;
        let failures = unit.failures.iter().filter(|failure| failure.run >= from);
        let mut failures = failures.peekable();
        for UnitRun { run, results, .. } in unit.results(names.len(), from) {
            while let Some(failure) = failures.next_if(|failure| failure.run < run) {
                let place = [unit.key.design, failure.run];
                self.rows(place, failure.architecture, Err(&failure.reason))?;
            }
            for (architecture, values) in results.into_iter().enumerate() {
                self.rows([unit.key.design, run], architecture, Ok(values))?;
            }
        }
        for failure in failures {
            let place = [unit.key.design, failure.run];
            self.rows(place, failure.architecture, Err(&failure.reason))?;
        }
        Ok(())
    }

    /// The rows of one run under one architecture, a row for each party.
    fn rows(
        &mut self,
        [design, run]: [u64; 2],
        architecture: usize,
        result: Result<&[f64], &str>,
    ) -> io::Result<()> {
        let count = self.manifest.metrics.len();
        let name = &self.manifest.architectures[architecture];
        for (place, party) in self.manifest.parties().into_iter().enumerate() {
            let keys =
                [Cell::Integer(design), Cell::Integer(run), Cell::Text(name), Cell::Text(party)];
            let value = |metric: usize| match result {
                Ok(values) => Cell::Number(values[place * count + metric]),
                Err(_) => Cell::Empty,
            };
            let failure = result.err().map_or(Cell::Empty, Cell::Text);
            let measures = (0..count).map(value);
            self.writer.row(keys.into_iter().chain(measures).chain([failure]))?;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> io::Result<W> {
        self.writer.finish(self.manifest)
    }
}

/// The table of designs: a row for each design, its factors and what became of it.
pub(crate) fn designs_table<W: Write>(
    file: (TableForm, W),
    manifest: &Manifest,
    records: &[DesignRecord],
) -> io::Result<W> {
    let design = ParquetColumn::new("design", ColumnKind::Integer);
    let factors = manifest.factors.iter().enumerate().map(|(place, name)| {
        let mut values = manifest.designs.iter().map(|design| &design.values[place]);
        let is_number = values.all(|value| value.number().is_some());
        let kind = if is_number { ColumnKind::Number } else { ColumnKind::Text };
        ParquetColumn::new(name, kind)
    });
    let ends = [
        ("runs", ColumnKind::Integer),
        ("failures", ColumnKind::Integer),
        ("state", ColumnKind::Text),
        ("reason", ColumnKind::Text),
    ];
    let ends = ends.map(|(name, kind)| ParquetColumn::new(name, kind));
    let columns: Vec<ParquetColumn> = std::iter::once(design).chain(factors).chain(ends).collect();
    let kinds: Vec<ColumnKind> = columns.iter().map(|column| column.kind).collect();
    let mut writer = TableWriter::new(file, manifest, columns)?;
    for (number, (design, record)) in manifest.designs.iter().zip(records).enumerate() {
        let texts: Vec<String> = design.values.iter().map(ToString::to_string).collect();
        let cell = |place: usize| match (&design.values[place], kinds[place + 1]) {
            (FactorValue::Number(number), ColumnKind::Number) => Cell::Number(*number),
            _ => Cell::Text(&texts[place]),
        };
        let values = (0..texts.len()).map(cell);
        let reason = record.status.reason.as_deref().map_or(Cell::Empty, Cell::Text);
        let ends = [
            Cell::Integer(record.runs),
            Cell::Integer(record.failures.len() as u64),
            Cell::Text(record.status.state.name()),
            reason,
        ];
        let number = std::iter::once(Cell::Integer(number as u64));
        writer.row(number.chain(values).chain(ends))?;
    }
    writer.finish(manifest)
}

/// Ends a Parquet table with what tells where it comes from.
fn finish<W: Write>(writer: ParquetWriter<W>, manifest: &Manifest) -> io::Result<W> {
    let (seed, runs) = (manifest.seed.to_string(), manifest.runs.to_string());
    writer.finish(&[
        ("scenario", &manifest.scenario),
        ("seed", &seed),
        ("runs", &runs),
        ("digest", &manifest.digest),
        ("lisbon", &manifest.lisbon),
        ("command", &manifest.command),
    ])
}
