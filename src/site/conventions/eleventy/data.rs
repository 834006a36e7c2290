//! The data of a template: that of its folders, of its layout's neighbours, its own file and its front matter.

use std::collections::BTreeMap;

use crate::markup::front_matter::{self, FrontMatter};
use crate::markup::javascript::{Object, Value};
use crate::site::conventions::eleventy::capabilities::CAPABILITIES;
use crate::site::conventions::programs::{Modules, of_json, of_yaml};

/// Data files of folders and templates, by the path that they are the data of, counted from the input folder.
#[derive(Debug, Default)]
pub(super) struct Files {
    data: BTreeMap<String, Object>,
    /// The folder of the configuration's own data, which every template has.
    pub(super) global: Object,
    /// `eleventyComputed` of the configuration's own data.
    pub(super) computed: Object,
}

/// What the names of data files end in, from the weakest to the strongest.
const ENDINGS: [&str; 6] =
    [".json", ".11tydata.json", ".11tydata.cjs", ".11tydata.mjs", ".11tydata.js", ".11tydata.ts"];

/// What a file is the data of: its path without the ending.
pub(super) fn target(path: &str) -> Option<&str> {
    ENDINGS.iter().rev().find_map(|ending| path.strip_suffix(ending))
}

impl Files {
    /// Reads the data files among `paths`; `below` is a path counted from the input folder, `global` whether it lies in the
    /// folder of global data and by which name.
    pub(super) fn read<'p>(
        modules: &Modules<'_>,
        paths: impl Iterator<Item = &'p str>,
        below: &dyn Fn(&str) -> Option<String>,
        global: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let mut files = Self::default();
        let text = |path: &str| String::from_utf8(modules.tree?.read(path).ok()?).ok();
        for path in paths {
            if let Some(name) = global(path) {
                let value = text(path).map(|text| value_of(modules, path, &text)).unwrap_or_default();
                let key = name.split(['/', '.']).next().unwrap_or("");
                if !name.contains('/') && !matches!(value, Value::Undefined | Value::Unknown) {
                    files.global.set(key, value, 0);
                }
                continue;
            }
            let Some(of) = below(path).and_then(|path| target(&path).map(str::to_owned)) else { continue };
            if let Some(Value::Object(object)) = text(path).map(|text| value_of(modules, path, &text)) {
                let all = files.data.entry(of).or_default();
                merge(all, &object);
            }
        }
        files
    }

    /// The data of the folders that a template is in, and of its own data file. `path` is without its ending.
    pub(super) fn of(&self, path: &str) -> Object {
        let mut data = Object::default();
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in folders {
            // `posts/posts.json` is the data of `posts`.
            let name = folder.rsplit('/').next().unwrap_or(folder);
            if let Some(more) = self.data.get(&format!("{folder}/{name}")) {
                merge(&mut data, more);
            }
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_folders = folder.rsplit('/').next() == Some(name);
        if let Some(own) = self.data.get(path).filter(|_| !is_folders) {
            merge(&mut data, own);
        }
        data
    }

    /// The data of the input folder itself, which is named as that folder is.
    pub(super) fn of_input(&self, name: &str) -> Object {
        self.data.get(name).cloned().unwrap_or_default()
    }
}

fn value_of(modules: &Modules<'_>, path: &str, text: &str) -> Value {
    if path.ends_with(".json") {
        return of_json(text);
    }
    if path.ends_with(".yml") || path.ends_with(".yaml") {
        return of_yaml(text);
    }
    let mut exports = modules.exports(path, text);
    // Exports with names are keys, beside those of the default one.
    let exported = match exports.get("default").cloned() {
        Some(default) if exports.fields().len() == 1 => default,
        Some(Value::Object(default)) => {
            exports.fields_mut().retain(|field| field.name != "default");
            merge(&mut exports, &default);
            Value::Object(exports)
        }
        Some(default) => default,
        None if exports.fields().is_empty() => Value::Undefined,
        None => Value::Object(exports),
    };
    match &exported {
        // A function that returns the data.
        Value::Function(_) => crate::markup::javascript::Reader::new(modules).call(&exported, &[]),
        _ => exported,
    }
}

/// Lays data over other data: lists are joined, objects merged (Eleventy's deep merge).
pub(super) fn merge(under: &mut Object, over: &Object) {
    for field in over.fields() {
        let merged = match (under.get(&field.name), &field.value) {
            (Some(Value::List(below)), Value::List(above)) => {
                Value::List(below.iter().chain(above).cloned().collect())
            }
            (Some(Value::Object(below)), Value::Object(above)) => {
                let mut both = below.clone();
                merge(&mut both, above);
                Value::Object(both)
            }
            _ => field.value.clone(),
        };
        under.set(&field.name, merged, field.line);
    }
}

/// Front matter of a string, in the forms that Eleventy reads.
pub(super) fn front_matter_of(text: &str) -> FrontMatter {
    front_matter::parse_as(text, CAPABILITIES.front_matter)
}

/// The tags of a template: a list, or one text.
pub(super) fn tags(data: &Object) -> Vec<String> {
    match data.get("tags") {
        Some(Value::List(items)) => items.iter().filter_map(Value::to_text).collect(),
        Some(Value::Text(tag)) => vec![tag.clone()],
        _ => Vec::new(),
    }
}

/// The data of a template of this front matter; tags of both are joined, whether string or list.
pub(super) fn with_front_matter(mut data: Object, own: &Object) -> Object {
    let mut all = tags(&data);
    merge(&mut data, own);
    all.extend(tags(own));
    if !all.is_empty() {
        let mut once: Vec<Value> = Vec::new();
        let mut seen: Vec<&String> = Vec::new();
        for tag in &all {
            if !seen.contains(&tag) {
                seen.push(tag);
                once.push(Value::Text(tag.clone()));
            }
        }
        data.set("tags", Value::List(once.into()), 0);
    }
    data
}
