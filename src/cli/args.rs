//! Arguments that several commands share.

use std::path::PathBuf;

use clap::{ArgAction, Args, ColorChoice};

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print only results and errors: no warnings, notes or summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also print what was read, which feeds are up to date, and warnings about validated feeds
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// When to color the output; `auto` follows NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE
    #[arg(long, alias = "colour", global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
}

/// How a site is read. In a command it comes after the arguments that are not about that: its heading holds for those after it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading the site")]
pub(crate) struct ReadingArgs {
    /// Configuration files: `.yml` for Jekyll (later ones override earlier ones), `.toml` instead of feedwright.toml
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub(crate) config: Vec<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Include posts that are dated in the future
    #[arg(long)]
    pub(crate) future: bool,
    /// The site's URL, for a preview elsewhere
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The time to treat as now: posts dated after it are in the future
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<String>,
}
