//! The head of a post in a plain folder.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{Map, Value};
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::{
    dated_name, each_once, is_set, strings, text_of, time_of, titleize, words,
};
use crate::site::conventions::folder::open::Folder;
use crate::site::conventions::folder::{hugo, zola};
use crate::site::conventions::people;
use crate::site::conventions::permalink::{self, Parts};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Post};
use crate::text::date;
use crate::text::pieces::Part as _;
use crate::text::url;

/// A time that is counted in milliseconds since 1970, as plugins of vaults write it.
fn milliseconds(value: &Value) -> Option<DateTime<FixedOffset>> {
    match value {
        Value::Int(count) if *count > 100_000_000_000 => {
            DateTime::from_timestamp_millis(*count).map(|time| time.fixed_offset())
        }
        _ => None,
    }
}

pub(super) fn post(folder: &Folder, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection, text, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let data = front_matter.data.clone();
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rfind('.').map_or(name, |dot| &name[..dot]);
    let (file_date, file_slug) = dated_name(name).map_or((None, stem), |(date, slug, _)| (Some(date), slug));
    // A bundle (`a-post/index.md`) is named by its folder.
    let bundle = file.strip_suffix("/index.md").map(|path| path.rsplit('/').next().unwrap_or(path));
    let slug = text_of(&data, "slug").unwrap_or_else(|| bundle.unwrap_or(file_slug).to_owned());
    let zone = folder.settings.zone;
    let written = data.get("date").or_else(|| data.get("created").filter(|_| folder.is_vault));
    let key = if data.get("date").is_some() { "date" } else { "created" };
    let (date, date_source) = match (written, file_date) {
        (Some(node), _) if !matches!(node.value, Value::Null) => {
            let written = node.value.to_ruby_string();
            let counted = milliseconds(&node.value).filter(|_| folder.is_vault);
            let date =
                counted.map_or_else(|| date::parse(&written, zone), |time| Ok(date::in_zone(&time, zone)));
            let date = date.map_err(|_| {
                Box::new(Fault {
                    span: node.span,
                    message: format!("`{key}: {written}` is not a date"),
                    help: "write it as `2024-05-31` or `2024-05-31T10:00:00+02:00`".to_owned(),
                })
            })?;
            (date, DateSource::FrontMatter)
        }
        (_, Some(written)) => {
            let date = date::parse(written, zone).map_err(|_| {
                Box::new(Fault {
                    span: front_matter.block,
                    message: format!("the file name's date `{written}` is not a date"),
                    help: "rename the file".to_owned(),
                })
            })?;
            (date, DateSource::FileName)
        }
        _ => (folder.settings.now, DateSource::Build),
    };
    let empty = Map::default();
    let taxonomies = zola::taxonomies(&data).unwrap_or(&empty);
    let listed = |key: &str| strings(&data, key).into_iter().chain(strings(taxonomies, key));
    let categories = each_once(listed("categories").chain(strings(&data, "category")).collect());
    let path = file.rfind('.').map_or(&**file, |dot| &file[..dot]);
    let path = bundle.and_then(|_| path.strip_suffix("/index")).unwrap_or(path);
    let path = folder.content.below(path);
    let with_slug = text_of(&data, "slug").and_then(|slug| folder.content.with_slug(path, &slug));
    let path = with_slug.as_deref().unwrap_or(path);
    let parts = Parts {
        collection: &collection,
        basename: stem,
        slug: &slug,
        path,
        output_ext: ".html",
        categories: &categories,
        date: &date,
    };
    // A note's `url` is what it is about, and one with a scheme is on another site.
    let is_own = |url: &String| !folder.is_vault && !url.contains("://");
    let written = text_of(&data, "permalink").or_else(|| text_of(&data, "url").filter(is_own));
    let template = written.as_deref().unwrap_or(&folder.permalink);
    let url = permalink::fill(template, &parts).map_err(|name| {
        Box::new(Fault {
            span: front_matter.block,
            message: format!("the permalink `{template}` has the placeholder `:{name}`, which is not known"),
            help: "use `:year`, `:month`, `:day`, `:title`, `:slug`, `:path` or `:categories`".to_owned(),
        })
    })?;
    let draft = is_set(&data, "draft");
    let hidden = if draft && !folder.drafts {
        Some(Hidden::Draft)
    } else if matches!(data.get("published").map(|node| &node.value), Some(Value::Bool(false))) {
        Some(Hidden::Unpublished)
    } else if !folder.future && date > folder.settings.now {
        Some(Hidden::Future)
    } else {
        None
    };
    let title = match data.get("title").map(|node| &node.value) {
        // A note is named by its file.
        None | Some(Value::Null | Value::Bool(false)) if folder.is_vault => stem.to_owned(),
        None | Some(Value::Null | Value::Bool(false)) => titleize(&slug),
        Some(value) => words(value),
    };
    let link = folder.settings.absolute(&url);
    let image = text_of(&data, "image").map(|path| url::resolve(&link, &path).into_owned());
    let body = text.part(front_matter.body..);
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(file),
        // A plain folder promises no id of its own: the permalink is one, unless the post says otherwise.
        id: text_of(&data, "id").unwrap_or_else(|| link.clone()),
        guid: None,
        link,
        title,
        slug: slug.into(),
        date,
        date_source,
        published: None,
        updated: time_of(&data, "updated", zone).or_else(|| time_of(&data, "lastmod", zone)).unwrap_or(date),
        tags: each_once(listed("tags").collect()).into(),
        authors: match people::authors(&data, &empty) {
            named if named.is_empty() => people::authors(taxonomies, &empty),
            named => named,
        }
        .into(),
        language: text_of(&data, "lang").or_else(|| text_of(&data, "language")).map(Into::into),
        description: text_of(&data, "description").or_else(|| text_of(&data, "summary")).map(Into::into),
        excerpt_separator: match text_of(&data, "excerpt_separator") {
            Some(own) => own.into(),
            None if body.contains(hugo::MORE) => Arc::from(hugo::MORE),
            None => Arc::clone(&folder.excerpt_separator),
        },
        image: image.map(Into::into),
        redirect_to: strings(&data, "redirect_to").first().map(|to| folder.settings.absolute(to).into()),
        // A note's aliases are other names of it.
        redirect_from: strings(&data, "redirect_from")
            .into_iter()
            .chain(if folder.is_vault { Vec::new() } else { strings(&data, "aliases") })
            .collect(),
        hidden,
        draft,
        output: hidden.is_none(),
        markup: Markup::Markdown,
        liquid: false,
        url,
        categories: categories.into(),
        collection,
        data,
        front_matter,
        text: None,
        way: 0,
        as_read: Fingerprint::default(),
        includes: false,
    })
}
