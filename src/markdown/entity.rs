//! Named character references.

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
