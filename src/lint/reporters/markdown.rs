//! Markdown: a summary for the page of a workflow run, or a comment on a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::lint::report::{Finding, Report, Reporter, Strings, Style, count};
use crate::text::in_markdown::{MOST_BYTES, code, message};

/// The reporter for summaries and comments.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "markdown",
    summary: "Markdown for a summary or a comment: the findings of each rule",
    for_people: false,
    from_repository: true,
    strings: Strings::Text,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let summary = report.summary.to_string();
    let mut lines = summary.lines();
    let mut out = format!("### Feedwright: {}\n", message(lines.next().unwrap_or("")));
    let rules = by_rule(report);
    if !rules.is_empty() {
        out.push_str("\n| findings | rule |\n|---:|---|\n");
    }
    for (rule, findings) in &rules {
        writeln!(out, "| {} | {} |", findings.len(), code(rule)).ok();
    }
    let (mut written, mut left_out) = (0, 0);
    for (rule, findings) in &rules {
        let mut items = String::new();
        for finding in findings {
            let item = item(finding);
            written += item.len();
            if written > MOST_BYTES {
                left_out += 1;
            } else {
                items.push_str(&item);
            }
        }
        if !items.is_empty() {
            write!(out, "\n#### {}\n\n{items}", code(rule)).ok();
        }
    }
    if left_out > 0 {
        writeln!(out, "\n{} not listed here.", count(left_out, "more finding")).ok();
    }
    for (number, line) in lines.enumerate() {
        let before = if number == 0 { "\n" } else { "" };
        writeln!(out, "{before}- {}", message(line)).ok();
    }
    Ok(out)
}

/// The findings of each rule, the most frequent rule first.
fn by_rule(report: &Report) -> Vec<(&'static str, Vec<&Finding>)> {
    let mut rules: BTreeMap<&'static str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        rules.entry(finding.diagnostic.rule).or_default().push(finding);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
    rules
}

fn item(finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    let place = code(&format!("{}:{}", diagnostic.path, finding.start));
    let mut item = format!("- {} {place}: {}\n", diagnostic.level, message(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        writeln!(item, "  *Help:* {}", message(help)).ok();
    }
    item
}
