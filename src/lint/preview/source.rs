//! The source of a feed, in parts, with the findings at their lines.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::feeds::model::Emitter;
use crate::lint::page_text::{sentence, visible_line};
use crate::lint::preview::part::Part;
use crate::lint::report::{Finding, Report, count};
use crate::text::html::text::escape_attribute;
use crate::text::pieces::Part as _;

/// The most lines that are shown at once.
const MOST_LINES: usize = 2000;
/// The most characters that are shown of a line.
const LONGEST_LINE: usize = 2000;

/// The most findings that are listed.
const MOST_FINDINGS: usize = 200;

/// Where the entries of a feed begin: an entry begins a line.
pub(super) struct Places {
    /// The offset of each entry.
    starts: Vec<usize>,
    /// The number of its first line, from 1.
    lines: Vec<usize>,
}

impl Places {
    /// Finds the entries of a feed of ours.
    pub(super) fn of(text: &str, emitter: &Emitter) -> Self {
        let mut found = Self { starts: Vec::new(), lines: Vec::new() };
        let (mut at, mut line) = (0, 1);
        for (mark, _) in emitter.entry_mark.map(|mark| text.match_indices(mark)).into_iter().flatten() {
            let before = text.part(at..mark).as_bytes();
            let Some(end) = memchr::memrchr(b'\n', before) else { continue };
            line += memchr::memchr_iter(b'\n', before).count();
            at += end + 1;
            found.starts.push(at);
            found.lines.push(line);
        }
        found
    }
}

/// A feed of ours as a document, with the places of its entries.
pub(super) struct Source<'a> {
    text: &'a str,
    emitter: &'static Emitter,
    places: &'a Places,
}

impl<'a> Source<'a> {
    /// The document with this text and these entries.
    pub(super) fn new(text: &'a str, emitter: &'static Emitter, places: &'a Places) -> Self {
        Self { text, emitter, places }
    }

    /// Its number of entries.
    pub(super) fn entries(&self) -> usize {
        self.places.starts.len()
    }

    /// The entry that a place of the text lies in, if any.
    fn entry_at(&self, at: usize) -> Option<usize> {
        self.places.starts.partition_point(|start| *start <= at).checked_sub(1)
    }

    /// The number of the line that an entry begins, from 1.
    pub(super) fn line_of(&self, entry: usize) -> Option<usize> {
        self.places.lines.get(entry).copied()
    }

    /// The bytes of these entries; the first part has the head of the feed, the last one its end.
    fn bytes(&self, part: Part) -> Range<usize> {
        let start = self.places.starts.get(part.from).copied().filter(|_| part.from > 0).unwrap_or(0);
        start..self.places.starts.get(part.to).copied().unwrap_or(self.text.len())
    }

    /// A document of the same feed with these entries alone: a page of a long feed takes no longer to read.
    pub(super) fn cut(&self, part: Part) -> String {
        let Some(head) = self.places.starts.first().map(|first| self.text.part(..*first)) else {
            return self.text.to_owned();
        };
        let Emitter { separator, tail, .. } = self.emitter;
        let from = self.places.starts.get(part.from).copied().unwrap_or(head.len());
        let entries = self.text.part(from..self.bytes(part).end);
        let entries = entries.strip_suffix(tail).unwrap_or(entries).trim_end();
        format!("{head}{}{tail}", entries.strip_suffix(separator).unwrap_or(entries))
    }
}

/// The findings of the whole feed, and the lines of these entries with findings below them; `page_of` is the address of the page
/// that shows an entry.
pub(super) fn source(
    document: &Source<'_>,
    part: Part,
    report: Option<&Report>,
    page_of: &dyn Fn(usize) -> String,
) -> String {
    let findings = report.map_or(&[][..], |report| &report.findings);
    let mut out = list(document, findings, report.is_some(), page_of);
    let shown = document.bytes(part);
    let first = document.line_of(part.from).filter(|_| part.from > 0).unwrap_or(1);
    out += "<pre class=\"source\" tabindex=\"0\" role=\"region\" aria-label=\"Source of the feed\"><code>";
    let mut by_line: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_line.entry(finding.start.line).or_default().push(finding);
    }
    let mut lines = document.text.part(shown).lines();
    for (at, text) in lines.by_ref().take(MOST_LINES).enumerate() {
        let number = first + at;
        let found = by_line.get(&number).map_or(&[][..], Vec::as_slice);
        let mark = if found.is_empty() { "" } else { " marked" };
        out += &format!(
            "<span class=\"line{mark}\" id=\"L{number}\" data-line=\"{number}\">{}</span>",
            shown_line(text)
        );
        for finding in found {
            out += &format!("<span class=\"finding\">{}</span>", about(finding));
        }
    }
    let rest = lines.count();
    out += "</code></pre>\n";
    if rest > 0 {
        out += &format!("<p>And {} more.</p>\n", count(rest, "line"));
    }
    out
}

/// The beginning of a line of a feed, with escapes for markup and reading direction.
fn shown_line(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_LINE).map_or(text.len(), |(end, _)| end);
    let rest = text.part(end..).chars().count();
    let more =
        if rest > 0 { format!(" <em>… and {} more</em>", count(rest, "character")) } else { String::new() };
    visible_line(text.part(..end)) + &more
}

/// A finding's level, rule, message and help.
fn about(finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    let help = diagnostic.help.as_deref().map_or_else(String::new, |help| format!("; {}", sentence(help)));
    format!(
        "<strong class=\"is-{0}\">{0}</strong> <code>{1}</code>: {2}{help}",
        diagnostic.level,
        diagnostic.rule,
        sentence(&diagnostic.message)
    )
}

/// The findings, each with a link to its line.
fn list(
    document: &Source<'_>,
    findings: &[Finding],
    is_checked: bool,
    page_of: &dyn Fn(usize) -> String,
) -> String {
    if findings.is_empty() {
        let result =
            if is_checked { "The rules about feeds find nothing." } else { "No rule checks this format." };
        return format!("<p>{result}</p>\n");
    }
    let mut out = "<ul class=\"findings\">\n".to_owned();
    for finding in findings.iter().take(MOST_FINDINGS) {
        let number = finding.start.line;
        let page = page_of(document.entry_at(finding.diagnostic.span.start).unwrap_or(0));
        out += &format!(
            "<li><a href=\"{}#L{number}\">line {number}</a>: {}</li>\n",
            escape_attribute(&page),
            about(finding)
        );
    }
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    let rest = if more > 0 { format!("<p>And {more} more.</p>\n") } else { String::new() };
    format!("{out}</ul>\n{rest}")
}
