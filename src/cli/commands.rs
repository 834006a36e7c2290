//! The command line as a whole: every command, and what holds for all of them.

use clap::{Parser, Subcommand};

use crate::cli::args::Common;
#[cfg(feature = "completions")]
use crate::cli::completions;
#[cfg(feature = "lsp")]
use crate::cli::lsp;
#[cfg(feature = "man")]
use crate::cli::man;
#[cfg(feature = "ping")]
use crate::cli::ping;
#[cfg(feature = "serve")]
use crate::cli::serve;
use crate::cli::{build, diff, discovery, explain, feed, init, lint, list, lock, overview, rules, why};

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
  feedwright build                       write the feeds of this site
  feedwright build --check               report whether they are up to date
  feedwright feed --category releases    one feed, to the terminal
  feedwright why _posts/2024-05-31-x.md  which feeds contain a post
  feedwright lint                        check posts and pages
  feedwright serve                       show the feeds in a browser

A site of Jekyll, Hugo, Zola, Eleventy, Pelican or Astro needs no further configuration. `feedwright init` \
writes a feedwright.toml for any other folder of posts, or to change the feeds of such a site."
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
    /// Show which feeds hold a post, and why the others do not
    Why(why::WhyArgs),
    /// Compare two feeds entry by entry
    Diff(diff::DiffArgs),
    /// Print the links by which browsers find the feeds, or insert them into built pages
    Discovery(discovery::DiscoveryArgs),
    /// Check posts, documents and pages, or feeds
    #[command(alias = "check")]
    Lint(Box<lint::LintArgs>),
    /// Check feeds: `lint --feeds` by the name that other programs have for it
    #[command(hide = true)]
    Validate(Box<lint::LintArgs>),
    /// Write a page about the site: feeds, posts, findings
    Overview(overview::OverviewArgs),
    #[cfg(feature = "serve")]
    /// Show the feeds in a browser as readers show them, while files change
    Serve(serve::ServeArgs),
    /// List the rules of the linter
    Rules(rules::RulesArgs),
    /// Explain a rule: what it finds, why it matters, examples
    Explain(explain::ExplainArgs),
    /// Record the ids of posts, so that renames and moves do not change them
    Lock(lock::LockArgs),
    #[cfg(feature = "lsp")]
    /// Serve an editor: findings while one types, fixes, links, completion
    Lsp(lsp::LspArgs),
    #[cfg(feature = "ping")]
    /// Tell hubs that feeds changed; the one command that uses the network
    Ping(ping::PingArgs),
    /// Write a commented feedwright.toml for a site
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
