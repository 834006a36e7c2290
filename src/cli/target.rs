//! What paths on the command line mean: a site, or files and folders in one.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use feedwright::site::convention::Mark;
use feedwright::site::conventions::CONVENTIONS;
use feedwright::site::is_markdown;

use crate::cli::args::ReadingArgs;
use crate::cli::disk;
use crate::cli::failure::Failure;
use crate::cli::shell::quoted;

/// A site, and which of its files are wanted.
#[derive(Debug)]
pub(crate) struct Target {
    /// The site's folder.
    pub(crate) site: PathBuf,
    /// The files that were named; all of them without it.
    pub(crate) wanted: Option<Wanted>,
}

/// Files and folders of a site.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Path below the site, and the path as it was given.
    paths: BTreeMap<String, String>,
}

impl Wanted {
    /// Whether a file of the site was named, or a folder that it is in.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.given(path).is_some()
    }

    /// The file as it would have been given.
    fn given(&self, path: &str) -> Option<String> {
        self.paths.iter().find_map(|(below, given)| {
            let rest = path.strip_prefix(below.as_str())?;
            match rest.strip_prefix('/') {
                _ if below.is_empty() => Some(path.to_owned()),
                Some(rest) if given == "." => Some(rest.to_owned()),
                Some(rest) => Some(format!("{}/{rest}", given.trim_end_matches('/'))),
                None if rest.is_empty() => Some(given.clone()),
                None => None,
            }
        })
    }
}

impl fmt::Display for Wanted {
    /// The paths as they were given.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given: Vec<&str> = self.paths.values().map(String::as_str).collect();
        out.write_str(&given.join(", "))
    }
}

impl Target {
    /// What people call a file of the site: the path below the site, or, where files were named, as they were given.
    pub(crate) fn name(&self, path: &Arc<str>) -> Arc<str> {
        match &self.wanted {
            None => Arc::clone(path),
            Some(wanted) => match wanted.given(path) {
                Some(given) => Arc::from(given),
                None => Arc::from(shown(&self.site.join(&**path))),
            },
        }
    }
}

impl Target {
    /// The one file that was named, below the site.
    pub(crate) fn only_path(&self) -> Option<String> {
        self.wanted.as_ref()?.paths.keys().next().cloned()
    }
}

/// The site that a file is in which is not saved, or not yet.
pub(crate) fn unsaved(path: &Path) -> Result<Target, Failure> {
    let name = path.file_name().ok_or_else(|| Failure::new("`--stdin-path` names no file"))?;
    if name == "-" {
        return Err(Failure::new(
            "name with `--stdin-path` the file of the site that standard input stands for",
        ));
    }
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let no_site = || Failure::new(format!("{}: it is not in a site", path.display()));
    let site = if is_site(folder) { folder.to_owned() } else { site_above(folder).ok_or_else(no_site)? };
    let below = below(folder, &site).ok_or_else(no_site)?;
    let name = name.to_string_lossy();
    let below = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
    let paths = BTreeMap::from([(below, shown(path))]);
    Ok(Target { site, wanted: Some(Wanted { paths }) })
}

/// Returns the folder of the site that a command is about: the one that is named, or the site above it that it is part of.
/// With configuration files of the command line, the folder that is named is the site's.
pub(crate) fn folder(named: &Path, reading: &ReadingArgs) -> PathBuf {
    if reading.config.is_empty() && disk::is_folder(named) && !is_site(named) {
        site_above(named).unwrap_or_else(|| named.to_owned())
    } else {
        named.to_owned()
    }
}

/// Returns an error if the folder does not exist.
pub(crate) fn check_folder(site: &Path) -> Result<(), Failure> {
    if disk::is_folder(site) { Ok(()) } else { Err(no_folder(site)) }
}

/// Returns the error for a folder that does not exist.
pub(crate) fn no_folder(site: &Path) -> Failure {
    Failure::new(format!("{}: no such folder; name the site's own", site.display()))
}

/// What is printed of a site without posts.
pub(crate) fn no_posts(site: &Path) -> String {
    if site == Path::new(".") {
        "there are no posts".to_owned()
    } else {
        format!("{}: there are no posts", site.display())
    }
}

/// Finds the site that paths are in.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Target, Failure> {
    let here = PathBuf::from(".");
    let first = paths.first().unwrap_or(&here);
    let paths = if paths.is_empty() { std::slice::from_ref(&here) } else { paths };
    if paths.len() < 2 && disk::is_folder(first) {
        let inside = !is_site(first) && site_above(first).is_some();
        if !inside {
            return Ok(Target { site: first.clone(), wanted: None });
        }
    }
    let own = paths.iter().filter(|path| disk::is_folder(path) && is_site(path)).collect::<Vec<_>>();
    if let [one, other, ..] = own.as_slice() {
        return Err(Failure::new(format!(
            "{} and {} are sites of their own; check them in two runs",
            one.display(),
            other.display()
        )));
    }
    // A post in no site is one in the plain folder that it lies in.
    let folder = || {
        Some(disk::parent(first)).filter(|_| is_markdown(&first.to_string_lossy()) && disk::is_there(first))
    };
    let site = site_above(first).or_else(folder).ok_or_else(|| {
        if disk::is_there(first) {
            Failure::new(format!("{}: it is not in a site; no folder above it has a `_config.yml`, a `feedwright.toml` or a `_posts` folder", first.display()))
        } else {
            Failure::new(format!("{}: no such file or folder", first.display()))
        }
    })?;
    let mut wanted = Wanted::default();
    for path in paths {
        if !disk::is_there(path) {
            return Err(Failure::new(format!("{}: no such file or folder", path.display())));
        }
        let below = below(path, &site).ok_or_else(|| {
            Failure::new(format!("{}: it is not in the same site as {}", path.display(), first.display()))
        })?;
        wanted.paths.insert(below, shown(path));
    }
    Ok(Target { site, wanted: Some(wanted) })
}

/// Whether a folder is a site's own. One that has a mark and no configuration, such as `talks` with `talks/_posts`, is part of
/// the site that is configured further up, where there is one.
pub(crate) fn is_site(folder: &Path) -> bool {
    let has_folder = |mark: &Mark| mark.path.ends_with('/') && disk::is_folder(&folder.join(mark.path));
    is_configured(folder) || marks().any(has_folder) && configured_above(folder).is_none()
}

/// Names the sites that are configured in the folders of a folder which is not: the root of a repository, with its site in `docs`.
pub(crate) fn sites_in(folder: &Path) -> Option<String> {
    let sites: Vec<PathBuf> =
        disk::folders_in(folder).into_iter().filter(|folder| is_configured(folder)).collect();
    let first = shown(sites.first()?);
    let (are, one) = match sites.len() {
        1 => (String::from("is a site of its own"), "it"),
        2 => (format!("and {} are sites of their own", shown(sites.get(1)?)), "one"),
        all => (format!("and {} other folders are sites of their own", all - 1), "one"),
    };
    Some(format!("{first} {are}: name {one}, as in `feedwright build {}`", quoted(&first)))
}

/// Whether a folder has a file that only the folder of a site has.
fn is_configured(folder: &Path) -> bool {
    marks().any(|mark| {
        let file = folder.join(mark.path);
        let is_file = !mark.path.ends_with('/') && disk::is_there(&file);
        is_file
            && (mark.key.is_none()
                || disk::read_named(&file).is_ok_and(|bytes| mark.is_in(&String::from_utf8_lossy(&bytes))))
    })
}

/// The marks of a site's own folder.
fn marks() -> impl Iterator<Item = &'static Mark> {
    CONVENTIONS.iter().flat_map(|row| row.marks)
}

/// The folders above a path, the nearest first, up to that of the Git work tree.
fn above(path: &Path) -> Vec<PathBuf> {
    let Some(whole) = disk::absolute(path) else { return Vec::new() };
    let mut found = Vec::new();
    if disk::is_folder(&whole.join(".git")) {
        return found;
    }
    for folder in whole.ancestors().skip(1) {
        found.push(folder.to_owned());
        if disk::is_folder(&folder.join(".git")) {
            break;
        }
    }
    found
}

fn configured_above(path: &Path) -> Option<PathBuf> {
    above(path).into_iter().find(|folder| is_configured(folder))
}

/// The nearest folder above a path that is a site.
pub(crate) fn site_above(path: &Path) -> Option<PathBuf> {
    let found = configured_above(path).or_else(|| above(path).into_iter().find(|folder| is_site(folder)))?;
    let here = disk::absolute(Path::new("."))?;
    // Shown as people would write it from here.
    Some(match (found.strip_prefix(&here), here.strip_prefix(&found)) {
        (Ok(below), _) if below.as_os_str().is_empty() => PathBuf::from("."),
        (Ok(below), _) => below.to_owned(),
        (_, Ok(below)) => below.components().map(|_| "..").collect(),
        _ => found,
    })
}

/// Returns the path of a file or folder below the site, with `/` between its parts.
pub(crate) fn below(path: &Path, site: &Path) -> Option<String> {
    let below = disk::absolute(path)?;
    let below = below.strip_prefix(disk::absolute(site)?).ok()?;
    let parts: Option<Vec<&str>> = below
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}

fn shown(path: &Path) -> String {
    let text = path.display().to_string().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}
