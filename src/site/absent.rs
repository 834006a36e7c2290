//! Folders and files that belong to a site and are not there: only a build, or another program before it, brings them.

use glob::{MatchOptions, Pattern};

use crate::text::pieces::Pieces as _;

/// What belongs to a site and is not there: submodules that were not checked out, symbolic links that lead nowhere, what
/// `.gitignore` names, and what a workflow brings from another repository.
#[derive(Clone, Debug, Default)]
pub struct Absent {
    /// Folders below the source.
    folders: Vec<String>,
    /// Folders below the source that have a part of their files.
    partial: Vec<String>,
    /// Files below the source, as `.gitignore` names them, with what the URLs of pages are without an ending.
    files: Vec<(String, Pattern, Option<Pattern>)>,
    /// Files that templates include, as `.gitignore` names them: a path below the folder of includes begins with a slash, a name
    /// alone is one in any folder.
    includes: Vec<Pattern>,
}

/// In `.gitignore` no asterisk means a slash too.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl Absent {
    /// Folders, those of which a part is there, and files as `.gitignore` names them, below the source; what is no pattern
    /// there names none.
    pub(crate) fn new(
        folders: Vec<String>,
        partial: Vec<String>,
        files: impl Iterator<Item = String>,
    ) -> Self {
        let files = files.filter_map(|name| {
            let pattern = Pattern::new(&name).ok()?;
            let page = page_of(&name).and_then(|page| Pattern::new(page).ok());
            Some((name, pattern, page))
        });
        Self { folders, partial, files: files.collect(), includes: Vec::new() }
    }

    /// Adds files that templates include: paths below the folder of includes, with a slash before them, and names alone.
    pub(crate) fn with_includes(self, names: impl Iterator<Item = String>) -> Self {
        Self { includes: names.filter_map(|name| Pattern::new(&name).ok()).collect(), ..self }
    }

    /// Returns whether `.gitignore` names the file that a template includes by this path: only a program before the build makes it.
    #[must_use]
    pub fn has_include(&self, path: &str) -> bool {
        let path = format!("/{}", path.trim_start_matches('/'));
        self.includes.iter().any(|pattern| {
            let part = if pattern.as_str().starts_with('/') { &path } else { path.after_last('/') };
            pattern.matches_with(part, OPTIONS)
        })
    }

    /// Returns the folder or file, as it is named, that may bring what belongs at `path`, which is decoded: a path of the
    /// built site, or a source's below the root.
    #[must_use]
    pub fn names(&self, path: &str) -> Option<&str> {
        let path = path.trim_start_matches('/');
        let folder = self.folders.iter().chain(&self.partial).find(|folder| is_of(path, folder));
        let file = || {
            let bare = path.trim_end_matches('/');
            let bare = bare.strip_suffix(".html").unwrap_or(bare);
            self.files.iter().find(|(name, pattern, page)| {
                let part = if name.contains('/') { path } else { path.after_last('/') };
                pattern.matches_with(part, OPTIONS)
                    || name.contains('/') && pattern.matches_with(bare, OPTIONS)
                    || page.as_ref().is_some_and(|page| page.matches_with(bare, OPTIONS))
            })
        };
        folder.map(String::as_str).or_else(|| file().map(|(name, ..)| name.as_str()))
    }

    /// Returns whether a part of what [`Self::names`] returned is there.
    #[must_use]
    pub fn is_partial(&self, name: &str) -> bool {
        self.partial.iter().any(|folder| folder == name)
    }

    /// Returns whether no folder or file is absent as a whole.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.files.is_empty()
    }

    /// The folders, with those of which a part is there.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().chain(&self.partial).map(String::as_str)
    }
}

/// What the URL of a page is made of that is written to this file, in a folder.
fn page_of(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| stem.contains('/'))?;
    // `_eeps/eep-*.md` makes `/eeps/eep-1`.
    matches!(ending, "md" | "markdown" | "html" | "htm").then(|| stem.strip_prefix('_').unwrap_or(stem))
}

/// Whether a path is of what is in a folder.
fn is_of(path: &str, folder: &str) -> bool {
    let folder = folder.trim_matches('/');
    // `_hcl` makes `/hcl/…`.
    is_below(path, folder) || folder.strip_prefix('_').is_some_and(|folder| is_below(path, folder))
}
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
