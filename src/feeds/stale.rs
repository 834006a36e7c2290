//! Feeds in the output folder that the site's configuration wrote before and plans no more: for a category that no post has
//! now, or in a format that was taken out of its row; with them the pages beside such feeds, and the stylesheet of them all.
//!
//! There is no list of what was written. A stale feed is known by its place, which a row of the configuration can have with
//! another value or format, and by what it declares of itself: its place and its generator.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::diff::read_feed;
use crate::feeds::page::{STYLESHEET, feeds_of_page, is_stylesheet};
use crate::feeds::plan::{self, Pattern, Planned};
use crate::site::Site;
use crate::site::config::{self, Each};
use crate::site::tree::{EntryKind, Tree, TreeError};
use crate::text::url;

/// A feed that is planned no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its path below the output folder.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it names this program as its generator. JSON Feed has no member for that.
    pub is_ours: bool,
    /// What its row writes a feed for each of, where no feed of the row has a post any more.
    pub emptied: Option<Each>,
}

/// Returns the stale feeds in an output folder, sorted by path. `planned` are the feeds of this run; where it is `limited` to
/// some of the configured ones, only the places of their rows are looked at.
///
/// # Errors
/// When a folder or a file in such a place cannot be read.
pub fn stale(
    site: &Site,
    feeds: &[config::Feed],
    planned: &[Planned],
    limited: bool,
    output: &dyn Tree,
) -> Result<Vec<Stale>, TreeError> {
    let mut patterns = plan::patterns(site, feeds);
    if limited {
        patterns.retain(|pattern| planned.iter().any(|feed| pattern.matches(&feed.path)));
    }
    let mut found = files(&patterns, output)?;
    for feed in planned {
        found.remove(&feed.path);
    }
    let may_style = !limited && output.stat(STYLESHEET).is_ok();
    if found.is_empty() && !may_style {
        return Ok(Vec::new());
    }
    let paths = plan::paths_of_rows(site, feeds);
    // Feeds that this run leaves out, but the configuration asks for.
    for path in paths.iter().flatten() {
        found.remove(path);
    }
    let archived = feeds.iter().zip(&paths).filter(|(row, _)| row.archive.is_some());
    let mut left_out: Vec<String> = archived.flat_map(|(_, paths)| paths.clone()).collect();
    left_out.retain(|path| planned.iter().all(|feed| feed.path != *path));
    for archive in plan::archives_of(&left_out) {
        found.retain(|path| !archive.matches(path));
    }
    let emptied =
        if found.is_empty() || limited { Vec::new() } else { emptied(site, feeds, &paths, planned) };
    let mut stale = Vec::new();
    for path in found {
        let bytes = match output.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.missing => continue,
            Err(error) => return Err(error),
        };
        if let Some(is_ours) = judge(&path, &bytes) {
            let row =
                emptied.iter().find(|(_, patterns)| patterns.iter().any(|pattern| pattern.matches(&path)));
            let emptied = row.map(|(each, _)| each.clone());
            stale.push(Stale { path, bytes, is_ours, emptied });
        }
    }
    if may_style {
        stale.extend(stylesheet(feeds, &paths, output)?);
        stale.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(stale)
}

/// The stylesheet, where no feed needs it any more; `paths` are those of each row's feeds.
fn stylesheet(
    feeds: &[config::Feed],
    paths: &[Vec<String>],
    output: &dyn Tree,
) -> Result<Option<Stale>, TreeError> {
    let mut emptied = None;
    for (row, paths) in feeds.iter().zip(paths).filter(|(row, _)| plan::needs_stylesheet(row)) {
        if !paths.is_empty() {
            return Ok(None);
        }
        emptied = emptied.or_else(|| row.each.clone());
    }
    let bytes = match output.read(STYLESHEET) {
        Ok(bytes) if is_stylesheet(&bytes) => bytes,
        Err(error) if !error.missing => return Err(error),
        _ => return Ok(None),
    };
    Ok(Some(Stale { path: STYLESHEET.to_owned(), bytes, is_ours: true, emptied }))
}

/// The files that patterns match. Each folder is walked once, as far down as its patterns need: an output folder may hold
/// thousands of others.
fn files(patterns: &[Pattern], output: &dyn Tree) -> Result<BTreeSet<String>, TreeError> {
    let mut folders: BTreeMap<&str, Vec<&Pattern>> = BTreeMap::new();
    for pattern in patterns {
        folders.entry(pattern.folder()).or_default().push(pattern);
    }
    let mut found = BTreeSet::new();
    for (folder, patterns) in folders {
        let matches = |path: &str| patterns.iter().any(|pattern| pattern.matches(path));
        let may_enter = |path: &str| patterns.iter().any(|pattern| pattern.may_enter(path));
        let depth = patterns.iter().map(|pattern| pattern.depth()).max().unwrap_or(1);
        let listing = output.list_to(folder, depth, &may_enter)?;
        // A name that is not UTF-8 is none that a feed was written to, and a link that leads nowhere holds none.
        let unread = listing.unread.into_iter().find(|entry| {
            let path = &entry.error.path;
            let may_hold = match entry.kind {
                EntryKind::File => false,
                EntryKind::Folder => may_enter(path),
                EntryKind::Link => may_enter(path) || matches(path),
            };
            may_hold && !entry.error.missing
        });
        if let Some(entry) = unread {
            return Err(entry.error);
        }
        found.extend(listing.files.into_iter().filter(|file| matches(file)));
    }
    Ok(found)
}

/// The rows with `each` of which no planned feed has a post, and their patterns; `paths` are those of each row's feeds.
fn emptied(
    site: &Site,
    feeds: &[config::Feed],
    paths: &[Vec<String>],
    planned: &[Planned],
) -> Vec<(Each, Vec<Pattern>)> {
    let is_empty =
        |paths: &[String]| !planned.iter().any(|feed| !feed.posts.is_empty() && paths.contains(&feed.path));
    let rows = feeds.iter().zip(paths).filter(|(_, paths)| is_empty(paths));
    rows.filter_map(|(row, _)| Some((row.each.clone()?, plan::patterns(site, std::slice::from_ref(row)))))
        .collect()
}

/// Whether a file is a feed of this program's; nothing where it is not a feed of this place, or another program's.
fn judge(path: &str, bytes: &[u8]) -> Option<bool> {
    // The site's own folder may stand before it, and the host may have changed.
    let is_here =
        |own: &str| own == path || own.strip_suffix(path).is_some_and(|before| before.ends_with('/'));
    if let Some(feeds) = std::str::from_utf8(bytes).ok().and_then(feeds_of_page) {
        let is_of_page = feeds.iter().any(|feed| is_here(&plan::page_path(&place(feed))));
        return is_of_page.then_some(true);
    }
    let feed = read_feed(bytes).ok()?;
    if !is_here(&place(feed.own.as_ref()?)) {
        return None;
    }
    match feed.is_by_this_program() {
        None => Some(false),
        Some(is_ours) => is_ours.then_some(true),
    }
}

/// The path of an address, as a file is called.
fn place(address: &str) -> String {
    url::percent_decode(url::parts(address).path.trim_start_matches('/')).into_owned()
}
