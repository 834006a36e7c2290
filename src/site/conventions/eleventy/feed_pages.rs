//! Templates with `pagination` that write a feed for each item of a list: for each tag, each language.

use std::sync::Arc;

use crate::markup::javascript::{Object, Value};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::collections;
use crate::site::conventions::eleventy::feed_lists::settled;
use crate::site::conventions::eleventy::feed_template::{self, Unread};
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::paged::{Items, Paged, SAMPLE};
use crate::site::post::Post;

/// A template with this data; nothing where its list is empty.
///
/// # Errors
/// When it writes no feed, or its items cannot be told.
pub(super) fn read(site: &Eleventy, path: &str, text: String, data: Object) -> Result<Option<Paged>, Unread> {
    let sample = Value::Text(SAMPLE.to_owned());
    // Whether it writes feeds at all.
    let sampled = feed_template::read(site, path, &text, &with_item(&data, &sample, 0));
    if sampled.as_ref().is_err_and(|unread| *unread == Unread::Other) {
        return Err(Unread::Other);
    }
    let pagination = data.get("pagination").cloned().unwrap_or_default();
    let items = items(site, &data, &pagination).ok_or(Unread::Place)?;
    let sample = match (sampled, &items) {
        (Ok(sample), _) => sample,
        // The items have keys of their own.
        (Err(_), Items::Listed(all)) => match all.first() {
            Some(first) => feed_template::read(site, path, &text, &with_item(&data, first, 0))?,
            None => return Ok(None),
        },
        (Err(unread), _) => return Err(unread),
    };
    let left_out = pagination.get("filter").and_then(Value::as_list).unwrap_or_default();
    let left_out = left_out.iter().filter_map(Value::to_text).collect();
    Ok(Some(Paged { path: path.to_owned(), text, data, items, left_out, sample }))
}

/// The feeds of a template, each path once; nothing where they cannot be told.
pub(super) fn feeds(paged: &Paged, site: &Eleventy, posts: &[Arc<Post>]) -> Option<Vec<Asked>> {
    let is_in = |item: &&Value| item.to_text().is_none_or(|name| !paged.left_out.contains(&name));
    let items = match &paged.items {
        Items::Listed(items) => items.clone(),
        Items::Made(function) => {
            let entries: Vec<Value> =
                posts.iter().rev().map(|post| Value::Object(collections::entry(post))).collect();
            collections::names_made(function, &entries)?
        }
        Items::Collections => {
            let mut names = vec![collections::ALL];
            for tag in posts.iter().rev().flat_map(|post| post.tags.iter()) {
                if !names.contains(&tag.as_str()) {
                    names.push(tag);
                }
            }
            names.into_iter().map(|name| Value::Text(name.to_owned())).collect()
        }
    };
    let mut feeds: Vec<Asked> = Vec::new();
    for (number, item) in items.iter().filter(is_in).enumerate() {
        let all = with_item(&paged.data, item, number);
        let mut feed = feed_template::read(site, &paged.path, &paged.text, &all).ok()?;
        settled(site, &mut feed);
        if !feeds.iter().any(|known| known.path == feed.path) {
            feeds.push(feed);
        }
    }
    Some(feeds)
}

/// The data of the page of one item.
fn with_item(data: &Object, item: &Value, number: usize) -> Object {
    let mut all = data.clone();
    let mut pagination = data.get("pagination").and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(alias) = pagination.get("alias").and_then(Value::as_text) {
        all.set(alias, item.clone(), 0);
    }
    pagination.set("items", Value::List([item.clone()].into()), 0);
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
    pagination.set("pageNumber", Value::Number(number as f64), 0);
    all.set("pagination", Value::Object(pagination), 0);
    all
}

/// The items of a list with a page for each; nothing where they cannot be told.
fn items(site: &Eleventy, data: &Object, pagination: &Value) -> Option<Items> {
    let name = pagination.get("data").and_then(Value::as_text)?;
    if pagination.get("size").and_then(Value::as_count) != Some(1) {
        return None;
    }
    if name == "collections" {
        return Some(Items::Collections);
    }
    if let Some(name) = name.strip_prefix("collections.") {
        let functions = &site.configuration.collections;
        let (_, function) = functions.iter().rev().find(|(known, _)| known == name)?;
        let is_of_entries = collections::made(function, site.settings.now.timestamp_millis()).is_some();
        return (!is_of_entries).then(|| Items::Made(function.clone()));
    }
    let mut parts = name.split('.');
    let first = parts.next()?;
    let mut value = data.get(first).or_else(|| site.files.global.get(first))?;
    for part in parts {
        value = value.get(part)?;
    }
    match value {
        Value::List(items) => Some(Items::Listed(items.to_vec())),
        Value::Object(object) => {
            let takes_values = pagination.get("resolve").and_then(Value::as_text) == Some("values");
            let item = |field: &crate::markup::javascript::Field| match takes_values {
                true => field.value.clone(),
                false => Value::Text(field.name.clone()),
            };
            Some(Items::Listed(object.fields().iter().map(item).collect()))
        }
        _ => None,
    }
}
