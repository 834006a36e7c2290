//! JSON Feed 1.1 (jsonfeed.org): one item a line, keys in the order of the specification.

use std::borrow::Cow;

use serde::Serialize;

use crate::feeds::emitters::write::{
    clean, email, entry_address, entry_id, language, lines, media_type, rfc3339, text, uri, without,
};
use crate::feeds::model::{
    self, ContentStyle, EmitError, Emitter, Entry, EntryId, EntryStyle, Feed, RepeatedId,
};
use crate::site::profile::SummaryForm;

/// JSON Feed 1.1.
pub const JSON: Emitter = Emitter {
    name: NAME,
    summary: "JSON Feed 1.1",
    extension: "json",
    media_type: "application/feed+json",
    head,
    entry,
    separator: ",",
    tail: "\n  ]\n}\n",
    readable: true,
    document_mark: Some("https://jsonfeed.org/version/"),
    entry_mark: Some("\"date_published\""),
    entry_id: |_| EntryId::Id,
    repeated_id: RepeatedId::SameItem,
};

const NAME: &str = "json";

#[derive(Serialize)]
struct Head {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<String>,
    authors: Vec<Author>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub>,
}

#[derive(Serialize)]
struct Author {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Hub {
    r#type: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
}

#[derive(Serialize)]
struct Attachment {
    url: String,
    mime_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

fn head(feed: &Feed) -> Result<String, EmitError> {
    let head = Head {
        version: "https://jsonfeed.org/version/1.1",
        title: plain(&feed.title.plain()),
        home_page_url: uri(&feed.home_url).into_owned(),
        feed_url: uri(&feed.self_url).into_owned(),
        description: feed.subtitle.as_ref().map(|it| plain(&it.plain())),
        next_url: feed.paging.older.as_deref().map(|it| uri(it).into_owned()),
        icon: feed.logo.as_deref().map(|it| uri(it).into_owned()),
        favicon: feed.icon.as_deref().map(|it| uri(it).into_owned()),
        authors: feed.authors.as_slice().iter().map(author).collect(),
        language: language(feed.language.as_deref()),
        hubs: feed.hubs.iter().map(|hub| Hub { r#type: "WebSub", url: uri(hub).into_owned() }).collect(),
    };
    let json = text(NAME, serde_json::to_vec_pretty(&head))?;
    // The object goes on with its items.
    let open = json.strip_suffix("\n}").ok_or_else(|| without(NAME, "}"))?;
    Ok(format!("{open},\n  \"items\": ["))
}

fn entry(entry: &Entry, style: &EntryStyle) -> Result<String, EmitError> {
    let content = entry.content.as_ref().filter(|_| style.content == ContentStyle::Full);
    let said = entry.summary(style.content);
    // A title that stands in for the text is not a summary of it.
    let summary = (said.as_deref())
        .filter(|_| content.is_none() || shows_summary(entry, style))
        .filter(|said| entry.summary.is_some() || **said != entry.title)
        .map(|summary| plain(&summary.plain()));
    let title = plain(&entry.title.plain());
    // An item has one of the two contents, even if it is only its title.
    let content_text = content
        .is_none()
        .then(|| summary.clone().filter(|it| !it.is_empty()).unwrap_or_else(|| title.clone()));
    let item = Item {
        id: entry_id(&entry.id, style.elements.addresses).into_owned(),
        url: entry_address(&entry.url, style.elements.addresses, false).into_owned(),
        external_url: entry.related.first().map(|it| uri(it).into_owned()),
        title,
        content_html: content.map(|content| clean(&content.html)),
        content_text,
        summary,
        image: entry.image.as_deref().map(|it| uri(it).into_owned()),
        date_published: rfc3339(&entry.published),
        date_modified: rfc3339(&entry.updated),
        authors: entry
            .authors
            .iter()
            .filter(|_| style.elements.authors.is_everywhere())
            .map(author)
            .collect(),
        tags: lines(&entry.categories).filter(|_| style.elements.categories).collect(),
        language: language(entry.language.as_deref()),
        attachments: (entry.enclosures.iter())
            .map(|file| Attachment {
                url: uri(&file.url).into_owned(),
                mime_type: media_type(&file.media_type),
                size_in_bytes: (file.length > 0).then_some(file.length),
                duration_in_seconds: file.duration,
            })
            .collect(),
    };
    let mut json = Vec::with_capacity(content.map_or(0, |content| content.html.len() * 9 / 8) + 1024);
    json.extend_from_slice(b"\n    ");
    let written = serde_json::to_writer(&mut json, &item);
    text(NAME, written.map(|()| json))
}

fn plain(text: &str) -> String {
    clean(text).into_owned()
}

/// Whether an item with its whole text has a summary too.
fn shows_summary(entry: &Entry, style: &EntryStyle) -> bool {
    match style.elements.summary {
        SummaryForm::Omitted | SummaryForm::HtmlAlone => false,
        SummaryForm::Html => entry.summary_html.is_some(),
        SummaryForm::Plain | SummaryForm::Written => true,
    }
}

/// Whether a URL has a scheme: readers resolve none in JSON.
fn is_absolute(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

fn author(person: &model::Person) -> Author {
    let email = || email(&person.email).map(|email| format!("mailto:{email}"));
    let url =
        person.uri.as_deref().map(|it| uri(it).into_owned()).filter(|it| is_absolute(it)).or_else(email);
    Author { name: plain(person.name()), url }
}
