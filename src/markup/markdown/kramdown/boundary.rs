//! Where blocks end.

use crate::markup::markdown::kramdown::attributes;
use crate::markup::markdown::kramdown::line::Line;
use crate::markup::markdown::kramdown::tags;
use crate::text::pieces::Part as _;

/// kramdown's end of lazy lines: blank, an attribute list, `^`, HTML of a block.
pub(crate) fn ends_lazily(line: Line, source: &str) -> bool {
    if line.is_blank(source) || is_end_marker(line, source) {
        return true;
    }
    let Some(text) = line.behind_spaces(source, 3) else { return false };
    match text.as_bytes().first() {
        Some(b'{') => is_attribute_list(text),
        Some(b'<') => begins_html(text),
        _ => false,
    }
}

/// Returns whether a block may end before this line, as a table must.
pub(crate) fn is_boundary(line: Option<Line>, source: &str) -> bool {
    line.is_none_or(|line| {
        line.is_blank(source)
            || is_end_marker(line, source)
            || line.behind_spaces(source, 3).is_some_and(is_attribute_list)
    })
}

/// A whole line `{: …}`.
pub(crate) fn is_attribute_list(text: &str) -> bool {
    attributes::list(text)
        .is_some_and(|(_, length)| text.get(length..).is_some_and(|rest| rest.trim().is_empty()))
}

/// Returns whether a start or end tag of a block's HTML begins here; only its name is looked at.
pub(crate) fn begins_html(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('<') else { return false };
    let (name, closing) = inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
    let length = tags::name_length(name);
    if length == 0 || closing && tags::end_tag(text).is_none() {
        return false;
    }
    let word = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    let word = name.part(..word);
    !(tags::is_span(word) && word.bytes().all(|b| !b.is_ascii_uppercase()) || word == "script")
}

/// A line `^`.
pub(crate) fn is_end_marker(line: Line, source: &str) -> bool {
    line.pad == 0 && line.text(source).strip_prefix('^').is_some_and(|rest| rest.trim().is_empty())
}
