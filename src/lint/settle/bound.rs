//! Bounds how many findings of one rule in one file are kept: a hostile or a generated file could make millions.

use std::collections::BTreeSet;

use crate::lint::report::{MOST_FINDINGS, Unlisted};
use crate::lint::settle::marked::Marked;
use crate::text::diagnostic::Diagnostic;

/// The findings of one rule, as many of each file as are listed.
#[derive(Debug, Default)]
pub(crate) struct Bounded {
    /// The findings.
    pub(crate) kept: Vec<Diagnostic>,
    /// How many more there are of each file.
    pub(crate) unlisted: Vec<Unlisted>,
    /// How many of those that are dropped a comment or front matter suppresses.
    pub(crate) suppressed: usize,
}

/// Keeps the first findings of each file. `file` returns what a file suppresses: suppressed findings do not count, and one a
/// line is kept of them, so that each suppression is known to be used.
#[must_use]
pub(crate) fn bound<'f>(mut found: Vec<Diagnostic>, file: &dyn Fn(&str) -> Option<&'f Marked>) -> Bounded {
    if found.len() <= MOST_FINDINGS {
        return Bounded { kept: found, ..Bounded::default() };
    }
    found.sort_by(Diagnostic::order);
    let mut bounded = Bounded::default();
    let mut found = found.into_iter().peekable();
    while let Some(first) = found.next() {
        let path = first.path.clone();
        let mut of_file = vec![first];
        while let Some(next) = found.next_if(|next| next.path == path) {
            of_file.push(next);
        }
        if of_file.len() <= MOST_FINDINGS {
            bounded.kept.append(&mut of_file);
        } else {
            bounded.add_many(of_file, file(&path));
        }
    }
    bounded
}

impl Bounded {
    /// Adds the findings of one file, of which there are too many.
    fn add_many(&mut self, found: Vec<Diagnostic>, marked: Option<&Marked>) {
        let mut listed = 0;
        let mut lines = BTreeSet::new();
        let mut more: Option<Unlisted> = None;
        for finding in found {
            if let Some(line) = marked.and_then(|marked| marked.silent_line(&finding)) {
                if lines.insert(line) {
                    self.kept.push(finding);
                } else {
                    self.suppressed += 1;
                }
            } else if listed < MOST_FINDINGS {
                listed += 1;
                self.kept.push(finding);
            } else {
                let none = || Unlisted { path: finding.path.clone(), rule: finding.rule, more: 0 };
                more.get_or_insert_with(none).more += 1;
            }
        }
        self.unlisted.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::Level;
    use crate::text::source::{SourceFile, Span};

    #[test]
    fn counts_what_is_beyond_and_not_suppressed() {
        let line = "BAD BAD BAD <!-- feedwright-disable-line bad -->\nBAD\n";
        let source = SourceFile::new("a.md", line.repeat(1500));
        let at = |path: &'static str| {
            move |(at, _): (usize, &str)| {
                Diagnostic::new("bad", Level::Error, path, Span::new(at, at + 3), "m")
            }
        };
        let a = source.text.match_indices("BAD").map(at("a.md"));
        let b = "BAD".match_indices("BAD").map(at("b.md"));
        let marked = Marked::new(&source, 0, None);
        let file = |path: &str| marked.as_ref().filter(|_| path == "a.md");
        let bounded = bound(b.chain(a).collect(), &file);
        assert_eq!(bounded.kept.len(), 1500 + MOST_FINDINGS + 1);
        assert_eq!(bounded.suppressed, 2 * 1500);
        let more: Vec<(&str, usize)> =
            bounded.unlisted.iter().map(|unlisted| (&*unlisted.path, unlisted.more)).collect();
        assert_eq!(more, [("a.md", 500)]);
    }
}
