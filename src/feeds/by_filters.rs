//! Rows of `feedwright.toml` for feeds whose posts the generator chose.

use std::collections::BTreeSet;

use glob::Pattern;

use crate::feeds::plan::Entries;
use crate::site::Site;
use crate::site::config::{Feed, OneOrMany, Shown};
use crate::site::post::Post;

/// Returns a feed with filters that take the same posts, where the generator chose them; `None` where no tag, category,
/// author, folder or language that its first post has does. Any other feed is returned as it is.
#[must_use]
pub fn by_filters(site: &Site, feed: &Feed) -> Option<Feed> {
    let Some(members) = &feed.members else { return Some(feed.clone()) };
    let members: BTreeSet<usize> = members.iter().copied().collect();
    let plain = Feed { members: None, shown: Shown::default(), ..feed.clone() };
    let first = members.first().and_then(|number| site.posts.get(*number));
    let rows = first.map(|post| candidates(&plain, post)).unwrap_or_else(|| vec![plain]);
    rows.into_iter().find(|row| selects(site, row, &members))
}

/// The feed itself, and with each filter that a post passes, alone and with its language.
fn candidates(feed: &Feed, post: &Post) -> Vec<Feed> {
    let one = |value: &str| OneOrMany(vec![value.to_owned()]);
    let tags = post.tags.iter().map(|tag| Feed { tags: one(tag), ..feed.clone() });
    let categories =
        post.categories.iter().map(|category| Feed { categories: one(category), ..feed.clone() });
    let authors = post.authors.iter().map(|author| Feed { authors: one(&author.name), ..feed.clone() });
    let folders = post.path.match_indices('/').map(|(at, _)| post.path.split_at(at).0);
    let folders =
        folders.map(|folder| Feed { paths: one(&format!("{}/*", Pattern::escape(folder))), ..feed.clone() });
    let mut rows = vec![feed.clone()];
    rows.extend(tags.chain(categories).chain(authors).chain(folders));
    if let Some(language) = &post.language {
        let with_language = |row: &Feed| Feed { languages: one(language), ..row.clone() };
        rows.extend(rows.iter().map(with_language).collect::<Vec<_>>());
    }
    rows
}

/// Whether a feed selects these posts and no others.
fn selects(site: &Site, row: &Feed, members: &BTreeSet<usize>) -> bool {
    Entries::of_feeds(site, std::slice::from_ref(row)).first().is_some_and(|entries| {
        (0..site.posts.len()).all(|number| entries.hold(site, number) == members.contains(&number))
    })
}
