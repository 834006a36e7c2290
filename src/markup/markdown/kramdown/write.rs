//! The parts of inline text as HTML.

use std::borrow::Cow;

use crate::markup::markdown::escape::push_attribute_with_references;
use crate::markup::markdown::escape::push_text;
use crate::markup::markdown::kramdown::abbreviations::Abbreviations;
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::html::{push_start_tag, push_text_with_references};
use crate::markup::markdown::kramdown::references::push_reference;
use crate::markup::markdown::kramdown::spans::{Goal, Link, Part, Reading, unescaped};
use crate::markup::markdown::kramdown::state::Document;
use crate::markup::markdown::kramdown::tags;
use crate::markup::markdown::smart::{Run, push_run};
use crate::text::pieces::Part as _;

/// The footnotes that a document uses.
#[derive(Debug, Default)]
pub(crate) struct Footnotes {
    /// Their numbers among the definitions in the order of use, and how often each is used.
    pub(crate) used: Vec<(usize, usize)>,
    /// Positions in `used` by number.
    positions: foldhash::HashMap<usize, usize>,
}

impl Footnotes {
    /// Counts a use: the position among the footnotes, and how often it was used before.
    fn mark(&mut self, number: usize) -> (usize, usize) {
        let position = *self.positions.entry(number).or_insert(self.used.len());
        match self.used.get_mut(position) {
            Some((_, count)) => {
                *count += 1;
                (position, *count - 1)
            }
            None => {
                self.used.push((number, 1));
                (position, 0)
            }
        }
    }
}

/// Writes the parts of one text.
pub(crate) struct Writer<'w, 's> {
    pub(crate) out: &'w mut String,
    pub(crate) document: &'w Document<'s>,
    pub(crate) short: &'w Abbreviations,
    pub(crate) footnotes: &'w mut Footnotes,
}

impl Writer<'_, '_> {
    /// Appends the HTML of inline text that was read.
    pub(crate) fn write(&mut self, reading: &Reading, text: &str) {
        let of = |range: &std::ops::Range<usize>| text.part(range.clone());
        // The elements that are open.
        let mut open: Vec<Cow<'static, str>> = Vec::new();
        // The plain character before, which the rules of quotes look at.
        let mut before = None;
        for (number, part) in reading.parts.iter().enumerate() {
            match part {
                Part::Words(run) => {
                    let run = Run { text, start: run.start, end: run.end, before, markup: true };
                    let from = self.out.len();
                    push_run(self.out, run, &self.document.options);
                    self.short.mark(self.out, from, self.document);
                }
                Part::Literal(range) => push_text_with_references(self.out, of(range)),
                Part::Reference(range) => push_reference(self.out, of(range)),
                Part::Break { hard } => self.out.push_str(if *hard { "<br />\n" } else { "\n" }),
                Part::Code(range) => self.code(of(range), self.listed(reading, number)),
                Part::Math(range) => self.math(of(range), self.listed(reading, number)),
                Part::Start(name) => {
                    self.start(name, self.listed(reading, number));
                    open.push(Cow::Borrowed(name));
                }
                Part::Link(link) => {
                    self.link(link, text, self.listed(reading, number));
                    open.push(Cow::Borrowed("a"));
                }
                Part::Image(link) => self.image(link, text, self.listed(reading, number)),
                Part::Tag(range, has_content) => {
                    let name = self.tag(of(range), *has_content, self.listed(reading, number));
                    open.extend(name.filter(|_| *has_content).map(Cow::Owned));
                }
                Part::End(_) => {
                    if let Some(name) = open.pop() {
                        self.out.push_str("</");
                        self.out.push_str(&name);
                        self.out.push('>');
                    }
                }
                Part::Raw(range) => self.out.push_str(of(range)),
                Part::Comment(range) => {
                    self.out.push_str("<!-- ");
                    self.out.push_str(of(range));
                    self.out.push_str(" -->");
                }
                Part::Footnote(footnote, _) => self.footnote(*footnote),
            }
            before = matches!(part, Part::Break { .. }).then_some('\n');
        }
    }

    /// What attribute lists give a part.
    fn listed(&self, reading: &Reading, number: usize) -> Option<Attributes> {
        if reading.lists.is_empty() {
            return None;
        }
        let mut all: Option<Attributes> = None;
        for list in reading.lists_of(number) {
            all.get_or_insert_default().extend(list, &self.document.attributes);
        }
        all
    }

    fn start(&mut self, name: &str, own: Option<Attributes>) {
        self.out.push('<');
        self.out.push_str(name);
        if let Some(own) = own {
            own.push_to(self.out);
        }
        self.out.push('>');
    }

    fn code(&mut self, code: &str, own: Option<Attributes>) {
        let highlighted = self.document.options.syntax_highlighter;
        match own {
            None if highlighted => {
                self.out.push_str("<code class=\"language-plaintext highlighter-rouge\">");
            }
            None => self.out.push_str("<code>"),
            Some(mut own) => {
                if highlighted {
                    let class = own.take("class").unwrap_or_default();
                    let named = class.split(' ').any(|class| class.starts_with("language-"));
                    let language = if named { "" } else { "language-plaintext " };
                    let space = if class.is_empty() { "" } else { " " };
                    own.set("class", &format!("{language}{class}{space}highlighter-rouge"));
                }
                push_start_tag(self.out, "code", &own);
            }
        }
        push_text(self.out, code);
        self.out.push_str("</code>");
    }

    fn math(&mut self, math: &str, own: Option<Attributes>) {
        let math_jax = self.document.options.math;
        if math_jax && own.is_none() {
            self.out.push_str("\\(");
            push_text(self.out, math);
            self.out.push_str("\\)");
            return;
        }
        let mut own = own.unwrap_or_default();
        if !math_jax {
            own.set("class", "kdmath");
        }
        push_start_tag(self.out, "span", &own);
        // kramdown leaves `<` alone here, which breaks HTML.
        self.out.push('$');
        push_text(self.out, math);
        self.out.push_str("$</span>");
    }

    fn link(&mut self, link: &Link, text: &str, own: Option<Attributes>) {
        self.out.push_str("<a href=\"");
        self.goal(link, text);
        self.out.push('"');
        self.title(link, text);
        self.rest(link, own);
        self.out.push('>');
    }

    fn image(&mut self, link: &Link, text: &str, own: Option<Attributes>) {
        self.out.push_str("<img src=\"");
        self.goal(link, text);
        self.out.push_str("\" alt=\"");
        push_attribute_with_references(self.out, &unescaped(text.part(link.text.clone())));
        self.out.push('"');
        self.title(link, text);
        self.rest(link, own);
        self.out.push_str(" />");
    }

    fn goal(&mut self, link: &Link, text: &str) {
        let url = match &link.goal {
            Goal::Url(url, _) => text.part(url.clone()),
            Goal::Email(address) => {
                self.out.push_str("mailto:");
                text.part(address.clone())
            }
            Goal::Definition(number) => {
                self.document.links.get(*number).map_or("", |link| link.url.of(self.document.source))
            }
        };
        push_attribute_with_references(self.out, url);
    }

    fn title(&mut self, link: &Link, text: &str) {
        let title = match &link.goal {
            Goal::Url(_, title) => title.as_ref().and_then(|title| text.get(title.clone())),
            Goal::Email(_) => None,
            Goal::Definition(number) => {
                let title = self.document.links.get(*number).and_then(|link| link.title);
                title.map(|title| title.of(self.document.source))
            }
        };
        if let Some(title) = title {
            self.out.push_str(" title=\"");
            push_attribute_with_references(self.out, title);
            self.out.push('"');
        }
    }

    /// The attributes of a link's definition and of its attribute lists.
    fn rest(&mut self, link: &Link, own: Option<Attributes>) {
        let defined = match &link.goal {
            Goal::Definition(number) => self.document.links.get(*number),
            _ => None,
        };
        let defined = defined.and_then(|link| link.attributes.as_deref());
        if defined.is_none() && own.is_none() {
            return;
        }
        let mut all = Attributes::default();
        if let Some(defined) = defined {
            all.extend(defined, &self.document.attributes);
        }
        if let Some(own) = own {
            all.extend(&own, &self.document.attributes);
        }
        all.push_to(self.out);
    }

    /// Writes a start tag, or the whole of an element without content: the element's name.
    fn tag(&mut self, written: &str, has_content: bool, own: Option<Attributes>) -> Option<String> {
        let tag = tags::start_tag(written)?;
        let name = tags::known_name(tag.name);
        let mut attributes = Attributes::default();
        for (key, value) in tags::attributes(tag.attributes) {
            attributes.set_value(&tags::attribute_name(&name, key), &value.replace('\n', " "));
        }
        attributes.take("markdown");
        if let Some(own) = own {
            attributes.extend(&own, &self.document.attributes);
        }
        push_start_tag(self.out, &name, &attributes);
        if !has_content {
            if tags::is_void(&name) {
                self.out.truncate(self.out.len() - 1);
                self.out.push_str(" />");
            } else {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
        Some(name)
    }

    fn footnote(&mut self, number: usize) {
        let options = &self.document.options;
        let Some(footnote) = self.document.footnotes.get(number) else { return };
        let (position, before) = self.footnotes.mark(number);
        let repeat = if before > 0 { format!(":{before}") } else { String::new() };
        let name = format!("{}{}", options.footnote_prefix, footnote.name);
        let mark = position + usize::try_from(options.footnote_nr).unwrap_or(1);
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}{repeat}\" role=\"doc-noteref\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\">{mark}</a></sup>"
        ));
    }
}
