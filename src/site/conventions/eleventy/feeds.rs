//! The rows of the feeds that a site has.

use std::sync::Arc;

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Object, Reader, Value};
use crate::site::config::{Content, Feed, Format, Limit, OneOrMany};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::collections;
use crate::site::conventions::eleventy::configuration::of_build;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::programs::{Modules, choose, glob_matches};
use crate::site::post::Post;

/// The feeds that the site has, and what should be said.
pub(super) fn feeds(site: &Eleventy, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut notes = Vec::new();
    let mut feeds = Vec::new();
    for asked in &site.feeds {
        if !asked.is_plugins {
            notes.push(format!(
                "{}: the template of the feed `{}` is not evaluated: the feed has the usual elements",
                asked.source, asked.path
            ));
        }
        feeds.push(row(asked, posts));
    }
    if feeds.is_empty() {
        if !site.settings.sources.is_empty() {
            notes.push(
                "the configuration asks for no feed that can be read: `feed.xml` is written, of the posts"
                    .to_owned(),
            );
        }
        feeds.push(Feed {
            path: Some("feed.xml".to_owned()),
            limit: Some(Limit::default()),
            ..Feed::default()
        });
    }
    (feeds, notes)
}

fn row(asked: &Asked, posts: &[Arc<Post>]) -> Feed {
    let text = |key: &str| asked.metadata.get(key).and_then(Value::as_text).map(str::to_owned);
    Feed {
        path: Some(asked.path.clone()),
        format: OneOrMany(vec![Format::new(asked.format)]),
        title: text("title"),
        description: text("subtitle").or_else(|| text("description")),
        members: Some(members(asked, posts)),
        limit: Some(Limit::from(asked.limit)),
        content: (!asked.has_content).then_some(Content::Summary),
        id: text("base").filter(|_| asked.is_plugins),
        ..Feed::default()
    }
}

/// The posts of a feed's collection, by number.
fn members(asked: &Asked, posts: &[Arc<Post>]) -> Vec<usize> {
    let is_in = |post: &Post| {
        asked.tags.iter().any(|tag| match tag.strip_prefix(collections::GLOB) {
            Some(glob) => glob_matches(glob, &post.path),
            None => tag == collections::ALL || post.tags.contains(tag),
        })
    };
    let numbers: Vec<usize> =
        posts.iter().enumerate().filter(|(_, post)| is_in(post)).map(|(number, _)| number).collect();
    let Some(made) = &asked.made else { return numbers };
    let entries: Vec<Value> =
        numbers.iter().filter_map(|number| posts.get(*number)).map(|post| entry(post)).collect();
    let modules = Modules { names: &of_build, ..Modules::alone() };
    let kept = choose(&mut Reader::new(&modules), &made.list, &entries).kept;
    kept.into_iter().filter_map(|place| numbers.get(place).copied()).collect()
}

/// A post as functions of collections see it.
fn entry(post: &Post) -> Value {
    let mut data = of_map(&post.data);
    let mut page = Object::default();
    page.set("date", Value::Time(post.date.timestamp_millis()), 0);
    page.set("url", Value::Text(post.url.clone()), 0);
    page.set("fileSlug", Value::Text(post.slug.clone()), 0);
    page.set("inputPath", Value::Text(format!("./{}", post.path)), 0);
    let mut entry = page.clone();
    data.set("page", Value::Object(page), 0);
    entry.set("data", Value::Object(data), 0);
    Value::Object(entry)
}
