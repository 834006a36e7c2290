//! `undefined-footnote`: a footnote reference without a definition.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "undefined-footnote",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a footnote reference without a definition",
    page: Page {
        what: "`[^label]` in the text without `[^label]: …` anywhere in it.",
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
    for note in &context.document.facts.undefined_footnotes {
        let label = note.value.trim_start_matches('^');
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
