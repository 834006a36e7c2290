//! Links, their definitions, and references without one.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use crate::markup::markdown::collect::commonmark::{Broken, Collector};
use crate::markup::markdown::entity;
use crate::markup::markdown::facts::{Definition, Link, LinkKind, LinkRole, UndefinedReference};
use crate::markup::markdown::html_facts::is_task;
use crate::markup::markdown::liquid_mask::around;
use crate::text::pieces::Part as _;
use crate::text::source::{Span, Spanned};

impl Collector<'_> {
    pub(super) fn start_link(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let (role, link_type, url, title, label) = match tag {
            Tag::Link { link_type, dest_url, title, id } => {
                (LinkRole::Anchor, link_type, dest_url, title, id)
            }
            Tag::Image { link_type, dest_url, title, id } => {
                (LinkRole::Image, link_type, dest_url, title, id)
            }
            _ => return,
        };
        let kind = match link_type {
            LinkType::Reference | LinkType::ReferenceUnknown => LinkKind::Reference,
            LinkType::Collapsed | LinkType::CollapsedUnknown => LinkKind::Collapsed,
            LinkType::Shortcut | LinkType::ShortcutUnknown => LinkKind::Shortcut,
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => LinkKind::Inline,
        };
        let definition = match kind {
            LinkKind::Reference | LinkKind::Collapsed | LinkKind::Shortcut => {
                self.labels.get(&normalise(&label)).copied()
            }
            _ => None,
        };
        let url = if link_type == LinkType::Email { format!("mailto:{url}") } else { url.into_string() };
        let span = Span::from(range.clone());
        let mut destination = Spanned::new(url, Span::at(span.end));
        if let Some(definition) = definition.and_then(|at: usize| self.facts.definitions.get_mut(at)) {
            definition.used = true;
            destination = definition.destination.clone();
        } else if kind == LinkKind::Autolink {
            destination.span = Span::new(range.start + 1, range.end.saturating_sub(1));
        }
        self.links.push((self.facts.links.len(), None));
        let text_start = range.start + if role == LinkRole::Image { 2 } else { 1 };
        self.facts.links.push(Link {
            kind,
            role,
            span,
            destination,
            evaluated: None,
            text: String::new(),
            text_span: Span::at(text_start),
            title: (!title.is_empty()).then(|| title.into_string()),
            definition,
        });
    }

    pub(super) fn extend_links(&mut self, range: &Range<usize>) {
        for (_, text) in &mut self.links {
            match text {
                Some(text) => text.end = text.end.max(range.end),
                None => *text = Some(range.clone()),
            }
        }
    }

    pub(super) fn end_link(&mut self, range: Range<usize>) {
        let Some((index, text)) = self.links.pop() else { return };
        let text_span = text.clone().map(Span::from);
        let Some(link) = self.facts.links.get(index) else { return };
        let text_end = text.as_ref().map_or(range.start, |text| text.end);
        let mut place = link.destination.span;
        if link.kind == LinkKind::Inline {
            let tail = self.masked.part(text_end..range.end);
            if let Some(at) = tail.find("](")
                && let Some(found) = destination_span(tail.part(at + 2..))
            {
                let start = text_end + at + 2;
                place = Span::new(start + found.start, start + found.end);
            }
        }
        let written = place.of(self.source);
        let masked = place.of(self.masked) != written;
        let evaluated = masked.then(|| around(self.source, place, &self.facts.liquid, unescaped));
        if let Some(link) = self.facts.links.get_mut(index) {
            link.destination.span = place;
            if let Some(url) = evaluated {
                link.destination.value = url;
            }
            if let Some(text) = text_span {
                link.text_span = text;
            }
        }
        if !self.links.is_empty() {
            self.extend_links(&range);
        }
    }

    /// A definition of CommonMark, whose parts are found again in what is written.
    pub(super) fn definition(&mut self, span: Span, url: &str) {
        let written = span.of(self.masked);
        let Some(open) = written.find('[') else { return };
        let Some(close) = label_end(written, open + 1) else { return };
        let label = Span::new(span.start + open + 1, span.start + close);
        let behind = close + 2;
        let place = destination_span(written.part(behind..)).unwrap_or_default();
        let place = place.shifted(span.start + behind);
        let plain = place.of(self.source) == place.of(self.masked);
        let value = match plain {
            true => url.to_owned(),
            false => around(self.source, place, &self.facts.liquid, unescaped),
        };
        let trimmed = written.trim_end().len();
        self.labels.entry(normalise(label.of(self.masked))).or_insert(self.facts.definitions.len());
        self.facts.definitions.push(Definition {
            label: Spanned::new(label.of(self.source).to_owned(), label),
            destination: Spanned::new(value, place),
            span: Span::new(span.start, span.start + trimmed),
            used: false,
        });
    }

    /// References without a definition, in order; task boxes and what Liquid makes are none.
    pub(super) fn broken(&mut self, mut broken: Vec<Broken>) {
        broken.sort_by_key(|(span, _, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut seen = HashSet::new();
        for (range, link_type, label) in broken {
            let mut span = Span::from(range.clone());
            // The parser's range of `[label][]` ends before the empty brackets.
            if link_type == LinkType::Collapsed
                && self.masked.get(span.end..).is_some_and(|rest| rest.starts_with("[]"))
            {
                span.end += 2;
            }
            let blank = label.trim().is_empty();
            let done = matches!(label.trim(), "x" | "X") && is_task(self.masked, span.start);
            if blank || done || !seen.insert(span.start) || span.of(self.masked) != span.of(self.source) {
                continue;
            }
            match label.strip_prefix('^').filter(|name| !name.is_empty()) {
                Some(_) => self.facts.undefined_footnotes.push(Spanned::new(label, span)),
                None => self.undefined_reference(span, link_type, label),
            }
        }
    }

    fn undefined_reference(&mut self, span: Span, link_type: LinkType, label: String) {
        let written = span.of(self.source);
        let kind = match link_type {
            LinkType::Reference => LinkKind::Reference,
            LinkType::Collapsed => LinkKind::Collapsed,
            _ => LinkKind::Shortcut,
        };
        let image = written.starts_with('!');
        let open = usize::from(image) + 1;
        let label_at = match kind {
            LinkKind::Reference => written.rfind('[').map_or(open, |at| at + 1),
            _ => open,
        };
        let behind = written.get(label_at..).and_then(|rest| rest.find(']'));
        let label_end = behind.map_or(written.len(), |at| label_at + at);
        let text_end = match kind {
            LinkKind::Reference => written.rfind("][").unwrap_or(label_end),
            _ => label_end,
        };
        let text = written.part(open..text_end).to_owned();
        let place = Span::new(span.start + label_at, span.start + label_end);
        let label = Spanned::new(label, place);
        self.facts.undefined_references.push(UndefinedReference { kind, image, text, label, span });
    }
}

/// A label as CommonMark compares it: white space as one space, letters of one case.
fn normalise(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A URL without its backslashes and character references.
fn unescaped(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(&entity::decode_all(before));
        match after.chars().next().filter(char::is_ascii_punctuation) {
            Some(escaped) => out.push(escaped),
            None => out.push('\\'),
        }
        rest = after.strip_prefix(|c: char| c.is_ascii_punctuation()).unwrap_or(after);
    }
    out.push_str(&entity::decode_all(rest));
    out
}

/// Where the label that begins at `at` ends, at its unescaped `]`.
fn label_end(text: &str, at: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate().skip(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b']' => return Some(offset),
            _ => {}
        }
    }
    None
}

/// The span of the destination in what follows `](` or `]:`.
fn destination_span(text: &str) -> Option<Span> {
    let start = text.find(|c: char| !c.is_ascii_whitespace())?;
    let bytes = text.as_bytes();
    if bytes.get(start) == Some(&b'<') {
        let end = text.get(start..)?.find('>')?;
        return Some(Span::new(start + 1, start + end));
    }
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(Span::new(start, at)),
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => return Some(Span::new(start, at)),
            _ => {}
        }
    }
    Some(Span::new(start, text.len()))
}
