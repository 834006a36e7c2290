//! `duplicate-id`: two posts with the same id in feeds.

use crate::feeds::plan::{Entries, has_ids_of_its_own};
use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::post::Post;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "duplicate-id",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "two posts with the same id in feeds",
    page: Page {
        what: "Posts of one feed that have different URLs but the same id. It happens where the permalink \
               has neither date nor folder and two files have the same name. Where the site's own \
               templates make its feeds, it is one that writes the `id` of all posts.",
        why: "To a feed reader they are one entry: it shows the one that it saw first, or replaces it.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\npermalink: /a/one.html\nslug: one\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-03-27-released.md",
                text: "---\ntitle: Again\npermalink: /a/two/\nslug: one\n---\nIt is here.\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\n---\nIt is here.\n",
            },
            Example { path: "_posts/2024-03-27-released.md", text: "---\ntitle: Again\n---\nIt is here.\n" },
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    let site = context.site.site;
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, post) in site.posts.iter().enumerate() {
        by_id.entry(post.id.as_str()).or_default().push(index);
    }
    by_id.retain(|_, posts| posts.len() > 1);
    if by_id.is_empty() || has_ids_of_its_own(site) {
        return;
    }
    let feeds = Entries::of_feeds(site, context.feeds);
    for (id, posts) in &by_id {
        let mut seen = BTreeSet::new();
        for feed in &feeds {
            let entries = posts.iter().filter(|index| feed.hold(site, **index));
            let mut entries: Vec<&Post> =
                entries.filter_map(|index| Some(&**site.posts.get(*index)?)).collect();
            entries.sort_by(|a, b| a.path.cmp(&b.path));
            // Those at one place are `duplicate-url`.
            let places: BTreeSet<&str> = entries.iter().map(|post| post.url.as_str()).collect();
            if places.len() >= entries.len().max(2) {
                among(context, id, &entries, &mut seen, out);
            }
        }
    }
}

/// A finding for each of the posts with one id in one feed, unless another feed showed it.
fn among<'p>(
    context: &SiteContext<'_>,
    id: &str,
    posts: &[&'p Post],
    seen: &mut BTreeSet<&'p str>,
    out: &mut Vec<Diagnostic>,
) {
    for (at, post) in posts.iter().enumerate().filter(|(_, post)| seen.insert(&post.path)) {
        let mut found = context
            .finding(
                post.path.clone(),
                place(post),
                format!("another post has the id `{id}` in feeds too, so readers treat the two as one"),
            )
            .with_help("give one of them another `slug` or folder");
        for (_, other) in posts.iter().enumerate().filter(|(other, _)| *other != at) {
            found = found.with_related(Related {
                path: other.path.clone(),
                span: place(other),
                label: "this post".to_owned(),
            });
        }
        out.push(found);
    }
}

fn place(post: &Post) -> Span {
    let data = &post.front_matter.data;
    let node = ["slug", "permalink", "title"].iter().find_map(|key| data.get(key));
    node.map_or(Span::default(), |node| node.span)
}
