//! The CommonMark dialect: HTML from the events of pulldown-cmark, in the form that Jekyll gives code and headings.

mod attributes;
mod code;
mod definitions;
mod footnotes;
mod links;
mod omitted;
mod strikethrough;
mod tables;
mod tasks;
mod writer;

use std::ops::Range;

pub(crate) use code::{chroma_block, prism_block};
pub(crate) use links::escaped as escaped_destination;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::options::{Classes, HeadingIdStyle, Options};
use crate::text::pieces::Part as _;
use links::{APOSTROPHE_SIGN, QUOTE_SIGN};
use writer::{BlockAttributes, Omitted, OpenCode, OpenHeading, OpenImage, Writer};

/// The HTML of one text.
pub(crate) fn write(text: &str, options: &Options) -> String {
    let text = &*definitions::escaped(text, options, parser_options(options));
    if options.common_mark.block_attributes && text.contains("{") {
        let (text, lists) = attributes::taken_out(text);
        return write_with(&text, options, lists);
    }
    write_with(text, options, Vec::new())
}

fn write_with(text: &str, options: &Options, lists: Vec<BlockAttributes>) -> String {
    let mut writer = Writer::new(text, options);
    writer.lists = lists;
    for (event, range) in Parser::new_ext(text, parser_options(options)).into_offset_iter() {
        let end = range.end;
        let (begins, ends) = (attributes::begins_block(&event), attributes::ends_block(&event));
        if begins {
            writer.begin_block();
        }
        writer.event(event, range);
        if ends {
            writer.end_block(end);
        }
    }
    writer.finish()
}

/// What pulldown-cmark is asked to read.
pub(crate) fn parser_options(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as P;
    let mut flags = P::empty();
    flags.set(P::ENABLE_TABLES, options.common_mark.tables);
    flags.set(P::ENABLE_FOOTNOTES, options.common_mark.footnotes);
    flags.set(P::ENABLE_STRIKETHROUGH, options.gfm && options.common_mark.struck);
    flags.set(P::ENABLE_TASKLISTS, options.gfm && options.common_mark.task_lists);
    flags.set(P::ENABLE_DEFINITION_LIST, options.common_mark.definition_lists);
    flags.set(P::ENABLE_SMART_PUNCTUATION, options.common_mark.smart_punctuation);
    flags.set(P::ENABLE_GFM, options.common_mark.alerts);
    flags.set(P::ENABLE_HEADING_ATTRIBUTES, options.common_mark.heading_attributes);
    flags
}

impl Writer<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::Text(text) = &event {
            if self.omits_indent() {
                return;
            }
            return self.plain(text, range);
        }
        if let Some(image) = &mut self.image {
            match event {
                Event::Start(_) => image.depth += 1,
                Event::End(_) if image.depth > 0 => image.depth -= 1,
                Event::End(_) => self.end_image(),
                Event::Code(code) => image.alt.push_str(&code),
                Event::SoftBreak if self.options.common_mark.classes == Classes::Goldmark => {
                    image.alt.push('\n')
                }
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                _ => {}
            }
            return;
        }
        if matches!(event, Event::InlineHtml(_)) && self.is_angle_quote(&range) {
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
                if self.options.syntax_highlighter && self.options.common_mark.classes != Classes::Zola {
                    self.out.push_str(" class=\"language-plaintext highlighter-rouge\"");
                }
                self.out.push('>');
                push_text(&mut self.out, &code);
                self.out.push_str("</code>");
                self.heading_text(&code);
            }
            Event::InlineMath(math) | Event::DisplayMath(math) => push_text(&mut self.out, &math),
            Event::Html(html) if !self.options.common_mark.raw_html => self.omit_line(&html),
            Event::InlineHtml(html) if !self.options.common_mark.raw_html => self.omit_tag(&html),
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
            Event::TaskListMarker(checked) => self.task(checked),
        }
    }

    fn plain(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.body.push_str(text);
            return;
        }
        if let Some(image) = &mut self.image {
            let is_written = text.len() == range.len();
            if is_written || !self.options.common_mark.typographer {
                image.alt.push_str(text);
            } else {
                // Signs that are written as references stay as they are.
                image.alt.push_str(&text.replace('\'', APOSTROPHE_SIGN).replace('"', QUOTE_SIGN));
            }
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
        if self.links == 0 {
            for address in self.addresses(start..end, before) {
                self.push_plain(start, address.start, before);
                start = address.end;
                self.push_address(address);
                self.before = None;
            }
            if start == end {
                return;
            }
        }
        self.push_plain(start, end, before);
        self.before = None;
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                self.out.push_str("<h");
                self.push_level(level as u8);
                self.sign();
                let is_zola = self.options.common_mark.classes == Classes::Zola;
                let (attributes, id) =
                    attributes::of_heading(id, &classes, if is_zola { &[] } else { &attrs });
                self.heading = Some(OpenHeading { tag_end: self.out.len(), text: String::new(), id });
                self.out.push_str(&attributes);
                self.out.push('>');
            }
            Tag::HtmlBlock if !self.options.common_mark.raw_html => self.omitted = Omitted::New,
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.out.push_str("<dt");
                if self.options.common_mark.term_ids {
                    self.heading =
                        Some(OpenHeading { tag_end: self.out.len(), text: String::new(), id: None });
                }
                self.out.push('>');
            }
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::BlockQuote(Some(kind)) => {
                let name = format!("{kind:?}").to_lowercase();
                self.out.push_str(&format!("<blockquote class=\"markdown-alert-{name}\">\n"));
            }
            Tag::BlockQuote(None) => {
                self.out.push_str("<blockquote");
                self.sign_block();
                self.out.push_str(">\n");
            }
            Tag::CodeBlock(kind) => {
                let indented = matches!(kind, CodeBlockKind::Indented);
                let (language, options) = match kind {
                    CodeBlockKind::Fenced(info) => {
                        let language = info.split([' ', '\t', '?', ',']).next().filter(|l| !l.is_empty());
                        let options = match self.options.common_mark.classes {
                            Classes::Zola => &*info,
                            _ => info.split_once('{').map_or("", |(_, options)| options.trim_end()),
                        };
                        (language.map(str::to_owned), options.trim_end_matches('}').to_owned())
                    }
                    CodeBlockKind::Indented => (None, String::new()),
                };
                self.code = Some(OpenCode { language, options, body: String::new(), indented });
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
                self.out.push_str("<table");
                self.sign_block();
                self.out.push_str(">\n");
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
                self.is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.out.push_str("<a");
                self.sign();
                self.out.push(' ');
                if dest_url.starts_with("http://") || dest_url.starts_with("https://") {
                    self.out.push_str(&self.options.link_attributes);
                }
                self.out.push_str("href=\"");
                if link_type == LinkType::Email {
                    self.out.push_str("mailto:");
                }
                self.push_destination(&dest_url);
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
            // The others are extensions that are off, or have no output.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                self.end_id();
                self.out.push_str("</dt>\n");
            }
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::BlockQuote(_) => {
                self.out.push_str("</blockquote");
                self.sign_block();
                self.out.push_str(">\n");
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.omitted = Omitted::None,
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((index, _)) = self.footnote_open.take() {
                    let outer = self.outer.pop().unwrap_or_default();
                    let text = std::mem::replace(&mut self.out, outer);
                    self.push_footnote(index, text);
                }
            }
            TagEnd::Table => {
                self.out.push_str("</tbody>\n</table");
                self.sign_block();
                self.out.push_str(">\n");
            }
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
                self.is_autolink = false;
                self.out.push_str("</a");
                self.sign();
                self.out.push('>');
            }
            _ => {}
        }
    }
}

impl Writer<'_, '_> {
    fn push_level(&mut self, level: u8) {
        let level = i16::from(level) + i16::from(self.options.header_offset);
        self.out.push(char::from(b'0' + u8::try_from(level.clamp(1, 6)).unwrap_or(1)));
    }

    fn end_heading(&mut self, level: u8) {
        self.end_id();
        self.out.push_str("</h");
        self.push_level(level);
        self.sign();
        self.out.push_str(">\n");
    }

    /// Writes the id of a heading, whose text is known now, into its tag.
    fn end_id(&mut self) {
        if let Some(heading) = self.heading.take()
            && let Some(id) = self.ids.of(heading.id, &heading.text, self.options)
        {
            let mut attribute = " id=\"".to_owned();
            push_attribute(&mut attribute, &id);
            attribute.push('"');
            let flavour = &self.options.common_mark;
            let is_anchor =
                matches!(flavour.heading_ids, HeadingIdStyle::Anchor | HeadingIdStyle::AnchorOf(_));
            if is_anchor && flavour.focused_headings {
                attribute.push_str(" tabindex=\"-1\"");
            }
            self.out.insert_str(heading.tag_end, &attribute);
            self.push_anchor(heading.tag_end, &id);
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if code.indented && !self.options.common_mark.indented_code {
            self.out.push_str(&write(&code.body, self.options));
            return;
        }
        self.push_code(&code);
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            push_attribute(&mut self.out, title);
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        self.out.push_str("<img");
        self.sign();
        self.out.push_str(" src=\"");
        self.push_destination(&image.url);
        self.out.push_str("\" alt=\"");
        self.push_alternative(&image.alt);
        self.push_title(&image.title);
        let is_lazy = self.options.common_mark.lazy_images;
        self.out.push_str(if is_lazy { "\" loading=\"lazy\" decoding=\"async\" />" } else { "\" />" });
    }

    fn finish(mut self) -> String {
        self.flush();
        self.push_footnotes();
        self.out
    }
}
