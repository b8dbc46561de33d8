//! A verification as a page and as JSON.

use super::json::lines;
use super::sheet::{Align, Block, Sheet, TextGrid};
use crate::verify::{CaseVerdict, CaseVerdicts, FileVerdict, Quantity, Verification};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many cases that are off are shown; of any more only the number is.
const SHOWN_MAX: usize = 30;

/// Heads of the table of files: the worst error is that nearest to what is allowed, or beyond.
const COLUMNS: [&str; 7] = ["file", "cases", "off", "worst error", "allowed", "ratio", "where"];

/// The page: a line for each listed file, what is off, what is looser or left out, the sources and
/// a verdict.
pub fn page(verification: &Verification) -> Sheet {
    let mut page = Sheet::default();
    page.push(Block::Grid(files(verification)));
    let off = off(verification);
    if !off.is_empty() {
        page.push(Block::Lines(off));
    }
    let notes = notes(verification);
    if !notes.is_empty() {
        page.push(Block::Lines(vec!["Tolerances and columns:".into()]));
        for note in notes {
            page.push(note);
        }
    }
    page.push(Block::Lines(vec!["Sources, as the files name them:".into()]));
    for (file, judged) in judged(verification) {
        let sources = judged.sources.join("; ");
        page.push(Block::Prose(format!("{}: {sources}", file.file.name)));
    }
    page.push(Block::Prose(verdict(verification)));
    page
}

/// The files that are there, with their verdicts.
fn judged(verification: &Verification) -> impl Iterator<Item = (&FileVerdict, &CaseVerdicts)> {
    let files = verification.files.iter();
    files.filter_map(|file| Some((file, file.verdicts.as_ref()?)))
}

fn files(verification: &Verification) -> TextGrid {
    TextGrid {
        header: COLUMNS.map(String::from).to_vec(),
        rows: verification.files.iter().map(row).collect(),
        align: Align::Left,
    }
}

fn row(file: &FileVerdict) -> Vec<String> {
    let mut cells = vec![file.file.name.to_owned()];
    let Some(judged) = &file.verdicts else {
        cells.resize(COLUMNS.len() - 1, String::new());
        cells.push("MISSING".into());
        return cells;
    };
    cells.push(judged.cases.len().to_string());
    cells.push(judged.off().to_string());
    let worst = judged.cases.iter().filter_map(|case| Some((case, case.worst()?)));
    let worst = worst.max_by(|(_, a), (_, b)| a.share().total_cmp(&b.share()));
    cells.extend(match worst {
        Some((case, quantity)) => [
            short(quantity.error()),
            short(quantity.tolerance),
            short(quantity.share()),
            format!("{} {}", case.id, quantity.name),
        ],
        None => Default::default(),
    });
    if judged.faults > 0 {
        let last = cells.pop().unwrap_or_default();
        cells.push(format!("{} NOT UNDERSTOOD {last}", judged.faults));
    }
    cells
}

/// A size in two digits.
fn short(number: f64) -> String {
    if number == 0.0 {
        "0".into()
    } else if number.is_infinite() {
        "no number".into()
    } else if (0.001..1000.0).contains(&number) {
        let digits = (1.0 - libm::log10(number).floor()).max(0.0) as usize;
        format!("{number:.digits$}")
    } else {
        format!("{number:.1e}")
    }
}

/// Quantities that are off, a line for each.
fn off(verification: &Verification) -> Vec<String> {
    let all: Vec<String> = judged(verification)
        .flat_map(|(_, judged)| &judged.cases)
        .flat_map(|case| case.quantities.iter().map(move |quantity| (case, quantity)))
        .filter(|(_, quantity)| !quantity.passes())
        .map(|(case, quantity)| told(case, quantity))
        .collect();
    let Some(more) = all.len().checked_sub(SHOWN_MAX).filter(|more| *more > 0) else {
        return all;
    };
    let more = format!("... and {more} more: see --format json");
    all.into_iter().take(SHOWN_MAX).chain([more]).collect()
}

fn told(case: &CaseVerdict, quantity: &Quantity) -> String {
    let list = |numbers: &[f64]| match numbers {
        [] => "undefined".into(),
        [number] => format!("{number:?}"),
        numbers => format!("{numbers:?}"),
    };
    format!(
        "OFF {} {}: got {}, expected {}, off by {} where {} is allowed",
        case.id,
        quantity.name,
        list(&quantity.got),
        list(&quantity.expected),
        short(quantity.error()),
        short(quantity.tolerance),
    )
}

/// Tolerances that are not the files' own, and columns that are not compared.
fn notes(verification: &Verification) -> Vec<Block> {
    let mut notes = Vec::new();
    for (file, judged) in judged(verification) {
        let mut loosest: BTreeMap<&str, (f64, f64, Vec<&str>)> = BTreeMap::new();
        for quantity in judged.cases.iter().flat_map(|case| &case.quantities) {
            let Some(looser) = quantity.looser else {
                continue;
            };
            let fresh = (0.0, 0.0, Vec::new());
            let (case, here, names) = loosest.entry(looser.reason).or_insert(fresh);
            if !names.contains(&quantity.name.as_str()) {
                names.push(&quantity.name);
            }
            if quantity.tolerance > *here {
                (*case, *here) = (looser.case_allows, quantity.tolerance);
            }
        }
        let name = file.file.name;
        for (reason, (case, here, names)) in loosest {
            let (names, case, here) = (names.join(", "), short(case), short(here));
            notes.push(Block::Prose(format!(
                "{name}: {names} under a looser tolerance, at most {here} where the case allows \
                 {case}: {reason}"
            )));
        }
        if !file.file.left_out.is_empty() {
            let left_out = file.file.left_out;
            notes.push(Block::Prose(format!("{name}: not compared: {left_out}")));
        }
    }
    notes
}

fn verdict(verification: &Verification) -> String {
    let cases: usize = judged(verification).map(|(_, judged)| judged.cases.len()).sum();
    let off: usize = judged(verification).map(|(_, judged)| judged.off()).sum();
    let count = |wanted: fn(&FileVerdict) -> bool| {
        verification.files.iter().filter(|file| wanted(file)).count()
    };
    let not_understood =
        |file: &FileVerdict| (file.verdicts.as_ref()).is_some_and(|verdicts| verdicts.faults > 0);
    let failed = [
        (count(|file| file.verdicts.is_none()), "missing"),
        (count(not_understood), "not understood to the last row"),
    ];
    let told = |(count, what)| format!("{count} listed files {what}.");
    let mut sentences: Vec<String> =
        failed.into_iter().filter(|(count, _)| *count > 0).map(told).collect();
    let holding = count(FileVerdict::holds);
    let listed = verification.files.len();
    let first = format!("{holding} of {listed} files hold: {cases} cases evaluated, {off} off.");
    sentences.insert(0, first);
    sentences.push(if verification.holds() { "Verified.".into() } else { "NOT verified.".into() });
    sentences.join(" ")
}

/// The verification as JSON: `holds`, `files` (`file`, `part`, `room`, `state`, `cases`, `off`,
/// `not_understood`, `sources`) and `cases`: `file`, `case_id`, `pass`, and by quantity `expected`,
/// `got`, `tolerance`, `looser` (`case_allows` and `reason`, where the tolerance is not the case's
/// own). A number for a number, a list for a vector, `null` for what is undefined.
pub fn json(verification: &Verification) -> String {
    let files = verification.files.iter().map(|file| {
        let judged = file.verdicts.as_ref();
        let state = judged.map_or("missing", |_| "judged");
        JsonFile {
            file: file.file.name,
            part: file.file.part,
            room: file.file.room,
            state,
            pass: file.holds(),
            cases: judged.map_or(0, |judged| judged.cases.len()),
            off: judged.map_or(0, CaseVerdicts::off),
            not_understood: judged.map_or(0, |judged| judged.faults),
            sources: judged.map_or(&[], |judged| &judged.sources),
        }
    });
    let cases = judged(verification).flat_map(|(file, judged)| {
        let row = |case| JsonCase::of(file.file.name, case);
        judged.cases.iter().map(row)
    });
    lines(&JsonVerification {
        lisbon: crate::account::provenance::VERSION,
        holds: verification.holds(),
        files: files.collect(),
        cases: cases.collect(),
    })
}

#[derive(Serialize)]
struct JsonVerification<'a> {
    lisbon: &'static str,
    holds: bool,
    files: Vec<JsonFile<'a>>,
    cases: Vec<JsonCase<'a>>,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    file: &'static str,
    part: u8,
    room: &'static str,
    state: &'static str,
    pass: bool,
    cases: usize,
    off: usize,
    not_understood: usize,
    sources: &'a [String],
}

#[derive(Serialize)]
struct JsonCase<'a> {
    file: &'static str,
    case_id: &'a str,
    pass: bool,
    expected: BTreeMap<&'a str, JsonNumbers<'a>>,
    got: BTreeMap<&'a str, JsonNumbers<'a>>,
    tolerance: BTreeMap<&'a str, f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    looser: BTreeMap<&'a str, JsonLooser>,
}

#[derive(Serialize)]
struct JsonLooser {
    case_allows: f64,
    reason: &'static str,
}

/// A number, a list, or nothing.
#[derive(Serialize)]
#[serde(untagged)]
enum JsonNumbers<'a> {
    Number(Option<f64>),
    List(&'a [f64]),
}

impl<'a> JsonNumbers<'a> {
    fn of(numbers: &'a [f64]) -> Self {
        match numbers {
            [] => Self::Number(None),
            [number] => Self::Number(Some(*number)),
            list => Self::List(list),
        }
    }
}

impl<'a> JsonCase<'a> {
    fn of(file: &'static str, case: &'a CaseVerdict) -> Self {
        let each = || case.quantities.iter();
        let name = |quantity: &'a Quantity| quantity.name.as_str();
        let looser = |quantity: &'a Quantity| {
            let looser = quantity.looser?;
            let json = JsonLooser { case_allows: looser.case_allows, reason: looser.reason };
            Some((name(quantity), json))
        };
        Self {
            file,
            case_id: &case.id,
            pass: case.passes(),
            expected: each().map(|of| (name(of), JsonNumbers::of(&of.expected))).collect(),
            got: each().map(|of| (name(of), JsonNumbers::of(&of.got))).collect(),
            tolerance: each().map(|of| (name(of), of.tolerance)).collect(),
            looser: each().filter_map(looser).collect(),
        }
    }
}
