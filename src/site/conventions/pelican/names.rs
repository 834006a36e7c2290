//! The names that templates see: `article`, and the settings.

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::Site;
use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::configuration::Configuration;
use crate::site::conventions::pelican::jinja::of_python;
use crate::site::conventions::pelican::metadata::listed;
use crate::site::conventions::pelican::python::PyValue;
use crate::site::conventions::pelican::slug::SlugStyle;
use crate::site::post::Post;
use crate::text::date::strftime;

/// Pelican's default for `DEFAULT_DATE_FORMAT`.
const DATE_FORMAT: &str = "%a %d %B %Y";

/// What templates see around an article.
pub(super) fn names(configuration: &Configuration, site: &Site, post: &Post) -> Map {
    let mut all = Map::default();
    let settings = configuration.names.known().filter(|(name, _)| !name.contains(char::is_lowercase));
    for (name, value) in settings {
        all.insert(name, Node::unwritten(of_python(value).unwrap_or(Value::Null)));
    }
    let mut set = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            all.insert(name, Node::unwritten(Value::from(value)));
        }
    };
    set("SITEURL", Some(site.settings.absolute("/").trim_end_matches('/')));
    set("SITENAME", Some(&configuration.title));
    set("SITESUBTITLE", configuration.subtitle.as_deref());
    set("AUTHOR", configuration.author.as_deref());
    set("TIMEZONE", Some(configuration.zone.as_deref().unwrap_or("UTC")));
    set("DEFAULT_LANG", Some(&configuration.language));
    all.insert("article", Node::unwritten(Value::Map(article(configuration, post))));
    all
}

/// What `article` has: its metadata, and what the program makes of them.
fn article(configuration: &Configuration, post: &Post) -> Map {
    let slugs = &configuration.slugs;
    let term = |name: &str, style: &SlugStyle, url: &str| {
        let slug = style.slug(name);
        let url = Value::String(url.replace("{slug}", &slug));
        Value::Map(Map::from_iter([("name", Value::from(name)), ("slug", Value::String(slug)), ("url", url)]))
    };
    let author = |name: &str| term(name, &slugs.author, &configuration.author_url);
    let mut all = post.data.clone();
    all.insert("metadata", Node::unwritten(Value::Map(post.data.clone())));
    let mut set = |name: &str, value: Value| all.insert(name, Node::unwritten(value));
    let title = text_of(&post.data, "title").unwrap_or_default();
    set(
        "title",
        Value::String(match &configuration.typography {
            Some(typography) => typography.html(&title),
            None => title,
        }),
    );
    set("slug", Value::from(&*post.slug));
    set("url", Value::from(post.url.trim_start_matches('/')));
    let language = post.language.as_deref().unwrap_or(&configuration.language);
    set("lang", Value::from(language));
    set("in_default_lang", Value::Bool(language == configuration.language));
    set("source_path", Value::from(&*post.path));
    let below = post.path.strip_prefix(configuration.content.as_str()).unwrap_or(&post.path);
    set("relative_source_path", Value::from(below));
    if post.data.get("status").is_none() {
        set("status", Value::from("published"));
    }
    let format = date_format(configuration, language);
    set("date", Value::Time(post.date));
    set("locale_date", Value::String(strftime(&post.date, &format, None)));
    if post.data.get("modified").is_some() {
        set("modified", Value::Time(post.updated));
        set("locale_modified", Value::String(strftime(&post.updated, &format, None)));
    }
    set("date_format", Value::String(format));
    if let Some(name) = post.categories.first() {
        set("category", term(name, &slugs.category, &configuration.category_url));
    }
    let tags = post.tags.iter().map(|name| Node::unwritten(term(name, &slugs.tag, &configuration.tag_url)));
    set("tags", Value::List(tags.collect()));
    let named = listed(&post.data, "authors");
    let authors: Vec<&str> = match named.is_empty() {
        true => post.authors.iter().map(|person| person.name.as_str()).collect(),
        false => named.iter().map(String::as_str).collect(),
    };
    let first = post.authors.first().map(|person| person.name.as_str());
    let authors =
        if authors.is_empty() { configuration.author.as_deref().into_iter().collect() } else { authors };
    if let Some(name) = first.or_else(|| authors.first().copied()) {
        set("author", author(name));
    }
    set("authors", Value::List(authors.into_iter().map(|name| Node::unwritten(author(name))).collect()));
    all
}

/// The format of dates in a language: `DATE_FORMATS`, or else `DEFAULT_DATE_FORMAT`; one may be in a pair after a locale.
fn date_format(configuration: &Configuration, language: &str) -> String {
    let of_language = match configuration.names.get("DATE_FORMATS") {
        Some(PyValue::Map(formats)) => formats.iter().find(|(known, _)| known == language).map(|(_, it)| it),
        _ => None,
    };
    let found = match of_language.or_else(|| configuration.names.get("DEFAULT_DATE_FORMAT")) {
        Some(PyValue::List(pair)) => pair.last().and_then(PyValue::as_text),
        Some(value) => value.as_text(),
        None => None,
    };
    found.unwrap_or(DATE_FORMAT).to_owned()
}
