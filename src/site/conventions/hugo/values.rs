//! Values of configurations and front matter, whose keys are compared without regard to case.

use crate::markup::front_matter::{Entry, Map, Node, Value};

/// The same mapping with every key in lower case, mappings in it too.
pub(super) fn lowered(map: &Map) -> Map {
    let mut out = Map::default();
    for entry in map {
        out.push(Entry {
            key: entry.key.to_lowercase(),
            key_span: entry.key_span,
            value: Node { value: lowered_value(&entry.value.value), ..entry.value.clone() },
        });
    }
    out
}

fn lowered_value(value: &Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(lowered(map)),
        Value::List(list) => Value::List(
            list.iter().map(|node| Node { value: lowered_value(&node.value), ..node.clone() }).collect(),
        ),
        other => other.clone(),
    }
}

/// The value at the end of a path of keys with dots between, unless it is null.
pub(super) fn at<'m>(map: &'m Map, path: &str) -> Option<&'m Value> {
    map.get_path(path).map(|node| &node.value).filter(|value| !value.is_null())
}

/// The string at the end of a path of keys; numbers as they are printed; nothing for lists, mappings and empty strings.
pub(super) fn text(map: &Map, path: &str) -> Option<String> {
    match at(map, path)? {
        Value::List(_) | Value::Map(_) => None,
        value => Some(value.to_ruby_string().into_owned()).filter(|text| !text.is_empty()),
    }
}

/// Whether a switch is on; nothing where it is not set.
pub(super) fn truth(map: &Map, path: &str) -> Option<bool> {
    match at(map, path)? {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A whole number that is not negative.
pub(super) fn number(map: &Map, path: &str) -> Option<usize> {
    match at(map, path)? {
        Value::Int(number) => usize::try_from(*number).ok(),
        Value::Float(number) if *number >= 0.0 => Some(*number as usize),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A whole number; strings are read as such.
pub(super) fn whole(map: &Map, path: &str) -> Option<i64> {
    match at(map, path)? {
        Value::Int(number) => Some(*number),
        Value::Float(number) => Some(*number as i64),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The strings of a list, or the one string of a scalar.
pub(super) fn list(map: &Map, path: &str) -> Vec<String> {
    match at(map, path) {
        None => Vec::new(),
        Some(Value::List(list)) => list.iter().map(|node| node.value.to_ruby_string().into_owned()).collect(),
        Some(Value::Map(_)) => Vec::new(),
        Some(value) => vec![value.to_ruby_string().into_owned()],
    }
}

/// The mapping at the end of a path of keys.
pub(super) fn table<'m>(map: &'m Map, path: &str) -> Option<&'m Map> {
    at(map, path)?.as_map()
}

/// The title as it is written: a scalar; nothing for a page without one.
pub(super) fn title(data: &Map) -> String {
    match data.get("title").map(|node| &node.value) {
        None | Some(Value::Null | Value::List(_) | Value::Map(_)) => String::new(),
        Some(value) => value.to_ruby_string().into_owned(),
    }
}

/// The tables of a key that holds one table or a list of them.
pub(super) fn tables<'m>(map: &'m Map, key: &str) -> Vec<&'m Map> {
    match at(map, key) {
        Some(Value::Map(one)) => vec![one],
        Some(Value::List(many)) => many.iter().filter_map(|node| node.value.as_map()).collect(),
        _ => table(map, key).into_iter().collect(),
    }
}
