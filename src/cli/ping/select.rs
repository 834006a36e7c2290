//! Which feeds are announced.

use std::path::{Component, Path, PathBuf};

use feedwright::feeds::announcement::Announcement;
use feedwright::feeds::plan::plan;
use feedwright::lint::rules::feed::is_feed;
use feedwright::site::tree::Tree as _;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::lint::is_named_like_one;
use crate::cli::{open, target};

/// A feed that was published.
pub(super) struct Feed {
    /// Its file.
    pub(super) place: String,
    /// Its own address.
    pub(super) topic: Option<String>,
    /// The hubs that it names.
    pub(super) hubs: Vec<String>,
    /// Whether it differs from its copy, or has none.
    pub(super) is_changed: bool,
}

/// Reads the feeds that the command line means, and compares them with their copies in `old`.
pub(super) fn feeds(
    named: &[PathBuf],
    reading: &ReadingArgs,
    old: Option<&Path>,
    console: &Console,
) -> Result<Vec<Feed>, Failure> {
    if let Some(old) = old.filter(|old| !disk::is_folder(old)) {
        return Err(Failure::new(format!(
            "{}: no such folder; copy the published feeds to it before the build",
            old.display()
        )));
    }
    let here = [target::folder(Path::new("."), reading)];
    let mut found = Vec::new();
    for path in if named.is_empty() { &here[..] } else { named } {
        if disk::is_folder(path) {
            let is_site = named.is_empty() || target::is_site(path);
            let folder = if is_site { output(path, reading, console)? } else { path.clone() };
            found.extend(below(&folder, old)?);
        } else if disk::is_there(path) {
            found.push(read(path, old, &copies(path))?);
        } else {
            found.extend(of_site(path, &here[0], reading, old, console)?);
        }
    }
    Ok(found)
}

/// The output folder of a site.
fn output(site: &Path, reading: &ReadingArgs, console: &Console) -> Result<PathBuf, Failure> {
    let (_, loaded) = open::open(site, reading, console)?;
    let folder = site.join(&loaded.site.settings.output);
    if disk::is_folder(&folder) {
        return Ok(folder);
    }
    let message = format!("{}: the site is not built; build it, or name the feeds", folder.display());
    Err(Failure::new(message))
}

/// All feeds in a folder; documents of archives, which name no hub, among them.
fn below(folder: &Path, old: Option<&Path>) -> Result<Vec<Feed>, Failure> {
    let tree = Disk::new(folder);
    let listing = tree.list("", &|below| !below.rsplit('/').next().unwrap_or(below).starts_with('.'))?;
    let mut found = Vec::new();
    for path in listing.files.iter().filter(|path| is_named_like_one(Path::new(path))) {
        let bytes = tree.read(path)?;
        if is_feed(&bytes) {
            found.push(feed(&folder.join(path), &bytes, old, &[PathBuf::from(path)])?);
        }
    }
    Ok(found)
}

/// A feed of the site by its name or its path below the output folder.
fn of_site(
    named: &Path,
    site: &Path,
    reading: &ReadingArgs,
    old: Option<&Path>,
    console: &Console,
) -> Result<Vec<Feed>, Failure> {
    let missing = || Failure::new(format!("{}: no such file, and no feed of a site", named.display()));
    let name = named.to_str().filter(|_| target::is_site(site)).ok_or_else(missing)?;
    let (_, loaded) = open::open(site, reading, console)?;
    open::need_url(&loaded, site)?;
    let plan = plan(&loaded.site, &loaded.feeds, &[name.to_owned()])?;
    let folder = site.join(&loaded.site.settings.output);
    let feeds = plan.feeds.iter().filter(|feed| feed.page_of.is_none());
    feeds.map(|feed| read(&folder.join(&feed.path), old, &[PathBuf::from(&feed.path)])).collect()
}

fn read(path: &Path, old: Option<&Path>, copies: &[PathBuf]) -> Result<Feed, Failure> {
    feed(path, &disk::read_named(path)?, old, copies)
}

/// What a feed says of itself. Its copy is the first of these paths that the folder of copies has.
fn feed(path: &Path, bytes: &[u8], old: Option<&Path>, copies: &[PathBuf]) -> Result<Feed, Failure> {
    let place = path.display().to_string();
    let said = Announcement::of(bytes).map_err(|error| Failure::new(format!("{place}: {error}")))?;
    let copy = old.and_then(|old| copies.iter().map(|copy| old.join(copy)).find(|copy| disk::is_there(copy)));
    let is_changed = match copy {
        Some(copy) => disk::read_named(&copy)? != bytes,
        None => true,
    };
    Ok(Feed { place, topic: said.topic, hubs: said.hubs, is_changed })
}

/// Where the copy of a named file may be: at its path, or at the end of it, the longest first; never outside of the folder of
/// copies, where the file itself is.
fn copies(path: &Path) -> Vec<PathBuf> {
    let is_name = |part: &Component<'_>| matches!(part, Component::Normal(_));
    let mut parts: Vec<Component<'_>> = path.components().rev().take_while(is_name).collect();
    parts.reverse();
    (0..parts.len()).filter_map(|from| parts.get(from..)).map(|rest| rest.iter().collect()).collect()
}
