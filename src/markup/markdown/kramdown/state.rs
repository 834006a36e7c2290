//! What the readers of blocks share: the document so far, the lines of a container, the blocks in it.

use foldhash::HashMap;

use crate::markup::markdown::kramdown::attributes::{Attributes, Definitions};
use crate::markup::markdown::kramdown::block::{Block, BlockKind, End};
use crate::markup::markdown::kramdown::line::{Flat, Line};
use crate::markup::markdown::kramdown::spans::Context;
use crate::markup::markdown::options::Options;
use crate::text::source::Span;

/// How deep blocks may nest; what lies deeper is text. kramdown itself gives up where Ruby's stack does.
const MAX_DEPTH: usize = 48;

/// A document's blocks and all that it defines.
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
    /// First lines of fences that nothing closes.
    pub(crate) unclosed_fences: Vec<Span>,
    /// First lines of fences that have more words than a language, where options allow those.
    pub(crate) wordy_fences: Vec<Span>,
    /// First lines of tables whose rows did not get all the cells they lack.
    pub(crate) ragged_tables: Vec<Span>,
}

impl Document<'_> {
    /// What its inline text needs to know, those inside HTML and footnotes or the others.
    pub(crate) fn context(&self, inside: bool) -> Context<'_> {
        Context {
            labels: &self.labels,
            footnotes: &self.footnote_names,
            options: &self.options,
            inside,
            line_follows: false,
        }
    }
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

    /// Returns whether this, or what it begins with, was looked for before from an earlier place, and is not there.
    pub(crate) fn is_missing(&self, what: &str) -> bool {
        self.missing.iter().any(|missing| what.starts_with(missing.as_str()))
    }
}

/// The state that all containers share.
pub(crate) struct Parser<'s> {
    pub(crate) document: Document<'s>,
    pub(crate) depth: usize,
    /// What the last definition defined: an attribute list after it belongs to that.
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
    pub(crate) fn push(&mut self, kind: BlockKind, span: Span) {
        let attributes = self.pending.take();
        self.blocks.push(Block { kind, attributes, span });
    }

    /// Returns whether a block may begin that needs a boundary before it.
    pub(crate) fn at_boundary(&self) -> bool {
        self.pending.is_some()
            || self
                .blocks
                .last()
                .is_none_or(|last| matches!(last.kind, BlockKind::Blank { .. } | BlockKind::End(End::Marker)))
    }
}

impl Parser<'_> {
    /// Returns whether containers may still nest.
    pub(crate) fn may_nest(&self) -> bool {
        self.depth < MAX_DEPTH
    }
}
