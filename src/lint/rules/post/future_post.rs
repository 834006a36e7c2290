//! `future-post`: a post that is dated in the future.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::site::post::Hidden;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "future-post",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "a post that is dated in the future",
    page: Page {
        what: "A post whose date is after the time of this run (or after `--now`, `SOURCE_DATE_EPOCH` or Jekyll's `time:`), on a site that does not publish such posts.",
        why: "The generator skips it until a build after that date; a mistyped year hides it for good.",
        bad: &[Example {
            path: "_posts/2199-01-01-released.md",
            text: "---\ntitle: Released\ndate: 2199-01-01\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2019-01-01-released.md",
            text: "---\ntitle: Released\ndate: 2019-01-01\n---\nIt is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post() else { return };
    let settings = &context.site.site.settings;
    let lacks_page = settings.has_no_page_yet(post);
    let what = match post.hidden {
        Some(Hidden::Future) => "this post",
        None if lacks_page => "this document",
        _ => return,
    };
    let in_feeds = lacks_page && context.site.site.feed_collections.contains(&post.collection);
    let then = if in_feeds { "it has no page, although feeds contain it" } else { "it is not published" };
    // The date of publication may be another, under a key of its own.
    let later = post.published.filter(|published| *published > post.date);
    let keys: &[&str] = if later.is_some() { &["publishdate", "pubdate", "published"] } else { &["date"] };
    let mut entries = document.front_matter.data.iter();
    let written = entries.find(|entry| keys.iter().any(|key| entry.key.eq_ignore_ascii_case(key)));
    let span = written.map_or(Span::default(), |entry| entry.value.span);
    let date = later.unwrap_or(post.date);
    out.push(
        context
            .finding(span, format!("{what} is dated {}, which is in the future: {then}", date.date_naive()))
            .with_help("correct the date, or build again after it"),
    );
}
