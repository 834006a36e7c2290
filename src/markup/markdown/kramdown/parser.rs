//! kramdown's block grammar: lines to a tree of blocks.

use crate::markup::markdown::kramdown::attributes::Definitions;
use crate::markup::markdown::kramdown::block::{Block, BlockKind, End, Text};
use crate::markup::markdown::kramdown::boundary::{ends_lazily, is_end_marker};
use crate::markup::markdown::kramdown::line::{self, Line};
use crate::markup::markdown::kramdown::state::{Children, Document, Frame, Parser};
use crate::markup::markdown::kramdown::{definitions, extension, html, leaf, list, python_list, table};
use crate::markup::markdown::options::Options;
use crate::text::source::Span;

/// Reads the blocks of a source.
pub(crate) fn parse<'s>(source: &'s str, options: &Options) -> Document<'s> {
    let lines = line::split(source);
    // Growing these step by step was a fiftieth of a lint run. Real posts have a block in three lines.
    let mut blocks = Vec::with_capacity(lines.len() / 3 + 4);
    let document = Document {
        source,
        options: options.clone(),
        blocks: Vec::new(),
        lines: Vec::with_capacity(lines.len()),
        attributes: Definitions::new(),
        links: Vec::new(),
        labels: foldhash::HashMap::default(),
        footnotes: Vec::new(),
        footnote_names: foldhash::HashMap::default(),
        abbreviations: Vec::new(),
        raw_html: Vec::new(),
        unclosed_fences: Vec::new(),
        wordy_fences: Vec::new(),
        ragged_tables: Vec::new(),
    };
    let mut parser = Parser { document, depth: 0, defined: None };
    let mut frame = Frame::new(lines);
    parser.blocks(&mut frame, None, &mut blocks);
    parser.document.blocks = blocks;
    parser.document
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
            leaf::indented_code(frame, source, !self.document.options.python_markdown, children);
            return Step::Done;
        }
        let Some(text) = line.behind_spaces(source, 3) else { return Step::Text };
        let is_python = self.document.options.python_markdown;
        let list = if is_python { python_list::list } else { list::list };
        let done = match text.as_bytes().first() {
            Some(b'`' | b'~') => {
                (!is_python || self.may_be_outer_fence(line)) && leaf::fence(self, frame, children)
            }
            Some(b'>') if self.may_nest() => {
                self.quote(frame, children);
                true
            }
            Some(b'#') => leaf::atx_heading(self, frame, line, children),
            Some(b'*' | b'-' | b'_' | b'+') => {
                leaf::rule(frame, text, children)
                    || self.may_nest() && list(self, frame, children)
                    || text.starts_with("*[") && definitions::abbreviation(self, frame, children)
            }
            Some(b'0'..=b'9') => self.may_nest() && list(self, frame, children),
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
            || !is_python && leaf::math(self, frame, line, children)
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
                children.push(BlockKind::End(End::Marker), line.span());
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
        if let Some(Block { kind: BlockKind::Paragraph { text, .. }, span, .. }) = children.blocks.last_mut()
        {
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
        let text = Text { lines: added };
        children.push(BlockKind::Paragraph { text, transparent: false }, Span::new(first.start, end));
    }

    fn quote(&mut self, frame: &mut Frame<'s>, children: &mut Children<'_>) {
        let source = self.document.source;
        let mut lines = Vec::new();
        let start = frame.line().map_or(0, |line| line.start);
        while let Some(line) = frame.line() {
            if !lines.is_empty() && ends_lazily(line, source) {
                let Some(next) = self.next_of_quote(frame) else { break };
                lines.extend_from_slice(frame.lines.get(frame.at..next).unwrap_or(&[]));
                frame.at = next;
                continue;
            }
            lines.push(without_marker(line, source));
            frame.at += 1;
        }
        let end = lines.last().map_or(start, |line: &Line| line.end);
        let pending = children.pending.take();
        let mut inner = Vec::new();
        self.nested(lines, &mut inner);
        children.pending = pending;
        children.push(BlockKind::Quote(inner), Span::new(start, end));
    }

    /// Whether a fence of Python-Markdown may begin: only where the line does, in no list or quotation. For its HTML they are
    /// taken out before.
    fn may_be_outer_fence(&self, line: Line) -> bool {
        let Document { source, options, .. } = &self.document;
        let begins_line =
            line.start.checked_sub(1).is_none_or(|at| source.as_bytes().get(at) == Some(&b'\n'));
        options.outer_fences && line.pad == 0 && begins_line && line.spaces(source) == 0
    }

    /// Where a quotation goes on after blank lines, as it does in Python-Markdown.
    fn next_of_quote(&self, frame: &Frame<'_>) -> Option<usize> {
        let source = self.document.source;
        let rest = frame.lines.get(frame.at..).filter(|_| self.document.options.python_markdown)?;
        let count = rest.iter().take_while(|line| line.is_blank(source)).count();
        let text = rest.get(count)?.behind_spaces(source, 3)?;
        (count > 0 && text.starts_with('>')).then_some(frame.at + count)
    }

    fn ends_paragraph(&self, line: Line) -> bool {
        let source = self.document.source;
        let Some(text) = line.behind_spaces(source, 3) else { return line.is_blank(source) };
        let Some(&first) = text.as_bytes().first() else { return true };
        match first {
            b':' => list::definition_marker(line, source).is_some(),
            b'*' | b'-' | b'_' if self.document.options.python_markdown && leaf::is_rule(text) => true,
            b'[' => self.document.options.python_markdown && definitions::is_of_python(text),
            b'+' | b'*' | b'-' | b'0'..=b'9' if self.document.options.is_github() => {
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

/// Without up to three spaces, `>` and a space.
fn without_marker(line: Line, source: &str) -> Line {
    let Some(rest) = line.behind_spaces(source, 3).and_then(|text| text.strip_prefix('>')) else {
        return line;
    };
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    Line { pad: 0, start: line.end - rest.len(), end: line.end }
}
