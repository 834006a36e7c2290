//! Text in HTML as docutils writes it.

/// Text, or the value of an attribute, with references for the signs that docutils encodes in both.
///
/// Source: docutils 0.23, `writers/_html_base.py`, `special_characters`.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '@' => out.push_str("&#64;"),
            _ => out.push(c),
        }
    }
    out
}
