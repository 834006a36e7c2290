//! The table of conventions: the first whose marks a site has is its own.

mod astro;
mod eleventy;
mod fields;
mod folder;
mod hugo;
mod inlines;
mod jekyll;
mod jinja;
mod markdown_it;
mod markdown_it_attributes;
mod marks;
mod pelican;
mod people;
mod permalink;
mod programs;
mod zola;

use crate::site::convention::Convention;

pub(crate) use people::people_of;

/// Every convention. Jekyll, whose mark `_posts` other generators use too, gives way to them; the plain folder takes anything.
pub const CONVENTIONS: &[Convention] = &[
    hugo::CONVENTION,
    zola::CONVENTION,
    eleventy::CONVENTION,
    pelican::CONVENTION,
    astro::CONVENTION,
    jekyll::CONVENTION,
    folder::CONVENTION,
];

/// The convention of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Convention> {
    CONVENTIONS.iter().find(|convention| convention.capabilities.name == name)
}
