//! Values that Atom and RSS have in common: elements, people, pictures, dates.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use roxmltree::Node;

use crate::feeds::diff::summary::Fields;

/// The fields that have a value.
pub(super) fn fields(all: Vec<(&'static str, Vec<String>)>) -> Fields {
    let with_value = |values: &Vec<String>| values.iter().any(|value| !value.is_empty());
    all.into_iter().filter(|(_, values)| with_value(values)).collect()
}

pub(super) fn attribute(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attribute(name).map(|value| value.trim().to_owned())
}

/// Somebody: the name, the mail address in angle brackets, the home page.
pub(super) fn person(node: Node<'_, '_>) -> String {
    let part = |name: &str| child(node, name).map(text).filter(|text| !text.is_empty());
    let email = part("email").map(|email| format!("<{email}>"));
    let home = part("uri").or_else(|| part("url"));
    let parts: Vec<String> = [part("name"), email, home].into_iter().flatten().collect();
    if parts.is_empty() { text(node) } else { parts.join(" ") }
}

/// The pictures of an entry by Media RSS and iTunes, each once.
pub(super) fn images(node: Node<'_, '_>) -> Vec<String> {
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

pub(super) fn is_enclosure(link: &Node<'_, '_>) -> bool {
    link.attribute("rel") == Some("enclosure")
}

/// A file that is attached: its address, type and length.
pub(super) fn enclosure(node: Node<'_, '_>, address: &str) -> String {
    let parts = [address, "type", "length"].into_iter().filter_map(|name| node.attribute(name));
    parts.collect::<Vec<_>>().join(" ")
}

pub(super) fn language(node: Node<'_, '_>) -> Vec<String> {
    let of_xml = ("http://www.w3.org/XML/1998/namespace", "lang");
    node.attribute(of_xml).map(str::to_owned).into_iter().collect()
}

pub(super) fn identity(id: Option<String>, url: Option<&str>, title: &str) -> String {
    id.filter(|id| !id.is_empty()).unwrap_or_else(|| url.unwrap_or(title).to_owned())
}

pub(super) fn elements<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> + Clone {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// All text below a node, white space at its ends left out.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.trim().to_owned()
}

/// A date as RFC 3339 in UTC; a value in another form is returned unchanged.
pub(super) fn date_of(text: &str) -> String {
    let read: Option<DateTime<FixedOffset>> =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)).ok();
    read.map_or_else(
        || text.to_owned(),
        |date| date.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::AutoSi, true),
    )
}

pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The links that are neither the entry's or site's page, nor the feed itself, nor attached files.
pub(super) fn other_links(node: Node<'_, '_>) -> Vec<String> {
    let links = atom_links(node).filter_map(|link| Some((link.attribute("rel")?, link.attribute("href")?)));
    let other = links.filter(|(rel, _)| !["alternate", "self", "enclosure"].contains(rel));
    other.map(|(rel, href)| format!("{rel} {href}")).collect()
}

pub(super) fn atom_links<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node, "link").filter(|link| link.has_attribute("href"))
}
