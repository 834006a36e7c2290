//! Reads Atom 1.0 and 0.3.

use roxmltree::Node;

use crate::feeds::diff::read::shape::{escaped, html_shape, plain, xhtml_shape, xhtml_top};
use crate::feeds::diff::read::values::{
    atom_links, attribute, child, date_of, elements, enclosure, fields, identity, images, is_enclosure,
    language, other_links, person, squeezed, text,
};
use crate::feeds::diff::summary::{EntryContent, EntrySummary, FeedSummary};
use crate::text::diagnostic::content_hash;
use crate::text::html::text::escape;
use crate::text::source::Span;

pub(super) fn atom(root: Node<'_, '_>) -> FeedSummary {
    FeedSummary {
        format: "Atom",
        fault: None,
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

pub(super) fn atom_entry(entry: Node<'_, '_>) -> EntrySummary {
    let url = atom_link(entry, "alternate");
    let title = child(entry, "title").map(atom_text).unwrap_or_default();
    let date =
        |names: &[&str]| names.iter().find_map(|name| child(entry, name)).map(|node| date_of(&text(node)));
    let (content, summary) = content_and_summary(entry);
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

/// What an entry shows as its text, and the summary beside it.
fn content_and_summary<'a, 'i>(entry: Node<'a, 'i>) -> (Option<Node<'a, 'i>>, Option<Node<'a, 'i>>) {
    let summary = child(entry, "summary");
    // `media:content` is a picture or a film and has its address in `url`.
    let own = elements(entry, "content").find(|node| !node.has_attribute("url"));
    (own.or(summary), summary.filter(|_| own.is_some()))
}

/// The text of an entry as HTML.
pub(super) fn atom_content(entry: Node<'_, '_>) -> EntryContent {
    let Some(node) = content_and_summary(entry).0 else { return EntryContent::default() };
    let html = match node.attribute("type") {
        Some("xhtml" | "application/xhtml+xml") => inner_xml(xhtml_top(node)),
        Some("html" | "text/html") => text(node),
        _ => escape(&text(node)).into_owned(),
    };
    EntryContent { html, base: base(node) }
}

/// The markup in an element, as it is written.
fn inner_xml(node: Node<'_, '_>) -> String {
    let first = node.first_child().map_or(0, |child| child.range().start);
    let last = node.last_child().map_or(0, |child| child.range().end);
    Span::new(first, last).of(node.document().input_text()).to_owned()
}

/// What relative URLs in a node are relative to, where the feed names it.
fn base(node: Node<'_, '_>) -> Option<String> {
    let named = ("http://www.w3.org/XML/1998/namespace", "base");
    node.ancestors().find_map(|node| node.attribute(named)).map(str::to_owned)
}

fn atom_link(node: Node<'_, '_>, rel: &str) -> Option<String> {
    let mut links = elements(node, "link").filter(|link| link.attribute("rel").unwrap_or("alternate") == rel);
    let first = links.clone().next();
    let html = links.find(|link| link.attribute("type").is_none_or(|kind| kind == "text/html"));
    html.or(first)?.attribute("href").map(|href| href.trim().to_owned())
}

/// An RFC 4287 Text construct (section 3.1) as plain text.
fn atom_text(node: Node<'_, '_>) -> String {
    match node.attribute("type") {
        Some("html") => plain(&text(node)),
        _ => squeezed(&text(node)),
    }
}
