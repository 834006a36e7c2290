//! The table of conventions: the first whose marks a site has is its own.

mod fields;
mod folder;
mod jekyll;
mod people;
mod permalink;

use crate::site::convention::Convention;

/// Every convention, the most particular first.
pub const CONVENTIONS: &[Convention] = &[jekyll::CONVENTION, folder::CONVENTION];

/// The convention of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Convention> {
    CONVENTIONS.iter().find(|convention| convention.capabilities.name == name)
}
