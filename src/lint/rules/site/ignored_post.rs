//! `ignored-post`: a file in the posts folder that the generator skips.

use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::text::diagnostic::{Cause, Diagnostic, Level};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "ignored-post",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a file in the posts folder that the generator skips",
    page: Page {
        what: "A Markdown or HTML file in a folder of posts that is not a post: with Jekyll, one whose name does not begin \
               with a date; in a plain folder, one with front matter in JSON, without lines of `---` around it or not \
               on the first line, one whose name ends in `.mdx` or the like, and one without front matter whose name \
               begins with a date in another form (`2024-07-01 Daily.md`). Files called README, LICENSE or \
               CONTRIBUTING are skipped. With Jekyll, the text of such a file is checked like a post's. Three or more \
               files of a folder among the posts that has no post are one finding.",
        why: "The generator ignores it without a warning: the post is never published.",
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
    for ignored in context.site.site.ignored.iter().filter(|ignored| ignored.looks_like_post()) {
        let message = format!("this file is not read as a post: {}", ignored.reason);
        let cause = of_folder(context, &ignored.path, &message);
        out.push(
            context
                .finding(ignored.path.as_str(), Span::default(), message)
                .with_help(ignored.help)
                .with_causes(cause),
        );
    }
}

/// What files have in common in a folder among the posts that has no post: drafts, for example.
fn of_folder(context: &SiteContext<'_>, path: &str, message: &str) -> Option<Cause> {
    const SEVERAL: usize = 3;
    let (folder, _) = path.rsplit_once('/')?;
    let is_inside = path.split('/').rev().skip(2).any(|part| part == "_posts");
    let has_posts = || context.site.site.posts.iter().any(|post| is_below(&post.path, folder));
    (is_inside && !has_posts()).then(|| Cause {
        kind: "folder",
        name: folder.to_owned(),
        member: path.to_owned(),
        from: SEVERAL,
        message: message.to_owned(),
        like: format!("more files in `{folder}/`, which has no post"),
        help: "move the folder out of the folder of posts, or write dates into the names of its files"
            .to_owned(),
        total: 0,
    })
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
