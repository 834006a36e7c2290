//! What holds for every element, known or not: namespace declarations, characters.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{Checker, Frame, Text};
use crate::lint::rules::feed::checks::{characters, namespaces, structure};
use crate::lint::rules::feed::names;
use crate::text::pieces::Part as _;

/// The namespace declarations in the start tag of `node`.
pub(crate) fn declared(checker: &mut Checker<'_>, node: Node<'_, '_>) {
    let range = checker.written(node);
    if !checker.declares_within(range.start, range.end) {
        return;
    }
    let tag = checker.source.part(range.clone());
    let tag = tag.get(..names::tag_length(tag)).unwrap_or(tag);
    for (prefix, span) in names::declarations(tag) {
        namespaces::declaration(checker, node, prefix, span.shifted(range.start));
    }
}

/// An element that nothing is known of: only what holds for every element is judged in it.
pub(crate) fn free_element(checker: &mut Checker<'_>, node: Node<'_, '_>, parent: &Frame<'_, '_, '_>) {
    declared(checker, node);
    characters::attributes(checker, node);
    let foreign = node.tag_name().namespace().is_some_and(|uri| uri != checker.core);
    free(checker, node, foreign && parent.model.text == Text::Nothing);
}

/// The content of an element that is the author's own.
pub(crate) fn free(checker: &mut Checker<'_>, top: Node<'_, '_>, extension: bool) {
    let extension = extension && top.tag_name().namespace().is_some_and(|uri| uri != checker.core);
    for node in top.descendants().skip(1) {
        if node.is_element() {
            declared(checker, node);
            characters::attributes(checker, node);
            if extension && node.tag_name().namespace().is_none() {
                structure::not_in_a_namespace(checker, node);
            }
        } else if let Some(value) = node.text().filter(|_| node.is_text()) {
            characters::free_characters(checker, node, value);
        }
    }
}
