//! Tera.

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown;
use crate::site::conventions::jinja::dialect::Dialect;
use crate::site::conventions::jinja::files::Files;
use crate::site::conventions::jinja::filters::filtered;
use crate::site::conventions::jinja::functions::called;

/// The language of Zola.
#[derive(Clone, Copy, Debug)]
pub(in crate::site::conventions) struct Tera<'a> {
    /// What its functions read.
    pub(in crate::site::conventions) files: Files<'a>,
}

impl Dialect for Tera<'_> {
    fn filtered(&self, name: &str, value: Value, given: &Map, markdown: &markdown::Options) -> Option<Value> {
        filtered(name, value, given, markdown)
    }

    fn function(&self, name: &str, given: &Map, address: &str) -> Option<Value> {
        called(self.files, address, name, given)
    }
}
