//! The folder of an experiment: its manifest, its units, and the tables made of them.
//!
//! `units/DESIGN-FIRST-END.unit` is a block of runs; `units/DESIGN.end` says why a design is not
//! played. Tables are made of units alone, and only once all are there, or on demand.

mod own;

pub(super) use self::own::{EXPLANATIONS, SUMMARY};

use self::own::{
    MANIFEST, TABLES, UNITS, end_name, ended_of, gone, key_of, made, name_of, refuse_orphans,
};
use super::arguments::RowsFormat;
use super::error::CommandError;
use super::load;
use super::save;
use super::save::{Draft, target_of};
use crate::experiment::{DesignRecord, RunsTable, TableForm, designs_table, gaps_told};
use crate::experiment::{DesignState, DesignStatus, Manifest, UnitKey, WorkUnit};
use crate::report::json;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An experiment on the disk.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) path: PathBuf,
    pub(super) manifest: Manifest,
}

/// Use of a folder that has results already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reuse {
    /// Goes on with those of the same experiment; those of another are refused.
    Resume,
    /// Takes them away.
    Replace,
}

/// Units that are there.
#[derive(Debug, Clone, Default)]
pub(super) struct UnitIndex {
    /// Of each design the runs, by their first.
    pub(super) ranges: BTreeMap<u64, Vec<Range<u64>>>,
    /// Designs that are not played.
    pub(super) ended: BTreeMap<u64, DesignStatus>,
}

impl UnitIndex {
    /// Runs of a design that are there.
    pub(super) fn of(&self, design: u64) -> &[Range<u64>] {
        self.ranges.get(&design).map_or(&[], Vec::as_slice)
    }

    /// Number of runs in all.
    pub(super) fn runs(&self) -> u64 {
        self.ranges.values().flatten().map(|runs| runs.end - runs.start).sum()
    }
}

impl Store {
    /// The folder of an experiment, made, or gone on with if it is that experiment's. One of fewer
    /// runs is extended; of one with more nothing is thrown away.
    pub(super) fn open(
        path: &Path,
        manifest: Manifest,
        reuse: Reuse,
    ) -> Result<Self, CommandError> {
        save::prepare(path)?;
        let is_there = || path.join(MANIFEST).exists();
        if is_there() && reuse == Reuse::Replace {
            // What the manifest of this program does not stand beside is not its own to take away.
            Self::read(path)?;
            own::clear(path).map_err(|why| CommandError::io("clear", path, why))?;
        }
        let store = Self { path: path.into(), manifest };
        if is_there() {
            let there = Self::read(path)?;
            let mut differ = store.manifest.differences(&there.manifest);
            if there.manifest.runs > store.manifest.runs {
                let (there, asked) = (there.manifest.runs, store.manifest.runs);
                differ.push(format!("runs: it has {there}, and only {asked} are asked for"));
            }
            if !differ.is_empty() {
                return Err(another(path, &differ));
            }
            if there.manifest != store.manifest {
                store.forget_tables()?;
            }
        } else {
            refuse_orphans(path)?;
        }
        save::prepare(&path.join(UNITS))?;
        store.save(MANIFEST, json::lines(&store.manifest).as_bytes())?;
        Ok(store)
    }

    /// The experiment in a folder.
    pub(super) fn read(path: &Path) -> Result<Self, CommandError> {
        let file = path.join(MANIFEST);
        let text = fs::read_to_string(&file).map_err(|why| match why.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                let (known, path) = (load::what_it_is(path), path.display());
                let text = format!(
                    "`{path}` holds no results: it has no {MANIFEST}; name the folder that --out \
                     named{known}"
                );
                CommandError::Request(text)
            }
            _ => CommandError::io("read", &file, why),
        })?;
        let manifest = serde_json::from_str(&text).map_err(|why| {
            let text = format!("`{}` is no manifest of this program: {why}", file.display());
            CommandError::Request(text)
        })?;
        Ok(Self { path: path.into(), manifest })
    }

    pub(super) fn save(&self, name: &str, bytes: &[u8]) -> Result<(), CommandError> {
        save::save(&self.path, name, bytes)?;
        sweep(&self.path)
    }

    /// Tables of fewer runs say what is no longer so.
    fn forget_tables(&self) -> Result<(), CommandError> {
        self.forget(made())
    }

    fn forget(&self, names: impl Iterator<Item = &'static str>) -> Result<(), CommandError> {
        for path in names.map(|name| self.path.join(name)) {
            gone(fs::remove_file(&path)).map_err(|why| CommandError::io("remove", &path, why))?;
        }
        Ok(())
    }

    fn units(&self) -> PathBuf {
        self.path.join(UNITS)
    }

    /// The units that are there, whoever wrote them.
    pub(super) fn index(&self) -> Result<UnitIndex, CommandError> {
        let folder = self.units();
        let io = |why| CommandError::io("read", &folder, why);
        let mut index = UnitIndex::default();
        for entry in fs::read_dir(&folder).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            let Some(name) = name.to_str() else {
                continue;
            };
            if let Some(key) = key_of(name) {
                index.ranges.entry(key.design).or_default().push(key.runs);
            } else if let Some(design) = ended_of(name) {
                index.ended.insert(design, self.ended(name)?);
            }
        }
        for ranges in index.ranges.values_mut() {
            ranges.sort_by_key(|range| (range.start, range.end));
        }
        Ok(index)
    }

    fn ended(&self, name: &str) -> Result<DesignStatus, CommandError> {
        let path = self.units().join(name);
        let text = fs::read(&path).map_err(|why| CommandError::io("read", &path, why))?;
        serde_json::from_slice(&text).map_err(|_| damaged(&path))
    }

    /// Stores why a design is not played.
    pub(super) fn end(&self, design: u64, status: &DesignStatus) -> Result<(), CommandError> {
        save::save(&self.units(), end_name(design), json::lines(status).as_bytes())
    }

    pub(super) fn write(&self, unit: &WorkUnit) -> Result<(), CommandError> {
        save::save(&self.units(), name_of(&unit.key), &unit.to_bytes())
    }

    pub(super) fn unit(&self, key: &UnitKey) -> Result<WorkUnit, CommandError> {
        let path = self.units().join(name_of(key));
        let bytes = fs::read(&path).map_err(|why| CommandError::io("read", &path, why))?;
        let unit = WorkUnit::from_bytes(&bytes, &self.manifest).filter(|unit| unit.key == *key);
        unit.ok_or_else(|| damaged(&path))
    }

    /// Makes one unit of the parts of a block, and takes away what a killed process left.
    pub(super) fn tidy(&self) -> Result<UnitIndex, CommandError> {
        let index = self.index()?;
        for (design, ranges) in &index.ranges {
            let block = |range: &Range<u64>| range.start / crate::monte_carlo::campaign::BATCH;
            for parts in ranges.chunk_by(|one, next| block(one) == block(next)) {
                if parts.len() > 1 {
                    self.join(*design, parts)?;
                }
            }
        }
        sweep(&self.path)?;
        sweep(&self.units())?;
        self.index()
    }

    fn join(&self, design: u64, parts: &[Range<u64>]) -> Result<(), CommandError> {
        let key = |runs: &Range<u64>| UnitKey { design, runs: runs.clone() };
        let mut whole = self.unit(&key(&parts[0]))?;
        for part in &parts[1..] {
            let next = self.unit(&key(part))?;
            if next.key.runs.start > whole.key.runs.end {
                return Ok(());
            }
            whole = whole.joined(next);
        }
        self.write(&whole)?;
        for part in parts.iter().filter(|part| **part != whole.key.runs) {
            let path = self.units().join(name_of(&key(part)));
            gone(fs::remove_file(&path)).map_err(|why| CommandError::io("remove", &path, why))?;
        }
        Ok(())
    }

    /// Reads each unit once, in order, with the run from which it is new.
    pub(super) fn each(
        &self,
        index: &UnitIndex,
        design: u64,
        mut visit: impl FnMut(&WorkUnit, u64) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut next = 0;
        for runs in index.of(design) {
            if runs.end > next {
                let unit = self.unit(&UnitKey { design, runs: runs.clone() })?;
                visit(&unit, next)?;
                next = runs.end;
            }
        }
        Ok(())
    }

    /// Writes the tables of runs and of designs from the units, each of which `visit` sees too. The
    /// tables of CSV belong to a report of that form; others take them away, for they could tell of
    /// fewer runs.
    pub(super) fn write_tables(
        &self,
        index: &UnitIndex,
        format: RowsFormat,
        mut visit: impl FnMut(&WorkUnit, u64),
    ) -> Result<Vec<DesignRecord>, CommandError> {
        let [parquet, csv] = &TABLES;
        self.forget(csv.1.into_iter())?;
        let records = self.write_form(parquet, index, &mut visit)?;
        if format == RowsFormat::Csv {
            self.write_form(csv, index, &mut |_, _| {})?;
        }
        sweep(&self.path)?;
        Ok(records)
    }

    fn write_form(
        &self,
        &(form, [runs, designs]): &(TableForm, [&str; 2]),
        index: &UnitIndex,
        visit: &mut impl FnMut(&WorkUnit, u64),
    ) -> Result<Vec<DesignRecord>, CommandError> {
        let mut draft = Draft::new(&self.path, runs)?;
        let mut records = Vec::with_capacity(self.manifest.designs.len());
        let told = |why| CommandError::io("write", &self.path.join(runs), why);
        draft.write(|out| {
            let mut table = RunsTable::new((form, out), &self.manifest)?;
            for design in 0..self.manifest.designs.len() as u64 {
                let status = index.ended.get(&design).cloned().unwrap_or_default();
                let mut record = DesignRecord { status, runs: 0, failures: Vec::new() };
                let pass = self.each(index, design, |unit, from| {
                    record.runs += unit.good.iter().filter(|run| **run >= from).count() as u64;
                    let failures = unit.failures.iter().filter(|failure| failure.run >= from);
                    record.failures.extend(failures.cloned());
                    visit(unit, from);
                    table.push(unit, from).map_err(told)
                });
                if let Err(error) = pass {
                    return Ok(Err(error));
                }
                records.push(record);
            }
            table.finish()?;
            Ok(Ok(()))
        })??;
        draft.commit()?;
        let mut draft = Draft::new(&self.path, designs)?;
        draft.write(|out| designs_table((form, out), &self.manifest, &records).map(drop))?;
        draft.commit()?;
        Ok(records)
    }

    /// Runs that are missing of the experiment, a line for each design; nothing if it is complete.
    /// `wanted` is the number of runs that a design needs.
    pub(super) fn missing(&self, index: &UnitIndex, wanted: impl Fn(u64) -> u64) -> Vec<String> {
        let designs = 0..self.manifest.designs.len() as u64;
        let open = designs.filter(|design| !index.ended.contains_key(design));
        open.filter_map(|design| {
            let gaps = gaps_told(index.of(design), 0..wanted(design))?;
            let is_alone = self.manifest.designs.len() == 1;
            Some(if is_alone {
                format!("runs {gaps}")
            } else {
                format!("design {design}: runs {gaps}")
            })
        })
        .collect()
    }
}

fn damaged(path: &Path) -> CommandError {
    let why = io::Error::other("it is damaged; remove it, and the same command plays it again");
    CommandError::io("use", path, why)
}

fn another(path: &Path, differ: &[String]) -> CommandError {
    let text = format!(
        "`{}` holds other results; it differs in\n  {}\nname another folder, or give --force to \
         replace what is there",
        path.display(),
        differ.join("\n  ")
    );
    CommandError::Request(text)
}

/// Takes away the drafts of files that are there: who was to finish them was killed.
fn sweep(folder: &Path) -> Result<(), CommandError> {
    let io = |why| CommandError::io("read", folder, why);
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.and_then(target_of).is_some_and(|target| folder.join(target).exists()) {
            gone(fs::remove_file(&path)).map_err(io)?;
        }
    }
    Ok(())
}

impl DesignStatus {
    /// A design that the check refuses, with the first of its faults.
    pub(super) fn refused(reason: &str) -> Self {
        let reason = Some(reason.replace(['\n', '\r'], " "));
        Self { state: DesignState::Refused, reason }
    }
}
