//! Characters that no text means, wherever they stand.

use roxmltree::{Attribute, Node};

use crate::lint::rules::feed::checker::{Checker, Frame};
use crate::lint::rules::feed::tables::xml::BAD_CHARACTERS;
use crate::text::source::Span;

/// Characters that no text means: C1 controls, U+FFFD, UTF-8 read as Latin-1.
pub(crate) fn characters(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    value: &str,
) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value).or_else(|| double_encoded(value)) {
        let span = trimmed_span(checker, node);
        let message = format!("`{}` holds {what}", frame.name());
        checker
            .report(BAD_CHARACTERS, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
}

/// The same in content that nothing is known of.
pub(crate) fn free_characters(checker: &mut Checker<'_>, node: Node<'_, '_>, value: &str) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let span = trimmed_span(checker, node);
        checker.report(BAD_CHARACTERS, span, format!("the text holds {what}"));
    }
}

/// The same in all attributes of an element.
pub(crate) fn attributes(checker: &mut Checker<'_>, node: Node<'_, '_>) {
    for attribute in node.attributes() {
        attribute_characters(checker, node, &attribute);
    }
}

/// The same in one attribute.
pub(crate) fn attribute_characters(
    checker: &mut Checker<'_>,
    node: Node<'_, '_>,
    attribute: &Attribute<'_, '_>,
) {
    let value = attribute.value();
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let name = node.tag_name().name();
        let message = format!("attribute `{}` of `{name}` holds {what}", attribute.name());
        let span = attribute.range_value().into();
        checker
            .report(BAD_CHARACTERS, span, message)
            .param("element", attribute.name())
            .param("parent", name);
    }
}

fn bad_character(value: &str) -> Option<String> {
    // The C1 controls are C2 80 to C2 9F in UTF-8, U+FFFD is EF BF BD.
    let bytes = value.as_bytes();
    let control =
        memchr::memchr_iter(0xC2, bytes).find_map(|at| bytes.get(at + 1).filter(|next| **next <= 0x9F));
    if let Some(low) = control {
        return Some(format!("the control character U+{low:04X}"));
    }
    let unread = memchr::memmem::find(bytes, "\u{FFFD}".as_bytes()).is_some();
    unread.then(|| "U+FFFD, which replaces characters that could not be decoded".to_owned())
}

/// A line of Latin-1 whose bytes are UTF-8: `Ã©` for `é`.
fn double_encoded(value: &str) -> Option<String> {
    // The first of the two letters is U+00C2 or U+00C3: C3 82 or C3 83.
    let bytes = value.as_bytes();
    // Windows-1252 makes `â€` of the first two bytes of dashes and quotation marks.
    if memchr::memmem::find(bytes, "\u{E2}\u{20AC}".as_bytes()).is_some() {
        return Some("UTF-8 that was read as Windows-1252: a dash or a quotation mark was meant".to_owned());
    }
    memchr::memchr_iter(0xC3, bytes).find(|at| matches!(bytes.get(at + 1), Some(0x82 | 0x83)))?;
    value.lines().find_map(|line| {
        let suspicious = line.contains(['\u{C2}', '\u{C3}']);
        let bytes: Option<Vec<u8>> =
            suspicious.then(|| line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()).flatten();
        let read = String::from_utf8(bytes?).ok()?;
        let meant = read.chars().find(|c| !c.is_ascii())?;
        Some(format!("UTF-8 that was read as Latin-1: `{meant}` was meant"))
    })
}

/// The span of text without the white space around it.
pub(crate) fn trimmed_span(checker: &Checker<'_>, node: Node<'_, '_>) -> Span {
    let span: Span = checker.written(node).into();
    let text = span.of(checker.source);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}
