//! `duplicate-title`: two posts with the same title within a month.

use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::post::Post;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::language::is_language_tag;
use std::collections::BTreeMap;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "duplicate-title",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "two posts with the same title within a month",
    page: Page {
        what: "Posts with the same title, in any case, that were published within 31 days of each other, or \
               whose title has a version number (`4.1`). Posts of a series that are further apart are not \
               reported, and neither are translations: posts whose `lang` or folder names another language.",
        why: "In a feed reader they cannot be told apart, and the second looks like the first one seen again.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Wherry is released\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-02-29-again.md",
                text: "---\ntitle: Wherry is Released\n---\nIt is here.\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Wherry is released\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-12-29-again.md",
                text: "---\ntitle: Wherry is released\n---\nIt is here.\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    const DAYS: i64 = 31;
    let mut by_title: BTreeMap<(Option<String>, String), Vec<&Post>> = BTreeMap::new();
    let posts = context.site.site.posts.iter();
    for post in
        posts.filter(|post| post.is_post() && !post.draft && post.front_matter.data.get("title").is_some())
    {
        let title = post.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if !title.is_empty() {
            by_title.entry((language(post), title)).or_default().push(post);
        }
    }
    for posts in by_title.values_mut() {
        posts.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
        for pair in posts.windows(2) {
            let [first, second] = pair else { continue };
            let days = (second.date - first.date).num_days();
            if days > DAYS && !has_version(&second.title) {
                continue;
            }
            let before = match days {
                0 => "another post of the same day".to_owned(),
                1 => "the post of the day before".to_owned(),
                _ => format!("a post from {days} days before"),
            };
            out.push(
                context
                    .finding(
                        second.path.clone(),
                        second.span_of("title"),
                        format!("{before} has the title `{}` too", second.title),
                    )
                    .with_help("add a number, a version or a date to one of the titles")
                    .with_related(Related {
                        path: first.path.clone(),
                        span: first.span_of("title"),
                        label: "the earlier post".to_owned(),
                    }),
            );
        }
    }
}

/// Returns whether a title has a version's number, `4.1`: two releases do not share one.
fn has_version(title: &str) -> bool {
    title.as_bytes().windows(3).any(
        |part| matches!(part, [before, b'.', after] if before.is_ascii_digit() && after.is_ascii_digit()),
    )
}

/// The language that a post's front matter or a folder of its path names, in lower case.
fn language(post: &Post) -> Option<String> {
    if let Some(language) = &post.language {
        return Some(language.to_lowercase());
    }
    let written = ["lang", "language", "locale"].iter().find_map(|key| post.data.get(key)?.as_str());
    let folder = || {
        let mut folders = post.path.split('/').rev().skip(1);
        folders.find(|folder| {
            let tag = folder.replace('_', "-");
            tag.split('-').next().is_some_and(|first| first.len() == 2) && is_language_tag(&tag)
        })
    };
    written.or_else(folder).map(|tag| tag.trim().replace('_', "-").to_lowercase())
}
