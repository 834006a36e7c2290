//! Which file of a Jekyll site is what, by its path alone.
//!
//! Source: Jekyll's `reader.rb`, `readers/post_reader.rb`, `entry_filter.rb` and `collection.rb`.

use std::sync::Arc;

use glob::Pattern;

use crate::site::convention::Role;
use crate::site::conventions::fields::dated_name;

/// What of the configuration decides about paths.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// `""`, or the folder with `/` after it that everything but `output` is in and counts from.
    pub(super) source: String,
    /// `""`, or the folder with `/` after it that `_posts`, `_drafts` and the collections lie in.
    pub(super) collections_dir: String,
    /// The label `posts`, of which every post has a share.
    pub(super) posts: Arc<str>,
    /// Labels of the collections beside `posts`.
    pub(super) collections: Vec<Arc<str>>,
    pub(super) include: Vec<Entry>,
    pub(super) exclude: Vec<Entry>,
    pub(super) output: String,
    pub(super) data_dir: String,
    pub(super) includes_dir: String,
}

/// One entry of `include:` or `exclude:`: a prefix, and a glob whose `*` crosses `/`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    text: String,
    glob: Option<Pattern>,
}

impl Entry {
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim_start_matches('/').to_owned();
        let glob = text.contains(['*', '?', '[']).then(|| Pattern::new(&text).ok()).flatten();
        Self { text, glob }
    }

    fn matches(&self, path: &str) -> bool {
        path.starts_with(&self.text)
            || self.text.strip_suffix('/') == Some(path)
            || self.glob.as_ref().is_some_and(|glob| glob.matches(path))
    }
}

impl Paths {
    /// Whether anything of the site can lie in this folder.
    pub(super) fn enters(&self, folder: &str) -> bool {
        if folder == self.output {
            return false;
        }
        let Some(folder) = self.below_source(folder) else {
            return self.leads_to_source(folder);
        };
        if self.excluded(folder) {
            return false;
        }
        let name = basename(folder);
        !special(name)
            || self.included(folder)
            || matches!(name, "_posts" | "_drafts")
            || self.known_folder(folder)
            || self.inside_collection(folder)
    }

    /// Whether a `_posts` may lie below this folder: anywhere, but only below `collections_dir` where that is set.
    pub(super) fn may_hold_posts(&self, folder: &str) -> bool {
        let Some(folder) = self.below_source(folder) else {
            return self.leads_to_source(folder);
        };
        let home = &self.collections_dir;
        let folder = format!("{folder}/");
        let is_apart = [&self.data_dir, &self.includes_dir]
            .iter()
            .any(|apart| folder.strip_prefix(apart.as_str()).is_some_and(|rest| rest.starts_with('/')));
        !is_apart && (folder.starts_with(home) || home.starts_with(&folder))
    }

    /// What the file is.
    pub(super) fn role(&self, path: &str) -> Role {
        let Some(path) = self.below_source(path) else { return Role::Nothing };
        if self.is_below(path, &self.data_dir) {
            return Role::Data;
        }
        if self.is_below(path, &self.includes_dir) {
            return Role::Include;
        }
        self.role_on_the_site(path)
    }

    /// Whether a data file or an include is a page or file of the site too: Jekyll reads such folders a second time, and
    /// skips only those whose names begin with an underscore.
    pub(super) fn is_published_too(&self, path: &str) -> bool {
        self.below_source(path).is_some_and(|path| self.role_on_the_site(path) == Role::PageOrFile)
    }

    /// The path of a data file or an include below its folder: `team/core.yml` for `_data/team/core.yml`.
    pub(super) fn name_in_folder<'p>(&self, path: &'p str) -> &'p str {
        let below = self.below_source(path).unwrap_or(path);
        let folders = [&self.data_dir, &self.includes_dir].into_iter();
        let mut names = folders.filter_map(|folder| below.strip_prefix(folder.as_str())?.strip_prefix('/'));
        names.next().unwrap_or(below)
    }

    /// The path that templates know a file by: from the source folder, or, for a document and a collection's file, from that
    /// of the collections.
    pub(super) fn relative<'p>(&self, path: &'p str, is_in_collection: bool) -> &'p str {
        let below = self.below_source(path).unwrap_or(path);
        below.strip_prefix(self.collections_dir.as_str()).filter(|_| is_in_collection).unwrap_or(below)
    }

    fn below_source<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.source.as_str())
    }

    /// Whether a folder is the source or one above it.
    fn leads_to_source(&self, folder: &str) -> bool {
        self.source.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    fn role_on_the_site(&self, path: &str) -> Role {
        let mut folder_start = 0;
        while let Some(length) = path[folder_start..].find('/') {
            let folder = &path[..folder_start + length];
            let name = &path[folder_start..folder_start + length];
            let below = &path[folder_start + length + 1..];
            let at_home = path.starts_with(&self.collections_dir);
            match name {
                "_posts" if at_home => return self.publishable(path, below, false),
                "_drafts" if at_home => return self.publishable(path, below, true),
                _ => {}
            }
            if let Some(label) = self.label(folder) {
                return self.in_collection(path, below, label);
            }
            if self.hides(folder) {
                return Role::Nothing;
            }
            folder_start += length + 1;
        }
        if self.hides(path) { Role::Nothing } else { Role::PageOrFile }
    }

    /// A file below `_posts` or `_drafts`.
    fn publishable(&self, path: &str, below: &str, draft: bool) -> Role {
        if self.hides_below(path, below) {
            return Role::Nothing;
        }
        let name = basename(below);
        if !name.contains('.') || name.rfind('.') == Some(0) {
            return Role::Ignored("its name has no extension");
        }
        if !draft && dated_name(name).is_none() {
            return Role::Ignored("its name does not begin with a date as `2024-05-31-title.md` does");
        }
        Role::Document { collection: Arc::clone(&self.posts), draft }
    }

    fn in_collection(&self, path: &str, below: &str, label: &Arc<str>) -> Role {
        if self.hides_below(path, below) {
            Role::Nothing
        } else {
            Role::Document { collection: Arc::clone(label), draft: false }
        }
    }

    /// Whether some folder or file of `below`, the end of `path`, is skipped.
    fn hides_below(&self, path: &str, below: &str) -> bool {
        let start = path.len() - below.len();
        below
            .match_indices('/')
            .map(|(at, _)| &path[..start + at])
            .chain(std::iter::once(path))
            .any(|part| self.hides(part))
    }

    fn hides(&self, path: &str) -> bool {
        let name = basename(path);
        !self.included(path)
            && (self.excluded(path) || special(name) || path.ends_with('~') || path.ends_with('.'))
    }

    fn excluded(&self, path: &str) -> bool {
        self.exclude.iter().any(|entry| entry.matches(path))
    }

    fn included(&self, path: &str) -> bool {
        let name = basename(path);
        self.include.iter().any(|entry| entry.matches(path) || entry.matches(name))
    }

    /// The collection whose folder this is.
    fn label(&self, folder: &str) -> Option<&Arc<str>> {
        let label = folder.strip_prefix(&self.collections_dir)?.strip_prefix('_')?;
        self.collections.iter().find(|known| &***known == label)
    }

    fn inside_collection(&self, folder: &str) -> bool {
        self.label(folder).is_some()
    }

    fn known_folder(&self, folder: &str) -> bool {
        [&self.data_dir, &self.includes_dir].into_iter().any(|known| {
            folder == known || known.starts_with(&format!("{folder}/")) || self.is_below(folder, known)
        })
    }

    fn is_below(&self, path: &str, folder: &str) -> bool {
        path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What begins so is not content.
fn special(name: &str) -> bool {
    name.starts_with(['.', '_', '#', '~'])
}

/// The last part of a path.
pub(super) fn basename(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Paths {
        Paths {
            source: String::new(),
            collections_dir: String::new(),
            posts: "posts".into(),
            collections: vec!["doc".into()],
            include: vec![Entry::new(".htaccess"), Entry::new("_pages")],
            exclude: vec![Entry::new("vendor/bundle/"), Entry::new("*.bak"), Entry::new("README.md")],
            output: "_site".to_owned(),
            data_dir: "_data".to_owned(),
            includes_dir: "_includes".to_owned(),
        }
    }

    #[test]
    fn every_file_has_its_role() {
        let posts = |draft| Role::Document { collection: "posts".into(), draft };
        for (path, role) in [
            ("_posts/2024-01-02-a.md", posts(false)),
            ("_posts/deep/2024-01-02-a.md", posts(false)),
            ("es/_posts/24-1-2-a.html", posts(false)),
            ("_drafts/idea.md", posts(true)),
            ("_doc/x/y.md", Role::Document { collection: "doc".into(), draft: false }),
            ("_pages/about.md", Role::PageOrFile),
            ("about.md", Role::PageOrFile),
            ("css/site.css", Role::PageOrFile),
            ("_data/authors.yml", Role::Data),
            ("_includes/note.html", Role::Include),
            ("_layouts/post.html", Role::Nothing),
            ("_posts/_hidden/2024-01-02-a.md", Role::Nothing),
            ("vendor/bundle/x.md", Role::Nothing),
            ("_posts/2024-01-02-a.bak", Role::Nothing),
            ("a~", Role::Nothing),
            (".git/HEAD", Role::Nothing),
            (".htaccess", Role::PageOrFile),
        ] {
            assert_eq!(paths().role(path), role, "{path}");
        }
        assert!(matches!(paths().role("_posts/idea.md"), Role::Ignored(_)));
        assert!(matches!(paths().role("_posts/2024-XX-02-a.md"), Role::Ignored(_)));
    }

    #[test]
    fn folders_that_hold_nothing_are_not_entered() {
        for (folder, entered) in [
            ("_posts", true),
            ("es", true),
            ("es/_posts", true),
            ("_doc", true),
            ("_data", true),
            ("_pages", true),
            ("_site", false),
            ("_layouts", false),
            (".git", false),
            ("vendor/bundle", false),
        ] {
            assert_eq!(paths().enters(folder), entered, "{folder}");
        }
    }
}
