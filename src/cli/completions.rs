//! `feedwright completions`: made from the definitions of the arguments.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::Shell;
use feedwright::lint::{reporters, rules};

use crate::cli::console::Console;
use crate::cli::failure::CommandResult;

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright completions bash >> ~/.bash_completion
  feedwright completions fish > ~/.config/fish/completions/feedwright.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the completions for the arguments of the whole program.
pub(crate) fn run(args: &CompletionsArgs, whole: Command, console: &Console) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut with_names(without_hidden(&whole)), "feedwright", &mut script);
    console.raw(&script);
    Ok(ExitCode::SUCCESS)
}

/// The program without its hidden commands, which shells would propose.
fn without_hidden(whole: &Command) -> Command {
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set());
    Command::new("feedwright")
        .version(env!("CARGO_PKG_VERSION"))
        .args(whole.get_arguments())
        .subcommands(commands)
}

/// The arguments with the names that a shell can complete: rules and report formats. They are not checked by these lists,
/// for a mistyped one gets the nearest right one from us.
fn with_names(command: Command) -> Command {
    let rules = || PossibleValuesParser::new(rules::all().map(|rule| rule.name));
    let formats = || PossibleValuesParser::new(reporters::REPORTERS.iter().map(|reporter| reporter.name));
    command
        .mut_subcommand("lint", |lint| {
            lint.mut_arg("only", |it| it.value_parser(rules()))
                .mut_arg("skip", |it| it.value_parser(rules()))
                .mut_arg("format", |it| it.value_parser(formats()))
        })
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |it| it.value_parser(rules())))
}
