//! Who wrote a post: a name, a record, a key into `_data/authors`, or several of them.
//!
//! Source: jekyll-feed's template; lists and records without a name are read instead of printed as Ruby does.

use crate::markup::front_matter::{Map, Value};
use crate::site::config;
use crate::site::post::Person;

/// The authors of a document: `author`, or else `authors`, looked up in the data file `authors`.
pub(super) fn authors(data: &Map, records: &Map) -> Vec<Person> {
    let named = |key| data.get(key).map(|node| &node.value).filter(|value| value.is_truthy());
    let Some(value) = named("author").filter(|value| !is_blank(value)).or_else(|| named("authors")) else {
        return Vec::new();
    };
    people_of(value, records)
}

/// The people that a value names: one, or a list of them.
pub(crate) fn people_of(value: &Value, records: &Map) -> Vec<Person> {
    let one = |value: &Value| match records.get(&value.to_ruby_string()) {
        Some(record) if !matches!(value, Value::Map(_)) => {
            person_or_key(&record.value, &value.to_ruby_string())
        }
        _ => person(value),
    };
    match value {
        Value::List(list) => list.iter().filter_map(|node| one(&node.value)).collect(),
        value => one(value).into_iter().collect(),
    }
}

/// A name, or a record with `name`, `email` and `uri`.
pub(super) fn person(value: &Value) -> Option<Person> {
    match value {
        Value::Map(_) => person_or_key(value, ""),
        Value::Null | Value::Bool(false) => None,
        Value::List(list) => list.first().and_then(|node| person(&node.value)),
        scalar => named(scalar.to_ruby_string().into_owned(), None, None),
    }
}

/// The author that `feedwright.toml` names.
pub(super) fn configured(author: &config::Author) -> Person {
    match author {
        config::Author::Name(name) => Person { name: name.clone(), email: None, uri: None },
        config::Author::Person { name, email, uri } => {
            Person { name: name.clone(), email: email.clone(), uri: uri.clone() }
        }
    }
}

/// A record of the data file: its name, or the key that it stands under.
fn person_or_key(record: &Value, key: &str) -> Option<Person> {
    let Value::Map(map) = record else {
        return named(record.to_ruby_string().into_owned(), None, None);
    };
    let text = |field| {
        map.get(field)
            .filter(|node| node.value.is_truthy())
            .map(|node| node.value.to_ruby_string().into_owned())
    };
    let email = text("email");
    let name = text("name")
        .filter(|name| !name.trim().is_empty())
        .or_else(|| Some(key.to_owned()).filter(|key| !key.is_empty()))
        .or_else(|| email.clone())?;
    named(name, email, text("uri"))
}

fn named(name: String, email: Option<String>, uri: Option<String>) -> Option<Person> {
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(Person { name, email, uri })
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.is_empty())
        || matches!(value, Value::List(list) if list.is_empty())
}
