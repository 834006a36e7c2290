//! Which convention a site follows, and its configuration files.

use crate::site::config::Config;
use crate::site::convention::{Convention, Mark};
use crate::site::conventions::{self, CONVENTIONS};
use crate::site::is_markdown;
use crate::site::load::error::{LoadError, read_if_there};
use crate::site::load::pages::begins_with_front_matter;
use crate::site::tree::Tree;
use crate::text::pieces::Pieces as _;
use crate::text::source::SourceFile;
use crate::text::suggest::did_you_mean;

/// A site's convention.
pub(super) struct Detected {
    pub(super) convention: &'static Convention,
    /// What people should hear of: marks of more than one generator.
    pub(super) notes: Vec<String>,
}

/// The convention that a site follows: the one that its configuration names, or the first whose mark it has.
///
/// # Errors
/// When the configuration names an unknown one, a mark cannot be read, or nothing looks like a site.
pub(super) fn detect(tree: &dyn Tree, config: &Config, has_config: bool) -> Result<Detected, LoadError> {
    let only = |convention| Ok(Detected { convention, notes: Vec::new() });
    if let Some(name) = &config.site.generator {
        return conventions::by_name(name).map_or_else(
            || {
                let names = CONVENTIONS.iter().map(|convention| convention.capabilities.name);
                let hint = did_you_mean(name, names);
                let message = format!("`{name}` is not a known generator{hint}");
                Err(config.error(&["site", "generator"], message).into())
            },
            only,
        );
    }
    if has_config {
        let takes_any = CONVENTIONS.iter().find(|convention| convention.takes_named_yaml);
        return takes_any.map_or(Err(LoadError::NoSite), only);
    }
    // The last convention takes any folder; its mark does not contradict another.
    let (last, generators) = CONVENTIONS.split_last().ok_or(LoadError::NoSite)?;
    let mut found: Vec<(&'static Convention, &'static Mark)> = Vec::new();
    for convention in generators {
        if let Some(mark) = first_mark(tree, convention)? {
            found.push((convention, mark));
        }
    }
    match found.as_slice() {
        [] => {}
        [(convention, _)] => return only(convention),
        [(convention, _), ..] => {
            let listed: Vec<String> = (found.iter())
                .map(|(convention, mark)| format!("`{}` (`{}`)", convention.capabilities.name, mark.path))
                .collect();
            let note = format!(
                "this looks like a site of {}; it is read as `{}`; set `generator` in `[site]` of feedwright.toml for another",
                listed.join(" and of "),
                convention.capabilities.name
            );
            return Ok(Detected { convention, notes: vec![note] });
        }
    }
    if first_mark(tree, last)?.is_some() {
        return only(last);
    }
    // A folder of posts and nothing else.
    let files = tree.list("", &|folder| !folder.after_last('/').starts_with(['.', '_']))?.files;
    // What cannot be read may be one.
    let formats = last.capabilities.front_matter;
    let is_post =
        |path: &String| is_markdown(path) && begins_with_front_matter(tree, path, formats).unwrap_or(true);
    if files.iter().any(is_post) { only(last) } else { Err(LoadError::NoSite) }
}

/// The first mark of a convention that a site has.
fn first_mark(tree: &dyn Tree, convention: &Convention) -> Result<Option<&'static Mark>, LoadError> {
    for mark in convention.marks {
        let there = match mark.path.strip_suffix('/') {
            Some(folder) => {
                let listing = tree.list(folder, &|_| false)?;
                !listing.files.is_empty() || !listing.unread.is_empty()
            }
            None => read_if_there(tree, mark.path)?.is_some_and(|file| mark.is_in(&file.text)),
        };
        if there {
            return Ok(Some(mark));
        }
    }
    Ok(None)
}

/// The generator's configuration files: the first of those that exists, and all of each folder.
///
/// # Errors
/// When one cannot be read.
pub(super) fn config_files(tree: &dyn Tree, convention: &Convention) -> Result<Vec<SourceFile>, LoadError> {
    let mut files = Vec::new();
    for name in convention.config_files {
        match name.strip_suffix('/') {
            Some(folder) => {
                for path in tree.list(folder, &|_| false)?.files {
                    files.extend(read_if_there(tree, &path)?);
                }
            }
            None if files.is_empty() => files.extend(read_if_there(tree, name)?),
            None => {}
        }
    }
    Ok(files)
}
