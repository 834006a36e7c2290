//! The lines by which a page names feeds.

use crate::feeds::emitters::{line, uri};
use crate::feeds::plan::{Plan, Planned};
use crate::text::html::text::escape_attribute;

/// Returns the feeds that people subscribe to: no documents of archives, and no copies at old paths.
pub(super) fn subscribed(plan: &Plan) -> Vec<&Planned> {
    let mut seen: Vec<&str> = Vec::new();
    let mut feeds = Vec::new();
    for feed in plan.feeds.iter().filter(|feed| feed.page_of.is_none()) {
        if !seen.contains(&feed.feed.self_url.as_str()) {
            seen.push(&feed.feed.self_url);
            feeds.push(feed);
        }
    }
    feeds
}

/// Returns the `<link rel="alternate">` lines of all feeds.
#[must_use]
pub fn links(plan: &Plan) -> String {
    lines(&subscribed(plan))
}

/// One line for each feed.
pub(super) fn lines(feeds: &[&Planned]) -> String {
    let link = |feed: &&Planned| {
        format!(
            "<link rel=\"alternate\" type=\"{}\" title=\"{}\" href=\"{}\">\n",
            feed.emitter.media_type,
            attribute(&feed.feed.title.plain()),
            escape_attribute(&uri(&feed.feed.self_url))
        )
    };
    feeds.iter().map(link).collect()
}

/// A string as the value of an attribute, on one line.
pub(super) fn attribute(text: &str) -> String {
    escape_attribute(&line(text)).into_owned()
}
