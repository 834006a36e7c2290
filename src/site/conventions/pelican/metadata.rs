//! Metadata as a map: what files of all forms have in common.

use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::site::conventions::fields::each_once;

/// Adds a key that nobody wrote as such.
pub(super) fn put(data: &mut Map, key: &str, value: &str) {
    let value = Node::unwritten(Value::String(value.to_owned()));
    data.push(Entry { key: key.to_lowercase(), key_span: value.span, value });
}

/// Several values in one, between `;`, or else commas.
pub(super) fn listed(data: &Map, key: &str) -> Vec<String> {
    let Some(node) = data.get(key) else { return Vec::new() };
    let of_text = |text: &str| {
        let separator = if text.contains(';') { ';' } else { ',' };
        text.split(separator).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let values = match &node.value {
        Value::List(items) => {
            items.iter().map(|item| item.value.to_ruby_string().trim().to_owned()).collect()
        }
        value => of_text(&value.to_ruby_string()),
    };
    each_once(values)
}
