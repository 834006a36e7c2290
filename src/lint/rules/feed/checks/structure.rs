//! Which elements and attributes stand where, and which are missing.

use roxmltree::{Attribute, Node};

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, Frame, Text};
use crate::lint::rules::feed::checks::{channel, characters, uris};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::namespaces::{
    MISSING_NAMESPACE, NOT_IN_A_NAMESPACE, UNDETERMINABLE_VOCABULARY, USE_OF_EXTENSION_ATTR,
};
use crate::lint::rules::feed::tables::structure::{UNDEFINED_ELEMENT, UNEXPECTED_ATTRIBUTE, UNEXPECTED_TEXT};
use crate::lint::rules::feed::tables::uris::INVALID_IRI;
use crate::lint::rules::feed::values::uri::Wanted;
use crate::text::source::Span;

/// Checks one attribute: whether it may occur there, and what `xml:` says.
pub(crate) fn attribute(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, attribute: &Attribute<'_, '_>) {
    characters::attribute_characters(checker, frame.node, attribute);
    let span = attribute.range_value().into();
    if attribute.namespace() == Some(names::XML) {
        let name = names::qualified("xml", attribute.name());
        let at = At { frame, attribute: Some(&name), span };
        match attribute.name() {
            "lang" if !attribute.value().is_empty() => {
                checker.language_said();
                channel::language_tag(checker, &at, attribute.value());
            }
            "base" => {
                uris::checker(
                    checker,
                    &at,
                    attribute.value(),
                    Wanted { absolute: false, iri: true },
                    INVALID_IRI,
                );
            }
            _ => {}
        }
        return;
    }
    let model = frame.model;
    let expected = model.attributes.iter().any(|known| checker.is_named(attribute, known.prefix, known.name));
    // A colon without a namespace is a prefix that is declared nowhere, which is a finding already.
    let undeclared = Span::from(attribute.range_qname()).of(checker.source).contains(':')
        && attribute.namespace().is_none();
    if expected || model.text == Text::Free || undeclared {
        return;
    }
    let whole = attribute.range().into();
    let name = attribute.name();
    match attribute.namespace() {
        Some(uri) if names::prefix_of(uri).is_none() => {
            if checker.kind == FeedKind::Rss && frame.prefix.is_empty() && !checker.follows_rss_board {
                let message =
                    format!("`{}` of RSS has the attribute `{name}` of another namespace", frame.name());
                checker
                    .report(USE_OF_EXTENSION_ATTR, whole, message)
                    .param("attribute", name)
                    .param("element", frame.name());
            }
        }
        namespace => {
            let name = names::qualified(namespace.and_then(names::prefix_of).unwrap_or(""), name);
            let message = format!("`{}` has no attribute `{name}`", frame.name());
            checker
                .report(UNEXPECTED_ATTRIBUTE, whole, message)
                .param("attribute", name)
                .param("element", frame.name());
        }
    }
}

/// Text where only elements may stand.
pub(crate) fn unexpected_text(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>) {
    let span = characters::trimmed_span(checker, node);
    let message = format!("text directly in `{}`, which holds elements only", frame.name());
    checker
        .report(UNEXPECTED_TEXT, span, message)
        .param("element", frame.name())
        .param("parent", frame.parent_name());
}

/// An element in what is to be a value.
pub(crate) fn undefined_in_value(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>) {
    let span = checker.tag_span(node);
    let name = node.tag_name().name();
    let message = format!("`{}` holds text, not elements such as `{name}`", frame.name());
    checker
        .report(UNDEFINED_ELEMENT, span, message)
        .param("element", name)
        .param("parent", frame.name())
        .help("escape the markup, or leave it out");
}

/// A second element of a kind that may stand once.
pub(crate) fn duplicate(
    checker: &mut Checker<'_>,
    rule: &'static FeedRule,
    frame: &Frame<'_, '_, '_>,
    first: Span,
) {
    let message = format!("`{}` has more than one `{}`", frame.parent_name(), frame.name());
    checker.report_element(rule, frame, message).related(first, "the first one");
}

/// An element without a namespace in a format whose elements have one.
pub(crate) fn undeterminable(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>) {
    let span = checker.tag_span(node);
    let name = node.tag_name().name();
    let message = format!("`{name}` in `{}` has no namespace", frame.name());
    checker
        .report(UNDETERMINABLE_VOCABULARY, span, message)
        .param("element", name)
        .param("parent", frame.name());
}

/// An element without a namespace where XHTML is to stand.
pub(crate) fn without_namespace(checker: &mut Checker<'_>, node: Node<'_, '_>, parent: &str) {
    let span = checker.tag_span(node);
    let name = node.tag_name().name();
    checker
        .report(MISSING_NAMESPACE, span, format!("`{name}` in XHTML has no namespace"))
        .param("element", name)
        .param("parent", parent);
}

/// An element without a namespace in an extension of RSS.
pub(crate) fn not_in_a_namespace(checker: &mut Checker<'_>, node: Node<'_, '_>) {
    if checker.kind != FeedKind::Rss {
        return;
    }
    let span = checker.tag_span(node);
    let name = node.tag_name().name();
    checker
        .report(NOT_IN_A_NAMESPACE, span, format!("`{name}` is inside an extension but has no namespace"))
        .param("element", name);
}

/// Reports that `frame` has no element `wanted`.
pub(crate) fn missing(
    checker: &mut Checker<'_>,
    rule: &'static FeedRule,
    frame: &Frame<'_, '_, '_>,
    wanted: &str,
) {
    let message = format!("`{}` has no `{wanted}`", frame.name());
    let span = checker.tag_span(frame.node);
    checker
        .report(rule, span, message)
        .param("element", wanted)
        .param("parent", frame.name())
        .help(format!("add a `{wanted}` to this `{}`", frame.name()));
}
