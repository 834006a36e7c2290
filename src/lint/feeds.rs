//! From the bytes of feeds to a report on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::report::{Report, Unlisted};
use crate::lint::rules::feed::{FeedLintOptions, UNLISTED, lint_feed};
use crate::lint::selection::Selection;
use crate::lint::settle;
use crate::site::config::PerFile;
use crate::site::tree::Tree;
use crate::text::xml;

/// A feed to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// What reports call it, usually its path.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// Its URL, where it is known.
    pub address: Option<String>,
}

/// What feeds are judged by, beside the rules.
#[derive(Clone, Copy, Default)]
pub struct FeedJudges<'a> {
    /// The time of the check, in seconds since 1970; without it, no date is in the future.
    pub now: Option<i64>,
    /// The built site that the feeds link to, where they are its own.
    pub output: Option<&'a dyn Tree>,
    /// The findings that the configuration silences by file.
    pub per_file: &'a [PerFile],
}

/// Checks feeds and reports on them; the summary counts the feeds.
///
/// ```
/// use feedwright::lint::{Choice, FeedFile, FeedJudges, Selection, check_feeds};
/// use feedwright::site::config::Config;
///
/// let name = "feed.xml".to_owned();
/// let bytes = b"<rss version=\"2.0\"><channel><title>Wherry</title></channel></rss>".to_vec();
/// let selection = Selection::new(&Config::default().lint, &Choice::default())?;
/// let feed = FeedFile { name, bytes, address: None };
/// let report = check_feeds(&[feed], FeedJudges::default(), &selection);
/// assert!(report.findings.iter().all(|finding| finding.diagnostic.rule.starts_with("feed/")));
/// assert!(report.summary.errors > 0);
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn check_feeds(feeds: &[FeedFile], judges: FeedJudges<'_>, selection: &Selection) -> Report {
    let mut diagnostics = Vec::new();
    let mut unlisted = Vec::new();
    let mut texts: BTreeMap<&str, Arc<str>> = BTreeMap::new();
    for feed in feeds {
        let options = FeedLintOptions {
            base: feed.address.as_deref(),
            now: judges.now,
            output: judges.output,
            ..selection.feed_options()
        };
        let found = lint_feed(&feed.name, &feed.bytes, &options);
        if !found.is_empty() {
            texts.insert(&feed.name, Arc::from(&*xml::decode(&feed.bytes).text));
        }
        diagnostics.extend(found.into_iter().filter_map(|mut diagnostic| {
            diagnostic.level = selection.level(diagnostic.rule)?;
            if let Some(more) =
                diagnostic.change(|extra| extra.params.remove(UNLISTED)).and_then(|more| more.parse().ok())
            {
                unlisted.push(Unlisted { path: Arc::clone(&diagnostic.path), rule: diagnostic.rule, more });
            }
            Some(diagnostic)
        }));
    }
    let (diagnostics, suppressed) = settle::per_file(diagnostics, judges.per_file);
    let mut report = Report::new(diagnostics, &|path| texts.get(path).cloned());
    report.rules = selection.notes();
    report.summary.files = feeds.len();
    report.summary.suppressed = suppressed;
    report.summary.unlisted = unlisted;
    report
}
