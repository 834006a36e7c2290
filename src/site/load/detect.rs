//! Which convention a site follows, and its configuration files.

use crate::site::config::Config;
use crate::site::convention::{Convention, Mark, Row};
use crate::site::conventions::{self, CONVENTIONS};
use crate::site::is_markdown;
use crate::site::load::error::{LoadError, read_if_there};
use crate::site::load::pages::begins_with_front_matter;
use crate::site::tree::Tree;
use crate::text::pieces::Pieces as _;
use crate::text::source::SourceFile;
use crate::text::suggest::{did_you_mean, needs_feature};

/// A site's convention.
pub(super) struct Detected {
    pub(super) convention: &'static Convention,
    /// What people should hear of: marks of more than one generator.
    pub(super) notes: Vec<String>,
}

/// The convention that a site follows: the one that its configuration names, or the first whose mark it has.
///
/// # Errors
/// When the configuration names an unknown one, a mark cannot be read, nothing looks like a site, or this build lacks the
/// feature of the site's convention.
pub(super) fn detect(tree: &dyn Tree, config: &Config, has_config: bool) -> Result<Detected, LoadError> {
    let only = |convention| Ok(Detected { convention, notes: Vec::new() });
    if let Some(name) = &config.site.generator {
        let error = |message| Err(config.error(&["site", "generator"], message).into());
        return match conventions::by_name(name) {
            Some(Row { convention: Some(convention), .. }) => only(convention),
            Some(row) => error(format!("`generator = \"{name}\"` {}", needs_feature(row.name))),
            None => {
                let hint = did_you_mean(name, CONVENTIONS.iter().map(|row| row.name));
                error(format!("`{name}` is not a known generator{hint}"))
            }
        };
    }
    if has_config {
        let mut there = CONVENTIONS.iter().filter_map(|row| row.convention);
        let takes_any = there.find(|convention| convention.takes_named_yaml);
        return takes_any.map_or(Err(LoadError::NoSite), only);
    }
    // The last convention takes any folder; its mark does not contradict another.
    let (last, generators) = CONVENTIONS.split_last().ok_or(LoadError::NoSite)?;
    let mut found: Vec<(&'static Row, &'static Mark)> = Vec::new();
    for row in generators {
        if let Some(mark) = first_mark(tree, row)? {
            found.push((row, mark));
        }
    }
    if let Some((row, _)) = found.first() {
        let listed: Vec<String> =
            found.iter().map(|(row, mark)| format!("`{}` (`{}`)", row.name, mark.path)).collect();
        let looks = format!("this looks like a site of {}", listed.join(" and of "));
        let Some(convention) = row.convention else {
            return Err(LoadError::Feature { looks, feature: row.name });
        };
        let note = format!(
            "{looks}; it is read as `{}`; set `generator` in `[site]` of feedwright.toml for another",
            row.name
        );
        return Ok(Detected { convention, notes: if listed.len() > 1 { vec![note] } else { Vec::new() } });
    }
    let convention = last.convention.ok_or(LoadError::NoSite)?;
    if first_mark(tree, last)?.is_some() {
        return only(convention);
    }
    // A folder of posts and nothing else.
    let files = tree.list("", &|folder| !folder.after_last('/').starts_with(['.', '_']))?.files;
    // What cannot be read may be one.
    let formats = convention.capabilities.front_matter;
    let is_post =
        |path: &String| is_markdown(path) && begins_with_front_matter(tree, path, formats).unwrap_or(true);
    if files.iter().any(is_post) { only(convention) } else { Err(LoadError::NoSite) }
}

/// The first mark of a convention that a site has.
fn first_mark(tree: &dyn Tree, row: &Row) -> Result<Option<&'static Mark>, LoadError> {
    for mark in row.marks {
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
