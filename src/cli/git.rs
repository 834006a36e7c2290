//! What git knows of a site: which files changed, what they were before, and where its repository comes from.

#![expect(clippy::disallowed_methods, reason = "the program's edge: git is asked as a program of its own")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::cli::failure::Failure;

/// What changed in a site since some state.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The files that changed, came or went, below the site.
    pub(crate) paths: BTreeSet<String>,
    /// What they were before; nothing for one that was not there.
    pub(crate) before: BTreeMap<String, Option<Vec<u8>>>,
    /// What they are now, where that is not what the disk has.
    pub(crate) now: BTreeMap<String, Option<Vec<u8>>>,
}

/// What the working copy has changed since `reference`, files that git does not know yet included.
pub(crate) fn since(site: &Path, reference: &str) -> Result<Changes, Failure> {
    // A branch is compared with the point at which it left the other, as pull requests are.
    let base =
        run(site, &["merge-base", reference, "HEAD"]).unwrap_or_else(|_| reference.as_bytes().to_vec());
    let base = String::from_utf8_lossy(&base).trim().to_owned();
    let mut paths =
        split_paths(&run(site, &["diff", "--name-only", "--no-renames", "--relative", "-z", &base, "--"])?);
    paths.extend(split_paths(&run(site, &["ls-files", "--others", "--exclude-standard", "-z"])?));
    let before = contents(site, &base, &paths);
    Ok(Changes { paths, before, now: BTreeMap::new() })
}

/// What the index has changed since the last commit; the files count as the index has them.
pub(crate) fn staged(site: &Path) -> Result<Changes, Failure> {
    let has_head = run(site, &["rev-parse", "--verify", "-q", "HEAD"]).is_ok();
    let paths = if has_head {
        split_paths(&run(site, &["diff", "--cached", "--name-only", "--no-renames", "--relative", "-z"])?)
    } else {
        split_paths(&run(site, &["ls-files", "-z"])?)
    };
    let unstaged = split_paths(&run(site, &["diff", "--name-only", "--no-renames", "--relative", "-z"])?);
    let before = if has_head {
        contents(site, "HEAD", &paths)
    } else {
        paths.iter().map(|path| (path.clone(), None)).collect()
    };
    Ok(Changes { before, now: contents(site, "", &unstaged), paths })
}

/// When the last commit changed each file below a site, in seconds since 1970.
///
/// # Errors
/// When Git cannot be run, or the clone lacks older commits, so that old posts would seem new.
pub(crate) fn last_changes(site: &Path) -> Result<BTreeMap<String, i64>, Failure> {
    if run(site, &["rev-parse", "--is-shallow-repository"])?.starts_with(b"true") {
        return Err(Failure::new(
            "`updated-from = \"git\"` needs all commits, and this clone is shallow; run `git fetch --unshallow`, or set `fetch-depth: 0` for `actions/checkout`",
        ));
    }
    let log = run(
        site,
        &["log", "--format=%x01%ct", "--name-only", "--no-renames", "--relative", "-z", "--", "."],
    )?;
    let mut changes = BTreeMap::new();
    let mut seconds = None;
    // The newest first.
    for line in log.split(|byte| matches!(byte, 0 | b'\n')).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        match line.strip_prefix('\u{1}') {
            Some(time) => seconds = time.trim().parse::<i64>().ok(),
            None => {
                if let Some(seconds) = seconds {
                    changes.entry(line.into_owned()).or_insert(seconds);
                }
            }
        }
    }
    Ok(changes)
}

/// The last path of each file below a site that was renamed, by its old path: committed, staged, or about to be.
///
/// # Errors
/// When Git cannot be run, or the site is not in a repository.
pub(crate) fn renames(site: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let history = ["log", "--format=", "--name-status", "--diff-filter=R", "-M", "--relative", "-z"];
    let staged = ["diff", "HEAD", "--name-status", "--diff-filter=R", "-M", "--relative", "-z"];
    let mut pairs = pairs(&run(site, &staged).unwrap_or_default());
    pairs.extend(self::pairs(&run(site, &history)?));
    let mut last: BTreeMap<String, String> = BTreeMap::new();
    // The newest first: what a file was renamed to may have been renamed again.
    for (old, new) in pairs {
        let end = last.get(&new).unwrap_or(&new).clone();
        last.entry(old).or_insert(end);
    }
    Ok(last)
}

/// `R100`, an old path and a new one, again and again.
fn pairs(output: &[u8]) -> Vec<(String, String)> {
    let mut words = output.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
    let mut pairs = Vec::new();
    while let Some(word) = words.next() {
        if word.trim_start().starts_with('R')
            && let (Some(old), Some(new)) = (words.next(), words.next())
        {
            pairs.push((old, new));
        }
    }
    pairs
}

/// Where the repository that a site is in comes from; nothing where Git does not tell.
pub(crate) fn remote(site: &Path) -> Option<String> {
    let url = run(site, &["config", "--get", "remote.origin.url"]).ok()?;
    Some(String::from_utf8(url).ok()?.trim().to_owned()).filter(|url| !url.is_empty())
}

fn contents(site: &Path, revision: &str, paths: &BTreeSet<String>) -> BTreeMap<String, Option<Vec<u8>>> {
    let content = |path: &String| run(site, &["show", &format!("{revision}:./{path}")]).ok();
    paths.iter().map(|path| (path.clone(), content(path))).collect()
}

fn split_paths(output: &[u8]) -> BTreeSet<String> {
    let names = output.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

fn run(site: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git").arg("-C").arg(site).args(arguments).output().map_err(|error| {
        Failure::new(format!("git cannot be run: {error}; install it, or do without what asks it"))
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let first = words.lines().next().unwrap_or("it gave no reason").trim_start_matches("fatal: ").to_owned();
    Err(Failure::new(format!("{}: git says: {first}", site.display())))
}
