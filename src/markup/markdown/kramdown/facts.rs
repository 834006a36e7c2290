//! The facts of a document: the same blocks and parts that become HTML, with their places in the source.

use std::ops::Range;

use foldhash::HashMap;

use crate::markup::markdown::entity;
use crate::markup::markdown::facts::{
    Definition, Facts, Heading, Link, LinkKind, LinkRole, UndefinedReference,
};
use crate::markup::markdown::html_facts::{HtmlFacts, is_task, prose_without};
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::block::{self, Block, BlockKind, Piece, Text};
use crate::markup::markdown::kramdown::heading::{self, Headings, is_in_toc, term_id};
use crate::markup::markdown::kramdown::parser::parse;
use crate::markup::markdown::kramdown::spans::{Goal, Part, Reading, Undefined, read, unescaped};
use crate::markup::markdown::kramdown::state::Document;
use crate::markup::markdown::kramdown::text::Joined;
use crate::markup::markdown::kramdown::{added, references, spans, toc};
use crate::markup::markdown::liquid_mask::around;
use crate::markup::markdown::options::Options;
use crate::text::pieces::Part as _;
use crate::text::source::{Span, Spanned};

/// The facts of a source, whose Liquid is painted over in `masked` at the places `liquid`.
pub(crate) fn facts(source: &str, masked: &str, liquid: Vec<Span>, options: &Options) -> Facts {
    // What a fence with too many words holds is judged as its author meant it: the error is the fence itself.
    let meant = Options { fence_words: true, ..options.clone() };
    let own_length = source.len();
    let (source, masked) =
        (added::with_definitions(source, options), added::with_definitions(masked, options));
    let (source, masked) = (source.as_ref(), masked.as_ref());
    let document = parse(masked, &meant);
    let mut collector = Collector {
        document: &document,
        source,
        facts: Facts { is_partial: !liquid.is_empty(), liquid, ..Facts::default() },
        html: HtmlFacts::new(source, masked),
        headings: Headings::default(),
        marks: HashMap::default(),
        used: Vec::new(),
        inside: false,
        prose: None,
        heading: None,
        open: Vec::new(),
        reading: Reading::default(),
        toc: None,
        entries: Vec::new(),
    };
    collector.definitions();
    collector.blocks(&document.blocks);
    collector.footnotes();
    collector.table_of_contents();
    let mut facts = collector.facts;
    if options.fence_words {
        facts.wordy_fences.clear();
    }
    if source.len() > own_length {
        added::remove(&mut facts, own_length);
    }
    if let Some(fence) = document.unclosed_fences.first().map(|fence| fence.start) {
        // kramdown shows what follows as text, but its author meant code.
        facts.links.retain(|link| link.span.start < fence);
        facts.undefined_references.retain(|reference| reference.span.start < fence);
        facts.undefined_footnotes.retain(|footnote| footnote.span.start < fence);
        facts.prose.retain(|prose| prose.start < fence);
    }
    facts
}

/// What is open in inline text.
enum Open {
    Element,
    /// A link by its number.
    Link(usize),
    Html,
}

struct Collector<'c, 's> {
    document: &'c Document<'s>,
    source: &'c str,
    facts: Facts,
    html: HtmlFacts<'c>,
    headings: Headings,
    /// How often each footnote is marked so far.
    marks: HashMap<usize, usize>,
    /// The footnotes in the order of use.
    used: Vec<usize>,
    /// Whether the blocks are inside HTML or a footnote.
    inside: bool,
    /// The run of prose so far, in the text.
    prose: Option<Range<usize>>,
    /// The text of the heading that is read.
    heading: Option<String>,
    open: Vec<Open>,
    /// The parts of the last text, whose memory serves the next.
    reading: Reading,
    /// The id of the table of contents, whether it is kramdown's own, and its place.
    toc: Option<(String, bool, Span)>,
    /// The ids of the headings in it.
    entries: Vec<Spanned<String>>,
}

impl<'s> Collector<'_, 's> {
    /// What the document defines, and its HTML blocks.
    fn definitions(&mut self) {
        let document = self.document;
        for link in &document.links {
            self.facts.definitions.push(Definition {
                label: Spanned::new(link.label.of(self.source).to_owned(), link.label),
                destination: Spanned::new(entity::decode_all(link.url.of(self.source)), link.url),
                span: link.span,
                used: false,
            });
        }
        self.facts.unclosed_fences.clone_from(&document.unclosed_fences);
        self.facts.wordy_fences.clone_from(&document.wordy_fences);
        self.facts.ragged_tables.clone_from(&document.ragged_tables);
        for html in &document.raw_html {
            self.html.read_block(&mut self.facts, html);
            self.html.reset();
        }
    }

    /// The footnotes that are used, in the order of use, then the others, which are not on the page.
    fn footnotes(&mut self) {
        let document = self.document;
        self.inside = true;
        let mut next = 0;
        while let Some(footnote) = self.used.get(next).and_then(|number| document.footnotes.get(*number)) {
            next += 1;
            let id = format!("fn:{}{}", document.options.footnote_prefix, footnote.name);
            let line = footnote.span.of(document.source).lines().next().map_or(0, str::len);
            let span = Span::new(footnote.span.start, footnote.span.start + line);
            self.facts.ids.push(Spanned::new(id, span));
            self.blocks(&footnote.children);
        }
        let ids = self.facts.ids.len();
        for (number, footnote) in document.footnotes.iter().enumerate() {
            if !self.marks.contains_key(&number) {
                self.blocks(&footnote.children);
            }
        }
        self.facts.ids.truncate(ids);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let own = block.attributes.as_deref();
            let shows_none = matches!(
                block.kind,
                BlockKind::Blank { .. }
                    | BlockKind::End(_)
                    | BlockKind::Raw(_)
                    | BlockKind::Heading { .. }
                    | BlockKind::Paragraph { transparent: true, .. }
            );
            if !shows_none {
                self.given_id(own, block.span);
            }
            match &block.kind {
                BlockKind::Paragraph { text, .. } => self.text(text),
                BlockKind::Heading { level, text, id } => {
                    self.read_heading(*level, text, id.as_deref(), own, block.span);
                }
                BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::List { .. }
                    if own.is_some_and(|own| own.refers_to("toc")) && self.toc.is_none() =>
                {
                    let mut attributes = Attributes::default();
                    attributes.extend(own.unwrap_or(&Attributes::default()), &self.document.attributes);
                    let given = attributes.get("id");
                    let id = given.unwrap_or(toc::DEFAULT_ID).to_owned();
                    self.toc = Some((id, given.is_none(), block.span));
                }
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.given_id(item.attributes.as_deref(), block.span);
                        let task = item.task.as_ref().and_then(|task| task.attributes.as_deref());
                        self.given_id(task, block.span);
                        self.blocks(&item.children);
                    }
                }
                BlockKind::Definitions(parts) => self.terms(parts, own),
                BlockKind::Table(table) => {
                    for cell in table.parts.iter().flat_map(|(_, rows)| rows).flatten() {
                        self.text(cell);
                    }
                }
                BlockKind::Html(html) => {
                    let outer = std::mem::replace(&mut self.inside, true);
                    for piece in &html.pieces {
                        match piece {
                            Piece::Raw(_) => {}
                            Piece::Blocks(blocks) => self.blocks(blocks),
                            Piece::Span(text) => self.text(text),
                        }
                    }
                    self.inside = outer;
                }
                BlockKind::Blank { .. }
                | BlockKind::End(_)
                | BlockKind::Code { .. }
                | BlockKind::Rule
                | BlockKind::Math(_)
                | BlockKind::Raw(_) => {}
            }
        }
    }

    fn terms(&mut self, parts: &[block::Definition], own: Option<&Attributes>) {
        for part in parts {
            match part {
                block::Definition::Term { text, attributes } => {
                    let (joined, reading) = self.read(text);
                    let span = joined.span(&(0..joined.text.len()));
                    if !self.given_id(attributes.as_deref(), span)
                        && let Some(id) = term_id(own, &reading, &joined.text, &self.document.options)
                    {
                        self.facts.ids.push(Spanned::new(id, span));
                    }
                    self.parts(&joined, reading);
                }
                block::Definition::Description { children, attributes } => {
                    let span = children.first().map_or(Span::at(0), |child| child.span);
                    self.given_id(attributes.as_deref(), span);
                    self.blocks(children);
                }
            }
        }
    }

    /// Tells of the id that attribute lists give an element at `span`: whether they do.
    fn given_id(&mut self, own: Option<&Attributes>, span: Span) -> bool {
        let Some(own) = own else { return false };
        let mut attributes = Attributes::default();
        attributes.extend(own, &self.document.attributes);
        let id = attributes.get("id").filter(|id| !id.trim().is_empty());
        if let Some(id) = id {
            self.facts.ids.push(Spanned::new(id.to_owned(), own.id_place.unwrap_or(span)));
        }
        id.is_some()
    }

    fn read(&mut self, text: &Text) -> (Joined<'s>, Reading) {
        let document = self.document;
        let joined = Joined::new(document.lines.get(text.lines.clone()).unwrap_or(&[]), document.source);
        let mut reading = std::mem::take(&mut self.reading);
        read(&mut reading, &joined.text, &document.context(self.inside));
        (joined, reading)
    }

    fn text(&mut self, text: &Text) {
        let (joined, reading) = self.read(text);
        self.parts(&joined, reading);
    }

    fn read_heading(
        &mut self,
        level: u8,
        text: &Text,
        id: Option<&str>,
        own: Option<&Attributes>,
        span: Span,
    ) {
        let Document { attributes: definitions, options, .. } = self.document;
        let (joined, reading) = self.read(text);
        let heading =
            heading::Heading { text: &joined.text, reading: &reading, id, own, inside: self.inside };
        let unknown = self.facts.liquid.iter().any(|liquid| liquid.overlaps(span));
        // What Liquid puts in a heading is in its id too.
        let attributes = match unknown {
            true => heading.given(definitions),
            false => self.headings.attributes(&heading, definitions, options),
        };
        self.heading = Some(String::with_capacity(joined.text.len()));
        self.parts(&joined, reading);
        let text = self.heading.take().unwrap_or_default();
        let id = attributes.get("id").filter(|id| !id.is_empty()).map(str::to_owned);
        if let Some(id) = &id {
            self.facts.ids.push(Spanned::new(id.clone(), span));
            if is_in_toc(level, &attributes, options) {
                self.entries.push(Spanned::new(id.clone(), span));
            }
        }
        self.facts.headings.push(Heading { level, text: text.trim().to_owned(), id, span });
    }

    /// The ids in the table of contents.
    fn table_of_contents(&mut self) {
        let Some((id, is_default, span)) = self.toc.take().filter(|_| !self.entries.is_empty()) else {
            return;
        };
        for entry in &self.entries {
            self.facts.ids.push(Spanned::new(format!("{id}-{}", entry.value), span));
        }
        if is_default {
            self.facts.ids.push(Spanned::new(id, span));
        }
    }

    fn parts(&mut self, joined: &Joined<'_>, reading: Reading) {
        let of = |range: &Range<usize>| joined.text.part(range.clone());
        for part in &reading.parts {
            match part {
                Part::Words(range) | Part::Literal(range) => {
                    self.add_prose(range);
                    self.add_shown_text(joined, of(range), range);
                }
                Part::Reference(range) => {
                    self.add_prose(range);
                    match references::character(of(range)) {
                        Some(c) => self.add_shown_text(joined, c.encode_utf8(&mut [0; 4]), range),
                        None => self.add_shown_text(joined, of(range), range),
                    }
                }
                Part::Break { hard } => {
                    if *hard {
                        self.end_prose(joined);
                    }
                    self.add_text(" ");
                }
                Part::Code(range) | Part::Math(range) => {
                    self.end_prose(joined);
                    self.add_shown_text(joined, of(range), range);
                }
                Part::Start(_) => {
                    self.end_prose(joined);
                    self.open.push(Open::Element);
                }
                Part::Link(link) => {
                    self.end_prose(joined);
                    self.open.push(Open::Link(self.facts.links.len()));
                    self.link(joined, link, LinkRole::Anchor);
                }
                Part::Image(link) => {
                    self.end_prose(joined);
                    let alt = self.written(joined, &unescaped(of(&link.text)), &link.text);
                    self.add_text(&alt);
                    self.link(joined, link, LinkRole::Image);
                    if let Some(image) = self.facts.links.last_mut() {
                        image.text = alt;
                    }
                }
                Part::Tag(range, has_content) => {
                    self.end_prose(joined);
                    self.html.read(&mut self.facts, &[joined.span(range)]);
                    if *has_content {
                        self.open.push(Open::Html);
                    }
                }
                Part::End(range) => {
                    self.end_prose(joined);
                    if let Some(Open::Html) = self.open.pop()
                        && !range.is_empty()
                    {
                        self.html.read(&mut self.facts, &[joined.span(range)]);
                    }
                }
                Part::Raw(range) => {
                    self.end_prose(joined);
                    self.html.read(&mut self.facts, &[joined.span(range)]);
                }
                Part::Comment(_) => self.end_prose(joined),
                Part::Footnote(number, range) => {
                    self.end_prose(joined);
                    self.footnote_mark(*number, joined.span(range));
                }
            }
        }
        self.end_prose(joined);
        self.open.clear();
        self.html.reset();
        for (_, list, range) in &reading.lists {
            self.given_id(Some(list), joined.span(range));
        }
        for undefined in &reading.undefined {
            self.undefined(joined, undefined);
        }
        self.reading = reading;
    }

    fn footnote_mark(&mut self, number: usize, span: Span) {
        let Some(footnote) = self.document.footnotes.get(number) else { return };
        let count = self.marks.entry(number).or_default();
        if *count == 0 {
            self.used.push(number);
        }
        let suffix = if *count > 0 { format!(":{count}") } else { String::new() };
        *count += 1;
        let id = format!("fnref:{}{}{suffix}", self.document.options.footnote_prefix, footnote.name);
        self.facts.ids.push(Spanned::new(id, span));
    }

    /// A part of the text as the author wrote it where Liquid was painted over.
    fn written(&self, joined: &Joined<'_>, text: &str, range: &Range<usize>) -> String {
        if !self.facts.liquid.is_empty() {
            let span = joined.span(range);
            if span.of(self.source) != span.of(self.document.source) {
                return span.of(self.source).to_owned();
            }
        }
        text.to_owned()
    }

    /// Text that the page shows.
    fn add_shown_text(&mut self, joined: &Joined<'_>, text: &str, range: &Range<usize>) {
        if self.heading.is_none() && self.open.is_empty() && !self.html.is_in_anchor() {
            return;
        }
        if self.facts.liquid.is_empty() {
            self.add_text(text);
        } else {
            let text = self.written(joined, text, range);
            self.add_text(&text);
        }
    }

    fn add_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        for open in &self.open {
            if let Open::Link(number) = open
                && let Some(link) = self.facts.links.get_mut(*number)
            {
                link.text.push_str(text);
            }
        }
        self.html.add_text(&mut self.facts, text);
    }

    fn add_prose(&mut self, range: &Range<usize>) {
        let link = || self.open.iter().any(|open| matches!(open, Open::Link(_)));
        if range.is_empty() || self.html.is_silent() || link() {
            return;
        }
        match &mut self.prose {
            Some(prose) => prose.end = range.end,
            None => self.prose = Some(range.clone()),
        }
    }

    fn end_prose(&mut self, joined: &Joined<'_>) {
        if let Some(prose) = self.prose.take() {
            prose_without(&mut self.facts.prose, joined.span(&prose), &self.facts.liquid);
        }
    }

    fn link(&mut self, joined: &Joined<'_>, link: &spans::Link, role: LinkRole) {
        let text = joined.text.part(link.text.clone());
        let start = link.text.end - text.trim_start().len();
        let text = start..start + text.trim().len();
        let (destination, title, definition) = match &link.goal {
            Goal::Url(url, title) => {
                let destination = self.destination(joined.span(url), "");
                let title = title.as_ref().and_then(|title| joined.text.get(title.clone()));
                (destination, title.map(entity::decode_all), None)
            }
            Goal::Email(address) => (self.destination(joined.span(address), "mailto:"), None, None),
            Goal::Definition(number) => {
                let Some(definition) = self.facts.definitions.get_mut(*number) else { return };
                definition.used = true;
                let destination = definition.destination.clone();
                let defined = self.document.links.get(*number);
                let attributes = defined.and_then(|link| link.attributes.as_deref());
                self.given_id(attributes, joined.span(&link.whole));
                (destination, None, Some(*number))
            }
        };
        self.facts.links.push(Link {
            kind: link.kind,
            role,
            span: joined.span(&link.whole),
            destination,
            evaluated: None,
            text: String::new(),
            text_span: joined.span(&text),
            title,
            definition,
        });
    }

    fn destination(&self, span: Span, before: &str) -> Spanned<String> {
        let written = span.of(self.source);
        let masked = !self.facts.liquid.is_empty() && span.of(self.document.source) != written;
        let url = match masked {
            true => around(self.source, span, &self.facts.liquid, entity::decode_all),
            false => entity::decode_all(written),
        };
        Spanned::new(if before.is_empty() { url } else { format!("{before}{url}") }, span)
    }

    fn undefined(&mut self, joined: &Joined<'_>, undefined: &Undefined) {
        let whole = match undefined {
            Undefined::Link { whole, .. } | Undefined::Footnote(whole) => joined.span(whole),
        };
        // What Liquid makes is unknown.
        if whole.of(self.source) != whole.of(self.document.source) {
            return;
        }
        match undefined {
            Undefined::Footnote(range) => {
                let label = joined.text.part(range.start + 1..range.end - 1).to_owned();
                self.facts.undefined_footnotes.push(Spanned::new(label, whole));
            }
            Undefined::Link { kind, image, text, label, .. } => {
                let place = joined.span(label);
                let label = joined.text.part(label.clone());
                // A label may go over a line's end.
                let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = joined.text.get(text.clone()).unwrap_or("").to_owned();
                let task = *kind == LinkKind::Shortcut
                    && matches!(label.as_str(), "x" | "X")
                    && is_task(self.document.source, whole.start);
                if label.is_empty() || task {
                    return;
                }
                let label = Spanned::new(label, place);
                let reference = UndefinedReference { kind: *kind, image: *image, text, label, span: whole };
                self.facts.undefined_references.push(reference);
            }
        }
    }
}
