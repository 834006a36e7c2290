//! Characters that no text means, wherever they stand.

use roxmltree::{Attribute, Node};

use crate::rules::feed::judge::{Frame, Judge};
use crate::rules::feed::tables::xml::BAD_CHARACTERS;
use crate::source::Span;

/// Characters that no text means: C1 controls, U+FFFD, UTF-8 read as Latin-1.
pub(crate) fn characters(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>, value: &str) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value).or_else(|| double_encoded(value)) {
        let span = trimmed_span(judge, node);
        let message = format!("`{}` holds {what}", frame.name());
        judge
            .report(BAD_CHARACTERS, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
}

/// The same in content that nothing is known of.
pub(crate) fn free_characters(judge: &mut Judge<'_>, node: Node<'_, '_>, value: &str) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let span = trimmed_span(judge, node);
        judge.report(BAD_CHARACTERS, span, format!("the text holds {what}"));
    }
}

/// The same in all attributes of an element.
pub(crate) fn attributes(judge: &mut Judge<'_>, node: Node<'_, '_>) {
    for attribute in node.attributes() {
        attribute_characters(judge, node, &attribute);
    }
}

/// The same in one attribute.
pub(crate) fn attribute_characters(judge: &mut Judge<'_>, node: Node<'_, '_>, attribute: &Attribute<'_, '_>) {
    let value = attribute.value();
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let name = node.tag_name().name();
        let message = format!("attribute `{}` of `{name}` holds {what}", attribute.name());
        let span = attribute.range_value().into();
        judge.report(BAD_CHARACTERS, span, message).param("element", attribute.name()).param("parent", name);
    }
}

fn bad_character(value: &str) -> Option<String> {
    let bad = value.chars().find(|c| matches!(c, '\u{80}'..='\u{9F}' | '\u{FFFD}'))?;
    Some(match bad {
        '\u{FFFD}' => "U+FFFD, which stands for what could not be read".to_owned(),
        _ => format!("the control character U+{:04X}", bad as u32),
    })
}

/// A line of Latin-1 whose bytes are UTF-8: `Ã©` for `é`.
fn double_encoded(value: &str) -> Option<String> {
    value.lines().find_map(|line| {
        let suspicious = line.contains(['\u{C2}', '\u{C3}']);
        let bytes: Option<Vec<u8>> =
            suspicious.then(|| line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()).flatten();
        let read = String::from_utf8(bytes?).ok()?;
        let meant = read.chars().find(|c| !c.is_ascii())?;
        Some(format!("UTF-8 that was read as Latin-1: `{meant}` was meant"))
    })
}

/// The span of a text node without the white space around it.
pub(crate) fn trimmed_span(judge: &Judge<'_>, node: Node<'_, '_>) -> Span {
    let span: Span = node.range().into();
    let text = span.of(judge.source);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}
