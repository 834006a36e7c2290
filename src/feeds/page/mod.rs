//! HTML pages for people: the page beside a feed (`page = true`), and what every page begins with; and the stylesheet of both and of
//! feeds (`style = "auto"`).

mod companion;
mod document;

pub(crate) use companion::{PAGE, feeds_of_page};
pub(crate) use document::{begin, line, table};

/// Where the stylesheet is written, below the output folder.
pub const STYLESHEET: &str = "feedwright.css";

/// Returns whether a file is the stylesheet, of this or another version.
pub(crate) fn is_stylesheet(bytes: &[u8]) -> bool {
    let first = CSS.lines().next().unwrap_or(CSS);
    bytes.starts_with(first.as_bytes())
}

/// The stylesheet.
pub const CSS: &str = include_str!("feeds.css");
