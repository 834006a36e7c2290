//! Where the documents of a site are found, and what stands on their pages.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::links::{Built, Destination, Index, Place, Target, Verdict};
use crate::lint::rule::document::{Document, Head};
use crate::lint::rule::doubt::{MADE_BY_LAYOUT, MANY};
use crate::lint::rule::layouts::{InLayout, Layouts};
use crate::site::{Site, Surroundings, WholeSite};
use crate::text::pieces::Pieces as _;
use crate::text::url;

/// Browsers give up after so many too.
const MOST_REDIRECTS: usize = 20;

/// A site, its documents and its index.
#[derive(Debug)]
pub struct Lookup<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its pages and files.
    pub surroundings: &'a Surroundings,
    /// Everything that a link may hit.
    pub index: &'a Index,
    /// Its documents and pages, sorted by path.
    pub documents: &'a [Document<'a>],
    /// The layouts around the pages.
    pub layouts: Layouts,
    /// The built site, where it is the judge.
    pub built: Option<&'a Built>,
    numbers: Numbers,
}

/// The number of each post's and page's document: nearly every link of the site leads to one, and looking for its path
/// among ten thousand takes fourteen steps all over the memory.
#[derive(Clone, Debug, Default)]
struct Numbers {
    posts: Vec<Option<usize>>,
    pages: Vec<Option<usize>>,
}

impl Numbers {
    /// The numbers among these documents.
    fn new(WholeSite { site, surroundings }: WholeSite<'_>, documents: &[Document<'_>]) -> Self {
        let paths: HashMap<&str, usize> =
            documents.iter().enumerate().map(|(at, document)| (&**document.path(), at)).collect();
        Self {
            posts: site.posts.iter().map(|post| paths.get(&*post.path).copied()).collect(),
            pages: surroundings.pages.iter().map(|page| paths.get(&*page.path).copied()).collect(),
        }
    }
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

impl<'a> Lookup<'a> {
    /// Finds things among these documents of a site.
    #[must_use]
    pub fn new(
        whole: WholeSite<'a>,
        index: &'a Index,
        documents: &'a [Document<'a>],
        built: Option<&'a Built>,
        layouts: Layouts,
    ) -> Self {
        let WholeSite { site, surroundings } = whole;
        Self { site, surroundings, index, documents, layouts, built, numbers: Numbers::new(whole, documents) }
    }

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
        let (site, around) = (self.site, self.surroundings);
        match target {
            Target::Post(at) => site.posts.get(*at).map(|post| &*post.path),
            Target::Page(at) => around.pages.get(*at).map(|page| &*page.path),
            Target::File(at) => around.files.get(*at).map(|file| file.path.as_str()),
            Target::Redirect { path, .. } => Some(path),
            Target::Made => None,
        }
    }

    /// Whether the fragment of a place that `from` links to is there.
    #[must_use]
    pub fn anchor(&self, from: &'a Document<'a>, place: &Place) -> Anchor<'a> {
        let Some(fragment) = place.fragment.as_deref() else { return Anchor::Alive };
        let Some((decoded, fragment)) = url::fragment_id(fragment) else { return Anchor::Alive };
        let document = if place.path.is_empty() {
            match from.head {
                Head::Part(page) => self.document(&page.path),
                _ => Some(from),
            }
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

    /// Why a page may have ids that its own source does not show.
    pub(crate) fn unseen_ids(&self, document: &Document<'_>) -> Option<&'static str> {
        if document.is_made_in_part() {
            Some("Liquid makes part of the page that they are on")
        } else if document.body().trim().is_empty() {
            Some(MADE_BY_LAYOUT)
        } else if self.site.own_changes.ids {
            Some("a plugin of the site may write them")
        } else {
            None
        }
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

    /// The document that a reader sees after a target, redirects of this site followed.
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
