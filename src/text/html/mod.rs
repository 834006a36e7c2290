//! HTML of one file: plain text out of it, and HTML made fit for a feed.

pub mod balance;
#[cfg(feature = "built")]
pub mod extract;
#[cfg(not(feature = "built"))]
#[path = "no_extract.rs"]
pub mod extract;
pub mod feed_link;
pub mod footnotes;
pub mod references;
pub mod remove;
#[cfg(feature = "serve")]
pub mod sanitise;
pub mod summary;
pub mod tags;
pub mod text;
pub mod urls;
