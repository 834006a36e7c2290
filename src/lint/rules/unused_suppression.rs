//! `unused-suppression`: a comment that silences a rule where that rule has nothing to say.

use crate::lint::rule::{Check, Example, Page, Rule};
use crate::text::diagnostic::Level;

/// The row of the table; the check is `lint::settle::suppress`.
pub const RULE: Rule = Rule {
    name: "unused-suppression",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "a suppression that suppresses nothing",
    page: Page {
        what: "A `feedwright-disable…` comment or front matter key that names a rule which finds nothing there, or a \
               name that no rule has; a comment that only resembles a directive (`feedwright-ignore`). Rules that are off are skipped.",
        why: "It is no longer needed, or never worked because of a typo. Left in place, it hides the next \
              real problem on that line.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n<!-- feedwright-disable-next-line dead-link -->\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n<!-- feedwright-disable-next-line dead-link: soon -->\nSee the [guide](/doc/soon/).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Findings,
};
