//! The output of `capture` blocks, which a page may show anywhere, nowhere, or in another form.

use std::collections::BTreeSet;

use crate::markup::liquid::operand::Expression;
use crate::markup::liquid::output::Output;
use crate::text::source::Span;

/// Filters that write other text into text: what is captured for one is a pattern, whose URLs are not the page's.
const REWRITING: [&str; 8] = [
    "replace",
    "replace_first",
    "replace_last",
    "remove",
    "remove_first",
    "remove_last",
    "regex_replace",
    "replace_regex",
];

/// The output of the `capture` blocks of the page's own template, each block's once.
#[derive(Debug, Default)]
pub(super) struct Captured {
    /// Where those blocks begin.
    places: BTreeSet<usize>,
    blocks: Vec<Pattern>,
}

#[derive(Debug)]
struct Pattern {
    output: Output<'static>,
    is_rewritten: bool,
    /// Whether it is shown as it is too.
    is_shown: bool,
}

impl Captured {
    /// Adds the output of the block at `place`, unless that ran before.
    pub(super) fn add(&mut self, mut output: Output<'static>, place: Span) {
        if self.places.insert(place.start) {
            // A block of its own to Markdown.
            output.push("\n\n", place);
            self.blocks.push(Pattern { output, is_rewritten: false, is_shown: false });
        }
    }

    /// Returns whether an expression may show what was captured in another form.
    pub(super) fn may_rewrite(&self, expression: &Expression) -> bool {
        !self.blocks.is_empty() && expression.filters.iter().any(|filter| REWRITING.contains(&&*filter.name))
    }

    /// Takes note that a filter made something else of a string.
    pub(super) fn rewrite(&mut self, text: &str) {
        self.with_text(text).for_each(|block| block.is_rewritten = true);
    }

    /// Takes note that a string is shown.
    pub(super) fn show(&mut self, text: &str) {
        self.with_text(text).for_each(|block| block.is_shown = true);
    }

    fn with_text(&mut self, text: &str) -> impl Iterator<Item = &mut Pattern> {
        let text = text.trim();
        self.blocks.iter_mut().filter(move |block| block.output.text.trim() == text)
    }

    /// All of it but what is shown in another form alone.
    pub(super) fn shown_as_it_is(self) -> Output<'static> {
        let mut all = Output::with_places(0);
        let shown = self.blocks.into_iter().filter(|block| block.is_shown || !block.is_rewritten);
        shown.for_each(|block| all.append(block.output));
        all
    }
}
