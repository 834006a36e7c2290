//! References of one page to another by its path: `ref`, `relref`, links to `.md` files.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::site::Site;
use crate::site::conventions::hugo::mounts::{Root, root_of};
use crate::site::conventions::paths::joined;
use crate::site::post::Post;

/// The pages of a site by their paths below the content.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The folders of the content.
    pub(super) roots: Vec<Root>,
    /// The keys of languages, where there are several.
    pub(super) languages: Vec<String>,
    /// The tag that the pages of each of them have, by key.
    pub(super) tags: Vec<(String, String)>,
    /// The URLs of lists by the tag of their language and their path.
    pub(super) lists: HashMap<(Option<String>, String), String>,
    /// The files beside pages, where templates ask for them.
    pub(super) files: BTreeSet<String>,
    pub(super) pages: OnceLock<Pages>,
}

/// The numbers of posts by path, and by name where that is the only one.
#[derive(Debug, Default)]
pub(super) struct Pages {
    paths: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
}

impl References {
    /// The path of the URL of the page that `ref` means, in the language of the page that it is on: by its path, or its name
    /// where no other page has that.
    pub(super) fn url_of(&self, site: &Site, from: &Post, written: &str) -> Option<String> {
        self.url_in(site, from, written, from.language.as_deref())
    }

    /// The same in a language that is named by its tag.
    pub(super) fn url_in(
        &self,
        site: &Site,
        from: &Post,
        written: &str,
        language: Option<&str>,
    ) -> Option<String> {
        let found = self.by_path(site, from, written, language);
        found.or_else(|| self.by_name(site, written, language)).map(|it| it.url().to_owned())
    }

    /// The only page or list of a name.
    pub(super) fn by_name<'s>(
        &'s self,
        site: &'s Site,
        written: &str,
        language: Option<&'s str>,
    ) -> Option<Target<'s>> {
        let pages = self.pages.get_or_init(|| self.pages(site));
        let has_path = written.starts_with('.') || written.contains('/');
        if has_path {
            return None;
        }
        let name = logical(written, &self.languages);
        let numbers = pages.names.get(&name).map_or(&[][..], Vec::as_slice);
        let is_named = |(tag, path): &(Option<String>, String)| {
            tag.as_deref() == language && path.rsplit('/').next() == Some(name.as_str())
        };
        let lists = self.lists.iter().filter(|(key, _)| is_named(key)).map(|(_, url)| Target::List(url));
        let mut found = of_language(site, numbers, language).map(Target::Page).chain(lists);
        found.next().filter(|_| found.next().is_none())
    }

    /// The page that links and `GetPage` mean: by its path alone.
    ///
    /// Source: Hugo, `hugolib/pagecollections.go`.
    pub(super) fn by_path<'s>(
        &'s self,
        site: &'s Site,
        from: &Post,
        written: &str,
        language: Option<&'s str>,
    ) -> Option<Target<'s>> {
        let pages = self.pages.get_or_init(|| self.pages(site));
        let target = logical(written, &self.languages);
        let by_path = |path: &str| {
            let own = pages.paths.get(path).and_then(|numbers| of_language(site, numbers, language).next());
            let list = || self.lists.get(&(language.map(str::to_owned), path.to_owned()));
            own.map(Target::Page).or_else(|| list().map(|url| Target::List(url)))
        };
        if !written.starts_with('/') {
            let below = self.below(&from.path);
            let (folder, file) = below.rsplit_once('/').unwrap_or(("", below.as_str()));
            let folder = logical(folder, &[]);
            if is_above(&folder, written) {
                return None;
            }
            // A page in a folder of its own is beside that folder, but for paths of files.
            let is_file = has_page_ending(written);
            let is_beside = file.starts_with("index.") && !(is_file && written.starts_with("../"));
            let beside = folder.rsplit_once('/').map_or("", |(above, _)| above);
            let base = if is_beside { beside } else { folder.as_str() };
            let found = by_path(&joined(base, &target))
                .or_else(|| by_path(&joined(&folder, &target)).filter(|_| is_file));
            if found.is_some() || written.starts_with('.') {
                return found;
            }
        }
        by_path(target.trim_start_matches('/'))
    }

    /// The path of the URL of the same page in another language.
    pub(super) fn twin<'s>(&'s self, site: &'s Site, post: &Post, tag: &'s str) -> Option<&'s str> {
        let pages = self.pages.get_or_init(|| self.pages(site));
        let numbers = pages.paths.get(&logical(&self.below(&post.path), &self.languages))?;
        of_language(site, numbers, Some(tag)).next().map(|post| post.url.as_str())
    }

    /// The tag of a language by its key.
    pub(super) fn tag(&self, key: &str) -> Option<&str> {
        let found = self.tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, tag)| tag.as_str())
    }

    /// The key of a language by its tag.
    pub(super) fn key(&self, tag: &str) -> Option<&str> {
        self.tags.iter().find(|(_, known)| known == tag).map(|(key, _)| key.as_str())
    }

    /// Whether a file of this name is below a folder of assets, the site's or a theme's.
    pub(super) fn has_asset(&self, name: &str) -> bool {
        self.files.contains(&format!("{ASSETS}{}", name.trim_start_matches('/')))
    }

    /// A path below the content.
    pub(super) fn below(&self, path: &str) -> String {
        root_of(&self.roots, path).map_or_else(|| path.to_owned(), |(_, below)| below)
    }

    fn pages(&self, site: &Site) -> Pages {
        let mut pages = Pages::default();
        for (number, post) in site.posts.iter().enumerate().filter(|(_, post)| post.has_file()) {
            let path = logical(&self.below(&post.path), &self.languages);
            let name = path.rsplit('/').next().unwrap_or("").to_owned();
            pages.names.entry(name).or_default().push(number);
            pages.paths.entry(path).or_default().push(number);
        }
        pages
    }
}

/// The folder of files that templates make others of.
pub(super) const ASSETS: &str = "assets/";

/// What a reference leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'s> {
    Page(&'s Post),
    /// A list, by the path of its URL.
    List(&'s str),
}

impl Target<'_> {
    /// The path of its URL.
    pub(super) fn url(&self) -> &str {
        match self {
            Self::Page(post) => &post.url,
            Self::List(url) => url,
        }
    }
}

/// The pages of these numbers in a language.
fn of_language<'s>(
    site: &'s Site,
    numbers: &'s [usize],
    language: Option<&'s str>,
) -> impl Iterator<Item = &'s Post> {
    let posts = numbers.iter().filter_map(|number| site.posts.get(*number));
    posts.map(AsRef::as_ref).filter(move |post: &&Post| post.language.as_deref() == language)
}

/// Whether a path leads out of the content.
fn is_above(folder: &str, written: &str) -> bool {
    let mut depth = folder.split('/').filter(|part| !part.is_empty()).count();
    if written.starts_with('/') {
        return false;
    }
    for part in written.split('/') {
        match part {
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            "" | "." => {}
            _ => depth += 1,
        }
    }
    false
}

/// Whether a path is one of a file of the content.
fn has_page_ending(path: &str) -> bool {
    [".md", ".markdown", ".html"].iter().any(|ending| path.ends_with(ending))
}

/// A path as references are compared: in lower case, without ending, language and `index`.
pub(super) fn logical(path: &str, languages: &[String]) -> String {
    let path = path.trim_end_matches('/').to_lowercase().replace(' ', "-");
    let path =
        [".md", ".markdown", ".html"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(&path);
    let path = path
        .rsplit_once('.')
        .filter(|(_, suffix)| languages.iter().any(|language| language == suffix))
        .map_or(path, |(path, _)| path);
    let path = path.strip_prefix("./").unwrap_or(path);
    match path {
        "_index" => String::new(),
        path => {
            path.strip_suffix("/index").or_else(|| path.strip_suffix("/_index")).unwrap_or(path).to_owned()
        }
    }
}
