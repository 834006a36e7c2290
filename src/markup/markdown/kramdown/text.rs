//! The lines of one paragraph, heading or table cell as one string, with the way back to the source.

use std::borrow::Cow;

use crate::markup::markdown::kramdown::line::{Line, is_space_char};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The lines of inline text as one string, with the way back.
pub(crate) struct Joined<'s> {
    pub(crate) text: Cow<'s, str>,
    /// Where the first line begins in the source.
    start: usize,
    /// Where lines begin, in the text and in the source, unless they are adjacent in the source.
    starts: Vec<(usize, usize)>,
}

impl<'s> Joined<'s> {
    pub(crate) fn new(lines: &[Line], source: &'s str) -> Self {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Self { text: Cow::Borrowed(""), start: 0, starts: Vec::new() };
        };
        let together = lines.windows(2).all(|pair| match pair {
            [a, b] => b.pad == 0 && b.start == a.end + 1 && source.as_bytes().get(a.end) == Some(&b'\n'),
            _ => true,
        });
        let first = first.trimmed_start(source);
        let trim = |text: &str| text.trim_end_matches(is_space_char).len();
        if together && first.start <= last.end {
            let text = source.part(first.start..last.end);
            let text = text.part(..trim(text));
            return Self { text: Cow::Borrowed(text), start: first.start, starts: Vec::new() };
        }
        let mut text = String::new();
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            if !text.is_empty() {
                text.push('\n');
            }
            let line = if text.is_empty() { line.trimmed_start(source) } else { Line { pad: 0, ..*line } };
            starts.push((text.len(), line.start));
            text.push_str(line.text(source));
        }
        text.truncate(trim(&text));
        Self { text: Cow::Owned(text), start: first.start, starts }
    }

    /// The place in the source.
    fn place(&self, at: usize) -> usize {
        let number = self.starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.starts.get(number).map_or(self.start + at, |(start, source)| source + (at - start.min(&at)))
    }

    /// A part of the text as a place in the source.
    pub(crate) fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let (from, to) = (range.start, range.end);
        let end = if to > from { self.place(to - 1) + 1 } else { self.place(to) };
        Span::new(self.place(from), end)
    }
}
