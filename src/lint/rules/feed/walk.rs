//! The walk over a feed's document: each element is held against its model, each value against its checks.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Check, Checker, Child, Frame, Text, Times, own_text};
use crate::lint::rules::feed::checks::{characters, construct, links, markup, structure};
use crate::lint::rules::feed::names::{self, Space};
use crate::lint::rules::feed::{anywhere, undefined_names};
use crate::text::source::Span;

/// Checks an element and everything in it.
pub(crate) fn element(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    start(checker, frame);
    match frame.model.text {
        Text::Free => anywhere::free(checker, frame.node, true),
        Text::Construct { content } => construct::construct(checker, frame, content),
        Text::Xhtml => markup::xhtml_body(checker, frame),
        Text::Link => {
            links::empty(checker, frame);
            anywhere::free(checker, frame.node, false);
        }
        Text::Nothing => container(checker, frame),
        Text::Value(checks) => leaf(checker, frame, checks),
    }
    if let Some(finish) = frame.model.finish {
        finish(checker, frame);
    }
}

/// Namespaces, language, base and attributes of an element.
fn start(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    anywhere::declared(checker, frame.node);
    for attribute in frame.node.attributes() {
        structure::attribute(checker, frame, &attribute);
    }
    for wanted in frame.model.attributes {
        let found =
            frame.node.attributes().find(|attribute| checker.is_named(attribute, wanted.prefix, wanted.name));
        match found {
            Some(attribute) => {
                let span = attribute.range_value().into();
                let at = At { frame, attribute: Some(wanted.name), span };
                for check in wanted.checks {
                    check(checker, &at, attribute.value());
                }
            }
            None => {
                if let Some(rule) = wanted.required {
                    let message = format!("`{}` has no attribute `{}`", frame.name(), wanted.name);
                    checker.report_element(rule, frame, message).param("attr", wanted.name);
                }
            }
        }
    }
}

/// An element that holds elements.
fn container(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let mut once: Vec<(&'static Child, Span)> = Vec::new();
    let mut said = false;
    for node in frame.node.children() {
        if node.is_text() {
            let value = node.text().unwrap_or("");
            characters::characters(checker, frame, node, value);
            if !said && !value.trim().is_empty() {
                said = true;
                structure::unexpected_text(checker, frame, node);
            }
        } else if node.is_element() {
            child_element(checker, frame, node, &mut once);
        }
    }
}

fn child_element(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    once: &mut Vec<(&'static Child, Span)>,
) {
    let space = checker.space(node.tag_name().namespace());
    let local = node.tag_name().name();
    let (prefix, known) = match space {
        Space::Core => ("", true),
        Space::Known(prefix) => (prefix, true),
        Space::None => {
            structure::undeterminable(checker, frame, node);
            ("", false)
        }
        Space::Unknown => ("", false),
    };
    if !known {
        anywhere::free_element(checker, node, frame);
        return;
    }
    // Qualified Dublin Core: `dc:date.modified`.
    let base = if prefix == "dc" { local.split('.').next().unwrap_or(local) } else { local };
    let found = frame
        .model
        .children
        .iter()
        .flat_map(|list| list.iter())
        .find(|child| child.name == base && child.prefix == prefix);
    let Some(child) = found else {
        let unjudged = names::is_unjudged(prefix);
        if !unjudged {
            undefined_names::undefined(checker, frame, node, prefix);
        }
        anywhere::free_element(checker, node, frame);
        return;
    };
    let inner = Frame { node, prefix, local, model: child.model, parent: Some(frame) };
    if let Times::Once(rule) = child.times {
        // A name of qualified Dublin Core is another one than its plain form.
        match once.iter().find(|(seen, _)| std::ptr::eq(*seen, child) && base == local) {
            Some((_, first)) => structure::duplicate(checker, rule, &inner, *first),
            None => once.push((child, node.range().into())),
        }
    }
    element(checker, &inner);
}

/// An element that holds a value.
fn leaf(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, checks: &'static [Check]) {
    for node in frame.node.children() {
        if node.is_element() {
            structure::undefined_in_value(checker, frame, node);
            anywhere::free_element(checker, node, frame);
        } else if let Some(value) = node.text().filter(|_| node.is_text()) {
            characters::characters(checker, frame, node, value);
        }
    }
    if checker.cut.is_some_and(|cut| frame.node.range().end > cut) {
        return;
    }
    let value = own_text(frame.node);
    let at = At { frame, attribute: None, span: checker.value_span(frame.node) };
    for check in checks {
        check(checker, &at, value.trim());
    }
}
