//! The answer in sentences that can be quoted.

use super::AssuranceReport;
use crate::reach::corridor::{GuaranteeBasis, ReachCount};
use crate::report::sheet::listed;

/// Sentences on the reach of either side and the basis of a guarantee.
pub(super) fn sentences(report: &AssuranceReport) -> Vec<String> {
    let sides = report.systems.iter().filter_map(|side| kinematic(report, side));
    let mut sentences: Vec<String> = sides.collect();
    if report.runs() > 0 {
        let sides = report.systems.iter().filter_map(|side| sighted(report, side));
        sentences.extend(sides);
    }
    sentences.extend(rests_on(report));
    sentences
}

/// Number of corridors of a side within reach with perfect knowledge.
fn kinematic(report: &AssuranceReport, side: &str) -> Option<String> {
    let against = report.against(side)?;
    let ReachCount { corridors, within, .. } = report.count(side, None);
    Some(format!(
        "With perfect knowledge from burn-out on, {against}'s fire units could reach {within} of \
         the {corridors} corridors of {side}."
    ))
}

/// Number of them within reach under each architecture.
fn sighted(report: &AssuranceReport, side: &str) -> Option<String> {
    let against = report.against(side)?;
    let mut counts: Vec<(usize, Vec<String>)> = Vec::new();
    for name in &report.architectures {
        let within = report.count(side, Some(name)).within;
        match counts.iter_mut().find(|(count, _)| *count == within) {
            Some((_, names)) => names.push(format!("`{name}`")),
            None => counts.push((within, vec![format!("`{name}`")])),
        }
    }
    let clauses: Vec<String> = match &counts[..] {
        [(within, names)] if names.len() > 1 => vec![format!("{within} under every architecture")],
        _ => counts
            .iter()
            .map(|(within, names)| format!("{within} under {}", listed(names)))
            .collect(),
    };
    let runs = report.runs();
    Some(format!(
        "With the tracks that they would have, in at least half of {runs} runs, {against}'s could \
         reach of them: {}.",
        clauses.join("; ")
    ))
}

/// Basis of a guarantee "not directed against", by what was found.
fn rests_on(report: &AssuranceReport) -> Option<String> {
    let basis = GuaranteeBasis::of(&report.rows);
    let (count, out) = (basis.corridors, basis.by_physics);
    if count == 0 {
        return None;
    }
    let of_physics = format!(
        "A guarantee could rest on speed, limits and site of the interceptors for {out} of the \
         {count} corridors, which no sensor and no partner's data brings into reach, as long as \
         those stay as they are."
    );
    if report.runs() == 0 || out == count {
        return Some(of_physics);
    }
    let for_always = match basis.by_promise {
        0 => String::new(),
        always => format!(
            " {always} are within reach under every architecture asked about: for them there is \
             nothing that it could rest on but a promise."
        ),
    };
    let for_others = match basis.by_data {
        0 => "None is out of reach for want of data alone.".into(),
        others => format!(
            "For the other {others} it would rest on what a side does not see or is not told."
        ),
    };
    Some(format!(
        "{of_physics}{for_always} {for_others} What a side sees and is told can change unseen: no \
         guarantee can rest on what is not there."
    ))
}
