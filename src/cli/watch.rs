//! `--watch`: runs the same command again whenever a file of the site changes; and what tells that one did.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use feedwright::lint::report::count;
use feedwright::site::load::{Loaded, load};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::{open, target};

/// An editor that saves, or a branch that is checked out, changes several files in a row: this long nothing may change.
const QUIET: Duration = Duration::from_millis(100);

/// So many pauses are waited for at most: where something changes all the time, a run comes after two seconds.
const MOST_PAUSES: usize = 20;

/// Runs this program with the same arguments but `--watch`, now and after each change, until it is interrupted.
///
/// Each run is a process of its own: no state of one is left for the next.
pub(crate) fn run(site: &Path, reading: &ReadingArgs, console: &Console) -> CommandResult {
    let watch = Watch::new(site)?;
    // Each run shows its own work.
    let _work = console.waiting();
    loop {
        again()?;
        if !console.quiet {
            console.note(&format!("watching {}; an interrupt (Ctrl-C) ends it", site.display()));
        }
        // What belongs to the site may have changed with its configuration.
        let loaded =
            open::options(reading).ok().and_then(|options| load(&Disk::new(&watch.root), options).ok());
        watch.wait(loaded.as_ref(), console)?;
    }
}

/// The files of a site, watched.
pub(crate) struct Watch {
    root: PathBuf,
    site: PathBuf,
    events: Receiver<notify::Result<Event>>,
    /// Ends with this value.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches a folder from now on.
    pub(crate) fn new(site: &Path) -> Result<Self, Failure> {
        let root = disk::absolute(site).ok_or_else(|| target::no_folder(site))?;
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(|error| unwatched(site, &error))?;
        watcher.watch(&root, RecursiveMode::Recursive).map_err(|error| unwatched(site, &error))?;
        Ok(Self { root, site: site.to_owned(), events, _watcher: watcher })
    }

    /// Waits for a change of the site's files and for a pause after it, and prints what changed.
    pub(crate) fn wait(&self, loaded: Option<&Loaded>, console: &Console) -> Result<(), Failure> {
        let changed = next_changes(&self.events, &self.root, loaded);
        let changed = changed.map_err(|error| unwatched(&self.site, &error))?;
        if !console.quiet {
            let first = changed.first().map_or("", String::as_str);
            let more = changed.len().saturating_sub(1);
            let rest = if more > 0 { format!(" and {}", count(more, "other file")) } else { String::new() };
            console.note(&format!("{first}{rest} changed"));
        }
        Ok(())
    }
}

fn unwatched(site: &Path, error: &notify::Error) -> Failure {
    Failure::new(format!("{}: it cannot be watched: {error}", site.display()))
}

/// Runs the command once. What it finds wrong it says itself.
#[expect(
    clippy::disallowed_methods,
    reason = "the program starts itself, with the arguments that it was given"
)]
fn again() -> Result<(), Failure> {
    let program = std::env::current_exe()?;
    let arguments: Vec<OsString> = std::env::args_os().skip(1).filter(|word| word != "--watch").collect();
    Command::new(program).args(arguments).status()?;
    Ok(())
}

/// Waits for a change of the site's files and for a pause after it. Returns the paths, below the site.
fn next_changes(
    events: &Receiver<notify::Result<Event>>,
    root: &Path,
    loaded: Option<&Loaded>,
) -> notify::Result<BTreeSet<String>> {
    let mut changed = BTreeSet::new();
    let mut pauses = 0;
    loop {
        let event = if changed.is_empty() {
            events.recv().map_err(|_| notify::Error::generic("nothing watches any more"))?
        } else {
            pauses += 1;
            match events.recv_timeout(QUIET) {
                Ok(event) if pauses <= MOST_PAUSES => event,
                _ => return Ok(changed),
            }
        };
        let event = event?;
        // Our own reading is not a change.
        if !event.kind.is_access() {
            changed.extend(event.paths.iter().filter_map(|path| of_site(path, root, loaded)));
        }
    }
}

/// The path of a file below the site, where a run may depend on it.
fn of_site(path: &Path, root: &Path, loaded: Option<&Loaded>) -> Option<String> {
    let below = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    let folders = below.match_indices('/').filter_map(|(at, _)| below.get(..at));
    let mut folders = folders.chain(Some(below.as_str()).filter(|_| disk::is_folder(path)));
    let enters = |folder: &str| folder != ".git" && loaded.is_none_or(|loaded| loaded.enters(folder));
    let is_entered = folders.all(enters);
    (is_entered && !below.is_empty()).then_some(below)
}
