//! Sections: folders with an `_index.md`, read before any page.

use std::collections::BTreeMap;

use crate::markup::front_matter::{self, Format, Map};
use crate::site::conventions::fields::text_of;
use crate::site::conventions::zola::configuration::{Configuration, is_true};
use crate::site::conventions::zola::paths::{FileKind, place};
use crate::site::tree::{Tree, TreeError};

/// A section in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    pub(super) title: Option<String>,
    pub(super) is_draft: bool,
    /// Whether its pages are those of the section above it too.
    pub(super) is_transparent: bool,
    pub(super) has_feeds: bool,
    /// `sort_by`: what a page has to have to be listed.
    pub(super) sort_by: Option<String>,
    /// `insert_anchor_links`, where it is set.
    pub(super) anchors: Option<String>,
    /// The site's own keys.
    pub(super) extra: Map,
}

/// The sections of a site by folder, `""` for the root, and language.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections(BTreeMap<(String, String), Section>);

impl Sections {
    /// Reads every `_index.md`.
    ///
    /// # Errors
    /// When one cannot be read.
    pub(super) fn read(
        configuration: &Configuration,
        tree: &dyn Tree,
        paths: &[String],
    ) -> Result<Self, TreeError> {
        let codes = configuration.codes();
        let mut sections = BTreeMap::new();
        for path in paths {
            let Some(place) = place(path, &codes).filter(|place| place.kind == FileKind::Section) else {
                continue;
            };
            let Ok(text) = String::from_utf8(tree.read(path)?) else { continue };
            let data = front_matter::parse_as(&text, &[Format::Toml, Format::Yaml]).data;
            let language = place.language.unwrap_or_else(|| configuration.default_language());
            let section = Section {
                title: text_of(&data, "title").filter(|title| !title.is_empty()),
                is_draft: is_true(&data, "draft"),
                is_transparent: is_true(&data, "transparent"),
                has_feeds: is_true(&data, "generate_feeds") || is_true(&data, "generate_feed"),
                sort_by: text_of(&data, "sort_by"),
                anchors: text_of(&data, "insert_anchor_links"),
                extra: data.get("extra").and_then(|node| node.value.as_map()).cloned().unwrap_or_default(),
            };
            sections.insert((place.folders.join("/"), language.to_owned()), section);
        }
        Ok(Self(sections))
    }

    /// The section of a folder.
    pub(super) fn get(&self, folder: &str, language: &str) -> Option<&Section> {
        self.0.get(&(folder.to_owned(), language.to_owned()))
    }

    /// Whether the section of a folder lists a page with a date and this front matter: it leaves out those that have not what
    /// it is sorted by.
    pub(super) fn lists(&self, folder: &str, language: &str, data: &Map) -> bool {
        let sort_by = self.get(folder, language).and_then(|section| section.sort_by.as_deref());
        let has = |key: &str| data.get(key).is_some_and(|node| !node.value.is_null());
        match sort_by {
            Some("weight") => has("weight"),
            Some("title" | "title_bytes") => has("title"),
            _ => true,
        }
    }

    /// All of them, with folder and language.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str, &Section)> {
        self.0.iter().map(|((folder, language), section)| (folder.as_str(), language.as_str(), section))
    }

    /// Whether a folder is in one whose section is a draft in any language.
    pub(super) fn is_draft(&self, folder: &str) -> bool {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let mut above = ends.filter_map(|end| folder.get(..end));
        above.any(|folder| {
            let start = (folder.to_owned(), String::new());
            let of_folder = self.0.range(start..).take_while(|((other, _), _)| other == folder);
            of_folder.into_iter().any(|(_, section)| section.is_draft)
        })
    }

    /// The folders whose sections list a page of this folder: its own, and above it as long as sections are transparent.
    pub(super) fn listing<'f>(&self, folder: &'f str, language: &str) -> Vec<&'f str> {
        let mut found = Vec::new();
        let mut folder = folder;
        while let Some(section) = self.get(folder, language) {
            found.push(folder);
            if !section.is_transparent || folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        found
    }
}
