//! What can be wrong with front matter, in our words and in a parser's.

use crate::text::source::Span;

/// Something that is wrong with front matter or a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the wrong or unfinished construct begins.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What to write at the span instead, where that is likely to fix it.
    pub replacement: Option<String>,
    /// Whether Jekyll reads nothing of this front matter then: it prints an error, ends with success and publishes
    /// the post without a title and with the build's date.
    pub fatal: bool,
}

impl Fault {
    /// An error with nothing but its place and its message.
    pub(crate) const fn new(span: Span, message: String) -> Self {
        Self { span, message, help: None, replacement: None, fatal: false }
    }

    pub(super) fn fatal(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: Some(help.into()), replacement: None, fatal: true }
    }

    pub(super) fn with_replacement(mut self, replacement: String) -> Self {
        self.replacement = Some(replacement);
        self
    }
}

/// A reader's own words on why it gave up, and where in the text.
#[derive(Clone, Debug)]
pub(super) struct Complaint {
    pub(super) place: usize,
    pub(super) words: String,
}
