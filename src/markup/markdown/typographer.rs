//! Typographic punctuation by the rules of goldmark, Hugo's program for Markdown.
//!
//! Source: goldmark 1.8, `extension/typographer.go`. Its counters of open quotes go on from block to block.

use crate::markup::markdown::escape::push_text;
use crate::text::pieces::Part as _;

/// The quotes that are open so far in a document.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OpenQuotes {
    single: usize,
    double: usize,
}

/// Appends a run of plain text as HTML; `text` is the whole document, which the rules look at around the run.
/// `glyphs` are what is written instead of some of the symbols.
pub(crate) fn push_run(
    out: &mut String,
    text: &str,
    (start, end): (usize, usize),
    open: &mut OpenQuotes,
    glyphs: &[(&'static str, String)],
) {
    let mut at = start;
    let mut done = start;
    while let Some(found) = text.as_bytes().get(at..end).and_then(|rest| rest.iter().position(is_special)) {
        at += found;
        let (symbol, length) = symbol(text, at, open);
        if let Some(symbol) = symbol.filter(|_| at + length <= end) {
            push_text(out, text.part(done..at));
            out.push_str(written(symbol, glyphs));
            done = at + length;
        }
        at += length;
    }
    push_text(out, text.get(done..end).unwrap_or(""));
}

/// What stands for an apostrophe among the symbols: it looks like a single quote on the right.
pub(crate) const APOSTROPHE: &str = "'";

/// A symbol as it is written.
fn written<'g>(symbol: &'static str, glyphs: &'g [(&'static str, String)]) -> &'g str {
    let own = glyphs.iter().find(|(known, _)| *known == symbol).map(|(_, own)| own.as_str());
    own.unwrap_or(if symbol == APOSTROPHE { "’" } else { symbol })
}

/// Dashes, dots and angles of plain text outside of a document, such as a heading's of which an id is made.
pub(crate) fn symbols(text: &str) -> String {
    let mut out = text.to_owned();
    for (written, symbol) in [("---", "—"), ("--", "–"), ("...", "…"), ("<<", "«"), (">>", "»")] {
        if out.contains(written) {
            out = out.replace(written, symbol);
        }
    }
    out
}

const fn is_special(byte: &u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'-' | b'.' | b'<' | b'>')
}

/// What begins at a place, and how long it is.
fn symbol(text: &str, at: usize, open: &mut OpenQuotes) -> (Option<&'static str>, usize) {
    let rest = text.get(at..).unwrap_or("");
    for (written, symbol) in [("---", "—"), ("--", "–"), ("...", "…"), ("<<", "«"), (">>", "»")] {
        if rest.starts_with(written) {
            return (Some(symbol), written.len());
        }
    }
    let symbol = match rest.as_bytes().first() {
        Some(b'\'') => single(&Sides::of(text, at), open),
        Some(b'"') => double(&Sides::of(text, at), open),
        _ => None,
    };
    (symbol, 1)
}

/// What is around a quote.
struct Sides<'t> {
    before: char,
    after: char,
    /// The rest of the line after the quote.
    line: &'t str,
    can_open: bool,
    can_close: bool,
}

impl<'t> Sides<'t> {
    fn of(text: &'t str, at: usize) -> Self {
        let before = text.get(..at).and_then(|text| text.chars().next_back()).unwrap_or('\n');
        let rest = text.get(at + 1..).unwrap_or("");
        let after = rest.chars().next().unwrap_or(' ');
        let line = rest.split_inclusive('\n').next().unwrap_or("");
        // At the end of its block a line has no line break.
        let is_last = rest.get(line.len()..).is_none_or(|next| {
            next.trim_start_matches([' ', '\t']).starts_with('\n') || next.trim().is_empty()
        });
        let line = if is_last { line.trim_end() } else { line };
        // Several quotes of a kind are looked at as one.
        let quote = text.get(at..).and_then(|text| text.chars().next()).unwrap_or('"');
        let beyond = rest.chars().take(64).find(|c| *c != quote).unwrap_or(' ');
        let (space_before, space_after) = (before.is_whitespace(), beyond.is_whitespace());
        let (sign_before, sign_after) = (is_punctuation(before), is_punctuation(beyond));
        let can_open = !space_after && (!sign_after || space_before || sign_before);
        let can_close = !space_before && (!sign_before || space_after || sign_after);
        Self { before, after, line, can_open, can_close }
    }

    /// Returns whether the quote closes one that is open.
    fn closes(&self) -> bool {
        let bytes = self.line.as_bytes();
        let is_sign = |at: usize| {
            bytes.get(at).is_some_and(|byte| byte.is_ascii_punctuation() || byte.is_ascii_whitespace())
        };
        let may_close = self.can_close
            && self.can_open
            && !self.line.is_empty()
            && is_unicode_punctuation(self.after)
            && (bytes.len() == 1 || is_sign(1));
        self.can_close && !self.can_open || may_close
    }

    /// Returns whether the line goes on with one of these, and the word ends there.
    fn ends_with(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| {
            let rest = self.line.strip_prefix(ending);
            rest.is_some_and(|rest| {
                let next = rest.bytes().next();
                next.is_none_or(|byte| byte.is_ascii_punctuation() || byte.is_ascii_whitespace())
            })
        })
    }
}

fn single(sides: &Sides<'_>, open: &mut OpenQuotes) -> Option<&'static str> {
    const RIGHT: &str = "’";
    let bytes = sides.line.as_bytes();
    let only_opens = sides.can_open && !sides.can_close;
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    // '90s
    if only_opens && digit(0) && digit(1) && bytes.get(2) == Some(&b's') {
        let after = sides.line.chars().nth(3).unwrap_or(' ');
        if after.is_whitespace() || is_punctuation(after) {
            return Some(APOSTROPHE);
        }
    }
    // 'twas, 'em, 'n'
    let is_apart = is_unicode_punctuation(sides.before) || sides.before.is_whitespace();
    if is_apart && matches!(bytes.first(), Some(b't' | b'e' | b'n' | b'l')) {
        return Some(APOSTROPHE);
    }
    if (sides.before.is_alphabetic() || sides.before.is_ascii_digit())
        && !sides.line.is_empty()
        && sides.after.is_alphabetic()
    {
        return Some(APOSTROPHE);
    }
    if only_opens {
        if sides.ends_with(&["s", "m", "t", "d", "ve", "ll", "re"]) {
            return Some(RIGHT);
        }
        open.single += 1;
        return Some("‘");
    }
    if bytes.len() > 1 && !sides.after.is_ascii_digit() {
        return Some(RIGHT);
    }
    if open.single > 0 && sides.closes() {
        open.single -= 1;
        return Some(RIGHT);
    }
    None
}

fn double(sides: &Sides<'_>, open: &mut OpenQuotes) -> Option<&'static str> {
    if sides.can_open && !sides.can_close {
        open.double += 1;
        return Some("“");
    }
    // The sign for inches.
    let is_inch = sides.line.starts_with('"') && sides.before.is_ascii_digit();
    if open.double > 0 && sides.closes() && !is_inch {
        open.double -= 1;
        return Some("”");
    }
    None
}

/// Punctuation and symbols, as the rules of emphasis count them.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace()
}

/// Punctuation without symbols.
fn is_unicode_punctuation(c: char) -> bool {
    is_punctuation(c) && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_dashes_come_out_as_goldmark_writes_them() {
        for (text, expected) in [
            (
                "\"Double\" and 'single', it's don't 'tis the '90s",
                "“Double” and ‘single’, it’s don’t ’tis the ’90s",
            ),
            ("\"nested 'inner' quote\" end.", "“nested ‘inner’ quote” end."),
            ("He said, \"Hello,\" she said. 5'10\" tall.", "He said, “Hello,” she said. 5'10\" tall."),
            ("-- dash --- em ... a--b c---d ....", "– dash — em … a–b c—d …."),
            ("rock 'n' roll, \"(paren)\" [\"br\"] -\"dash\"-", "rock ’n’ roll, “(paren)” [“br”] -“dash”-"),
            ("<<guillemets>> << spaced >>", "«guillemets» « spaced »"),
            ("'s 't 'll I'll you're we've he'd they'd", "’s ’t ’ll I’ll you’re we’ve he’d they’d"),
            ("\"a\"b \"x\", (\"...\")", "“a\"b “x”, (”…\")"),
            ("'b's cats' tails \"?\" \"...\" '...'", "‘b’s cats’ tails “?” “…” ‘…’"),
            ("\" alone ' alone", "\" alone ’ alone"),
            ("\"\" '' \"\"\"", "\"\" ’’ \"\"\""),
        ] {
            let mut out = String::new();
            push_run(&mut out, text, (0, text.len()), &mut OpenQuotes::default(), &[]);
            assert_eq!(out, expected, "{text}");
        }
    }

    #[test]
    fn symbols_are_those_of_the_configuration() {
        let own = [("“", "&laquo;".to_owned()), ("–", "--".to_owned()), (APOSTROPHE, "'".to_owned())];
        let mut out = String::new();
        let text = "\"a\" -- it's 'b' ---";
        push_run(&mut out, text, (0, text.len()), &mut OpenQuotes::default(), &own);
        assert_eq!(out, "&laquo;a” -- it's ‘b’ —");
    }
}
