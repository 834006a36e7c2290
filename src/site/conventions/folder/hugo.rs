//! Hugo's layout, which Zola has too, for folders that are read without the generator's own configuration.

/// The mark that ends a summary wherever it stands, as in WordPress and Hugo.
pub(super) const MORE: &str = "<!--more-->";

/// Whether the posts lie below `content`.
#[derive(Clone, Copy)]
pub(super) struct Content(bool);

impl Content {
    pub(super) fn new(folders: &[String]) -> Self {
        Self(folders.iter().any(|folder| folder == "content" || folder.starts_with("content/")))
    }

    /// A file's path as its URL has it: without the folder `content`.
    pub(super) fn below(self, path: &str) -> &str {
        if self.0 { path.strip_prefix("content/").unwrap_or(path) } else { path }
    }

    /// The URL of a file that is copied, without the first slash: those in `static` come to the top of the site.
    pub(super) fn copied(self, path: &str) -> &str {
        let path = self.below(path);
        path.strip_prefix("static/").filter(|_| self.0).unwrap_or(path)
    }

    /// A post's path with its `slug` in the place of the file's name.
    pub(super) fn with_slug(self, path: &str, slug: &str) -> Option<String> {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        self.0.then(|| folder.map_or_else(|| slug.to_owned(), |folder| format!("{folder}/{slug}")))
    }
}
