//! Bare domains that are links, `example.com/x`, by the rules of linkify-it, which markdown-it uses.
//!
//! Source: linkify-it 5, `index.mjs` and `lib/re.mjs`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The last parts of domains that are links: the most common ones, and those of two letters that are countries.
const LAST: &str = "biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop|xn--[a-z0-9-]+|a[cdefgilmnoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnortuvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]";

static DOMAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?";
    Regex::new(&format!(
        r"^(?:(?:{part}\.)+(?i:{LAST})|\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?::\d{{1,5}})?(?:[/?#][^\s<>|]*)?"
    ))
    .ok()
});

/// The addresses of a run, with bare domains that are in none of them; `text` is the whole document.
pub(super) fn with_domains(text: &str, run: Range<usize>, mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let Some(domain) = DOMAIN.as_ref() else { return found };
    let Some(part) = text.get(run.clone()) else { return found };
    let mut from = 0;
    for dot in memchr::memchr_iter(b'.', part.as_bytes()) {
        if dot < from {
            continue;
        }
        // The domain begins where the word does.
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        let before = part.get(from..dot).unwrap_or("");
        let start = dot - before.len() + before.trim_end_matches(is_word).len();
        let previous = text.get(..run.start + start).and_then(|before| before.chars().next_back());
        let may_begin = start == 0 || previous.is_none_or(begins);
        from = dot + 1;
        let rest = part.get(start..).unwrap_or("");
        let Some(length) = domain.find(rest).map(|found| length(found.as_str())).filter(|_| may_begin) else {
            continue;
        };
        if !ends(rest.get(length..).unwrap_or("")) {
            continue;
        }
        let place = run.start + start..run.start + start + length;
        if found.iter().all(|other| place.end <= other.start || place.start >= other.end) {
            from = start + length;
            found.push(place);
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Whether a domain may begin after a character.
fn begins(c: char) -> bool {
    c.is_whitespace() || !c.is_alphanumeric() && !matches!(c, '.' | ':' | '/' | '\\' | '-' | '_' | '@')
}

/// Whether a domain may end before text.
fn ends(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        None => true,
        Some('-' | '_' | '@') => false,
        Some('.') => chars.next().is_none_or(|c| !c.is_alphanumeric() && c != '-'),
        Some(':') => !chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
    }
}

/// The length of an address without the signs that end a sentence, and brackets that it does not open.
fn length(address: &str) -> usize {
    let mut address = address;
    loop {
        let trimmed = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '\'', '"', '*', '_', '~']);
        let has_more = trimmed.matches(')').count() > trimmed.matches('(').count();
        match trimmed.strip_suffix(')').filter(|_| has_more) {
            Some(rest) => address = rest,
            None => return trimmed.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markup::markdown::{CommonMark, Options, render};

    #[test]
    fn bare_domains_are_links() {
        let common_mark = CommonMark { linkify: Some("http"), fuzzy_links: true, ..CommonMark::DEFAULT };
        let options = Options { common_mark, ..Options::common_mark() };
        let link = |address: &str| format!("<a href=\"http://{address}\">{address}</a>");
        for (text, expected) in [
            (
                "see docs.rs/foo, or a.b-c.org.",
                format!("see {}, or {}.", link("docs.rs/foo"), link("a.b-c.org")),
            ),
            (
                "(example.com/x_(y)) Example.ORG",
                format!("({}) {}", link("example.com/x_(y)"), link("Example.ORG")),
            ),
            (
                "1.2.3 v1.2 foo.test e.g. x.example i.e. 10.0.0.1:80/a",
                format!("1.2.3 v1.2 foo.test e.g. x.example i.e. {}", link("10.0.0.1:80/a")),
            ),
            ("a@example.com", "<a href=\"mailto:a@example.com\">a@example.com</a>".to_owned()),
            (
                "https://example.com/b.md",
                "<a href=\"https://example.com/b.md\">https://example.com/b.md</a>".to_owned(),
            ),
            (
                "x/example.com example.com_ example.com-a example.commons",
                "x/example.com example.com_ example.com-a example.commons".to_owned(),
            ),
            (
                "`example.com` [a](example.com)",
                "<code>example.com</code> <a href=\"example.com\">a</a>".to_owned(),
            ),
        ] {
            assert_eq!(render(text, &options), format!("<p>{expected}</p>\n"), "{text}");
        }
    }
}
