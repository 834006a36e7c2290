//! The inline grammar of kramdown: one reader, which turns the text of a block into parts.
//!
//! kramdown reads inline text from left to right and goes back where an element turns out to have no end. The reader does the
//! same, and remembers what failed, so that no text takes more than linear time. Its parts serve the HTML, the plain text
//! of headings and the facts alike.

mod emphasis;
mod finder;
mod html;
mod link;
mod part;
mod reader;
mod units;

pub(crate) use part::{Goal, Link, Part, Reading, Undefined};
pub(crate) use reader::{Context, read};
pub(crate) use units::{code, is_parsed, unescaped};
