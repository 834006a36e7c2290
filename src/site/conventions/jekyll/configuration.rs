//! `_config.yml`: several files laid over each other, Jekyll's defaults under them, `feedwright.toml` over them.
//!
//! Source: Jekyll's `configuration.rb`; keys and their meaning for feeds: jekyll-feed's README.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::markup::front_matter::{Map, Value, yaml};
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::conventions::fields::{strings, text_of};
use crate::site::conventions::jekyll::capabilities::CAPABILITIES;
use crate::site::conventions::jekyll::{gemfile, plugins};
use crate::site::conventions::people;
use crate::site::{BaseOfTags, Environment, Made, Settings, error_in};
use crate::text::date;
use crate::text::source::SourceFile;

/// All files as one map, the later laid over the earlier.
///
/// # Errors
/// When one is not YAML, or no map.
pub(super) fn stack(files: &[SourceFile]) -> Result<Map, ConfigError> {
    let mut stacked = Map::default();
    for file in files {
        let (node, faults) = yaml::parse(&file.text, 0);
        if let Some(fault) = faults.first() {
            let help = fault.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            return Err(ConfigError::new(file, Some(fault.span), format!("{}{help}", fault.message)));
        }
        match &node.value {
            Value::Map(map) => stacked.merge(map),
            Value::Null => {}
            _ => {
                return Err(ConfigError::new(
                    file,
                    Some(node.span),
                    "the configuration is not a map of keys",
                ));
            }
        }
    }
    Ok(stacked)
}

/// The settings that hold for the whole site.
///
/// # Errors
/// When feedwright.toml has an unknown time zone, or the time is no time.
pub(super) fn settings(data: Map, opening: &Opening<'_>) -> Result<Settings, ConfigError> {
    let ours = &opening.config.site;
    let text = |key| text_of(&data, key);
    let zone = match &ours.timezone {
        Some(name) => {
            date::zone(name).map_err(|error| error_in(opening.files, &["timezone"], error.to_string()))?
        }
        // The C library reads an unknown name as UTC, which `types::notes` names; Jekyll builds no site with a symbol.
        None => match text("timezone").map(|name| (date::zone(&name), name.starts_with(':'))) {
            Some((Err(error), true)) => {
                return Err(error_in(opening.files, &["timezone"], error.to_string()));
            }
            Some((zone, _)) => zone.unwrap_or(Tz::UTC),
            None => Tz::UTC,
        },
    };
    let now = match (opening.overrides.now, data.get("time")) {
        (Some(now), _) => now,
        (None, Some(node)) if node.value.is_truthy() => {
            let written = node.value.to_ruby_string();
            date::parse(&written, zone).map_err(|_| {
                let message =
                    format!("`time: {written}` is not a time; write it as 2024-05-31 12:00:00 +0000");
                error_in(opening.files, &["time"], message)
            })?
        }
        _ => opening.overrides.clock,
    };
    let now_is_given = opening.overrides.now.is_some()
        || opening.overrides.clock_is_given
        || data.get("time").is_some_and(|node| node.value.is_truthy());
    let plugins: Vec<String> = plugins::names(&data, opening.gemfile);
    let source = folder(&data, "source").map_or_else(String::new, below);
    if source.starts_with('/') || source.split('/').any(|part| part == "..") {
        let message = format!(
            "`source: {}` is not a folder below this one; name a folder below it, or run the command in that folder",
            text("source").unwrap_or_default()
        );
        return Err(error_in(opening.files, &["source"], message));
    }
    Ok(Settings {
        now_is_given,
        convention: &CAPABILITIES,
        url: opening
            .overrides
            .url
            .clone()
            .or_else(|| ours.url.clone())
            .or_else(|| text("url"))
            .filter(|url| !url.is_empty()),
        baseurl: ours.baseurl.clone().or_else(|| text("baseurl")).unwrap_or_default(),
        title: ours
            .title
            .clone()
            .or_else(|| text("title").filter(|t| !t.is_empty()))
            .or_else(|| text("name")),
        description: ours.description.clone().or_else(|| text("description")),
        language: ours.language.clone().or_else(|| text("lang")),
        authors_by_language: BTreeMap::new(),
        author: ours
            .author
            .as_ref()
            .map(people::configured)
            .or_else(|| data.get("author").and_then(|node| people::person(&node.value))),
        zone,
        environment: Environment::new(opening.overrides.environment.as_deref()),
        now: date::in_zone(&now, zone),
        plugin_folders: plugin_folders(&data, &source),
        source: source.clone(),
        output: ours.output.clone().or_else(|| text("destination")).map_or_else(
            || "_site".to_owned(),
            |folder| folder.trim_start_matches("./").trim_end_matches('/').to_owned(),
        ),
        template_folders: Vec::new(),
        layouts_dir: Some(text("layouts_dir").unwrap_or_else(|| "_layouts".to_owned())),
        markdown: super::markdown_options::markdown_options(&data, opening.config.markdown),
        made: Made { asset_folders: vec![format!("{source}_assets")], ..plugins::made(&plugins, &data) },
        writes_feeds: plugins::write_feeds(&plugins, &data),
        titles_from_names: false,
        removes_slashes: false,
        own_readers: false,
        titles_from_headings: plugins::titles_from_headings(&plugins, &data),
        posts_in_folders: gemfile::version(opening.gemfile_lock, None).is_some_and(|version| version < 3),
        base_of_tags: match gemfile::version(opening.gemfile_lock, opening.gemfile) {
            Some(..=3) => BaseOfTags::LeftOut,
            Some(_) => BaseOfTags::Written,
            None => BaseOfTags::Unsaid,
        },
        replaced_links: plugins::replaced_links(&plugins, &data),
        url_is_of_host: text("url").is_none_or(|url| url.is_empty())
            && plugins::has_metadata_of_github(&data, opening.gemfile),
        readmes_perhaps: plugins::make_pages_of_readmes_perhaps(&data, opening.gemfile),
        gists: plugins::gists(&plugins, &data, opening.gemfile.is_some()),
        plugins_bring_tags: plugins::bring_tags(&plugins),
        bodies: None,
        collections: collections(&data).into_iter().map(|(label, meta)| (label, meta.output)).collect(),
        config: opening.config.clone(),
        sources: opening.files.to_vec(),
        data,
    })
}

/// A folder that the configuration names, without `./` and slashes around it; `None` for the folder itself (`.`).
pub(super) fn folder(data: &Map, key: &str) -> Option<String> {
    text_of(data, key).map(|written| bare_folder(&written)).filter(|folder| !folder.is_empty())
}

/// `src` for `./src/`, and nothing for `.`; an absolute path keeps its slash, so that it is met nowhere below the site.
fn bare_folder(written: &str) -> String {
    let mut folder = written.trim_end_matches('/');
    while let Some(rest) = folder.strip_prefix("./") {
        folder = rest.trim_start_matches('/');
    }
    if folder == "." { String::new() } else { folder.to_owned() }
}

/// A folder with the slash after it that paths below it begin with.
pub(super) fn below(folder: String) -> String {
    folder + "/"
}

/// Where the site's own plugins are: `_plugins` of the source, or the folders that `plugins_dir` names, which count from
/// the folder that Jekyll runs in.
///
/// Source: Jekyll's `plugin_manager.rb`, `plugins_path`.
fn plugin_folders(data: &Map, source: &str) -> Vec<String> {
    let named = strings(data, "plugins_dir");
    if named.is_empty() || named == ["_plugins"] {
        return vec![format!("{source}_plugins")];
    }
    named.iter().map(|written| bare_folder(written)).collect()
}

/// What the configuration says of one collection.
#[derive(Clone, Debug, Default)]
pub(super) struct Collection {
    pub(super) output: bool,
    pub(super) permalink: Option<String>,
}

/// The collections with their own permalinks; `posts` is always one, and always has pages.
pub(super) fn collections(data: &Map) -> BTreeMap<String, Collection> {
    let mut collections: BTreeMap<String, Collection> = BTreeMap::new();
    match data.get("collections").map(|node| &node.value) {
        Some(Value::List(labels)) => {
            for label in labels {
                collections.insert(label.value.to_ruby_string().into_owned(), Collection::default());
            }
        }
        Some(Value::Map(map)) => {
            for entry in map {
                let (label, node) = (&entry.key, &entry.value);
                let meta = match &node.value {
                    Value::Map(meta) => Collection {
                        output: meta.get("output").is_some_and(|node| node.value.is_truthy()),
                        permalink: text_of(meta, "permalink"),
                    },
                    _ => Collection::default(),
                };
                collections.insert(label.clone(), meta);
            }
        }
        _ => {}
    }
    collections.entry("posts".to_owned()).or_default().output = true;
    collections
}
