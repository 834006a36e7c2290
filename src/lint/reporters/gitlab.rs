//! GitLab's code quality report, a subset of Code Climate's.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use serde::Serialize;

use crate::lint::report::{Fingerprint, Report, Reporter, Strings, Style};
use crate::text::diagnostic::Level;

/// The reporter for GitLab.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "gitlab",
    summary: "GitLab code quality",
    for_people: false,
    from_repository: true,
    strings: Strings::Json,
    write,
};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: Fingerprint,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .map(|finding| Issue {
            description: &finding.diagnostic.message,
            check_name: finding.diagnostic.rule,
            fingerprint: finding.fingerprint,
            severity: match finding.diagnostic.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info => "info",
            },
            location: Location {
                path: &finding.diagnostic.path,
                lines: Lines { begin: finding.start.line, end: finding.end.line },
            },
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&issues)?;
    out.push('\n');
    Ok(out)
}
