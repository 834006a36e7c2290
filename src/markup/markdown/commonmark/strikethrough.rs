//! Text that is struck through, with one tilde or two on each side.

use std::ops::Range;

use crate::markup::markdown::commonmark::writer::Writer;
use crate::markup::markdown::options::Classes;
use crate::text::pieces::Part as _;

impl Writer<'_, '_> {
    pub(super) fn push_plain(&mut self, mut start: usize, end: usize, mut before: Option<char>) {
        // Within words the parser leaves single tildes, which GitHub's programs strike through all the same.
        let flavour = &self.options.common_mark;
        while !matches!(flavour.classes, Classes::Kramdown | Classes::Zola | Classes::MarkdownIt)
            && flavour.single_tilde
            && let Some((open, close)) = struck(self.text.part(start..end))
        {
            let (open, close) = (start + open, start + close);
            self.push_marked(start, open, before);
            self.out.push_str("<del>");
            self.push_marked(open + 1, close, None);
            self.out.push_str("</del>");
            (start, before) = (close + 1, None);
        }
        self.push_marked(start, end, before);
    }

    /// Text without tildes.
    fn push_marked(&mut self, mut start: usize, end: usize, mut before: Option<char>) {
        while let Some((open, close, length, element)) = self.marked(start..end) {
            self.push_run(start, open, before);
            self.out.push_str(&format!("<{element}>"));
            self.push_run(open + length, close, None);
            self.out.push_str(&format!("</{element}>"));
            (start, before) = (close + length, None);
        }
        self.push_run(start, end, before);
    }

    /// The first text between two marks of the extension `extras`: where each begins, their length, and the element.
    fn marked(&self, run: Range<usize>) -> Option<(usize, usize, usize, &'static str)> {
        let extras = self.options.common_mark.extras;
        let marks = [
            (extras.mark, "==", "mark"),
            (extras.insert, "++", "ins"),
            (extras.subscript, "~", "sub"),
            (extras.superscript, "^", "sup"),
        ];
        let text = self.text.part(run.clone());
        let found = marks.into_iter().filter(|(is_on, ..)| *is_on).filter_map(|(_, mark, element)| {
            let open = text.find(mark)?;
            let inner = text.get(open + mark.len()..)?;
            let length = inner.find(mark).filter(|length| *length > 0)?;
            let is_tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let words = inner.get(..length)?;
            let fits = is_tight(words.chars().next()) && is_tight(words.chars().next_back());
            fits.then_some((open, open + mark.len() + length, mark.len(), element))
        });
        found
            .min()
            .map(|(open, close, length, element)| (run.start + open, run.start + close, length, element))
    }

    /// One tilde on each side strikes nothing through where the program does not know it.
    pub(super) fn strikethrough(&mut self, is_end: bool, range: Range<usize>) {
        let flavour = &self.options.common_mark;
        if !flavour.single_tilde && !self.text.get(range).is_some_and(|text| text.starts_with("~~")) {
            return match (flavour.extras.subscript, is_end) {
                (true, false) => self.out.push_str("<sub>"),
                (true, true) => self.out.push_str("</sub>"),
                _ => self.out.push('~'),
            };
        }
        self.out.push_str(if is_end { "</" } else { "<" });
        self.out.push_str(flavour.strikethrough);
        self.out.push('>');
    }
}

/// The places of two single tildes with text between them, neither after another tilde or a backslash.
fn struck(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let single = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        !matches!(before, Some(b'~' | b'\\')) && bytes.get(at + 1) != Some(&b'~')
    };
    let mut tildes = memchr::memchr_iter(b'~', bytes).filter(|at| single(*at));
    let open = tildes.find(|at| !is_blank(bytes.get(at + 1)))?;
    let close = tildes.find(|at| !is_blank(bytes.get(at - 1)))?;
    Some((open, close))
}
