//! The ids that layouts put around the text of a page.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::front_matter::{self, Map};
use crate::site::tree::Tree;
use crate::site::{Surroundings, WholeSite};

/// The layouts of a site, by name.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    layouts: BTreeMap<String, Layout>,
}

#[derive(Clone, Debug, Default)]
struct Layout {
    /// The layout around this one.
    parent: Option<String>,
    /// Its ids as they are written, and those of the files that it includes.
    ids: Vec<String>,
}

/// Whether a layout has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InLayout {
    /// It is written there.
    Yes,
    /// A template there begins like it.
    Perhaps,
    /// Nothing of the kind is there.
    No,
}

/// So many layouts are around each other: one that is around itself ends there.
const DEEPEST: usize = 10;

impl Layouts {
    /// Reads the layouts of a site, with the files that they include.
    #[must_use]
    pub fn read(WholeSite { site, surroundings }: WholeSite<'_>, tree: &dyn Tree) -> Self {
        let Some(folder) = &site.settings.layouts_dir else { return Self::default() };
        let folder = format!("{}{}", site.settings.source, folder.trim_matches('/'));
        let paths = tree.list(&folder, &|_| true).unwrap_or_default().files;
        let layout = |path: String| {
            let name = path.strip_prefix(folder.as_str())?.trim_start_matches('/');
            let name = name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned();
            let text = String::from_utf8(tree.read(&path).ok()?).ok()?;
            let front_matter = front_matter::of_file(&path, &text, site.settings.convention.front_matter);
            let mut ids = Vec::new();
            let body = text.get(front_matter.body..).unwrap_or("");
            collect_ids(surroundings, body, &mut BTreeSet::new(), &mut ids);
            Some((name, Layout { parent: name_of(&front_matter.data), ids }))
        };
        Self { layouts: paths.into_iter().filter_map(layout).collect() }
    }

    /// Whether the layout that a page's front matter names, or one around that, has an id.
    pub(crate) fn find(&self, data: &Map, id: &str) -> InLayout {
        let mut found = InLayout::No;
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(layout) = name.as_ref().and_then(|name| self.layouts.get(name)) else { break };
            for own in &layout.ids {
                match own.find("{{").or_else(|| own.find("{%")) {
                    None if own == id => return InLayout::Yes,
                    // `id="author-{{ name }}"`; nothing is known of `id="{{ name }}"`.
                    Some(at @ 1..) if own.get(..at).is_some_and(|start| id.starts_with(start)) => {
                        found = InLayout::Perhaps;
                    }
                    _ => {}
                }
            }
            name.clone_from(&layout.parent);
        }
        found
    }
}

fn name_of(data: &Map) -> Option<String> {
    data.get("layout")?.as_str().map(str::to_owned)
}

/// Adds the ids of a template, and of the files that it includes by name, each once.
fn collect_ids<'s>(
    around: &'s Surroundings,
    text: &str,
    seen: &mut BTreeSet<&'s str>,
    ids: &mut Vec<String>,
) {
    for mark in ["id=", "name="] {
        for (at, _) in text.match_indices(mark) {
            let is_attribute =
                text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_whitespace()));
            let value = text.get(at + mark.len()..).unwrap_or("");
            let quoted = value.strip_prefix(['"', '\'']);
            let end = quoted.and_then(|rest| rest.find(value.get(..1)?));
            if is_attribute && let (Some(rest), Some(end)) = (quoted, end) {
                ids.extend(rest.get(..end).map(str::to_owned));
            }
        }
    }
    for (at, _) in text.match_indices("{%") {
        let tag = text.get(at + 2..).unwrap_or("").trim_start_matches('-').trim_start();
        let file = tag.strip_prefix("include").and_then(|rest| rest.split_whitespace().next());
        if let Some((name, Ok(included))) = file.and_then(|file| around.includes.get_key_value(file))
            && seen.insert(name)
        {
            collect_ids(around, included, seen, ids);
        }
    }
}
