//! The links by which a page names feeds: `<link rel="alternate">` of a feed's type.

use crate::text::html::tags::{Attribute, Tag};
use crate::text::html::text::unescape;

/// The media types of feeds; `alternate` alone may lead to a translation.
const FEEDS: [&str; 6] = [
    "application/atom+xml",
    "application/rss+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
];

/// Returns the address that a tag names as a feed's; none for any other tag.
#[must_use]
pub fn feed_link(tag: &Tag<'_>, attributes: &[Attribute<'_>]) -> Option<String> {
    if tag.end || !tag.name.eq_ignore_ascii_case("link") {
        return None;
    }
    let value = |name: &str| {
        let attribute = attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
        attribute.and_then(|attribute| attribute.value).map(unescape)
    };
    let is_alternate =
        value("rel")?.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
    // A parameter may follow: `application/atom+xml; charset=utf-8`.
    let kind = value("type")?;
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let href = value("href")?.trim().to_owned();
    (is_alternate && FEEDS.contains(&kind.as_str()) && !href.is_empty()).then_some(href)
}
