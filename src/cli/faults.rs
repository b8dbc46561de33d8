//! The user's mistakes as `rustc` would show them: file, line, caret, and what to write instead.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::scenario::error::{MAX_PRINTED, is_hidden, quoted};
use crate::scenario::{Fault, Faults, Help, SourceText};

/// A line of more bytes is not shown, only where it is.
const LONGEST_LINE_BYTES: usize = 2000;

/// All faults as text for a terminal, and a last line that counts them and says what came of it.
///
/// No more than [`MAX_PRINTED`] are shown. With `color`, the text has ANSI escapes.
pub fn render(faults: &Faults, color: bool, consequence: &str) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for fault in faults.list.iter().take(MAX_PRINTED) {
        text += &renderer.render(&groups(faults, fault));
        text += "\n\n";
    }
    if faults.unprinted() > 0 {
        let unprinted = format!("... and {} more faults, not shown\n\n", faults.unprinted());
        text += &unprinted;
    }
    text + &format!("{}; {consequence}\n", faults.summary())
}

fn groups<'a>(faults: &'a Faults, fault: &'a Fault) -> Vec<Group<'a>> {
    let source = faults.sources.get(fault.file);
    let mut main = Group::with_title(Level::ERROR.primary_title(&fault.title));
    if let Some(source) = source {
        let shown = snippet(source, fault);
        let label_is_shown = shown.is_some();
        main = main.element(shown.unwrap_or_else(|| origin(source, fault)));
        if !label_is_shown && !fault.label.is_empty() {
            main = main.element(Level::NOTE.no_name().message(&fault.label));
        }
    }
    for note in &fault.notes {
        main = main.element(Level::NOTE.message(note));
    }
    let Some(help) = &fault.help else {
        return vec![main];
    };
    match source.and_then(|source| patch(source, help)) {
        Some(patch) => {
            let title = Level::HELP.secondary_title(&help.text);
            vec![main, Group::with_title(title).element(patch)]
        }
        None => vec![main.element(Level::HELP.message(clean(&in_words(help))))],
    }
}

/// The line of the fault with carets below.
fn snippet<'a>(source: &'a SourceText, fault: &'a Fault) -> Option<Element<'a>> {
    let span = fault.span.as_ref()?;
    let (number, line) = line_around(source, span)?;
    // Of a table in braces or a list over several lines, the first line stands for all.
    let end = span.end.clamp(span.start, line.end.max(span.start));
    let annotation = AnnotationKind::Primary
        .span(span.start - line.start..end - line.start)
        .label(Some(&fault.label).filter(|label| !label.is_empty()));
    let snippet = Snippet::source(&source.text[line])
        .line_start(number)
        .path(clean(&source.name))
        .annotation(annotation);
    Some(snippet.into())
}

/// The line as it should be, drawn as a difference.
fn patch<'a>(source: &'a SourceText, help: &'a Help) -> Option<Snippet<'a, Patch<'a>>> {
    let (span, new) = help.replacement.as_ref()?;
    let (number, line) = line_around(source, span)?;
    if span.end > line.end {
        return None;
    }
    let span = span.start - line.start..span.end - line.start;
    let snippet = Snippet::source(&source.text[line])
        .line_start(number)
        .path(clean(&source.name))
        .patch(Patch::new(span, clean(new)));
    Some(snippet)
}

/// Number and bytes of the line in which a span starts, unless it is too long to be shown or has
/// characters that a terminal would obey or not show.
fn line_around(source: &SourceText, span: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let (number, _) = source.line_column(span.start);
    let line = source.line(number);
    let is_short = line.len() <= LONGEST_LINE_BYTES;
    let is_shown = is_short && span.start <= line.end && is_printable(&source.text[line.clone()]);
    is_shown.then_some((number, line))
}

fn is_printable(line: &str) -> bool {
    !line.chars().any(|letter| is_hidden(letter) && letter != '\t')
}

/// The text with a sign in the place of what a terminal would obey or not show.
fn clean(text: &str) -> String {
    let shown =
        |letter: char| if letter != '\n' && is_hidden(letter) { '\u{fffd}' } else { letter };
    text.chars().map(shown).collect()
}

fn origin<'a>(source: &'a SourceText, fault: &Fault) -> Element<'a> {
    let origin = Origin::path(clean(&source.name));
    match &fault.span {
        Some(span) => {
            let (line, column) = source.line_column(span.start);
            origin.line(line).char_column(column).into()
        }
        None => origin.into(),
    }
}

fn in_words(help: &Help) -> String {
    match &help.replacement {
        Some((_, new)) => format!("{}: {}", help.text, quoted(new)),
        None => help.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_not_shown_and_a_fault_of_the_whole_file_has_no_line() {
        let text = format!("a = \"{}\"\nb = 1\n", "x".repeat(5000));
        let mut faults = Faults::new(vec![SourceText::new("a.toml", text)]);
        faults.add(Fault::new(0, 0..1, "first", "its label"));
        let whole = Fault::new(0, 0..0, "second", "why");
        faults.add(Fault { span: None, ..whole });
        faults.add(Fault::new(0, 1..2, "third", "").replace("write", 0..1, "y".repeat(5000)));
        let text = render(&faults, false, "nothing was run");
        assert!(text.len() < 700, "{text}");
        for part in ["a.toml:1:1", "first", "its label", "second", "why"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.ends_with("3 faults in 1 file; nothing was run\n"));
    }

    #[test]
    fn nothing_of_the_user_is_obeyed_by_the_terminal_or_hidden() {
        for hidden in ["\u{1b}", "\u{9b}", "\u{202e}", "\u{2067}", "\u{200b}", "\u{feff}"] {
            let text = format!("a = 1 # {hidden}[31m\n");
            let mut faults = Faults::new(vec![SourceText::new(format!("{hidden}[31m"), text)]);
            let fault = Fault::new(0, 0..1, hidden, hidden).note(hidden);
            faults.add(fault.clone().help(hidden));
            faults.add(fault.replace(hidden, 4..5, hidden.to_owned()));
            faults.add(Fault { span: None, ..Fault::new(0, 0..0, hidden, hidden) });
            let text = render(&faults, false, "nothing was run");
            assert!(!text.contains(hidden), "{text:?}");
        }
        let faults = Faults::of(Vec::new(), vec![Fault::new(0, 0..0, "a", "")]);
        assert!(render(&faults, true, "nothing was run").contains('\u{1b}'), "colours stay");
    }

    #[test]
    fn faults_beyond_the_printed_are_counted() {
        let mut faults = Faults::new(vec![SourceText::new("a", "x = 1\n")]);
        for number in 0..60 {
            faults.add(Fault::new(0, 0..1, format!("fault {number}"), ""));
        }
        let text = render(&faults, false, "nothing was run");
        assert_eq!(text.matches("error: ").count(), MAX_PRINTED);
        assert!(text.contains("and 10 more"), "{text}");
        assert!(text.contains("60 faults in 1 file"));
    }
}
