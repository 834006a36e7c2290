//! A Hugo site's configuration: its files laid over each other, and what of it feeds depend on.

use regex::Regex;

use crate::markup::front_matter::{Map, Value, json, toml, yaml};
use crate::site::config::ConfigError;
use crate::site::conventions::hugo::languages::{Language, base, disabled_languages, languages};
use crate::site::conventions::hugo::local::Local;
use crate::site::conventions::hugo::mounts::{Root, mounted_in, roots};
use crate::site::conventions::hugo::values::{at, list, lowered, table, text, truth};
use crate::site::tree::Tree;
use crate::text::source::{SourceFile, Span};

/// What the configuration says.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    /// All of it, keys in lower case.
    pub(super) data: Map,
    /// `baseURL` without its path, and the path without a slash at its end.
    pub(super) base: Option<(String, String)>,
    /// It as the default language sees it.
    pub(super) site: Local,
    /// The languages that are written, the default one first.
    pub(super) languages: Vec<Language>,
    /// The keys of languages that are not written.
    pub(super) disabled_languages: Vec<String>,
    /// The folders of content.
    pub(super) roots: Vec<Root>,
    /// Folders whose files are copied to the top of the site.
    pub(super) statics: Vec<Root>,
    pub(super) output: String,
    /// Folders with layouts, the site's own first.
    pub(super) layouts: Vec<String>,
    pub(super) drafts: bool,
    pub(super) future: bool,
    pub(super) expired: bool,
    pub(super) ignored: Vec<Regex>,
}

impl Configuration {
    /// Reads the files in the order that they are laid over each other.
    ///
    /// # Errors
    /// When one cannot be parsed, or a value of it cannot be used.
    pub(super) fn read(files: &[SourceFile]) -> Result<Self, ConfigError> {
        let mut data = Map::default();
        for file in files {
            data.merge(&of_file(file)?);
        }
        let content = folder(&data, "contentdir", "content");
        let mut ignored = Vec::new();
        for pattern in list(&data, "ignorefiles") {
            ignored.push(Regex::new(&pattern).map_err(|_| {
                in_file(files, "ignoreFiles", format!("`{pattern}` is not a valid regular expression"))
            })?);
        }
        let mut languages = languages(&data, &content).map_err(|error| in_file(files, "timeZone", error))?;
        let folders: Vec<(&str, &str)> =
            languages.iter().map(|it| (it.key.as_str(), it.content.as_str())).collect();
        let roots = roots(&data, &folders);
        for (number, language) in languages.iter_mut().enumerate() {
            let whole =
                |number: usize| roots.iter().find(|root| root.target.is_empty() && root.language == number);
            if let Some(root) = whole(number).or_else(|| whole(0)) {
                language.content.clone_from(&root.source);
            }
        }
        let own_base = languages.first().and_then(|language| language.base.clone());
        Ok(Self {
            base: own_base.or_else(|| text(&data, "baseurl").and_then(|url| base(&url))),
            roots,
            site: match languages.first() {
                Some(language) => language.local.clone(),
                None => {
                    Local::new(&data, &Map::default()).map_err(|error| in_file(files, "timeZone", error))?
                }
            },
            disabled_languages: disabled_languages(&data),
            languages,
            statics: statics(&data),
            output: folder(&data, "publishdir", "public"),
            layouts: layouts(&data),
            drafts: truth(&data, "builddrafts") == Some(true),
            future: truth(&data, "buildfuture") == Some(true),
            expired: truth(&data, "buildexpired") == Some(true),
            ignored,
            data,
        })
    }

    /// The configuration as a language sees it, by number.
    pub(super) fn local(&self, language: usize) -> &Local {
        self.languages.get(language).map_or(&self.site, |language| &language.local)
    }

    /// Whether URLs of a section's pages end in `.html`.
    pub(super) fn has_ugly_urls(&self, section: &str) -> bool {
        match at(&self.data, "uglyurls") {
            Some(Value::Bool(ugly)) => *ugly,
            Some(Value::Map(sections)) => truth(sections, section) == Some(true),
            _ => false,
        }
    }

    /// Whether Hugo's own hook for a kind, `link` or `image`, leads to pages and files beside them. Where nothing is set it does on
    /// sites of several languages.
    pub(super) fn has_hook(&self, kind: &str) -> bool {
        let key = |name: &str| format!("markup.goldmark.renderhooks.{kind}.{name}");
        let set = text(&self.data, &key("useembedded"));
        let old = truth(&self.data, &key("enabledefault"));
        match set.map(|set| set.to_lowercase()).as_deref() {
            Some("always" | "fallback") => true,
            Some("never") => false,
            _ => old.unwrap_or(self.languages.len() > 1),
        }
    }

    /// A switch at the top of the configuration.
    pub(super) fn switch(&self, key: &str, default: bool) -> bool {
        truth(&self.data, key).unwrap_or(default)
    }
}

/// One file's mapping, keys in lower case: below the key that its name stands for in `config/_default`.
fn of_file(file: &SourceFile) -> Result<Map, ConfigError> {
    let wrong = |span: Span, message: String| ConfigError::new(file, Some(span), message);
    let name = file.path.rsplit('/').next().unwrap_or("");
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let value = match ending {
        "toml" => match toml::parse(&file.text, 0) {
            (_, Some(error)) => return Err(wrong(error.span, error.message)),
            (map, None) => Value::Map(map),
        },
        "json" => json::parse(&file.text).map_err(|error| wrong(error.span, error.message))?.value,
        "yaml" | "yml" => match yaml::parse(&file.text, 0) {
            (_, errors) if errors.iter().any(|error| error.fatal) => {
                let error = errors.into_iter().find(|error| error.fatal);
                return Err(error.map_or_else(
                    || ConfigError::general("the configuration cannot be read"),
                    |error| wrong(error.span, error.message),
                ));
            }
            (node, _) => node.value,
        },
        _ => return Ok(Map::default()),
    };
    let Value::Map(map) = value else { return Ok(Map::default()) };
    let map = lowered(&map);
    let stem = stem.to_lowercase();
    let (part, language) = stem.split_once('.').map_or((stem.as_str(), None), |(part, it)| (part, Some(it)));
    let is_root = matches!(part, "hugo" | "config");
    Ok(match (is_root, language) {
        _ if !file.path.contains('/') => map,
        (true, None) => map,
        (true, Some(language)) => below(&["languages", language], map),
        (false, None) => below(&[part], map),
        (false, Some(language)) if part == "languages" => below(&["languages", language], map),
        (false, Some(language)) => below(&["languages", language, part], map),
    })
}

/// The parameters that the configurations of themes give, those of the first before those of others.
pub(super) fn theme_params(tree: &dyn Tree, layouts: &[String], listed: &[String]) -> Map {
    let mut params = Map::default();
    for theme in layouts.iter().skip(1).rev().filter_map(|folder| folder.strip_suffix("layouts")) {
        for data in of_theme(tree, theme, listed) {
            table(&data, "params").into_iter().for_each(|found| params.merge(found));
        }
    }
    params
}

/// The configuration files of a theme, whose folder ends with a slash.
fn of_theme(tree: &dyn Tree, theme: &str, listed: &[String]) -> Vec<Map> {
    const NAMES: [&str; 3] = ["hugo", "config", "config/_default/params"];
    let read = |path: &String| {
        let (stem, ending) = path.strip_prefix(theme)?.rsplit_once('.')?;
        let text = NAMES.contains(&stem).then(|| tree.read(path).ok()).flatten();
        let text = String::from_utf8(text?).ok()?;
        // By its name below the theme, as if that were the site.
        of_file(&SourceFile::new(format!("{stem}.{ending}"), text)).ok()
    };
    listed.iter().filter_map(read).collect()
}

impl Configuration {
    /// Adds the folders of the themes that themes are made of.
    pub(super) fn add_inner_themes(&mut self, tree: &dyn Tree, listed: &[String]) {
        const MOST: usize = 20;
        let folder = folder(&self.data, "themesdir", "themes");
        let mut at = 1;
        while let Some(theme) = self.layouts.get(at).and_then(|layouts| layouts.strip_suffix("layouts")) {
            for name in of_theme(tree, theme, listed).iter().flat_map(|data| list(data, "theme")) {
                let inner = format!("{folder}/{name}");
                let layouts = format!("{inner}/layouts");
                if self.layouts.len() < MOST && !self.layouts.contains(&layouts) {
                    self.layouts.push(layouts);
                    self.statics.push(Root::new(format!("{inner}/static")));
                }
            }
            at += 1;
        }
    }
}

/// A mapping below a path of keys.
fn below(path: &[&str], map: Map) -> Map {
    path.iter().rev().fold(map, |inner, key| {
        let mut outer = Map::default();
        outer.insert(*key, crate::markup::front_matter::Node::unwritten(Value::Map(inner)));
        outer
    })
}

/// An error about a key, at the first line of a file that begins with it.
fn in_file(files: &[SourceFile], key: &str, message: String) -> ConfigError {
    let place = files.iter().rev().find_map(|file| {
        let lower = file.text.to_lowercase();
        let start = lower.find(&key.to_lowercase()).filter(|_| lower.len() == file.text.len())?;
        Some((file, Span::new(start, start + key.len())))
    });
    match place {
        Some((file, span)) => ConfigError::new(file, Some(span), message),
        None => ConfigError::general(message),
    }
}

/// A folder that a key names, without slashes at its ends.
fn folder(data: &Map, key: &str, default: &str) -> String {
    let named = text(data, key).unwrap_or_else(|| default.to_owned());
    named.trim_start_matches("./").trim_matches('/').to_owned()
}

fn themes(data: &Map) -> Vec<String> {
    let themes = folder(data, "themesdir", "themes");
    list(data, "theme").into_iter().map(|theme| format!("{themes}/{theme}")).collect()
}

fn statics(data: &Map) -> Vec<Root> {
    let named = list(data, "staticdir").into_iter().map(|folder| folder.trim_matches('/').to_owned());
    let mut own: Vec<Root> = named.map(Root::new).chain(mounted_in(data, "static")).collect();
    if own.is_empty() {
        own.push(Root::new("static".to_owned()));
    }
    let of_themes = themes(data).into_iter().map(|theme| Root::new(format!("{theme}/static")));
    own.into_iter().chain(of_themes).collect()
}

fn layouts(data: &Map) -> Vec<String> {
    let own = folder(data, "layoutdir", "layouts");
    std::iter::once(own).chain(themes(data).into_iter().map(|theme| format!("{theme}/layouts"))).collect()
}
