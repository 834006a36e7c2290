//! `feedwright ping`: tells hubs that feeds changed. The one command that uses the network.

mod hub;
mod select;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use feedwright::lint::report::count;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::failure::{CommandResult, Failure};

use hub::{Hub, Patience};
use select::{Feed, feeds};

/// Tell the hubs that feeds name (WebSub) that these feeds changed.
///
/// A hub fetches the feed at once: run it after the deploy, when the new feed is published. Address and hubs are those that the
/// feed itself names.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright ping                          every feed in the site's output
  feedwright ping _site/feed.xml           one feed
  feedwright ping --changed-from old _site
                                           feeds that differ from those in `old`
  feedwright ping --dry-run                which hubs would be told of what

An answer of 408, 425, 429 or 5xx, and no answer, is followed by another attempt after 1, 2, 4, … seconds, or as many as the \
hub asks for, up to 30. A hub without any answer is not told of further feeds.

Exit status: 0 every hub was told, or no feed changed; 1 a hub was not told; 2 the command could not run, or no feed names a hub.")]
pub(crate) struct PingArgs {
    /// Feeds as they were published: files, or folders of them; or names or paths of the site's feeds. By default all in the
    /// site's output folder
    #[arg(value_name = "FEED")]
    feeds: Vec<PathBuf>,
    /// Only feeds whose bytes differ from their copies in this folder, or that it lacks
    #[arg(long, value_name = "DIR")]
    changed_from: Option<PathBuf>,
    /// Print which hubs would be told of which feeds, and use no network
    #[arg(long)]
    dry_run: bool,
    /// How long a hub may take for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// How many more attempts follow one without an answer
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=10))]
    retries: u32,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &PingArgs, console: &Console) -> CommandResult {
    let all = feeds(&args.feeds, &args.reading, args.changed_from.as_deref(), console)?;
    let with_hubs: Vec<&Feed> = all.iter().filter(|feed| !feed.hubs.is_empty()).collect();
    if with_hubs.is_empty() {
        return Err(Failure::new(match all.as_slice() {
            [] => "there is no feed; build the site first, or name its feeds".to_owned(),
            [one] => format!("{}: the feed names no hub; set `hubs` in `[site]`, and build it", one.place),
            _ => "no feed names a hub; set `hubs` in `[site]`, and build them".to_owned(),
        }));
    }
    let mut topics: BTreeSet<(&str, &str)> = BTreeSet::new();
    for feed in with_hubs.into_iter().filter(|feed| feed.is_changed) {
        let Some(topic) = &feed.topic else {
            return Err(Failure::new(format!(
                "{}: the feed does not give its own address (`rel=\"self\"`), which the hub needs",
                feed.place
            )));
        };
        topics.extend(feed.hubs.iter().map(|hub| (hub.as_str(), topic.as_str())));
    }
    if topics.is_empty() {
        console.note(&"no feed changed");
    }
    let patience = Patience { time: Duration::from_secs(args.timeout), retries: args.retries };
    let is_told = tell(&topics, patience, args.dry_run, console);
    Ok(ExitCode::from(u8::from(!is_told)))
}

/// Tells each hub of its feeds; whether all went well.
fn tell(topics: &BTreeSet<(&str, &str)>, patience: Patience, dry_run: bool, console: &Console) -> bool {
    let mut is_told = true;
    let mut current: Option<Hub<'_>> = None;
    let mut untold = 0;
    for (address, topic) in topics {
        if dry_run {
            console.line(&format!("would tell {address} of {topic}"));
            continue;
        }
        if current.as_ref().is_none_or(|hub| hub.address != *address) {
            say_untold(std::mem::take(&mut untold), current.as_ref(), console);
            current = Some(Hub::new(address, patience));
        }
        let Some(hub) = &mut current else { continue };
        if hub.is_silent {
            untold += 1;
            continue;
        }
        let work = console.working(format!("waiting for {address}"));
        let told = hub.tell(topic);
        work.end();
        match told {
            Ok(()) if console.quiet => {}
            Ok(()) => console.line(&format!("told {address} of {topic}")),
            Err(refusal) => {
                is_told = false;
                console.error(&format!("{address}: not told of {topic}: {refusal}"));
            }
        }
    }
    say_untold(untold, current.as_ref(), console);
    is_told
}

/// Reports the feeds that a hub was not told of because it did not answer before.
fn say_untold(number: usize, hub: Option<&Hub<'_>>, console: &Console) {
    if let Some(hub) = hub.filter(|_| number > 0) {
        let feeds = if number == 1 { "feed".to_owned() } else { count(number, "feed") };
        console.error(&format!("{}: not told of {feeds} more", hub.address));
    }
}
