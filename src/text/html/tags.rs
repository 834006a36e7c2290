//! The tags of an HTML text with their places, found as the HTML Standard's tokenizer finds them (13.2.5).
//!
//! Comments, processing instructions and the insides of scripts, styles and other raw text are skipped.
//! One pass, nothing copied, no allocation a tag.

use memchr::memchr;

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Walks through the tags of HTML.
#[derive(Debug)]
pub struct Tags<'a> {
    html: &'a str,
    at: usize,
    attributes: Vec<Attribute<'a>>,
    /// Where a tag or comment begins that the end of the text cuts off.
    cut_off: Option<usize>,
}

/// A start or end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name as written; compare it without case.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub end: bool,
    /// Whether it ends in `/>`, which means nothing but in SVG and MathML.
    pub self_closing: bool,
    /// From its `<` after its `>`.
    pub span: Span,
    /// For a start tag of raw text (`script`, `style`, `textarea` …) the end of that text, elsewhere the end of the tag.
    pub inside: usize,
}

/// One attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name as written; compare it without case.
    pub name: &'a str,
    /// Its value as written, character references and all; none where there is no `=`.
    pub value: Option<&'a str>,
    /// Where the value stands, without its quotes.
    pub value_span: Span,
    /// The quote round the value: `"`, `'`, or none.
    pub quote: Option<u8>,
    /// From its name after its value's quote.
    pub span: Span,
}

impl<'a> Tags<'a> {
    /// The tags of `html`, from its start.
    #[must_use]
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0, attributes: Vec::new(), cut_off: None }
    }

    /// The next tag. One that the end of the text cuts off is none.
    pub fn next_tag(&mut self) -> Option<Tag<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let open = self.at + memchr(b'<', bytes.get(self.at..)?)?;
            let next = *bytes.get(open + 1)?;
            if !(next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/')) {
                self.at = open + 1;
                continue;
            }
            self.cut_off = Some(open);
            let tag = match next {
                b'!' | b'?' => {
                    self.at = behind_declaration(bytes, open)?;
                    None
                }
                b'/' if !bytes.get(open + 2)?.is_ascii_alphabetic() => {
                    self.at = open + 2 + memchr(b'>', bytes.get(open + 2..)?)? + 1;
                    None
                }
                _ => Some(self.tag(open, next == b'/')?),
            };
            self.cut_off = None;
            if tag.is_some() {
                return tag;
            }
        }
    }

    /// The attributes of the tag that [`Self::next_tag`] returned last.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// Where a tag or comment begins that the end of the text cuts off, so that it would swallow what follows.
    /// Known when [`Self::next_tag`] has returned none.
    #[must_use]
    pub(crate) fn cut_off(&self) -> Option<usize> {
        self.cut_off
    }

    fn tag(&mut self, open: usize, end: bool) -> Option<Tag<'a>> {
        let bytes = self.html.as_bytes();
        let start = open + 1 + usize::from(end);
        let name_end = start + bytes.get(start..)?.iter().position(|byte| ends_name(*byte))?;
        let name = self.html.get(start..name_end)?;
        self.attributes.clear();
        let mut at = name_end;
        let mut self_closing = false;
        loop {
            match bytes.get(at)? {
                b'>' => break,
                b'/' => {
                    self_closing = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                byte if space(*byte) => at += 1,
                _ => {
                    let attribute = attribute(self.html, at)?;
                    at = attribute.span.end;
                    self.attributes.push(attribute);
                }
            }
        }
        let behind = at + 1;
        let inside = if end { behind } else { behind_raw_text(self.html, name, behind) };
        self.at = inside;
        Some(Tag { name, end, self_closing, span: Span::new(open, behind), inside })
    }
}

/// After a comment, a doctype, a processing instruction or a CDATA section: in HTML the last two end at the first `>`.
fn behind_declaration(bytes: &[u8], open: usize) -> Option<usize> {
    let rest = bytes.get(open..)?;
    if !rest.starts_with(b"<!--") {
        return Some(open + memchr(b'>', rest)? + 1);
    }
    // `<!-->` and `<!--->` are whole comments; `--!>` ends one too.
    let mut from = open + 4;
    loop {
        let close = from + memchr(b'>', bytes.get(from..)?)?;
        let before = bytes.get(open + 2..close)?;
        if before.ends_with(b"--") || close > open + 6 && before.ends_with(b"--!") {
            return Some(close + 1);
        }
        from = close + 1;
    }
}

/// Whether an element's content is always text, even where it looks like tags (HTML Standard, 13.2.6.4). Every start tag is asked.
fn is_raw_text(name: &str) -> bool {
    let names: &[&str] = match name.len() {
        3 => &["xmp"],
        5 => &["style", "title"],
        6 => &["script", "iframe"],
        7 => &["noembed"],
        8 => &["textarea", "noframes"],
        _ => &[],
    };
    names.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

fn behind_raw_text(html: &str, name: &str, from: usize) -> usize {
    let bytes = html.as_bytes();
    if !is_raw_text(name) {
        return if name.eq_ignore_ascii_case("plaintext") { bytes.len() } else { from };
    }
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let tag = bytes.part(at + found + 1..);
        if let Some((b'/', tag)) = tag.split_first()
            && tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
            && tag.get(name.len()).is_some_and(|byte| ends_name(*byte))
        {
            return at + found;
        }
        at += found + 1;
    }
    bytes.len()
}

/// The attribute that begins at `start`, or none where the text ends first.
fn attribute(html: &str, start: usize) -> Option<Attribute<'_>> {
    let bytes = html.as_bytes();
    // A `=` in front belongs to the name.
    let mut at = start + 1;
    while !ends_name(*bytes.get(at)?) && bytes.get(at) != Some(&b'=') {
        at += 1;
    }
    let name = html.get(start..at)?;
    let name_end = at;
    while space(*bytes.get(at)?) {
        at += 1;
    }
    if bytes.get(at) != Some(&b'=') {
        let value_span = Span::at(name_end);
        return Some(Attribute {
            name,
            value: None,
            value_span,
            quote: None,
            span: Span::new(start, name_end),
        });
    }
    at += 1;
    while space(*bytes.get(at)?) {
        at += 1;
    }
    let (quote, from, to, end) = match *bytes.get(at)? {
        quote @ (b'"' | b'\'') => {
            let close = at + 1 + memchr(quote, bytes.get(at + 1..)?)?;
            (Some(quote), at + 1, close, close + 1)
        }
        _ => {
            let end = at + bytes.get(at..)?.iter().position(|byte| space(*byte) || *byte == b'>')?;
            (None, at, end, end)
        }
    };
    let value = html.get(from..to)?;
    Some(Attribute {
        name,
        value: Some(value),
        value_span: Span::new(from, to),
        quote,
        span: Span::new(start, end),
    })
}

const fn space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

const fn ends_name(byte: u8) -> bool {
    space(byte) || matches!(byte, b'/' | b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every tag as written, with its attributes after it.
    fn tags(html: &str) -> Vec<String> {
        let mut tags = Tags::new(html);
        let mut out = Vec::new();
        while let Some(tag) = tags.next_tag() {
            let mut text = format!("{}{}", if tag.end { "/" } else { "" }, tag.name);
            for attribute in tags.attributes() {
                text += &format!(" {}={}", attribute.name, attribute.value.unwrap_or("-"));
            }
            out.push(text);
        }
        out
    }

    #[test]
    fn tags_are_found_as_browsers_find_them() {
        assert_eq!(tags("a < b <p>x</p ></ p><b"), ["p", "/p"]);
        assert_eq!(tags("<a href=x\"y z = '>' W/>"), ["a href=x\"y z=> W=-"]);
        assert_eq!(tags("<br/><IMG src=a/b/ alt>"), ["br", "IMG src=a/b/ alt=-"]);
        assert_eq!(tags("<a =b c= >"), ["a =b=- c="]);
        assert_eq!(tags("<a href=\"never closed <p>"), Vec::<String>::new());
        assert_eq!(tags("<//x<p></ul>"), ["/ul"]);
    }

    #[test]
    fn comments_and_raw_text_hold_no_tags() {
        assert_eq!(tags("<!-- <a> --><!--><b><!---><i><!-- --!><u>"), ["b", "i", "u"]);
        assert_eq!(tags("<![CDATA[ a ]]><b><?php i ?><u><![CDATA[ <s>"), ["b", "u"]);
        assert_eq!(tags("<SCRIPT>'<a>' </scripts></script\n><p>"), ["SCRIPT", "/script", "p"]);
        assert_eq!(tags("<textarea><a></textarea><style><b>"), ["textarea", "/textarea", "style"]);
        assert_eq!(tags("<p><plaintext><b></plaintext>"), ["p", "plaintext"]);
    }
}
