//! `feedwright lint`: checks posts, documents and pages, or feeds.

mod feeds;
mod fixes;
mod output;
mod repository;
mod sites;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use feedwright::links::Built;
use feedwright::lint::report::{Report, count};
use feedwright::lint::reporters;
use feedwright::lint::rule::Head;
use feedwright::lint::settle::baseline::Baseline;
use feedwright::lint::{Choice, Judges, Selection, check_config, lint};
use feedwright::site::config::Config;
use feedwright::site::load::{Depth, Loaded};
use feedwright::site::tree::Tree;
use feedwright::text::diagnostic::{Diagnostic, Level, Safety};
use feedwright::text::suggest::needs_feature;

use crate::cli::args::{Common, ReadingArgs};
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::overlay::Overlay;
use crate::cli::target::{self, Target};
use crate::cli::{Failure, Outcome, console, git, open};
use fixes::{Fixed, Fixing};
use output::Outputs;
use repository::Repository;

/// Check posts, documents and pages, or feeds.
///
/// The whole site is read, so that links between its files can be followed; nothing is fetched from other hosts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright lint                                    the site in this folder
  feedwright lint docs                               another site
  feedwright lint _posts/2024-05-31-beta.md          one post; the site around it is found
  feedwright lint --format github                    annotations in a pull request
  feedwright lint --format text --format sarif=lint.sarif
  feedwright lint --only dead-link,dead-fragment
  feedwright lint --fix --diff                       what the safe fixes would change
  feedwright lint --changed origin/main              only what this branch did
  feedwright lint - --stdin-path _posts/2024-05-31-beta.md < unsaved
  feedwright lint feed.xml rss.xml feed.json         feeds, of this site or any other
  feedwright lint --feeds                            every feed in the site's output
  curl -s https://example.org/feed.xml | feedwright lint - --base https://example.org/feed.xml
  feedwright lint --write-baseline lint.json         what is known today …
  feedwright lint --baseline lint.json               … does not fail tomorrow

Exit status: 0 no findings at error level; 1 some, or more warnings than --max-warnings, or a file that --fix left as it
is because it changed meanwhile or lies outside of the site; 2 could not run.")]
pub(crate) struct LintArgs {
    /// The site's folder, or files and folders in it; or feeds, or a folder of them, `-` for one on standard input
    #[arg(value_name = "SITE or PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Check every feed in the site's output folder
    #[arg(long, conflicts_with_all = ["changed", "staged", "fix", "unsafe_fixes", "diff"])]
    feeds: bool,
    /// Where the feeds stand: the address of one, or with --feeds that of the site
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// How findings are written, and where; may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", help = format_help())]
    format: Vec<String>,
    /// Only these rules, also those that are off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    skip: Vec<String>,
    /// Pass over the findings that this file holds; those that are gone leave it
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write a baseline of all findings, and end well
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Say how often each rule found something
    #[arg(long)]
    statistics: bool,
    /// End well whatever is found
    #[arg(long)]
    exit_zero: bool,
    /// Exit 1 when there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
    /// Exit 1 when some targets could not be checked
    #[arg(long)]
    strict_unknown: bool,
    /// Make the safe fixes, each proved by reading the result again
    #[arg(long, conflicts_with_all = ["changed", "staged"])]
    fix: bool,
    /// Make the fixes that want a look too
    #[arg(long, conflicts_with_all = ["changed", "staged"])]
    unsafe_fixes: bool,
    /// Write nothing; show what the fixes would change, and exit 1 if they would
    #[arg(long)]
    diff: bool,
    /// Only findings in files that changed since REF (by default since the last commit), and those that the change caused
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "HEAD")]
    changed: Option<String>,
    /// Only findings in what is staged for the next commit, and those that it causes
    #[arg(long, conflicts_with = "changed")]
    staged: bool,
    /// The folder with the built site, to judge links by what is there
    #[arg(long, value_name = "DIR")]
    built: Option<PathBuf>,
    /// The file that the text on standard input is of (`feedwright lint -`)
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<PathBuf>,
}

impl LintArgs {
    /// What is to be done about fixes; nothing where none are asked for.
    fn fixing(&self) -> Option<Fixing> {
        (self.fix || self.unsafe_fixes || self.diff).then_some(Fixing {
            most_daring: if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe },
            write: !self.diff,
        })
    }
}

fn format_help() -> String {
    let formats: Vec<String> = reporters::REPORTERS
        .iter()
        .map(|reporter| format!("`{}` ({})", reporter.name, reporter.summary))
        .collect();
    format!("How findings are written, and where; may be repeated: {}", formats.join(", "))
}

pub(crate) fn run(args: &LintArgs, common: &Common) -> Outcome {
    let outputs = output::outputs(&args.format)?;
    let from_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if args.stdin_path.is_some() && !from_stdin {
        return Err(Failure::new(
            "`--stdin-path` says which file the text on standard input is of; write `-` for that text",
        ));
    }
    if args.stdin_path.is_some() && args.paths.len() > 1 {
        return Err(Failure::new("`-` stands alone; check the files in another run"));
    }
    if from_stdin && args.fixing().is_some_and(|fixing| fixing.write) {
        return Err(Failure::new(
            "`--fix` writes files, and `-` is none; add `--diff` to see what it would change",
        ));
    }
    if args.diff && cfg!(not(feature = "fix-diff")) {
        return Err(Failure::new(format!("`--diff` {}", needs_feature("fix-diff"))));
    }
    if let Some(feeds) = feeds::meant(args, common)? {
        return feeds::run(&feeds, &outputs, args, common);
    }
    let target = if from_stdin {
        let path = args.stdin_path.clone().unwrap_or_else(|| PathBuf::from("-"));
        target::unsaved(&path)?
    } else {
        target::find(&args.paths)?
    };
    let site = &target.site;
    if !disk::is_folder(site) {
        return Err(Failure::new(format!("{}: no such folder; name the site's own", site.display())));
    }
    let changes = match (&args.changed, args.staged) {
        (Some(reference), _) => Some(git::since(site, reference)?),
        (None, true) => Some(git::staged(site)?),
        (None, false) => None,
    };
    let disk = Disk::new(site);
    let mut files = changes.as_ref().map(|changes| changes.now.clone()).unwrap_or_default();
    if from_stdin {
        let path = target.only_path().unwrap_or_default();
        files.insert(path, Some(disk::read_stdin()?));
    }
    let tree = Overlay::new(&disk, files);
    let fixed = match args.fixing() {
        Some(fixing) => fixes::run(&target, &tree, args, common, fixing)?,
        None => Fixed { clean: true, ..Fixed::default() },
    };
    if args.diff {
        return Ok(ExitCode::from(u8::from(!fixed.clean)));
    }
    let checked = check(&tree, &target, args, common)?;
    let mut report = checked.report;
    // As with the documents: the process is about to end.
    std::mem::forget(checked.loaded);
    let whole = target.wanted.is_none() && changes.is_none();
    if let Some(changes) = changes {
        let base = Overlay::new(&disk, changes.before);
        let quiet = Common { quiet: true, verbose: 0 };
        let before = check(&base, &target, args, &quiet)?.report;
        let known: BTreeSet<&str> =
            before.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        report.retain(|finding| {
            changes.paths.contains(&*finding.diagnostic.path) || !known.contains(finding.fingerprint.as_str())
        });
    }
    // A run over some files, or over what changed, knows nothing about the others.
    settle_baseline(args, &mut report, &|rule| whole && !rule.starts_with(FEED_RULES))?;
    let named = |report: &mut Report| report.rename(&|path| target.name(path));
    tell(&mut report, site, &named, &outputs, args, common)?;
    if fixed.unwritten > 0 {
        let files = count(fixed.unwritten, "file");
        return Err(Failure::new(format!("{files} could not be written; the rest is fixed")));
    }
    Ok(ExitCode::from(u8::from(failed(args, &report) || fixed.left > 0)))
}

/// Writes the report to every output. `named` gives files the names that people used; services get those from the root of
/// the repository that `folder` is in.
fn tell(
    report: &mut Report,
    folder: &Path,
    named: &dyn Fn(&mut Report),
    outputs: &Outputs,
    args: &LintArgs,
    common: &Common,
) -> Result<(), Failure> {
    report.summary.statistics = args.statistics.then(|| report.statistics());
    let for_services = outputs.iter().any(|(reporter, _)| reporter.from_repository);
    let from_repository = for_services.then(|| Repository::around(folder).report(report));
    named(report);
    output::write(outputs, report, from_repository.as_ref().unwrap_or(report), args.statistics, common.quiet)
}

/// A site that was checked.
struct Checked {
    report: Report,
    loaded: Loaded,
}

/// Reads a site and lints it; the findings of the files that were named.
fn check(tree: &dyn Tree, target: &Target, args: &LintArgs, common: &Common) -> Result<Checked, Failure> {
    let loaded = open::load_from(tree, &target.site, &args.reading, Depth::Whole, common)?;
    let site = &loaded.site;
    let selection = selection(&site.settings.config, args)?;
    let built = built(args, target)?;
    let others = sites::others(&target.site, &site.settings.config.lint.sites, &args.reading)?;
    let judges = Judges { built: built.as_ref(), others: &others };
    let outcome = lint(site, &loaded.feeds, tree, judges, &selection);
    let is_wanted = |path: &str| target.wanted.as_ref().is_none_or(|wanted| wanted.holds(path));
    let files = outcome.files.iter().filter(|path| is_wanted(path)).count();
    let mut diagnostics = outcome.diagnostics;
    diagnostics.retain(|diagnostic| is_wanted(&diagnostic.path));
    let documents = outcome.documents;
    let document = |path: &str| {
        let at = documents.binary_search_by(|document| (**document.path()).cmp(path)).ok()?;
        documents.get(at)
    };
    // What is not UTF-8 is never read as a post or page.
    let is_text = |path: &str| {
        document(path).is_some_and(|document| matches!(document.head, Head::Post(_) | Head::Page(_)))
            || tree.read(path).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
    };
    keep_fixes_of_text(&mut diagnostics, &is_text);
    let nothing = (files == 0 && diagnostics.is_empty()).then(|| match &target.wanted {
        None => format!("{} has no posts and no pages", target.site.display()),
        Some(wanted) => {
            format!("there is no post and no page in {}, of the site {}", wanted, target.site.display())
        }
    });
    let mut report = Report::new(diagnostics, &|path| {
        document(path)
            .map_or_else(|| read_text(tree, path), |document| Some(Arc::clone(&document.source.text)))
    });
    report.rules = selection.notes();
    report.summary.files = files;
    report.summary.suppressed = outcome.suppressed;
    report.summary.unknown = outcome.unknown;
    report.summary.nothing = nothing;
    if args.fixing().is_none() {
        // The process is about to end: to give back a million texts one by one took a twentieth of a run.
        std::mem::forget(documents);
    }
    Ok(Checked { report, loaded })
}

/// Takes the fixes away that would change a file which is not UTF-8: what stands for its bytes is not what is in it.
fn keep_fixes_of_text(diagnostics: &mut [Diagnostic], file_is_text: &dyn Fn(&str) -> bool) {
    let mut is_text: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        let all = fix
            .edits
            .iter()
            .all(|edit| *is_text.entry(Arc::clone(&edit.path)).or_insert_with(|| file_is_text(&edit.path)));
        if !all {
            diagnostic.fix = None;
        }
    }
}

/// The built site that is to judge the links.
fn built(args: &LintArgs, target: &Target) -> Result<Option<Built>, Failure> {
    let Some(folder) = &args.built else { return Ok(None) };
    let built = Built::read(&Disk::new(folder))?;
    if built.is_empty() {
        return Err(Failure::new(format!(
            "{}: there is no built site; build {} first, or leave `--built` out",
            folder.display(),
            target.site.display()
        )));
    }
    Ok(Some(built))
}

fn read_text(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    let bytes = tree.read(path).ok()?;
    Some(Arc::from(String::from_utf8_lossy(&bytes).into_owned()))
}

fn selection(config: &Config, args: &LintArgs) -> Result<Selection, Failure> {
    check_config(config)?;
    let choice = Choice { only: args.only.clone(), skip: args.skip.clone() };
    Selection::new(&config.lint, &choice).map_err(Failure::new)
}

/// What the names of the rules about feeds begin with.
const FEED_RULES: &str = "feed/";

/// Takes out what the baseline holds, and writes it without what is gone: of the rules that this run would have found
/// every finding of.
fn settle_baseline(
    args: &LintArgs,
    report: &mut Report,
    judged: &dyn Fn(&str) -> bool,
) -> Result<(), Failure> {
    if let Some(file) = &args.write_baseline {
        let baseline = Baseline::of(report);
        DiskSink::write_file(file, baseline.write().as_bytes())?;
        let _ = baseline.settle(report, &|_| true);
    }
    let Some(file) = &args.baseline else { return Ok(()) };
    let bytes = disk::read_named(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let old = Baseline::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let all_rules = args.only.is_empty() && args.skip.is_empty();
    let left = old.settle(report, &|rule| all_rules && judged(rule));
    if left != old {
        DiskSink::write_file(file, left.write().as_bytes())?;
    }
    Ok(())
}

fn failed(args: &LintArgs, report: &Report) -> bool {
    if args.exit_zero {
        return false;
    }
    let too_many = args.max_warnings.is_some_and(|most| report.summary.warnings > most);
    if too_many {
        let most = args.max_warnings.unwrap_or_default();
        let found = count(report.summary.warnings, "warning");
        console::error(&format!("{found}, and `--max-warnings` allows {most}"));
    }
    let unknown = if args.strict_unknown { report.summary.unknown_targets() } else { 0 };
    if unknown > 0 {
        let targets = count(unknown, "target");
        console::error(&format!("{targets} could not be checked, and `--strict-unknown` is given"));
    }
    report.worst() == Some(Level::Error) || too_many || unknown > 0
}
