//! The addresses of the pages: what a query asks for, and links that ask.

use url::form_urlencoded::{byte_serialize, parse};

/// The path of the one script that pages have.
pub(super) const SCRIPT_PATH: &str = "/live.js";
/// The path of the stylesheet.
pub(super) const STYLE_PATH: &str = "/style.css";
/// The path of the icon.
pub(super) const ICON_PATH: &str = "/icon.svg";

/// The path of the site's own pictures.
pub(super) const PICTURE_PATH: &str = "/picture";

/// What a request asks for, beside its path.
pub(super) struct Query {
    /// The file of a feed or a post.
    pub(super) path: String,
    /// The number of the first row or entry, from 0.
    pub(super) from: usize,
    /// Words to search for.
    pub(super) words: String,
}

impl Query {
    /// Reads a query; what it does not hold, or not as it should, is empty or 0.
    pub(super) fn read(query: &str) -> Self {
        let mut found = Self { path: String::new(), from: 0, words: String::new() };
        for (name, value) in parse(query.as_bytes()) {
            match &*name {
                "path" => found.path = value.into_owned(),
                "from" => found.from = value.parse().unwrap_or(0),
                "q" => found.words = value.trim().to_owned(),
                _ => {}
            }
        }
        found
    }
}

/// The address of the page of a feed, from one of its entries on.
pub(super) fn to_feed(path: &str, from: usize) -> String {
    with_from(format!("/feed?path={}", encoded(path)), from)
}

/// The address of a picture of the site, by its file.
pub(super) fn to_picture(path: &str) -> String {
    format!("{PICTURE_PATH}?path={}", encoded(path))
}

/// The address of the page of a post.
pub(super) fn to_post(path: &str) -> String {
    format!("/post?path={}", encoded(path))
}

/// The address of the list of posts, from one of them on.
pub(super) fn to_posts(words: &str, from: usize) -> String {
    with_from(format!("/posts?q={}", encoded(words)), from)
}

fn with_from(address: String, from: usize) -> String {
    if from > 0 { format!("{address}&from={from}") } else { address }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
