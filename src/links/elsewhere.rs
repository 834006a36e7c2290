//! Folders of the site's host that another repository or program fills.

use foldhash::HashSet;

use crate::links::index::first_segment;
use crate::links::{Built, Index};
use crate::site::Site;

/// The folders of a host that are filled by others than the site.
#[derive(Clone, Debug)]
pub(crate) struct Elsewhere<'a> {
    /// The folders that the configuration names, without a slash at the end.
    named: Vec<&'a str>,
    /// The first folders and files of the site's own paths, pages without `.html`.
    own: HashSet<&'a str>,
}

impl<'a> Elsewhere<'a> {
    /// Collects the folders that a site, with its index and the built site, leaves to others.
    pub(crate) fn new(site: &'a Site, index: &'a Index, built: Option<&'a Built>) -> Self {
        let named = &site.settings.config.lint.elsewhere;
        let built = built.into_iter().flat_map(Built::paths).map(first_segment);
        // One by one: few are different, and a set that is collected has room for all.
        let mut own = HashSet::default();
        index.first_segments().chain(built).for_each(|name| _ = own.insert(without_html(name)));
        Self { named: named.iter().map(|path| path.trim_end_matches('/')).collect(), own }
    }

    /// Returns whether the configuration names the folder that a path is in.
    pub(crate) fn names(&self, path: &str) -> bool {
        self.named.iter().any(|folder| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Returns whether another repository may serve a path where the site has nothing: its first folder is unlike all of the
    /// site.
    pub(crate) fn may_serve(&self, path: &str) -> bool {
        let first = without_html(first_segment(path));
        !first.is_empty() && !self.own.contains(first) && !self.own.iter().any(|own| is_near(own, first))
    }
}

/// `/about/` is near the page `about.html`.
fn without_html(name: &str) -> &str {
    name.strip_suffix(".html").unwrap_or(name)
}

/// Returns whether one name may be the other, mistyped. Names of three letters differ by one too often.
fn is_near(a: &str, b: &str) -> bool {
    let length = a.chars().count().max(b.chars().count());
    let most = match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= 2 * 4 && strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase()) <= most
}
