//! What the feed linter is told beside the feed.

use crate::lint::rules::feed::tables::beyond::{ENTRY_BYTES, FEED_BYTES};
use crate::site::tree::Tree;

/// What the feed linter is told beside the feed.
#[derive(Clone, Copy)]
pub struct FeedLintOptions<'a> {
    /// Where the feed stands or will stand.
    pub base: Option<&'a str>,
    /// The time, in seconds since 1970; without it, no date is in the future before the year 2100.
    pub now: Option<i64>,
    /// The site's output folder, to hold enclosures against the files that they name.
    pub output: Option<&'a dyn Tree>,
    /// The bytes that an entry may have.
    pub entry_bytes: u64,
    /// The bytes that the feed may have.
    pub feed_bytes: u64,
}

impl Default for FeedLintOptions<'_> {
    fn default() -> Self {
        Self {
            base: None,
            now: None,
            output: None,
            entry_bytes: ENTRY_BYTES.default,
            feed_bytes: FEED_BYTES.default,
        }
    }
}
