//! The facts of Markdown in either dialect.

mod commonmark;
mod links;

use crate::markup::markdown::facts::Facts;
use crate::markup::markdown::html_facts::HtmlFacts;
use crate::markup::markdown::kramdown;
use crate::markup::markdown::liquid_mask;
use crate::markup::markdown::options::Options;
use crate::text::source::Span;

/// The facts of one text.
pub(crate) fn collect(source: &str, options: &Options) -> Facts {
    let (text, liquid) = liquid_mask::mask(source);
    collect_masked(source, &text, liquid, options)
}

/// The facts of a template's result, in which braces mean nothing.
pub(crate) fn collect_plain(source: &str, options: &Options) -> Facts {
    collect_masked(source, source, Vec::new(), options)
}

fn collect_masked(source: &str, text: &str, liquid: Vec<Span>, options: &Options) -> Facts {
    let mut facts = if options.is_kramdown() {
        kramdown::facts(source, text, liquid, options)
    } else {
        commonmark::facts(source, text, liquid, options)
    };
    facts.sort();
    // Those of all files are kept at once: a seventh of a run's memory was room that no fact came for.
    facts.links.shrink_to_fit();
    facts.prose.shrink_to_fit();
    facts.headings.shrink_to_fit();
    facts.ids.shrink_to_fit();
    facts
}

/// The facts of a text that is HTML throughout.
pub(crate) fn collect_html(source: &str) -> Facts {
    let (text, liquid) = liquid_mask::mask(source);
    collect_html_masked(source, &text, liquid)
}

/// The same for a template's result, in which braces mean nothing.
pub(crate) fn collect_html_plain(source: &str) -> Facts {
    collect_html_masked(source, source, Vec::new())
}

fn collect_html_masked(source: &str, text: &str, liquid: Vec<Span>) -> Facts {
    let mut facts = Facts { is_partial: !liquid.is_empty(), liquid, ..Facts::default() };
    HtmlFacts::new(source, text).read(&mut facts, &[Span::new(0, source.len())]);
    facts
}

#[cfg(test)]
mod tests;
