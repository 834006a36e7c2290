//! The kramdown dialect: blocks as kramdown reads them, text with markup through pulldown-cmark.

mod abbreviations;
mod attributes;
mod block;
mod convert;
mod definitions;
mod extension;
mod html;
mod inline;
mod layout;
mod leaf;
mod line;
mod list;
mod parser;
mod spans;
mod table;
mod tags;
mod toc;

use crate::markdown::options::Options;

/// The HTML of a text in kramdown's dialect.
pub(crate) fn render(source: &str, options: &Options) -> String {
    convert::convert(parser::parse(source, options))
}
