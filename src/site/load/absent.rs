//! What belongs to a site and is not there.

use crate::site::load::brought::brought_folders;
use crate::site::tree::{Repository, Tree, TreeError};
use crate::site::{Absent, Settings};
use crate::text::pieces::Pieces as _;

/// Reads `.gitmodules`, `.gitignore` and workflows; `links` are the paths of symbolic links that lead nowhere, `url_of` is where
/// a file is copied to as it is, `include_name` what templates know an include by, where a path is one's.
///
/// # Errors
/// When a folder that they name cannot be listed.
pub(super) fn absent(
    tree: &dyn Tree,
    settings: &Settings,
    links: impl Iterator<Item = String>,
    url_of: &dyn Fn(&str) -> Option<String>,
    include_name: &dyn Fn(&str) -> Option<String>,
) -> Result<Absent, TreeError> {
    let text = |path: &str| tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let (modules, ignored) =
        (text(".gitmodules").unwrap_or_default(), text(".gitignore").unwrap_or_default());
    let modules =
        modules.lines().filter_map(|line| line.trim().strip_prefix("path")?.trim().strip_prefix('='));
    let below = |path: &str| settings.below_source(path.trim_end_matches('/')).map(str::to_owned);
    // A folder of static files is at the top of the built site.
    let copied_to = |folder: &str| {
        let url = url_of(&format!("{}/a", folder.trim_end_matches('/')))?;
        url.strip_suffix("/a").map(|url| url.trim_start_matches('/').to_owned()).filter(|url| !url.is_empty())
    };
    let places = |folder: &str| {
        let (own, copied) = (below(folder), copied_to(folder));
        let copied = copied.filter(|copied| own.as_ref() != Some(copied));
        own.into_iter().chain(copied)
    };
    let above = ignored_above(tree);
    let lines = || ignored.lines().chain(above.iter().map(String::as_str));
    let kept: Vec<&str> =
        lines().filter_map(|line| Some(line.trim().strip_prefix('!')?.trim_matches('/'))).collect();
    let named = lines().filter_map(|line| ignored_folder(line, settings));
    let named = named.filter(|path| !kept.contains(path));
    let brought = brought_folders(tree);
    let mut folders = Vec::new();
    // Into the built site, after the build.
    let output = format!("{}/", settings.output);
    folders.extend(brought.iter().filter_map(|path| path.strip_prefix(&output)).map(str::to_owned));
    let mut partial = Vec::new();
    let filled = named.chain(brought.iter().map(String::as_str)).map(|path| (path, true));
    for (path, may_have_more) in modules.map(|path| (path.trim(), false)).chain(filled) {
        let listing = tree.list(path, &|_| true)?;
        if listing.files.is_empty() && listing.unread.is_empty() {
            folders.extend(places(path));
        } else if may_have_more {
            // What is committed there in spite of it is not all that a build has.
            partial.extend(places(path));
        }
    }
    folders.extend(links.flat_map(|path| places(&path)));
    let urls: Vec<String> = folders.iter().filter_map(|folder| urls_of(folder, settings)).collect();
    folders.extend(urls);
    let files = lines().filter_map(|line| below(ignored_file(line, settings)?));
    // URLs are below the folders of content.
    let in_urls = |file: String| {
        let contents = settings.replaced_links.contents.iter();
        let rest = contents.filter_map(|folder| file.strip_prefix(folder.as_str())?.strip_prefix('/'));
        rest.map(str::to_owned).next().into_iter().chain([file.clone()]).collect::<Vec<_>>()
    };
    let includes = lines().filter_map(|line| ignored_include(line, include_name));
    Ok(Absent::new(folders, partial, files.flat_map(in_urls)).with_includes(includes))
}

/// The include, or those of a folder, that a line of `.gitignore` may name, as [`Absent::with_includes`] takes them.
fn ignored_include(line: &str, include_name: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let line = line.trim();
    let path = line.trim_matches('/');
    if line.starts_with(['!', '#']) || path.is_empty() {
        return None;
    }
    let name = path.after_last('/');
    if !line.trim_end_matches('/').contains('/') {
        // `*.html` names files of a kind, not one that a program makes for the site.
        return (name.contains('.') && !name.contains(['*', '?', '['])).then(|| name.to_owned());
    }
    let ending = if line.ends_with('/') || !name.contains(['.', '*']) { "/**" } else { "" };
    Some(format!("/{}{ending}", include_name(path)?))
}

/// The lines of each `.gitignore` above the site that are about what is in its folder, as they would be written there.
fn ignored_above(tree: &dyn Tree) -> Vec<String> {
    let Some(Repository { tree, site }) = tree.repository() else { return Vec::new() };
    let mut lines = Vec::new();
    let ends = std::iter::once(0).chain(site.match_indices('/').map(|(at, _)| at + 1));
    for (folder, below) in ends.map(|at| site.split_at(at)) {
        let text =
            tree.read(&format!("{folder}.gitignore")).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        for line in text.as_deref().unwrap_or("").lines().map(str::trim) {
            let is_anywhere = !line.trim_end_matches('/').contains('/');
            let (sign, path) = line.strip_prefix('!').map_or(("", line), |path| ("!", path));
            let inside = || path.trim_start_matches('/').strip_prefix(below)?.strip_prefix('/');
            lines.extend(if is_anywhere {
                Some(line.to_owned())
            } else {
                inside().map(|rest| format!("{sign}/{rest}"))
            });
        }
    }
    lines
}

/// What the URLs of a collection begin with whose folder is absent, where its `permalink` names it.
fn urls_of(folder: &str, settings: &Settings) -> Option<String> {
    let label = folder.trim_end_matches('/').after_last('/').strip_prefix('_')?;
    let template = settings.data.get_path(&format!("collections.{label}.permalink"))?.as_str()?;
    let filled = template.replace(":collection", label);
    let fixed = filled.up_to(':').trim_matches('/');
    (!fixed.is_empty()).then(|| fixed.to_owned())
}

/// The folder that a line of `.gitignore` names, where it may be one of the built site: no pattern, and no name that begins
/// with a dot, or with an underscore where that is not a collection's.
fn ignored_folder<'l>(line: &'l str, settings: &Settings) -> Option<&'l str> {
    let path = line.trim();
    // All that is in it: a line after that may keep one file.
    let path = path.strip_suffix("/**").or_else(|| path.strip_suffix("/*")).unwrap_or(path).trim_matches('/');
    let is_plain = !path.is_empty() && !path.contains(['*', '?', '[', '!', '#', '\\']);
    (is_plain && may_be_published(path, settings) && !path.after_last('/').contains('.')).then_some(path)
}

/// The files that a line of `.gitignore` names, where programs make such files for a site: in a folder, or of a kind that
/// is made of others.
fn ignored_file<'l>(line: &'l str, settings: &Settings) -> Option<&'l str> {
    const MADE: [&str; 5] = ["css", "js", "mjs", "map", "pdf"];
    let line = line.trim();
    let path = line.trim_matches('/');
    let name = path.after_last('/');
    let is_in_folder = line.trim_end_matches('/').contains('/');
    let is_made = || MADE.contains(&name.after_last('.').trim_end_matches('*'));
    // `made/page*` names files too.
    let is_file = name.contains('.') || is_in_folder && name.len() > 1 && name.ends_with('*');
    let is_one = is_file
        && !line.starts_with(['!', '#'])
        && may_be_published(path, settings)
        && (is_in_folder || is_made());
    is_one.then_some(path)
}

/// Returns whether the folders and files of a path may be parts of the built site.
fn may_be_published(path: &str, settings: &Settings) -> bool {
    let is_collection =
        |name: &str| name.strip_prefix('_').is_some_and(|label| settings.collections.contains_key(label));
    path.split('/').all(|name| !name.starts_with(['.', '_']) || is_collection(name))
}
