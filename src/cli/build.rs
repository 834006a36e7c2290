//! `feedwright build`: every feed that the configuration asks for.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::diff::{self, FeedSummary};
use feedwright::feeds::plan::{Plan, Planned, plan};
use feedwright::feeds::publish::{MayWrite, PublishedFeed};
use feedwright::feeds::render::{self, BuiltPages, Outcome as Rendered};
use feedwright::lint::self_check::{Unsound, self_check};
use feedwright::site::Site;
use feedwright::site::load::{Depth, Loaded};
use feedwright::site::tree::{MemoryTree, Sink, Tree as _, Written};
use feedwright::text::diagnostic::{Diagnostic, Level};
use feedwright::text::html::extract::{ARTICLE, Extractor, FURNITURE};
use feedwright::text::source::{LineIndex, Position, Span};

use crate::cli::args::{Common, SiteArgs};
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::gate::{Gate, WritingArgs};
use crate::cli::left_out::say_left_out;
use crate::cli::progress::progress;
use crate::cli::stale::{self, Wish};
use crate::cli::validate::write_valid;
use crate::cli::{Failure, Outcome, console, open, unread};

/// Write every feed that the site's configuration asks for.
///
/// A Jekyll site needs no configuration of ours: the feeds of its `feed:` key come out at jekyll-feed's own paths, with the
/// ids, links and dates that subscribers have. `[[feeds]]` in feedwright.toml takes their place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright build                                   into the site's own output folder
  feedwright build docs --output public              another site, another folder
  feedwright build --feed news --feed releases       only these two
  feedwright build --check                           exit 1 when a feed on disk is out of date, or stale
  feedwright build --prune                           remove the feeds of categories that no post has any more
  feedwright build ../then --feed news --now 2024-03-01T12:00:00Z --output old
                                                     one feed as it was, from a checkout of that day
  feedwright build --drafts --url https://preview.example.org

A feed that would have an error, such as two items with one guid, is not written: the old file is unchanged. The
same holds for a feed that would lose all its entries, without --allow-empty, for one with fewer than its `min-entries`, and
for one that needs a file which cannot be read; front matter that does not parse only leaves its post out.

Exit status: 0 all well; 1 a feed was not written for such a reason, --check found a difference, or --strict a post that
is left out because of its front matter or has no date; 2 could not run, or a file that a feed needs cannot be read.")]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// The folder that feeds are written to; by default the site's own output folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write only the feed of this name or path; may be repeated
    #[arg(long, value_name = "NAME")]
    feed: Vec<String>,
    /// Write nothing; exit 1 and say what differs when a feed on disk is not what would be written
    #[arg(long, conflicts_with = "validate")]
    check: bool,
    /// Remove feeds of ours that the configuration wrote before and writes no more
    #[arg(long, conflicts_with = "check")]
    prune: bool,
    /// When a feed is not written.
    #[command(flatten)]
    writing: WritingArgs,
}

pub(crate) fn run(args: &BuildArgs, common: &Common) -> Outcome {
    let (tree, mut loaded) = open::open(&args.site.site, &args.site.reading, Depth::Feeds, common)?;
    let mut plan = plan(&loaded.site, &loaded.feeds, &args.feed)?;
    if loaded.site.posts.is_empty() && !common.quiet {
        console::warning(&format!("{}: there are no posts", args.site.site.display()));
    }
    let own_output = args.site.site.join(&loaded.site.settings.output);
    let output = args.output.clone().unwrap_or_else(|| own_output.clone());
    let configured = loaded.site.settings.config.built.folder.as_ref();
    let configured = configured.map(|folder| args.site.site.join(folder));
    let built = args.writing.built.clone().or(configured).unwrap_or(own_output);
    complete_for_liquid(&mut loaded, &tree, &plan)?;
    if !common.quiet {
        for note in &plan.notes {
            console::note(note);
        }
    }
    let unreadable = unread::say(&loaded);
    let place = |path: &str| output.join(path).display().to_string();
    // Where feeds are named, no other is asked for.
    let rows = if args.feed.is_empty() { loaded.feeds.as_slice() } else { &[] };
    let complete = unread::stop(&loaded.site, &mut plan, rows, &place);
    let sound = stop_unsound(&loaded.site, &tree, &mut plan, &place, &args.writing);
    let there = Disk::new(&output);
    let old = |feed: &Planned| there.read(&feed.path);
    let mut gate = Gate::new(&loaded.site, &plan, &args.writing, &place, &old);
    let job = Job { loaded: &loaded, tree: &tree, plan: &plan, built: &built, common };
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
    let wish = match (args.check, args.prune) {
        (true, _) => Wish::Check,
        // Where something is wrong, nothing is taken away.
        (_, true) if clean && sound => Wish::Prune { also_all: args.writing.allow_empty },
        _ => Wish::Report { also_all: args.writing.allow_empty },
    };
    // Without what cannot be read, nobody knows which feeds are stale.
    let clean = if complete {
        stale::run(&loaded, &plan, !args.feed.is_empty(), &output, wish)? && clean
    } else {
        clean
    };
    let undated = say_left_out(&loaded.site, &plan, args.writing.strict);
    let failed = u8::from(!(clean && sound) || args.writing.strict && (unreadable || undated));
    let code = ExitCode::from(if complete { failed } else { 2 });
    // The program ends here: taking 10,000 heads apart again is work that nobody waits for.
    std::mem::forget((loaded, plan));
    Ok(code)
}

/// Reads the rest of the site when some post that is to be rendered has Liquid in it, which may ask for anything.
pub(crate) fn complete_for_liquid(loaded: &mut Loaded, tree: &Disk, plan: &Plan) -> Result<(), Failure> {
    let posts = &loaded.site.posts;
    let mut wanted = plan.feeds.iter().flat_map(|feed| &feed.posts).filter_map(|index| posts.get(*index));
    if wanted.any(|post| post.liquid) {
        loaded.complete(tree)?;
    }
    Ok(())
}

/// Writes the feeds; whether all were.
fn write(job: &Job<'_>, gate: &mut Gate<'_>, output: &Path) -> Result<bool, Failure> {
    let mut sink = DiskSink::new(output);
    let rendered = job.render(&mut sink, &mut |feed, entries| gate.may_write(feed, entries))?;
    for (at, feed) in rendered.published.feeds.iter().enumerate() {
        let place = output.join(&feed.path);
        match &feed.outcome {
            Ok(Written::Refused) => {}
            Ok(Written::Same) if !gate.may_stay(at, feed.entries) => {}
            Ok(written) if !job.common.quiet => {
                let word = match written {
                    Written::New => "new",
                    Written::Same => "unchanged",
                    Written::Changed | Written::Refused => "changed",
                };
                console::line(&format!(
                    "{word:9}  {:5} {}  {}",
                    feed.entries,
                    entries(feed.entries),
                    place.display()
                ));
            }
            _ => {}
        }
    }
    let passed = gate.say(NOT_WRITTEN);
    all_written(&rendered.published.feeds, &|path| output.join(path))?;
    Ok(passed)
}

/// Names the feeds that are not written, in files that `place` makes of their paths.
///
/// # Errors
/// When there is one.
pub(crate) fn all_written(feeds: &[PublishedFeed], place: &dyn Fn(&str) -> PathBuf) -> Result<(), Failure> {
    let failed: Vec<String> = (feeds.iter())
        .filter_map(|feed| {
            let error = feed.outcome.as_ref().err()?;
            let place = place(&feed.path);
            let still = if disk::is_there(&place) { "; the old file is unchanged" } else { "" };
            Some(format!("{}: {error}{still}", place.display()))
        })
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(failed.join("\n       "))) }
}

/// What becomes of a feed that is refused.
pub(crate) const NOT_WRITTEN: &str = "not written";

/// A plan and what rendering it needs.
pub(crate) struct Job<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) tree: &'a Disk,
    pub(crate) plan: &'a Plan,
    /// The folder with the built site.
    pub(crate) built: &'a Path,
    pub(crate) common: &'a Common,
}

impl Job<'_> {
    /// Renders the plan into a sink, those feeds that `may_write` accepts, and says what was found on the way.
    pub(crate) fn render(
        &self,
        sink: &mut dyn Sink,
        may_write: &mut MayWrite<'_>,
    ) -> Result<Rendered, Failure> {
        let Self { loaded, tree, plan, built, common } = *self;
        let built_tree = Disk::new(built);
        let pages = if plan.feeds.iter().any(|feed| feed.body.built && !feed.posts.is_empty()) {
            if !disk::is_folder(built) {
                return Err(Failure::new(format!(
                    "{}: there is no built site, which `content = \"built\"` takes articles from; build it first, or name its folder with `--built`",
                    built.display()
                )));
            }
            let options = &loaded.site.settings.config.built;
            let selectors = options.selectors.iter().map(String::as_str);
            let article: Vec<&str> =
                selectors.chain(ARTICLE.iter().copied().filter(|_| options.selectors.is_empty())).collect();
            let remove: Vec<&str> =
                FURNITURE.iter().copied().chain(options.remove.iter().map(String::as_str)).collect();
            let extractor = Extractor::new(&article, &remove)?;
            Some(BuiltPages { tree: &built_tree, extractor })
        } else {
            None
        };
        let rendered = {
            let _shown = progress("rendering", loaded.site.posts.len(), common);
            render::write(&loaded.site, tree, plan, pages, sink, may_write)
        };
        for (_, skipped) in &rendered.published.skipped {
            console::warning(&format!("{}: {} (the post is left out)", skipped.path, skipped.reason));
        }
        for problem in &rendered.problems {
            console::problem(problem, position(tree, &problem.path, problem.span), "");
        }
        Ok(rendered)
    }
}

/// The position of a place in a file of the site.
fn position(tree: &Disk, path: &str, span: Span) -> Position {
    let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.map_or(Position::START, |text| LineIndex::new(&text).position(&text, span.start))
}

/// Takes the feeds out of the plan that would have an error, and says which post causes it; whether all may be written.
/// `place` names the file that a feed's path leads to.
pub(crate) fn stop_unsound(
    site: &Site,
    tree: &Disk,
    plan: &mut Plan,
    place: &dyn Fn(&str) -> String,
    options: &WritingArgs,
) -> bool {
    let unsound = self_check(site, plan);
    let mut said = HashSet::new();
    for Unsound { diagnostic, .. } in &unsound {
        // A post that many feeds hold is named once.
        let stops = options.stops(diagnostic.level);
        if said.insert((&diagnostic.path, diagnostic.span.start, &diagnostic.message, stops)) {
            let level = if stops { Level::Error } else { diagnostic.level };
            let place = position(tree, &diagnostic.path, diagnostic.span);
            console::diagnostic(&Diagnostic { level, ..diagnostic.clone() }, place, "");
        }
    }
    let mut errors = vec![0_usize; plan.feeds.len()];
    for fault in unsound.iter().filter(|fault| options.stops(fault.diagnostic.level)) {
        if let Some(errors) = errors.get_mut(fault.feed) {
            *errors += 1;
        }
    }
    if options.allow_invalid || errors.iter().all(|errors| *errors == 0) {
        return true;
    }
    let mut errors = errors.into_iter();
    plan.feeds.retain(|feed| {
        let errors = errors.next().unwrap_or(0);
        if errors > 0 {
            let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
            console::error(&format!(
                "{}: not written, for it would have {errors}; fix the posts, or write it with `--allow-invalid`",
                place(&feed.path)
            ));
        }
        errors == 0
    });
    false
}

/// Compares what would be written with what stands there; whether they are the same.
fn check(job: &Job<'_>, gate: &mut Gate<'_>, output: &Path) -> Result<bool, Failure> {
    let mut memory = MemoryTree::default();
    let rendered = job.render(&mut memory, &mut |_, _| true)?;
    let there = Disk::new(output);
    let mut clean = true;
    for (at, feed) in rendered.published.feeds.iter().enumerate() {
        let place = output.join(&feed.path);
        // What could not be rendered is reported at the end.
        let Some(new) = memory.files.get(&feed.path).map(Vec::as_slice) else { continue };
        let read = there.read(&feed.path);
        let differs = read.as_ref().is_ok_and(|old| old != new) || read.is_err();
        if differs && !gate.may_write(at, feed.entries) {
            continue;
        }
        let old = match read {
            Ok(old) if old == new => {
                if gate.may_stay(at, feed.entries) && job.common.verbose > 0 {
                    console::line(&format!("up to date  {}", place.display()));
                }
                continue;
            }
            Ok(old) => old,
            Err(error) if error.missing => {
                clean = false;
                console::line(&format!("{}: not written yet", place.display()));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        clean = false;
        console::line(&format!("{}: out of date", place.display()));
        match (diff::read_feed(&old), diff::read_feed(new)) {
            (Ok(before), Ok(after)) => say_difference(&before, &after, &old, new),
            (Err(error), _) => {
                console::line(&format!("  what stands there cannot be read as a feed: {error}"))
            }
            (_, Err(error)) => return Err(Failure::new(format!("{}: {error}", feed.path))),
        }
    }
    let passed = gate.say("would not be written");
    all_written(&rendered.published.feeds, &|path| output.join(path))?;
    Ok(passed && clean)
}

/// Says what differs between two feeds: in their entries and heads, or, where these say the same, in their bytes.
fn say_difference(before: &FeedSummary, after: &FeedSummary, old: &[u8], new: &[u8]) {
    let comparison = diff::compare_feeds(before, after);
    for line in diff::render(&comparison).lines() {
        console::line(&format!("  {line}"));
    }
    if !comparison.is_same() {
        return;
    }
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    if let Some(difference) = diff::first_difference(&old, &new) {
        console::line(&format!("  only the way of writing differs, first in line {}:", difference.line));
        console::line(&format!("    was  {}", difference.old));
        console::line(&format!("    now  {}", difference.new));
    }
}

fn entries(number: usize) -> &'static str {
    if number == 1 { "entry  " } else { "entries" }
}
