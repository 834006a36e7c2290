//! The facts of a simple text.

use std::ops::Range;

use crate::markup::markdown::facts::{LinkKind, LinkRole};
use crate::markup::markdown::kramdown::layout::{Context, Joined};
use crate::markup::markdown::kramdown::simple::{Found, Goal, Reader, Sink};
use crate::text::source::Span;

/// One piece of a simple text, with its places in the source.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A run of prose, over several lines perhaps.
    Prose(Span),
    /// Words of a heading: a run of plain text.
    Words(Span),
    /// A code span of a heading, with its backticks.
    Code(Span),
    /// A line's end in a heading.
    Break,
    /// A link or an image.
    Link(SimpleLink),
}

/// A link whose text holds nothing but words and code spans.
#[derive(Debug)]
pub(crate) struct SimpleLink {
    pub(crate) kind: LinkKind,
    pub(crate) role: LinkRole,
    /// The whole construct.
    pub(crate) span: Span,
    pub(crate) text: Span,
    pub(crate) target: SimpleTarget,
}

/// Where a simple link leads.
#[derive(Debug)]
pub(crate) enum SimpleTarget {
    /// The place of its URL.
    Url(Span),
    /// The number of a definition.
    Definition(usize),
}

/// Reads the facts of a text, if it is simple: whether it is. Words are wanted of headings only.
pub(crate) fn facts(
    pieces: &mut Vec<Piece>,
    joined: &Joined<'_>,
    context: &Context<'_, '_>,
    words: bool,
) -> bool {
    let before = pieces.len();
    let sink = Pieces { pieces, joined, words, prose: None };
    let simple = Reader::new(joined, context, sink).text();
    if !simple {
        pieces.truncate(before);
    }
    simple
}

struct Pieces<'r> {
    pieces: &'r mut Vec<Piece>,
    joined: &'r Joined<'r>,
    words: bool,
    /// The prose so far.
    prose: Option<(usize, usize)>,
}

impl Sink for Pieces<'_> {
    const WANTS_TEXTS_OF_LINKS: bool = false;

    fn words(&mut self, run: Range<usize>) {
        if self.words {
            self.pieces.push(Piece::Words(self.joined.span(run.start, run.end)));
        }
        let start = self.prose.map_or(run.start, |(start, _)| start);
        self.prose = Some((start, run.end));
    }

    fn line_break(&mut self) {
        if self.words {
            self.pieces.push(Piece::Break);
        }
    }

    fn markup(&mut self) {
        if let Some((start, end)) = self.prose.take() {
            self.pieces.push(Piece::Prose(self.joined.span(start, end)));
        }
    }

    fn code(&mut self, whole: Range<usize>) {
        if self.words {
            self.pieces.push(Piece::Code(self.joined.span(whole.start, whole.end)));
        }
    }

    fn emphasis(&mut self, _: usize) {}

    fn link(&mut self, found: &Found) {
        let span = |range: &Range<usize>| self.joined.span(range.start, range.end);
        self.pieces.push(Piece::Link(SimpleLink {
            kind: found.kind,
            role: found.role,
            span: span(&found.whole),
            text: span(&found.text),
            target: match &found.goal {
                Goal::Url(url) => SimpleTarget::Url(span(url)),
                Goal::Definition(number) => SimpleTarget::Definition(*number),
            },
        }));
    }

    fn end(&mut self) {}
}
