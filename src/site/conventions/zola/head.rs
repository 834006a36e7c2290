//! The head of a page that has a date.

use std::sync::Arc;

use crate::markup::front_matter::Map;
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::{each_once, strings, text_of, time_of};
use crate::site::conventions::zola::configuration::is_true;
use crate::site::conventions::zola::opened::Zola;
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Person, Post};
use crate::text::url::percent_decode;

/// The head of a page.
///
/// # Errors
/// When its front matter or date cannot be read.
pub(super) fn post(site: &Zola, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let data = front_matter.data.clone();
    let fault = |message: String, help: &str| {
        let span = data.get("date").map_or(front_matter.block, |node| node.span);
        Box::new(Fault { span, message, help: help.to_owned() })
    };
    let Some(place) = site.place(file) else {
        return Err(fault("it is not below `content`".to_owned(), "move it"));
    };
    let (date, date_source) = match site.date(&place, &front_matter) {
        Ok(Some(found)) => found,
        Ok(None) => (site.settings.now, DateSource::Build),
        Err(()) => {
            let shown = text_of(&data, "date").unwrap_or_default();
            let help = "write it as `2024-05-31` or `2024-05-31T10:00:00Z`";
            return Err(fault(format!("`date = {shown}` is not a date"), help));
        }
    };
    let empty = Map::default();
    let taxonomies = data.get("taxonomies").and_then(|node| node.value.as_map()).unwrap_or(&empty);
    let url = site.url_of(&place, &data);
    let path = site.path_of(&place, &data);
    let (link, id) = (site.address(&path), site.address_as_written(&path));
    let draft = is_true(&data, "draft") || site.sections.is_draft(&place.folders.join("/"));
    let hidden = (draft && !site.drafts).then_some(Hidden::Draft);
    let is_written = data.get("render").and_then(|node| node.value.as_bool()) != Some(false);
    let decoded = percent_decode(&url);
    let slug = decoded.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
    let named = strings(&data, "authors");
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(file),
        guid: Some(id.as_str()).filter(|id| !id.ends_with(&url)).map(Into::into),
        id,
        link,
        title: text_of(&data, "title").unwrap_or_default(),
        slug: slug.into(),
        date,
        date_source,
        published: None,
        updated: time_of(&data, "updated", site.settings.zone).unwrap_or(date),
        tags: each_once(strings(taxonomies, "tags")).into(),
        categories: each_once(strings(taxonomies, "categories")).into(),
        authors: named.into_iter().filter(|name| !name.trim().is_empty()).map(person).collect(),
        language: Some(site.language_of(&place).into()),
        description: text_of(&data, "description").map(Into::into),
        excerpt_separator: Arc::default(),
        image: None,
        redirect_to: None,
        redirect_from: strings(&data, "aliases").iter().map(|alias| alias_url(alias)).collect(),
        hidden,
        draft,
        output: hidden.is_none() && is_written,
        markup: Markup::Markdown,
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

fn person(name: String) -> Person {
    Person { name, email: None, uri: None }
}

/// Where an alias is written: a page of its own unless it names a file.
pub(super) fn alias_url(alias: &str) -> String {
    let path = alias.trim_matches('/');
    if path.ends_with(".html") { format!("/{path}") } else { format!("/{path}/") }
}
