//! Bare addresses that are links: GitHub's extended autolinks (GFM 6.9).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::pieces::Part as _;

/// The bare addresses in a run of plain text, in order; `before` is the character before it.
pub(crate) fn addresses(text: &str, before: Option<char>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at) {
        let previous =
            text.get(..start).and_then(|text| text.chars().next_back()).or(before.filter(|_| start == 0));
        let may_begin = previous.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
        let end = start + length(text.get(start..).unwrap_or(""));
        if may_begin && is_host(text.get(start..end).unwrap_or("")) {
            found.push(start..end);
            at = end;
        } else {
            at = start + 4;
        }
    }
    mails(text, &mut found);
    found
}

/// Adds the mail addresses that are in no other address (GFM 6.9).
fn mails(text: &str, found: &mut Vec<Range<usize>>) {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte);
    let mut last = 0;
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let before = text.as_bytes().get(last..at).unwrap_or(&[]);
        let start = at - before.iter().rev().take(LONGEST_NAME).take_while(|byte| is_name(**byte)).count();
        let after = text.as_bytes().get(at + 1..).unwrap_or(&[]);
        let length = after.iter().take_while(|byte| is_name(**byte) && **byte != b'+').count();
        let host = text.get(at + 1..at + 1 + length).unwrap_or("").trim_end_matches('.');
        let is_host = host.contains('.') && !host.ends_with(['-', '_']) && !host.contains("..");
        let is_free = found.iter().all(|other| at < other.start || at >= other.end);
        if start < at && is_host && is_free {
            last = at + 1 + host.len();
            found.push(start..last);
        }
    }
    found.sort_by_key(|range| range.start);
}

/// The bare addresses in a run of plain text, and mail addresses, by the rules of goldmark. `text` is the whole document.
///
/// Source: goldmark 1.8, `extension/linkify.go`.
pub(crate) fn linkified(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = run.start;
    while let Some(start) = next_linkified(text, at, run.end) {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        // A run may begin after a sign that a backslash makes plain text.
        let escape = before.and_then(|sign| text.get(..start - sign.len_utf8()));
        let is_escaped = escape.is_some_and(|text| text.ends_with('\\'));
        // After a quote or a dash that became typographic, and after markup, a word begins too.
        let may_begin = start == run.start && !is_escaped
            || before.is_none_or(|c| {
                c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(' | '"' | '\'' | '<' | '>')
            })
            || text.get(..start).is_some_and(|text| text.ends_with("--") || text.ends_with("..."));
        match length_linkified(text.get(start..run.end).unwrap_or("")).filter(|_| may_begin) {
            Some(length) => {
                found.push(start..start + length);
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    found
}

/// Where the next word may begin that is an address.
fn next_linkified(text: &str, from: usize, end: usize) -> Option<usize> {
    let rest = text.get(from..end)?;
    // Few runs have one; a search for each scheme was a tenth of what rendering costs.
    let schemed = memchr::memchr_iter(b':', rest.as_bytes()).find_map(|at| {
        let before = rest.get(..at).filter(|_| rest.part(at..).starts_with("://"))?;
        let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| before.ends_with(scheme))?;
        Some(at - scheme.len())
    });
    let named = memchr::memchr_iter(b'.', rest.as_bytes())
        .find_map(|at| Some(rest.get(..at)?.strip_suffix("www")?.len()));
    let address = schemed.into_iter().chain(named).min();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    // The first `@` with a name before it.
    let mail = memchr::memchr_iter(b'@', rest.as_bytes()).find_map(|at| {
        let name = rest.as_bytes().get(..at).unwrap_or(&[]);
        let length = name.iter().rev().take(LONGEST_NAME).take_while(|byte| is_name(**byte)).count();
        (length > 0).then_some(at - length)
    });
    address.into_iter().chain(mail).min().map(|at| from + at)
}

/// No mailbox has a longer name.
const LONGEST_NAME: usize = 64;

/// The length of the address that a string begins with.
fn length_linkified(text: &str) -> Option<usize> {
    static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"^(?:(?:https?|ftp)://|www\.)[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?::[0-9]+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}\[\]`]*)?"#,
        )
        .ok()
    });
    static MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+").ok()
    });
    if let Some(address) = URL.as_ref().and_then(|url| url.find(text)) {
        let mut address = address.as_str();
        loop {
            let trimmed = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~']);
            let has_more = trimmed.matches(')').count() > trimmed.matches('(').count();
            match trimmed.strip_suffix(')').filter(|_| has_more) {
                Some(rest) => address = rest,
                None => return Some(trimmed.len()).filter(|length| *length > 0),
            }
        }
    }
    let address = MAIL.as_ref()?.find(text)?;
    let after = text.get(address.end()..).and_then(|rest| rest.chars().next());
    (!matches!(after, Some('-' | '_'))).then_some(address.end())
}

/// What an address links to.
pub(crate) fn target(address: &str) -> String {
    if address.starts_with("www.") {
        format!("http://{address}")
    } else if address.contains('@') && !address.contains("://") {
        format!("mailto:{address}")
    } else {
        address.to_owned()
    }
}

/// Where the next address may begin.
fn next(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    ["http://", "https://", "www."].iter().filter_map(|start| rest.find(start)).min().map(|at| from + at)
}

/// How long the address is that a string begins with: up to white space or `<`, without punctuation at its end and without
/// brackets that it does not open.
fn length(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    let mut address = text.get(..end).unwrap_or("");
    loop {
        let trimmed = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let closes = trimmed.ends_with(')') && trimmed.matches(')').count() > trimmed.matches('(').count();
        let shorter = if closes { trimmed.get(..trimmed.len() - 1).unwrap_or("") } else { trimmed };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

/// Returns whether an address has a host with a full stop in it.
fn is_host(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let is_name = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '@'));
    is_name && host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_punctuation() {
        for (text, expected) in [
            ("see https://a.example/x, and", vec!["https://a.example/x"]),
            ("(www.a.example/b_(c))", vec!["www.a.example/b_(c)"]),
            ("xhttps://a.example www.", vec![]),
            ("http://localhost https://a.example.", vec!["https://a.example"]),
            ("é https://a.example/é?x=1&y", vec!["https://a.example/é?x=1&y"]),
            ("a@b.example. x@y, é+c.d@e.example-", vec!["a@b.example"]),
        ] {
            let found: Vec<&str> = addresses(text, None).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(addresses("https://a.example", Some('x')).is_empty());
    }

    #[test]
    fn addresses_are_linkified_as_goldmark_does() {
        for (text, expected) in [
            ("https://a.example/x, and", vec!["https://a.example/x"]),
            ("(www.a.example/b_(c)) m@b.example.", vec!["www.a.example/b_(c)", "m@b.example"]),
            ("ftp://f.example/x http://localhost:8080/x", vec!["ftp://f.example/x"]),
            (
                "(see https://a.example/x#y), (https://a.example/z)**",
                vec!["https://a.example/x#y", "https://a.example/z"],
            ),
            ("xhttps://a.example @ user@host", vec![]),
            (
                "\"https://q.example\" https://a.example/x?y=1&z=2#f; https://a.example.",
                vec!["https://q.example", "https://a.example/x?y=1&z=2#f;", "https://a.example"],
            ),
        ] {
            let found: Vec<&str> =
                linkified(text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
