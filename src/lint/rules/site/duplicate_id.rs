//! `duplicate-id`: two posts that have one id in feeds.

use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::config::Each;
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
    summary: "two posts that have one id in feeds",
    page: Page {
        what: "Posts at different places, in one feed, whose ids are equal, as it happens with a permalink that has neither date nor folder and two files of one name.",
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
    let mut seen = BTreeSet::new();
    for collections in collections_of_feeds(context) {
        let mut found = Vec::new();
        among(context, &collections, &mut found);
        out.extend(found.into_iter().filter(|found| seen.insert(found.path.clone())));
    }
}

/// The collections whose documents share a feed.
fn collections_of_feeds(context: &SiteContext<'_>) -> Vec<Vec<String>> {
    let site = context.site.site;
    let mut feeds: Vec<Vec<String>> = Vec::new();
    let rows = site.settings.config.feeds.iter().filter(|row| row.each != Some(Each::Collection));
    feeds.extend(rows.map(|row| row.collections.0.clone()).filter(|collections| !collections.is_empty()));
    // jekyll-feed makes a feed of each collection.
    feeds.extend(site.feed_collections.iter().map(|collection| vec![collection.to_string()]));
    feeds
}

fn among(context: &SiteContext<'_>, collections: &[String], out: &mut Vec<Diagnostic>) {
    let mut by_id: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
    let is_entry = |post: &&Post| {
        post.output && post.hidden.is_none() && collections.iter().any(|label| *label == *post.collection)
    };
    for post in context.site.site.posts.iter().map(|post| &**post).filter(is_entry) {
        by_id.entry(post.id.as_str()).or_default().push(post);
    }
    for (id, posts) in &mut by_id {
        posts.sort_by(|a, b| a.path.cmp(&b.path));
        // Those at one place are `duplicate-url`.
        let places: BTreeSet<&str> = posts.iter().map(|post| post.url.as_str()).collect();
        if places.len() < posts.len().max(2) {
            continue;
        }
        for (at, post) in posts.iter().enumerate() {
            let mut found = context
                .finding(
                    post.path.clone(),
                    place(post),
                    format!("another post has the id `{id}` in feeds too, so readers take the two for one"),
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
}

fn place(post: &Post) -> Span {
    let data = &post.front_matter.data;
    let node = ["slug", "permalink", "title"].iter().find_map(|key| data.get(key));
    node.map_or(Span::default(), |node| node.span)
}
