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
    /// Whether titles are text in which `<b>` is not markup.
    pub titles_are_text: bool,
    /// Whether the generator's own feeds hold two posts of one URL.
    pub repeats_pages: bool,
    /// Whether entries name a category again that is also a tag.
    pub repeats_terms: bool,
}

impl Profile {
    /// Whole text, and every element that a format has: what jekyll-feed writes.
    pub const EVERYTHING: Self = Self {
        content: Content::Full,
        guid: Guid::Permalink,
        elements: Elements::EVERYTHING,
        titles_are_text: false,
        repeats_pages: false,
        repeats_terms: false,
    };
}

/// The elements of an entry beside id, link and title. What a format demands is written all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elements {
    /// The date of publication, in formats that demand only the other date.
    pub published: bool,
    /// The date of the last change, in formats that demand only the other date.
    pub updated: bool,
    /// How authors are named.
    pub authors: AuthorForm,
    /// Categories and tags.
    pub categories: bool,
    /// The form of the summary.
    pub summary: SummaryForm,
    /// Whether RSS has the whole text in `description`, without a summary beside it, instead of `content:encoded`.
    pub content_is_description: bool,
    /// Whether entries of RSS show the post's picture.
    pub pictures: bool,
    /// The language of a post in another one than the site.
    pub languages: bool,
    /// How their ids and addresses are written.
    pub addresses: AddressForm,
}

impl Elements {
    /// All of them.
    pub const EVERYTHING: Self = Self {
        published: true,
        updated: true,
        authors: AuthorForm::Names,
        categories: true,
        summary: SummaryForm::Plain,
        content_is_description: false,
        pictures: true,
        languages: true,
        addresses: AddressForm::Encoded,
    };
}

impl Default for Elements {
    fn default() -> Self {
        Self::EVERYTHING
    }
}

/// How the ids and addresses of entries are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressForm {
    /// As URIs; ids as IRIs. Characters that those cannot have are percent-encoded.
    Encoded,
    /// Ids byte for byte as the convention has them, for subscribers know them so; addresses as far as a feed is valid with
    /// them: as IRIs in Atom, as URIs in RSS and JSON.
    AsWritten,
    /// As [`AddressForm::Encoded`], `&` and `'` in Atom and JSON as references once more: the template that subscribers know
    /// them by escapes them twice.
    EscapedTwice,
}

/// How the authors of an entry are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorForm {
    /// Not at all: the feed names them.
    Omitted,
    /// By name; in RSS as `dc:creator`.
    Names,
    /// In RSS by name as `dc:creator`; elsewhere not at all.
    NamesInRss,
    /// In RSS by mail address and name as `author`, where none has an address the site's author; elsewhere by name.
    Mailboxes,
}

impl AuthorForm {
    /// Whether entries of every format name their authors.
    #[must_use]
    pub const fn is_everywhere(self) -> bool {
        matches!(self, Self::Names | Self::Mailboxes)
    }
}

/// The form of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryForm {
    /// None beside whole content; text without markup where a feed has nothing else.
    Omitted,
    /// Text without markup that the author wrote; nothing in the place of one.
    Written,
    /// Text without markup.
    Plain,
    /// HTML with its markup: what the generator's own summary is.
    Html,
    /// The same, and none beside whole content.
    HtmlAlone,
}
