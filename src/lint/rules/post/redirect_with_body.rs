//! `redirect-with-body`: content that nobody sees, since its page redirects.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "redirect-with-body",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "content that nobody sees, since its page redirects",
    page: Page {
        what: "A post or page with `redirect_to` and content below its front matter.",
        why: "Readers are redirected at once; jekyll-redirect-from drops the text, in feeds too.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nredirect_to: https://elsewhere.example/\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nredirect_to: https://elsewhere.example/\n---\n\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(entry) =
        document.front_matter.data.entry("redirect_to").filter(|entry| entry.value.value.is_truthy())
    else {
        return;
    };
    let body = document.body();
    let text = body.trim();
    if text.is_empty()
        || text.starts_with("<!--") && text.ends_with("-->") && text.matches("-->").count() == 1
    {
        return;
    }
    let start = document.front_matter.body + body.len() - body.trim_start().len();
    let first = text.lines().next().unwrap_or("").trim_end();
    out.push(
        context
            .finding(
                Span::new(start, start + first.len()),
                "nobody sees this text, since `redirect_to` redirects the page",
            )
            .with_help("remove the text, or the redirect")
            .with_related(Related {
                path: document.path().clone(),
                span: Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end)),
                label: "the redirect".to_owned(),
            }),
    );
}
