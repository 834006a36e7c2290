//! Bare addresses that are links: GitHub's extended autolinks (GFM 6.9), without mail addresses.

use std::ops::Range;

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
    found
}

/// What an address links to.
pub(crate) fn target(address: &str) -> String {
    if address.starts_with("www.") { format!("http://{address}") } else { address.to_owned() }
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

/// Whether an address has a host with a full stop in it.
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
        ] {
            let found: Vec<&str> = addresses(text, None).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(addresses("https://a.example", Some('x')).is_empty());
    }
}
