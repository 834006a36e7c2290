//! Tags, links and ids of raw HTML.

use std::borrow::Cow;

use crate::markup::markdown::collect::Collector;
use crate::markup::markdown::facts::LinkRole;
use crate::markup::markdown::raw_html::{self, Piece};
use crate::text::source::Span;

impl Collector<'_> {
    /// Raw HTML that stands in these parts of the source, one after another.
    pub(super) fn html(&mut self, parts: &[Span]) {
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
                            self.facts.ids.push(value.clone());
                        }
                    }
                    for link in raw_html::links(&tag) {
                        if tag.name == "a" && link.role == LinkRole::Anchor {
                            self.anchor = Some(self.facts.links.len());
                        }
                        self.facts.links.push(link);
                    }
                    if matches!(tag.name.as_str(), "pre" | "code" | "script" | "style" | "textarea") {
                        self.raw_code.push(tag.name.clone());
                    }
                    self.facts.html_tags.push(tag);
                }
                Piece::End(name, at) => {
                    if self.raw_code.last() == Some(&name) {
                        self.raw_code.pop();
                    }
                    if name == "a"
                        && let Some(link) = self.anchor.take().and_then(|at| self.facts.links.get_mut(at))
                    {
                        link.text_span = Span::new(link.span.end, span(at).start);
                    }
                }
                Piece::Text(at) => {
                    if let Some(link) = self.anchor.and_then(|at| self.facts.links.get_mut(at)) {
                        link.text.push_str(span(at).of(self.source));
                    }
                }
            }
        }
    }
}
