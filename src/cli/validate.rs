//! `feedwright build --validate`: every rule about feeds, over what is about to be written.

use std::path::Path;

use feedwright::diagnostic::Level;
use feedwright::plan::{Plan, Planned};
use feedwright::rules::feed::{FeedLintOptions, lint_feed};
use feedwright::site::Site;
use feedwright::source::LineIndex;
use feedwright::tree::{MemoryTree, Sink as _, TreeError};

use crate::cli::args::Common;
use crate::cli::console;
use crate::cli::disk::DiskSink;

/// Judges the feeds in memory and writes those without an error, or all of them; whether there was none.
pub(crate) fn write_valid(
    site: &Site,
    plan: &Plan,
    memory: &MemoryTree,
    output: &Path,
    allow_invalid: bool,
    common: &Common,
) -> Result<bool, TreeError> {
    let mut sink = DiskSink::new(output);
    let mut valid = true;
    for feed in &plan.feeds {
        let Some(bytes) = memory.files.get(&feed.path) else { continue };
        let errors = judge(site, feed, bytes, common);
        if errors > 0 {
            valid = false;
        }
        if errors > 0 && !allow_invalid {
            console::error(&format!(
                "{}: not written, for it has {errors} errors; mend the posts, or write it with `--allow-invalid`",
                output.join(&feed.path).display()
            ));
            continue;
        }
        sink.begin(&feed.path)?;
        sink.append(&feed.path, bytes)?;
        sink.finish(&feed.path)?;
        if !common.quiet {
            console::line(&format!(
                "valid      {:5} entries  {}",
                feed.posts.len(),
                output.join(&feed.path).display()
            ));
        }
    }
    Ok(valid || allow_invalid)
}

/// Says each error of one feed with the post that caused it; how many there are.
fn judge(site: &Site, feed: &Planned, bytes: &[u8], common: &Common) -> usize {
    let options = FeedLintOptions { base: Some(&feed.feed.self_url), ..FeedLintOptions::default() };
    let findings = lint_feed(&feed.path, bytes, &options);
    let text = String::from_utf8_lossy(bytes);
    let lines = LineIndex::new(&text);
    let shown = |level: Level| level == Level::Error || level == Level::Warning && common.verbose > 0;
    for finding in findings.iter().filter(|finding| shown(finding.level)) {
        let post = entry_at(&text, finding.span.start, feed.emitter.name)
            .and_then(|entry| feed.posts.get(entry))
            .and_then(|index| site.posts.get(*index));
        let from = post.map_or_else(String::new, |post| format!(" (from {})", post.path));
        console::diagnostic(finding, lines.position(&text, finding.span.start), &from);
    }
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// The number of the entry that a place of a feed of ours lies in, from 0.
fn entry_at(text: &str, at: usize, format: &str) -> Option<usize> {
    let start = match format {
        "atom" => "<entry",
        "rss" => "    <item>",
        _ => "\"date_published\"",
    };
    text.get(..at)?.matches(start).count().checked_sub(1)
}
