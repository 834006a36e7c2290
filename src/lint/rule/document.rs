//! One file of the site as rules see it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use foldhash::HashSet;

use crate::links::issue_ref::{Text, UrlReading};
use crate::links::{Destination, Place};
use crate::markup::front_matter::{Fault, FrontMatter, Map, Node};
use crate::markup::markdown::{Facts, Link};
use crate::site::post::{Markup, Post};
use crate::site::{Page, Unreadable};
use crate::text::neighbours::Neighbours;
use crate::text::pieces::Part as _;
use crate::text::source::{SourceFile, Span};

/// A post, document or page with everything that its text says.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its text.
    pub source: SourceFile,
    /// What the site made of it.
    pub head: Head<'a>,
    /// Its front matter as it is written.
    pub front_matter: Cow<'a, FrontMatter>,
    /// What its body says, with places in the whole file.
    pub facts: Facts,
    /// Where each of [`Facts::links`] leads, in the same order.
    pub destinations: Vec<Destination>,
    /// What each of [`Facts::links`] says about an issue, in the same order.
    pub references: Vec<Reference>,
    /// Why the Liquid of a post cannot be run, with its place in the body.
    pub template_fault: Option<Fault>,
    /// What a fragment can point to on its page.
    pub ids: HashSet<String>,
    /// `content_hash` of its text, once an edit asks for it.
    pub hash: OnceLock<u64>,
    /// The ids of [`Facts::ids`], once a near one is looked for.
    pub near_ids: OnceLock<Neighbours>,
}

/// What a link says about an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its text.
    pub text: Text,
    /// Its URL.
    pub url: UrlReading,
}

/// What the site made of a file.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    /// A post, or a document of another collection.
    Post(&'a Post),
    /// A page.
    Page(&'a Page),
    /// A part of this page, which it takes in with `include_relative`: a file that is no page itself.
    Part(&'a Page),
    /// Nothing: its head could not be read.
    Unread(&'a Unreadable),
    /// Nothing: it was meant as a page.
    Nothing,
}

impl Document<'_> {
    /// Its links, each with where it leads and what it says about an issue.
    pub fn links(&self) -> impl Iterator<Item = (&Link, &Destination, &Reference)> {
        let links = self.facts.links.iter().zip(&self.destinations).zip(&self.references);
        links.map(|((link, destination), reference)| (link, destination, reference))
    }

    /// Its links to places of the site.
    pub fn places(&self) -> impl Iterator<Item = (&Link, &Place)> {
        self.facts.links.iter().zip(&self.destinations).filter_map(|(link, destination)| match destination {
            Destination::Here(place) => Some((link, place)),
            _ => None,
        })
    }

    /// The ids that its text writes, by their numbers, for the one that a mistyped fragment means.
    pub(crate) fn near_ids(&self) -> &Neighbours {
        self.near_ids.get_or_init(|| Neighbours::new(self.facts.ids.iter().map(|id| id.value.as_str())))
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        &self.source.path
    }

    /// The path that templates know it by, where it has a head.
    #[must_use]
    pub fn relative_path(&self) -> &str {
        match self.head {
            Head::Post(post) => post.relative_path(),
            Head::Page(page) => page.relative_path(),
            Head::Part(_) | Head::Unread(_) | Head::Nothing => self.path(),
        }
    }

    /// The post, where it is one or a document of a collection.
    #[must_use]
    pub const fn post(&self) -> Option<&Post> {
        match self.head {
            Head::Post(post) => Some(post),
            Head::Page(_) | Head::Part(_) | Head::Unread(_) | Head::Nothing => None,
        }
    }

    /// Whether it is a post in the narrow sense, published or not.
    #[must_use]
    pub fn is_post(&self) -> bool {
        self.post().is_some_and(|post| post.is_post())
    }

    /// Its URL without host and base URL, where it has one.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        match self.head {
            Head::Post(post) => Some(&post.url),
            Head::Page(page) | Head::Part(page) => Some(&page.url),
            Head::Unread(_) | Head::Nothing => None,
        }
    }

    /// Its front matter with the configuration's defaults under it.
    #[must_use]
    pub fn data(&self) -> &Map {
        match self.head {
            Head::Post(post) => &post.data,
            Head::Page(page) | Head::Part(page) => &page.data,
            Head::Unread(_) | Head::Nothing => &self.front_matter.data,
        }
    }

    /// Where its front matter sends its readers on to; of a list its first place, as jekyll-redirect-from takes it.
    #[must_use]
    pub fn redirect_to(&self) -> Option<(&str, Span)> {
        let node = self.data().get("redirect_to")?;
        let node = node.value.as_list().map_or(Some(node), <[Node]>::first)?;
        node.as_str().map(str::trim).filter(|to| !to.is_empty()).map(|to| (to, node.span))
    }

    /// How its body is read.
    #[must_use]
    pub const fn markup(&self) -> Markup {
        match self.head {
            Head::Post(post) => post.markup,
            Head::Page(page) | Head::Part(page) => page.markup,
            Head::Unread(_) | Head::Nothing => Markup::Markdown,
        }
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.source.text.part(self.front_matter.body..)
    }

    /// The place of a key, or that of the front matter's first line where it is not written here.
    #[must_use]
    pub(crate) fn key_span(&self, key: &str) -> Span {
        self.front_matter.data.entry(key).map_or_else(|| self.top(), |entry| entry.key_span)
    }

    /// The first line of the file: where something is missing that should be in the front matter.
    #[must_use]
    pub fn top(&self) -> Span {
        let text = &*self.source.text;
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let line = text.get(start..).and_then(|text| text.lines().next()).unwrap_or("");
        Span::new(start, start + line.trim_end().len())
    }

    /// Whether the build makes part of the page, so that ids may be there that the source does not show.
    #[must_use]
    pub(crate) fn is_made_in_part(&self) -> bool {
        self.facts.is_partial
    }
}
