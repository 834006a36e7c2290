//! `[built]`.

use serde::Deserialize;

use crate::site::config::list;
#[cfg(feature = "schema")]
use crate::site::config::list::OneOrMany;

/// How the article is found in a built page.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[built]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Built {
    /// The folder with the built site; by default the generator's output folder.
    pub folder: Option<String>,
    /// CSS selectors, tried in order; the first element that matches is the article.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "OneOrMany<String>"))]
    pub selectors: Vec<String>,
    /// CSS selectors of what is taken out of it, beside scripts, styles, heading anchors and share buttons.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "OneOrMany<String>"))]
    pub remove: Vec<String>,
}

#[cfg(not(feature = "built"))]
impl Built {
    /// The first key that holds CSS selectors.
    pub(super) fn needs_selectors(&self) -> Option<&'static str> {
        let keys = [("selectors", &self.selectors), ("remove", &self.remove)];
        keys.into_iter().find(|(_, selectors)| !selectors.is_empty()).map(|(key, _)| key)
    }
}
