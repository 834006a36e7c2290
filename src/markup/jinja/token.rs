//! The text between the brackets of a tag, as tokens; and a template as text and tags.

use crate::markup::jinja::grammar::{Feature, Grammar};

/// A token of a tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    /// A number, and whether it is written as a whole one.
    Number(f64, bool),
    Pattern(String),
    Sign(&'static str),
}

const SIGNS: &[&str] = &[
    "===", "!==", "::", "==", "!=", "<=", ">=", "//", "**", "(", ")", "[", "]", "{", "}", ",", ":", "|", "~",
    "+", "-", "*", "/", "%", "<", ">", "=", ".",
];

/// The tokens of a tag, and whether those are all of it: what begins none is skipped.
pub(super) fn tokens(text: &str, grammar: &Grammar) -> (Vec<Token>, bool) {
    let (mut out, mut is_whole) = (Vec::new(), true);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            _ if grammar.quotes.contains(&c) => {
                let (value, length) = string(rest, c, grammar.has(Feature::Escapes));
                is_whole &= length.is_some();
                out.push(Token::Text(value));
                length.unwrap_or(rest.len())
            }
            'r' if grammar.has(Feature::Patterns) && rest.starts_with("r/") => {
                let end = rest.rfind('/').filter(|end| *end > 1).unwrap_or(rest.len());
                let flags = rest.get(end + 1..).unwrap_or("");
                let flags = flags.len() - flags.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
                let length = (end + 1 + flags).min(rest.len());
                out.push(Token::Pattern(rest.get(1..length).unwrap_or("").to_owned()));
                length
            }
            _ if c.is_ascii_digit() => {
                let word = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                // A place in a list, `list.0`, has no fraction.
                let is_place = matches!(out.last(), Some(Token::Sign(".")));
                let fraction = rest.get(word..).and_then(|rest| rest.strip_prefix('.')).filter(|_| !is_place);
                let digits = fraction
                    .map_or(0, |it| it.len() - it.trim_start_matches(|c: char| c.is_ascii_digit()).len());
                let length = if digits > 0 { word + 1 + digits } else { word };
                out.push(Token::Number(
                    rest.get(..length).and_then(|it| it.parse().ok()).unwrap_or(f64::NAN),
                    digits == 0,
                ));
                length
            }
            _ if c.is_alphabetic() || c == '_' || c == '$' => {
                let end =
                    rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
                out.push(Token::Word(rest.get(..end).unwrap_or("").to_owned()));
                end
            }
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => {
                    out.push(Token::Sign(sign));
                    sign.len()
                }
                None => {
                    is_whole &= c.is_whitespace();
                    c.len_utf8()
                }
            },
        };
        rest = rest.get(taken.max(1)..).unwrap_or("");
    }
    (out, is_whole)
}

/// A string from its opening quote, and its length with both quotes; none where it is not closed.
fn string(text: &str, quote: char, has_escapes: bool) -> (String, Option<usize>) {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if has_escapes => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, 'r')) => out.push('\r'),
                Some((_, other)) => out.push(other),
                None => break,
            },
            _ if c == quote => return (out, Some(at + 1)),
            _ => out.push(c),
        }
    }
    (out, None)
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// What an output has between its brackets, and where it begins.
    Output(&'t str, usize),
    /// The same of a tag.
    Tag(&'t str, usize),
}

/// A template as text, outputs and tags, and where one of these is not closed; comments are left out, and so is white space
/// that a dash takes away.
pub(super) fn pieces<'t>(text: &'t str, grammar: &Grammar) -> (Vec<Piece<'t>>, Option<usize>) {
    let mut unclosed = None;
    let mut out: Vec<Piece<'t>> = Vec::new();
    let mut ends = Ends::of(text, grammar);
    let (mut at, mut trims) = (0, false);
    let push = |from: usize, to: usize, trims: bool, trims_end: bool, out: &mut Vec<Piece<'t>>| {
        let part = text.get(from..to).unwrap_or("");
        let part = if trims { part.trim_start() } else { part };
        let part = if trims_end { part.trim_end() } else { part };
        if !part.is_empty() {
            out.push(Piece::Text(part));
        }
    };
    let mut from = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or("");
        let close = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let Some(length) = ends.after(rest, start, close) else {
            unclosed = unclosed.or(Some(start));
            at = start + 1;
            continue;
        };
        let inner = rest.get(2..length - 2).unwrap_or("");
        let (trims_before, inner) = inner.strip_prefix('-').map_or((false, inner), |inner| (true, inner));
        let (trims_after, inner) = inner.strip_suffix('-').map_or((false, inner), |inner| (true, inner));
        push(from, start, trims, trims_before, &mut out);
        at = start + length;
        trims = trims_after;
        from = at;
        match close {
            "}}" => out.push(Piece::Output(inner, start)),
            "%}" => {
                let name = inner.trim();
                if grammar.raw.contains(&name) {
                    let (inside, end) = raw(text, at, name);
                    push(at, inside, trims, false, &mut out);
                    (at, from, trims) = (end, end, false);
                } else {
                    out.push(Piece::Tag(inner, start));
                }
            }
            _ => {}
        }
    }
    push(from, text.len(), trims, false, &mut out);
    (out, unclosed)
}

/// Where tags end.
struct Ends<'g> {
    grammar: &'g Grammar,
    /// The last place of each closing bracket.
    last: [(&'static str, Option<usize>); 3],
    /// How many more bytes may be searched past the first bracket: quotes that are not closed are searched to the end.
    left: usize,
}

impl<'g> Ends<'g> {
    fn of(text: &str, grammar: &'g Grammar) -> Self {
        let last = ["}}", "%}", "#}"].map(|close| (close, text.rfind(close)));
        Self { grammar, last, left: text.len().saturating_mul(8) }
    }

    /// The length of the tag that `text` begins with, which is at this place: up to its bracket, outside of quotes.
    fn after(&mut self, text: &str, start: usize, close: &'static str) -> Option<usize> {
        // None comes any more.
        self.last.iter().find(|(known, last)| *known == close && last.is_some_and(|last| last > start))?;
        if close == "#}" {
            return text.find(close).map(|at| at + 2);
        }
        let first = 2 + text.get(2..)?.find(close)?;
        let end = end_of(text, close, self.grammar, self.left.max(first));
        if end.is_none() {
            self.left = self.left.saturating_sub(text.len());
        }
        Some(end.unwrap_or(first) + 2)
    }
}

/// Where the bracket is that closes a tag: the first outside of quotes, within so many bytes.
fn end_of(text: &str, close: &str, grammar: &Grammar, most: usize) -> Option<usize> {
    let has_escapes = grammar.has(Feature::Escapes);
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(2).take_while(|(at, _)| *at <= most) {
        match (quote, c) {
            (Some(_), '\\') if has_escapes && !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), _) if c == open && !escaped => quote = None,
            (None, _) if grammar.quotes.contains(&c) => quote = Some(c),
            (None, _) if text.get(at..).is_some_and(|rest| rest.starts_with(close)) => return Some(at),
            _ => {}
        }
        escaped = false;
    }
    None
}

/// Where the text of `raw` ends, and where the tag after it does.
fn raw(text: &str, from: usize, name: &str) -> (usize, usize) {
    let rest = text.get(from..).unwrap_or("");
    let close = format!("end{name}");
    let is_blank = |c: char| c.is_whitespace() || c == '-';
    for (at, word) in rest.match_indices(close.as_str()) {
        let before = rest.get(..at).unwrap_or("").trim_end_matches(is_blank);
        let after = rest.get(at + word.len()..).unwrap_or("").trim_start_matches(is_blank);
        if let (Some(open), Some(beyond)) = (before.strip_suffix("{%"), after.strip_prefix("%}")) {
            return (from + open.len(), from + rest.len() - beyond.len());
        }
    }
    (text.len(), text.len())
}
