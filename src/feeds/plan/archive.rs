//! Archives (RFC 5005, section 4): the newest entries in the feed itself, all older ones in documents that stay as they are.
//!
//! Pages are filled from the oldest post on, and only full ones are written: a page for a year once a post of a later year
//! exists, a page of 50 entries once it has 50. What no page has yet is in the feed itself, so that a reader who follows its
//! links has every entry.

use std::sync::Arc;

use chrono::Datelike as _;
use foldhash::{HashMap, HashSet};

use crate::feeds::plan::names::{in_url, own_of};
use crate::feeds::plan::planned::Planned;
use crate::feeds::plan::updated::updated;
use crate::site::Site;
use crate::site::config::{self, Archive, Period};
use crate::site::post::Post;

/// The documents of a feed whose posts are all that match: the feed itself, then the pages of its archive, the oldest first.
pub(super) fn documents(site: &Site, row: &config::Feed, mut feed: Planned) -> Vec<Planned> {
    let Some(archive) = row.archive else { return vec![feed] };
    let pages = full_pages(site, archive, &feed.posts);
    let archived: HashSet<usize> = pages.iter().flat_map(|page| &page.posts).copied().collect();
    let most = row.limit.unwrap_or_default().most();
    let all = std::mem::take(&mut feed.posts);
    feed.posts = all
        .iter()
        .enumerate()
        .filter(|(place, post)| *place < most || !archived.contains(post))
        .map(|(_, post)| *post)
        .collect();
    let url = |page: &Page| site.settings.absolute(&in_url(row, &page_path(&feed.path, &page.label)));
    let urls: Vec<String> = pages.iter().map(url).collect();
    let current = feed.feed.self_url.clone();
    let places: HashMap<usize, usize> = all.iter().enumerate().map(|(place, post)| (*post, place)).collect();
    let documents: Vec<Planned> = pages
        .into_iter()
        .enumerate()
        .map(|(number, page)| {
            let path = page_path(&feed.path, &page.label);
            let mut posts = page.posts;
            posts.sort_by_key(|post| places.get(post));
            let mut head = feed.feed.clone();
            head.self_url = urls.get(number).unwrap_or(&current).clone();
            head.updated = updated(site, &posts);
            // Nothing is announced of a document that stays as it is.
            head.hubs = Vec::new();
            head.paging.is_archive = true;
            head.paging.current = Some(current.clone());
            head.paging.older = number.checked_sub(1).and_then(|before| urls.get(before)).cloned();
            head.paging.newer = urls.get(number + 1).cloned();
            Planned {
                name: format!("{}-{}", feed.name, page.label),
                own_source: own_of(site, row, &path),
                path,
                feed: head,
                posts,
                min_entries: 0,
                // A reader that follows the links needs every entry.
                max_bytes: None,
                unknown: Vec::new(),
                members: feed.members.clone(),
                shown: config::Shown::clone(&feed.shown),
                about: feed.about.clone(),
                filter: Arc::clone(&feed.filter),
                page_of: Some(feed.path.clone()),
                ..feed
            }
        })
        .collect();
    feed.feed.updated = updated(site, &feed.posts);
    feed.feed.paging.older = urls.last().cloned();
    std::iter::once(feed).chain(documents).collect()
}

/// A full page.
struct Page {
    label: String,
    posts: Vec<usize>,
}

/// The full pages, the oldest first.
fn full_pages(site: &Site, archive: Archive, posts: &[usize]) -> Vec<Page> {
    let mut dated: Vec<(usize, &Post)> =
        posts.iter().filter_map(|post| Some((*post, &**site.post_at(*post)?.1))).collect();
    dated.sort_by(|(_, a), (_, b)| a.date.cmp(&b.date).then_with(|| a.path.cmp(&b.path)));
    let mut pages: Vec<Page> = Vec::new();
    match archive {
        Archive::Entries(number) => {
            let full = dated.chunks_exact(number.max(1)).enumerate();
            pages.extend(full.map(|(page, posts)| Page {
                label: (page + 1).to_string(),
                posts: posts.iter().map(|(post, _)| *post).collect(),
            }));
        }
        Archive::Period(period) => {
            for (number, post) in dated {
                let label = match period {
                    Period::Year => format!("{:04}", post.date.year()),
                    Period::Month => format!("{:04}-{:02}", post.date.year(), post.date.month()),
                };
                match pages.last_mut().filter(|page| page.label == label) {
                    Some(page) => page.posts.push(number),
                    None => pages.push(Page { label, posts: vec![number] }),
                }
            }
            // A later post may still be of the last period.
            pages.pop();
        }
    }
    pages
}

/// The path of a page: `news/feed.xml` becomes `news/feed-2024.xml`.
pub(super) fn page_path(path: &str, label: &str) -> String {
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    match path.rfind('.').filter(|dot| *dot > file) {
        Some(dot) => {
            let (stem, ending) = path.split_at(dot);
            format!("{stem}-{label}{ending}")
        }
        None => format!("{path}-{label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::page_path;

    #[test]
    fn labels_come_before_the_extension() {
        for (path, page) in [
            ("feed.xml", "feed-1.xml"),
            ("news.d/feed", "news.d/feed-1"),
            ("a/.feed", "a/.feed-1"),
            ("feed.rss.xml", "feed.rss-1.xml"),
        ] {
            assert_eq!(page_path(path, "1"), page, "{path}");
        }
    }
}
