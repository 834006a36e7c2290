//! `feedwright init`: a commented feedwright.toml from what is found.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::diff::read_feed;
use feedwright::feeds::plan::plan;
use feedwright::lint;
use feedwright::site::config::{Config, Each};
use feedwright::site::load::{LoadOptions, Loaded, load_whole};
use feedwright::site::tree::Tree as _;
use feedwright::text::printable::toml_string;
use feedwright::text::source::SourceFile;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::init_file::{self, EACH, FOLDERS, categories, commented, elsewhere, found, row, site_keys};
use crate::cli::own_feed::command;
use crate::cli::pages::Pages;
use crate::cli::{git, open, target, unread};

/// Write a commented feedwright.toml for a site.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright init           for the site in this folder
  feedwright init --print   only print the file
  feedwright init --force   replace the file; keep the old one as .bak

The file has a row for each feed that the site has already, those of its own templates included (`replace = true`), and \
a row for the feeds of its categories. If a feedwright.toml exists, --print prints it unchanged, followed by comments \
with what it lacks.")]
pub(crate) struct InitArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Print the file instead of writing it
    #[arg(long, alias = "dry-run")]
    print: bool,
    /// Replace an existing file, without reading it
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &InitArgs, console: &Console) -> CommandResult {
    let folder = target::folder(&args.site, &args.reading);
    let place = disk::below(&folder, "feedwright.toml");
    let (tree, loaded) = if args.force {
        let empty = SourceFile::new(place.display().to_string(), "");
        open::open_as(&folder, &args.reading, &empty, console)?
    } else {
        open::open(&folder, &args.reading, console)?
    };
    open::say_url(&loaded, console);
    unread::say(&loaded, console);
    if unread::is_incomplete(&loaded.site) {
        return Ok(ExitCode::from(2));
    }
    let config = &loaded.site.settings.config;
    let existing = config.file.as_ref().map(|file| &*file.text).filter(|text| !text.trim().is_empty());
    let missing = missing_folders(&tree, args);
    let pages = git::remote(&folder).and_then(|remote| Pages::of(&remote));
    let text = match existing {
        Some(text) => completed(text, config, &loaded, &missing),
        None => init_file::new(&loaded, pages.as_ref(), &missing),
    };
    if !args.print && loaded.site.settings.url.is_none() && pages.is_none() {
        console.note(&format!(
            "the site's URL is not known, which `build` needs: {}",
            loaded.site.settings.convention.set_url
        ));
    }
    if args.print {
        console.file(&text);
        return Ok(ExitCode::SUCCESS);
    }
    let written = if args.force && disk::is_there(&place) {
        let old = disk::read_named(&place)?;
        let kept = disk::below(&folder, "feedwright.toml.bak");
        DiskSink::write_file(&kept, &old)?;
        DiskSink::write_file(&place, text.as_bytes())?;
        format!("wrote {}; the old file is now {}", place.display(), kept.display())
    } else if DiskSink::create_file(&place, text.as_bytes())? {
        format!("wrote {}", place.display())
    } else {
        return Err(Failure::new(format!(
            "{}: it exists already; `--print` shows it with what it lacks, `--force` replaces it",
            place.display()
        )));
    };
    console.line(&written);
    say_replaced(&folder, &args.reading, &SourceFile::new("feedwright.toml", text), console);
    Ok(ExitCode::SUCCESS)
}

/// Notes the feeds of other programs in the output folder that the next build replaces: they look like those of the new file,
/// and subscribers know them. What is wrong with the file itself is for `build` to report.
fn say_replaced(folder: &Path, reading: &ReadingArgs, new: &SourceFile, console: &Console) {
    let Ok((_, loaded)) = open::open_as(folder, reading, new, &console.hushed()) else { return };
    let Ok(plan) = plan(&loaded.site, &loaded.feeds, &[]) else { return };
    let output = disk::below(folder, &loaded.site.settings.output);
    let there = Disk::new(&output);
    let is_of_another = |path: &str| {
        let feed = there.read(path).ok().and_then(|bytes| read_feed(&bytes).ok());
        feed.is_some_and(|feed| feed.is_by_this_program() == Some(false))
    };
    let old = plan.feeds.iter().filter(|feed| is_of_another(&feed.path));
    let old: Vec<String> =
        old.map(|feed| format!("`{}`", disk::below(&output, &feed.path).display())).collect();
    let (what, are, them) = match old.as_slice() {
        [] => return,
        [one] => (one.clone(), "is a feed of another program", "it"),
        [first, rest @ ..] if rest.len() > 2 => {
            (format!("{first} and {} more", rest.len()), "are feeds of another program", "them")
        }
        few => (few.join(", "), "are feeds of another program", "them"),
    };
    let build = command("build", folder);
    console.note(&format!(
        "{what} {are}, and `{build}` replaces {them}; `{build} --check` shows what subscribers will see"
    ));
}

/// The folders that links lead into and that the site does not have; none where its pages cannot be read.
fn missing_folders(tree: &Disk, args: &InitArgs) -> Vec<String> {
    let options = open::options(&args.reading).ok().map(|options| match args.force {
        true => LoadOptions { own_config: Some(SourceFile::new("feedwright.toml", "")), ..options },
        false => options,
    });
    let loaded = options.and_then(|options| load_whole(tree, options).ok());
    loaded.map_or_else(Vec::new, |loaded| lint::missing_folders(loaded.whole(), &loaded.feeds, tree))
}

/// The first line of the comments that are appended to an existing file.
const MORE: &str = "# Found by `feedwright init`, and not set above:\n";

/// The existing file, followed by comments with the rows that it lacks.
fn completed(existing: &str, config: &Config, loaded: &Loaded, missing: &[String]) -> String {
    let (site, feeds) = (&loaded.site, &loaded.feeds);
    let mut text = existing.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if text.contains(MORE) {
        return text;
    }
    let set = &config.site;
    let set = [&set.url, &set.title, &set.description, &set.language, &set.timezone];
    let mut more = String::new();
    for ((key, found, _), set) in site_keys(&site.settings).into_iter().zip(set) {
        if let (Some(found), None) = (found, set) {
            more += &format!("#   {key} = {}  # in [site]\n", toml_string(&found));
        }
    }
    if config.feeds.is_empty() {
        more += &feeds.iter().map(|feed| format!("#\n{}", commented(&row(site, feed)))).collect::<String>();
    }
    let categories = categories(site);
    if !categories.is_empty() && config.feeds.iter().all(|feed| feed.each != Some(Each::Category)) {
        more += &format!("#\n# One feed for each category:\n{}{}", found(&categories), commented(EACH));
    }
    if !missing.is_empty() {
        more += &format!("#\n# {FOLDERS}:\n#   {}  # in [lint]\n", elsewhere(missing));
    }
    if more.is_empty() { text } else { format!("{text}\n{MORE}{more}") }
}
