//! `missing-category`: a post without a category on a site whose posts have one.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-category",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a post without a category on a site whose posts have one",
    page: Page {
        what: "A published post without any category, where at least nine of ten posts of the site have one. Posts that only redirect are skipped.",
        why: "It is in no category's feed, so subscribers to these feeds never see it.",
        around: &[
            Example {
                path: "_posts/2024-02-05-first-planks.md",
                text: "---\ntitle: The first planks\ncategories: announcements\n---\nThey are of larch.\n",
            },
            Example {
                path: "_posts/2024-02-09-wsb-011.md",
                text: "---\ntitle: Bulletin 11\ncategories: security\n---\nUpdate the kernel.\n",
            },
            Example {
                path: "_posts/2024-02-14-candidate.md",
                text: "---\ntitle: A release candidate\ncategories: releases\n---\nTry it.\n",
            },
            Example {
                path: "_posts/2024-02-20-talk.md",
                text: "---\ntitle: A talk in Delft\ncategories: talks\n---\nOn decks.\n",
            },
            Example {
                path: "_posts/2024-03-01-released.md",
                text: "---\ntitle: Wherry 4 is released\ncategories: releases\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-03-08-wsb-012.md",
                text: "---\ntitle: Bulletin 12\ncategories: security\n---\nUpdate the mail deck.\n",
            },
            Example {
                path: "_posts/2024-03-15-harbour.md",
                text: "---\ntitle: A harbour for templates\ncategories: announcements\n---\nThere are nine.\n",
            },
            Example {
                path: "_posts/2024-03-22-mirror.md",
                text: "---\ntitle: A mirror in Oslo\ncategories: announcements\n---\nIt is fast.\n",
            },
            Example {
                path: "_posts/2024-04-02-interview.md",
                text: "---\ntitle: An interview\ncategories: articles\n---\nWith the boat builders.\n",
            },
        ],
        bad: &[Example {
            path: "_posts/2024-04-09-end-of-support.md",
            text: "---\ntitle: Wherry 3 is no longer supported\n---\nMove to version 4.\n",
        }],
        good: &[Example {
            path: "_posts/2024-04-09-end-of-support.md",
            text: "---\ntitle: Wherry 3 is no longer supported\ncategories: announcements\n---\nMove to version 4.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post().filter(|post| post.is_post() && !post.draft) else {
        return;
    };
    if !post.categories.is_empty() || post.redirect_to.is_some() || !document.front_matter.faults.is_empty() {
        return;
    }
    let (with, all) = context.site.posts_with_category;
    // On a site of few posts a habit cannot be told from an accident.
    const FEWEST: usize = 10;
    if all < FEWEST || with * 10 < all * 9 {
        return;
    }
    let span = if document.front_matter.data.get("categories").is_some() {
        document.key_span("categories")
    } else {
        document.top()
    };
    out.push(
        context
            .finding(span, format!("this post has no category, while {with} of the site's {all} posts have one"))
            .with_help("add `categories: …` to the front matter; without one the post is in no category's feed or list"),
    );
}
