//! Lines of YAML that may be broken: their keys, items, and where quotes and brackets end.

use crate::text::pieces::Part as _;

/// The end of the quoted text that begins at byte `at`, after its closing quote.
pub(super) fn closing_quote(text: &str, at: usize, quote: char) -> Option<usize> {
    let mut chars = text.get(at + 1..)?.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => {
                chars.next();
            }
            '\'' if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            c if c == quote => return Some(at + 1 + i + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The end of the list or mapping in brackets that begins at byte `at`.
pub(super) fn closing_bracket(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut skip_to = at;
    for (i, c) in text.get(at..)?.char_indices() {
        let place = at + i;
        if place < skip_to {
            continue;
        }
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(place + 1);
                }
            }
            '"' | '\''
                if text
                    .get(..place)
                    .is_some_and(|before| before.ends_with([' ', ',', '[', '{', ':', '\n'])) =>
            {
                skip_to = closing_quote(text, place, c)?;
            }
            _ => {}
        }
    }
    None
}

/// The bytes of the dashes at the start of a list item (`- - x`) and what follows them.
pub(super) fn item(content: &str) -> (usize, &str) {
    let mut inner = content;
    while let Some(rest) = inner.strip_prefix("- ") {
        inner = rest.trim_start_matches(' ');
    }
    (content.len() - inner.len(), inner)
}

pub(super) struct KeyAndValue<'a> {
    pub(super) key: &'a str,
    /// Where the value begins.
    pub(super) value: usize,
}

/// A line's key, if it has one.
pub(super) fn split_key(line: &str) -> Option<KeyAndValue<'_>> {
    let colon = match line.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = closing_quote(line, 0, quote)?;
            line.get(end..)?.starts_with(':').then_some(end)?
        }
        '[' | '{' | '@' | '`' | '%' | '|' | '>' | '#' | '!' | '&' | '*' => return None,
        _ => line
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| line.as_bytes().get(at + 1).is_none_or(|next| matches!(next, b' ' | b'\t' | b'\r')))?,
    };
    let key = line.get(..colon)?.trim_end();
    (!key.contains(" #")).then_some(())?;
    let rest = line.get(colon + 1..)?;
    Some(KeyAndValue { key, value: colon + 1 + rest.len() - rest.trim_start().len() })
}

pub(super) fn without_comment(value: &str) -> &str {
    value.find(" #").and_then(|at| value.get(..at)).unwrap_or(value)
}

/// `text` as a YAML string that holds just it.
#[must_use]
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// `text` cut to what fits into a message.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

pub(super) struct Line<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// All lines with their places.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next line that holds something begins, from byte `at` on.
    pub(super) fn next_from(text: &str, at: usize) -> usize {
        let rest = text.part(at..);
        at + rest.len() - rest.trim_start().len()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let at = self.at;
        self.at += length + 1;
        Some(Line { at, text: rest.get(..length)? })
    }
}
