//! A feed that a site asks for.

use crate::markup::front_matter::Map;
use crate::markup::javascript::Object;
use crate::site::conventions::eleventy::collections::Made;
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::templating::{Shared, Variables, run};
use crate::text::html::text::unescape;

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
    /// Whether the collection is turned round.
    pub(super) reverses: bool,
    /// Whether the collection is shown as it is.
    pub(super) is_plain: bool,
    /// Whether it is the plugin's, and no template of the site.
    pub(super) is_plugins: bool,
    /// The template that writes it.
    pub(super) source: String,
    /// Whether a template shows whole content.
    pub(super) has_content: bool,
    /// Whether it names the author of each entry.
    pub(super) has_authors: bool,
    /// What a template writes of the feed itself.
    pub(super) head: Option<Head>,
}

/// What a template writes of its feed: text of the template, by element.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) elements: Vec<(&'static str, String)>,
    /// The data of the template.
    pub(super) data: Map,
    pub(super) engine: Engine,
}

impl Head {
    /// The text of an element; nothing where it cannot be told.
    pub(super) fn text(&self, element: &str, shared: &Shared) -> Option<String> {
        let (_, template) = self.elements.iter().find(|(name, _)| *name == element)?;
        let page = Map::default();
        let variables = Variables { shared, data: &self.data, page: &page };
        let text = run(template, self.engine, &variables).ok()?;
        let text = unescape(text.trim()).into_owned();
        (!text.is_empty() && !text.contains(['{', '<'])).then_some(text)
    }
}
