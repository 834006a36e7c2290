//! Feeds of one row in several languages, which link to each other.

use crate::feeds::plan::planned::Planned;

/// Links the feeds of a row with `each = "language"` to those of the same format in other languages.
pub(super) fn link(feeds: &mut [Planned]) {
    let all: Vec<(&'static str, String, String)> = feeds
        .iter()
        .filter(|feed| feed.page_of.is_none())
        .filter_map(|feed| Some((feed.emitter.name, feed.feed.language.clone()?, feed.feed.self_url.clone())))
        .collect();
    for feed in feeds.iter_mut().filter(|feed| feed.page_of.is_none()) {
        let mut others: Vec<(String, String)> = all
            .iter()
            .filter(|(format, language, address)| {
                *format == feed.emitter.name
                    && Some(language) != feed.feed.language.as_ref()
                    && *address != feed.feed.self_url
            })
            .map(|(_, language, address)| (language.clone(), address.clone()))
            .collect();
        others.sort_unstable();
        others.dedup();
        feed.feed.translations = others;
    }
}
