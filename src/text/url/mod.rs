//! URLs: as Jekyll makes them from names and configuration, and as browsers resolve them.

mod ascii_slug;
mod jekyll;
mod latin_slug;
mod normalise;
mod punctuated_slug;
mod resolve;
mod slug;

pub(crate) use ascii_slug::ascii_slug;
pub use jekyll::is_absolute;
pub(crate) use jekyll::{absolute_url, escape_letters, escape_path, relative_url, sanitize_path};
pub(crate) use latin_slug::latin_slug;
pub(crate) use normalise::{escape_reserved, normalise, percent_encode, percent_encoded};
pub(crate) use punctuated_slug::punctuated_slug;
pub use resolve::{Parts, parts, resolve, scheme};

pub(crate) use resolve::{fragment_id, percent_decode, split_fragment};
pub use slug::{SlugMode, slugify};
