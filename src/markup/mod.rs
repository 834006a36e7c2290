//! From the text of one file to HTML and facts: front matter, Liquid and Markdown.

pub(crate) mod constructs;
pub mod front_matter;
pub mod javascript;
pub(crate) mod jinja;
pub mod liquid;
pub mod markdown;
pub(crate) mod nunjucks;
mod reading;

pub use reading::{Reading, read};
