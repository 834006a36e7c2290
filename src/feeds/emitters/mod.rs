//! The feed formats: one file each, and the table of them.

pub mod atom;
pub mod json;
mod podcast;
pub mod rss;
mod write;

use crate::feeds::model::Emitter;

pub(crate) use write::{entry_id, line, uri};

/// All formats, in the order that help shows them in.
pub const EMITTERS: &[&Emitter] = &[&atom::ATOM, &rss::RSS, &json::JSON];

/// The format of a feed for which none is named.
pub const DEFAULT: &Emitter = &atom::ATOM;

/// The names of all formats, in the table's order.
pub fn names() -> impl Iterator<Item = &'static str> {
    EMITTERS.iter().map(|emitter| emitter.name)
}

/// The format of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Emitter> {
    EMITTERS.iter().copied().find(|emitter| emitter.name == name)
}
