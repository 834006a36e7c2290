//! The ids of a feed that another program wrote, for the posts of this site.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;

use crate::feeds::diff::{EntrySummary, FeedSummary};
use crate::feeds::model::Text;
use crate::site::Site;
use crate::site::lock::page_of;
use crate::site::post::Post;
use crate::text::url;

/// What old feeds know of the posts of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The ids, by the index of each post in [`Site::posts`].
    pub ids: BTreeMap<usize, Ids>,
    /// Titles of the entries that no post is found for, or their ids where they have none.
    pub unmatched: Vec<String>,
}

/// The ids that a post has in old feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// That of an Atom or JSON feed.
    pub id: Option<String>,
    /// That of an RSS feed.
    pub guid: Option<String>,
}

/// Finds the post of each entry of old feeds: by id, then by URL, then by title and day, or by title where the entry has no date.
/// An entry that could be several posts is none of them.
#[must_use]
pub fn adopt(site: &Site, feeds: &[FeedSummary]) -> Adopted {
    let posts: Vec<(usize, &Post)> =
        site.posts.iter().map(|post| &**post).enumerate().filter(|(_, post)| post.hidden.is_none()).collect();
    let titles: Vec<String> = posts.iter().map(|(_, post)| bare(&post.title)).collect();
    let mut adopted = Adopted::default();
    for feed in feeds {
        let is_rss = feed.format == "RSS";
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut of_entry: Vec<Option<usize>> = vec![None; feed.entries.len()];
        let by_id = |entry: &EntrySummary| Some(entry.id.clone());
        pair(&feed.entries, &mut of_entry, &mut taken, by_id, posts.iter().map(|(_, post)| post.id.clone()));
        let by_page = |entry: &EntrySummary| entry.url.as_deref().map(page_of);
        pair(
            &feed.entries,
            &mut of_entry,
            &mut taken,
            by_page,
            posts.iter().map(|(_, post)| page_of(&post.link)),
        );
        for shift in [0, -1, 1] {
            let by_title = |entry: &EntrySummary| {
                let date = entry.published.as_ref().or(entry.updated.as_ref())?;
                let date = DateTime::parse_from_rfc3339(date).ok()?;
                Some(bare(&entry.title))
                    .filter(|title| !title.is_empty())
                    .map(|title| key(&title, date.timestamp(), shift))
            };
            let keys =
                posts.iter().zip(&titles).map(|((_, post), title)| key(title, post.date.timestamp(), 0));
            pair(&feed.entries, &mut of_entry, &mut taken, by_title, keys);
        }
        let by_title_alone = |entry: &EntrySummary| {
            let is_undated = entry.published.is_none() && entry.updated.is_none();
            Some(bare(&entry.title)).filter(|title| is_undated && !title.is_empty())
        };
        pair(&feed.entries, &mut of_entry, &mut taken, by_title_alone, titles.iter().cloned());
        for (entry, at) in feed.entries.iter().zip(of_entry) {
            let Some((index, _)) = at.and_then(|at| posts.get(at)) else {
                let name = if entry.title.is_empty() { &entry.id } else { &entry.title };
                adopted.unmatched.push(name.clone());
                continue;
            };
            let ids = adopted.ids.entry(*index).or_default();
            let slot = if is_rss { &mut ids.guid } else { &mut ids.id };
            slot.get_or_insert_with(|| entry.id.clone());
        }
    }
    // Subscribers of RSS alone know the Atom feed that takes its place by the same ids.
    for ids in adopted.ids.values_mut().filter(|ids| ids.id.is_none()) {
        ids.id = ids.guid.clone().filter(|guid| url::scheme(guid).is_some());
    }
    adopted
}

/// A title and the day of a date in UTC, so many days later.
fn key(title: &str, seconds: i64, days: i64) -> String {
    format!("{title}\0{}", seconds.div_euclid(86_400) + days)
}

/// A title without what generators add to it or drop from it: markup, typographic quotes and dashes, white space.
fn bare(title: &str) -> String {
    let plain = Text::from_html(title).plain().into_owned();
    let mut bare = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '\u{2018}' | '\u{2019}' => bare.push('\''),
            '\u{201c}' | '\u{201d}' => bare.push('"'),
            '\u{2026}' => bare.push_str("..."),
            '-' | '\u{2013}' | '\u{2014}' if bare.ends_with('-') => {}
            '\u{2013}' | '\u{2014}' => bare.push('-'),
            c if c.is_whitespace() && (bare.is_empty() || bare.ends_with(' ')) => {}
            c if c.is_whitespace() => bare.push(' '),
            c => bare.push(c),
        }
    }
    bare.truncate(bare.trim_end().len());
    bare
}

/// Gives each entry without a post the one that has its key, where one entry and one post have it.
fn pair(
    entries: &[EntrySummary],
    of_entry: &mut [Option<usize>],
    taken: &mut BTreeSet<usize>,
    key: impl Fn(&EntrySummary) -> Option<String>,
    keys: impl Iterator<Item = String>,
) {
    let mut posts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.enumerate().filter(|(at, _)| !taken.contains(at)) {
        posts.entry(key).or_default().push(at);
    }
    let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let (Some(None), Some(key)) = (of_entry.get(at), key(entry)) {
            wanted.entry(key).or_default().push(at);
        }
    }
    for (key, entries) in wanted {
        if let ([entry], Some([post])) = (entries.as_slice(), posts.get(&key).map(Vec::as_slice))
            && let Some(slot) = of_entry.get_mut(*entry)
        {
            *slot = Some(*post);
            taken.insert(*post);
        }
    }
}
