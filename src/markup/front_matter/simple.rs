//! The front matter that nearly all posts have, read by hand: keys with strings, numbers and lists, a line each.
//!
//! Anything beyond that is left to the real parsers; what is read here, they read the same.

use std::borrow::Cow;

use crate::markup::front_matter::scalar::resolve;
use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// The mapping that `text` holds, or `None` where a real parser is needed, also for every error.
pub(super) fn parse(text: &str, offset: usize) -> Option<Map> {
    if !is_plain_text(text) {
        return None;
    }
    // Room for its keys and no more: a site has a mapping for each of its posts.
    let keys = text.split('\n').filter(|line| !line.is_empty() && !line.starts_with([' ', '-', '#'])).count();
    let mut map = Map::with_capacity(keys);
    let mut lines = Lines { text, at: 0 }.peekable();
    while let Some(line) = lines.next() {
        let (key, colon) = key(line.text)?;
        let key_span = Span::new(line.at, line.at + key.len()).shifted(offset);
        let rest = line.text.get(colon + 1..)?;
        let value = if rest.is_empty() {
            let items = items(&mut lines, offset)?;
            match items.first().zip(items.last()) {
                Some((first, last)) => {
                    // A block list begins at the dash of its first item.
                    let span = Span::new(first.0, last.1.span.end);
                    Node {
                        value: Value::List(items.into_iter().map(|(_, node)| node).collect()),
                        span,
                        plain: false,
                    }
                }
                None => Node { value: Value::Null, span: Span::at(key_span.end + 1), plain: true },
            }
        } else {
            let blanks = rest.bytes().take_while(|&byte| byte == b' ').count();
            let written = rest.get(blanks..)?;
            (blanks > 0).then_some(())?;
            value(written, line.at + colon + 1 + blanks + offset)?
        };
        // An indented line that is not an item would go on with the value above.
        if lines.peek().is_some_and(|next| next.text.starts_with(' ')) {
            return None;
        }
        map.push(Entry { key: key.to_owned(), key_span, value });
    }
    (!map.is_empty()).then_some(map)
}

/// Returns whether every byte is one that means the same to all YAML readers.
fn is_plain_text(text: &str) -> bool {
    let odd = |(i, byte): (usize, &u8)| match byte {
        b'\n' => false,
        b'\r' => text.as_bytes().get(i + 1) != Some(&b'\n'),
        0x20..=0x7e => false,
        0x80.. => false,
        _ => true,
    };
    if text.bytes().enumerate().any(|(i, byte)| odd((i, &byte))) {
        return false;
    }
    text.is_ascii()
        || !text.chars().any(|c| {
            matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        })
}

/// The lines that hold something, without what ends them and without trailing blanks; comments are left out.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

struct Line<'a> {
    at: usize,
    text: &'a str,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let at = self.at;
            self.at += length + 1;
            let text = rest.get(..length)?.trim_end_matches([' ', '\r']);
            if !text.is_empty() && !text.trim_start_matches(' ').starts_with('#') {
                return Some(Line { at, text });
            }
        }
    }
}

/// The key at the start of a line, and where its colon is.
fn key(line: &str) -> Option<(&str, usize)> {
    let length =
        line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let key = line.get(..length)?;
    let fits = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && length < 100;
    let is_text = || matches!(resolve(Cow::Borrowed(key)), Value::String(_));
    (fits && line.as_bytes().get(length) == Some(&b':') && is_text()).then_some((key, length))
}

/// The items of a block list that follow, each with the place of its dash; none where the next line is a key.
fn items(lines: &mut std::iter::Peekable<Lines<'_>>, offset: usize) -> Option<Vec<(usize, Node)>> {
    let mut items = Vec::new();
    let mut indent = None;
    while let Some(line) = lines.peek() {
        let blanks = line.text.bytes().take_while(|&byte| byte == b' ').count();
        let Some(item) = line.text.get(blanks..)?.strip_prefix('-') else {
            break;
        };
        let inner = item.trim_start_matches(' ');
        (inner.len() < item.len() && *indent.get_or_insert(blanks) == blanks).then_some(())?;
        let dash = line.at + blanks + offset;
        let place = dash + 1 + item.len() - inner.len();
        // A list or mapping within the list is not simple.
        (!inner.starts_with(['-', '['])).then_some(())?;
        items.push((dash, value(inner, place)?));
        lines.next();
    }
    Some(items)
}

/// A value that begins and ends on this line.
fn value(text: &str, place: usize) -> Option<Node> {
    let span = Span::new(place, place + text.len());
    let node = |value, plain| Some(Node { value, span, plain });
    match text.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let inner = text.get(1..text.len().checked_sub(1).filter(|&end| end >= 1)?)?;
            let clean = text.as_bytes().last() == Some(quote)
                && !inner.bytes().any(|byte| byte == *quote || byte == b'\\');
            clean.then_some(())?;
            node(Value::String(inner.to_owned()), false)
        }
        b'[' => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            node(Value::List(flow_items(inner, place + 1)?), false)
        }
        _ => {
            is_plain(text).then_some(())?;
            node(resolve(Cow::Borrowed(text)), true)
        }
    }
}

/// Returns whether `text` is a scalar without quotes that cannot be anything else.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts = bytes.first().is_some_and(|&first| {
        first.is_ascii_alphanumeric() || matches!(first, b'/' | b'(' | b'.' | b'_' | b'+' | b'$' | 0x80..)
    });
    starts
        && !text.ends_with(':')
        && bytes.windows(2).all(|pair| !matches!(pair, [b':', b' '] | [b' ', b'#']))
        // The markers of a document's beginning and end.
        && !text.starts_with("...")
}

/// The items of a list in brackets, as long as they are plain words or quoted without escapes.
fn flow_items(inner: &str, place: usize) -> Option<Box<[Node]>> {
    if inner.trim_matches(' ').is_empty() {
        return Some(Box::default());
    }
    let mut items = Vec::with_capacity(1 + memchr::memchr_iter(b',', inner.as_bytes()).count());
    let mut at = place;
    for part in inner.split(',') {
        let item = part.trim_matches(' ');
        let start = at + part.len() - part.trim_start_matches(' ').len();
        at += part.len() + 1;
        let wordlike = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b' ' | b'_' | b'.' | b'/' | b'+' | b'-' | b'\'' | 0x80..)
        };
        let quoted = item.starts_with(['"', '\'']);
        let fits = quoted && !item.contains(['[', ']', '{', '}'])
            || item.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii())
                && item.bytes().all(wordlike);
        fits.then_some(())?;
        items.push(value(item, start)?);
    }
    Some(items.into_boxed_slice())
}
