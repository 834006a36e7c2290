//! What stands between a new feed and the old file: the options that `build` and `feed` share, and what is reported.

use std::path::PathBuf;

use clap::Args;
use feedwright::feeds::plan::{Plan, Planned};
use feedwright::feeds::replacement::{Judgement, Replacement};
use feedwright::site::Site;
use feedwright::site::tree::TreeError;
use feedwright::text::diagnostic::Level;

use crate::cli::console::Console;

/// When a feed is not written.
#[derive(Debug, Args)]
pub(crate) struct WritingArgs {
    /// Exit 1 when a post is left out because of its front matter or has no date, and write no feed in which two entries
    /// have one id
    #[arg(long)]
    pub(crate) strict: bool,
    /// Judge each feed by every rule before it is written, and leave the old one where the new one has an error, or two
    /// entries with one id
    #[arg(long)]
    pub(crate) validate: bool,
    /// Write feeds that have errors all the same
    #[arg(long)]
    pub(crate) allow_invalid: bool,
    /// Write feeds without entries also where the old file has some; with `--prune`, remove feeds also where posts may be
    /// missing
    #[arg(long)]
    pub(crate) allow_empty: bool,
    /// The folder with the built site, for content that is taken from built pages; by default the site's own output folder
    #[arg(long, value_name = "DIR")]
    pub(crate) built: Option<PathBuf>,
}

impl WritingArgs {
    /// Whether a feed with this finding is not written.
    pub(crate) fn stops(&self, level: Level) -> bool {
        level == Level::Error || (self.strict || self.validate) && level == Level::Warning
    }
}

/// Decides which feeds replace their old files, and keeps what is to be said until the feeds are written.
pub(crate) struct Gate<'a> {
    rules: Replacement<'a>,
    plan: &'a Plan,
    place: &'a dyn Fn(&str) -> String,
    old: &'a dyn Fn(&Planned) -> Result<Vec<u8>, TreeError>,
    found: Vec<(String, Judgement)>,
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

    /// Whether the feed of this index in the plan may be written with so many entries.
    pub(crate) fn may_write(&mut self, feed: usize, entries: usize) -> bool {
        let Some(feed) = self.plan.feeds.get(feed) else { return false };
        let judgement = self.rules.judge(feed, entries, &|| (self.old)(feed));
        let passes = !matches!(judgement, Judgement::Refuse(_));
        if judgement != Judgement::Write {
            self.found.push(((self.place)(&feed.path), judgement));
        }
        passes
    }

    /// As [`Self::may_write`], of a feed whose file has the same bytes already: only the number of entries counts.
    pub(crate) fn may_stay(&mut self, feed: usize, entries: usize) -> bool {
        let enough = self.plan.feeds.get(feed).is_some_and(|feed| entries >= feed.min_entries);
        enough || self.may_write(feed, entries)
    }

    /// Prints what was found; `not` is what becomes of a feed that is refused. Whether none was.
    pub(crate) fn say(&self, not: &str) -> bool {
        let mut passed = true;
        for (place, judgement) in &self.found {
            match judgement {
                Judgement::Write => {}
                Judgement::Warn(lost) => self.console.warning(&format!("{place}: {lost}")),
                Judgement::Refuse(why) => {
                    passed = false;
                    self.console.error(&format!("{place}: {not}: {why}"));
                }
            }
        }
        passed
    }
}
