//! The feeds that a site has: those of `feedPlugin`, and templates that write one.

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Entries, Object, Step, Value};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::data::front_matter_of;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::{collections, feed_template, paths};
use crate::site::conventions::paths::joined;
use crate::site::tree::{Tree, TreeError};

/// The feeds of a site.
///
/// # Errors
/// When a template cannot be read.
pub(super) fn asked(site: &Eleventy, tree: &dyn Tree, templates: &[&str]) -> Result<Found, TreeError> {
    let mut prefixes = Vec::new();
    let mut feeds: Vec<Asked> =
        site.configuration.feeds.iter().filter_map(|(options, _)| of_plugin(options)).collect();
    let may_be_feed = |path: &&&str| !path.ends_with(".md") && !path.ends_with(".11ty.js");
    for path in templates.iter().filter(may_be_feed) {
        let bytes = tree.read(path)?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        prefixes.extend(made_below(site, path, &text));
        if let Some(feed) = feed_template::read(site, path, &text) {
            feeds.push(feed);
        }
    }
    let now = site.settings.now.timestamp_millis();
    for feed in &mut feeds {
        feed.list = collected(site, std::mem::take(&mut feed.list), now);
        if let Some(limit) = limit_at_end(&mut feed.list.steps) {
            feed.limit = limit;
        }
    }
    Ok(Found { feeds, prefixes })
}

/// What is found in the templates of a site.
pub(super) struct Found {
    pub(super) feeds: Vec<Asked>,
    /// What the URLs begin with of pages that a template makes for each item of a list.
    pub(super) prefixes: Vec<String>,
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
        has_authors: true,
        has_language: true,
        head: None,
        entry: None,
    })
}

/// A list of entries in which collections that the configuration makes are those of templates that they are made of.
fn collected(site: &Eleventy, list: Entries, now: i64) -> Entries {
    let made = |name: &str| {
        let function = site.configuration.collections.iter().rev().find(|(known, _)| known == name);
        function.and_then(|(_, function)| collections::made(function, now))
    };
    let is_one = list.sources.len() == 1;
    let mut all = Entries::default();
    for source in list.sources {
        let Some(mut own) = made(&source.name) else {
            all.sources.push(source);
            continue;
        };
        own.steps.extend(source.steps);
        if is_one {
            all = own;
        } else {
            all.join(own);
        }
    }
    all.steps.extend(list.steps);
    all
}

/// Takes the number of entries away from the end of a list's steps: the last ten turned round are the first ten of the
/// list that is turned round.
fn limit_at_end(steps: &mut Vec<Step>) -> Option<usize> {
    match steps.as_slice() {
        [.., Step::First(limit)] => {
            let limit = *limit;
            steps.pop();
            Some(limit)
        }
        [.., Step::Last(limit), Step::Reverse] => {
            let limit = *limit;
            steps.truncate(steps.len() - 2);
            steps.push(Step::Reverse);
            Some(limit)
        }
        _ => None,
    }
}
