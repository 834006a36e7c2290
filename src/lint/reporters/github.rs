//! GitHub's workflow commands: annotations on the lines of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use crate::lint::report::{Report, Reporter, Strings, Style};
use crate::text::diagnostic::Level;

/// The reporter for GitHub Actions.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "github",
    summary: "annotations for GitHub Actions",
    for_people: false,
    from_repository: true,
    strings: Strings::Text,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let mut out = String::new();
    for finding in &report.findings {
        let diagnostic = &finding.diagnostic;
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
        write!(
            out,
            "::{command} title={},file={},line={},endLine={}",
            property(diagnostic.rule),
            property(&diagnostic.path),
            finding.start.line,
            finding.end.line,
        )
        .ok();
        // GitHub refuses columns of a place that ends on another line.
        if finding.start.line == finding.end.line {
            let end = finding.end.column.max(finding.start.column + 1) - 1;
            write!(out, ",col={},endColumn={end}", finding.start.column).ok();
        }
        writeln!(out, "::{}", data(&format!("{}{help}", diagnostic.message))).ok();
    }
    Ok(out)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
