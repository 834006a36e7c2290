//! The HTML of a simple text, as far as it can be told before footnotes are counted and abbreviations are known.

use std::ops::Range;

use crate::markup::markdown::facts::LinkRole;
use crate::markup::markdown::kramdown::layout::{Context, Joined};
use crate::markup::markdown::kramdown::simple::{Found, Goal, Reader, Sink};

/// One part of a simple text; places count in the text.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A run of plain text.
    Words(Range<usize>),
    /// The end of a line.
    Break,
    /// What a code span holds, without its backticks.
    Code(Range<usize>),
    /// An element begins.
    Start(&'static str),
    /// A link begins.
    Link(Goal),
    /// What began last ends.
    End,
    /// An image: its alternative text and its URL.
    Image { alt: Range<usize>, url: Range<usize> },
}

/// Reads the parts of a text, if it is simple: whether it is.
pub(crate) fn parts(parts: &mut Vec<Part>, joined: &Joined<'_>, context: &Context<'_, '_>) -> bool {
    let before = parts.len();
    let simple = Reader::new(joined, context, Parts { parts }).text();
    if !simple {
        parts.truncate(before);
    }
    simple
}

struct Parts<'r> {
    parts: &'r mut Vec<Part>,
}

impl Sink for Parts<'_> {
    const WANTS_TEXTS_OF_LINKS: bool = true;

    fn words(&mut self, run: Range<usize>) {
        self.parts.push(Part::Words(run));
    }

    fn line_break(&mut self) {
        self.parts.push(Part::Break);
    }

    fn markup(&mut self) {}

    fn code(&mut self, whole: Range<usize>) {
        self.parts.push(Part::Code(whole.start + 1..whole.end - 1));
    }

    fn emphasis(&mut self, marks: usize) {
        self.parts.push(Part::Start(if marks == 2 { "strong" } else { "em" }));
    }

    fn link(&mut self, found: &Found) {
        let (alt, goal) = (found.text.clone(), found.goal.clone());
        self.parts.push(match goal {
            Goal::Url(url) if found.role == LinkRole::Image => Part::Image { alt, url },
            goal => Part::Link(goal),
        });
    }

    fn end(&mut self) {
        self.parts.push(Part::End);
    }
}
