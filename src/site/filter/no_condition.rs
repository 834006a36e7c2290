//! `where` in a program without CEL: an error, never ignored.

use crate::site::Settings;
use crate::site::filter::truth::Truth;
use crate::site::post::Post;
use crate::text::suggest::needs_feature;

/// A condition, of which there is none.
pub(super) enum Condition {}

impl Condition {
    /// Never makes one.
    ///
    /// # Errors
    /// Always, with the way to a program that can.
    pub(super) fn new(_: &'static str, _: &str) -> Result<Self, String> {
        Err(needs_feature("where"))
    }

    /// Cannot be called.
    pub(super) fn holds(&self, _: &Settings, _: &Post) -> Result<Truth, String> {
        match *self {}
    }
}
