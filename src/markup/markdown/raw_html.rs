//! Tags and links of raw HTML, with their places.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use crate::markup::markdown::facts::{HtmlTag, Link, LinkKind, LinkRole};
use crate::text::source::{Span, Spanned};

/// What a reader of raw HTML meets.
pub(crate) enum Piece {
    /// A start tag.
    Start(HtmlTag),
    /// An end tag: its name in lower case and its place.
    End(String, Span),
    /// Text between tags.
    Text(Span),
}

/// A tag with more attributes is left out: the tokenizer calls itself for each. The most in a real file is about 30.
const MOST_ATTRIBUTES: usize = 1_000;

/// The tags and text of `html`, comments left out; places count from the start of `html`.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())) {
        let start = at + found;
        at = start + 1;
        if let Some(length) = html.as_bytes().get(start..).and_then(overlong_tag) {
            tokenize(html, done, start, &mut pieces);
            done = start + length;
            at = done;
        }
    }
    tokenize(html, done, html.len(), &mut pieces);
    pieces
}

/// The length of the start tag that `text` begins with, if it has too many attributes.
fn overlong_tag(text: &[u8]) -> Option<usize> {
    if !text.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let (mut attributes, mut quote, mut before) = (0, None, b'<');
    for (at, &byte) in text.iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => continue,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte == b'>' => return (attributes > MOST_ATTRIBUTES).then_some(at + 1),
            // A tag that does not end.
            None if byte == b'<' && at > 0 => break,
            None if before.is_ascii_whitespace() && !byte.is_ascii_whitespace() => attributes += 1,
            None => {}
        }
        before = byte;
    }
    (attributes > MOST_ATTRIBUTES).then_some(text.len())
}

fn tokenize(whole: &str, from: usize, to: usize, pieces: &mut Vec<Piece>) {
    let Some(html) = whole.get(from..to).filter(|html| !html.is_empty()) else { return };
    let mut open: Option<HtmlTag> = None;
    let callback = |event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
        let span = clamp(html, span.start, span.end).shifted(from);
        match event {
            CallbackEvent::OpenStartTag { name } => {
                open = Some(HtmlTag { name: text(name), attributes: Vec::new(), span });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut open {
                    let end = Span::at(span.end);
                    tag.attributes.push((text(name), Spanned::new(String::new(), end)));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, attribute)) = open.as_mut().and_then(|tag| tag.attributes.last_mut()) {
                    if attribute.value.is_empty() {
                        attribute.span = span;
                    } else {
                        attribute.span.end = span.end;
                    }
                    attribute.value.push_str(&text(value));
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(mut tag) = open.take() {
                    tag.span = Span::new(tag.span.start, span.end);
                    pieces.push(Piece::Start(tag));
                }
            }
            CallbackEvent::EndTag { name } => pieces.push(Piece::End(text(name), span)),
            CallbackEvent::String { .. } => pieces.push(Piece::Text(span)),
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    // All is done in the callback: the tokens themselves are of a type without values.
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
}

/// The links of a start tag: where each points and what it is on the page.
pub(crate) fn links(tag: &HtmlTag) -> Vec<Link> {
    let mut links = Vec::new();
    for (name, value) in &tag.attributes {
        let role = match (tag.name.as_str(), name.as_str()) {
            ("a" | "area", "href") => LinkRole::Anchor,
            ("img", "src") | ("image", "href" | "xlink:href") => LinkRole::Image,
            ("img" | "source", "srcset") => {
                links.extend(candidates(value).map(|part| html_link(tag, LinkRole::Image, part)));
                continue;
            }
            ("input", "src") | ("video", "poster") => LinkRole::Image,
            ("video" | "audio" | "source" | "track" | "iframe" | "embed" | "script" | "frame", "src")
            | ("link", "href")
            | ("object", "data") => LinkRole::Resource,
            ("blockquote" | "q" | "ins" | "del", "cite") => LinkRole::Anchor,
            _ => continue,
        };
        links.push(html_link(tag, role, value.clone()));
    }
    links
}

fn html_link(tag: &HtmlTag, role: LinkRole, destination: Spanned<String>) -> Link {
    let attribute = |wanted: &str| tag.attributes.iter().find(|(name, _)| name == wanted);
    let (text, text_span) = match (role, attribute("alt")) {
        (LinkRole::Image, Some((_, alt))) => (alt.value.clone(), alt.span),
        _ => (String::new(), Span::at(tag.span.end)),
    };
    Link {
        kind: LinkKind::Html,
        role,
        span: tag.span,
        destination,
        evaluated: None,
        text,
        text_span,
        title: attribute("title").map(|(_, title)| title.value.clone()),
        definition: None,
    }
}

/// The URLs of a `srcset` (HTML, "srcset attributes"), each with its place.
fn candidates(value: &Spanned<String>) -> impl Iterator<Item = Spanned<String>> + '_ {
    let text = value.value.as_str();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c: char| !c.is_ascii_whitespace() && c != ',')?;
        let url = text.get(start..)?;
        let length = url.find(|c: char| c.is_ascii_whitespace()).unwrap_or(url.len());
        let mut end = start + length;
        let trimmed = text.get(start..end)?.trim_end_matches(',').len();
        if trimmed < length {
            end = start + trimmed;
            at = start + length;
        } else {
            at = text.get(end..)?.find(',').map_or(text.len(), |comma| end + comma + 1);
        }
        // Entities make the value shorter than what is written: then only the whole value has a place.
        let exact = value.span.len() == text.len();
        let span = if exact { Span::new(start, end).shifted(value.span.start) } else { value.span };
        Some(Spanned::new(text.get(start..end)?.to_owned(), span))
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn clamp(html: &str, start: usize, end: usize) -> Span {
    let mut start = start.min(html.len());
    let mut end = end.min(html.len());
    while !html.is_char_boundary(start) {
        start -= 1;
    }
    while !html.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_values_and_texts_have_their_places() {
        let html = "<a href=\"/x?a=1&amp;b\" title='é'>né</a> <!-- <b> --><IMG src=/i.png alt=\"A\">";
        let pieces = pieces(html);
        let [Piece::Start(a), Piece::Text(text), Piece::End(name, end), _, Piece::Start(img)] = &pieces[..]
        else {
            panic!("{}", pieces.len())
        };
        assert_eq!(a.span.of(html), "<a href=\"/x?a=1&amp;b\" title='é'>");
        assert_eq!(a.attributes[0].1.value, "/x?a=1&b");
        assert_eq!(a.attributes[0].1.span.of(html), "/x?a=1&amp;b");
        assert_eq!(a.attributes[1].1.span.of(html), "é");
        assert_eq!(text.of(html), "né");
        assert_eq!((name.as_str(), end.of(html)), ("a", "</a>"));
        assert_eq!(img.span.of(html), "<IMG src=/i.png alt=\"A\">");
        assert_eq!(img.attributes[0].1.span.of(html), "/i.png");
    }

    #[test]
    fn each_candidate_of_a_srcset_is_a_link() {
        let html = "<img srcset=\"a.png 1x, b.png 2x,c.png\" src=d.png>";
        let pieces = pieces(html);
        let [Piece::Start(tag)] = &pieces[..] else { panic!() };
        let found: Vec<&str> = links(tag).iter().map(|link| link.destination.span.of(html)).collect();
        assert_eq!(found, ["a.png", "b.png", "c.png", "d.png"]);
    }
}
