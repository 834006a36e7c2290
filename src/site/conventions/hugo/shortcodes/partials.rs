//! What templates call by name: partials, and the words of `i18n`.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Value, json, toml, yaml};
use crate::site::conventions::hugo::shortcodes::data;
use crate::site::conventions::hugo::shortcodes::template::{self, Node};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::values::text;
use crate::site::tree::Tree;

/// The partials and the words of a site and its themes.
#[derive(Debug, Default)]
pub(in crate::site::conventions::hugo) struct Partials {
    /// The templates by name; nothing for one that is not understood.
    templates: BTreeMap<String, Option<Vec<Node>>>,
    /// The words of each language by key.
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// The key of the default language, whose words stand for those that others lack.
    default: String,
    /// The files of `data` by their paths, where templates ask for any.
    pub(super) data: ShortcodeValue,
}

impl Partials {
    /// Reads what is below the folders of layouts and `i18n` beside them; a site's own before those of themes.
    pub(in crate::site::conventions::hugo) fn read(
        tree: &dyn Tree,
        layouts: &[String],
        listed: &[String],
        default: &str,
    ) -> Self {
        let data = data::read(tree, layouts, listed);
        let mut read = Self { default: default.to_owned(), data, ..Self::default() };
        let file = |path: &str| tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        for (number, root) in layouts.iter().enumerate() {
            let words = match root.strip_suffix("layouts").filter(|_| number > 0) {
                Some(theme) => format!("{theme}i18n/"),
                None => "i18n/".to_owned(),
            };
            for path in listed {
                if let Some(name) = path.strip_prefix(&words) {
                    let found = file(path).map(|text| of_language(name, &text)).unwrap_or_default();
                    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
                    let language = read.words.entry(stem).or_default();
                    found.into_iter().for_each(|(key, word)| _ = language.entry(key).or_insert(word));
                }
                let below = path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/'));
                let name = below.and_then(|below| {
                    below.strip_prefix("_partials/").or_else(|| below.strip_prefix("partials/"))
                });
                if let Some(name) = name.filter(|name| !read.templates.contains_key(*name)) {
                    let nodes = file(path).and_then(|text| template::parse(&text));
                    read.templates.insert(name.to_owned(), nodes);
                }
            }
        }
        read
    }

    /// The template of a name, with or without its ending; nothing for one that is not understood.
    pub(super) fn template(&self, name: &str) -> Option<&[Node]> {
        let ending = || self.templates.get(&format!("{name}.html"));
        self.templates.get(name).or_else(ending)?.as_deref()
    }

    /// The word of a key in a language, or else in the default one: empty where there is none. Nothing for one with a
    /// template in it.
    pub(super) fn word(&self, language: Option<&str>, key: &str) -> Option<String> {
        let of = |language: &str| self.words.get(&language.to_lowercase())?.get(key);
        let word = language.and_then(of).or_else(|| of(&self.default));
        let word = word.cloned().unwrap_or_default();
        (!word.contains("{{")).then_some(word)
    }
}

/// The words of a file: a mapping of keys, or a list of mappings with `id` and `translation`.
fn of_language(name: &str, text: &str) -> Vec<(String, String)> {
    let value = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "toml" => Value::Map(toml::parse(text, 0).0),
        "yaml" | "yml" => yaml::parse(text, 0).0.value,
        "json" => match json::parse(text) {
            Ok(node) => node.value,
            Err(_) => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let mut words = Vec::new();
    match value {
        Value::Map(map) => of_map("", &map, &mut words),
        Value::List(list) => {
            for map in list.iter().filter_map(|node| node.value.as_map()) {
                let word = self::text(map, "translation").or_else(|| self::text(map, "translation.other"));
                words.extend(self::text(map, "id").zip(word));
            }
        }
        _ => {}
    }
    words
}

/// The words of a mapping: strings, mappings with `other`, and mappings of such, whose keys are joined with dots.
fn of_map(above: &str, map: &Map, words: &mut Vec<(String, String)>) {
    for entry in map {
        let key = if above.is_empty() { entry.key.clone() } else { format!("{above}.{}", entry.key) };
        match &entry.value.value {
            Value::Map(inner) if inner.get("other").is_none() => of_map(&key, inner, words),
            Value::Map(inner) => words.extend(text(inner, "other").map(|word| (key, word))),
            Value::String(word) => words.push((key, word.clone())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    #[test]
    fn words_are_read_in_each_form() {
        let files = [
            ("i18n/en.toml", "[a]\nother = \"A\"\n[b.c]\nother = \"C\"\n"),
            ("i18n/de.yaml", "- id: a\n  translation: Ä\n- id: n\n  translation: \"{{ .Count }}\"\n"),
            ("themes/reed/i18n/en.json", "{\"a\": \"no\", \"d\": {\"other\": \"D\"}}"),
        ];
        let listed: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let layouts = ["layouts", "themes/reed/layouts"].map(str::to_owned);
        let words = Partials::read(&MemoryTree::new(files), &layouts, &listed, "en");
        for (language, key, expected) in [
            (Some("de"), "a", Some("Ä")),
            (Some("de"), "b.c", Some("C")),
            (None, "a", Some("A")),
            (None, "d", Some("D")),
            (None, "none", Some("")),
            (Some("de"), "n", None),
        ] {
            assert_eq!(words.word(language, key).as_deref(), expected, "{key}");
        }
    }
}
