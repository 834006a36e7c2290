//! Errors in a file that should be XML, and the result of reading it.

use crate::text::source::Span;

/// What was wrong with the bytes or the markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The kind of error.
    pub kind: FaultKind,
    /// Where, in the decoded text.
    pub span: Span,
    /// The name, encoding or cause that the kind speaks of.
    pub detail: String,
}

/// The kinds of [`Fault`], XML 1.0 and Namespaces in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Not well-formed (XML 1.0 section 2.1).
    NotWellFormed,
    /// The bytes are not of the encoding that they claim (section 4.3.3).
    Bytes,
    /// An encoding that nobody can read (section 4.3.3).
    UnknownEncoding,
    /// An encoding that few readers know.
    ObscureEncoding,
    /// A known encoding that XML processors need not read.
    NonstdEncoding,
    /// No encoding is declared.
    MissingEncoding,
    /// The declaration asks for another version than 1.0 (section 2.8).
    Version,
    /// White space before the declaration (section 2.8).
    LeadingSpace,
    /// An entity that XML does not define: `&nbsp;` (section 4.1).
    UndefinedEntity,
    /// A document type or entity that stands outside the document (section 4.2.2).
    External,
    /// Entities that expand beyond all measure.
    Bomb,
    /// Elements nested deeper than any reader follows.
    TooDeep,
}

impl FaultKind {
    /// Returns whether a reader that keeps to XML stops there.
    #[must_use]
    pub(crate) const fn is_fatal(self) -> bool {
        matches!(
            self,
            Self::NotWellFormed
                | Self::Bytes
                | Self::LeadingSpace
                | Self::UndefinedEntity
                | Self::Bomb
                | Self::TooDeep
        )
    }
}

/// A document that was read, whole or in part.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What was wrong.
    pub faults: Vec<Fault>,
    /// Where reading stopped for good: what follows is not in the document, and elements that end after it
    /// were closed for the author.
    pub cut: Option<usize>,
}

/// The deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 512;
