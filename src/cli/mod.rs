//! The command line: arguments in, words and exit codes out. Only here does the program touch the world.

mod args;
mod beside;
mod build;
mod color;
mod commands;
#[cfg(feature = "completions")]
mod completions;
mod console;
mod diff;
mod discovery;
mod disk;
mod explain;
mod failure;
mod feed;
mod gate;
mod git;
mod init;
mod init_file;
mod job;
mod left_out;
mod lint;
mod list;
mod lock;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "man")]
mod man;
mod open;
mod outside;
mod overview;
mod own_feed;
mod pages;
#[cfg(feature = "ping")]
mod ping;
#[cfg(feature = "progress")]
mod progress;
#[cfg(not(feature = "progress"))]
#[path = "no_progress.rs"]
mod progress;
mod rules;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod signals;
mod silence;
mod stale;
mod target;
mod terminal;
mod unread;
mod validate;
#[cfg(feature = "watch")]
mod watch;
mod why;

use std::process::ExitCode;

#[cfg(any(feature = "completions", feature = "man"))]
use clap::CommandFactory as _;
use clap::Parser as _;

use feedwright::text::printable::printable;

use commands::{Cli, Command};
use console::Console;
use failure::CommandResult;

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    signals::survive_large_files();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => {
            color::choose(color::asked_by(std::env::args_os()));
            return print_arguments_error(&words);
        }
    };
    color::choose(cli.common.color);
    let console = Console::new(&cli.common);
    bound_threads();
    let work = console.working("working");
    let outcome = match cli.command {
        Command::Build(args) => build::run(&args, &console),
        Command::Feed(args) => feed::run(&args, &console),
        Command::List(args) => list::run(&args, &console),
        Command::Why(args) => why::run(&args, &console),
        Command::Diff(args) => diff::run(&args, &console),
        Command::Discovery(args) => discovery::run(&args, &console),
        Command::Lint(args) => lint::run(&args, &console),
        Command::Validate(args) => lint::run_of_feeds(*args, &console),
        Command::Overview(args) => overview::run(&args, &console),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, &console),
        Command::Rules(args) => rules::run(&args, &console),
        Command::Explain(args) => explain::run(&args, &console),
        Command::Lock(args) => lock::run(&args, &console),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(&args, &console),
        #[cfg(feature = "ping")]
        Command::Ping(args) => ping::run(&args, &console),
        Command::Init(args) => init::run(&args, &console),
        #[cfg(feature = "schema")]
        Command::Schema => schema::run(&console),
        #[cfg(feature = "completions")]
        Command::Completions(args) => completions::run(&args, Cli::command(), &console),
        #[cfg(feature = "man")]
        Command::Man(args) => man::run(&args, Cli::command(), &console),
    };
    work.end();
    ended(outcome, &console)
}

/// The exit code of a command, once its result is written.
fn ended(outcome: CommandResult, console: &Console) -> ExitCode {
    outcome.and_then(|code| console.finish().map(|()| code)).unwrap_or_else(|failure| {
        console.failure(&failure);
        ExitCode::from(2)
    })
}

/// Bounds the number of threads that the environment may ask for.
#[expect(
    clippy::disallowed_methods,
    reason = "the program's edge: how many threads the environment asks for"
)]
fn bound_threads() {
    let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse::<usize>().ok());
    if asked.is_some_and(|number| number > MOST_THREADS) {
        // It fails where there is a pool already, which then does the same work.
        rayon::ThreadPoolBuilder::new().num_threads(MOST_THREADS).build_global().ok();
    }
}

/// More threads than this, and starting them takes longer than any work: 100,000 never end.
const MOST_THREADS: usize = 256;

/// Prints the help, the version, or what is wrong with the arguments.
fn print_arguments_error(words: &clap::Error) -> ExitCode {
    if words.use_stderr() {
        // They repeat arguments, of which some may be names of files: the same words for the escaped ones.
        let shown = std::env::args_os().map(|word| printable(&word.to_string_lossy()).into_owned());
        match Cli::try_parse_from(shown) {
            Err(words) => _ = words.print(),
            Ok(_) => Console::default().error(&"an argument is not UTF-8"),
        }
        return ExitCode::from(2);
    }
    let console = Console::default();
    console.text(&words.render().ansi().to_string());
    ended(Ok(ExitCode::SUCCESS), &console)
}
