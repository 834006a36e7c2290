//! The lock file as it should be, and what differs from the one that exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::lock::adopt::Adopted;
use crate::feeds::lock::likeness::{Proposal, proposals, unrecorded};
use crate::site::Site;
use crate::site::lock::{Lock, Record, free, page_of};
use crate::site::post::Post;
use crate::text::date;

/// What a person decided about proposals.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Renames that are applied.
    pub accept: Choice,
    /// Posts that are new.
    pub as_new: Choice,
}

/// Some of the proposals, by the path of the new post.
#[derive(Clone, Debug, Default)]
pub enum Choice {
    /// None.
    #[default]
    None,
    /// Those that are certain; to call posts new, all.
    All,
    /// Those of these paths.
    Paths(BTreeSet<String>),
}

impl Choice {
    fn names(&self, path: &str) -> bool {
        matches!(self, Self::Paths(paths) if paths.contains(path))
    }
}

/// A new lock file, and how it differs.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// The new contents.
    pub lock: Lock,
    /// Paths of posts that have a record now.
    pub added: Vec<String>,
    /// Old and new paths of posts that keep their id.
    pub moved: Vec<(String, String)>,
    /// Paths of posts whose URL changed.
    pub relinked: Vec<String>,
    /// Paths of posts that were deleted.
    pub gone: Vec<String>,
    /// Paths of deleted posts that exist again.
    pub back: Vec<String>,
    /// Paths of posts that got the id of an old feed.
    pub adopted: Vec<String>,
    /// What a person has to decide: these posts have no record yet, and the old ones keep theirs.
    pub open: Vec<Proposal>,
}

impl Update {
    /// Returns whether the lock file that exists lacks something that a feed needs: a new title or date alone does not count.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        let lists = [&self.added, &self.relinked, &self.gone, &self.back, &self.adopted];
        lists.iter().any(|list| !list.is_empty()) || !self.moved.is_empty() || !self.open.is_empty()
    }
}

/// Makes the lock file of a site. `exists` knows the files of the site, and `renames` the new path of an old one by Git.
#[must_use]
pub fn update(
    site: &Site,
    exists: &dyn Fn(&str) -> bool,
    renames: &BTreeMap<String, String>,
    decisions: &Decisions,
    adopted: &Adopted,
) -> Update {
    let mut update = Update::default();
    let empty = Lock::default();
    let (lock, claims) =
        site.locked.as_ref().map_or((&empty, &[][..]), |locked| (&locked.lock, &locked.claims));
    let mut records: Vec<Record> = lock.records.clone();
    for (index, claim) in claims.iter().enumerate() {
        let post = site.posts.get(index).filter(|post| post.hidden.is_none() && !post.draft);
        if let (Some(post), Some(record)) = (post, claim.and_then(|at| records.get_mut(at))) {
            refresh(record, post, &mut update);
        }
    }
    let mut decided: BTreeSet<usize> = BTreeSet::new();
    let mut waiting: BTreeSet<usize> = BTreeSet::new();
    for proposal in proposals(site, exists, renames) {
        let Some(post) = site.posts.get(proposal.post) else { continue };
        let is_new = decisions.as_new.names(&post.path) || matches!(decisions.as_new, Choice::All);
        let is_certain = matches!(decisions.accept, Choice::All) && proposal.is_certain();
        if decisions.accept.names(&post.path) || is_certain {
            if let Some(record) = records.get_mut(proposal.record) {
                record.gone = false;
                refresh(record, post, &mut update);
            }
            decided.insert(proposal.post);
            waiting.insert(proposal.record);
        } else if !is_new {
            decided.insert(proposal.post);
            waiting.insert(proposal.record);
            update.open.push(proposal);
        }
    }
    mark_gone(&mut records, claims, &waiting, exists, &mut update);
    let new: Vec<(usize, &Post)> = unrecorded(site).filter(|(index, _)| !decided.contains(index)).collect();
    update.added.extend(new.iter().map(|(_, post)| post.path.to_string()));
    adopt_ids(site, &mut records, claims, adopted, &mut update);
    add(&mut records, &new, adopted);
    records.sort();
    for list in [&mut update.added, &mut update.relinked, &mut update.gone, &mut update.back] {
        list.sort();
    }
    update.lock = Lock { records };
    update
}

/// Brings a record up to date with its post; its ids stay.
fn refresh(record: &mut Record, post: &Post, update: &mut Update) {
    let new = record_of(post, None);
    if record.path != new.path {
        update.moved.push((std::mem::replace(&mut record.path, new.path.clone()), new.path.clone()));
    }
    if record.gone {
        record.gone = false;
        update.back.push(new.path.clone());
    }
    // A preview on another host is the same page.
    if page_of(&record.url) != page_of(&new.url) {
        let old = std::mem::replace(&mut record.url, new.url);
        record.guid.get_or_insert(old);
        update.relinked.push(new.path);
    }
    record.title = new.title;
    record.date = new.date;
}

/// Marks the records whose file is gone and that no post has.
fn mark_gone(
    records: &mut [Record],
    claims: &[Option<usize>],
    waiting: &BTreeSet<usize>,
    exists: &dyn Fn(&str) -> bool,
    update: &mut Update,
) {
    let claimed: BTreeSet<usize> = claims.iter().flatten().copied().collect();
    for (at, record) in records.iter_mut().enumerate() {
        let is_present = claimed.contains(&at) || waiting.contains(&at) || exists(&record.path);
        if !is_present && !record.gone {
            record.gone = true;
            update.gone.push(record.path.clone());
        }
    }
}

/// Adds the records of new posts. Of those that have one URL, and so one id, the oldest has it, and the others a number.
fn add(records: &mut Vec<Record>, new: &[(usize, &Post)], adopted: &Adopted) {
    let of_record = |record: &Record| [record.id.clone(), record.guid().to_owned()];
    let mut ids: BTreeSet<String> = records.iter().flat_map(of_record).collect();
    ids.extend(adopted.ids.values().flat_map(|ids| [&ids.id, &ids.guid]).flatten().cloned());
    for (index, post) in new.iter().rev() {
        let old = adopted.ids.get(index);
        let mut record = record_of(post, old);
        let guid = free(record.guid(), &ids);
        if old.is_none_or(|old| old.id.is_none()) {
            record.id = free(&record.id, &ids);
        }
        if old.is_none_or(|old| old.guid.is_none()) && guid != record.url {
            record.guid = Some(guid);
        }
        ids.extend(of_record(&record));
        records.push(record);
    }
}

/// Gives records that existed before the ids of old feeds.
fn adopt_ids(
    site: &Site,
    records: &mut [Record],
    claims: &[Option<usize>],
    adopted: &Adopted,
    update: &mut Update,
) {
    let added: BTreeSet<String> = update.added.iter().cloned().collect();
    for (index, ids) in &adopted.ids {
        let Some(post) = site.posts.get(*index) else { continue };
        if let Some(record) = claims.get(*index).copied().flatten().and_then(|at| records.get_mut(at)) {
            let before = record.clone();
            record.id = ids.id.clone().unwrap_or_else(|| record.id.clone());
            record.guid = ids.guid.clone().filter(|guid| *guid != record.url).or(record.guid.take());
            if *record != before {
                update.adopted.push(post.path.to_string());
            }
        } else if added.contains(&*post.path) {
            update.adopted.push(post.path.to_string());
        }
    }
}

fn record_of(post: &Post, ids: Option<&crate::feeds::lock::adopt::Ids>) -> Record {
    let id = ids.and_then(|ids| ids.id.clone()).unwrap_or_else(|| post.id.clone());
    let guid = ids.and_then(|ids| ids.guid.clone()).or_else(|| post.guid.as_deref().map(str::to_owned));
    Record {
        path: post.path.to_string(),
        id,
        guid: guid.filter(|guid| *guid != post.link),
        url: post.link.clone(),
        date: date::rfc3339(&post.date),
        title: post.title.clone(),
        gone: false,
    }
}
