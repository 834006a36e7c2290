//! Places as editors count them: lines and characters from 0, characters in the units of an encoding.

use crate::text::source::{LineIndex, Span};

/// What an editor counts within a line. Source: the Language Server Protocol, `PositionEncodingKind`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits: what every editor can count.
    #[default]
    Utf16,
}

/// File contents and their lines.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    index: LineIndex,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { text, index: LineIndex::new(text), encoding }
    }

    /// The line and the character of a byte offset. An offset after the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.index.line(offset);
        let start = self.index.line_span(self.text, line).start;
        let before = Span::new(start, offset).of(self.text);
        (line - 1, self.units(before))
    }

    /// The byte offset of a line and a character; the end of the line, or of the text, for a place after it.
    #[must_use]
    pub fn offset(&self, line: usize, character: usize) -> usize {
        let span = self.index.line_span(self.text, line.saturating_add(1));
        let mut units = 0;
        for (at, c) in span.of(self.text).char_indices() {
            units += self.units(c.encode_utf8(&mut [0; 4]));
            if units > character {
                return span.start + at;
            }
        }
        span.end
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
}
