//! Verification: every model against published and closed-form cases.
//!
//! `lisbon verify` reads the files of a folder by name (the list is [`list::LISTED`], the shipped
//! folder is `reference/`), evaluates each case and compares by the rule of [`judge`]. The
//! functions under test are the engine's own; where a file asks for more than the engine needs
//! (other intervals, other corrections of many tests), they are kept beside those that it runs. A
//! listed file that is missing fails: nothing is passed over in silence. A cell that cannot be
//! read is a fault with its line.

pub mod judge;
pub mod list;

mod assignment;
mod case;
mod defence;
mod designs;
mod earth;
mod filters;
mod flight;
mod fusion;
mod late_plots;
mod linear;
mod nesc;
mod read;
mod reentry;
mod sensing;
mod sequential;
mod statistics;
mod tracks;

pub use self::judge::{Quantity, Tolerance};

use self::case::{CaseError, Quantities, ReferenceCase};
use self::list::ReferenceFile;
use crate::scenario::error::shown;
use crate::scenario::{Fault, Faults, SourceText};
use rayon::prelude::*;

/// Verdicts on the files of a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The files asked for, in the order of the list.
    pub files: Vec<FileVerdict>,
}

/// Verdict on a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileVerdict {
    /// Its line in the list.
    pub file: &'static ReferenceFile,
    /// Its cases, as far as they were understood; `None` if the folder does not have it.
    pub verdicts: Option<CaseVerdicts>,
}

/// Verdicts on the cases of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseVerdicts {
    /// The cases, in the order of the file.
    pub cases: Vec<CaseVerdict>,
    /// Sources of the values, each once, as the file names them.
    pub sources: Vec<String>,
    /// Number of faults that kept rows, or all of the file, from being understood.
    pub faults: usize,
}

/// Verdict on a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseVerdict {
    /// Its stable name.
    pub id: String,
    /// Compared quantities; never empty.
    pub quantities: Vec<Quantity>,
}

impl CaseVerdict {
    /// Whether every quantity is as expected.
    pub fn passes(&self) -> bool {
        self.quantities.iter().all(Quantity::passes)
    }

    /// The quantity that is farthest off for its tolerance.
    pub fn worst(&self) -> Option<&Quantity> {
        let by_share = |a: &&Quantity, b: &&Quantity| a.share().total_cmp(&b.share());
        self.quantities.iter().max_by(by_share)
    }
}

impl CaseVerdicts {
    /// Number of cases that are off.
    pub fn off(&self) -> usize {
        self.cases.iter().filter(|case| !case.passes()).count()
    }
}

impl FileVerdict {
    /// Whether it was evaluated, understood to the last row, and no case is off.
    pub fn holds(&self) -> bool {
        let verdicts = self.verdicts.as_ref();
        verdicts.is_some_and(|verdicts| verdicts.faults == 0 && verdicts.off() == 0)
    }
}

impl Verification {
    /// Whether every file holds.
    pub fn holds(&self) -> bool {
        self.files.iter().all(FileVerdict::holds)
    }
}

/// Evaluates files of a folder, cases in parallel. `read` gives the text of a file and the name
/// under which faults tell of it, `None` if there is no such file, or why it cannot be read.
/// `evaluated` is called after each case with the number of all cases.
///
/// The faults tell, all at once, of the rows that were not understood; the rest is judged all the
/// same.
pub fn verify(
    files: &[&'static ReferenceFile],
    mut read: impl FnMut(&str) -> Result<Option<SourceText>, String>,
    evaluated: impl Fn(u64) + Sync,
) -> (Verification, Faults) {
    let mut faults = Faults::default();
    let mut readings = Vec::new();
    for file in files {
        let place = faults.sources.len();
        let reading = match read(file.name) {
            Ok(None) => None,
            Ok(Some(source)) => {
                let reading = read::cases(&source, place);
                faults.sources.push(source);
                Some(reading)
            }
            Err(reason) => {
                let mut fault = Fault::new(place, 0..0, reason, "");
                fault.span = None;
                faults.sources.push(SourceText::new(file.name, ""));
                Some((Vec::new(), vec![fault]))
            }
        };
        readings.push((*file, place, reading));
    }
    let cases = readings.iter().filter_map(|(_, _, reading)| reading.as_ref());
    let all: u64 = cases.map(|(cases, _)| cases.len() as u64).sum();
    let judged = readings.into_par_iter().map(|(file, place, reading)| {
        let judged = reading.map(|(cases, wrong)| {
            let evaluate = |case| {
                let quantities = (file.evaluator)(case);
                evaluated(all);
                quantities
            };
            let quantities = cases.par_iter().map(evaluate).collect();
            judge(place, &cases, quantities, wrong)
        });
        (file, judged)
    });
    let judged: Vec<_> = judged.collect();
    let files = judged.into_iter().map(|(file, judged)| {
        let verdicts = judged.map(|(verdicts, wrong)| {
            for fault in wrong {
                faults.add(fault);
            }
            verdicts
        });
        FileVerdict { file, verdicts }
    });
    let files = files.collect();
    (Verification { files }, faults)
}

/// Number of the cases of a file.
///
/// # Errors
/// If anything in it is not understood.
pub fn count(source: SourceText) -> Result<usize, Faults> {
    let (cases, faults) = read::cases(&source, 0);
    if faults.is_empty() { Ok(cases.len()) } else { Err(Faults::of(vec![source], faults)) }
}

/// The verdicts on the cases of a file, and the faults beside those of reading it.
fn judge(
    place: usize,
    cases: &[ReferenceCase],
    quantities: Vec<Quantities>,
    mut wrong: Vec<Fault>,
) -> (CaseVerdicts, Vec<Fault>) {
    let mut verdicts = CaseVerdicts::default();
    for (case, quantities) in cases.iter().zip(quantities) {
        let nothing = || CaseError("it expects nothing".into());
        let some = quantities.and_then(|of| if of.is_empty() { Err(nothing()) } else { Ok(of) });
        let quantities = match some {
            Ok(quantities) => quantities,
            Err(CaseError(text)) => {
                let title = format!("case {} cannot be evaluated: {text}", shown(&case.id));
                wrong.push(Fault::new(place, case.span.clone(), title, ""));
                continue;
            }
        };
        let id = case.id.clone();
        verdicts.cases.push(CaseVerdict { id, quantities });
        if let Ok(source) = case.text("source")
            && !verdicts.sources.iter().any(|known| known == source)
        {
            verdicts.sources.push(source.to_owned());
        }
    }
    verdicts.faults = wrong.len();
    (verdicts, wrong)
}

/// The shipped text of a listed file.
pub fn shipped(name: &str) -> Option<SourceText> {
    let file = list::named(name)?;
    Some(SourceText::new(format!("reference/{name}"), file.shipped))
}

#[cfg(test)]
mod tests;
