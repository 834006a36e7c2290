//! A feed that a site asks for.

use crate::markup::javascript::Object;
use crate::site::conventions::eleventy::collections::Made;

/// A feed that the site asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Where it is written, below the output folder.
    pub(super) path: String,
    /// `atom`, `rss` or `json`.
    pub(super) format: &'static str,
    pub(super) metadata: Object,
    /// The collections that it is made of.
    pub(super) tags: Vec<String>,
    /// How many entries, 0 for all.
    pub(super) limit: usize,
    /// What its collection's function does.
    pub(super) made: Option<Made>,
    /// Whether it is the plugin's, and no template of the site.
    pub(super) is_plugins: bool,
    /// The template that writes it.
    pub(super) source: String,
    /// Whether a template shows whole content.
    pub(super) has_content: bool,
}
