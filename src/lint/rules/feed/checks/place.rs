//! From an offset in decoded text back to its place in the source.

use crate::lint::rules::feed::checker::{At, Checker};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Where in the source an offset of a decoded value lies.
pub(crate) struct Place {
    start: usize,
    whole: Span,
    /// Where in the value and where in the source, from its start, each run of bytes begins that both have.
    runs: Vec<(usize, usize)>,
}

impl Place {
    pub(crate) fn new(checker: &Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) -> Self {
        let whole = if at.attribute.is_some() { at.span } else { checker.inner_span(at.frame.node) };
        let start = whole.start;
        let source = whole.of(checker.source);
        // Text without references is in the source as it is, but for the marks of a CDATA section.
        let bare = source.trim();
        let bare = bare.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>")).unwrap_or(bare);
        for written in [source, bare, bare.trim()] {
            if written == value {
                let offset = written.as_ptr() as usize - source.as_ptr() as usize;
                return Self { start, whole, runs: vec![(0, offset)] };
            }
        }
        Self { start, whole, runs: common_runs(source, value) }
    }

    pub(crate) fn span(&self, at: usize, source: &str) -> Span {
        let run = self.runs.partition_point(|(decoded, _)| *decoded <= at).saturating_sub(1);
        let (decoded, written) = self.runs.get(run).copied().unwrap_or_default();
        let from = self.start + written + at.saturating_sub(decoded);
        let mut from = from.min(self.whole.end.max(self.whole.start));
        while !source.is_char_boundary(from) {
            from -= 1;
        }
        let rest = source.part(from..self.whole.end);
        let stop = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || matches!(c, '<' | '>'))
            .map_or(rest.len(), |(at, c)| if c == '>' { at + 1 } else { at });
        Span::new(from, from + stop.min(80).min(rest.len()))
    }
}

/// Where in the value and in the source each run of bytes begins that both have: a new one after each character reference,
/// each mark of a CDATA section, and each `\r` of a line end.
fn common_runs(source: &str, value: &str) -> Vec<(usize, usize)> {
    let bytes = source.as_bytes();
    let lead = source.len() - source.trim_start().len();
    let mut at = if value.starts_with(char::is_whitespace) { 0 } else { lead };
    let mut decoded = 0_usize;
    let mut runs = vec![(decoded, at)];
    let mut in_cdata = false;
    loop {
        let rest = bytes.part(at..);
        let next = if in_cdata {
            memchr::memchr2(b']', b'\r', rest)
        } else {
            memchr::memchr3(b'&', b'<', b'\r', rest)
        };
        let Some(next) = next else { return runs };
        let rest = rest.part(next..);
        at += next;
        decoded += next;
        let (length, stands_for) = match rest {
            [b'<', ..] if rest.starts_with(b"<![CDATA[") => {
                in_cdata = true;
                (9, 0)
            }
            [b']', b']', b'>', ..] => {
                in_cdata = false;
                (3, 0)
            }
            [b'&', ..] => reference(rest),
            [b'\r', b'\n', ..] => (1, 0),
            _ => (1, 1),
        };
        at += length;
        decoded += stands_for;
        if length != stands_for {
            runs.push((decoded, at));
        }
    }
}

/// How long a character reference is, and the text that it stands for.
fn reference(text: &[u8]) -> (usize, usize) {
    let end = text.iter().take(12).position(|byte| *byte == b';').unwrap_or(0);
    let name = text.get(1..end).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or("");
    let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16).ok());
    let number = number.or_else(|| name.strip_prefix('#').map(|digits| digits.parse().ok()));
    let length = number.flatten().and_then(char::from_u32).map_or(1, char::len_utf8);
    (end + 1, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_of_decoded_text_leads_to_its_source() {
        let source = "  a &lt;b&gt; <![CDATA[c]]> d\r\ne&#xE9;f";
        let value = "a <b> c d\neéf";
        let place = Place { start: 0, whole: Span::new(0, source.len()), runs: common_runs(source, value) };
        let at = |decoded: &str| place.span(value.find(decoded).unwrap(), source).start;
        for (decoded, written) in [
            ("a", "a "),
            ("<", "&lt;"),
            (">", "&gt;"),
            ("c", "c]]>"),
            ("d", "d\r"),
            ("e", "e&#"),
            ("é", "&#xE9;"),
            ("f", "f"),
        ] {
            assert!(source[at(decoded)..].starts_with(written), "{decoded}");
        }
    }
}
