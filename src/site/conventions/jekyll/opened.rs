//! What is known of a Jekyll site once its configuration was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::configuration::{self, Collection};
use super::defaults::Defaults;
use super::gemfile;
use super::paths::{Entry, Paths};
use super::plugins::{self, BarePages};
use super::types;
use crate::markup::front_matter::{Map, Value};
use crate::site::Settings;
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::conventions::fields::{is_set, strings, text_of};
use crate::site::conventions::permalink;
use crate::site::post::Markup;

/// A Jekyll site's configuration, read.
#[derive(Debug)]
pub(super) struct Jekyll {
    pub(super) settings: Settings,
    pub(super) paths: Paths,
    pub(super) defaults: Defaults,
    /// The template of each collection's URLs.
    pub(super) templates: BTreeMap<String, String>,
    /// The site's permalink style, which pages follow in their ending.
    pub(super) style: String,
    pub(super) markdown_extensions: Vec<String>,
    pub(super) excerpt_separator: Arc<str>,
    pub(super) show_drafts: bool,
    pub(super) bare_pages: BarePages,
    /// Whether the files beside posts are copied to where their pages are (jekyll-postfiles).
    pub(super) copies_files_beside: bool,
    pub(super) future: bool,
    pub(super) unpublished: bool,
    pub(super) environment: Option<String>,
    pub(super) author_records: Map,
    /// Placeholders of permalinks that a plugin of the site fills from front matter.
    pub(super) own_placeholders: Vec<String>,
    /// Whether a collection's files keep their names, and only its folder is the permalink's: as in Jekyll 3.
    pub(super) files_keep_names: bool,
    /// Those of `redirect_from`.
    pub(super) redirect_placeholders: Vec<String>,
    /// What people should hear of the configuration.
    pub(super) notes: Vec<String>,
}

impl Jekyll {
    pub(super) fn open(opening: &Opening<'_>) -> Result<Self, ConfigError> {
        let data = configuration::stack(opening.files)?;
        types::check(&data, opening)?;
        let notes = types::notes(&data, opening);
        let settings = configuration::settings(data, opening)?;
        let data = &settings.data;
        let folder = |key: &str| {
            configuration::folder(data, key).map(|folder| folder.trim_start_matches('/').to_owned())
        };
        let collections_dir = folder("collections_dir").unwrap_or_default();
        let collections = configuration::collections(data);
        let style = text_of(data, "permalink").unwrap_or_else(|| "date".to_owned());
        check_permalinks(&settings, &style, &collections)?;
        let templates = collections
            .iter()
            .map(|(label, meta)| {
                let template = match (&meta.permalink, label.as_str()) {
                    (Some(template), "posts") => permalink::style(template).to_owned(),
                    (Some(template), _) => template.clone(),
                    (None, "posts") => permalink::style(&style).to_owned(),
                    (None, _) => permalink::with_suffix("/:collection/:path", &style),
                };
                (label.clone(), template)
            })
            .collect();
        let entries = |key: &str, more: &[&str]| {
            strings(data, key)
                .iter()
                .map(String::as_str)
                .chain(more.iter().copied())
                .filter(|entry| !entry.is_empty())
                .map(Entry::new)
                .collect()
        };
        let include = if data.get("include").is_some() { &[][..] } else { &[".htaccess"][..] };
        let paths = Paths {
            posts: Arc::from("posts"),
            collections: collections
                .keys()
                .filter(|label| *label != "posts")
                .map(|l| Arc::from(l.as_str()))
                .collect(),
            include: entries("include", include),
            exclude: entries("exclude", EXCLUDED),
            output: settings.output.clone(),
            data_dir: folder("data_dir").unwrap_or_else(|| "_data".to_owned()),
            includes_dir: folder("includes_dir").unwrap_or_else(|| "_includes".to_owned()),
            source: settings.source.clone(),
            collections_dir: folder("collections_dir").map_or_else(String::new, configuration::below),
        };
        let plugins = plugins::names(data, opening.gemfile);
        Ok(Self {
            paths,
            bare_pages: BarePages::new(&plugins, data),
            copies_files_beside: plugins.iter().any(|plugin| plugin == "jekyll-postfiles"),
            defaults: Defaults::new(data.get("defaults"), &collections_dir),
            templates,
            style,
            markdown_extensions: text_of(data, "markdown_ext")
                .unwrap_or_else(|| "markdown,mkdown,mkdn,mkd,md".to_owned())
                .split(',')
                .map(|extension| format!(".{}", extension.trim()))
                .collect(),
            excerpt_separator: text_of(data, "excerpt_separator")
                .map_or_else(|| Arc::from("\n\n"), Arc::from),
            show_drafts: opening.overrides.drafts || is_set(data, "show_drafts"),
            future: opening.overrides.future || is_set(data, "future"),
            unpublished: is_set(data, "unpublished"),
            environment: opening.overrides.environment.clone(),
            author_records: Map::default(),
            own_placeholders: Vec::new(),
            files_keep_names: gemfile::version(opening.gemfile_lock, opening.gemfile)
                .is_some_and(|version| version <= 3),
            redirect_placeholders: Vec::new(),
            notes,
            settings,
        })
    }

    pub(super) fn template(&self, collection: &str) -> &str {
        self.templates.get(collection).map_or("/:collection/:path", String::as_str)
    }

    pub(super) fn markup(&self, extension: &str) -> Markup {
        let markdown = self.markdown_extensions.iter().any(|known| known.eq_ignore_ascii_case(extension));
        if markdown { Markup::Markdown } else { Markup::Verbatim }
    }
}

/// Whether every template of the configuration can be filled. Jekyll, too, builds no site of one that cannot.
fn check_permalinks(
    settings: &Settings,
    style: &str,
    collections: &BTreeMap<String, Collection>,
) -> Result<(), ConfigError> {
    let wrong = |keys: &[&str], template: &str, more: &[&str]| match permalink::fault(template, more) {
        Some(fault) => Err(settings.generator_error(keys, fault)),
        None => Ok(()),
    };
    wrong(&["permalink"], permalink::style(style), &["basename"])?;
    for (label, meta) in collections.iter().filter(|(_, meta)| meta.output) {
        if let Some(template) = &meta.permalink {
            wrong(&["collections", label, "permalink"], permalink::style(template), &[])?;
        }
    }
    let Some(Value::List(sets)) = settings.data.get("defaults").map(|node| &node.value) else {
        return Ok(());
    };
    for (number, set) in sets.iter().enumerate() {
        let Value::Map(set) = &set.value else { continue };
        let Some(Value::Map(values)) = set.get("values").map(|node| &node.value) else { continue };
        if let Some(template) = text_of(values, "permalink") {
            let keys = ["defaults", &number.to_string(), "values", "permalink"];
            wrong(&keys, permalink::style(&template), &["basename"])?;
        }
    }
    Ok(())
}

/// What Jekyll excludes beside `exclude:`.
const EXCLUDED: &[&str] = &[
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
];
