//! `feedwright build --validate`: every rule about feeds, over what is about to be written.

use std::path::Path;

use feedwright::feeds::model::Emitter;
use feedwright::feeds::plan::Planned;
use feedwright::feeds::publish::{NotWritten, PublishedFeed};
use feedwright::lint::rules::feed::{FeedLintOptions, lint_feed};
use feedwright::site::Site;
use feedwright::site::tree::{MemoryTree, Sink as _, Written};
use feedwright::text::diagnostic::Level;
use feedwright::text::source::LineIndex;

use crate::cli::console::Console;
use crate::cli::disk::{self, DiskSink};
use crate::cli::failure::Failure;
use crate::cli::gate::{Gate, Run};
use crate::cli::job::{Job, all_written};

/// Checks the feeds in memory and writes those without an error, or all of them; whether there was none.
pub(crate) fn write_valid(
    job: &Job<'_>,
    (memory, published): (&MemoryTree, &[PublishedFeed]),
    gate: &mut Gate<'_>,
    output: &Path,
    allow_invalid: bool,
) -> Result<bool, Failure> {
    let console = job.console;
    let mut sink = DiskSink::new(output);
    let mut valid = true;
    let mut outcomes = published.to_vec();
    for (at, (feed, published)) in job.plan.feeds.iter().zip(&mut outcomes).enumerate() {
        let Some(bytes) = memory.files.get(&feed.path) else { continue };
        let place = disk::below(output, &feed.path).display().to_string();
        if !is_valid(job, feed, bytes, &place, allow_invalid) {
            valid = false;
            continue;
        }
        let written = sink
            .begin(&feed.path)
            .and_then(|()| sink.append(&feed.path, bytes))
            .and_then(|()| sink.finish_if(&feed.path, &mut || gate.may_write(at, published.entries)));
        published.outcome = written.map_err(NotWritten::File);
        let passes = match &published.outcome {
            Err(_) => {
                sink.abandon(&feed.path);
                false
            }
            Ok(Written::Refused) => false,
            Ok(Written::Same) => gate.may_stay(at, published.entries),
            Ok(Written::New | Written::Changed) => true,
        };
        if passes && !console.quiet {
            let word = if feed.emitter.readable { "valid" } else { "unchecked" };
            console.line(&format!("{word:9}  {:5} entries  {place}", published.entries));
        }
    }
    let passed = gate.say(Run::Write);
    all_written(&outcomes, &|path| disk::below(output, path))?;
    Ok(passed && valid)
}

/// Whether the feed rules allow a feed to be written; prints what is wrong where they do not.
pub(crate) fn is_valid(
    job: &Job<'_>,
    feed: &Planned,
    bytes: &[u8],
    place: &str,
    allow_invalid: bool,
) -> bool {
    let errors = judge(&job.loaded.site, feed, bytes, job.console);
    if errors > 0 && !allow_invalid {
        let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        job.console.error(&format!(
            "{place}: not written, since it has {errors}; fix the posts, or write it with `--allow-invalid`"
        ));
    }
    errors == 0 || allow_invalid
}

/// Reports each error of one feed with the post that caused it; how many there are. No rule reads other formats than ours.
fn judge(site: &Site, feed: &Planned, bytes: &[u8], console: &Console) -> usize {
    if !feed.emitter.readable {
        return 0;
    }
    let options = FeedLintOptions { base: Some(&feed.feed.self_url), ..FeedLintOptions::default() };
    let findings = lint_feed(&feed.path, bytes, &options);
    let text = String::from_utf8_lossy(bytes);
    let lines = LineIndex::new(&text);
    let shown = |level: Level| level == Level::Error || level == Level::Warning && console.verbose > 0;
    for finding in findings.iter().filter(|finding| shown(finding.level)) {
        let post = entry_at(&text, finding.span.start, feed.emitter)
            .and_then(|entry| feed.posts.get(entry))
            .and_then(|index| site.posts.get(*index));
        let from = post.map_or_else(String::new, |post| format!(" (from {})", post.path));
        console.diagnostic(finding, lines.position(&text, finding.span.start), &from);
    }
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// The number of the entry that a place of a feed of ours lies in, from 0.
fn entry_at(text: &str, at: usize, emitter: &Emitter) -> Option<usize> {
    text.get(..at)?.matches(emitter.entry_mark?).count().checked_sub(1)
}
