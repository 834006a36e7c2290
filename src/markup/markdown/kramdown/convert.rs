//! The tree of blocks as HTML, as kramdown's converter and Jekyll write it.

use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::kramdown::abbreviations::Abbreviations;
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::block::{
    Alignment, Block, BlockKind, CheckBox, Definition, Html, Item, Part, Piece, Table, Text,
};
use crate::markup::markdown::kramdown::heading::{Heading, Headings, is_in_toc, term_id};
use crate::markup::markdown::kramdown::html::push_start_tag;
use crate::markup::markdown::kramdown::spans::{Context, Reading, read};
use crate::markup::markdown::kramdown::state::Document;
use crate::markup::markdown::kramdown::text::Joined;
use crate::markup::markdown::kramdown::toc::{self, Entry};
use crate::markup::markdown::kramdown::write::{Footnotes, Writer};
use crate::markup::markdown::languages;
use crate::text::pieces::Part as _;

/// The HTML of a document.
pub(crate) fn convert(document: &Document<'_>) -> String {
    let mut converter = Converter {
        document,
        short: &Abbreviations::new(document),
        reading: Reading::default(),
        footnotes: Footnotes::default(),
        out: String::with_capacity(document.source.len() + document.source.len() / 2),
        headings: Headings::default(),
        in_html: false,
        line_follows: false,
        toc: None,
        entries: Vec::new(),
        footnotes_at: None,
    };
    converter.blocks(&document.blocks);
    converter.finish()
}

struct Converter<'c, 's> {
    document: &'c Document<'s>,
    short: &'c Abbreviations,
    /// The parts of the last text.
    reading: Reading,
    footnotes: Footnotes,
    out: String,
    headings: Headings,
    /// Whether the blocks are inside HTML or a footnote.
    in_html: bool,
    /// Whether the paragraph at hand is the text of an item with blocks after it.
    line_follows: bool,
    /// Where the table of contents goes, its kind of list and attributes.
    toc: Option<(usize, bool, Attributes)>,
    entries: Vec<Entry>,
    footnotes_at: Option<usize>,
}

impl<'s> Converter<'_, 's> {
    /// Reads inline text, whose parts then are in `reading`.
    fn read(&mut self, text: &Text) -> Joined<'s> {
        let document = self.document;
        let joined = Joined::new(document.lines.get(text.lines.clone()).unwrap_or(&[]), document.source);
        let context = Context { line_follows: self.line_follows, ..document.context(self.in_html) };
        read(&mut self.reading, &joined.text, &context);
        joined
    }

    /// Appends the text that was read.
    fn write(&mut self, joined: &Joined<'_>) {
        let Self { out, document, short, footnotes, reading, .. } = self;
        Writer { out, document, short, footnotes }.write(reading, &joined.text);
    }

    fn text(&mut self, text: &Text) {
        let joined = self.read(text);
        self.write(&joined);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let is_python = self.document.options.python_markdown;
        let is_bare = |block: Option<&Block>| {
            matches!(block, Some(Block { kind: BlockKind::Paragraph { transparent: true, .. }, .. }))
        };
        for (number, block) in blocks.iter().enumerate() {
            // Python-Markdown begins no line after text without a paragraph.
            let is_blank = matches!(block.kind, BlockKind::Blank { .. });
            if is_python && is_blank && number == 1 && is_bare(blocks.first()) {
                continue;
            }
            self.line_follows = number == 0
                && blocks.len() > 1
                && matches!(block.kind, BlockKind::Paragraph { transparent: true, .. });
            self.block(block);
            if std::mem::take(&mut self.line_follows) && !is_python {
                self.out.push('\n');
            }
        }
    }

    /// Python-Markdown keeps the blanks at the end of a paragraph.
    fn blanks_after(&mut self, text: &Text) {
        let document = self.document;
        let last = document.lines.get(text.lines.clone()).and_then(<[_]>::last);
        if let Some(last) = last.filter(|_| document.options.python_markdown) {
            let line = last.text(document.source);
            self.out.push_str(line.get(line.trim_end_matches(' ').len()..).unwrap_or(""));
        }
    }

    /// Python-Markdown begins a line for what is in an element, unless that is bare text.
    fn begin_blocks(&mut self, blocks: &[Block]) {
        let is_bare = |block: &Block| matches!(block.kind, BlockKind::Paragraph { transparent: true, .. });
        if self.document.options.python_markdown && blocks.first().is_some_and(|first| !is_bare(first)) {
            self.out.push('\n');
        }
    }

    fn attributes_of(&self, block: Option<&Attributes>) -> Attributes {
        let mut attributes = Attributes::default();
        if let Some(own) = block {
            attributes.extend(own, &self.document.attributes);
        }
        attributes
    }

    fn open(&mut self, name: &str, attributes: Option<&Attributes>) {
        match attributes {
            Some(_) => {
                let attributes = self.attributes_of(attributes);
                push_start_tag(&mut self.out, name, &attributes);
            }
            None => {
                self.out.push('<');
                self.out.push_str(name);
                self.out.push('>');
            }
        }
    }

    fn block(&mut self, block: &Block) {
        let attributes = block.attributes.as_deref();
        match &block.kind {
            BlockKind::Blank { .. } => self.out.push('\n'),
            BlockKind::End(_) => {}
            BlockKind::Paragraph { text, transparent: true } => {
                self.text(text);
                self.blanks_after(text);
            }
            BlockKind::Paragraph { text, .. } => {
                self.open("p", attributes);
                self.text(text);
                self.blanks_after(text);
                self.out.push_str("</p>\n");
            }
            BlockKind::Heading { level, text, id } => self.heading(*level, text, id.as_deref(), attributes),
            BlockKind::Code { code, language, options } => {
                self.code(code, language.as_deref(), options, attributes)
            }
            BlockKind::Quote(blocks) => {
                self.open("blockquote", attributes);
                self.out.push('\n');
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::List { ordered, task, items } => self.list(*ordered, *task, items, attributes),
            BlockKind::Definitions(parts) => self.definitions(parts, attributes),
            BlockKind::Table(table) => self.table(table, attributes),
            BlockKind::Html(html) => self.html(html, attributes),
            BlockKind::Rule => {
                self.open("hr", attributes);
                self.out.truncate(self.out.len() - 1);
                self.out.push_str(" />\n");
            }
            BlockKind::Math(math) if !self.document.options.math => {
                let mut attributes = self.attributes_of(attributes);
                let class = attributes.take("class").map_or_else(String::new, |class| class + " ");
                attributes.set("class", &format!("{class}kdmath"));
                push_start_tag(&mut self.out, "div", &attributes);
                self.out.push_str(&format!("$$\n{math}\n$$\n</div>\n"));
            }
            BlockKind::Math(math) => {
                if attributes.is_some() {
                    self.open("div", attributes);
                }
                self.out.push_str("\\[");
                push_text(&mut self.out, math);
                self.out.push_str("\\]\n");
                if attributes.is_some() {
                    self.out.push_str("</div>\n");
                }
            }
            BlockKind::Raw(html) => self.out.push_str(html),
        }
    }

    fn heading(&mut self, level: u8, text: &Text, id: Option<&str>, own: Option<&Attributes>) {
        let joined = self.read(text);
        let Document { attributes: definitions, options, .. } = self.document;
        let heading = Heading { text: &joined.text, reading: &self.reading, id, own, inside: self.in_html };
        let attributes = self.headings.attributes(&heading, definitions, options);
        let shown = i16::from(level) + i16::from(options.header_offset);
        let name = match shown {
            ..=1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        push_start_tag(&mut self.out, name, &attributes);
        let start = self.out.len();
        self.write(&joined);
        if let Some(id) = attributes.get("id").filter(|_| is_in_toc(level, &attributes, options)) {
            let html = toc::without_links(self.out.part(start..));
            self.entries.push(Entry { level, id: id.to_owned(), html });
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn code(&mut self, code: &str, language: Option<&str>, options: &str, own: Option<&Attributes>) {
        let mut attributes = Attributes::default();
        if let Some(language) = language {
            attributes.set("class", &format!("language-{language}"));
        }
        if let Some(own) = own {
            attributes.extend(own, &self.document.attributes);
        }
        let class = attributes.take("class").unwrap_or_default();
        let language = class.split(' ').find_map(|class| class.strip_prefix("language-")).map(str::to_owned);
        let others: Vec<&str> =
            class.split(' ').filter(|c| !c.is_empty() && !c.starts_with("language-")).collect();
        let named = options.split('?').next().filter(|name| !name.is_empty()).or(language.as_deref());
        let highlight = self.document.options.syntax_highlighter && named.is_none_or(languages::is_known);
        let mut classes = others.join(" ");
        if highlight {
            let language = language.as_deref().unwrap_or("plaintext");
            let space = if classes.is_empty() { "" } else { " " };
            classes = format!("language-{language}{space}{classes} highlighter-rouge");
        }
        if !classes.is_empty() {
            attributes.set("class", &classes);
        }
        if highlight {
            push_start_tag(&mut self.out, "div", &attributes);
            self.out.push_str("<div class=\"highlight\"><pre class=\"highlight\"><code>");
            match self.document.options.line_numbers {
                Some(first) => self.numbered(code, first),
                None => push_text(&mut self.out, code),
            }
            self.out.push_str("</code></pre></div></div>\n");
            return;
        }
        push_start_tag(&mut self.out, "pre", &attributes);
        self.out.push_str("<code");
        if let Some(language) = language {
            self.out.push_str(" class=\"language-");
            push_attribute(&mut self.out, &language);
            self.out.push('"');
        }
        self.out.push('>');
        push_text(&mut self.out, code.strip_suffix('\n').unwrap_or(code));
        self.out.push_str("\n</code></pre>\n");
    }

    /// Code with the numbers of its lines beside it, in Rouge's table.
    fn numbered(&mut self, code: &str, first: u32) {
        self.out.push_str(
            "<table class=\"rouge-table\"><tbody><tr><td class=\"rouge-gutter gl\"><pre class=\"lineno\">",
        );
        for (number, _) in (u64::from(first)..).zip(code.lines()) {
            self.out.push_str(&format!("{number}\n"));
        }
        self.out.push_str("</pre></td><td class=\"rouge-code\"><pre>");
        push_text(&mut self.out, code);
        self.out.push_str("</pre></td></tr></tbody></table>");
    }

    fn list(&mut self, ordered: bool, task: bool, items: &[Item], own: Option<&Attributes>) {
        let name = if ordered { "ol" } else { "ul" };
        let refers = |what: &str| own.is_some_and(|own| own.refers_to(what));
        if refers("toc") && self.toc.is_none() {
            let mut attributes = Attributes::default();
            if task {
                attributes.set("class", "task-list");
            }
            if let Some(own) = own {
                attributes.extend(own, &self.document.attributes);
            }
            self.toc = Some((self.out.len(), ordered, attributes));
            return;
        }
        if refers("footnotes") && self.footnotes_at.is_none() {
            self.footnotes_at = Some(self.out.len());
            return;
        }
        let mut attributes = Attributes::default();
        if task {
            attributes.set("class", "task-list");
        }
        if let Some(own) = own {
            attributes.extend(own, &self.document.attributes);
        }
        push_start_tag(&mut self.out, name, &attributes);
        self.out.push('\n');
        for item in items {
            let mut attributes = Attributes::default();
            if item.task_class {
                attributes.set("class", "task-list-item");
            }
            if let Some(own) = &item.attributes {
                attributes.extend(own, &self.document.attributes);
            }
            push_start_tag(&mut self.out, "li", &attributes);
            self.begin_blocks(&item.children);
            let body = self.out.len();
            self.blocks(&item.children);
            if let Some(task) = &item.task {
                let is_block = self.out.get(body..).is_some_and(|body| body.starts_with("<p>"));
                let start = if is_block { body + 3 } else { body };
                let html = self.check_box(task);
                self.out.insert_str(start, &html);
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn check_box(&self, task: &CheckBox) -> String {
        let mut attributes = Attributes::default();
        attributes.set("type", "checkbox");
        attributes.set("class", "task-list-item-checkbox");
        attributes.set("disabled", "disabled");
        if task.checked {
            attributes.set("checked", "checked");
        }
        if let Some(own) = &task.attributes {
            attributes.extend(own, &self.document.attributes);
        }
        let mut html = "<input".to_owned();
        attributes.push_to(&mut html);
        html + " />" + task.space
    }

    fn definitions(&mut self, parts: &[Definition], own: Option<&Attributes>) {
        self.open("dl", own);
        self.out.push('\n');
        for part in parts {
            match part {
                Definition::Term { text, attributes } => {
                    let mut all = self.attributes_of(attributes.as_deref());
                    let joined = self.read(text);
                    if all.get("id").is_none()
                        && let Some(id) = term_id(own, &self.reading, &joined.text, &self.document.options)
                    {
                        all.set("id", &id);
                    }
                    push_start_tag(&mut self.out, "dt", &all);
                    self.write(&joined);
                    self.out.push_str("</dt>\n");
                }
                Definition::Description { children, attributes } => {
                    self.open("dd", attributes.as_deref());
                    self.begin_blocks(children);
                    self.blocks(children);
                    self.out.push_str("</dd>\n");
                }
            }
        }
        self.out.push_str("</dl>\n");
    }

    fn table(&mut self, table: &Table, own: Option<&Attributes>) {
        self.open("table", own);
        self.out.push('\n');
        for (part, rows) in &table.parts {
            let (name, cell) = match part {
                Part::Head => ("thead", "th"),
                Part::Body => ("tbody", "td"),
                Part::Foot => ("tfoot", "td"),
            };
            self.open(name, None);
            for row in rows {
                self.out.push_str("\n<tr>\n");
                for (column, text) in row.iter().enumerate() {
                    self.out.push('<');
                    self.out.push_str(cell);
                    self.out.push_str(match table.alignment.get(column) {
                        Some(Alignment::Left) => " style=\"text-align: left\"",
                        Some(Alignment::Center) => " style=\"text-align: center\"",
                        Some(Alignment::Right) => " style=\"text-align: right\"",
                        _ => "",
                    });
                    self.out.push('>');
                    let start = self.out.len();
                    self.text(text);
                    if self.out.len() == start && !self.document.options.python_markdown {
                        self.out.push('\u{a0}');
                    }
                    self.out.push_str("</");
                    self.out.push_str(cell);
                    self.out.push_str(">\n");
                }
                self.out.push_str("</tr>");
            }
            self.out.push_str("\n</");
            self.out.push_str(name);
            self.out.push_str(">\n");
        }
        self.out.push_str("</table>\n");
    }

    fn html(&mut self, html: &Html, own: Option<&Attributes>) {
        let mut attributes = html.attributes.clone();
        if let Some(own) = own {
            attributes.extend(own, &self.document.attributes);
        }
        push_start_tag(&mut self.out, &html.name, &attributes);
        if html.closed {
            self.out.truncate(self.out.len() - 1);
            self.out.push_str(" />\n");
            return;
        }
        let outer = std::mem::replace(&mut self.in_html, true);
        for piece in &html.pieces {
            match piece {
                Piece::Raw(html) => self.out.push_str(html),
                Piece::Blocks(blocks) => {
                    self.out.push('\n');
                    self.blocks(blocks);
                }
                Piece::Span(text) => self.text(text),
            }
        }
        self.in_html = outer;
        self.out.push_str("</");
        self.out.push_str(&html.name);
        self.out.push_str(">\n");
    }

    /// Appends or places footnotes and the table of contents.
    fn finish(mut self) -> String {
        let toc = self
            .toc
            .take()
            .map(|(at, ordered, attributes)| (at, toc::html(&self.entries, ordered, attributes)));
        let main = std::mem::take(&mut self.out);
        self.in_html = true;
        self.write_footnotes();
        let footnotes = std::mem::replace(&mut self.out, main);
        let mut places: Vec<(usize, String)> = toc.into_iter().collect();
        places.push((self.footnotes_at.unwrap_or(self.out.len()), footnotes));
        places.sort_by_key(|(at, _)| *at);
        for (at, html) in places.iter().rev().filter(|(_, html)| !html.is_empty()) {
            self.out.insert_str(*at, html);
        }
        self.out
    }

    fn write_footnotes(&mut self) {
        let document = self.document;
        let options = &document.options;
        if self.footnotes.used.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol");
        if options.footnote_nr != 1 {
            self.out.push_str(&format!(" start=\"{}\"", options.footnote_nr));
        }
        self.out.push_str(">\n");
        // A footnote may use others, which then follow.
        let mut next = 0;
        while let Some(&(number, count)) = self.footnotes.used.get(next) {
            next += 1;
            let Some(footnote) = document.footnotes.get(number) else { continue };
            let note = &footnote.children;
            let name = format!("{}{}", options.footnote_prefix, footnote.name);
            self.out.push_str(&format!("<li id=\"fn:{name}\" role=\"doc-endnote\">\n"));
            self.blocks(note);
            let trimmed = self.out.trim_end().len();
            self.out.truncate(trimmed);
            let backlink = &options.footnote_backlink;
            if !backlink.is_empty() {
                let inside = matches!(note.last(), Some(Block { kind: BlockKind::Paragraph { .. }, .. }))
                    || matches!(
                        note.as_slice(),
                        [
                            ..,
                            Block { kind: BlockKind::Paragraph { .. }, .. },
                            Block { kind: BlockKind::Blank { .. } | BlockKind::End(_), .. }
                        ]
                    );
                let mut links = String::new();
                for use_number in 0..count {
                    let (space, suffix, sup) = match use_number {
                        0 => (if inside { "\u{a0}" } else { "" }, String::new(), String::new()),
                        n => ("\u{a0}", format!(":{n}"), format!("<sup>{}</sup>", n + 1)),
                    };
                    links.push_str(&format!(
                        "{space}<a href=\"#fnref:{name}{suffix}\" class=\"reversefootnote\" role=\"doc-backlink\">{backlink}{sup}</a>"
                    ));
                }
                if inside && self.out.ends_with("</p>") {
                    self.out.truncate(self.out.len() - 4);
                    self.out.push_str(&links);
                    self.out.push_str("</p>");
                } else {
                    self.out.push_str(&format!("<p>{links}</p>"));
                }
            }
            self.out.push_str("\n</li>\n");
        }
        self.out.push_str("</ol>\n</div>\n");
    }
}
