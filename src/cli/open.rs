//! From the command line to a site: configuration files, the clock, the environment.

#![expect(
    clippy::disallowed_methods,
    reason = "the program's edge: it tells the library the time and the environment"
)]

use std::ops::DerefMut;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use feedwright::feeds::plan::{self, check_formats};
use feedwright::lint::check_config;
use feedwright::lint::report::count;
use feedwright::site::config::{ConfigError, UpdatedFrom, url_fault};
use feedwright::site::convention::Overrides;
use feedwright::site::load::{LoadError, LoadOptions, Loaded, load};
use feedwright::site::tree::Tree;
use feedwright::text::date;
use feedwright::text::source::SourceFile;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::pages::Pages;
use crate::cli::{git, target};

/// Reads the site in a folder and prints its notes.
pub(crate) fn open(site: &Path, args: &ReadingArgs, console: &Console) -> Result<(Disk, Loaded), Failure> {
    target::check_folder(site)?;
    let tree = Disk::new(site);
    let loaded = load_from(&tree, site, args, console, &|tree, options| load(tree, options).map(Box::new))?;
    Ok((tree, *loaded))
}

/// The same, with this text in the place of the site's own feedwright.toml.
pub(crate) fn open_as(
    site: &Path,
    args: &ReadingArgs,
    own_config: &SourceFile,
    console: &Console,
) -> Result<(Disk, Loaded), Failure> {
    let tree = Disk::new(site);
    let loaded = load_from(&tree, site, args, console, &|tree, options| {
        load(tree, LoadOptions { own_config: Some(own_config.clone()), ..options }).map(Box::new)
    })?;
    Ok((tree, *loaded))
}

/// Reads a site from a tree that stands for a folder, and prints its notes.
pub(crate) fn load_from<L: DerefMut<Target = Loaded>>(
    tree: &dyn Tree,
    site: &Path,
    args: &ReadingArgs,
    console: &Console,
    load: &dyn Fn(&dyn Tree, LoadOptions) -> Result<L, LoadError>,
) -> Result<L, Failure> {
    let options = options(args)?;
    let work = console.working("reading the site");
    let named: Vec<String> = args.config.iter().map(|file| file.display().to_string()).collect();
    // A file of the site is shown so that the path leads to it from here.
    let here = |path: &str| shown(site, path, args);
    let mut loaded = load(tree, options).map_err(|error| match error {
        LoadError::Config(error) => {
            Failure::from(ConfigError { path: error.path.as_deref().map(here), ..error })
        }
        error => {
            let inner = target::sites_in(site).filter(|_| matches!(error, LoadError::NoSite));
            let help = inner.map(|inner| format!("  help: {inner}"));
            Failure::new(format!("{}: {error}", site.display())).with_lines(help.into_iter().collect())
        }
    })?;
    let settings = &mut loaded.site.settings;
    for file in settings.config.file.iter_mut().chain(&mut settings.sources) {
        file.path = here(&file.path).into();
    }
    work.end();
    if settings.config.posts.updated_from == UpdatedFrom::Git {
        let _work = console.working(ASKING_GIT);
        loaded.site.set_changes(&git::last_changes(site)?);
    }
    for joined in &mut loaded.site.joined {
        if joined.site.settings.config.posts.updated_from == UpdatedFrom::Git {
            let _work = console.working(ASKING_GIT);
            joined.site.set_changes(&git::last_changes(&site.join(&joined.folder))?);
        }
    }
    let settings = &loaded.site.settings;
    check_formats(&settings.config)?;
    check_config(&settings.config)?;
    if !console.quiet {
        for note in &loaded.notes {
            console.note(note);
        }
        let is_configured = !settings.convention.config_is_ours || settings.config.file.is_some();
        if let Some(inner) = target::sites_in(site).filter(|_| !is_configured) {
            console.note(&inner);
        }
    }
    if console.verbose > 0 {
        console.note(&read(&loaded, &named));
    }
    Ok(loaded)
}

/// What takes its time in the history of a long-lived site.
const ASKING_GIT: &str = "asking Git for the dates of posts";

/// Notes the URL that a file of the site's host gives, where no configuration does: for commands whose results depend on it.
pub(crate) fn say_url(loaded: &Loaded, console: &Console) {
    if let Some(host) = &loaded.host_url {
        console.note(&format!("the site's URL is {}, from `{}`", host.url, host.file));
    }
}

/// Stops a command that needs the site's URL where none is known, with what the Git remote shows.
pub(crate) fn need_url(loaded: &Loaded, site: &Path) -> Result<(), Failure> {
    let settings = &loaded.site.settings;
    let (None, Some(fault)) = (&settings.url, plan::url_fault(settings)) else { return Ok(()) };
    let Some(pages) = git::remote(site).and_then(|remote| Pages::of(&remote)) else {
        return Err(fault.into());
    };
    let below = match &pages.folder {
        Some(folder) if settings.baseurl.is_empty() => format!(", below `{folder}` (`baseurl`)"),
        _ => String::new(),
    };
    let host = pages.host;
    let help = format!(
        "  help: the Git remote is a repository of {host}, whose site would be at {}{below}: try `--url {}`",
        pages.url, pages.url
    );
    Err(Failure::from(fault).with_lines(vec![help]))
}

/// What was read, for those who want to know.
fn read(loaded: &Loaded, named: &[String]) -> String {
    let site = &loaded.site;
    let settings = &site.settings;
    let from =
        if named.is_empty() { String::new() } else { format!(" (configured by {})", named.join(", ")) };
    format!(
        "read a site of the kind `{}`{from}: {}, {}, {} that cannot be read; URL {}, time zone {}, now {}",
        settings.convention.name,
        count(site.posts.len(), "post"),
        count(loaded.feeds.len(), "feed"),
        count(site.unreadable.len(), "post"),
        settings.url.as_deref().unwrap_or("none"),
        settings.zone.name(),
        date::rfc3339(&settings.now)
    )
}

/// A configuration file as it is called from here; those of the command line are so already.
fn shown(site: &Path, path: &str, args: &ReadingArgs) -> String {
    if args.config.iter().any(|named| named == Path::new(path)) {
        path.to_owned()
    } else {
        disk::below(site, path).display().to_string().replace('\\', "/")
    }
}

/// How the command line wants a site to be read.
pub(crate) fn options(args: &ReadingArgs) -> Result<LoadOptions, Failure> {
    let mut generator_config = Vec::new();
    let mut own_config = None;
    for path in &args.config {
        let file = named(path)?;
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("yml" | "yaml") => generator_config.push(file),
            Some("toml") => own_config = Some(file),
            _ => {
                return Err(Failure::new(format!(
                    "{}: a configuration file ends in `.yml` (Jekyll's) or `.toml` (ours)",
                    path.display()
                )));
            }
        }
    }
    let now = given_now(args)?;
    let given = source_date()?;
    let seconds = given.unwrap_or_else(clock);
    Ok(LoadOptions {
        generator_config,
        own_config,
        overrides: Overrides {
            drafts: args.drafts,
            future: args.future,
            url: args.url.as_deref().map(site_url).transpose()?,
            now,
            clock: date::from_epoch(seconds, Tz::UTC)?,
            clock_is_given: given.is_some(),
            environment: std::env::var("JEKYLL_ENV").ok(),
        },
    })
}

fn named(path: &Path) -> Result<SourceFile, Failure> {
    let bytes = disk::read_configuration(path)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new(format!("{}: not UTF-8; save it as UTF-8", path.display())))?;
    Ok(SourceFile::new(path.display().to_string(), text))
}

/// The time to take for now, in seconds since 1970: as given, else the clock's.
pub(crate) fn now(args: &ReadingArgs) -> Result<i64, Failure> {
    match given_now(args)? {
        Some(now) => Ok(now.timestamp()),
        None => Ok(source_date()?.unwrap_or_else(clock)),
    }
}

/// The site's URL without `/` at its end.
fn site_url(url: &str) -> Result<String, Failure> {
    match url_fault(url) {
        Some(fault) => Err(Failure::new(format!("`--url`: {fault}"))),
        None => Ok(url.trim_end_matches('/').to_owned()),
    }
}

fn given_now(args: &ReadingArgs) -> Result<Option<DateTime<FixedOffset>>, Failure> {
    let now = args.now.as_deref().map(|text| date::parse(text, Tz::UTC)).transpose();
    now.map_err(|_| Failure::new("`--now` is not a time; write it as 2024-05-31T12:00:00Z"))
}

/// What `SOURCE_DATE_EPOCH` says, where it says something.
fn source_date() -> Result<Option<i64>, Failure> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|text| !text.is_empty());
    let given = epoch.map(|text| text.trim().parse::<i64>()).transpose();
    given.map_err(|_| Failure::new("SOURCE_DATE_EPOCH is not a number of seconds since 1970"))
}

fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
}
