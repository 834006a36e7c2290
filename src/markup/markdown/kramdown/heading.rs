//! The ids of headings and terms, made of their text.

use crate::markup::markdown::kramdown::attributes::{Attributes, Definitions};
use crate::markup::markdown::kramdown::references;
use crate::markup::markdown::kramdown::spans::{Part, Reading};
use crate::markup::markdown::options::{HeadingIdStyle, Options};
use crate::markup::markdown::slug::{HeadingIds, heading_id, plain_heading_id};
use crate::markup::markdown::smart::{Run, push_plain_run};
use crate::text::pieces::Part as _;

/// The ids that the headings of one document have so far.
#[derive(Debug, Default)]
pub(crate) struct Headings {
    ids: HeadingIds,
    /// Those of headings that GFM input does not reach: inside HTML, in footnotes.
    plain_ids: HeadingIds,
}

impl Headings {
    /// The attributes of the next heading: those that its author gave, and an id made of its text if it has none.
    pub(crate) fn attributes(
        &mut self,
        heading: &Heading<'_>,
        definitions: &Definitions,
        options: &Options,
    ) -> Attributes {
        let mut attributes = heading.given(definitions);
        if options.auto_ids && attributes.get("id").is_none() {
            let is_python = options.common_mark.heading_ids == HeadingIdStyle::PythonMarkdown;
            let made = match (options.gfm, heading.inside) {
                _ if is_python => self.ids.of_python(&plain(heading.reading, heading.text, options)),
                (true, false) => self.ids.unique(heading_id(&plain(heading.reading, heading.text, options))),
                (true, true) => {
                    self.plain_ids.unique(plain_heading_id(&plain(heading.reading, heading.text, options)))
                }
                // Without GFM input the id is made of the source, markup included.
                (false, _) => self.plain_ids.unique(plain_heading_id(heading.text)),
            };
            attributes.set("id", &(options.auto_id_prefix.clone() + &made));
        }
        attributes
    }
}

/// What a heading's id is made of.
pub(crate) struct Heading<'h> {
    pub(crate) text: &'h str,
    pub(crate) reading: &'h Reading,
    /// The id in `{#id}`.
    pub(crate) id: Option<&'h str>,
    /// The attribute lists of the heading.
    pub(crate) own: Option<&'h Attributes>,
    /// Whether it belongs to HTML or a footnote.
    pub(crate) inside: bool,
}

impl Heading<'_> {
    /// The attributes that its author gave it.
    pub(crate) fn given(&self, definitions: &Definitions) -> Attributes {
        let mut attributes = Attributes::default();
        if let Some(id) = self.id {
            attributes.set("id", id);
        }
        if let Some(own) = self.own {
            attributes.extend(own, definitions);
        }
        attributes
    }
}

/// Returns whether a heading with these attributes is in the table of contents.
pub(crate) fn is_in_toc(level: u8, attributes: &Attributes, options: &Options) -> bool {
    let hidden = attributes.get("class").is_some_and(|class| class.split(' ').any(|class| class == "no_toc"));
    !hidden && options.toc_levels.contains(&level)
}

/// The id of a term in a definition list whose attribute list refers to `auto_ids`.
pub(crate) fn term_id(
    list: Option<&Attributes>,
    reading: &Reading,
    text: &str,
    options: &Options,
) -> Option<String> {
    let auto = list?.references.iter().find_map(|name| name.strip_prefix("auto_ids"))?;
    let id = plain_heading_id(&plain(reading, text, options));
    Some(format!("{}{id}", auto.strip_prefix('-').unwrap_or("")))
}

/// The text of parts without markup, with typographic characters.
fn plain(reading: &Reading, text: &str, options: &Options) -> String {
    let of = |range: &std::ops::Range<usize>| text.part(range.clone());
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for part in &reading.parts {
        match part {
            Part::Words(run) => {
                let run = Run { text, start: run.start, end: run.end, before, markup: true };
                push_plain_run(&mut out, run, options);
            }
            Part::Literal(range) | Part::Code(range) | Part::Math(range) => out.push_str(of(range)),
            Part::Reference(range) => match references::character(of(range)) {
                Some(c) => out.push(c),
                None => out.push_str(of(range)),
            },
            _ => {}
        }
        before = matches!(part, Part::Break { .. }).then_some('\n');
    }
    out
}
