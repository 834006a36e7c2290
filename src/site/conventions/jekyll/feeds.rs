//! The `feed:` key of `_config.yml`: which feeds jekyll-feed would write, at which paths, with which titles.
//!
//! Source: jekyll-feed 0.17's `generator.rb` and `feed.xml`. Where it would crash, the feed is left out with a word. A feed at
//! the path of one of the site's own files is among them: who writes feeds decides what becomes of it.

use std::sync::Arc;

use super::opened::Jekyll;
use crate::markup::front_matter::{Map, Value};
use crate::site::config::{Content, Feed, Limit, OneOrMany};
use crate::site::conventions::fields::{capitalize, check_keys, is_set, strings, text_of};
use crate::site::post::Post;

/// Keys that jekyll-feed knows.
const KEYS: &[&str] = &[
    "path",
    "collections",
    "categories",
    "tags",
    "posts_limit",
    "excerpt_only",
    "icon",
    "logo",
    "disable_in_development",
];

/// The feeds in jekyll-feed's order, and what should be said.
pub(super) fn feeds(jekyll: &Jekyll, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let empty = Map::default();
    let options = options(&jekyll.settings.data).unwrap_or(&empty);
    let mut notes: Vec<String> = check_keys(options, KEYS)
        .into_iter()
        .map(|note| format!("`feed:` of the configuration: {note}"))
        .collect();
    if is_set(options, "disable_in_development")
        && jekyll.environment.as_deref().unwrap_or("development") == "development"
        && jekyll.environment.is_some()
    {
        notes.push(
            "no feeds: `feed.disable_in_development` is set and JEKYLL_ENV is `development`".to_owned(),
        );
        return (Vec::new(), notes);
    }
    let template = Feed {
        limit: Some(Limit::Newest(limit(options))),
        content: Some(if is_set(options, "excerpt_only") { Content::Summary } else { Content::Full }),
        ..Feed::default()
    };
    let title = jekyll.settings.title.clone().unwrap_or_default();
    let mut feeds: Vec<Feed> = Vec::new();
    for (label, meta) in collections(options) {
        if !jekyll.settings.collections.contains_key(&label) {
            notes.push(format!("`feed.collections` names `{label}`, which is not a collection of this site"));
            continue;
        }
        let prefix = if label == "posts" { "feed".to_owned() } else { format!("feed/{label}") };
        let titled = |category: Option<&str>| {
            let collection = (label != "posts").then(|| capitalize(&label));
            [Some(title.clone()).filter(|title| !title.is_empty()), collection, category.map(capitalize)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" | ")
        };
        for category in &meta.categories {
            feeds.push(Feed {
                name: Some(format!("{prefix}/{category}")),
                path: Some(format!("{prefix}/{category}.xml")),
                title: Some(titled(Some(category))),
                categories: OneOrMany(vec![category.clone()]),
                collections: OneOrMany(vec![label.clone()]),
                ..template.clone()
            });
        }
        let path = meta.path.unwrap_or_else(|| format!("{prefix}.xml"));
        feeds.push(Feed {
            path: Some(path.trim_start_matches('/').to_owned()),
            title: Some(titled(None)),
            collections: OneOrMany(vec![label.clone()]),
            ..template.clone()
        });
    }
    feeds.extend(tag_feeds(options, posts, &mut notes).into_iter().map(|(path, tag)| Feed {
        path: Some(path),
        title: Some(title.clone()).filter(|title| !title.is_empty()),
        tags: OneOrMany(vec![tag]),
        collections: OneOrMany(vec!["posts".to_owned()]),
        ..template.clone()
    }));
    (feeds, notes)
}

/// The collections that feeds take documents from.
pub(super) fn feed_collections(data: &Map) -> Vec<String> {
    let empty = Map::default();
    collections(options(data).unwrap_or(&empty)).into_iter().map(|(label, _)| label).collect()
}

fn options(data: &Map) -> Option<&Map> {
    match &data.get("feed")?.value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

struct Meta {
    path: Option<String>,
    categories: Vec<String>,
}

/// The collections with feeds, `posts` always among them; the top-level keys are those of `posts`.
fn collections(options: &Map) -> Vec<(String, Meta)> {
    let meta = |map: &Map| Meta { path: text_of(map, "path"), categories: strings(map, "categories") };
    let mut found: Vec<(String, Meta)> = match options.get("collections").map(|node| &node.value) {
        Some(Value::List(labels)) => labels
            .iter()
            .map(|label| (label.value.to_ruby_string().into_owned(), meta(&Map::default())))
            .collect(),
        Some(Value::Map(map)) => map
            .iter()
            .map(|entry| match &entry.value.value {
                Value::Map(of) => (entry.key.clone(), meta(of)),
                _ => (entry.key.clone(), meta(&Map::default())),
            })
            .collect(),
        _ => Vec::new(),
    };
    let top = meta(options);
    match found.iter_mut().find(|(label, _)| label == "posts") {
        Some((_, posts)) => {
            posts.path = posts.path.take().or(top.path);
            if posts.categories.is_empty() {
                posts.categories = top.categories;
            }
        }
        None => found.push(("posts".to_owned(), top)),
    }
    found
}

/// Path and tag of each feed by tag, the tags in the order in which the posts bring them up.
fn tag_feeds(options: &Map, posts: &[Arc<Post>], notes: &mut Vec<String>) -> Vec<(String, String)> {
    let Some(node) = options.get("tags").filter(|node| node.value.is_truthy()) else {
        return Vec::new();
    };
    let empty = Map::default();
    let tags = if let Value::Map(map) = &node.value { map } else { &empty };
    let mut used: Vec<&String> = Vec::new();
    for post in posts.iter().rev().filter(|post| &*post.collection == "posts" && post.is_read()) {
        for tag in &post.tags {
            if !used.contains(&tag) {
                used.push(tag);
            }
        }
    }
    let only = strings(tags, "only");
    for tag in only.iter().filter(|tag| !used.contains(tag)) {
        notes.push(format!("`feed.tags.only` names `{tag}`, which no post has"));
    }
    let except = strings(tags, "except");
    let folder = text_of(tags, "path").unwrap_or_else(|| "/feed/by_tag/".to_owned());
    let mut feeds = Vec::new();
    let mut without: Vec<String> = Vec::new();
    for tag in used.into_iter().filter(|tag| (only.is_empty() || only.contains(tag)) && !except.contains(tag))
    {
        if tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            feeds.push((format!("{}{tag}.xml", folder.trim_start_matches('/')), tag.clone()));
        } else {
            without.push(format!("`{tag}`"));
        }
    }
    if !without.is_empty() {
        let (tags, get) = if without.len() == 1 { ("the tag", "gets") } else { ("the tags", "get") };
        let names = without.join(", ");
        notes.push(format!("{tags} {names} {get} no feed: jekyll-feed takes only letters, digits and `_`"));
    }
    feeds
}

fn limit(options: &Map) -> usize {
    match options.get("posts_limit").map(|node| &node.value) {
        Some(Value::Int(number)) => usize::try_from(*number).unwrap_or(0),
        _ => 10,
    }
}
