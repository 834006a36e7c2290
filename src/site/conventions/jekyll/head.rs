//! The head of a Jekyll document: title, date, categories, URL and id from front matter, defaults and file name.
//!
//! Source: Jekyll's `document.rb`.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::opened::Jekyll;
use super::paths::basename;
use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::liquid;
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::{dated_name, each_once, is_set, strings, text_of, titleize, words};
use crate::site::conventions::permalink::{self, Parts};
use crate::site::conventions::{fields, people};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Post};
use crate::text::date;
use crate::text::pieces::Part as _;
use crate::text::url::{SlugMode, absolute_url, slugify};

pub(super) fn post(jekyll: &Jekyll, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path, collection, draft: draft_changed, text, front_matter } = document;
    Fault::check(&front_matter)?;
    let in_drafts = draft_changed.is_some();
    let below_collections = jekyll.paths.relative(path, true);
    let mut data = jekyll.defaults.of(below_collections, &collection);
    let categories = categories(&mut data, &front_matter.data, &collection, below_collections, in_drafts);
    data.merge(&front_matter.data);

    let name = basename(path);
    let (file_date, file_slug, extension) = match dated_name(name) {
        Some((date, slug, extension)) => (Some(date), slug, extension),
        None => name.rfind('.').map_or((None, name, ""), |dot| (None, &name[..dot], &name[dot..])),
    };
    let slug = text_of(&data, "slug").unwrap_or_else(|| file_slug.trim_end_matches('.').to_owned());
    let title = match data.get("title").map(|node| &node.value) {
        None | Some(Value::Null | Value::Bool(false)) => titleize(file_slug.trim_end_matches('.')),
        // As Ruby shows a time: in the site's zone.
        Some(Value::Time(time)) if time.offset().local_minus_utc() == 0 => {
            words(&Value::Time(date::in_zone(time, jekyll.settings.zone)))
        }
        Some(value) => words(value),
    };

    let draft = in_drafts || is_set(&data, "draft");
    let settings = &jekyll.settings;
    let (date, date_source) =
        document_date(&data, file_date, draft_changed, settings).map_err(|message| {
            let span = front_matter.data.get("date").map_or(front_matter.block, |node| node.span);
            Box::new(Fault { span, message, help: "write it as `2024-05-31 10:00:00 +0200`".to_owned() })
        })?;
    let updated = fields::time_of(&data, "last_modified_at", settings.zone).unwrap_or(date);

    let markup = jekyll.markup(extension);
    let output_ext = if markup == Markup::Markdown { ".html" } else { extension };
    let basename = name.rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..dot]);
    let written = text_of(&data, "permalink");
    let template = written.as_deref().unwrap_or_else(|| jekyll.template(&collection));
    let template = filled(template, &jekyll.own_placeholders, &data);
    let template = &*template;
    // Few templates ask for it.
    let below = template.contains(":path");
    let below = below.then(|| path_in_collection(below_collections, &collection, extension));
    let parts = Parts {
        collection: &collection,
        basename,
        slug: &slug,
        path: below.as_deref().unwrap_or_default(),
        output_ext,
        categories: &categories,
        date: &date,
    };
    let has_page = settings.collections.get(&*collection).copied().unwrap_or(false);
    let written_to = match permalink::fill(template, &parts) {
        // Jekyll asks for no URL of what gets no page.
        Err(_) if !has_page => Ok(["/", &*collection, "/", basename].concat()),
        filled_in => filled_in,
    };
    let url = written_to.map_err(|name| {
        Box::new(Fault {
            span: front_matter.data.get("permalink").map_or(front_matter.block, |node| node.span),
            message: format!(
                "the permalink `{template}` has the placeholder `:{name}`, which Jekyll does not know"
            ),
            help: "use one of Jekyll's: `:categories`, `:year`, `:month`, `:day`, `:title`, `:slug` …"
                .to_owned(),
        })
    })?;

    let folder = url.trim_end_matches('/').rfind('/').map_or("", |slash| &url[..slash]);
    let id = settings.absolute(&[folder, "/", &slug].concat());
    let hidden = hidden(jekyll, &data, &collection, (draft, in_drafts), &date);
    let in_output = has_page
        && (!in_drafts || jekyll.show_drafts)
        && !matches!(hidden, Some(Hidden::Future | Hidden::Unpublished))
        // Jekyll writes no page for a future document either, but keeps it in the collection, which feeds are made of.
        && (jekyll.future || date <= settings.now);
    let body = text.part(front_matter.body..);
    Ok(Post {
        same_as: None,
        path: Arc::clone(path),
        hidden_path: path.len() - below_collections.len(),
        link: settings.absolute(&url),
        id,
        guid: None,
        title,
        slug: slug.into(),
        date,
        date_source,
        published: None,
        updated,
        tags: tags(&data).into(),
        authors: people::authors(&data, &jekyll.author_records).into(),
        language: text_of(&data, "lang").map(Into::into),
        description: data
            .get("description")
            .filter(|node| node.value.is_truthy())
            .map(|node| words(&node.value))
            .filter(|text| !text.is_empty())
            .map(Into::into),
        excerpt_separator: text_of(&data, "excerpt_separator")
            .map_or_else(|| Arc::clone(&jekyll.excerpt_separator), Arc::from),
        image: image(&data).map(|path| absolute_image(jekyll, &path).into()),
        redirect_to: first_text(&data, "redirect_to").map(|target| absolute_target(jekyll, &target).into()),
        redirect_from: strings(&data, "redirect_from")
            .iter()
            .map(|from| filled(from, &jekyll.redirect_placeholders, &data).into_owned())
            .collect(),
        hidden,
        draft,
        output: in_output,
        markup,
        liquid: !matches!(data.get("render_with_liquid").map(|node| &node.value), Some(Value::Bool(false)))
            && liquid::may_be_template(body),
        url,
        categories: categories.into_iter().filter(|category| !category.starts_with('[')).collect(),
        collection,
        data,
        front_matter,
        text: None,
        way: 0,
        as_read: Fingerprint::default(),
        includes: false,
    })
}

/// A template with the placeholders that a plugin of the site fills: keys of front matter, a title as a slug.
fn filled<'t>(template: &'t str, placeholders: &[String], data: &Map) -> Cow<'t, str> {
    placeholders.iter().fold(Cow::Borrowed(template), |template, name| {
        let placeholder = format!(":{name}");
        if name.is_empty() || !template.contains(&placeholder) {
            return template;
        }
        let value = text_of(data, name).unwrap_or_default();
        let value = if name == "title" { slugify(&value, SlugMode::Default, false) } else { value };
        Cow::Owned(template.replace(&placeholder, &value))
    })
}

/// Why Jekyll or jekyll-feed leave the document out.
fn hidden(
    jekyll: &Jekyll,
    data: &Map,
    collection: &str,
    (draft, in_drafts): (bool, bool),
    date: &DateTime<FixedOffset>,
) -> Option<Hidden> {
    let unpublished = matches!(data.get("published").map(|node| &node.value), Some(Value::Bool(false)));
    if draft && in_drafts && !jekyll.show_drafts {
        // Jekyll does not read it at all.
        Some(Hidden::Draft)
    } else if unpublished && !jekyll.unpublished {
        Some(Hidden::Unpublished)
    } else if collection == "posts" && !jekyll.future && *date > jekyll.settings.now {
        Some(Hidden::Future)
    } else if draft && !jekyll.show_drafts {
        Some(Hidden::Draft)
    } else {
        None
    }
}

/// Categories in Jekyll's order: folders above `_posts`, defaults, `categories`, then `category`; each once.
///
/// Every source adds to the others, defaults too. A string in `categories` is split at white space, one of `category` not.
fn categories(defaults: &mut Map, own: &Map, collection: &str, path: &str, in_drafts: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut nested: Vec<&Node> = Vec::new();
    if collection == "posts" {
        let folder = if in_drafts { "_drafts" } else { "_posts" };
        found.extend(
            path.split('/')
                .take_while(|part| *part != folder)
                .filter(|part| !part.is_empty())
                .map(str::to_owned),
        );
    }
    for data in [&*defaults, own] {
        match data.get("categories").map(|node| &node.value) {
            Some(Value::String(text)) => found.extend(text.split_whitespace().map(str::to_owned)),
            Some(Value::List(list)) => {
                // A list within the list: Ruby's `to_s` of it, which Jekyll puts into the URL, then its members.
                found.extend(list.iter().map(|node| node.value.to_ruby_string().into_owned()));
                nested.extend(list.iter().filter_map(|node| node.value.as_list()).flatten());
            }
            None | Some(Value::Null) => {}
            Some(value) => found.push(words(value)),
        }
    }
    found.extend(nested.iter().map(|node| words(&node.value)));
    let single = own.get("category").or_else(|| defaults.get("category"));
    match single.map(|node| &node.value) {
        Some(Value::List(list)) => found.extend(list.iter().map(|node| words(&node.value))),
        None | Some(Value::Null | Value::Bool(false)) => {}
        Some(value) => found.push(words(value)),
    }
    each_once(found)
}

/// `tag`, one value that is not split, or else `tags`.
fn tags(data: &Map) -> Vec<String> {
    let single = data.get("tag").map(|node| &node.value).filter(|value| value.is_truthy());
    match (single, data.get("tags").map(|node| &node.value)) {
        (Some(Value::List(list)), _) => each_once(list.iter().map(|node| words(&node.value)).collect()),
        (Some(value), _) => vec![words(value)],
        (None, Some(Value::String(text))) => each_once(text.split_whitespace().map(str::to_owned).collect()),
        (None, Some(Value::List(list))) => each_once(list.iter().map(|node| words(&node.value)).collect()),
        _ => Vec::new(),
    }
}

/// The date that the document has, and where it was found.
fn document_date(
    data: &Map,
    file_date: Option<&str>,
    modified: Option<i64>,
    settings: &crate::site::Settings,
) -> Result<(DateTime<FixedOffset>, DateSource), String> {
    let zone = settings.zone;
    if let Some(node) = data.get("date").filter(|node| !matches!(node.value, Value::Null)) {
        return fields::moment(&node.value, zone)
            .map(|date| (date, DateSource::FrontMatter))
            .map_err(|_| format!("`date: {}` is not a date", node.value.to_ruby_string()));
    }
    if let Some(name) = file_date {
        return date::parse(name, zone)
            .map(|date| (date, DateSource::FileName))
            .map_err(|_| format!("the file name's date `{name}` is not a date"));
    }
    Ok(match modified {
        Some(seconds) => (date::from_epoch(seconds, zone).unwrap_or(settings.now), DateSource::Modified),
        None => (settings.now, DateSource::Build),
    })
}

/// The path below the collection's folder, without extension and dots at its end.
pub(super) fn path_in_collection(path: &str, collection: &str, extension: &str) -> String {
    let stem = path.strip_suffix(extension).unwrap_or(path);
    let stem = stem.replacen(&format!("_{collection}"), "", 1);
    stem.trim_end_matches('.').to_owned()
}

/// `image`, or the `path` or `url` of a record there.
fn image(data: &Map) -> Option<String> {
    let text =
        |node: &Node| Some(node.value.to_ruby_string().into_owned()).filter(|path| !path.trim().is_empty());
    match &data.get("image")?.value {
        Value::Map(map) => map.get("path").or_else(|| map.get("url")).and_then(text),
        Value::List(list) => list.first().and_then(text),
        Value::Null | Value::Bool(false) => None,
        _ => data.get("image").and_then(text),
    }
}

/// As `absolute_url`, but with the site's scheme for `//cdn.example/x.png`, which jekyll-feed makes a path of.
fn absolute_image(jekyll: &Jekyll, path: &str) -> String {
    let settings = &jekyll.settings;
    if path.contains("://") {
        path.to_owned()
    } else if path.starts_with("//") {
        let scheme = settings.url.as_deref().and_then(|url| url.split_once(':')).map_or("https", |(s, _)| s);
        format!("{scheme}:{path}")
    } else {
        absolute_url(settings.url.as_deref(), Some(&settings.baseurl), path)
    }
}

fn first_text(data: &Map, key: &str) -> Option<String> {
    strings(data, key).into_iter().find(|text| !text.trim().is_empty())
}

fn absolute_target(jekyll: &Jekyll, target: &str) -> String {
    if target.starts_with("http://") || target.starts_with("https://") {
        target.to_owned()
    } else {
        jekyll.settings.absolute(target)
    }
}
