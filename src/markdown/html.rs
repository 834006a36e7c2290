//! HTML from the events of pulldown-cmark, as kramdown and Jekyll write it.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markdown::escape::{push_attribute, push_text};
use crate::markdown::languages;
use crate::markdown::options::Options;
use crate::markdown::slug::{HeadingIds, heading_id, plain_heading_id};
use crate::markdown::smart::{Run, push_run};

/// The HTML of one text.
pub(crate) fn write(text: &str, options: &Options) -> String {
    let mut writer = Writer::new(text, options);
    for (event, range) in Parser::new_ext(text, parser_options(options)).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// What pulldown-cmark is asked to read for a dialect.
pub(crate) fn parser_options(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as P;
    let mut flags = P::ENABLE_TABLES;
    if options.gfm {
        flags |= P::ENABLE_STRIKETHROUGH | P::ENABLE_TASKLISTS;
    }
    if options.is_kramdown() {
        flags |= P::ENABLE_FOOTNOTES | P::ENABLE_DEFINITION_LIST;
    } else {
        flags |= P::ENABLE_FOOTNOTES;
    }
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
    lists: Vec<List>,
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

struct List {
    end: usize,
    /// Where the start tags of the list and of its last item take more attributes.
    tag_end: usize,
    item_tag_end: usize,
    task: bool,
    /// Whether an item so far shows its first paragraph without `<p>`, which decides on the last item's.
    transparent: bool,
    items: usize,
    item_end: usize,
    first_block: bool,
    hidden_paragraph: bool,
}

struct OpenHeading {
    tag_end: usize,
    text: String,
}

struct OpenCode {
    language: Option<String>,
    body: String,
}

struct OpenImage {
    depth: usize,
    start: usize,
    text_end: usize,
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
            lists: Vec::new(),
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
                Event::End(_) => return self.end_image(),
                _ => {}
            }
            image.text_end = image.text_end.max(range.end);
            return;
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag, range),
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
            }
            Event::HardBreak => self.out.push_str("<br />\n"),
            Event::Rule => {
                self.block_starts();
                self.out.push_str("<hr />\n");
            }
            Event::TaskListMarker(checked) => {
                self.mark_task();
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
            image.text_end = image.text_end.max(range.end);
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
            let byte = self.text.as_bytes().get(start).copied().unwrap_or(b' ');
            if self.options.is_kramdown() && !is_escapable(byte) {
                self.out.push('\\');
            } else {
                let pair = matches!(byte, b'<' | b'>') && self.text.as_bytes().get(start + 1) == Some(&byte);
                let literal = (start + 1 + usize::from(pair)).min(end);
                push_text(&mut self.out, self.text.get(start..literal).unwrap_or(""));
                self.heading_text(self.text.get(start..literal).unwrap_or(""));
                start = literal;
            }
        }
        let run = Run { text: self.text, start, end, before: self.before, markup: true };
        push_run(&mut self.out, run, self.options);
        self.before = None;
        self.heading_text(self.text.get(start..end).unwrap_or(""));
    }

    fn heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(range),
            Tag::Heading { level, .. } => {
                self.block_starts();
                self.out.push_str("<h");
                self.push_level(level as u8);
                self.heading = Some(OpenHeading { tag_end: self.out.len(), text: String::new() });
                self.out.push('>');
            }
            Tag::BlockQuote(_) => {
                self.block_starts();
                self.out.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.block_starts();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', '\t', '?', ',']).next().filter(|l| !l.is_empty()).map(str::to_owned)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(OpenCode { language, body: String::new() });
            }
            Tag::HtmlBlock => self.block_starts(),
            Tag::List(first) => self.start_list(first, range),
            Tag::Item => self.start_item(range),
            Tag::FootnoteDefinition(name) => {
                let index = self.footnote_index(&name);
                self.outer.push(std::mem::take(&mut self.out));
                self.footnote_open = Some((index, self.outer.len()));
            }
            Tag::DefinitionList => {
                self.block_starts();
                self.out.push_str("<dl>\n");
            }
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(alignment) => {
                self.block_starts();
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
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.out.push_str("<a href=\"");
                if link_type == LinkType::Email {
                    self.out.push_str("mailto:");
                }
                push_attribute(&mut self.out, &dest_url);
                self.push_title(&title);
                self.out.push_str("\">");
            }
            Tag::Image { dest_url, title, .. } => {
                let start = range.start + 2;
                self.image = Some(OpenImage {
                    depth: 0,
                    start,
                    text_end: start,
                    url: dest_url.into_string(),
                    title: title.into_string(),
                });
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                let hidden =
                    self.lists.last_mut().is_some_and(|list| std::mem::take(&mut list.hidden_paragraph));
                self.out.push_str(if hidden { "\n" } else { "</p>\n" });
            }
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            TagEnd::List(ordered) => {
                self.lists.pop();
                self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((index, _)) = self.footnote_open.take() {
                    let outer = self.outer.pop().unwrap_or_default();
                    let text = std::mem::replace(&mut self.out, outer);
                    self.footnote_texts.push((index, text));
                }
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.out.push_str("</tbody>\n</table>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>\n" } else { "</td>\n" }),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => self.out.push_str("</a>"),
        }
    }
}

impl Writer<'_, '_> {
    /// A block begins: the first one of an item decides how the item looks.
    fn block_starts(&mut self) {
        if let Some(list) = self.lists.last_mut() {
            list.first_block = false;
        }
    }

    /// In kramdown each item has its own way: its first paragraph is bare unless a blank line follows that.
    fn start_paragraph(&mut self, range: Range<usize>) {
        if let Some(list) = self.lists.last_mut()
            && list.first_block
        {
            list.first_block = false;
            let bare = if list.item_end >= list.end && list.items > 1 {
                list.transparent
                    && (!blank_line_follows(self.text, range.end) || range.end + 1 >= list.item_end)
            } else {
                !blank_line_follows(self.text, range.end)
            };
            list.transparent |= bare;
            if bare && self.options.is_kramdown() {
                list.hidden_paragraph = true;
                return;
            }
        }
        self.out.push_str("<p>");
    }

    fn start_list(&mut self, first: Option<u64>, range: Range<usize>) {
        self.block_starts();
        self.out.push_str(if first.is_some() { "<ol" } else { "<ul" });
        if let Some(number) = first
            && number != 1
            && !self.options.is_kramdown()
        {
            self.out.push_str(&format!(" start=\"{number}\""));
        }
        let tag_end = self.out.len();
        self.out.push_str(">\n");
        let end = range.start + self.text.get(range).map_or(0, |list| list.trim_end().len());
        self.lists.push(List {
            end,
            tag_end,
            item_tag_end: tag_end,
            task: false,
            transparent: false,
            items: 0,
            item_end: 0,
            first_block: false,
            hidden_paragraph: false,
        });
    }

    fn start_item(&mut self, range: Range<usize>) {
        if let Some(list) = self.lists.last_mut() {
            list.items += 1;
            list.first_block = true;
            list.hidden_paragraph = false;
            list.item_end =
                range.start + self.text.get(range.clone()).map_or(0, |item| item.trim_end().len());
            list.item_tag_end = self.out.len() + 3;
        }
        self.out.push_str("<li>");
    }

    fn mark_task(&mut self) {
        if !self.options.is_kramdown() {
            return;
        }
        if let Some(list) = self.lists.last_mut() {
            self.out.insert_str(list.item_tag_end, " class=\"task-list-item\"");
            if !std::mem::replace(&mut list.task, true) {
                self.out.insert_str(list.tag_end, " class=\"task-list\"");
            }
        }
    }

    fn start_cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        self.out.push('<');
        self.out.push_str(name);
        match self.table.get(self.cell) {
            Some(Alignment::Left) => self.out.push_str(" style=\"text-align: left\""),
            Some(Alignment::Center) => self.out.push_str(" style=\"text-align: center\""),
            Some(Alignment::Right) => self.out.push_str(" style=\"text-align: right\""),
            _ => {}
        }
        self.out.push('>');
        self.cell += 1;
    }

    fn push_level(&mut self, level: u8) {
        let level = i16::from(level) + i16::from(self.options.header_offset);
        self.out.push(char::from(b'0' + u8::try_from(level.clamp(1, 6)).unwrap_or(1)));
    }

    fn end_heading(&mut self, level: u8) {
        if let Some(heading) = self.heading.take() {
            let mut text = heading.text;
            let mut id = None;
            if self.options.is_kramdown()
                && let Some((at, explicit)) = explicit_id(&text)
            {
                let written = self.out.trim_end().len();
                let cut = written.saturating_sub(explicit.len() + 3);
                if self.out.get(cut..written).is_some_and(|tail| tail.starts_with("{#")) {
                    id = Some(explicit.to_owned());
                    text.truncate(at);
                    self.out.truncate(cut);
                    let trimmed = self.out.trim_end().len();
                    self.out.truncate(trimmed);
                }
            }
            if id.is_none() && self.options.auto_ids {
                let made = if self.options.gfm { heading_id(&text) } else { plain_heading_id(&text) };
                id = Some(self.options.auto_id_prefix.clone() + &self.ids.unique(made));
            }
            if let Some(id) = id.filter(|id| !id.is_empty()) {
                let mut attribute = " id=\"".to_owned();
                push_attribute(&mut attribute, &id);
                attribute.push('"');
                self.out.insert_str(heading.tag_end, &attribute);
            }
        }
        self.out.push_str("</h");
        self.push_level(level);
        self.out.push_str(">\n");
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
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
        let alt = self.text.get(image.start..image.text_end).unwrap_or("");
        push_attribute(&mut self.out, &unescaped(alt));
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
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}\" role=\"doc-noteref\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\">{}</a></sup>",
            index + 1
        ));
    }

    fn finish(mut self) -> String {
        self.flush();
        if !self.footnote_texts.is_empty() {
            self.footnote_texts.sort_by_key(|(index, _)| *index);
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

/// The characters that a backslash escapes in kramdown; before any other it is a plain backslash.
fn is_escapable(byte: u8) -> bool {
    matches!(
        byte,
        b'\\'
            | b'.'
            | b'*'
            | b'_'
            | b'+'
            | b'`'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'!'
            | b':'
            | b'|'
            | b'"'
            | b'\''
            | b'$'
            | b'='
            | b'-'
            | b'~'
    )
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\'
            && let Some(&next) = chars.peek()
            && u8::try_from(next).is_ok_and(is_escapable)
        {
            out.push(next);
            chars.next();
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether the line that ends at or after `at` is followed by a blank line or nothing.
fn blank_line_follows(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("");
    let rest = if at > 0 && text.as_bytes().get(at - 1) == Some(&b'\n') {
        rest
    } else {
        rest.split_once('\n').map_or("", |(_, rest)| rest)
    };
    let line = rest.split('\n').next().unwrap_or("");
    line.trim_matches([' ', '\t', '\r', '>']).is_empty() && !rest.is_empty()
}

/// The `{#id}` at the end of a heading's text: where its white space begins, and the id.
pub(crate) fn explicit_id(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let (before, id) = text.strip_suffix('}')?.rsplit_once("{#")?;
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.');
    let starts = id.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
    let spaced = before.is_empty() || before.ends_with([' ', '\t']);
    (starts && spaced && id.chars().all(name)).then(|| (before.trim_end().len(), id))
}
