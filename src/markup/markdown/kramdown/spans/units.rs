//! Small pieces of the inline grammar.

use std::borrow::Cow;

use crate::markup::markdown::kramdown::line::{is_space, is_space_char};
use crate::markup::markdown::kramdown::names::is_name;
use crate::markup::markdown::kramdown::tags::{self, Model};
use crate::text::pieces::Part as _;

/// A run of backticks.
pub(crate) struct Code {
    /// How many backticks open it.
    pub(crate) marks: usize,
    /// The length of what they hold, if they open a code span.
    pub(crate) body: Option<usize>,
    /// The length of the span, or of the marks if they open none.
    pub(crate) whole: usize,
}

/// The code span at `at`.
pub(crate) fn code(text: &str, at: usize) -> Code {
    let rest = text.part(at..);
    let marks = rest.bytes().take_while(|&b| b == b'`').count();
    let inside = rest.part(marks..);
    let space_before = at == 0 || text.as_bytes().get(at - 1).copied().is_none_or(is_space);
    let body = if marks == 1 && space_before && inside.starts_with(is_space_char) {
        None
    } else {
        // Few runs find no end: each must be longer than all after it.
        memchr::memmem::find(inside.as_bytes(), rest.get(..marks).unwrap_or("`").as_bytes())
    };
    Code { marks, body, whole: body.map_or(marks, |body| marks + body + marks) }
}

/// The name in the footnote mark at the beginning of `text`.
pub(super) fn footnote(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[^")?;
    let length = rest.bytes().take(1000).position(|b| b == b']')?;
    rest.get(..length).filter(|name| is_name(name))
}

/// Returns whether `text` is a stop tag of an extension, `{:/name}`.
pub(super) fn is_stop_tag(text: &str) -> bool {
    let name = text.strip_prefix("{:/").and_then(|rest| rest.strip_suffix('}'));
    name.is_some_and(|name| name.is_empty() || is_name(name))
}

/// Returns whether the content of an inline element is read as Markdown.
pub(crate) fn is_parsed(name: &str, wanted: Option<&str>, parse: bool) -> bool {
    let raw = tags::model(name) == Model::Raw;
    match wanted {
        Some("0") => false,
        Some("1") => !raw,
        Some("span") => true,
        _ => !raw && parse,
    }
}

/// Returns whether the end tag of this element begins here.
pub(super) fn is_end_tag(text: &str, name: &str) -> bool {
    text.starts_with("</")
        && tags::end_tag(text).is_some_and(|(closing, _)| tags::known_name(closing) == name)
}

/// The length of the end tag here.
pub(super) fn end_tag_length(text: &str) -> usize {
    tags::end_tag(text).map_or(0, |(_, length)| length)
}

/// Returns whether the inside of an autolink begins with one of kramdown's schemes.
pub(super) fn has_scheme(inside: &str) -> bool {
    let schemes = ["mailto:", "http:", "https:", "ftp:", "ftps:"];
    schemes.iter().any(|scheme| inside.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

/// Returns whether the inside of an autolink is an address of an email.
pub(super) fn is_email(inside: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    inside.split_once('@').is_some_and(|(user, host)| word(user) && word(host))
}

/// The characters that a backslash escapes in kramdown; before any other it is a plain backslash.
pub(super) fn is_escapable(byte: u8) -> bool {
    b"\\.*_+`<>()[]{}#!:|\"'$=-~".contains(&byte)
}

/// The same in Python-Markdown with its extension for tables; the one for typography adds quotes.
pub(super) fn is_escapable_in_python(byte: u8, has_quotes: bool) -> bool {
    b"\\`*_{}[]()>#+-.!|".contains(&byte) || has_quotes && matches!(byte, b'"' | b'\'')
}

/// Text without the backslashes that escape.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && u8::try_from(next).is_ok_and(is_escapable) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
