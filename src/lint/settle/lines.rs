//! The lines that suppress the findings of a rule at a place: comments, and a key of front matter.

use crate::markup::front_matter::{Format, FrontMatter};

/// The front matter key that silences rules for a whole file.
pub(crate) const KEY: &str = "feedwright-disable";

/// A line that may suppress a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressionLine {
    /// Where it is inserted, at the start of a line.
    pub at: usize,
    /// The line, with its line feed.
    pub line: String,
    /// Where people write it.
    pub place: &'static str,
}

/// Returns the lines that may suppress the findings of a rule at a byte offset of a file with this front matter: the one above
/// the place first, where there can be one, then those for the whole file.
#[must_use]
pub fn suppression_lines(
    rule: &str,
    text: &str,
    finding: usize,
    front_matter: &FrontMatter,
) -> Vec<SuppressionLine> {
    let line_start = text.get(..finding).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let inner = front_matter.inner;
    let has_front_matter = matches!(front_matter.format, Format::Yaml | Format::Toml);
    let next_line = format!("feedwright-disable-next-line {rule}: reason");
    let above = if has_front_matter && (inner.start..=inner.end).contains(&line_start) {
        Some(SuppressionLine {
            at: line_start,
            line: format!("# {next_line}\n"),
            place: "above the line in the front matter",
        })
    } else if line_start > inner.end {
        let line = format!("<!-- {next_line} -->\n");
        Some(SuppressionLine { at: line_start, line, place: "above the line" })
    } else {
        None
    };
    let key = match front_matter.format {
        Format::Yaml => Some(format!("{KEY}: [{rule}]\n")),
        Format::Toml => Some(format!("{KEY} = [\"{rule}\"]\n")),
        _ => None,
    };
    let key = key.map(|line| SuppressionLine { at: inner.start, line, place: "in the front matter" });
    let line = format!("<!-- feedwright-disable-file {rule}: reason -->\n");
    let file = SuppressionLine { at: text.len(), line, place: "at the end of the file" };
    above.into_iter().chain(key).chain(Some(file)).collect()
}
