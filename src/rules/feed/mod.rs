//! The rules about feeds: one pass over a feed, whatever its format, finds what any of them has to say.

#![allow(dead_code, reason = "the judge that uses the values lands next")]

mod values;

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::tree::Tree;

/// Every rule about feeds, by family.
pub const RULES: &[&Rule] = &[];

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

/// Everything that the feed rules have to say about the bytes of one feed, in its order.
///
/// Spans are measured in the text that [`crate::xml::decode`] makes of the bytes.
#[must_use]
pub fn lint_feed(_path: &str, _bytes: &[u8], _options: &FeedLintOptions<'_>) -> Vec<Diagnostic> {
    Vec::new()
}
