//! Hugo's layout, which Zola has too, for folders that are read without the generator's own configuration.

/// The mark that ends a summary wherever it stands, as in WordPress and Hugo.
pub(super) const MORE: &str = "<!--more-->";

/// Where the posts of a folder are, and what that means for their URLs.
#[derive(Clone)]
pub(super) struct Content {
    /// Whether a post's `slug` stands for its file's name, and `static` for the top of the site.
    is_site: bool,
    /// The folder that paths are counted from, with a slash at the end; empty for that of the site.
    start: String,
}

impl Content {
    pub(super) fn new(folders: &[String], source: Option<&str>) -> Self {
        let is_site = folders.iter().any(|folder| folder == "content" || folder.starts_with("content/"));
        let start = if is_site { Some("content") } else { source };
        Self { is_site, start: start.map_or_else(String::new, |folder| format!("{folder}/")) }
    }

    /// A file's path as its URL has it: without the folder that all posts are in.
    pub(super) fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.start.as_str()).unwrap_or(path)
    }

    /// The URL of a file that is copied, without the first slash: those in `static` come to the top of the site.
    pub(super) fn copied<'p>(&self, path: &'p str) -> &'p str {
        let path = self.below(path);
        path.strip_prefix("static/").filter(|_| self.is_site).unwrap_or(path)
    }

    /// A post's path with its `slug` in the place of the file's name.
    pub(super) fn with_slug(&self, path: &str, slug: &str) -> Option<String> {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        self.is_site.then(|| folder.map_or_else(|| slug.to_owned(), |folder| format!("{folder}/{slug}")))
    }
}
