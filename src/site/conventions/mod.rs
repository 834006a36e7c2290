//! The table of conventions: the first whose marks a site has is its own.

mod fields;
mod jekyll;
mod people;
mod permalink;
mod plain;

use crate::site::convention::Convention;

/// Every convention, the most particular first.
pub const CONVENTIONS: &[Convention] = &[jekyll::CONVENTION, plain::CONVENTION];

/// The convention of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Convention> {
    CONVENTIONS.iter().find(|convention| convention.name == name)
}

/// The convention of a site with these paths: the first that has one of its marks at its root, the last if none has.
///
/// A mark is a file (`_config.yml`) or a folder (`_posts/`).
pub fn detect<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'static Convention> {
    let marked = |convention: &&Convention| {
        convention.marks.iter().any(|mark| {
            paths.clone().any(|path| if mark.ends_with('/') { path.starts_with(mark) } else { path == *mark })
        })
    };
    CONVENTIONS.iter().find(marked)
}
