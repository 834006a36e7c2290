//! `missing-category`: a post without a category on a site whose posts have one.

use crate::diagnostic::{Diagnostic, Level};
use crate::rule::{Check, Example, Page, PostContext, Rule};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-category",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a post without a category on a site whose posts have one",
    page: Page {
        what: "A published post without any category, where at least nine of ten posts of the site have one. Posts that only redirect are passed over.",
        why: "It is in no feed of a category, and those who subscribe to one never see it.",
        bad: &[
            Example { path: "_config.yml", text: "url: https://www.wherry-os.example\npermalink: pretty\n" },
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-01-a.md",
                text: "---\ntitle: A 1\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-02-a.md",
                text: "---\ntitle: A 2\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-03-a.md",
                text: "---\ntitle: A 3\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-04-a.md",
                text: "---\ntitle: A 4\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-05-a.md",
                text: "---\ntitle: A 5\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-06-a.md",
                text: "---\ntitle: A 6\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-07-a.md",
                text: "---\ntitle: A 7\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-08-a.md",
                text: "---\ntitle: A 8\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-09-a.md",
                text: "---\ntitle: A 9\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-10-a.md",
                text: "---\ntitle: A 10\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-11-a.md",
                text: "---\ntitle: A 11\ncategories: announcements\n---\nIt is here.\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-01-a.md",
                text: "---\ntitle: A 1\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-02-a.md",
                text: "---\ntitle: A 2\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-03-a.md",
                text: "---\ntitle: A 3\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-04-a.md",
                text: "---\ntitle: A 4\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-05-a.md",
                text: "---\ntitle: A 5\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-06-a.md",
                text: "---\ntitle: A 6\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-07-a.md",
                text: "---\ntitle: A 7\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-08-a.md",
                text: "---\ntitle: A 8\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-09-a.md",
                text: "---\ntitle: A 9\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-10-a.md",
                text: "---\ntitle: A 10\ncategories: announcements\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-01-11-a.md",
                text: "---\ntitle: A 11\ncategories: announcements\n---\nIt is here.\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post().filter(|post| &*post.collection == "posts" && !post.draft) else {
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
            .finding(span, "this post has no category, as the others have")
            .with_help("add `categories: …`; without one it is in no category's feed"),
    );
}
