//! One line a finding: `path:line:column: level rule: message`.

use std::fmt::Write as _;

use crate::lint::report::{Report, Reporter, Strings, Style};

/// The reporter for `grep`, editors' error lists and short terminals.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "concise",
    summary: "one line for each finding: path:line:column: level rule: message",
    for_people: false,
    from_repository: false,
    strings: Strings::Text,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let mut out = String::new();
    for finding in &report.findings {
        let diagnostic = &finding.diagnostic;
        let message = diagnostic.message.replace('\n', " ");
        writeln!(
            out,
            "{}:{}: {} {}: {message}",
            diagnostic.path, finding.start, diagnostic.level, diagnostic.rule
        )
        .ok();
    }
    Ok(out)
}
