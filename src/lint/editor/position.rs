//! Places as editors count them: lines and characters from 0, characters in the units of an encoding.

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// What an editor counts within a line. Source: the Language Server Protocol, `PositionEncodingKind`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits: what every editor can count.
    #[default]
    Utf16,
}

/// File contents and their lines, which for an editor end at `\n`, `\r\n` or `\r`. Source: the Language Server Protocol, `EOL`.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where the lines begin.
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|at| at + 1);
        let is_end = |end: &usize| bytes.get(end - 1) == Some(&b'\n') || bytes.get(*end) != Some(&b'\n');
        Self { text, starts: std::iter::once(0).chain(ends.filter(is_end)).collect(), encoding }
    }

    /// The line and the character of a byte offset. An offset after the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = Span::new(self.line(line).start, offset).of(self.text);
        (line, self.units(before))
    }

    /// The byte offset of a line and a character; the end of the line, or of the text, for a place after it.
    #[must_use]
    pub fn offset(&self, line: usize, character: usize) -> usize {
        let span = self.line(line);
        let mut units = 0;
        for (at, c) in span.of(self.text).char_indices() {
            units += self.units(c.encode_utf8(&mut [0; 4]));
            if units > character {
                return span.start + at;
            }
        }
        span.end
    }

    /// A line without its end; the end of the text where there is no such line.
    fn line(&self, line: usize) -> Span {
        let Some(start) = self.starts.get(line).copied() else { return Span::at(self.text.len()) };
        let end = self.starts.get(line.saturating_add(1)).copied().unwrap_or(self.text.len());
        let trimmed = self.text.part(start..end).trim_end_matches(['\r', '\n']);
        Span::new(start, start + trimmed.len())
    }

    fn units(&self, text: &str) -> usize {
        match self.encoding {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.encode_utf16().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back_in_both_encodings() {
        let text = "é😀x\r\nsecond\n";
        for (encoding, x) in [(Encoding::Utf16, 3), (Encoding::Utf8, 6)] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(6), (0, x));
            assert_eq!(lines.offset(0, x), 6);
            assert_eq!(lines.position(9), (1, 0));
            assert_eq!(lines.offset(1, 0), 9);
            assert_eq!((lines.offset(0, 99), lines.offset(99, 0)), (7, text.len()));
        }
    }

    #[test]
    fn lines_end_as_an_editor_ends_them() {
        let text = "a\rb\r\n\n\r\rc\r";
        let lines = Lines::new(text, Encoding::Utf16);
        let starts: Vec<usize> = (0..7).map(|line| lines.offset(line, 0)).collect();
        assert_eq!(starts, [0, 2, 5, 6, 7, 8, 10]);
        let ends: Vec<usize> = (0..7).map(|line| lines.offset(line, 99)).collect();
        assert_eq!(ends, [1, 3, 5, 6, 7, 9, 10]);
        assert_eq!(
            [0, 2, 8, 9, 10].map(|offset| lines.position(offset)),
            [(0, 0), (1, 0), (5, 0), (5, 1), (6, 0)]
        );
        assert_eq!(Lines::new("\r", Encoding::Utf8).position(1), (1, 0));
        assert_eq!(Lines::new("", Encoding::Utf8).position(0), (0, 0));
    }
}
