//! `feedwright serve`: shows a site's feeds in a browser while its files change. What the pages hold is of
//! [`feedwright::lint::preview`].

mod http;
mod read;
mod shown;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::Disk;
use crate::cli::failure::CommandResult;
use crate::cli::target;
use crate::cli::watch::Watch;

use shown::Shown;

/// Show the feeds in a browser as readers show them, with their sources, findings, and which post is in which feed.
///
/// The pages change with the site's files. Nothing is written, and a browser that shows them asks no other server.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright serve                    this site, at http://127.0.0.1:3333/
  feedwright serve docs --port 8080   another site, another port
  feedwright serve --drafts --future  with unpublished posts

Only this machine can reach the server; an interrupt (Ctrl-C) ends it.")]
pub(crate) struct ServeArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The port of the server; 0 for any that is free
    #[arg(short, long, default_value_t = 3333)]
    port: u16,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &ServeArgs, console: &Console) -> CommandResult {
    let folder = target::folder(&args.site, &args.reading);
    target::check_folder(&folder)?;
    // Before the site is read: what changes meanwhile is read again.
    let watch = Watch::new(&folder)?;
    let shown = Arc::new(Shown::default());
    let mut loaded = read::read_into(&shown, &folder, &args.reading, console);
    let port = http::start(args.port, Arc::clone(&shown), Disk::new(&folder))?;
    console.line(&format!("serving at http://127.0.0.1:{port}/; an interrupt (Ctrl-C) ends it"));
    loop {
        watch.wait(loaded.as_ref(), console)?;
        loaded = read::read_into(&shown, &folder, &args.reading, console);
    }
}
