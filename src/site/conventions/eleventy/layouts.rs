//! Layouts: their front matter is data of the templates that have them, below that of folders.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Object, Value};
use crate::site::conventions::eleventy::configuration::Configuration;
use crate::site::conventions::eleventy::data::{self, front_matter_of};
use crate::site::conventions::eleventy::partials::Partials;
use crate::site::conventions::eleventy::paths::{self, ENDINGS, below};
use crate::site::conventions::paths::joined;
use crate::site::tree::Tree;

/// The front matter of the layouts that have some, by path.
#[derive(Debug, Default)]
pub(super) struct Layouts {
    /// What other templates may include: their contents without front matter.
    pub(super) partials: Arc<Partials>,
    data: BTreeMap<String, Object>,
    /// Folders that layouts are looked for in, the first to be asked first.
    folders: Vec<String>,
    /// Other names of layouts.
    names: BTreeMap<String, String>,
}

/// How long a partial may be, in bytes: larger ones are whole pages, style sheets or pictures.
const LONGEST: usize = 50_000;

/// How many layouts may be in each other.
const DEEPEST: usize = 8;

impl Layouts {
    pub(super) fn read(configuration: &Configuration, tree: &dyn Tree, listed: &[String]) -> Self {
        let folders: Vec<String> = configuration.includes.iter().rev().cloned().collect();
        let is_layout = |path: &&String| {
            paths::split(path).is_some()
                && folders.iter().any(|folder| !folder.is_empty() && below(folder, path).is_some())
        };
        let mut found = BTreeMap::new();
        let mut texts = BTreeMap::new();
        for path in listed.iter().filter(is_layout) {
            let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some(text) = text else { continue };
            let front_matter = front_matter_of(&text);
            let data = of_map(&front_matter.data);
            if !data.fields().is_empty() {
                found.insert(path.clone(), data);
            }
            if text.len() <= LONGEST {
                texts.insert(path.clone(), text.get(front_matter.body..).unwrap_or("").to_owned());
            }
        }
        let names = configuration.layout_names.iter();
        let names = names.filter_map(|(name, path)| Some((name.clone(), path.as_text()?.to_owned())));
        let partials = Arc::new(Partials { texts, folders: folders.clone() });
        Self { partials, data: found, folders, names: names.collect() }
    }

    /// The data that the layouts of a template give it; nothing where they have none.
    pub(super) fn data_of(&self, template: &Object) -> Option<Object> {
        let mut next = template.get("layout").and_then(Value::as_text).map(str::to_owned);
        let mut all: Option<Object> = None;
        for _ in 0..DEEPEST {
            let Some(layout) = next.as_deref().and_then(|name| self.get(name)) else { break };
            next = layout.get("layout").and_then(Value::as_text).map(str::to_owned);
            let mut own = layout.clone();
            own.fields_mut().retain(|field| field.name != "layout");
            all = Some(match all {
                Some(inner) => data::with_front_matter(own, &inner),
                None => own,
            });
        }
        all
    }

    /// A layout by its name, with or without its ending.
    fn get(&self, name: &str) -> Option<&Object> {
        let name = self.names.get(name).map_or(name, String::as_str);
        let names = std::iter::once(name.to_owned()).chain(ENDINGS.iter().map(|end| format!("{name}{end}")));
        names
            .flat_map(|name| self.folders.iter().map(move |folder| joined(folder, &name)))
            .find_map(|path| self.data.get(&path))
    }
}
