//! What other files need to know of a file: what the site made of it, and what a fragment can point to on its page.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::lint::rule::habits::folder_of;
use crate::markup::front_matter::{FrontMatter, Map, Node};
use crate::site::post::{Markup, Post};
use crate::site::{Page, Unreadable};
use crate::text::neighbours::Neighbours;
use crate::text::pieces::Part as _;
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
    pub front_matter: OutlineMatter<'a>,
    /// What a fragment can point to on its page.
    pub ids: PageIds,
    /// Whether the build makes part of the page, so that it may have ids that the source does not show.
    pub(crate) is_made_in_part: bool,
    /// Whether its body has nothing but white space.
    pub(crate) is_blank: bool,
    /// The first line of the file: the place of what is missing in the front matter.
    pub(crate) top: Span,
}

/// The front matter of a file: that of its head, or its own where it has no head. A site holds one for each of its files.
#[derive(Clone, Debug)]
pub enum OutlineMatter<'a> {
    /// That of a post or page.
    OfHead(&'a FrontMatter),
    /// That of another file.
    Own(Box<FrontMatter>),
}

impl Deref for OutlineMatter<'_> {
    type Target = FrontMatter;

    fn deref(&self) -> &FrontMatter {
        match self {
            Self::OfHead(front_matter) => front_matter,
            Self::Own(front_matter) => front_matter,
        }
    }
}

/// What the site made of a file.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    /// A post, or a document of another collection.
    Post(&'a Post),
    /// A page.
    Page(&'a Page),
    /// A part of this page or post, which includes it with `include_relative`: a file that is not a page itself.
    Part(PageOfTemplate<'a>),
    /// A layout, or a file that pages or layouts include.
    Template(Template<'a>),
    /// Nothing: its head could not be read.
    Unread(&'a Unreadable),
    /// Nothing: it was meant as a page.
    Nothing,
}

/// What a template is read as: a part of one of the pages that use it.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// The page.
    pub page: PageOfTemplate<'a>,
    /// How its text is read.
    pub markup: Markup,
    /// Whether it is a layout, or what a layout includes: around the text of a page, not in it.
    pub is_around: bool,
    /// Whether this page alone uses it.
    pub has_one_page: bool,
    /// A page that uses it, and on which relative links start at another URL; nothing where they start at the same on all.
    pub elsewhere: Option<PageOfTemplate<'a>>,
}

/// A page that a template is a part of.
#[derive(Clone, Copy, Debug)]
pub enum PageOfTemplate<'a> {
    /// A post or document.
    Post(&'a Post),
    /// A page.
    Page(&'a Page),
}

impl<'a> PageOfTemplate<'a> {
    /// Its front matter with the configuration's defaults under it.
    pub(crate) const fn data(self) -> &'a Map {
        match self {
            Self::Post(post) => &post.data,
            Self::Page(page) => &page.data,
        }
    }

    /// Its URL without host and base URL.
    pub(crate) fn url(self) -> &'a str {
        match self {
            Self::Post(post) => &post.url,
            Self::Page(page) => &page.url,
        }
    }

    /// How its body is read.
    pub(crate) const fn markup(self) -> Markup {
        match self {
            Self::Post(post) => post.markup,
            Self::Page(page) => page.markup,
        }
    }

    /// Its file.
    pub(crate) fn path(self) -> &'a str {
        match self {
            Self::Post(post) => &post.path,
            Self::Page(page) => &page.path,
        }
    }
}

impl<'a> Outline<'a> {
    /// The outline of a file before its body is read.
    pub(crate) fn new(path: Arc<str>, head: Head<'a>, front_matter: OutlineMatter<'a>, text: &str) -> Self {
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
            Head::Part(_) | Head::Template(_) | Head::Unread(_) | Head::Nothing => self.path(),
        }
    }

    /// The post, where it is one or a document of a collection.
    #[must_use]
    pub const fn post(&self) -> Option<&'a Post> {
        match self.head {
            Head::Post(post) => Some(post),
            Head::Page(_) | Head::Part(_) | Head::Template(_) | Head::Unread(_) | Head::Nothing => None,
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
            Head::Page(page) => Some(&page.url),
            Head::Part(page) => Some(page.url()),
            Head::Template(template) => Some(template.page.url()),
            Head::Unread(_) | Head::Nothing => None,
        }
    }

    /// Its front matter with the configuration's defaults under it.
    #[must_use]
    pub fn data(&self) -> &Map {
        match self.head {
            Head::Post(post) => &post.data,
            Head::Page(page) => &page.data,
            Head::Part(page) => page.data(),
            Head::Template(_) | Head::Unread(_) | Head::Nothing => &self.front_matter.data,
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
            Head::Page(page) => page.markup,
            Head::Part(page) => page.markup(),
            Head::Template(template) => template.markup,
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
    /// Those with places, one after another.
    text: Box<str>,
    /// Their places, in the order of the source.
    placed: Box<[PlacedId]>,
    /// Those of attribute lists in code or comments too, sorted: an id too many hides less than one too few invents.
    listed: Box<[Box<str>]>,
    /// Those with places, once a near one is looked for.
    near: OnceLock<Box<Neighbours>>,
}

/// The place of an id. An offset after 4 GiB, which no page has, is cut to that.
#[derive(Clone, Copy, Debug, Default)]
struct PlacedId {
    /// Where the id ends in the text of all of them.
    end: u32,
    span: (u32, u32),
    /// The number of the id that has this one's number in the order of their values.
    sorted: u32,
}

impl PlacedId {
    fn span(&self) -> Span {
        Span::new(self.span.0 as usize, self.span.1 as usize)
    }
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl PageIds {
    /// The ids of a page: those in its facts, and others without a place.
    pub(crate) fn new<'i>(placed: &[Spanned<String>], listed: impl Iterator<Item = &'i str>) -> Self {
        let mut order: Vec<(&str, u32)> = placed.iter().map(|id| id.value.as_str()).zip(0..).collect();
        order.sort_unstable();
        let mut end = 0;
        let pack = |(id, (_, sorted)): (&Spanned<String>, &(&str, u32))| {
            end += id.value.len();
            PlacedId { end: small(end), span: (small(id.span.start), small(id.span.end)), sorted: *sorted }
        };
        let mut listed: Vec<Box<str>> = listed.map(Box::from).collect();
        listed.sort_unstable();
        listed.dedup();
        Self {
            text: placed.iter().map(|id| id.value.as_str()).collect(),
            placed: placed.iter().zip(&order).map(pack).collect(),
            listed: listed.into_boxed_slice(),
            near: OnceLock::new(),
        }
    }

    /// Returns whether there is such an id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.placed.binary_search_by(|at| self.value(at.sorted as usize).cmp(id)).is_ok()
            || self.listed.binary_search_by(|own| (**own).cmp(id)).is_ok()
    }

    /// Returns whether an id differs from this one by case and punctuation alone.
    pub(crate) fn has_letters_of(&self, id: &str) -> bool {
        let letters = letters(id);
        self.iter().any(|own| self::letters(own) == letters)
    }

    /// Returns whether an id has the ASCII letters and digits of another one, of which it has some.
    pub(crate) fn has_ascii_letters_of(&self, id: &str) -> bool {
        let ascii =
            |id: &str| id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let letters = ascii(id);
        !letters.is_empty() && self.iter().any(|own| ascii(own) == letters)
    }

    /// Where an id is made, if that is known.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<Span> {
        let number = self.values().position(|own| own == id)?;
        self.placed.get(number).map(PlacedId::span)
    }

    /// The id with this number, in the order of the source.
    fn value(&self, number: usize) -> &str {
        let end = |number: usize| self.placed.get(number).map_or(0, |id| id.end as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.text.part(start..end(number))
    }

    /// Those with places, in the order of the source.
    fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.placed.len()).map(|number| self.value(number))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.values().chain(self.listed.iter().map(|id| &**id))
    }

    /// The id that is most like `fragment`, and where it is made.
    #[must_use]
    pub fn nearest(&self, fragment: &str) -> Option<(&str, Span)> {
        const LONGEST: usize = 120;
        if fragment.len() > LONGEST {
            return None;
        }
        let words = || Box::new(Neighbours::new(self.values()));
        let (number, _) = suggest::nearest_of(fragment, self.near.get_or_init(words))?;
        self.placed.get(number).map(|id| (self.value(number), id.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_packed_ids_with_their_places() {
        let placed: Vec<Spanned<String>> =
            [("überblick", 5), ("a", 30), ("", 40), ("a", 50), ("notes-1", 60)]
                .map(|(id, start)| Spanned::new(id.to_owned(), Span::new(start, start + 9)))
                .to_vec();
        let ids = PageIds::new(&placed, ["listed", "a", "listed"].into_iter());
        assert_eq!(ids.iter().collect::<Vec<_>>(), ["überblick", "a", "", "a", "notes-1", "a", "listed"]);
        for id in ["überblick", "a", "", "notes-1", "listed"] {
            assert!(ids.contains(id), "{id}");
        }
        assert!(!ids.contains("blick") && !ids.contains("aa") && !ids.contains("notes"));
        assert_eq!(ids.place("a"), Some(Span::new(30, 39)));
        assert_eq!((ids.place("listed"), ids.place("b")), (None, None));
        assert_eq!(ids.nearest("notes1"), Some(("notes-1", Span::new(60, 69))));
        assert!(!PageIds::default().contains(""));
    }

    /// A site of 100,000 posts holds as many of them: with 8 bytes more each a lint takes a megabyte more. The largest is that of
    /// a template, with two pages that use it.
    #[test]
    fn takes_few_bytes_a_file() {
        assert!(size_of::<Outline<'_>>() <= 160, "{}", size_of::<Outline<'_>>());
    }
}
