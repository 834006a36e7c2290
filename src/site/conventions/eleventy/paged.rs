//! A template with `pagination` that writes a feed for each item of a list, and which templates are in its feeds.

use crate::markup::javascript::{Object, Value};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::{collections, data};

/// A template that writes a feed for each item of a list.
pub(super) struct Paged {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) data: Object,
    pub(super) items: Items,
    /// Items that have no page.
    pub(super) left_out: Vec<String>,
    /// Its feed for an item that no site has.
    pub(super) sample: Asked,
}

/// What the items are.
pub(super) enum Items {
    /// The names of all collections.
    Collections,
    /// What a function of `addCollection` makes.
    Made(Value),
    /// Items of data.
    Listed(Vec<Value>),
}

/// An item that no site has.
pub(super) const SAMPLE: &str = "feedwright-item";

impl Paged {
    /// The template.
    pub(super) fn source(&self) -> &str {
        &self.path
    }

    /// The collections that all of its feeds are made of.
    pub(super) fn collections(&self) -> impl Iterator<Item = &str> {
        self.sample.collections().filter(|name| *name != SAMPLE)
    }

    /// Whether a template with this data is in one of its feeds because of its own tags; `is_feed` is whether it writes feeds.
    pub(super) fn takes(&self, path: &str, data: &Object, is_feed: bool) -> bool {
        if !self.sample.list.has(SAMPLE) || path == self.path {
            return false;
        }
        let tags = data::tags(data);
        let is_in = |name: &str| !self.left_out.iter().any(|it| it == name);
        match &self.items {
            Items::Collections => is_in(collections::ALL) && !is_feed || tags.iter().any(|tag| is_in(tag)),
            Items::Made(function) => {
                let mut entry = Object::default();
                entry.set("data", Value::Object(data.clone()), 0);
                entry.set("inputPath", Value::Text(format!("./{path}")), 0);
                entry.set("date", Value::Time(0), 0);
                collections::names_made(function, &[Value::Object(entry)])
                    .is_some_and(|names| names.iter().filter_map(Value::as_text).any(is_in))
            }
            Items::Listed(items) => {
                items.iter().filter_map(Value::as_text).any(|item| tags.iter().any(|tag| tag == item))
            }
        }
    }
}
