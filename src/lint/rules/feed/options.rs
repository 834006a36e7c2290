//! What the feed linter is told beside the feed.

use crate::site::tree::Tree;

/// What the feed linter is told beside the feed.
#[derive(Clone, Copy, Default)]
pub struct FeedLintOptions<'a> {
    /// Where the feed stands or will stand.
    pub base: Option<&'a str>,
    /// The time, in seconds since 1970; without it, no date is in the future before the year 2100.
    pub now: Option<i64>,
    /// The site's output folder, to hold enclosures against the files that they name.
    pub output: Option<&'a dyn Tree>,
    /// The bytes that an entry may take; the default without it.
    pub entry_budget: Option<usize>,
    /// The bytes that the feed may take; the default without it.
    pub feed_budget: Option<usize>,
}
