//! The parts that the text of a block is made of.

use std::ops::Range;

use crate::markup::markdown::facts::LinkKind;
use crate::markup::markdown::kramdown::attributes::Attributes;

/// One part of inline text. Ranges count in that text.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Plain text, to which the typographic rules apply.
    Words(Range<usize>),
    /// Text that is written as it is: an escaped character, raw text in an element, a `<` that begins no tag.
    Literal(Range<usize>),
    /// A character reference.
    Reference(Range<usize>),
    /// The end of a line.
    Break { hard: bool },
    /// The content of a code span.
    Code(Range<usize>),
    /// The content of `$$…$$`.
    Math(Range<usize>),
    /// The start of an element of this name.
    Start(&'static str),
    /// The start of a link.
    Link(Link),
    /// An image, whose text is not read.
    Image(Link),
    /// An HTML start tag, and whether content and [`Part::End`] follow.
    Tag(Range<usize>, bool),
    /// The end of what began last: its mark or end tag, empty where it has none.
    End(Range<usize>),
    /// HTML that is written as it is: a comment, the body of `{::nomarkdown}`.
    Raw(Range<usize>),
    /// The body of `{::comment}`.
    Comment(Range<usize>),
    /// A footnote mark: the number of the footnote's definition and the mark.
    Footnote(usize, Range<usize>),
}

/// A link or an image.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    pub(crate) whole: Range<usize>,
    /// What stands between the first brackets.
    pub(crate) text: Range<usize>,
    pub(crate) goal: Goal,
}

/// Where a link or an image leads.
#[derive(Clone, Debug)]
pub(crate) enum Goal {
    /// A URL and a title.
    Url(Range<usize>, Option<Range<usize>>),
    /// The address of an email.
    Email(Range<usize>),
    /// The number of a definition.
    Definition(usize),
}

/// A reference without a definition.
#[derive(Clone, Debug)]
pub(crate) enum Undefined {
    /// `[text][label]`, `[label][]` or `[label]`, and whether it is an image.
    Link { kind: LinkKind, image: bool, whole: Range<usize>, text: Range<usize>, label: Range<usize> },
    /// `[^name]`
    Footnote(Range<usize>),
}

/// All parts of inline text.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) parts: Vec<Part>,
    /// Attribute lists: the number of the part that each belongs to, the list and its place.
    pub(crate) lists: Vec<(usize, Attributes, Range<usize>)>,
    pub(crate) undefined: Vec<Undefined>,
}

impl Reading {
    /// The attribute lists of a part.
    pub(crate) fn lists_of(&self, part: usize) -> impl Iterator<Item = &Attributes> {
        self.lists.iter().filter(move |(owner, _, _)| *owner == part).map(|(_, list, _)| list)
    }

    pub(crate) fn clear(&mut self) {
        self.parts.clear();
        self.lists.clear();
        self.undefined.clear();
    }
}
