//! How a site's links are written and where they lead as a rule: what shows that something makes the places that one link
//! alone would be wrong about.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::links::{FILLED_ELSEWHERE, Form, Place, Verdict, first_segment};
use crate::lint::rule::packages::split_endings;
use crate::text::pieces::{Part as _, Pieces as _};

/// Folders of the first level that another repository fills: several links lead there with scheme and host, which nobody
/// writes for a page of the own site.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilledFolders {
    names: BTreeSet<String>,
    /// What several names begin with, up to a hyphen: each repository of an organization has its folder, `www-chapter-x`.
    families: BTreeSet<String>,
    /// Folders that several packages for download are linked to in: nobody keeps those in a site's repository.
    of_packages: BTreeSet<String>,
    /// How many such folders links name.
    count: usize,
    /// Folders below the first level that links with the host name several places in.
    deep: BTreeSet<String>,
    /// The folders in a folder in which links with the host name places.
    inner: BTreeMap<String, BTreeSet<String>>,
}

impl FilledFolders {
    fn new(
        paths: &BTreeMap<String, BTreeSet<String>>,
        packages: &BTreeMap<String, BTreeSet<String>>,
        deep: &BTreeMap<String, BTreeSet<String>>,
        inner: &BTreeMap<String, BTreeSet<String>>,
    ) -> Self {
        let several = |paths: &BTreeMap<String, BTreeSet<String>>| -> BTreeSet<String> {
            paths.iter().filter(|(_, paths)| paths.len() >= SEVERAL).map(|(name, _)| name.clone()).collect()
        };
        let mut families: BTreeMap<&str, usize> = BTreeMap::new();
        for family in paths.keys().filter_map(|name| family_of(name)) {
            *families.entry(family).or_default() += 1;
        }
        let families = families.into_iter().filter(|(_, names)| *names >= SEVERAL);
        let families = families.map(|(family, _)| family.to_owned()).collect();
        Self {
            names: several(paths),
            families,
            of_packages: several(packages),
            count: paths.len(),
            deep: several(deep),
            inner: inner.clone(),
        }
    }

    /// Whether several folders are those of other repositories.
    pub(super) const fn are_several(&self) -> bool {
        self.count >= SEVERAL
    }

    /// Whether a folder has packages, where the site has nothing in it.
    pub(super) fn has_packages(&self, name: &str) -> bool {
        self.of_packages.contains(name)
    }

    /// Whether something else fills the folder of a path that is below the first level, where `is_missing` is true of it: links
    /// with the host name several places in it, or in several missing folders beside it.
    pub(super) fn has_below(&self, path: &str, is_missing: &dyn Fn(&str) -> bool) -> bool {
        // `/doc/v4` is a folder as a rule.
        let whole = format!("{path}/");
        let is_folder = !path.ends_with('/') && !path.after_last('/').contains('.');
        folders_of(if is_folder { &whole } else { path }).filter(|folder| is_missing(folder)).any(|folder| {
            let beside = || self.inner.get(folder_of(folder.trim_end_matches('/')));
            let missing = || beside().into_iter().flatten().filter(|folder| is_missing(folder)).count();
            self.deep.contains(folder) || missing() >= SEVERAL
        })
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

/// Links to fewer places are mistyped as a rule.
const SEVERAL: usize = 3;

/// How many links of a kind are alive, and how many are dead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tried {
    pub(crate) alive: usize,
    pub(crate) dead: usize,
}

impl Tried {
    /// Whether most are dead.
    pub(crate) const fn is_mostly_dead(self) -> bool {
        self.dead > self.alive
    }
}

/// How links are written and where they lead, while files are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct LinkHabits {
    /// The folders that links with the site's own host lead into, and that another repository may fill: the paths there.
    filled: BTreeMap<String, BTreeSet<String>>,
    /// The folders that links to packages lead into, where nothing is: their paths.
    packages: BTreeMap<String, BTreeSet<String>>,
    /// The places that links with the host name in folders below the first level, and the folders in those folders.
    deep: BTreeMap<String, BTreeSet<String>>,
    inner: BTreeMap<String, BTreeSet<String>>,
    /// Links from the root, with the base URL and without.
    based: Tried,
    /// Relative links, by the folder of their files.
    relative: HashMap<Box<str>, Tried>,
    /// Links by the ending of their paths, `.md`.
    endings: Vec<(Box<str>, Tried)>,
}

impl LinkHabits {
    /// Counts the places that the links of the file at `path` lead to.
    pub(crate) fn count<'p>(&mut self, path: &str, places: impl Iterator<Item = &'p Place>) {
        let mut relative = Tried::default();
        for place in places {
            self.count_ending(place);
            let is_elsewhere =
                matches!(&place.verdict, Verdict::Unknown(reason) if reason == FILLED_ELSEWHERE);
            let is_nothing = place.verdict == Verdict::Nothing && place.form != Form::Tag;
            if (is_nothing || is_elsewhere) && is_package(&place.path) {
                insert_few(&mut self.packages, first_segment(&place.path), &place.path);
            }
            if is_nothing && place.form == Form::OwnHost {
                self.count_deep(&place.path);
            }
            match (place.form, &place.verdict) {
                (Form::OwnHost, Verdict::Unknown(reason)) if reason == FILLED_ELSEWHERE => {
                    insert_few(&mut self.filled, first_segment(&place.path), &place.path);
                }
                (Form::Root, Verdict::OutsideBase) => self.based.dead += 1,
                (Form::Root, Verdict::Found(_)) => self.based.alive += 1,
                (Form::Relative, Verdict::Found(_)) => relative.alive += 1,
                (Form::Relative, Verdict::Nothing) => relative.dead += 1,
                _ => {}
            }
        }
        if relative == Tried::default() {
            return;
        }
        let folder = folder_of(path);
        if let Some(of_folder) = self.relative.get_mut(folder) {
            of_folder.alive += relative.alive;
            of_folder.dead += relative.dead;
        } else {
            self.relative.insert(folder.into(), relative);
        }
    }

    /// Counts a place that a link with the host names, where nothing is.
    fn count_deep(&mut self, path: &str) {
        for folder in folders_of(path).filter(|folder| folder.len() < path.len()) {
            insert_few(&mut self.deep, folder, path);
            insert_few(&mut self.inner, folder_of(folder.trim_end_matches('/')), folder);
        }
    }

    fn count_ending(&mut self, place: &Place) {
        let is_alive = match place.verdict {
            Verdict::Found(_) => true,
            Verdict::Nothing => false,
            _ => return,
        };
        let Some(ending) = ending_of(&place.path) else { return };
        let known = self.endings.iter().position(|(known, _)| **known == *ending);
        // A site has few; what follows a dot in titles and versions is none.
        if known.is_none() && self.endings.len() < MOST_ENDINGS {
            self.endings.push((ending.into(), Tried::default()));
        }
        let at = known.unwrap_or(self.endings.len().saturating_sub(1));
        let Some((_, tried)) = self.endings.get_mut(at).filter(|(known, _)| **known == *ending) else {
            return;
        };
        tried.alive += usize::from(is_alive);
        tried.dead += usize::from(!is_alive);
    }

    /// The ending of a path, `.md`, where most links whose paths have it are dead.
    pub(crate) fn lost_ending<'p>(&self, path: &'p str) -> Option<&'p str> {
        let ending = ending_of(path)?;
        let known = self.endings.iter().find(|(known, _)| **known == *ending);
        known.is_some_and(|(_, tried)| tried.is_mostly_dead()).then_some(ending)
    }

    /// Whether many links lead to Markdown, and most of those to nothing.
    pub(crate) fn lose_many_sources(&self) -> bool {
        const MANY: usize = 20;
        let mut sources = self.endings.iter().filter(|(ending, _)| matches!(&**ending, ".md" | ".markdown"));
        sources.any(|(_, tried)| tried.is_mostly_dead() && tried.dead >= MANY)
    }

    /// The folders that another repository fills.
    pub(super) fn filled(&self) -> FilledFolders {
        FilledFolders::new(&self.filled, &self.packages, &self.deep, &self.inner)
    }

    /// Whether links from the root leave out the base URL as a rule.
    pub(crate) const fn leaves_base_out(&self) -> bool {
        self.based.is_mostly_dead()
    }

    /// Whether most relative links in the files of this one's folder are dead.
    pub(crate) fn is_lost_beside(&self, path: &str) -> bool {
        self.relative.get(folder_of(path)).is_some_and(|tried| tried.is_mostly_dead())
    }
}

/// The folders that a path is in, below the first level, with a slash at the end: `/a/b/` of `/a/b/c`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').skip(2).map(|(at, _)| path.part(..=at))
}

/// Adds a path to those of a folder.
fn insert_few(paths: &mut BTreeMap<String, BTreeSet<String>>, folder: &str, path: &str) {
    let paths = paths.entry(folder.to_owned()).or_default();
    if paths.len() < SEVERAL {
        paths.insert(path.to_owned());
    }
}

/// Whether a path is that of a package for download, or of a signature beside one.
fn is_package(path: &str) -> bool {
    !split_endings(path.after_last('/')).1.is_empty()
}

/// So many endings are counted.
const MOST_ENDINGS: usize = 64;

/// The ending of a path, `.md`; nothing of a folder.
fn ending_of(path: &str) -> Option<&str> {
    const LONGEST: usize = 9;
    let name = path.rfind('/').and_then(|at| path.get(at + 1..))?;
    let at = name.rfind('.').filter(|at| *at > 0 && name.len() - at <= LONGEST)?;
    name.get(at..)
}

/// The folder that a file is in, with a slash at the end; empty for that of the site.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("")
}
