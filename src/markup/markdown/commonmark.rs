//! The CommonMark dialect: HTML from the events of pulldown-cmark, in the form that Jekyll gives code and headings.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markup::markdown::autolink;
use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::languages;
use crate::markup::markdown::options::{self, Classes, Options};
use crate::markup::markdown::slug::HeadingIds;
use crate::markup::markdown::smart::{Run, push_run};
use crate::text::pieces::Part as _;

/// The HTML of one text.
pub(crate) fn write(text: &str, options: &Options) -> String {
    let mut writer = Writer::new(text, options);
    for (event, range) in Parser::new_ext(text, parser_options(options)).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// What pulldown-cmark is asked to read.
pub(crate) fn parser_options(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as P;
    let mut flags = P::ENABLE_TABLES;
    flags.set(P::ENABLE_FOOTNOTES, options.common_mark.footnotes);
    flags.set(P::ENABLE_STRIKETHROUGH, options.gfm);
    flags.set(P::ENABLE_TASKLISTS, options.gfm && options.common_mark.task_lists);
    flags
}

struct Writer<'t, 'o> {
    text: &'t str,
    options: &'o Options,
    out: String,
    ids: HeadingIds,
    /// Plain text that is read but not written: the rules of quotes want it in one piece.
    run: Range<usize>,
    /// Whether a character escaped by a backslash begins the run.
    run_escaped: bool,
    before: Option<char>,
    /// How many links are open.
    links: usize,
    heading: Option<OpenHeading>,
    code: Option<OpenCode>,
    image: Option<OpenImage>,
    table: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    footnotes: Vec<String>,
    footnote_open: Option<(usize, usize)>,
    footnote_texts: Vec<(usize, String)>,
    outer: Vec<String>,
}

/// The places of two single tildes with text between them, neither after another tilde or a backslash.
fn struck(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let single = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        !matches!(before, Some(b'~' | b'\\')) && bytes.get(at + 1) != Some(&b'~')
    };
    let mut tildes = memchr::memchr_iter(b'~', bytes).filter(|at| single(*at));
    let open = tildes.find(|at| !is_blank(bytes.get(at + 1)))?;
    let close = tildes.find(|at| !is_blank(bytes.get(at - 1)))?;
    Some((open, close))
}

struct OpenHeading {
    tag_end: usize,
    text: String,
}

struct OpenCode {
    language: Option<String>,
    body: String,
    indented: bool,
}

struct OpenImage {
    depth: usize,
    alt: String,
    url: String,
    title: String,
}

impl<'t, 'o> Writer<'t, 'o> {
    fn new(text: &'t str, options: &'o Options) -> Self {
        Self {
            text,
            options,
            out: String::with_capacity(text.len() + text.len() / 4),
            ids: HeadingIds::default(),
            run: 0..0,
            run_escaped: false,
            before: None,
            links: 0,
            heading: None,
            code: None,
            image: None,
            table: Vec::new(),
            cell: 0,
            in_head: false,
            footnotes: Vec::new(),
            footnote_open: None,
            footnote_texts: Vec::new(),
            outer: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::Text(text) = &event {
            return self.plain(text, range);
        }
        if let Some(image) = &mut self.image {
            match event {
                Event::Start(_) => image.depth += 1,
                Event::End(_) if image.depth > 0 => image.depth -= 1,
                Event::End(_) => self.end_image(),
                Event::Code(code) => image.alt.push_str(&code),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                _ => {}
            }
            return;
        }
        self.flush();
        match event {
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                self.strikethrough(matches!(event, Event::End(_)), range);
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(_) => {}
            Event::Code(code) => {
                self.out.push_str("<code");
                if self.options.syntax_highlighter {
                    self.out.push_str(" class=\"language-plaintext highlighter-rouge\"");
                }
                self.out.push('>');
                push_text(&mut self.out, &code);
                self.out.push_str("</code>");
                self.heading_text(&code);
            }
            Event::InlineMath(math) | Event::DisplayMath(math) => push_text(&mut self.out, &math),
            Event::Html(html) | Event::InlineHtml(html) => self.out.push_str(&html),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak => {
                self.out.push_str(if self.options.hard_wrap { "<br />\n" } else { "\n" });
                self.before = Some('\n');
                self.heading_text(" ");
            }
            Event::HardBreak => {
                self.out.push_str("<br />\n");
                self.heading_text(" ");
            }
            Event::Rule => self.out.push_str("<hr />\n"),
            Event::TaskListMarker(checked) if self.options.common_mark.classes == Classes::GitHub => {
                self.task(checked);
            }
            Event::TaskListMarker(checked) => {
                self.out.push_str(
                    "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\"",
                );
                self.out.push_str(if checked { " checked=\"checked\" />" } else { " />" });
            }
        }
    }

    fn plain(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.body.push_str(text);
            return;
        }
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        let escaped = range.start > 0
            && range.start == self.run.end + 1
            && self.text.as_bytes().get(range.start - 1) == Some(&b'\\');
        let verbatim = text.len() == range.len() && matches!(text, CowStr::Borrowed(_));
        if verbatim && range.start == self.run.end && !self.run.is_empty() {
            self.run.end = range.end;
            return;
        }
        self.flush();
        if !verbatim {
            push_text(&mut self.out, text);
            self.heading_text(text);
            return;
        }
        let escaped = escaped || range.start > 0 && self.text.as_bytes().get(range.start - 1) == Some(&b'\\');
        self.run = range;
        self.run_escaped = escaped;
    }

    /// Writes the run of plain text that is pending.
    fn flush(&mut self) {
        if self.run.is_empty() {
            self.before = None;
            return;
        }
        let Range { mut start, end } = self.run;
        self.run = end..end;
        if self.run_escaped {
            self.run_escaped = false;
            self.before = None;
            let literal = (start + 1).min(end);
            push_text(&mut self.out, self.text.part(start..literal));
            self.heading_text(self.text.part(start..literal));
            start = literal;
        }
        let before = self.before;
        if self.options.common_mark.autolinks && self.links == 0 {
            let run = start;
            for address in autolink::addresses(self.text.part(run..end), before) {
                let (from, to) = (run + address.start, run + address.end);
                self.push_plain(start, from, before);
                self.push_address(from..to);
                start = to;
                self.before = None;
            }
            if start == end {
                return;
            }
        }
        self.push_plain(start, end, before);
        self.before = None;
    }

    fn push_address(&mut self, range: Range<usize>) {
        let address = self.text.part(range);
        self.out.push_str("<a href=\"");
        push_attribute(&mut self.out, &autolink::target(address));
        self.out.push_str("\">");
        push_text(&mut self.out, address);
        self.out.push_str("</a>");
        self.heading_text(address);
    }

    fn push_plain(&mut self, mut start: usize, end: usize, mut before: Option<char>) {
        // Within words the parser leaves single tildes, which GitHub's programs strike through all the same.
        let flavour = &self.options.common_mark;
        while flavour.classes == Classes::GitHub
            && flavour.single_tilde
            && let Some((open, close)) = struck(self.text.part(start..end))
        {
            let (open, close) = (start + open, start + close);
            self.push_run(start, open, before);
            self.out.push_str("<del>");
            self.push_run(open + 1, close, None);
            self.out.push_str("</del>");
            (start, before) = (close + 1, None);
        }
        self.push_run(start, end, before);
    }

    fn push_run(&mut self, start: usize, end: usize, before: Option<char>) {
        let run = Run { text: self.text, start, end, before, markup: true };
        push_run(&mut self.out, run, self.options);
        self.heading_text(self.text.part(start..end));
    }

    fn heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                self.out.push_str("<h");
                self.push_level(level as u8);
                self.heading = Some(OpenHeading { tag_end: self.out.len(), text: String::new() });
                self.out.push('>');
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let indented = matches!(kind, CodeBlockKind::Indented);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', '\t', '?', ',']).next().filter(|l| !l.is_empty()).map(str::to_owned)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(OpenCode { language, body: String::new(), indented });
            }
            Tag::List(Some(first)) if first != 1 => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::List(Some(_)) => self.out.push_str("<ol>\n"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                let index = self.footnote_index(&name);
                self.outer.push(std::mem::take(&mut self.out));
                self.footnote_open = Some((index, self.outer.len()));
            }
            Tag::Table(alignment) => {
                self.table = alignment;
                self.out.push_str("<table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.out.push_str("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.links += 1;
                self.out.push_str("<a href=\"");
                if link_type == LinkType::Email {
                    self.out.push_str("mailto:");
                }
                push_attribute(&mut self.out, &dest_url);
                self.push_title(&title);
                self.out.push_str("\">");
            }
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(OpenImage {
                    depth: 0,
                    alt: String::new(),
                    url: dest_url.into_string(),
                    title: title.into_string(),
                });
            }
            // The others are extensions that are not asked for, or say nothing.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((index, _)) = self.footnote_open.take() {
                    let outer = self.outer.pop().unwrap_or_default();
                    let text = std::mem::replace(&mut self.out, outer);
                    self.footnote_texts.push((index, text));
                }
            }
            TagEnd::Table => self.out.push_str("</tbody>\n</table>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>\n" } else { "</td>\n" }),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.out.push_str("</a>");
            }
            _ => {}
        }
    }
}

impl Writer<'_, '_> {
    fn start_cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        self.out.push('<');
        self.out.push_str(name);
        match self.table.get(self.cell) {
            Some(Alignment::Left) => self.push_alignment("left"),
            Some(Alignment::Center) => self.push_alignment("center"),
            Some(Alignment::Right) => self.push_alignment("right"),
            _ => {}
        }
        self.out.push('>');
        self.cell += 1;
    }

    /// A task as GitHub writes it: its item and its list have classes.
    fn task(&mut self, checked: bool) {
        let mark = |out: &mut String, open: &str, class: &str| {
            if let Some(at) = out.rfind(open) {
                out.insert_str(at + open.len() - 1, &format!(" class=\"{class}\""));
            }
        };
        mark(&mut self.out, "<li>", "task-list-item");
        // The list of the first task in it.
        let list =
            self.out.rfind("<ul>").filter(|at| !self.out.get(*at..).is_some_and(|it| it.contains("</ul>")));
        if list.is_some() {
            mark(&mut self.out, "<ul>", "contains-task-list");
        }
        self.out.push_str("<input type=\"checkbox\"");
        self.out.push_str(if checked { " checked disabled> " } else { " disabled> " });
    }

    fn push_alignment(&mut self, side: &str) {
        let (name, start) = match self.options.common_mark.alignment {
            options::Alignment::Style(start) => ("style", start),
            options::Alignment::Attribute => ("align", ""),
        };
        self.out.push_str(&format!(" {name}=\"{start}{side}\""));
    }

    /// One tilde on each side strikes nothing through where the program does not know it.
    fn strikethrough(&mut self, is_end: bool, range: Range<usize>) {
        let flavour = &self.options.common_mark;
        if !flavour.single_tilde && !self.text.get(range).is_some_and(|text| text.starts_with("~~")) {
            return self.out.push('~');
        }
        self.out.push_str(if is_end { "</" } else { "<" });
        self.out.push_str(flavour.strikethrough);
        self.out.push('>');
    }

    fn push_level(&mut self, level: u8) {
        let level = i16::from(level) + i16::from(self.options.header_offset);
        self.out.push(char::from(b'0' + u8::try_from(level.clamp(1, 6)).unwrap_or(1)));
    }

    fn end_heading(&mut self, level: u8) {
        if let Some(heading) = self.heading.take()
            && let Some(id) = self.ids.of_heading(&heading.text, self.options)
        {
            let mut attribute = " id=\"".to_owned();
            push_attribute(&mut attribute, &id);
            attribute.push('"');
            self.out.insert_str(heading.tag_end, &attribute);
        }
        self.out.push_str("</h");
        self.push_level(level);
        self.out.push_str(">\n");
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if code.indented && !self.options.common_mark.indented_code {
            self.out.push_str(&write(&code.body, self.options));
            return;
        }
        let language = code.language.as_deref();
        if !self.options.syntax_highlighter || language.is_some_and(|l| !languages::is_known(l)) {
            self.out.push_str("<pre><code");
            if let Some(language) = language {
                self.out.push_str(" class=\"language-");
                push_attribute(&mut self.out, language);
                self.out.push('"');
            }
            self.out.push('>');
            push_text(&mut self.out, &code.body);
            self.out.push_str("</code></pre>\n");
            return;
        }
        self.out.push_str("<div class=\"language-");
        push_attribute(&mut self.out, language.unwrap_or("plaintext"));
        self.out.push_str(" highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code>");
        push_text(&mut self.out, &code.body);
        self.out.push_str("</code></pre></div></div>\n");
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            push_attribute(&mut self.out, title);
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        self.out.push_str("<img src=\"");
        push_attribute(&mut self.out, &image.url);
        self.out.push_str("\" alt=\"");
        push_attribute(&mut self.out, &image.alt);
        self.push_title(&image.title);
        self.out.push_str("\" />");
    }

    fn footnote_index(&mut self, name: &str) -> usize {
        if let Some(index) = self.footnotes.iter().position(|known| known == name) {
            return index;
        }
        self.footnotes.push(name.to_owned());
        self.footnotes.len() - 1
    }

    fn footnote_reference(&mut self, name: &str) {
        let index = self.footnote_index(name);
        if self.options.common_mark.classes == Classes::GitHub {
            let id = name.to_lowercase();
            self.out.push_str(&format!(
                "<sup><a href=\"#user-content-fn-{id}\" id=\"user-content-fnref-{id}\" data-footnote-ref=\"\" aria-describedby=\"footnote-label\">{}</a></sup>",
                index + 1
            ));
            return;
        }
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}\" role=\"doc-noteref\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\">{}</a></sup>",
            index + 1
        ));
    }

    fn github_footnotes(&mut self) {
        self.out.push_str("<section data-footnotes=\"\" class=\"footnotes\"><h2 class=\"sr-only\" id=\"footnote-label\">Footnotes</h2>\n<ol>\n");
        for (index, text) in &self.footnote_texts {
            let id = self.footnotes.get(*index).map_or("", String::as_str).to_lowercase();
            let body = text.trim_end();
            let body = body.strip_suffix("</p>").unwrap_or(body);
            self.out.push_str(&format!(
                "<li id=\"user-content-fn-{id}\">\n{body} <a href=\"#user-content-fnref-{id}\" data-footnote-backref=\"\" aria-label=\"Back to reference {}\" class=\"data-footnote-backref\">↩</a></p>\n</li>\n",
                index + 1
            ));
        }
        self.out.push_str("</ol>\n</section>");
    }

    fn finish(mut self) -> String {
        self.flush();
        if !self.footnote_texts.is_empty() {
            self.footnote_texts.sort_by_key(|(index, _)| *index);
            if self.options.common_mark.classes == Classes::GitHub {
                self.github_footnotes();
                return self.out;
            }
            self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
            for (index, text) in &self.footnote_texts {
                let name = self.footnotes.get(*index).map_or("", String::as_str);
                let body = text.trim_end();
                let body = body.strip_suffix("</p>").unwrap_or(body);
                self.out.push_str(&format!(
                    "<li id=\"fn:{name}\" role=\"doc-endnote\">\n{body}\u{a0}<a href=\"#fnref:{name}\" class=\"reversefootnote\" role=\"doc-backlink\">{}</a></p>\n</li>\n",
                    self.options.footnote_backlink
                ));
            }
            self.out.push_str("</ol>\n</div>\n");
        }
        self.out
    }
}
