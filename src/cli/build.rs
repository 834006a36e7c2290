//! `feedwright build`: every feed that the configuration asks for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use feedwright::feeds::diff::{self, FeedSummary};
use feedwright::feeds::plan::{Planned, plan};
use feedwright::site::tree::{MemoryTree, Tree as _, Written};
use feedwright::text::in_markdown;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::gate::{Gate, Run, WritingArgs};
use crate::cli::job::{Job, all_written, complete_for_liquid, say_notes, stop_unsound};
use crate::cli::left_out::say_left_out;
use crate::cli::stale::{self, Wish};
use crate::cli::validate::write_valid;
#[cfg(feature = "watch")]
use crate::cli::watch;
use crate::cli::{beside, lock, open, outside, own_feed, target, unread};

/// Write every feed that the site's configuration asks for.
///
/// A Jekyll site needs no feedwright.toml: the feeds of its `feed:` key are written to jekyll-feed's own paths, with
/// the ids, links and dates that subscribers have. `[[feeds]]` in feedwright.toml replaces them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright build                              into the site's output folder
  feedwright build docs --output public         another site, another folder
  feedwright build --feed news --feed releases  only these two
  feedwright build --check                      exit 1 if a feed is out of date
  feedwright build --prune                      remove stale feeds
  feedwright build --watch                      again after each change
  feedwright build ../then --now 2024-03-01T12:00:00Z --output old
                                                the feeds as of that day
  feedwright build --drafts --url https://preview.example.org

A feed is not written, and its old file is kept, if it would have an error (such as two items with one \
guid), fewer entries than its `min-entries`, or, without --allow-empty, no entries where the old file has \
some, or if it needs a file that cannot be read. A post whose front matter cannot be parsed is only omitted.

A feed at the path of one of the site's own files (`feed.xml`) is only written to another folder \
(--output), unless its row has `replace = true`.

Exit status: 0 success; 1 a feed was not written for such a reason, --check found a difference, or --strict \
found a post that is omitted because of its front matter or has no date; 2 the command could not run, or a \
file that a feed needs \
cannot be read.")]
pub(crate) struct BuildArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The folder that feeds are written to; by default the site's own output folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write only the feed of this name or path; may be repeated
    #[arg(long, value_name = "NAME")]
    feed: Vec<String>,
    /// Write nothing; report what would change, and exit with status 1 if anything would
    #[arg(long, alias = "dry-run", conflicts_with = "validate")]
    check: bool,
    /// Format of the --check report: text, or Markdown for a job summary or a comment
    #[arg(long, alias = "output-format", value_enum, default_value_t = CheckFormat::Text, requires = "check")]
    format: CheckFormat,
    /// Remove feeds that Feedwright wrote and that are no longer configured
    #[arg(long, conflicts_with = "check")]
    prune: bool,
    /// Write the feeds again whenever a file of the site changes
    #[cfg(feature = "watch")]
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// When a feed is not written.
    #[command(flatten)]
    writing: WritingArgs,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

/// How `--check` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Markdown,
}

pub(crate) fn run(args: &BuildArgs, console: &Console) -> CommandResult {
    #[cfg(feature = "watch")]
    if args.watch {
        return watch::run(&target::folder(&args.site, &args.reading), &args.reading, console);
    }
    if args.format == CheckFormat::Text {
        return build(args, console);
    }
    let (inner, lines) = console.collecting();
    let code = build(args, &inner)?;
    let lines = lines.take();
    let verdict =
        if lines.is_empty() { "every feed is up to date" } else { "differences from the feeds on disk" };
    console.lines(&format!("### Feedwright: {verdict}"));
    if !lines.is_empty() {
        console.lines(&format!("\n{}", in_markdown::block(&lines).trim_end()));
    }
    Ok(code)
}

fn build(args: &BuildArgs, console: &Console) -> CommandResult {
    let site = target::folder(&args.site, &args.reading);
    let (tree, mut loaded) = open::open(&site, &args.reading, console)?;
    open::need_url(&loaded, &site)?;
    open::say_url(&loaded, console);
    let mut plan = plan(&loaded.site, &loaded.feeds, &args.feed)?;
    if loaded.site.posts.is_empty() && !console.quiet {
        console.warning(&target::no_posts(&site));
    }
    let own_output = disk::below(&site, &loaded.site.settings.output);
    if args.output.is_none() {
        outside::check_output(&site, &own_output)?;
    }
    let output = args.output.clone().unwrap_or_else(|| own_output.clone());
    let configured = loaded.site.settings.config.built.folder.as_ref();
    let configured = configured.map(|folder| disk::below(&site, folder));
    let built = args.writing.built.clone().or(configured).unwrap_or_else(|| own_output.clone());
    complete_for_liquid(&mut loaded, &tree, &plan)?;
    say_notes(&plan, console);
    own_feed::note_others(&loaded, &plan, &site, console);
    let unreadable = unread::say(&loaded, console);
    let place = |path: &str| disk::below(&output, path).display().to_string();
    let free = own_feed::stop(&mut plan, &loaded, (&output, &own_output), &site, &place, console);
    // Where feeds are named, no other is asked for.
    let rows = if args.feed.is_empty() { loaded.feeds.as_slice() } else { &[] };
    let complete = unread::stop(&loaded.site, &mut plan, rows, &place, console);
    let sound = stop_unsound(&loaded.site, &tree, &mut plan, &place, &args.writing, console) && free;
    let there = Disk::new(&output);
    let old = |feed: &Planned| there.read(&feed.path);
    let mut gate = Gate::new(&loaded.site, &plan, &args.writing, &place, &old, console);
    let job = Job { loaded: &loaded, tree: &tree, plan: &plan, built: &built, console };
    let clean = if args.check {
        check(&job, &mut gate, &output)?
    } else if args.writing.validate {
        let mut memory = MemoryTree::default();
        let rendered = job.render(&mut memory, &mut |_, _| true)?;
        let feeds = (&memory, rendered.published.feeds.as_slice());
        write_valid(&job, feeds, &mut gate, &output, args.writing.allow_invalid)?
    } else {
        write(&job, &mut gate, &output)?
    };
    let clean = if args.check {
        beside::check(&plan, &output, console) && clean
    } else {
        beside::write(&plan, &output, console)?;
        clean
    };
    let wish = match (args.check, args.prune) {
        (true, _) => Wish::Check,
        // Where something is wrong, nothing is taken away.
        (_, true) if clean && sound => Wish::Prune { also_all: args.writing.allow_empty },
        _ => Wish::Report { also_all: args.writing.allow_empty },
    };
    // Without what cannot be read, nobody knows which feeds are stale.
    let clean = if complete {
        stale::run(&loaded, &plan, !args.feed.is_empty(), &output, wish, console)? && clean
    } else {
        clean
    };
    // Where feeds are named, the lock file is not asked for.
    let clean = if complete && args.feed.is_empty() {
        lock::check(&loaded.site, &tree, args.check, console) && clean
    } else {
        clean
    };
    let undated = say_left_out(&loaded.site, &plan, args.writing.strict, console);
    let failed = u8::from(!(clean && sound) || args.writing.strict && (unreadable || undated));
    Ok(ExitCode::from(if complete { failed } else { 2 }))
}

/// Writes the feeds; whether all were.
fn write(job: &Job<'_>, gate: &mut Gate<'_>, output: &Path) -> Result<bool, Failure> {
    let console = job.console;
    let mut sink = DiskSink::new(output);
    let rendered = job.render(&mut sink, &mut |feed, entries| gate.may_write(feed, entries))?;
    for (at, feed) in rendered.published.feeds.iter().enumerate() {
        let place = disk::below(output, &feed.path);
        match &feed.outcome {
            Ok(Written::Refused) => {}
            Ok(Written::Same) if !gate.may_stay(at, feed.entries) => {}
            Ok(written) if !console.quiet => {
                let word = match written {
                    Written::New => "new",
                    Written::Same => "unchanged",
                    Written::Changed | Written::Refused => "changed",
                };
                console.line(&format!(
                    "{word:9}  {:5} {}  {}",
                    feed.entries,
                    entries(feed.entries),
                    place.display()
                ));
            }
            _ => {}
        }
    }
    let passed = gate.say(Run::Write);
    all_written(&rendered.published.feeds, &|path| disk::below(output, path))?;
    Ok(passed)
}

/// Compares what would be written with the existing file. Returns whether they are the same.
fn check(job: &Job<'_>, gate: &mut Gate<'_>, output: &Path) -> Result<bool, Failure> {
    let console = job.console;
    let mut memory = MemoryTree::default();
    let rendered = job.render(&mut memory, &mut |_, _| true)?;
    let there = Disk::new(output);
    let mut clean = true;
    for (at, feed) in rendered.published.feeds.iter().enumerate() {
        let place = disk::below(output, &feed.path);
        // What could not be rendered is reported at the end.
        let Some(new) = memory.files.get(&feed.path).map(Vec::as_slice) else { continue };
        let read = there.read(&feed.path);
        let differs = read.as_ref().is_ok_and(|old| old != new) || read.is_err();
        if differs && !gate.may_write(at, feed.entries) {
            continue;
        }
        let old = match read {
            Ok(old) if old == new => {
                if gate.may_stay(at, feed.entries) && console.verbose > 0 {
                    console.line(&format!("up to date  {}", place.display()));
                }
                continue;
            }
            Ok(old) => old,
            Err(error) if error.missing => {
                clean = false;
                console.line(&format!("{}: not written yet", place.display()));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        clean = false;
        console.line(&format!("{}: out of date", place.display()));
        if feed_is_unreadable(job, at) {
            say_first_difference("the first difference is in line", &old, new, console);
            continue;
        }
        match (diff::read_feed(&old), diff::read_feed(new)) {
            (Ok(before), Ok(after)) => say_difference(&before, &after, &old, new, console),
            (Err(error), _) => console.line(&format!("  the old file cannot be read as a feed: {error}")),
            (_, Err(error)) => return Err(Failure::new(format!("{}: {error}", feed.path))),
        }
    }
    let passed = gate.say(Run::Check);
    all_written(&rendered.published.feeds, &|path| disk::below(output, path))?;
    Ok(passed && clean)
}

/// Prints the differences between two feeds: in their entries and heads, or, where these are the same, in their bytes.
fn say_difference(before: &FeedSummary, after: &FeedSummary, old: &[u8], new: &[u8], console: &Console) {
    let comparison = diff::compare_feeds(before, after);
    for line in diff::render(&comparison).lines() {
        console.line(&format!("  {line}"));
    }
    if comparison.is_same() {
        say_first_difference("only the formatting differs, first in line", old, new, console);
    }
}

/// Whether the feed of this index is of a format that `diff` does not read.
fn feed_is_unreadable(job: &Job<'_>, at: usize) -> bool {
    job.plan.feeds.get(at).is_some_and(|feed| !feed.emitter.readable)
}

fn say_first_difference(what: &str, old: &[u8], new: &[u8], console: &Console) {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    if let Some(difference) = diff::first_difference(&old, &new) {
        console.line(&format!("  {what} {}:", difference.line));
        console.line(&format!("    was  {}", difference.old));
        console.line(&format!("    now  {}", difference.new));
    }
}

fn entries(number: usize) -> &'static str {
    if number == 1 { "entry  " } else { "entries" }
}
