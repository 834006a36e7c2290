//! The dialect of the Markdown whose facts are collected.

use crate::markup::markdown::options::Options;

/// The dialect of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Language<'o> {
    /// Markdown, read with these options.
    Markdown(&'o Options),
    /// HTML throughout.
    Html,
}

/// What `{{` and `{%` are in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Braces {
    /// The beginning of Liquid, which no fact is made of.
    Liquid,
    /// Text: it is a template's result.
    Text,
}
