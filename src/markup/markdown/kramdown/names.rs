//! Labels, names and extension tags, which blocks and inline text alike have.

use std::borrow::Cow;

use crate::markup::markdown::kramdown::attributes::{self, Attributes};
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};

/// A label as kramdown compares it: white space as one space, lower case.
pub(crate) fn normalise(label: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii() && !b.is_ascii_uppercase() && (b == b' ' || !is_space(b));
    if label.bytes().all(plain) && !label.contains("  ") {
        return Cow::Borrowed(label);
    }
    let mut out = String::with_capacity(label.len());
    let mut space = false;
    for c in label.chars() {
        if is_space_char(c) {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.extend(c.to_lowercase());
            space = false;
        }
    }
    Cow::Owned(out)
}

/// Returns whether a string may name a footnote, a list of attributes or an extension.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// An extension's start tag: `{::name attributes}` or `{::name attributes /}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExtensionTag<'s> {
    pub(crate) name: &'s str,
    pub(crate) attributes: &'s str,
    /// Whether it has no body.
    pub(crate) closed: bool,
    /// The length of the tag.
    pub(crate) length: usize,
}

/// The extension tag at the beginning of `text`.
pub(crate) fn extension_tag(text: &str) -> Option<ExtensionTag<'_>> {
    let inside = text.strip_prefix("{::")?;
    let end = attributes::closing_brace(inside)?;
    let (body, closed) =
        inside.get(..end)?.strip_suffix('/').map_or((inside.get(..end)?, false), |body| (body, true));
    let name_end = body.find(is_space_char).unwrap_or(body.len());
    let (name, attributes) = body.split_at_checked(name_end)?;
    let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    word.then_some(ExtensionTag { name, attributes, closed, length: 3 + end + 1 })
}

/// Returns whether `nomarkdown` content is for HTML.
pub(crate) fn is_for_html(attributes: &str) -> bool {
    let mut list = Attributes::default();
    list.parse(attributes);
    list.get("type").is_none_or(|types| {
        types.split_whitespace().next().is_none() || types.split_whitespace().any(|t| t == "html")
    })
}
