//! Feeds of a site: files of `src/pages` whose `GET` calls `rss({…})`.

use crate::markup::javascript::{Entries, Object, Reader, Value};
use crate::site::conventions::astro::configuration::{self, Configuration};
use crate::site::conventions::programs::{Modules, joined};
use crate::site::tree::Tree;

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
    /// The line of the call.
    pub(super) line: usize,
}

/// The feeds of a site.
pub(super) fn endpoints(
    configuration: &Configuration,
    tree: &dyn Tree,
    aliases: &[(String, String)],
    paths: &[String],
) -> Vec<Endpoint> {
    let pages = format!("{}/pages/", configuration.source);
    let site = configuration.site.clone().map_or(Value::Undefined, Value::Text);
    let base = if configuration.base.is_empty() { "/".to_owned() } else { configuration.base.clone() };
    let names = |name: &str| match name {
        "import.meta.env.SITE" => Some(site.clone()),
        "import.meta.env.BASE_URL" => Some(Value::Text(base.clone())),
        _ => configuration::names(name),
    };
    let calls = |name: &str, arguments: &[Value]| match name {
        "astro:content#getCollection" => collection(arguments),
        // What it returns is the text of the feed: the call itself is what is looked for.
        _ => configuration::calls(name, arguments),
    };
    let modules = Modules { tree: Some(tree), names: &names, calls: &calls, aliases, depth: 0 };
    let mut found = Vec::new();
    for path in paths {
        let Some(stem) = path.strip_prefix(&pages).and_then(without_ending) else { continue };
        let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        if !text.contains("@astrojs/rss") {
            continue;
        }
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
        found.push(Endpoint { source: path.clone(), path: joined("", stem), options, items, line });
    }
    found
}

/// `getCollection(name, filter)`.
fn collection(arguments: &[Value]) -> Option<Value> {
    let sources = vec![arguments.first()?.as_text()?.to_owned()];
    let filter = arguments.get(1).filter(|filter| matches!(filter, Value::Function(_)));
    let steps = filter.cloned().map(crate::markup::javascript::Step::Filter).into_iter().collect();
    Some(Value::Entries(Entries { sources, steps }))
}

/// The path of an endpoint's file without its own ending: `rss.xml` of `rss.xml.js`.
fn without_ending(path: &str) -> Option<&str> {
    let stem = [".ts", ".js", ".mjs", ".mts"].iter().find_map(|ending| path.strip_suffix(ending))?;
    let is_feed = [".xml", ".rss", ".atom", ".json", ".rdf"].iter().any(|ending| stem.ends_with(ending));
    (is_feed && !stem.contains('[')).then_some(stem)
}
