//! Numbered things that are not plain issues: `XSA-123`, `ABC-12`, `Feature #9223`.

use std::collections::{BTreeMap, BTreeSet};

use crate::links::issue_ref::scheme::{self, SchemeNumber};
use crate::links::issue_ref::words::is_name;
use crate::text::pieces::{Part as _, Pieces as _};

/// A label and a number, as link text has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The label as written: `XSA`, `Feature`.
    pub label: String,
    /// The sign between the two: `-`, ` `, or `#` where there is one.
    pub sign: char,
    /// The number, without zeros before it; of a scheme like CVE with all its parts.
    pub number: String,
    /// The number as written: `2022-0717`.
    pub written: String,
}

impl Numbered {
    /// The label with another number, written as this one: `XSA-123`, `RFC 3986`, `Feature #12`.
    #[must_use]
    pub fn with_number(&self, number: &str) -> String {
        match self.sign {
            '#' => format!("{} #{number}", self.label),
            '-' => format!("{}-{number}", self.label),
            _ => format!("{} {number}", self.label),
        }
    }
}

/// A number without the zeros before it, by which two are compared.
pub(crate) fn without_zeros(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Reads link text that is nothing but a label and a number, perhaps with a title after it.
pub(crate) fn numbered(text: &str) -> Option<Numbered> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', ',', '.']);
    let in_label = |c: char| c.is_alphanumeric() || c == '_';
    let end = text.find(|c: char| !in_label(c))?;
    let (label, rest) = text.split_at_checked(end)?;
    let after = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let signs = rest.len() - after.len();
    let (sign, after) = match after.strip_prefix('#') {
        Some(after) => ('#', after),
        None => (rest.chars().next()?, after),
    };
    let is_label = label.starts_with(char::is_alphabetic) && label.chars().count() >= 2;
    let in_capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    // `Wherry 3` is a version, `ABC-12` and `RFC 3986` are keys.
    if !is_label || signs > "\u{a0}".len() || sign != '#' && !label.chars().all(in_capitals) {
        return None;
    }
    let (number, written, tail) = match scheme::of_label(label) {
        Some(scheme) => {
            let SchemeNumber { number, written } = scheme.leading_number(after)?;
            (
                number,
                written,
                after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')),
            )
        }
        None => {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let (digits, tail) = after.split_at_checked(end)?;
            let number = digits.trim_start_matches('0');
            (!number.is_empty() && digits.len() <= 9).then(|| (number.to_owned(), digits.to_owned(), tail))?
        }
    };
    let begins_title = [":", " (", " -", " –", " —", ","].iter().any(|start| tail.starts_with(start));
    let whole = tail.is_empty() || begins_title && !tail.contains('#');
    whole.then(|| Numbered { label: label.to_owned(), sign, number, written })
}

/// The key that a tracker's URL ends in, its number as written: `ABC`, `12` for `/browse/ABC-12`.
pub(crate) fn key_in(url: &str) -> Option<(&str, &str)> {
    const PLACES: [&str; 7] = ["browse", "issues", "issue", "ticket", "tickets", "bugs", "bug"];
    let (_, rest) = url.split_once("://")?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.up_to('#');
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let (last, place) = (segments.next()?, segments.next()?);
    let key = if PLACES.contains(&place) {
        last
    } else if last == "show_bug.cgi" {
        query.split(['&', '#']).find_map(|pair| pair.strip_prefix("id="))?
    } else {
        return None;
    };
    let (label, number) = key.rsplit_once('-')?;
    let is_label = label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_number =
        !number.is_empty() && number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_label && is_number).then_some((label, number))
}

/// The series of numbers that a site's links show: for each label the URLs that have its number, by what comes before the
/// number and what comes after it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series(BTreeMap<String, BTreeMap<(String, String), BTreeSet<String>>>);

impl Series {
    /// Counts a link.
    pub(crate) fn count(&mut self, text: &Numbered, url: &str) {
        if is_name(&text.label) {
            return;
        }
        for (around, number) in numbers_of_last_segment(url) {
            if without_zeros(number) == text.number {
                let forms = self.0.entry(text.label.to_lowercase()).or_default();
                forms.entry(around).or_default().insert(text.number.clone());
            }
        }
    }

    /// Adds what another has counted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (label, forms) in other.0 {
            let own = self.0.entry(label).or_default();
            for (around, numbers) in forms {
                own.entry(around).or_default().extend(numbers);
            }
        }
    }

    /// The number as written that a URL gives in the series of a link text's label, where the site has such a series.
    pub(crate) fn number_in<'u>(&self, text: &Numbered, url: &'u str) -> Option<&'u str> {
        /// Fewer links show a chance, not a series.
        const FEWEST: usize = 3;
        let forms = self.0.get(&text.label.to_lowercase())?;
        let mut found = numbers_of_last_segment(url)
            .filter(|(around, _)| forms.get(around).is_some_and(|numbers| numbers.len() >= FEWEST));
        found.next().map(|(_, number)| number)
    }
}

/// Each number in the last segment of a URL, with all of the URL before it and the form of what comes after it: an ending
/// whole, of a slug its first sign.
fn numbers_of_last_segment(url: &str) -> impl Iterator<Item = ((String, String), &str)> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let path = url.part(..end).trim_end_matches('/');
    let mut at = path.rfind('/').map_or(0, |at| at + 1);
    std::iter::from_fn(move || {
        let begin = at + path.get(at..)?.find(|c: char| c.is_ascii_digit())?;
        let rest = path.get(begin..)?;
        let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        at = begin + len;
        let tail = path.get(at..)?;
        let form = if tail.starts_with('.') { tail } else { tail.get(..1).unwrap_or("") };
        Some(((path.get(..begin)?.to_owned(), form.to_owned()), path.get(begin..at)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels_and_numbers() {
        for (text, label, number) in [
            ("XSA-123", "XSA", "123"),
            ("(XSA 123)", "XSA", "123"),
            ("QSB-087: a title", "QSB", "87"),
            ("QSB #28", "QSB", "28"),
            ("Feature #9223", "Feature", "9223"),
            ("CVE-2024-0012", "CVE", "2024-12"),
            ("RHSA-2024:1234", "RHSA", "2024-1234"),
            ("GHSA-aaaa-bbbb-cccc", "GHSA", "aaaa-bbbb-cccc"),
            ("MY_KEY2-7", "MY_KEY2", "7"),
        ] {
            let found = numbered(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.label.as_str(), found.number.as_str()), (label, number), "{text}");
        }
        for text in ["Wherry 3", "GPT-4o", "see QSB-28", "#12", "RFC", "CVE-2024", "A-4", "QSB-28 and QSB-29"]
        {
            assert_eq!(numbered(text), None, "{text}");
        }
    }

    #[test]
    fn reads_keys_where_trackers_have_them() {
        assert_eq!(key_in("https://issues.e.example/jira/browse/ABC-12"), Some(("ABC", "12")));
        assert_eq!(key_in("https://bugs.e.example/show_bug.cgi?id=CVE-12&x=1"), Some(("CVE", "12")));
        assert_eq!(key_in("https://e.example/notes/ABC-12"), None);
        assert_eq!(key_in("https://e.example/issues/12"), None);
    }
}
