//! JSON: one object, or one line a finding; versioned, with fixes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::lint::report::{Finding, Fingerprint, Report, Reporter, Strings, Style};
use crate::text::source::Position;

/// One object with all findings and the summary.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "json",
    summary: "one JSON object: version, diagnostics, summary",
    for_people: false,
    from_repository: false,
    strings: Strings::Json,
    write,
};

/// One object a line and finding, and a last one with the summary.
pub(crate) const LINES: Reporter = Reporter {
    name: "jsonl",
    summary: "one JSON object on each line: each finding, then the summary",
    for_people: false,
    from_repository: false,
    strings: Strings::Json,
    write: write_lines,
};

/// The number in every document; it rises when a field goes away or changes its meaning.
const VERSION: u32 = 1;

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let document =
        Document { version: VERSION, diagnostics: Items(&report.findings), summary: summary(report) };
    let mut out = serde_json::to_string_pretty(&document)?;
    out.push('\n');
    Ok(out)
}

fn write_lines(report: &Report, _: Style) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        version: u32,
        #[serde(rename = "type")]
        what: &'a str,
        #[serde(flatten)]
        body: T,
    }
    let mut out = String::new();
    for finding in &report.findings {
        let line = Line { version: VERSION, what: "diagnostic", body: diagnostic(finding) };
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    let line = Line { version: VERSION, what: "summary", body: summary(report) };
    out.push_str(&serde_json::to_string(&line)?);
    out.push('\n');
    Ok(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Items<'a>,
    summary: Counts<'a>,
}

/// Findings that are written one after another: a list of items would take as much memory again.
struct Items<'a>(&'a [Finding]);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(diagnostic))
    }
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    level: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    params: &'a BTreeMap<&'static str, String>,
    related: Vec<Place<'a>>,
    fix: Option<Change<'a>>,
    fingerprint: Fingerprint,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Replacement<'a>>,
}

/// Lines and columns as in [`Item`]; `start` and `end` are byte offsets.
#[derive(Serialize)]
struct Replacement<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Counts<'a> {
    errors: usize,
    warnings: usize,
    infos: usize,
    files: usize,
    fixable: usize,
    suppressed: usize,
    baseline: usize,
    targets: usize,
    unknown: Vec<NotChecked<'a>>,
    nothing_checked: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unlisted: Vec<NotListed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'a BTreeMap<&'static str, usize>>,
}

#[derive(Serialize)]
struct NotChecked<'a> {
    reason: &'a str,
    count: usize,
    targets: &'a [String],
}

fn diagnostic(finding: &Finding) -> Item<'_> {
    let diagnostic = &finding.diagnostic;
    let related = diagnostic.related().iter().zip(&finding.related).map(|(related, &(start, end))| Place {
        path: &related.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &related.label,
    });
    let fix = diagnostic.fix().map(|fix| Change {
        title: &fix.title,
        safe: fix.safety == crate::text::diagnostic::Safety::Safe,
        edits: fix.edits.iter().zip(&finding.edits).map(|(edit, place)| replacement(edit, *place)).collect(),
    });
    Item {
        rule: diagnostic.rule,
        level: diagnostic.level.name(),
        path: &diagnostic.path,
        line: finding.start.line,
        column: finding.start.column,
        end_line: finding.end.line,
        end_column: finding.end.column,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        params: diagnostic.params(),
        related: related.collect(),
        fix,
        fingerprint: finding.fingerprint,
    }
}

fn replacement(edit: &crate::text::diagnostic::Edit, (start, end): (Position, Position)) -> Replacement<'_> {
    Replacement {
        path: &edit.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start: edit.span.start,
        end: edit.span.end,
        replacement: &edit.replacement,
    }
}

#[derive(Serialize)]
struct NotListed<'a> {
    path: &'a str,
    rule: &'a str,
    more: usize,
}

fn summary(report: &Report) -> Counts<'_> {
    let summary = &report.summary;
    Counts {
        errors: summary.errors,
        warnings: summary.warnings,
        infos: summary.infos,
        files: summary.files,
        fixable: summary.fixable,
        suppressed: summary.suppressed,
        baseline: summary.known,
        targets: summary.targets,
        unknown: summary
            .unknown
            .iter()
            .map(|unknown| NotChecked {
                reason: &unknown.reason,
                count: unknown.targets.len(),
                targets: &unknown.targets,
            })
            .collect(),
        nothing_checked: summary.nothing.as_deref(),
        unlisted: summary
            .unlisted
            .iter()
            .map(|unlisted| NotListed { path: &unlisted.path, rule: unlisted.rule, more: unlisted.more })
            .collect(),
        statistics: summary.statistics.as_ref(),
    }
}
