//! Front matter as data: values in the order they were written, each with its place.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use foldhash::HashMap;

use crate::text::source::Span;

/// What a key can hold, in Ruby's YAML 1.1, TOML or JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `~`, `null`, or nothing at all.
    #[default]
    Null,
    /// `true`, `yes`, `off` …
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A day without a time.
    Date(NaiveDate),
    /// A moment; one that was written without an offset is in UTC, as in YAML.
    Time(DateTime<FixedOffset>),
    /// Everything else that is written on its own.
    String(String),
    /// A sequence.
    List(Box<[Node]>),
    /// A mapping.
    Map(Map),
}

/// A value and the place that it was written at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where, as byte offsets into the file; empty for a value that nobody wrote.
    pub span: Span,
    /// Whether it is a scalar without quotes, so that its type was guessed from its look.
    pub plain: bool,
}

impl Value {
    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value of a boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a mapping.
    #[must_use]
    pub const fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns whether it is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether Liquid and Ruby take it as true: everything but null and `false`, also `""` and 0.
    #[must_use]
    pub const fn is_truthy(&self) -> bool {
        !matches!(self, Self::Null | Self::Bool(false))
    }

    /// What kind of value it is, in words for messages: `a list`, `a number` …
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Date(_) | Self::Time(_) => "a date",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl Node {
    /// A value that nobody wrote.
    #[must_use]
    pub fn unwritten(value: Value) -> Self {
        Self { value, ..Self::default() }
    }

    /// See [`Value::as_str`].
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.value.as_str()
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self::unwritten(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

/// One key of a [`Map`] with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key; one that is not text as Ruby would print it.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// A mapping in the order of its keys. Of a key that is written twice the last value counts, at the first place.
///
/// Copies share their keys until one is changed: most posts have no defaults, and what they say is what was written.
#[derive(Clone, Debug, Default)]
pub struct Map {
    inner: Arc<Inner>,
}

#[derive(Clone, Debug, Default)]
struct Inner {
    entries: Vec<Entry>,
    /// What few mappings have: every post has a mapping in memory.
    extra: Option<Box<Extra>>,
}

#[derive(Clone, Debug, Default)]
struct Extra {
    /// Values that a later one of the same key took the place of.
    overridden: Vec<Entry>,
    /// Where each key is, once there are enough of them for that to pay.
    index: Option<HashMap<String, usize>>,
}

/// From this many keys on a map is looked up by hash.
const INDEXED_FROM: usize = 24;

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.inner.entries == other.inner.entries
    }
}

impl Map {
    /// An empty mapping with room for so many keys.
    #[must_use]
    pub(super) fn with_capacity(keys: usize) -> Self {
        Self { inner: Arc::new(Inner { entries: Vec::with_capacity(keys), extra: None }) }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value at the end of a path of keys with dots between, `feed.posts_limit`.
    #[must_use]
    pub fn get_path(&self, path: &str) -> Option<&Node> {
        match path.split_once('.') {
            None => self.get(path),
            Some((first, rest)) => self.get(first)?.value.as_map()?.get_path(rest),
        }
    }

    /// The text of a key that holds one.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::as_str)
    }

    /// A key with its place and value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.position(key).and_then(|at| self.inner.entries.get(at))
    }

    fn position(&self, key: &str) -> Option<usize> {
        match self.inner.extra.as_ref().and_then(|extra| extra.index.as_ref()) {
            Some(index) => index.get(key).copied(),
            None => self.inner.entries.iter().position(|entry| entry.key == key),
        }
    }

    /// Every key once, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.inner.entries.iter()
    }

    /// How many different keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.entries.len()
    }

    /// Returns whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.entries.is_empty()
    }

    /// The keys that were written before and came again in the same mapping, with the values that are lost.
    ///
    /// Keys that a merge (`<<`) brought do not count.
    #[must_use]
    pub fn overridden(&self) -> &[Entry] {
        self.inner.extra.as_ref().map_or(&[], |extra| extra.overridden.as_slice())
    }

    /// Adds a key as it was written; the value that it had before is [overridden](Self::overridden).
    pub fn push(&mut self, entry: Entry) {
        let at = self.position(&entry.key);
        let inner = Arc::make_mut(&mut self.inner);
        match at.and_then(|at| inner.entries.get_mut(at)) {
            Some(place) => {
                let old = std::mem::replace(place, entry);
                inner.extra.get_or_insert_default().overridden.push(old);
            }
            None => inner.append(entry),
        }
    }

    /// Sets a key that nobody wrote.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        self.set(Entry { key: key.into(), key_span: Span::default(), value: value.into() });
    }

    /// Sets a key, forgetting the value that it had before.
    pub fn set(&mut self, entry: Entry) {
        let at = self.position(&entry.key);
        let inner = Arc::make_mut(&mut self.inner);
        match at.and_then(|at| inner.entries.get_mut(at)) {
            Some(place) => *place = entry,
            None => inner.append(entry),
        }
    }

    /// Lays `over` on top: its values win, but null loses to an existing value, and mappings are merged key by key.
    ///
    /// Source: `Jekyll::Utils.deep_merge_hashes`, which joins `defaults:`, stacked configurations and front matter.
    pub fn merge(&mut self, over: &Self) {
        if self.is_empty() {
            self.clone_from(over);
            return;
        }
        for entry in over {
            let at = self.position(&entry.key);
            let inner = Arc::make_mut(&mut self.inner);
            match at.and_then(|at| inner.entries.get_mut(at)) {
                Some(_) if entry.value.value.is_null() => {}
                Some(place) => match (&mut place.value.value, &entry.value.value) {
                    (Value::Map(below), Value::Map(above)) => below.merge(above),
                    _ => *place = entry.clone(),
                },
                None => inner.append(entry.clone()),
            }
        }
    }
}

impl Inner {
    fn append(&mut self, entry: Entry) {
        if let Some(index) = self.extra.as_mut().and_then(|extra| extra.index.as_mut()) {
            index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        if self.entries.len() >= INDEXED_FROM {
            let entries = self.entries.iter().enumerate();
            let index = &mut self.extra.get_or_insert_default().index;
            index.get_or_insert_with(|| entries.map(|(at, entry)| (entry.key.clone(), at)).collect());
        }
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Into<String>, V: Into<Node>> FromIterator<(K, V)> for Map {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let mut map = Self::default();
        for (key, value) in pairs {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, Value)]) -> Map {
        pairs.iter().map(|(key, value)| (*key, value.clone())).collect()
    }

    #[test]
    fn the_last_of_equal_keys_counts_at_the_place_of_the_first() {
        let mut twice = map(&[("a", Value::Int(1)), ("b", Value::Int(2))]);
        twice.push(Entry { key: "a".to_owned(), key_span: Span::new(5, 6), value: Value::Int(3).into() });
        assert_eq!(twice.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(twice.get("a").map(|node| &node.value), Some(&Value::Int(3)));
        assert_eq!(twice.overridden().len(), 1);
    }

    #[test]
    fn merging_keeps_what_the_upper_leaves_out_or_empty() {
        let mut below =
            map(&[("a", Value::Int(1)), ("b", Value::Map(map(&[("x", Value::Int(1))]))), ("c", "c".into())]);
        let above =
            map(&[("a", Value::Null), ("b", Value::Map(map(&[("y", Value::Int(2))]))), ("c", Value::Int(0))]);
        below.merge(&above);
        assert_eq!(below.get("a").map(|node| &node.value), Some(&Value::Int(1)));
        assert_eq!(below.get_path("b.x").map(|node| &node.value), Some(&Value::Int(1)));
        assert_eq!(below.get_path("b.y").map(|node| &node.value), Some(&Value::Int(2)));
        assert_eq!(below.get("c").map(|node| &node.value), Some(&Value::Int(0)));
        assert_eq!(below.get_path("b.y.z"), None);
    }

    #[test]
    fn many_keys_are_found_too() {
        let many: Map = (0..100).map(|n| (n.to_string(), Value::Int(n))).collect();
        assert_eq!(many.get("99").map(|node| &node.value), Some(&Value::Int(99)));
        assert_eq!(many.get("100"), None);
    }
}
