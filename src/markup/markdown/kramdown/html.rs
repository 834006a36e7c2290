//! Blocks of raw HTML, and Markdown inside them.

use std::ops::Range;

use crate::markup::markdown::escape::{push_text, reference_length};
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::block::{BlockKind, Html, Piece, Text};
use crate::markup::markdown::kramdown::line::Line;
use crate::markup::markdown::kramdown::state::{Children, Frame, Parser};
use crate::markup::markdown::kramdown::tags::{self, Model};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// What became of an attempt to read a block of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No block of HTML stands here.
    None,
    /// It was read.
    Done,
    /// The end tag of the element whose content is read.
    Stopped,
}

/// A comment, an element, or the end tag of the element `stop`.
pub(crate) fn block<'s>(
    parser: &mut Parser<'s>,
    frame: &mut Frame<'s>,
    stop: Option<&str>,
    children: &mut Children<'_>,
) -> Outcome {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return Outcome::None };
    let number = frame.at;
    let no_comment_end = frame.is_missing("-->");
    let offset = frame.flat(source).offset(number, line);
    let flat = frame.flat(source);
    let Some(rest) = flat.text.get(offset..) else { return Outcome::None };
    if rest.starts_with("<!--") && !no_comment_end {
        let Some(end) = memchr::memmem::find(rest.as_bytes(), b"-->") else {
            frame.missing.push("-->".to_owned());
            return Outcome::None;
        };
        let comment = format!("{}\n", rest.part(..end + 3));
        let behind = offset + end + 3;
        frame.seek(skip_line_end(frame.flat_text(), behind));
        children.push(BlockKind::Raw(comment), Span::new(line.start, line.end));
        return Outcome::Done;
    }
    let text = rest.trim_start_matches(' ');
    let start = offset + rest.len() - text.len();
    if let Some((name, length)) = tags::end_tag(text)
        && !tags::is_span(name)
        && stop.is_some_and(|stop| stop == name.to_ascii_lowercase())
    {
        parser.note_html(frame, start..start + length);
        frame.seek(start + length);
        return Outcome::Stopped;
    }
    let is_python = parser.document.options.python_markdown;
    let is_block = |name: &str| if is_python { tags::is_block_in_python(name) } else { !tags::is_span(name) };
    let Some(tag) = tags::start_tag(text).filter(|tag| is_block(tag.name)) else {
        return Outcome::None;
    };
    let name = tags::known_name(tag.name);
    let mut html = Html { closed: tag.closed || tags::is_void(&name), ..Html::default() };
    for (key, value) in tags::attributes(tag.attributes) {
        html.attributes.set_value(&tags::attribute_name(&name, key), value);
    }
    let wanted = html.attributes.take("markdown");
    let model = model(&name, wanted.as_deref(), parser.document.options.parse_block_html);
    html.name = name;
    let body = start + tag.length;
    let pending = children.pending.take();
    let mut reader = Reader { parser, frame, pieces: Vec::new(), raw: String::new(), noted: start..body };
    let end = reader.element_body(&html, model, body);
    reader.finish();
    html.pieces = reader.pieces;
    children.pending = pending;
    let end = skip_line_end(frame.flat_text(), end);
    let last = frame.flat(source).place(end.saturating_sub(1)).max(line.start);
    frame.seek(end);
    children.push(BlockKind::Html(Box::new(html)), Span::new(line.start, last));
    Outcome::Done
}

fn model(name: &str, wanted: Option<&str>, parse: bool) -> Model {
    match wanted {
        Some("0") => Model::Raw,
        Some("1") => tags::model(name),
        Some("span") => Model::Span,
        Some("block") => Model::Block,
        _ if parse => tags::model(name),
        _ => Model::Raw,
    }
}

/// The offset after white space and a line end, where nothing else comes before it.
fn skip_line_end(text: &str, offset: usize) -> usize {
    let rest = text.part(offset..);
    let behind = rest.trim_start_matches([' ', '\t', '\r']);
    if behind.starts_with('\n') { offset + rest.len() - behind.len() + 1 } else { offset }
}

impl Frame<'_> {
    fn flat_text(&self) -> &str {
        self.flattened().map_or("", |flat| &flat.text)
    }
}

impl Parser<'_> {
    /// Remembers a part of the flat text as raw HTML.
    fn note_html(&mut self, frame: &Frame<'_>, range: Range<usize>) {
        let Some(flat) = frame.flattened() else { return };
        let mut spans: Vec<Span> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let (_, line) = flat.line_at(at);
            let text = flat.text.part(at..range.end);
            let length = text.find('\n').map_or(text.len(), |end| end + 1);
            let end = (line.start + length.saturating_sub(line.pad)).min(self.document.source.len());
            match spans.last_mut() {
                Some(last) if last.end == line.start => last.end = end,
                _ => spans.push(Span::new(line.start, end)),
            }
            at += length.max(1);
        }
        self.document.raw_html.push(spans);
    }
}

/// Reads what an element holds.
struct Reader<'r, 's> {
    parser: &'r mut Parser<'s>,
    frame: &'r mut Frame<'s>,
    pieces: Vec<Piece>,
    raw: String,
    /// The raw HTML read since the last Markdown.
    noted: Range<usize>,
}

impl<'s> Reader<'_, 's> {
    /// Reads up to the end tag of `html`: the offset after it.
    fn element_body(&mut self, html: &Html, model: Model, at: usize) -> usize {
        match html.name.as_str() {
            "script" | "style" => self.verbatim(&html.name, at),
            _ if html.closed => at,
            _ => match model {
                Model::Raw => self.raw_body(&html.name, at),
                _ => self.markdown(&html.name, model, at),
            },
        }
    }

    fn text(&self) -> &str {
        self.frame.flat_text()
    }

    /// The content of a script or style: as it is.
    fn verbatim(&mut self, name: &str, at: usize) -> usize {
        let rest = self.text().part(at..);
        let mut from = 0;
        while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
            let here = from + found;
            if let Some((closing, length)) = rest.get(here..).and_then(tags::end_tag)
                && closing.eq_ignore_ascii_case(name)
            {
                let body = rest.part(..here).to_owned();
                self.raw.push_str(&body);
                self.noted.end = at + here + length;
                return at + here + length;
            }
            from = here + 2;
        }
        let body = rest.to_owned();
        self.raw.push_str(&body);
        self.noted.end = at + body.len();
        at + body.len()
    }

    /// Content that is Markdown: blocks or text.
    fn markdown(&mut self, name: &str, model: Model, at: usize) -> usize {
        self.flush();
        if model == Model::Span || !self.parser.may_nest() {
            return self.span_body(name, at);
        }
        let at = skip_line_end(self.text(), at);
        self.frame.seek(at);
        let mut blocks = Vec::new();
        self.parser.blocks(self.frame, Some(name), &mut blocks);
        self.pieces.push(Piece::Blocks(blocks));
        let end = match self.frame.line() {
            Some(line) => {
                let number = self.frame.at;
                self.frame.flattened().map_or(at, |flat| flat.offset(number, line))
            }
            None => self.text().len(),
        };
        self.noted = end..end;
        end
    }

    fn span_body(&mut self, name: &str, at: usize) -> usize {
        let rest = self.text().part(at..);
        let found = rest.match_indices("</").find_map(|(here, _)| {
            let (closing, length) = rest.get(here..).and_then(tags::end_tag)?;
            closing.eq_ignore_ascii_case(name).then_some((here, length))
        });
        let (length, behind) = found.unwrap_or((rest.len(), 0));
        let Some(flat) = self.frame.flattened() else { return at };
        let start = self.parser.document.lines.len();
        let mut here = at;
        while here < at + length {
            let (_, line) = flat.line_at(here);
            let text = flat.text.part(here..at + length);
            let part = text.find('\n').unwrap_or(text.len());
            let end = line.start + part.saturating_sub(line.pad);
            self.parser.document.lines.push(Line {
                pad: line.pad,
                start: line.start,
                end: end.min(line.end),
            });
            here += part + 1;
        }
        let lines = start..self.parser.document.lines.len();
        self.pieces.push(Piece::Span(Text { lines }));
        let end = at + length + behind;
        self.noted = at + length..end;
        end
    }

    /// Content that is not Markdown, except in elements with `markdown="1"`.
    fn raw_body(&mut self, name: &str, mut at: usize) -> usize {
        let mut open: Vec<String> = vec![name.to_owned()];
        // A comment without an end is looked for once.
        let mut unended = false;
        while let Some(top) = open.last() {
            let top = top.as_str();
            let text = self.text();
            let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) else {
                let rest = text.part(at..).to_owned();
                push_text_with_references(&mut self.raw, &rest);
                at += rest.len();
                break;
            };
            let before = text.part(at..at + found).to_owned();
            at += found;
            let rest = text.part(at..);
            let known_end = tags::end_tag(rest).map(|(name, length)| (known_or_same(top, name), length));
            let comment = if unended { None } else { comment_length(rest) };
            unended |= comment == Some(0);
            if let Some(length) = comment.filter(|&length| length > 0) {
                let comment = rest.part(..length).to_owned();
                push_text_with_references(&mut self.raw, &before);
                self.raw.push_str(&comment);
                at += length;
            } else if let Some((same, length)) = known_end {
                let tag = rest.part(..length).to_owned();
                push_text_with_references(&mut self.raw, &before);
                at += length;
                self.noted.end = at;
                if !same && self.parser.document.options.python_markdown {
                    self.raw.push_str(&tag);
                } else if !same {
                    push_text(&mut self.raw, &tag);
                } else if let Some(name) = open.pop()
                    && !open.is_empty()
                {
                    self.raw.push_str(&format!("</{name}>"));
                }
            } else if let Some(tag) = tags::start_tag(rest) {
                let mut html = Html { name: tags::known_name(tag.name), ..Html::default() };
                for (key, value) in tags::attributes(tag.attributes) {
                    html.attributes.set_value(&tags::attribute_name(&html.name, key), value);
                }
                html.closed = tag.closed || tags::is_void(&html.name);
                let length = tag.length;
                push_text_with_references(&mut self.raw, &before);
                at = self.nested_element(html, at + length, &mut open);
            } else {
                push_text_with_references(&mut self.raw, &before);
                let is_python = self.parser.document.options.python_markdown;
                self.raw.push_str(if is_python { "<" } else { "&lt;" });
                at += 1;
            }
            self.noted.end = self.noted.end.max(at);
        }
        while open.len() > 1 {
            if let Some(name) = open.pop() {
                self.raw.push_str(&format!("</{name}>"));
            }
        }
        self.noted.end = self.noted.end.max(at);
        at
    }

    fn nested_element(&mut self, mut html: Html, at: usize, open: &mut Vec<String>) -> usize {
        let wanted = html.attributes.take("markdown");
        let model = model(&html.name, wanted.as_deref(), false);
        push_start_tag(&mut self.raw, &html.name, &html.attributes);
        self.noted.end = at;
        if html.closed {
            self.raw.truncate(self.raw.len() - 1);
            self.raw.push_str(" />");
            return at;
        }
        if model == Model::Raw && !matches!(html.name.as_str(), "script" | "style") {
            open.push(html.name);
            return at;
        }
        let end = self.element_body(&html, model, at);
        self.raw.push_str(&format!("</{}>", html.name));
        end
    }

    fn flush(&mut self) {
        if !self.raw.is_empty() {
            self.pieces.push(Piece::Raw(std::mem::take(&mut self.raw)));
        }
        if !self.noted.is_empty() {
            self.parser.note_html(self.frame, self.noted.clone());
            self.noted = self.noted.end..self.noted.end;
        }
    }

    fn finish(&mut self) {
        self.flush();
    }
}

/// The length of the comment or instruction at the beginning of `text`, 0 where it has no end.
fn comment_length(text: &str) -> Option<usize> {
    let (end, length) = match text {
        _ if text.starts_with("<!--") => ("-->", 3),
        _ if text.starts_with("<?") => ("?>", 2),
        _ => return None,
    };
    Some(memchr::memmem::find(text.as_bytes(), end.as_bytes()).map_or(0, |at| at + length))
}

fn known_or_same(open: &str, closing: &str) -> bool {
    open == closing || open == tags::known_name(closing)
}

/// Appends a start tag.
pub(crate) fn push_start_tag(out: &mut String, name: &str, attributes: &Attributes) {
    out.push('<');
    out.push_str(name);
    attributes.push_to(out);
    out.push('>');
}

/// Appends text in which references are written already.
pub(crate) fn push_text_with_references(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (head, tail) = rest.split_at(at);
        push_text(out, head);
        let length = reference_length(tail).max(1);
        if length == 1 {
            out.push_str("&amp;");
        } else {
            out.push_str(tail.part(..length));
        }
        rest = tail.part(length..);
    }
    push_text(out, rest);
}
