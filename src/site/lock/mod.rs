//! `feedwright.lock`: the ids that subscribers know, by the posts that have them.
//!
//! The library reads it with the site ([`crate::site::load`]) and writes the ids into the posts' heads, so that feeds and
//! rules see one identity. Only the command `lock` changes the file ([`crate::feeds::lock`]).

mod claim;
mod format;

pub use claim::page_of;
pub(crate) use claim::{free, id_of_front_matter, lock_ids};
pub use format::{LOCK_FILE, Lock, Locked, Record};
