//! Feeds among the things to check: files that are named, standard input, or all of a site's output.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use feedwright::feeds::plan::check_formats;
use feedwright::lint::report::count;
use feedwright::lint::rules::feed::{is_feed, is_rule};
use feedwright::lint::{FeedFile, FeedJudges, check_config, check_feeds};
use feedwright::site::config::Config;
use feedwright::site::is_markdown;
use feedwright::site::tree::{EntryKind, Listing, Tree, TreeError, UnreadEntry};
use feedwright::text::source::SourceFile;

use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::lint::args::LintArgs;
use crate::cli::lint::check::selection;
use crate::cli::lint::output::Outputs;
use crate::cli::lint::verdict::{failed, settle_baseline, tell};
use crate::cli::{open, target};

/// Feeds to check, and what is known of them.
pub(super) struct Feeds {
    files: Vec<FeedFile>,
    config: Config,
    /// The site's output folder, where the feeds came from one.
    output: Option<Disk>,
}

/// The feeds that the command line means; nothing where it means a site or its posts.
pub(super) fn meant(args: &LintArgs, console: &Console) -> Result<Option<Feeds>, Failure> {
    if args.feeds && !names_files(args) {
        let built = of_folder(args)?;
        return built.map_or_else(|| of_site(args, console), Ok).map(Some);
    }
    let mut files = Vec::new();
    for path in &args.paths {
        let name = path.display().to_string();
        let bytes = if name == "-" && args.stdin_path.is_none() {
            let bytes = disk::read_stdin(console)?;
            if !may_be_one(&bytes) {
                return Err(Failure::new(
                    "this is not a feed; if it is a post or page, name its file with `--stdin-path`",
                ));
            }
            bytes
        } else if is_named_like_one(path) && disk::is_there(path) && !disk::is_folder(path) {
            let bytes = disk::read_named(path)?;
            // A template of a feed begins with front matter: it is a page of the site.
            if bytes.starts_with(b"---") {
                continue;
            }
            bytes
        } else {
            continue;
        };
        files.push(FeedFile { name, bytes, address: args.base.clone() });
    }
    let is_absent = |path: &&PathBuf| path.as_os_str() != "-" && !disk::is_there(path);
    if let Some(absent) = args.paths.iter().find(is_absent).filter(|_| args.feeds) {
        return Err(Failure::new(format!("{}: no such file or folder", absent.display())));
    }
    if files.is_empty() && args.feeds {
        return Err(Failure::new("`--feeds` takes the folder of a site, or files that are feeds"));
    }
    if files.is_empty() {
        return of_folder(args);
    }
    if files.len() < args.paths.len() {
        return Err(Failure::new("these are feeds and other files; check them in two runs"));
    }
    Ok(Some(Feeds { files, config: own_config(args, Path::new("."))?, output: None }))
}

/// Whether the command line names anything but one folder.
fn names_files(args: &LintArgs) -> bool {
    match args.paths.as_slice() {
        [] => false,
        [path] => !disk::is_folder(path),
        _ => true,
    }
}

/// The feeds of a folder that is not a site's own and has no sources of posts or pages: a built site, in a site or not.
/// Nothing where there are none.
fn of_folder(args: &LintArgs) -> Result<Option<Feeds>, Failure> {
    let [folder] = args.paths.as_slice() else { return Ok(None) };
    if !disk::is_folder(folder) || target::is_site(folder) {
        return Ok(None);
    }
    let output = Disk::new(folder);
    let Listing { files: paths, unread, .. } =
        output.list("", &|below| !below.rsplit('/').next().unwrap_or(below).starts_with('.'))?;
    let site = target::site_above(folder);
    if paths.iter().any(|path| is_source(&output, path, site.is_some())) {
        return Ok(None);
    }
    all_read(unread)?;
    let mut files = Vec::new();
    for path in paths.iter().filter(|path| is_named_like_one(Path::new(path))) {
        let bytes = output.read(path)?;
        if is_feed(&bytes) {
            let name = disk::below(folder, path).display().to_string();
            files.push(FeedFile { name, bytes, address: args.base.clone() });
        }
    }
    if files.is_empty() {
        return Ok(None);
    }
    let here = site.unwrap_or_else(|| PathBuf::from("."));
    Ok(Some(Feeds { files, config: own_config(args, &here)?, output: None }))
}

/// Whether a file is the source of a post or page. A built site holds pages, and perhaps Markdown files, without front matter.
fn is_source(folder: &Disk, path: &str, is_in_site: bool) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_markdown = is_markdown(path);
    if is_markdown && !is_in_site {
        return true;
    }
    let has_front_matter =
        || folder.read_start(path, 3).is_ok_and(|start| matches!(&*start, b"---" | b"+++"));
    (is_markdown || matches!(ending, "html" | "htm")) && has_front_matter()
}

/// An error for a folder that cannot be listed, or a file of a feed's name that cannot be read: they may be or hold feeds.
fn all_read(unread: Vec<UnreadEntry>) -> Result<(), TreeError> {
    let may_be_one = |entry: &UnreadEntry| match entry.kind {
        EntryKind::Folder => true,
        EntryKind::File => is_named_like_one(Path::new(&entry.error.path)),
        EntryKind::Link => false,
    };
    unread.into_iter().find(may_be_one).map_or(Ok(()), |entry| Err(entry.error))
}

/// Whether a file's name ends as those of feeds do.
pub(crate) fn is_named_like_one(path: &Path) -> bool {
    let extension =
        path.extension().and_then(|extension| extension.to_str()).unwrap_or("").to_ascii_lowercase();
    matches!(extension.as_str(), "xml" | "rss" | "atom" | "rdf" | "json" | "feed")
}

/// Whether input without a file name can be a feed: XML or JSON in any encoding, or nothing at all.
fn may_be_one(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // UTF-16 and UTF-32 have a mark or a zero byte among the first two.
    let wide = matches!(bytes, [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0, ..] | [_, 0, ..]);
    is_feed(bytes) || wide || matches!(text.first(), None | Some(b'<' | b'{' | b'['))
}

/// The feeds in a site's output folder, told by what is in them.
fn of_site(args: &LintArgs, console: &Console) -> Result<Feeds, Failure> {
    let site = args.paths.first().cloned().unwrap_or_else(|| PathBuf::from("."));
    let (_, loaded) = open::open(&site, &args.reading, console)?;
    let settings = loaded.site.settings;
    let folder = disk::below(&site, &settings.output);
    if !disk::is_folder(&folder) {
        let message = format!("{}: the site is not built; build it, or name the feeds", folder.display());
        return Err(Failure::new(message));
    }
    let output = Disk::new(&folder);
    let mut files = Vec::new();
    let Listing { files: paths, unread, .. } = output.list("", &|_| true)?;
    all_read(unread)?;
    for path in paths {
        if !is_named_like_one(Path::new(&path)) {
            continue;
        }
        let bytes = output.read(&path)?;
        if is_feed(&bytes) {
            let base = args.base.as_ref().map(|base| format!("{}/{}", base.trim_end_matches('/'), path));
            let own = settings.url.as_ref().map(|_| settings.absolute(&format!("/{}", path)));
            let name = disk::below(&folder, &path).display().to_string();
            files.push(FeedFile { name, bytes, address: base.or(own) });
        }
    }
    Ok(Feeds { files, config: settings.config, output: Some(output) })
}

/// The configuration that is named, or that of a folder.
fn own_config(args: &LintArgs, folder: &Path) -> Result<Config, Failure> {
    let named =
        args.reading.config.iter().find(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let here = disk::below(folder, "feedwright.toml");
    let Some(path) = named.or_else(|| disk::is_there(&here).then_some(&here)) else {
        return Ok(Config::default());
    };
    let text = String::from_utf8_lossy(&disk::read_named(path)?).into_owned();
    let config = Config::parse(&SourceFile::new(path.display().to_string(), text))?;
    check_formats(&config)?;
    check_config(&config)?;
    Ok(config)
}

/// Checks feeds and reports as for a site.
pub(super) fn run(feeds: &Feeds, outputs: &Outputs, args: &LintArgs, console: &Console) -> CommandResult {
    let selection = selection(&feeds.config, args)?;
    let judges = FeedJudges {
        now: Some(open::now(&args.reading)?),
        output: feeds.output.as_ref().map(|output| output as &dyn Tree),
        per_file: &feeds.config.lint.per_file,
    };
    let work = console.working(format!("checking {}", count(feeds.files.len(), "feed")));
    let mut report = check_feeds(&feeds.files, judges, &selection);
    work.end();
    if feeds.files.is_empty() {
        report.summary.nothing = Some("the site's output holds no feed".to_owned());
    }
    settle_baseline(args, &mut report, &|rule| feeds.output.is_some() && is_rule(rule))?;
    tell(&mut report, Path::new("."), &|_| (), outputs, args, console)?;
    Ok(ExitCode::from(u8::from(failed(args, &report, console))))
}
