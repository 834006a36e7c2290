//! The head of a template that is in a collection: its data, date and URL.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::front_matter::Map;
use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Object, Reader, Value};
use crate::site::convention::{Document, Fault};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::configuration::{Engine, of_build};
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::shared::Variables;
use crate::site::conventions::eleventy::templating::{as_map, run};
use crate::site::conventions::eleventy::{collections, data, paths};
use crate::site::conventions::fields::strings;
use crate::site::conventions::programs::{Given, Modules, choose};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Post};
use crate::text::date;

/// What is known of a template before its text is read.
pub(super) struct Template {
    pub(super) data: Object,
    pub(super) map: Map,
    /// `page` in templates.
    pub(super) page: Map,
    /// Where it stands; nothing where it is not written.
    pub(super) url: Option<String>,
    pub(super) date: Result<Option<DateTime<FixedOffset>>, String>,
    pub(super) slug: String,
    pub(super) is_markdown: bool,
    /// Whether its permalink is a template or a function that cannot be told.
    pub(super) has_unclear_permalink: bool,
}

/// The template of a file with this front matter.
pub(super) fn template(site: &Eleventy, path: &str, own: &Map) -> Template {
    let below = site.below(path).unwrap_or(path);
    let (stem, ending) = paths::split(below).unwrap_or((below, ""));
    let names = paths::names(below);
    let mut data = site.data_of(stem, &of_map(own));
    let date = date_of(&data, path);
    let (is_markdown, engine) = engine(site, &data, ending);
    let mut page = Object::default();
    let mut set = |name: &str, value: Value| page.set(name, value, 0);
    set("fileSlug", Value::Text(names.slug.clone()));
    set("filePathStem", Value::Text(names.stem.clone()));
    set("inputPath", Value::Text(format!("./{path}")));
    set("outputFileExtension", Value::Text("html".to_owned()));
    if let Ok(Some(date)) = &date {
        set("date", Value::Time(date.timestamp_millis()));
    }
    let computed = data.get("eleventyComputed").and_then(Value::as_object).cloned().unwrap_or_default();
    let computed = site.files.computed.fields().iter().chain(computed.fields());
    let mut is_unclear = false;
    for field in computed {
        let value = match filled(site, &field.value, &data, &page, engine) {
            Value::Unknown => {
                is_unclear |= field.name == "permalink";
                Value::Undefined
            }
            value => value,
        };
        data.set(&field.name, value, field.line);
    }
    let permalink = data.get("permalink").or_else(|| site.files.global.get("permalink"));
    let permalink = permalink.cloned().unwrap_or_default();
    // A page for each item: none of them is at what the template comes to without one.
    let is_each = data.get("pagination").is_some()
        && permalink.as_text().is_some_and(|permalink| permalink.contains("{{"));
    let made = filled(site, &permalink, &data, &page, engine);
    let has_unclear_permalink = (is_unclear || matches!(made, Value::Unknown)) && !is_each;
    let url = match made {
        Value::Bool(false) => None,
        _ if is_each => None,
        Value::Text(permalink) if !permalink.trim().is_empty() => Some(paths::url_of(permalink.trim())),
        Value::Object(kinds) => match kinds.get("build") {
            Some(Value::Text(permalink)) => Some(paths::url_of(permalink)),
            _ => Some(names.url),
        },
        _ => Some(names.url),
    };
    let shown = url.clone().map_or(Value::Bool(false), Value::Text);
    page.set("url", shown, 0);
    let map = as_map(&data);
    Template {
        map,
        page: as_map(&page),
        data,
        url,
        date,
        slug: names.slug,
        is_markdown,
        has_unclear_permalink,
    }
}

/// A value that may be a template or a function of the data; unknown where that is not understood.
fn filled(site: &Eleventy, value: &Value, data: &Object, page: &Object, engine: Option<Engine>) -> Value {
    match value {
        Value::Text(text) => {
            let (data, page) = (as_map(data), as_map(page));
            let variables = Variables { shared: &site.shared, data: &data, page: &page };
            match engine.map(|engine| run(text, engine, &variables)) {
                Some(Ok(text)) => Value::Text(text),
                // Nobody is shown the source of a template.
                Some(Err(_)) => Value::Unknown,
                None => Value::Text(text.clone()),
            }
        }
        Value::Function(_) => {
            let mut all = data.clone();
            all.set("page", Value::Object(page.clone()), 0);
            let modules = Modules { names: &of_build, ..Modules::alone() };
            match Reader::new(&modules).call(value, &[Value::Object(all)]) {
                Value::Host(_) => Value::Unknown,
                made => made,
            }
        }
        other => other.clone(),
    }
}

/// Whether a template is Markdown, and the language that it goes through.
pub(super) fn engine(site: &Eleventy, data: &Object, ending: &str) -> (bool, Option<Engine>) {
    let configuration = &site.configuration;
    if let Some(Value::Text(engines)) = data.get("templateEngineOverride") {
        let mut engines = engines.split(',').map(str::trim).filter(|it| !it.is_empty());
        let is_markdown = engines.clone().any(|engine| engine == "md");
        return (
            is_markdown,
            engines.find(|engine| *engine != "md" && *engine != "html").map(super::configuration::engine_of),
        );
    }
    if matches!(data.get("templateEngineOverride"), Some(Value::Bool(false))) {
        return (false, None);
    }
    match ending {
        "md" => (true, configuration.markdown_engine),
        "html" => (false, configuration.html_engine),
        "njk" => (false, Some(Engine::Nunjucks)),
        "liquid" => (false, Some(Engine::Liquid)),
        _ => (false, Some(Engine::Other)),
    }
}

/// The date of a template: its data's, or the first in its path; nothing where only the file's own would tell.
fn date_of(data: &Object, path: &str) -> Result<Option<DateTime<FixedOffset>>, String> {
    let read = |text: &str| date::parse(text, Tz::UTC).map(Some);
    match data.get("date") {
        Some(Value::Time(time)) => Ok(DateTime::from_timestamp_millis(*time).map(|time| time.fixed_offset())),
        Some(Value::Text(text)) => match text.trim().to_ascii_lowercase().as_str() {
            // Of the file or of the repository: not the same on every machine.
            "last modified" | "created" | "git last modified" | "git created" => Ok(None),
            _ => read(text).map_err(|_| text.clone()),
        },
        None | Some(Value::Undefined | Value::Null | Value::Unknown) => {
            Ok(paths::date_in(path).and_then(|date| read(date).ok().flatten()))
        }
        Some(other) => Err(other.to_text().unwrap_or_default()),
    }
}

/// The head of a template that is in a collection of a feed.
///
/// # Errors
/// When its front matter or its date cannot be read.
pub(super) fn post(site: &Eleventy, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path, collection, text, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let template = template(site, path, &front_matter.data);
    if let Ok(mut unclear) = site.unclear.lock() {
        if template.has_unclear_permalink {
            unclear.insert(Arc::clone(path));
        } else {
            // An editor's session reads a file again when it has been corrected.
            unclear.remove(path);
        }
    }
    let span = front_matter.data.get("date").map_or(front_matter.block, |node| node.span);
    let date = template.date.as_ref().map_err(|written| {
        Box::new(Fault {
            span,
            message: format!("`date: {written}` is not a date"),
            help: "write it as `2024-05-31` or `2024-05-31T10:00:00Z`".to_owned(),
        })
    })?;
    let (date, date_source) = match date {
        Some(date) if template.data.get("date").is_some() => (*date, DateSource::FrontMatter),
        Some(date) => (*date, DateSource::FileName),
        None => (site.settings.now, DateSource::Build),
    };
    let url = template.url.clone().unwrap_or_default();
    let is_dropped = !site.drafts && is_dropped(site, &template, text.get(front_matter.body..).unwrap_or(""));
    let hidden = if is_dropped {
        Some(Hidden::Draft)
    } else if template.url.is_none() {
        Some(Hidden::Unpublished)
    } else {
        None
    };
    let encoded = paths::encoded(&url);
    let link = site.absolute(&encoded);
    let tags = data::tags(&template.data);
    let (link, id) =
        own_addresses(site, &template, path, &tags, date).unwrap_or_else(|| (link.clone(), link));
    let text_of = |key: &str| template.data.get(key).and_then(Value::to_text).filter(|text| !text.is_empty());
    let title = match template.data.get("title") {
        None | Some(Value::Null | Value::Undefined | Value::Unknown) => String::new(),
        Some(title) => title.to_text().unwrap_or_default(),
    };
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(path),
        id,
        guid: None,
        link,
        title,
        slug: template.slug.into(),
        date,
        date_source,
        published: None,
        updated: date,
        tags: tags.into(),
        categories: Box::default(),
        authors: Box::default(),
        language: None,
        description: text_of("summary").or_else(|| text_of("description")).map(Into::into),
        excerpt_separator: Arc::default(),
        image: None,
        redirect_to: None,
        redirect_from: former_addresses(&template.map),
        hidden,
        draft: is_dropped,
        output: hidden.is_none(),
        markup: if template.is_markdown { Markup::Markdown } else { Markup::Verbatim },
        liquid: false,
        url: encoded,
        collection,
        data: template.map,
        front_matter,
        text: None,
        way: 0,
        as_read: Fingerprint::default(),
        includes: false,
    })
}

/// The addresses that a post had before: keys that programs of sites make redirects of.
fn former_addresses(data: &Map) -> Box<[String]> {
    let keys = ["redirect_from", "aliases", "alias"].into_iter();
    keys.flat_map(|key| strings(data, key)).filter(|address| address.starts_with('/')).collect()
}

/// The link and the id that the site's own template gives an entry, where no feed is the plugin's.
fn own_addresses(
    site: &Eleventy,
    template: &Template,
    path: &str,
    tags: &[String],
    date: DateTime<FixedOffset>,
) -> Option<(String, String)> {
    let has = |feed: &&Asked| feed.collections().any(|name| collections::has(name, path, tags));
    if site.feeds.iter().filter(has).any(|feed| feed.is_plugins) {
        return None;
    }
    let text = site.feeds.iter().filter(has).find_map(|feed| feed.entry.as_ref())?;
    let mut page = of_map(&template.page);
    page.set("date", Value::Time(date.timestamp_millis()), 0);
    let mut entry = page.clone();
    let mut data = template.data.clone();
    data.set("page", Value::Object(page), 0);
    entry.set("data", Value::Object(data), 0);
    text.addresses(as_map(&entry), &site.shared)
}

/// Whether a template with all of this data is in a list of the site's feeds that is made of all templates.
pub(super) fn is_listed(site: &Eleventy, path: &str, front_matter: &Map) -> bool {
    if !site.feeds.iter().any(|feed| feed.list.has(collections::ALL)) {
        return true;
    }
    let template = template(site, path, front_matter);
    let tags = data::tags(&template.data);
    let is_of_tags = |name: &str| name != collections::ALL && collections::has(name, path, &tags);
    if site.feeds.iter().flat_map(Asked::collections).any(is_of_tags) {
        return true;
    }
    let mut page = of_map(&template.page);
    page.set("date", page.get("date").cloned().unwrap_or(Value::Time(0)), 0);
    let mut entry = page.clone();
    let mut data = template.data;
    data.set("page", Value::Object(page), 0);
    entry.set("data", Value::Object(data), 0);
    let given = [Given { source: collections::ALL.to_owned(), value: Value::Object(entry) }];
    let modules = Modules { names: &of_build, ..Modules::alone() };
    site.feeds
        .iter()
        .filter(|feed| feed.list.has(collections::ALL))
        .any(|feed| !choose(&mut Reader::new(&modules), &feed.list, &given).kept.is_empty())
}

/// The link and the id that a post has by the site's own template, before any id is recorded.
pub(super) fn own_addresses_of(site: &Eleventy, post: &Post) -> Option<(String, String)> {
    let template = template(site, &post.path, &post.front_matter.data);
    own_addresses(site, &template, &post.path, &post.tags, post.date)
}

/// Whether a preprocessor of the site drops a template: it returns `false`.
fn is_dropped(site: &Eleventy, template: &Template, body: &str) -> bool {
    if site.configuration.preprocessors.is_empty() {
        return false;
    }
    let mut data = template.data.clone();
    data.set("page", Value::Object(of_map(&template.page)), 0);
    let given = [Value::Object(data), Value::Text(body.to_owned())];
    let modules = Modules { names: &of_build, ..Modules::alone() };
    let mut reader = Reader::new(&modules);
    site.configuration
        .preprocessors
        .iter()
        .any(|function| matches!(reader.call(function, &given), Value::Bool(false)))
}
