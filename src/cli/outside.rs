//! An output folder of the configuration that is not the site's: nothing is written there unless the command line names it.

use std::path::{Component, Path, PathBuf};

use crate::cli::disk;
use crate::cli::failure::Failure;

/// Checks that a site's own output folder is in the site or in its Git work tree.
///
/// # Errors
/// When it is elsewhere.
pub(crate) fn check_output(site: &Path, output: &Path) -> Result<(), Failure> {
    let (Some(whole), Some(place)) = (disk::absolute(site), resolved(output)) else { return Ok(()) };
    let root = whole.ancestors().find(|folder| disk::is_there(&folder.join(".git"))).unwrap_or(&whole);
    if place.starts_with(root) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{}: the configuration's output folder is outside of {}; if that is right, name it with `--output`",
        place.display(),
        root.display()
    )))
}

/// The path from the root of the disk, links followed as far as it exists.
pub(crate) fn resolved(path: &Path) -> Option<PathBuf> {
    let parts: Vec<Component<'_>> = path.components().collect();
    let (mut place, missing) = (0..=parts.len()).rev().find_map(|count| {
        let (start, missing) = parts.split_at_checked(count)?;
        let start: PathBuf = if start.is_empty() { PathBuf::from(".") } else { start.iter().collect() };
        Some((disk::absolute(&start)?, missing))
    })?;
    for part in missing {
        match part {
            Component::ParentDir => _ = place.pop(),
            Component::Normal(name) => place.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(place)
}
