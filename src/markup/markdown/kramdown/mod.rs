//! The kramdown dialect: blocks as kramdown reads them, text with markup through pulldown-cmark.

mod abbreviations;
mod attributes;
mod block;
mod boundary;
mod convert;
mod definitions;
mod emphasis;
mod extension;
mod finder;
mod html;
mod inline;
mod layout;
mod leaf;
mod line;
mod list;
mod parser;
mod references;
mod simple;
mod smartypants;
mod spans;
mod state;
mod table;
mod tags;
mod toc;
mod units;
mod walk;

use crate::markup::markdown::kramdown::layout::Context;
use crate::markup::markdown::options::Options;

pub(crate) use crate::markup::markdown::kramdown::definitions::normalise;
pub(crate) use crate::markup::markdown::kramdown::inline::{flags, text_of_html};
pub(crate) use crate::markup::markdown::kramdown::layout::{Heading, Insert, Layout, Simple};
pub(crate) use crate::markup::markdown::kramdown::parser::parse;
pub(crate) use crate::markup::markdown::kramdown::simple::{Piece, SimpleLink, SimpleTarget};
pub use crate::markup::markdown::kramdown::smartypants::smartify;
pub(crate) use crate::markup::markdown::kramdown::state::Document;

/// The HTML of a text in kramdown's dialect.
pub(crate) fn render(source: &str, options: &Options) -> String {
    convert::convert(parse(source, options), true)
}

/// All texts of a document laid out with their places in the source, footnotes last; where `simple` is wanted, those that
/// are simple are read at once and not laid out.
pub(crate) fn lay_out(document: &mut Document<'_>, simple: bool) -> Layout {
    let mut blocks = std::mem::take(&mut document.blocks);
    let mut layout = Layout::default();
    layout.chunks.reserve(blocks.len());
    layout.pieces.reserve(blocks.len() + blocks.len() / 2);
    walk::lay_out(&mut layout, &mut blocks, &Context::new(document, true, simple));
    layout.inside = true;
    for number in 0..document.footnotes.len() {
        let note = document.footnotes.get_mut(number).map(|note| std::mem::take(&mut note.children));
        walk::lay_out(&mut layout, &mut note.unwrap_or_default(), &Context::new(document, true, simple));
    }
    layout
}
