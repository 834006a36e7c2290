//! The findings of each file below its name, places in a column.

use std::fmt::Write as _;

use crate::lint::report::{Report, Reporter, Strings, Style};
use crate::lint::reporters::text::left_out_lines;

/// The reporter for reading through many findings.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "grouped",
    summary: "the findings of each file below its name",
    for_people: true,
    from_repository: false,
    strings: Strings::Text,
    write,
};

fn write(report: &Report, style: Style) -> serde_json::Result<String> {
    let mut out = String::new();
    let (shown, left_out) = report.shown(style);
    for file in shown.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
        let Some(first) = file.first() else { continue };
        writeln!(out, "{}", first.diagnostic.path).ok();
        let places: Vec<String> = file.iter().map(|finding| finding.start.to_string()).collect();
        let width = places.iter().map(String::len).max().unwrap_or(0);
        for (finding, place) in file.iter().zip(&places) {
            let diagnostic = &finding.diagnostic;
            let message = diagnostic.message.replace('\n', " ");
            writeln!(out, "  {place:>width$}  {:7}  {}: {message}", diagnostic.level.name(), diagnostic.rule)
                .ok();
        }
        out.push('\n');
    }
    out.push_str(&left_out_lines(&left_out));
    if !style.without_summary {
        writeln!(out, "{}", report.summary).ok();
    }
    Ok(out)
}
