//! Whether a new feed may replace the file at its path: not where it loses all entries that the old one had.
//!
//! The old file decides only whether the new one is written, never what is in it.

mod scan;
mod subscribers;

use crate::feeds::diff;
use crate::feeds::plan::Planned;
use crate::site::Site;
use crate::site::tree::TreeError;
use scan::starts;
use subscribers::{Subscribers, count};

/// The rules for replacing the feeds of one site.
pub struct Replacement<'a> {
    site: &'a Site,
    allow_empty: bool,
    subscribers: Subscribers<'a>,
}

/// Whether a feed may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It may.
    Write,
    /// It may, but subscribers lose entries or see old ones as new; in words.
    Warn(String),
    /// It may not, and why.
    Refuse(String),
}

impl<'a> Replacement<'a> {
    /// The rules for a site's feeds; with `allow_empty`, a feed may lose all its entries.
    #[must_use]
    pub const fn new(site: &'a Site, allow_empty: bool) -> Self {
        Self { site, allow_empty, subscribers: Subscribers::of(site) }
    }

    /// Checks a feed that would be written with so many entries. `old` reads the file at its path, and is called at most
    /// once.
    pub fn judge(
        &self,
        feed: &Planned,
        entries: usize,
        old: &dyn Fn() -> Result<Vec<u8>, TreeError>,
    ) -> Judgement {
        if entries < feed.min_entries {
            let why = if entries == 0 { self.because(feed) } else { String::new() };
            return Judgement::Refuse(format!(
                "it would have {}, fewer than `min-entries = {}`{why}",
                count(entries),
                feed.min_entries
            ));
        }
        match (entries, self.allow_empty) {
            (0, true) => Judgement::Write,
            (0, false) => match held(old) {
                Some(held) => Judgement::Refuse(format!(
                    "it would have no entries{}, and {held}; to write it anyway, use `--allow-empty`",
                    self.because(feed)
                )),
                None => Judgement::Write,
            },
            _ => match old() {
                Ok(old) => self.subscribers.notice(feed, &old).map_or(Judgement::Write, Judgement::Warn),
                // Nothing can be compared; a feed with entries is written, as where there is no old one.
                Err(_) => Judgement::Write,
            },
        }
    }

    fn because(&self, feed: &Planned) -> String {
        format!(" ({})", feed.why_empty(self.site))
    }
}

/// What the old file holds that would be lost, in words; nothing where no file exists or it is a feed without entries.
fn held(old: &dyn Fn() -> Result<Vec<u8>, TreeError>) -> Option<String> {
    let bytes = match old() {
        Ok(bytes) => bytes,
        Err(error) if error.missing => return None,
        Err(error) => return Some(format!("the old file cannot be read: {}", error.reason)),
    };
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    match diff::read_entries(&bytes) {
        Ok(entries) if entries.is_empty() && starts(&bytes) == 0 => None,
        Ok(entries) if !entries.is_empty() => Some(format!("the old one has {}", count(entries.len()))),
        // A page, or half a feed: what it held cannot be known.
        _ => Some("the old file is not empty, and cannot be read as a feed".to_owned()),
    }
}
