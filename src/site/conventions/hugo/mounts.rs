//! `[[module.mounts]]`: the folders whose files are read as if they were in others.

use crate::markup::front_matter::Map;
use crate::site::conventions::globs::glob_matches;
use crate::site::conventions::hugo::values::{at, list, table, tables, text};

/// A folder, or a file, of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Where it is, without slashes at its ends.
    pub(super) source: String,
    /// Where it is below the content; empty for the content itself.
    pub(super) target: String,
    /// The number of its language.
    pub(super) language: usize,
    /// The files of it that are read: globs, those with an exclamation mark leave files out.
    files: Vec<String>,
}

/// The folders of content: those of languages, of which key and folder are given, and what is mounted below them.
pub(super) fn roots(data: &Map, languages: &[(&str, &str)]) -> Vec<Root> {
    let own = languages.iter().enumerate().map(|(language, (_, content))| Root {
        source: (*content).to_owned(),
        target: String::new(),
        language,
        files: Vec::new(),
    });
    let mut roots: Vec<Root> = own.collect();
    for mount in mounts(data) {
        let (Some(target), Some(source)) = (target(mount, "content"), source(mount)) else { continue };
        let named = languages_of(mount);
        let is_of = |(key, _): &(&str, &str)| named.iter().any(|it| it.eq_ignore_ascii_case(key));
        let language = languages.iter().position(is_of);
        let Some(language) = language.or(Some(0).filter(|_| named.is_empty())) else { continue };
        let root = Root { source, target, language, files: files(mount) };
        match roots.iter_mut().find(|known| known.source == root.source && known.target == root.target) {
            Some(known) => known.files = root.files,
            None => roots.push(root),
        }
    }
    roots
}

/// The number of the language that a file of the content belongs to, and its path below the content: the nearest folder counts.
pub(super) fn root_of(roots: &[Root], path: &str) -> Option<(usize, String)> {
    let found = roots.iter().filter_map(|root| Some((root, root.below(path)?)));
    let nearest = found.max_by_key(|(root, _)| (root.source.len(), std::cmp::Reverse(root.language)))?;
    Some((nearest.0.language, nearest.1))
}

impl Root {
    /// A folder that is a component itself.
    pub(super) fn new(source: String) -> Self {
        Self { source, target: String::new(), language: 0, files: Vec::new() }
    }

    /// The path below the content of a file of the root; nothing for any other file.
    pub(super) fn below(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(self.source.as_str())?;
        if rest.is_empty() {
            return Some(self.target.clone());
        }
        let rest = rest.strip_prefix('/')?;
        let fits = |glob: &str| glob_matches(glob, rest);
        let mut asked = self.files.iter().filter(|glob| !glob.starts_with('!')).peekable();
        let is_asked = asked.peek().is_none() || asked.any(|glob| fits(glob));
        let is_left_out = self.files.iter().filter_map(|glob| glob.strip_prefix('!')).any(fits);
        (is_asked && !is_left_out).then(|| match self.target.as_str() {
            "" => rest.to_owned(),
            target => format!("{target}/{rest}"),
        })
    }
}

/// The folder that a mount puts in the place of another, in a language or, for an empty key, in all.
pub(super) fn mounted(data: &Map, target: &str, language: &str) -> Option<String> {
    let mount = mounts(data).into_iter().find(|mount| {
        let languages = languages_of(mount);
        let is_of = match language {
            "" => languages.is_empty(),
            language => languages.iter().any(|it| it == language),
        };
        text(mount, "target").as_deref() == Some(target) && is_of
    })?;
    source(mount)
}

/// What is mounted for a component, such as `static`, or below it.
pub(super) fn mounted_in(data: &Map, component: &str) -> Vec<Root> {
    let roots = mounts(data).into_iter().filter_map(|mount| {
        let (target, source) = (target(mount, component)?, source(mount)?);
        Some(Root { source, target, language: 0, files: files(mount) })
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
        None => list(mount, "lang"),
    }
}

/// Which files are mounted: `files`, or the keys that older sites have.
fn files(mount: &Map) -> Vec<String> {
    let excluded = list(mount, "excludefiles").into_iter().map(|glob| format!("!{glob}"));
    list(mount, "files").into_iter().chain(list(mount, "includefiles")).chain(excluded).collect()
}
