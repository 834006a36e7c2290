//! Reads RSS 0.9x, 1.0 and 2.0.

use roxmltree::Node;

use crate::feeds::diff::read::shape::{html_shape, plain};
use crate::feeds::diff::read::values::{
    atom_links, child, date_of, elements, enclosure, fields, identity, images, other_links, squeezed, text,
};
use crate::feeds::diff::summary::{EntryContent, EntrySummary, FeedSummary};
use crate::text::diagnostic::content_hash;

pub(super) fn rss(root: Node<'_, '_>) -> FeedSummary {
    let channel = child(root, "channel").unwrap_or(root);
    FeedSummary {
        format: "RSS",
        fault: None,
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
        entries: items(root, channel).map(rss_item).collect(),
    }
}

/// The items of a feed. RSS 0.9 and 1.0 keep them beside the channel.
fn items<'a, 'i>(root: Node<'a, 'i>, channel: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(channel, "item").chain(elements(root, "item"))
}

/// The text of each item as HTML.
pub(super) fn rss_contents(root: Node<'_, '_>) -> Vec<EntryContent> {
    let channel = child(root, "channel").unwrap_or(root);
    let content = |item| child(item, "encoded").or_else(|| child(item, "description"));
    let html = |item| content(item).map(text).unwrap_or_default();
    items(root, channel).map(|item| EntryContent { html: html(item), base: None }).collect()
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
