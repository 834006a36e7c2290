//! `missing-date`: a post without a date.

use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::DateHint;
use crate::text::diagnostic::{Cause, Diagnostic, Level};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-date",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a post without a date",
    page: Page {
        what: "A post, or a document of a collection that a feed is made of, without a `date` in its front matter and \
               without one at the beginning of its file name. The help names the key that was probably meant \
               (`pubDate`, `published`, `Date`). Drafts are skipped; so is a file without a date of any kind that \
               has the name of a page (`about.md`), or has no dated post beside it in a site without configured \
               `folders`.",
        why: "It is omitted from all feeds, or, if its date is the time of the build, is their newest entry \
              after every build.",
        bad: &[Example {
            path: "posts/released.md",
            text: "---\ntitle: Released\npubDate: 2024-02-27\n---\nIt is here.\n",
        }],
        good: &[
            Example {
                path: "posts/released.md",
                text: "---\ntitle: Released\ndate: 2024-02-27\n---\nIt is here.\n",
            },
            Example { path: "about.md", text: "---\ntitle: About us\n---\nWho we are.\n" },
        ],
        around: &[
            Example {
                path: "feedwright.toml",
                text: "[site]\ngenerator = \"plain\"\nurl = \"https://www.wherry-os.example\"\n",
            },
            Example {
                path: "posts/announced.md",
                text: "---\ntitle: Announced\ndate: 2024-01-27\n---\nSoon.\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

/// So many documents with the same words are one finding.
const SEVERAL: usize = 5;

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    for (_, post) in context.site.site.undated() {
        let hint = DateHint::of(post);
        let (span, message) = match &hint {
            Some(DateHint::Empty(span)) => (*span, "`date` has no value".to_owned()),
            Some(DateHint::Key { key, span, .. }) => {
                (*span, format!("this post has no date: `{key}` is not read"))
            }
            Some(DateHint::Name(_)) | None => (Span::default(), "this post has no date".to_owned()),
        };
        let help = DateHint::advice(hint.as_ref(), post);
        let cause = Cause::new(
            ("words", &message),
            (post.path.to_string(), SEVERAL),
            (&message, "more documents", "write a `date` into the front matter of each"),
        );
        out.push(context.finding(post.path.clone(), span, message).with_help(help).with_causes([cause]));
    }
}
