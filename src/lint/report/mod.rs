//! What a lint run has to say, with every place resolved: what the reporters write down.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::printable::{is_unprintable, printable, printable_lines};
use crate::text::source::{LineIndex, Position, Span};

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

/// One finding and where it is, as people count.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What the rule said.
    pub diagnostic: Diagnostic,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
    /// [`Diagnostic::fingerprint`], with a number after it from the second finding of the same on.
    pub fingerprint: String,
    /// The place in its file, then related places; empty for a finding about a whole file.
    pub excerpts: Vec<Excerpt>,
    /// Start and end of each of the diagnostic's related places, in its order.
    pub related: Vec<(Position, Position)>,
    /// Start and end of each of its fix's edits, in its order.
    pub edits: Vec<(Position, Position)>,
}

/// Some lines of a file and what is marked in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file.
    pub path: Arc<str>,
    /// The number of the first line.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// What is marked: span in [`Self::text`], words beside it, whether it is the finding's own place.
    pub marks: Vec<Mark>,
}

/// One marked place of an [`Excerpt`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in the excerpt's text.
    pub span: Span,
    /// Words beside it.
    pub label: Option<String>,
    /// Whether it is the finding's own place.
    pub primary: bool,
}

/// What was looked at and what it came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings at error level.
    pub errors: usize,
    /// Findings at warning level.
    pub warnings: usize,
    /// Findings at info level.
    pub infos: usize,
    /// Files that rules looked at.
    pub files: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with a fix that wants a look.
    pub unsafely_fixable: usize,
    /// Findings that a comment, front matter or the configuration silences.
    pub suppressed: usize,
    /// Findings that the baseline holds.
    pub known: usize,
    /// Targets that could not be checked, by reason.
    pub unknown: Vec<Unknown>,
    /// Why nothing was looked at, where nothing was.
    pub nothing: Option<String>,
    /// What was found so often that the rest is not listed.
    pub unlisted: Vec<Unlisted>,
    /// How often each rule found something, where that was asked for.
    pub statistics: Option<BTreeMap<&'static str, usize>>,
}

/// So many findings of one rule in one file are listed; the rest are counted.
pub(crate) const MOST_FINDINGS: usize = 1000;

/// Findings of one rule in one file beyond those that are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// The file.
    pub path: Arc<str>,
    /// The rule.
    pub rule: &'static str,
    /// How many more there are.
    pub more: usize,
}

/// Targets that only a build or an absent input could judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why they were not checked.
    pub reason: String,
    /// The targets, each once, sorted.
    pub targets: Vec<String>,
}

impl Summary {
    /// How many targets could not be checked.
    #[must_use]
    pub fn unknown_targets(&self) -> usize {
        self.unknown.iter().map(|unknown| unknown.targets.len()).sum()
    }
}

impl fmt::Display for Summary {
    /// The lines that end a report for people, without a line feed at the end.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reason) = &self.nothing {
            return write!(out, "nothing was checked: {}", printable(reason));
        }
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let found: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(*n, what)).collect();
        let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
        write!(out, "{found} in {}", count(self.files, "file"))?;
        for (n, what) in [(self.suppressed, "suppressed"), (self.known, "in the baseline")] {
            if n > 0 {
                write!(out, ", {n} {what}")?;
            }
        }
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => (),
            (n, 0) => write!(out, "\n{} with --fix", can_be_fixed(n))?,
            (0, n) => write!(out, "\n{} with --unsafe-fixes", can_be_fixed(n))?,
            (n, m) => write!(out, "\n{} with --fix, {m} more with --unsafe-fixes", can_be_fixed(n))?,
        }
        for unlisted in &self.unlisted {
            let Unlisted { path, rule, more } = unlisted;
            let path = printable(path);
            write!(out, "\nnot listed: {} of {rule} in {path}", count(*more, "more finding"))?;
        }
        for unknown in &self.unknown {
            let targets = count(unknown.targets.len(), "target");
            write!(out, "\nnot checked: {targets} ({})", printable(&unknown.reason))?;
        }
        Ok(())
    }
}

fn can_be_fixed(n: usize) -> String {
    if n == 1 { "1 can be fixed".to_owned() } else { format!("{n} can be fixed") }
}

/// Source lines in which each unprintable character is replaced by one of the same length in UTF-8.
fn of_same_length(lines: &str) -> String {
    let shown = |c: char| match c.len_utf8() {
        _ if matches!(c, '\n' | '\r' | '\t') || !is_unprintable(c) => c,
        1 => '?',
        2 => '\u{a4}',
        _ => '\u{fffd}',
    };
    if lines.contains(is_unprintable) { lines.chars().map(shown).collect() } else { lines.to_owned() }
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
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
            Strings::Json => Ok(printable_lines(&(self.write)(report, style)?).into_owned()),
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
        let mut texts = Texts { text, read: BTreeMap::new() };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut report = Self::default();
        for diagnostic in diagnostics {
            let mut finding = resolve(diagnostic, &mut texts);
            let times = seen.entry(finding.fingerprint.clone()).or_default();
            *times += 1;
            if *times > 1 {
                finding.fingerprint.push_str(&format!("-{times}"));
            }
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
            let related = diagnostic.related.iter_mut().map(|related| &mut related.path);
            let edits = diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.path);
            let excerpts = finding.excerpts.iter_mut().map(|excerpt| &mut excerpt.path);
            for path in std::iter::once(&mut diagnostic.path).chain(related).chain(edits).chain(excerpts) {
                *path = name(path);
            }
        }
        self.summary.unlisted.iter_mut().for_each(|unlisted| unlisted.path = name(&unlisted.path));
    }

    /// The report with every outside string in printable form; source lines keep their length, which marks count in.
    fn printable(&self) -> Self {
        let mut report = self.clone();
        let text = |text: &mut String| {
            if let Cow::Owned(shown) = printable(text) {
                *text = shown;
            }
        };
        let path = |path: &mut Arc<str>| {
            if let Cow::Owned(shown) = printable(path) {
                *path = Arc::from(shown);
            }
        };
        for finding in &mut report.findings {
            let diagnostic = &mut finding.diagnostic;
            path(&mut diagnostic.path);
            text(&mut diagnostic.message);
            diagnostic.help.iter_mut().for_each(text);
            diagnostic.fix.iter_mut().for_each(|fix| text(&mut fix.title));
            for excerpt in &mut finding.excerpts {
                path(&mut excerpt.path);
                excerpt.text = of_same_length(&excerpt.text);
                excerpt.marks.iter_mut().filter_map(|mark| mark.label.as_mut()).for_each(text);
            }
        }
        let summary = &mut report.summary;
        summary.unlisted.iter_mut().for_each(|unlisted| path(&mut unlisted.path));
        summary.unknown.iter_mut().for_each(|unknown| text(&mut unknown.reason));
        summary.nothing.iter_mut().for_each(text);
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

impl Summary {
    fn count(&mut self, diagnostic: &Diagnostic) {
        use crate::text::diagnostic::Safety;
        match diagnostic.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
        }
        match diagnostic.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => self.fixable += 1,
            Some(Safety::Unsafe) => self.unsafely_fixable += 1,
            None => (),
        }
    }
}

/// The contents of the files that were shown last. Findings come in the order of their files, so that few are read again.
struct Texts<'a> {
    text: &'a dyn Fn(&str) -> Option<Arc<str>>,
    read: BTreeMap<Arc<str>, Option<(Arc<str>, LineIndex)>>,
}

impl Texts<'_> {
    /// So many files are in memory at a time.
    const MOST: usize = 256;

    fn get(&mut self, path: &Arc<str>) -> Option<(Arc<str>, &LineIndex)> {
        let text = self.text;
        if self.read.len() >= Self::MOST && !self.read.contains_key(path) {
            self.read.clear();
        }
        self.read
            .entry(Arc::clone(path))
            .or_insert_with(|| {
                text(path).map(|text| {
                    let lines = LineIndex::new(&text);
                    (text, lines)
                })
            })
            .as_ref()
            .map(|(text, lines)| (Arc::clone(text), lines))
    }

    fn positions(&mut self, path: &Arc<str>, span: Span) -> (Position, Position) {
        self.get(path).map_or((Position::START, Position::START), |(text, lines)| {
            (lines.position(&text, span.start), lines.position(&text, span.end))
        })
    }
}

fn resolve(diagnostic: Diagnostic, texts: &mut Texts<'_>) -> Finding {
    let (start, end) = texts.positions(&diagnostic.path, diagnostic.span);
    let whole_file = diagnostic.span == Span::default();
    let mut excerpts = Vec::new();
    let mut context = String::new();
    if !whole_file {
        if let Some((text, lines)) = texts.get(&diagnostic.path) {
            let from = lines.line_span(&text, start.line).start;
            let to = lines.line_span(&text, end.line).end;
            context = near(&text, diagnostic.span, Span::new(from, to)).to_owned();
        }
        excerpts.extend(excerpt(texts, &diagnostic.path, diagnostic.span, None, true));
    }
    let mut related = Vec::new();
    for place in &diagnostic.related {
        related.push(texts.positions(&place.path, place.span));
        let Some(new) = excerpt(texts, &place.path, place.span, Some(&place.label), false) else { continue };
        match excerpts.iter_mut().find_map(|old| join(old, &new, texts)) {
            Some(()) => (),
            None => excerpts.push(new),
        }
    }
    let edits = diagnostic.fix.as_ref().map_or_else(Vec::new, |fix| {
        fix.edits.iter().map(|edit| texts.positions(&edit.path, edit.span)).collect()
    });
    let fingerprint = diagnostic.fingerprint(&context);
    Finding { diagnostic, start, end, fingerprint, excerpts, related, edits }
}

/// A place of more lines is shown by its first ones.
const MOST_LINES: usize = 6;
/// A line of more bytes is not shown: no terminal has room for it.
const MOST_BYTES: usize = 4096;
/// Two places of a file that lie this many lines apart are shown as one excerpt.
const NEAR: usize = 30;

fn excerpt(
    texts: &mut Texts<'_>,
    path: &Arc<str>,
    span: Span,
    label: Option<&str>,
    primary: bool,
) -> Option<Excerpt> {
    let (text, lines) = texts.get(path)?;
    let start = lines.position(&text, span.start);
    let last = lines.position(&text, span.end).line.clamp(start.line, start.line + MOST_LINES - 1);
    let window = Span::new(lines.line_span(&text, start.line).start, lines.line_span(&text, last).end);
    let shown = window.of(&text);
    if shown.len() > MOST_BYTES {
        return None;
    }
    let inside = |offset: usize| {
        let mut offset = offset.clamp(window.start, window.end) - window.start;
        while !shown.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let marks = vec![Mark {
        span: Span::new(inside(span.start), inside(span.end)),
        label: label.filter(|label| !label.is_empty()).map(str::to_owned),
        primary,
    }];
    Some(Excerpt { path: Arc::clone(path), first_line: start.line, text: shown.to_owned(), marks })
}

/// The lines that a finding is on; of lines without an end, what is near it. A million findings on one line of 12 MB each
/// had all of it hashed.
fn near(text: &str, span: Span, lines: Span) -> &str {
    if lines.len() <= MOST_BYTES {
        return lines.of(text);
    }
    let boundary = |offset: usize| {
        let mut offset = offset.clamp(lines.start, lines.end);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let from = boundary(span.start.saturating_sub(NEARBY));
    let to = boundary(span.end.min(span.start + MOST_BYTES) + NEARBY);
    Span::new(from, to).of(text)
}

/// How many bytes on either side of a finding are [`near`] it.
const NEARBY: usize = 80;

/// Takes `new` into `old`, where both are of one file and near each other.
fn join(old: &mut Excerpt, new: &Excerpt, texts: &mut Texts<'_>) -> Option<()> {
    if old.path != new.path {
        return None;
    }
    let (text, lines) = texts.get(&new.path)?;
    let last_of = |excerpt: &Excerpt| excerpt.first_line + excerpt.text.split('\n').count() - 1;
    let first = old.first_line.min(new.first_line);
    let last = last_of(old).max(last_of(new));
    let window = Span::new(lines.line_span(&text, first).start, lines.line_span(&text, last).end);
    if last - first > NEAR || window.len() > MOST_BYTES {
        return None;
    }
    let start_of = |excerpt: &Excerpt| lines.line_span(&text, excerpt.first_line).start - window.start;
    let mut marks = Vec::new();
    for excerpt in [&*old, new] {
        let by = start_of(excerpt);
        marks.extend(excerpt.marks.iter().map(|mark| Mark { span: mark.span.shifted(by), ..mark.clone() }));
    }
    *old =
        Excerpt { path: Arc::clone(&old.path), first_line: first, text: window.of(&text).to_owned(), marks };
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::Related;

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
        assert_eq!(report.findings[1].fingerprint, format!("{}-2", report.findings[0].fingerprint));
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
