//! The head of a file of HTML: its title and its `meta` elements.

use crate::markup::front_matter::Map;
use crate::site::conventions::pelican::metadata::put;
use crate::text::html::tags::Tags;
use crate::text::html::text::unescape;

/// Its metadata, keys in lower case.
pub(super) fn metadata(text: &str) -> Map {
    let mut data = Map::default();
    let between = |open: &str, close: &str| {
        let start = text.find(open)? + open.len();
        let rest = text.get(start..)?;
        rest.get(..rest.find(close)?)
    };
    if let Some(title) = between("<title>", "</title>") {
        put(&mut data, "title", title.trim());
    }
    let head = text.get(..text.find("<body").unwrap_or(text.len())).unwrap_or(text);
    let mut tags = Tags::new(head);
    while let Some(tag) = tags.next_tag() {
        let value = |key: &str| {
            let attribute = tags.attributes().iter().find(|it| it.name.eq_ignore_ascii_case(key));
            attribute.and_then(|attribute| attribute.value)
        };
        if tag.name.eq_ignore_ascii_case("meta")
            && let (Some(name), Some(content)) = (value("name"), value("content"))
        {
            let name = if name.eq_ignore_ascii_case("keywords") { "tags" } else { name };
            put(&mut data, name, &unescape(content));
        }
    }
    data
}

/// Where the text inside its `body` begins.
pub(super) fn body_start(text: &str) -> usize {
    text.find("<body").and_then(|at| Some(at + text.get(at..)?.find('>')? + 1)).unwrap_or(0)
}

/// The text inside its `body`.
pub(super) fn body(text: &str) -> &str {
    let start = body_start(text);
    let rest = text.get(start..).unwrap_or(text);
    rest.get(..rest.rfind("</body>").unwrap_or(rest.len())).unwrap_or(rest)
}
