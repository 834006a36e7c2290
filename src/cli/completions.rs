//! `feedwright completions`, `man` and `schema`: made from the definitions of the arguments and of the configuration.

use std::process::ExitCode;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::args::Cli;
use crate::cli::{Outcome, console};

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright completions bash > ~/.local/share/bash-completion/completions/feedwright
  feedwright completions fish > ~/.config/fish/completions/feedwright.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(crate) fn completions(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "feedwright", &mut script);
    console::raw(&script);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn schema() -> Outcome {
    console::line(&serde_json::to_string_pretty(&feedwright::config::schema())?);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man() -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    console::raw(&page);
    Ok(ExitCode::SUCCESS)
}
