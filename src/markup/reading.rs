//! The facts of a file as the build reads it: after Liquid, with the places of the source.

use crate::markup::constructs::Construct;
use crate::markup::front_matter::Fault;
use crate::markup::liquid::{self, Evaluated, Globals, Page};
use crate::markup::markdown::{self, Braces, Facts, Language, Link, Options};
use crate::text::source::{Span, Spanned};

/// The facts of a file and the first error of its template.
#[derive(Debug, Default)]
pub struct Reading {
    /// The facts, with places in the source.
    pub facts: Facts,
    /// Why the template would end Jekyll's build.
    pub fault: Option<Fault>,
}

/// Returns the facts of `source`, Markdown or `is_html`. With `template`, Liquid runs first: what a branch leaves out is no
/// fact, what an include defines is one.
#[must_use]
pub fn read(
    source: &str,
    is_html: bool,
    options: &Options,
    template: Option<(&dyn Globals, &dyn Page)>,
) -> Reading {
    let template = template.filter(|_| liquid::may_be_template(source));
    let evaluated = template.map(|(globals, page)| liquid::evaluate(source, globals, page));
    let language = if is_html { Language::Html } else { Language::Markdown(options) };
    let facts_of = |text: &str, braces: Braces| markdown::facts_of(text, language, braces);
    match evaluated {
        None => Reading { facts: facts_of(source, Braces::Liquid), fault: None },
        // The facts around the tags are better than none.
        Some(Err(fault)) => Reading { facts: facts_of(source, Braces::Liquid), fault: Some(fault) },
        Some(Ok(evaluated)) => {
            let mut facts = in_source(facts_of(&evaluated.text, Braces::Text), &evaluated, source);
            if let Some(captured) = &evaluated.captured {
                let more = in_source(facts_of(&captured.text, Braces::Text), captured, source);
                facts.links.extend(more.links);
                facts.html_tags.extend(more.html_tags);
                facts.sort_and_merge();
            }
            Reading { facts, fault: evaluated.fault }
        }
    }
}

/// Returns the facts of `source`, a layout of the page or a file that it includes: what the template around it sets is not known.
#[must_use]
pub fn read_part(
    source: &str,
    is_html: bool,
    options: &Options,
    (globals, page): (&dyn Globals, &dyn Page),
) -> Reading {
    let language = if is_html { Language::Html } else { Language::Markdown(options) };
    match liquid::evaluate_part(source, globals, page) {
        Ok(evaluated) => {
            let facts = markdown::facts_of(&evaluated.text, language, Braces::Text);
            Reading { facts: in_source(facts, &evaluated, source), fault: evaluated.fault }
        }
        Err(fault) => Reading { facts: Facts::default(), fault: Some(fault) },
    }
}

/// The facts of a template's result as those of the template.
///
/// What tags and outputs print is not text of the author: of it, only what can be pointed to remains, ids and definitions. A
/// loop's body is one text, however often it runs.
fn in_source(facts: Facts, evaluated: &Evaluated, source: &str) -> Facts {
    let own = |span: Span| !evaluated.is_printed(span);
    let place = |span: Span| evaluated.source(span);
    let spanned = |it: &Spanned<String>| Spanned::new(it.value.clone(), place(it.span));
    let mut here = Facts {
        liquid: evaluated.constructs(source.len()),
        is_partial: evaluated.may_have_more_ids,
        ..Facts::default()
    };
    for mut heading in facts.headings {
        if evaluated.is_unknown(heading.span) {
            heading.id = None;
            here.is_partial = true;
        }
        if own(heading.span) {
            heading.span = place(heading.span);
            here.headings.push(heading);
        }
    }
    let known = facts.ids.iter().filter(|id| !evaluated.is_unknown(id.span));
    here.ids = known.map(spanned).collect();
    here.is_partial |= here.ids.len() < facts.ids.len();
    for definition in &facts.definitions {
        let mut definition = definition.clone();
        // An include's definitions are for each file that includes it.
        definition.used |= !own(definition.span);
        definition.destination = written(&definition.destination, evaluated, source).0;
        definition.label.span = place(definition.label.span);
        definition.span = place(definition.span);
        here.definitions.push(definition);
    }
    for mut link in facts.links {
        if !own(link.span) {
            here.links.extend(given_to_include(link, evaluated, source));
            continue;
        }
        (link.destination, link.evaluated) = written(&link.destination, evaluated, source);
        link.span = place(link.span);
        let text = place(link.text_span);
        if evaluated.is_unknown(link.text_span) {
            link.text = text.of(source).to_owned();
        }
        link.text_span = text;
        here.links.push(link);
    }
    let may_be_defined = evaluated.may_define(source);
    for mut reference in facts.undefined_references.into_iter().filter(|it| own(it.span)) {
        if !may_be_defined && !evaluated.is_unknown(reference.span) {
            reference.label.span = place(reference.label.span);
            reference.span = place(reference.span);
            here.undefined_references.push(reference);
        }
    }
    let undefined = facts.undefined_footnotes.iter().filter(|note| own(note.span) && !may_be_defined);
    here.undefined_footnotes = undefined.map(spanned).collect();
    for mut tag in facts.html_tags.into_iter().filter(|tag| own(tag.span)) {
        tag.attributes.iter_mut().for_each(|(_, value)| value.span = place(value.span));
        tag.span = place(tag.span);
        here.html_tags.push(tag);
    }
    here.prose = facts.prose.iter().flat_map(|span| evaluated.copied(*span)).collect();
    let own_places = |spans: &[Span]| spans.iter().copied().filter(|it| own(*it)).map(place).collect();
    here.raw_text = facts.raw_text.iter().flat_map(|span| evaluated.copied(*span)).collect();
    here.unclosed_fences = own_places(&facts.unclosed_fences);
    here.wordy_fences = own_places(&facts.wordy_fences);
    here.ragged_tables = own_places(&facts.ragged_tables);
    here.sort_and_merge();
    here
}

/// A URL as the template has it, and what it comes to where those differ.
fn written(url: &Spanned<String>, evaluated: &Evaluated, source: &str) -> (Spanned<String>, Option<String>) {
    let place = evaluated.source(url.span);
    if evaluated.is_copied(url.span) || url.span.is_empty() {
        return (Spanned::new(url.value.clone(), place), None);
    }
    let known = (!evaluated.is_unknown(url.span)).then(|| url.value.clone());
    let written = place.of(source);
    match &known {
        // The definition is in the included file.
        Some(url) if is_include(written) => (Spanned::new(url.clone(), place), known),
        _ => (Spanned::new(written.to_owned(), place), known),
    }
}

/// The link that an include prints as the page gives it to it: `{% include note.html text="[a](/a/)" %}`.
fn given_to_include(mut link: Link, evaluated: &Evaluated, source: &str) -> Option<Link> {
    let tag = evaluated.source(link.span);
    let written = tag.of(source);
    let url = &*link.destination.value;
    if url.is_empty() || evaluated.is_unknown(link.span) || !is_include(written) {
        return None;
    }
    let after = |mark: &str| Some(written.find(&format!("{mark}{url}"))? + mark.len());
    let at = ["](", "href=\"", "href='", "src=\"", "src='"].into_iter().find_map(after)?;
    let place = Span::new(tag.start + at, tag.start + at + url.len());
    (link.span, link.destination.span, link.text_span) = (place, place, Span::at(place.start));
    link.definition = None;
    link.evaluated = Some(link.destination.value.clone());
    Some(link)
}

fn is_include(construct: &str) -> bool {
    Construct::next(construct, 0).is_some_and(|it| it.span.start == 0 && it.name.starts_with("include"))
}
