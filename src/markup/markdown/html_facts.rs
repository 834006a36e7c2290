//! Facts of raw HTML: tags, links and ids, and what they make of the text around them.

use std::borrow::Cow;

use crate::markup::markdown::facts::{Facts, LinkRole};
use crate::markup::markdown::raw_html::{self, Piece};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

/// The reader of one document's raw HTML, which may stand in pieces between Markdown.
pub(crate) struct HtmlFacts<'t> {
    source: &'t str,
    /// The source with Liquid painted over.
    masked: &'t str,
    /// The open `<a href>`.
    anchor: Option<usize>,
    /// Open elements whose content is code.
    raw_code: Vec<String>,
    /// Whether this is a block, whose text is not Markdown.
    is_block: bool,
}

impl<'t> HtmlFacts<'t> {
    pub(crate) fn new(source: &'t str, masked: &'t str) -> Self {
        Self { source, masked, anchor: None, raw_code: Vec::new(), is_block: false }
    }

    /// Returns whether the text here is not prose: a link's text, or code.
    pub(crate) fn is_silent(&self) -> bool {
        self.anchor.is_some() || !self.raw_code.is_empty()
    }

    /// Returns whether the text here belongs to a link.
    pub(crate) fn is_in_anchor(&self) -> bool {
        self.anchor.is_some()
    }

    /// Adds text to the link it belongs to.
    pub(crate) fn add_text(&self, facts: &mut Facts, text: &str) {
        if let Some(link) = self.anchor.and_then(|link| facts.links.get_mut(link)) {
            link.text.push_str(text);
        }
    }

    /// Forgets what is open.
    pub(crate) fn reset(&mut self) {
        self.anchor = None;
        self.raw_code.clear();
    }

    /// As [`Self::read`], of a whole block: its text is not Markdown.
    pub(crate) fn read_block(&mut self, facts: &mut Facts, parts: &[Span]) {
        self.is_block = true;
        self.read(facts, parts);
        self.is_block = false;
    }

    /// Raw HTML in these parts of the source, one after another.
    pub(crate) fn read(&mut self, facts: &mut Facts, parts: &[Span]) {
        let html: Cow<'_, str> = match parts {
            [one] => Cow::Borrowed(one.of(self.masked)),
            _ => parts.iter().map(|part| part.of(self.masked)).collect(),
        };
        let place = |at: usize| {
            let mut left = at;
            for part in parts {
                if left < part.len() {
                    return part.start + left;
                }
                left -= part.len();
            }
            parts.last().map_or(0, |part| part.end + left)
        };
        // Of the parts only the first few are looked through: HTML that is spread over many is rare.
        let span = |inner: Span| {
            let end = if inner.is_empty() { place(inner.start) } else { place(inner.end - 1) + 1 };
            Span::new(place(inner.start), end)
        };
        for piece in raw_html::pieces(&html) {
            match piece {
                Piece::Start(mut tag) => {
                    tag.span = span(tag.span);
                    for (_, value) in &mut tag.attributes {
                        value.span = span(value.span);
                        if value.span.of(self.source) != value.span.of(self.masked) {
                            value.value = value.span.of(self.source).to_owned();
                        }
                    }
                    if !self.raw_code.is_empty() {
                        if self.raw_code.last() == Some(&tag.name) {
                            self.raw_code.push(tag.name);
                        }
                        continue;
                    }
                    for (name, value) in &tag.attributes {
                        let names = name == "id" || name == "name" && tag.name == "a";
                        if names && !value.value.is_empty() {
                            facts.ids.push(value.clone());
                        }
                    }
                    for link in raw_html::links(&tag) {
                        if tag.name == "a" && link.role == LinkRole::Anchor {
                            self.anchor = Some(facts.links.len());
                        }
                        facts.links.push(link);
                    }
                    if matches!(tag.name.as_str(), "pre" | "code" | "script" | "style" | "textarea") {
                        self.raw_code.push(tag.name.clone());
                    }
                    facts.html_tags.push(tag);
                }
                Piece::End(name, at) => {
                    if self.raw_code.last() == Some(&name) {
                        self.raw_code.pop();
                    }
                    if name == "a"
                        && let Some(link) = self.anchor.take().and_then(|at| facts.links.get_mut(at))
                    {
                        link.text_span = Span::new(link.span.end, span(at).start);
                    }
                }
                Piece::Text(at) => {
                    if let Some(link) = self.anchor.and_then(|at| facts.links.get_mut(at)) {
                        link.text.push_str(span(at).of(self.source));
                    }
                    if self.is_block && self.raw_code.is_empty() {
                        facts.raw_text.push(span(at));
                    }
                }
            }
        }
    }
}

/// Appends `span` without the parts that `holes` (in order) cover.
pub(crate) fn prose_without(prose: &mut Vec<Span>, span: Span, holes: &[Span]) {
    if holes.is_empty() {
        if !span.is_empty() {
            prose.push(span);
        }
        return;
    }
    let mut start = span.start;
    let first = holes.partition_point(|hole| hole.end <= span.start);
    for hole in holes.iter().skip(first).take_while(|hole| hole.start < span.end) {
        if hole.start > start {
            prose.push(Span::new(start, hole.start));
        }
        start = start.max(hole.end);
    }
    if start < span.end {
        prose.push(Span::new(start, span.end));
    }
}

/// Returns whether a list marker alone stands before.
pub(crate) fn is_task(masked: &str, at: usize) -> bool {
    let before = masked.part(..at);
    let line = before.after_last('\n').trim();
    let number = line.strip_suffix('.').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    matches!(line, "-" | "*" | "+") || number
}
