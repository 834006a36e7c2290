//! What a lint run has to say, with every place resolved: what the reporters write down.

mod finding;
mod resolve;
mod summary;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use finding::{Excerpt, Finding, Fingerprint, Mark};
use resolve::{Texts, resolve};
pub(crate) use summary::MOST_FINDINGS;
pub use summary::{Summary, Unknown, Unlisted, count};

use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::printable::printable_lines;

/// Everything that one run has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, by file and place.
    pub findings: Vec<Finding>,
    /// What was looked at and what it came to.
    pub summary: Summary,
    /// The rules that looked, for the formats that list them.
    pub rules: Vec<RuleNote>,
    /// The folder that paths begin in, as a `file:` URI that ends in a slash, for the formats that name it.
    pub root: Option<String>,
}

/// A row of the table of rules, as far as a report needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleNote {
    /// Its name.
    pub name: &'static str,
    /// Its level by default.
    pub level: Level,
    /// One line about it.
    pub summary: &'static str,
    /// What it finds, at length.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
}

/// A reporter: a row of [`crate::lint::reporters`]' table.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    /// The name that `--format` knows it by.
    pub name: &'static str,
    /// One line for help.
    pub summary: &'static str,
    /// Whether it ends with the summary itself; otherwise the program prints it beside the stream.
    pub for_people: bool,
    /// Whether it is for services that know files by their paths from the root of the repository.
    pub from_repository: bool,
    /// How it holds outside strings.
    pub strings: Strings,
    /// Writes the report down, as [`Reporter::text`] hands it in; an error where a value cannot be written as JSON.
    pub write: fn(&Report, Style) -> serde_json::Result<String>,
}

/// How a format holds strings of posts, feeds and file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strings {
    /// As they are: they are made printable before.
    Text,
    /// In JSON, which escapes any character.
    Json,
    /// In XML: the reporter escapes them.
    Xml,
}

impl Reporter {
    /// Returns the report in this format. No outside string in it ends a line, moves a terminal's cursor or turns the direction
    /// of reading.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn text(&self, report: &Report, style: Style) -> serde_json::Result<String> {
        match self.strings {
            Strings::Text => (self.write)(&report.printable(), style),
            Strings::Json => {
                let mut text = (self.write)(report, style)?;
                if let Cow::Owned(shown) = printable_lines(&text) {
                    text = shown;
                }
                Ok(text)
            }
            Strings::Xml => (self.write)(report, style),
        }
    }
}

/// How a report for people may look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether there may be colours.
    pub color: bool,
    /// Columns of the terminal; 0 for the default of 140.
    pub width: usize,
    /// Whether the summary at the end is left out.
    pub without_summary: bool,
    /// Whether a rule with very many findings is summed up.
    pub summed_up: bool,
}

impl Report {
    /// Resolves `diagnostics`, which are sorted first; `text` gives the text of a file that one of them names.
    ///
    /// The counts by level and of fixes are filled in; the other fields of the summary are the caller's.
    #[must_use]
    pub fn new(mut diagnostics: Vec<Diagnostic>, text: &dyn Fn(&str) -> Option<Arc<str>>) -> Self {
        diagnostics.sort_by(Diagnostic::order);
        diagnostics.dedup();
        let mut texts = Texts::new(text);
        let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
        let mut report = Self { findings: Vec::with_capacity(diagnostics.len()), ..Self::default() };
        for diagnostic in diagnostics {
            let mut finding = resolve(diagnostic, &mut texts);
            let number = seen.entry(finding.fingerprint.hash).or_default();
            *number += 1;
            finding.fingerprint.number = *number;
            report.summary.count(&finding.diagnostic);
            report.findings.push(finding);
        }
        report
    }

    /// Keeps the findings that `keep` is true of, and counts anew.
    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.findings.retain(keep);
        let summary = &mut self.summary;
        (summary.errors, summary.warnings, summary.infos) = (0, 0, 0);
        (summary.fixable, summary.unsafely_fixable) = (0, 0);
        self.findings.iter().for_each(|finding| summary.count(&finding.diagnostic));
        let findings = &self.findings;
        self.summary.unlisted.retain(|more| {
            findings.iter().any(|it| it.diagnostic.rule == more.rule && it.diagnostic.path == more.path)
        });
    }

    /// Gives every file another name: the one that people used.
    pub fn rename(&mut self, name: &dyn Fn(&Arc<str>) -> Arc<str>) {
        for finding in &mut self.findings {
            let diagnostic = &mut finding.diagnostic;
            if !diagnostic.related().is_empty() || diagnostic.fix().is_some() {
                diagnostic.change(|extra| {
                    let related = extra.related.iter_mut().map(|related| &mut related.path);
                    let edits =
                        extra.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.path);
                    related.chain(edits).for_each(|path| *path = name(path));
                });
            }
            let excerpts = finding.excerpts.iter_mut().map(|excerpt| &mut excerpt.path);
            std::iter::once(&mut diagnostic.path).chain(excerpts).for_each(|path| *path = name(path));
        }
        self.summary.unlisted.iter_mut().for_each(|unlisted| unlisted.path = name(&unlisted.path));
    }

    /// The report with every outside string in printable form. Nearly always it is that already and is not copied, which would take
    /// a fifth of the memory that a lint with a finding a post needs.
    fn printable(&self) -> Cow<'_, Self> {
        let mut report = Cow::Borrowed(self);
        for (at, finding) in self.findings.iter().enumerate() {
            let shown = finding.printable();
            if shown != *finding
                && let Some(place) = report.to_mut().findings.get_mut(at)
            {
                *place = shown;
            }
        }
        let summary = self.summary.printable();
        if summary != self.summary {
            report.to_mut().summary = summary;
        }
        report
    }

    /// The findings to show, and how many of each rule are left out: of a rule with more than 100 the first ten are
    /// shown, where the style sums up.
    #[must_use]
    pub fn shown(&self, style: Style) -> (Vec<&Finding>, Vec<(&'static str, usize)>) {
        const MOST: usize = 100;
        const FIRST: usize = 10;
        if !style.summed_up {
            return (self.findings.iter().collect(), Vec::new());
        }
        let counts = self.statistics();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let shown = self.findings.iter().filter(|finding| {
            let rule = finding.diagnostic.rule;
            let before = seen.entry(rule).or_default();
            *before += 1;
            *before <= FIRST || counts.get(rule).is_none_or(|count| *count <= MOST)
        });
        let shown = shown.collect();
        let many = counts.into_iter().filter(|(_, count)| *count > MOST);
        (shown, many.map(|(rule, count)| (rule, count - FIRST)).collect())
    }

    /// How often each rule found something.
    #[must_use]
    pub fn statistics(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.diagnostic.rule).or_default() += 1;
        }
        counts
    }

    /// The worst level of all findings.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.diagnostic.level).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::Related;
    use crate::text::source::{LineIndex, Position, Span};

    #[test]
    fn near_places_share_an_excerpt_and_far_ones_do_not() {
        let text: Arc<str> = (1..=100).map(|n| format!("line {n}\n")).collect::<String>().into();
        let at = |line: usize| {
            let lines = LineIndex::new(&text);
            lines.line_span(&text, line)
        };
        let related =
            |line, label: &str| Related { path: "a.md".into(), span: at(line), label: label.into() };
        let diagnostic = Diagnostic::new("x", Level::Error, "a.md", at(9), "m")
            .with_related(related(5, "near"))
            .with_related(related(90, "far"));
        let report = Report::new(vec![diagnostic], &|_| Some(Arc::clone(&text)));
        let finding = &report.findings[0];
        assert_eq!((finding.start.line, finding.end.column), (9, 7));
        assert_eq!(finding.excerpts.len(), 2);
        assert_eq!(finding.excerpts[0].first_line, 5);
        let marked: Vec<&str> =
            finding.excerpts[0].marks.iter().map(|m| m.span.of(&finding.excerpts[0].text)).collect();
        assert_eq!(marked, ["line 9", "line 5"]);
    }

    #[test]
    fn equal_findings_have_fingerprints_of_their_own() {
        let text: Arc<str> = "a [x](/y)\nb\na [x](/y)\n".into();
        let at = |start| Diagnostic::new("x", Level::Error, "a.md", Span::new(start, start + 7), "m");
        let report = Report::new(vec![at(14), at(2)], &|_| Some(Arc::clone(&text)));
        let first = report.findings[0].fingerprint.to_string();
        assert_eq!(first.len(), 16);
        assert_eq!(report.findings[1].fingerprint.to_string(), format!("{first}-2"));
    }

    /// A site of 100,000 posts may have as many of them: with 8 bytes more each a lint takes a megabyte more.
    #[test]
    fn takes_few_bytes_a_finding() {
        assert!(size_of::<Finding>() <= 224, "{}", size_of::<Finding>());
    }

    #[test]
    fn a_file_that_is_gone_and_a_span_behind_the_end_do_no_harm() {
        let at = |path: &str| Diagnostic::new("x", Level::Error, path, Span::new(900, 7000), "m");
        let report = Report::new(vec![at("gone.md"), at("short.md")], &|path| {
            (path == "short.md").then(|| "é\n".into())
        });
        assert_eq!(report.findings[0].start, Position::START);
        assert_eq!(report.findings[1].start.line, 2);
    }
}
