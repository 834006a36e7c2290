//! `defaults:` of `_config.yml`: front matter that documents of a kind have unless they say otherwise.
//!
//! Source: Jekyll 4's `frontmatter_defaults.rb`.

use glob::{MatchOptions, Pattern};

use crate::markup::front_matter::{Map, Node, Value};

/// The sets of defaults, in the order of the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    sets: Vec<Set>,
}

#[derive(Clone, Debug)]
struct Set {
    /// The scope's path as written, for precedence: the longer one wins.
    path: String,
    reach: Reach,
    kind: Option<String>,
    values: Map,
}

#[derive(Clone, Debug)]
enum Reach {
    Everything,
    /// A string prefix, so that `_posts/sub` also reaches `_posts/subway`.
    Prefix(String),
    Glob(Pattern),
}

impl Defaults {
    pub(super) fn new(defaults: Option<&Node>, collections_dir: &str) -> Self {
        let Some(Value::List(list)) = defaults.map(|node| &node.value) else {
            return Self::default();
        };
        let sets = list.iter().filter_map(|node| set(&node.value, collections_dir)).collect();
        Self { sets }
    }

    /// What a document of this kind (`posts`, `pages`, a collection) has at this path, relative to the collections' folder.
    pub(super) fn of(&self, path: &str, kind: &str) -> Map {
        let mut values = Map::default();
        let mut strongest: Option<&Set> = None;
        for set in self.sets.iter().filter(|set| set.applies(path, kind)) {
            if strongest.is_none_or(|old| set.wins_over(old)) {
                values.merge(&set.values);
                strongest = Some(set);
            } else {
                let mut below = set.values.clone();
                below.merge(&values);
                values = below;
            }
        }
        values
    }
}

impl Set {
    fn applies(&self, path: &str, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|wanted| wanted == kind)
            && match &self.reach {
                Reach::Everything => true,
                Reach::Prefix(prefix) => path.starts_with(prefix.as_str()),
                Reach::Glob(glob) => ancestors(path).any(|part| glob.matches_with(part, LITERAL_SEPARATORS)),
            }
    }

    fn wins_over(&self, old: &Self) -> bool {
        match self.path.len().cmp(&old.path.len()) {
            std::cmp::Ordering::Equal => self.kind.is_some() || old.kind.is_none(),
            longer => longer.is_gt(),
        }
    }
}

/// Ruby's `Dir.glob`, which Jekyll expands such a scope with.
const LITERAL_SEPARATORS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// The path and the folders above it.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain(std::iter::once(path))
}

fn set(value: &Value, collections_dir: &str) -> Option<Set> {
    let Value::Map(set) = value else { return None };
    let Value::Map(values) = &set.get("values")?.value else { return None };
    let scope = match set.get("scope").map(|node| &node.value) {
        Some(Value::Map(scope)) => Some(scope),
        _ => None,
    };
    let text = |key| scope.and_then(|scope| scope.get(key)).and_then(|node| node.value.as_str());
    let kind = text("type").map(|kind| match kind {
        "page" | "post" | "draft" => format!("{kind}s"),
        _ => kind.to_owned(),
    });
    let written = text("path").unwrap_or("");
    let path = written.strip_prefix('/').unwrap_or(written).trim_end_matches('/');
    let path = if written.starts_with('/') { path } else { written };
    let below = path
        .strip_prefix(collections_dir)
        .filter(|_| !collections_dir.is_empty())
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(path);
    let reach = match Pattern::new(below) {
        _ if below.is_empty() => Reach::Everything,
        Ok(glob) if below.contains('*') => Reach::Glob(glob),
        _ => Reach::Prefix(below.to_owned()),
    };
    Some(Set { path: path.to_owned(), reach, kind, values: values.clone() })
}
