//! Feeds of at most so many bytes (`max-bytes`): the oldest entries have their summary alone, then they are left out.

use std::fmt;

use rayon::prelude::*;

use crate::feeds::model::{Entry, NoEntry};
use crate::feeds::publish::PlannedFeed;

/// What a feed has less, to keep its bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The feed's path.
    pub path: String,
    /// How many entries have their summary alone.
    pub shortened: usize,
    /// How many entries are left out.
    pub left_out: usize,
    /// The most bytes that it may have.
    pub most: usize,
    /// Whether it has more all the same, with its newest entry alone.
    pub is_over: bool,
}

impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, shortened, left_out, most, is_over } = self;
        write!(
            out,
            "`{path}` has {shortened} entries with only their summary and omits {left_out} older ones"
        )?;
        let result = if *is_over { "and is still larger than" } else { "to keep" };
        write!(out, ", {result} `max-bytes = {most}`")
    }
}

/// The bytes of an entry, whole and by its summary alone; none for one that is skipped.
#[derive(Clone, Copy, Default)]
struct Size {
    whole: usize,
    short: usize,
}

/// Shortens a feed whose entries, the newest first, have more bytes than it may have. Its entries are made once more for it.
/// What cannot be made or written is left to the writer, which reports it.
pub(crate) fn fit(
    feed: &mut PlannedFeed,
    most: usize,
    entry: &(dyn Fn(usize) -> Result<Entry, NoEntry> + Sync),
) -> Option<Cut> {
    let emitter = feed.emitter;
    let head = (emitter.head)(&feed.feed).ok()?.len() + emitter.tail.len();
    // There is one separator less than entries.
    let head = head.saturating_sub(emitter.separator.len());
    let size = |number: &usize| {
        let Ok(entry) = entry(*number) else { return Size::default() };
        let bytes =
            |style| (emitter.entry)(&entry, style).map_or(0, |text| text.len() + emitter.separator.len());
        Size { whole: bytes(&feed.style), short: bytes(&feed.style.short()) }
    };
    let sizes: Vec<Size> = feed.entries.par_iter().map(size).collect();
    let mut total = head + sizes.iter().map(|size| size.whole).sum::<usize>();
    if total <= most {
        return None;
    }
    let all = sizes.len();
    let (mut whole, mut kept) = (all, all);
    for size in sizes.iter().rev() {
        if total > most {
            whole -= 1;
            total = total - size.whole + size.short;
        }
    }
    // The newest entry stays: a feed without entries helps nobody.
    for size in sizes.iter().skip(1).rev() {
        if total > most {
            kept -= 1;
            total -= size.short;
        }
    }
    feed.entries.truncate(kept);
    feed.whole = whole.min(kept);
    Some(Cut {
        path: feed.path.clone(),
        shortened: kept - feed.whole,
        left_out: all - kept,
        most,
        is_over: total > most,
    })
}
