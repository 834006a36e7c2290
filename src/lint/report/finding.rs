//! A finding with its places as people count them, and the lines that show it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::text::diagnostic::Diagnostic;
use crate::text::printable::{is_unprintable, printable};
use crate::text::source::{Position, Span};

/// One finding and where it is, as people count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What the rule said.
    pub diagnostic: Diagnostic,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
    /// What tells it from other findings, in this run and in later ones.
    pub fingerprint: Fingerprint,
    /// The place in its file, then related places; empty for a finding about a whole file.
    pub excerpts: Vec<Excerpt>,
    /// Start and end of each of the diagnostic's related places, in its order.
    pub related: Vec<(Position, Position)>,
    /// Start and end of each of its fix's edits, in its order.
    pub edits: Vec<(Position, Position)>,
}

/// [`Diagnostic::fingerprint`] in 16 digits, with a number after it from the second finding of the same on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    pub(super) hash: u64,
    /// From 1.
    pub(super) number: u32,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.hash)?;
        if self.number > 1 { write!(out, "-{}", self.number) } else { Ok(()) }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Finding {
    /// The finding with every outside string in printable form; source lines keep their length, which marks count in.
    pub(super) fn printable(&self) -> Self {
        let mut shown = self.clone();
        let diagnostic = &mut shown.diagnostic;
        make_path_printable(&mut diagnostic.path);
        if let Cow::Owned(message) = printable(&diagnostic.message) {
            diagnostic.message = message.into_boxed_str();
        }
        diagnostic.help = diagnostic.help.take().map(|help| match printable(&help) {
            Cow::Owned(help) => Cow::Owned(help),
            Cow::Borrowed(_) => help,
        });
        if diagnostic.fix().is_some() {
            diagnostic.change(|extra| extra.fix.iter_mut().for_each(|fix| make_printable(&mut fix.title)));
        }
        for excerpt in &mut shown.excerpts {
            make_path_printable(&mut excerpt.path);
            excerpt.text = of_same_length(&excerpt.text);
            excerpt.marks.iter_mut().filter_map(|mark| mark.label.as_mut()).for_each(make_printable);
        }
        shown
    }
}

/// Some lines of a file and what is marked in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file.
    pub path: Arc<str>,
    /// The number of the first line.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// What is marked: span in [`Self::text`], words beside it, whether it is the finding's own place.
    pub marks: Vec<Mark>,
}

/// One marked place of an [`Excerpt`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in the excerpt's text.
    pub span: Span,
    /// Words beside it.
    pub label: Option<String>,
    /// Whether it is the finding's own place.
    pub primary: bool,
}

/// Makes an outside string printable.
pub(super) fn make_printable(text: &mut String) {
    if let Cow::Owned(shown) = printable(text) {
        *text = shown;
    }
}

/// Makes a path printable.
pub(super) fn make_path_printable(path: &mut Arc<str>) {
    if let Cow::Owned(shown) = printable(path) {
        *path = Arc::from(shown);
    }
}

/// Source lines in which each unprintable character is replaced by one of the same length in UTF-8.
fn of_same_length(lines: &str) -> String {
    let shown = |c: char| match c.len_utf8() {
        _ if matches!(c, '\n' | '\r' | '\t') || !is_unprintable(c) => c,
        1 => '?',
        2 => '\u{a4}',
        _ => '\u{fffd}',
    };
    if lines.contains(is_unprintable) { lines.chars().map(shown).collect() } else { lines.to_owned() }
}
