//! Everything that a link on the site may hit.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use foldhash::HashMap;

use crate::site::Site;
use crate::text::url;

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
///
/// Every link asks for one: among ten thousand a hash finds it at once, where an ordered map goes through some twenty
/// texts that lie all over the memory.
#[derive(Clone, Debug, Default)]
pub struct Index {
    places: Vec<(String, Vec<Target>)>,
    /// The number of each URL's place.
    numbers: HashMap<String, usize>,
    /// The numbers in the order of their URLs.
    order: Vec<usize>,
}

impl Index {
    /// Reads a site that was loaded whole, which has `made` beside its own: the URLs of what the generator or plugins make.
    /// Posts that are not published are not in it.
    #[must_use]
    pub fn new(site: &Site, made: impl IntoIterator<Item = String>) -> Self {
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
        for url in made {
            index.add(&url, Target::Made);
        }
        index.order = (0..index.places.len()).collect();
        let url = |at: &usize| index.places.get(*at).map(|(url, _)| url.as_str());
        index.order.sort_unstable_by(|a, b| url(a).cmp(&url(b)));
        index
    }

    fn add(&mut self, url: &str, target: Target) {
        let next = self.places.len();
        match self.numbers.entry(key(url).into_owned()) {
            Entry::Occupied(number) => {
                if let Some((_, targets)) = self.places.get_mut(*number.get()) {
                    targets.push(target);
                }
            }
            Entry::Vacant(vacant) => {
                self.places.push((vacant.key().clone(), vec![target]));
                vacant.insert(next);
            }
        }
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
        let tries = [|url: &str| format!("{url}.html"), |url: &str| format!("{url}/index.html")];
        let stem = || self.targets(wanted.strip_suffix(".html").filter(|stem| !stem.is_empty())?);
        let other = || tries.iter().find_map(|other| self.targets(&other(&wanted)));
        self.targets(&wanted).or_else(other).or_else(stem).unwrap_or(&[])
    }

    /// What stands at exactly this URL.
    #[must_use]
    pub fn at(&self, url: &str) -> &[Target] {
        self.targets(&key(url)).unwrap_or(&[])
    }

    fn targets(&self, key: &str) -> Option<&[Target]> {
        let number = self.numbers.get(key)?;
        self.places.get(*number).map(|(_, targets)| targets.as_slice())
    }

    /// All URLs in order, with what stands there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Target])> {
        let places = self.order.iter().filter_map(|at| self.places.get(*at));
        places.map(|(url, targets)| (url.as_str(), targets.as_slice()))
    }
}

/// One way of writing for all that mean one place: decoded, without an `index.html` or a slash at the end.
pub(crate) fn key(url: &str) -> Cow<'_, str> {
    match url::percent_decode(url) {
        Cow::Borrowed(url) => rooted(without_index(url)),
        Cow::Owned(decoded) => Cow::Owned(rooted(without_index(&decoded)).into_owned()),
    }
}

fn without_index(url: &str) -> &str {
    let path = url.strip_suffix("index.html").filter(|rest| rest.ends_with('/')).unwrap_or(url);
    path.trim_end_matches('/')
}

fn rooted(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') { Cow::Borrowed(path) } else { Cow::Owned(format!("/{path}")) }
}
