//! The head of an article.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::Map;
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::html;
use crate::site::conventions::pelican::metadata::listed;
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::python::PyValue;
use crate::site::conventions::pelican::read::{authors, date_of, metadata, moment};
use crate::site::conventions::pelican::slug::plain;
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Person, Post};
use crate::text::date;
use crate::text::url::escape_path;

/// What the fields of a URL stand for.
struct Fields<'a> {
    slug: &'a str,
    category: &'a str,
    author: &'a str,
    language: &'a str,
    path: &'a str,
    date: &'a DateTime<FixedOffset>,
    data: &'a Map,
}

/// `posts/{date:%Y}/{slug}/` with its fields filled in.
fn filled(template: &str, fields: &Fields<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let Some(close) = from.find('}') else { break };
        let inner = from.get(1..close).unwrap_or("");
        rest = from.get(close + 1..).unwrap_or("");
        let (name, format) = inner.split_once(':').unwrap_or((inner, ""));
        match name {
            "slug" => out.push_str(fields.slug),
            "category" | "category.slug" => out.push_str(fields.category),
            "author" | "author.slug" => out.push_str(fields.author),
            "lang" => out.push_str(fields.language),
            "path" => out.push_str(fields.path),
            "date" if format.is_empty() => out.push_str(&date::rfc3339(fields.date)),
            "date" => out.push_str(&date::strftime(fields.date, format, None)),
            name => out.push_str(&text_of(fields.data, name).unwrap_or_default()),
        }
    }
    out.push_str(rest);
    out
}

/// The statuses that Pelican knows; articles of any other are skipped.
const STATUSES: [&str; 5] = ["", "published", "hidden", "draft", "skip"];

/// Why no feed has an article.
fn hidden(
    site: &Pelican,
    data: &Map,
    (date, source): (&DateTime<FixedOffset>, DateSource),
) -> Option<Hidden> {
    let configuration = &site.configuration;
    match status(data).as_str() {
        "draft" if !site.drafts => Some(Hidden::Draft),
        "hidden" => Some(Hidden::NotListed),
        "skip" => Some(Hidden::NotRendered),
        status if !STATUSES.contains(&status) => Some(Hidden::NotRendered),
        // A build skips articles without a title or a date.
        _ if data.get("title").is_none() => Some(Hidden::NotRendered),
        _ if source == DateSource::Build => Some(Hidden::Undated),
        _ if !configuration.has_future && *date > site.settings.now => Some(Hidden::Future),
        _ => None,
    }
}

fn status(data: &Map) -> String {
    text_of(data, "status").map_or_else(String::new, |status| status.trim().to_lowercase())
}

/// The slug of an article: its own, or that of its title or file name.
fn slug_of(site: &Pelican, data: &Map, (title, stem): (&str, &str)) -> String {
    let own = text_of(data, "slug").map(|slug| slug.trim().to_owned()).filter(|slug| !slug.is_empty());
    own.unwrap_or_else(|| {
        let is_file_name = site.configuration.slug_is_file_name || title.is_empty();
        site.configuration.slugs.article.slug(if is_file_name { stem } else { title })
    })
}

/// The URI that an entry has as its id: host, day and path.
///
/// Source: feedgenerator, `get_tag_uri`.
fn tag_uri(site: &Pelican, date: &DateTime<FixedOffset>, path: &str) -> String {
    let host = site.settings.url.as_deref().unwrap_or("");
    let host = host.split_once("://").map_or(host, |(_, host)| host).split(['/', ':']).next().unwrap_or("");
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let path = path.split('?').next().unwrap_or(path);
    let slash = if fragment.is_empty() { "" } else { "/" };
    let day = date.format("%Y-%m-%d");
    format!("tag:{},{day}:{}{path}{slash}{fragment}", host.to_lowercase(), site.settings.baseurl)
}

/// The head of an article.
///
/// # Errors
/// When its date cannot be read.
pub(super) fn post(site: &Pelican, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection, mut front_matter, text, .. } = document;
    let configuration = &site.configuration;
    let data = metadata(site, file, text, &front_matter);
    let zone = text_of(&data, "timezone").and_then(|name| date::zone(name.trim()).ok());
    let zone = zone.unwrap_or(site.settings.zone);
    let (date, date_source) = match date_of(site, &data, zone) {
        Ok(Some(found)) => found,
        Ok(None) => (site.settings.now, DateSource::Build),
        Err(shown) => {
            let span = data.get("date").map_or(front_matter.block, |node| node.span);
            let help = "write it as `2024-05-31 10:00`".to_owned();
            return Err(Box::new(Fault { span, message: format!("`Date: {shown}` is not a date"), help }));
        }
    };
    // What is wrong with it as YAML is not read.
    front_matter.faults = Box::default();
    if [".html", ".htm"].iter().any(|ending| file.ends_with(ending)) {
        front_matter.body = html::body_start(text);
    } else if file.ends_with(".rst") {
        // A title may look like a line of `Key: value`; what precedes the text is known when it is rendered.
        front_matter.body = 0;
    }
    let title = text_of(&data, "title").unwrap_or_default();
    let signs = configuration.rst_typography.as_ref().filter(|_| file.ends_with(".rst"));
    let title = match signs {
        Some(signs) => signs.characters(&title),
        None => title,
    };
    let title = match &configuration.typography {
        Some(typography) => plain(&typography.html(&title)),
        None => plain(&title),
    };
    let below = file.strip_prefix(configuration.content.as_str()).unwrap_or(file);
    let name = below.rsplit('/').next().unwrap_or(below);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let category = text_of(&data, "category").map(|name| name.trim().to_owned());
    let (author, _) = authors(site, &data);
    let language = text_of(&data, "lang").map(|language| language.trim().to_owned());
    let language = language.filter(|it| !it.is_empty()).unwrap_or_else(|| configuration.language.clone());
    let slug = slug_of(site, &data, (&title, stem));
    let path = match text_of(&data, "url") {
        Some(own) => own,
        None => {
            let is_default = language == configuration.language;
            let template =
                if is_default { &configuration.article_url } else { &configuration.article_language_url };
            let fields = Fields {
                slug: &slug,
                category: &category
                    .as_deref()
                    .map_or_else(String::new, |it| configuration.slugs.category.slug(it)),
                author: &author.as_deref().map_or_else(String::new, |it| configuration.slugs.author.slug(it)),
                language: &language,
                path: below,
                date: &date,
                data: &data,
            };
            filled(template, &fields)
        }
    };
    let path = format!("/{}", path.trim_start_matches("./").trim_start_matches('/'));
    let url = escape_path(&path).into_owned();
    let is_written = is_written(site, &data, "ARTICLE", language == configuration.language);
    let hidden = hidden(site, &data, (&date, date_source));
    let status = status(&data);
    let modified = text_of(&data, "modified").and_then(|text| moment(&text, zone).ok());
    let reference = if configuration.has_references { "?ref=feed" } else { "" };
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(file),
        id: tag_uri(site, &date, &path),
        guid: None,
        link: site.settings.absolute(&url) + reference,
        title,
        slug: slug.into(),
        date,
        date_source,
        published: None,
        updated: modified.unwrap_or(date),
        tags: listed(&data, "tags").into(),
        categories: category.into_iter().collect(),
        authors: author.into_iter().map(|name| Person { name, email: None, uri: None }).collect(),
        // Feeds name no language but that of translations.
        language: Some(language).filter(|language| *language != configuration.language).map(Into::into),
        description: None,
        excerpt_separator: Arc::default(),
        image: None,
        redirect_to: None,
        redirect_from: Box::default(),
        hidden,
        draft: status == "draft",
        output: is_written && (hidden.is_none() || status == "hidden"),
        markup: markup_of(name),
        liquid: false,
        url,
        collection,
        data,
        front_matter,
        text: None,
        way: 0,
        as_read: Fingerprint::default(),
        includes: false,
    })
}

/// How the body of a file becomes HTML.
pub(super) fn markup_of(name: &str) -> Markup {
    match name.rsplit('.').next() {
        Some("html" | "htm") => Markup::Verbatim,
        Some("rst") => Markup::Foreign,
        _ => Markup::Markdown,
    }
}

/// Whether an article or page has a file in the output: not where `Save_as`, or the setting for all of them, is empty.
fn is_written(site: &Pelican, data: &Map, kind: &str, is_default_language: bool) -> bool {
    if let Some(own) = text_of(data, "save_as") {
        return !own.trim().is_empty();
    }
    let name = if is_default_language { format!("{kind}_SAVE_AS") } else { format!("{kind}_LANG_SAVE_AS") };
    match site.configuration.names.get(&name) {
        Some(PyValue::Text(template)) => !template.is_empty(),
        Some(PyValue::None | PyValue::Bool(false)) => false,
        _ => true,
    }
}

/// The URL of a page that is not an article; empty where it is not written.
pub(super) fn page_url(site: &Pelican, path: &str, data: &Map) -> String {
    let configuration = &site.configuration;
    let language = text_of(data, "lang").unwrap_or_else(|| configuration.language.clone());
    if !is_written(site, data, "PAGE", language.trim() == configuration.language) {
        return String::new();
    }
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = plain(&text_of(data, "title").unwrap_or_else(|| stem.to_owned()));
    let slug = slug_of(site, data, (&title, stem));
    let url = match text_of(data, "url") {
        Some(own) => own,
        None => {
            let is_default = language.trim() == configuration.language;
            let template =
                if is_default { &configuration.page_url } else { &configuration.page_language_url };
            let below = path.strip_prefix(configuration.content.as_str()).unwrap_or(path);
            let date = &site.settings.now;
            let fields = Fields {
                slug: &slug,
                category: "",
                author: "",
                language: &language,
                path: below,
                date,
                data,
            };
            filled(template, &fields)
        }
    };
    format!("/{}", escape_path(url.trim_start_matches("./").trim_start_matches('/')))
}
