//! From an offset in decoded text back to its place in the source.

use crate::rules::feed::judge::{At, Judge};
use crate::source::Span;

/// Where in the source an offset of a decoded value lies.
pub(crate) struct Place {
    start: usize,
    whole: Span,
    same: bool,
    line: Vec<usize>,
}

impl Place {
    pub(crate) fn new(judge: &Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) -> Self {
        let whole = if at.attribute.is_some() { at.span } else { judge.inner_span(at.frame.node) };
        let start = whole.start;
        let source = whole.of(judge.source);
        // Text without references stands in the source as it is, but for the marks of a CDATA section.
        let bare = source.trim();
        let bare = bare.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>")).unwrap_or(bare);
        for written in [source, bare, bare.trim()] {
            if written == value {
                let offset = written.as_ptr() as usize - source.as_ptr() as usize;
                return Self { start: start + offset, whole, same: true, line: Vec::new() };
            }
        }
        Self { start, whole, same: false, line: decoded_offsets(source, value) }
    }

    pub(crate) fn span(&self, at: usize, source: &str) -> Span {
        let from = if self.same {
            self.start + at
        } else {
            self.start + self.line.partition_point(|&decoded| decoded < at)
        };
        let mut from = from.min(self.whole.end.max(self.whole.start));
        while !source.is_char_boundary(from) {
            from -= 1;
        }
        let rest = source.get(from..self.whole.end).unwrap_or("");
        let stop = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || matches!(c, '<' | '>'))
            .map_or(rest.len(), |(at, c)| if c == '>' { at + 1 } else { at });
        Span::new(from, from + stop.min(80).min(rest.len()))
    }
}

/// For each byte of the source, the offset in the decoded value that it stands for.
fn decoded_offsets(source: &str, value: &str) -> Vec<usize> {
    let lead = source.len() - source.trim_start().len();
    let skipped = if value.starts_with(char::is_whitespace) { 0 } else { lead };
    let mut offsets = Vec::with_capacity(source.len());
    let mut decoded = 0_usize;
    let mut at = 0;
    let bytes = source.as_bytes();
    let mut in_cdata = false;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, stands_for) = if at < skipped {
            (1, 0)
        } else if !in_cdata && rest.starts_with(b"<![CDATA[") {
            in_cdata = true;
            (9, 0)
        } else if in_cdata && rest.starts_with(b"]]>") {
            in_cdata = false;
            (3, 0)
        } else if !in_cdata && byte == b'&' {
            let end = rest.iter().take(12).position(|byte| *byte == b';').unwrap_or(0);
            let name = source.get(at + 1..at + end).unwrap_or("");
            let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16).ok());
            let number = number.or_else(|| name.strip_prefix('#').map(|digits| digits.parse().ok()));
            let length = number.flatten().and_then(char::from_u32).map_or(1, char::len_utf8);
            (end + 1, length)
        } else if byte == b'\r' && rest.get(1) == Some(&b'\n') {
            (1, 0)
        } else {
            (1, 1)
        };
        // What stands for nothing, such as the mark of a CDATA section, goes with what is before it.
        let offset = if stands_for == 0 { decoded.saturating_sub(1) } else { decoded };
        offsets.extend(std::iter::repeat_n(offset, length));
        decoded += stands_for;
        at += length;
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_of_decoded_text_leads_to_its_source() {
        let source = "  a &lt;b&gt; <![CDATA[c]]> d";
        let offsets = decoded_offsets(source, "a <b> c d");
        let at = |decoded| offsets.partition_point(|&offset| offset < decoded);
        assert_eq!(&source[at(2)..at(2) + 4], "&lt;");
        assert_eq!(&source[at(6)..=at(6)], "c");
    }
}
