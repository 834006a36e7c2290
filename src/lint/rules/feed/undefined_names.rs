//! Elements that their parent does not have: misplaced, misspelt, or of nobody.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{Checker, Frame};
use crate::lint::rules::feed::tables::structure::{
    MISPLACED_XHTML_CONTENT, QUESTIONABLE_USAGE, UNDEFINED_ELEMENT,
};
use crate::lint::rules::feed::{names, vocabulary};

/// An element that its parent does not have.
pub(crate) fn undefined(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    prefix: &'static str,
) {
    let span = checker.tag_span(node);
    let source_name = names::tag_name(span.of(checker.source));
    let local = node.tag_name().name();
    // Its prefix is declared nowhere, which is a finding already.
    if source_name.contains(':') && !source_name.ends_with(&format!(":{local}")) {
        return;
    }
    let name = names::qualified(prefix, local);
    let (parent, element) = (frame.name(), name.as_str());
    if prefix == "xhtml" {
        let message = format!("XHTML's `{local}` is directly in `{parent}`");
        checker
            .report(MISPLACED_XHTML_CONTENT, span, message)
            .param("element", element)
            .param("parent", parent);
        return;
    }
    let atom = if checker.core == names::ATOM && prefix.is_empty() && !frame.prefix.is_empty() {
        "atom"
    } else {
        prefix
    };
    if vocabulary::is_usable_anywhere(atom, local) {
        let message = format!("readers do not look for `{name}` in `{parent}`");
        checker.report(QUESTIONABLE_USAGE, span, message).param("element", element).param("parent", parent);
        return;
    }
    let nearest = frame
        .model
        .children
        .iter()
        .flat_map(|list| list.iter())
        .filter(|child| child.prefix == prefix)
        .map(|child| (strsim::jaro_winkler(child.name, local), child.name))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let message = format!("`{parent}` has no element `{name}`");
    let noted =
        checker.report(UNDEFINED_ELEMENT, span, message).param("element", element).param("parent", parent);
    if let Some((_, nearest)) = nearest {
        noted.help(format!("write `{}`, if that was meant", names::qualified(prefix, nearest)));
    }
}
