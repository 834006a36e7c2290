//! `feedwright overview`: a page about the site, its feeds and its findings.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::plan::plan;
use feedwright::lint::overview::overview;
use feedwright::lint::report::count;
use feedwright::lint::{Choice, KnownSites, Selection, check_site};
use feedwright::site::load::load_whole;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::job::Job;
use crate::cli::{open, target};

/// Write a page about the site: feeds, posts by month and category, findings, posts in no feed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright overview                     feedwright-overview.html, here
  feedwright overview docs -o report.html another site, another file

The page is one file of HTML, without scripts; opening it requests nothing.")]
pub(crate) struct OverviewArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The file that the page is written to
    #[arg(short, long, value_name = "FILE", default_value = "feedwright-overview.html")]
    output: PathBuf,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &OverviewArgs, console: &Console) -> CommandResult {
    let folder = target::folder(&args.site, &args.reading);
    target::check_folder(&folder)?;
    let tree = Disk::new(&folder);
    let loaded = open::load_from(&tree, &folder, &args.reading, console, &load_whole)?;
    open::need_url(&loaded, &folder)?;
    let _work = console.working(format!("checking {}", count(loaded.site.posts.len(), "post")));
    let plan = plan(&loaded.site, &loaded.feeds, &[])?;
    let built = disk::below(&folder, &loaded.site.settings.output);
    let job = Job { loaded: &loaded, tree: &tree, plan: &plan, built: &built, console };
    let selection =
        Selection::new(&loaded.site.settings.config.lint, &Choice::default()).map_err(Failure::new)?;
    let (written, _) = job.render_checked(&selection)?;
    let mut report = check_site(&loaded, &tree, KnownSites::default(), &selection, &|_| true);
    report.fold_families();
    DiskSink::write_file(&args.output, overview(&loaded.site, &plan, &written, &report).as_bytes())?;
    console.line(&format!("wrote {}", args.output.display()));
    // Nothing is known of how a plain folder is published.
    let is_built = !loaded.site.settings.convention.config_is_ours;
    if is_built && target::below(&args.output, &folder).is_some_and(|path| loaded.publishes(&path)) {
        console.note(&format!(
            "{}: the site's generator publishes this file; delete it before the next build, or name a file elsewhere with `--output`",
            args.output.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}
