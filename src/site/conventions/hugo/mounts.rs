//! `[[module.mounts]]`: the folders whose files are read as if they were in others.

use crate::markup::front_matter::Map;
use crate::site::conventions::globs::Glob;
use crate::site::conventions::hugo::values::{at, list, table, tables, text};

/// A folder, or a file, of content.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// Where it is, without slashes at its ends.
    pub(super) source: String,
    /// Where it is below the content; empty for the content itself.
    pub(super) target: String,
    /// The number of its language.
    pub(super) language: usize,
    /// The files of it that are read.
    files: Choice,
}

/// Globs, each with whether it leaves out what it fits: the first that fits decides.
///
/// Source: Hugo, `hugofs/glob/filename_filter.go`.
#[derive(Clone, Debug, Default)]
struct Choice(Vec<(Glob, bool)>);

impl Choice {
    fn new(globs: &[String]) -> Self {
        let glob = |glob: &String| match glob.strip_prefix("! ") {
            Some(left_out) => (Glob::new(left_out), true),
            None => (Glob::new(glob), false),
        };
        Self(globs.iter().map(glob).collect())
    }

    /// Whether it takes a path: without a glob that fits, where all globs only leave paths out.
    fn takes(&self, path: &str) -> bool {
        let first = self.0.iter().find(|(glob, _)| glob.matches(path));
        first.map_or_else(|| self.0.iter().all(|(_, leaves_out)| *leaves_out), |(_, leaves_out)| !leaves_out)
    }
}

/// The folders of content: what is mounted there, or those of languages, of which key and folder are given. A mount replaces the
/// folders of all languages.
pub(super) fn roots(data: &Map, languages: &[(&str, &str)]) -> Vec<Root> {
    let mut roots = Vec::new();
    for mount in mounts(data) {
        let Some(target) = target(mount, "content") else { continue };
        let Some(source) = source(mount) else { continue };
        let named = languages_of(mount);
        let chosen = Choice::new(&named);
        let is_of = |number: usize, key: &str| if named.is_empty() { number == 0 } else { chosen.takes(key) };
        let numbers = languages.iter().enumerate().filter(|(number, (key, _))| is_of(*number, key));
        roots.extend(numbers.map(|(language, _)| Root {
            source: source.clone(),
            target: target.clone(),
            language,
            files: Choice::new(&files(mount)),
        }));
    }
    // Mounts for languages that the site lacks empty no feed.
    if !roots.is_empty() {
        return roots;
    }
    let own = languages.iter().enumerate();
    own.map(|(language, (_, content))| Root { language, ..Root::new((*content).to_owned()) }).collect()
}

/// The number of the language that a file of the content belongs to, and its path below the content: the nearest folder counts,
/// and of several languages in which the file has that path the first.
pub(super) fn root_of(roots: &[Root], path: &str) -> Option<(usize, String)> {
    let (_, below) = places(roots, path).max_by_key(|(root, _)| root.source.len())?;
    let same = places(roots, path).filter(|(_, other)| *other == below);
    same.map(|(root, _)| root.language).min().map(|language| (language, below))
}

/// Each folder of content that has a file, with the path of the file below the content.
pub(super) fn places<'r>(roots: &'r [Root], path: &str) -> impl Iterator<Item = (&'r Root, String)> {
    roots.iter().filter_map(move |root| Some((root, root.below(path)?)))
}

impl Root {
    /// A folder that is a component itself.
    pub(super) fn new(source: String) -> Self {
        Self { source, target: String::new(), language: 0, files: Choice::default() }
    }

    /// The path below the content of a file of the root; nothing for any other file.
    pub(super) fn below(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(self.source.as_str())?;
        if rest.is_empty() {
            return Some(self.target.clone());
        }
        let rest = rest.strip_prefix('/')?;
        self.files.takes(rest).then(|| match self.target.as_str() {
            "" => rest.to_owned(),
            target => format!("{target}/{rest}"),
        })
    }
}

/// What is mounted for a component, such as `static`, or below it.
pub(super) fn mounted_in(data: &Map, component: &str) -> Vec<Root> {
    let roots = mounts(data).into_iter().filter_map(|mount| {
        let (target, source) = (target(mount, component)?, source(mount)?);
        Some(Root { source, target, language: 0, files: Choice::new(&files(mount)) })
    });
    roots.collect()
}

/// Where a mount is below a component; nothing for one that is in another.
fn target(mount: &Map, component: &str) -> Option<String> {
    let target = text(mount, "target")?;
    let rest = target.trim_matches('/').strip_prefix(component)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/').to_owned())
}

fn mounts(data: &Map) -> Vec<&Map> {
    table(data, "module").map_or_else(Vec::new, |module| tables(module, "mounts"))
}

fn source(mount: &Map) -> Option<String> {
    text(mount, "source").map(|source| source.trim_start_matches("./").trim_matches('/').to_owned())
}

fn languages_of(mount: &Map) -> Vec<String> {
    match at(mount, "sites.matrix.languages") {
        Some(_) => list(mount, "sites.matrix.languages"),
        // Keys of languages are in lower case here.
        None => list(mount, "lang").into_iter().map(|key| key.to_lowercase()).collect(),
    }
}

/// Which files are mounted: `files`, or the keys that older sites have.
fn files(mount: &Map) -> Vec<String> {
    let excluded = list(mount, "excludefiles").into_iter().map(|glob| format!("! {glob}"));
    excluded.chain(list(mount, "files")).chain(list(mount, "includefiles")).collect()
}
