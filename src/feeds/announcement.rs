//! What a hub is told of a feed (WebSub): the feed's own address, and which hubs it names.

use crate::feeds::diff::{ReadError, read_feed};

/// What a written feed says about itself to hubs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The address that the feed gives for itself: what hubs call its topic.
    pub topic: Option<String>,
    /// The hubs that it names.
    pub hubs: Vec<String>,
}

impl Announcement {
    /// Reads the head of a feed in any format.
    ///
    /// # Errors
    /// When the bytes are not a feed.
    pub fn of(feed: &[u8]) -> Result<Self, ReadError> {
        let feed = read_feed(feed)?;
        let links = feed.fields.get("links").into_iter().flatten();
        let hubs = links.filter_map(|link| link.strip_prefix("hub "));
        let hubs = hubs.map(|hub| hub.trim().to_owned()).filter(|hub| is_web(hub)).collect();
        let topic = feed.own.map(|own| own.trim().to_owned()).filter(|own| is_web(own));
        Ok(Self { topic, hubs })
    }
}

/// Whether an address is whole and of the web.
fn is_web(address: &str) -> bool {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", ""));
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")) && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::Announcement;

    #[test]
    fn topics_and_hubs_are_found_in_each_format() {
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href=' https://a.example/f '/>\
            <link rel='hub' href='https://h.example/'/><link rel='hub' href='/hub'/></feed>";
        let rss = "<rss><channel xmlns:a='http://www.w3.org/2005/Atom'><a:link rel='self' href='https://a.example/f'/>\
            <a:link rel='hub' href='https://h.example/'/></channel></rss>";
        let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"feed_url\":\"https://a.example/f\",\
            \"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://h.example/\"},{\"type\":\"rssCloud\",\"url\":\"https://c.example/\"}]}";
        for feed in [atom, rss, json] {
            let found = Announcement::of(feed.as_bytes()).unwrap();
            assert_eq!(found.topic.as_deref(), Some("https://a.example/f"), "{feed}");
            assert_eq!(found.hubs, ["https://h.example/"], "{feed}");
        }
        let bare =
            Announcement::of(b"<rss><channel><link>https://a.example/</link></channel></rss>").unwrap();
        assert_eq!(bare, Announcement { topic: None, hubs: Vec::new() });
        assert!(Announcement::of(b"<html/>").is_err());
    }
}
