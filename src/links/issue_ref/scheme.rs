//! Numbering schemes of advisories and standards: what comes before the number in their URLs.

use crate::text::pieces::Part as _;

/// A numbering scheme that many sites share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scheme {
    /// Its label in capitals.
    pub(crate) label: &'static str,
    /// The words before the number in a URL, in lower case.
    pub(crate) words: &'static [&'static str],
    /// How many numbers make one of its numbers: `2024-1234` has two.
    pub(crate) parts: usize,
}

/// A number of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemeNumber {
    /// Its parts without zeros before them, by which two are compared: `2022-717`.
    pub(crate) number: String,
    /// The number as written, its signs decoded: `2022-0717`, `2024:1234`.
    pub(crate) written: String,
}

const fn scheme(label: &'static str, words: &'static [&'static str], parts: usize) -> Scheme {
    Scheme { label, words, parts }
}

const SCHEMES: &[Scheme] = &[
    scheme("CVE", &["cve"], 2),
    scheme("GHSA", &["ghsa"], 3),
    scheme("XSA", &["xsa", "advisory"], 1),
    scheme("QSB", &["qsb"], 1),
    scheme("RFC", &["rfc"], 1),
    scheme("PEP", &["pep"], 1),
    scheme("SE", &["se", "proposals"], 1),
    scheme("BIP", &["bip"], 1),
    scheme("CWE", &["cwe", "definitions"], 1),
    scheme("DLA", &["dla"], 1),
    scheme("DSA", &["dsa"], 1),
    scheme("EEP", &["eep"], 1),
    scheme("EIP", &["eip"], 1),
    scheme("GLSA", &["glsa"], 2),
    scheme("JEP", &["jep", "jeps"], 1),
    scheme("KEP", &["kep"], 1),
    scheme("MFSA", &["mfsa"], 2),
    scheme("RHBA", &["rhba"], 2),
    scheme("RHSA", &["rhsa"], 2),
    scheme("RUSTSEC", &["rustsec"], 2),
    scheme("USN", &["usn"], 1),
    scheme("XEP", &["xep"], 1),
];

/// The scheme of a label.
pub(crate) fn of_label(label: &str) -> Option<&'static Scheme> {
    SCHEMES.iter().find(|scheme| scheme.label.eq_ignore_ascii_case(label))
}

impl Scheme {
    /// The numbers that a URL gives in this scheme, in the order of the URL. Its host has none.
    pub(crate) fn numbers_in(&self, url: &str) -> Vec<SchemeNumber> {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        let at = path.find(['/', '?', '#']).unwrap_or(path.len());
        let path = path.part(at..).to_ascii_lowercase();
        let mut found: Vec<(usize, SchemeNumber)> = Vec::new();
        for word in self.words {
            for (at, _) in path.match_indices(word) {
                let before = path.get(..at).and_then(|before| before.chars().next_back());
                if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                    continue;
                }
                let behind = path.part(at + word.len()..);
                found.extend(self.leading_number(behind).map(|number| (at, number)));
            }
        }
        found.sort();
        found.into_iter().map(|(_, number)| number).collect()
    }

    /// The number that link text begins with, after a few signs.
    pub(crate) fn leading_number(&self, text: &str) -> Option<SchemeNumber> {
        const MOST_SIGNS: usize = 2;
        let signs: &[char] = &['-', '_', '/', '#', '.', '='];
        let rest = text.trim_start_matches(signs);
        if text.len() - rest.len() > MOST_SIGNS {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        let mut written = String::new();
        let mut rest = rest.strip_prefix("%23").unwrap_or(rest);
        while parts.len() < self.parts {
            if !parts.is_empty() {
                let colon = rest.strip_prefix("%3a").or_else(|| rest.strip_prefix("%3A"));
                let after = colon.or_else(|| rest.strip_prefix(['-', ':', '_', '/']))?;
                written.push(if colon.is_some() || rest.starts_with(':') { ':' } else { '-' });
                rest = after;
            }
            let belongs = |c: char| c.is_ascii_digit() || self.parts > 2 && c.is_ascii_alphabetic();
            let end = rest.find(|c: char| !belongs(c)).unwrap_or(rest.len());
            let (part, behind) = rest.split_at_checked(end)?;
            written.push_str(part);
            let part = if self.parts > 2 { part } else { part.trim_start_matches('0') };
            if part.is_empty() || part.len() > 9 {
                return None;
            }
            parts.push(part);
            rest = behind;
        }
        Some(SchemeNumber { number: parts.join("-").to_ascii_lowercase(), written })
    }
}
