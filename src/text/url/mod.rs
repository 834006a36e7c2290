//! URLs: as Jekyll makes them from names and configuration, and as browsers resolve them.

mod jekyll;
mod normalise;
mod resolve;
mod slug;

pub use jekyll::{absolute_url, escape_path, is_absolute, relative_url, sanitize_path};
pub use normalise::{escape_reserved, normalise, percent_encode};
pub use resolve::{Parts, fragment_id, parts, percent_decode, resolve, scheme, split_fragment};
pub use slug::{SlugMode, slugify};
