//! A finding with its places as people count them, and the lines that show it.

use std::sync::Arc;

use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Position, Span};

/// One finding and where it is, as people count.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What the rule said.
    pub diagnostic: Diagnostic,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
    /// [`Diagnostic::fingerprint`], with a number after it from the second finding of the same on.
    pub fingerprint: String,
    /// The place in its file, then related places; empty for a finding about a whole file.
    pub excerpts: Vec<Excerpt>,
    /// Start and end of each of the diagnostic's related places, in its order.
    pub related: Vec<(Position, Position)>,
    /// Start and end of each of its fix's edits, in its order.
    pub edits: Vec<(Position, Position)>,
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
