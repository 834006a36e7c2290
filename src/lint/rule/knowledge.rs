//! What rules know of the whole site.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::links::Built;
use crate::links::issue_ref::Trackers;
use crate::links::{Destination, Form, Place, Verdict, first_segment};
use crate::links::{Ids, OtherSite, Pages, Rest};
use crate::links::{Index, Target};
use crate::lint::rule::document::Document;
use crate::lint::rule::doubt::{MADE_BY_LAYOUT, MANY};
use crate::lint::rule::layouts::{InLayout, Layouts};
use crate::site::Site;
use crate::text::pieces::Pieces as _;
use crate::text::url;

/// Browsers give up after so many too.
const MOST_REDIRECTS: usize = 20;

/// What rules know of the whole site.
#[derive(Debug)]
pub struct Knowledge<'a> {
    /// The site.
    pub site: &'a Site,
    /// Everything that a link may hit.
    pub index: &'a Index,
    /// Its documents and pages, sorted by path.
    pub documents: &'a [Document<'a>],
    /// The trackers that its links go to.
    pub trackers: Trackers,
    /// The built site, where it is the judge.
    pub built: Option<&'a Built>,
    /// The other sites whose pages are known.
    pub others: &'a [OtherSite],
    /// The labels that its files define, in lower case.
    pub labels: HashSet<String>,
    /// How links to issues are written.
    pub issue_styles: IssueStyles,
    /// Whether the site may have Liquid tags that Jekyll and its best-known plugins do not.
    pub has_own_plugins: bool,
    /// Files whose pages show ids that only the build makes: what looks for those fragments learns nothing.
    pub made: BTreeSet<&'a str>,
    /// Folders of the first level that the site does not have, and how many of its links lead into each.
    pub missing_folders: BTreeMap<String, usize>,
    /// How many posts have a category, and how many there are.
    pub posts_with_category: (usize, usize),
    /// How often each category is used by posts.
    pub categories: BTreeMap<String, usize>,
    /// The layouts around the pages.
    pub layouts: Layouts,
    /// Where the documents of posts and pages are among all.
    pub numbers: Numbers,
}

/// The number of each post's and page's document: nearly every link of the site leads to one, and looking for its path
/// among ten thousand takes fourteen steps all over the memory.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    posts: Vec<Option<usize>>,
    pages: Vec<Option<usize>>,
}

impl Numbers {
    /// The numbers among these documents.
    #[must_use]
    pub fn new(site: &Site, documents: &[Document<'_>]) -> Self {
        let paths: HashMap<&str, usize> =
            documents.iter().enumerate().map(|(at, document)| (&**document.path(), at)).collect();
        Self {
            posts: site.posts.iter().map(|post| paths.get(&*post.path).copied()).collect(),
            pages: site.pages.iter().map(|page| paths.get(&*page.path).copied()).collect(),
        }
    }
}

/// How often links to issues are written in one way or another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IssueStyles {
    /// `#12`
    pub with_mark: usize,
    /// `12`
    pub bare: usize,
}

/// Where a redirect sends its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SentOn {
    /// The last place, as the front matter or the site has it; nothing where they are sent in a circle.
    pub to: Option<String>,
    /// Whether several files claim one of the redirects, so that only the build shows where readers go.
    pub is_contested: bool,
}

/// Whether a fragment is on the page that it is looked for on.
#[derive(Clone, Copy, Debug)]
pub enum Anchor<'a> {
    /// It is there, or nothing of the kind can be told of such a target.
    Alive,
    /// It is not there; the document is the one that was looked at.
    Dead(&'a Document<'a>),
    /// Only the build knows.
    Unknown(&'static str),
}

impl<'a> Knowledge<'a> {
    /// The document of a file.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<&'a Document<'a>> {
        let at = self.documents.binary_search_by(|document| (**document.path()).cmp(path)).ok()?;
        self.documents.get(at)
    }

    /// The document of a post or page.
    #[must_use]
    pub(crate) fn document_of(&self, target: &Target) -> Option<&'a Document<'a>> {
        let number = match target {
            Target::Post(at) => self.numbers.posts.get(*at),
            Target::Page(at) => self.numbers.pages.get(*at),
            Target::File(_) | Target::Redirect { .. } | Target::Made => None,
        };
        self.documents.get(number.copied().flatten()?)
    }

    /// The file that made a target, where it is known.
    #[must_use]
    pub(crate) fn file_of<'t>(&'t self, target: &'t Target) -> Option<&'t str> {
        let site = self.site;
        match target {
            Target::Post(at) => site.posts.get(*at).map(|post| &*post.path),
            Target::Page(at) => site.pages.get(*at).map(|page| &*page.path),
            Target::File(at) => site.files.get(*at).map(|file| file.path.as_str()),
            Target::Redirect { path, .. } => Some(path),
            Target::Made => None,
        }
    }

    /// The folder of the host, `/bin/`, that a dead place is in and that another repository may fill: several links lead
    /// into it, and the site does not have it.
    #[must_use]
    pub fn missing_folder(&self, place: &Place) -> Option<String> {
        const SEVERAL: usize = 3;
        let first = first_segment(&place.path);
        let links = self.missing_folders.get(first)?;
        (*links >= SEVERAL).then(|| format!("/{first}/"))
    }

    /// Counts the links into each folder of the first level that the site does not have.
    #[must_use]
    pub fn count_missing_folders(&self) -> BTreeMap<String, usize> {
        let mut paths: BTreeSet<&str> = BTreeSet::new();
        for (_, place) in self.documents.iter().flat_map(Document::places) {
            let is_below_folder = place.path.trim_start_matches('/').contains('/');
            if place.verdict == Verdict::Nothing && place.form != Form::Tag && is_below_folder {
                paths.insert(&place.path);
            }
        }
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for path in paths {
            *folders.entry(first_segment(path).to_owned()).or_default() += 1;
        }
        if !folders.is_empty() {
            self.index.first_segments().for_each(|own| {
                folders.remove(own);
            });
        }
        folders
    }

    /// Whether the fragment of a place that `from` links to is there.
    #[must_use]
    pub fn anchor(&self, from: &'a Document<'a>, place: &Place) -> Anchor<'a> {
        let Some(fragment) = place.fragment.as_deref() else { return Anchor::Alive };
        let Some((decoded, fragment)) = url::fragment_id(fragment) else { return Anchor::Alive };
        let document = if place.path.is_empty() {
            Some(from)
        } else {
            match &place.verdict {
                Verdict::Found(target) => self.page_behind(target),
                _ => None,
            }
        };
        let Some(document) = document else { return Anchor::Alive };
        let url = if place.path.is_empty() { from.url() } else { Some(place.path.as_str()) };
        let built = self.built.and_then(|built| built.at(&url::percent_decode(url?)));
        if let Some(ids) = built {
            let is_there = ids.contains(&*decoded) || ids.contains(fragment);
            return if is_there { Anchor::Alive } else { Anchor::Dead(document) };
        }
        if document.ids.contains(&*decoded) || document.ids.contains(fragment) {
            Anchor::Alive
        } else {
            match self.layouts.find(document.data(), &decoded) {
                InLayout::Yes => Anchor::Alive,
                InLayout::Perhaps => Anchor::Unknown(MADE_BY_LAYOUT),
                InLayout::No => self.unseen_ids(document).map_or(Anchor::Dead(document), Anchor::Unknown),
            }
        }
    }

    /// Why a page may have ids that its source does not show.
    pub(crate) fn unseen_ids(&self, document: &Document<'_>) -> Option<&'static str> {
        if document.is_made_in_part() {
            Some("Liquid makes part of the page that they are on")
        } else if document.body().trim().is_empty() || self.made.contains(&**document.path()) {
            Some(MADE_BY_LAYOUT)
        } else {
            None
        }
    }

    /// What stands where on this site, for another one that links to it; `made_below` are the places that plugins make.
    #[must_use]
    pub fn pages(&self, made_below: &[(String, &'static str)]) -> Pages {
        let mut pages = BTreeMap::new();
        for (place, targets) in self.index.iter() {
            let real = targets.iter().find(|target| !matches!(target, Target::Redirect { .. }));
            let Some(target) = real.or(targets.first()) else { continue };
            let ids = match self.page_behind(target) {
                None => Ids::Untold,
                Some(document) => match self.unseen_ids(document) {
                    None => Ids::Every(document.ids.clone()),
                    Some(reason) => Ids::Some(document.ids.clone(), Rest::Any(reason)),
                },
            };
            // `permalink: /a` is written to `/a.html`, and another site may link to it so.
            if let Some(stem) = place.strip_suffix(".html") {
                pages.entry(stem.to_owned()).or_insert_with(|| ids.clone());
            }
            let bare = if place == "/" { place } else { place.trim_end_matches('/') };
            pages.insert(bare.to_owned(), ids);
        }
        let absent = self.site.absent.iter().map(|folder| {
            let folder = folder.trim_matches('/');
            let below = format!("/{}", folder.strip_prefix('_').unwrap_or(folder));
            (below, Cow::Owned(format!("nothing is in the other site's folder `{folder}`")))
        });
        let made = made_below.iter().map(|(below, plugin)| {
            (below.clone(), Cow::Owned(format!("the other site's {plugin} makes them")))
        });
        Pages::new(pages, absent.chain(made).collect())
    }

    /// Files that the site itself links to with so many fragments which their text does not have that the build must
    /// make them: a table of data in a layout, for example.
    #[must_use]
    pub(crate) fn made_by_the_build(&self) -> BTreeSet<&'a str> {
        let mut dead: BTreeMap<&'a str, BTreeSet<&str>> = BTreeMap::new();
        let mut alive: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for document in self.documents {
            for destination in &document.destinations {
                let Destination::Here(place) = destination else { continue };
                let Some(fragment) = place.fragment.as_deref() else { continue };
                match self.anchor(document, place) {
                    Anchor::Dead(page) => {
                        dead.entry(page.path()).or_default().insert(fragment);
                    }
                    _ => {
                        let path: &str = if place.path.is_empty() { document.path() } else { &place.path };
                        alive.entry(path).or_default().insert(fragment);
                    }
                }
            }
        }
        dead.retain(|path, fragments| {
            let url = self.document(path).and_then(Document::url).unwrap_or("");
            let found =
                [*path, url].iter().filter_map(|key| alive.get(key)).map(BTreeSet::len).sum::<usize>();
            fragments.len() >= MANY && fragments.len() > found
        });
        dead.into_keys().collect()
    }

    /// Where a reader of a target, found at `place`, is sent, from redirect to redirect; nothing where it is no redirect.
    #[must_use]
    pub(crate) fn sent_on(&self, place: &str, target: &Target) -> Option<SentOn> {
        let mut target = target.clone();
        let mut to = None;
        let mut redirects = 0;
        let mut is_contested = self.is_contested(place);
        loop {
            let next = match &target {
                Target::Redirect { to, .. } => to.clone(),
                Target::Page(_) | Target::Post(_) => {
                    match self.document_of(&target).and_then(Document::redirect_to) {
                        Some((to, _)) => to.to_owned(),
                        None => break,
                    }
                }
                Target::File(_) | Target::Made => break,
            };
            // A file sends on twice: from a place that it redirects from, and from its own.
            if redirects > MOST_REDIRECTS {
                return Some(SentOn { to: None, is_contested });
            }
            redirects += 1;
            let path = next.up_to(['?', '#']);
            let base = self.site.settings.baseurl.trim_end_matches('/');
            let path = path.strip_prefix(base).filter(|path| path.starts_with('/')).unwrap_or(path);
            let there = if next.contains("://") { &[] } else { self.index.find(path) };
            let real = there.iter().find(|target| !matches!(target, Target::Redirect { .. }));
            is_contested |= is_claimed_twice(there);
            let behind = real.or(there.first()).cloned();
            to = Some(next);
            match behind {
                Some(behind) => target = behind,
                None => break,
            }
        }
        to.map(|to| SentOn { to: Some(to), is_contested })
    }

    /// Whether several files claim a place of the site, and one of them by a redirect: which one gets the readers depends on
    /// the order in which the build writes them.
    pub(crate) fn is_contested(&self, place: &str) -> bool {
        is_claimed_twice(self.index.find(place))
    }

    /// The document that a reader sees behind a target, redirects of this site followed.
    pub(crate) fn page_behind(&self, target: &Target) -> Option<&'a Document<'a>> {
        let mut target = target.clone();
        for _ in 0..MOST_REDIRECTS {
            match &target {
                Target::Post(_) | Target::Page(_) => {
                    let document = self.document_of(&target)?;
                    return (!is_redirect(document)).then_some(document);
                }
                Target::Redirect { to, .. } => target = self.index.find(to).first()?.clone(),
                Target::File(_) | Target::Made => return None,
            }
        }
        None
    }
}

/// Whether several files claim a place, and one of them by a redirect.
fn is_claimed_twice(there: &[Target]) -> bool {
    let redirects = || there.iter().filter(|target| matches!(target, Target::Redirect { .. }));
    let first = redirects().next();
    first.is_some_and(|first| redirects().any(|other| other != first) || redirects().count() < there.len())
}

fn is_redirect(document: &Document<'_>) -> bool {
    document.data().get("redirect_to").is_some_and(|node| node.value.is_truthy())
}
