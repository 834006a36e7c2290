//! `feedwright discovery`: how browsers and readers find the feeds.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::discovery::{Fitting, insert, links, opml, page};
use feedwright::feeds::plan::plan;
use feedwright::lint::report::count;
use feedwright::site::tree::{Sink as _, Tree as _};

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::{open, target};

/// Print the `<link rel="alternate">` lines by which browsers find the feeds.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright discovery                 the lines, for the template of a page
  feedwright discovery --insert _site  insert them into each built page
  feedwright discovery --opml _site/feeds.opml --page _site/feeds.html

With --insert, every page gets the feeds of all posts; the page of a post also gets those of its categories \
or other values, and the page of a category that category's. Lines that an earlier run inserted, and other \
links to the same feeds, are replaced.

Exit status: 0 success; 2 the command could not run, or a page cannot be read or written.")]
pub(crate) struct DiscoveryArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Insert the lines into the pages of the built site in this folder
    #[arg(long, value_name = "DIR")]
    insert: Option<PathBuf>,
    /// Write an OPML file of all feeds
    #[arg(long, value_name = "FILE")]
    opml: Option<PathBuf>,
    /// Write an HTML page of all feeds
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &DiscoveryArgs, console: &Console) -> CommandResult {
    let folder = target::folder(&args.site, &args.reading);
    let (_, loaded) = open::open(&folder, &args.reading, console)?;
    open::need_url(&loaded, &folder)?;
    let site = &loaded.site;
    let plan = plan(site, &loaded.feeds, &[])?;
    let files = [(&args.opml, opml(site, &plan)), (&args.page, page(site, &plan))];
    let mut is_written = false;
    for (file, text) in files {
        let Some(file) = file else { continue };
        DiskSink::write_file(file, text.as_bytes())?;
        console.line(&format!("wrote {}", file.display()));
        is_written = true;
    }
    match &args.insert {
        Some(built) => insert_into(built, &Fitting::new(site, &plan), console)?,
        None if !is_written => console.file(&links(&plan)),
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts the links into every page of a folder, and writes those that change.
fn insert_into(built: &Path, fitting: &Fitting<'_>, console: &Console) -> Result<(), Failure> {
    if !disk::is_folder(built) {
        return Err(Failure::new(format!("{}: no such folder; build the site first", built.display())));
    }
    let tree = Disk::new(built);
    let placed = |error| disk::error_below(built, error);
    let work = console.working(format!("inserting links into the pages in {}", built.display()));
    let listing = tree.list("", &|_| true)?;
    if let Some(entry) = listing.unread.first().filter(|entry| !entry.error.missing) {
        return Err(placed(entry.error.clone()).into());
    }
    let mut sink = DiskSink::new(built);
    let (mut pages, mut changed) = (0, 0);
    let is_page = |path: &&String| path.ends_with(".html") || path.ends_with(".htm");
    for path in listing.files.iter().filter(is_page) {
        let Ok(html) = String::from_utf8(tree.read(path).map_err(placed)?) else {
            console.warning(&format!("{}: not UTF-8; left as it is", disk::below(built, path).display()));
            continue;
        };
        let Some(new) = insert(&html, &fitting.lines(path), &|href| fitting.is_ours(href)) else { continue };
        pages += 1;
        if new != html {
            changed += 1;
            let written = sink
                .begin(path)
                .and_then(|()| sink.append(path, new.as_bytes()))
                .and_then(|()| sink.finish(path));
            written.map_err(placed)?;
        }
    }
    work.end();
    console.line(&format!("{} in {}, {changed} changed", count(pages, "page"), built.display()));
    Ok(())
}
