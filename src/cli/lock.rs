//! `feedwright lock`: records the ids of posts in feedwright.lock.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::diff::read_feed;
use feedwright::feeds::lock::{Adopted, Choice, Decisions, Update, adopt, update};
use feedwright::lint::report::count;
use feedwright::site::Site;
use feedwright::site::lock::LOCK_FILE;
use feedwright::site::tree::Tree as _;
use feedwright::text::printable::printable;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::{git, open, target, unread};

/// Record the ids of all published posts in feedwright.lock.
///
/// A post with a record keeps its id when its URL changes, or its file is renamed. `build` and `feed` read the file and never
/// write it: commit it with the site. Without the file, each post has the id that its generator gives it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright lock                           record new posts, print open renames
  feedwright lock --accept                  keep the ids of certain renames
  feedwright lock --accept=_posts/2024-06-01-b.md
                                            keep the id of one renamed post
  feedwright lock --as-new=_posts/2024-06-01-b.md
                                            this one is a new post
  feedwright lock --from old/feed.xml       the ids that subscribers have

A rename is proposed where the file of a recorded post is gone and a new post has its title, its day or its file \
name, or Git calls it a rename. A post whose path or URL is the recorded one needs no decision.

Exit status: 0 every post has a record; 1 a rename needs a decision; 2 the command could not run.")]
pub(crate) struct LockArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Accept all certain renames, or with a path the rename to this post
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    accept: Vec<String>,
    /// Record the posts of all open renames as new, or with a path only this post
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    as_new: Vec<String>,
    /// Take over the ids of an existing feed, Atom, RSS or JSON; may be repeated
    #[arg(long, value_name = "OLD_FEED")]
    from: Vec<PathBuf>,
    /// Print what would be recorded, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &LockArgs, console: &Console) -> CommandResult {
    let folder = target::folder(&args.site, &args.reading);
    let (tree, loaded) = open::open(&folder, &args.reading, console)?;
    open::need_url(&loaded, &folder)?;
    open::say_url(&loaded, console);
    let site = &loaded.site;
    unread::say(&loaded, console);
    if unread::is_incomplete(site) {
        return Ok(ExitCode::from(2));
    }
    let decisions =
        Decisions { accept: choice(&args.accept, &folder), as_new: choice(&args.as_new, &folder) };
    check_named(site, &decisions)?;
    let adopted = old_ids(site, &args.from, console)?;
    let renames = match &site.locked {
        // Without Git, likeness alone tells.
        Some(_) => {
            let _work = console.working("asking Git for renames");
            git::renames(&folder).unwrap_or_default()
        }
        None => BTreeMap::new(),
    };
    let update = update(site, &exists(site, &tree), &renames, &decisions, &adopted);
    let place = disk::below(&folder, LOCK_FILE);
    let text = update.lock.to_text()?;
    let is_same = disk::read_named(&place).is_ok_and(|old| old == text.as_bytes());
    if !args.dry_run && !is_same {
        DiskSink::write_file(&place, text.as_bytes())?;
    }
    say(site, &update, &place, console);
    if update.open.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    console.warning(&format!(
        "{} a decision: `--accept` keeps the ids of those marked `rename`, `--accept=PATH` that of one post, `--as-new=PATH` records it as new",
        if update.open.len() == 1 { "a post needs".to_owned() } else { format!("{} posts need", update.open.len()) }
    ));
    Ok(ExitCode::from(1))
}

/// Whether the lock file of a site, where it has one, has all of its posts; prints what it lacks, as a difference where the run
/// is a check.
pub(crate) fn check(site: &Site, tree: &Disk, is_check: bool, console: &Console) -> bool {
    if site.locked.is_none() || console.quiet && !is_check {
        return true;
    }
    let exists = exists(site, tree);
    let update = update(site, &exists, &BTreeMap::new(), &Decisions::default(), &Adopted::default());
    if !update.is_needed() {
        return true;
    }
    let counts = [
        (update.added.len(), "not recorded"),
        (update.moved.len(), "at another path"),
        (update.relinked.len(), "at another URL"),
        (update.gone.len(), "deleted"),
        (update.back.len(), "restored"),
        (update.open.len(), "perhaps renamed"),
    ];
    let parts: Vec<String> = (counts.iter())
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", count(*number, "post")))
        .collect();
    let message = format!("{LOCK_FILE}: out of date: {}; run `feedwright lock`", parts.join(", "));
    if is_check {
        console.line(&message);
        return false;
    }
    console.warning(&message);
    true
}

/// Knows the files of a site; a post that the generator makes without a file exists as long as it is made.
fn exists<'a>(site: &'a Site, tree: &'a Disk) -> impl Fn(&str) -> bool + 'a {
    |path: &str| {
        let is_made = || site.posts.iter().any(|post| *post.path == *path);
        if path.ends_with('/') { is_made() } else { tree.stat(path).is_ok() }
    }
}

/// What an option with or without paths says.
fn choice(given: &[String], folder: &Path) -> Choice {
    if given.is_empty() {
        return Choice::None;
    }
    if given.iter().any(String::is_empty) {
        return Choice::All;
    }
    let below = |path: &String| {
        let path = Path::new(path);
        path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned()
    };
    Choice::Paths(given.iter().map(below).collect::<BTreeSet<String>>())
}

/// Fails where a decision names no post.
fn check_named(site: &Site, decisions: &Decisions) -> Result<(), Failure> {
    for choice in [&decisions.accept, &decisions.as_new] {
        let Choice::Paths(paths) = choice else { continue };
        for path in paths {
            if !site.posts.iter().any(|post| *post.path == **path) {
                return Err(Failure::new(format!(
                    "`{path}` is not a post; name the new file, as `feedwright lock` prints it"
                )));
            }
        }
    }
    Ok(())
}

/// The ids of old feeds.
fn old_ids(site: &Site, feeds: &[PathBuf], console: &Console) -> Result<Adopted, Failure> {
    let mut summaries = Vec::new();
    for path in feeds {
        let name = path.display();
        let bytes = disk::read_named(path)?;
        summaries.push(read_feed(&bytes).map_err(|error| Failure::new(format!("{name}: {error}")))?);
    }
    let adopted = adopt(site, &summaries);
    if let Some(first) = adopted.unmatched.first() {
        let number = adopted.unmatched.len();
        let entries = if number == 1 { "an entry".to_owned() } else { format!("{number} entries") };
        console.warning(&format!("no post is found for {entries} of the old feed: {}", printable(first)));
    }
    Ok(adopted)
}

/// Prints what changed, and what needs a decision.
fn say(site: &Site, update: &Update, place: &Path, console: &Console) {
    for (old, new) in &update.moved {
        console.line(&format!("moved      {old} -> {new}"));
    }
    let lists = [
        ("new", &update.added),
        ("other URL", &update.relinked),
        ("adopted", &update.adopted),
        ("deleted", &update.gone),
        ("restored", &update.back),
    ];
    for (word, paths) in lists {
        for path in paths.iter().take(if console.verbose > 0 { usize::MAX } else { MOST_LISTED }) {
            console.line(&format!("{word:9}  {path}"));
        }
        if paths.len() > MOST_LISTED && console.verbose == 0 {
            console.line(&format!("{word:9}  … and {} more", paths.len() - MOST_LISTED));
        }
    }
    let records = site.locked.as_ref().map_or(&[][..], |locked| &locked.lock.records);
    for proposal in &update.open {
        let word = if proposal.is_certain() { "rename" } else { "rename?" };
        let old = records.get(proposal.record).map_or("", |record| &record.path);
        let new = site.posts.get(proposal.post).map_or("", |post| &post.path);
        console.line(&format!("{word:9}  {old} -> {new} ({})", proposal.likeness));
    }
    let present = update.lock.records.iter().filter(|record| !record.gone).count();
    console.line(&format!("{} in {}", count(present, "post"), place.display()));
}

/// A screen's worth.
const MOST_LISTED: usize = 20;
