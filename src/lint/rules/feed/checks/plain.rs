//! Plain text constructs, and their media types.

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, own_text};
use crate::lint::rules::feed::checks::beyond;
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::text::{
    ATTR_NOT_BLANK, CHARACTER_DATA, CONTAINS_HTML, CONTAINS_UNDECLARED_HTML, INVALID_MIME_ATTRIBUTE,
    INVALID_MIME_TYPE, NOT_BLANK, UNEXPECTED_WHITESPACE,
};
use crate::lint::rules::feed::values::text::{is_media_type, looks_like_markup, markup_in};
use crate::text::pieces::Part as _;

/// Text that is not empty.
pub(crate) fn not_blank(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.is_empty() {
        checker.report_at(NOT_BLANK, at, value, format!("{} is empty", at.words()));
    }
}

/// An attribute that is not empty.
pub(crate) fn attribute_not_blank(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.is_empty() {
        let message = format!("{} is empty", at.words());
        checker
            .report(ATTR_NOT_BLANK, at.span, message)
            .param("attr", at.attribute.unwrap_or(""))
            .param("element", at.frame.name())
            .param("parent", at.frame.parent_name());
    }
}

/// A value without white space around it (RFC 4287 section 2).
pub(crate) fn no_space(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, _value: &str) {
    let whole = own_text(at.frame.node);
    if whole.trim().len() != whole.len() {
        let message = format!("{} has white space around its value", at.words());
        checker.report_at(UNEXPECTED_WHITESPACE, at, whole.trim(), message);
    }
}

/// A media type.
pub(crate) fn media_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !is_media_type(value) {
        let message = format!("{} is not a media type: `{value}`", at.words());
        checker
            .report(INVALID_MIME_TYPE, at.span, message)
            .param("attr", at.attribute.unwrap_or("type"))
            .param("element", at.frame.name())
            .param("parent", at.frame.parent_name())
            .param("value", value);
    }
}

/// The media type of an enclosure (RSS 2.0).
pub(crate) fn enclosure_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !is_media_type(value) {
        let message = format!("{} is not a media type: `{value}`", at.words());
        checker.report_at(INVALID_MIME_ATTRIBUTE, at, value, message);
    }
}

/// Plain text: no markup, and in RSS nothing that a reader may take for it (RSS Profile, character data).
pub(crate) fn plain(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain_or(checker, at, value, CONTAINS_HTML);
}

/// Plain text as media RSS has it: markup where no type declares it.
pub(crate) fn undeclared(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain_or(checker, at, value, CONTAINS_UNDECLARED_HTML);
}

pub(crate) fn plain_or(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    rule: &'static FeedRule,
) {
    if !value.contains(['<', '&']) {
        return;
    }
    let place = at.words();
    // Hexadecimal references are the one way to write `&` and `<` that readers of RSS agree on.
    let hexadecimal = checker.source.part(checker.written(at.frame.node)).contains("&#x");
    match markup_in(value) {
        Some(reference) if reference.starts_with('&') && hexadecimal => {}
        Some(markup) => {
            checker.report_at(rule, at, &markup, format!("{place} is plain text but holds `{markup}`"));
        }
        None => {
            if checker.kind == FeedKind::Rss
                && checker.version.starts_with("2.")
                && looks_like_markup(value)
                && !hexadecimal
            {
                let message = format!("{place} holds a `&` or `<` that readers may take for markup");
                checker.report_at(CHARACTER_DATA, at, value, message);
            }
        }
    }
    beyond::double_escaped(checker, at, value);
}
