//! HTML of one file: plain text out of it, and HTML made fit for a feed.

pub mod text;
