//! What is known of a site before the bodies of its files are read.

use std::collections::BTreeMap;

use crate::links::{Built, Index, OtherSite, Target};
use crate::lint::known_sites::KnownSites;
use crate::lint::rule::habits::folder_of;
use crate::lint::rule::layouts::{InLayout, Layouts};
use crate::lint::rule::outline::{Outline, PageIds, redirect_in};
use crate::lint::rule::partial_pages::MADE_BY_LAYOUT;
use crate::markup::front_matter::Map;
use crate::markup::markdown::ForeignIds;
use crate::site::{Site, Surroundings, WholeSite};
use crate::text::pieces::Pieces as _;
use crate::text::url;

/// Browsers give up after so many too.
pub(super) const MOST_REDIRECTS: usize = 20;

/// What is known of a site before the bodies of its files are read: all that a rule may ask that looks at one file by itself.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its pages and files.
    pub surroundings: &'a Surroundings,
    /// Everything that a link may hit.
    pub index: &'a Index,
    /// The layouts around the pages.
    pub layouts: Layouts,
    /// The built site, where it is the judge.
    pub built: Option<&'a Built>,
    /// The other sites whose pages are known.
    pub others: &'a [OtherSite],
    /// Whether the site may have Liquid tags that Jekyll and its best-known plugins do not.
    pub has_own_plugins: bool,
    /// How many posts have a category, and how many there are.
    pub posts_with_category: (usize, usize),
    /// How often each category is used by posts.
    pub categories: BTreeMap<String, usize>,
    /// How many posts and documents have each layout, or are in each folder without one.
    layout_documents: BTreeMap<String, usize>,
}

/// Where a redirect sends its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RedirectTarget {
    /// The last place, as the front matter or the site has it; nothing where they are sent in a circle.
    pub to: Option<String>,
    /// Whether several files claim one of the redirects, so that only the build shows where readers go.
    pub is_contested: bool,
    /// Whether one of the redirects is that of a script, which its text only suggests.
    pub by_script: bool,
}

/// Whether a fragment is on the page that it is looked for on.
#[derive(Clone, Copy, Debug)]
pub enum Anchor<'a> {
    /// It is there, or nothing of the kind can be told of such a target.
    Alive,
    /// It is not there; the page is the one that was looked at.
    Dead(&'a Outline<'a>),
    /// Only the build knows.
    Unknown(&'static str),
}

impl<'a> Ground<'a> {
    /// Counts what the heads of a site's posts show.
    #[must_use]
    pub fn new(
        WholeSite { site, surroundings }: WholeSite<'a>,
        index: &'a Index,
        judges: KnownSites<'a>,
        layouts: Layouts,
        has_own_plugins: bool,
    ) -> Self {
        let KnownSites { built, others } = judges;
        let mut categories: BTreeMap<String, usize> = BTreeMap::new();
        let mut posts_with_category = (0, 0);
        for post in site.posts.iter().filter(|post| post.is_post()) {
            posts_with_category.0 += usize::from(!post.categories.is_empty());
            posts_with_category.1 += 1;
            for category in &post.categories {
                *categories.entry(category.clone()).or_default() += 1;
            }
        }
        let mut layout_documents: BTreeMap<String, usize> = BTreeMap::new();
        for post in &site.posts {
            let layout = post.data.get("layout").and_then(|node| node.as_str());
            let kin = layout.unwrap_or_else(|| folder_of(&post.path));
            match layout_documents.get_mut(kin) {
                Some(count) => *count += 1,
                None => _ = layout_documents.insert(kin.to_owned(), 1),
            }
        }
        Self {
            site,
            surroundings,
            index,
            layouts,
            built,
            others,
            has_own_plugins,
            posts_with_category,
            categories,
            layout_documents,
        }
    }

    /// How many posts and documents have a layout, or are in a folder without one.
    pub(crate) fn documents_of(&self, kin: &str) -> usize {
        self.layout_documents.get(kin).copied().unwrap_or(0)
    }

    /// The file that made a target, where it is known.
    #[must_use]
    pub(crate) fn file_of<'t>(&'t self, target: &'t Target) -> Option<&'t str> {
        let (site, around) = (self.site, self.surroundings);
        match target {
            Target::Post(at) => site.posts.get(*at).map(|post| &*post.path),
            Target::Page(at) => around.pages.get(*at).map(|page| &*page.path),
            Target::File(at) => around.files.get(*at).map(|file| file.path.as_str()),
            Target::Redirect(redirect) => Some(&redirect.path),
            Target::Made => None,
        }
    }

    /// The URL of the page that a post or page becomes.
    #[must_use]
    pub(crate) fn url_of(&self, target: &Target) -> Option<&'a str> {
        match target {
            Target::Post(at) => self.site.posts.get(*at).map(|post| post.url.as_str()),
            Target::Page(at) => self.surroundings.pages.get(*at).map(|page| page.url.as_str()),
            Target::File(_) | Target::Redirect(_) | Target::Made => None,
        }
    }

    fn data_of(&self, target: &Target) -> Option<&'a Map> {
        match target {
            Target::Post(at) => self.site.posts.get(*at).map(|post| &post.data),
            Target::Page(at) => self.surroundings.pages.get(*at).map(|page| &page.data),
            Target::File(_) | Target::Redirect(_) | Target::Made => None,
        }
    }

    /// Whether a page, at this URL, has a fragment.
    #[must_use]
    pub fn fragment_on<'p>(&self, page: &'p Outline<'p>, url: Option<&str>, fragment: &str) -> Anchor<'p> {
        let Some((decoded, fragment)) = url::fragment_id(fragment) else { return Anchor::Alive };
        let built = self.built.and_then(|built| built.at(&url::percent_decode(url?)));
        if let Some(ids) = built {
            let is_there = ids.contains(&*decoded) || ids.contains(fragment);
            return if is_there { Anchor::Alive } else { Anchor::Dead(page) };
        }
        if page.ids.contains(&decoded) || page.ids.contains(fragment) {
            return Anchor::Alive;
        }
        // Browsers encode letters of other scripts, and ids may be encoded too.
        let mut encoded = String::new();
        url::percent_encode(&decoded, &mut encoded);
        if page.ids.contains(&encoded) {
            return Anchor::Alive;
        }
        match self.layouts.find(page.data(), &decoded) {
            InLayout::Yes => Anchor::Alive,
            InLayout::Perhaps => Anchor::Unknown(MADE_BY_LAYOUT),
            // `#2.1Installation` of `2.1 Installation`.
            InLayout::No
                if self.layouts.have_ids_of_scripts(page.data()) && page.ids.has_letters_of(&decoded) =>
            {
                Anchor::Unknown("a script of the layout gives headings ids of its own")
            }
            InLayout::No
                if self.site.settings.markdown.foreign_ids == ForeignIds::Letters
                    && !may_be_of_heading(&page.ids, &decoded) =>
            {
                self.unseen_part(page).map_or(Anchor::Dead(page), Anchor::Unknown)
            }
            InLayout::No => self.unseen_ids(page).map_or(Anchor::Dead(page), Anchor::Unknown),
        }
    }

    /// Why a page may have ids that its own source does not show.
    pub(crate) fn unseen_ids(&self, page: &Outline<'_>) -> Option<&'static str> {
        let is_foreign = self.site.settings.markdown.foreign_ids != ForeignIds::None;
        let of_headings =
            is_foreign.then_some("the site's Markdown processor makes them in a way of its own");
        self.unseen_part(page).or(of_headings)
    }

    /// Why a page may have ids beside those of its headings that its own source does not show.
    fn unseen_part(&self, page: &Outline<'_>) -> Option<&'static str> {
        if page.is_made_in_part {
            Some("Liquid makes part of the page that they are on")
        } else if page.is_blank {
            Some(MADE_BY_LAYOUT)
        } else if self.site.own_changes.ids {
            Some("a plugin of the site may write them")
        } else {
            None
        }
    }

    /// Where a reader of a target, found at `place`, is sent, from redirect to redirect; nothing where it is not a redirect.
    #[must_use]
    pub(crate) fn sent_on(&self, place: &str, target: &Target) -> Option<RedirectTarget> {
        let mut target = target.clone();
        let mut to = None;
        let mut redirects = 0;
        let mut is_contested = self.is_contested(place);
        let mut by_script = false;
        loop {
            let next = match &target {
                Target::Redirect(redirect) => {
                    by_script |= redirect.by_script;
                    redirect.to.clone()
                }
                Target::Page(_) | Target::Post(_) => match self.data_of(&target).and_then(redirect_in) {
                    Some((to, _)) => to.to_owned(),
                    None => break,
                },
                Target::File(_) | Target::Made => break,
            };
            // A file sends on twice: from a place that it redirects from, and from its own.
            if redirects > MOST_REDIRECTS {
                return Some(RedirectTarget { to: None, is_contested, by_script });
            }
            redirects += 1;
            let path = next.up_to(['?', '#']);
            let base = self.site.settings.base_path();
            let path = path.strip_prefix(base).filter(|path| path.starts_with('/')).unwrap_or(path);
            let there = if next.contains("://") { &[] } else { self.index.find(path) };
            let real = there.iter().find(|target| !matches!(target, Target::Redirect(_)));
            is_contested |= is_claimed_twice(there);
            let behind = real.or(there.first()).cloned();
            to = Some(next);
            match behind {
                Some(behind) => target = behind,
                None => break,
            }
        }
        to.map(|to| RedirectTarget { to: Some(to), is_contested, by_script })
    }

    /// Whether several files claim a place of the site, and one of them by a redirect: which one gets the readers depends on
    /// the order in which the build writes them.
    pub(crate) fn is_contested(&self, place: &str) -> bool {
        is_claimed_twice(self.index.find(place))
    }
}

/// Returns whether several files claim a place, and one of them by a redirect.
fn is_claimed_twice(there: &[Target]) -> bool {
    // What a script on the page for what is missing says is not a claim.
    let stated = || there.iter().filter(|target| !target.is_by_script());
    let redirects = || stated().filter(|target| matches!(target, Target::Redirect(_)));
    let first = redirects().next();
    first.is_some_and(|first| {
        redirects().any(|other| other != first) || redirects().count() < stated().count()
    })
}

/// Whether an id may be that of a heading where only the letters of those are known: without them it has the heading's number
/// (`toc_2`), or that of letters of other scripts (`part-1f0c`), and signs may be there by their names (`ships-amp-boats`).
fn may_be_of_heading(ids: &PageIds, id: &str) -> bool {
    const SIGNS: [&str; 5] = ["amp", "quot", "39", "lt", "gt"];
    let is = |rest: &str, sign: fn(&u8) -> bool| !rest.is_empty() && rest.bytes().all(|byte| sign(&byte));
    let is_numbered = id.strip_prefix("toc_").is_some_and(|rest| is(rest, u8::is_ascii_digit))
        || id.strip_prefix("part-").is_some_and(|rest| is(rest, u8::is_ascii_hexdigit));
    let words = id.split('-').filter(|word| !SIGNS.contains(word));
    is_numbered
        || ids.has_ascii_letters_of(id)
        || ids.has_letters_of(id)
        || ids.has_letters_of(&words.collect::<String>())
}
