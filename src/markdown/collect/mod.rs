//! Facts from the events of pulldown-cmark.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markdown::facts::{Definition, Facts, Heading, Link, LinkKind, LinkRole, UndefinedReference};
use crate::markdown::html::{explicit_id, parser_options};
use crate::markdown::liquid_mask;
use crate::markdown::options::Options;
use crate::markdown::raw_html::{self, Piece};
use crate::markdown::slug::{HeadingIds, heading_id, plain_heading_id};
use crate::source::{Span, Spanned};

/// The facts of one text.
pub(crate) fn collect(source: &str, options: &Options) -> Facts {
    let (text, liquid) = liquid_mask::mask(source);
    let broken = RefCell::new(Vec::new());
    let remember = |link: BrokenLink<'_>| {
        broken.borrow_mut().push((link.span, link.link_type, link.reference.into_string()));
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let parser = Parser::new_with_broken_link_callback(&text, parser_options(options), Some(remember));
    let mut collector = Collector::new(source, &text, options);
    collector.facts.liquid = liquid;
    let mut definitions: Vec<(Span, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.clone().into(), definition.dest.to_string()))
        .collect();
    definitions.sort_unstable();
    for (span, destination) in definitions {
        collector.definition(span, destination);
    }
    for (event, range) in parser.into_offset_iter() {
        collector.event(event, range);
    }
    collector.flush_prose();
    let broken = broken.into_inner();
    collector.broken(broken);
    collector.facts
}

/// The facts of a text that is HTML and no Markdown.
pub(crate) fn collect_html(source: &str, options: &Options) -> Facts {
    let (text, liquid) = liquid_mask::mask(source);
    let mut collector = Collector::new(source, &text, options);
    collector.facts.liquid = liquid;
    collector.html(0..source.len());
    collector.facts
}

struct Collector<'t> {
    source: &'t str,
    text: &'t str,
    options: &'t Options,
    facts: Facts,
    labels: HashMap<String, usize>,
    heading_ids: HeadingIds,
    heading: Option<(u8, String, Span)>,
    /// Open links and images: index in `facts.links`, and where their text begins and ends so far.
    links: Vec<(usize, Option<Range<usize>>)>,
    code: Option<bool>,
    /// The open `<a href>` of raw HTML.
    anchor: Option<usize>,
    /// Open elements of raw HTML whose content is code.
    raw_code: Vec<String>,
    prose: Option<Span>,
    html_block: Option<Range<usize>>,
    footnotes: HashMap<String, usize>,
}

impl<'t> Collector<'t> {
    fn new(source: &'t str, text: &'t str, options: &'t Options) -> Self {
        Self {
            source,
            text,
            options,
            facts: Facts::default(),
            labels: HashMap::new(),
            heading_ids: HeadingIds::default(),
            heading: None,
            links: Vec::new(),
            code: None,
            anchor: None,
            raw_code: Vec::new(),
            prose: None,
            html_block: None,
            footnotes: HashMap::new(),
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
                self.html(range);
            }
            Event::Html(_) if self.html_block.is_none() => self.html(range),
            Event::Html(_) => {}
            Event::FootnoteReference(name) => {
                self.flush_prose();
                let count = self.footnotes.entry(name.to_string()).or_default();
                let suffix = if *count > 0 { format!(":{count}") } else { String::new() };
                *count += 1;
                let id = format!("fnref:{}{name}{suffix}", self.options.footnote_prefix);
                self.facts.ids.push(Spanned::new(id, range.into()));
            }
            Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.flush_prose();
        match tag {
            Tag::Heading { level, .. } => {
                let length = self.text.get(range.clone()).map_or(0, |t| t.trim_end().len());
                let span = Span::new(range.start, range.start + length);
                self.heading = Some((level as u8, String::new(), span));
            }
            Tag::CodeBlock(kind) => self.code = Some(matches!(kind, CodeBlockKind::Fenced(_))),
            Tag::HtmlBlock => self.html_block = Some(range),
            Tag::Link { link_type, dest_url, title, id } => {
                self.link(LinkRole::Anchor, link_type, &dest_url, &title, &id, range);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.link(LinkRole::Image, link_type, &dest_url, &title, &id, range);
            }
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
                    self.html(range);
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
        if self.links.is_empty() && self.anchor.is_none() && self.raw_code.is_empty() {
            match &mut self.prose {
                Some(prose) if range.start <= prose.end + 1 => prose.end = range.end,
                _ => {
                    self.flush_prose();
                    self.prose = Some(range.into());
                }
            }
        }
    }

    fn inline_text(&mut self, text: &str, range: &Range<usize>) {
        let written = self.source.get(range.clone()).unwrap_or("");
        // Where Liquid was painted over, the author's own words are the text.
        let masked = self.text.get(range.clone()) != Some(written);
        let text = if masked { written } else { text };
        if let Some((_, heading, _)) = &mut self.heading {
            heading.push_str(text);
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

    fn extend_links(&mut self, range: &Range<usize>) {
        for (_, text) in &mut self.links {
            match text {
                Some(text) => text.end = text.end.max(range.end),
                None => *text = Some(range.clone()),
            }
        }
    }

    fn flush_prose(&mut self) {
        if let Some(prose) = self.prose.take() {
            for part in without(prose, &self.facts.liquid) {
                self.facts.prose.push(part);
            }
        }
    }

    fn end_heading(&mut self) {
        let Some((level, mut text, span)) = self.heading.take() else { return };
        let mut id = None;
        if self.options.is_kramdown()
            && let Some((at, explicit)) = explicit_id(&text)
        {
            id = Some(explicit.to_owned());
            text.truncate(at);
        }
        let unknown = self.facts.liquid.iter().any(|liquid| liquid.overlaps(span));
        if id.is_none() && self.options.auto_ids && !unknown {
            let made = if self.options.gfm { heading_id(&text) } else { plain_heading_id(&text) };
            id = Some(self.options.auto_id_prefix.clone() + &self.heading_ids.unique(made));
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

impl Collector<'_> {
    fn link(
        &mut self,
        role: LinkRole,
        link_type: LinkType,
        url: &str,
        title: &str,
        label: &str,
        range: Range<usize>,
    ) {
        let kind = match link_type {
            LinkType::Reference | LinkType::ReferenceUnknown => LinkKind::Reference,
            LinkType::Collapsed | LinkType::CollapsedUnknown => LinkKind::Collapsed,
            LinkType::Shortcut | LinkType::ShortcutUnknown => LinkKind::Shortcut,
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => LinkKind::Inline,
        };
        let definition = match kind {
            LinkKind::Reference | LinkKind::Collapsed | LinkKind::Shortcut => {
                self.labels.get(&normalise(label)).copied()
            }
            _ => None,
        };
        let url = if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
        let mut destination = Spanned::new(url, Span::at(range.end));
        if let Some(definition) = definition.and_then(|at| self.facts.definitions.get_mut(at)) {
            definition.used = true;
            destination = definition.destination.clone();
        } else if kind == LinkKind::Autolink {
            destination.span = Span::new(range.start + 1, range.end.saturating_sub(1));
        }
        self.links.push((self.facts.links.len(), None));
        let text_start = range.start + if role == LinkRole::Image { 2 } else { 1 };
        self.facts.links.push(Link {
            kind,
            role,
            span: range.into(),
            destination,
            text: String::new(),
            text_span: Span::at(text_start),
            title: (!title.is_empty()).then(|| title.to_owned()),
            definition,
        });
    }

    fn end_link(&mut self, range: Range<usize>) {
        let Some((index, text)) = self.links.pop() else { return };
        let Some(link) = self.facts.links.get_mut(index) else { return };
        if let Some(text) = text {
            link.text_span = Span::new(text.start, text.end);
        }
        let text_end = link.text_span.end;
        if link.kind == LinkKind::Inline {
            let tail = self.text.get(text_end..range.end).unwrap_or("");
            if let Some(at) = tail.find("](")
                && let Some(destination) = destination_span(tail.get(at + 2..).unwrap_or(""))
            {
                link.destination.span = destination.shifted(text_end + at + 2);
            }
        }
        let written = link.destination.span.of(self.source);
        if link.destination.span.of(self.text) != written {
            link.destination.value = written.to_owned();
        }
        if !self.links.is_empty() {
            self.extend_links(&range);
        }
    }

    fn definition(&mut self, span: Span, url: String) {
        let written = span.of(self.text);
        let Some(open) = written.find('[') else { return };
        let Some(close) = label_end(written, open + 1) else { return };
        let label = Span::new(span.start + open + 1, span.start + close);
        let behind = close + 2;
        let place = destination_span(written.get(behind..).unwrap_or("")).unwrap_or_default();
        let place = place.shifted(span.start + behind);
        let value =
            if place.of(self.source) == place.of(self.text) { url } else { place.of(self.source).to_owned() };
        let trimmed = written.trim_end().len();
        self.labels.entry(normalise(label.of(self.text))).or_insert(self.facts.definitions.len());
        self.facts.definitions.push(Definition {
            label: Spanned::new(label.of(self.source).to_owned(), label),
            destination: Spanned::new(value, place),
            span: Span::new(span.start, span.start + trimmed),
            used: false,
        });
    }

    /// Raw HTML: its tags, links and ids.
    fn html(&mut self, range: Range<usize>) {
        let html = self.text.get(range.clone()).unwrap_or("");
        for piece in raw_html::pieces(html) {
            match piece {
                Piece::Start(mut tag) => {
                    tag.span = tag.span.shifted(range.start);
                    for (_, value) in &mut tag.attributes {
                        value.span = value.span.shifted(range.start);
                        if value.span.of(self.source) != value.span.of(self.text) {
                            value.value = value.span.of(self.source).to_owned();
                        }
                    }
                    if !self.raw_code.is_empty() {
                        continue;
                    }
                    for (name, value) in &tag.attributes {
                        let names = name == "id" || name == "name" && tag.name == "a";
                        if names && !value.value.is_empty() {
                            self.facts.ids.push(value.clone());
                        }
                    }
                    for link in raw_html::links(&tag) {
                        if tag.name == "a" && link.role == LinkRole::Anchor {
                            self.anchor = Some(self.facts.links.len());
                        }
                        self.facts.links.push(link);
                    }
                    if matches!(tag.name.as_str(), "pre" | "code" | "script" | "style" | "textarea") {
                        self.raw_code.push(tag.name.clone());
                    }
                    self.facts.html_tags.push(tag);
                }
                Piece::End(name, span) => {
                    if self.raw_code.last() == Some(&name) {
                        self.raw_code.pop();
                    }
                    if name == "a"
                        && let Some(link) = self.anchor.take().and_then(|at| self.facts.links.get_mut(at))
                    {
                        link.text_span = Span::new(link.span.end, span.start + range.start);
                    }
                }
                Piece::Text(span) => {
                    let text = span.shifted(range.start).of(self.source);
                    if let Some(link) = self.anchor.and_then(|at| self.facts.links.get_mut(at)) {
                        link.text.push_str(text);
                    }
                }
            }
        }
    }

    fn broken(&mut self, mut broken: Vec<(Range<usize>, LinkType, String)>) {
        broken.sort_by_key(|(span, _, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut seen = HashSet::new();
        for (mut range, link_type, label) in broken {
            // The parser's range of `[label][]` ends before the empty brackets.
            if link_type == LinkType::Collapsed
                && self.source.get(range.end..).is_some_and(|rest| rest.starts_with("[]"))
            {
                range.end += 2;
            }
            let written = self.source.get(range.clone()).unwrap_or("");
            let blank = label.trim().is_empty();
            let done = matches!(label.trim(), "x" | "X") && self.is_task(range.start);
            if blank || done || !seen.insert(range.start) || self.text.get(range.clone()) != Some(written) {
                continue;
            }
            if label.starts_with('^') {
                self.facts.undefined_footnotes.push(Spanned::new(label, range.into()));
                continue;
            }
            self.undefined_reference(range, link_type, label);
        }
    }

    fn undefined_reference(&mut self, range: Range<usize>, link_type: LinkType, label: String) {
        let written = self.source.get(range.clone()).unwrap_or("");
        let kind = match link_type {
            LinkType::Reference => LinkKind::Reference,
            LinkType::Collapsed => LinkKind::Collapsed,
            _ => LinkKind::Shortcut,
        };
        let image = written.starts_with('!');
        let open = usize::from(image) + 1;
        let label_at = match kind {
            LinkKind::Reference => written.rfind('[').map_or(open, |at| at + 1),
            _ => open,
        };
        let label_end =
            written.get(label_at..).and_then(|rest| rest.find(']')).map_or(written.len(), |at| label_at + at);
        let text_end = match kind {
            LinkKind::Reference => written.rfind("][").unwrap_or(label_end),
            _ => label_end,
        };
        let text = written.get(open..text_end).unwrap_or("").to_owned();
        let place = Span::new(range.start + label_at, range.start + label_end);
        self.facts.undefined_references.push(UndefinedReference {
            kind,
            image,
            text,
            label: Spanned::new(label, place),
            span: range.into(),
        });
    }

    fn is_task(&self, at: usize) -> bool {
        let line = self.text.get(..at).and_then(|t| t.rsplit('\n').next()).unwrap_or("");
        matches!(line.trim(), "-" | "*" | "+")
            || line.trim().trim_end_matches('.').bytes().all(|b| b.is_ascii_digit())
    }
}

/// A label as CommonMark compares it: white space as one space, letters of one case.
fn normalise(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Where the label that begins at `at` ends, at its unescaped `]`.
fn label_end(text: &str, at: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate().skip(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b']' => return Some(offset),
            _ => {}
        }
    }
    None
}

/// The place of the destination in what stands behind `](` or `]:`.
fn destination_span(text: &str) -> Option<Span> {
    let start = text.find(|c: char| !c.is_ascii_whitespace())?;
    let bytes = text.as_bytes();
    if bytes.get(start) == Some(&b'<') {
        let end = text.get(start..)?.find('>')?;
        return Some(Span::new(start + 1, start + end));
    }
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(Span::new(start, at)),
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => return Some(Span::new(start, at)),
            _ => {}
        }
    }
    Some(Span::new(start, text.len()))
}

#[cfg(test)]
mod tests;
