//! Lines, the grain that kramdown's blocks are made of.

use std::borrow::Cow;

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// One line of a block's content: spaces that stand for what an outer block took away, then a part of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Spaces before the text that the source does not hold as such (the rest of a tab).
    pub(crate) pad: usize,
    /// Where the text begins in the source.
    pub(crate) start: usize,
    /// Where it ends, the line's end left out.
    pub(crate) end: usize,
}

impl Line {
    /// Its place, without the padding.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    /// The text without the padding.
    pub(crate) fn text(self, source: &str) -> &str {
        source.part(self.start..self.end)
    }

    /// How many spaces it begins with.
    pub(crate) fn spaces(self, source: &str) -> usize {
        self.pad + self.text(source).bytes().take_while(|&b| b == b' ').count()
    }

    /// Returns whether it holds nothing but white space.
    pub(crate) fn is_blank(self, source: &str) -> bool {
        self.text(source).bytes().all(is_space)
    }

    /// What follows at most `most` spaces; `None` where there are more.
    pub(crate) fn behind_spaces(self, source: &str, most: usize) -> Option<&str> {
        let text = self.text(source);
        let spaces = text.bytes().take_while(|&b| b == b' ').count();
        if self.pad + spaces <= most { text.get(spaces..) } else { None }
    }

    /// Returns whether it begins with a tab or four spaces.
    pub(crate) fn is_indented(self, source: &str) -> bool {
        self.spaces(source) >= 4 || self.pad == 0 && self.text(source).starts_with('\t')
    }

    /// Without one tab or four spaces, where it begins with them.
    pub(crate) fn outdented(self, source: &str) -> Self {
        if self.pad == 0 && self.text(source).starts_with('\t') {
            return Self { start: self.start + 1, ..self };
        }
        if self.spaces(source) >= 4 { self.without_spaces(4) } else { self }
    }

    /// Without its first `count` spaces, which it must have.
    pub(crate) fn without_spaces(self, count: usize) -> Self {
        let pad = count.min(self.pad);
        Self { pad: self.pad - pad, start: (self.start + count - pad).min(self.end), end: self.end }
    }

    /// Without white space at its start.
    pub(crate) fn trimmed_start(self, source: &str) -> Self {
        let text = self.text(source);
        Self { pad: 0, start: self.end - text.trim_start_matches(is_space_char).len(), end: self.end }
    }

    /// Without white space at its end.
    pub(crate) fn trimmed_end(self, source: &str) -> Self {
        let text = self.text(source);
        Self { end: self.start + text.trim_end_matches(is_space_char).len(), ..self }
    }

    /// Returns whether it follows another in the source with nothing but a line feed between.
    fn follows(self, before: Self, source: &str) -> bool {
        self.pad == 0 && self.start == before.end + 1 && source.as_bytes().get(before.end) == Some(&b'\n')
    }

    /// Padding and text, appended to `out`.
    pub(crate) fn push_to(self, source: &str, out: &mut String) {
        if self.pad > 0 {
            out.extend(std::iter::repeat_n(' ', self.pad));
        }
        out.push_str(self.text(source));
    }
}

/// The lines of a source; `\n`, `\r\n` and `\r` end one.
pub(crate) fn split(source: &str) -> Vec<Line> {
    let bytes = source.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 40 + 1);
    let mut start = 0;
    if memchr::memchr(b'\r', bytes).is_none() {
        for end in memchr::memchr_iter(b'\n', bytes) {
            lines.push(Line { pad: 0, start, end });
            start = end + 1;
        }
    } else {
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // The `\n` of `\r\n` ends nothing more.
            if end > 0 && end == start && bytes.get(end) == Some(&b'\n') && bytes.get(end - 1) == Some(&b'\r')
            {
                start = end + 1;
                continue;
            }
            lines.push(Line { pad: 0, start, end });
            start = end + 1;
        }
    }
    if start < bytes.len() {
        lines.push(Line { pad: 0, start, end: bytes.len() });
    }
    lines
}

/// Lines with a line feed after each, appended to `out`.
pub(crate) fn push_lines(lines: &[Line], source: &str, out: &mut String) {
    let mut rest = lines;
    while let Some((first, others)) = rest.split_first() {
        let mut last = *first;
        let mut count = 0;
        while let Some(line) = others.get(count).filter(|line| line.follows(last, source)) {
            last = *line;
            count += 1;
        }
        Line { end: last.end, ..*first }.push_to(source, out);
        out.push('\n');
        rest = others.get(count..).unwrap_or(&[]);
    }
}

/// Lines as one text again, with the way back to their places.
#[derive(Debug)]
pub(crate) struct Flat<'s> {
    /// The lines with `\n` between them.
    pub(crate) text: Cow<'s, str>,
    /// For each line where it begins in the text (with its padding) and in the source.
    starts: Vec<(usize, Line)>,
}

impl<'s> Flat<'s> {
    /// The text of `lines`, borrowed where they stand together in the source.
    pub(crate) fn new(source: &'s str, lines: &[Line]) -> Self {
        let mut starts = Vec::with_capacity(lines.len());
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Self { text: Cow::Borrowed(""), starts };
        };
        let together = lines.windows(2).all(|pair| match pair {
            [a, b] => b.pad == 0 && b.start == a.end + 1 && source.as_bytes().get(a.end) == Some(&b'\n'),
            _ => true,
        });
        if together && first.pad == 0 {
            starts.extend(lines.iter().map(|line| (line.start - first.start, *line)));
            let end = (last.end + 1).min(source.len());
            return Self { text: Cow::Borrowed(source.part(first.start..end)), starts };
        }
        let mut text = String::new();
        for line in lines {
            starts.push((text.len(), *line));
            line.push_to(source, &mut text);
            text.push('\n');
        }
        Self { text: Cow::Owned(text), starts }
    }

    /// The offset in the source of a line that now begins at `line.start`.
    pub(crate) fn offset(&self, index: usize, line: Line) -> usize {
        self.starts.get(index).map_or(self.text.len(), |(start, first)| {
            let taken = (first.pad - line.pad.min(first.pad)) + line.start.saturating_sub(first.start);
            start + taken
        })
    }

    /// The line at an offset: its number, and what is left of it from there on.
    pub(crate) fn line_at(&self, offset: usize) -> (usize, Line) {
        let number = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let Some(&(start, line)) = self.starts.get(number) else {
            return (self.starts.len(), Line { pad: 0, start: 0, end: 0 });
        };
        let taken = offset - start.min(offset);
        let length = line.pad + (line.end - line.start);
        if taken > length || offset >= self.text.len() {
            return (number + 1, Line { pad: 0, start: line.end, end: line.end });
        }
        (number, line.without_spaces(taken))
    }

    /// The place in the source of an offset.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let number = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.starts.get(number).map_or(0, |(start, line)| {
            (line.start + (offset - start.min(&offset)).saturating_sub(line.pad)).min(line.end)
        })
    }
}

/// kramdown's `\s`.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// The same for characters.
pub(crate) fn is_space_char(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_splits() {
        let source = "a\r\nb\rc\n\n\rd";
        let texts: Vec<&str> = split(source).iter().map(|line| line.text(source)).collect();
        assert_eq!(texts, ["a", "b", "c", "", "", "d"]);
        assert_eq!(split("a\n").len(), 1);
        assert_eq!(split("").len(), 0);
    }

    #[test]
    fn offsets_go_both_ways() {
        let source = "xx one\nxx two\n";
        let lines = [Line { pad: 1, start: 3, end: 6 }, Line { pad: 0, start: 10, end: 13 }];
        let flat = Flat::new(source, &lines);
        assert_eq!(flat.text, " one\ntwo\n");
        assert_eq!(flat.offset(1, lines[1]), 5);
        assert_eq!(flat.line_at(6), (1, Line { pad: 0, start: 11, end: 13 }));
        assert_eq!(flat.line_at(9).0, 2);
        assert_eq!(flat.place(6), 11);
        let whole = Flat::new(source, &split(source));
        assert_eq!(whole.text, source);
    }
}
