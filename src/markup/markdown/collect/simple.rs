//! Facts of simple texts, which were read without pulldown-cmark.

use crate::markup::markdown::collect::Collector;
use crate::markup::markdown::facts::Link;
use crate::markup::markdown::kramdown::{Piece, SimpleLink, SimpleTarget};
use crate::text::source::{Span, Spanned};

impl Collector<'_> {
    /// What the pieces of a text say.
    pub(super) fn simple(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Prose(span) => self.prose_without_liquid(*span),
                Piece::Words(span) => self.heading_text.push_str(span.of(self.source)),
                Piece::Code(span) => {
                    let mut text = String::new();
                    self.push_words(*span, &mut text);
                    self.heading_text.push_str(&text);
                }
                Piece::Break => self.heading_text.push(' '),
                Piece::Link(link) => self.simple_link(link),
            }
        }
    }

    fn simple_link(&mut self, link: &SimpleLink) {
        let mut text = String::with_capacity(link.text.len());
        self.push_words(link.text, &mut text);
        if self.heading.is_some() {
            self.heading_text.push_str(&text);
        }
        let written = |span: Span| span.of(self.source).to_owned();
        let (destination, definition) = match link.target {
            SimpleTarget::Url(span) => (Spanned::new(written(span), span), None),
            SimpleTarget::Definition(at) => {
                let Some(definition) = self.facts.definitions.get_mut(at) else { return };
                definition.used = true;
                let mut destination = definition.destination.clone();
                let span = destination.span;
                if span.of(self.masked) != span.of(self.source) {
                    destination.value = written(span);
                }
                (destination, Some(at))
            }
        };
        self.facts.links.push(Link {
            kind: link.kind,
            role: link.role,
            span: link.span,
            destination,
            evaluated: None,
            text,
            text_span: link.text,
            title: None,
            definition,
        });
    }

    /// Appends a text of words and code spans without its backticks, its line ends as spaces. Where Liquid was painted
    /// over, the author's own words are the text, those of a code span with their backticks.
    fn push_words(&self, span: Span, out: &mut String) {
        let text = span.of(self.masked);
        let bytes = text.as_bytes();
        let part = |from: usize, to: usize| Span::new(span.start + from, span.start + to);
        let mut done = 0;
        while let Some(found) = bytes.get(done..).and_then(|rest| memchr::memchr2(b'`', b'\n', rest)) {
            let at = done + found;
            let code = bytes.get(at) == Some(&b'`');
            let before = text.get(done..at).unwrap_or("");
            let before = if code { before } else { before.trim_end() };
            out.push_str(part(done, done + before.len()).of(self.source));
            let behind = text.get(at + 1..).unwrap_or("");
            if code {
                let length = behind.find('`').unwrap_or(behind.len());
                let whole = part(at, at + 1 + length + 1);
                let same = whole.of(self.source) == whole.of(self.masked);
                out.push_str(if same { behind.get(..length).unwrap_or("") } else { whole.of(self.source) });
                done = at + length + 2;
            } else {
                out.push(' ');
                done = at + 1 + behind.len() - behind.trim_start_matches([' ', '\t']).len();
            }
        }
        out.push_str(part(done, text.len()).of(self.source));
    }
}
