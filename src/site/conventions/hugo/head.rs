//! The head of a page: its dates, its place, its terms, and whether feeds have it.

use std::sync::Arc;

use crate::markup::front_matter::{Map, Value};
use crate::site::convention::{Document, Fault};
use crate::site::conventions::fields::each_once;
use crate::site::conventions::hugo::dates::{Source, dates, no_date};
use crate::site::conventions::hugo::opened::{Hugo, Place, build};
use crate::site::conventions::hugo::paths::encoded;
use crate::site::conventions::hugo::permalinks::Parts;
use crate::site::conventions::hugo::summary::MORE;
use crate::site::conventions::hugo::values::{list, lowered, text, title, truth};
use crate::site::conventions::people;
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Post};
use crate::text::url;

/// The head of a page.
///
/// # Errors
/// When its front matter or one of its dates cannot be read.
pub(super) fn post(site: &Hugo, document: Document<'_>) -> Result<Post, Box<Fault>> {
    let Document { path, collection, text: whole, front_matter, .. } = document;
    Fault::check(&front_matter)?;
    let Some(place) = site.place(path) else {
        return Err(Box::new(Fault {
            span: front_matter.block,
            message: "it is not a page of the site".to_owned(),
            help: "move it to the folder of the content".to_owned(),
        }));
    };
    let own = lowered(&front_matter.data);
    let data = site.cascaded(&place, own.clone());
    let (named_date, named_slug) = name_parts(&place.name);
    let local = site.configuration.local(place.language);
    let zone = local.zone;
    let source = Source { data: &data, text: whole, own: &own, named: named_date.as_deref(), zone };
    let dates = dates(&local.dates, &source)?;
    let date = dates.date.unwrap_or_else(no_date);
    let title = title(&data);
    let slug = text(&data, "slug").or_else(|| dates.is_of_name.then(|| named_slug.to_owned()));
    let url = path_of_url(site, &place, &data, (&title, slug.as_deref(), &date));
    let hidden = hidden(site, &data, &dates);
    let encoded = encoded(&url);
    let link = site.absolute(&url);
    Ok(Post {
        same_as: None,
        hidden_path: 0,
        path: Arc::clone(path),
        id: link.clone(),
        guid: None,
        title,
        slug: slug.unwrap_or_else(|| place.name.clone()).into(),
        date,
        date_source: match dates.date {
            Some(_) if dates.is_of_name => DateSource::FileName,
            Some(_) => DateSource::FrontMatter,
            None => DateSource::None,
        },
        published: Some(dates.published.unwrap_or(date)),
        updated: dates.changed.unwrap_or(date),
        tags: each_once(list(&data, "tags")).into(),
        categories: each_once(list(&data, "categories")).into(),
        authors: people::authors(&data, &Map::default()).into(),
        language: (site.configuration.languages.len() > 1)
            .then(|| site.configuration.languages.get(place.language))
            .flatten()
            .map(|language| language.tag.as_str().into()),
        description: None,
        excerpt_separator: Arc::from(MORE),
        image: list(&data, "images").first().map(|path| url::resolve(&link, path).into()),
        redirect_to: None,
        redirect_from: list(&data, "aliases").iter().map(|alias| alias_of(&encoded, alias)).collect(),
        hidden,
        draft: truth(&data, "draft") == Some(true),
        output: Hugo::is_rendered(&data)
            && !matches!(hidden, Some(Hidden::Draft | Hidden::Future | Hidden::Expired)),
        markup: markup(&data, path),
        liquid: false,
        url: encoded,
        link,
        collection,
        data,
        front_matter,
        text: None,
        way: 0,
        as_read: Fingerprint::default(),
        includes: false,
    })
}

/// What a page is written in: the key `markup` counts before the ending of its file.
fn markup(data: &Map, path: &str) -> Markup {
    let named = text(data, "markup").map(|name| name.to_lowercase());
    let ending = || path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match named.unwrap_or_else(ending).as_str() {
        "html" | "htm" => Markup::Verbatim,
        _ => Markup::Markdown,
    }
}

/// The path of a page's URL, not encoded.
pub(super) fn path_of_url(
    site: &Hugo,
    place: &Place,
    data: &Map,
    (title, slug, date): (&str, Option<&str>, &chrono::DateTime<chrono::FixedOffset>),
) -> String {
    let section = site.section_of(place);
    let sections: Vec<&str> =
        place.folder.split('/').take(section.split('/').count()).filter(|part| !part.is_empty()).collect();
    let section_slugs = site.section_slugs(place.language, section);
    let parts = Parts {
        date,
        sections: &sections,
        section_slugs: &section_slugs,
        title,
        slug,
        name: &place.name,
        is_term: false,
        style: site.style(place.language),
    };
    let mut data = data.clone();
    if let (None, Some(slug)) = (text(&data, "slug"), slug) {
        data.insert("slug", crate::markup::front_matter::Node::unwritten(Value::String(slug.to_owned())));
    }
    site.url_of(place, &data, &parts)
}

/// The date and the rest of a name such as `2024-05-31-title` or `2024-05-31T10-20-30-title`.
///
/// Source: Hugo 0.168, `resources/page/pagemeta/page_frontmatter.go`, `dateAndSlugFromBaseFilename`.
fn name_parts(name: &str) -> (Option<String>, &str) {
    let fits = |text: &str, form: &str| {
        let pairs = text.bytes().zip(form.bytes());
        text.len() == form.len()
            && pairs
                .into_iter()
                .all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
    };
    let rest = |at: usize| name.get(at..).unwrap_or("").trim_matches([' ', '-', '_']);
    let Some(day) = name.get(..10).filter(|day| fits(day, "0000-00-00")) else { return (None, name) };
    match name.get(11..19).filter(|time| fits(time, "00-00-00")) {
        Some(time) => (Some(format!("{day}T{}", time.replace('-', ":"))), rest(19)),
        None => (Some(day.to_owned()), rest(10)),
    }
}

/// Why no feed has a page.
fn hidden(site: &Hugo, data: &Map, dates: &crate::site::conventions::hugo::dates::Dates) -> Option<Hidden> {
    let now = site.settings.now;
    let headless = truth(data, "headless") == Some(true);
    if truth(data, "draft") == Some(true) && !site.drafts {
        Some(Hidden::Draft)
    } else if !site.future && dates.published.is_some_and(|date| date > now) {
        Some(Hidden::Future)
    } else if !site.configuration.expired && dates.expires.is_some_and(|date| date <= now) {
        Some(Hidden::Expired)
    } else if headless || build(data, "list").as_deref() == Some("never") {
        Some(Hidden::NotListed)
    } else if !Hugo::is_rendered(data) {
        Some(Hidden::NotRendered)
    } else {
        None
    }
}

/// An alias as a path from the top of the site; one without a slash at its beginning is counted from the page's folder.
fn alias_of(url: &str, alias: &str) -> String {
    if alias.starts_with('/') {
        return alias.to_owned();
    }
    let folder = url.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{alias}")
}
