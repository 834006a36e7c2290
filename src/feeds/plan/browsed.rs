//! What people see who open a feed in a browser: the stylesheet `style = "auto"`, and the page beside a feed.

use std::sync::Arc;

use crate::feeds::model::{ContentStyle, EntryStyle};
use crate::feeds::page::{CSS, PAGE, STYLESHEET};
use crate::feeds::plan::names::own_of;
use crate::feeds::plan::planned::Planned;
use crate::site::Site;
use crate::site::config;
use crate::text::url;

/// The address of our stylesheet on whichever host the site is shown: browsers apply none of another host to a feed.
pub(super) fn stylesheet(settings: &crate::site::Settings) -> String {
    let absolute = settings.absolute(STYLESHEET);
    url::parts(&absolute).path.to_owned()
}

/// The path of the page beside a feed.
pub(crate) fn page_path(path: &str) -> String {
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let end = path.rfind('.').filter(|dot| *dot > file).unwrap_or(path.len());
    format!("{}.html", path.get(..end).unwrap_or(path))
}

/// Adds the page beside the last feed that is not itself a document of another one.
pub(super) fn add_page(site: &Site, row: &config::Feed, feeds: &mut Vec<Planned>) {
    let is_of_row =
        |feed: &&Planned| feed.page_of.is_none() && site.settings.absolute(&feed.path) == feed.feed.self_url;
    let Some(feed) = feeds.iter().rev().find(is_of_row).filter(|_| row.html_page == Some(true)) else {
        return;
    };
    let path = page_path(&feed.path);
    let own: Option<Arc<str>> = own_of(site, row, &path);
    let mut page = feed.at_path(path, own);
    page.emitter = &PAGE;
    page.page_of = Some(feed.path.clone());
    page.feed.stylesheet = Some(stylesheet(&site.settings));
    page.style = EntryStyle { content: ContentStyle::Summary, ..page.style };
    page.max_bytes = None;
    page.min_entries = 0;
    feeds.push(page);
}

/// The files that some of the feeds need.
pub(super) fn files(site: &Site, feeds: &[Planned]) -> Vec<(String, &'static str)> {
    let address = stylesheet(&site.settings);
    let is_needed = feeds.iter().any(|feed| feed.feed.stylesheet.as_ref() == Some(&address));
    is_needed.then(|| (STYLESHEET.to_owned(), CSS)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::page_path;

    #[test]
    fn pages_are_beside_their_feeds() {
        for (feed, page) in [
            ("feed.xml", "feed.html"),
            ("a.b/feed", "a.b/feed.html"),
            ("a/.xml", "a/.xml.html"),
            ("news.en.atom", "news.en.html"),
        ] {
            assert_eq!(page_path(feed), page);
        }
    }
}
