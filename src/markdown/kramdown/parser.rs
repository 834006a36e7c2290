//! kramdown's block grammar: lines to a tree of blocks.

use std::collections::HashMap;

use crate::markdown::kramdown::attributes::{self, Attributes, Definitions};
use crate::markdown::kramdown::block::{Block, End, Kind, Text};
use crate::markdown::kramdown::line::{self, Flat, Line};
use crate::markdown::kramdown::{definitions, extension, html, leaf, list, table, tags};
use crate::markdown::options::Options;
use crate::source::Span;

/// How deep blocks may nest; what lies deeper is text. kramdown itself gives up where Ruby's stack does.
const MAX_DEPTH: usize = 48;

/// A text's blocks and all that it defines.
#[derive(Debug)]
pub(crate) struct Document<'s> {
    pub(crate) source: &'s str,
    pub(crate) options: Options,
    pub(crate) blocks: Vec<Block>,
    /// The lines of all [`Text`]s.
    pub(crate) lines: Vec<Line>,
    pub(crate) attributes: Definitions,
    pub(crate) links: Vec<LinkDefinition>,
    /// Positions in `links` by normalised label; the last definition wins.
    pub(crate) labels: HashMap<String, usize>,
    pub(crate) footnotes: Vec<Footnote>,
    /// Positions in `footnotes` by name.
    pub(crate) footnote_names: HashMap<String, usize>,
    /// Abbreviations: what is short, what it stands for, attributes.
    pub(crate) abbreviations: Vec<(String, String, Option<Box<Attributes>>)>,
    /// Parts of the source that are raw HTML, where they are wanted.
    pub(crate) raw_html: Vec<Vec<Span>>,
    /// Attribute lists that give an id, and their places.
    pub(crate) listed_ids: Vec<(String, Span)>,
    /// First lines of fences that nothing closes.
    pub(crate) unclosed_fences: Vec<Span>,
}

/// A link definition.
#[derive(Debug)]
pub(crate) struct LinkDefinition {
    pub(crate) label: Span,
    pub(crate) url: Span,
    pub(crate) title: Option<Span>,
    pub(crate) span: Span,
    pub(crate) attributes: Option<Box<Attributes>>,
}

/// A footnote's definition.
#[derive(Debug)]
pub(crate) struct Footnote {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) children: Vec<Block>,
}

/// Reads the blocks of a source.
pub(crate) fn parse<'s>(source: &'s str, options: &Options) -> Document<'s> {
    let document = Document {
        source,
        options: options.clone(),
        blocks: Vec::new(),
        lines: Vec::new(),
        attributes: Definitions::new(),
        links: Vec::new(),
        labels: HashMap::new(),
        footnotes: Vec::new(),
        footnote_names: HashMap::new(),
        abbreviations: Vec::new(),
        raw_html: Vec::new(),
        listed_ids: Vec::new(),
        unclosed_fences: Vec::new(),
    };
    let mut parser = Parser { document, depth: 0, defined: None };
    let mut frame = Frame::new(line::split(source));
    let mut blocks = Vec::new();
    parser.blocks(&mut frame, None, &mut blocks);
    parser.document.blocks = blocks;
    parser.document
}

/// The lines of one container and the place that is read.
pub(crate) struct Frame<'s> {
    pub(crate) lines: Vec<Line>,
    pub(crate) at: usize,
    flat: Option<Flat<'s>>,
    /// What was looked for up to the end in vain, so that it is not looked for again.
    pub(crate) missing: Vec<String>,
}

impl<'s> Frame<'s> {
    pub(crate) fn new(lines: Vec<Line>) -> Self {
        Self { lines, at: 0, flat: None, missing: Vec::new() }
    }

    pub(crate) fn line(&self) -> Option<Line> {
        self.lines.get(self.at).copied()
    }

    /// The container's lines as one text.
    pub(crate) fn flat(&mut self, source: &'s str) -> &Flat<'s> {
        self.flat.get_or_insert_with(|| Flat::new(source, &self.lines))
    }

    /// The same, where it was made before.
    pub(crate) fn flattened(&self) -> Option<&Flat<'s>> {
        self.flat.as_ref()
    }

    /// Goes on reading at an offset of the flat text.
    pub(crate) fn seek(&mut self, offset: usize) {
        let Some(flat) = &self.flat else { return };
        let (number, line) = flat.line_at(offset);
        self.at = number;
        if let Some(there) = self.lines.get_mut(number) {
            *there = line;
        }
    }

    /// Whether this, or what it begins with, was looked for before from an earlier place, and is not there.
    pub(crate) fn is_missing(&self, what: &str) -> bool {
        self.missing.iter().any(|missing| what.starts_with(missing.as_str()))
    }
}

/// The state that all containers share.
pub(crate) struct Parser<'s> {
    pub(crate) document: Document<'s>,
    pub(crate) depth: usize,
    /// What the last definition defined: an attribute list behind it belongs to that.
    pub(crate) defined: Option<Defined>,
}

/// A definition, by its number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Defined {
    Link(usize),
    Abbreviation(usize),
}

/// The blocks of one container, as they come.
pub(crate) struct Children<'b> {
    pub(crate) blocks: &'b mut Vec<Block>,
    /// An attribute list that waits for the next block.
    pub(crate) pending: Option<Box<Attributes>>,
}

impl Children<'_> {
    /// Appends a block; it takes the attribute list that waits.
    pub(crate) fn push(&mut self, kind: Kind, span: Span) {
        let attributes = self.pending.take();
        self.blocks.push(Block { kind, attributes, span });
    }

    /// Whether a block may begin that needs a boundary before it.
    pub(crate) fn at_boundary(&self) -> bool {
        self.pending.is_some()
            || self
                .blocks
                .last()
                .is_none_or(|last| matches!(last.kind, Kind::Blank { .. } | Kind::End(End::Marker)))
    }
}

impl<'s> Parser<'s> {
    /// Reads blocks up to the end of the frame, or to the end tag of `stop`: whether that was found.
    pub(crate) fn blocks(
        &mut self,
        frame: &mut Frame<'s>,
        stop: Option<&str>,
        blocks: &mut Vec<Block>,
    ) -> bool {
        self.depth += 1;
        let mut children = Children { blocks, pending: None };
        let mut found = false;
        while let Some(line) = frame.line() {
            match self.block(frame, line, stop, &mut children) {
                Step::Done => {}
                Step::Stopped => {
                    found = true;
                    break;
                }
                Step::Text => self.paragraph(frame, line, &mut children),
            }
        }
        self.depth -= 1;
        found
    }

    /// Whether containers may still nest.
    pub(crate) fn may_nest(&self) -> bool {
        self.depth < MAX_DEPTH
    }

    /// Reads the container made of these lines.
    pub(crate) fn nested(&mut self, lines: Vec<Line>, blocks: &mut Vec<Block>) {
        self.blocks(&mut Frame::new(lines), None, blocks);
    }

    fn block(
        &mut self,
        frame: &mut Frame<'s>,
        line: Line,
        stop: Option<&str>,
        children: &mut Children<'_>,
    ) -> Step {
        let source = self.document.source;
        if line.is_blank(source) {
            leaf::blank(frame, source, children);
            return Step::Done;
        }
        if line.is_indented(source) {
            leaf::indented_code(frame, source, children);
            return Step::Done;
        }
        let Some(text) = line.behind_spaces(source, 3) else { return Step::Text };
        let done = match text.as_bytes().first() {
            Some(b'`' | b'~') => leaf::fence(self, frame, children),
            Some(b'>') if self.may_nest() => {
                self.quote(frame, children);
                true
            }
            Some(b'#') => leaf::atx_heading(self, frame, line, children),
            Some(b'*' | b'-' | b'_' | b'+') => {
                leaf::rule(frame, text, children)
                    || self.may_nest() && list::list(self, frame, children)
                    || text.starts_with("*[") && definitions::abbreviation(self, frame, children)
            }
            Some(b'0'..=b'9') => self.may_nest() && list::list(self, frame, children),
            Some(b':') => self.may_nest() && list::definition_list(self, frame, children),
            Some(b'<') => match html::block(self, frame, stop, children) {
                html::Outcome::None => false,
                html::Outcome::Done => true,
                html::Outcome::Stopped => return Step::Stopped,
            },
            _ => false,
        };
        if done
            || leaf::setext_heading(self, frame, line, children)
            || leaf::math(self, frame, line, children)
            || table::table(self, frame, children)
        {
            return Step::Done;
        }
        let done = match text.as_bytes().first() {
            Some(b'[') => {
                definitions::footnote(self, frame, children) || definitions::link(self, frame, children)
            }
            Some(b'{') => extension::block(self, frame, children),
            Some(b'^') if is_end_marker(line, source) => {
                children.push(Kind::End(End::Marker), line.span());
                frame.at += 1;
                true
            }
            _ => false,
        };
        if done { Step::Done } else { Step::Text }
    }

    fn paragraph(&mut self, frame: &mut Frame<'s>, line: Line, children: &mut Children<'_>) {
        let source = self.document.source;
        let start = self.document.lines.len();
        let mut end = line.end;
        self.document.lines.push(line);
        frame.at += 1;
        while let Some(line) = frame.line().filter(|line| !self.ends_paragraph(*line)) {
            self.document.lines.push(line);
            end = line.end;
            frame.at += 1;
        }
        let added = start..self.document.lines.len();
        if let Some(Block { kind: Kind::Paragraph { text, .. }, span, .. }) = children.blocks.last_mut() {
            span.end = end;
            if text.lines.end != added.start {
                let moved = self.document.lines.len();
                self.document.lines.extend_from_within(text.lines.clone());
                self.document.lines.extend_from_within(added);
                text.lines = moved..self.document.lines.len();
            } else {
                text.lines.end = added.end;
            }
            return;
        }
        let first = line.trimmed_start(source);
        let text = Text { lines: added, number: 0 };
        children.push(Kind::Paragraph { text, transparent: false }, Span::new(first.start, end));
    }

    fn quote(&mut self, frame: &mut Frame<'s>, children: &mut Children<'_>) {
        let source = self.document.source;
        let mut lines = Vec::new();
        let start = frame.line().map_or(0, |line| line.start);
        while let Some(line) = frame.line() {
            if !lines.is_empty() && ends_lazily(line, source) {
                break;
            }
            lines.push(without_marker(line, source));
            frame.at += 1;
        }
        let end = lines.last().map_or(start, |line: &Line| line.end);
        let pending = children.pending.take();
        let mut inner = Vec::new();
        self.nested(lines, &mut inner);
        children.pending = pending;
        children.push(Kind::Quote(inner), Span::new(start, end));
    }

    fn ends_paragraph(&self, line: Line) -> bool {
        let source = self.document.source;
        let Some(text) = line.behind_spaces(source, 3) else { return line.is_blank(source) };
        let Some(&first) = text.as_bytes().first() else { return true };
        match first {
            b':' => list::definition_marker(line, source).is_some(),
            b'+' | b'*' | b'-' | b'0'..=b'9' if self.document.options.gfm => {
                list::marker(line, source, 3).is_some()
            }
            b'#' if self.document.options.gfm => leaf::is_atx_heading(line, source),
            b'>' => self.document.options.gfm,
            b'~' | b'`' if self.document.options.gfm => leaf::fence_marks(text).is_some(),
            b'{' | b'^' | b'<' => ends_lazily(line, source),
            _ => line::is_space(first) && line.is_blank(source),
        }
    }
}

enum Step {
    Done,
    Stopped,
    Text,
}

impl Line {
    /// Its place.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// kramdown's end of lazy lines: blank, an attribute list, `^`, HTML of a block.
pub(crate) fn ends_lazily(line: Line, source: &str) -> bool {
    if line.is_blank(source) || is_end_marker(line, source) {
        return true;
    }
    let Some(text) = line.behind_spaces(source, 3) else { return false };
    match text.as_bytes().first() {
        Some(b'{') => is_attribute_list(text),
        Some(b'<') => begins_html(text),
        _ => false,
    }
}

/// Whether a block may end before this line, as a table must.
pub(crate) fn is_boundary(line: Option<Line>, source: &str) -> bool {
    line.is_none_or(|line| {
        line.is_blank(source)
            || is_end_marker(line, source)
            || line.behind_spaces(source, 3).is_some_and(is_attribute_list)
    })
}

/// A whole line `{: …}`.
pub(crate) fn is_attribute_list(text: &str) -> bool {
    attributes::list(text)
        .is_some_and(|(_, length)| text.get(length..).is_some_and(|rest| rest.trim().is_empty()))
}

/// Whether a start or end tag of a block's HTML begins here; only its name is looked at.
pub(crate) fn begins_html(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('<') else { return false };
    let (name, closing) = inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
    let length = tags::name_length(name);
    if length == 0 || closing && tags::end_tag(text).is_none() {
        return false;
    }
    let word = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    let word = name.get(..word).unwrap_or("");
    !(tags::is_span(word) && word.bytes().all(|b| !b.is_ascii_uppercase()) || word == "script")
}

fn is_end_marker(line: Line, source: &str) -> bool {
    line.pad == 0 && line.text(source).strip_prefix('^').is_some_and(|rest| rest.trim().is_empty())
}

/// Without up to three spaces, `>` and a space.
fn without_marker(line: Line, source: &str) -> Line {
    let Some(rest) = line.behind_spaces(source, 3).and_then(|text| text.strip_prefix('>')) else {
        return line;
    };
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    Line { pad: 0, start: line.end - rest.len(), end: line.end }
}
