//! Folders of the first level that a site links to and does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::links::issue_ref::UrlReading;
use crate::links::{FILLED_ELSEWHERE, Form, Index, Place, Verdict, first_segment};
use crate::lint::rule::document::Reference;
use crate::markup::markdown::Link;
use crate::text::source::Span;

/// A folder that the site does not have, `/bin/`, and that another repository or the host may fill: links lead to several
/// places in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingFolder {
    /// How many links lead into it.
    pub links: usize,
    /// The first of them: files, in order, and places.
    pub places: Vec<(Arc<str>, Span)>,
}

/// Folders of the first level that another repository fills: several links lead there with scheme and host, which nobody
/// writes for a page of the own site.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilledFolders {
    names: BTreeSet<String>,
    /// What several names begin with, up to a hyphen: each repository of an organization has its folder, `www-chapter-x`.
    families: BTreeSet<String>,
}

impl FilledFolders {
    fn new(paths: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let names = paths.iter().filter(|(_, paths)| paths.len() >= SEVERAL).map(|(name, _)| name.clone());
        let mut families: BTreeMap<&str, usize> = BTreeMap::new();
        for family in paths.keys().filter_map(|name| family_of(name)) {
            *families.entry(family).or_default() += 1;
        }
        let families = families.into_iter().filter(|(_, names)| *names >= SEVERAL);
        Self { names: names.collect(), families: families.map(|(family, _)| family.to_owned()).collect() }
    }

    /// Whether another repository fills a folder.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name) || family_of(name).is_some_and(|family| self.families.contains(family))
    }
}

/// The beginning of a name up to its first hyphen.
fn family_of(name: &str) -> Option<&str> {
    name.find('-').filter(|at| *at >= 2).and_then(|at| name.get(..=at))
}

/// Links from the root that leave out the site's base URL, though something is at their place below it.
#[derive(Clone, Debug, Default)]
pub(crate) struct WithoutBase {
    links: usize,
    /// How many have it.
    with_base: usize,
    first: Option<(Arc<str>, Span)>,
}

impl WithoutBase {
    fn count(&mut self, path: &Arc<str>, link: &Link, place: &Place) {
        match place.verdict {
            Verdict::OutsideBase => {
                self.links += 1;
                self.first.get_or_insert_with(|| (Arc::clone(path), link.place()));
            }
            Verdict::Found(_) if place.form == Form::Root => self.with_base += 1,
            _ => {}
        }
    }

    /// Returns how many links leave it out and the first of them, where that is the site's way of writing: layouts or its host
    /// add the base URL, or it is that of a preview.
    pub(crate) fn as_a_rule(&self) -> Option<(usize, &(Arc<str>, Span))> {
        const MANY: usize = 50;
        self.first
            .as_ref()
            .filter(|_| self.links >= MANY && self.links > self.with_base)
            .map(|first| (self.links, first))
    }
}

/// Links to fewer places are mistyped as a rule.
const SEVERAL: usize = 3;
/// So many links are named.
const NAMED: usize = 5;

/// The folders of the first level that dead links lead into, by name: the paths there, and the links.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeadFolders {
    dead: BTreeMap<String, (BTreeSet<String>, MissingFolder)>,
    /// Those that links with the site's own host lead into, and that another repository may fill: the paths there.
    filled: BTreeMap<String, BTreeSet<String>>,
    without_base: WithoutBase,
}

impl DeadFolders {
    /// Counts a link of the file at `path`, where it leads into a folder and to nothing that the site has.
    pub(crate) fn count(&mut self, path: &Arc<str>, link: &Link, place: &Place, reference: &Reference) {
        if matches!(&place.verdict, Verdict::Unknown(reason) if reason == FILLED_ELSEWHERE) {
            let paths = self.filled.entry(first_segment(&place.path).to_owned()).or_default();
            if paths.len() < SEVERAL {
                paths.insert(place.path.clone());
            }
            return;
        }
        self.without_base.count(path, link, place);
        let is_dead = place.verdict == Verdict::Nothing && place.meant.is_none();
        let is_of_host = matches!(place.form, Form::Root | Form::OwnHost);
        let is_below_folder = place.path.trim_start_matches('/').contains('/');
        if !is_dead || !is_of_host || !is_below_folder || matches!(reference.url, UrlReading::Malformed(_)) {
            return;
        }
        let (paths, folder) = self.dead.entry(first_segment(&place.path).to_owned()).or_default();
        paths.insert(place.path.clone());
        folder.links += 1;
        if folder.places.len() < NAMED {
            folder.places.push((Arc::clone(path), link.place()));
        }
    }

    /// Takes out the links that leave out the base URL.
    pub(super) fn take_without_base(&mut self) -> WithoutBase {
        std::mem::take(&mut self.without_base)
    }

    /// Takes out those that another repository fills.
    pub(super) fn take_filled(&mut self) -> FilledFolders {
        let filled = FilledFolders::new(&std::mem::take(&mut self.filled));
        self.dead.retain(|name, _| !filled.has(name));
        filled
    }

    /// Those that the site does not have, by their names with slashes.
    pub(super) fn missing(self, index: &Index) -> BTreeMap<String, MissingFolder> {
        let mut folders = self.dead;
        folders.retain(|_, (paths, _)| paths.len() >= SEVERAL);
        if !folders.is_empty() {
            index.first_segments().for_each(|own| {
                folders.remove(own);
            });
        }
        folders.into_iter().map(|(name, (_, folder))| (format!("/{name}/"), folder)).collect()
    }
}
