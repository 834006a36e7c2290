//! The feeds that a site has: those of `feedPlugin`, and templates that write one.

use crate::markup::front_matter::Map;
use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Entries, Object, Step, Value};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::data::front_matter_of;
use crate::site::conventions::eleventy::feed_lists::settled;
use crate::site::conventions::eleventy::feed_template::Unread;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::paged::Paged;
use crate::site::conventions::eleventy::shared::Variables;
use crate::site::conventions::eleventy::templating::{as_map, run};
use crate::site::conventions::eleventy::{feed_pages, feed_template, head, paths};
use crate::site::conventions::paths::joined;
use crate::site::tree::{Tree, TreeError};

/// The feeds of a site.
///
/// # Errors
/// When a template cannot be read.
pub(super) fn asked(site: &Eleventy, tree: &dyn Tree, templates: &[&str]) -> Result<Found, TreeError> {
    let (mut prefixes, mut urls) = (Vec::new(), Vec::new());
    let mut feeds: Vec<Asked> =
        site.configuration.feeds.iter().filter_map(|(options, _)| of_plugin(options)).collect();
    let (mut paged, mut notes) = (Vec::new(), Vec::new());
    for path in templates.iter().filter(|path| !path.ends_with(".md")) {
        let bytes = tree.read(path)?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if path.ends_with(".11ty.js") {
            let is_feed = [".xml", ".rss", ".atom", "feed.json"].iter().any(|end| text.contains(end))
                && ["<feed", "<rss", "jsonfeed.org"].iter().any(|start| text.contains(start));
            let note = || format!("{path}: a program writes this feed: it is not written; {ADD}");
            notes.extend(is_feed.then(note));
            continue;
        }
        prefixes.extend(made_below(site, path, &text));
        urls.extend(first_page(site, path, &text));
        let Some(all) = feed_template::data(site, path, &text) else { continue };
        let note = match all.get("pagination") {
            Some(_) => match feed_pages::read(site, path, text, all) {
                Ok(found) => {
                    paged.extend(found);
                    continue;
                }
                Err(unread) => (unread == Unread::Place).then(|| {
                    format!("{path}: which feeds it makes is computed: none of them are written; {ADD}")
                }),
            },
            None => match feed_template::read(site, path, &text, &all) {
                Ok(feed) => {
                    feeds.push(feed);
                    continue;
                }
                Err(unread) => (unread == Unread::Place)
                    .then(|| format!("{path}: its `permalink` is computed: the feed is not written; {ADD}")),
            },
        };
        notes.extend(note);
    }
    for feed in &mut feeds {
        settled(site, feed);
    }
    Ok(Found { feeds, paged, prefixes, urls, notes })
}

/// What to do about a feed that cannot be read.
const ADD: &str = "add it to `[[feeds]]` in feedwright.toml";

/// What is found in the templates of a site.
pub(super) struct Found {
    pub(super) feeds: Vec<Asked>,
    /// Templates that write a feed for each item of a list.
    pub(super) paged: Vec<Paged>,
    /// What should be said.
    pub(super) notes: Vec<String>,
    /// What the URLs begin with of pages that a template makes for each item of a list.
    pub(super) prefixes: Vec<String>,
    /// The URLs of the first pages of lists.
    pub(super) urls: Vec<String>,
}

/// What the URLs begin with of the pages that a template with `pagination` makes: its permalink up to the first output.
fn made_below(site: &Eleventy, path: &str, text: &str) -> Option<String> {
    if !text.contains("pagination") {
        return None;
    }
    let own = of_map(&front_matter_of(text).data);
    let stem = paths::split(site.below(path)?)?.0;
    let all = site.data_of(stem, &own);
    all.get("pagination")?;
    let permalink = all.get("permalink").and_then(Value::as_text)?;
    let start = permalink.get(..permalink.find("{")?)?;
    let folder = start.get(..=start.rfind('/')?)?.trim_start_matches('/');
    (!folder.is_empty()).then(|| format!("/{folder}"))
}

/// The URL of the first page of a list, where it is made of no item: `/{% if pagination.pageNumber > 0 %}…{% endif %}`.
fn first_page(site: &Eleventy, path: &str, text: &str) -> Option<String> {
    let own = of_map(&front_matter_of(text).data);
    let (stem, ending) = paths::split(site.below(path)?)?;
    let mut all = site.data_of(stem, &own);
    let mut pagination = all.get("pagination")?.as_object().cloned().unwrap_or_default();
    let permalink = all.get("permalink").and_then(Value::as_text)?.to_owned();
    let alias = pagination.get("alias").and_then(Value::as_text).unwrap_or("pagination.items");
    if !permalink.contains("pagination.pageNumber") || permalink.contains(alias) {
        return None;
    }
    pagination.set("pageNumber", Value::Number(0.0), 0);
    all.set("pagination", Value::Object(pagination), 0);
    let engine = head::engine(site, &all, ending).1?;
    let (data, page) = (as_map(&all), Map::default());
    let variables = Variables { shared: &site.shared, data: &data, page: &page };
    let made = run(&permalink, engine, &variables).ok()?;
    (!made.contains(['{', '<'])).then(|| paths::url_of(made.trim()))
}

/// Options of the plugin; a path that is not written out is the plugin's own.
fn of_plugin(options: &Object) -> Option<Asked> {
    let text = |key: &str| options.get(key).and_then(Value::as_text);
    let collection = options.get("collection");
    let format = match text("type") {
        Some("rss") => "rss",
        Some("json") => "json",
        _ => "atom",
    };
    let default = match format {
        "json" => "feed.json",
        _ => "feed.xml",
    };
    let path = match options.get("outputPath") {
        None => default.to_owned(),
        Some(path) => joined("", path.as_text()?),
    };
    Some(Asked {
        path,
        format,
        metadata: options.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default(),
        list: Entries {
            steps: vec![Step::Reverse],
            ..Entries::of(collection.and_then(|it| it.get("name")?.as_text()).unwrap_or("posts"))
        },
        limit: collection.and_then(|it| it.get("limit")?.as_count()).unwrap_or(0),
        is_plugins: true,
        source: String::new(),
        has_content: true,
        normalizes_urls: false,
        has_authors: true,
        has_language: true,
        head: None,
        entry: None,
    })
}
