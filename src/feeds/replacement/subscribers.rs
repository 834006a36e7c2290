//! What subscribers of a feed notice when a new one takes the place of the old file: entries that they lose, and old entries
//! that appear as new.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};

use crate::feeds::diff::{self, EntrySummary};
use crate::feeds::emitters::{entry_id, uri};
use crate::feeds::head::head;
use crate::feeds::model::{ContentStyle, Entry, EntryId, EntryStyle};
use crate::feeds::plan::{Planned, Verdict};
use crate::feeds::replacement::scan::{ids, starts};
use crate::site::Site;
use crate::site::post::Post;
use crate::text::printable::printable;

/// At most so many entries are named in a warning.
const NAMED: usize = 3;

/// The posts of a site by what their entries are told apart by.
pub(super) struct Subscribers<'a> {
    site: &'a Site,
    by_id: OnceLock<HashMap<Cow<'a, str>, usize>>,
    by_link: OnceLock<HashMap<Cow<'a, str>, usize>>,
}

impl<'a> Subscribers<'a> {
    pub(super) const fn of(site: &'a Site) -> Self {
        Self { site, by_id: OnceLock::new(), by_link: OnceLock::new() }
    }

    /// Returns what subscribers of the old file notice, in words; nothing if they see newer entries alone.
    ///
    /// A scan for ids settles the usual case. Both feeds are compared as `diff` does only where it does not.
    pub(super) fn notice(&self, feed: &Planned, old: &[u8]) -> Option<String> {
        if !feed.emitter.readable || self.only_adds(feed, old) {
            return None;
        }
        let old = diff::read_entries(old).ok()?;
        let new = diff::read_entries(self.heads(feed)?.as_bytes()).ok()?;
        let comparison = diff::compare(&old, &new);
        let mut gone: Vec<&EntrySummary> = comparison.gone.iter().collect();
        if feed.is_full() {
            // Those that newer ones pushed out are the oldest.
            gone.sort_by_key(|entry| std::cmp::Reverse(diff::date(entry)));
            gone.truncate(comparison.lost);
        }
        gone.retain(|entry| !self.is_beyond_limit(feed, entry));
        let lost = (!gone.is_empty()).then(|| {
            format!(
                "{} of the {} in the old file {} gone: {}",
                gone.len(),
                count(old.len()),
                are(&gone),
                named(&gone)
            )
        });
        let changed = comparison.renamed.iter().chain(&comparison.moved).map(|pair| &pair.new);
        let again: Vec<&EntrySummary> = changed.chain(diff::old_among_new(&old, &comparison)).collect();
        let again = (!again.is_empty()).then(|| {
            let entries = if again.len() == 1 { "old entry" } else { "old entries" };
            format!("subscribers will see {} {entries} as new: {}", again.len(), named(&again))
        });
        let parts: Vec<String> = lost.into_iter().chain(again).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Whether every id of the old file is a post's, the posts that it lacks are no older than all that it has, and those
    /// that the new feed lacks are the oldest, no more than came in.
    fn only_adds(&self, feed: &Planned, old: &[u8]) -> bool {
        let known = self.posts((feed.emitter.entry_id)(&feed.style));
        let mut was_in = vec![false; self.site.post_count()];
        let mut found: Vec<usize> = Vec::new();
        for post in ids(old).filter_map(|id| known.get(&id).copied()) {
            if let Some(was_in) = was_in.get_mut(post).filter(|was_in| !**was_in) {
                *was_in = true;
                found.push(post);
            }
        }
        if found.len() != starts(old) {
            return false;
        }
        let date = |post: &usize| self.site.post_at(*post).map(|(_, post)| published(post));
        let newest = found.iter().map(date).max();
        let mut stays = vec![false; self.site.post_count()];
        let mut fresh = 0;
        for post in &feed.posts {
            if was_in.get(*post) == Some(&true) {
                if let Some(stays) = stays.get_mut(*post) {
                    *stays = true;
                }
            } else if newest.is_some_and(|newest| date(post) < newest) {
                return false;
            } else {
                fresh += 1;
            }
        }
        let (kept, gone): (Vec<usize>, Vec<usize>) =
            found.into_iter().partition(|post| stays.get(*post) == Some(&true));
        let (oldest, pushed_out) = (kept.iter().map(date).min(), gone.iter().map(date).max());
        gone.is_empty()
            || feed.is_full()
                && gone.len() <= fresh
                && oldest.is_none_or(|oldest| pushed_out.is_none_or(|newest| newest <= oldest))
    }

    /// The new feed without what its entries' bodies say.
    fn heads(&self, feed: &Planned) -> Option<String> {
        let posts = feed.posts.iter().filter_map(|post| self.site.post_at(*post));
        let entries: Vec<Entry> = posts.map(|(site, post)| head(site, post)).collect();
        let style = EntryStyle { content: ContentStyle::None, ..feed.style };
        feed.emitter.document(&feed.feed, &entries, &style).ok()
    }

    /// Whether an old entry is of a post that the feed would have but for its limit.
    fn is_beyond_limit(&self, feed: &Planned, entry: &EntrySummary) -> bool {
        let by_id = self.posts(EntryId::Id).get(entry.id.as_str());
        let by_link = || self.posts(EntryId::Link).get(entry.url.as_ref()?.as_str());
        let post = by_id.or_else(by_link);
        post.is_some_and(|post| {
            matches!(feed.verdict(self.site, *post), Ok(Verdict::BeyondLimit(_) | Verdict::OtherPage))
        })
    }

    /// The posts by id or by link, as feeds contain them.
    fn posts(&self, key: EntryId) -> &HashMap<Cow<'a, str>, usize> {
        let joined = || self.site.joined.iter().flat_map(|joined| &joined.site.posts);
        let posts = || self.site.posts.iter().chain(joined()).enumerate();
        let form = self.site.settings.convention.profile.elements.addresses;
        let id = |id: &'a str| entry_id(id, form);
        match key {
            EntryId::Id => self.by_id.get_or_init(|| posts().map(|(at, post)| (id(&post.id), at)).collect()),
            EntryId::Link => {
                let keys = |post: &'a Post| [uri(&post.link)].into_iter().chain(post.guid.as_deref().map(id));
                let posts = || posts().flat_map(|(at, post)| keys(post).map(move |key| (key, at)));
                self.by_link.get_or_init(|| posts().collect())
            }
        }
    }
}

fn published(post: &Post) -> DateTime<FixedOffset> {
    post.published.unwrap_or(post.date)
}

fn are(entries: &[&EntrySummary]) -> &'static str {
    if entries.len() == 1 { "is" } else { "are" }
}

/// The first entries by their titles, or by their ids where they have none.
fn named(entries: &[&EntrySummary]) -> String {
    let name = |entry: &&EntrySummary| {
        let name = if entry.title.trim().is_empty() { &entry.id } else { &entry.title };
        let shown: String = name.trim().chars().take(80).collect();
        format!("`{}`", printable(shown.trim()))
    };
    let more = if entries.len() > NAMED { " …" } else { "" };
    let names: Vec<String> = entries.iter().take(NAMED).map(name).collect();
    format!("{}{more}", names.join(", "))
}

/// A number of entries in words.
pub(super) fn count(entries: usize) -> String {
    match entries {
        0 => "no entries".to_owned(),
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    }
}
