//! JUnit XML: a test suite a file, a failed test case a finding.

use std::fmt::Write as _;

use crate::lint::report::{Report, Reporter, Strings, Style};
use crate::lint::reporters::escape::xml_escaped;

/// The reporter for test dashboards.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "junit",
    summary: "JUnit XML",
    for_people: false,
    from_repository: true,
    strings: Strings::Xml,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let total = report.findings.len();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writeln!(
        out,
        "<testsuites name=\"feedwright\" tests=\"{}\" failures=\"{total}\" errors=\"0\">",
        total.max(1)
    )
    .ok();
    for file in report.findings.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
        let Some(first) = file.first() else { continue };
        let path = xml_escaped(&first.diagnostic.path);
        let n = file.len();
        writeln!(out, "  <testsuite name=\"{path}\" tests=\"{n}\" failures=\"{n}\" errors=\"0\">").ok();
        for finding in file {
            let diagnostic = &finding.diagnostic;
            let help = diagnostic.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
            let message = xml_escaped(&diagnostic.message);
            writeln!(
                out,
                "    <testcase name=\"{rule} at {place}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n      <failure type=\"{rule}\" message=\"{message}\">{path}:{place}: {message}{}</failure>\n    </testcase>",
                xml_escaped(&help),
                rule = xml_escaped(diagnostic.rule),
                place = finding.start,
                line = finding.start.line,
            )
            .ok();
        }
        out.push_str("  </testsuite>\n");
    }
    // A suite without a case reads as "nothing ran" on most dashboards.
    if total == 0 {
        out.push_str("  <testsuite name=\"feedwright\" tests=\"1\" failures=\"0\" errors=\"0\">\n    <testcase name=\"no findings\" classname=\"feedwright\"/>\n  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    Ok(out)
}
