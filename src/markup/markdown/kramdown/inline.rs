//! HTML of the laid out texts, from the events of pulldown-cmark.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markup::markdown::escape::{push_attribute, push_attribute_with_references, push_text};
use crate::markup::markdown::kramdown::abbreviations::Abbreviations;
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::definitions::normalise;
use crate::markup::markdown::kramdown::layout::{GUARD, Insert, Layout, Simple, Target};
use crate::markup::markdown::kramdown::simple::{Goal, Part};
use crate::markup::markdown::kramdown::state::{Document, LinkDefinition};
use crate::markup::markdown::kramdown::{references, toc, units};
use crate::markup::markdown::smart::{self, Run, push_run};

/// The HTML of each text.
pub(crate) struct Inline {
    pub(crate) html: String,
    /// Where the HTML of a text stands, by its number.
    ranges: Vec<Range<usize>>,
    /// For headings their plain text.
    plain: Vec<(usize, String)>,
    /// Footnotes in the order of use: their number among the definitions, and how often they are used.
    pub(crate) footnotes: Vec<(usize, usize)>,
}

impl Inline {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            html: String::with_capacity(capacity),
            ranges: Vec::new(),
            plain: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    /// The HTML of a text.
    pub(crate) fn html_of(&self, number: usize) -> &str {
        self.ranges.get(number).and_then(|range| self.html.get(range.clone())).unwrap_or("")
    }

    /// The plain text of a heading.
    pub(crate) fn plain_of(&self, number: usize) -> &str {
        let found = self.plain.binary_search_by_key(&number, |(number, _)| *number);
        found.ok().and_then(|at| self.plain.get(at)).map_or("", |(_, text)| text)
    }

    /// How many texts there are.
    pub(crate) fn count(&self) -> usize {
        self.ranges.len()
    }

    /// Writes the texts of a layout from the chunk `first` on.
    pub(crate) fn write(
        &mut self,
        layout: &Layout,
        first: usize,
        document: &Document<'_>,
        short: &Abbreviations,
    ) {
        let resolve = |link: BrokenLink<'_>| {
            let number = document.labels.get(normalise(&link.reference).as_ref())?;
            Some((CowStr::from(number.to_string()), CowStr::Borrowed("")))
        };
        let resolve = (!document.labels.is_empty()).then_some(resolve);
        let start = layout.chunks.get(first).map_or(0, |chunk| chunk.start);
        let text = layout.text.get(start..).unwrap_or("");
        let parser = Parser::new_with_broken_link_callback(text, flags(), resolve);
        let insert = layout.inserts.partition_point(|(at, _)| *at < start);
        let mut writer = Writer {
            inline: self,
            layout,
            text: &layout.text,
            document,
            short,
            run: 0..0,
            run_escaped: false,
            before: None,
            plain: None,
            image: None,
            chunk: first,
            insert,
            tag: None,
            open: Vec::new(),
            tags: Vec::new(),
        };
        writer.inline.ranges.reserve(layout.chunks.len() - first.min(layout.chunks.len()));
        writer.enter(first);
        for (event, range) in parser.into_offset_iter() {
            writer.event(event, range.start + start..range.end + start);
        }
        writer.leave_all();
    }
}

/// What pulldown-cmark reads in kramdown's texts.
pub(crate) fn flags() -> pulldown_cmark::Options {
    pulldown_cmark::Options::empty()
}

struct Writer<'w, 'd, 's> {
    inline: &'w mut Inline,
    layout: &'w Layout,
    text: &'w str,
    document: &'d Document<'s>,
    short: &'d Abbreviations,
    /// Plain text that is read but not written: the rules of quotes want it in one piece.
    run: Range<usize>,
    /// Whether a backslash stands before the run.
    run_escaped: bool,
    before: Option<char>,
    plain: Option<String>,
    image: Option<Image>,
    chunk: usize,
    insert: usize,
    /// The element that ended last: where its start tag takes attributes, and where it ended.
    tag: Option<(usize, usize)>,
    open: Vec<(usize, &'static str)>,
    /// Where the open tags of HTML take attributes.
    tags: Vec<usize>,
}

/// The place of attributes that come out nowhere: those of a footnote's mark.
const NOWHERE: usize = usize::MAX;

struct Image {
    depth: usize,
    start: usize,
    end: usize,
    url: String,
    title: Option<String>,
}

impl Writer<'_, '_, '_> {
    fn out(&mut self) -> &mut String {
        &mut self.inline.html
    }

    fn enter(&mut self, number: usize) {
        self.chunk = number;
        let start = self.inline.html.len();
        self.inline.ranges.push(start..start);
        let heading = self.layout.chunks.get(number).is_some_and(|chunk| chunk.heading.is_some());
        self.plain = heading.then(String::new);
        let layout = self.layout;
        if let Some(Simple::Parts { text, parts }) = layout.chunks.get(number).map(|chunk| &chunk.simple) {
            let text = layout.simple.get(text.clone()).unwrap_or("");
            self.simple(text, layout.parts.get(parts.clone()).unwrap_or(&[]));
        }
    }

    /// A text that pulldown-cmark does not see.
    fn simple(&mut self, text: &str, parts: &[Part]) {
        let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or("");
        for part in parts {
            match part {
                Part::Words(run) => {
                    let Range { start, end } = *run;
                    self.run_of(Run { text, start, end, before: self.before, markup: true });
                    continue;
                }
                Part::Break => {
                    self.line_break();
                    continue;
                }
                Part::Code(code) => self.code(of(code)),
                Part::Start(name) => self.open(name),
                Part::Link(Goal::Url(url)) => self.start_link(of(url), ""),
                Part::Link(Goal::Definition(number)) => match self.document.links.get(*number) {
                    Some(link) => self.start_defined_link(link),
                    None => self.open("a"),
                },
                Part::End => self.close(),
                Part::Image { alt, url } => self.push_image(of(alt), of(url), None, None),
            }
            self.before = None;
        }
    }

    fn leave(&mut self) {
        self.flush();
        let end = self.inline.html.len();
        if let Some(range) = self.inline.ranges.last_mut() {
            range.end = end;
        }
        if let Some(plain) = self.plain.take() {
            self.inline.plain.push((self.inline.ranges.len() - 1, plain));
        }
        self.before = None;
        self.tag = None;
        self.tags.clear();
    }

    fn leave_all(&mut self) {
        self.leave();
        for number in self.chunk + 1..self.layout.chunks.len() {
            self.enter(number);
            self.leave();
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        while self.layout.chunks.get(self.chunk).is_some_and(|chunk| range.start >= chunk.end)
            && self.chunk + 1 < self.layout.chunks.len()
        {
            self.leave();
            self.enter(self.chunk + 1);
        }
        if let Event::Text(text) = &event {
            return self.plain_text(text, range);
        }
        if let Some(image) = &mut self.image {
            match event {
                Event::Start(_) => image.depth += 1,
                Event::End(_) if image.depth > 0 => image.depth -= 1,
                Event::End(_) => return self.end_image(),
                _ => {}
            }
            image.end = image.end.max(range.end);
            return;
        }
        self.flush();
        self.before = None;
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.code(&code),
            Event::InlineHtml(html) | Event::Html(html) => self.placeholder(&html, range.start),
            Event::SoftBreak => self.line_break(),
            Event::HardBreak => {
                self.out().push_str("<br />\n");
                self.before = Some('\n');
            }
            Event::Text(_) | Event::Rule | Event::TaskListMarker(_) | Event::FootnoteReference(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => push_text(self.out(), &text),
        }
    }

    fn line_break(&mut self) {
        let inside = || self.layout.chunks.get(self.chunk).is_some_and(|chunk| chunk.inside);
        let hard = self.document.options.hard_wrap && self.tags.is_empty() && !inside();
        self.out().push_str(if hard { "<br />\n" } else { "\n" });
        self.before = Some('\n');
    }

    fn plain_text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.end = image.end.max(range.end);
            return;
        }
        let escaped = range.start > 0 && self.text.as_bytes().get(range.start - 1) == Some(&b'\\');
        let verbatim = text.len() == range.len() && matches!(text, CowStr::Borrowed(_));
        if verbatim && range.start == self.run.end && !self.run.is_empty() {
            self.run.end = range.end;
            return;
        }
        self.flush();
        if !verbatim {
            self.before = None;
            let written = self.text.get(range).unwrap_or("");
            let text =
                if written.starts_with('&') && !references::is_known(written) { written } else { text };
            push_text(self.out(), text);
            self.add_plain(text);
            return;
        }
        self.run = range;
        self.run_escaped = escaped;
    }

    /// Writes the run of plain text that is pending.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let Range { mut start, end } = self.run;
        self.run = end..end;
        if self.run_escaped {
            self.run_escaped = false;
            self.before = None;
            let byte = self.text.as_bytes().get(start).copied().unwrap_or(b' ');
            if units::is_escapable(byte) {
                let pair = matches!(byte, b'<' | b'>') && self.text.as_bytes().get(start + 1) == Some(&byte);
                let literal = (start + 1 + usize::from(pair)).min(end);
                let text = self.text.get(start..literal).unwrap_or("");
                push_text(&mut self.inline.html, text);
                self.add_plain(text);
                start = literal;
            } else {
                self.out().push('\\');
            }
        }
        self.run_of(Run { text: self.text, start, end, before: self.before, markup: true });
    }

    fn run_of(&mut self, run: Run<'_>) {
        let from = self.inline.html.len();
        push_run(&mut self.inline.html, run, &self.document.options);
        if let Some(plain) = &mut self.plain {
            plain.push_str(&smart::unescaped(self.inline.html.get(from..).unwrap_or("")));
        }
        self.short.mark(&mut self.inline.html, from, self.document);
        self.before = None;
    }

    fn add_plain(&mut self, text: &str) {
        if let Some(plain) = &mut self.plain {
            plain.push_str(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis => self.open("em"),
            Tag::Strong => self.open("strong"),
            Tag::Strikethrough => self.open("del"),
            Tag::Link { link_type, dest_url, title, .. } => {
                match definition(self.document, link_type, &dest_url) {
                    Some(link) => self.start_defined_link(link),
                    None if link_type == LinkType::Email => {
                        self.start_link(&format!("mailto:{dest_url}"), &title)
                    }
                    None => self.start_link(&dest_url, &title),
                }
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let start = range.start + 2;
                let source = self.document.source;
                let (url, title) = match definition(self.document, link_type, &dest_url) {
                    Some(link) => {
                        (link.url.of(source).to_owned(), link.title.map(|title| title.of(source).to_owned()))
                    }
                    None => (dest_url.into_string(), (!title.is_empty()).then(|| title.replace(GUARD, ""))),
                };
                self.image = Some(Image { depth: 0, start, end: start, url, title });
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &'static str) {
        self.out().push('<');
        self.out().push_str(name);
        self.opened(name);
    }

    fn close(&mut self) {
        if let Some((at, name)) = self.open.pop() {
            self.out().push_str("</");
            self.out().push_str(name);
            self.out().push('>');
            self.tag = Some((at, self.inline.html.len()));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) {
            self.close();
        }
    }

    fn start_link(&mut self, url: &str, title: &str) {
        let out = &mut self.inline.html;
        out.push_str("<a href=\"");
        push_attribute(out, url);
        out.push('"');
        if !title.is_empty() {
            out.push_str(" title=\"");
            push_attribute(out, &title.replace(GUARD, ""));
            out.push('"');
        }
        self.opened("a");
    }

    fn start_defined_link(&mut self, link: &LinkDefinition) {
        let document = self.document;
        let out = &mut self.inline.html;
        out.push_str("<a href=\"");
        push_attribute_with_references(out, link.url.of(document.source));
        out.push('"');
        let title = link.title.map(|title| title.of(document.source));
        push_rest(out, title, link.attributes.as_deref(), document);
        self.opened("a");
    }

    /// Ends a start tag.
    fn opened(&mut self, name: &'static str) {
        let at = self.inline.html.len();
        self.open.push((at, name));
        self.out().push('>');
    }

    /// An image that pulldown-cmark read, in a text too tangled for kramdown's walk.
    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let alt = self.text.get(image.start..image.end).unwrap_or("");
        let alt = units::unescaped(&alt.replace(GUARD, ""));
        self.push_image(&alt, &image.url, image.title.as_deref(), None);
    }

    fn image(&mut self, alt: &str, target: &Target) {
        match target {
            Target::Here(url, title) => self.push_image(alt, url, title.as_deref(), None),
            Target::Label(label) => {
                let source = self.document.source;
                let number = self.document.labels.get(normalise(label).as_ref());
                let Some(link) = number.and_then(|number| self.document.links.get(*number)) else { return };
                let title = link.title.map(|title| title.of(source));
                self.push_image(alt, link.url.of(source), title, link.attributes.as_deref());
            }
        }
    }

    fn push_image(&mut self, alt: &str, url: &str, title: Option<&str>, attributes: Option<&Attributes>) {
        let start = self.inline.html.len();
        let out = &mut self.inline.html;
        out.push_str("<img src=\"");
        push_attribute_with_references(out, url);
        out.push_str("\" alt=\"");
        push_attribute_with_references(out, alt);
        out.push('"');
        push_rest(out, title, attributes, self.document);
        out.push_str(" />");
        let end = out.len();
        self.tag = Some((start + 4, end));
    }

    fn code(&mut self, code: &str) {
        let start = self.inline.html.len();
        let out = &mut self.inline.html;
        out.push_str("<code");
        if self.document.options.syntax_highlighter {
            out.push_str(" class=\"language-plaintext highlighter-rouge\"");
        }
        out.push('>');
        push_text(out, code);
        out.push_str("</code>");
        let end = out.len();
        self.tag = Some((start + 5, end));
        self.add_plain(code);
    }

    fn placeholder(&mut self, html: &str, at: usize) {
        while self.layout.inserts.get(self.insert).is_some_and(|(place, _)| *place < at) {
            self.insert += 1;
        }
        let Some((_, insert)) = self.layout.inserts.get(self.insert).filter(|(place, _)| *place == at) else {
            return self.out().push_str(html);
        };
        match insert {
            Insert::Html(html, _) => self.html(html),
            Insert::Text(text) => {
                push_text(self.out(), text);
                self.add_plain(text);
                self.before = (*text == "]").then_some(']');
            }
            Insert::Image(alt, target) => self.image(alt, target),
            Insert::Start(name) => self.open(name),
            Insert::End => self.close(),
            Insert::Code(code) => self.code(code),
            Insert::Math(math) if !self.document.options.math => {
                self.out().push_str(&format!("<span class=\"kdmath\">${math}$</span>"));
                self.add_plain(math);
            }
            Insert::Math(math) => {
                self.out().push_str("\\(");
                push_text(self.out(), math);
                self.out().push_str("\\)");
                self.add_plain(math);
            }
            Insert::Footnote(name, _) => self.footnote(name),
            Insert::Attributes(attributes, literal, _) => self.attributes(attributes, literal),
        }
    }

    /// A tag, or an element whole: an attribute list may stand behind it.
    fn html(&mut self, html: &str) {
        let start = self.inline.html.len();
        self.out().push_str(html);
        let end = self.inline.html.len();
        if let Some(plain) = self.plain.as_mut().filter(|_| !html.starts_with("<!--")) {
            plain.push_str(&text_of_html(html));
        }
        if html.starts_with("</") {
            self.tag = self.tags.pop().map(|at| (at, end));
        } else if html.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) && html.starts_with('<') {
            let name = html.bytes().skip(1).take_while(|byte| !matches!(byte, b' ' | b'>' | b'/')).count();
            let at = start + 1 + name;
            if html.ends_with("/>") || html.contains("</") {
                self.tag = Some((at, end));
            } else {
                self.tags.push(at);
            }
        }
    }

    fn footnote(&mut self, name: &str) {
        let options = &self.document.options;
        let Some(&number) = self.document.footnote_names.get(name) else { return };
        let Some(footnote) = self.document.footnotes.get(number) else { return };
        let used = self.inline.footnotes.iter().position(|(known, _)| *known == number);
        let (position, repeat) = match used.and_then(|at| self.inline.footnotes.get_mut(at).map(|f| (at, f)))
        {
            Some((at, (_, count))) => {
                *count += 1;
                (at, format!(":{}", *count - 1))
            }
            None => {
                self.inline.footnotes.push((number, 1));
                (self.inline.footnotes.len() - 1, String::new())
            }
        };
        let name = format!("{}{}", options.footnote_prefix, footnote.name);
        let mark = position + usize::try_from(options.footnote_nr).unwrap_or(1);
        let html = format!(
            "<sup id=\"fnref:{name}{repeat}\" role=\"doc-noteref\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\">{mark}</a></sup>"
        );
        self.out().push_str(&html);
        self.tag = Some((NOWHERE, self.inline.html.len()));
    }

    /// An attribute list behind an element; behind anything else it is text.
    fn attributes(&mut self, attributes: &Attributes, literal: &str) {
        let end = self.inline.html.len();
        let Some((at, _)) = self.tag.filter(|(_, ended)| *ended == end) else {
            let run = Run { text: literal, start: 0, end: literal.len(), before: None, markup: true };
            push_run(&mut self.inline.html, run, &self.document.options);
            self.add_plain(literal);
            return;
        };
        if at == NOWHERE {
            return;
        }
        let mut all = Attributes::default();
        all.extend(attributes, &self.document.attributes);
        all.merge_into(&mut self.inline.html, at);
        self.tag = Some((at, self.inline.html.len()));
    }
}

/// The text of an element of HTML in a heading, of which the heading's id is made.
pub(crate) fn text_of_html(html: &str) -> String {
    smart::unescaped(&toc::plain(html))
}

/// The definition that a link of reference leads to: the parser was told its number for a URL.
fn definition<'d>(document: &'d Document<'_>, link_type: LinkType, url: &str) -> Option<&'d LinkDefinition> {
    match link_type {
        LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown => {
            document.links.get(url.parse::<usize>().ok()?)
        }
        _ => None,
    }
}

/// Title and attributes of a link or an image, as they are written.
fn push_rest(
    out: &mut String,
    title: Option<&str>,
    attributes: Option<&Attributes>,
    document: &Document<'_>,
) {
    if let Some(title) = title {
        out.push_str(" title=\"");
        push_attribute_with_references(out, title);
        out.push('"');
    }
    if let Some(attributes) = attributes {
        let mut all = Attributes::default();
        all.extend(attributes, &document.attributes);
        all.push_to(out);
    }
}
