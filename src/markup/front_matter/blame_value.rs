//! What is wrong with a value that YAML cannot read.

use crate::markup::front_matter::fault::Fault;
use crate::markup::front_matter::lines::{
    closing_bracket, closing_quote, quoted, shorten, split_key, without_comment,
};
use crate::text::source::Span;

/// What is wrong with a value that begins at byte `at`. `key` is its key and that key's column.
pub(super) fn value_fault(
    text: &str,
    value: &str,
    at: usize,
    key: Option<(&str, usize)>,
    complained: bool,
) -> Option<Fault> {
    let first = value.chars().next()?;
    let bare = without_comment(value).trim_end();
    let span = Span::new(at, at + bare.len());
    let name =
        key.map_or_else(|| "the value".to_owned(), |(key, _)| format!("the value of `{}`", shorten(key)));
    let quote = |message: String| {
        let quoted = quoted(bare);
        Fault::fatal(span, message, format!("put the value in quotes: `{}`", shorten(&quoted)))
            .with_replacement(quoted)
    };
    match first {
        '"' | '\'' => quoted_fault(text, value, at, key, first, &name),
        '[' | '{' => flow_fault(text, bare, at, key, first, complained, &name).map(|fault| match fault {
            Flow::Unclosed(fault) => fault,
            Flow::TextBehind => quote(format!(
                "{name} begins with `{first}`, which starts a {}, but goes on after its end",
                kind(first)
            )),
        }),
        '@' | '`' | '%' => Some(quote(format!("{name} begins with `{first}`, which YAML reserves"))),
        ']' | '}' | ',' => {
            Some(quote(format!("{name} begins with `{first}`, which belongs in a list or mapping")))
        }
        '*' if complained => {
            Some(quote(format!("{name} begins with `*`, which refers to an anchor that does not exist")))
        }
        '&' if complained => Some(quote(format!("{name} begins with `&`, which names an anchor"))),
        '!' if complained => Some(quote(format!("{name} begins with `!`, which names a type"))),
        '|' | '>' if complained && !is_block_header(bare) => {
            Some(quote(format!("{name} begins with `{first}`, which starts a string on the lines below")))
        }
        '-' if key.is_some() && (bare == "-" || bare.starts_with("- ")) => Some(Fault::fatal(
            span,
            format!("{name} begins with a dash, as an item of a list does"),
            "put the item on a line of its own below the key, or the value in quotes",
        )),
        '?' if complained && bare.starts_with("? ") => {
            Some(quote(format!("{name} begins with `? `, which starts a key")))
        }
        '#' | '&' | '*' | '!' | '|' | '>' => None,
        _ if key.is_some() && (bare.contains(": ") || bare.contains(":\t") || bare.ends_with(':')) => {
            Some(quote(format!("{name} contains a colon and a space, which YAML reads as another key")))
        }
        _ => None,
    }
}

fn kind(bracket: char) -> &'static str {
    if bracket == '[' { "list" } else { "mapping" }
}

fn quoted_fault(
    text: &str,
    value: &str,
    at: usize,
    key: Option<(&str, usize)>,
    quote: char,
    name: &str,
) -> Option<Fault> {
    let line_end = at + value.trim_end().len();
    let unclosed = || {
        Fault::fatal(
            Span::new(at, line_end),
            format!("the quote `{quote}` that {name} begins with is never closed"),
            format!("add `{quote}` at the end of the value, or remove the one at its beginning"),
        )
    };
    let Some(end) = closing_quote(text, at, quote) else { return Some(unclosed()) };
    let inside = text.get(at..end)?;
    if key.is_some_and(|(_, column)| goes_over_a_key(inside, column)) {
        return Some(unclosed());
    }
    if quote == '"'
        && let Some(escape) = bad_escape(inside)
    {
        let place = at + escape;
        let length =
            text.get(place + 1..).and_then(|rest| rest.chars().next()).map_or(1, |c| 1 + c.len_utf8());
        let written = text.get(place..place + length)?;
        return Some(Fault::fatal(
            Span::new(place, place + length),
            format!("`{written}` is not a valid escape in double quotes"),
            format!("write `\\{written}`, or put the value in single quotes"),
        ));
    }
    let rest = text.get(end..)?;
    let rest = rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()))?;
    let behind = without_comment(rest).trim();
    if behind.is_empty() || behind.starts_with(':') || behind.starts_with([',', ']', '}']) && key.is_none() {
        return None;
    }
    let whole = Span::new(at, end + without_comment(rest).trim_end().len());
    let quoted = quoted(whole.of(text));
    Some(
        Fault::fatal(
            whole,
            format!("{name} goes on after its closing quote"),
            format!("put all of it in quotes: `{}`", shorten(&quoted)),
        )
        .with_replacement(quoted),
    )
}

fn bad_escape(inside: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let place = at + found;
        let known = bytes.get(place + 1).is_none_or(|next| b"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(next));
        if !known {
            return Some(place);
        }
        at = place + 2;
    }
    None
}

enum Flow {
    Unclosed(Fault),
    TextBehind,
}

fn flow_fault(
    text: &str,
    bare: &str,
    at: usize,
    key: Option<(&str, usize)>,
    bracket: char,
    complained: bool,
    name: &str,
) -> Option<Flow> {
    let closing = if bracket == '[' { ']' } else { '}' };
    let unclosed = || {
        Flow::Unclosed(Fault::fatal(
            Span::new(at, at + bare.len()),
            format!("the `{bracket}` that {name} begins with is never closed"),
            format!("write `{closing}` at the end of the {}, or put the value in quotes", kind(bracket)),
        ))
    };
    let Some(end) = closing_bracket(text, at) else { return Some(unclosed()) };
    if key.is_some_and(|(_, column)| text.get(at..end).is_some_and(|inside| goes_over_a_key(inside, column)))
    {
        return Some(unclosed());
    }
    let rest = text.get(end..)?;
    let rest = rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()))?;
    let behind = without_comment(rest).trim();
    let template = text.get(at..).is_some_and(|rest| rest.starts_with("{{") || rest.starts_with("{%"));
    (!behind.is_empty() && !behind.starts_with(':') || template && complained).then_some(Flow::TextBehind)
}

/// Returns whether a quoted text or list runs over a later line that looks like a key beside its own.
fn goes_over_a_key(inside: &str, column: usize) -> bool {
    inside.split('\n').skip(1).any(|line| {
        let content = line.trim_start_matches(' ');
        line.len() - content.len() <= column
            && split_key(content).is_some_and(|entry| {
                entry.key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
            })
    })
}

/// Where to go on reading lines after a value that spans several.
pub(super) fn value_end(text: &str, value: &str, at: usize) -> usize {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => closing_quote(text, at, quote).unwrap_or(at),
        Some('[' | '{') => closing_bracket(text, at).unwrap_or(at),
        _ => at,
    }
}

fn is_block_header(bare: &str) -> bool {
    bare.get(1..)
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-')))
}
