//! Where YAML that cannot be read went wrong, and what to do: parsers say where they gave up, people ask where it began.

use crate::front_matter::fault::{Complaint, Fault};
use crate::source::Span;

/// The fault behind a complaint, at the beginning of the construct that is wrong or unfinished.
///
/// Where none is recognised, it is the parser's own place and words.
pub(super) fn blame(text: &str, offset: usize, complaint: &Complaint) -> Fault {
    let last = complaint.place.min(text.len());
    let fault = suspect(text, last).unwrap_or_else(|| {
        let line = Lines::new(text).take_while(|line| line.at <= last).last();
        let span = line.map_or(Span::at(last), |line| {
            let indent = line.text.len() - line.text.trim_start().len();
            Span::new(line.at + indent, line.at + line.text.trim_end().len())
        });
        Fault::fatal(
            span,
            format!("the YAML cannot be read: {}", complaint.words),
            "mend this line or the one above it; a text with punctuation is safe in double quotes",
        )
    });
    Fault { span: fault.span.shifted(offset), ..fault }
}

/// The first construct up to the line of `last` that YAML does not allow.
fn suspect(text: &str, last: usize) -> Option<Fault> {
    let mut open_block: Option<usize> = None;
    let mut keys_at: Option<usize> = None;
    let mut above_is_key_with_text = false;
    let mut skip_to = 0;
    let mut loose = None;
    let mut above_is_item = false;
    for line in Lines::new(text) {
        if line.at > last {
            break;
        }
        let content = line.text.trim_start();
        let indent = line.text.len() - content.len();
        if line.at < skip_to || content.is_empty() {
            continue;
        }
        if open_block.is_some_and(|of| indent > of) {
            continue;
        }
        open_block = None;
        if content.starts_with('#') {
            continue;
        }
        if let Some(tab) = line.text.get(..indent).and_then(|blanks| blanks.find('\t')) {
            return Some(Fault::fatal(
                Span::new(line.at + tab, line.at + indent),
                "the line is indented with a tab, which YAML does not allow",
                "indent with spaces",
            ));
        }
        let on_this_line = last <= line.at + line.text.len();
        let complained = on_this_line || Lines::next_from(text, line.at + line.text.len() + 1) >= last;
        let (dashes, inner) = item(content);
        let behind_item = std::mem::replace(&mut above_is_item, dashes > 0);
        let inner_at = line.at + indent + dashes;
        let Some(entry) = split_key(inner) else {
            // The text above goes on here, and in its later lines every sign is text.
            if dashes == 0 && above_is_key_with_text && keys_at.is_some_and(|keys| indent > keys) {
                continue;
            }
            if inner.starts_with(['|', '>']) {
                open_block = Some(indent);
            }
            if let Some(fault) = value_fault(text, inner, inner_at, None, on_this_line) {
                return Some(fault);
            }
            skip_to = value_end(text, inner, inner_at);
            let beside_keys = keys_at.is_none_or(|keys| indent <= keys);
            if dashes > 0 && complained && above_is_key_with_text && beside_keys {
                return Some(item_among_keys(content, line.at + indent));
            }
            if dashes == 0 && complained && inner.starts_with('-') {
                return Some(no_space_behind_dash(inner, inner_at));
            }
            if dashes == 0 && complained && keys_at.is_some() && beside_keys {
                return Some(no_key(inner, inner_at));
            }
            if dashes == 0 && beside_keys {
                loose = Some((inner, inner_at));
            }
            continue;
        };
        let here = indent + dashes;
        // A line that is no key can only be the last one, or all of the text.
        if let Some((inner, at)) = loose {
            return Some(no_key(inner, at));
        }
        if dashes == 0 {
            if complained
                && (above_is_key_with_text || behind_item)
                && keys_at.is_some_and(|keys| indent != keys)
            {
                let keys = keys_at.unwrap_or(0);
                return Some(Fault::fatal(
                    Span::new(line.at, line.at + line.text.trim_end().len()),
                    format!("`{}` is indented by {indent} but the keys above by {keys}", shorten(entry.key)),
                    format!("indent it by {keys}, like the keys above"),
                ));
            }
        } else if complained && indent == 0 && keys_at == Some(0) && above_is_key_with_text {
            return Some(item_among_keys(content, line.at + indent));
        }
        keys_at = Some(here);
        let value = inner.get(entry.value..).unwrap_or_default();
        let value_at = inner_at + entry.value;
        if let Some(fault) = value_fault(text, value, value_at, Some((entry.key, here)), on_this_line) {
            return Some(fault);
        }
        skip_to = value_end(text, value, value_at);
        above_is_key_with_text = !value.trim().is_empty() && !value.starts_with('#');
        if value.starts_with(['|', '>']) {
            open_block = Some(here.min(indent));
        }
    }
    None
}

fn item_among_keys(content: &str, at: usize) -> Fault {
    Fault::fatal(
        Span::new(at, at + content.trim_end().len()),
        "a list item stands among keys",
        "put the list under a key of its own, or take the dash away",
    )
}

fn no_space_behind_dash(inner: &str, at: usize) -> Fault {
    let name = inner.trim_start_matches('-').trim();
    Fault::fatal(
        Span::new(at, at + inner.trim_end().len()),
        "there is no space behind the dash of a list item",
        format!("write `- {}`", shorten(name)),
    )
    .mended_by(format!("- {name}"))
}

fn no_key(inner: &str, at: usize) -> Fault {
    let span = Span::new(at, at + inner.trim_end().len());
    match inner.split_once(':').filter(|(key, _)| !key.contains(' ')) {
        Some((key, value)) => Fault::fatal(
            span,
            format!("there is no space behind the colon of `{}`", shorten(key)),
            format!("write `{key}: {}`", shorten(value.trim())),
        )
        .mended_by(format!("{key}: {}", value.trim())),
        None => Fault::fatal(
            span,
            format!(
                "`{}` is neither a key with a colon nor part of the value above",
                shorten(inner.trim_end())
            ),
            "write `key: value`, or indent the line so that it goes on with the value above",
        ),
    }
}

/// What is wrong with a value that begins at byte `at`. `key` is its key and that key's column.
fn value_fault(
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
            .mended_by(quoted)
    };
    match first {
        '"' | '\'' => quoted_fault(text, value, at, key, first, &name),
        '[' | '{' => flow_fault(text, bare, at, key, first, complained, &name).map(|fault| match fault {
            Flow::Unclosed(fault) => fault,
            Flow::TextBehind => quote(format!(
                "{name} begins with `{first}`, which starts a {}, but goes on behind its end",
                kind(first)
            )),
        }),
        '@' | '`' | '%' => Some(quote(format!("{name} begins with `{first}`, which YAML reserves"))),
        ']' | '}' | ',' => {
            Some(quote(format!("{name} begins with `{first}`, which belongs into a list or mapping")))
        }
        '*' if complained => {
            Some(quote(format!("{name} begins with `*`, which refers to an anchor that there is not")))
        }
        '&' if complained => Some(quote(format!("{name} begins with `&`, which names an anchor"))),
        '!' if complained => Some(quote(format!("{name} begins with `!`, which names a type"))),
        '|' | '>' if complained && !is_block_header(bare) => {
            Some(quote(format!("{name} begins with `{first}`, which starts a text on the lines below")))
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
            format!("write `{quote}` at the end of the value, or none at its beginning"),
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
            format!("`{written}` means nothing between double quotes"),
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
            format!("{name} goes on behind its closing quote"),
            format!("put all of it in quotes: `{}`", shorten(&quoted)),
        )
        .mended_by(quoted),
    )
}

/// The end of the quoted text that begins at byte `at`, behind its closing quote.
fn closing_quote(text: &str, at: usize, quote: char) -> Option<usize> {
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

/// The end of the list or mapping in brackets that begins at byte `at`.
fn closing_bracket(text: &str, at: usize) -> Option<usize> {
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

/// Whether a quoted text or list runs over a later line that looks like a key beside its own.
fn goes_over_a_key(inside: &str, column: usize) -> bool {
    inside.split('\n').skip(1).any(|line| {
        let content = line.trim_start_matches(' ');
        line.len() - content.len() <= column
            && split_key(content).is_some_and(|entry| {
                entry.key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
            })
    })
}

/// Where to go on reading lines behind a value that spans several.
fn value_end(text: &str, value: &str, at: usize) -> usize {
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

/// The bytes of the dashes at the start of a list item (`- - x`) and what stands behind them.
fn item(content: &str) -> (usize, &str) {
    let mut inner = content;
    while let Some(rest) = inner.strip_prefix("- ") {
        inner = rest.trim_start_matches(' ');
    }
    (content.len() - inner.len(), inner)
}

struct KeyAndValue<'a> {
    key: &'a str,
    /// Where the value begins.
    value: usize,
}

/// A line's key, if it has one.
fn split_key(line: &str) -> Option<KeyAndValue<'_>> {
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

fn without_comment(value: &str) -> &str {
    value.find(" #").and_then(|at| value.get(..at)).unwrap_or(value)
}

/// `text` as a YAML string that holds just it.
#[must_use]
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// `text` cut to what fits into a message.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

struct Line<'a> {
    at: usize,
    text: &'a str,
}

/// All lines with their places.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next line that holds something begins, from byte `at` on.
    fn next_from(text: &str, at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
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
