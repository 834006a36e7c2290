//! Tera.

pub(super) mod files;
pub(super) mod functions;
#[cfg(test)]
mod tests;

use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::markdown;
use crate::site::conventions::jinja::{Dialect, filtered};
use crate::site::conventions::zola::tera::files::Files;
use crate::site::conventions::zola::tera::functions::called;

/// The language of Zola.
#[derive(Clone, Copy, Debug)]
pub(in crate::site::conventions::zola) struct Tera<'a> {
    /// What its functions read.
    pub(in crate::site::conventions::zola) files: Files<'a>,
    /// The configuration, which has the words of each language.
    pub(in crate::site::conventions::zola) config: Option<&'a Map>,
}

impl Dialect for Tera<'_> {
    fn filtered(&self, name: &str, value: Value, given: &Map, markdown: &markdown::Options) -> Option<Value> {
        filtered(name, value, given, markdown)
    }

    fn function(&self, name: &str, given: &Map, address: &str) -> Option<Value> {
        match name {
            "trans" => translated(self.config?, given),
            _ => called(self.files, address, name, given),
        }
    }
}

/// The word of a key in a language, the default one where none is named.
///
/// Source: Zola, `components/templates/src/global_fns/i18n.rs`.
fn translated(config: &Map, given: &Map) -> Option<Value> {
    let key = given.get("key")?.as_str()?;
    let default = config.get("default_language").and_then(Node::as_str).unwrap_or("en");
    let language = given.get("lang").and_then(Node::as_str).filter(|it| !it.is_empty()).unwrap_or(default);
    let of_site = config.get("translations").filter(|_| language == default);
    let of_language =
        || config.get("languages")?.value.as_map()?.get(language)?.value.as_map()?.get("translations");
    let words = of_site.or_else(of_language)?.value.as_map()?;
    words.get(key).map(|word| word.value.clone())
}
