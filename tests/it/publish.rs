//! Feeds through a sink: the same bytes as whole documents, in any order, and no feed fails with another.

use std::sync::atomic::{AtomicUsize, Ordering};

use feedwright::feeds::emitters::{self, EMITTERS};
use feedwright::feeds::model::{ContentStyle, Entry, EntryStyle, NoEntry, Skipped, Text};
use feedwright::feeds::publish::{NotWritten, PlannedFeed, publish};
use feedwright::site::tree::{MemoryTree, Sink, TreeError, Written};
use proptest::prelude::*;

use crate::emitters::{bare_entry, bare_feed};

fn entry(number: usize) -> Result<Entry, NoEntry> {
    if number % 97 == 13 {
        let reason = "it is the thirteenth".to_owned();
        return Err(NoEntry::Skipped(Skipped { path: format!("{number}.md"), reason }));
    }
    let url = format!("https://e.org/{number}");
    Ok(Entry { id: url.clone(), url, title: Text::from_plain(&number.to_string()), ..bare_entry() })
}

fn planned(format: &str, path: &str, entries: Vec<usize>) -> PlannedFeed {
    PlannedFeed {
        name: path.to_owned(),
        path: path.to_owned(),
        emitter: emitters::find(format).unwrap(),
        feed: bare_feed(),
        whole: entries.len(),
        entries,
        style: EntryStyle::default(),
    }
}

/// What the feed would be as one document.
fn document(feed: &PlannedFeed) -> String {
    let entries: Vec<Entry> = feed.entries.iter().filter_map(|number| entry(*number).ok()).collect();
    feed.emitter.document(&feed.feed, &entries, &feed.style).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_make_the_same_bytes_as_documents(
        orders in prop::collection::vec((0..3_usize, prop::collection::vec(0..700_usize, 0..400)), 0..5),
        kind in 0..3,
    ) {
        let feeds: Vec<PlannedFeed> = orders
            .into_iter()
            .enumerate()
            .map(|(at, (format, mut entries))| {
                match kind {
                    0 => entries.sort_unstable(),
                    1 => entries.sort_unstable_by(|a, b| b.cmp(a)),
                    _ => (),
                }
                let style = EntryStyle { content: ContentStyle::Summary, ..EntryStyle::default() };
                let style = if at == 0 { style } else { EntryStyle::default() };
                PlannedFeed { style, ..planned(EMITTERS[format].name, &format!("{at}.xml"), entries) }
            })
            .collect();
        let calls = AtomicUsize::new(0);
        let mut tree = MemoryTree::default();
        let published = publish(&feeds, &|number| { calls.fetch_add(1, Ordering::Relaxed); entry(number) }, &mut tree, &mut |_, _| true);
        let mut numbers: Vec<usize> = feeds.iter().flat_map(|feed| feed.entries.clone()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(calls.into_inner(), numbers.len());
        let skipped: Vec<usize> = numbers.into_iter().filter(|number| entry(*number).is_err()).collect();
        prop_assert_eq!(published.skipped.iter().map(|(number, _)| *number).collect::<Vec<_>>(), skipped);
        for (feed, published) in feeds.iter().zip(&published.feeds) {
            prop_assert_eq!(&published.outcome, &Ok(Written::New));
            prop_assert_eq!(published.entries, feed.entries.iter().filter(|number| entry(**number).is_ok()).count());
            prop_assert_eq!(&tree.files[&feed.path], &document(feed).into_bytes());
        }
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let feeds = [planned("atom", "a.xml", (0..600).collect()), planned("json", "a.json", vec![5, 3])];
    let mut tree = MemoryTree::default();
    publish(&feeds, &entry, &mut tree, &mut |_, _| true);
    let published = publish(&feeds, &entry, &mut tree, &mut |_, _| true);
    assert!(published.feeds.iter().all(|feed| feed.outcome == Ok(Written::Same)));
}

/// A sink that is full after some bytes of one file.
struct Full(MemoryTree, usize);

impl Sink for Full {
    fn begin(&mut self, path: &str) -> Result<(), TreeError> {
        self.0.begin(path)
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        if path == "bad.xml" {
            self.1 = self.1.saturating_sub(bytes.len());
            if self.1 == 0 {
                let reason = "no space left on device".to_owned();
                return Err(TreeError { path: path.to_owned(), reason, missing: false });
            }
        }
        self.0.append(path, bytes)
    }

    fn finish_if(&mut self, path: &str, may_write: &mut dyn FnMut() -> bool) -> Result<Written, TreeError> {
        self.0.finish_if(path, may_write)
    }

    fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.0.holds(path, bytes)
    }

    fn abandon(&mut self, path: &str) {
        self.0.abandon(path);
    }
}

#[test]
fn a_failed_feed_leaves_the_others_and_its_old_file() {
    let all: Vec<usize> = (0..1000).collect();
    let feeds = [planned("rss", "bad.xml", all.clone()), planned("rss", "good.xml", all)];
    for room in [0, 2_000, 150_000] {
        let mut sink = Full(MemoryTree::new([("bad.xml", "old")]), room);
        let published = publish(&feeds, &entry, &mut sink, &mut |_, _| true);
        assert!(
            published.feeds[0].outcome.as_ref().is_err_and(|error| error.to_string().contains("no space"))
        );
        assert_eq!(published.feeds[0].entries, 0);
        assert_eq!(published.feeds[1].outcome, Ok(Written::New));
        assert_eq!(sink.0.files["bad.xml"], b"old");
        assert_eq!(sink.0.files["good.xml"], document(&feeds[1]).as_bytes());
    }
}

#[test]
fn a_refused_feed_leaves_its_old_file() {
    // The thirteenth is skipped: no entry is left, which only shows once all are rendered.
    let feeds = [planned("atom", "a.xml", vec![13]), planned("atom", "b.xml", vec![12, 13])];
    let mut tree = MemoryTree::new([("a.xml", "old"), ("b.xml", "old")]);
    let mut asked = Vec::new();
    let published = publish(&feeds, &entry, &mut tree, &mut |feed, entries| {
        asked.push((feed, entries));
        entries > 0
    });
    assert_eq!(asked, [(0, 0), (1, 1)]);
    assert_eq!(published.feeds[0].outcome, Ok(Written::Refused));
    assert_eq!(published.feeds[1].outcome, Ok(Written::Changed));
    assert_eq!(tree.files["a.xml"], b"old");
    assert_eq!(tree.files["b.xml"], document(&feeds[1]).as_bytes());
}

#[test]
fn a_failed_entry_stops_its_feeds_alone() {
    let all: Vec<usize> = (0..300).collect();
    let feeds = [
        planned("rss", "all.xml", all.clone()),
        planned("atom", "others.xml", all.iter().copied().filter(|number| *number != 200).collect()),
        planned("json", "first.json", vec![200]),
    ];
    let failing = |number: usize| {
        let gone = || TreeError {
            path: "200.md".to_owned(),
            reason: "too many open files".to_owned(),
            missing: false,
        };
        if number == 200 { Err(NoEntry::Failed(gone())) } else { entry(number) }
    };
    let mut tree = MemoryTree::new([("all.xml", "old"), ("first.json", "old")]);
    let published = publish(&feeds, &failing, &mut tree, &mut |_, _| true);
    for at in [0, 2] {
        let outcome = published.feeds[at].outcome.as_ref();
        assert!(
            outcome.is_err_and(|error| matches!(error, NotWritten::Entry(post) if post.path == "200.md"))
        );
        assert_eq!(tree.files[&feeds[at].path], b"old");
    }
    assert_eq!(published.feeds[1].outcome, Ok(Written::New));
    assert_eq!(tree.files["others.xml"], document(&feeds[1]).as_bytes());
    assert!(published.skipped.iter().all(|(number, _)| *number != 200));
}
