//! The site's own files that may be feeds: templates that its generator runs, and feeds that it copies as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::front_matter::{Map, Value};
use crate::site::convention::{Generator, Role};
use crate::site::load::documents::Room;
use crate::site::load::pages::page;
use crate::site::tree::Tree;
use crate::site::{OwnSource, Settings};
use crate::text::url::percent_decode;

/// How much of a file that is copied is read: its kind is told by its root element.
const BEGINNING: usize = 4 << 10;

/// Returns them by the path that each is written to, below the output folder. A file that cannot be read is among them,
/// without text: it may be a feed.
pub(super) fn own_sources(
    tree: &dyn Tree,
    files: &[(Arc<str>, Role)],
    generator: &dyn Generator,
) -> BTreeMap<String, OwnSource> {
    let candidates = files.iter().filter(|(path, role)| *role == Role::PageOrFile && may_be_feed(path));
    let source = |path: &Arc<str>| -> Option<(String, OwnSource)> {
        let (url, text) = match page(tree, path, generator, &Room::for_all()) {
            Ok(Some(page)) => {
                let layout = layout_of(&page.data, tree, generator.settings()).unwrap_or_default();
                let text = page.text.map_or_else(String::new, |text| text.to_string());
                (page.url, format!("{text}{layout}"))
            }
            _ => {
                let start = tree.read_start(path, BEGINNING).unwrap_or_default();
                (generator.file(path, 0)?.url, String::from_utf8_lossy(&start).into_owned())
            }
        };
        let folder = if url.ends_with('/') { "index.html" } else { "" };
        let place = format!("{}{folder}", percent_decode(url.trim_start_matches('/')));
        Some((place, OwnSource { path: Arc::clone(path), text }))
    };
    candidates.filter_map(|(path, _)| source(path)).collect()
}

/// The layout around a page, which may have the root element and the loop over posts.
fn layout_of(data: &Map, tree: &dyn Tree, settings: &Settings) -> Option<String> {
    let Value::String(name) = &data.get("layout")?.value else { return None };
    let folder = settings.layouts_dir.as_ref()?.trim_matches('/');
    let read = |ending: &str| tree.read(&format!("{}{folder}/{name}.{ending}", settings.source)).ok();
    let bytes = ["xml", "html", "rss", "atom", "liquid", "json"].into_iter().find_map(read)?;
    String::from_utf8(bytes).ok()
}

/// Returns whether a feed may be made of a file with this name: other pages are not read before they are needed.
fn may_be_feed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let has = |text: &str, words: &[&str]| {
        words.iter().any(|word| {
            text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    match extension {
        "xml" | "rss" | "atom" => true,
        "html" | "htm" | "md" | "markdown" | "json" | "liquid" | "njk" | "txt" => {
            has(stem, &["feed", "rss", "atom"])
        }
        _ => false,
    }
}
