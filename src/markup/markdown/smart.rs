//! Typographic punctuation: kramdown's rules for quotes, dashes, dots and guillemets.

use crate::markup::markdown::bytes;
use crate::markup::markdown::escape::push_text;
use crate::markup::markdown::options::Options;
use crate::markup::markdown::scoped;
use crate::text::pieces::Part as _;

/// One run of plain text inside a larger one, with what stands around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'t> {
    /// The larger text: the rules look a few characters beyond the run.
    pub(crate) text: &'t str,
    /// Where the run begins in it.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The plain character before the run, `None` after markup and at the start of a block.
    pub(crate) before: Option<char>,
    /// Whether asterisks and the like are markup, which the rules of quotes do not see.
    pub(crate) markup: bool,
}

/// What a run comes out as, piece by piece.
enum Shown<'t> {
    /// A part of it as it is written.
    Text(&'t str),
    /// A character that HTML needs a reference for.
    Escaped(&'static str, char),
    /// Typographic characters.
    Symbol(&'static str),
}

/// Appends the run as HTML text.
pub(crate) fn push_run(out: &mut String, run: Run<'_>, options: &Options) {
    each(run, options, |shown| match shown {
        Shown::Text(text) | Shown::Escaped(text, _) => out.push_str(text),
        Shown::Symbol(symbol) if options.glyphs.is_empty() => out.push_str(symbol),
        Shown::Symbol(symbol) => push_glyphs(out, symbol, options),
    });
}

/// Appends the run as plain text, of which kramdown makes the ids of headings.
pub(crate) fn push_plain_run(out: &mut String, run: Run<'_>, options: &Options) {
    each(run, options, |shown| match shown {
        Shown::Text(text) | Shown::Symbol(text) => out.push_str(text),
        Shown::Escaped(_, c) => out.push(c),
    });
}

fn each<'t>(run: Run<'t>, options: &Options, mut show: impl FnMut(Shown<'t>)) {
    let Run { text, start, end, mut before, markup } = run;
    let Some(body) = text.as_bytes().get(..end) else { return };
    let mut done = start;
    let mut at = start;
    let has_scoped = options.typographic_symbols && options.common_mark.scoped_symbols;
    let special = if has_scoped { &SPECIAL_SCOPED } else { &SPECIAL };
    while let Some(found) = body.get(at..).and_then(|rest| bytes::position(rest, special)) {
        at += found;
        let byte = body.get(at).copied().unwrap_or(b' ');
        let scoped = if has_scoped { scoped::symbol(body, start, at) } else { None };
        if let Some((symbol, length)) = scoped {
            show(Shown::Text(text.part(done..at)));
            show(if symbol.is_empty() {
                Shown::Text(text.part(at..at + length))
            } else {
                Shown::Symbol(symbol)
            });
            before = text.part(at..at + length).chars().next_back().filter(|_| symbol.is_empty());
            done = at + length;
            at = done;
            continue;
        }
        let (shown, length) = match byte {
            b'&' => (Some(Shown::Escaped("&amp;", '&')), 1),
            b'<' if options.has_guillemets() && body.get(at + 1) == Some(&b'<') => match body.get(at + 2) {
                Some(b' ') => (Some(Shown::Symbol("«\u{a0}")), 3),
                _ => (Some(Shown::Symbol("«")), 2),
            },
            b'<' => (Some(Shown::Escaped("&lt;", '<')), 1),
            b'>' if options.has_guillemets() && body.get(at + 1) == Some(&b'>') => {
                if at > done && body.get(at - 1) == Some(&b' ') {
                    show(Shown::Text(text.part(done..at - 1)));
                    done = at;
                    (Some(Shown::Symbol("\u{a0}»")), 2)
                } else {
                    (Some(Shown::Symbol("»")), 2)
                }
            }
            b'>' => (Some(Shown::Escaped("&gt;", '>')), 1),
            b'-' if options.typographic_symbols => match (body.get(at + 1), body.get(at + 2)) {
                (Some(b'-'), Some(b'-')) => (Some(Shown::Symbol("—")), 3),
                (Some(b'-'), _) => (Some(Shown::Symbol("–")), 2),
                _ => (None, 1),
            },
            b'.' if options.typographic_symbols
                && body.get(at + 1) == Some(&b'.')
                && body.get(at + 2) == Some(&b'.') =>
            {
                (Some(Shown::Symbol("…")), 3)
            }
            b'"' | b'\'' if options.smart_quotes => {
                let previous = if at > done { last_plain(text.part(done..at), markup) } else { before };
                let (symbol, length) = quote(previous, byte, text.part(at + 1..));
                (Some(Shown::Symbol(symbol)), length)
            }
            _ => (None, 1),
        };
        if let Some(shown) = shown {
            show(Shown::Text(text.part(done..at)));
            before = matches!(shown, Shown::Escaped(..)).then_some(char::from(byte));
            show(shown);
            done = at + length;
        }
        at += length;
    }
    show(Shown::Text(text.part(done..end)));
}

/// Appends typographic characters as the site wants them.
fn push_glyphs(out: &mut String, with: &str, options: &Options) {
    let wanted = |glyph: &str| options.glyphs.iter().find(|(known, _)| *known == glyph).map(|(_, own)| own);
    if let Some(own) = wanted(with) {
        return push_text(out, own);
    }
    let mut bytes = [0; 4];
    for c in with.chars() {
        let c: &str = c.encode_utf8(&mut bytes);
        match wanted(c) {
            Some(own) => push_text(out, own),
            None => out.push_str(c),
        }
    }
}

/// Whether a plain character stays visible to the quote rules: those that may begin markup do not.
fn last_plain(text: &str, markup: bool) -> Option<char> {
    text.chars().next_back().filter(|c| *c != '\\' && !(markup && matches!(c, '*' | '_' | '`' | '[')))
}

/// The bytes that may come out as something else.
const SPECIAL: [bool; 256] = bytes::table(b"&<>\"'-.");

/// The same by the rules of markdown-it.
const SPECIAL_SCOPED: [bool; 256] = bytes::table(b"&<>\"'-.(+?!,");

/// The quotes for `quote` and how many bytes they stand for: two where a double and a single one meet.
fn quote(before: Option<char>, quote: u8, rest: &str) -> (&'static str, usize) {
    let double = quote == b'"';
    let (open, close) = if double { ("“", "”") } else { ("‘", "’") };
    let bytes = rest.as_bytes();
    let next = bytes.first().copied();
    let space_before = before.is_none_or(is_space);
    if before.is_none() {
        let stars = bytes.iter().take_while(|b| matches!(b, b'_' | b'*')).count();
        if stars > 0 && followed_by_text(rest, stars.min(2)) {
            return (open, 1);
        }
        if next.is_some_and(|c| c.is_ascii_punctuation() && c != b'&') && closes_before_punctuation(rest) {
            return (close, 1);
        }
    }
    if space_before {
        if bytes.get(1).copied().is_some_and(is_word) {
            match (quote, next) {
                (b'"', Some(b'\'')) => return ("“‘", 2),
                (b'\'', Some(b'"')) => return ("‘“", 2),
                _ => {}
            }
        }
        let decade = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        if !double && decade(0) && decade(1) && bytes.get(2) == Some(&b's') {
            return (close, 1);
        }
    }
    if before.is_none() {
        // The first of two quotes stays straight where nothing else is known of it.
        match (quote, next) {
            (b'"', Some(b'"')) => return ("\"”", 2),
            (b'"', Some(b'\'')) => return ("\"’", 2),
            (b'\'', Some(b'"')) => return ("'”", 2),
            (b'\'', Some(b'\'')) => return ("'’", 2),
            _ => {}
        }
    }
    match before {
        Some(c) if is_space(c) && next.is_some_and(is_word) => (open, 1),
        Some(c) if !matches!(c, ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-') => (close, 1),
        None if closes_at_word_end(rest) => (close, 1),
        _ => (open, 1),
    }
}

/// `[_*]{1,2}\S` at the start of `rest`, given one or two such characters.
fn followed_by_text(rest: &str, stars: usize) -> bool {
    let text_at = |at: usize| rest.get(at..).and_then(|r| r.chars().next()).is_some_and(|c| !is_space(c));
    text_at(stars) || stars == 2
}

/// A punctuation mark that is not the start of `...`, with no word boundary after it.
fn closes_before_punctuation(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    if bytes.get(1) == Some(&b'.') && bytes.get(2) == Some(&b'.') {
        return false;
    }
    let word_after =
        rest.get(1..).and_then(|r| r.chars().next()).is_some_and(|c| c.is_alphanumeric() || c == '_');
    (bytes.first() == Some(&b'_')) == word_after
}

/// White space, an `s` that ends a word, or the end.
fn closes_at_word_end(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('s') => chars.next().is_none_or(|c| !(c.is_alphanumeric() || c == '_')),
        Some(c) => is_space(c),
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
