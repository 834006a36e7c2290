//! References to issues: what a link's text and its URL say about which issue of which tracker is meant.

mod compare;
mod forge;
mod kinds;
mod near;
mod numbered;
mod read;
mod scheme;
mod text;
mod tracker;
mod words;

pub use compare::{Disagreement, MismatchKind, disagreement, is_ordinal};
pub(crate) use kinds::is_like_an_issues;
pub use kinds::{Fault, Forge, IssueUrl, UrlReading};
pub use numbered::Numbered;
pub use read::read_url;
pub use text::{Text, TextRef, read_text};
pub use tracker::{Tracker, Trackers};

#[cfg(test)]
mod tests;
