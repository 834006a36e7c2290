//! Atom 1.0 (RFC 4287), with the elements that jekyll-feed writes.
//!
//! The crate `atom_syndication` writes a feed without entries, and one entry at a time. Two things it cannot: the
//! language of an entry, and content as CDATA, which is smaller and cheaper than content with every `<` escaped.

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{Category, Content, Generator, Link, Person, Text, TextType, WriteConfig};

use crate::feeds::emitters::write::{
    HISTORY, MEDIA, clean, date, email, entry_address, entry_id, iri, language, line, lines, media_type,
    pixels, push_cdata, stylesheet, text, uri, without,
};
use crate::feeds::model::{
    self, ContentStyle, EmitError, Emitter, Entry, EntryId, EntryStyle, Feed, RepeatedId,
};
use crate::text::html::text::escape_attribute;

/// Atom 1.0.
pub const ATOM: Emitter = Emitter {
    name: NAME,
    summary: "Atom 1.0 (RFC 4287)",
    extension: "xml",
    media_type: "application/atom+xml",
    head,
    entry,
    separator: "",
    tail: "</feed>\n",
    readable: true,
    document_mark: Some("<feed"),
    entry_mark: Some("<entry"),
    entry_id: |_| EntryId::Id,
    repeated_id: RepeatedId::Version,
};

const NAME: &str = "atom";

fn head(feed: &Feed) -> Result<String, EmitError> {
    let own_language = language(feed.language.as_deref());
    let mut links = vec![
        link("self", &feed.self_url, Some("application/atom+xml")),
        Link { hreflang: own_language.clone(), ..link("alternate", &feed.home_url, Some("text/html")) },
    ];
    links.extend(feed.hubs.iter().map(|hub| link("hub", hub, None)));
    links.extend(feed.paging.links().map(|(rel, href)| link(rel, href, Some("application/atom+xml"))));
    links.extend(feed.translations.iter().filter_map(|(tag, href)| {
        let hreflang = Some(language(Some(tag))?);
        Some(Link { hreflang, ..link("alternate", href, Some("application/atom+xml")) })
    }));
    let mut namespaces = BTreeMap::from([("media".to_owned(), MEDIA.to_owned())]);
    if feed.counts_comments {
        namespaces.insert("thr".to_owned(), "http://purl.org/syndication/thread/1.0".to_owned());
    }
    let mut extensions = ExtensionMap::new();
    for mark in feed.paging.marks() {
        namespaces.insert("fh".to_owned(), HISTORY.to_owned());
        let element = Extension { name: format!("fh:{mark}"), ..Extension::default() };
        extensions.entry("fh".to_owned()).or_default().insert(mark.to_owned(), vec![element]);
    }
    let head = atom_syndication::Feed {
        title: html(&feed.title),
        id: iri(&feed.id).into_owned(),
        updated: date(&feed.updated),
        authors: feed.authors.as_slice().iter().map(person).collect(),
        categories: categories(&feed.categories),
        contributors: Vec::new(),
        generator: Some(Generator {
            value: line(&feed.generator.name),
            uri: feed.generator.uri.as_deref().map(|it| uri(it).into_owned()),
            version: feed.generator.version.as_deref().map(line),
        }),
        icon: feed.icon.as_deref().map(|it| uri(it).into_owned()),
        links,
        logo: feed.logo.as_deref().map(|it| uri(it).into_owned()),
        rights: feed.rights.as_ref().map(|it| Text::plain(clean(&it.plain()))),
        subtitle: feed.subtitle.as_ref().map(|it| Text::plain(clean(&it.plain()))),
        entries: Vec::new(),
        extensions,
        namespaces,
        base: None,
        lang: own_language,
    };
    let xml = text(NAME, head.write_with_config(Vec::with_capacity(1024), CONFIG))?;
    let open = xml.strip_suffix("</feed>").ok_or_else(|| without(NAME, "</feed>"))?;
    let mut out = String::with_capacity(xml.len() + 64);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    if let Some(href) = &feed.stylesheet {
        out.push_str(&stylesheet(href));
    }
    out.push_str(open);
    Ok(out)
}

fn entry(entry: &Entry, style: &EntryStyle) -> Result<String, EmitError> {
    let (url, related) = style.link.links(entry);
    let alternate = Link {
        title: Some(clean(&entry.title.plain()).into_owned()).filter(|title| !title.is_empty()),
        href: entry_address(url, style.elements.addresses, true).into_owned(),
        ..link("alternate", "", Some("text/html"))
    };
    let mut links = vec![alternate];
    links.extend(related.into_iter().map(|url| link("related", url, None)));
    links.extend(entry.enclosures.iter().map(|file| Link {
        length: (file.length > 0).then(|| file.length.to_string()),
        ..link("enclosure", &file.url, Some(&media_type(&file.media_type)))
    }));
    let details = &entry.details;
    links.extend(details.source.iter().filter_map(|source| {
        let title = source.title.as_ref().map(|title| clean(&title.plain()).into_owned());
        Some(Link { title, ..link("via", source.url.as_deref()?, None) })
    }));
    links.extend(details.comments.iter().map(|page| link("replies", page, Some("text/html"))));
    links.extend(translations(entry, url));
    let elements = &style.elements;
    let content = entry.content.as_ref().filter(|_| style.content == ContentStyle::Full);
    let written = atom_syndication::Entry {
        title: if style.is_browsed { plain(&entry.title) } else { html(&entry.title) },
        id: entry_id(&entry.id, elements.addresses).into_owned(),
        updated: date(&entry.updated),
        authors: entry.authors.iter().filter(|_| elements.authors.is_everywhere()).map(person).collect(),
        categories: if elements.categories { categories(&entry.categories) } else { Vec::new() },
        contributors: details.contributors.iter().map(person).collect(),
        links,
        published: elements.published.then(|| date(&entry.published)),
        rights: details.rights.as_ref().map(|it| Text::plain(clean(&it.plain()))),
        source: None,
        summary: summary(entry, style),
        content: content.map(|content| Content {
            base: Some(uri(&content.base).into_owned()),
            content_type: Some("html".to_owned()),
            value: Some(String::new()),
            ..Content::default()
        }),
        extensions: extensions(entry),
        namespaces: BTreeMap::new(),
    };
    let xml = text(NAME, written.write_with_config(Vec::with_capacity(1024), CONFIG))?;
    // The feed declares the namespace.
    let xml = xml.strip_prefix(OPEN).ok_or_else(|| without(NAME, OPEN))?;
    let mut out = String::with_capacity(xml.len() + content.map_or(0, |content| content.html.len()) + 64);
    out.push_str("<entry");
    if let Some(language) = language(entry.language.as_deref()) {
        out.push_str(&format!(" xml:lang=\"{language}\""));
    }
    match content {
        Some(content) => {
            // Every `<` that is not a tag's is escaped, so this is the end of the content, which is empty.
            let (before, after) = xml.split_once("</content>").ok_or_else(|| without(NAME, "</content>"))?;
            out.push_str(before);
            push_cdata(&content.html, &mut out);
            out.push_str("</content>");
            out.push_str(after);
        }
        None => out.push_str(xml),
    }
    out.push('\n');
    Ok(out)
}

/// How the crate begins an entry that is written by itself.
const OPEN: &str = "<entry xmlns=\"http://www.w3.org/2005/Atom\"";

const CONFIG: WriteConfig = WriteConfig { write_document_declaration: false, indent_size: Some(2) };

fn link(rel: &str, href: &str, media_type: Option<&str>) -> Link {
    Link {
        href: uri(href).into_owned(),
        rel: rel.to_owned(),
        mime_type: media_type.map(str::to_owned),
        ..Link::default()
    }
}

/// The summary: HTML, but plain text where browsers show its source and it has no markup to lose.
fn summary(entry: &Entry, style: &EntryStyle) -> Option<Text> {
    let html = entry.summary_as_html(style)?;
    let words = entry.summary(style.content).filter(|words| style.is_browsed && words.html() == html);
    Some(words.map_or_else(
        || Text { value: clean(&html).into_owned(), r#type: TextType::Html, ..Text::default() },
        |words| plain(&words),
    ))
}

fn plain(value: &model::Text) -> Text {
    Text::plain(clean(&value.plain()))
}

fn html(value: &model::Text) -> Text {
    Text { value: clean(value.html()).into_owned(), r#type: TextType::Html, ..Text::default() }
}

fn person(person: &model::Person) -> Person {
    Person {
        name: line(person.name()),
        email: email(&person.email),
        uri: person.uri.as_deref().map(|it| uri(it).into_owned()).filter(|it| !it.is_empty()),
        ..Person::default()
    }
}

fn categories(terms: &[String]) -> Vec<Category> {
    lines(terms).map(|term| Category { term, ..Category::default() }).collect()
}

/// The pages of an entry in other languages. Feedparser and newsboat treat the last `alternate` as the entry's link, sfeed and
/// SimplePie the first, so the entry's own page comes again after them, with its language.
fn translations(entry: &Entry, url: &str) -> Vec<Link> {
    let details = &entry.details;
    let alternate = |tag: &str, href: &str| {
        let hreflang = Some(language(Some(tag))?);
        Some(Link { hreflang, ..link("alternate", href, Some("text/html")) })
    };
    let own = details.own_language.as_deref().and_then(|tag| alternate(tag, url));
    let mut links: Vec<Link> =
        details.translations.iter().filter_map(|(tag, href)| alternate(tag, href)).collect();
    match own.filter(|_| !links.is_empty()) {
        Some(own) => links.push(own),
        None => links.clear(),
    }
    links
}

/// What the crate has no field for: the image, and the number of comments.
fn extensions(entry: &Entry) -> ExtensionMap {
    let details = &entry.details;
    let mut map = entry.image.as_deref().map(|url| media(url, details.image_size)).unwrap_or_default();
    if let Some(count) = details.comment_count {
        let name = "thr:total".to_owned();
        let element = Extension { name, value: Some(count.to_string()), ..Extension::default() };
        map.insert("thr".to_owned(), BTreeMap::from([("total".to_owned(), vec![element])]));
    }
    map
}

/// Both elements of Media RSS that jekyll-feed writes. The crate writes these attributes as they are given.
fn media(url: &str, size: Option<(usize, usize)>) -> ExtensionMap {
    let url = escape_attribute(&uri(url)).into_owned();
    let element = |name: &str, medium: Option<&str>| {
        let attrs = medium.map(|medium| ("medium".to_owned(), medium.to_owned()));
        let attrs = attrs.into_iter().chain([("url".to_owned(), url.clone())]).chain(pixels(size)).collect();
        let name = format!("media:{name}");
        vec![Extension { name, value: Some(String::new()), attrs, children: BTreeMap::new() }]
    };
    let elements = BTreeMap::from([
        ("content".to_owned(), element("content", Some("image"))),
        ("thumbnail".to_owned(), element("thumbnail", None)),
    ]);
    BTreeMap::from([("media".to_owned(), elements)])
}
