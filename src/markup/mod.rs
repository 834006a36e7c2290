//! From the text of one file to HTML and facts: front matter, Liquid and Markdown.

mod chain;
pub(crate) mod constructs;
pub mod front_matter;
#[cfg(feature = "javascript")]
pub mod javascript;
#[cfg(feature = "jinja")]
pub(crate) mod jinja;
pub mod liquid;
pub mod markdown;
#[cfg(all(feature = "javascript", feature = "jinja"))]
pub(crate) mod nunjucks;
mod reading;

pub use reading::{Reading, read, read_part};
