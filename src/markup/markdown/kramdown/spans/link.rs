//! Links and images.

use std::ops::Range;

use crate::markup::markdown::bytes;
use crate::markup::markdown::facts::LinkKind;
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};
use crate::markup::markdown::kramdown::names::normalise;
use crate::markup::markdown::kramdown::spans::part::{Goal, Link, Part, Undefined};
use crate::markup::markdown::kramdown::spans::reader::{LINK, Reader, Stop};
use crate::markup::markdown::kramdown::spans::units;
use crate::text::pieces::Part as _;

/// What follows the text of a link.
enum Tail {
    /// Where it leads and where it ends.
    Goal(LinkKind, Goal, usize),
    /// A reference without a definition: its label, and where it ends.
    Undefined(LinkKind, Range<usize>, usize),
    /// Nothing that makes a link.
    None,
}

/// The bytes that end a URL or make it another than it looks.
const NOT_IN_URL: [bool; 256] = bytes::table(b"()<\"' \t\n\r\x0b\x0c");

impl Reader<'_, '_> {
    /// A link or an image that begins here, or plain brackets: the place after it.
    pub(super) fn link(&mut self, at: usize, image: bool) -> usize {
        let start = at + 1 + usize::from(image);
        if !image && self.open & LINK != 0 || !self.may_nest() {
            return start;
        }
        let inner = self.open | LINK;
        if let Some(close) = self.brackets.get(&(at, inner, self.end)).copied() {
            // The text was read before: whether it is a link shows after it.
            let tail = close.map_or(Tail::None, |close| self.tail(start, close));
            if !matches!(tail, Tail::Goal(..)) {
                self.undefined(at, start, close, image, tail);
                return start;
            }
        }
        let saved = self.save();
        self.words(at);
        let part = self.reading.parts.len();
        // Where it leads is known at its end only.
        let text = start..start;
        let goal = Goal::Definition(usize::MAX);
        let link = Link { kind: LinkKind::Inline, whole: at..start, text, goal };
        self.reading.parts.push(Part::Link(link));
        self.run = start;
        let outer = (self.open, self.parent);
        (self.open, self.parent) = (inner, Some(LINK));
        self.depth += 1;
        let close = self.spans(start, &mut Stop::Bracket { open: Vec::new() });
        self.depth -= 1;
        (self.open, self.parent) = outer;
        self.brackets.insert((at, inner, self.end), close);
        let tail = close.map_or(Tail::None, |close| self.tail(start, close));
        let (Some(close), Tail::Goal(kind, goal, end)) = (close, &tail) else {
            self.go_back(&saved);
            self.undefined(at, start, close, image, tail);
            return start;
        };
        let link = Link { kind: *kind, whole: at..*end, text: start..close, goal: goal.clone() };
        let end = *end;
        if image {
            self.reading.parts.truncate(part + 1);
            self.reading.lists.retain(|(owner, _, _)| *owner < part);
            self.run = end;
        } else {
            self.push(&(close..end), Part::End(close..end));
        }
        if let Some(there) = self.reading.parts.get_mut(part) {
            *there = if image { Part::Image(link) } else { Part::Link(link) };
        }
        self.ended = Some((end, part));
        end
    }

    /// What follows a link's text, which ends with the `]` at `close`.
    fn tail(&self, start: usize, close: usize) -> Tail {
        let behind = self.rest(close + 1);
        let label = behind.trim_start_matches(is_space_char);
        let open = close + 1 + behind.len() - label.len();
        if let Some(inside) = label.strip_prefix('[')
            && let Some(length) = memchr::memchr(b']', inside.as_bytes())
        {
            let end = open + 1 + length;
            let label = inside.part(..length);
            let kind = if length == 0 { LinkKind::Collapsed } else { LinkKind::Reference };
            let (found, place) = match kind {
                LinkKind::Reference => (self.definition(label), open + 1..end),
                _ => (self.definition_of_text(start, close), start..close),
            };
            return match found {
                Some(number) => Tail::Goal(kind, Goal::Definition(number), end + 1),
                // With white space between, two pairs of brackets are more likely two references.
                None if open > close + 1 => match self.definition_of_text(start, close) {
                    Some(_) => Tail::Undefined(kind, place, end + 1),
                    None => Tail::Undefined(LinkKind::Shortcut, start..close, close + 1),
                },
                None => Tail::Undefined(kind, place, end + 1),
            };
        }
        if !behind.starts_with('(') {
            return match self.definition_of_text(start, close) {
                Some(number) => Tail::Goal(LinkKind::Shortcut, Goal::Definition(number), close + 1),
                None => Tail::Undefined(LinkKind::Shortcut, start..close, close + 1),
            };
        }
        match self.destination(close + 2) {
            Some((url, title, end)) => Tail::Goal(LinkKind::Inline, Goal::Url(url, title), end),
            None => Tail::None,
        }
    }

    /// The definition with the text of a link as its label, in which backslashes escape.
    fn definition_of_text(&self, start: usize, close: usize) -> Option<usize> {
        let text = self.text.get(start..close)?;
        if self.context.labels.is_empty() || !text.contains('\\') {
            return self.definition(text);
        }
        self.definition(&units::unescaped(text))
    }

    fn definition(&self, label: &str) -> Option<usize> {
        if self.context.labels.is_empty() {
            return None;
        }
        self.context.labels.get(normalise(label).as_ref()).copied()
    }

    /// Remembers a reference without a definition.
    fn undefined(&mut self, at: usize, start: usize, close: Option<usize>, image: bool, tail: Tail) {
        let (Some(close), Tail::Undefined(kind, label, end)) = (close, tail) else { return };
        let written = |range: &Range<usize>| self.text.part(range.clone());
        // Brackets in a label are references of their own.
        let nested = written(&label).contains(['[', ']']);
        let covered = self.reading.undefined.last().is_some_and(|last| match last {
            Undefined::Link { kind: LinkKind::Reference, label, .. } => label.start == start,
            _ => false,
        });
        if !nested && !covered {
            let text = start..close;
            self.reading.undefined.push(Undefined::Link { kind, image, whole: at..end, text, label });
        }
    }

    /// The URL and the title after `](`, and the place after the closing parenthesis.
    fn destination(&self, at: usize) -> Option<(Range<usize>, Option<Range<usize>>, usize)> {
        // Most are a URL alone.
        let rest = self.rest(at).as_bytes();
        if let Some(length) = bytes::position(rest, &NOT_IN_URL).filter(|&end| rest.get(end) == Some(&b')')) {
            return Some((at..at + length, None, at + length + 1));
        }
        let angle = self.byte(at) == Some(b'<');
        let line_or_angle = if angle { self.finder.angle(at + 1) } else { None };
        let (url, title_at) = match line_or_angle.filter(|&end| end < self.end) {
            Some(end) if self.byte(end + 1) == Some(b')') => return Some((at + 1..end, None, end + 2)),
            Some(end) => (at + 1..end, end + 1),
            None => {
                let close =
                    self.finder.closing_parenthesis(at.checked_sub(1)?).filter(|&close| close < self.end);
                let title = self.finder.title(at).filter(|&title| title < self.end);
                match (close, title) {
                    (Some(close), title) if title.is_none_or(|title| close < title) => {
                        return Some((self.trimmed(at, close), None, close + 1));
                    }
                    (_, Some(title)) => (self.trimmed(at, title), title + 1),
                    (_, None) => return None,
                }
            }
        };
        let rest = self.rest(title_at);
        let quoted = rest.trim_start_matches(is_space_char);
        let start = title_at + rest.len() - quoted.len();
        let quote = quoted.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
        let end = self.finder.title_end(quote, start + 2)?;
        let behind = self.rest(end + 1);
        let spaces = behind.bytes().take_while(|&b| is_space(b)).count();
        let close = end + 1 + spaces;
        (close < self.end).then_some((url, Some(start + 1..end), close + 1))
    }

    fn trimmed(&self, from: usize, to: usize) -> Range<usize> {
        let text = self.text.part(from..to);
        let start = to - text.trim_start_matches(is_space_char).len();
        start..start + text.trim_matches(is_space_char).len()
    }
}
