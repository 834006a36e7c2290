//! Facts from the events of pulldown-cmark.

mod html;
mod links;
mod simple;

use std::cell::RefCell;
use std::ops::Range;

use foldhash::HashMap;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markup::markdown::commonmark::parser_options;
use crate::markup::markdown::entity;
use crate::markup::markdown::facts::{Definition, Facts, Heading};
use crate::markup::markdown::kramdown::{self, Document, Insert, Layout};
use crate::markup::markdown::liquid_mask;
use crate::markup::markdown::options::Options;
use crate::markup::markdown::slug::{HeadingIds, heading_id, plain_heading_id};
use crate::markup::markdown::smart;
use crate::text::source::{Span, Spanned};

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
        from_kramdown(source, text, liquid, options, true)
    } else {
        from_common_mark(source, text, liquid, options)
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
pub(crate) fn collect_html(source: &str, options: &Options) -> Facts {
    let (text, liquid) = liquid_mask::mask(source);
    collect_html_masked(source, &text, liquid, options)
}

/// The same for a template's result, in which braces mean nothing.
pub(crate) fn collect_html_plain(source: &str, options: &Options) -> Facts {
    collect_html_masked(source, source, Vec::new(), options)
}

fn collect_html_masked(source: &str, text: &str, liquid: Vec<Span>, options: &Options) -> Facts {
    let mut collector = Collector::new(source, text, text, None, liquid, options);
    collector.html(&[Span::new(0, source.len())]);
    collector.facts
}

/// A reference that the parser could not resolve.
type Broken = (Range<usize>, LinkType, String);

fn from_common_mark(source: &str, text: &str, liquid: Vec<Span>, options: &Options) -> Facts {
    let broken = RefCell::new(Vec::new());
    let remember = |link: BrokenLink<'_>| {
        broken.borrow_mut().push((link.span, link.link_type, link.reference.into_string()));
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let parser = Parser::new_with_broken_link_callback(text, parser_options(options), Some(remember));
    let mut collector = Collector::new(source, text, text, None, liquid, options);
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

fn from_kramdown(source: &str, text: &str, liquid: Vec<Span>, options: &Options, simple: bool) -> Facts {
    let mut document = kramdown::parse(text, options);
    let layout = kramdown::lay_out(&mut document, simple);
    let broken: RefCell<Vec<Broken>> = RefCell::new(Vec::new());
    let resolve =
        |link: BrokenLink<'_>| match document.labels.get(kramdown::normalise(&link.reference).as_ref()) {
            Some(number) => Some((CowStr::from(number.to_string()), CowStr::Borrowed(""))),
            None => {
                broken.borrow_mut().push((link.span, link.link_type, link.reference.into_string()));
                None
            }
        };
    let mut collector = Collector::new(source, text, &layout.text, Some(&layout), liquid, options);
    let links = layout.pieces.iter().filter(|piece| matches!(piece, kramdown::Piece::Link(_))).count();
    let prose = layout.pieces.iter().filter(|piece| matches!(piece, kramdown::Piece::Prose(_))).count();
    collector.facts.links.reserve(links);
    collector.facts.prose.reserve(prose);
    collector.document(&document);
    if !layout.text.is_empty() {
        let flags = kramdown::flags();
        let parser = Parser::new_with_broken_link_callback(&layout.text, flags, Some(resolve));
        for (event, range) in parser.into_offset_iter() {
            collector.enter_chunk(range.start);
            collector.event(event, range);
        }
    }
    collector.enter_chunk(usize::MAX);
    collector.broken(broken.into_inner());
    let mut facts = collector.facts;
    if let Some(fence) = facts.unclosed_fences.first().map(|fence| fence.start) {
        // kramdown shows what follows as text, but its author meant code.
        facts.links.retain(|link| link.span.start < fence);
        facts.undefined_references.retain(|reference| reference.span.start < fence);
        facts.undefined_footnotes.retain(|footnote| footnote.span.start < fence);
        facts.prose.retain(|prose| prose.start < fence);
    }
    facts
}

struct Collector<'t> {
    source: &'t str,
    /// The source with Liquid painted over.
    masked: &'t str,
    /// What the events' ranges count in.
    text: &'t str,
    layout: Option<&'t Layout>,
    options: &'t Options,
    facts: Facts,
    labels: HashMap<String, usize>,
    heading_ids: HeadingIds,
    plain_ids: HeadingIds,
    heading: Option<kramdown::Heading>,
    heading_text: String,
    /// Open links and images: index in `facts.links`, and where their text begins and ends so far.
    links: Vec<(usize, Option<Range<usize>>)>,
    code: Option<bool>,
    /// The open `<a href>` of raw HTML.
    anchor: Option<usize>,
    /// Open elements of raw HTML whose content is code.
    raw_code: Vec<String>,
    prose: Option<Range<usize>>,
    html_block: Option<Range<usize>>,
    footnotes: HashMap<String, usize>,
    chunk: Option<usize>,
    insert: usize,
}

impl<'t> Collector<'t> {
    fn new(
        source: &'t str,
        masked: &'t str,
        text: &'t str,
        layout: Option<&'t Layout>,
        liquid: Vec<Span>,
        options: &'t Options,
    ) -> Self {
        Self {
            source,
            masked,
            text,
            layout,
            options,
            facts: Facts { is_partial: !liquid.is_empty(), liquid, ..Facts::default() },
            labels: HashMap::default(),
            heading_ids: HeadingIds::default(),
            plain_ids: HeadingIds::default(),
            heading: None,
            heading_text: String::new(),
            links: Vec::new(),
            code: None,
            anchor: None,
            raw_code: Vec::new(),
            prose: None,
            html_block: None,
            footnotes: HashMap::default(),
            chunk: None,
            insert: 0,
        }
    }

    /// The place in the source of a part of the text.
    fn span(&self, range: &Range<usize>) -> Span {
        self.layout.map_or_else(|| range.clone().into(), |layout| layout.span(range))
    }

    /// What the blocks alone tell.
    fn document(&mut self, document: &Document<'_>) {
        for link in &document.links {
            self.facts.definitions.push(Definition {
                label: Spanned::new(link.label.of(self.source).to_owned(), link.label),
                destination: Spanned::new(entity::decode_all(link.url.of(self.source)), link.url),
                span: link.span,
                used: false,
            });
        }
        for footnote in &document.footnotes {
            let id = format!("fn:{}{}", self.options.footnote_prefix, footnote.name);
            let line = footnote.span.of(self.masked).lines().next().map_or(0, str::len);
            let span = Span::new(footnote.span.start, footnote.span.start + line);
            self.facts.ids.push(Spanned::new(id, span));
        }
        let listed = document.listed_ids.iter().map(|(id, span)| Spanned::new(id.clone(), *span));
        self.facts.ids.extend(listed);
        self.facts.unclosed_fences.clone_from(&document.unclosed_fences);
        for html in &document.raw_html {
            self.html(html);
            self.anchor = None;
            self.raw_code.clear();
        }
    }

    /// Leaves and enters texts up to the one that holds the place `at`.
    fn enter_chunk(&mut self, at: usize) {
        let Some(layout) = self.layout else { return };
        loop {
            let next = self.chunk.map_or(0, |chunk| chunk + 1);
            let inside =
                self.chunk.and_then(|chunk| layout.chunks.get(chunk)).is_some_and(|chunk| at < chunk.end);
            if inside || next > layout.chunks.len() {
                return;
            }
            self.flush_prose();
            self.end_heading();
            self.anchor = None;
            self.raw_code.clear();
            self.links.clear();
            self.chunk = Some(next);
            let chunk = layout.chunks.get(next);
            self.heading = chunk.and_then(|chunk| chunk.heading.as_deref().cloned());
            if let Some(kramdown::Simple::Facts(pieces)) = chunk.map(|chunk| &chunk.simple) {
                self.simple(layout.pieces.get(pieces.clone()).unwrap_or(&[]));
            }
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.plain(&text, range),
            Event::Code(code) => {
                self.flush_prose();
                self.inline_text(&code, &range);
            }
            Event::SoftBreak | Event::HardBreak => self.inline_text(" ", &range),
            Event::InlineHtml(_) => {
                self.flush_prose();
                self.extend_links(&range);
                self.inline_html(range);
            }
            Event::Html(_) if self.html_block.is_none() => self.html(&[self.span(&range)]),
            Event::FootnoteReference(name) => {
                self.flush_prose();
                self.footnote_mark(&name, self.span(&range));
            }
            Event::Html(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn inline_html(&mut self, range: Range<usize>) {
        let inserts = self.layout.map_or(&[][..], |layout| &layout.inserts);
        while inserts.get(self.insert).is_some_and(|(at, _)| *at < range.start) {
            self.insert += 1;
        }
        match inserts.get(self.insert).filter(|(at, _)| *at == range.start).map(|(_, insert)| insert) {
            Some(Insert::Html(html, span)) => {
                if self.heading.is_some() && !html.starts_with("<!--") {
                    self.heading_text.push_str(&kramdown::text_of_html(html));
                }
                self.html(&[*span]);
            }
            Some(Insert::Footnote(name, span)) => self.footnote_mark(name, *span),
            Some(Insert::Attributes(attributes, _, span)) => {
                if let Some(id) = attributes.get("id") {
                    self.facts.ids.push(Spanned::new(id.to_owned(), *span));
                }
            }
            Some(Insert::Code(text) | Insert::Math(text)) => {
                self.inline_text(text, &(range.start..range.start))
            }
            Some(Insert::Text(text)) => self.inline_text(text, &(range.start..range.start)),
            Some(Insert::Start(_) | Insert::End | Insert::Image(..)) => {}
            None => self.html(&[self.span(&range)]),
        }
    }

    fn footnote_mark(&mut self, name: &str, span: Span) {
        let count = self.footnotes.entry(name.to_owned()).or_default();
        let suffix = if *count > 0 { format!(":{count}") } else { String::new() };
        *count += 1;
        let id = format!("fnref:{}{name}{suffix}", self.options.footnote_prefix);
        self.facts.ids.push(Spanned::new(id, span));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.flush_prose();
        match tag {
            Tag::Heading { level, .. } => {
                let length = self.text.get(range.clone()).map_or(0, |t| t.trim_end().len());
                let span = Span::new(range.start, range.start + length);
                self.heading = Some(kramdown::Heading { level: level as u8, id: None, span, inside: false });
            }
            Tag::CodeBlock(kind) => self.code = Some(matches!(kind, CodeBlockKind::Fenced(_))),
            Tag::HtmlBlock => self.html_block = Some(range),
            Tag::Link { .. } | Tag::Image { .. } => self.start_link(tag, range),
            Tag::FootnoteDefinition(name) => {
                let id = format!("fn:{}{name}", self.options.footnote_prefix);
                let line = self.text.get(range.clone()).and_then(|t| t.lines().next()).map_or(0, str::len);
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
                    self.html(&[range.into()]);
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
        if text.contains('\u{c}') {
            self.inline_text(&text.replace('\u{c}', ""), &range);
        } else {
            self.inline_text(text, &range);
        }
        let guards = text.bytes().take_while(|&b| b == 0x0c).count();
        let range = range.start + guards.min(range.len())..range.end;
        if range.is_empty() || !self.links.is_empty() || self.anchor.is_some() || !self.raw_code.is_empty() {
            return;
        }
        match &mut self.prose {
            // A line's end and its guard may stand between.
            Some(prose) if range.start <= prose.end + 2 => prose.end = range.end,
            _ => {
                self.flush_prose();
                self.prose = Some(range);
            }
        }
    }

    fn inline_text(&mut self, text: &str, range: &Range<usize>) {
        let span = self.span(range);
        // Where Liquid was painted over, the author's own words are the text.
        let written = span.of(self.source);
        let text = if span.of(self.masked) == written { text } else { written };
        if self.heading.is_some() {
            self.heading_text.push_str(text);
        }
        self.extend_links(range);
        for (link, _) in &self.links {
            if let Some(link) = self.facts.links.get_mut(*link) {
                link.text.push_str(text);
            }
        }
        if let Some(link) = self.anchor.and_then(|link| self.facts.links.get_mut(link)) {
            link.text.push_str(text);
        }
    }

    fn flush_prose(&mut self) {
        if let Some(prose) = self.prose.take() {
            self.prose_without_liquid(self.span(&prose));
        }
    }

    fn prose_without_liquid(&mut self, span: Span) {
        if self.facts.liquid.is_empty() {
            if !span.is_empty() {
                self.facts.prose.push(span);
            }
        } else {
            self.facts.prose.extend(without(span, &self.facts.liquid));
        }
    }

    fn end_heading(&mut self) {
        let text = std::mem::take(&mut self.heading_text);
        let Some(kramdown::Heading { level, id, span, inside }) = self.heading.take() else { return };
        let mut id = id;
        let unknown = self.facts.liquid.iter().any(|liquid| liquid.overlaps(span));
        if id.is_none() && self.options.auto_ids && !unknown {
            let plain = smart::plain(&text, self.options);
            let made = if self.options.gfm && !inside {
                self.heading_ids.unique(heading_id(&plain))
            } else {
                self.plain_ids.unique(plain_heading_id(&plain))
            };
            id = Some(self.options.auto_id_prefix.clone() + &made);
        }
        let id = id.filter(|id| !id.is_empty());
        if let Some(id) = &id {
            self.facts.ids.push(Spanned::new(id.clone(), span));
        }
        self.facts.headings.push(Heading { level, text: text.trim().to_owned(), id, span });
    }

    fn end_code(&mut self, range: Range<usize>) {
        if self.code.take() != Some(true) {
            return;
        }
        let block = self.text.get(range.clone()).unwrap_or("");
        let first = block.lines().next().unwrap_or("");
        let fence = first.trim_start();
        let mark = fence.chars().next().unwrap_or('`');
        let width = fence.chars().take_while(|&c| c == mark).count();
        let last = block.trim_end().rsplit('\n').next().unwrap_or("").trim_start_matches([' ', '\t', '>']);
        let closed = block.trim_end().contains('\n')
            && last.chars().take_while(|&c| c == mark).count() >= width
            && last.trim_matches(mark).trim().is_empty();
        if !closed {
            self.facts.unclosed_fences.push(Span::new(range.start, range.start + first.len()));
        }
    }
}

/// `span` without the parts that `holes` (in order) cover.
fn without(span: Span, holes: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    let first = holes.partition_point(|hole| hole.end <= span.start);
    for hole in holes.iter().skip(first).take_while(|hole| hole.start < span.end) {
        if hole.start > start {
            parts.push(Span::new(start, hole.start));
        }
        start = start.max(hole.end);
    }
    if start < span.end {
        parts.push(Span::new(start, span.end));
    }
    parts
}

#[cfg(test)]
mod tests;
