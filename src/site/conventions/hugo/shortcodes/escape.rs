//! How values are written into HTML: as text, in tags, and as addresses.
//!
//! Source: Go's `html/template`, `url.go` and `attr.go`.

use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::text::html::text::{escape, escape_attribute, strip_html};

/// A value as it is written within this tag, or in text.
pub(super) fn escaped(value: &ShortcodeValue, tag: Option<&str>) -> String {
    let text = value.text();
    let is_html = matches!(value, ShortcodeValue::Html(_));
    let Some(tag) = tag else {
        return if is_html { text } else { escape(&text).replace('"', "&#34;").replace('\'', "&#39;") };
    };
    let address = open_attribute(tag).filter(|(name, _)| is_address(name));
    match address {
        Some((_, start)) => {
            let is_part = start.contains(['?', '#']) && !is_html;
            escape_attribute(&encoded(&text, is_part)).into_owned()
        }
        None if is_html && text.contains('<') => strip_html(&text).into_owned(),
        None if is_html => text,
        None => escape_attribute(&text).into_owned(),
    }
}

/// An address with what must not be in one percent-encoded; `is_part` does so for all that means something there too.
pub(super) fn encoded(address: &str, is_part: bool) -> String {
    let bytes = address.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut out = String::with_capacity(address.len());
    for (at, byte) in bytes.iter().enumerate() {
        let is_kept = byte.is_ascii_alphanumeric()
            || b"-._~".contains(byte)
            || !is_part
                && (b"!#$&*+,/:;=?@[]".contains(byte) || *byte == b'%' && is_hex(at + 1) && is_hex(at + 2));
        if is_kept {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02x}"));
        }
    }
    out
}

/// The attribute whose value a tag ends within: its name, and the beginning of its value.
fn open_attribute(tag: &str) -> Option<(&str, &str)> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = after.get(1..)?;
        match value.split_once(quote) {
            Some((_, following)) => rest = following,
            None => return Some((before.rsplit(char::is_whitespace).next()?, value)),
        }
    }
}

fn is_address(attribute: &str) -> bool {
    const NAMES: [&str; 8] =
        ["href", "action", "cite", "data", "formaction", "longdesc", "poster", "background"];
    let name = attribute.to_ascii_lowercase();
    let name = name.strip_prefix("data-").unwrap_or(&name);
    let is_named = ["src", "uri", "url"].iter().any(|part| name.contains(part));
    name != "srcset" && (NAMES.contains(&name) || is_named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::conventions::hugo::shortcodes::position::Position;

    #[test]
    fn values_are_written_as_their_place_asks() {
        let (text, html) = (
            |text: &str| ShortcodeValue::Text(text.to_owned()),
            |html: &str| ShortcodeValue::Html(html.to_owned()),
        );
        for (value, after, expected) in [
            (text("a<b \"c\""), "<p>", "a&lt;b &#34;c&#34;"),
            (html("<b>"), "<p>", "<b>"),
            (text("/ü (x)?a=1&b=%20"), "<a class=\"y\" href=\"", "/%c3%bc%20%28x%29?a=1&amp;b=%20"),
            (text("ü/x"), "<a href=\"#", "%c3%bc%2fx"),
            (html("ü/x"), "<a href='#", "%c3%bc/x"),
            (text("ü (x)"), "<h2 id=\"", "ü (x)"),
            (html("a<b>c</b>"), "<img alt=\"", "ac"),
            (html(" class=\"x\""), "<img alt=\"y\"", " class=\"x\""),
            (text("ü"), "<img data-src=\"", "%c3%bc"),
        ] {
            assert_eq!(escaped(&value, Position::after(after).tag(after)), expected, "{after}");
        }
    }
}
