//! What stands between a new feed and the old file: the options that `build` and `feed` share, and what is reported.

use std::path::PathBuf;

use clap::Args;
use feedwright::feeds::plan::{Plan, Planned};
use feedwright::feeds::replacement::{Judgement, Replacement};
use feedwright::site::Site;
use feedwright::site::tree::TreeError;
use feedwright::text::diagnostic::Level;

use crate::cli::console::Console;
use crate::cli::shell::quoted;

/// What becomes of a feed that is refused.
const NOT_WRITTEN: &str = "not written";

/// When a feed is not written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Checking what is written")]
pub(crate) struct WritingArgs {
    /// Exit with status 1 if a post is omitted because of its front matter or has no date; write no feed with duplicate
    /// ids
    #[arg(long)]
    pub(crate) strict: bool,
    /// Check each feed with every rule before it is written; keep the old one if the new one has an error or duplicate
    /// ids
    #[arg(long)]
    pub(crate) validate: bool,
    /// Write feeds even if they have errors
    #[arg(long)]
    pub(crate) allow_invalid: bool,
    /// Write feeds without entries even if the old file has some; with `--prune`, remove feeds even if posts may be
    /// missing
    #[arg(long)]
    pub(crate) allow_empty: bool,
    /// The folder of the built site, which `content = "built"` reads; by default the site's own output folder
    #[arg(long, value_name = "DIR", help_heading = None::<&str>)]
    pub(crate) built: Option<PathBuf>,
}

impl WritingArgs {
    /// Returns whether a feed with this finding is not written.
    pub(crate) fn stops(&self, level: Level) -> bool {
        level == Level::Error || (self.strict || self.validate) && level == Level::Warning
    }
}

/// What is done with the feeds that pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// They are written.
    Write,
    /// They are compared with their old files.
    Check,
}

/// A judgement about a feed that is reported.
struct Found {
    /// The file.
    place: String,
    /// The address that subscribers have.
    url: String,
    judgement: Judgement,
}

/// At most so many feeds are named whose subscribers notice a change.
const NAMED: usize = 5;

/// Decides which feeds replace their old files, and keeps what is to be said until the feeds are written.
pub(crate) struct Gate<'a> {
    rules: Replacement<'a>,
    plan: &'a Plan,
    place: &'a dyn Fn(&str) -> String,
    old: &'a dyn Fn(&Planned) -> Result<Vec<u8>, TreeError>,
    found: Vec<Found>,
    console: &'a Console,
}

impl<'a> Gate<'a> {
    /// A gate for the feeds of a plan: `place` names the file of a feed's path, `old` reads it.
    pub(crate) fn new(
        site: &'a Site,
        plan: &'a Plan,
        options: &WritingArgs,
        place: &'a dyn Fn(&str) -> String,
        old: &'a dyn Fn(&Planned) -> Result<Vec<u8>, TreeError>,
        console: &'a Console,
    ) -> Self {
        Self {
            rules: Replacement::new(site, options.allow_empty),
            plan,
            place,
            old,
            found: Vec::new(),
            console,
        }
    }

    /// Returns whether the feed of this index in the plan may be written with so many entries.
    pub(crate) fn may_write(&mut self, feed: usize, entries: usize) -> bool {
        let Some(feed) = self.plan.feeds.get(feed) else { return false };
        let judgement = self.rules.judge(feed, entries, &|| (self.old)(feed));
        let passes = !matches!(judgement, Judgement::Refuse(_));
        if judgement != Judgement::Write {
            let (place, url) = ((self.place)(&feed.path), feed.feed.self_url.clone());
            self.found.push(Found { place, url, judgement });
        }
        passes
    }

    /// As [`Self::may_write`], of a feed whose file has the same bytes already: only the number of entries counts.
    pub(crate) fn may_stay(&mut self, feed: usize, entries: usize) -> bool {
        let enough = self.plan.feeds.get(feed).is_some_and(|feed| entries >= feed.min_entries);
        enough || self.may_write(feed, entries)
    }

    /// Reports what was found. Whether no feed was refused.
    pub(crate) fn say(&self, run: Run) -> bool {
        let not = match run {
            Run::Write => NOT_WRITTEN,
            Run::Check => "would not be written",
        };
        let (mut passed, mut noticed) = (true, 0);
        for Found { place, url, judgement } in &self.found {
            match judgement {
                Judgement::Write => {}
                Judgement::Warn(what) => {
                    noticed += 1;
                    if noticed <= NAMED {
                        self.console.warning(&format!("{place}: {what}{}", compare(run, url, place)));
                    }
                }
                Judgement::Refuse(why) => {
                    passed = false;
                    self.console.error(&format!("{place}: {not}: {why}"));
                }
            }
        }
        if noticed > NAMED {
            let feeds = if noticed == NAMED + 1 { "feed loses" } else { "feeds lose" };
            let more = noticed - NAMED;
            self.console.warning(&format!("{more} more {feeds} entries or would show old ones as new"));
        }
        passed
    }
}

/// How to see each entry. The old file is overwritten, but subscribers have the published one until the site is published
/// again; a check prints the entries itself.
fn compare(run: Run, url: &str, place: &str) -> String {
    match run {
        Run::Check => String::new(),
        Run::Write => {
            format!(
                "; to compare with the published feed: `curl -s {} | feedwright diff - {}`",
                quoted(url),
                quoted(place)
            )
        }
    }
}
