//! A file's contents with its name, spans in it, and their lines and columns.

use crate::text::pieces::Part as _;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One file's text, under the path that people know it by.
///
/// The path is relative to the site, with `/` between its parts, or as it was given on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where the text stands.
    pub path: Arc<str>,
    /// The whole text, as UTF-8. Spans are byte offsets into it.
    pub text: Arc<str>,
}

impl SourceFile {
    /// A file of this name and text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A part of a source, as byte offsets `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`; an end before the start is taken as the start.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Whether one of these spans, which are in order and do not overlap, holds a place.
    pub(crate) fn any_holds(spans: &[Self], at: usize) -> bool {
        spans.get(spans.partition_point(|span| span.end <= at)).is_some_and(|span| span.start <= at)
    }

    /// The empty span at `offset`.
    #[must_use]
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same span for contents that begin `by` bytes further back in a larger one.
    #[must_use]
    pub(crate) const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// Returns whether both share a byte, or one of them is empty and touches the other.
    #[must_use]
    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
            || (self.is_empty() || other.is_empty()) && self.start <= other.end && other.start <= self.end
    }

    /// The text that it covers; empty where it lies outside `text` or cuts a character.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.part(self.start..self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// A value and the place that it was written at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A place as people and editors count it: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
}

impl Position {
    /// The first place of a source, which also stands for a whole file.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a source begin: made once for each file with findings, O(log lines) per lookup.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// Whether a character is a byte: then no line is counted, however long it is.
    ascii: bool,
}

impl LineIndex {
    /// Reads `text` once. A line ends at `\n`; a lone `\r` does not end one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { starts, ascii: text.is_ascii() }
    }

    /// How many lines there are; contents that end in a line feed have an empty last one.
    #[must_use]
    pub(crate) fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line (from 1), its end-of-line characters left out; empty where there is no such line.
    #[must_use]
    pub(crate) fn line_span(&self, text: &str, line: usize) -> Span {
        let Some(start) = line.checked_sub(1).and_then(|i| self.starts.get(i).copied()) else {
            return Span::at(text.len());
        };
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let trimmed = text.part(start..end).trim_end_matches('\r');
        Span::new(start, start + trimmed.len())
    }

    /// The line (from 1) of a byte offset; the last one for an offset after the end.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// Line and column of a byte offset. An offset after the end is the end; one inside a character is its start.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = text.part(start..offset);
        let column = if self.ascii { before.len() } else { before.chars().count() } + 1;
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        let text = "é😀x\r\nsecond\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 6).to_string(), "1:3");
        assert_eq!(index.position(text, 9).to_string(), "2:1");
        assert_eq!(index.position(text, 900).to_string(), "3:1");
        assert_eq!(index.position(text, 1).to_string(), "1:1");
        assert_eq!(index.line_span(text, 1).of(text), "é😀x");
        assert_eq!(index.line_span(text, 2).of(text), "second");
        assert_eq!(index.line_span(text, 9).of(text), "");
    }

    #[test]
    fn an_empty_span_overlaps_what_it_touches() {
        assert!(Span::at(3).overlaps(Span::new(3, 5)));
        assert!(!Span::new(1, 3).overlaps(Span::new(3, 5)));
    }
}
