//! Which post has which record of the lock file, and the ids that follow: by path, then by URL, never by a guess.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::site::Site;
use crate::site::lock::format::{Lock, Locked, Record};
use crate::site::post::Post;
use crate::text::url;

/// Gives the posts of a site the ids of the lock file.
///
/// A post without a record keeps its own id, unless that is the id of another post's record: then a number is added, since
/// an id belongs to one post.
pub(crate) fn lock_ids(site: &mut Site, lock: Lock) {
    let claims = claims(&lock, &site.posts);
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for record in &lock.records {
        ids.extend([record.id.clone(), record.guid().to_owned()]);
    }
    // The oldest post without a record is numbered first, so that a newer one does not move its number.
    for (post, claim) in site.posts.iter_mut().zip(&claims).rev() {
        if let Some(record) = claim.and_then(|at| lock.records.get(at)) {
            let post = Arc::make_mut(post);
            post.id.clone_from(&record.id);
            post.guid = Some(record.guid()).filter(|guid| *guid != post.link).map(Box::from);
        } else if post.hidden.is_none() && (ids.contains(&post.id) || ids.contains(&post.link)) {
            let post = Arc::make_mut(post);
            let guid = post.link.clone();
            post.id = free(&post.id, &ids);
            let free_guid = free(&guid, &ids);
            post.guid = Some(&*free_guid).filter(|free| *free != guid).map(Box::from);
            ids.extend([post.id.clone(), free_guid]);
        }
    }
    site.locked = Some(Arc::new(Locked { lock, claims }));
}

/// An id, with the first number that makes it new where it is another post's.
pub(crate) fn free(id: &str, ids: &BTreeSet<String>) -> String {
    let mark = if id.contains('#') { '-' } else { '#' };
    let numbered = (2..).map(|number: usize| format!("{id}{mark}{number}"));
    let mut all = std::iter::once(id.to_owned()).chain(numbered);
    all.find(|id| !ids.contains(id)).unwrap_or_else(|| id.to_owned())
}

/// The record of each post: that of its path; else that of its URL, where one record and one post have it.
fn claims(lock: &Lock, posts: &[Arc<Post>]) -> Vec<Option<usize>> {
    let present = || lock.records.iter().enumerate().filter(|(_, record)| !record.gone);
    let by_path: BTreeMap<&str, usize> = present().map(|(at, record)| (record.path.as_str(), at)).collect();
    let mut claims: Vec<Option<usize>> = posts.iter().map(|post| by_path.get(&*post.path).copied()).collect();
    let taken: BTreeSet<usize> = claims.iter().flatten().copied().collect();
    let mut by_page: BTreeMap<String, Sides> = BTreeMap::new();
    for (at, record) in present().filter(|(at, _)| !taken.contains(at)) {
        by_page.entry(page_of(&record.url)).or_default().records.push(at);
    }
    // The id of a deleted post that another branch renamed is the renamed one's.
    let used: BTreeSet<&str> = present().map(|(_, record)| record.id.as_str()).collect();
    let is_free = |record: &Record| record.gone && !used.contains(record.id.as_str());
    for (at, record) in lock.records.iter().enumerate().filter(|(_, record)| is_free(record)) {
        by_page.entry(page_of(&record.url)).or_default().gone.push((at, record));
    }
    if by_page.is_empty() {
        return claims;
    }
    let free = claims.iter().enumerate().filter(|(_, claim)| claim.is_none()).map(|(post, _)| post);
    for index in free {
        let Some(post) = posts.get(index).filter(|post| post.same_as.is_none()) else { continue };
        if let Some(sides) = by_page.get_mut(&page_of(&post.link)) {
            sides.posts.push(index);
        }
    }
    for sides in by_page.into_values() {
        let [index] = sides.posts.as_slice() else { continue };
        let Some(post) = posts.get(*index) else { continue };
        let claim = match sides.records.as_slice() {
            [record] => Some(*record),
            [] => sides.gone.iter().find(|(_, record)| is_back(record, post)).map(|(at, _)| *at),
            _ => None,
        };
        if let Some(slot) = claims.get_mut(*index) {
            *slot = claim;
        }
    }
    claims
}

/// What has one URL.
#[derive(Default)]
struct Sides<'a> {
    records: Vec<usize>,
    gone: Vec<(usize, &'a Record)>,
    posts: Vec<usize>,
}

/// Returns whether a post at the URL of a deleted one is the same post again. The day does not tell: it is part of many paths.
fn is_back(record: &Record, post: &Post) -> bool {
    *record.path == *post.path && record.has_title_of(post)
}

/// Returns whether a date of the lock file is less than a day from another.
fn is_same_day(recorded: &str, date: &DateTime<FixedOffset>) -> bool {
    DateTime::parse_from_rfc3339(recorded).is_ok_and(|recorded| (recorded - date).num_hours().abs() < 24)
}

impl Record {
    /// Returns whether a post has the title of this record.
    #[must_use]
    pub fn has_title_of(&self, post: &Post) -> bool {
        !self.title.is_empty() && self.title == post.title
    }

    /// Returns whether a post was published less than a day from the date of this record.
    #[must_use]
    pub fn has_day_of(&self, post: &Post) -> bool {
        is_same_day(&self.date, &post.date)
    }
}

/// Returns what two URLs of one page have in common: the path, without host, `index.html`, `.html` and a last slash.
#[must_use]
pub fn page_of(address: &str) -> String {
    let path = url::percent_decode(url::parts(address).path);
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/').to_owned()
}

/// Gives posts the ids that their front matter names under the key that `[posts]` sets as `id-key`; returns notes about
/// those that are not ids.
pub(crate) fn id_of_front_matter(site: &mut Site) -> Vec<String> {
    let Some(key) = site.settings.config.posts.id_key.clone() else { return Vec::new() };
    let mut notes = Vec::new();
    for post in &mut site.posts {
        let Some(node) = post.data.get_path(&key) else { continue };
        if node.value.is_null() {
            continue;
        }
        match node.as_str().map(str::trim).filter(|id| is_iri(id)) {
            Some(id) => {
                let id = id.to_owned();
                let post = Arc::make_mut(post);
                post.guid = Some(&*id).filter(|id| *id != post.link).map(Box::from);
                post.id = id;
            }
            None => notes.push(format!(
                "{}: `{key}` is not an IRI, so the post keeps its own id; write one as `tag:example.org,2024:name` or `urn:uuid:…`",
                post.path
            )),
        }
    }
    notes
}

/// Returns whether an id is a whole IRI: a scheme, and no white space.
fn is_iri(id: &str) -> bool {
    url::scheme(id).is_some_and(|scheme| id.len() > scheme.len() + 1) && !id.contains(char::is_whitespace)
}
