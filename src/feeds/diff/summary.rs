//! What is compared of a feed of any format: its head and its entries.

use std::collections::BTreeMap;

use crate::feeds::model::Generator;

/// A feed's head and its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSummary {
    /// `Atom`, `RSS` or `JSON Feed`.
    pub format: &'static str,
    /// The feed's title as plain text.
    pub title: String,
    /// The address of the site that the feed is of.
    pub home: Option<String>,
    /// The address that the feed gives for itself.
    pub own: Option<String>,
    /// The program that wrote the feed, as Atom and RSS name it.
    pub generator: Option<String>,
    /// The first error of a feed that is not well-formed, with its line; entries after it may be missing.
    pub fault: Option<String>,
    /// What else the head says.
    pub fields: Fields,
    /// The entries in the order of the feed.
    pub entries: Vec<EntrySummary>,
}

impl FeedSummary {
    /// Whether it names this program as its generator; `None` for a JSON Feed, which has no member for that.
    #[must_use]
    pub fn is_by_this_program(&self) -> Option<bool> {
        if self.format == "JSON Feed" {
            return None;
        }
        let name = Generator::feedwright().name;
        // RSS has the version after the name.
        let first = self.generator.as_deref().and_then(|generator| generator.split(' ').next());
        Some(first == Some(name.as_str()))
    }
}

/// One entry, with what a subscriber's reader goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySummary {
    /// `atom:id`, `guid` or `id`; the link where there is none, the title where there is no link either.
    pub id: String,
    /// Where the entry is read: `link rel="alternate"`, `link`, `url`; a permalink `guid` otherwise.
    pub url: Option<String>,
    /// The title as plain text.
    pub title: String,
    /// RFC 3339 in UTC where the feed's date can be read, else unchanged.
    pub published: Option<String>,
    /// As [`Self::published`].
    pub updated: Option<String>,
    /// Terms, in the order of the feed.
    pub categories: Vec<String>,
    /// A hash of the content's elements, addresses and words; white space and ways of escaping do not count.
    pub content_hash: u64,
    /// What else the entry says: `authors`, `summary` (beside content), `image`, `enclosures`, `links`, `language`.
    pub fields: Fields,
}

/// The text of an entry as readers show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryContent {
    /// HTML, of anyone: it may hold scripts.
    pub html: String,
    /// What relative URLs in it are relative to, where the feed names that.
    pub base: Option<String>,
}

/// Fields by name, each with its values in the order of the feed; one without a value is not there.
pub type Fields = BTreeMap<&'static str, Vec<String>>;

/// Why a feed cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Neither markup nor JSON that could be read.
    #[error("this is not a feed that can be read: {0}")]
    Unreadable(String),
    /// Read, but something else than a feed.
    #[error("this is not a feed: its outermost element is `{0}`")]
    NotAFeed(String),
}
