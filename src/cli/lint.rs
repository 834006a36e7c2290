//! `feedwright lint`: checks posts, documents and pages.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use feedwright::config::Lint;
use feedwright::diagnostic::Level;
use feedwright::lint::{Choice, Selection, lint};
use feedwright::load::Depth;
use feedwright::report::{Report, Reporter, Style};
use feedwright::reporters;
use feedwright::settle::baseline::Baseline;
use feedwright::suggest;
use feedwright::tree::Tree;

use crate::cli::args::{Common, ReadingArgs};
use crate::cli::disk::{self, DiskSink};
use crate::cli::target;
use crate::cli::{Failure, Outcome, console, open};

/// Check posts, documents and pages.
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
  feedwright lint --write-baseline lint.json         what is known today …
  feedwright lint --baseline lint.json               … does not fail tomorrow

Exit status: 0 no findings at error level; 1 some, or more warnings than --max-warnings; 2 could not run.")]
pub(crate) struct LintArgs {
    /// The site's folder, or files and folders in it
    #[arg(value_name = "SITE or PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
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
}

fn format_help() -> String {
    let formats: Vec<String> = reporters::REPORTERS
        .iter()
        .map(|reporter| format!("`{}` ({})", reporter.name, reporter.summary))
        .collect();
    format!("How findings are written, and where; may be repeated: {}", formats.join(", "))
}

pub(crate) fn run(args: &LintArgs, common: &Common) -> Outcome {
    let outputs = outputs(&args.format)?;
    let target = target::find(&args.paths)?;
    let (tree, loaded) = open::open(&target.site, &args.reading, Depth::Whole, common)?;
    let site = &loaded.site;
    let selection = selection(&site.settings.config.lint, args)?;
    let outcome = lint(site, &loaded.feeds, &tree, &selection);
    let mut diagnostics = outcome.diagnostics;
    if let Some(wanted) = &target.wanted {
        diagnostics.retain(|diagnostic| wanted.holds(&diagnostic.path));
    }
    let text = |path: &str| {
        let bytes = tree.read(path).ok()?;
        Some(Arc::from(String::from_utf8_lossy(&bytes).into_owned()))
    };
    let mut report = Report::new(diagnostics, &text);
    report.rules = selection.notes();
    report.summary.files = outcome.files;
    report.summary.suppressed = outcome.suppressed;
    report.summary.unknown = outcome.unknown;
    if outcome.files == 0 {
        report.summary.nothing = Some(format!("{} has no posts and no pages", target.site.display()));
    }
    settle_baseline(args, &mut report)?;
    report.rename(&|path| target.name(path));
    write(&outputs, &report, args, common)?;
    Ok(ExitCode::from(u8::from(failed(args, &report))))
}

fn selection(config: &Lint, args: &LintArgs) -> Result<Selection, Failure> {
    let choice = Choice { only: args.only.clone(), skip: args.skip.clone() };
    Selection::new(config, &choice).map_err(Failure::new)
}

/// Takes out what the baseline holds, and writes it without what is gone.
fn settle_baseline(args: &LintArgs, report: &mut Report) -> Result<(), Failure> {
    if let Some(file) = &args.write_baseline {
        let baseline = Baseline::of(report);
        DiskSink::write_file(file, baseline.write().as_bytes())?;
        let _ = baseline.settle(report);
    }
    let Some(file) = &args.baseline else { return Ok(()) };
    let bytes = disk::read_named(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let old = Baseline::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let left = old.settle(report);
    // A run over some files knows nothing about the others, and one over some rules nothing about the rest.
    let whole = args.paths.len() < 2 && args.only.is_empty() && args.skip.is_empty();
    if whole && left != old {
        DiskSink::write_file(file, left.write().as_bytes())?;
    }
    Ok(())
}

/// Where reports go: the reporter, and the file, or standard output.
type Outputs = Vec<(&'static Reporter, Option<PathBuf>)>;

fn outputs(formats: &[String]) -> Result<Outputs, Failure> {
    let text = ["text".to_owned()];
    let formats = if formats.is_empty() { &text } else { formats };
    let mut outputs = Outputs::new();
    for format in formats {
        let (name, file) =
            format.split_once('=').map_or((format.as_str(), None), |(name, file)| (name, Some(file.into())));
        let reporter = reporters::find(name).ok_or_else(|| {
            let names = reporters::REPORTERS.iter().map(|reporter| reporter.name);
            let list: Vec<&str> = names.clone().collect();
            let hint = suggest::did_you_mean(name, names);
            Failure::new(format!("no format is called `{name}`{hint}; there are {}", list.join(", ")))
        })?;
        outputs.push((reporter, file));
    }
    if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(Failure::new(
            "only one format can go to standard output; give the others a file: `sarif=lint.sarif`",
        ));
    }
    Ok(outputs)
}

fn write(outputs: &Outputs, report: &Report, args: &LintArgs, common: &Common) -> Result<(), Failure> {
    let mut said = false;
    for (reporter, file) in outputs {
        match file {
            Some(file) => {
                let written = (reporter.write)(report, Style::default());
                DiskSink::write_file(file, written.as_bytes())?;
            }
            None if reporter.for_people => {
                // Colours are taken out again where standard output is no terminal.
                console::text(&(reporter.write)(report, Style { color: true, width: 0 }));
                said = true;
            }
            None => console::raw((reporter.write)(report, Style::default()).as_bytes()),
        }
    }
    if args.statistics {
        for line in statistics(report) {
            console::note(&line);
        }
    }
    if !said && !common.quiet {
        console::note(&report.summary);
    }
    Ok(())
}

fn statistics(report: &Report) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.diagnostic.rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.into_iter().map(|(rule, count)| format!("{count:5} {rule}")).collect()
}

fn failed(args: &LintArgs, report: &Report) -> bool {
    if args.exit_zero {
        return false;
    }
    report.worst() == Some(Level::Error)
        || args.max_warnings.is_some_and(|most| report.summary.warnings > most)
        || args.strict_unknown && report.summary.unknown_targets() > 0
}
