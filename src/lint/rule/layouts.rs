//! The ids that layouts put around the text of a page.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::constructs::{Construct, constructs};
use crate::markup::front_matter::{self, Map};
use crate::site::tree::Tree;
use crate::site::{Surroundings, WholeSite};
use crate::text::pieces::Part as _;

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
    /// The fragments that it links to on the page itself, as they are written: something there answers to them, a script
    /// perhaps.
    fragments: Vec<String>,
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
            let mut layout = Layout { parent: name_of(&front_matter.data), ..Layout::default() };
            layout.collect(surroundings, text.part(front_matter.body..), &mut BTreeSet::new());
            Some((name, layout))
        };
        Self { layouts: paths.into_iter().filter_map(layout).collect() }
    }

    /// Whether the layout that a page's front matter names, or one around that, has an id.
    pub(crate) fn find(&self, data: &Map, id: &str) -> InLayout {
        let mut found = InLayout::No;
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(layout) = name.as_ref().and_then(|name| self.layouts.get(name)) else { break };
            if layout.ids.iter().any(|own| own == id) {
                return InLayout::Yes;
            }
            // `id="author-{{ name }}"`; nothing is known of `id="{{ name }}"`.
            let mut ids = layout.ids.iter().filter_map(|own| before_template(own));
            let mut fragments = layout.fragments.iter();
            let may_be_linked = |own: &String| match before_template(own) {
                Some(start) => id.starts_with(start),
                None => own == id,
            };
            if ids.any(|start| !start.is_empty() && id.starts_with(start)) || fragments.any(may_be_linked) {
                found = InLayout::Perhaps;
            }
            name.clone_from(&layout.parent);
        }
        found
    }
}

fn name_of(data: &Map) -> Option<String> {
    data.get("layout")?.as_str().map(str::to_owned)
}

/// What an attribute's value begins with before the first template in it.
fn before_template(value: &str) -> Option<&str> {
    Construct::next(value, 0).and_then(|template| value.get(..template.span.start))
}

impl Layout {
    /// Adds the ids and fragments of a template, and of the files that it includes by name, each once.
    fn collect<'s>(&mut self, around: &'s Surroundings, text: &str, seen: &mut BTreeSet<&'s str>) {
        self.ids.extend(["id=", "name="].iter().flat_map(|mark| values(text, mark)).map(str::to_owned));
        let fragments = values(text, "href=").filter_map(|href| href.strip_prefix('#'));
        self.fragments.extend(fragments.filter(|fragment| !fragment.is_empty()).map(str::to_owned));
        for tag in constructs(text).filter(|it| it.name == "include") {
            let file = tag.markup.split_whitespace().next();
            if let Some((name, Ok(included))) = file.and_then(|file| around.includes.get_key_value(file))
                && seen.insert(name)
            {
                self.collect(around, included, seen);
            }
        }
    }
}

/// The values in quotes of an attribute, which its name and the sign after that begin.
fn values<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(mark).filter_map(move |(at, _)| {
        let is_attribute = text.get(..at)?.ends_with(|c: char| c.is_ascii_whitespace());
        let value = text.get(at + mark.len()..)?;
        let rest = value.strip_prefix(['"', '\'']).filter(|_| is_attribute)?;
        rest.get(..rest.find(value.get(..1)?)?)
    })
}
