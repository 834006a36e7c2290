//! The languages of a site: which exist, where their content lies and below which folder their pages are.

use crate::markup::front_matter::Map;
use crate::site::conventions::hugo::local::Local;
use crate::site::conventions::hugo::values::{list, number, table, text, truth};
use crate::text::url::split_address;

/// One language.
#[derive(Clone, Debug)]
pub(super) struct Language {
    /// Its key in the configuration and in file names.
    pub(super) key: String,
    /// Its tag in feeds.
    pub(super) tag: String,
    /// The configuration as the language sees it.
    pub(super) local: Local,
    /// The folder of its content.
    pub(super) content: String,
    /// The folder that its pages are below, with a slash at the end; empty for the top of the site.
    pub(super) folder: String,
    /// Scheme, host and path of its own address, where languages have such: its folder is the top of the site there.
    pub(super) base: Option<(String, String)>,
    /// Each taxonomy: its name in the configuration, and the key of front matter.
    pub(super) taxonomies: Vec<(String, String)>,
}

/// The languages that are written, the default one first.
///
/// # Errors
/// When the time zone of one is not known.
pub(super) fn languages(data: &Map, content: &str) -> Result<Vec<Language>, String> {
    let default = text(data, "defaultcontentlanguage").unwrap_or_else(|| "en".to_owned()).to_lowercase();
    let in_folder = truth(data, "defaultcontentlanguageinsubdir") == Some(true);
    let tag = |map: &Map| text(map, "locale").or_else(|| text(map, "languagecode"));
    let empty = Map::default();
    let configured = table(data, "languages").unwrap_or(&empty);
    let disabled = disabled_languages(data);
    let has_address = |map: &Map| text(map, "baseurl").is_some();
    let have_addresses = configured.iter().any(|it| it.value.value.as_map().is_some_and(has_address));
    let address = |map: &Map| text(map, "baseurl").and_then(|url| base(&url));
    let mut found: Vec<(bool, usize, Language)> = Vec::new();
    for entry in configured {
        let Some(own) = entry.value.value.as_map() else { continue };
        let key = &entry.key;
        if disabled.contains(key) {
            continue;
        }
        let is_default = *key == default;
        let language = Language {
            key: key.clone(),
            tag: tag(own).or_else(|| tag(data).filter(|_| is_default)).unwrap_or_else(|| key.clone()),
            local: Local::new(data, own)?,
            content: text(own, "contentdir")
                .map(|folder| folder.trim_matches('/').to_owned())
                .unwrap_or_else(|| content.to_owned()),
            folder: if is_default && !in_folder && !have_addresses {
                String::new()
            } else {
                format!("{key}/")
            },
            base: if have_addresses { address(own).or_else(|| address(data)) } else { None },
            taxonomies: own_taxonomies(own).unwrap_or_else(|| taxonomies(data)),
        };
        found.push((!is_default, number(own, "weight").unwrap_or(0), language));
    }
    if found.is_empty() {
        return Ok(vec![Language {
            tag: tag(data).unwrap_or_else(|| default.clone()),
            local: Local::new(data, &empty)?,
            content: content.to_owned(),
            folder: if in_folder { format!("{default}/") } else { String::new() },
            base: None,
            taxonomies: taxonomies(data),
            key: default,
        }]);
    }
    found.sort_by(|a, b| (a.0, a.1, &a.2.key).cmp(&(b.0, b.1, &b.2.key)));
    Ok(found.into_iter().map(|(_, _, language)| language).collect())
}

/// The keys of languages that are configured and not written.
pub(super) fn disabled_languages(data: &Map) -> Vec<String> {
    let is_off = |map: &Map| truth(map, "disabled") == Some(true);
    let configured = table(data, "languages").into_iter().flatten();
    let off = configured.filter(|entry| entry.value.value.as_map().is_some_and(is_off));
    let named = list(data, "disablelanguages").into_iter().map(|key| key.to_lowercase());
    off.map(|entry| entry.key.clone()).chain(named).collect()
}

/// The origin of an address, and the path that all others begin with; nothing where it has no host.
pub(super) fn base(url: &str) -> Option<(String, String)> {
    let (origin, path) = split_address(url);
    Some((origin?, path))
}

fn taxonomies(data: &Map) -> Vec<(String, String)> {
    let default = || [("category", "categories"), ("tag", "tags")];
    own_taxonomies(data)
        .unwrap_or_else(|| default().map(|(one, many)| (one.to_owned(), many.to_owned())).into())
}

/// The taxonomies that a mapping sets.
fn own_taxonomies(data: &Map) -> Option<Vec<(String, String)>> {
    // `indexes` is the name that old sites have for them.
    let map = table(data, "taxonomies").or_else(|| table(data, "indexes"))?;
    Some(
        map.iter()
            .map(|entry| (entry.key.clone(), entry.value.value.to_ruby_string().to_lowercase()))
            .collect(),
    )
}
