//! The facts of Markdown in either dialect, and of HTML.

mod commonmark;
mod links;

use std::borrow::Cow;

use crate::markup::markdown::facts::Facts;
use crate::markup::markdown::html_facts::HtmlFacts;
use crate::markup::markdown::kramdown;
use crate::markup::markdown::language::{Braces, Language};
use crate::markup::markdown::liquid_mask;
use crate::text::source::Span;

/// The facts of one text.
pub(crate) fn collect(source: &str, language: Language<'_>, braces: Braces) -> Facts {
    let (text, liquid) = match braces {
        Braces::Liquid => liquid_mask::mask(source),
        Braces::Text => (Cow::Borrowed(source), Vec::new()),
    };
    let mut facts = match language {
        Language::Html => return of_html(source, &text, liquid),
        Language::Markdown(options) if options.is_kramdown() => {
            kramdown::facts(source, &text, liquid, options)
        }
        Language::Markdown(options) => commonmark::facts(source, &text, liquid, options),
    };
    facts.sort();
    // Those of all files are kept at once: a seventh of a run's memory was room that no fact came for.
    facts.links.shrink_to_fit();
    facts.prose.shrink_to_fit();
    facts.headings.shrink_to_fit();
    facts.ids.shrink_to_fit();
    facts
}

fn of_html(source: &str, text: &str, liquid: Vec<Span>) -> Facts {
    let mut facts = Facts { is_partial: !liquid.is_empty(), liquid, ..Facts::default() };
    HtmlFacts::new(source, text).read(&mut facts, &[Span::new(0, source.len())]);
    facts
}

#[cfg(test)]
mod tests;
