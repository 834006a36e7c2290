//! Feeds of a site: files of `src/pages` whose `GET` calls `rss({…})` or writes a feed as text or JSON.

use crate::markup::javascript::{Entries, Object, Reader, Step, Value};
use crate::site::conventions::astro::renderer::Renderer;
use crate::site::conventions::astro::written::{self, Lists};
use crate::site::conventions::paths::joined;
use crate::site::conventions::programs::Modules;

/// A feed that a file of the site writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Endpoint {
    /// The file.
    pub(super) source: String,
    /// `rss`, `atom` or `json`; empty for what is no feed.
    pub(super) format: &'static str,
    /// Where it is written, below the output folder.
    pub(super) path: String,
    /// What `rss` is called with.
    pub(super) options: Object,
    /// The entries that its items are made of; nothing where that is not clear.
    pub(super) items: Option<Entries>,
    /// The Markdown library that its code calls.
    pub(super) renderer: Option<Renderer>,
    /// Which of the site's ways to HTML it takes: 0 is Astro's own.
    pub(super) way: usize,
    /// The line of the call.
    pub(super) line: usize,
}

/// A file with parameters in its name, `[lang]/rss.xml.ts`, which makes a feed for each of the paths that one of its functions
/// returns.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// Its feed with unknown parameters.
    pub(super) endpoint: Endpoint,
    /// `getStaticPaths`.
    paths: Value,
    /// `GET`.
    handler: Value,
}

/// The feeds of a site, and the files that make one for each entry of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) patterns: Vec<Pattern>,
}

/// `site` as a program sees it: a `URL` as text has a slash after its host.
fn address(site: &str) -> String {
    match site.split_once("://") {
        Some((_, host)) if !host.contains('/') => format!("{site}/"),
        _ => site.to_owned(),
    }
}

/// The feeds of a site.
pub(super) fn endpoints(modules: &Modules<'_>, source: &str, site: Option<&str>, paths: &[String]) -> Found {
    let pages = format!("{source}/pages/");
    let read = |path: &str| String::from_utf8(modules.tree?.read(path).ok()?).ok();
    let mut found = Found::default();
    for path in paths {
        let Some(stem) = path.strip_prefix(&pages).and_then(without_ending) else { continue };
        let Some(text) = read(path) else { continue };
        let format =
            if text.contains("@astrojs/rss") { "rss" } else { written::format_in(&text).unwrap_or("") };
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        let lists = Lists::default();
        let calls = |name: &str, arguments: &[Value]| {
            globbed(name, arguments, folder)
                .or_else(|| lists.called(name, arguments))
                .or_else(|| (modules.calls)(name, arguments))
        };
        let modules = Modules { calls: &calls, ..*modules };
        let mut reader = Reader::new(&modules);
        let exports = reader.exports(path, &text);
        let exported = |names: &[&str]| names.iter().find_map(|name| exports.get(name)).cloned();
        let handler = exported(&["GET", "get", "default"]).unwrap_or_default();
        let way = found.endpoints.len() + found.patterns.len() + 1;
        let renderer = Renderer::read(&text, &reader.calls);
        let base = Endpoint {
            source: path.clone(),
            format,
            path: joined("", stem),
            way: if renderer.is_some() { way } else { 0 },
            renderer,
            ..Endpoint::default()
        };
        let Some(paths) = exported(&["getStaticPaths"]).filter(|_| stem.contains('[')) else {
            if !stem.contains('[') {
                found.endpoints.push(called(&mut reader, &handler, &lists, base, site, None));
            }
            continue;
        };
        match reader.call(&paths, &[Value::Object(Object::default())]) {
            Value::List(all) if all.iter().all(|one| one.get("params").is_some()) => {
                let made = all
                    .iter()
                    .map(|one| called(&mut reader, &handler, &lists, base.clone(), site, Some(one)));
                found.endpoints.extend(made);
            }
            _ => {
                let endpoint = called(&mut reader, &handler, &lists, base, site, None);
                found.patterns.push(Pattern { endpoint, paths, handler });
            }
        }
    }
    found.endpoints.retain(|endpoint| !endpoint.format.is_empty());
    found.patterns.retain(|pattern| !pattern.endpoint.format.is_empty());
    found
}

/// The feeds that a file with parameters in its name makes, with what the lists of its entries are; nothing where its paths
/// cannot be told.
pub(super) fn made_of(
    pattern: &Pattern,
    lists: &Modules<'_>,
    modules: &Modules<'_>,
    site: Option<&str>,
) -> Option<Vec<Endpoint>> {
    let Value::List(all) = Reader::new(lists).call(&pattern.paths, &[Value::Object(Object::default())])
    else {
        return None;
    };
    let one = |one: &Value| {
        one.get("params")?;
        let one = &as_lists(one.clone());
        let base = Endpoint { path: pattern.endpoint.path.clone(), ..pattern.endpoint.clone() };
        let lists = Lists::default();
        let calls = |name: &str, arguments: &[Value]| {
            lists.called(name, arguments).or_else(|| (modules.calls)(name, arguments))
        };
        let modules = Modules { calls: &calls, ..*modules };
        Some(called(&mut Reader::new(&modules), &pattern.handler, &lists, base, site, Some(one)))
    };
    all.iter().map(one).collect()
}

/// What a call of a file's function with the parameters and properties of one path, `given`, makes.
fn called(
    reader: &mut Reader<'_>,
    handler: &Value,
    lists: &Lists,
    base: Endpoint,
    site: Option<&str>,
    given: Option<&Value>,
) -> Endpoint {
    let mut context = Object::default();
    context.set("site", site.map_or(Value::Undefined, |site| Value::Text(address(site))), 0);
    let params = given.and_then(|given| given.get("params")).cloned();
    for (key, value) in [("params", params.clone()), ("props", given.and_then(|it| it.get("props")).cloned())]
    {
        context.set(key, value.unwrap_or(Value::Unknown), 0);
    }
    for key in ["locals", "request", "url", "cookies", "currentLocale", "preferredLocale", "clientAddress"] {
        context.set(key, Value::Unknown, 0);
    }
    let before = reader.calls.len();
    reader.restart();
    let mut returned = reader.call(handler, &[Value::Object(context.clone())]);
    let is_rss = |name: &str| name == "@astrojs/rss#default" || name == "@astrojs/rss#*";
    let call = reader.calls.iter().skip(before).find(|call| is_rss(&call.name)).cloned();
    if call.is_none() && !base.format.is_empty() && matches!(returned, Value::Unknown | Value::Host(_)) {
        lists.leave_open();
        reader.restart();
        returned = reader.call(handler, &[Value::Object(context)]);
    }
    let options = call.as_ref().and_then(|call| call.arguments.first()?.as_object());
    let options = options.cloned().unwrap_or_default();
    let items = match options.get("items") {
        Some(Value::Entries(entries)) => Some(entries.clone()),
        Some(Value::List(items)) if items.is_empty() => Some(Entries::default()),
        _ => None,
    };
    let (options, items, format) = match &call {
        Some(_) => (options, items, "rss"),
        None => written::written(&returned, lists, base.format).unwrap_or((options, items, base.format)),
    };
    let path = match &params {
        Some(params) => filled(&base.path, params),
        None => base.path.clone(),
    };
    Endpoint { path, format, items, line: call.map_or(1, |call| call.line), options, ..base }
}

/// The properties of a path with lists of entries as what they are taken from: a program may go on to sort or to map them.
fn as_lists(value: Value) -> Value {
    match value {
        Value::Object(mut object) => {
            for field in object.fields_mut() {
                field.value = as_lists(std::mem::take(&mut field.value));
            }
            Value::Object(object)
        }
        Value::List(items) => taken_from(&items).map_or(Value::List(items), Value::Entries),
        value => value,
    }
}

/// The entries of one collection that a list consists of.
fn taken_from(items: &[Value]) -> Option<Entries> {
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_text).map(str::to_owned);
    let collection = text(items.first()?, "collection")?;
    let id_of = |entry: &Value| {
        entry.get("data").filter(|_| text(entry, "collection").as_deref() == Some(&*collection))?;
        text(entry, "id")
    };
    let ids = items.iter().map(id_of).collect::<Option<Vec<String>>>()?;
    let mut entries = Entries::of(&collection);
    entries.steps.push(Step::Among(ids));
    Some(entries)
}

/// A path with its parameters, `[lang]` and `[...rest]`, filled in.
fn filled(path: &str, params: &Value) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, (name, after))) =
        rest.split_once('[').map(|(a, b)| (a, b.split_once(']').unwrap_or((b, ""))))
    {
        out.push_str(before);
        let value = params.get(name.trim_start_matches("...")).and_then(|value| match value {
            Value::Undefined | Value::Null => None,
            value => value.to_text(),
        });
        out.push_str(&value.unwrap_or_default());
        rest = after;
    }
    joined("", &(out + rest))
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
    is_feed.then_some(stem)
}
