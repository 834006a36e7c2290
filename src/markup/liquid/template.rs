//! Templates as trees: text, outputs and tags, each with its place.

use crate::markup::liquid::operand::{Condition, Expression, Operand};
use crate::text::source::Span;

/// A run of text, outputs and tags.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) nodes: Vec<Node>,
    /// Whether it can print white space only; then it prints nothing.
    pub(super) blank: bool,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    /// The text of what is left in the result where it cannot be run.
    pub(super) written: Option<Box<str>>,
    pub(super) kind: NodeKind,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Text(String),
    /// The body of `raw`, and its place.
    Raw(String, Span),
    Output(Expression),
    Assign(String, Expression),
    Capture(String, Block),
    /// Branches with their conditions; the last may have none. `unless` negates the first.
    If(Vec<(Option<Condition>, Block)>, bool),
    Case(Operand, Vec<(Vec<Operand>, Block)>, Option<Block>),
    For(Box<Loop>),
    TableRow(Box<Loop>),
    Cycle(String, Vec<Operand>),
    Increment(String),
    Decrement(String),
    IfChanged(Block),
    Break,
    Continue,
    Highlight {
        language: String,
        lines: bool,
        body: Block,
    },
    /// `include` or, below the page's folder, `include_relative`.
    Include {
        file: String,
        parameters: Vec<(String, Operand)>,
        relative: bool,
    },
    PostUrl(String),
    Link(String),
    /// `gist` of jekyll-gist: what it shows, and perhaps which file of it.
    Gist(String),
    /// A tag that Jekyll does not know: a plugin may.
    Foreign,
    Nothing,
}

#[derive(Debug)]
pub(super) struct Loop {
    pub(super) variable: String,
    pub(super) list: Operand,
    /// The name by which the loop and `offset: continue` know it.
    pub(super) name: String,
    pub(super) reversed: bool,
    pub(super) limit: Option<Operand>,
    pub(super) offset: Option<Operand>,
    pub(super) columns: Option<Operand>,
    /// Whether a part of the tag was ignored.
    pub(super) has_excess: bool,
    pub(super) body: Block,
    pub(super) otherwise: Option<Block>,
}

impl NodeKind {
    /// Whether it needs something that a site may get from elsewhere, a plugin or a theme, and holds no other tags: where it
    /// is missing, the tag stays as it is written.
    pub(super) fn is_left_as_written(&self) -> bool {
        matches!(self, Self::Foreign | Self::Include { .. } | Self::Link(_) | Self::PostUrl(_))
    }

    /// Returns whether it prints white space only.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Raw(text, _) => text.trim().is_empty(),
            Self::Assign(..) | Self::Capture(..) | Self::Nothing | Self::Break | Self::Continue => true,
            Self::If(branches, _) => branches.iter().all(|(_, block)| block.blank),
            Self::Case(_, whens, otherwise) => {
                whens.iter().all(|(_, block)| block.blank)
                    && otherwise.as_ref().is_none_or(|block| block.blank)
            }
            Self::For(run) => run.body.blank && run.otherwise.as_ref().is_none_or(|block| block.blank),
            _ => false,
        }
    }
}
