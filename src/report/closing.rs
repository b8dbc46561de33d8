//! How a page on many runs closes: what is assumed, what follows, and which runs failed.

use super::sheet::Block;
use super::sheet::Sheet;

/// So many failed runs are listed; of the others only the number is.
pub(super) const MAX_FAILURES: usize = 10;

/// Closes a page, with a line for each failed run.
pub(super) fn close(
    sheet: &mut Sheet,
    (assumptions, conclusion): (&[&str], &[String]),
    failures: impl ExactSizeIterator<Item = String>,
) {
    sheet.push(Block::Prose(format!("Assumed. {}", assumptions.join(" "))));
    for sentence in conclusion {
        sheet.push(Block::Prose(sentence.clone()));
    }
    if failures.len() > 0 {
        let mut lines = vec![format!("{} runs failed, a bug of Lisbon:", failures.len())];
        lines.extend(failures.take(MAX_FAILURES));
        sheet.push(Block::Lines(lines));
    }
}
