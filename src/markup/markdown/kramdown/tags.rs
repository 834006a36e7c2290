//! HTML tags by kramdown's rules, and what it knows of elements.

use crate::markup::markdown::kramdown::line::is_space_char;

/// A start tag at the beginning of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StartTag<'s> {
    /// The name as written.
    pub(crate) name: &'s str,
    /// What stands between the name and the end of the tag.
    pub(crate) attributes: &'s str,
    /// Whether it ends in `/>`.
    pub(crate) closed: bool,
    /// The length of the whole tag.
    pub(crate) length: usize,
}

/// What an element may hold where Markdown is read in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Model {
    /// Blocks.
    Block,
    /// Text with markup.
    Span,
    /// Nothing that is Markdown.
    Raw,
}

/// The start tag at the beginning of `text`.
pub(crate) fn start_tag(text: &str) -> Option<StartTag<'_>> {
    let inside = text.strip_prefix('<')?;
    let name_end = name_length(inside);
    if name_end == 0 {
        return None;
    }
    let mut at = name_end;
    loop {
        let rest = inside.get(at..)?;
        let spaces = rest.len() - rest.trim_start_matches(is_space_char).len();
        let rest = rest.get(spaces..)?;
        let closed = rest.starts_with("/>");
        if closed || rest.starts_with('>') {
            return Some(StartTag {
                name: inside.get(..name_end)?,
                attributes: inside.get(name_end..at)?,
                closed,
                length: 1 + at + spaces + 1 + usize::from(closed),
            });
        }
        let name = name_length(rest);
        if spaces == 0 || name == 0 {
            return None;
        }
        at += spaces + name + value_length(rest.get(name..)?)?;
    }
}

/// The name and the length of the end tag at the beginning of `text`.
pub(crate) fn end_tag(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix("</")?;
    let name = inside.get(..name_length(inside))?;
    let rest = inside.get(name.len()..)?;
    let after = rest.trim_start_matches(is_space_char);
    (!name.is_empty() && after.starts_with('>')).then(|| (name, text.len() - after.len() + 1))
}

/// Where the end tag of an element stands, and its length.
pub(crate) fn raw_end(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(text.as_bytes().get(at..)?, b"</") {
        at += found;
        if let Some((closing, length)) = text.get(at..).and_then(end_tag)
            && closing.eq_ignore_ascii_case(name)
        {
            return Some((at, length));
        }
        at += 2;
    }
    None
}

/// The attributes of a tag: names as written, values with their references.
pub(crate) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_space_char);
        let name = rest.get(..name_length(rest)).filter(|name| !name.is_empty())?;
        rest = rest.get(name.len()..)?;
        let length = value_length(rest)?;
        let value = rest.get(..length)?.trim_start_matches(|c| is_space_char(c) || c == '=');
        rest = rest.get(length..)?;
        let quoted = |quote| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
        Some((name, quoted('"').or_else(|| quoted('\'')).unwrap_or(value)))
    })
}

/// The length of the name at the beginning of `text`, with one namespace prefix at most.
pub(crate) fn name_length(text: &str) -> usize {
    let plain = |text: &str| {
        let mut chars = text.char_indices();
        match chars.next() {
            Some((_, c)) if c.is_alphabetic() || c == '_' => {}
            _ => return 0,
        }
        chars
            .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
            .map_or(text.len(), |(at, _)| at)
    };
    let first = plain(text);
    let second = text.get(first..).and_then(|rest| rest.strip_prefix(':')).map_or(0, plain);
    if first > 0 && second > 0 { first + 1 + second } else { first }
}

/// The length of `= value` with the white space before it, 0 where there is none; `None` where it is malformed.
fn value_length(text: &str) -> Option<usize> {
    let after = text.trim_start_matches(is_space_char);
    let Some(value) = after.strip_prefix('=') else { return Some(0) };
    let value = value.trim_start_matches(is_space_char);
    let before = text.len() - value.len();
    match value.chars().next()? {
        quote @ ('"' | '\'') => Some(before + 1 + value.get(1..)?.find(quote)? + 1),
        _ => {
            let length = value.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(value.len());
            (length > 0).then_some(before + length)
        }
    }
}

/// An element that begins a block in Python-Markdown; any other is in a paragraph.
///
/// Source: Python-Markdown, `core.py`, `block_level_elements`.
pub(crate) fn is_block_in_python(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "canvas",
        "center",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "group",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "map",
        "math",
        "menu",
        "nav",
        "noscript",
        "object",
        "ol",
        "option",
        "output",
        "p",
        "pre",
        "progress",
        "script",
        "section",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ];
    NAMES.contains(&name.to_ascii_lowercase().as_str())
}

/// An inline element.
pub(crate) fn is_span(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "a" | "abbr"
            | "acronym"
            | "b"
            | "big"
            | "bdo"
            | "br"
            | "button"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "img"
            | "input"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "option"
            | "q"
            | "rb"
            | "rbc"
            | "rp"
            | "rt"
            | "rtc"
            | "ruby"
            | "samp"
            | "select"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
    )
}

/// A block element, invalid inside a line.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "applet"
            | "body"
            | "blockquote"
            | "caption"
            | "col"
            | "colgroup"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "head"
            | "iframe"
            | "legend"
            | "menu"
            | "li"
            | "main"
            | "map"
            | "nav"
            | "ol"
            | "optgroup"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tfoot"
            | "tr"
            | "ul"
    )
}

/// An element without content.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "command"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// What an element holds where its content is Markdown.
pub(crate) fn model(name: &str) -> Model {
    match name {
        "address" | "applet" | "article" | "aside" | "blockquote" | "body" | "dd" | "details" | "div"
        | "dl" | "fieldset" | "figure" | "figcaption" | "footer" | "form" | "header" | "hgroup"
        | "iframe" | "li" | "main" | "map" | "menu" | "nav" | "noscript" | "object" | "section"
        | "summary" | "td" => Model::Block,
        "a" | "abbr" | "acronym" | "b" | "bdo" | "big" | "button" | "cite" | "caption" | "del" | "dfn"
        | "dt" | "em" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "i" | "ins" | "label" | "legend"
        | "optgroup" | "p" | "q" | "rb" | "rbc" | "rp" | "rt" | "rtc" | "ruby" | "select" | "small"
        | "span" | "strong" | "sub" | "sup" | "th" | "tt" => Model::Span,
        _ => Model::Raw,
    }
}

/// The name in lower case where HTML knows it, as written otherwise.
pub(crate) fn known_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if is_known(&lower) { lower } else { name.to_owned() }
}

/// The name of an attribute: in lower case where HTML knows the element, as written otherwise (`viewBox` of `svg`).
pub(crate) fn attribute_name(element: &str, attribute: &str) -> String {
    if is_known(element) { attribute.to_lowercase() } else { attribute.to_owned() }
}

/// Returns whether HTML knows an element, whose name is in lower case.
fn is_known(lower: &str) -> bool {
    let raw = matches!(
        lower,
        "script" | "style" | "math" | "option" | "textarea" | "pre" | "code" | "kbd" | "samp" | "var"
    );
    raw || is_span(lower) || is_block(lower) || is_void(lower) || model(lower) != Model::Raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_whole() {
        let tag = start_tag("<a href=\"x>y\" b = 'c' d width=100 />z").map(|t| (t.name, t.closed, t.length));
        assert_eq!(tag, Some(("a", true, 36)));
        let found: Vec<_> = start_tag("<svg:a x='1' y z=\"\">")
            .map(|t| attributes(t.attributes).collect())
            .unwrap_or_default();
        assert_eq!(found, [("x", "1"), ("y", ""), ("z", "")]);
        assert_eq!(end_tag("</div \n>x"), Some(("div", 8)));
        for bad in ["<1>", "<a b=http://x>", "<a\"b\">", "< a>", "<a", "<http://x.y>", "<a b='c'd>"] {
            assert_eq!(start_tag(bad), None, "{bad}");
        }
    }
}
