//! What tells entries apart: ids, guids, and dates that should.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, Frame, own_text};
use crate::lint::rules::feed::checks::{beyond, uris};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::identity::{
    DUPLICATE_ENTRIES, DUPLICATE_IDS, DUPLICATE_UPDATED, DUPLICATE_VALUE, INVALID_BOOLEAN_ATTRIBUTE,
    INVALID_HTTP_GUID, INVALID_PERMALINK, NON_CANONICAL_URI, NOT_SUFFICIENTLY_UNIQUE,
};
use crate::lint::rules::feed::tables::uris::INVALID_FULL_LINK;
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::Wanted;
use crate::text::source::Span;

/// So many entries with one id are not versions of one entry, which RFC 4287 section 4.1.1 allows: the W3C's validator draws the
/// line there, too.
const FEW: usize = 10;

/// Entries of one feed held against each other: ids and dates that stand twice.
pub(crate) fn entries(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let entries: Vec<Node<'_, '_>> = checker.children(frame.node, "", "entry").collect();
    let ids: Vec<Node<'_, '_>> = entries.iter().filter_map(|entry| checker.child(*entry, "", "id")).collect();
    let distinct: BTreeSet<String> = ids.iter().map(|id| own_text(*id).trim().to_owned()).collect();
    let one_for_all = ids.len() >= FEW && ids.len() == entries.len() && distinct.len() == 1;
    if one_for_all {
        let message = format!("all {} entries have the same id", ids.len());
        let span = ids.first().map_or_else(Span::default, |id| checker.value_span(*id));
        checker.report(DUPLICATE_IDS, span, message);
    }
    // An id may stand twice in one entry, too: then it is an element too many. Of one id for all, it is reported once.
    let all_ids: Vec<Node<'_, '_>> =
        entries.iter().flat_map(|entry| checker.children(*entry, "", "id").collect::<Vec<_>>()).collect();
    let all_ids = if one_for_all { &[] } else { all_ids.as_slice() };
    twice(checker, DUPLICATE_ENTRIES, all_ids, "id", |id| format!("two entries have the id `{id}`"));
    let dates: Vec<Node<'_, '_>> =
        entries.iter().filter_map(|entry| checker.child(*entry, "", "updated")).collect();
    twice(checker, DUPLICATE_UPDATED, &dates, "updated", |date| {
        format!("two entries were updated at the same time, `{date}`")
    });
    beyond::order(checker, &dates);
}

/// Items of one RSS channel held against each other.
pub(crate) fn guids(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let items: Vec<Node<'_, '_>> = checker.children(frame.node, "", "item").collect();
    for (prefix, name) in [("", "guid"), ("atom", "id")] {
        let ids: Vec<Node<'_, '_>> =
            items.iter().filter_map(|item| checker.child(*item, prefix, name)).collect();
        let name = names::qualified(prefix, name);
        twice(checker, DUPLICATE_VALUE, &ids, &name, |id| format!("two items have the `{name}` `{id}`"));
    }
    let dates: Vec<Node<'_, '_>> =
        items.iter().filter_map(|item| checker.child(*item, "", "pubDate")).collect();
    beyond::order(checker, &dates);
}

/// Says of each value that stood before.
fn twice(
    checker: &mut Checker<'_>,
    rule: &'static FeedRule,
    nodes: &[Node<'_, '_>],
    name: &str,
    message: impl Fn(&str) -> String,
) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for node in nodes {
        let text = own_text(*node);
        let value = text.trim();
        if value.is_empty() {
            continue;
        }
        let span = checker.value_span(*node);
        match first.get(value) {
            Some(before) => {
                let noted = checker.report(rule, span, message(value));
                noted.param("element", name).param("value", value).related(*before, "the first one");
            }
            None => {
                first.insert(value.to_owned(), span);
            }
        }
    }
}

/// Says of each value of a list that stood before, where `key` gives values one form.
pub(crate) fn once_each(
    checker: &mut Checker<'_>,
    element: &str,
    parent: &str,
    nodes: &[Node<'_, '_>],
    key: impl Fn(&str) -> Option<String>,
) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for node in nodes {
        let text = own_text(*node);
        let Some(value) = key(text.trim()) else { continue };
        let span = checker.value_span(*node);
        match first.get(&value) {
            Some(before) => {
                let message = format!("`{parent}` names `{}` twice", text.trim());
                let noted = checker.report(DUPLICATE_VALUE, span, message);
                noted
                    .param("element", element)
                    .param("parent", parent)
                    .param("value", text.trim())
                    .related(*before, "the first one");
            }
            None => {
                first.insert(value, span);
            }
        }
    }
}

/// `guid`: a permalink, or any string that is unique in the world (RSS 2.0).
pub(crate) fn guid(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let flag = at.frame.node.attribute_node("isPermaLink");
    if let Some(attribute) = flag.filter(|attribute| !matches!(attribute.value(), "true" | "false")) {
        let message = format!("`isPermaLink` is `{}`, not `true` or `false`", attribute.value());
        let span = attribute.range_value().into();
        checker
            .report(INVALID_BOOLEAN_ATTRIBUTE, span, message)
            .param("attr", "isPermaLink")
            .param("element", "guid");
    }
    if flag.is_none_or(|attribute| attribute.value() == "true") {
        if !uris::checker(checker, at, value, Wanted { absolute: true, iri: false }, INVALID_HTTP_GUID) {
            return;
        }
        let lower = value.to_ascii_lowercase();
        if lower.starts_with("tag:") || lower.starts_with("urn:uuid:") {
            let message = format!("`{value}` is a permalink by default, but no reader can open it");
            checker.report_at(INVALID_PERMALINK, at, value, message);
        }
    } else if value.len() < 9 && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("`{value}` is not unique: other feeds have the same guid");
        checker.report_at(NOT_SUFFICIENTLY_UNIQUE, at, value, message);
    }
}

/// `atom:id`: an absolute IRI in its canonical form (RFC 4287 section 4.2.6).
pub(crate) fn atom_id(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !uris::checker(checker, at, value, Wanted { absolute: true, iri: true }, INVALID_FULL_LINK) {
        return;
    }
    // Of an IRI, the form of the URI that it stands for is judged (RFC 3987 section 3.1).
    let uri: String = value.chars().flat_map(as_ascii).collect();
    let canonical = uri::canonical(&uri);
    if canonical.as_deref() != Some(uri.as_str()) {
        let canonical = canonical.unwrap_or_else(|| "none".to_owned());
        let message = format!("`{value}` is not in canonical form, which is `{canonical}`");
        checker.report_at(NON_CANONICAL_URI, at, value, message).param("uri", value).param("curi", canonical);
    }
}

/// A character as a URI holds it: beyond ASCII, the escapes of its bytes.
fn as_ascii(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    c.to_string().bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).map(char::from).collect()
}
