//! The site as the generator has built it: the judge of links, where there is one.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;
use rayon::prelude::*;

use crate::site::tree::{EntryKind, Listing, Tree, TreeError};
use crate::text::html::feed_link::feed_link;
use crate::text::html::tags::Tags;
use crate::text::source::Span;

/// The files of a built site and the ids of its pages.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// By path, with a slash before it; ids of what is HTML.
    files: BTreeMap<String, HashSet<String>>,
    /// Pages that send their readers on.
    forwarding: BTreeSet<String>,
    /// What pages name as feeds, by the path of the page.
    feed_links: BTreeMap<String, Vec<FeedLink>>,
    /// Feeds in files that are called as pages are.
    feeds: BTreeSet<String>,
    /// What messages call its folder.
    name: String,
}

/// A link by which a page names a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// The address as it is written.
    pub href: String,
    /// The place of its tag.
    pub span: Span,
}

impl Built {
    /// Reads a built site.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn read(tree: &dyn Tree) -> Result<Self, TreeError> {
        let Listing { files, unread, .. } = tree.list("", &|_| true)?;
        if let Some(folder) = unread.into_iter().find(|entry| entry.kind == EntryKind::Folder) {
            return Err(folder.error);
        }
        let read: Vec<(String, Ids)> = files
            .into_par_iter()
            .map(|path| {
                let bytes = if is_page(&path) { tree.read(&path)? } else { Vec::new() };
                Ok((format!("/{path}"), ids(&String::from_utf8_lossy(&bytes))))
            })
            .collect::<Result<_, TreeError>>()?;
        let mut built = Self::default();
        for (path, Ids { all, forwards, feed_links, is_feed }) in read {
            if forwards {
                built.forwarding.insert(path.clone());
            }
            if is_feed {
                built.feeds.insert(path.clone());
            }
            if !feed_links.is_empty() {
                built.feed_links.insert(path.clone(), feed_links);
            }
            built.files.insert(path, all);
        }
        Ok(built)
    }

    /// The same site with what messages call its folder.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.trim_end_matches('/').to_owned(), ..self }
    }

    /// Returns what messages call one of its files, by its path with a slash before it.
    pub(crate) fn place(&self, path: &str) -> String {
        if self.name.is_empty() {
            path.trim_start_matches('/').to_owned()
        } else {
            format!("{}{path}", self.name)
        }
    }

    /// Returns what pages name as feeds, by the path of each page.
    pub(crate) fn feed_links(&self) -> &BTreeMap<String, Vec<FeedLink>> {
        &self.feed_links
    }

    /// Whether a file is a page that readers stay on.
    pub(crate) fn is_page(&self, path: &str) -> bool {
        is_page(path) && !self.forwarding.contains(path) && !self.feeds.contains(path)
    }

    /// Every file by its path, with a slash before it, and its ids; no ids where it is not a page or sends its readers on.
    pub(crate) fn into_pages(self) -> impl Iterator<Item = (String, Option<HashSet<String>>)> {
        let Self { files, forwarding, .. } = self;
        files.into_iter().map(move |(path, ids)| {
            let has_ids = is_page(&path) && !forwarding.contains(&path);
            (path, has_ids.then_some(ids))
        })
    }

    /// The paths of its files, with a slash before each.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether it holds no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether it holds a page.
    #[must_use]
    pub fn has_pages(&self) -> bool {
        self.files.keys().any(|path| is_page(path))
    }

    /// The ids of what a web server shows at a path (decoded, without host and base URL); `None` where nothing is.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&HashSet<String>> {
        self.files.get(self.file_at(path)?)
    }

    /// Returns the path of the file that a web server shows at a path, as [`Self::at`].
    pub(crate) fn file_at(&self, path: &str) -> Option<&str> {
        let bare = path.trim_end_matches('/');
        let tries = [
            path.to_owned(),
            format!("{bare}/index.html"),
            format!("{bare}.html"),
            format!("{bare}/index.htm"),
        ];
        tries.iter().find_map(|path| self.files.get_key_value(path)).map(|(path, _)| path.as_str())
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// What a page has to point to.
#[derive(Default)]
struct Ids {
    all: HashSet<String>,
    /// Whether it sends its readers to another page.
    forwards: bool,
    feed_links: Vec<FeedLink>,
    is_feed: bool,
}

fn ids(html: &str) -> Ids {
    let start = html.trim_start();
    let is_feed = ["<?xml", "<rss", "<feed", "{"].iter().any(|mark| start.starts_with(mark));
    let mut ids = Ids { is_feed, ..Ids::default() };
    let mut tags = Tags::new(html);
    while let Some(tag) = tags.next_tag() {
        if tag.end {
            continue;
        }
        let is_anchor = tag.name.eq_ignore_ascii_case("a");
        let is_meta = tag.name.eq_ignore_ascii_case("meta");
        if let Some(href) = feed_link(&tag, tags.attributes()) {
            ids.feed_links.push(FeedLink { href, span: tag.span });
        }
        for attribute in tags.attributes() {
            let names = attribute.name.eq_ignore_ascii_case("id")
                || is_anchor && attribute.name.eq_ignore_ascii_case("name");
            ids.forwards |= is_meta
                && attribute.name.eq_ignore_ascii_case("http-equiv")
                && attribute.value.is_some_and(|value| value.eq_ignore_ascii_case("refresh"));
            if let Some(value) = attribute.value.filter(|_| names) {
                ids.all.insert(crate::text::html::text::unescape_attribute(value).into_owned());
            }
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    #[test]
    fn pages_are_found_as_a_server_finds_them() {
        let tree = MemoryTree::new([("a/index.html", "<h2 id=\"x&amp;y\">"), ("b.html", ""), ("c.png", "")]);
        let built = Built::read(&tree).unwrap();
        assert!(built.at("/a/").is_some_and(|ids| ids.contains("x&y")));
        assert!(built.at("/a").is_some() && built.at("/b").is_some() && built.at("/c.png").is_some());
        assert!(built.at("/d").is_none());
    }
}
