//! HTML pages for people: the page beside a feed (`page = true`), and what every page begins with; and the stylesheet of both and of
//! feeds (`style = "auto"`).

mod companion;
mod document;

pub(crate) use companion::PAGE;
pub(crate) use document::{begin, line};

/// Where the stylesheet is written, below the output folder.
pub const STYLESHEET: &str = "feedwright.css";

/// The stylesheet.
pub const CSS: &str = include_str!("feeds.css");
