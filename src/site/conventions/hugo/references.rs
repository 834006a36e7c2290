//! References of one page to another by its path: `ref`, `relref`, links to `.md` files.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::site::Site;
use crate::site::conventions::programs::joined;
use crate::site::post::Post;

/// The pages of a site by their paths below the content.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The folders of the content.
    pub(super) contents: Vec<String>,
    /// The keys of languages, where there are several.
    pub(super) languages: Vec<String>,
    /// The tag that the pages of each of them have, by key.
    pub(super) tags: Vec<(String, String)>,
    /// The paths of lists, and the URLs that they have.
    pub(super) lists: HashMap<String, String>,
    /// The files beside pages, where templates ask for them.
    pub(super) files: HashSet<String>,
    pub(super) pages: OnceLock<Pages>,
}

/// The numbers of posts by path, and by name where that is the only one.
#[derive(Debug, Default)]
pub(super) struct Pages {
    paths: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
}

impl References {
    /// The path of the URL of the page that a reference means, in the language of the page that it is on.
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
        let pages = self.pages.get_or_init(|| self.pages(site));
        let target = logical(written, &self.languages);
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = logical(self.below(folder), &[]);
        let own = |numbers: &Vec<usize>| {
            let posts = || numbers.iter().filter_map(|number| site.posts.get(*number));
            posts().find(|post| post.language.as_deref() == language).map(|post| post.url.clone())
        };
        let by_path =
            |path: &str| pages.paths.get(path).and_then(own).or_else(|| self.lists.get(path).cloned());
        if is_above(&folder, written) {
            return None;
        }
        if !written.starts_with('/') {
            let beside = by_path(&joined(&folder, &target));
            if beside.is_some() {
                return beside;
            }
        }
        let rooted = by_path(target.trim_start_matches('/'));
        let name = target.rsplit('/').next().unwrap_or("");
        rooted.or_else(|| pages.names.get(name).filter(|_| !written.starts_with('/')).and_then(own))
    }

    /// The tag of a language by its key.
    pub(super) fn tag(&self, key: &str) -> Option<&str> {
        let found = self.tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, tag)| tag.as_str())
    }

    fn below<'p>(&self, path: &'p str) -> &'p str {
        let below = |folder: &String| path.strip_prefix(folder.as_str())?.strip_prefix('/').or(Some(""));
        self.contents.iter().find_map(below).unwrap_or(path)
    }

    fn pages(&self, site: &Site) -> Pages {
        let mut pages = Pages::default();
        for (number, post) in site.posts.iter().enumerate().filter(|(_, post)| post.has_file()) {
            let path = logical(self.below(&post.path), &self.languages);
            let name = path.rsplit('/').next().unwrap_or("").to_owned();
            pages.names.entry(name).or_default().push(number);
            pages.paths.entry(path).or_default().push(number);
        }
        pages
    }
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

/// A path as references are compared: in lower case, without ending, language and `index`.
pub(super) fn logical(path: &str, languages: &[String]) -> String {
    let path = path.trim_end_matches('/').to_lowercase().replace(' ', "-");
    let path =
        [".md", ".markdown", ".html"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(&path);
    let path = path
        .rsplit_once('.')
        .filter(|(_, suffix)| languages.iter().any(|language| language == suffix))
        .map_or(path, |(path, _)| path);
    let path = path.strip_suffix("/index").or_else(|| path.strip_suffix("/_index")).unwrap_or(path);
    path.strip_prefix("./").unwrap_or(path).to_owned()
}
