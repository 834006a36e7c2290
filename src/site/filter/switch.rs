//! Switches in front matter: a post that asks to be in no feed, in some feeds only, or in all but some.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::Settings;
use crate::site::config::Posts;
use crate::site::post::Post;
use crate::text::suggest::did_you_mean;

/// What every post of a site that has a switch asks for.
#[derive(Debug, Default)]
pub(crate) struct Switches {
    of_posts: BTreeMap<Arc<str>, Vec<Switch>>,
    /// Values of switches that are not read, for people.
    pub(crate) notes: Vec<String>,
}

/// What a post asks for in one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    key: String,
    wish: Wish,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    /// No feed: the value, in words.
    NoFeed(&'static str),
    /// Only feeds of these names.
    Only(Vec<String>),
    /// All feeds but those of these names.
    AllBut(Vec<String>),
}

impl fmt::Display for Switch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.wish {
            Wish::NoFeed(value) => write!(out, "its front matter has `{key}: {value}`"),
            Wish::Only(names) => write!(out, "`{key}` in its front matter names only {}", names.join(", ")),
            Wish::AllBut(_) => write!(out, "`{key}` in its front matter excludes it from this feed"),
        }
    }
}

impl Switches {
    /// Reads the switches of all posts; `names` returns what feeds are called, and is only asked where a post has a switch.
    pub(crate) fn read<'a>(
        settings: &Settings,
        posts: impl Iterator<Item = &'a Post> + Clone,
        names: &dyn Fn() -> BTreeSet<String>,
    ) -> Self {
        let mut switches = Self::default();
        let config = &settings.config.posts;
        let feed_key = config.feed_key.as_deref().unwrap_or(Posts::FEED_KEY);
        let keys = std::iter::once((feed_key, true)).filter(|(key, _)| !key.is_empty());
        let keys: Vec<(&str, bool)> =
            keys.chain(config.exclude_key.iter().map(|key| (key.as_str(), false))).collect();
        let mut known = None;
        for (key, is_wanted) in keys {
            let mut unread = Unread::default();
            for post in posts.clone() {
                let Some(node) = node(&post.data, key).filter(|node| !is_unset(&node.value, is_wanted))
                else {
                    continue;
                };
                let names = known.get_or_insert_with(names);
                let read = if is_wanted { wanted(&node.value, names) } else { excluded(&node.value, names) };
                unread.add(post, read.unknown);
                if let Some(wish) = read.wish {
                    let switch = Switch { key: key.to_owned(), wish };
                    switches.of_posts.entry(Arc::clone(&post.path)).or_default().push(switch);
                }
            }
            switches.notes.extend(unread.note(key, is_wanted, known.as_ref()));
        }
        switches
    }

    /// The switch of a post that keeps it out of a feed, by what the feed may be called. Names mean nothing where it is
    /// called nothing.
    pub(crate) fn reason(&self, post: &Post, names: &[String]) -> Option<&Switch> {
        let is_named =
            |wanted: &[String]| wanted.iter().any(|wanted| names.iter().any(|name| is_called(name, wanted)));
        self.of_posts.get(&post.path)?.iter().find(|switch| match &switch.wish {
            Wish::NoFeed(_) => true,
            Wish::Only(wanted) => !names.is_empty() && !is_named(wanted),
            Wish::AllBut(unwanted) => is_named(unwanted),
        })
    }
}

/// Returns whether a word means a feed: its name, or the end of it from a slash on.
fn is_called(name: &str, word: &str) -> bool {
    let word = word.trim_start_matches('/');
    !word.is_empty()
        && name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn node<'a>(data: &'a Map, key: &str) -> Option<&'a Node> {
    data.get(key).or_else(|| data.get_path(key))
}

/// Returns whether a value is that of a post which asks for nothing.
fn is_unset(value: &Value, is_wanted: bool) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) if text.trim().is_empty() => true,
        // jekyll-feed's own option of a post.
        Value::Map(map) => is_wanted && map.get("exclude").is_none() && map.get("excerpt_only").is_some(),
        value => truth(value) == Some(is_wanted),
    }
}

/// The truth of a value. Quoted, or in front matter that has only text, `true` and `false` are words.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A value of a switch: what it asks for, and what of it is not read, in words.
#[derive(Default)]
struct Read {
    wish: Option<Wish>,
    unknown: Option<String>,
}

fn wanted(value: &Value, known: &BTreeSet<String>) -> Read {
    match value {
        value if truth(value) == Some(false) => Read { wish: Some(Wish::NoFeed("false")), unknown: None },
        Value::List(list) if list.is_empty() => Read { wish: Some(Wish::NoFeed("[]")), unknown: None },
        Value::Map(map) => match map.get("exclude") {
            Some(node) => named(&node.value, known, Wish::AllBut),
            None => Read { wish: None, unknown: Some(value.kind().to_owned()) },
        },
        value => named(value, known, Wish::Only),
    }
}

fn excluded(value: &Value, known: &BTreeSet<String>) -> Read {
    match value {
        value if truth(value) == Some(true) => Read { wish: Some(Wish::NoFeed("true")), unknown: None },
        value => named(value, known, Wish::AllBut),
    }
}

/// A wish that names feeds, with those that exist; none where none exists.
fn named(value: &Value, known: &BTreeSet<String>, wish: fn(Vec<String>) -> Wish) -> Read {
    let items: Option<Vec<&str>> = match value {
        Value::String(name) => Some(vec![name.trim()]),
        Value::List(list) => list.iter().map(|node| node.value.as_str().map(str::trim)).collect(),
        _ => None,
    };
    let Some(items) = items else { return Read { wish: None, unknown: Some(value.kind().to_owned()) } };
    let (found, unknown): (Vec<&str>, Vec<&str>) =
        items.into_iter().partition(|item| known.iter().any(|name| is_called(name, item)));
    let unknown = unknown.first().map(|name| format!("`{name}`"));
    let found: Vec<String> = found.into_iter().map(str::to_owned).collect();
    Read { wish: (!found.is_empty()).then(|| wish(found)), unknown }
}

/// The posts with values that are not read.
#[derive(Default)]
struct Unread {
    first: Option<(String, String)>,
    others: usize,
}

impl Unread {
    fn add(&mut self, post: &Post, unknown: Option<String>) {
        let Some(unknown) = unknown else { return };
        if self.first.is_some() {
            self.others += 1;
        } else {
            self.first = Some((post.path.to_string(), unknown));
        }
    }

    fn note(self, key: &str, is_wanted: bool, known: Option<&BTreeSet<String>>) -> Option<String> {
        let (path, value) = self.first?;
        let name = value.trim_matches('`');
        let (forms, setting) = match is_wanted {
            true => ("`false`, names of feeds or `{exclude: […]}`", "feed-key"),
            false => ("`true` or names of feeds", "exclude-key"),
        };
        let words = known.into_iter().flatten();
        let words = words.flat_map(|name| [name.as_str(), name.rsplit('/').next().unwrap_or(name)]);
        let near = match did_you_mean(name, words) {
            near if near.is_empty() => format!("; `{setting}` in `[posts]` names another key"),
            near => near,
        };
        let others = match self.others {
            0 => String::new(),
            1 => " (and that of another post)".to_owned(),
            others => format!(" (and that of {others} more posts)"),
        };
        Some(format!("{path}: `{key}` has {value}, not {forms}; it is ignored{others}{near}"))
    }
}
