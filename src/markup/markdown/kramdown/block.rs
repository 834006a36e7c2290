//! The tree of blocks.

use std::ops::Range;

use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::text::source::Span;

/// One block.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// What attribute lists before and after it give it.
    pub(crate) attributes: Option<Box<Attributes>>,
    /// Its place in the source.
    pub(crate) span: Span,
}

/// What a block is.
#[derive(Debug)]
pub(crate) enum BlockKind {
    /// Blank lines; whether it is exactly one, without white space.
    Blank {
        single: bool,
    },
    /// Something that ends a block and shows nothing.
    End(End),
    Paragraph {
        text: Text,
        transparent: bool,
    },
    Heading {
        level: u8,
        text: Text,
        id: Option<String>,
    },
    Code {
        code: String,
        language: Option<String>,
        options: String,
    },
    Quote(Vec<Block>),
    List {
        ordered: bool,
        task: bool,
        items: Vec<Item>,
    },
    Definitions(Vec<Definition>),
    Table(Box<Table>),
    Html(Box<Html>),
    Rule,
    Math(String),
    /// HTML as it comes out, with its line end.
    Raw(String),
}

/// What ended a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// `^`
    Marker,
    /// An attribute list after a block.
    AttributeList,
    /// A definition that attribute lists apply to: of a link, a footnote, an abbreviation.
    Definition,
    /// A definition of attributes, an extension.
    Other,
}

/// Lines of text with markup: a part of the parser's lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(crate) lines: Range<usize>,
}

/// An item of a list.
#[derive(Debug, Default)]
pub(crate) struct Item {
    pub(crate) attributes: Option<Box<Attributes>>,
    /// The check box that it begins with.
    pub(crate) task: Option<CheckBox>,
    /// Whether the item counts among a task list's.
    pub(crate) task_class: bool,
    pub(crate) children: Vec<Block>,
}

/// The check box of an item in a task list.
#[derive(Debug)]
pub(crate) struct CheckBox {
    pub(crate) checked: bool,
    /// Attribute lists right after it, which belong to the box.
    pub(crate) attributes: Option<Box<Attributes>>,
    /// White space between those and the item's text.
    pub(crate) space: &'static str,
}

/// A term or a definition of a definition list.
#[derive(Debug)]
pub(crate) enum Definition {
    Term { text: Text, attributes: Option<Box<Attributes>> },
    Description { children: Vec<Block>, attributes: Option<Box<Attributes>> },
}

/// A table: its parts in order.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) alignment: Vec<Alignment>,
    pub(crate) columns: usize,
    pub(crate) parts: Vec<(Part, Vec<Vec<Text>>)>,
}

/// A part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Head,
    Body,
    Foot,
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alignment {
    Default,
    Left,
    Center,
    Right,
}

/// A block of HTML: its first element, and all that this holds.
#[derive(Debug, Default)]
pub(crate) struct Html {
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    /// Whether the tag closed itself.
    pub(crate) closed: bool,
    pub(crate) pieces: Vec<Piece>,
}

/// A piece of what an element holds.
#[derive(Debug)]
pub(crate) enum Piece {
    Raw(String),
    Blocks(Vec<Block>),
    Span(Text),
}
