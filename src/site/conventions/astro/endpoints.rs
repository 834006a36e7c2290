//! Feeds of a site: files of `src/pages` whose `GET` calls `rss({…})`.

use crate::markup::javascript::{Entries, Object, Reader, Value};
use crate::site::conventions::astro::renderer::Renderer;
use crate::site::conventions::programs::{Modules, joined};

/// A feed that a file of the site writes.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// The file.
    pub(super) source: String,
    /// Where it is written, below the output folder.
    pub(super) path: String,
    /// What `rss` is called with.
    pub(super) options: Object,
    /// The entries that its items are made of; nothing where that is not clear.
    pub(super) items: Option<Entries>,
    /// The Markdown library that its code calls.
    pub(super) renderer: Option<Renderer>,
    /// The line of the call.
    pub(super) line: usize,
}

/// The feeds of a site.
pub(super) fn endpoints(
    modules: &Modules<'_>,
    source: &str,
    site: Option<&str>,
    paths: &[String],
) -> Vec<Endpoint> {
    let pages = format!("{source}/pages/");
    // A `URL` as text has a slash after its host.
    let address = |site: &str| match site.split_once("://") {
        Some((_, host)) if !host.contains('/') => format!("{site}/"),
        _ => site.to_owned(),
    };
    let site = site.map_or(Value::Undefined, |site| Value::Text(address(site)));
    let read = |path: &str| String::from_utf8(modules.tree?.read(path).ok()?).ok();
    let mut found = Vec::new();
    for path in paths {
        let Some(stem) = path.strip_prefix(&pages).and_then(without_ending) else { continue };
        let Some(text) = read(path) else { continue };
        if !text.contains("@astrojs/rss") {
            continue;
        }
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        let calls = |name: &str, arguments: &[Value]| {
            globbed(name, arguments, folder).or_else(|| (modules.calls)(name, arguments))
        };
        let modules = Modules { calls: &calls, ..*modules };
        let mut reader = Reader::new(&modules);
        let exports = reader.exports(path, &text);
        let handler =
            ["GET", "get", "default"].iter().find_map(|name| exports.get(name)).cloned().unwrap_or_default();
        let mut context = Object::default();
        context.set("site", site.clone(), 0);
        reader.call(&handler, &[Value::Object(context)]);
        let call = reader
            .calls
            .iter()
            .find(|call| call.name == "@astrojs/rss#default" || call.name == "@astrojs/rss#*");
        let options = call.and_then(|call| call.arguments.first()?.as_object()).cloned().unwrap_or_default();
        let items = match options.get("items") {
            Some(Value::Entries(entries)) => Some(entries.clone()),
            _ => None,
        };
        let line = call.map_or(1, |call| call.line);
        let renderer = Renderer::read(&text, &reader.calls);
        found.push(Endpoint { source: path.clone(), path: joined("", stem), options, items, renderer, line });
    }
    found
}

/// What the files of a glob are called here.
pub(super) const GLOB: &str = "glob:";

/// `import.meta.glob("./posts/*.md")`, and what lists or items are made of it; `folder` is that of the program.
fn globbed(name: &str, arguments: &[Value], folder: &str) -> Option<Value> {
    let path = |glob: &str| match glob.strip_prefix('/') {
        Some(rest) => joined("", rest),
        None => joined(folder, glob),
    };
    let first = arguments.first()?;
    match (name, first) {
        ("import.meta.glob", Value::Text(glob)) => {
            Some(Value::Entries(Entries::of(&format!("{GLOB}{}", path(glob)))))
        }
        ("import.meta.glob", Value::List(globs)) => {
            let mut all = Entries::default();
            globs
                .iter()
                .filter_map(Value::as_text)
                .for_each(|glob| all.join(Entries::of(&format!("{GLOB}{}", path(glob)))));
            Some(Value::Entries(all))
        }
        ("Object.values" | "@astrojs/rss#pagesGlobToRssItems", Value::Entries(_)) => Some(first.clone()),
        _ => None,
    }
}

/// The path of an endpoint's file without its own ending: `rss.xml` of `rss.xml.js`.
fn without_ending(path: &str) -> Option<&str> {
    let stem = [".ts", ".js", ".mjs", ".mts"].iter().find_map(|ending| path.strip_suffix(ending))?;
    let is_feed = [".xml", ".rss", ".atom", ".json", ".rdf"].iter().any(|ending| stem.ends_with(ending));
    (is_feed && !stem.contains('[')).then_some(stem)
}
