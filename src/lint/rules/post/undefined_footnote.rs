//! `undefined-footnote`: a footnote reference without a definition.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::is_in_quotation;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "undefined-footnote",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a footnote reference without a definition",
    page: Page {
        what: "`[^label]` in the text without `[^label]: …` anywhere in it. A label is a name: `[^0-9]` and `[^...]` are patterns, \
               and so are labels of letters alone in a file without footnotes that has such a pattern. A label in a quotation that goes on with a colon \
               belongs to a program's message (`\"no type[^1]: in line 3\"`).",
        why: "The brackets are shown as written, and the note is missing.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSo they say[^1].\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSo they say[^1].\n\n[^1]: In the report.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let notes = &context.document.facts.undefined_footnotes;
    let are_patterns = !notes.is_empty() && is_about_patterns(context.document.body());
    for note in notes {
        let label = note.value.trim_start_matches('^');
        if !is_name(label) || are_patterns && label.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        if is_of_a_message(&context.document.source.text, note.span) {
            continue;
        }
        out.push(
            context
                .finding(
                    note.span,
                    format!("nothing defines the footnote `[^{label}]`, so it is shown as written"),
                )
                .with_help(format!("add a line `[^{label}]: …` with its text")),
        );
    }
}

/// Whether a quotation goes on after a label as a message of a program does: `"no such type[^1]: in line 12"`.
fn is_of_a_message(text: &str, label: Span) -> bool {
    let after = text.part(label.end..);
    after.strip_prefix(']').unwrap_or(after).starts_with(':') && is_in_quotation(text, label.start)
}

/// Whether text without footnotes has patterns in brackets with a caret: what looks like a label is a pattern too.
fn is_about_patterns(text: &str) -> bool {
    let mut labels = text.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
    let defines = text.lines().any(|line| line.trim_start().starts_with("[^") && line.contains("]:"));
    !defines && labels.any(|(label, _)| !is_name(label))
}

/// Whether a label is a footnote's: `[^0-9]` and `[^...]` are patterns.
fn is_name(label: &str) -> bool {
    const RANGES: [&str; 6] = ["0-9", "1-9", "a-z", "A-Z", "a-f", "A-F"];
    label.starts_with(char::is_alphanumeric)
        && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.'))
        && !RANGES.iter().any(|range| label.contains(range))
}
