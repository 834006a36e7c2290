//! Two feeds compared entry by entry, as their subscribers' readers compare them: by id.
//!
//! An entry whose id changed shows up as new for every subscriber, however old it is.

mod bytes;
mod comparison;
mod fields;
mod read;
mod render;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

pub use bytes::{Difference, first_difference};

pub use comparison::{Comparison, Kept, Pair};
pub(crate) use fields::head_changes;
pub use fields::{Change, changes};

pub use read::{read_contents, read_entries, read_feed};

pub use render::{json, markdown, render};
pub use summary::{EntryContent, EntrySummary, FeedSummary, Fields, ReadError};

/// Compares two feeds: their heads, and their entries as [`compare`] does. Of feeds in two formats, only those fields are
/// compared that both have.
#[must_use]
pub fn compare_feeds(old: &FeedSummary, new: &FeedSummary) -> Comparison {
    let same_format = old.format == new.format;
    let mut comparison = compare_in(&old.entries, &new.entries, same_format);
    comparison.head = head_changes(old, new);
    comparison
}

/// Compares the entries of two feeds of any formats: by id first, then, for those left over, by link.
///
/// An id that stands twice in a feed is matched in the order of the feed.
#[must_use]
pub fn compare(old: &[EntrySummary], new: &[EntrySummary]) -> Comparison {
    compare_in(old, new, false)
}

fn compare_in(old: &[EntrySummary], new: &[EntrySummary], same_format: bool) -> Comparison {
    let mut comparison = Comparison::default();
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    pair_up(old, new, &mut partner, &mut taken, |entry| Some(entry.id.clone()));
    let by_id = partner.clone();
    pair_up(old, new, &mut partner, &mut taken, |entry| entry.url.as_deref().map(same_page));
    let by_link = partner.clone();
    pair_up(old, new, &mut partner, &mut taken, title_and_date);

    let known: BTreeSet<&str> = old.iter().map(|entry| entry.id.as_str()).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut order = Vec::new();
    for (((entry, by_id), by_link), partner) in new.iter().zip(by_id).zip(by_link).zip(partner) {
        let Some((at, before)) = partner.and_then(|at| Some((at, old.get(at)?))) else {
            let again = known.contains(entry.id.as_str()) || seen.contains(entry.id.as_str());
            let list = if again { &mut comparison.duplicates } else { &mut comparison.new };
            list.push(entry.clone());
            seen.insert(&entry.id);
            continue;
        };
        let pair = Pair { old: before.clone(), new: entry.clone() };
        if by_id.is_some() {
            order.push(at);
            comparison.kept.push(Kept { changed: changes(before, entry, same_format), pair });
        } else if by_link.is_some() {
            comparison.renamed.push(pair);
        } else {
            comparison.moved.push(pair);
        }
    }
    comparison.gone =
        old.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(entry, _)| entry.clone()).collect();
    comparison.old_as_new = old_among_new(old, &comparison).count();
    let fresh = comparison.new.len() - comparison.old_as_new;
    comparison.lost = comparison.gone.len() - fallen(old, &taken, fresh);
    let stay = longest_rising(&order);
    let ids = comparison.kept.iter().zip(stay);
    comparison.reordered =
        ids.filter(|(_, stays)| !stays).map(|(kept, _)| kept.pair.new.id.clone()).collect();
    comparison
}

/// The entries that only the new feed has and that are older than the newest one of the old feed: subscribers see old entries
/// as new. Several posts may be of one day, so one of the same date is not older.
pub(crate) fn old_among_new<'a>(
    old: &[EntrySummary],
    comparison: &'a Comparison,
) -> impl Iterator<Item = &'a EntrySummary> {
    let newest = old.iter().filter_map(date).max();
    comparison
        .new
        .iter()
        .filter(move |entry| date(entry).is_some_and(|date| newest.is_some_and(|newest| date < newest)))
}

/// How many of the old entries that have no partner so many fresh ones pushed out of a limited feed: the oldest, with no
/// other entry among them.
fn fallen(old: &[EntrySummary], taken: &[bool], fresh: usize) -> usize {
    let mut order: Vec<(Option<DateTime<FixedOffset>>, bool)> =
        old.iter().zip(taken).map(|(entry, taken)| (date(entry), *taken)).collect();
    // The newest first; without a date, an entry stays where the feed has it.
    if order.iter().all(|(date, _)| date.is_some()) {
        order.sort_by_key(|(date, taken)| (std::cmp::Reverse(*date), !taken));
    }
    order.iter().rev().take_while(|(_, taken)| !taken).count().min(fresh)
}

/// When an entry was published, where it has a date.
pub(crate) fn date(entry: &EntrySummary) -> Option<DateTime<FixedOffset>> {
    let written = entry.published.as_ref().or(entry.updated.as_ref())?;
    DateTime::parse_from_rfc3339(written).ok()
}

/// What tells an entry whose id and link both changed.
fn title_and_date(entry: &EntrySummary) -> Option<String> {
    let date = date(entry)?;
    (!entry.title.is_empty()).then(|| format!("{}\0{}", entry.title, date.timestamp()))
}

/// Gives each new entry without partner the first old one that is free and has the same key.
fn pair_up(
    old: &[EntrySummary],
    new: &[EntrySummary],
    partner: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&EntrySummary) -> Option<String>,
) {
    let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in old.iter().enumerate().rev() {
        if let (Some(key), Some(false)) = (key(entry), taken.get(at)) {
            free.entry(key).or_default().push(at);
        }
    }
    for (entry, partner) in new.iter().zip(partner) {
        if partner.is_some() {
            continue;
        }
        let found = key(entry).and_then(|key| free.get_mut(&key)?.pop());
        if let Some(slot) = found.and_then(|at| taken.get_mut(at)) {
            *slot = true;
            *partner = found;
        }
    }
}

/// A link without what does not make another page: the scheme's `s`, a last `/`, `index.html`.
fn same_page(url: &str) -> String {
    let rest = url.trim().trim_start_matches("https://").trim_start_matches("http://");
    rest.trim_end_matches("index.html").trim_end_matches('/').to_owned()
}

/// For each number, whether it belongs to one longest rising subsequence. O(n log n).
fn longest_rising(numbers: &[usize]) -> Vec<bool> {
    // `tails[l]` is the place of the smallest number that ends a rising run of length `l + 1`.
    let mut tails: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, &number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|&(tail, _)| tail < number);
        before.push(length.checked_sub(1).and_then(|at| tails.get(at)).map(|&(_, place)| place));
        match tails.get_mut(length) {
            Some(tail) => *tail = (number, place),
            None => tails.push((number, place)),
        }
    }
    let mut stays = vec![false; numbers.len()];
    let mut at = tails.last().map(|&(_, place)| place);
    while let Some(place) = at {
        if let Some(stay) = stays.get_mut(place) {
            *stay = true;
        }
        at = before.get(place).copied().flatten();
    }
    stays
}
