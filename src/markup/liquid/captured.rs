//! The output of `capture` blocks, which a page may show anywhere, nowhere, or in another form.

use std::collections::{BTreeSet, HashMap};

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
    blocks: Vec<Output<'static>>,
    /// How what they printed is used, by the trimmed text: found at once however many blocks there are.
    uses: HashMap<Box<str>, Use>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Use {
    is_rewritten: bool,
    /// Whether it is shown as it is too.
    is_shown: bool,
}

impl Captured {
    /// Adds the output of the block at `place`, unless that ran before.
    pub(super) fn add(&mut self, mut output: Output<'static>, place: Span) {
        if self.places.insert(place.start) {
            self.uses.entry(Box::from(output.text.trim())).or_default();
            // A block of its own to Markdown.
            output.push("\n\n", place);
            self.blocks.push(output);
        }
    }

    /// Returns whether an expression may show what was captured in another form.
    pub(super) fn may_rewrite(&self, expression: &Expression) -> bool {
        !self.blocks.is_empty() && expression.filters.iter().any(|filter| REWRITING.contains(&&*filter.name))
    }

    /// Takes note that a filter made something else of a string.
    pub(super) fn rewrite(&mut self, text: &str) {
        if let Some(found) = self.uses.get_mut(text.trim()) {
            found.is_rewritten = true;
        }
    }

    /// Takes note that a string is shown.
    pub(super) fn show(&mut self, text: &str) {
        if !self.blocks.is_empty()
            && let Some(found) = self.uses.get_mut(text.trim())
        {
            found.is_shown = true;
        }
    }

    /// All of it but what is shown in another form alone.
    pub(super) fn shown_as_it_is(self) -> Output<'static> {
        let mut all = Output::with_places(0);
        for block in self.blocks {
            let found = self.uses.get(block.text.trim()).copied().unwrap_or_default();
            if found.is_shown || !found.is_rewritten {
                all.append(block);
            }
        }
        all
    }
}
