//! What the entries of a generator's own feeds consist of: the default of every feed of its sites.

use crate::site::config::{Content, Guid};

/// The defaults of a feed's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What stands for `content` where a feed does not set it.
    pub content: Content,
    /// What stands for `guid` where a feed does not set it.
    pub guid: Guid,
    /// The elements of an entry.
    pub elements: Elements,
}

impl Profile {
    /// Whole text, and every element that a format has: what jekyll-feed writes.
    pub const EVERYTHING: Self =
        Self { content: Content::Full, guid: Guid::Permalink, elements: Elements::EVERYTHING };
}

/// The elements of an entry beside id, link and title. What a format demands is written all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elements {
    /// The date of publication, in formats that demand only the other date.
    pub published: bool,
    /// The date of the last change, in formats that demand only the other date.
    pub updated: bool,
    /// Authors.
    pub authors: bool,
    /// Categories and tags.
    pub categories: bool,
    /// The form of the summary.
    pub summary: SummaryForm,
    /// Whether RSS has the whole text in `description`, without a summary beside it, instead of `content:encoded`.
    pub content_is_description: bool,
}

impl Elements {
    /// All of them.
    pub const EVERYTHING: Self = Self {
        published: true,
        updated: true,
        authors: true,
        categories: true,
        summary: SummaryForm::Plain,
        content_is_description: false,
    };
}

impl Default for Elements {
    fn default() -> Self {
        Self::EVERYTHING
    }
}

/// The form of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryForm {
    /// Text without markup.
    Plain,
    /// HTML with its markup: what the generator's own summary is.
    Html,
}
