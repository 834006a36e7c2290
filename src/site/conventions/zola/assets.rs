//! Files beside `index.md`: they are written to where its page is, in each language that the page is in.

use std::collections::BTreeMap;

use crate::markup::front_matter::{self, Map};
use crate::site::conventions::zola::capabilities::CAPABILITIES;
use crate::site::conventions::zola::configuration::Configuration;
use crate::site::conventions::zola::paths::{FileKind, Place, place};
use crate::site::tree::Tree;
use crate::text::url::percent_decode;

/// Where the files of folders with a page of their own come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Assets {
    /// The URL of each file, beside the nearest page.
    urls: BTreeMap<String, String>,
    /// URLs of the same files beside the page in other languages, and beside pages further up.
    pub(super) copies: Vec<String>,
}

impl Assets {
    /// Reads the pages of folders that have other files.
    pub(super) fn read(
        configuration: &Configuration,
        tree: &dyn Tree,
        paths: &[String],
        url_of: &dyn Fn(&Place<'_>, &Map) -> String,
    ) -> Self {
        let codes = configuration.codes();
        let below_content = |path: &&String| path.starts_with("content/");
        let files: Vec<&String> =
            paths.iter().filter(below_content).filter(|path| !path.ends_with(".md")).collect();
        let mut assets = Self::default();
        // Folders come before those in them, so that the nearest page has the last word.
        for path in paths.iter().filter(below_content).filter(|path| path.ends_with(".md")) {
            let Some(place) = place(path, &codes)
                .filter(|place| place.kind == FileKind::Bundle && !configuration.is_ignored(path))
            else {
                continue;
            };
            let Some(folder) = path.rfind('/').and_then(|at| path.get(..=at)) else { continue };
            let from = files.partition_point(|file| file.as_str() < folder);
            let own = files.iter().skip(from).take_while(|file| file.starts_with(folder));
            let own: Vec<&&String> = own.collect();
            let text = if own.is_empty() { None } else { tree.read(path).ok() };
            let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let data = front_matter::parse_as(&text, CAPABILITIES.front_matter).data;
            // Files are known by their paths as they are on the disk.
            let url = percent_decode(&url_of(&place, &data)).into_owned();
            let is_default = place.language.is_none_or(|code| code == configuration.default_language());
            for file in own {
                let place = format!("{url}{}", file.get(folder.len()..).unwrap_or(""));
                let other = if is_default { assets.urls.insert((*file).clone(), place) } else { Some(place) };
                assets.copies.extend(other);
            }
        }
        assets
    }

    /// The URL of a file; nothing where no folder above it has a page.
    pub(super) fn url_of(&self, path: &str) -> Option<&str> {
        self.urls.get(path).map(String::as_str)
    }
}
