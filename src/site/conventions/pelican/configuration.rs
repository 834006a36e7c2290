//! `pelicanconf.py`, and `publishconf.py` over it: their literals.

use regex::Regex;

use crate::site::conventions::pelican::python::{Assignments, Value};

/// What the configuration says, with Pelican's defaults.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    /// Scheme and host.
    pub(super) origin: Option<String>,
    /// The folder of the host: `/blog`, or nothing.
    pub(super) base: String,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) author: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) language: String,
    /// The folder of content, with a slash at the end; empty for the site's own.
    pub(super) content: String,
    pub(super) output: String,
    /// Folders of articles below it; an empty one is all of it.
    pub(super) articles: Vec<String>,
    pub(super) excluded: Vec<String>,
    pub(super) pages: Vec<String>,
    pub(super) article_url: String,
    pub(super) article_language_url: String,
    pub(super) page_url: String,
    pub(super) category_url: String,
    pub(super) tag_url: String,
    pub(super) author_url: String,
    pub(super) category: String,
    pub(super) has_folder_categories: bool,
    pub(super) has_future: bool,
    pub(super) default_date: Option<String>,
    pub(super) file_pattern: Option<Regex>,
    pub(super) path_pattern: Option<Regex>,
    pub(super) slug_is_file_name: bool,
    /// How many words of an article are its summary; all of it where it is not set.
    pub(super) summary_words: Option<usize>,
    pub(super) summary_end: String,
    /// The host that ids are made of.
    pub(super) domain: Option<String>,
    pub(super) limit: Option<usize>,
    pub(super) is_rss_short: bool,
    /// Switches of Markdown: extensions by name.
    pub(super) extensions: Option<Vec<String>>,
    pub(super) names: Assignments,
}

impl Configuration {
    pub(super) fn new(names: Assignments) -> Self {
        let text = |name: &str| names.text(name).map(str::to_owned).filter(|text| !text.is_empty());
        let or = |name: &str, default: &str| text(name).unwrap_or_else(|| default.to_owned());
        let is = |name: &str, default: bool| match names.get(name) {
            Some(Value::Bool(truth)) => *truth,
            _ => default,
        };
        let list = |name: &str, default: &[&str]| match names.get(name) {
            Some(Value::List(items)) => items.iter().filter_map(Value::as_text).map(folder).collect(),
            Some(Value::Text(one)) => vec![folder(one)],
            _ => default.iter().map(|it| (*it).to_owned()).collect(),
        };
        let number = |name: &str, default: usize| match names.get(name) {
            Some(Value::Int(number)) => usize::try_from(*number).ok(),
            Some(Value::None) => None,
            _ => Some(default),
        };
        let pattern = |name: &str, default: &str| {
            let pattern = match names.get(name) {
                Some(Value::Text(pattern)) => pattern.as_str(),
                _ => default,
            };
            Regex::new(&format!("^(?:{pattern})")).ok().filter(|_| !pattern.is_empty())
        };
        let (origin, base) = text("SITEURL").map_or((None, String::new()), |url| split(&url));
        let content = folder(&or("PATH", "."));
        let domain = text("FEED_DOMAIN").map(|url| split(&url).0.unwrap_or(url));
        Self {
            title: or("SITENAME", "A Pelican Blog"),
            subtitle: text("SITESUBTITLE"),
            author: text("AUTHOR"),
            zone: text("TIMEZONE"),
            language: or("DEFAULT_LANG", "en"),
            content: if content.is_empty() { content } else { content + "/" },
            output: folder(&or("OUTPUT_PATH", "output")),
            articles: list("ARTICLE_PATHS", &[""]),
            excluded: list("ARTICLE_EXCLUDES", &[]),
            pages: list("PAGE_PATHS", &["pages"]),
            article_url: or("ARTICLE_URL", "{slug}.html"),
            article_language_url: or("ARTICLE_LANG_URL", "{slug}-{lang}.html"),
            page_url: or("PAGE_URL", "pages/{slug}.html"),
            category_url: or("CATEGORY_URL", "category/{slug}.html"),
            tag_url: or("TAG_URL", "tag/{slug}.html"),
            author_url: or("AUTHOR_URL", "author/{slug}.html"),
            category: or("DEFAULT_CATEGORY", "misc"),
            has_folder_categories: is("USE_FOLDER_AS_CATEGORY", true),
            has_future: is("WITH_FUTURE_DATES", true),
            default_date: text("DEFAULT_DATE").filter(|date| date != "fs"),
            file_pattern: pattern("FILENAME_METADATA", r"(?P<date>\d{4}-\d{2}-\d{2}).*"),
            path_pattern: pattern("PATH_METADATA", ""),
            slug_is_file_name: text("SLUGIFY_SOURCE").as_deref() == Some("basename"),
            summary_words: number("SUMMARY_MAX_LENGTH", 50),
            summary_end: or("SUMMARY_END_SUFFIX", "…"),
            domain: domain.or_else(|| origin.clone()),
            limit: number("FEED_MAX_ITEMS", 100),
            is_rss_short: is("RSS_FEED_SUMMARY_ONLY", true),
            extensions: extensions(names.get("MARKDOWN")),
            origin,
            base,
            names,
        }
    }

    /// Whether Markdown has an extension beside those of `extra`.
    pub(super) fn has_extension(&self, name: &str) -> bool {
        self.extensions.as_ref().is_some_and(|names| names.iter().any(|known| known == name))
    }

    /// The path of a feed, where there is one of this kind.
    pub(super) fn feed(&self, name: &str) -> Option<String> {
        let default = match name {
            "FEED_ALL_ATOM" => Some("feeds/all.atom.xml"),
            "CATEGORY_FEED_ATOM" | "AUTHOR_FEED_ATOM" => Some("feeds/{slug}.atom.xml"),
            "AUTHOR_FEED_RSS" => Some("feeds/{slug}.rss.xml"),
            "TRANSLATION_FEED_ATOM" => Some("feeds/all-{lang}.atom.xml"),
            _ => None,
        };
        let path = match self.names.get(name) {
            None => default?.to_owned(),
            Some(Value::Text(path)) if !path.is_empty() => path.clone(),
            _ => return None,
        };
        Some(
            path.trim_start_matches(['/', '.'])
                .replace("%s", if name.starts_with("TRANS") { "{lang}" } else { "{slug}" }),
        )
    }
}

/// The names of Markdown's extensions: keys of `extension_configs`, and `extensions`; nothing for the default ones.
fn extensions(markdown: Option<&Value>) -> Option<Vec<String>> {
    let Some(Value::Map(entries)) = markdown else { return None };
    let mut found = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("extension_configs", Value::Map(configs)) => {
                found.extend(configs.iter().map(|(name, _)| name.clone()))
            }
            ("extensions", Value::List(names)) => {
                found.extend(names.iter().filter_map(Value::as_text).map(str::to_owned));
            }
            _ => {}
        }
    }
    Some(found.iter().map(|name| name.rsplit('.').next().unwrap_or(name).to_owned()).collect())
}

/// A folder as paths begin with it.
fn folder(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

/// `https://e.example/blog/` as `https://e.example` and `/blog`.
pub(super) fn split(url: &str) -> (Option<String>, String) {
    let url = url.trim().trim_end_matches('/');
    let Some(host) = url.find("://").map(|at| at + 3) else { return (None, String::new()) };
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    let (origin, base) = url.split_at(end);
    (Some(origin.to_owned()).filter(|_| end > host), base.to_owned())
}
