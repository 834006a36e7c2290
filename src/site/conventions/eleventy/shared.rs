//! What templates see: the data of one, and what all of them share.

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::Map;
use crate::markup::javascript::Value as Js;
use crate::markup::markdown;

/// What all templates of a site share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Global data.
    pub(super) global: Map,
    /// The site's own filters.
    pub(super) filters: Vec<(String, Js)>,
    pub(super) markdown: markdown::Options,
    pub(super) path_prefix: String,
    pub(super) url: Option<String>,
    pub(super) now: DateTime<FixedOffset>,
}

/// What one template sees.
pub(super) struct Variables<'a> {
    pub(super) shared: &'a Shared,
    pub(super) data: &'a Map,
    /// `page`.
    pub(super) page: &'a Map,
}
