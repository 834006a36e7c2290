//! What stands in for `extract` in a program without the feature `built`: a configuration that asks for it is an error
//! before anything gets here.

use crate::text::suggest::needs_feature;

/// No selectors.
pub const ARTICLE: &[&str] = &[];

/// No selectors.
pub const BOILERPLATE: &[&str] = &[];

/// An extractor, which cannot be made.
#[derive(Debug)]
pub enum Extractor {}

/// The feature is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`content = \"built\"` {}", needs_feature("built"))]
pub struct BadSelector;

impl Extractor {
    /// Makes none.
    ///
    /// # Errors
    /// Always.
    pub fn new<S: AsRef<str>>(_: &[S], _: &[S]) -> Result<Self, BadSelector> {
        Err(BadSelector)
    }

    /// Cannot be called.
    #[must_use]
    pub fn extract(&self, _: &str) -> Option<String> {
        match *self {}
    }
}
