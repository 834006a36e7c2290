//! The facts of CommonMark, from the events of pulldown-cmark.

use std::cell::RefCell;
use std::ops::Range;

use foldhash::HashMap;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markup::markdown::commonmark::parser_options;
use crate::markup::markdown::facts::{Facts, Heading};
use crate::markup::markdown::html_facts::{HtmlFacts, prose_without};
use crate::markup::markdown::options::{Classes, Options};
use crate::markup::markdown::slug::HeadingIds;
use crate::markup::markdown::typographer;
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::{Span, Spanned};

/// A reference that the parser could not resolve.
pub(super) type Broken = (Range<usize>, LinkType, String);

/// The facts of a source, whose Liquid is painted over in `text` at the places `liquid`.
pub(super) fn facts(source: &str, text: &str, liquid: Vec<Span>, options: &Options) -> Facts {
    let broken = RefCell::new(Vec::new());
    let remember = |link: BrokenLink<'_>| {
        broken.borrow_mut().push((link.span, link.link_type, link.reference.into_string()));
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let parser = Parser::new_with_broken_link_callback(text, parser_options(options), Some(remember));
    let mut collector = Collector::new(source, text, liquid, options);
    let mut definitions: Vec<(Span, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.clone().into(), definition.dest.to_string()))
        .collect();
    definitions.sort_unstable();
    for (span, destination) in definitions {
        collector.definition(span, &destination);
    }
    for (event, range) in parser.into_offset_iter() {
        collector.event(event, range);
    }
    collector.flush_prose();
    collector.broken(broken.into_inner());
    collector.facts
}

pub(super) struct Collector<'t> {
    pub(super) source: &'t str,
    /// The source with Liquid painted over.
    pub(super) masked: &'t str,
    options: &'t Options,
    pub(super) facts: Facts,
    pub(super) labels: HashMap<String, usize>,
    heading_ids: HeadingIds,
    heading: Option<(u8, Span)>,
    heading_text: String,
    /// The id that the attribute list of the heading gives.
    heading_id: Option<String>,
    /// Open links and images: index in `facts.links`, and where their text begins and ends so far.
    pub(super) links: Vec<(usize, Option<Range<usize>>)>,
    code: Option<bool>,
    /// Whether the inline text is code.
    in_code: bool,
    html: HtmlFacts<'t>,
    prose: Option<Range<usize>>,
    html_block: Option<Range<usize>>,
    footnotes: HashMap<String, usize>,
    /// The numbers of footnotes, by their first marks.
    numbers: HashMap<String, usize>,
}

impl<'t> Collector<'t> {
    fn new(source: &'t str, masked: &'t str, liquid: Vec<Span>, options: &'t Options) -> Self {
        Self {
            source,
            masked,
            options,
            facts: Facts { is_partial: !liquid.is_empty(), liquid, ..Facts::default() },
            labels: HashMap::default(),
            heading_ids: HeadingIds::default(),
            heading: None,
            heading_text: String::new(),
            heading_id: None,
            links: Vec::new(),
            code: None,
            in_code: false,
            html: HtmlFacts::new(source, masked),
            prose: None,
            html_block: None,
            footnotes: HashMap::default(),
            numbers: HashMap::default(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.plain(&text, range),
            Event::Code(code) => {
                self.flush_prose();
                self.in_code = true;
                self.inline_text(&code, &range);
                self.in_code = false;
            }
            Event::SoftBreak | Event::HardBreak => self.inline_text(" ", &range),
            Event::InlineHtml(_) => {
                self.flush_prose();
                self.extend_links(&range);
                self.html.read(&mut self.facts, &[range.into()]);
            }
            Event::Html(_) if self.html_block.is_none() => self.html.read(&mut self.facts, &[range.into()]),
            Event::FootnoteReference(name) => {
                self.flush_prose();
                self.footnote_mark(&name, range.into());
            }
            Event::Html(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn footnote_mark(&mut self, name: &str, span: Span) {
        if matches!(self.options.common_mark.classes, Classes::Goldmark | Classes::MarkdownIt) {
            return self.numbered_mark(name, span);
        }
        if self.options.common_mark.classes == Classes::Zola {
            return self.zola_mark(name, span);
        }
        let count = self.footnotes.entry(name.to_owned()).or_default();
        let suffix = if *count > 0 { format!(":{count}") } else { String::new() };
        *count += 1;
        let id = format!("fnref:{}{name}{suffix}", self.options.footnote_prefix);
        self.facts.ids.push(Spanned::new(id, span));
    }

    fn zola_mark(&mut self, name: &str, span: Span) {
        if self.options.common_mark.bottom_footnotes {
            let count = self.footnotes.entry(name.to_owned()).or_default();
            *count += 1;
            self.facts.ids.push(Spanned::new(format!("fr-{name}-{count}"), span));
        }
    }

    /// The id of a mark, and, with the first, that of the footnote.
    fn numbered_mark(&mut self, name: &str, span: Span) {
        let is_goldmark = self.options.common_mark.classes == Classes::Goldmark;
        let colon = if is_goldmark { ":" } else { "" };
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.to_owned()).or_insert(next);
        let count = self.footnotes.entry(name.to_owned()).or_default();
        let id = match *count {
            0 => format!("fnref{colon}{number}"),
            count if is_goldmark => format!("fnref{count}:{number}"),
            count => format!("fnref{number}:{count}"),
        };
        if *count == 0 {
            self.facts.ids.push(Spanned::new(format!("fn{colon}{number}"), span));
        }
        *count += 1;
        self.facts.ids.push(Spanned::new(id, span));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.flush_prose();
        match tag {
            Tag::Heading { level, id, .. } => {
                self.heading_id = id.map(CowStr::into_string);
                let length = self.masked.get(range.clone()).map_or(0, |t| t.trim_end().len());
                let span = Span::new(range.start, range.start + length);
                self.heading = Some((level as u8, span));
            }
            Tag::CodeBlock(kind) => self.code = Some(matches!(kind, CodeBlockKind::Fenced(_))),
            Tag::HtmlBlock => self.html_block = Some(range),
            Tag::Link { .. } | Tag::Image { .. } => self.start_link(tag, range),
            // They are numbered by their marks.
            Tag::FootnoteDefinition(_)
                if matches!(self.options.common_mark.classes, Classes::Goldmark | Classes::MarkdownIt) => {}
            Tag::FootnoteDefinition(name) => {
                let id = match self.options.common_mark.classes {
                    Classes::Zola if self.options.common_mark.bottom_footnotes => format!("fn-{name}"),
                    Classes::Zola => name.to_string(),
                    _ => format!("fn:{}{name}", self.options.footnote_prefix),
                };
                let line = self.masked.get(range.clone()).and_then(|t| t.lines().next()).map_or(0, str::len);
                let span = Span::new(range.start, range.start + line);
                self.facts.ids.push(Spanned::new(id, span));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.flush_prose();
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html_block.take() {
                    self.html.read_block(&mut self.facts, &[range.into()]);
                }
            }
            TagEnd::Link | TagEnd::Image => self.end_link(range),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.extend_links(&range),
            _ => {}
        }
    }

    fn plain(&mut self, text: &str, range: Range<usize>) {
        if self.code.is_some() {
            return;
        }
        self.inline_text(text, &range);
        if range.is_empty() || !self.links.is_empty() || self.html.is_silent() {
            return;
        }
        match &mut self.prose {
            // A line's end or a backslash may stand between.
            Some(prose) if range.start <= prose.end + 2 => prose.end = range.end,
            _ => {
                self.flush_prose();
                self.prose = Some(range);
            }
        }
    }

    fn inline_text(&mut self, text: &str, range: &Range<usize>) {
        let span: Span = range.clone().into();
        // Where Liquid was painted over, the author's own words are the text.
        let written = span.of(self.source);
        let text = if span.of(self.masked) == written { text } else { written };
        if self.heading.is_some() {
            if self.options.common_mark.typographer && !self.in_code {
                self.heading_text.push_str(&typographer::symbols(text));
            } else {
                self.heading_text.push_str(text);
            }
        }
        self.extend_links(range);
        for (link, _) in &self.links {
            if let Some(link) = self.facts.links.get_mut(*link) {
                link.text.push_str(text);
            }
        }
        self.html.add_text(&mut self.facts, text);
    }

    fn flush_prose(&mut self) {
        if let Some(prose) = self.prose.take() {
            prose_without(&mut self.facts.prose, prose.into(), &self.facts.liquid);
        }
    }

    fn end_heading(&mut self) {
        let text = std::mem::take(&mut self.heading_text);
        let Some((level, span)) = self.heading.take() else { return };
        let unknown = self.facts.liquid.iter().any(|liquid| liquid.overlaps(span));
        let given = self.heading_id.take();
        let id = if unknown { None } else { self.heading_ids.of(given, &text, self.options) };
        if let Some(id) = &id {
            self.facts.ids.push(Spanned::new(id.clone(), span));
        }
        self.facts.headings.push(Heading { level, text: text.trim().to_owned(), id, span });
    }

    fn end_code(&mut self, range: Range<usize>) {
        if self.code.take() != Some(true) {
            return;
        }
        let block = self.masked.part(range.clone());
        let first = block.lines().next().unwrap_or("");
        let fence = first.trim_start();
        let mark = fence.chars().next().unwrap_or('`');
        let width = fence.chars().take_while(|&c| c == mark).count();
        let last = block.trim_end().after_last('\n').trim_start_matches([' ', '\t', '>']);
        let closed = block.trim_end().contains('\n')
            && last.chars().take_while(|&c| c == mark).count() >= width
            && last.trim_matches(mark).trim().is_empty();
        if !closed {
            self.facts.unclosed_fences.push(Span::new(range.start, range.start + first.len()));
        }
    }
}
