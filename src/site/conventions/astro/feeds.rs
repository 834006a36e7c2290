//! The rows of the feeds that a site has.

use std::sync::Arc;

use crate::markup::javascript::{Entries, Object, Reader, Value};
use crate::site::config::{Content, Feed, Format, Limit, OneOrMany, Without};
use crate::site::conventions::astro::configuration::{calls, names, text};
use crate::site::conventions::astro::endpoints::Endpoint;
use crate::site::conventions::astro::head::{self, HTML};
use crate::site::conventions::astro::opened::Astro;
use crate::site::conventions::programs::{Modules, choose, mapped, newest_first};
use crate::site::post::Post;

/// The feeds that the site has, and what should be said.
pub(super) fn feeds(site: &Astro, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut notes = Vec::new();
    let mut feeds: Vec<Feed> = site.endpoints.iter().map(|endpoint| row(site, endpoint, posts)).collect();
    if feeds.is_empty() {
        if !site.settings.sources.is_empty() {
            notes.push(
                "no file of `src/pages` writes a feed that can be read: `rss.xml` is written".to_owned(),
            );
        }
        feeds.push(Feed {
            path: Some("rss.xml".to_owned()),
            format: OneOrMany(vec![Format::new("rss")]),
            limit: Some(Limit::All),
            ..Feed::default()
        });
    }
    (feeds, notes)
}

fn row(site: &Astro, endpoint: &Endpoint, posts: &[Arc<Post>]) -> Feed {
    let modules = Modules { names: &names, calls: &calls, ..Modules::alone() };
    let mut reader = Reader::new(&modules);
    let feed = Feed {
        path: Some(endpoint.path.clone()),
        format: OneOrMany(vec![Format::new("rss")]),
        title: text(&endpoint.options, "title"),
        description: text(&endpoint.options, "description"),
        limit: Some(Limit::All),
        ..Feed::default()
    };
    let Some(list) = &endpoint.items else {
        return Feed { content: Some(Content::Summary), members: Some(of_drafts(posts)), ..feed };
    };
    let (members, sample) = members(site, list, posts, &mut reader);
    let newest = newest_first(&mut reader, list, &dated);
    let mut members = members;
    if newest == Some(false) {
        members.0.reverse();
    }
    let item = sample.and_then(|entry| mapped(&mut reader, list, &Value::Object(entry))).unwrap_or_default();
    let has = |key: &str| item.get(key).is_some();
    let content = match (has("content"), has("description")) {
        (true, _) => Content::Full,
        (false, true) => Content::Summary,
        (false, false) => Content::None,
    };
    Feed {
        members: Some(members.0),
        limit: Some(members.1.map_or(Limit::All, Limit::Newest)),
        content: Some(content),
        without: Without {
            authors: !has("author"),
            categories: !has("categories"),
            summary: !has("description"),
            ..Without::default()
        },
        ..feed
    }
}

/// All posts but drafts: what code that is not understood most likely takes.
fn of_drafts(posts: &[Arc<Post>]) -> Vec<usize> {
    (0..posts.len()).filter(|number| posts.get(*number).is_some_and(|post| !post.draft)).collect()
}

/// The posts of a list, by number, and how many at most; beside it, an entry with everything that posts have.
fn members(
    site: &Astro,
    list: &Entries,
    posts: &[Arc<Post>],
    reader: &mut Reader<'_>,
) -> ((Vec<usize>, Option<usize>), Option<Object>) {
    let mut numbers = Vec::new();
    let mut entries = Vec::new();
    let mut sample: Option<Object> = None;
    for (number, post) in posts.iter().enumerate() {
        let Some((collection, path)) = site.collection(&post.path) else { continue };
        if !list.sources.contains(&collection.name) {
            continue;
        }
        let entry = head::entry(collection, path, &post.path, &post.data);
        sample = sample.map(|known| with_keys(known, &entry)).or_else(|| Some(entry.clone()));
        numbers.push(number);
        entries.push(Value::Object(entry));
    }
    let chosen = choose(reader, list, &entries);
    let mut kept: Vec<usize> = chosen.kept.iter().filter_map(|place| numbers.get(*place).copied()).collect();
    if chosen.unclear {
        kept.retain(|number| posts.get(*number).is_some_and(|post| !post.draft));
    }
    ((kept, chosen.limit), sample)
}

/// An entry whose data has the keys of another one too: `...post.data` makes an item of all of them.
fn with_keys(mut entry: Object, other: &Object) -> Object {
    let more = other.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut data = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    for field in more.0 {
        if data.get(&field.name).is_none() {
            data.set(&field.name, field.value, 0);
        }
    }
    entry.set("data", Value::Object(data), 0);
    entry
}

/// An entry of a time, for the functions that put entries in order.
fn dated(milliseconds: i64) -> Value {
    let mut data = Object::default();
    for key in [
        "pubDate",
        "date",
        "pubDatetime",
        "publishDate",
        "publishedDate",
        "published",
        "publicationDate",
        "datePublished",
    ] {
        data.set(key, Value::Time(milliseconds), 0);
    }
    let mut entry = Object::default();
    entry.set("data", Value::Object(data), 0);
    entry.set("body", Value::Text(HTML.to_owned()), 0);
    Value::Object(entry)
}
