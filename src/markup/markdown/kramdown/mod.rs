//! The kramdown dialect: blocks, the parts of their inline text, and from these HTML and facts.

mod abbreviations;
mod added;
mod attributes;
mod block;
mod boundary;
mod convert;
mod definitions;
mod extension;
mod facts;
mod heading;
mod html;
mod leaf;
mod line;
mod list;
mod names;
mod parser;
mod python_list;
mod references;
mod smartypants;
mod spans;
mod state;
mod table;
mod tags;
mod text;
mod toc;
mod write;

use crate::markup::markdown::options::Options;

pub(crate) use crate::markup::markdown::kramdown::facts::facts;
pub use crate::markup::markdown::kramdown::smartypants::smartify;

/// The HTML of Markdown in kramdown's dialect.
pub(crate) fn render(source: &str, options: &Options) -> String {
    convert::convert(&parser::parse(&added::with_definitions(source, options), options))
}
