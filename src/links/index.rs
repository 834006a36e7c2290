//! Everything that a link on the site may hit.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use crate::links::near::nearest_path;
use crate::site::post::Post;
use crate::site::{HostRedirect, WholeSite};
use crate::text::neighbours::Neighbours;
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::url;

/// What stands at a URL of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A post or document, by its index in [`Site::posts`](crate::site::Site::posts).
    Post(usize),
    /// A page, by its index in [`Surroundings::pages`](crate::site::Surroundings::pages).
    Page(usize),
    /// A file that is copied as it is, by its index in [`Surroundings::files`](crate::site::Surroundings::files).
    File(usize),
    /// A redirect to another URL of this site, or of another.
    Redirect(Arc<Redirect>),
    /// Something that the generator or a plugin makes: a feed, a sitemap.
    Made,
}

impl Target {
    /// Returns whether this is a redirect that a script on a page may make.
    pub(crate) fn is_by_script(&self) -> bool {
        matches!(self, Self::Redirect(redirect) if redirect.by_script)
    }
}

/// A redirect that front matter or a file of the host states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The URL that it redirects from, as it is written.
    pub from: String,
    /// Where it leads, as it is written.
    pub to: String,
    /// The file that states it.
    pub path: String,
    /// Whether a script on a page sends readers on, as far as its text shows.
    pub by_script: bool,
}

/// The URLs of a site.
///
/// Every link asks for one: among ten thousand a hash finds it at once, where an ordered map goes through some twenty
/// strings all over the memory.
#[derive(Clone, Debug, Default)]
pub struct Index {
    places: Vec<Place>,
    /// The number of each place by its file.
    numbers: HashMap<Arc<str>, usize>,
    /// The folders that posts are in, with a slash at their ends.
    post_folders: BTreeSet<Box<str>>,
    /// The numbers in the order of their files.
    order: Box<[u32]>,
    /// Whether each page is written to a folder, as Hugo and Zola do; Jekyll writes `/a` to `a.html`.
    writes_folders: bool,
    /// The URLs, all and those of files that are copied or made, once a near one is looked for.
    near: OnceLock<Neighbours>,
    near_files: OnceLock<Neighbours>,
}

/// One file of the built site and its claimants.
#[derive(Clone, Debug)]
struct Place {
    /// The file: `/a.html`; `/a/` for `/a/index.html`.
    file: Arc<str>,
    /// The URL, decoded, of the first claimant, where it differs from the file: `/a` for `/a.html`.
    url: Option<Box<str>>,
    targets: Targets,
}

/// What stands at one place: nearly always one thing.
#[derive(Clone, Debug)]
enum Targets {
    One(Target),
    Several(Vec<Target>),
}

impl Targets {
    fn push(&mut self, target: Target) {
        match self {
            Self::One(first) => *self = Self::Several(vec![first.clone(), target]),
            Self::Several(targets) => targets.push(target),
        }
    }

    const fn as_slice(&self) -> &[Target] {
        match self {
            Self::One(target) => std::slice::from_ref(target),
            Self::Several(targets) => targets.as_slice(),
        }
    }
}

impl Index {
    /// Reads a site, which has `made` beside its own: the URLs of what the generator or plugins make.
    /// Posts that the generator does not write are not in it.
    #[must_use]
    pub fn new(whole: WholeSite<'_>, made: impl IntoIterator<Item = String>) -> Self {
        let WholeSite { site, surroundings } = whole;
        let writes_folders = site.settings.convention.writes_folders;
        let mut index = Self { writes_folders, ..Self::default() };
        let is_written = |post: &&Post| post.output && post.is_read();
        for (at, post) in
            site.posts.iter().map(|post| &**post).enumerate().filter(|(_, post)| is_written(post))
        {
            let url = url::percent_decode(&post.url);
            let is_in_folder =
                site.settings.posts_in_folders && post.is_post() && !url.ends_with('/') && !has_html(&url);
            let place = if is_in_folder { format!("{url}/") } else { url.clone().into_owned() };
            index.add(&place, Target::Post(at));
            if post.is_post() {
                index.add_post_folders(&place);
            }
            index.add_redirects(&post.redirect_from, &post.url, &post.path);
        }
        // A page without a URL is not written: `permalink: false` of Eleventy.
        let written = surroundings.pages.iter().enumerate().filter(|(_, page)| !page.url.is_empty());
        for (at, page) in written {
            index.add(&url::percent_decode(&page.url), Target::Page(at));
            index.add_redirects(&page.redirect_from, &page.url, &page.path);
        }
        for (at, file) in surroundings.files.iter().enumerate() {
            index.add_file(&file.url, Target::File(at));
        }
        for redirect in &surroundings.redirects {
            let HostRedirect { from, to, path, by_script } = redirect.clone();
            let target = Target::Redirect(Arc::new(Redirect { from, to, path, by_script }));
            index.add(&url::percent_decode(&redirect.from), target);
        }
        for url in made {
            index.add_file(&url::percent_decode(&url), Target::Made);
        }
        index.places.shrink_to_fit();
        let file = |at: &u32| index.places.get(*at as usize).map(|place| &*place.file);
        let mut order: Box<[u32]> = (0..).take(index.places.len()).collect();
        order.sort_unstable_by(|a, b| file(a).cmp(&file(b)));
        index.order = order;
        index
    }

    /// The places in the order of their files.
    fn in_order(&self) -> impl Iterator<Item = &Place> {
        self.order.iter().filter_map(|at| self.places.get(*at as usize))
    }

    /// Adds the folders that a post is in, below the root.
    fn add_post_folders(&mut self, url: &str) {
        const DEEPEST: usize = 32;
        for folder in folders_around(url).take(DEEPEST) {
            if self.post_folders.contains(folder) {
                return;
            }
            self.post_folders.insert(folder.into());
        }
    }

    /// Adds a page by its decoded URL.
    fn add(&mut self, url: &str, target: Target) {
        self.add_at(self.file_of(url).into(), url, target);
    }

    /// Adds a file, which is written to its URL as it is.
    fn add_file(&mut self, url: &str, target: Target) {
        self.add_at(without_index(&rooted(url)).into(), url, target);
    }

    fn add_at(&mut self, file: Arc<str>, url: &str, target: Target) {
        let next = self.places.len();
        match self.numbers.entry(file) {
            Entry::Occupied(number) => {
                if let Some(place) = self.places.get_mut(*number.get()) {
                    place.targets.push(target);
                }
            }
            Entry::Vacant(vacant) => {
                let file = Arc::clone(vacant.key());
                let url = (*file != *url).then(|| rooted(url).into());
                self.places.push(Place { file, url, targets: Targets::One(target) });
                vacant.insert(next);
            }
        }
    }

    fn add_redirects(&mut self, from: &[String], to: &str, path: &str) {
        for url in from {
            let (from, to, path) = (url.clone(), to.to_owned(), path.to_owned());
            let redirect = Redirect { from, to, path, by_script: false };
            self.add(&url::percent_decode(url), Target::Redirect(Arc::new(redirect)));
        }
    }

    /// Returns what a web server finds at a URL (without host, base URL, query and fragment). Empty when there is nothing.
    #[must_use]
    pub fn find(&self, url: &str) -> &[Target] {
        self.served(&url::percent_decode(url))
    }

    /// Returns what a web server finds at a decoded path: at `/a` the files `/a`, `/a.html` and `/a/index.html`, the first
    /// of them; at `/a/` only `/a/index.html`, or another index of the folder. Empty when there is nothing.
    #[must_use]
    pub fn served(&self, path: &str) -> &[Target] {
        let path = rooted(path);
        let path = without_index(&path);
        if path.ends_with('/') {
            let bare = path.trim_end_matches('/');
            // Zola and Hugo publish in folders: an alias `/a.html` is the old place of a page at `/a/`.
            let page = || self.targets(&format!("{bare}.html")).filter(|_| self.writes_folders);
            return self.targets(path).or_else(page).or_else(|| self.other_index(path)).unwrap_or(&[]);
        }
        // A title with a dot, `/v1.2`, is a page's URL that looks like a file's.
        let dotted = || path.strip_suffix(".html").filter(|stem| has_extension(stem));
        self.targets(path)
            .or_else(|| self.targets(&format!("{path}.html")))
            .or_else(|| self.targets(&format!("{path}/")))
            .or_else(|| self.targets(dotted()?))
            .or_else(|| self.targets(path.strip_suffix("index").filter(|rest| rest.ends_with('/'))?))
            .or_else(|| self.other_index(&format!("{path}/")))
            .unwrap_or(&[])
    }

    /// The file that a host shows for a folder without `index.html`: a site that has an `index.php` is on a host that runs it.
    fn other_index(&self, folder: &str) -> Option<&[Target]> {
        const NAMES: [&str; 4] = ["index.htm", "index.xhtml", "index.shtml", "index.php"];
        NAMES.iter().find_map(|name| self.targets(&format!("{folder}{name}")))
    }

    /// The file that the generator writes for a page with this decoded URL: `/a/` for `/a/index.html`.
    pub(crate) fn file_of<'u>(&self, url: &'u str) -> Cow<'u, str> {
        let url = rooted(url);
        let bare = without_index(&url);
        if bare.ends_with('/') || has_extension(bare) {
            return if bare.len() == url.len() { url } else { Cow::Owned(bare.to_owned()) };
        }
        if self.writes_folders {
            return Cow::Owned(format!("{bare}/"));
        }
        // A page at `/a/index` is the index of its folder.
        let folder = bare.strip_suffix("index").filter(|rest| rest.ends_with('/'));
        Cow::Owned(folder.map_or_else(|| format!("{bare}.html"), str::to_owned))
    }

    fn targets(&self, file: &str) -> Option<&[Target]> {
        let number = self.numbers.get(file)?;
        self.places.get(*number).map(|place| place.targets.as_slice())
    }

    /// All files of the built site in order, `/a/` for `/a/index.html`, with what is written there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Target])> {
        self.in_order().map(|place| (&*place.file, place.targets.as_slice()))
    }

    /// All URLs, decoded, in the order of [`Index::iter`].
    pub fn urls(&self) -> impl Iterator<Item = (&str, &[Target])> {
        self.in_order().map(|place| (place.url.as_deref().unwrap_or(&place.file), place.targets.as_slice()))
    }

    /// Returns the URL, decoded, that is most like a path, where one is near enough to be meant: never `own`, and of files
    /// that are copied or made alone with `only_files`.
    #[must_use]
    pub fn nearest(&self, path: &str, only_files: bool, own: Option<&str>) -> Option<&str> {
        let is_file = |targets: &[Target]| {
            targets.iter().any(|target| matches!(target, Target::File(_) | Target::Made))
        };
        let all = || Neighbours::new(self.urls().map(|(url, _)| url));
        let files =
            || Neighbours::new(self.urls().filter(|(_, targets)| is_file(targets)).map(|(url, _)| url));
        let urls = if only_files { self.near_files.get_or_init(files) } else { self.near.get_or_init(all) };
        nearest_path(urls, path, &|url| Some(url) != own)
    }

    /// Whether something is in a folder, `/docs/api/`.
    #[must_use]
    pub fn has_below(&self, folder: &str) -> bool {
        let file = |at: &u32| self.places.get(*at as usize).map_or("", |place| &*place.file);
        let next = self.order.partition_point(|at| file(at) < folder);
        self.order.get(next).is_some_and(|at| file(at).starts_with(folder))
    }

    /// Whether something is in a folder, `/docs/api/`, other than its own page.
    #[must_use]
    pub fn has_more_than_index(&self, folder: &str) -> bool {
        let file = |at: &u32| self.places.get(*at as usize).map_or("", |place| &*place.file);
        let next = self.order.partition_point(|at| file(at) <= folder);
        self.order.get(next).is_some_and(|at| file(at).starts_with(folder))
    }

    /// Whether the nearest folder around this one that has something in it, below the root, has posts: `/blog/` around
    /// `/blog/2019/`.
    #[must_use]
    pub(crate) fn is_among_posts(&self, folder: &str) -> bool {
        let filled = folders_around(folder).find(|folder| self.has_below(folder));
        filled.is_some_and(|folder| self.post_folders.contains(folder))
    }

    /// Whether a folder beside others that are named by versions, `/docs/latest/`, may be one of those under another name: the
    /// same place is in one of them.
    #[must_use]
    pub(crate) fn is_version_by_alias(&self, path: &str) -> bool {
        const ALIASES: [&str; 9] =
            ["latest", "stable", "current", "release", "nightly", "dev", "master", "main", "edge"];
        let mut starts = path.match_indices('/').map(|(at, _)| at + 1);
        starts.any(|start| {
            let rest = path.part(start..);
            let name = rest.up_to('/');
            let folder = path.part(..start + name.len());
            let is_in_version = |version: &str| {
                let there = format!("{}{version}{}", path.part(..start), rest.part(name.len()..));
                !self.served(&there).is_empty()
            };
            ALIASES.contains(&name)
                && !self.has_below(&format!("{folder}/"))
                && self.folders_in(path.part(..start)).any(|name| is_version(name) && is_in_version(name))
        })
    }

    /// The names of the folders in a folder, `/docs/`.
    fn folders_in<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f str> {
        let file = |at: &u32| self.places.get(*at as usize).map_or("", |place| &*place.file);
        let mut next = self.order.partition_point(|at| file(at) < folder);
        std::iter::from_fn(move || {
            loop {
                let below = self.order.get(next).map(file)?.strip_prefix(folder)?;
                let Some((name, _)) = below.split_once('/') else {
                    next += 1;
                    continue;
                };
                // `0` is the character after `/`.
                let end = format!("{folder}{name}0");
                next += self.order.get(next..).unwrap_or(&[]).partition_point(|at| file(at) < end.as_str());
                return Some(name);
            }
        })
    }

    /// The first folders or files of all paths: `doc` of `/doc/install/`.
    pub fn first_segments(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| first_segment(&place.file))
    }
}

/// The first folder or file of a path that begins with a slash.
pub(crate) fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').up_to('/')
}

/// The folders around a file or folder, below the root, with a slash at the end: the nearest first.
fn folders_around(path: &str) -> impl Iterator<Item = &str> {
    fn around(path: &str) -> Option<&str> {
        let at = path.trim_end_matches('/').rfind('/').filter(|at| *at > 0)?;
        path.get(..=at)
    }
    std::iter::successors(around(path), |folder| around(folder))
}

/// `1.2`, `v3`; `2024` is a year.
fn is_version(name: &str) -> bool {
    let is_year = name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    !is_year && name.strip_prefix('v').unwrap_or(name).starts_with(|c: char| c.is_ascii_digit())
}

fn has_html(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

fn has_extension(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.trim_start_matches('.').contains('.'))
}

/// One way of writing for all that mean one place to a lenient server: decoded, without an `index.html` or a slash at the
/// end.
pub(crate) fn key(url: &str) -> Cow<'_, str> {
    match url::percent_decode(url) {
        Cow::Borrowed(url) => rooted(without_index(url).trim_end_matches('/')),
        Cow::Owned(decoded) => Cow::Owned(rooted(without_index(&decoded).trim_end_matches('/')).into_owned()),
    }
}

fn without_index(url: &str) -> &str {
    url.strip_suffix("index.html").filter(|rest| rest.ends_with('/')).unwrap_or(url)
}

fn rooted(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') { Cow::Borrowed(path) } else { Cow::Owned(format!("/{path}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_all_claims_to_a_place_in_order() {
        let mut index = Index::default();
        for (url, target) in [("/a", 1), ("/b/", 2), ("/a.html", 3), ("/a", 4)] {
            index.add(url, Target::Post(target));
        }
        assert_eq!(index.find("/a"), [1, 3, 4].map(Target::Post));
        assert_eq!(index.find("/b/index.html"), [Target::Post(2)]);
        assert!(index.find("/c").is_empty());
        assert!(size_of::<Target>() <= 16, "every link of a site has one");
    }
}
