//! Tera.

use crate::markup::front_matter::{Map, Node, Value};
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
    /// The configuration, which has the words of each language.
    pub(in crate::site::conventions) config: Option<&'a Map>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::front_matter::toml;

    #[test]
    fn words_are_those_of_a_language() {
        let text =
            "default_language = \"en\"\n[translations]\na = \"A\"\n[languages.cy.translations]\na = \"Â\"\n";
        let config = toml::parse(text, 0).0;
        let tera = Tera { files: Files::none(), config: Some(&config) };
        let word = |pairs: &[(&str, &str)]| {
            let given = pairs.iter().map(|(key, value)| (*key, Value::from(*value)));
            tera.function("trans", &Map::from_iter(given), "")
        };
        assert_eq!(word(&[("key", "a")]), Some(Value::from("A")));
        assert_eq!(word(&[("key", "a"), ("lang", "en")]), Some(Value::from("A")));
        assert_eq!(word(&[("key", "a"), ("lang", "cy")]), Some(Value::from("Â")));
        assert_eq!(word(&[("key", "a"), ("lang", "fr")]), None);
        assert_eq!(word(&[("key", "b")]), None);
    }
}
