//! The head of a post: all that front matter, file name and configuration say, without the body.

use std::borrow::Cow;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{FrontMatter, Map};
use crate::site::tree::{Tree, TreeError};
use crate::text::source::Span;

/// One post, or another document of a collection.
///
/// A site holds all of its posts at once: what is not changed has no room to grow.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its file, below the site.
    pub path: Arc<str>,
    /// How much of the path templates do not see: the source folder, or that of the collections, and the slash after it.
    pub hidden_path: usize,
    /// The collection that it belongs to; `posts` for posts.
    pub collection: Arc<str>,
    /// The title as it is written, markup and all; may be empty.
    pub title: String,
    /// Where it stands on the site, without host and base URL: `/news/2024/05/06/title/`. Percent-encoded.
    pub url: String,
    /// The absolute URL; without a site URL it begins with `/`.
    pub link: String,
    /// The id that subscribers know it by: an absolute URL in Jekyll.
    pub id: String,
    /// What an RSS item's `guid` is where subscribers know another one than the link.
    pub guid: Option<Box<str>>,
    /// The part of the file name that names it, or the front matter's `slug`.
    pub slug: Box<str>,
    /// When it was published.
    pub date: DateTime<FixedOffset>,
    /// The date that feeds show as the one of publication, where the generator tells it from the date that orders posts.
    pub published: Option<DateTime<FixedOffset>>,
    /// Where that date was found.
    pub date_source: DateSource,
    /// When it was last changed; the date of publication where nothing says otherwise.
    pub updated: DateTime<FixedOffset>,
    /// Its categories, each once, in the generator's order.
    pub categories: Box<[String]>,
    /// Its tags.
    pub tags: Box<[String]>,
    /// Who wrote it; empty where only the site's author is known.
    pub authors: Box<[Person]>,
    /// Its language, where it says one.
    pub language: Option<Box<str>>,
    /// The summary that its front matter gives.
    pub description: Option<Box<str>>,
    /// What ends the part of the body that is the summary; empty for no summary.
    pub excerpt_separator: Arc<str>,
    /// Its picture, as an absolute URL.
    pub image: Option<Box<str>>,
    /// Where its page sends its readers, as an absolute URL.
    pub redirect_to: Option<Box<str>>,
    /// The URLs that lead to it, without host and base URL.
    pub redirect_from: Box<[String]>,
    /// Why no feed holds it, where the generator itself leaves it out.
    pub hidden: Option<Hidden>,
    /// The post that is the same file by another path, as through a symlinked folder; feeds contain that one.
    pub same_as: Option<Arc<str>>,
    /// Whether it is a draft, shown or not.
    pub draft: bool,
    /// Whether the generator writes a page for it.
    pub output: bool,
    /// How its body is read.
    pub markup: Markup,
    /// Which of the generator's own ways its body becomes HTML by; 0 is the usual one.
    pub way: usize,
    /// Whether its body has to go through Liquid.
    pub liquid: bool,
    /// Whether its body may include files: then its template asks for them.
    pub includes: bool,
    /// The front matter with the configuration's defaults under it.
    pub data: Map,
    /// The front matter as it is written, with its places.
    pub front_matter: FrontMatter,
    /// The whole file, where it was kept so that it need not be read once more.
    pub text: Option<Arc<str>>,
    /// What the file was when its head was read, to be compared when it is read once more.
    pub as_read: Fingerprint,
}

/// The collection of a site's posts in every convention.
pub const POSTS: &str = "posts";

impl Post {
    /// Returns whether it is one of the site's posts, no document of another collection.
    #[must_use]
    pub fn is_post(&self) -> bool {
        &*self.collection == POSTS
    }

    /// Returns whether it is a file of the site; the path of one that the generator makes without a file ends with a slash.
    #[must_use]
    pub fn has_file(&self) -> bool {
        !self.path.ends_with('/')
    }

    /// The path that templates know it by.
    #[must_use]
    pub fn relative_path(&self) -> &str {
        self.path.get(self.hidden_path..).unwrap_or_default()
    }

    /// The whole file: the text that was kept, or else read once more.
    ///
    /// # Errors
    /// When it cannot be read, or is another than when its head was read: its body begins elsewhere then, and contents that
    /// is being written may be half of one.
    pub fn whole(&self, tree: &dyn Tree) -> Result<Cow<'_, str>, TreeError> {
        if let Some(text) = &self.text {
            return Ok(Cow::Borrowed(text));
        }
        let text = String::from_utf8(tree.read(&self.path)?).ok();
        match text.filter(|text| Fingerprint::of(text, self.front_matter.body) == self.as_read) {
            Some(text) => Ok(Cow::Owned(text)),
            None => Err(TreeError {
                path: self.path.to_string(),
                reason: "it changed while it was read; run again".to_owned(),
                missing: false,
            }),
        }
    }

    /// Returns whether Jekyll reads it as a document of its collection: what only jekyll-feed leaves out, a post with
    /// `draft: true` outside `_drafts`, still is in `site.posts`.
    #[must_use]
    pub(crate) fn is_read(&self) -> bool {
        match self.hidden {
            None => true,
            Some(Hidden::Draft) => !self.path.split('/').any(|folder| folder == "_drafts"),
            Some(Hidden::NotListed) => true,
            Some(_) => false,
        }
    }

    /// The place of a key's value in the front matter, or of the whole block.
    #[must_use]
    pub(crate) fn span_of(&self, key: &str) -> Span {
        self.front_matter.data.get(key).map_or(self.front_matter.block, |node| node.span)
    }
}

/// What tells a file whose head was read from one that changed since: its length and the bytes of its head. A body of the
/// same length is not told from another; the head fits both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of file contents whose body begins at this byte.
    #[must_use]
    pub fn of(text: &str, body: usize) -> Self {
        // A file that became shorter has no such head, and another length.
        let head = text.as_bytes().get(..body).unwrap_or_default();
        Self(foldhash::fast::FixedState::default().hash_one((text.len(), head)))
    }
}

/// Where a post's date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// In its front matter, or in the defaults for it.
    FrontMatter,
    /// In its file name.
    FileName,
    /// The file's own, for a draft.
    Modified,
    /// Nowhere: the time of the build.
    Build,
    /// Nowhere, and the generator itself shows a date of its own then, the same in every build.
    None,
}

/// Why a generator leaves out a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A draft, and drafts are not asked for.
    Draft,
    /// Dated later than now, and the future is not asked for.
    Future,
    /// `published: false`.
    Unpublished,
    /// Its date of expiry is past.
    Expired,
    /// Its front matter keeps it off every list of pages.
    NotListed,
    /// Its front matter keeps its page from being written, so that there is nothing to link to.
    NotRendered,
    /// It has no date, and the generator skips such files.
    Undated,
    /// Beyond the number of posts that the configuration lets in (`limit_posts`).
    Limit,
}

impl Hidden {
    /// What `list` and `why` say.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Draft => "it is a draft (`--drafts` shows it)",
            Self::Future => "its date is in the future (`--future` shows it)",
            Self::Unpublished => "its front matter has `published: false`",
            Self::Expired => "its date of expiry is past",
            Self::NotListed => "its front matter keeps it off all lists",
            Self::NotRendered => "its front matter keeps its page from being written",
            Self::Undated => "it has no date, and the generator skips files without one",
            Self::Limit => "`limit_posts` of the configuration excludes it",
        }
    }
}

/// How a body becomes HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// It is Markdown.
    Markdown,
    /// It is HTML, or text that the generator passes on as it is.
    Verbatim,
    /// It is in a language that only the convention reads: its signs are neither Markdown nor HTML.
    Foreign,
}

/// Somebody, as a feed names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The name; never empty.
    pub name: String,
    /// The mail address.
    pub email: Option<String>,
    /// The home page.
    pub uri: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::front_matter::Entry;

    /// A site of 100,000 posts holds as many of them, and more keys: with 8 bytes more in a post a build takes a megabyte more.
    #[test]
    fn takes_few_bytes_a_post() {
        // Two counters are before it, and the allocator has no size between 512 and 640 bytes.
        assert!(size_of::<Post>() + 2 * size_of::<usize>() <= 512, "{}", size_of::<Post>());
        assert!(size_of::<Entry>() <= 88, "{}", size_of::<Entry>());
    }
}
