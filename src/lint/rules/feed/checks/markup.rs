//! HTML and XHTML in entries: what breaks it and what readers strip.

use std::borrow::Cow;

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, Frame, own_text};
use crate::lint::rules::feed::checks::place::Place;
use crate::lint::rules::feed::checks::{beyond, characters, plain, structure};
use crate::lint::rules::feed::tables::markup::{
    DANGEROUS_STYLE_ATTR, MISSING_XHTML_DIV, NOT_HTML, SECURITY_RISK, SECURITY_RISK_ATTR,
};
use crate::lint::rules::feed::tables::structure::UNDEFINED_ELEMENT;
use crate::lint::rules::feed::tables::text::DUPLICATE_DESCRIPTION_SEMANTICS;
use crate::lint::rules::feed::tables::uris::CONTAINS_REL_REF;
use crate::lint::rules::feed::values::foreign::{
    MATHML_ATTRIBUTES, MATHML_ELEMENTS, SVG_ATTRIBUTES, SVG_ELEMENTS,
};
use crate::lint::rules::feed::values::html::{self, HtmlKind};
use crate::lint::rules::feed::values::html_names;
use crate::lint::rules::feed::values::style;
use crate::lint::rules::feed::{anywhere, names};

/// HTML as in RSS in `description` and `content:encoded`.
pub(crate) fn html(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    html_in(checker, at, value, false);
}

/// `description`: HTML, but plain text in RSS 0.91.
pub(crate) fn description(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if checker.version == "0.91" { plain::plain(checker, at, value) } else { html(checker, at, value) }
}

/// Everything that is to say about HTML in a value.
pub(crate) fn html_in(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str, document: bool) {
    let findings = html::inspect(value, document);
    if findings.is_empty() {
        return;
    }
    let place = Place::new(checker, at, value);
    let in_rss = checker.kind != FeedKind::Atom;
    let based = has_base(at.frame.node);
    for finding in findings {
        let span = place.span(finding.at, checker.source);
        let inner = At { span, ..*at };
        let detail = finding.detail.as_str();
        report_html(checker, &inner, finding.kind, detail, in_rss, based);
    }
}

fn report_html(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    kind: HtmlKind,
    detail: &str,
    in_rss: bool,
    based: bool,
) {
    let place = at.words();
    match kind {
        HtmlKind::ParseError => {
            checker.report_at(NOT_HTML, at, detail, format!("the HTML in {place} is broken: {detail}"));
        }
        HtmlKind::UnknownElement => {
            checker.report_at(NOT_HTML, at, detail, format!("HTML has no element `{detail}`"));
        }
        HtmlKind::RiskyElement => {
            checker
                .report_at(SECURITY_RISK, at, detail, format!("readers strip `{detail}` from {place}"))
                .param("tag", detail);
        }
        HtmlKind::RiskyAttribute => {
            let message = format!("readers strip the attribute `{detail}` from {place}");
            checker.report_at(SECURITY_RISK_ATTR, at, detail, message).param("attr", detail);
        }
        HtmlKind::RiskyStyle => {
            let message = format!("readers strip `{detail}` from a style in {place}");
            checker.report_at(DANGEROUS_STYLE_ATTR, at, detail, message).param("attr", "style");
        }
        HtmlKind::RelativeReference if in_rss => {
            let message = format!("`{detail}` in {place} is relative, and RSS defines no base URL");
            checker.report_at(CONTAINS_REL_REF, at, detail, message);
        }
        HtmlKind::RelativeReference | HtmlKind::OtherRelativeReference => {
            beyond::relative_reference(checker, at, detail, based);
        }
    }
}

/// Reports that an XHTML construct is not one `div` (RFC 4287 section 3.1.1.3); once a construct.
pub(crate) fn missing_div(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let span = checker.tag_span(frame.node);
    if checker
        .found
        .iter()
        .rev()
        .take(8)
        .any(|found| found.rule == MISSING_XHTML_DIV.rule.name && found.span == span)
    {
        return;
    }
    let message = format!("`{}` of the type `xhtml` is not one `div` of XHTML", frame.name());
    checker.report_element(MISSING_XHTML_DIV, frame, message);
}

/// Reports that an element is not an HTML element.
pub(crate) fn not_html(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    message: &str,
) {
    let span = checker.tag_span(node);
    checker
        .report(NOT_HTML, span, message)
        .param("element", frame.name())
        .param("parent", frame.parent_name())
        .param("value", node.tag_name().namespace().unwrap_or(""));
}

/// The text of an XHTML construct, where it is only text: its own, and that of a `div` without elements in it.
pub(crate) fn visible_text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let own = own_text(node);
    let div = node
        .first_element_child()
        .filter(|div| div.has_tag_name((names::XHTML, "div")) && div.first_element_child().is_none());
    match div {
        Some(div) if own.trim().is_empty() => own_text(div),
        Some(div) => Cow::Owned(format!("{own}{}", own_text(div))),
        None => own,
    }
}

/// Checks the inside of an XHTML `div`.
pub(crate) fn xhtml(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, div: Node<'_, '_>) {
    let based = has_base(div);
    let mut eaten = 0;
    for node in div.descendants() {
        if let Some(value) = node.text().filter(|_| node.is_text()) {
            characters::characters(checker, frame, node, value);
            continue;
        }
        if !node.is_element() {
            continue;
        }
        if node != div {
            anywhere::declared(checker, node);
            characters::attributes(checker, node);
        }
        if node.range().start < eaten {
            continue;
        }
        let local = node.tag_name().name();
        match node.tag_name().namespace().filter(|uri| !uri.is_empty()) {
            None => {
                structure::without_namespace(checker, node, "xhtml:div");
            }
            Some(names::XHTML) => xhtml_element(checker, frame, node, based),
            Some(names::SVG) => foreign(checker, frame, node, SVG_ELEMENTS, SVG_ATTRIBUTES),
            Some(names::MATHML) => foreign(checker, frame, node, MATHML_ELEMENTS, MATHML_ATTRIBUTES),
            Some(uri) => {
                let parent = node.parent_element().map_or("", |parent| parent.tag_name().name());
                if let Some(prefix) = names::prefix_of(uri).filter(|_| parent != "metadata") {
                    let span = checker.tag_span(node);
                    let name = names::qualified(prefix, local);
                    let message = format!("`{name}` is not an XHTML element");
                    checker
                        .report(UNDEFINED_ELEMENT, span, message)
                        .param("element", name)
                        .param("parent", parent);
                }
                eaten = node.range().end;
            }
        }
    }
}

fn xhtml_element(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>, based: bool) {
    let local = node.tag_name().name();
    let span = checker.tag_span(node);
    let at = At { frame, attribute: None, span };
    if !html_names::is_html_element(local) {
        checker.report_at(NOT_HTML, &at, local, format!("XHTML has no element `{local}`"));
    } else if !html_names::is_safe_element(local) {
        report_html(checker, &at, HtmlKind::RiskyElement, local, false, based);
    }
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        let name = attribute.name();
        let at = At { frame, attribute: None, span: attribute.range().into() };
        if name == "style" {
            for evil in style::dangers(attribute.value()) {
                report_html(checker, &at, HtmlKind::RiskyStyle, &evil, false, based);
            }
        } else if !html_names::is_safe_attribute(name) {
            report_html(checker, &at, HtmlKind::RiskyAttribute, name, false, based);
        } else if html::holds_address(local, name)
            && let Some(url) = html::relative_in(name, attribute.value())
        {
            report_html(checker, &at, HtmlKind::OtherRelativeReference, url, false, based);
        }
    }
}

fn foreign(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    elements: &[&str],
    attributes: &[&str],
) {
    let local = node.tag_name().name();
    let span = checker.tag_span(node);
    let at = At { frame, attribute: None, span };
    if elements.binary_search(&local).is_err() {
        report_html(checker, &at, HtmlKind::RiskyElement, local, false, true);
    }
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        if attributes.binary_search(&attribute.name()).is_err() {
            let at = At { frame, attribute: None, span: attribute.range().into() };
            report_html(checker, &at, HtmlKind::RiskyAttribute, attribute.name(), false, true);
        }
    }
}

/// `xhtml:body` in an RSS item.
pub(crate) fn xhtml_body(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.kind == FeedKind::Rss {
        let message = "`xhtml:body` repeats what `description` is for";
        checker.report_element(DUPLICATE_DESCRIPTION_SEMANTICS, frame, message);
    }
    for node in frame.node.descendants().skip(1).filter(Node::is_element) {
        anywhere::declared(checker, node);
        characters::attributes(checker, node);
        xhtml_element(checker, frame, node, false);
    }
}

/// Returns whether an element says, itself or by its parents, what relative references in it are relative to.
fn has_base(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|node| node.has_attribute((names::XML, "base")))
}
