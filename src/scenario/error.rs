//! Faults of the user's files: all at once, each at its place.
//!
//! A [`Fault`] is one mistake: where, what, why and what to write instead. [`Faults`] holds all of
//! them beside the texts they point into, so that printing needs nothing else. Drawing them with
//! carets and colours is `cli::faults`; the `Display` here is one plain line for each.

use std::error::Error;
use std::fmt;
use std::ops::Range;

/// So many faults are kept; of any more only the number is (a hostile file has millions).
pub const MAX_FAULTS: usize = 3000;

/// So many faults are printed; of any more only the number is.
pub const MAX_PRINTED: usize = 50;

/// A file as it was read.
#[derive(Clone)]
pub struct SourceText {
    /// Its name, as the user wrote it or as the path that was loaded.
    pub name: String,
    /// Its whole text.
    pub text: String,
    /// Byte at which each line starts.
    line_starts: Vec<usize>,
}

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Index of the file in [`Faults::sources`].
    pub file: usize,
    /// Bytes of the text it points at; `None` means the file as a whole.
    pub span: Option<Range<usize>>,
    /// The fault, in a line.
    pub title: String,
    /// A word at the place that is pointed at; may be empty.
    pub label: String,
    /// Further facts that help to understand it.
    pub notes: Vec<String>,
    /// The remedy.
    pub help: Option<Help>,
}

/// Remedy of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The advice, in a line.
    pub text: String,
    /// Bytes of the fault's file, and the text to write in their place.
    pub replacement: Option<(Range<usize>, String)>,
}

/// All mistakes in the files of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// The files.
    pub sources: Vec<SourceText>,
    /// The faults, by file and place.
    pub list: Vec<Fault>,
    /// Number of faults beyond [`MAX_FAULTS`] that were seen and not kept; with so many of them
    /// the rest of the file is not looked at, so there may be more.
    pub more: usize,
}

impl SourceText {
    /// A file of this name with this text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// Line and column of a byte, both counted from one, the column in characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts[line - 1];
        (line, self.text[start..byte].chars().count() + 1)
    }

    /// Bytes of a line, counted from one, without its line break; empty beyond the last line.
    pub fn line(&self, line: usize) -> Range<usize> {
        let end_of_text = self.text.len();
        let start_of = |index: usize| self.line_starts.get(index).copied().unwrap_or(end_of_text);
        let start = start_of(line.saturating_sub(1));
        let text = &self.text[start..start_of(line)];
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// The nearest range of whole characters inside the text.
    fn clamp(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(span.start);
        start..self.text.ceil_char_boundary(span.end).max(start)
    }
}

/// The name alone: a text in a debug print buries everything else.
impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SourceText").field(&self.name).finish()
    }
}

impl Fault {
    /// A fault at a place, with neither notes nor help.
    pub fn new(
        file: usize,
        span: Range<usize>,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            file,
            span: Some(span),
            title: title.into(),
            label: label.into(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// The same with a further note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(Help { text: text.into(), replacement: None });
        self
    }

    /// The same with advice that says what to write in place of `span`.
    #[must_use]
    pub fn replace(mut self, text: impl Into<String>, span: Range<usize>, new: String) -> Self {
        self.help = Some(Help { text: text.into(), replacement: Some((span, new)) });
        self
    }

    /// The same with advice that says what to write in the place that is pointed at.
    #[must_use]
    pub(crate) fn instead(self, text: impl Into<String>, new: impl Into<String>) -> Self {
        let span = self.span.clone().unwrap_or_default();
        self.replace(text, span, new.into())
    }
}

impl Faults {
    /// No faults yet, in these files.
    pub fn new(sources: Vec<SourceText>) -> Self {
        Self { sources, ..Self::default() }
    }

    /// These faults, in these files, in order.
    pub(crate) fn of(sources: Vec<SourceText>, list: Vec<Fault>) -> Self {
        let mut faults = Self::new(sources);
        for fault in list {
            faults.add(fault);
        }
        faults.sort();
        faults
    }

    /// Adds a fault, or only counts it when there are [`MAX_FAULTS`] of them. What a terminal obeys
    /// or does not show is made visible in its words, whoever wrote them.
    pub fn add(&mut self, mut fault: Fault) {
        if self.is_full() {
            self.more += 1;
            return;
        }
        if let Some(source) = self.sources.get(fault.file) {
            fault.span = fault.span.map(|span| source.clamp(&span));
            if let Some(Help { replacement: Some((span, _)), .. }) = &mut fault.help {
                *span = source.clamp(span);
            }
        }
        let help = fault.help.iter_mut().map(|help| &mut help.text);
        for words in [&mut fault.title, &mut fault.label].into_iter().chain(help) {
            *words = visible(words);
        }
        for note in &mut fault.notes {
            *note = visible(note);
        }
        self.list.push(fault);
    }

    /// True once no more faults are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MAX_FAULTS
    }

    /// Sorts by file and place, and drops what is said twice.
    pub(crate) fn sort(&mut self) {
        self.list.sort_by(|one, other| {
            let place = |fault: &Fault| (fault.file, fault.span.as_ref().map_or(0, |s| s.start));
            (place(one), &one.title).cmp(&(place(other), &other.title))
        });
        self.list.dedup();
    }

    /// Number of faults, the ones not kept among them.
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    /// The place of a fault as `file:line:column`, or the file's name alone.
    pub fn place(&self, fault: &Fault) -> String {
        let Some(source) = self.sources.get(fault.file) else {
            return String::new();
        };
        let name = shown(&source.name);
        match &fault.span {
            Some(span) => {
                let (line, column) = source.line_column(span.start);
                format!("{name}:{line}:{column}")
            }
            None => name,
        }
    }

    /// `3 faults in 2 files`.
    pub fn summary(&self) -> String {
        let mut files: Vec<usize> = self.list.iter().map(|fault| fault.file).collect();
        files.sort_unstable();
        files.dedup();
        let (faults, files) = (self.count(), files.len());
        let or_more = if self.more > 0 { " or more" } else { "" };
        let s = |count: usize| if count == 1 { "" } else { "s" };
        format!("{faults}{or_more} fault{} in {files} file{}", s(faults), s(files))
    }

    /// Number of faults that are not printed.
    pub fn unprinted(&self) -> usize {
        self.count() - self.list.len().min(MAX_PRINTED)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.list.iter().take(MAX_PRINTED) {
            write!(f, "{}: {}", self.place(fault), fault.title)?;
            if !fault.label.is_empty() {
                write!(f, "; {}", fault.label)?;
            }
            match &fault.help {
                Some(Help { text, replacement: Some((_, new)) }) => {
                    writeln!(f, "; {text}: {}", shown(new))?;
                }
                Some(help) => writeln!(f, "; {}", help.text)?,
                None => writeln!(f)?,
            }
        }
        if self.unprinted() > 0 {
            writeln!(f, "... and {} more", self.unprinted())?;
        }
        write!(f, "{}", self.summary())
    }
}

impl Error for Faults {}

/// Characters that a terminal obeys or does not show, as ranges: those that turn the direction of
/// the text, that have no width, that part lines, and tags (Unicode 15, general category Cf, Zl and
/// Zp; Boucher & Anderson, *Trojan Source*, 2021). Controls are not among them.
const HIDDEN: [(char, char); 11] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e007f}'),
];

/// True of a character that a terminal obeys or does not show.
pub(crate) fn is_hidden(letter: char) -> bool {
    letter.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// The user's text, fit to stand in a message: short, and without characters that hide.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", shown(text))
}

/// The same without the quotes.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::new();
    for letter in text.chars().take(LONGEST) {
        push_visible(&mut shown, letter);
    }
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// Words of one or more lines without characters that hide.
fn visible(words: &str) -> String {
    let mut visible = String::with_capacity(words.len());
    for letter in words.chars() {
        if letter == '\n' {
            visible.push(letter);
        } else {
            push_visible(&mut visible, letter);
        }
    }
    visible
}

fn push_visible(text: &mut String, letter: char) {
    if is_hidden(letter) {
        text.extend(letter.escape_default());
    } else {
        text.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_and_column_count_from_one_in_characters() {
        let source = SourceText::new("a", "é=1\r\nb\n");
        let places = [(0, 1, 1), (2, 1, 2), (5, 1, 5), (6, 2, 1), (8, 3, 1), (99, 3, 1)];
        for (byte, line, column) in places {
            assert_eq!(source.line_column(byte), (line, column), "byte {byte}");
        }
        assert_eq!(source.line_column(1), (1, 1), "inside a character");
        assert_eq!(&source.text[source.line(1)], "é=1");
        assert_eq!(source.line(4), 8..8);
    }

    #[test]
    fn faults_are_sorted_told_once_and_counted_beyond_the_cap() {
        let mut faults = Faults::new(vec![SourceText::new("a", "x = 1\n")]);
        faults.add(Fault::new(0, 4..5, "second", ""));
        faults.add(Fault::new(0, 0..900, "first", ""));
        faults.add(Fault::new(0, 4..5, "second", ""));
        faults.sort();
        let titles: Vec<&str> = faults.list.iter().map(|f| f.title.as_str()).collect();
        assert_eq!(titles, ["first", "second"]);
        assert_eq!(faults.list[0].span, Some(0..6), "clamped to the text");
        assert_eq!(faults.summary(), "2 faults in 1 file");
        for _ in 0..MAX_FAULTS {
            faults.add(Fault::new(0, 0..1, "more", ""));
        }
        assert_eq!(faults.count(), MAX_FAULTS + 2);
        assert_eq!(faults.more, 2);
        assert!(faults.to_string().ends_with("3002 or more faults in 1 file"));
    }

    #[test]
    fn what_is_told_of_a_fault_hides_no_characters() {
        let mut faults = Faults::new(vec![SourceText::new("a", "x = 1\n")]);
        let fault = Fault::new(0, 0..1, "a\0", "b\u{202e}").note("c\u{8}\nd").help("e\u{1b}");
        faults.add(fault);
        assert_eq!(faults.to_string(), "a:1:1: a\\u{0}; b\\u{202e}; e\\u{1b}\n1 fault in 1 file");
        assert_eq!(faults.list[0].notes, ["c\\u{8}\nd"]);
    }

    #[test]
    fn messages_hide_no_characters_and_stay_short() {
        assert_eq!(quoted("a\u{1b}[31m"), "`a\\u{1b}[31m`");
        assert_eq!(quoted("a\u{202e}b\u{200b}\u{9b}"), "`a\\u{202e}b\\u{200b}\\u{9b}`");
        assert_eq!(quoted(&"x".repeat(1000)).chars().count(), 83);
    }
}
