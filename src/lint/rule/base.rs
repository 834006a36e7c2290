//! The `<base>` of a template.

use crate::markup::constructs::constructs;
use crate::text::pieces::Part as _;

/// The `href` of the first `<base>` in a template that has one, as it is written in quotes, with the Liquid in it.
pub(super) fn base_href(text: &str) -> Option<String> {
    const TAG: &str = "<base";
    if !text.contains(TAG) {
        return None;
    }
    let plain = without_liquid(text);
    let mut at = 0;
    loop {
        let start = at + plain.part(at..).find(TAG)?;
        let attributes = start + TAG.len();
        at = attributes;
        if !plain.part(attributes..).starts_with(|c: char| c.is_ascii_whitespace()) {
            continue;
        }
        let end = attributes + end_of_tag(plain.part(attributes..))?;
        at = end;
        let Some((from, to)) = href(plain.part(attributes..end)) else { continue };
        let value = text.part(attributes + from..attributes + to).trim();
        if !value.is_empty() {
            return Some(value.to_owned());
        }
    }
}

/// A template of the same length with `x` for Liquid, and nothing in comments.
fn without_liquid(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut comment_from = None;
    for construct in constructs(text) {
        match construct.name {
            "comment" if comment_from.is_none() => comment_from = Some(plain.len()),
            _ => {}
        }
        plain.push_str(text.part(plain.len()..construct.span.start));
        let filler = "x".repeat(construct.span.end - construct.span.start);
        plain.push_str(&filler);
        if construct.name == "endcomment"
            && let Some(from) = comment_from.take()
        {
            blank(&mut plain, from);
        }
    }
    plain.push_str(text.part(plain.len()..));
    let mut at = 0;
    while let Some(from) = plain.part(at..).find("<!--").map(|from| at + from) {
        let to = plain.part(from..).find("-->").map_or(plain.len(), |length| from + length);
        let filler = " ".repeat(to - from);
        plain.replace_range(from..to, &filler);
        at = to;
    }
    plain
}

/// Replaces the text from a place on by as many spaces.
fn blank(plain: &mut String, from: usize) {
    let length = plain.len() - from;
    plain.truncate(from);
    plain.push_str(&" ".repeat(length));
}

/// Where a tag ends, outside quotation marks.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let mut open = None;
    for (at, c) in attributes.char_indices() {
        match (open, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => open = Some(c),
            (Some(quote), _) if quote == c => open = None,
            _ => {}
        }
    }
    None
}

/// The place of the value of `href` among the attributes of a tag.
fn href(attributes: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(equals) = attributes.part(at..).find('=').map(|found| at + found) {
        let name = attributes.part(at..equals).trim_end();
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
        let rest = attributes.part(equals + 1..);
        let value = rest.trim_start();
        let from = equals + 1 + rest.len() - value.len();
        let (from, to, next) = match value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
            Some(quote) => {
                let to = from + 1 + attributes.part(from + 1..).find(quote)?;
                (from + 1, to, to + 1)
            }
            None => {
                let length = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                (from, from + length, from + length)
            }
        };
        if name.eq_ignore_ascii_case("href") {
            return Some((from, to));
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_href_of_base_alone() {
        for (text, expected) in [
            (r#"<base href="/a/">"#, Some("/a/")),
            (r#"<base target="_blank"><link href="/css/main.css">"#, None),
            (r#"<base target="a>b" href='/a/'>"#, Some("/a/")),
            (r#"<base data-href="/x/" href = "/a/">"#, Some("/a/")),
            ("<base\n  href=/a/>", Some("/a/")),
            (r#"<base target="_top"><base href="/b/">"#, Some("/b/")),
            (r#"<basefont href="/x/"><p href="/y/">"#, None),
            (r#"<!-- <base href="/x/"> --><base href="/a/">"#, Some("/a/")),
            (r#"{% comment %}<base href="/x/">{% endcomment %}"#, None),
            (r#"<base href="{{ "/" | relative_url }}">"#, Some(r#"{{ "/" | relative_url }}"#)),
            (r#"<base href="{% if a > b %}/é/{% endif %}">"#, Some("{% if a > b %}/é/{% endif %}")),
            (r#"<base href="">"#, None),
            (r#"<base href="/a/"#, None),
            ("<base", None),
        ] {
            assert_eq!(base_href(text).as_deref(), expected, "{text}");
        }
    }
}
