//! The head of an entry: its id, and what the feed's own code makes of its data.

use std::sync::Arc;

use chrono::DateTime;
use chrono::FixedOffset;

use crate::markup::front_matter::javascript::{of_map, to_data};
use crate::markup::front_matter::{Map, Node, Value as Data};
use crate::markup::javascript::{Entries, Object, Reader, Value};
use crate::site::convention::{Document, Fault};
use crate::site::conventions::astro::configuration::{Collection, text};
use crate::site::conventions::astro::endpoints::Endpoint;
use crate::site::conventions::astro::opened::Astro;
use crate::site::conventions::astro::placeholder::HTML;
use crate::site::conventions::astro::renderer::WITHOUT_TEXT;
use crate::site::conventions::astro::{schema, slug, written};
use crate::site::conventions::fields::{each_once, strings};
use crate::site::conventions::people;
use crate::site::conventions::programs::{Given, Modules, choose};
use crate::site::post::{DateSource, Fingerprint, Markup, Person, Post};
use crate::text::date::javascript_time;

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

/// An entry as the code of a feed sees it; dates are times.
pub(super) fn entry(site: &Astro, collection: &Collection, path: &str, file: &str, data: &Map) -> Object {
    let made = own_id(site, collection, path, data).unwrap_or_else(|| slug::id(path));
    let written = of_map(data);
    let parsed = collection.schema.as_ref().and_then(|schema| {
        let apply = |modules: &Modules<'_>| schema::applied(&mut Reader::new(modules), schema, &written);
        site.outside().with(None, &[], apply)
    });
    let is_parsed = parsed.is_some();
    let mut own = parsed.unwrap_or(written);
    for field in own.fields_mut().iter_mut().filter(|_| !is_parsed) {
        let is_date = DATES.contains(&field.name.as_str()) || UPDATED.contains(&field.name.as_str());
        if let Value::Text(text) = &field.value
            && (is_date || field.name.to_lowercase().contains("date"))
            && let Some(time) = javascript_time(text)
        {
            field.value = Value::Time(time);
        }
    }
    let slug = data.get("slug").and_then(|node| node.as_str()).map_or(made, str::to_owned);
    let mut entry = Object::default();
    let mut set = |key: &str, value: Value| entry.set(key, value, 0);
    set("id", Value::Text(if collection.is_legacy { path.to_owned() } else { slug.clone() }));
    set("slug", Value::Text(slug));
    set("collection", Value::Text(collection.name.clone()));
    set("filePath", Value::Text(file.to_owned()));
    // The loader renders neither MDX nor Markdoc: their programs run with the page.
    if collection.is_legacy || ![".mdx", ".mdoc"].iter().any(|ending| file.ends_with(ending)) {
        let mut rendered = Object::default();
        rendered.set("html", Value::Text(HTML.to_owned()), 0);
        set("rendered", Value::Object(rendered));
    }
    set("body", Value::Text(HTML.to_owned()));
    // What a glob of pages has.
    if let Some(url) = page_url(site, file) {
        set("url", Value::Text(url));
        set("frontmatter", Value::Object(own.clone()));
    }
    set("data", Value::Object(own));
    entry
}

/// The id that the loader's own function makes of a path.
fn own_id(site: &Astro, collection: &Collection, path: &str, data: &Map) -> Option<String> {
    let function = collection.id.as_ref()?;
    let mut given = Object::default();
    given.set("entry", Value::Text(path.to_owned()), 0);
    given.set("data", Value::Object(of_map(data)), 0);
    let call = |modules: &Modules<'_>| Reader::new(modules).call(function, &[Value::Object(given)]);
    site.outside().with(None, &[], call).as_text().map(str::to_owned)
}

/// The URL of a page of `src/pages`.
fn page_url(site: &Astro, file: &str) -> Option<String> {
    let below = file.strip_prefix(site.configuration.source.as_str())?.strip_prefix("/pages/")?;
    let stem = below.rfind('.').map_or(below, |dot| &below[..dot]);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    Some(format!("{}/{}", site.configuration.base, if stem == "index" { "" } else { stem }))
}

/// The main feed of an entry's collection, and what it makes of the entry: one that takes the entry, of nothing else, by its
/// name, and the nearest to the root.
fn item<'s>(
    site: &'s Astro,
    collection: &Collection,
    entry: &Object,
) -> Option<(&'s Endpoint, Option<Object>)> {
    let given = Given { source: collection.name.clone(), value: Value::Object(entry.clone()) };
    let of = |endpoint: &'s Endpoint| Some((endpoint, endpoint.items.as_ref()?));
    let lists = || site.endpoints.iter().filter_map(of).filter(|(_, list)| list.has(&collection.name));
    let is_one = lists().nth(1).is_none();
    let takes = |list: &Entries| {
        let one = std::slice::from_ref(&given);
        is_one
            || site
                .outside()
                .with(None, &[], |modules| !choose(&mut Reader::new(modules), list, one).kept.is_empty())
    };
    let (endpoint, list) = lists().min_by_key(|(endpoint, list)| {
        let name = endpoint.path.rsplit('/').next().unwrap_or("");
        let is_usual = ["rss.xml", "feed.xml", "index.xml", "atom.xml", "feed.rss"].contains(&name);
        (!takes(list), list.sources.len() > 1, !is_usual, endpoint.path.matches('/').count())
    })?;
    let outside = site.outside();
    let made = outside
        .with(None, &[], |modules| written::made_of(&mut Reader::new(modules), &outside, list, &given));
    Some((endpoint, made))
}

/// What a feed shows of an entry.
struct Look {
    link: String,
    title: String,
    date: Option<DateTime<FixedOffset>>,
    description: Option<Box<str>>,
    categories: Box<[String]>,
    authors: Box<[Person]>,
    way: usize,
}

/// A time of a program; that of a string as `new Date` reads it.
fn moment(value: Option<&Value>) -> Option<DateTime<FixedOffset>> {
    let milliseconds = match value? {
        Value::Time(time) => *time,
        Value::Text(text) => javascript_time(text)?,
        _ => return None,
    };
    DateTime::from_timestamp_millis(milliseconds).map(|time| time.fixed_offset())
}

/// What a feed whose program makes `item` of an entry shows of it; the front matter is `data`.
fn look(
    site: &Astro,
    endpoint: Option<&Endpoint>,
    collection: &Collection,
    entry: &Object,
    item: &Object,
    data: &Map,
) -> Look {
    let own = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let slug = text(entry, "slug").unwrap_or_default();
    let route = || {
        if let Some(url) = text(entry, "url") {
            return url;
        }
        let prefix =
            site.routes.of(&collection.name).map_or_else(|| format!("/{}/", collection.name), str::to_owned);
        format!("{}{prefix}{slug}/", site.settings.baseurl)
    };
    let said = |key: &str| strings(data, key);
    let listed = match item.get("categories").and_then(to_data) {
        Some(Data::List(list)) => list.iter().map(|node| node.value.to_ruby_string().into_owned()).collect(),
        _ => said("categories").into_iter().chain(said("category")).collect(),
    };
    let author = text(item, "author").filter(|name| !name.trim().is_empty());
    let description = text(item, "description").filter(|text| !text.contains(HTML));
    Look {
        link: site.canonical(endpoint, &text(item, "link").unwrap_or_else(route)),
        title: text(item, "title").or_else(|| text(&own, "title")).unwrap_or_default(),
        date: moment(item.get("pubDate")).or_else(|| DATES.iter().find_map(|key| moment(own.get(key)))),
        description: description
            .or_else(|| text(&own, "description"))
            .or_else(|| text(&own, "summary"))
            .map(Into::into),
        categories: each_once(listed).into(),
        authors: match author {
            Some(name) => Box::new([Person { name, email: None, uri: None }]),
            None => people::authors(data, &Map::default()).into(),
        },
        way: match (item.get("content"), endpoint) {
            (Some(Value::Undefined | Value::Null), _) => WITHOUT_TEXT,
            (_, Some(endpoint)) => endpoint.way,
            _ => 0,
        },
    }
}

/// A post as another feed shows it, which makes `item` of its entry; nothing where it shows the same.
pub(super) fn as_shown(
    site: &Astro,
    endpoint: &Endpoint,
    collection: &Collection,
    entry: &Object,
    item: &Object,
    post: &Post,
) -> Option<Post> {
    let look = look(site, Some(endpoint), collection, entry, item, &post.data);
    let date = look.date.unwrap_or(post.date);
    // A recorded id is the same in all feeds.
    let has_own_id = post.id != post.link;
    let id = text(item, "id").filter(|id| !has_own_id && id.contains(':'));
    let id = id.unwrap_or_else(|| if has_own_id { post.id.clone() } else { look.link.clone() });
    let is_same = look.link == post.link
        && id == post.id
        && look.title == post.title
        && date == post.date
        && look.description == post.description
        && look.categories == post.categories
        && look.authors == post.authors
        && look.way == post.way;
    if is_same {
        return None;
    }
    let guid = (endpoint.format == "rss" && !has_own_id && id != look.link).then(|| id.as_str().into());
    Some(Post {
        guid: guid.or_else(|| post.guid.clone()),
        id,
        link: look.link,
        title: look.title,
        date,
        description: look.description,
        categories: look.categories,
        authors: look.authors,
        way: look.way,
        ..post.clone()
    })
}

/// The head of an entry.
///
/// # Errors
/// When its front matter or its date cannot be read, or it has no date.
pub(super) fn post(site: &Astro, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection: label, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let of_feed = |collection: &Collection| {
        site.endpoints.iter().filter_map(|it| it.items.as_ref()).any(|list| list.has(&collection.name))
    };
    let found = site.collections(file).find(|(collection, _)| of_feed(collection));
    let Some((collection, path)) = found.or_else(|| site.collection(file)) else {
        let message = "it is in no collection".to_owned();
        return Err(Box::new(Fault { span: front_matter.block, message, help: "move it".to_owned() }));
    };
    let mut data = front_matter.data.clone();
    let entry = entry(site, collection, path, file, &data);
    let (endpoint, item) = item(site, collection, &entry).unzip();
    let item = item.flatten().unwrap_or_default();
    let own = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let Look { link, title, date, description, categories, authors, way } =
        look(site, endpoint, collection, &entry, &item, &data);
    let written = DATES.iter().find_map(|key| data.get(key).map(|node| (*key, node)));
    if let (None, Some((key, node))) = (date, written) {
        let shown = node.value.to_ruby_string();
        return Err(Box::new(Fault {
            span: node.span,
            message: format!("`{key}: {shown}` is not a date"),
            help: "write it as `2024-05-31` or `2024-05-31T10:00:00Z`".to_owned(),
        }));
    }
    let (date, date_source) =
        date.map_or((site.settings.now, DateSource::Build), |date| (date, DateSource::FrontMatter));
    // A title that a program gives is not missing.
    if data.get("title").is_none() && !title.is_empty() {
        data.insert("title".to_owned(), Node::unwritten(Data::String(title.clone())));
    }
    let start = format!("{}{}", site.settings.url.as_deref().unwrap_or(""), site.settings.baseurl);
    let url = link.strip_prefix(&start).unwrap_or(&link).to_owned();
    let tags = own.get("tags").and_then(Value::as_list);
    let tags = tags.map(|tags| tags.iter().filter_map(|tag| tag.as_text().map(str::to_owned)).collect());
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(file),
        id: link.clone(),
        guid: None,
        link,
        title,
        slug: text(&entry, "slug").unwrap_or_default().into(),
        date,
        date_source,
        published: None,
        updated: UPDATED.iter().find_map(|key| moment(own.get(key))).unwrap_or(date),
        tags: each_once(tags.unwrap_or_else(|| strings(&data, "tags"))).into(),
        categories,
        authors,
        language: None,
        description,
        excerpt_separator: Arc::default(),
        image: None,
        redirect_to: None,
        redirect_from: Box::default(),
        hidden: None,
        draft: own.get("draft").and_then(Value::truth) == Some(true),
        output: true,
        markup: Markup::Markdown,
        way,
        liquid: false,
        url,
        collection: label,
        data,
        front_matter,
        text: None,
        as_read: Fingerprint::default(),
        includes: false,
    })
}
