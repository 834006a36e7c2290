//! Feeds as they would be written, with what the rules about feeds find in them: what pages about a site show.

use crate::feeds::plan::Plan;
use crate::feeds::publish::Published;
use crate::lint::feeds::{FeedFile, FeedJudges, check_feeds};
use crate::lint::report::Report;
use crate::lint::selection::Selection;
use crate::site::tree::MemoryTree;

/// A feed of a plan, written.
#[derive(Clone, Debug, Default)]
pub struct WrittenFeed {
    /// Its file.
    pub bytes: Vec<u8>,
    /// Its number of entries.
    pub entries: usize,
    /// What the rules about feeds find in it; nothing in a format that they do not read.
    pub report: Option<Report>,
    /// Why there is no file, if so.
    pub failure: Option<String>,
}

impl WrittenFeed {
    /// The number of errors and of warnings in it.
    #[must_use]
    pub fn findings(&self) -> (usize, usize) {
        self.report.as_ref().map_or((0, 0), |report| (report.summary.errors, report.summary.warnings))
    }
}

/// Checks the feeds of a plan that were written into memory, and takes their files from there. Returns one for each feed of the
/// plan, in its order.
#[must_use]
pub fn written_feeds(
    plan: &Plan,
    published: &Published,
    mut memory: MemoryTree,
    selection: &Selection,
) -> Vec<WrittenFeed> {
    let feeds = plan.feeds.iter().zip(&published.feeds);
    let written = feeds.map(|(feed, published)| {
        let failure = published.outcome.as_ref().err().map(ToString::to_string);
        let Some(bytes) = memory.files.remove(&feed.path).filter(|_| failure.is_none()) else {
            let failure = failure.or_else(|| Some("not written".to_owned()));
            return WrittenFeed { failure, ..WrittenFeed::default() };
        };
        let address = Some(feed.feed.self_url.clone());
        let file = [FeedFile { name: feed.path.clone(), bytes, address }];
        let report = feed.emitter.readable.then(|| check_feeds(&file, FeedJudges::default(), selection));
        let [FeedFile { bytes, .. }] = file;
        WrittenFeed { bytes, entries: published.entries, report, failure: None }
    });
    written.collect()
}
