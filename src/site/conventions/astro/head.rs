//! The head of an entry: its id, and what the feed's own code makes of its data.

use std::sync::Arc;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono_tz::Tz;

use crate::markup::front_matter::javascript::{of_map, to_data};
use crate::markup::front_matter::{Map, Value as Data};
use crate::markup::javascript::{Object, Reader, Value};
use crate::site::convention::{Document, Fault};
use crate::site::conventions::astro::configuration::{Collection, calls, names, text};
use crate::site::conventions::astro::opened::Astro;
use crate::site::conventions::astro::slug;
use crate::site::conventions::fields::{each_once, strings};
use crate::site::conventions::people;
use crate::site::conventions::programs::{Modules, mapped};
use crate::site::post::{DateSource, Fingerprint, Markup, Person, Post};
use crate::text::date;

/// The keys of an entry's date where no feed tells, in the order that they are tried.
const DATES: [&str; 10] = [
    "pubDate",
    "date",
    "pubDatetime",
    "publishDate",
    "publishedDate",
    "published",
    "publicationDate",
    "datePublished",
    "createdAt",
    "created",
];

/// The keys of the date of the last change.
const UPDATED: [&str; 6] = ["updatedDate", "modDatetime", "updated", "lastmod", "modifiedDate", "updatedAt"];

/// What stands for an entry's HTML in the code of a feed.
pub(super) const HTML: &str = "\u{e000}html\u{e000}";

/// An entry as the code of a feed sees it; dates are times.
pub(super) fn entry(collection: &Collection, path: &str, file: &str, data: &Map) -> Object {
    let made = slug::id(path);
    let mut own = of_map(data);
    for field in &mut own.0 {
        let is_date = DATES.contains(&field.name.as_str()) || UPDATED.contains(&field.name.as_str());
        if let Value::Text(text) = &field.value
            && (is_date || field.name.to_lowercase().contains("date"))
            && let Ok(time) = date::parse(text, Tz::UTC)
        {
            field.value = Value::Time(time.timestamp_millis());
        }
    }
    let slug = data.get("slug").and_then(|node| node.as_str()).map_or(made, str::to_owned);
    let mut entry = Object::default();
    let mut set = |key: &str, value: Value| entry.set(key, value, 0);
    set("id", Value::Text(if collection.is_legacy { path.to_owned() } else { slug.clone() }));
    set("slug", Value::Text(slug));
    set("collection", Value::Text(collection.name.clone()));
    set("filePath", Value::Text(file.to_owned()));
    let mut rendered = Object::default();
    rendered.set("html", Value::Text(HTML.to_owned()), 0);
    set("rendered", Value::Object(rendered));
    set("body", Value::Text(HTML.to_owned()));
    set("data", Value::Object(own));
    entry
}

/// What the first feed that is made of a collection makes of an entry.
fn item(site: &Astro, collection: &Collection, entry: &Object) -> Option<Object> {
    let is_of = |sources: &[String]| sources.contains(&collection.name);
    let list = site.endpoints.iter().filter_map(|it| it.items.as_ref()).find(|list| is_of(&list.sources))?;
    let modules = Modules { names: &names, calls: &calls, ..Modules::alone() };
    mapped(&mut Reader::new(&modules), list, &Value::Object(entry.clone()))
}

/// The head of an entry.
///
/// # Errors
/// When its front matter or its date cannot be read, or it has no date.
pub(super) fn post(site: &Astro, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection: label, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let Some((collection, path)) = site.collection(file) else {
        let message = "it is in no collection".to_owned();
        return Err(Box::new(Fault { span: front_matter.block, message, help: "move it".to_owned() }));
    };
    let data = front_matter.data.clone();
    let entry = entry(collection, path, file, &data);
    let item = item(site, collection, &entry).unwrap_or_default();
    let own = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let moment = |value: Option<&Value>| match value {
        Some(Value::Time(time)) => DateTime::from_timestamp_millis(*time).map(|time| time.fixed_offset()),
        Some(Value::Text(text)) => date::parse(text, Tz::UTC).ok(),
        _ => None,
    };
    let written = DATES.iter().find_map(|key| data.get(key).map(|node| (*key, node)));
    let found: Option<DateTime<FixedOffset>> =
        moment(item.get("pubDate")).or_else(|| DATES.iter().find_map(|key| moment(own.get(key))));
    if let (None, Some((key, node))) = (found, written) {
        let shown = node.value.to_ruby_string();
        return Err(Box::new(Fault {
            span: node.span,
            message: format!("`{key}: {shown}` is not a date"),
            help: "write it as `2024-05-31` or `2024-05-31T10:00:00Z`".to_owned(),
        }));
    }
    let (date, date_source) =
        found.map_or((site.settings.now, DateSource::Build), |date| (date, DateSource::FrontMatter));
    let slug = text(&entry, "slug").unwrap_or_default();
    let route = || {
        let prefix =
            site.routes.of(&collection.name).map_or_else(|| format!("/{}/", collection.name), str::to_owned);
        format!("{}{prefix}{slug}/", site.settings.baseurl)
    };
    let link = site.canonical(&text(&item, "link").unwrap_or_else(route));
    let start = format!("{}{}", site.settings.url.as_deref().unwrap_or(""), site.settings.baseurl);
    let url = link.strip_prefix(&start).unwrap_or(&link).to_owned();
    let title = text(&item, "title").or_else(|| text(&own, "title")).unwrap_or_default();
    let said = |key: &str| strings(&data, key);
    let listed = match item.get("categories").and_then(to_data) {
        Some(Data::List(list)) => list.iter().map(|node| node.value.to_ruby_string().into_owned()).collect(),
        _ => said("categories").into_iter().chain(said("category")).collect(),
    };
    let author = text(&item, "author").filter(|name| !name.trim().is_empty());
    let authors = match author {
        Some(name) => vec![Person { name, email: None, uri: None }],
        None => people::authors(&data, &Map::default()),
    };
    let description = text(&item, "description").filter(|text| !text.contains(HTML));
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::from(file),
        id: link.clone(),
        link,
        title,
        slug,
        date,
        date_source,
        published: None,
        updated: UPDATED.iter().find_map(|key| moment(own.get(key))).unwrap_or(date),
        tags: each_once(said("tags")),
        categories: each_once(listed),
        authors,
        language: None,
        description: description.or_else(|| text(&own, "description")).or_else(|| text(&own, "summary")),
        excerpt_separator: String::new(),
        image: None,
        redirect_to: None,
        redirect_from: Vec::new(),
        hidden: None,
        draft: own.get("draft").and_then(Value::truth) == Some(true),
        output: true,
        markup: Markup::Markdown,
        liquid: false,
        url,
        collection: label,
        data,
        front_matter,
        text: None,
        as_read: Fingerprint::default(),
    })
}
