//! `ignored-post`: a file among the posts that the generator passes over.

use crate::diagnostic::{Diagnostic, Level};
use crate::rule::{Check, Example, Page, Rule, SiteContext};
use crate::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "ignored-post",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a file among the posts that the generator passes over",
    page: Page {
        what: "A Markdown or HTML file in a folder of posts whose name does not begin with a date, so that it is no post. Files called README, LICENSE or CONTRIBUTING are passed over.",
        why: "The generator passes over it in silence: the post never appears, and nobody is told.",
        bad: &[Example {
            path: "_posts/2024-XX-27-released.md",
            text: "---\ntitle: Released\n---\nIt is here.\n",
        }],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\n---\nIt is here.\n",
            },
            Example { path: "_posts/README.md", text: "How to write posts.\n" },
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    for ignored in &context.site.site.ignored {
        let name = ignored.path.rsplit('/').next().unwrap_or("");
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let is_text =
            matches!(extension, "md" | "markdown" | "mkd" | "mkdn" | "html" | "htm" | "textile" | "");
        let is_about = ["README", "LICENSE", "CONTRIBUTING", "CHANGELOG", "TEMPLATE"]
            .iter()
            .any(|word| stem.eq_ignore_ascii_case(word));
        if is_text && !is_about && !name.starts_with(['.', '_', '#', '~']) && !name.ends_with('~') {
            out.push(
                context
                    .finding(
                        ignored.path.as_str(),
                        Span::default(),
                        format!("the generator passes this file over in silence: {}", ignored.reason),
                    )
                    .with_help("rename it to `YEAR-MONTH-DAY-title.md`, or move it to `_drafts`"),
            );
        }
    }
}
