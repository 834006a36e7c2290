//! The texts of a document laid out one after another as plain paragraphs, for one run of pulldown-cmark.
//!
//! pulldown-cmark reads emphasis, links, images, code spans, references and escapes; where kramdown reads something
//! else (math, attribute lists, footnote marks, HTML), a placeholder stands in its stead.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;

use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::definitions::normalise;
use crate::markup::markdown::kramdown::line::{Line, is_space, is_space_char};
use crate::markup::markdown::kramdown::simple::{Part, Piece};
use crate::markup::markdown::kramdown::state::Document;
use crate::markup::markdown::options::Options;
use crate::markup::markdown::smart::{PLACEHOLDER_END, PLACEHOLDER_START};
use crate::text::source::Span;

/// Keeps a line from being read as a block: white space that ends up nowhere.
pub(crate) const GUARD: char = '\u{c}';

/// All texts, laid out.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Paragraphs with blank lines between.
    pub(crate) text: String,
    pub(crate) chunks: Vec<Chunk>,
    /// The simple texts, which pulldown-cmark need not see.
    pub(crate) simple: String,
    /// What they are made of; only where HTML is wanted.
    pub(crate) parts: Vec<Part>,
    /// Where placeholders stand and for what.
    pub(crate) inserts: Vec<(usize, Insert)>,
    /// Pairs of places, in the text and in the source; only where they were asked for.
    pub(crate) map: Vec<(usize, usize)>,
    /// What simple texts hold; only where facts were asked for.
    pub(crate) pieces: Vec<Piece>,
    /// Whether what is laid out stands inside HTML or a footnote.
    pub(crate) inside: bool,
}

/// One text of a document.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    /// Where it begins and ends in the laid out text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) simple: Simple,
    /// Whether it stands inside HTML or a footnote, where the ends of its lines never break them.
    pub(crate) inside: bool,
    pub(crate) heading: Option<Box<Heading>>,
}

/// What was read of a text at once, which then is not in the laid out text.
#[derive(Clone, Debug)]
pub(crate) enum Simple {
    /// Nothing.
    Not,
    /// Its facts: a part of [`Layout::pieces`].
    Facts(Range<usize>),
    /// A part of [`Layout::simple`] and of [`Layout::parts`].
    Parts { text: Range<usize>, parts: Range<usize> },
}

/// What a heading is beside its text.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    /// The id that the author gave it.
    pub(crate) id: Option<String>,
    pub(crate) span: Span,
    /// Whether it stands inside HTML or a footnote, where other rules make its id.
    pub(crate) inside: bool,
}

/// Something that has a placeholder.
#[derive(Debug)]
pub(crate) enum Insert {
    /// HTML as it comes out; the place in the source for its tags.
    Html(String, Span),
    /// Plain characters.
    Text(&'static str),
    /// The start of an element.
    Start(&'static str),
    /// The end of the element that began last.
    End,
    /// An image: its alternative text, and what it shows.
    Image(String, Target),
    /// A code span.
    Code(String),
    /// Math.
    Math(String),
    /// A mark of a footnote by its name; the mark's place.
    Footnote(String, Span),
    /// An attribute list, and what it is written as.
    Attributes(Box<Attributes>, String, Span),
}

/// Where a link or an image leads.
#[derive(Debug)]
pub(crate) enum Target {
    /// A URL and a title.
    Here(String, Option<String>),
    /// The label of a definition.
    Label(String),
}

/// What the texts need to know of their document.
pub(crate) struct Context<'d, 's> {
    pub(crate) source: &'s str,
    pub(crate) lines: &'d [Line],
    pub(crate) labels: &'d HashMap<String, usize>,
    pub(crate) footnotes: &'d HashMap<String, usize>,
    pub(crate) options: &'d Options,
    /// Whether places in the source are wanted.
    pub(crate) mapped: bool,
    /// Whether simple texts are read at once.
    pub(crate) simple: bool,
}

impl<'d, 's> Context<'d, 's> {
    pub(crate) fn new(document: &'d Document<'s>, mapped: bool, simple: bool) -> Self {
        Self {
            source: document.source,
            lines: &document.lines,
            labels: &document.labels,
            footnotes: &document.footnote_names,
            options: &document.options,
            mapped,
            simple,
        }
    }

    pub(crate) fn is_label(&self, label: &str) -> bool {
        !self.labels.is_empty() && self.labels.contains_key(normalise(label).as_ref())
    }
}

impl Layout {
    /// Appends a part of a text as it is.
    pub(crate) fn copy(&mut self, joined: &Joined<'_>, from: usize, to: usize, context: &Context<'_, '_>) {
        if from >= to {
            return;
        }
        if context.mapped {
            joined.map(from, to, self.text.len(), &mut self.map);
        }
        self.text.push_str(joined.text.get(from..to).unwrap_or(""));
    }

    /// Appends a placeholder: a comment with the first characters of what it stands for, which the rules of quotes
    /// look at.
    pub(crate) fn insert(
        &mut self,
        insert: Insert,
        written: &str,
        places: Range<usize>,
        context: &Context<'_, '_>,
    ) {
        if context.mapped {
            self.map.push((self.text.len(), places.start));
        }
        self.inserts.push((self.text.len(), insert));
        self.text.push_str(PLACEHOLDER_START);
        self.text.extend(written.chars().take(3).map(|c| match c {
            '-' | '>' => '=',
            _ if is_space_char(c) => ' ',
            _ => c,
        }));
        self.text.push_str(PLACEHOLDER_END);
        if context.mapped {
            self.map.push((self.text.len(), places.end));
        }
    }

    /// Appends characters that the source does not hold.
    pub(crate) fn add(&mut self, text: &str, place: usize, context: &Context<'_, '_>) {
        if context.mapped {
            self.map.push((self.text.len(), place));
            self.map.push((self.text.len() + text.len(), place));
        }
        self.text.push_str(text);
    }

    /// The place in the source of a part of the laid out text.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.place(range.start, range.start);
        let end = if range.end > range.start { self.place(range.end - 1, range.end) } else { start };
        Span::new(start, end)
    }

    /// The place of `at`, reckoned from the part of the text that holds `inside`.
    fn place(&self, inside: usize, at: usize) -> usize {
        let number = self.map.partition_point(|(out, _)| *out <= inside).saturating_sub(1);
        let Some(&(out, source)) = self.map.get(number) else { return 0 };
        let end = self.map.get(number + 1).map_or(usize::MAX, |(_, next)| (*next).max(source));
        (source + (at - out.min(at))).min(end)
    }
}

/// The lines of a text as one, with the way back.
pub(crate) struct Joined<'s> {
    pub(crate) text: Cow<'s, str>,
    /// Where the first line begins in the source.
    start: usize,
    /// Where lines begin, in the text and in the source, if they do not stand together there.
    starts: Vec<(usize, usize)>,
}

impl<'s> Joined<'s> {
    pub(crate) fn new(lines: &[Line], source: &'s str) -> Self {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Self { text: Cow::Borrowed(""), start: 0, starts: Vec::new() };
        };
        let together = lines.windows(2).all(|pair| match pair {
            [a, b] => b.pad == 0 && b.start == a.end + 1 && source.as_bytes().get(a.end) == Some(&b'\n'),
            _ => true,
        });
        let first = first.trimmed_start(source);
        let trim = |text: &str| text.trim_end_matches(is_space_char).len();
        if together && first.start <= last.end {
            let text = source.get(first.start..last.end).unwrap_or("");
            let text = text.get(..trim(text)).unwrap_or("");
            return Self { text: Cow::Borrowed(text), start: first.start, starts: Vec::new() };
        }
        let mut text = String::new();
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            if !text.is_empty() {
                text.push('\n');
            }
            let line = if text.is_empty() { line.trimmed_start(source) } else { Line { pad: 0, ..*line } };
            starts.push((text.len(), line.start));
            text.push_str(line.text(source));
        }
        text.truncate(trim(&text));
        Self { text: Cow::Owned(text), start: first.start, starts }
    }

    /// The place in the source.
    pub(crate) fn place(&self, at: usize) -> usize {
        let number = self.starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.starts.get(number).map_or(self.start + at, |(start, source)| source + (at - start.min(&at)))
    }

    fn map(&self, from: usize, to: usize, out: usize, map: &mut Vec<(usize, usize)>) {
        map.push((out, self.place(from)));
        let first = self.starts.partition_point(|(start, _)| *start <= from);
        for (start, source) in self.starts.iter().skip(first).take_while(|(start, _)| *start < to) {
            map.push((out + start - from, *source));
        }
    }

    /// A part of the text that does not begin or end in white space, as a place in the source.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        let end = if to > from { self.place(to - 1) + 1 } else { self.place(to) };
        Span::new(self.place(from), end)
    }

    /// Whether white space or the start of the text stands before.
    pub(crate) fn space_before(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes().get(at - 1).copied().is_none_or(is_space)
    }
}
