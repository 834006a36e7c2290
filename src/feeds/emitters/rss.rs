//! RSS 2.0 with `content:encoded`, `atom:link`, `dc:creator` and Media RSS.
//!
//! The crate `rss` writes whole channels: one without items makes head and tail, and one with a single item is cut
//! down to it. The content goes in afterwards, so that it is copied once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Datelike as _;
use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Image, Item, Source};

use crate::feeds::emitters::podcast;
use crate::feeds::emitters::write::{
    HISTORY, MEDIA, clean, email, entry_id, language, line, lines, media_type, pixels, push_cdata, rfc822,
    rfc3339, stylesheet, text, uri, without,
};
use crate::feeds::model::{
    self, ContentStyle, EmitError, Emitter, Entry, EntryId, EntryStyle, Feed, GuidStyle, Person, RepeatedId,
    Text,
};
use crate::site::profile::{AddressForm, AuthorForm, SummaryForm};
use crate::text::pieces::Part as _;

/// RSS 2.0.
pub const RSS: Emitter = Emitter {
    name: NAME,
    summary: "RSS 2.0",
    extension: "xml",
    media_type: "application/rss+xml",
    head,
    entry,
    separator: "",
    tail: "  </channel>\n</rss>\n",
    readable: true,
    document_mark: Some("<rss"),
    entry_mark: Some("    <item>"),
    entry_id: |style| match style.guid {
        GuidStyle::Permalink => EntryId::Link,
        GuidStyle::Id => EntryId::Id,
    },
    repeated_id: RepeatedId::Error,
};

const NAME: &str = "rss";

const NAMESPACES: [(&str, &str); 4] = [
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", MEDIA),
];

/// How the crate ends a channel.
const END: &str = "  </channel>\n</rss>";

fn head(feed: &Feed) -> Result<String, EmitError> {
    let title = plain(&feed.title.plain());
    // Entries without a date of generators that show the first of all for it.
    let updated = (feed.updated.year() > 1).then(|| rfc822(&feed.updated));
    let mut links = vec![link("self", &feed.self_url, Some("application/rss+xml"))];
    links.extend(feed.hubs.iter().map(|hub| link("hub", hub, None)));
    links.extend(feed.paging.links().map(|(rel, href)| link(rel, href, Some("application/rss+xml"))));
    links.extend(feed.translations.iter().filter_map(|(tag, href)| {
        let hreflang = Some(language(Some(tag))?);
        Some(Link { hreflang, ..link("alternate", href, Some("application/rss+xml")) })
    }));
    let mut namespaces: BTreeMap<String, String> =
        NAMESPACES.map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned())).into();
    let mut extensions = ExtensionMap::new();
    for mark in feed.paging.marks() {
        namespaces.insert("fh".to_owned(), HISTORY.to_owned());
        let element = Extension { name: format!("fh:{mark}"), ..Extension::default() };
        extensions.entry("fh".to_owned()).or_default().insert(mark.to_owned(), vec![element]);
    }
    if feed.counts_comments {
        let address = "http://purl.org/rss/1.0/modules/slash/";
        namespaces.insert("slash".to_owned(), address.to_owned());
    }
    if let Some(show) = feed.show.as_deref() {
        namespaces.extend(podcast::NAMESPACES.map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned())));
        podcast::add_to_channel(show, &mut extensions);
    }
    let version = feed.generator.version.iter().flat_map(|version| [" ", version]);
    let generator: String = std::iter::once(feed.generator.name.as_str()).chain(version).collect();
    let channel = Channel {
        link: uri(&feed.home_url).into_owned(),
        description: feed.subtitle.as_ref().map_or_else(|| title.clone(), |it| plain(&it.plain())),
        language: language(feed.language.as_deref()),
        copyright: feed.rights.as_ref().map(|it| plain(&it.plain())),
        managing_editor: feed.authors.as_slice().iter().find_map(mailbox),
        pub_date: updated.clone(),
        last_build_date: updated,
        categories: categories(&feed.categories),
        generator: Some(line(&generator)),
        ttl: feed.schedule.ttl.map(|minutes| minutes.to_string()),
        skip_hours: feed.schedule.skip_hours.iter().map(ToString::to_string).collect(),
        skip_days: feed.schedule.skip_days.iter().map(|day| (*day).to_owned()).collect(),
        image: feed.logo.as_ref().or(feed.icon.as_ref()).map(|url| Image {
            url: uri(url).into_owned(),
            title: title.clone(),
            link: uri(&feed.home_url).into_owned(),
            ..Image::default()
        }),
        atom_ext: Some(AtomExtension { links }),
        itunes_ext: feed.show.as_deref().map(podcast::channel),
        namespaces,
        extensions,
        title,
        ..Channel::default()
    };
    let xml = text(NAME, channel.pretty_write_to(Vec::with_capacity(1024), b' ', 2))?;
    let open = xml.strip_suffix(END).ok_or_else(|| without(NAME, END))?;
    let xml = with_hexadecimal_title(open, &feed.title)?;
    let Some(href) = &feed.stylesheet else { return Ok(xml.into_owned()) };
    let (declaration, rest) = xml.split_once('\n').ok_or_else(|| without(NAME, "<?xml?>"))?;
    Ok(format!("{declaration}\n{}{rest}", stylesheet(href)))
}

/// `xml` whose first title has `&` and `<` as hexadecimal references: to XML they are what `&amp;` and `&lt;` are, but they
/// are the one way that readers which treat titles as HTML agree on (RSS Advisory Board's profile, character data).
fn with_hexadecimal_title<'a>(xml: &'a str, title: &Text) -> Result<Cow<'a, str>, EmitError> {
    if !title.html().contains('&') {
        return Ok(Cow::Borrowed(xml));
    }
    let (before, rest) = xml.split_once("<title>").ok_or_else(|| without(NAME, "<title>"))?;
    let (title, after) = rest.split_once("</title>").ok_or_else(|| without(NAME, "</title>"))?;
    let title = title.replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;");
    Ok(Cow::Owned(format!("{before}<title>{title}</title>{after}")))
}

/// What stands in for a summary where a site has none: readers that know no `content:encoded` show the description, and
/// the RSS Advisory Board's profile wants one before it. The first sentences of the text, or the title where it has none.
fn teaser(html: &str, entry: &Entry) -> String {
    // Enough for the sentences, tags and all; the whole text of a long post need not be read for them.
    let mut end = html.len().min(16 * TEASER);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let start = html.part(..end);
    // A tag that is cut in two is not text.
    let start = match (start.rfind('<'), start.rfind('>')) {
        (Some(open), close) if end < html.len() && close.is_none_or(|close| close < open) => &start[..open],
        _ => start,
    };
    let text = Text::from_html(start);
    if text.is_empty() { entry.title.html().to_owned() } else { text.cut(TEASER).html().to_owned() }
}

/// The length of a [`teaser`] in characters: about what search engines and aggregators show.
const TEASER: usize = 300;

fn entry(entry: &Entry, style: &EntryStyle) -> Result<String, EmitError> {
    let (url, related) = style.link.links(entry);
    let (elements, details) = (&style.elements, &entry.details);
    let whole = entry.content.as_ref().filter(|_| style.content == ContentStyle::Full);
    // A summary takes the place of the text there.
    let has_summary = entry.summary_html.is_some() && elements.summary != SummaryForm::HtmlAlone;
    let is_description = elements.content_is_description && !has_summary;
    let content = whole.filter(|_| !is_description);
    let is_untold =
        matches!(elements.summary, SummaryForm::Omitted | SummaryForm::Written | SummaryForm::HtmlAlone);
    let teased = content.filter(|_| !is_untold);
    let links: Vec<Link> = related.into_iter().map(|url| link("related", url, None)).collect();
    let item = Item {
        title: Some(plain(&entry.title.plain())),
        author: (entry.authors.iter().chain(&entry.editor))
            .filter(|_| elements.authors == AuthorForm::Mailboxes)
            .find_map(mailbox),
        link: Some(uri(url).into_owned()),
        // HTML, as every reader takes it.
        description: (whole.filter(|_| is_description))
            .map(|content| plain(&content.html))
            .or_else(|| entry.summary_as_html(style).map(|summary| plain(&summary)))
            .or_else(|| teased.map(|content| plain(&teaser(&content.html, entry)))),
        categories: if elements.categories { categories(&entry.categories) } else { Vec::new() },
        enclosure: entry.enclosures.first().map(|file| Enclosure {
            url: uri(&file.url).into_owned(),
            length: file.length.to_string(),
            mime_type: media_type(&file.media_type),
        }),
        comments: details.comments.as_deref().map(|page| uri(page).into_owned()),
        source: details.source.as_ref().and_then(source),
        guid: Some(guid(entry, style)),
        pub_date: Some(rfc822(&entry.published)),
        content: content.map(|_| EMPTY.to_owned()),
        extensions: extensions(entry, style),
        itunes_ext: details.episode.as_deref().filter(|_| style.is_podcast).map(podcast::item),
        atom_ext: (!links.is_empty()).then_some(AtomExtension { links }),
        dublin_core_ext: Some(DublinCoreExtension {
            creators: (entry
                .authors
                .iter()
                .filter(|_| matches!(elements.authors, AuthorForm::Names | AuthorForm::NamesInRss)))
            .map(|person| plain(person.name()))
            .collect(),
            contributors: details.contributors.iter().map(|person| plain(person.name())).collect(),
            rights: details.rights.iter().map(|it| plain(&it.plain())).collect(),
            // Beside `source` it would be the same twice.
            sources: (details.source.iter().filter(|source| source.feed.is_none()))
                .filter_map(|source| source.url.as_deref().map(|url| uri(url).into_owned()))
                .collect(),
            languages: language(entry.language.as_deref()).into_iter().collect(),
            ..DublinCoreExtension::default()
        }),
    };
    let channel = Channel { items: vec![item], ..Channel::default() };
    let xml = text(NAME, channel.pretty_write_to(Vec::with_capacity(2048), b' ', 2))?;
    // The head of an empty channel holds no item, and the description is the only CDATA before the content: so the first
    // item is the item, the last of these markers the content's, the last `<guid>` the guid's.
    let (_, item) = xml.split_once(OPEN).ok_or_else(|| without(NAME, OPEN))?;
    let item = item.strip_suffix(END).ok_or_else(|| without(NAME, END))?;
    let item = with_hexadecimal_title(item, &entry.title)?;
    let mut out = String::with_capacity(item.len() + content.map_or(0, |content| content.html.len()) + 64);
    out.push_str(OPEN);
    let mut rest = &*item;
    // The crate leaves the default out; some readers know no default.
    if guid(entry, style).permalink {
        let (before, after) = rest.rsplit_once("<guid>").ok_or_else(|| without(NAME, "<guid>"))?;
        out.push_str(before);
        out.push_str("<guid isPermaLink=\"true\">");
        rest = after;
    }
    if let Some(content) = content {
        let (before, after) = rest.rsplit_once(MARKER).ok_or_else(|| without(NAME, MARKER))?;
        out.push_str(before);
        push_cdata(&content.html, &mut out);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The id of an item: its page, unless subscribers know it by another one.
fn guid(entry: &Entry, style: &EntryStyle) -> Guid {
    // The ids of Atom are never escaped twice here.
    let form = match style.elements.addresses {
        AddressForm::EscapedTwice => AddressForm::Encoded,
        form => form,
    };
    match (style.guid, &entry.guid) {
        (GuidStyle::Permalink, None) => Guid { value: uri(&entry.url).into_owned(), permalink: true },
        (GuidStyle::Permalink, Some(guid)) => {
            Guid { value: entry_id(guid, form).into_owned(), permalink: false }
        }
        (GuidStyle::Id, _) => Guid { value: entry_id(&entry.id, form).into_owned(), permalink: false },
    }
}

/// How the crate begins an item.
const OPEN: &str = "    <item>";

/// Content that is put aside: the crate writes [`MARKER`] for it.
const EMPTY: &str = "-";
const MARKER: &str = "<![CDATA[-]]>";

fn plain(text: &str) -> String {
    clean(text).into_owned()
}

/// A mail address and a name, as RSS 2.0 has them; nobody without an address.
fn mailbox(person: &Person) -> Option<String> {
    email(&person.email).map(|email| match clean(person.name()) {
        // Nobody but the address is known.
        name if name == email => email.to_owned(),
        name => format!("{email} ({name})"),
    })
}

fn link(rel: &str, href: &str, media_type: Option<&str>) -> Link {
    Link {
        href: uri(href).into_owned(),
        rel: rel.to_owned(),
        mime_type: media_type.map(str::to_owned),
        ..Link::default()
    }
}

/// The feed that an item comes from, which RSS 2.0 demands the address of.
fn source(source: &model::Source) -> Option<Source> {
    let url = uri(source.feed.as_deref()?).into_owned();
    let title = source.title.as_ref().map_or_else(|| url.clone(), |title| plain(&title.plain()));
    Some(Source { url, title: Some(title) })
}

fn categories(names: &[String]) -> Vec<Category> {
    lines(names).map(|name| Category { name, domain: None }).collect()
}

/// What the crate has no field for: the image, and when the entry changed.
fn extensions(entry: &Entry, style: &EntryStyle) -> ExtensionMap {
    let elements = &style.elements;
    let mut map = ExtensionMap::new();
    if style.is_podcast {
        podcast::add_to_item(entry, &mut map);
    }
    if let Some(count) = entry.details.comment_count {
        let name = "slash:comments".to_owned();
        let element = Extension { name, value: Some(count.to_string()), ..Extension::default() };
        map.insert("slash".to_owned(), BTreeMap::from([("comments".to_owned(), vec![element])]));
    }
    if elements.updated && entry.updated != entry.published {
        let updated = Extension {
            name: "atom:updated".to_owned(),
            value: Some(rfc3339(&entry.updated)),
            ..Extension::default()
        };
        map.insert("atom".to_owned(), BTreeMap::from([("updated".to_owned(), vec![updated])]));
    }
    if let Some(url) = entry.image.as_ref().filter(|_| elements.pictures) {
        let element = |name: &str, medium: Option<&str>| {
            let attrs = medium.map(|medium| ("medium".to_owned(), medium.to_owned()));
            let url = ("url".to_owned(), uri(url).into_owned());
            let attrs = attrs.into_iter().chain([url]).chain(pixels(entry.details.image_size)).collect();
            vec![Extension {
                name: format!("media:{name}"),
                value: Some(String::new()),
                attrs,
                ..Extension::default()
            }]
        };
        let elements = BTreeMap::from([
            ("content".to_owned(), element("content", Some("image"))),
            ("thumbnail".to_owned(), element("thumbnail", None)),
        ]);
        map.insert("media".to_owned(), elements);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_another_layout_of_the_crate() {
        let title = Text::from_plain("Q & A");
        let error = with_hexadecimal_title("<channel></channel>", &title).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot write rss: the written XML has no `<title>` where it is expected"
        );
    }
}
