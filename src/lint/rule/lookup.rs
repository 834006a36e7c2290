//! Where the files of a site are found, and which page a link to one of them leads to.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use foldhash::HashMap;

use crate::links::{Place, Target, Verdict};
use crate::lint::rule::counted::Fragments;
use crate::lint::rule::ground::{Anchor, Ground, MOST_REDIRECTS};
use crate::lint::rule::outline::{Head, Outline, letters};
use crate::lint::rule::partial_pages::MANY;
use crate::site::WholeSite;
use crate::text::pieces::Pieces as _;

/// A site and the outlines of its files.
#[derive(Debug)]
pub struct Lookup<'a> {
    ground: &'a Ground<'a>,
    /// Its documents and pages, sorted by path.
    pub outlines: &'a [Outline<'a>],
    numbers: Numbers,
}

impl<'a> Deref for Lookup<'a> {
    type Target = Ground<'a>;

    fn deref(&self) -> &Ground<'a> {
        self.ground
    }
}

/// The number of each post's and page's outline: nearly every link of the site leads to one, and looking for its path
/// among ten thousand takes fourteen steps all over the memory.
#[derive(Clone, Debug, Default)]
struct Numbers {
    posts: Vec<Option<usize>>,
    pages: Vec<Option<usize>>,
}

impl Numbers {
    /// The numbers among these outlines.
    fn new(WholeSite { site, surroundings }: WholeSite<'_>, outlines: &[Outline<'_>]) -> Self {
        let paths: HashMap<&str, usize> =
            outlines.iter().enumerate().map(|(at, outline)| (&**outline.path(), at)).collect();
        Self {
            posts: site.posts.iter().map(|post| paths.get(&*post.path).copied()).collect(),
            pages: surroundings.pages.iter().map(|page| paths.get(&*page.path).copied()).collect(),
        }
    }
}

impl<'a> Lookup<'a> {
    /// Finds things among these files of a site.
    #[must_use]
    pub fn new(ground: &'a Ground<'a>, outlines: &'a [Outline<'a>]) -> Self {
        let whole = WholeSite { site: ground.site, surroundings: ground.surroundings };
        Self { ground, outlines, numbers: Numbers::new(whole, outlines) }
    }

    /// The outline of a file.
    #[must_use]
    pub fn outline(&self, path: &str) -> Option<&'a Outline<'a>> {
        self.outlines.get(self.number(path)?)
    }

    /// The number of a file's outline.
    pub(crate) fn number(&self, path: &str) -> Option<usize> {
        self.outlines.binary_search_by(|outline| (**outline.path()).cmp(path)).ok()
    }

    /// The outline of a post or page.
    fn outline_of(&self, target: &Target) -> Option<&'a Outline<'a>> {
        let number = match target {
            Target::Post(at) => self.numbers.posts.get(*at),
            Target::Page(at) => self.numbers.pages.get(*at),
            Target::File(_) | Target::Redirect(_) | Target::Made => None,
        };
        self.outlines.get(number.copied().flatten()?)
    }

    /// The page that a file is a part of; itself, unless it is a part of another.
    pub(crate) fn own_page<'f>(&self, file: &'f Outline<'f>) -> Option<&'f Outline<'f>>
    where
        'a: 'f,
    {
        match file.head {
            Head::Part(page) => self.outline(page.path()),
            Head::Template(template) => self.outline(template.page.path()),
            _ => Some(file),
        }
    }

    /// Whether a fragment exists on the page that a file is, or is a part of.
    pub(super) fn anchor_on_own_page<'f>(&self, file: &'f Outline<'f>, fragment: &str) -> Anchor<'f>
    where
        'a: 'f,
    {
        match self.own_page(file) {
            Some(page) => self.fragment_on(page, file.url(), fragment),
            None => Anchor::Alive,
        }
    }

    /// Whether the fragment of a place on another page exists.
    #[must_use]
    pub fn anchor_elsewhere(&self, place: &Place) -> Anchor<'a> {
        let Some(fragment) = place.fragment.as_deref() else { return Anchor::Alive };
        let Verdict::Found(target) = &place.verdict else { return Anchor::Alive };
        match self.page_behind(target) {
            Some(page) => self.fragment_on(page, Some(&place.path), fragment),
            None => Anchor::Alive,
        }
    }

    /// Files that the site itself links to with so many fragments which their text does not have that the build must
    /// make them: a table of data in a layout, for example.
    #[must_use]
    pub(super) fn made_by_the_build(&self, asked: &Fragments) -> BTreeSet<&'a str> {
        // Most sites have no dead fragment to ask about.
        let namesakes = OnceCell::new();
        let has_twin = |page: &Outline<'_>, fragment: &str| {
            let namesakes = || namesakes.get_or_init(|| Namesakes::of(self.outlines));
            has_twin(page, fragment) || namesakes().have(page.path(), fragment)
        };
        let mut dead: BTreeMap<&'a str, BTreeSet<&str>> = BTreeMap::new();
        let mut alive: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for place in &asked.elsewhere {
            let Some(fragment) = place.fragment.as_deref() else { continue };
            match self.anchor_elsewhere(place) {
                Anchor::Dead(page) if has_twin(page, fragment) => false,
                Anchor::Dead(page) => dead.entry(page.path()).or_default().insert(fragment),
                _ => alive.entry(&place.path).or_default().insert(fragment),
            };
        }
        for own in &asked.of_parts {
            let Some(part) = self.outlines.get(own.page) else { continue };
            if let Anchor::Dead(page) = self.anchor_on_own_page(part, &own.fragment)
                && !has_twin(page, &own.fragment)
            {
                dead.entry(page.path()).or_default().insert(&own.fragment);
            }
        }
        for own in &asked.own_dead {
            if let Some(page) = self.outlines.get(own.page).filter(|page| !has_twin(page, &own.fragment)) {
                dead.entry(page.path()).or_default().insert(&own.fragment);
            }
        }
        let by_themes = self.made_by_themes(&dead);
        dead.retain(|path, fragments| {
            if by_themes.contains(path) {
                return true;
            }
            let url = self.outline(path).and_then(Outline::url).unwrap_or("");
            let own = self.number(path).and_then(|number| asked.own_alive.get(&number));
            let found = own.map_or(0, |alive| *alive) + alive.get(url).map_or(0, BTreeSet::len);
            fragments.len() >= MANY && fragments.len() > found
        });
        dead.into_keys().collect()
    }

    /// Pages of a theme's layouts whose dead fragments begin with one word, `div-`, with which several of these pages are asked
    /// for several ids: the layouts make them. A mistyped heading's id is like no other page's.
    fn made_by_themes(&self, dead: &BTreeMap<&'a str, BTreeSet<&str>>) -> BTreeSet<&'a str> {
        const SEVERAL_IDS: usize = 3;
        if self.site.settings.made.theme.is_none() {
            return BTreeSet::new();
        }
        let of_theme =
            |path: &str| self.outline(path).is_some_and(|page| self.layouts.are_elsewhere(page.data()));
        let pages = || dead.iter().filter(|(path, _)| of_theme(path));
        let mut ids: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for (path, fragments) in pages() {
            for fragment in fragments {
                let Some((word, _)) = fragment.split_once('-') else { continue };
                let (fragments, pages) = ids.entry(word).or_default();
                fragments.insert(fragment);
                pages.insert(path);
            }
        }
        let is_made = |fragment: &&str| {
            let known = fragment.split_once('-').and_then(|(word, _)| ids.get(word));
            known.is_some_and(|(fragments, pages)| fragments.len() >= SEVERAL_IDS && pages.len() > 1)
        };
        pages().filter(|(_, fragments)| fragments.iter().all(is_made)).map(|(path, _)| *path).collect()
    }

    /// The page that a reader sees after a target, redirects of this site followed.
    pub(crate) fn page_behind(&self, target: &Target) -> Option<&'a Outline<'a>> {
        let mut target = target.clone();
        for _ in 0..MOST_REDIRECTS {
            match &target {
                Target::Post(_) | Target::Page(_) => {
                    let outline = self.outline_of(&target)?;
                    return (!is_redirect(outline)).then_some(outline);
                }
                Target::Redirect(redirect) => target = self.index.find(&redirect.to).first()?.clone(),
                Target::File(_) | Target::Made => return None,
            }
        }
        None
    }
}

/// Returns whether a page has an id that differs from a fragment by case and punctuation alone: that is an error of the link's.
fn has_twin(page: &Outline<'_>, fragment: &str) -> bool {
    page.ids.nearest(fragment).is_some_and(|(near, _)| letters(near) == letters(fragment))
}

fn is_redirect(outline: &Outline<'_>) -> bool {
    outline.data().get("redirect_to").is_some_and(|node| node.value.is_truthy())
}

/// The ids of files with the same name, which are translations of each other: what a page lacks and its namesake has is
/// copied from there, and made by nothing.
struct Namesakes<'a>(BTreeMap<&'a str, (usize, BTreeSet<&'a str>)>);

impl<'a> Namesakes<'a> {
    fn of(outlines: &'a [Outline<'_>]) -> Self {
        let mut all: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
        for outline in outlines {
            let (files, ids) = all.entry(name_of(outline.path())).or_default();
            *files += 1;
            ids.extend(outline.ids.iter());
        }
        all.retain(|_, (files, _)| *files > 1);
        Self(all)
    }

    /// Returns whether a file of this name has an id.
    fn have(&self, path: &str, id: &str) -> bool {
        self.0.get(name_of(path)).is_some_and(|(_, ids)| ids.contains(id))
    }
}

/// The name of a file, without a language at its end, with its folder where it is called `index`: `a` of `de/a.md` and `a.de.md`.
fn name_of(path: &str) -> &str {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let is_language = |end: &str| (2..=5).contains(&end.len()) && !end.contains(|c: char| c.is_ascii_digit());
    let bare = name.rsplit_once('.').filter(|(_, end)| is_language(end)).map_or(name, |(bare, _)| bare);
    if matches!(bare, "index" | "_index" | "README") { folder.after_last('/') } else { bare }
}
