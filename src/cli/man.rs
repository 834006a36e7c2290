//! `feedwright man`: made from the definitions of the arguments.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use feedwright::text::suggest::did_you_mean;

use crate::cli::console::Console;
use crate::cli::disk::DiskSink;
use crate::cli::failure::{CommandResult, Failure};

/// Print the manual page of feedwright, or of one of its commands.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright man > feedwright.1
  feedwright man build | man -l -
  feedwright man --output ~/.local/share/man/man1   all pages")]
pub(crate) struct ManArgs {
    /// The command; without one, the page of feedwright itself
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    /// Write the pages of all commands into this folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints or writes the pages of the whole program.
pub(crate) fn run(args: &ManArgs, mut whole: Command, console: &Console) -> CommandResult {
    // Fills in what holds for all commands, and names each page as the others refer to it.
    whole.build();
    if let Some(folder) = &args.output {
        write_page(&whole, folder, console)?;
        for command in whole.get_subcommands().filter(|command| !command.is_hide_set()) {
            write_page(command, folder, console)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let Some(name) = &args.command else {
        console.raw(&page(&whole)?);
        return Ok(ExitCode::SUCCESS);
    };
    let wanted = name.trim_start_matches("feedwright-");
    let Some(command) = whole.find_subcommand(wanted) else {
        let names = whole.get_subcommands().map(Command::get_name);
        return Err(Failure::new(format!("no command is called `{name}`{}", did_you_mean(wanted, names))));
    };
    console.raw(&page(command)?);
    Ok(ExitCode::SUCCESS)
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    clap_mangen::Man::new(command.clone()).title(name).render(&mut page)?;
    Ok(page)
}

fn write_page(command: &Command, folder: &Path, console: &Console) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let file = folder.join(format!("{name}.1"));
    DiskSink::write_file(&file, &page(command)?)?;
    console.line(&format!("wrote {}", file.display()));
    Ok(())
}
