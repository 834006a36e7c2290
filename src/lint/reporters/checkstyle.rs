//! Checkstyle XML, which many review tools read.

use std::fmt::Write as _;

use crate::lint::report::{Report, Reporter, Strings, Style};
use crate::lint::reporters::escape::xml_escaped;

/// The reporter for review tools.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "checkstyle",
    summary: "Checkstyle XML",
    for_people: false,
    from_repository: true,
    strings: Strings::Xml,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for file in report.findings.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
        let Some(first) = file.first() else { continue };
        writeln!(out, "  <file name=\"{}\">", xml_escaped(&first.diagnostic.path)).ok();
        for finding in file {
            let diagnostic = &finding.diagnostic;
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"feedwright.{}\"/>",
                finding.start.line,
                finding.start.column,
                diagnostic.level,
                xml_escaped(&diagnostic.message),
                xml_escaped(diagnostic.rule),
            )
            .ok();
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</checkstyle>\n");
    Ok(out)
}
