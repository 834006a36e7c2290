//! Text constructs and the content of Atom (RFC 4287 sections 3.1 and 4.1.3).

use std::borrow::Cow;

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, Frame, own_text};
use crate::lint::rules::feed::checks::{characters, markup, plain, structure, uris};
use crate::lint::rules::feed::tables::text::{
    CONTAINS_UNDECLARED_HTML, DUPLICATE_DESCRIPTION_SEMANTICS, HTML_FRAGMENT, INVALID_MIME_TYPE,
    INVALID_TEXT_TYPE, MISSING_TYPE_ATTR, NOT_BASE64, NOT_BLANK, NOT_ESCAPED, NOT_INLINE,
};
use crate::lint::rules::feed::values::text::{base64, essence, is_media_type};
use crate::lint::rules::feed::{anywhere, names};

/// Returns whether a media type's content is in a feed as base64 (RFC 4287 section 4.1.3.3).
pub(crate) fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !is_xml(kind) && !kind.starts_with("text/") && !is_composite(kind)
}

/// Returns whether a media type is one of parts, which no content is of (RFC 4287 section 4.1.3.1).
fn is_composite(kind: &str) -> bool {
    kind.starts_with("multipart/") || kind.starts_with("message/")
}

fn is_xml(kind: &str) -> bool {
    kind.ends_with("+xml") || kind.ends_with("/xml")
}

/// A construct, or `atom:content` (RFC 4287 sections 3.1 and 4.1.3).
pub(crate) fn construct(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, content: bool) {
    let node = frame.node;
    let name = frame.name();
    let src = node.attribute_node("src");
    if checker.kind == FeedKind::Rss && src.is_none() && name != "atom:summary" {
        let message = format!("`{name}` repeats what RSS has its own element for");
        checker.report_element(DUPLICATE_DESCRIPTION_SEMANTICS, frame, message);
    }
    let kind = construct_type(checker, frame, content);
    let inside = Inside::of(node);
    for child in node.children() {
        if child.is_element() {
            construct_element(checker, frame, child, &kind, &inside);
        } else if let Some(value) = child.text().filter(|_| child.is_text()) {
            construct_text(checker, frame, child, value, src.is_some() || inside.is_behind_element(child));
        }
    }
    let missing_div = inside.first_element.is_none() && kind == "xhtml" && !inside.text.trim().is_empty()
        || kind == "xhtml" && inside.first_element.is_some_and(|element| inside.is_behind_text(element));
    if missing_div {
        markup::missing_div(checker, frame);
    }
    if checker.cut.is_some_and(|cut| node.range().end > cut) {
        return;
    }
    let at = At { frame, attribute: None, span: checker.value_span(node) };
    if inside.text.trim().is_empty() && inside.first_element.is_none() && src.is_none() {
        checker.report_at(NOT_BLANK, &at, "", format!("`{name}` is empty"));
    }
    let whole = markup::visible_text(node);
    match kind.as_str() {
        "text" => plain::plain_or(checker, &at, &inside.text, CONTAINS_UNDECLARED_HTML),
        "xhtml" => plain::plain_or(checker, &at, &whole, NOT_INLINE),
        kind => {
            if is_binary(kind) && base64(&inside.text).is_none() {
                let message = format!("`{name}` of the type `{kind}` is not base64");
                checker.report_at(NOT_BASE64, &at, "", message);
            }
            if kind == "html" || kind.ends_with("/html") {
                if is_binary(kind) {
                    // HTML in base64 is unpacked first; places in it are those of the whole.
                    let unpacked = base64(&inside.text).unwrap_or_default();
                    markup::html_in(checker, &at, &String::from_utf8_lossy(&unpacked), true);
                    return;
                }
                let whole = || inside.text.to_ascii_lowercase().contains("<html");
                let fragment = kind != "html" && src.is_none() && !whole();
                if fragment {
                    let message =
                        format!("`{name}` of the type `{kind}` must be a whole document, but is a fragment");
                    checker.report_at(HTML_FRAGMENT, &at, "", message).param("type", kind);
                }
                markup::html_in(checker, &at, &inside.text, kind != "html" && !fragment);
            } else if !is_binary(kind) {
                plain::plain_or(checker, &at, &inside.text, CONTAINS_UNDECLARED_HTML);
            }
        }
    }
}

/// What stands directly in a construct.
struct Inside<'a, 'i> {
    text: Cow<'a, str>,
    first_element: Option<Node<'a, 'i>>,
    first_words: Option<usize>,
}

impl<'a, 'i> Inside<'a, 'i> {
    fn of(node: Node<'a, 'i>) -> Self {
        let words = |child: &Node<'_, '_>| {
            child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty())
        };
        Self {
            text: own_text(node),
            first_element: node.first_element_child(),
            first_words: node.children().find(words).map(|child| child.range().start),
        }
    }

    fn is_behind_text(&self, element: Node<'_, '_>) -> bool {
        self.first_words.is_some_and(|words| words < element.range().start)
    }

    fn is_behind_element(&self, text: Node<'_, '_>) -> bool {
        self.first_element.is_some_and(|element| element.range().start < text.range().start)
    }
}

/// Checks the declared type of a construct.
fn construct_type(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, content: bool) -> String {
    let node = frame.node;
    let (kind, src) = (node.attribute_node("type"), node.attribute_node("src"));
    if let Some(attribute) = src {
        let at = At { frame, attribute: Some("src"), span: attribute.range_value().into() };
        uris::attribute(checker, &at, attribute.value());
        if kind.is_none() {
            let message = format!("`{}` is a remote file, but has no `type`", frame.name());
            checker.report_element(MISSING_TYPE_ATTR, frame, message).param("attr", "type");
        }
    }
    let Some(attribute) = kind else { return if src.is_some() { String::new() } else { "text".to_owned() } };
    let value = attribute.value();
    let at = At { frame, attribute: Some("type"), span: attribute.range_value().into() };
    plain::attribute_not_blank(checker, &at, value);
    if !content && value.contains('/') {
        let message = format!("`{}` is of the type `{value}`, not `text`, `html` or `xhtml`", frame.name());
        checker.report_at(INVALID_TEXT_TYPE, &at, value, message).param("element", frame.name());
    }
    let composite = content && is_composite(&essence(value));
    let simple = matches!(value, "text" | "html" | "xhtml") && src.is_none();
    if composite || !simple && !value.is_empty() && !is_media_type(value) {
        let message = format!("`{}` cannot be of the type `{value}`", frame.name());
        checker
            .report(INVALID_MIME_TYPE, at.span, message)
            .param("attr", "type")
            .param("element", frame.name())
            .param("parent", frame.parent_name())
            .param("value", value);
    }
    essence(value)
}

fn construct_text(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    value: &str,
    unexpected: bool,
) {
    characters::characters(checker, frame, node, value);
    if unexpected && !value.trim().is_empty() {
        structure::unexpected_text(checker, frame, node);
    }
}

fn construct_element(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    child: Node<'_, '_>,
    kind: &str,
    inside: &Inside<'_, '_>,
) {
    let local = child.tag_name().name();
    let xhtml = child.tag_name().namespace() == Some(names::XHTML);
    if kind != "xhtml" && !is_xml(kind) {
        structure::undefined_in_value(checker, frame, child);
    }
    if kind == "xhtml" {
        let before = inside.is_behind_text(child);
        if !before && (!xhtml || local != "div") {
            markup::missing_div(checker, frame);
            if child.tag_name().namespace().is_none_or(str::is_empty) {
                structure::without_namespace(checker, child, &frame.name());
            } else if local == "div" {
                markup::not_html(checker, frame, child, "the `div` is not in the namespace of XHTML");
            }
        } else if inside.first_element.is_some_and(|first| first != child) {
            markup::missing_div(checker, frame);
        } else if !xhtml {
            markup::not_html(checker, frame, child, "the element is not in the namespace of XHTML");
        }
    }
    if kind == "application/xhtml+xml" && local != "html" {
        let span = checker.tag_span(child);
        let message =
            format!("`{}` of the type `{kind}` must be a whole document, but is a fragment", frame.name());
        checker.report(HTML_FRAGMENT, span, message).param("element", frame.name()).param("type", kind);
    }
    if let Some(mode) = frame.node.attribute_node("mode").filter(|mode| mode.value() == "escaped") {
        let message = format!("`{}` is declared as escaped but holds elements", frame.name());
        let span = mode.range().into();
        checker
            .report(NOT_ESCAPED, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
    anywhere::declared(checker, child);
    characters::attributes(checker, child);
    if xhtml && local == "div" {
        markup::xhtml(checker, frame, child);
    } else {
        anywhere::free(checker, child, false);
    }
}
