//! `ambiguous-category`: `category` beside `categories`.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level, Related};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "ambiguous-category",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "`category` beside `categories`",
    page: Page {
        what: "Front matter with both `category` and `categories`.",
        why: "Jekyll puts the post into all of them, but jekyll-feed names only `category` in the entry, so \
              subscribers see only part of them.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategory: releases\ncategories: announcements\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: [releases, announcements]\n---\nIt is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let data = &context.document.front_matter.data;
    let (Some(one), Some(many)) = (data.entry("category"), data.entry("categories")) else { return };
    if one.value.value.is_null() || many.value.value.is_null() || context.document.post().is_none() {
        return;
    }
    let (first, second) = if one.key_span < many.key_span { (one, many) } else { (many, one) };
    out.push(
        context
            .finding(
                second.key_span,
                "this post has both `category` and `categories`, and feeds name only the first",
            )
            .with_help("put all of them into `categories`")
            .with_related(Related {
                path: context.document.path().clone(),
                span: first.key_span,
                label: "the other one".to_owned(),
            }),
    );
}
