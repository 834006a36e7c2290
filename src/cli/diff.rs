//! `feedwright diff`: two feeds compared entry by entry.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use feedwright::feeds::diff::{FeedSummary, compare_feeds, json, markdown, read_feed, render};

use crate::cli::console::Console;
use crate::cli::disk;
use crate::cli::failure::{CommandResult, Failure};

/// Compare two feeds of any formats entry by entry.
///
/// Entries are matched by id, as feed readers do: an entry with the same link but another id is shown to every
/// subscriber as new. Of feeds in two formats, only what both formats have is compared.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright diff _site/feed.xml public/feed.xml   before and after a migration
  feedwright diff old/rss.xml new/feed.json
  curl -s https://example.org/feed.xml | feedwright diff - _site/feed.xml
  feedwright diff --format json old.xml new.xml | jq .summary.seen_as_new

An entry whose id and link both changed is found by its title and date (`moved`). An entry that newer ones \
pushed out of a limited feed does not count as lost.

Exit status: 0 subscribers see newer entries only; 1 an entry has another id, an old entry is shown as new, or one is lost; 2 the command could not run.")]
pub(crate) struct DiffArgs {
    /// The feed that subscribers have; `-` for standard input
    old: PathBuf,
    /// The feed that will replace it; `-` for standard input
    new: PathBuf,
    /// Text for people, JSON for programs, Markdown for a summary or a comment
    #[arg(long, alias = "output-format", value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
    /// Exit with status 0 even when subscribers would see a change
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(args: &DiffArgs, console: &Console) -> CommandResult {
    if is_stdin(&args.old) && is_stdin(&args.new) {
        return Err(Failure::new("only one of the two feeds can come from standard input"));
    }
    let comparison = compare_feeds(&feed(&args.old, console)?, &feed(&args.new, console)?);
    let text = match args.format {
        DiffFormat::Json => serde_json::to_string_pretty(&json(&comparison))?,
        DiffFormat::Text => render(&comparison),
        DiffFormat::Markdown => markdown(&comparison),
    };
    let only_verdict = console.quiet && args.format == DiffFormat::Text;
    let shown = if only_verdict { text.lines().last().unwrap_or_default() } else { text.trim_end() };
    console.lines(shown);
    Ok(ExitCode::from(u8::from(comparison.hurts() && !args.exit_zero)))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn feed(path: &Path, console: &Console) -> Result<FeedSummary, Failure> {
    let bytes = if is_stdin(path) { disk::read_stdin(console)? } else { disk::read_named(path)? };
    let name = if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() };
    let feed = read_feed(&bytes).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    if let Some(fault) = &feed.fault {
        console.warning(&format!("{name}: not well-formed, many readers reject it: {fault}"));
    }
    Ok(feed)
}
