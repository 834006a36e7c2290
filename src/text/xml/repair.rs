//! What a strict parser refuses, made readable where that is safe: same-length replacements, then a cut.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::text::pieces::Part as _;
use crate::text::source::Span;
use crate::text::xml::encoding::{declaration, declared};
use crate::text::xml::fault::{Fault, FaultKind, MAX_DEPTH, Reading};

/// How many errors of one kind are kept: more tell no more, and a hostile file could hold millions.
const MOST_FAULTS: usize = 1000;

/// How many bytes the entities of one document may expand to.
const MAX_EXPANSION: usize = 8 << 20;

/// Looks at the text before it is parsed: its declaration, document type and depth.
///
/// Returns the text to parse, of the same length; none where it must not be parsed at all.
pub(super) fn survey<'a>(text: &'a str, reading: &mut Reading) -> Option<Cow<'a, str>> {
    let mut wanted = Cow::Borrowed(text);
    let mut push =
        |kind, span, detail: &str| reading.faults.push(Fault { kind, span, detail: detail.to_owned() });
    let lead = text.len() - text.trim_start().len();
    if let Some(span) = text.get(lead..).and_then(declaration).filter(|_| lead > 0) {
        push(FaultKind::LeadingSpace, Span::new(0, lead), "");
        wanted = Cow::Owned(blanked(text, span.shifted(lead)));
    }
    if let Some((version, span)) = declared(text, "version").filter(|(version, _)| *version != "1.0") {
        push(FaultKind::Version, span, version);
        wanted = declaration(text).map_or(wanted, |span| Cow::Owned(blanked(text, span)));
    }
    if let Some((standalone, span)) =
        declared(text, "standalone").filter(|(value, _)| !matches!(*value, "yes" | "no"))
    {
        let cause = format!("`standalone` is `{standalone}`, not `yes` or `no`");
        push(FaultKind::NotWellFormed, span, &cause);
    }
    let document_type = document_type(text);
    if let Some(document_type) = document_type {
        let declared = document_type.of(text);
        if let Some(at) = external(declared) {
            push(FaultKind::External, Span::at(document_type.start + at), declared);
        }
        if expansion(text, declared) > MAX_EXPANSION {
            push(FaultKind::Bomb, document_type, "");
            return None;
        }
    }
    if let Some((at, cause)) = too_much(text, document_type) {
        push(FaultKind::TooDeep, Span::new(at, at + 1), cause);
        return None;
    }
    Some(wanted)
}

/// `text` with white space for `span`, its line feeds kept.
fn blanked(text: &str, span: Span) -> String {
    let blank = span.of(text).bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    let (before, after) = (text.part(..span.start), text.part(span.end..));
    before.chars().chain(blank).chain(after.chars()).collect()
}

/// The span of `<!DOCTYPE …>`, which stands before the first element or not at all.
fn document_type(text: &str) -> Option<Span> {
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let trimmed = rest.trim_start();
        start += rest.len() - trimmed.len();
        if trimmed.starts_with("<!DOCTYPE") {
            break;
        }
        let close = if trimmed.starts_with("<?") {
            "?>"
        } else if trimmed.starts_with("<!--") {
            "-->"
        } else {
            return None;
        };
        start += trimmed.find(close)? + close.len();
    }
    let mut in_subset = false;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'[', None) => in_subset = true,
            (b']', None) => in_subset = false,
            (b'>', None) if !in_subset => return Some(Span::new(start, at + 1)),
            _ => {}
        }
    }
    Some(Span::new(start, text.len()))
}

/// The length of what begins at `<` and is not an element: a comment, CDATA section, instruction or the document type.
fn opaque_length(rest: &[u8], start: usize, document_type: Option<Span>) -> Option<usize> {
    let until = |needle: &[u8]| memmem::find(rest, needle).map_or(rest.len(), |end| end + needle.len());
    match rest {
        [b'<', b'!', b'-', b'-', ..] => Some(until(b"-->")),
        [b'<', b'!', b'[', ..] => Some(until(b"]]>")),
        [b'<', b'?', ..] => Some(until(b"?>")),
        [b'<', b'!', ..] => document_type.filter(|span| span.start == start).map(Span::len),
        _ => None,
    }
}

/// Where a document type names something outside of the document.
fn external(declared: &str) -> Option<usize> {
    ["SYSTEM", "PUBLIC"].iter().filter_map(|word| declared.find(word)).min()
}

/// An upper bound of the bytes that general entities expand to: every reference takes the longest value, and a value
/// that refers to others may grow tenfold a level.
fn expansion(text: &str, declared: &str) -> usize {
    let values: Vec<&str> = declared
        .split("<!ENTITY")
        .skip(1)
        .filter_map(|rest| {
            let open = rest.find(['"', '\''])?;
            let quote = rest.get(open..)?.chars().next()?;
            let value = rest.get(open + 1..)?;
            value.get(..value.find(quote)?)
        })
        .collect();
    let longest = values.iter().map(|value| value.len()).max().unwrap_or(0);
    let inner = values.iter().map(|value| value.matches('&').count()).max().unwrap_or(0);
    let references = memchr::memchr_iter(b'&', text.as_bytes())
        .filter(|at| {
            let rest = text.as_bytes().part(at + 1..);
            ![&b"amp;"[..], b"lt;", b"gt;", b"quot;", b"apos;", b"#"]
                .iter()
                .any(|known| rest.starts_with(known))
        })
        .count();
    let nested =
        if inner == 0 { 1 } else { inner.saturating_pow(u32::try_from(values.len().min(10)).unwrap_or(10)) };
    longest.saturating_mul(references).saturating_mul(nested)
}

/// A start tag of so many bytes is looked at for how many attributes it has.
const LONG_TAG: usize = 8 << 10;
/// So many attributes no element has; the parser compares each with all the others.
const MAX_ATTRIBUTES: usize = 512;

/// Where elements first nest deeper than [`MAX_DEPTH`], or one has more attributes than anybody means.
fn too_much(text: &str, document_type: Option<Span>) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        let start = at + found;
        let rest = bytes.part(start..);
        at = start;
        if let Some(length) = opaque_length(rest, start, document_type) {
            at += length.max(1);
        } else if matches!(rest, [b'<', b'/', ..]) {
            depth = depth.saturating_sub(1);
            at += 2;
        } else {
            let length = tag_length(rest);
            let tag = text.part(start..start + length);
            if length > LONG_TAG && names(tag).len() > MAX_ATTRIBUTES {
                return Some((start, "an element has more attributes than any reader follows"));
            }
            if rest.get(length.saturating_sub(2)) != Some(&b'/') {
                depth += 1;
            }
            at += length;
        }
        if depth > MAX_DEPTH {
            return Some((start, "elements nest deeper than any reader follows"));
        }
    }
    None
}

/// The length of a start tag, `>` included, with quoted values skipped.
fn tag_length(tag: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = tag.get(at..).and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest)) {
        at += found + 1;
        match tag.get(at - 1) {
            Some(quote @ (b'"' | b'\'')) => {
                at += tag
                    .get(at..)
                    .and_then(|rest| memchr::memchr(*quote, rest))
                    .map_or(tag.len(), |end| end + 1);
            }
            _ => return at,
        }
    }
    tag.len().max(1)
}

/// Returns whether a reference, or what looks like one where none can be, is to no character of XML.
pub(super) fn refers_to_no_character(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"&#").any(|at| {
        let rest = text.part(at + 2..);
        let length = rest.bytes().take(12).position(|byte| byte == b';');
        length.and_then(|length| rest.get(..length)).is_some_and(|number| !is_character(number))
    })
}

/// Replaces references to what is not defined, each by as many bytes of text; none where there are none.
pub(super) fn references(text: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let (defined, elsewhere) = entities(text);
    let mut repaired: Option<Vec<u8>> = None;
    let skipped = opaque(text);
    let mut opaque = skipped.iter().peekable();
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        while opaque.next_if(|span| span.end <= at).is_some() {}
        if opaque.peek().is_some_and(|span| span.start <= at) {
            continue;
        }
        let rest = text.part(at + 1..);
        let name = rest
            .get(..rest.find(|c: char| !(c.is_alphanumeric() || "#._-:".contains(c))).unwrap_or(rest.len()));
        let name = name.unwrap_or("");
        let closed = !name.is_empty() && rest.as_bytes().get(name.len()) == Some(&b';');
        let (kind, end) = match name.strip_prefix('#') {
            Some(number) if closed && is_character(number) => continue,
            Some(_) => (FaultKind::NotWellFormed, at + 1 + name.len() + usize::from(closed)),
            None if closed && defined.contains(name) => continue,
            None if closed => (FaultKind::UndefinedEntity, at + name.len() + 2),
            None => (FaultKind::NotWellFormed, at + 1),
        };
        let detail = match kind {
            FaultKind::UndefinedEntity => name.to_owned(),
            _ if end > at + 1 => format!("`&{name};` is not a character of XML"),
            _ => "a bare `&` begins a reference".to_owned(),
        };
        // What the document type names elsewhere is a finding of its own.
        if faults.len() < MOST_FAULTS && !(closed && elsewhere.contains(name)) {
            faults.push(Fault { kind, span: Span::new(at, end), detail });
        }
        let bytes = repaired.get_or_insert_with(|| text.as_bytes().to_vec());
        if let Some(hole) = bytes.get_mut(at..end) {
            hole.fill(b'_');
        }
    }
    repaired.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Replaces the colon of names whose prefix is declared nowhere, so that the rest can be read; none where there are none.
pub(super) fn prefixes(text: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let declared: BTreeSet<&str> = memmem::find_iter(text.as_bytes(), b"xmlns:")
        .filter_map(|at| {
            let rest = text.get(at + 6..)?;
            rest.get(..rest.find(|c: char| c == '=' || c.is_whitespace())?)
        })
        .chain(["xml", "xmlns"])
        .collect();
    let skipped = opaque(text);
    let mut opaque = skipped.iter().peekable();
    let mut repaired: Option<Vec<u8>> = None;
    let mut behind = 0;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if at < behind {
            continue;
        }
        while opaque.next_if(|span| span.end <= at).is_some() {}
        if opaque.peek().is_some_and(|span| span.start <= at) {
            continue;
        }
        let rest = text.part(at..);
        let tag = rest.get(..tag_length(rest.as_bytes())).unwrap_or(rest);
        behind = at + tag.len();
        for name in names(tag) {
            let Some((prefix, _)) =
                name.of(tag).split_once(':').filter(|(prefix, _)| !declared.contains(prefix))
            else {
                continue;
            };
            if !tag.starts_with("</") && faults.len() < MOST_FAULTS {
                let detail = format!("the prefix `{prefix}` is declared nowhere");
                faults.push(Fault { kind: FaultKind::NotWellFormed, span: name.shifted(at), detail });
            }
            let bytes = repaired.get_or_insert_with(|| text.as_bytes().to_vec());
            if let Some(colon) = bytes.get_mut(at + name.start + prefix.len()) {
                *colon = b'_';
            }
        }
    }
    repaired.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The names in a tag: the element's and its attributes'.
fn names(tag: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = if tag.starts_with("</") { 2 } else { 1 };
    loop {
        let rest = tag.part(at..);
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = tag.part(start..);
        let length = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        if length == 0 {
            return found;
        }
        found.push(Span::new(start, start + length));
        at = start + length;
        let rest = tag.part(at..);
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return found };
        let inside = value.part(1..);
        at = tag.len() - inside.len() + inside.find(quote).map_or(inside.len(), |end| end + 1);
    }
}

/// Returns whether a character reference's number, `38` or `x26`, is a character that XML allows (section 2.2).
fn is_character(number: &str) -> bool {
    let number = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    };
    number.and_then(char::from_u32).is_some_and(
        |c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..),
    )
}

/// The entities that a document may refer to, and those that its document type declares as external.
fn entities(text: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let declared = document_type(text).map_or("", |span| span.of(text));
    let mut defined = BTreeSet::from(["amp", "lt", "gt", "quot", "apos"]);
    let mut elsewhere = BTreeSet::new();
    for declaration in declared.split("<!ENTITY").skip(1) {
        let mut words = declaration.split_whitespace();
        if let (Some(name), Some(next)) = (words.next(), words.next()) {
            if matches!(next, "SYSTEM" | "PUBLIC") {
                elsewhere.insert(name)
            } else {
                defined.insert(name)
            };
        }
    }
    (defined, elsewhere)
}

/// The spans in which `&` is a character: comments, CDATA sections, processing instructions, the document type.
fn opaque(text: &str) -> Vec<Span> {
    let document_type = document_type(text);
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        let start = at + found;
        let rest = bytes.part(start..);
        let length = opaque_length(rest, start, document_type);
        spans.extend(length.map(|length| Span::new(start, start + length)));
        at = start + length.unwrap_or(1).max(1);
    }
    spans
}

/// The tag, reference or word that stands at `at`, for people to see.
pub(super) fn token_at(text: &str, at: usize) -> Span {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = text.part(start..);
    let length = match rest.strip_prefix('<') {
        Some(_) => rest.find('>').map_or(rest.len(), |end| end + 1),
        None => rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len()),
    };
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = if length <= 120 { length.max(first) } else { first };
    Span::new(start, start + length)
}

/// The text up to the markup that holds the offset `at`, with end tags for what is open there; and where it was cut.
pub(super) fn cut_before(text: &str, at: usize) -> (usize, String) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut open: Vec<Span> = Vec::new();
    let mut cut = 0;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let Ok(event) = reader.read_event() else { break };
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let is_text = matches!(event, Event::Text(_));
        // Text is safe up to the error itself; other markup only whole.
        if end > at || (end == at && !is_text && matches!(event, Event::Eof)) {
            cut = if is_text { at.max(start) } else { start };
            break;
        }
        cut = end;
        match event {
            Event::Start(tag) => open.push(Span::new(start + 1, start + 1 + tag.name().as_ref().len())),
            Event::End(tag) => match open.last() {
                Some(name) if name.of(text).as_bytes() == tag.name().as_ref() => {
                    open.pop();
                }
                _ => {
                    cut = start;
                    break;
                }
            },
            Event::Eof => break,
            _ => {}
        }
    }
    while !text.is_char_boundary(cut.min(text.len())) {
        cut -= 1;
    }
    let mut prefix = text.part(..cut).to_owned();
    for name in open.iter().rev() {
        prefix.push_str("</");
        prefix.push_str(name.of(text));
        prefix.push('>');
    }
    (cut, prefix)
}
