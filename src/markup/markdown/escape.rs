//! Text made safe for HTML.

use crate::text::pieces::Part as _;

/// Appends `text` with `&`, `<` and `>` as references.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let mut done = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        out.push_str(text.part(done..at));
        out.push_str(match text.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        done = at + 1;
    }
    out.push_str(text.part(done..));
}

/// Appends `value` with `&`, `<`, `>` and `"` as references.
pub(crate) fn push_attribute(out: &mut String, value: &str) {
    let mut done = 0;
    for at in memchr::memchr_iter(b'"', value.as_bytes()) {
        push_text(out, value.part(done..at));
        out.push_str("&quot;");
        done = at + 1;
    }
    push_text(out, value.part(done..));
}

/// Appends a value as it stands in raw HTML or an attribute list, where references are written already.
pub(crate) fn push_attribute_with_references(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        let (head, tail) = rest.split_at(at);
        push_attribute(out, head);
        let length = reference_length(tail);
        if length == 0 {
            out.push_str("&amp;");
            rest = tail.part(1..);
        } else {
            out.push_str(tail.part(..length));
            rest = tail.part(length..);
        }
    }
    push_attribute(out, rest);
}

/// The length of the character reference that `text` begins with, 0 where there is none.
pub(crate) fn reference_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'&') {
        return 0;
    }
    let numeric = bytes.get(1) == Some(&b'#');
    let hex = numeric && matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = 1 + usize::from(numeric) + usize::from(hex);
    let length = bytes
        .iter()
        .skip(start)
        .take_while(|b| match (numeric, hex) {
            (true, true) => b.is_ascii_hexdigit(),
            (true, false) => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric(),
        })
        .take(40)
        .count();
    if length > 0 && bytes.get(start + length) == Some(&b';') { start + length + 1 } else { 0 }
}
