//! Metadata as a map: what files of all forms have in common.

use crate::markup::front_matter::{Entry, Map, Node, Value};

/// Adds a key that nobody wrote as such.
pub(super) fn put(data: &mut Map, key: &str, value: &str) {
    let value = Node::unwritten(Value::String(value.to_owned()));
    data.push(Entry { key: key.to_lowercase(), key_span: value.span, value });
}
