//! What can be said on the command line.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

#[cfg(feature = "completions")]
use crate::cli::completions;
#[cfg(feature = "man")]
use crate::cli::man;
use crate::cli::{build, diff, explain, feed, init, lint, list, rules, why};

/// Feeds and lint for sites whose posts are Markdown files with front matter.
#[derive(Debug, Parser)]
#[command(
    name = "feedwright",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  feedwright build                         write the feeds of the site in this folder
  feedwright build --check                 say whether the feeds on disk are up to date
  feedwright feed --category releases      one feed, to the terminal
  feedwright why _posts/2024-05-31-x.md    which feeds hold a post, and why others do not
  feedwright lint                          check posts and pages

A Jekyll site needs no further configuration; `feedwright init` writes one for any other."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write every feed that the site's configuration asks for
    Build(build::BuildArgs),
    /// Write one feed, no configuration needed
    Feed(Box<feed::FeedArgs>),
    /// List the posts and the feeds that they are in
    List(list::ListArgs),
    /// Say which feeds hold a post, and why the others do not
    Why(why::WhyArgs),
    /// Compare two feeds entry by entry
    Diff(diff::DiffArgs),
    /// Check posts, documents and pages, or feeds
    Lint(Box<lint::LintArgs>),
    /// List the rules of the linter
    Rules(rules::RulesArgs),
    /// Show the page of a rule: what it finds, why, examples
    Explain(explain::ExplainArgs),
    /// Write a commented feedwright.toml from what is found
    Init(init::InitArgs),
    #[cfg(feature = "schema")]
    /// Print the JSON schema of feedwright.toml, for editors
    Schema,
    #[cfg(feature = "completions")]
    /// Print completions for a shell
    Completions(completions::CompletionsArgs),
    #[cfg(feature = "man")]
    /// Print a manual page, or write all of them
    Man(man::ManArgs),
}

impl Command {
    /// Whether it reads a site or feeds, rather than say what the program knows.
    pub(crate) fn reads_many_files(&self) -> bool {
        match self {
            Self::Build(_) | Self::Feed(_) | Self::List(_) | Self::Why(_) => true,
            Self::Diff(_) | Self::Lint(_) | Self::Init(_) => true,
            Self::Rules(_) | Self::Explain(_) => false,
            #[cfg(feature = "schema")]
            Self::Schema => false,
            #[cfg(feature = "completions")]
            Self::Completions(_) => false,
            #[cfg(feature = "man")]
            Self::Man(_) => false,
        }
    }
}

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Say less: the result and errors, no warnings, notes or summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: what was read, which feeds are up to date, warnings about feeds that are validated
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// Which site, and how it is read.
#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    pub(crate) site: PathBuf,
    /// How it is read.
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How a site is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading the site")]
pub(crate) struct ReadingArgs {
    /// Configuration files: `.yml` for Jekyll, laid over each other in order; `.toml` in the place of feedwright.toml
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub(crate) config: Vec<PathBuf>,
    /// Take drafts for posts
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Take posts of the future for posts
    #[arg(long)]
    pub(crate) future: bool,
    /// The site's URL, for a preview elsewhere
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The time to take for now: decides which posts lie in the future
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<String>,
}
