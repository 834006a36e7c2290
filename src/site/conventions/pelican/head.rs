//! The head of an article.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::Map;
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::{each_once, moment, text_of};
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::read::{authors, date_of, listed, metadata};
use crate::site::conventions::pelican::slug::{plain, slug};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Person, Post};
use crate::text::date;
use crate::text::url::escape_path;

/// What the fields of a URL stand for.
struct Fields<'a> {
    slug: &'a str,
    category: &'a str,
    author: &'a str,
    language: &'a str,
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
            "category" | "category.slug" => out.push_str(&slug(fields.category)),
            "author" | "author.slug" => out.push_str(&slug(fields.author)),
            "lang" => out.push_str(fields.language),
            "date" if format.is_empty() => out.push_str(&date::rfc3339(fields.date)),
            "date" => out.push_str(&date::strftime(fields.date, format, None)),
            name => out.push_str(&text_of(fields.data, name).unwrap_or_default()),
        }
    }
    out.push_str(rest);
    out
}

/// The head of an article.
///
/// # Errors
/// When its date cannot be read.
pub(super) fn post(site: &Pelican, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path: file, collection, mut front_matter, text, .. } = document;
    let configuration = &site.configuration;
    let data = metadata(site, file, text, &front_matter);
    let (date, date_source) = match date_of(site, &data) {
        Ok(Some(found)) => found,
        Ok(None) => (site.settings.now, DateSource::Build),
        Err(shown) => {
            let span = data.get("date").map_or(front_matter.block, |node| node.span);
            let help = "write it as `2024-05-31 10:00`".to_owned();
            return Err(Box::new(Fault { span, message: format!("`Date: {shown}` is not a date"), help }));
        }
    };
    let is_untold = data.get("title").is_none()
        || date_source == DateSource::Build && configuration.default_date.is_none();
    // What is wrong with it as YAML is not read.
    front_matter.faults.clear();
    let title = plain(&text_of(&data, "title").unwrap_or_default());
    let below = file.strip_prefix(configuration.content.as_str()).unwrap_or(file);
    let category =
        text_of(&data, "category").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let folder = below.rsplit_once('/').map(|(folder, _)| folder.rsplit('/').next().unwrap_or(folder));
    let category = category
        .or_else(|| folder.filter(|_| configuration.has_folder_categories).map(str::to_owned))
        .unwrap_or_else(|| configuration.category.clone());
    let authors = authors(site, &data);
    let language = text_of(&data, "lang").unwrap_or_else(|| configuration.language.clone());
    let name = below.rsplit('/').next().unwrap_or(below);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let slug = text_of(&data, "slug").filter(|slug| !slug.is_empty()).unwrap_or_else(|| {
        slug(if configuration.slug_is_file_name || title.is_empty() { stem } else { &title })
    });
    let template = match text_of(&data, "url") {
        Some(own) => own,
        None if language == configuration.language => configuration.article_url.clone(),
        None => configuration.article_language_url.clone(),
    };
    let author = authors.first().cloned().unwrap_or_default();
    let fields = Fields {
        slug: &slug,
        category: &category,
        author: &author,
        language: &language,
        date: &date,
        data: &data,
    };
    let path = filled(&template, &fields);
    let path = format!("/{}", path.trim_start_matches("./").trim_start_matches('/'));
    let url = escape_path(&path).into_owned();
    let status = text_of(&data, "status").unwrap_or_default().to_lowercase();
    let hidden = match status.as_str() {
        "draft" if !site.drafts => Some(Hidden::Draft),
        "hidden" => Some(Hidden::NotListed),
        "skip" => Some(Hidden::NotRendered),
        // A build skips articles without a title or a date.
        _ if is_untold => Some(Hidden::NotRendered),
        _ if !configuration.has_future && date > site.settings.now => Some(Hidden::Future),
        _ => None,
    };
    let zone = site.settings.zone;
    let modified = data.get("modified").and_then(|node| moment(&node.value, zone).ok());
    let host = configuration.domain.as_deref().or(site.settings.url.as_deref()).unwrap_or("");
    let host = host.split_once("://").map_or(host, |(_, host)| host).split(['/', ':']).next().unwrap_or("");
    let day = date::in_zone(&date, zone).format("%Y-%m-%d").to_string();
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::from(file),
        id: format!("tag:{host},{day}:{}{path}", site.settings.baseurl),
        link: site.settings.absolute(&url),
        title,
        slug,
        date,
        date_source,
        published: None,
        updated: modified.unwrap_or(date),
        tags: each_once(listed(&data, "tags")),
        categories: vec![category],
        authors: authors.into_iter().take(1).map(|name| Person { name, email: None, uri: None }).collect(),
        // Feeds name no language but that of translations.
        language: Some(language).filter(|language| *language != configuration.language),
        description: None,
        excerpt_separator: String::new(),
        image: None,
        redirect_to: None,
        redirect_from: Vec::new(),
        hidden,
        draft: status == "draft",
        output: hidden.is_none() || status == "hidden",
        markup: if [".html", ".htm", ".rst"].iter().any(|ending| name.ends_with(ending)) {
            Markup::Verbatim
        } else {
            Markup::Markdown
        },
        liquid: false,
        url,
        collection,
        data,
        front_matter,
        text: None,
        as_read: Fingerprint::default(),
    })
}

/// The URL of a page that is not an article.
pub(super) fn page_url(site: &Pelican, path: &str, data: &Map) -> String {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = plain(&text_of(data, "title").unwrap_or_else(|| stem.to_owned()));
    let slug = text_of(data, "slug").unwrap_or_else(|| slug(&title));
    let template = text_of(data, "url").unwrap_or_else(|| site.configuration.page_url.clone());
    let fields =
        Fields { slug: &slug, category: "", author: "", language: "", date: &site.settings.now, data };
    format!("/{}", escape_path(filled(&template, &fields).trim_start_matches("./").trim_start_matches('/')))
}
