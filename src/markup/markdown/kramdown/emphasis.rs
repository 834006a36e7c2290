//! Which marks are emphasis, links and images, by kramdown's rules rather than CommonMark's.
//!
//! kramdown reads a text from left to right and goes back where an element turns out to have no end. This is that
//! walk with nothing built but the list of marks; it gives up where going back costs too much.

use crate::markup::markdown::bytes;
use crate::markup::markdown::kramdown::finder::Finder;
use crate::markup::markdown::kramdown::layout::Context;
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};
use crate::markup::markdown::kramdown::units;

/// Where an element begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Where it stands.
    pub(crate) at: usize,
    pub(crate) kind: MarkKind,
    /// How many bytes it takes.
    pub(crate) length: usize,
}

/// What begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// An element of this name begins.
    Start(&'static str),
    /// The element that began last ends.
    End,
    /// A link begins.
    Link,
    /// The text of a link ends.
    LinkEnd,
    /// The end tag of an element of HTML.
    HtmlEnd,
    /// An attribute list of the element right before it.
    Attributes,
    /// An image: where its text ends. Its length is that of the whole.
    Image(usize),
}

/// The marks of a text, in order; `None` where the text is too tangled to say.
pub(crate) fn marks(finder: &Finder<'_>, context: &Context<'_, '_>) -> Option<Vec<Mark>> {
    let text = finder.text;
    let budget = text.len().saturating_mul(24).saturating_add(1 << 16);
    let mut walk = Walk {
        text,
        finder,
        end: text.len(),
        context,
        marks: Vec::with_capacity(8),
        budget,
        open: Vec::new(),
        ended: None,
        given_up: false,
    };
    walk.spans(0, &mut Stop::Never);
    (!walk.given_up).then_some(walk.marks)
}

/// How deep elements may nest before the walk is given up.
const MAX_DEPTH: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Emphasis,
    Strong,
    Link,
    Image,
    Html,
}

/// What ends the element that is read.
enum Stop<'t> {
    Never,
    Delimiter { byte: u8, strong: bool, start: usize },
    Bracket { open: isize },
    EndTag(&'t str),
}

struct Walk<'t, 'c> {
    text: &'t str,
    finder: &'c Finder<'t>,
    end: usize,
    context: &'c Context<'c, 'c>,
    marks: Vec<Mark>,
    budget: usize,
    open: Vec<Element>,
    /// The place behind the element that was read last.
    ended: Option<usize>,
    given_up: bool,
}

impl<'t> Walk<'t, '_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..self.end).unwrap_or("")
    }

    /// Reads from `at` on: where what stops it was found.
    fn spans(&mut self, mut at: usize, stop: &mut Stop<'_>) -> Option<usize> {
        if self.open.len() > MAX_DEPTH {
            self.given_up = true;
        }
        loop {
            let rest = self.rest(at);
            let found = bytes::position(rest.as_bytes(), &SPECIAL)?;
            self.budget = self.budget.saturating_sub(found + 1);
            if self.budget == 0 {
                self.given_up = true;
            }
            if self.given_up {
                return None;
            }
            at += found;
            if self.stops(at, stop) {
                return Some(at);
            }
            at = self.special(at, stop);
        }
    }

    fn stops(&self, at: usize, stop: &mut Stop<'_>) -> bool {
        let rest = self.rest(at);
        match stop {
            Stop::Never => false,
            Stop::Delimiter { byte, strong, start } => {
                let (byte, length) = (*byte, 1 + usize::from(*strong));
                let run = rest.bytes().take(3).take_while(|&b| b == byte).count();
                let before = at.checked_sub(1).and_then(|at| self.byte(at));
                let next = rest.get(length..).and_then(|rest| rest.chars().next());
                run >= length
                    && before.is_none_or(|b| !is_space(b))
                    && (*strong || run != 2)
                    && (byte != b'_' || !next.is_some_and(char::is_alphanumeric))
                    && at > *start
            }
            Stop::Bracket { open } => {
                match rest.as_bytes() {
                    [b']', ..] => *open -= 1,
                    [b'[', ..] | [b'!', b'[', ..] => *open += 1,
                    _ => return false,
                }
                *open == 0
            }
            Stop::EndTag(name) => units::is_end_tag(rest, name),
        }
    }

    /// Reads what stands at a special byte: the place behind it.
    fn special(&mut self, at: usize, stop: &mut Stop<'_>) -> usize {
        let rest = self.rest(at);
        let next = self.byte(at + 1);
        match self.byte(at) {
            Some(b'*' | b'_') => self.emphasis(at),
            Some(b'`') => {
                let code = units::code(rest, units::space_before(self.text, at));
                if code.body.is_some() {
                    self.ended = Some(at + code.whole);
                }
                at + code.whole
            }
            Some(b'\\') if next.is_some_and(units::is_escapable) => at + 2,
            Some(b'$') if next == Some(b'$') => {
                let length = units::math(self.finder, at).filter(|length| at + length <= self.end);
                self.ended = length.map(|length| at + length).or(self.ended);
                at + length.unwrap_or(1)
            }
            Some(b'<') => self.angle(at),
            Some(b'[') if next == Some(b'^') => match units::footnote(rest) {
                Some(name) => {
                    let end = at + name.len() + 3;
                    if self.context.footnotes.contains_key(name) {
                        self.ended = Some(end);
                    }
                    end
                }
                None => at + 1,
            },
            Some(b'[') if next.is_some() => self.link(at, 1, Element::Link, stop),
            Some(b'!') if next == Some(b'[') && !matches!(self.byte(at + 2), None | Some(b'^')) => {
                self.link(at, 2, Element::Image, stop)
            }
            Some(b'{') if next == Some(b':') => self.extension(at),
            Some(b'~') if next == Some(b'~') && self.context.options.gfm => self.struck(at),
            _ => at + 1,
        }
    }

    fn emphasis(&mut self, at: usize) -> usize {
        let Some(byte) = self.byte(at) else { return at + 1 };
        let strong = self.byte(at + 1) == Some(byte);
        let length = 1 + usize::from(strong);
        let element = if strong { Element::Strong } else { Element::Emphasis };
        let inside_word = byte == b'_' && ends_in_word(self.text.get(..at).unwrap_or(""));
        let spaced = self.byte(at + length).is_some_and(is_space);
        if inside_word || spaced || self.open.contains(&element) {
            return at + length;
        }
        let parent = self.open.last().copied();
        let single = strong && parent != Some(Element::Emphasis);
        let mut end = self.element(at, byte, strong);
        if end.is_none() && single {
            end = self.element(at, byte, false);
        }
        self.ended = end.or(self.ended);
        end.unwrap_or(at + length)
    }

    /// An extension, or an attribute list right behind an element; anywhere else that is text.
    fn extension(&mut self, at: usize) -> usize {
        let list = self.byte(at + 2) != Some(b':');
        if list && self.ended != Some(at) {
            return at + 1;
        }
        let length = units::extension(self.finder, at).filter(|length| at + length <= self.end);
        let Some(length) = length else { return at + 1 };
        if list {
            self.marks.push(Mark { at, kind: MarkKind::Attributes, length });
        }
        self.ended = Some(at + length);
        at + length
    }

    /// Emphasis that opens here: the place behind its end.
    fn element(&mut self, at: usize, byte: u8, strong: bool) -> Option<usize> {
        let length = 1 + usize::from(strong);
        let before = self.marks.len();
        let name = if strong { "strong" } else { "em" };
        self.marks.push(Mark { at, kind: MarkKind::Start(name), length });
        self.open.push(if strong { Element::Strong } else { Element::Emphasis });
        let mut stop = Stop::Delimiter { byte, strong, start: at + length };
        let found = self.spans(at + length, &mut stop);
        self.open.pop();
        match found {
            Some(end) => {
                self.marks.push(Mark { at: end, kind: MarkKind::End, length });
                Some(end + length)
            }
            None => {
                self.marks.truncate(before);
                None
            }
        }
    }

    fn link(&mut self, at: usize, length: usize, element: Element, stop: &mut Stop<'_>) -> usize {
        let inside = |open: &[Element]| open.iter().any(|e| matches!(e, Element::Link | Element::Image));
        if element == Element::Link && inside(&self.open) {
            return at + length;
        }
        let before = self.marks.len();
        let image = element == Element::Image;
        if !image {
            self.marks.push(Mark { at, kind: MarkKind::Link, length });
        }
        self.open.push(element);
        let start = at + length;
        let found = self.spans(start, &mut Stop::Bracket { open: 1 });
        self.open.pop();
        let end = found.and_then(|end| units::link_end(self.finder, start, end, self.context));
        let end = end.filter(|&end| end <= self.end);
        match end {
            Some(end) => {
                if image {
                    self.marks.truncate(before);
                    let text_end = found.unwrap_or(start);
                    self.marks.push(Mark { at, kind: MarkKind::Image(text_end), length: end - at });
                    if let Stop::Bracket { open } = stop {
                        *open -= 1;
                    }
                } else if let Some(text_end) = found {
                    self.marks.push(Mark { at: text_end, kind: MarkKind::LinkEnd, length: 1 });
                }
                self.ended = Some(end);
                end
            }
            None => {
                self.marks.truncate(before);
                at + length
            }
        }
    }

    fn angle(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        if let Some(length) = units::opaque_angle(self.finder, at).filter(|length| at + length <= self.end) {
            if units::is_element(rest) {
                self.ended = Some(at + length);
            }
            return at + length;
        }
        let Some((name, length)) = units::open_tag(rest, self.context.options.parse_span_html) else {
            return at + 1;
        };
        self.open.push(Element::Html);
        let found = self.spans(at + length, &mut Stop::EndTag(&name));
        self.open.pop();
        match found {
            Some(end) => {
                let length = units::end_tag_length(self.rest(end));
                self.marks.push(Mark { at: end, kind: MarkKind::HtmlEnd, length });
                self.ended = Some(end + length);
                end + length
            }
            None => self.end,
        }
    }

    /// `~~text~~` is read on its own.
    fn struck(&mut self, at: usize) -> usize {
        let Some(length) = units::struck(self.finder, at).filter(|length| at + length <= self.end) else {
            return at + 1;
        };
        self.marks.push(Mark { at, kind: MarkKind::Start("del"), length: 2 });
        let end = std::mem::replace(&mut self.end, at + length - 2);
        let open = std::mem::take(&mut self.open);
        let depth = open.len();
        if depth < MAX_DEPTH {
            self.spans(at + 2, &mut Stop::Never);
        }
        self.open = open;
        self.end = end;
        self.marks.push(Mark { at: at + length - 2, kind: MarkKind::End, length: 2 });
        self.ended = Some(at + length);
        at + length
    }
}

/// The bytes at which the walk stops.
const SPECIAL: [bool; 256] = bytes::table(b"*_`\\$<[]!{~");

/// Whether letters stand before, with one hyphen among them at most.
fn ends_in_word(before: &str) -> bool {
    let rest = before.trim_end_matches(char::is_alphabetic);
    if rest.len() < before.len() {
        return true;
    }
    before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic))
        || before.trim_end_matches(is_space_char).len() > before.len()
}
