//! `feedwright diff`: two feeds compared entry by entry.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feed_diff::{EntrySummary, compare, read_entries, render};

use crate::cli::args::Common;
use crate::cli::disk;
use crate::cli::{Failure, Outcome, console};

/// Compare two feeds entry by entry, whatever their formats.
///
/// Entries are the same by id, as readers see it; an entry of the same link but of another id comes up as new for every
/// subscriber.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright diff _site/feed.xml public/feed.xml     before and after a migration
  feedwright diff old/rss.xml new/feed.json

Exit status: 0 no entry changed its id; 1 some entry of both feeds did; 2 could not run.")]
pub(crate) struct DiffArgs {
    /// The feed that subscribers have
    old: PathBuf,
    /// The feed that is to take its place
    new: PathBuf,
}

pub(crate) fn run(args: &DiffArgs, common: &Common) -> Outcome {
    let comparison = compare(&entries(&args.old)?, &entries(&args.new)?);
    let text = render(&comparison);
    let shown = if common.quiet { text.lines().last().unwrap_or_default() } else { text.trim_end() };
    console::line(&shown);
    Ok(ExitCode::from(u8::from(comparison.breaks_ids())))
}

fn entries(path: &Path) -> Result<Vec<EntrySummary>, Failure> {
    let bytes = disk::read_named(path)?;
    read_entries(&bytes).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}
