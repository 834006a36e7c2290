//! Sections: the folders of the content that have lists, what their `_index.md` files say, and what cascades from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::front_matter::{self, Map, Value};
use crate::site::conventions::globs::glob_matches;
use crate::site::conventions::hugo::capabilities::CAPABILITIES;
use crate::site::conventions::hugo::values::{at, lowered, tables, text, truth};
use crate::site::tree::Tree;

/// The file that describes a folder.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// Its path below the site.
    pub(super) path: String,
    /// Its front matter, keys in lower case, with what cascades into it.
    pub(super) data: Map,
    /// Where its body begins.
    pub(super) text: String,
    pub(super) body: usize,
}

/// The folders of the content in one language, by their path as URLs have it; the empty path is the home page.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    pub(super) indexes: BTreeMap<String, Index>,
    /// The first folder of each page, as it is written.
    pub(super) tops: BTreeMap<String, String>,
}

/// What the selection of a cascade is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selected<'a> {
    /// The path of the page, without a slash at its beginning.
    pub(super) path: &'a str,
    pub(super) kind: &'a str,
    pub(super) language: &'a str,
}

impl Index {
    pub(super) fn read(tree: &dyn Tree, path: &str) -> Option<Self> {
        let text = String::from_utf8(tree.read(path).ok()?).ok()?;
        let front_matter = front_matter::of_file(path, &text, CAPABILITIES.front_matter);
        let data = lowered(&front_matter.data);
        Some(Self { path: path.to_owned(), data, body: front_matter.body, text })
    }

    /// Whether the folder has no page of its own.
    fn is_hidden(&self, shows_drafts: bool) -> bool {
        truth(&self.data, "draft") == Some(true) && !shows_drafts
    }
}

impl Sections {
    /// Takes folders whose `_index.md` is a draft for folders without one, and fills what cascades.
    pub(super) fn settle(&mut self, shows_drafts: bool, site: &Map, language: &str) {
        let drafts: BTreeSet<String> = (self.indexes.iter())
            .filter(|(_, index)| index.is_hidden(shows_drafts))
            .map(|(folder, _)| folder.clone())
            .collect();
        for folder in &drafts {
            self.indexes.remove(folder);
            self.tops.remove(folder);
        }
        let folders: Vec<String> = self.indexes.keys().cloned().collect();
        for folder in folders {
            let Some(own) = self.indexes.get(&folder).map(|index| index.data.clone()) else { continue };
            let kind = if folder.is_empty() { "home" } else { "section" };
            let data = self.cascaded(own, site, Selected { path: &folder, kind, language });
            if let Some(index) = self.indexes.get_mut(&folder) {
                index.data = data;
            }
        }
    }

    /// The front matter of a page with what cascades into it from the folders above, the nearest first.
    pub(super) fn cascaded(&self, own: Map, site: &Map, page: Selected<'_>) -> Map {
        let mut data = own;
        let mut folder = Some(page.path);
        while let Some(path) = folder {
            if let Some(index) = self.indexes.get(path) {
                fill(&mut data, &index.data, page);
            }
            folder = match path {
                "" => None,
                path => Some(path.rsplit_once('/').map_or("", |(parent, _)| parent)),
            };
        }
        fill(&mut data, site, page);
        data
    }

    /// The section that a page in a folder belongs to: the nearest that has a list; empty for the home page.
    pub(super) fn section_of<'f>(&self, folder: &'f str) -> &'f str {
        let mut path = folder;
        loop {
            let is_top = !path.contains('/') && self.tops.contains_key(path);
            if path.is_empty() || is_top || self.indexes.contains_key(path) {
                return path;
            }
            path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }

    /// All sections, the home page left out.
    pub(super) fn all(&self) -> BTreeSet<&str> {
        self.tops
            .keys()
            .chain(self.indexes.keys())
            .map(String::as_str)
            .filter(|path| !path.is_empty())
            .collect()
    }

    /// The path of a folder in URLs: a section's `slug` stands for its name.
    pub(super) fn url_of(&self, folder: &str, slug: &dyn Fn(&str) -> String) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut end = 0;
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            end += part.len() + usize::from(end > 0);
            let own = folder.get(..end).and_then(|path| self.indexes.get(path));
            let own = own.and_then(|index| text(&index.data, "slug"));
            parts.push(own.map_or_else(|| part.to_owned(), |own| slug(&own)));
        }
        parts.join("/")
    }
}

/// Sets the keys of a cascade that a page does not have.
fn fill(data: &mut Map, source: &Map, page: Selected<'_>) {
    for cascade in tables(source, "cascade") {
        let target = cascade.get("target").or_else(|| cascade.get("_target"));
        if !target.is_none_or(|target| selects(&target.value, page)) {
            continue;
        }
        for entry in cascade.iter().filter(|entry| !matches!(entry.key.as_str(), "target" | "_target")) {
            match (data.get(&entry.key).map(|node| &node.value), &entry.value.value) {
                (None, _) => data.set(entry.clone()),
                (Some(Value::Map(own)), Value::Map(more)) if entry.key == "params" => {
                    let mut merged = more.clone();
                    merged.merge(own);
                    data.insert("params", front_matter::Node::unwritten(Value::Map(merged)));
                }
                _ => {}
            }
        }
    }
}

fn selects(target: &Value, page: Selected<'_>) -> bool {
    let matches = |target: &Map| {
        let is = |key: &str, value: &str| {
            at(target, key).is_none_or(|wanted| {
                let wanted = wanted.to_ruby_string().to_lowercase();
                wanted.trim_matches(['{', '}']).split(',').any(|one| one.trim() == value)
            })
        };
        let path = text(target, "path").is_none_or(|glob| glob_matches(&glob.to_lowercase(), page.path));
        path && is("kind", page.kind) && is("lang", page.language) && is("environment", "production")
    };
    match target {
        Value::Map(one) => matches(one),
        Value::List(many) => many.iter().filter_map(|node| node.value.as_map()).any(matches),
        _ => true,
    }
}
