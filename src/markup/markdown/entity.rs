//! Character references.

use crate::markup::markdown::escape::reference_length;
use crate::text::pieces::Part as _;

/// The text that the reference `&name;` stands for, `None` where HTML knows no such name.
pub(crate) fn decode(reference: &str) -> Option<String> {
    // pulldown-cmark holds the table of names; a parse of the reference alone is the way to ask it.
    let mut parser = pulldown_cmark::Parser::new(reference);
    let text = parser.find_map(|event| match event {
        pulldown_cmark::Event::Text(text) => Some(text.into_string()),
        _ => None,
    })?;
    (text != reference && !text.starts_with('&') || reference == "&amp;").then_some(text)
}

/// Replaces character references by the characters that they stand for.
pub(crate) fn decode_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.find('&').map(|at| rest.split_at(at)) {
        out.push_str(before);
        let length = reference_length(tail);
        let decoded = decode(tail.part(..length)).filter(|_| length > 0);
        match decoded {
            Some(decoded) => out.push_str(&decoded),
            None => out.push_str(tail.part(..length.max(1))),
        }
        rest = tail.part(length.max(1)..);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        assert_eq!(decode_all("/u?a=1&amp;b&c=&#233;&nosuch;&"), "/u?a=1&b&c=é&nosuch;&");
    }
}
