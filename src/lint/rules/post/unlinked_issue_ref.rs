//! `unlinked-issue-ref`: an issue that is named but not linked to.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unlinked-issue-ref",
    level: Level::Info,
    fixable: false,
    on_by_default: false,
    summary: "an issue that is named but not linked to",
    page: Page {
        what: "A bare `#1234` or `owner/repo#12` in prose, outside of links, code and headings. A number \
               after a word (`QSB #28`, `Round #2`) is not treated as an issue. Off by default, since only \
               the site's authors know whether `#1234` means an issue.",
        why: "Readers have to find the issue themselves.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nThe clock goes backwards (#1234).\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nWSB #28, Round #2 and [#1234](https://github.com/wherry-os/wherry-issues/issues/1234).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    if document.post().is_none() {
        return;
    }
    let text = &*document.source.text;
    for prose in &document.facts.prose {
        let words = prose.of(text);
        for (at, _) in words.match_indices('#') {
            let before = words.part(..at);
            let digits: String = words.part(at + 1..).chars().take_while(char::is_ascii_digit).collect();
            let after = words.get(at + 1 + digits.len()..).and_then(|rest| rest.chars().next());
            if digits.is_empty()
                || digits.starts_with('0')
                || after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | ';'))
            {
                continue;
            }
            let glued = before
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ',' | '[' | '/'));
            let project = before.after_last([' ', '(', '\n']);
            let is_project = glued && project.split('/').count() == 2 && project.len() > 2;
            let word = before.trim_end().after_last([' ', '(', '\n']);
            let issue_word = matches!(
                word.to_lowercase().as_str(),
                "issue" | "bug" | "pr" | "request" | "see" | "fixes" | "closes" | "and" | "or"
            );
            // A word before the number names what is numbered.
            let named = before.ends_with(' ')
                && word.chars().next_back().is_some_and(char::is_alphanumeric)
                && !issue_word;
            if glued && !is_project || named {
                continue;
            }
            let start = prose.start + at - if is_project { project.len() } else { 0 };
            let span = Span::new(start, prose.start + at + 1 + digits.len());
            let written = span.of(text);
            out.push(
                context
                    .finding(span, format!("`{written}` names an issue and does not link to it"))
                    .with_help(format!("write `[{written}](…)` with the URL of the issue")),
            );
        }
    }
}
