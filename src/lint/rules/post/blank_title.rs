//! `blank-title`: a title without a word in it.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "blank-title",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a title without a word in it",
    page: Page {
        what: "A `title` of nothing but white space or punctuation (`title: \"\"`). A title that is missing is `missing-title`. \
               Pages, and documents of collections that no feed takes, are skipped.",
        why: "The entry has no name in any feed reader, and no text to click on.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: \"\"\ncategories: announcements\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: \"3.0\"\ncategories: announcements\n---\nIt is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let feeds = &context.site.site.feed_collections;
    // What no feed takes needs no title, as in `missing-title`.
    if document.post().is_none_or(|post| !feeds.contains(&post.collection)) {
        return;
    }
    let Some(node) = document.front_matter.data.get("title") else { return };
    let Some(title) = node.as_str() else { return };
    if title.chars().any(char::is_alphanumeric) || title.chars().any(|c| !c.is_ascii() && !c.is_whitespace())
    {
        return;
    }
    let span = if node.span.is_empty() { document.key_span("title") } else { node.span };
    out.push(
        context
            .finding(span, "this title has no word in it")
            .with_help("give the post a title: it is what lists and feed readers show"),
    );
}
