//! `pelicanconf.py`, and `publishconf.py` over it: their literals.

use glob::Pattern;
use regex::Regex;

use crate::site::conventions::pelican::code::{Highlighter, of_extension};
use crate::site::conventions::pelican::order::ArticleOrder;
use crate::site::conventions::pelican::python::{Assignments, PyValue};
use crate::site::conventions::pelican::slug::Slugs;
use crate::site::conventions::pelican::typography::Typography;
use crate::text::url::split_address;

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
    /// Names of files and folders that are left out: `IGNORE_FILES`.
    pub(super) ignored: Vec<Pattern>,
    pub(super) pages: Vec<String>,
    /// Folders of the theme and of plugins, below that of the configuration: a build reads their files and skips them.
    pub(super) programs: Vec<String>,
    pub(super) article_url: String,
    pub(super) article_language_url: String,
    pub(super) page_url: String,
    pub(super) page_language_url: String,
    pub(super) category_url: String,
    pub(super) tag_url: String,
    pub(super) author_url: String,
    pub(super) category: String,
    pub(super) has_folder_categories: bool,
    /// Whether articles have categories at all: not where `CATEGORY_SAVE_AS` is empty.
    pub(super) has_categories: bool,
    pub(super) slugs: Slugs,
    pub(super) order: ArticleOrder,
    /// The metadata that articles of one slug share with their translations: `ARTICLE_TRANSLATION_ID`.
    pub(super) translation_id: Vec<String>,
    pub(super) has_future: bool,
    pub(super) default_date: Option<String>,
    pub(super) file_pattern: Option<Regex>,
    pub(super) path_pattern: Option<Regex>,
    pub(super) slug_is_file_name: bool,
    /// How many paragraphs of an article its summary is made of, where that is set.
    pub(super) summary_paragraphs: Option<usize>,
    /// How many words of them; all where it is not set.
    pub(super) summary_words: Option<usize>,
    pub(super) summary_end: String,
    /// Whether a summary is read as the text is: `FORMATTED_FIELDS`.
    pub(super) formats_summaries: bool,
    /// Whether links name the feed that they come from: `FEED_APPEND_REF`.
    pub(super) has_references: bool,
    pub(super) limit: Option<usize>,
    pub(super) is_rss_short: bool,
    /// Switches of Markdown: extensions by name; nothing for the default ones.
    pub(super) extensions: Option<Vec<String>>,
    /// Whether elements without content are written `<br>`, not `<br />`.
    pub(super) has_html5: bool,
    /// What is done with code; nothing without the extension `codehilite`.
    pub(super) highlighter: Option<Highlighter>,
    /// What is changed in titles and articles, where `TYPOGRIFY` is on.
    pub(super) typography: Option<Typography>,
    /// The same for reStructuredText.
    pub(super) rst_typography: Option<Typography>,
    /// The level of the first headings of reStructuredText.
    pub(super) heading_level: usize,
    pub(super) names: Assignments,
}

/// The value of a key of a mapping.
fn entry<'v>(value: &'v PyValue, key: &str) -> Option<&'v PyValue> {
    let PyValue::Map(entries) = value else { return None };
    entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

impl Configuration {
    /// `unnamed` is the folder of content where `PATH` names none.
    pub(super) fn new(names: Assignments, unnamed: &str) -> Self {
        let text = |name: &str| names.text(name).map(str::to_owned).filter(|text| !text.is_empty());
        let or = |name: &str, default: &str| text(name).unwrap_or_else(|| default.to_owned());
        let is = |name: &str, default: bool| match names.get(name) {
            Some(PyValue::Bool(truth)) => *truth,
            _ => default,
        };
        let list = |name: &str, default: &[&str]| match names.get(name) {
            Some(PyValue::List(items)) => items.iter().filter_map(PyValue::as_text).map(folder).collect(),
            Some(PyValue::Text(one)) => vec![folder(one)],
            _ => default.iter().map(|it| (*it).to_owned()).collect(),
        };
        let renamed = |old: &str, name: &str, default: &[&str]| match names.get(old) {
            Some(_) => list(old, default),
            None => list(name, default),
        };
        let number = |name: &str, default: usize| match names.get(name) {
            Some(PyValue::Int(number)) => usize::try_from(*number).ok(),
            Some(PyValue::None) => None,
            _ => Some(default),
        };
        let pattern = |name: &str, default: &str| {
            let pattern = match names.get(name) {
                Some(PyValue::Text(pattern)) => pattern.as_str(),
                _ => default,
            };
            Regex::new(&format!("^(?:{pattern})")).ok().filter(|_| !pattern.is_empty())
        };
        let (origin, base) = text("SITEURL").map_or((None, String::new()), |url| split_address(&url));
        let content = folder(&or("PATH", unnamed));
        let (article_url, article_language_url) = article_urls(&names);
        let is_clean = is("CLEAN_URLS", false);
        Self {
            title: or("SITENAME", "A Pelican Blog"),
            subtitle: text("SITESUBTITLE"),
            author: text("AUTHOR"),
            zone: text("TIMEZONE"),
            language: or("DEFAULT_LANG", "en").to_lowercase(),
            content: if content.is_empty() { content } else { content + "/" },
            output: folder(&or("OUTPUT_PATH", "output")),
            // The names of older versions win.
            articles: renamed("ARTICLE_DIR", "ARTICLE_PATHS", &[""]),
            excluded: list("ARTICLE_EXCLUDES", &[]),
            ignored: list("IGNORE_FILES", &[]).iter().filter_map(|it| Pattern::new(it).ok()).collect(),
            pages: renamed("PAGE_DIR", "PAGE_PATHS", &["pages"]),
            programs: [list("THEME", &[]), renamed("PLUGIN_PATH", "PLUGIN_PATHS", &[])].concat(),
            article_url,
            article_language_url,
            page_url: if is_clean { "pages/{slug}/".to_owned() } else { or("PAGE_URL", "pages/{slug}.html") },
            page_language_url: if is_clean {
                "pages/{slug}-{lang}/".to_owned()
            } else {
                or("PAGE_LANG_URL", "pages/{slug}-{lang}.html")
            },
            category_url: or("CATEGORY_URL", "category/{slug}.html"),
            tag_url: or("TAG_URL", "tag/{slug}.html"),
            author_url: or("AUTHOR_URL", "author/{slug}.html"),
            category: or("DEFAULT_CATEGORY", "misc"),
            has_folder_categories: is("USE_FOLDER_AS_CATEGORY", true),
            has_categories: !matches!(
                names.get("CATEGORY_SAVE_AS"),
                Some(PyValue::Bool(false) | PyValue::None)
            ) && names.text("CATEGORY_SAVE_AS") != Some(""),
            slugs: Slugs::new(&names),
            order: ArticleOrder::new(names.text("ARTICLE_ORDER_BY").unwrap_or("reversed-date")),
            translation_id: translation_id(names.get("ARTICLE_TRANSLATION_ID")),
            has_future: is("WITH_FUTURE_DATES", true),
            default_date: default_date(names.get("DEFAULT_DATE")),
            file_pattern: pattern("FILENAME_METADATA", r"(?P<date>\d{4}-\d{2}-\d{2}).*"),
            path_pattern: pattern("PATH_METADATA", ""),
            slug_is_file_name: text("SLUGIFY_SOURCE").as_deref() == Some("basename"),
            summary_paragraphs: names.number("SUMMARY_MAX_PARAGRAPHS"),
            summary_words: number("SUMMARY_MAX_LENGTH", 50),
            summary_end: or("SUMMARY_END_SUFFIX", "…"),
            formats_summaries: match names.get("FORMATTED_FIELDS") {
                Some(PyValue::List(fields)) => fields.iter().any(|field| field.as_text() == Some("summary")),
                Some(PyValue::Text(fields)) => fields.contains("summary"),
                _ => true,
            },
            has_references: is("FEED_APPEND_REF", false),
            limit: number("FEED_MAX_ITEMS", 100),
            is_rss_short: is("RSS_FEED_SUMMARY_ONLY", true),
            extensions: extensions(names.get("MARKDOWN")),
            has_html5: has_html5(names.get("MARKDOWN")),
            highlighter: Highlighter::new(names.get("MARKDOWN")),
            typography: Typography::new(&names),
            rst_typography: Typography::of_docutils(&names),
            heading_level: heading_level(
                names.get("DOCUTILS_SETTINGS").and_then(|it| entry(it, "initial_header_level")),
            ),
            origin,
            base,
            names,
        }
    }

    /// Whether Markdown has an extension beside those of `extra`.
    pub(super) fn has_extension(&self, name: &str) -> bool {
        self.extensions.as_ref().is_some_and(|names| names.iter().any(|known| known == name))
    }

    /// Whether Markdown has an extension that `extra` brings.
    pub(super) fn has_part_of_extra(&self, name: &str) -> bool {
        self.extensions
            .as_ref()
            .is_none_or(|names| names.iter().any(|known| known == name || known == "extra"))
    }

    /// Whether files with an ending are read: `READERS` may have no reader for it.
    pub(super) fn has_reader(&self, ending: &str) -> bool {
        self.names.get("READERS").and_then(|readers| entry(readers, ending)) != Some(&PyValue::None)
    }

    /// The configuration of an extension of Markdown.
    pub(super) fn extension(&self, name: &str, key: &str) -> Option<&PyValue> {
        let Some(PyValue::Map(entries)) = self.names.get("MARKDOWN") else { return None };
        of_extension(entries, name)?.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The address of a feed, where `FEED_DOMAIN` or a setting of its own names another than that of its path.
    pub(super) fn feed_address(&self, name: &str, path: &str) -> Option<String> {
        let text = |name: &str| self.names.text(name).filter(|text| !text.is_empty());
        let own = text(&format!("{name}_URL"));
        let domain = text("FEED_DOMAIN").map(|domain| domain.trim_end_matches('/').to_owned());
        let (Some(domain), path) = (domain.or_else(|| self.site()), own.unwrap_or(path)) else { return None };
        (own.is_some() || text("FEED_DOMAIN").is_some_and(|domain| domain.contains("://")))
            .then(|| format!("{domain}/{}", path.trim_start_matches('/')))
    }

    /// The address of the site.
    fn site(&self) -> Option<String> {
        self.origin.as_ref().map(|origin| format!("{origin}{}", self.base))
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
        // The names of older versions, which win.
        let old = name.strip_suffix("_ATOM").filter(|kind| !matches!(*kind, "FEED_ALL" | "AUTHOR_FEED"));
        let old = old.and_then(|old| self.names.text(old)).filter(|path| !path.is_empty());
        let path = match self.names.get(name) {
            _ if old.is_some() => old?.to_owned(),
            None => default?.to_owned(),
            Some(PyValue::Text(path)) if !path.is_empty() => path.clone(),
            _ => return None,
        };
        Some(
            path.trim_start_matches(['/', '.'])
                .replace("%s", if name.starts_with("TRANS") { "{lang}" } else { "{slug}" }),
        )
    }
}

/// The patterns of the URLs of articles and of their translations.
fn article_urls(names: &Assignments) -> (String, String) {
    let text = |name: &str| names.text(name).filter(|text| !text.is_empty());
    let is_clean = names.get("CLEAN_URLS") == Some(&PyValue::Bool(true));
    let defaults = if is_clean {
        ("{slug}/", "{slug}-{lang}/")
    } else {
        (
            text("ARTICLE_URL").unwrap_or("{slug}.html"),
            text("ARTICLE_LANG_URL").unwrap_or("{slug}-{lang}.html"),
        )
    };
    let Some(structure) = text("ARTICLE_PERMALINK_STRUCTURE") else {
        return (defaults.0.to_owned(), defaults.1.to_owned());
    };
    // `%(category)s` and `%Y` are older words for `{category}` and `{date:%Y}`.
    let mut folder = String::with_capacity(structure.len() + 16);
    let mut rest = structure.trim_start_matches('/');
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        folder.push_str(before);
        let named = from.strip_prefix("%(").and_then(|named| named.split_once(")s"));
        if let Some((name, after)) = named {
            folder.push_str(&format!("{{{name}}}"));
            rest = after;
        } else {
            let end = from.char_indices().nth(2).map_or(from.len(), |(at, _)| at);
            let (piece, after) = from.split_at(end);
            folder.push_str(&format!("{{date:{piece}}}"));
            rest = after;
        }
    }
    folder.push_str(rest);
    let folder = folder.trim_end_matches('/');
    (format!("{folder}/{}", defaults.0), format!("{folder}/{}", defaults.1))
}

/// `initial_header_level`: a number or its digits, of a heading that HTML has.
fn heading_level(value: Option<&PyValue>) -> usize {
    let level = match value {
        Some(PyValue::Int(level)) => usize::try_from(*level).ok(),
        Some(PyValue::Text(level)) => level.trim().parse().ok(),
        _ => None,
    };
    level.filter(|level| (1..=6).contains(level)).unwrap_or(2)
}

/// `DEFAULT_DATE`: a string, or the numbers of `datetime`. The time of a file is not read.
fn default_date(value: Option<&PyValue>) -> Option<String> {
    let text = match value? {
        PyValue::Text(date) => date.clone(),
        PyValue::List(numbers) => {
            let number = |at: usize| match numbers.get(at) {
                Some(PyValue::Int(number)) => *number,
                _ => 0,
            };
            format!(
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
                number(0),
                number(1),
                number(2),
                number(3),
                number(4),
                number(5)
            )
        }
        _ => return None,
    };
    Some(text).filter(|date| !date.is_empty() && date != "fs")
}

/// The metadata by which translations belong together.
fn translation_id(value: Option<&PyValue>) -> Vec<String> {
    match value {
        Some(PyValue::Text(one)) if !one.is_empty() => vec![one.to_lowercase()],
        Some(PyValue::List(names)) => {
            names.iter().filter_map(PyValue::as_text).map(str::to_lowercase).collect()
        }
        Some(PyValue::None | PyValue::Bool(false) | PyValue::Text(_)) => Vec::new(),
        _ => vec!["slug".to_owned()],
    }
}

/// The names of Markdown's extensions: keys of `extension_configs`, and `extensions`; nothing for the default ones.
fn extensions(markdown: Option<&PyValue>) -> Option<Vec<String>> {
    let Some(PyValue::Map(entries)) = markdown else { return None };
    let mut found = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("extension_configs", PyValue::Map(configs)) => {
                found.extend(configs.iter().map(|(name, _)| name.clone()))
            }
            ("extensions", PyValue::List(names)) => {
                found.extend(names.iter().filter_map(PyValue::as_text).map(str::to_owned));
            }
            _ => {}
        }
    }
    Some(found.iter().map(|name| name.rsplit('.').next().unwrap_or(name).to_owned()).collect())
}

/// Whether `MARKDOWN` asks for HTML as Pelican's own setting does; Python-Markdown's default is XHTML.
fn has_html5(markdown: Option<&PyValue>) -> bool {
    let Some(PyValue::Map(entries)) = markdown else { return true };
    let format =
        entries.iter().find(|(key, _)| key == "output_format").and_then(|(_, value)| value.as_text());
    format.is_some_and(|format| format.starts_with("html"))
}

/// A folder as paths begin with it.
fn folder(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{PyValue, heading_level};

    #[test]
    fn headings_have_a_level_of_html() {
        let text = |level: &str| heading_level(Some(&PyValue::Text(level.to_owned())));
        assert_eq!(["1", "3", " 6 "].map(text), [1, 3, 6]);
        assert_eq!(["0", "7", "-1", "", "18446744073709551615"].map(text), [2; 5]);
        assert_eq!(
            [1, 6, 0, 7, -1, i64::MAX].map(|it| heading_level(Some(&PyValue::Int(it)))),
            [1, 6, 2, 2, 2, 2]
        );
        assert_eq!(heading_level(None), 2);
    }
}
