//! `atom:link`, in Atom and in RSS.

use std::collections::BTreeMap;

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, Frame, own_text};
use crate::lint::rules::feed::checks::{channel, plain, uris};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::tables::links::{
    ATOM_LINK_NOT_EMPTY, DUPLICATE_ATOM_LINK, FEED_HISTORY_REL_IN_ENTRY, MISSING_ATOM_SELF_LINK,
    MISSING_SELF, RELATIVE_SELF, SELF_DOESNT_MATCH_LOCATION, SELF_NOT_ATOM, UNREGISTERED_ATOM_LINK_REL,
};
use crate::lint::rules::feed::tables::uris::{INVALID_IRI, SAME_DOCUMENT_REFERENCE};
use crate::lint::rules::feed::values::text::{essence, is_media_type};
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::Wanted;
use crate::text::pieces::Pieces as _;

/// The relation of a link; `alternate` where it says none (RFC 4287 section 4.2.7.2).
pub(crate) fn relation<'a>(link: Node<'a, '_>) -> &'a str {
    let relation = link.attribute("rel").unwrap_or("alternate");
    relation.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(relation)
}

/// `rel`: a registered relation, or an IRI.
pub(crate) fn rel(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let relation = relation(at.frame.node);
    if value.is_empty() {
        plain::attribute_not_blank(checker, at, value);
    } else if RELATIONS.binary_search(&relation).is_err()
        && !(uri::scheme_of(relation).is_some()
            && uri::fault(relation, Wanted { absolute: true, iri: true }).is_none())
    {
        let message = format!("`{relation}` is neither a registered link relation nor an IRI");
        checker
            .report(UNREGISTERED_ATOM_LINK_REL, at.span, message)
            .param("element", at.frame.name())
            .param("parent", at.frame.parent_name())
            .param("attr", "rel")
            .param("value", relation);
    }
    if PAGING.contains(&relation) && at.frame.parent.is_some_and(|parent| parent.is_core("entry")) {
        let message =
            format!("`{relation}` links to another page of the feed, and an entry has no such pages");
        checker.report(FEED_HISTORY_REL_IN_ENTRY, at.span, message).param("rel", relation);
    }
}

/// `type` of a link: a media type; that of a feed for `self`.
pub(crate) fn media_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const FEEDS: &[&str] = &["application/atom+xml", "application/rss+xml", "application/rdf+xml"];
    if !is_media_type(value) {
        plain::media_type(checker, at, value);
    } else if relation(at.frame.node) == "self" && !FEEDS.contains(&essence(value).as_str()) {
        let message = format!("the `self` link is of the type `{value}`, which is not a feed's");
        checker.report_at(SELF_NOT_ATOM, at, value, message);
    }
}

/// `length` of a link.
pub(crate) fn length(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    channel::non_negative(checker, at, value);
    if value.is_empty() {
        plain::not_blank(checker, at, value);
    }
}

/// `href` of a link: an IRI reference; where the feed stands, for `self`.
pub(crate) fn href(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let wanted = Wanted { absolute: false, iri: true };
    let valid = uris::checker(checker, at, value, wanted, INVALID_IRI);
    let base = base_of(at.frame.node, checker.location.as_deref().unwrap_or(""));
    let location = checker.location.clone();
    if let (true, Some(base)) = (valid, &base) {
        // Where the feed's URL is unknown, a base that ends in its file's name is treated as its place.
        let named = base
            .rsplit('/')
            .next()
            .filter(|name| !name.is_empty() && checker.path.ends_with(name))
            .map(|_| base.clone());
        let location = location.or(named).unwrap_or_default();
        same_document(checker, at, value, base, &location);
    }
    let in_head = at.frame.parent.is_some_and(|parent| parent.is_core("feed") || parent.is_core("channel"));
    if relation(at.frame.node) != "self" || !in_head {
        return;
    }
    let based = at.frame.node.ancestors().filter_map(|node| node.attribute((names::XML, "base")));
    if !has_authority(value) && !based.into_iter().any(has_authority) {
        let message = format!("the `self` link is relative: `{value}`");
        checker.report_at(RELATIVE_SELF, at, value, message);
    }
    let Some(given) = checker.options.base else { return };
    let target = resolved(base.as_deref().unwrap_or(given), value).unwrap_or_else(|| value.to_owned());
    if !is_same(&target, given) {
        let message = format!("the `self` link leads to `{target}`, but the feed's URL is `{given}`");
        checker.report_at(SELF_DOESNT_MATCH_LOCATION, at, value, message);
    }
}

/// Notes a reference that, by an `xml:base` of its own, leads back to its own document under another name.
fn same_document(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    base: &str,
    location: &str,
) {
    let strip = |uri: &str| uri.up_to('#').to_owned();
    let Some(target) = resolved(base, value) else { return };
    let (target, base, location) = (strip(&target), strip(base), strip(location));
    if is_same(&target, &base) && !is_same(&base, &location) {
        let message = format!("`{value}` with the base `{base}` means this document itself, not `{base}`");
        checker.report_at(SAME_DOCUMENT_REFERENCE, at, value, message);
    }
}

/// The feed's URL by its own document: the absolute address of its `self` link.
pub(crate) fn own_location(root: Node<'_, '_>) -> Option<String> {
    let head = root.children().find(|node| node.has_tag_name("channel")).unwrap_or(root);
    let own = head
        .children()
        .find(|node| node.tag_name().name() == "link" && node.attribute("rel") == Some("self"))?;
    let href = own.attribute("href")?;
    let address = base_of(own, "").and_then(|base| resolved(&base, href)).unwrap_or_else(|| href.to_owned());
    uri::scheme_of(&address).is_some().then_some(address)
}

/// The base of an element: its `xml:base` in that of its parents, in the document's.
fn base_of(node: Node<'_, '_>, document: &str) -> Option<String> {
    let bases: Vec<&str> = node.ancestors().filter_map(|node| node.attribute((names::XML, "base"))).collect();
    let mut base = document.to_owned();
    for next in bases.iter().rev() {
        base = if base.is_empty() { (*next).to_owned() } else { resolved(&base, next)? };
    }
    (!base.is_empty()).then_some(base)
}

fn resolved(base: &str, reference: &str) -> Option<String> {
    url::Url::parse(base).ok()?.join(reference).ok().map(String::from)
}

fn is_same(left: &str, right: &str) -> bool {
    left == right
        || uri::canonical(left).is_some_and(|left| uri::canonical(right).as_deref() == Some(left.as_str()))
}

fn has_authority(value: &str) -> bool {
    uri::scheme_of(value)
        .and_then(|scheme| value.get(scheme.len() + 1..))
        .unwrap_or(value)
        .strip_prefix("//")
        .is_some_and(|host| !host.is_empty())
}

/// Text in a link, whose address stands in an attribute (RFC 4287 section 4.2.7).
pub(crate) fn empty(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if frame.node.children().any(|node| node.is_text() && !node.text().unwrap_or("").trim().is_empty()) {
        let span = checker.value_span(frame.node);
        let value = own_text(frame.node);
        let message =
            format!("the text `{}` of the link is not its address: readers look at `href`", value.trim());
        checker
            .report(ATOM_LINK_NOT_EMPTY, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
}

/// A feed says where it stands (RFC 4287 section 4.1.1).
pub(crate) fn need_self(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if !checker.children(frame.node, "", "link").any(|link| relation(link) == "self") {
        let span = checker.tag_span(frame.node);
        let message = "the feed does not declare its URL: it has no link of the relation `self`";
        checker
            .report(MISSING_SELF, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
}

/// The same for RSS 2.0, in the words of Atom (RSS Profile, `atom:link`).
pub(crate) fn need_atom_self(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.version == "2.0"
        && !checker.children(frame.node, "atom", "link").any(|link| relation(link) == "self")
    {
        let span = checker.tag_span(frame.node);
        let message =
            "the channel does not declare the feed's URL: it has no `atom:link` of the relation `self`";
        checker.report(MISSING_ATOM_SELF_LINK, span, message);
    }
}

/// One alternate a type and language (RFC 4287 sections 4.1.1 and 4.1.2).
pub(crate) fn unique_alternates(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let links: Vec<Node<'_, '_>> =
        checker.children(frame.node, "", "link").filter(|link| relation(*link) == "alternate").collect();
    let mut seen: BTreeMap<(&str, &str), Node<'_, '_>> = BTreeMap::new();
    for link in links {
        let key = (link.attribute("type").unwrap_or(""), link.attribute("hreflang").unwrap_or(""));
        match seen.get(&key) {
            Some(first) => {
                let (span, before) = (checker.tag_span(link), checker.tag_span(*first));
                let message =
                    format!("`{}` has two alternate links of the same type and language", frame.name());
                checker
                    .report(DUPLICATE_ATOM_LINK, span, message)
                    .param("element", "link")
                    .param("parent", frame.name())
                    .param("type", key.0)
                    .param("hreflang", key.1)
                    .related(before, "the first one");
            }
            None => {
                seen.insert(key, link);
            }
        }
    }
}

/// Relations of RFC 5005, which belong to a feed.
const PAGING: &[&str] = &["current", "first", "last", "next", "next-archive", "prev-archive", "previous"];

/// Relations registered with IANA, sorted.
const RELATIONS: &[&str] = &[
    "about",
    "acl",
    "alternate",
    "amphtml",
    "api-catalog",
    "appendix",
    "apple-touch-icon",
    "archives",
    "author",
    "blocked-by",
    "bookmark",
    "canonical",
    "chapter",
    "cite-as",
    "collection",
    "compression-dictionary",
    "contents",
    "convertedfrom",
    "copyright",
    "create-form",
    "current",
    "deprecation",
    "describedby",
    "describes",
    "disclosure",
    "dns-prefetch",
    "duplicate",
    "edit",
    "edit-form",
    "edit-media",
    "enclosure",
    "external",
    "first",
    "glossary",
    "help",
    "hosts",
    "hub",
    "icon",
    "index",
    "intervalafter",
    "intervalbefore",
    "item",
    "last",
    "latest-version",
    "license",
    "linkset",
    "lrdd",
    "manifest",
    "mask-icon",
    "me",
    "media-feed",
    "memento",
    "micropub",
    "modulepreload",
    "monitor",
    "next",
    "next-archive",
    "nofollow",
    "noopener",
    "noreferrer",
    "opener",
    "openid2.local_id",
    "openid2.provider",
    "original",
    "payment",
    "pingback",
    "preconnect",
    "predecessor-version",
    "prefetch",
    "preload",
    "prerender",
    "prev",
    "prev-archive",
    "preview",
    "previous",
    "privacy-policy",
    "profile",
    "publication",
    "related",
    "replies",
    "restconf",
    "ruleinput",
    "search",
    "section",
    "self",
    "service",
    "service-desc",
    "service-doc",
    "service-meta",
    "sitemap",
    "sponsored",
    "start",
    "status",
    "stylesheet",
    "subsection",
    "successor-version",
    "sunset",
    "tag",
    "terms-of-service",
    "timegate",
    "timemap",
    "type",
    "ugc",
    "up",
    "version-history",
    "via",
    "webmention",
    "working-copy",
    "working-copy-of",
];
