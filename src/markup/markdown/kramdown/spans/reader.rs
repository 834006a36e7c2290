//! The walk through inline text, and the parts that need no look further: line ends, escapes, code, math, footnote marks.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use crate::markup::markdown::bytes;
use crate::markup::markdown::escape::reference_length;
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::line::is_space_char;
use crate::markup::markdown::kramdown::names;
use crate::markup::markdown::kramdown::references;
use crate::markup::markdown::kramdown::spans::finder::Finder;
use crate::markup::markdown::kramdown::spans::part::{Part, Reading, Undefined};
use crate::markup::markdown::kramdown::spans::units;
use crate::markup::markdown::options::Options;
use crate::text::pieces::Part as _;

/// What inline text needs to know of its document.
pub(crate) struct Context<'c> {
    /// Numbers of link definitions by normalised label.
    pub(crate) labels: &'c HashMap<String, usize>,
    /// Numbers of footnotes by name.
    pub(crate) footnotes: &'c HashMap<String, usize>,
    pub(crate) options: &'c Options,
    /// Whether the text belongs to an HTML block or a footnote, where only explicit line breaks count.
    pub(crate) inside: bool,
    /// Whether kramdown reads a line's end after the text, as in a list item with a block after its text.
    pub(crate) line_follows: bool,
}

/// Reads inline text into `reading`, which is cleared first.
pub(crate) fn read(reading: &mut Reading, text: &str, context: &Context<'_>) {
    reading.clear();
    let mut reader = Reader {
        text,
        end: text.len(),
        context,
        finder: Finder::new(text),
        reading,
        run: 0,
        open: 0,
        parent: None,
        depth: 0,
        html: usize::from(context.inside),
        ended: None,
        budget: text.len().saturating_mul(64).saturating_add(1 << 16),
        trail: Vec::new(),
        failed: HashSet::default(),
        brackets: HashMap::default(),
        unclosed: HashSet::default(),
    };
    reader.spans(0, &mut Stop::Never);
}

/// How deep elements may nest; deeper marks are text. kramdown has no limit but Ruby's stack.
pub(super) const MAX_DEPTH: usize = 100;

/// The part of an attribute list that has no effect.
const NOWHERE: usize = usize::MAX;

/// The bytes that may be more than text.
const SPECIAL: [bool; 256] = bytes::table(b"*_`\\$<[]!{~&\n");

/// Elements that must not nest in themselves, as bits.
pub(super) const EMPHASIS: u8 = 1;
pub(super) const STRONG: u8 = 2;
pub(super) const LINK: u8 = 4;

/// What ends the element that is read.
pub(super) enum Stop<'n> {
    Never,
    /// A mark of emphasis, and where the content begins.
    Delimiter {
        byte: u8,
        strong: bool,
        start: usize,
    },
    /// A closing bracket; the places of brackets opened since.
    Bracket {
        open: Vec<usize>,
    },
    /// The end tag of this element.
    EndTag(&'n str),
}

/// A state of the reader to go back to.
pub(super) struct Saved {
    parts: usize,
    lists: usize,
    undefined: usize,
    run: usize,
    ended: Option<(usize, usize)>,
}

pub(super) struct Reader<'t, 'c> {
    pub(super) text: &'t str,
    /// Where reading ends: before the end of the text inside `~~…~~`.
    pub(super) end: usize,
    pub(super) context: &'c Context<'c>,
    pub(super) finder: Finder<'t>,
    pub(super) reading: &'c mut Reading,
    /// Where the plain text begins that is not yet a part.
    pub(super) run: usize,
    /// The open elements that must not nest.
    pub(super) open: u8,
    /// The innermost element, if it is one of those.
    pub(super) parent: Option<u8>,
    pub(super) depth: usize,
    /// How many HTML elements are open, the block's included.
    pub(super) html: usize,
    /// Where the last element ended, and the number of its part.
    pub(super) ended: Option<(usize, usize)>,
    /// How many bytes may still be looked at: a safeguard only, what fails is remembered.
    budget: usize,
    /// The places that the open elements with delimiters came through.
    trail: Vec<usize>,
    /// Places from which no delimiter is found, by kind of delimiter and open elements, and where reading ended.
    failed: HashSet<(usize, u8, usize)>,
    /// Closing brackets by place of the opening one, open elements and the end; `None` where there is none.
    pub(super) brackets: HashMap<(usize, u8, usize), Option<usize>>,
    /// Start tags whose elements nothing closes, by the same.
    pub(super) unclosed: HashSet<(usize, u8, usize)>,
}

impl<'t> Reader<'t, '_> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.text.part(at..self.end)
    }

    /// Returns whether elements may still be tried here.
    pub(super) fn may_nest(&self) -> bool {
        self.depth < MAX_DEPTH && self.budget > 0
    }

    pub(super) fn save(&self) -> Saved {
        let Reading { parts, lists, undefined } = &*self.reading;
        let (parts, lists, undefined) = (parts.len(), lists.len(), undefined.len());
        Saved { parts, lists, undefined, run: self.run, ended: self.ended }
    }

    pub(super) fn go_back(&mut self, saved: &Saved) {
        self.reading.parts.truncate(saved.parts);
        self.reading.lists.truncate(saved.lists);
        self.reading.undefined.truncate(saved.undefined);
        self.run = saved.run;
        self.ended = saved.ended;
    }

    /// Makes the plain text up to `end` a part.
    pub(super) fn words(&mut self, end: usize) {
        if end > self.run {
            self.reading.parts.push(Part::Words(self.run..end));
        }
        self.run = end;
    }

    /// Appends a part that takes `range`: the place after it.
    pub(super) fn push(&mut self, range: &Range<usize>, part: Part) -> usize {
        self.words(range.start);
        self.reading.parts.push(part);
        self.run = range.end;
        range.end
    }

    /// The same for an element: an attribute list may follow.
    fn push_element(&mut self, range: &Range<usize>, part: Part) -> usize {
        let end = self.push(range, part);
        self.ended = Some((end, self.reading.parts.len() - 1));
        end
    }

    /// The same for an element without attributes.
    pub(super) fn push_bare(&mut self, range: &Range<usize>, part: Part) -> usize {
        let end = self.push(range, part);
        self.ended = Some((end, NOWHERE));
        end
    }

    /// Reads from `at` on: where what stops it was found. All plain text before it, or up to the end, is a part then.
    pub(super) fn spans(&mut self, mut at: usize, stop: &mut Stop<'_>) -> Option<usize> {
        let trail = self.trail.len();
        let key = match stop {
            Stop::Delimiter { byte, strong, .. } => {
                Some(self.open | u8::from(*byte == b'_') << 3 | u8::from(*strong) << 4)
            }
            _ => None,
        };
        while let Some(found) =
            self.text.as_bytes().get(at..self.end).and_then(|rest| bytes::position(rest, &SPECIAL))
        {
            at += found;
            self.budget = self.budget.saturating_sub(found + 1);
            if let Some(key) = key {
                if self.failed.contains(&(at, key, self.end)) || self.budget == 0 {
                    break;
                }
                self.trail.push(at);
            }
            if self.stops(at, stop) {
                self.trail.truncate(trail);
                self.words(at);
                return Some(at);
            }
            let begin = (at, self.open, self.end);
            // An element that takes the rest, or a bracket that is not closed: what is open cannot end after it.
            if matches!(stop, Stop::Delimiter { .. } | Stop::Bracket { .. }) && self.unclosed.contains(&begin)
            {
                break;
            }
            at = self.special(at, stop);
            if matches!(stop, Stop::Bracket { .. }) && self.brackets.get(&begin) == Some(&None) {
                break;
            }
        }
        if let Some(key) = key {
            let end = self.end;
            self.failed.extend(self.trail.drain(trail..).map(|at| (at, key, end)));
        }
        if let Stop::Bracket { open } = stop {
            self.brackets.extend(open.drain(..).map(|at| ((at, self.open, self.end), None)));
        }
        self.words(self.end);
        None
    }

    fn stops(&mut self, at: usize, stop: &mut Stop<'_>) -> bool {
        match stop {
            Stop::Never => false,
            Stop::Delimiter { byte, strong, start } => self.closes_emphasis(at, *byte, *strong, *start),
            Stop::Bracket { open } => {
                match self.byte(at) {
                    Some(b'[') => open.push(at),
                    Some(b'!') if self.byte(at + 1) == Some(b'[') => open.push(at),
                    Some(b']') => match open.pop() {
                        Some(inner) => {
                            self.brackets.insert((inner, self.open, self.end), Some(at));
                        }
                        None => return true,
                    },
                    _ => {}
                }
                false
            }
            Stop::EndTag(name) => units::is_end_tag(self.rest(at), name),
        }
    }

    /// Reads what begins with a special byte: the place after it.
    fn special(&mut self, at: usize, stop: &mut Stop<'_>) -> usize {
        let next = self.byte(at + 1);
        match self.byte(at) {
            Some(b'\n') => self.line_end(at),
            Some(b'*' | b'_') => self.emphasis(at),
            Some(b'`') => self.code(at),
            Some(b'<') => self.angle(at),
            Some(b'[') if next == Some(b'^') => self.footnote(at),
            Some(b'[') if next.is_some() => self.link(at, false),
            Some(b'!') if next == Some(b'[') && !matches!(self.byte(at + 2), None | Some(b'^')) => {
                let end = self.link(at, true);
                if let Stop::Bracket { open } = stop
                    && end > at + 2
                {
                    open.pop();
                }
                end
            }
            Some(b'$') if next == Some(b'$') && !self.context.options.python_markdown => self.math(at),
            Some(b'{') if self.context.options.python_markdown => self.python_list(at),
            Some(b'{') if next == Some(b':') => self.extension(at),
            Some(b'&') => self.reference(at),
            Some(b'\\') => self.backslash(at),
            Some(b'~') if next == Some(b'~') && self.context.options.is_github() => self.struck(at),
            _ => at + 1,
        }
    }

    /// A line's end: white space around it is dropped, two spaces or a backslash before it break the line.
    fn line_end(&mut self, at: usize) -> usize {
        let options = self.context.options;
        let wraps = options.hard_wrap && options.gfm;
        let line = self.text.part(self.run..at);
        let mut bare = line.trim_end_matches(is_space_char).len();
        let mut spaces = line.part(bare..);
        if options.typographic_symbols && line.get(..bare).is_some_and(|line| line.ends_with("<<")) {
            // The space belongs to the guillemet.
            spaces = spaces.strip_prefix(' ').unwrap_or(spaces);
            bare = line.len() - spaces.len();
        }
        let mut hard = spaces.ends_with("  ") && !wraps;
        // kramdown's GFM reader looks for these in what is text at the end, but not in HTML.
        if options.gfm && self.html == 0 && !hard {
            hard = wraps || line.ends_with('\\') && !options.python_markdown;
            bare -= usize::from(!wraps && hard);
        }
        self.break_line(self.run + bare, at, hard)
    }

    fn break_line(&mut self, from: usize, line_end: usize, hard: bool) -> usize {
        self.words(from);
        self.reading.parts.push(Part::Break { hard });
        let behind = self.rest(line_end);
        let next = line_end + behind.len() - behind.trim_start_matches(is_space_char).len();
        self.run = next;
        next
    }

    fn backslash(&mut self, at: usize) -> usize {
        let options = self.context.options;
        let next = self.byte(at + 1);
        let third = self.byte(at + 2);
        let wraps = options.hard_wrap && options.gfm;
        let ends_line = third == Some(b'\n') || self.context.line_follows && at + 2 == self.text.len();
        if next == Some(b'\\') && ends_line && !wraps && !options.python_markdown {
            return self.break_line(at, at + 2, true);
        }
        let escapes = |byte| match options.python_markdown {
            // A line that would begin a definition where that extension is off.
            true if byte == b':' => third == Some(b' ') && (at == 0 || self.byte(at - 1) == Some(b'\n')),
            true => units::is_escapable_in_python(byte, options.smart_quotes),
            false => units::is_escapable(byte),
        };
        if !next.is_some_and(escapes) {
            return at + 1;
        }
        let pair = matches!(next, Some(b'<' | b'>')) && next == third && options.has_guillemets();
        let end = at + 2 + usize::from(pair);
        let part = Part::Literal(at + 1..end);
        if pair { self.push_bare(&(at..end), part) } else { self.push(&(at..end), part) }
    }

    fn reference(&mut self, at: usize) -> usize {
        let length = reference_length(self.rest(at));
        if length == 0 {
            return at + 1;
        }
        let whole = at..at + length;
        if references::character(self.rest(at).part(..length)).is_none() {
            return self.push(&whole, Part::Reference(whole.clone()));
        }
        self.push_bare(&whole, Part::Reference(whole.clone()))
    }

    fn code(&mut self, at: usize) -> usize {
        let text = self.text.part(..self.end);
        let code = units::code(text, at);
        let Some(length) = code.body else { return at + code.whole };
        let mut shown = at + code.marks..at + code.marks + length;
        if self.context.options.python_markdown {
            let body = self.text.part(shown.clone());
            shown.start += body.len() - body.trim_start().len();
            shown.end = shown.start + body.trim().len();
        } else if code.marks > 1 {
            shown.start += usize::from(length > 0 && self.byte(shown.start) == Some(b' '));
            let space = shown.end > shown.start && self.byte(shown.end - 1) == Some(b' ');
            shown.end -= usize::from(space);
        }
        self.push_element(&(at..at + code.whole), Part::Code(shown))
    }

    fn math(&mut self, at: usize) -> usize {
        let Some(end) = self.finder.math_end(at + 2).filter(|end| end + 2 <= self.end) else { return at + 1 };
        let body = self.text.part(at + 2..end);
        let start = end - body.trim_start_matches(is_space_char).len();
        let inner = start..start + body.trim_matches(is_space_char).len();
        self.push_element(&(at..end + 2), Part::Math(inner))
    }

    fn footnote(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        if let Some(name) = units::footnote(rest) {
            let whole = at..at + name.len() + 3;
            if let Some(&number) = self.context.footnotes.get(name) {
                return self.push_bare(&whole, Part::Footnote(number, whole.clone()));
            }
            let end = self.push(&whole, Part::Literal(whole.clone()));
            self.reading.undefined.push(Undefined::Footnote(whole));
            return end;
        }
        let label = rest.bytes().skip(2).take(1000).position(|b| matches!(b, b'[' | b']' | b'\n'));
        if let Some(length) =
            label.filter(|length| *length > 0 && rest.as_bytes().get(2 + length) == Some(&b']'))
        {
            self.reading.undefined.push(Undefined::Footnote(at..at + length + 3));
        }
        at + 1
    }

    /// An extension, or an attribute list of the element before it; anywhere else that is text.
    fn extension(&mut self, at: usize) -> usize {
        let Some(brace) = self.finder.brace(at + 2).filter(|&brace| brace < self.end) else { return at + 1 };
        let whole = self.text.part(at..=brace);
        if let Some(tag) = names::extension_tag(whole) {
            let behind = at + tag.length;
            let stop = if tag.closed { Some((behind, 0)) } else { self.finder.stop_tag(behind, tag.name) };
            let Some((stop, length)) = stop.filter(|(stop, length)| stop + length <= self.end) else {
                return at + 1;
            };
            let range = at..stop + length;
            let body = behind..stop;
            return match tag.name {
                "comment" if !tag.closed => self.push_bare(&range, Part::Comment(body)),
                "nomarkdown" if names::is_for_html(tag.attributes) => self.push_bare(&range, Part::Raw(body)),
                "comment" | "nomarkdown" | "options" => self.push_bare(&range, Part::Literal(stop..stop)),
                _ => at + 1,
            };
        }
        let text = whole.part(2..whole.len() - 1);
        if text.is_empty() || text.starts_with('/') && units::is_stop_tag(whole) {
            return at + 1;
        }
        let part = match self.ended.filter(|(place, _)| *place == at) {
            Some((_, part)) => part,
            None if at > self.run && self.is_behind_symbol(at) => NOWHERE,
            None => return at + 1,
        };
        self.words(at);
        self.run = brace + 1;
        self.ended = Some((brace + 1, part));
        if part != NOWHERE {
            let mut attributes = Attributes::default();
            attributes.parse(text);
            self.reading.lists.push((part, attributes, at..brace + 1));
        }
        brace + 1
    }

    /// An attribute list of the element before it, with a colon or without; anywhere else that is text.
    fn python_list(&mut self, at: usize) -> usize {
        let ended = self.ended.filter(|(place, _)| *place == at && self.context.options.attribute_lists);
        let brace = self.finder.brace(at + 1).filter(|&brace| brace < self.end);
        let (Some((_, part)), Some(brace)) = (ended, brace) else { return at + 1 };
        let inside = self.text.part(at + 1..brace);
        let inside = inside.strip_prefix(':').unwrap_or(inside);
        if inside.trim().is_empty() || inside.contains(['{', '\n']) {
            return at + 1;
        }
        self.words(at);
        self.run = brace + 1;
        self.ended = Some((brace + 1, part));
        let mut attributes = Attributes::default();
        attributes.parse_as_python(inside);
        self.reading.lists.push((part, attributes, at..brace + 1));
        brace + 1
    }

    /// Returns whether a typographic character ends here, which kramdown treats as an element.
    fn is_behind_symbol(&self, at: usize) -> bool {
        let before = self.text.part(self.run..at);
        let options = self.context.options;
        options.smart_quotes && before.ends_with(['"', '\''])
            || options.typographic_symbols
                && ["--", "...", "<<", "<< ", ">>"].iter().any(|symbol| before.ends_with(symbol))
    }
}
