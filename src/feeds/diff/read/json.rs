//! Reads JSON Feed.

use std::borrow::Cow;

use serde_json::Value;

use crate::feeds::diff::read::shape::{escaped, html_shape};
use crate::feeds::diff::read::values::{date_of, fields, identity, squeezed};
use crate::feeds::diff::summary::{EntryContent, EntrySummary, FeedSummary};
use crate::text::diagnostic::content_hash;
use crate::text::html::text::escape;

pub(super) fn json_feed(value: &Value) -> FeedSummary {
    let string = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let items = value.get("items").and_then(Value::as_array);
    let entry = |item: &Value| {
        let url = string(item, "url");
        let title = string(item, "title").unwrap_or_default();
        let id = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let html = string(item, "content_html").map(|html| html_shape(&html));
        let text = || string(item, "content_text").map(|text| escaped(&text));
        let tags = item.get("tags").and_then(Value::as_array);
        EntrySummary {
            id: identity(id, url.as_deref(), &title),
            url,
            title: squeezed(&title),
            published: string(item, "date_published").map(|date| date_of(&date)),
            updated: string(item, "date_modified").map(|date| date_of(&date)),
            categories: tags.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
            content_hash: html.or_else(text).map_or(0, |content| content_hash(&content)),
            fields: fields(vec![
                ("authors", json_people(item)),
                ("summary", string(item, "summary").map(|text| squeezed(&text)).into_iter().collect()),
                (
                    "image",
                    string(item, "image").or_else(|| string(item, "banner_image")).into_iter().collect(),
                ),
                ("enclosures", attachments(item)),
                (
                    "links",
                    string(item, "external_url").map(|url| format!("related {url}")).into_iter().collect(),
                ),
                ("language", string(item, "language").into_iter().collect()),
            ]),
        }
    };
    FeedSummary {
        format: "JSON Feed",
        fault: None,
        title: string(value, "title").unwrap_or_default(),
        home: string(value, "home_page_url"),
        own: string(value, "feed_url"),
        generator: None,
        fields: fields(vec![
            ("subtitle", string(value, "description").into_iter().collect()),
            ("authors", json_people(value)),
            ("image", ["icon", "favicon"].iter().filter_map(|key| string(value, key)).collect()),
            ("links", hubs(value)),
            ("language", string(value, "language").into_iter().collect()),
        ]),
        entries: items.into_iter().flatten().map(entry).collect(),
    }
}

/// The text of each item as HTML.
pub(super) fn json_contents(value: &Value) -> Vec<EntryContent> {
    let items = value.get("items").and_then(Value::as_array).into_iter().flatten();
    let content = |item: &Value| {
        let string = |key: &str| item.get(key).and_then(Value::as_str);
        let plain = || ["content_text", "summary"].into_iter().find_map(string).map(escape);
        let html = string("content_html").map(Cow::Borrowed).or_else(plain);
        EntryContent { html: html.unwrap_or_default().into_owned(), base: None }
    };
    items.map(content).collect()
}

/// The hubs of the kind that Atom and RSS name by `rel="hub"`.
fn hubs(value: &Value) -> Vec<String> {
    let hubs = value.get("hubs").and_then(Value::as_array).into_iter().flatten();
    let is_web_sub = |hub: &&Value| {
        let kind = hub.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("WebSub"))
    };
    let address = |hub: &Value| hub.get("url").and_then(Value::as_str).map(|url| format!("hub {url}"));
    hubs.filter(is_web_sub).filter_map(address).collect()
}

fn json_people(value: &Value) -> Vec<String> {
    let list = value.get("authors").and_then(Value::as_array);
    let people = list.into_iter().flatten().chain(value.get("author"));
    let words = |person: &Value| {
        let part = |key: &str| person.get(key).and_then(Value::as_str);
        let parts: Vec<&str> = ["name", "url"].into_iter().filter_map(part).collect();
        parts.join(" ")
    };
    people.map(words).collect()
}

fn attachments(item: &Value) -> Vec<String> {
    let list = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let words = |file: &Value| {
        let part = |key: &str| {
            let value = file.get(key)?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        let parts: Vec<String> = ["url", "mime_type", "size_in_bytes"].into_iter().filter_map(part).collect();
        parts.join(" ")
    };
    list.map(words).collect()
}
