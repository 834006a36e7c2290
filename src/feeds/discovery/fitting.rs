//! Which feeds fit a page of a built site.

use std::collections::BTreeMap;

use crate::feeds::discovery::links::{lines, subscribed};
use crate::feeds::plan::{Plan, Planned};
use crate::site::Site;
use crate::text::url;

/// The feeds that fit each page of a built site.
pub struct Fitting<'a> {
    feeds: Vec<&'a Planned>,
    /// The narrower feeds that take the post of each page, by its path.
    of_posts: BTreeMap<String, Vec<usize>>,
    baseurl: &'a str,
    /// The addresses of all feeds and of their copies: what links of templates lead to.
    addresses: Vec<String>,
}

impl<'a> Fitting<'a> {
    /// Finds which posts each narrower feed takes without regard to its limit.
    #[must_use]
    pub fn new(site: &'a Site, plan: &'a Plan) -> Self {
        let feeds = subscribed(plan);
        let narrow: Vec<usize> =
            feeds.iter().enumerate().filter(|(_, feed)| feed.about.is_some()).map(|(at, _)| at).collect();
        let mut of_posts = BTreeMap::new();
        for (index, post) in site.posts.iter().enumerate().filter(|(_, post)| post.hidden.is_none()) {
            let takes = |at: &usize| feeds.get(*at).is_some_and(|feed| feed.takes(site, index));
            let fitting: Vec<usize> = narrow.iter().copied().filter(takes).collect();
            of_posts.insert(place(&post.url), fitting);
        }
        let copies = plan.feeds.iter().map(|feed| site.settings.absolute(&feed.path));
        let addresses = plan.feeds.iter().map(|feed| feed.feed.self_url.clone()).chain(copies).collect();
        Self { feeds, of_posts, baseurl: &site.settings.baseurl, addresses }
    }

    /// Returns the link lines of a page by its file below the built site: those of feeds of all posts, of narrower feeds that
    /// take the page's post, and of those whose value the page's folder or file is called after (`category/releases/`).
    #[must_use]
    pub fn lines(&self, file: &str) -> String {
        let place = place(file);
        let of_post = self.of_posts.get(&place);
        let fits = |at: usize, feed: &Planned| match &feed.about {
            None => true,
            Some(values) => {
                let is_named = of_post.is_none() && values.iter().any(|value| is_called_after(&place, value));
                is_named || of_post.is_some_and(|feeds| feeds.contains(&at))
            }
        };
        let fitting = self.feeds.iter().enumerate().filter(|(at, feed)| fits(*at, feed));
        lines(&fitting.map(|(_, feed)| *feed).collect::<Vec<_>>())
    }

    /// Returns whether a link of a page leads to one of the feeds.
    #[must_use]
    pub fn is_ours(&self, href: &str) -> bool {
        let same = |address: &String| {
            let (parts, own) = (url::parts(href), url::parts(address));
            let is_here = parts.authority.is_none() || parts.authority == own.authority;
            let path = url::percent_decode(parts.path);
            let own = url::percent_decode(own.path);
            let below = own.strip_prefix(self.baseurl).unwrap_or(&own);
            is_here
                && parts.query.is_none()
                && (path == own || path.trim_start_matches('/') == below.trim_start_matches('/'))
        };
        !href.is_empty() && self.addresses.iter().any(same)
    }
}

/// A page's path without what does not make another page.
fn place(path: &str) -> String {
    let path = url::percent_decode(path.trim_start_matches('/'));
    let path = path.strip_suffix("index.html").or(path.strip_suffix("index.htm")).unwrap_or(&path);
    path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/').to_owned()
}

/// Whether the last folder or file of a path is called as a value is in paths.
fn is_called_after(place: &str, value: &str) -> bool {
    let last = place.rsplit('/').next().unwrap_or(place);
    let slug = |text: &str| url::slugify(text, url::SlugMode::Default, false);
    !last.is_empty() && (last == value || slug(last) == slug(value) && !slug(value).is_empty())
}
