//! A feed of any format as a neutral list of entries.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use html5gum::{Token, Tokenizer};
use roxmltree::Node;
use serde_json::Value;

use crate::text::diagnostic::content_hash;
use crate::text::xml;

/// A feed's head and its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSummary {
    /// `Atom`, `RSS` or `JSON Feed`.
    pub format: &'static str,
    /// The feed's title as plain text.
    pub title: String,
    /// The address of the site that the feed is of.
    pub home: Option<String>,
    /// The address that the feed gives for itself.
    pub own: Option<String>,
    /// The program that wrote the feed, as Atom and RSS name it.
    pub generator: Option<String>,
    /// What else the head says.
    pub fields: Fields,
    /// The entries in the order of the feed.
    pub entries: Vec<EntrySummary>,
}

/// One entry, with what a subscriber's reader goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySummary {
    /// `atom:id`, `guid` or `id`; the link where there is none, the title where there is no link either.
    pub id: String,
    /// Where the entry is read: `link rel="alternate"`, `link`, `url`; a permalink `guid` otherwise.
    pub url: Option<String>,
    /// The title as plain text.
    pub title: String,
    /// RFC 3339 in UTC where the feed's date can be read, else as it stands there.
    pub published: Option<String>,
    /// As [`Self::published`].
    pub updated: Option<String>,
    /// Terms, in the order of the feed.
    pub categories: Vec<String>,
    /// A hash of the content's elements, addresses and words; white space and ways of escaping do not count.
    pub content_hash: u64,
    /// What else the entry says: `authors`, `summary` (beside content), `image`, `enclosures`, `links`, `language`.
    pub fields: Fields,
}

/// Fields by name, each with its values in the order of the feed; one without a value is not there.
pub type Fields = BTreeMap<&'static str, Vec<String>>;

/// What stands in the way of reading a feed at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Neither markup nor JSON that could be read.
    #[error("this is no feed that can be read: {0}")]
    Unreadable(String),
    /// Read, but something else than a feed.
    #[error("this is no feed: its outermost element is `{0}`")]
    NotAFeed(String),
}

/// The entries of a feed in Atom 1.0 or 0.3, RSS 0.9x, 1.0 or 2.0, or JSON Feed, in the feed's order.
///
/// # Errors
/// When the bytes are neither a JSON object nor XML with a feed's root; a faulty feed is read as far as it goes.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<EntrySummary>, ReadError> {
    read_feed(bytes).map(|feed| feed.entries)
}

/// The same with the feed's head.
///
/// # Errors
/// As [`read_entries`].
pub fn read_feed(bytes: &[u8]) -> Result<FeedSummary, ReadError> {
    let text = xml::decode(bytes).text;
    if text.trim_start().starts_with('{') {
        let value = serde_json::from_str(&text).map_err(|error| ReadError::Unreadable(error.to_string()))?;
        return Ok(json_feed(&value));
    }
    xml::read(&text, |document, reading| {
        let Some(document) = document else {
            let cause = reading.faults.last().map_or(String::new(), |fault| fault.detail.clone());
            return Err(ReadError::Unreadable(cause));
        };
        let root = document.root_element();
        match root.tag_name().name() {
            "feed" => Ok(atom(root)),
            "entry" => {
                Ok(FeedSummary { format: "Atom", entries: vec![atom_entry(root)], ..FeedSummary::default() })
            }
            "rss" | "RDF" => Ok(rss(root)),
            other => Err(ReadError::NotAFeed(other.to_owned())),
        }
    })
}

fn atom(root: Node<'_, '_>) -> FeedSummary {
    FeedSummary {
        format: "Atom",
        title: child(root, "title").map(atom_text).unwrap_or_default(),
        home: atom_link(root, "alternate"),
        own: atom_link(root, "self"),
        generator: child(root, "generator").map(text),
        fields: fields(vec![
            ("id", child(root, "id").map(text).into_iter().collect()),
            ("subtitle", child(root, "subtitle").map(atom_text).into_iter().collect()),
            ("updated", child(root, "updated").map(|node| date_of(&text(node))).into_iter().collect()),
            ("authors", elements(root, "author").map(person).collect()),
            ("rights", child(root, "rights").map(atom_text).into_iter().collect()),
            ("image", ["logo", "icon"].iter().filter_map(|name| child(root, name)).map(text).collect()),
            ("categories", elements(root, "category").filter_map(|node| attribute(node, "term")).collect()),
            ("links", other_links(root)),
            ("language", language(root)),
        ]),
        entries: elements(root, "entry").map(atom_entry).collect(),
    }
}

fn atom_entry(entry: Node<'_, '_>) -> EntrySummary {
    let url = atom_link(entry, "alternate");
    let title = child(entry, "title").map(atom_text).unwrap_or_default();
    let date =
        |names: &[&str]| names.iter().find_map(|name| child(entry, name)).map(|node| date_of(&text(node)));
    let summary = child(entry, "summary");
    // `media:content` is a picture or a film and has its address in `url`.
    let own = elements(entry, "content").find(|node| !node.has_attribute("url"));
    let content = own.or(summary);
    let summary = summary.filter(|_| own.is_some());
    EntrySummary {
        id: identity(child(entry, "id").map(text), url.as_deref(), &title),
        url,
        title,
        published: date(&["published", "issued", "created"]),
        updated: date(&["updated", "modified"]),
        categories: elements(entry, "category")
            .filter_map(|node| node.attribute("term"))
            .map(str::to_owned)
            .collect(),
        content_hash: content.map_or(0, |node| match node.attribute("type") {
            Some("xhtml" | "application/xhtml+xml") => content_hash(&xhtml_shape(node)),
            Some("html" | "text/html") => content_hash(&html_shape(&text(node))),
            None | Some("text" | "text/plain") => content_hash(&escaped(&text(node))),
            Some(_) => content_hash(&(text(node) + &xhtml_shape(node) + node.attribute("src").unwrap_or(""))),
        }),
        fields: fields(vec![
            ("authors", elements(entry, "author").map(person).collect()),
            ("summary", summary.map(atom_text).into_iter().collect()),
            ("image", images(entry)),
            (
                "enclosures",
                atom_links(entry).filter(is_enclosure).map(|node| enclosure(node, "href")).collect(),
            ),
            ("links", other_links(entry)),
            ("language", language(entry)),
        ]),
    }
}

/// The fields that have a value.
fn fields(all: Vec<(&'static str, Vec<String>)>) -> Fields {
    let with_value = |values: &Vec<String>| values.iter().any(|value| !value.is_empty());
    all.into_iter().filter(|(_, values)| with_value(values)).collect()
}

fn attribute(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attribute(name).map(|value| value.trim().to_owned())
}

/// Somebody: the name, the mail address in angle brackets, the home page.
fn person(node: Node<'_, '_>) -> String {
    let part = |name: &str| child(node, name).map(text).filter(|text| !text.is_empty());
    let email = part("email").map(|email| format!("<{email}>"));
    let home = part("uri").or_else(|| part("url"));
    let parts: Vec<String> = [part("name"), email, home].into_iter().flatten().collect();
    if parts.is_empty() { text(node) } else { parts.join(" ") }
}

/// The pictures of an entry by Media RSS and iTunes, each once.
fn images(node: Node<'_, '_>) -> Vec<String> {
    let inside = node.descendants().filter(Node::is_element);
    let is_picture = |node: &Node<'_, '_>| match node.tag_name().name() {
        "thumbnail" => node.has_attribute("url"),
        "content" => node.attribute("medium") == Some("image"),
        "image" => node.has_attribute("href"),
        _ => false,
    };
    let mut found: Vec<String> = Vec::new();
    for node in inside.filter(is_picture) {
        let url = attribute(node, "url").or_else(|| attribute(node, "href")).unwrap_or_default();
        if !found.contains(&url) {
            found.push(url);
        }
    }
    found
}

fn is_enclosure(link: &Node<'_, '_>) -> bool {
    link.attribute("rel") == Some("enclosure")
}

/// A file that is attached: its address, type and length.
fn enclosure(node: Node<'_, '_>, address: &str) -> String {
    let parts = [address, "type", "length"].into_iter().filter_map(|name| node.attribute(name));
    parts.collect::<Vec<_>>().join(" ")
}

/// The links that are neither the entry's or site's page, nor the feed itself, nor attached files.
fn other_links(node: Node<'_, '_>) -> Vec<String> {
    let links = atom_links(node).filter_map(|link| Some((link.attribute("rel")?, link.attribute("href")?)));
    let other = links.filter(|(rel, _)| !["alternate", "self", "enclosure"].contains(rel));
    other.map(|(rel, href)| format!("{rel} {href}")).collect()
}

fn language(node: Node<'_, '_>) -> Vec<String> {
    let of_xml = ("http://www.w3.org/XML/1998/namespace", "lang");
    node.attribute(of_xml).map(str::to_owned).into_iter().collect()
}

fn atom_link(node: Node<'_, '_>, rel: &str) -> Option<String> {
    let mut links = elements(node, "link").filter(|link| link.attribute("rel").unwrap_or("alternate") == rel);
    let first = links.clone().next();
    let html = links.find(|link| link.attribute("type").is_none_or(|kind| kind == "text/html"));
    html.or(first)?.attribute("href").map(|href| href.trim().to_owned())
}

/// A text construct as plain text (RFC 4287 section 3.1).
fn atom_text(node: Node<'_, '_>) -> String {
    match node.attribute("type") {
        Some("html") => plain(&text(node)),
        _ => squeezed(&text(node)),
    }
}

fn rss(root: Node<'_, '_>) -> FeedSummary {
    let channel = child(root, "channel").unwrap_or(root);
    let inside = elements(channel, "item");
    FeedSummary {
        format: "RSS",
        title: child(channel, "title").map(text).map(|title| squeezed(&title)).unwrap_or_default(),
        home: rss_link(channel),
        own: atom_links(channel)
            .find(|link| link.attribute("rel") == Some("self"))
            .and_then(|link| link.attribute("href").map(str::to_owned)),
        generator: child(channel, "generator").map(text),
        fields: fields(vec![
            ("subtitle", child(channel, "description").map(text).into_iter().collect()),
            (
                "updated",
                child(channel, "lastBuildDate").map(|node| date_of(&text(node))).into_iter().collect(),
            ),
            ("authors", people_of_rss(channel)),
            ("rights", child(channel, "copyright").map(text).into_iter().collect()),
            (
                "image",
                child(channel, "image").and_then(|image| child(image, "url")).map(text).into_iter().collect(),
            ),
            ("categories", elements(channel, "category").map(text).collect()),
            ("links", other_links(channel)),
            ("language", child(channel, "language").map(text).into_iter().collect()),
        ]),
        // RSS 0.9 and 1.0 keep their items beside the channel.
        entries: inside.chain(elements(root, "item")).map(rss_item).collect(),
    }
}

fn rss_item(item: Node<'_, '_>) -> EntrySummary {
    let guid = child(item, "guid");
    let permalink = guid.filter(|node| node.attribute("isPermaLink") != Some("false")).map(text);
    let url = rss_link(item).or_else(|| permalink.filter(|url| url.contains("://")));
    let title = child(item, "title").map(|node| squeezed(&text(node))).unwrap_or_default();
    let encoded = child(item, "encoded");
    let description = child(item, "description");
    let content = encoded.or(description);
    let summary = description.filter(|_| encoded.is_some());
    let about =
        item.attributes().find(|attribute| attribute.name() == "about").map(|about| about.value().to_owned());
    EntrySummary {
        id: identity(guid.map(text).or(about), url.as_deref(), &title),
        url,
        title,
        published: child(item, "pubDate").or_else(|| child(item, "date")).map(|node| date_of(&text(node))),
        updated: child(item, "updated").or_else(|| child(item, "modified")).map(|node| date_of(&text(node))),
        categories: elements(item, "category").chain(elements(item, "subject")).map(text).collect(),
        content_hash: content.map_or(0, |node| content_hash(&html_shape(&text(node)))),
        fields: fields(vec![
            ("authors", people_of_rss(item)),
            ("summary", summary.map(|node| plain(&text(node))).into_iter().collect()),
            ("image", images(item)),
            ("enclosures", elements(item, "enclosure").map(|node| enclosure(node, "url")).collect()),
            ("links", other_links(item)),
            ("language", child(item, "language").map(text).into_iter().collect()),
            ("comments", elements(item, "comments").map(text).collect()),
        ]),
    }
}

/// Those whom Dublin Core, or RSS with their mail addresses (`a@example.org (Ada)`), names.
fn people_of_rss(node: Node<'_, '_>) -> Vec<String> {
    let creators: Vec<String> = elements(node, "creator").map(text).collect();
    if !creators.is_empty() {
        return creators;
    }
    let named = elements(node, "author").chain(elements(node, "managingEditor")).map(text);
    let turned = |person: String| match person.split_once(" (") {
        Some((email, name)) if email.contains('@') => format!("{} <{email}>", name.trim_end_matches(')')),
        _ => person,
    };
    named.map(turned).collect()
}

/// The text of the first `link` that is RSS's own: `atom:link` has its address in an attribute.
fn rss_link(node: Node<'_, '_>) -> Option<String> {
    let mut links = elements(node, "link").filter(|link| !link.has_attribute("href"));
    links.next().map(text).filter(|link| !link.is_empty())
}

fn atom_links<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node, "link").filter(|link| link.has_attribute("href"))
}

fn json_feed(value: &Value) -> FeedSummary {
    let string = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let items = value.get("items").and_then(Value::as_array);
    let entry = |item: &Value| {
        let url = string(item, "url");
        let title = string(item, "title").unwrap_or_default();
        let id = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let html = string(item, "content_html").map(|html| html_shape(&html));
        let text = || string(item, "content_text").map(|text| escaped(&text));
        let tags = item.get("tags").and_then(Value::as_array);
        EntrySummary {
            id: identity(id, url.as_deref(), &title),
            url,
            title: squeezed(&title),
            published: string(item, "date_published").map(|date| date_of(&date)),
            updated: string(item, "date_modified").map(|date| date_of(&date)),
            categories: tags.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
            content_hash: html.or_else(text).map_or(0, |content| content_hash(&content)),
            fields: fields(vec![
                ("authors", json_people(item)),
                ("summary", string(item, "summary").map(|text| squeezed(&text)).into_iter().collect()),
                (
                    "image",
                    string(item, "image").or_else(|| string(item, "banner_image")).into_iter().collect(),
                ),
                ("enclosures", attachments(item)),
                (
                    "links",
                    string(item, "external_url").map(|url| format!("related {url}")).into_iter().collect(),
                ),
                ("language", string(item, "language").into_iter().collect()),
            ]),
        }
    };
    FeedSummary {
        format: "JSON Feed",
        title: string(value, "title").unwrap_or_default(),
        home: string(value, "home_page_url"),
        own: string(value, "feed_url"),
        generator: None,
        fields: fields(vec![
            ("subtitle", string(value, "description").into_iter().collect()),
            ("authors", json_people(value)),
            ("image", ["icon", "favicon"].iter().filter_map(|key| string(value, key)).collect()),
            ("language", string(value, "language").into_iter().collect()),
        ]),
        entries: items.into_iter().flatten().map(entry).collect(),
    }
}

fn json_people(value: &Value) -> Vec<String> {
    let list = value.get("authors").and_then(Value::as_array);
    let people = list.into_iter().flatten().chain(value.get("author"));
    let words = |person: &Value| {
        let part = |key: &str| person.get(key).and_then(Value::as_str);
        let parts: Vec<&str> = ["name", "url"].into_iter().filter_map(part).collect();
        parts.join(" ")
    };
    people.map(words).collect()
}

fn attachments(item: &Value) -> Vec<String> {
    let list = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let words = |file: &Value| {
        let part = |key: &str| {
            let value = file.get(key)?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        let parts: Vec<String> = ["url", "mime_type", "size_in_bytes"].into_iter().filter_map(part).collect();
        parts.join(" ")
    };
    list.map(words).collect()
}

fn identity(id: Option<String>, url: Option<&str>, title: &str) -> String {
    id.filter(|id| !id.is_empty()).unwrap_or_else(|| url.unwrap_or(title).to_owned())
}

fn elements<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> + Clone {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// All text below a node, white space at its ends left out.
fn text(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.trim().to_owned()
}

/// A date as RFC 3339 in UTC; what is no date of RFC 3339 or 822 stays as it is.
fn date_of(text: &str) -> String {
    let read: Option<DateTime<FixedOffset>> =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)).ok();
    read.map_or_else(
        || text.to_owned(),
        |date| date.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::AutoSi, true),
    )
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of HTML without its tags.
fn plain(html: &str) -> String {
    let mut words = String::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::String(text) = token {
            words.push_str(&String::from_utf8_lossy(&text));
        }
    }
    squeezed(&words)
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// HTML as a text in which only elements, attributes and words count.
fn html_shape(html: &str) -> String {
    let mut shape = Shape::default();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag.attributes.iter();
                shape.open(
                    &name,
                    attributes.map(|(name, value)| {
                        (
                            String::from_utf8_lossy(name).into_owned(),
                            String::from_utf8_lossy(value).into_owned(),
                        )
                    }),
                );
            }
            Token::EndTag(tag) => shape.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => shape.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    shape.out
}

/// The same for inline XHTML; its one `div` is no part of the content (RFC 4287 section 3.1.1.3).
fn xhtml_shape(node: Node<'_, '_>) -> String {
    let mut shape = Shape::default();
    let wrapper = node.first_element_child().filter(|div| div.tag_name().name() == "div");
    let top = wrapper.unwrap_or(node);
    let mut next = top.first_child();
    while let Some(node) = next {
        if node.is_element() {
            let attributes = node.attributes().map(|a| (a.name().to_owned(), a.value().to_owned()));
            shape.open(node.tag_name().name(), attributes);
        } else if let Some(text) = node.text().filter(|_| node.is_text()) {
            shape.text(text);
        }
        next = node.first_child();
        let mut at = node;
        while next.is_none() && at != top {
            if at.is_element() {
                shape.close(at.tag_name().name());
            }
            next = at.next_sibling();
            at = at.parent().unwrap_or(top);
        }
    }
    shape.out
}

fn escaped(text: &str) -> String {
    let mut shape = Shape::default();
    shape.text(text);
    shape.out
}

#[derive(Default)]
struct Shape {
    out: String,
}

impl Shape {
    fn open(&mut self, name: &str, attributes: impl Iterator<Item = (String, String)>) {
        let mut attributes: Vec<_> = attributes.collect();
        attributes.sort();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push_str(&format!(" {name}={value:?}"));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        if !VOID.contains(&name) {
            self.out.push_str("</>");
        }
    }

    fn text(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.out.ends_with([' ', '>']) {
                self.out.push(' ');
            }
            self.out.push_str(&word.replace('<', "&lt;"));
        }
    }
}
