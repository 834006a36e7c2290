//! What other files need to know of a file: what the site made of it, and what a fragment can point to on its page.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::lint::rule::habits::folder_of;
use crate::markup::front_matter::{FrontMatter, Map, Node};
use crate::site::post::{Markup, Post};
use crate::site::{Page, Unreadable};
use crate::text::neighbours::Neighbours;
use crate::text::source::{Span, Spanned};
use crate::text::suggest;

/// A post, document or page without what its body contains: this stays in memory when its rules have run.
#[derive(Clone, Debug)]
pub struct Outline<'a> {
    /// Its file.
    pub(crate) path: Arc<str>,
    /// What the site made of it.
    pub head: Head<'a>,
    /// Its front matter as it is written.
    pub front_matter: Cow<'a, FrontMatter>,
    /// What a fragment can point to on its page.
    pub ids: PageIds,
    /// Whether the build makes part of the page, so that it may have ids that the source does not show.
    pub(crate) is_made_in_part: bool,
    /// Whether its body has nothing but white space.
    pub(crate) is_blank: bool,
    /// The first line of the file: the place of what is missing in the front matter.
    pub(crate) top: Span,
}

/// What the site made of a file.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    /// A post, or a document of another collection.
    Post(&'a Post),
    /// A page.
    Page(&'a Page),
    /// A part of this page, which it takes in with `include_relative`: a file that is not a page itself.
    Part(&'a Page),
    /// Nothing: its head could not be read.
    Unread(&'a Unreadable),
    /// Nothing: it was meant as a page.
    Nothing,
}

impl<'a> Outline<'a> {
    /// The outline of a file before its body is read.
    pub(crate) fn new(
        path: Arc<str>,
        head: Head<'a>,
        front_matter: Cow<'a, FrontMatter>,
        text: &str,
    ) -> Self {
        let body = text.get(front_matter.body..).unwrap_or("");
        let is_blank = body.trim().is_empty();
        Self {
            path,
            head,
            front_matter,
            ids: PageIds::default(),
            is_made_in_part: false,
            is_blank,
            top: first_line(text),
        }
    }

    /// Its file.
    #[must_use]
    pub const fn path(&self) -> &Arc<str> {
        &self.path
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
    pub const fn post(&self) -> Option<&'a Post> {
        match self.head {
            Head::Post(post) => Some(post),
            Head::Page(_) | Head::Part(_) | Head::Unread(_) | Head::Nothing => None,
        }
    }

    /// Returns whether it is a post in the narrow sense, published or not.
    #[must_use]
    pub fn is_post(&self) -> bool {
        self.post().is_some_and(|post| post.is_post())
    }

    /// Its URL without host and base URL, where it has one.
    #[must_use]
    pub fn url(&self) -> Option<&'a str> {
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

    /// Where its front matter sends its readers on to; of a list its first place, as in jekyll-redirect-from.
    #[must_use]
    pub fn redirect_to(&self) -> Option<(&str, Span)> {
        redirect_in(self.data())
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

    /// The place of a key, or that of the front matter's first line where it is not written here.
    #[must_use]
    pub(crate) fn key_span(&self, key: &str) -> Span {
        self.front_matter.data.entry(key).map_or(self.top, |entry| entry.key_span)
    }

    /// The first line of the file: the place of what is missing in the front matter.
    #[must_use]
    pub const fn top(&self) -> Span {
        self.top
    }
}

/// The pages that one template shows: those of a layout, or without one of a folder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kin<'f> {
    Layout(&'f str),
    Folder(&'f str),
}

impl<'f> Kin<'f> {
    pub(crate) fn of(page: &'f Outline<'_>) -> Self {
        let layout = page.data().get("layout").and_then(|node| node.as_str());
        layout.map_or_else(|| Self::Folder(folder_of(page.path())), Self::Layout)
    }

    /// The layout or folder.
    pub(crate) const fn name(self) -> &'f str {
        match self {
            Self::Layout(name) | Self::Folder(name) => name,
        }
    }

    /// The words for pages of it.
    pub(crate) fn described(self) -> String {
        match self {
            Self::Layout(name) => format!("of the layout `{name}`"),
            Self::Folder(name) => format!("in `{name}`"),
        }
    }
}

/// Where front matter sends readers on to.
pub(crate) fn redirect_in(data: &Map) -> Option<(&str, Span)> {
    let node = data.get("redirect_to")?;
    let node = node.value.as_list().map_or(Some(node), <[Node]>::first)?;
    node.as_str().map(str::trim).filter(|to| !to.is_empty()).map(|to| (to, node.span))
}

fn first_line(text: &str) -> Span {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = text.get(start..).and_then(|text| text.lines().next()).unwrap_or("");
    Span::new(start, start + line.trim_end().len())
}

/// The letters and digits of an id, in lower case.
pub(super) fn letters(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// What a fragment can point to on a page. A site has many times more of them than links that ask for one: they are
/// packed, and found in their order by halves.
#[derive(Clone, Debug, Default)]
pub struct PageIds {
    /// In the order of the source, with their places.
    placed: Box<[Spanned<Box<str>>]>,
    /// The numbers of those, in the order of their values.
    order: Box<[u32]>,
    /// Those of attribute lists in code or comments too, sorted: an id too many hides less than one too few invents.
    listed: Box<[Box<str>]>,
    /// Those with places, once a near one is looked for.
    near: OnceLock<Box<Neighbours>>,
}

impl PageIds {
    /// The ids of a page: those in its facts, and others without a place.
    pub(crate) fn new<'i>(placed: &[Spanned<String>], listed: impl Iterator<Item = &'i str>) -> Self {
        let pack = |id: &Spanned<String>| Spanned::new(Box::from(id.value.as_str()), id.span);
        let placed: Box<[Spanned<Box<str>>]> = placed.iter().map(pack).collect();
        let value = |number: &u32| placed.get(*number as usize).map(|id: &Spanned<Box<str>>| &*id.value);
        let mut order: Vec<u32> = (0..).take(placed.len()).collect();
        order.sort_by(|a, b| value(a).cmp(&value(b)));
        let mut listed: Vec<Box<str>> = listed.map(Box::from).collect();
        listed.sort_unstable();
        listed.dedup();
        Self {
            order: order.into_boxed_slice(),
            listed: listed.into_boxed_slice(),
            placed,
            near: OnceLock::new(),
        }
    }

    /// Returns whether there is such an id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        let value = |number: &u32| self.placed.get(*number as usize).map(|id| &*id.value);
        self.order.binary_search_by(|number| value(number).cmp(&Some(id))).is_ok()
            || self.listed.binary_search_by(|own| (**own).cmp(id)).is_ok()
    }

    /// Returns whether an id differs from this one by case and punctuation alone.
    pub(crate) fn has_letters_of(&self, id: &str) -> bool {
        let letters = letters(id);
        self.iter().any(|own| self::letters(own) == letters)
    }

    /// Where an id is made, if that is known.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<Span> {
        self.placed.iter().find(|placed| *placed.value == *id).map(|placed| placed.span)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.placed.iter().map(|id| &*id.value).chain(self.listed.iter().map(|id| &**id))
    }

    /// The id that is most like `fragment`, and where it is made.
    #[must_use]
    pub fn nearest(&self, fragment: &str) -> Option<(&str, Span)> {
        const LONGEST: usize = 120;
        if fragment.len() > LONGEST {
            return None;
        }
        let words = || Box::new(Neighbours::new(self.placed.iter().map(|id| &*id.value)));
        let (number, _) = suggest::nearest_of(fragment, self.near.get_or_init(words))?;
        self.placed.get(number).map(|id| (&*id.value, id.span))
    }
}
