//! The arguments of `feedwright lint`.

use std::path::PathBuf;

use clap::Args;
use feedwright::lint::reporters;
use feedwright::text::diagnostic::Safety;

use crate::cli::args::ReadingArgs;

/// Check posts, documents and pages, or feeds.
///
/// The whole site is read, so that links between its files can be followed; nothing is fetched from other hosts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright lint                                the site in this folder
  feedwright lint _posts/2024-05-31-beta.md      one post of the site around it
  feedwright lint --format github                annotations in a pull request
  feedwright lint --format text --format sarif=lint.sarif
  feedwright lint --only dead-link,dead-fragment
  feedwright lint --fix --diff                   what the safe fixes change
  feedwright lint --changed origin/main          only what this branch caused
  feedwright lint --watch                        again after each change
  feedwright lint - --stdin-path _posts/2024-05-31-beta.md < unsaved
  feedwright lint feed.xml rss.xml feed.json     feeds of this site or any other
  feedwright lint --feeds                        every feed in the site's output
  curl -s https://e.example/f | feedwright lint - --base https://e.example/f
  feedwright lint --write-baseline lint.json     what is known today …
  feedwright lint --baseline lint.json           … does not fail tomorrow

Exit status: 0 no findings at error level; 1 some, or more warnings than --max-warnings, or a file that --fix did not \
change because it changed meanwhile or is outside of the site; 2 the command could not run, or the paths contain \
nothing to check.")]
pub(crate) struct LintArgs {
    /// The site's folder, files and folders in it, feeds, or a folder of feeds; `-` for a feed on standard input
    #[arg(value_name = "SITE or PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// The format of the report, and the file to write it to; may be repeated
    #[arg(long, alias = "output-format", value_name = "FORMAT[=FILE]", help = format_help())]
    pub(super) format: Vec<String>,
    /// Write the report to this file instead of standard output (`-`)
    #[arg(short, long, alias = "output", value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
    /// Print the number of findings of each rule
    #[arg(long)]
    pub(super) statistics: bool,
    /// Check again whenever a file of the site changes
    #[cfg(feature = "watch")]
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff", "write_baseline"])]
    pub(super) watch: bool,
    /// The folder with the built site, to check links against its files
    #[arg(long, value_name = "DIR")]
    pub(super) built: Option<PathBuf>,
    /// The file of the site that standard input stands for (`feedwright lint -`)
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_path: Option<PathBuf>,
    /// Only these rules or groups (`feed`, `post`, `site`, `issue-ref`), even if they are off
    #[arg(long, alias = "select", value_name = "RULE", value_delimiter = ',', help_heading = FINDINGS)]
    pub(super) only: Vec<String>,
    /// Skip these rules or groups
    #[arg(long, alias = "ignore", value_name = "RULE", value_delimiter = ',', help_heading = FINDINGS)]
    pub(super) skip: Vec<String>,
    /// Only findings in files that changed since REF (by default since the last commit), and those that the change caused
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "HEAD", help_heading = FINDINGS)]
    pub(super) changed: Option<String>,
    /// Only findings in what is staged for the next commit, and those that it causes
    #[arg(long, conflicts_with = "changed", help_heading = FINDINGS)]
    pub(super) staged: bool,
    /// Ignore findings recorded in this baseline; fixed ones are removed from it
    #[arg(long, value_name = "FILE", help_heading = FINDINGS)]
    pub(super) baseline: Option<PathBuf>,
    /// Write a baseline of all findings and exit with status 0
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = FINDINGS)]
    pub(super) write_baseline: Option<PathBuf>,
    /// Show each finding of a rule that has more than 100
    #[arg(long, help_heading = FINDINGS)]
    pub(super) all: bool,
    /// Apply the safe fixes; each result is read again to prove it
    #[arg(long, conflicts_with_all = ["changed", "staged"], help_heading = FIXES)]
    pub(super) fix: bool,
    /// Also apply the fixes that need a review
    #[arg(long, conflicts_with_all = ["changed", "staged"], help_heading = FIXES)]
    pub(super) unsafe_fixes: bool,
    /// Write nothing; show what the fixes would change, and exit with status 1 if they would
    #[arg(long, alias = "dry-run", help_heading = FIXES)]
    pub(super) diff: bool,
    /// Check every feed in the site's output folder, or the named files as feeds
    #[arg(long, conflicts_with_all = ["changed", "staged", "fix", "unsafe_fixes", "diff"], help_heading = FEEDS)]
    pub(super) feeds: bool,
    /// The feed's URL; with --feeds, the site's URL
    #[arg(long, value_name = "URL", help_heading = FEEDS)]
    pub(super) base: Option<String>,
    /// Exit with status 0 even if there are findings
    #[arg(long, help_heading = STATUS)]
    pub(super) exit_zero: bool,
    /// Exit with status 1 if there are more warnings than this
    #[arg(long, value_name = "N", help_heading = STATUS)]
    pub(super) max_warnings: Option<usize>,
    /// Exit with status 1 if some targets could not be checked
    #[arg(long, help_heading = STATUS)]
    pub(super) strict_unknown: bool,
    /// How the site is read.
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

const FINDINGS: &str = "Which findings";
const FIXES: &str = "Fixes";
const FEEDS: &str = "Feeds";
const STATUS: &str = "Exit status";

impl LintArgs {
    /// What is to be done about fixes; nothing where none are asked for.
    pub(super) fn fixing(&self) -> Option<Fixing> {
        (self.fix || self.unsafe_fixes || self.diff).then_some(Fixing {
            most_daring: if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe },
            write: !self.diff,
        })
    }
}

fn format_help() -> String {
    let formats: Vec<String> = reporters::REPORTERS
        .iter()
        .map(|reporter| format!("`{}` ({})", reporter.name, reporter.summary))
        .collect();
    format!("The format of the report, and the file to write it to; may be repeated: {}", formats.join(", "))
}

/// What is to be done about fixes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixing {
    /// The least safe fixes that are made.
    pub(crate) most_daring: Safety,
    /// Whether files are written; otherwise the changes are shown.
    pub(crate) write: bool,
}
