//! Other sites that links lead to, as far as their pages are at hand: as sources, as built pages or in an inventory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use foldhash::HashSet;

use crate::links::built::Built;
use crate::links::index::key as place_key;
use crate::links::inventory::Entry;
use crate::links::near::nearest_path;
use crate::text::neighbours::Neighbours;
use crate::text::pieces::Pieces as _;
use crate::text::{suggest, url};

/// Another site, and what stands where on it.
#[derive(Clone, Debug)]
pub struct OtherSite {
    /// The address of its first page, with a slash at the end.
    pub home: String,
    /// The source of its pages, as messages call it: ``the folder `../docs` ``.
    pub known_from: String,
    authority: String,
    base: String,
    pages: Pages,
}

/// The pages of a site, by their path below its first page.
#[derive(Clone, Debug)]
pub struct Pages {
    at: BTreeMap<String, Ids>,
    elsewhere: Elsewhere,
    from_sources: bool,
    /// The paths, once a near one is looked for.
    near: OnceLock<Neighbours>,
}

/// The ids of a page.
#[derive(Clone, Debug)]
pub(crate) enum Ids {
    /// Nothing can be told: it is a file that is not a page, or it sends its readers on.
    Untold,
    /// To these.
    Every(IdSet),
    /// To these, and to others for a reason.
    Some(IdSet, Rest),
}

/// The ids of a page.
#[derive(Clone, Debug)]
pub(crate) struct IdSet {
    ids: HashSet<String>,
    /// The same, once a near one is looked for.
    near: OnceLock<Neighbours>,
}

impl From<HashSet<String>> for IdSet {
    fn from(ids: HashSet<String>) -> Self {
        Self { ids, near: OnceLock::new() }
    }
}

impl IdSet {
    fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn nearest(&self, fragment: &str) -> Option<&str> {
        let sorted = || {
            let mut ids: Vec<&str> = self.ids.iter().map(String::as_str).collect();
            ids.sort_unstable();
            Neighbours::new(ids)
        };
        suggest::nearest_of(fragment, self.near.get_or_init(sorted)).map(|(_, id)| id)
    }
}

/// The ids that a page may have beside those that are known.
#[derive(Clone, Debug)]
pub(crate) enum Rest {
    /// Anything: why.
    Any(&'static str),
    /// Anything but more members of these things, of which all members are known: `wherry.Deck` for `wherry.Deck.close`.
    NoMembersOf(HashSet<String>),
}

/// The meaning of a path that is not among the pages.
#[derive(Clone, Debug)]
enum Elsewhere {
    /// Nothing, but below these paths there may be something: why.
    Nothing(Vec<(String, Cow<'static, str>)>),
    /// Nothing where a document would be, in these folders of the first level; elsewhere there may be something.
    NoDocuments { folders: BTreeSet<String>, ending: &'static str },
    /// There may be something.
    Anything,
}

/// A place on another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalPlace {
    /// The site, by its number among those that are known.
    pub site: usize,
    /// The path below its first page, decoded, beginning with a slash.
    pub path: String,
    /// The fragment as it is written, without `#`.
    pub fragment: Option<String>,
    /// Whether something is there.
    pub verdict: ExternalVerdict,
}

/// Whether something is at a place on another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExternalVerdict {
    /// Something is there.
    Alive,
    /// The page is not there.
    NoPage,
    /// The page is there, and has no such id.
    NoFragment,
    /// It cannot be told: why.
    Unknown(Cow<'static, str>),
}

const NOT_LISTED: &str = "the other site's inventory does not list them, and need not";

impl OtherSite {
    /// A site with its first page at an address (`https://docs.example.org/en/`), and its pages.
    #[must_use]
    pub fn new(address: &str, known_from: impl Into<String>, pages: Pages) -> Self {
        let parts = url::parts(address);
        let authority = authority(parts.scheme, parts.authority.unwrap_or(""));
        let path = url::percent_decode(parts.path);
        let path = path.strip_suffix("index.html").unwrap_or(&path).trim_end_matches('/');
        Self {
            home: format!("{}://{}{path}/", parts.scheme.unwrap_or("https"), parts.authority.unwrap_or("")),
            known_from: known_from.into(),
            base: path.to_owned(),
            authority,
            pages,
        }
    }

    /// Returns whether its pages are known from their sources, so that the build may add to them.
    pub(crate) const fn is_known_from_sources(&self) -> bool {
        self.pages.from_sources
    }

    /// The path below the first page of a place on some host, where it is on this site.
    fn below<'p>(&self, authority: &str, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.base.as_str()).filter(|_| self.authority == authority)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// The address of the page that is most like a path, where one is near enough to be meant.
    #[must_use]
    pub fn nearest_page(&self, path: &str) -> Option<String> {
        let paths = || Neighbours::new(self.pages.at.keys().map(String::as_str));
        let near = nearest_path(self.pages.near.get_or_init(paths), path, &|_| true)?;
        let is_file = near.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let slash = if is_file || near.ends_with('/') { "" } else { "/" };
        Some(format!("{}{}{slash}", self.home, near.trim_start_matches('/')))
    }

    /// The id of a page that is most like a fragment.
    #[must_use]
    pub fn nearest_id(&self, path: &str, fragment: &str) -> Option<&str> {
        match self.pages.find(path)? {
            Ids::Every(ids) | Ids::Some(ids, _) => ids.nearest(fragment),
            Ids::Untold => None,
        }
    }
}

/// Where a link to a host and a decoded path leads, if one of these sites is there: of several the one that says most
/// about it, which has the longest path.
pub(crate) fn place_on_other_sites(
    sites: &[OtherSite],
    scheme: Option<&str>,
    host: &str,
    path: &str,
    fragment: Option<&str>,
) -> Option<ExternalPlace> {
    let host = authority(scheme, host);
    let mine = sites.iter().enumerate().filter_map(|(at, site)| Some((at, site, site.below(&host, path)?)));
    let longest = mine.clone().map(|(_, site, _)| site.base.len()).max()?;
    let mut found: Option<ExternalPlace> = None;
    // One site may be known from several sides: a source that knows the place decides.
    for (at, site, below) in mine.filter(|(_, site, _)| site.base.len() == longest) {
        let path = if below.is_empty() { "/" } else { below };
        let verdict = site.pages.verdict(path, fragment);
        let better = found.as_ref().is_none_or(|old| rank(&verdict) < rank(&old.verdict));
        if better {
            found = Some(ExternalPlace {
                site: at,
                path: path.to_owned(),
                fragment: fragment.map(str::to_owned),
                verdict,
            });
        }
    }
    found
}

const fn rank(verdict: &ExternalVerdict) -> u8 {
    match verdict {
        ExternalVerdict::Alive => 0,
        ExternalVerdict::Unknown(_) => 1,
        ExternalVerdict::NoFragment => 2,
        ExternalVerdict::NoPage => 3,
    }
}

impl Pages {
    /// The pages of a site of which everything is known, by their URLs; below some others only the build knows: why.
    pub(crate) const fn new(
        at: BTreeMap<String, Ids>,
        unknown_below: Vec<(String, Cow<'static, str>)>,
    ) -> Self {
        Self { at, elsewhere: Elsewhere::Nothing(unknown_below), from_sources: true, near: OnceLock::new() }
    }

    /// The pages of a site that was built.
    #[must_use]
    pub fn of_built(built: Built) -> Self {
        let pages = built.into_pages().map(|(path, ids)| {
            (place_key(&path).into_owned(), ids.map_or(Ids::Untold, |ids| Ids::Every(ids.into())))
        });
        Self {
            at: pages.collect(),
            elsewhere: Elsewhere::Nothing(Vec::new()),
            from_sources: false,
            near: OnceLock::new(),
        }
    }

    /// The pages that an inventory lists. It lists every document only if it lists documents at all (`std:doc`), and never
    /// every id: those of headings and everything outside the documents are missing.
    #[must_use]
    pub fn of_inventory(entries: &[Entry]) -> Self {
        let mut ids: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        let mut parents: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        let mut folders = BTreeSet::new();
        let mut ending = None;
        for entry in entries {
            let page = url::percent_decode(&entry.page).into_owned();
            let key = place_key(&format!("/{page}")).into_owned();
            if entry.domain == "std" && entry.role == "doc" {
                folders.insert(first_folder(&page).to_owned());
                if !page.is_empty() {
                    ending = Some(if page.ends_with(".html") { ".html" } else { "/" });
                }
            }
            let of_page = ids.entry(key.clone()).or_default();
            let Some(fragment) = &entry.fragment else { continue };
            let id = url::percent_decode(fragment).into_owned();
            if entry.domain != "std"
                && let Some((parent, _)) = id.rsplit_once('.')
            {
                parents.entry(key).or_default().insert(parent.to_owned());
            }
            of_page.insert(id);
        }
        let at = ids.into_iter().map(|(page, ids)| {
            let mut whole = parents.remove(&page).unwrap_or_default();
            whole.retain(|parent| ids.contains(parent));
            (page, Ids::Some(ids.into(), Rest::NoMembersOf(whole)))
        });
        let at = at.collect();
        let elsewhere = match ending {
            Some(ending) => Elsewhere::NoDocuments { folders, ending },
            None => Elsewhere::Anything,
        };
        Self { at, elsewhere, from_sources: false, near: OnceLock::new() }
    }

    /// Returns whether it holds no page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    fn find(&self, path: &str) -> Option<&Ids> {
        let wanted = place_key(path).into_owned();
        let in_folder = || self.at.get(&format!("{wanted}/index.htm"));
        self.at.get(&wanted).or_else(|| self.at.get(&format!("{wanted}.html"))).or_else(in_folder)
    }

    fn verdict(&self, path: &str, fragment: Option<&str>) -> ExternalVerdict {
        let Some(ids) = self.find(path) else { return self.elsewhere.verdict(path) };
        let Some((decoded, written)) = fragment.and_then(url::fragment_id) else {
            return ExternalVerdict::Alive;
        };
        // Programs in a page read `#/x` and `#!x` as places of their own.
        let has = |ids: &IdSet| ids.contains(&decoded) || ids.contains(written);
        match ids {
            _ if decoded.starts_with(['/', '!']) => ExternalVerdict::Alive,
            Ids::Untold => ExternalVerdict::Alive,
            Ids::Every(ids) | Ids::Some(ids, _) if has(ids) => ExternalVerdict::Alive,
            Ids::Every(_) => ExternalVerdict::NoFragment,
            Ids::Some(_, Rest::Any(reason)) => ExternalVerdict::Unknown(Cow::Borrowed(reason)),
            Ids::Some(_, Rest::NoMembersOf(whole)) => match decoded.rsplit_once('.') {
                Some((parent, member)) if is_name(member) && whole.contains(parent) => {
                    ExternalVerdict::NoFragment
                }
                _ => ExternalVerdict::Unknown(Cow::Borrowed(NOT_LISTED)),
            },
        }
    }
}

impl Elsewhere {
    fn verdict(&self, path: &str) -> ExternalVerdict {
        match self {
            Self::Nothing(unknown) => {
                let is_below = |below: &str| {
                    path.strip_prefix(below.trim_end_matches('/'))
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || below.ends_with('/'))
                };
                match unknown.iter().find(|(below, _)| is_below(below)) {
                    Some((_, reason)) => ExternalVerdict::Unknown(reason.clone()),
                    None => ExternalVerdict::NoPage,
                }
            }
            Self::NoDocuments { folders, ending } => {
                let inner = path.trim_start_matches('/');
                let page = inner.strip_suffix("index.html").unwrap_or(inner);
                let name = page.trim_end_matches('/').after_last('/');
                let is_document = page.ends_with(ending) || *ending == "/" && !name.contains('.');
                // Sphinx makes pages that are not documents: indices, the search, sources.
                let made = inner.starts_with('_')
                    || inner.contains("/_")
                    || name.contains("index")
                    || ["search", "404", "opensearch", "http-routingtable"]
                        .iter()
                        .any(|own| name.starts_with(own));
                if is_document && !made && folders.contains(first_folder(page)) {
                    ExternalVerdict::NoPage
                } else {
                    ExternalVerdict::Unknown(Cow::Borrowed(NOT_LISTED))
                }
            }
            Self::Anything => ExternalVerdict::Unknown(Cow::Borrowed(NOT_LISTED)),
        }
    }
}

/// The first folder of a path without slash before it: `guide` of `guide/install.html` and of `guide/`, nothing of
/// `install.html` and of `install/`, which are pages.
fn first_folder(page: &str) -> &str {
    page.trim_end_matches('/').split_once('/').map_or("", |(first, _)| first)
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The host as all ways of writing it have it: small letters, without user and without the port that goes without saying.
fn authority(scheme: Option<&str>, authority: &str) -> String {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
    let plain = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    let bare = host.strip_suffix(if plain { ":80" } else { ":443" }).unwrap_or(&host);
    bare.trim_end_matches('.').to_owned()
}
