//! Verification: every model against published and closed-form cases.
//!
//! `lisbon verify` reads the files of a folder by name (the list is [`list::LISTED`], the shipped
//! folder is `reference/`), evaluates each case with the functions that the engine runs, and
//! compares by the rule of [`judge`]. A listed file that is missing fails: nothing is passed over in
//! silence. What cannot be read is a fault with its line.

pub mod judge;
pub mod list;

mod assignment;
mod case;
mod defence;
mod earth;
mod filters;
mod flight;
mod fusion;
mod linear;
mod nesc;
mod read;
mod reentry;
mod sensing;
mod statistics;
mod tracks;

pub use self::judge::Quantity;
pub use self::judge::Tolerance;

use self::case::Misread;
use self::list::Evaluator;
use self::list::LISTED;
use self::list::Listed;
use crate::scenario::Fault;
use crate::scenario::Faults;
use crate::scenario::SourceText;

/// What a whole folder came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The listed files, in the order of the list.
    pub files: Vec<File>,
}

/// What a file came to.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Its line in the list.
    pub listed: &'static Listed,
    /// What it came to.
    pub state: State,
}

/// What became of a listed file.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// The folder does not have it.
    Missing,
    /// It was evaluated, as far as it was understood.
    Judged(Judged),
}

/// The cases of a file, judged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    /// The cases, in the order of the file.
    pub cases: Vec<Case>,
    /// Where the values come from, each source once, as the file says.
    pub sources: Vec<String>,
    /// How many faults kept rows, or all of it, from being understood.
    pub faults: usize,
}

/// A case, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its stable name.
    pub id: String,
    /// What was compared; never empty.
    pub quantities: Vec<Quantity>,
}

impl Case {
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

impl Judged {
    /// How many cases are off.
    pub fn off(&self) -> usize {
        self.cases.iter().filter(|case| !case.passes()).count()
    }
}

impl File {
    /// Whether it was evaluated, understood to the last row, and no case is off.
    pub fn holds(&self) -> bool {
        match &self.state {
            State::Judged(judged) => judged.faults == 0 && judged.off() == 0,
            State::Missing => false,
        }
    }
}

impl Verification {
    /// Whether every listed file holds.
    pub fn holds(&self) -> bool {
        self.files.iter().all(File::holds)
    }
}

/// Evaluates every listed file of a folder. `read` gives the text of a file and the name under
/// which faults tell of it, `None` if there is no such file, or why it cannot be read.
///
/// What was not understood is told by the faults, all at once; the rest is judged all the same.
pub fn verify(
    mut read: impl FnMut(&str) -> Result<Option<SourceText>, String>,
) -> (Verification, Faults) {
    let mut faults = Faults::default();
    let mut state = |listed: &'static Listed| match read(listed.file) {
        Ok(None) => State::Missing,
        Ok(Some(source)) => State::Judged(judge(source, listed.evaluator, &mut faults)),
        Err(reason) => {
            let mut fault = Fault::new(faults.sources.len(), 0..0, reason, "");
            fault.span = None;
            faults.sources.push(SourceText::new(listed.file, ""));
            faults.add(fault);
            State::Judged(Judged {
                faults: 1,
                ..Judged::default()
            })
        }
    };
    let files = LISTED.iter().map(|listed| File {
        listed,
        state: state(listed),
    });
    let files = files.collect();
    (Verification { files }, faults)
}

/// The cases of a file, judged as far as they are understood; the rest become faults.
fn judge(source: SourceText, evaluate: Evaluator, faults: &mut Faults) -> Judged {
    let place = faults.sources.len();
    let (cases, mut wrong) = read::cases(&source, place);
    let mut judged = Judged::default();
    for case in &cases {
        let quantities = match evaluate(case) {
            Ok(quantities) if !quantities.is_empty() => quantities,
            Ok(_) => {
                wrong.push(told(place, case, "it expects nothing"));
                continue;
            }
            Err(Misread(text)) => {
                wrong.push(told(place, case, &text));
                continue;
            }
        };
        judged.cases.push(Case {
            id: case.id.clone(),
            quantities,
        });
        if let Ok(source) = case.text("source")
            && !judged.sources.iter().any(|known| known == source)
        {
            judged.sources.push(source.to_owned());
        }
    }
    judged.faults = wrong.len();
    faults.sources.push(source);
    for fault in wrong {
        faults.add(fault);
    }
    judged
}

/// The shipped text of a listed file.
pub fn shipped(file: &str) -> Option<SourceText> {
    let listed = LISTED.iter().find(|listed| listed.file == file)?;
    Some(SourceText::new(format!("reference/{file}"), listed.shipped))
}

fn told(file: usize, case: &case::Case, text: &str) -> Fault {
    let title = format!("case {} cannot be evaluated: {text}", case.id);
    Fault::new(file, case.span.clone(), title, "")
}

#[cfg(test)]
mod tests;
