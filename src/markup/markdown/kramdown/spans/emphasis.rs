//! Emphasis and strike-through, by kramdown's rules.

use crate::markup::markdown::kramdown::line::is_space;
use crate::markup::markdown::kramdown::spans::part::Part;
use crate::markup::markdown::kramdown::spans::reader::{EMPHASIS, Reader, STRONG, Stop};
use crate::text::pieces::Part as _;

impl Reader<'_, '_> {
    /// Emphasis that begins here, or a plain mark: the place after it.
    pub(super) fn emphasis(&mut self, at: usize) -> usize {
        let Some(byte) = self.byte(at) else { return at + 1 };
        let strong = self.byte(at + 1) == Some(byte);
        let behind = at + 1 + usize::from(strong);
        let bit = if strong { STRONG } else { EMPHASIS };
        let inside_word = byte == b'_' && ends_in_word(self.text.part(..at));
        let spaced = self.byte(behind).is_some_and(is_space);
        if inside_word || spaced || self.open & bit != 0 || !self.may_nest() {
            return behind;
        }
        let single = strong && self.parent != Some(EMPHASIS);
        let found = self.element(at, byte, strong);
        let found = if found.is_none() && single { self.element(at, byte, false) } else { found };
        found.unwrap_or(behind)
    }

    fn element(&mut self, at: usize, byte: u8, strong: bool) -> Option<usize> {
        let (bit, name, length) = if strong { (STRONG, "strong", 2) } else { (EMPHASIS, "em", 1) };
        let start = at + length;
        let saved = self.save();
        self.push(&(at..start), Part::Start(name));
        let part = self.reading.parts.len() - 1;
        let outer = (self.open, self.parent);
        self.open |= bit;
        self.parent = Some(bit);
        self.depth += 1;
        let found = self.spans(start, &mut Stop::Delimiter { byte, strong, start });
        self.depth -= 1;
        (self.open, self.parent) = outer;
        let Some(end) = found else {
            self.go_back(&saved);
            return None;
        };
        self.push(&(end..end + length), Part::End(end..end + length));
        self.ended = Some((end + length, part));
        Some(end + length)
    }

    /// Returns whether the mark here ends emphasis whose content begins at `start`.
    pub(super) fn closes_emphasis(&self, at: usize, byte: u8, strong: bool, start: usize) -> bool {
        let length = 1 + usize::from(strong);
        let rest = self.rest(at);
        let run = rest.bytes().take(3).take_while(|&b| b == byte).count();
        let before = at.checked_sub(1).and_then(|at| self.byte(at));
        let next = rest.get(length..).and_then(|rest| rest.chars().next());
        run >= length
            && at > start
            && before.is_none_or(|b| !is_space(b))
            && (strong || run != 2)
            && (byte != b'_' || !next.is_some_and(char::is_alphanumeric))
    }

    /// `~~text~~`, which is read on its own: what is open outside does not count.
    pub(super) fn struck(&mut self, at: usize) -> usize {
        let inside = self.rest(at + 2).as_bytes();
        if inside.first().is_none_or(|&b| b == b'~' || is_space(b)) || !self.may_nest() {
            return at + 1;
        }
        let Some(close) = self.finder.struck_end(at + 3).filter(|end| end + 2 <= self.end) else {
            return at + 1;
        };
        self.push(&(at..at + 2), Part::Start("del"));
        let part = self.reading.parts.len() - 1;
        let outer = (self.open, self.parent, self.end);
        (self.open, self.parent, self.end) = (0, None, close);
        self.depth += 1;
        self.html += 1;
        self.spans(at + 2, &mut Stop::Never);
        self.html -= 1;
        self.depth -= 1;
        (self.open, self.parent, self.end) = outer;
        self.push(&(close..close + 2), Part::End(close..close + 2));
        self.ended = Some((close + 2, part));
        close + 2
    }
}

/// Returns whether a letter stands before, or a letter and a hyphen.
fn ends_in_word(before: &str) -> bool {
    before.strip_suffix('-').unwrap_or(before).ends_with(char::is_alphabetic)
}
