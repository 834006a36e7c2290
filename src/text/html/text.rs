//! Short pieces of HTML: tags away, white space to one space, characters to entities and back.

use std::borrow::Cow;

use crate::text::pieces::Part as _;
use memchr::memmem;

/// `html` without its tags, as Liquid's filter `strip_html` leaves it: scripts, styles and comments go with their
/// content, everything from `<` to the next `>` goes, a `<` that nothing closes stays.
#[must_use]
pub fn strip_html(html: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', html.as_bytes()).is_none() {
        return Cow::Borrowed(html);
    }
    let blocks = without(html, &[("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")]);
    Cow::Owned(without(&blocks, &[("<", ">")]))
}

/// `text` with every run of ASCII white space as one space and none at its ends (Jekyll's `normalize_whitespace`).
#[must_use]
pub fn normalize_whitespace(text: &str) -> Cow<'_, str> {
    let space = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let mut before = true;
    let clean = text.bytes().all(|byte| {
        let fine = if before { !space(byte) } else { byte == b' ' || !space(byte) };
        before = space(byte);
        fine
    });
    if clean && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = rest.part(rest.bytes().take_while(|byte| space(*byte)).count()..);
        if rest.is_empty() {
            return Cow::Owned(out);
        }
        if !out.is_empty() {
            out.push(' ');
        }
        // Words with one space between them are copied together.
        let bytes = rest.as_bytes();
        let last = |at: usize| bytes.get(at + 1).is_none_or(|next| space(*next));
        let end = (0..bytes.len()).find(|&at| {
            let byte = bytes.get(at).copied().unwrap_or_default();
            space(byte) && (byte != b' ' || last(at))
        });
        let (words, behind) = rest.split_at(end.unwrap_or(rest.len()));
        out.push_str(words);
        rest = behind;
    }
}

/// `text` as the content of an HTML element: `&`, `<` and `>` as entities.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    escape_where(text, |byte| matches!(byte, b'&' | b'<' | b'>'))
}

/// `text` as the value of an attribute in double or single quotes, in HTML and in XML.
#[must_use]
pub fn escape_attribute(text: &str) -> Cow<'_, str> {
    escape_where(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\''))
}

/// `html` with its character references resolved, once (HTML Standard, 13.2.5.72); it may hold no tags.
#[must_use]
pub fn unescape(html: &str) -> Cow<'_, str> {
    unescape_where(html, true)
}

/// The value of an attribute with its character references resolved, once; those without a semicolon stay, as in
/// `?a=1&copy=2`.
#[must_use]
pub(crate) fn unescape_attribute(value: &str) -> Cow<'_, str> {
    unescape_where(value, false)
}

fn unescape_where(html: &str, unclosed: bool) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', html.as_bytes()) else {
        return Cow::Borrowed(html);
    };
    let mut out = String::with_capacity(html.len());
    out.push_str(html.part(..first));
    let mut rest = html.part(first..);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        // The longest name has 31 characters; a numeric reference ends at the first character that is not a digit.
        let length = reference
            .bytes()
            .skip(1)
            .take(40)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let closed = reference.as_bytes().get(length + 1) == Some(&b';');
        let (reference, behind) = reference.split_at(length + 1 + usize::from(closed));
        if closed || unclosed {
            push_reference(reference, &mut out);
        } else {
            out.push_str(reference);
        }
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn push_reference(reference: &str, out: &mut String) {
    match reference {
        "&amp;" => out.push('&'),
        "&lt;" => out.push('<'),
        "&gt;" => out.push('>'),
        "&quot;" => out.push('"'),
        "&apos;" | "&#39;" => out.push('\''),
        "&nbsp;" => out.push('\u{a0}'),
        _ => {
            for token in html5gum::Tokenizer::new(reference) {
                let Ok(token) = token;
                if let html5gum::Token::String(text) = token {
                    out.push_str(&String::from_utf8_lossy(&text));
                }
            }
        }
    }
}

fn escape_where(text: &str, special: impl Fn(u8) -> bool) -> Cow<'_, str> {
    if !text.bytes().any(&special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if special(b'"') => out.push_str("&quot;"),
            '\'' if special(b'\'') => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// `text` without what lies between an opening and its closing string; an opening without closing stays.
///
/// A closing string that is not found once is not looked for again, so this is linear.
fn without(text: &str, pairs: &[(&str, &str)]) -> String {
    let mut open: Vec<bool> = pairs.iter().map(|_| true).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let mut end = None;
        for ((opening, closing), open) in pairs.iter().zip(&mut open) {
            if *open && let Some(inner) = tag.strip_prefix(opening) {
                match memmem::find(inner.as_bytes(), closing.as_bytes()) {
                    Some(found) => end = Some(opening.len() + found + closing.len()),
                    None => *open = false,
                }
                break;
            }
        }
        match end {
            Some(end) => rest = tag.part(end..),
            None => {
                out.push('<');
                rest = tag.part(1..);
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_as_in_liquid() {
        assert_eq!(strip_html("a<b>b</b> <!-- <i> -->c"), "ab c");
        assert_eq!(strip_html("x<script type=a>1 < 2</script>y<style>p{}</style>z"), "xyz");
        assert_eq!(strip_html("<script>open, 1 < 2"), "open, 1 < 2");
        assert_eq!(strip_html("<img alt='\n'>a"), "a");
        assert_eq!(strip_html("<<!-- -->b>c"), "c");
        assert_eq!(strip_html("plain & simple"), "plain & simple");
    }

    #[test]
    fn white_space_becomes_one_space() {
        assert_eq!(normalize_whitespace(" a \n\t b\u{b}c "), "a b c");
        assert!(matches!(normalize_whitespace("a b é"), Cow::Borrowed("a b é")));
        assert_eq!(normalize_whitespace("a "), "a");
        assert_eq!(normalize_whitespace("a\u{a0} b"), "a\u{a0} b");
        assert_eq!(normalize_whitespace(" \n "), "");
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(unescape("&amp;lt; &lt;b&gt; &#x2014;&#8212; &hellip;&copy &nosuch; & &"), {
            "&lt; <b> —— …© &nosuch; & &"
        });
        assert_eq!(unescape("AT&T &Aacute;&NotEqualTilde;&#0;"), "AT&T Á≂̸\u{fffd}");
        assert_eq!(unescape("&ampé&é"), "&é&é");
    }

    #[test]
    fn escaping_is_undone_by_unescaping() {
        let text = "a & b < c > \"d\" 'e' &amp; é";
        assert_eq!(unescape(&escape(text)), text);
        assert_eq!(unescape(&escape_attribute(text)), text);
        assert_eq!(escape("\"'"), "\"'");
    }
}
