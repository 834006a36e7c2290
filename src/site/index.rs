//! Everything that a link on the site may hit.

use std::collections::BTreeMap;

use crate::site::Site;
use crate::url;

/// What stands at a URL of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A post or document, by its index in [`Site::posts`].
    Post(usize),
    /// A page, by its index in [`Site::pages`].
    Page(usize),
    /// A file that is copied as it is, by its index in [`Site::files`].
    File(usize),
    /// A redirect to another URL of this site, or of another.
    Redirect {
        /// Where it leads, as the front matter has it.
        to: String,
        /// The file that says so.
        path: String,
    },
    /// Something that the generator or a plugin makes: a feed, a sitemap.
    Made,
}

/// The URLs of a site.
#[derive(Clone, Debug, Default)]
pub struct Index {
    targets: BTreeMap<String, Vec<Target>>,
}

impl Index {
    /// Reads a site that was loaded whole. Posts that are not published are not in it.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let mut index = Self::default();
        for (at, post) in site.posts.iter().enumerate().filter(|(_, p)| p.hidden.is_none() && p.output) {
            index.add(&post.url, Target::Post(at));
            index.add_redirects(&post.redirect_from, &post.url, &post.path);
        }
        for (at, page) in site.pages.iter().enumerate() {
            index.add(&page.url, Target::Page(at));
            index.add_redirects(&page.redirect_from, &page.url, &page.path);
        }
        for (at, file) in site.files.iter().enumerate() {
            index.add(&file.url, Target::File(at));
        }
        index
    }

    /// Adds what stands at a URL (without host and base URL).
    pub fn add(&mut self, url: &str, target: Target) {
        self.targets.entry(key(url)).or_default().push(target);
    }

    fn add_redirects(&mut self, from: &[String], to: &str, path: &str) {
        for url in from {
            self.add(url, Target::Redirect { to: to.to_owned(), path: path.to_owned() });
        }
    }

    /// What stands at a URL (without host, base URL, query and fragment): as a web server finds it, so that `/a`, `/a/`,
    /// `/a.html` and `/a/index.html` are tried. Empty when nothing does.
    #[must_use]
    pub fn find(&self, url: &str) -> &[Target] {
        let wanted = key(url);
        let tries = [
            wanted.clone(),
            format!("{wanted}.html"),
            format!("{wanted}/index.html"),
            wanted.strip_suffix(".html").unwrap_or_default().to_owned(),
        ];
        tries
            .iter()
            .filter(|path| !path.is_empty())
            .find_map(|path| self.targets.get(path))
            .map_or(&[], Vec::as_slice)
    }

    /// What stands at exactly this URL.
    #[must_use]
    pub fn at(&self, url: &str) -> &[Target] {
        self.targets.get(&key(url)).map_or(&[], Vec::as_slice)
    }

    /// All URLs in order, with what stands there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Target])> {
        self.targets.iter().map(|(url, targets)| (url.as_str(), targets.as_slice()))
    }
}

/// One way of writing for all that mean one place: decoded, without an `index.html` or a slash at the end.
pub(crate) fn key(url: &str) -> String {
    let decoded = url::percent_decode(url);
    let path = decoded.strip_suffix("index.html").filter(|rest| rest.ends_with('/')).unwrap_or(&decoded);
    let path = path.trim_end_matches('/');
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
