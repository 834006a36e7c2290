//! Texts that can be read at a glance: plain words, simple links, code spans, simple emphasis.
//!
//! Nine texts of ten are such. What pulldown-cmark would say of them is told here in one pass over their special bytes, for
//! a fifth of the work, be it their facts or their HTML; whatever is not surely simple is left to it. Tests hold the two
//! against each other.

mod parts;
mod pieces;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use crate::markup::markdown::bytes;
use crate::markup::markdown::facts::{LinkKind, LinkRole};
use crate::markup::markdown::kramdown::definitions::normalise;
use crate::markup::markdown::kramdown::layout::{Context, Joined};
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};

pub(crate) use parts::{Part, parts};
pub(crate) use pieces::{Piece, SimpleLink, SimpleTarget, facts};

/// Longer labels, URLs and code spans are not simple.
const LONGEST: usize = 900;

/// The bytes that may be more than text, and control characters, which never are simple.
const SPECIAL: [bool; 256] = with_controls(b"\\`${<~[]*_!&");

/// The bytes that end a simple URL or make it another than it looks.
const NOT_IN_URL: [bool; 256] = with_controls(b" \\`${}<>[]()*&\"'");

/// The set of these bytes and of ASCII's control characters.
const fn with_controls(members: &[u8]) -> [bool; 256] {
    let mut table = bytes::table(members);
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[0x7f] = true;
    table
}

/// What takes a text as it is read; places count in the text.
trait Sink {
    /// Whether the texts of links are to be read too, after the link and before its end.
    const WANTS_TEXTS_OF_LINKS: bool;

    /// A run of plain text, which is not empty.
    fn words(&mut self, run: Range<usize>);

    /// The end of a line.
    fn line_break(&mut self);

    /// Plain text ends here: something else follows, or nothing.
    fn markup(&mut self);

    /// A code span, with a backtick at each end.
    fn code(&mut self, whole: Range<usize>);

    /// Emphasis with so many marks begins.
    fn emphasis(&mut self, marks: usize);

    /// A link or an image; only a link has an end.
    fn link(&mut self, found: &Found);

    /// What began last ends.
    fn end(&mut self);
}

/// A link or an image whose text holds nothing but words and code spans.
struct Found {
    kind: LinkKind,
    role: LinkRole,
    whole: Range<usize>,
    text: Range<usize>,
    goal: Goal,
}

/// Where a simple link leads.
#[derive(Clone, Debug)]
pub(crate) enum Goal {
    /// The place of its URL.
    Url(Range<usize>),
    /// The number of a definition.
    Definition(usize),
}

struct Reader<'r, 'c, S> {
    text: &'r str,
    joined: &'r Joined<'r>,
    context: &'r Context<'c, 'c>,
    sink: S,
    at: usize,
    /// Where the run of plain text begins that is read.
    run: usize,
}

impl<'r, 'c, S: Sink> Reader<'r, 'c, S> {
    fn new(joined: &'r Joined<'r>, context: &'r Context<'c, 'c>, sink: S) -> Self {
        Self { text: &joined.text, joined, context, sink, at: 0, run: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn special_from(&self, at: usize) -> Option<usize> {
        bytes::position(self.text.as_bytes().get(at..)?, &SPECIAL).map(|found| at + found)
    }

    /// Reads the whole text: whether it is simple.
    fn text(mut self) -> bool {
        self.spans().is_some()
    }

    fn spans(&mut self) -> Option<()> {
        while let Some(found) = self.special_from(self.at) {
            self.at = found;
            match self.byte(found)? {
                b'\n' => self.line_end()?,
                b'[' => self.link(LinkRole::Anchor)?,
                b'!' if self.byte(found + 1) == Some(b'[') => self.link(LinkRole::Image)?,
                b'`' => self.code()?,
                b'<' => self.autolink()?,
                b'*' | b'_' if !self.is_within_word(found) => self.emphasis()?,
                _ if self.is_plain(found) => self.at += 1,
                _ => return None,
            }
        }
        self.leave(self.text.len());
        Some(())
    }

    /// Whether a special byte is none here.
    fn is_plain(&self, at: usize) -> bool {
        let next = self.byte(at + 1);
        match self.byte(at) {
            Some(b'$') => next != Some(b'$'),
            Some(b'~') => next != Some(b'~'),
            Some(b'!') => next != Some(b'['),
            Some(b'{') => next != Some(b':'),
            Some(b'&') => next == Some(b' '),
            Some(b'_') => self.is_within_word(at),
            _ => false,
        }
    }

    /// Whether an underscore stands between letters, as in `snake_case`.
    fn is_within_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.byte(at));
        self.byte(at) == Some(b'_')
            && before.is_some_and(|b| b.is_ascii_alphabetic())
            && self.byte(at + 1).is_some_and(|b| b.is_ascii_alphanumeric())
    }

    /// Takes the plain text up to `end` as read.
    fn take(&mut self, end: usize) {
        if end > self.run {
            self.sink.words(self.run..end);
            self.run = end;
        }
    }

    /// The same before markup.
    fn leave(&mut self, end: usize) {
        self.take(end);
        self.sink.markup();
    }

    fn go_on(&mut self, at: usize) {
        self.at = at;
        self.run = at;
    }

    /// Where the next line begins, behind the line's end at `at`; `None` where the line breaks hard.
    fn next_line(&self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?;
        let behind = self.text.get(at + 1..)?;
        let next = self.text.len() - behind.trim_start_matches([' ', '\t']).len();
        let plain = !before.ends_with("  ") && self.byte(next).is_some_and(|b| !is_space(b));
        plain.then_some(next)
    }

    fn line_end(&mut self) -> Option<()> {
        let next = self.next_line(self.at)?;
        let line = self.text.get(self.run..self.at)?;
        self.take(self.run + line.trim_end_matches(is_space_char).len());
        self.sink.line_break();
        self.go_on(next);
        Some(())
    }

    fn code(&mut self) -> Option<()> {
        let start = self.at;
        let end = self.code_end(start)?;
        self.leave(start);
        self.sink.code(start..end);
        self.go_on(end);
        Some(())
    }

    /// The place behind a code span with one backtick at each end.
    fn code_end(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at + 1..)?;
        let rest = rest.get(..LONGEST).unwrap_or(rest);
        let length = memchr::memchr(b'`', rest)?;
        let code = rest.get(..length)?;
        let simple = !code.is_empty()
            && !code.starts_with(b" ")
            && !code.ends_with(b" ")
            && code.iter().all(|&b| b >= 0x20)
            && self.byte(at + length + 2) != Some(b'`');
        simple.then_some(at + length + 2)
    }

    /// `*text*`, `__text__`: marks that nothing makes ambiguous, around plain text.
    fn emphasis(&mut self) -> Option<()> {
        let start = self.at;
        let mark = self.byte(start)?;
        let run = |at: usize| self.text.bytes().skip(at).take(3).take_while(|&b| b == mark).count();
        let length = run(start);
        let before = start.checked_sub(1).and_then(|at| self.byte(at));
        let opens = length <= 2
            && before.is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b'"'))
            && self.byte(start + length)?.is_ascii_alphanumeric();
        if !opens {
            return None;
        }
        let mut close = start + length;
        loop {
            close = self.special_from(close)?;
            match self.byte(close)? {
                b'\n' => close = self.next_line(close)?,
                byte if byte == mark && !self.is_within_word(close) => break,
                _ if self.is_plain(close) => close += 1,
                _ => return None,
            }
        }
        let behind = self.byte(close + length);
        let last = self.byte(close.checked_sub(1)?)?;
        let closes = run(close) == length
            && (last.is_ascii_alphanumeric()
                || matches!(last, b'.' | b',' | b';' | b':' | b'?' | b'!' | b')'))
            && behind.is_none_or(|b| matches!(b, b' ' | b'\n' | b'.' | b',' | b';' | b':' | b'?' | b')'));
        if !closes {
            return None;
        }
        self.leave(start);
        self.sink.emphasis(length);
        self.within(start + length, close)?;
        self.sink.end();
        self.go_on(close + length);
        Some(())
    }

    /// The text of an element, which is known to hold nothing but words and code spans.
    fn within(&mut self, start: usize, end: usize) -> Option<()> {
        self.go_on(start);
        while let Some(found) = self.special_from(self.at).filter(|&found| found < end) {
            self.at = found;
            match self.byte(found)? {
                b'\n' => self.line_end()?,
                b'`' => self.code()?,
                _ => self.at += 1,
            }
        }
        self.leave(end);
        Some(())
    }

    /// `[text](url)`, `![text](url)`, `[text][label]`, `[label]`.
    fn link(&mut self, role: LinkRole) -> Option<()> {
        let start = self.at;
        let open = start + if role == LinkRole::Image { 2 } else { 1 };
        let (close, bare) = self.link_text(open)?;
        if S::WANTS_TEXTS_OF_LINKS && role == LinkRole::Image && !bare {
            return None;
        }
        let text = self.text.get(open..close)?;
        let (kind, goal, end) = match self.byte(close + 1) {
            Some(b'(') => {
                let rest = self.text.as_bytes().get(close + 2..)?;
                let length = bytes::position(rest.get(..LONGEST).unwrap_or(rest), &NOT_IN_URL)?;
                if length == 0 || rest.get(length) != Some(&b')') {
                    return None;
                }
                let url = close + 2..close + 2 + length;
                (LinkKind::Inline, Goal::Url(url), close + 3 + length)
            }
            Some(b'[') if role == LinkRole::Anchor => {
                let end = self.special_from(close + 2).filter(|&end| self.byte(end) == Some(b']'))?;
                let definition = self.definition(self.text.get(close + 2..end)?)?;
                if matches!(self.byte(end + 1), Some(b'(' | b'[')) {
                    return None;
                }
                (LinkKind::Reference, Goal::Definition(definition), end + 1)
            }
            next if role == LinkRole::Anchor && bare && next != Some(b':') => {
                let behind = self.text.get(close + 1..)?.trim_start_matches(is_space_char);
                let definition = self.definition(text)?;
                if behind.starts_with('[') {
                    return None;
                }
                (LinkKind::Shortcut, Goal::Definition(definition), close + 1)
            }
            _ => return None,
        };
        self.found(Found { kind, role, whole: start..end, text: open..close, goal })
    }

    fn found(&mut self, found: Found) -> Option<()> {
        self.leave(found.whole.start);
        self.sink.link(&found);
        if S::WANTS_TEXTS_OF_LINKS && found.role == LinkRole::Anchor {
            self.within(found.text.start, found.text.end)?;
            self.sink.end();
        }
        self.go_on(found.whole.end);
        Some(())
    }

    /// Where the text of a link ends, and whether it has neither code nor a line's end.
    fn link_text(&self, open: usize) -> Option<(usize, bool)> {
        let mut bare = true;
        let mut at = open;
        if self.byte(open) == Some(b'^') {
            return None;
        }
        loop {
            at = self.special_from(at)?;
            match self.byte(at)? {
                b']' => break,
                // The text is taken from the source in one piece.
                b'\n' if matches!(self.joined.text, Cow::Borrowed(_)) => {
                    at = self.next_line(at)?;
                    bare = false;
                }
                b'`' => {
                    let end = self.code_end(at)?;
                    if memchr::memchr2(b'[', b']', self.text.as_bytes().get(at..end)?).is_some() {
                        return None;
                    }
                    at = end;
                    bare = false;
                }
                _ if self.is_plain(at) => at += 1,
                _ => return None,
            }
        }
        let text = self.text.get(open..at)?;
        let trimmed = text.trim_matches(is_space_char);
        (!text.is_empty() && trimmed.len() == text.len()).then_some((at, bare))
    }

    fn definition(&self, label: &str) -> Option<usize> {
        let label = Some(label).filter(|label| !label.is_empty() && label.len() <= LONGEST)?;
        self.context.labels.get(normalise(label).as_ref()).copied()
    }

    /// `<https://…>`
    fn autolink(&mut self) -> Option<()> {
        let start = self.at;
        let rest = self.text.get(start + 1..)?;
        let behind = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
        let behind = behind.as_bytes();
        let length = bytes::position(behind.get(..LONGEST).unwrap_or(behind), &NOT_IN_URL)?;
        if length == 0 || behind.get(length) != Some(&b'>') {
            return None;
        }
        let end = start + 1 + (rest.len() - behind.len()) + length;
        self.found(Found {
            kind: LinkKind::Autolink,
            role: LinkRole::Anchor,
            whole: start..end + 1,
            text: start + 1..end,
            goal: Goal::Url(start + 1..end),
        })
    }
}
