//! `config.toml` or `zola.toml`.

use std::collections::BTreeSet;

use glob::Pattern;

use crate::markup::front_matter::{Map, Value, toml};
use crate::site::config::ConfigError;
use crate::site::conventions::fields::{strings, text_of};
use crate::site::conventions::zola::slug::Slugs;
use crate::text::source::SourceFile;
use crate::text::url::split_address;

/// What the configuration says.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    /// Scheme and host.
    pub(super) origin: Option<String>,
    /// The folder of the host: `/blog`, or nothing.
    pub(super) base: String,
    /// `base_url` as it is written.
    pub(super) root: Option<String>,
    /// The languages; the first is the default one, which has no folder.
    pub(super) languages: Vec<Language>,
    pub(super) author: Option<String>,
    /// How many entries feeds have; all where it is not set.
    pub(super) limit: Option<usize>,
    pub(super) paths: Slugs,
    pub(super) terms: Slugs,
    pub(super) anchors: Slugs,
    /// Whether a date that a name begins with stays in its URL.
    pub(super) keeps_dates: bool,
    pub(super) ignored: Vec<Pattern>,
    pub(super) output: String,
    pub(super) data: Map,
}

/// What the configuration says of one language.
#[derive(Clone, Debug)]
pub(super) struct Language {
    pub(super) code: String,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) has_feeds: bool,
    /// The names of feeds.
    pub(super) files: Vec<String>,
    pub(super) taxonomies: Vec<Taxonomy>,
}

/// A taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taxonomy {
    pub(super) name: String,
    pub(super) has_feeds: bool,
    pub(super) is_rendered: bool,
}

impl Configuration {
    /// Reads the first of the files.
    ///
    /// # Errors
    /// When it is not TOML, with the place.
    pub(super) fn read(file: Option<&SourceFile>) -> Result<Self, ConfigError> {
        let data = match file {
            None => Map::default(),
            Some(file) => match toml::parse(&file.text, 0) {
                (data, None) => data,
                (_, Some(fault)) => return Err(ConfigError::new(file, Some(fault.span), fault.message)),
            },
        };
        let (origin, base) =
            text_of(&data, "base_url").map_or((None, String::new()), |url| split_address(&url));
        let empty = Map::default();
        let slugify = data.get("slugify").and_then(|node| node.value.as_map()).unwrap_or(&empty);
        let slugs = |key: &str| text_of(slugify, key).map_or(Slugs::On, |name| Slugs::from_name(&name));
        let globs = strings(&data, "ignored_content");
        Ok(Self {
            origin,
            base,
            root: text_of(&data, "base_url"),
            languages: languages(&data),
            author: text_of(&data, "author").filter(|name| !name.is_empty()),
            limit: match data.get("feed_limit").map(|node| &node.value) {
                Some(Value::Int(limit)) => usize::try_from(*limit).ok(),
                _ => None,
            },
            paths: slugs("paths"),
            terms: slugs("taxonomies"),
            anchors: slugs("anchors"),
            keeps_dates: is_true(slugify, "paths_keep_dates"),
            ignored: globs.iter().filter_map(|glob| Pattern::new(glob).ok()).collect(),
            output: text_of(&data, "output_dir").unwrap_or_else(|| "public".to_owned()),
            data,
        })
    }

    /// The codes of all languages.
    pub(super) fn codes(&self) -> Vec<&str> {
        // A site of one language has dots in its names.
        match self.languages.as_slice() {
            [] | [_] => Vec::new(),
            languages => languages.iter().map(|language| language.code.as_str()).collect(),
        }
    }

    /// The language of a name without one.
    pub(super) fn default_language(&self) -> &str {
        self.languages.first().map_or("en", |language| &language.code)
    }

    /// The folder of a language's pages, with the slash before it; empty for the default one.
    pub(super) fn folder_of(&self, language: &str) -> String {
        if language == self.default_language() { String::new() } else { format!("/{language}") }
    }

    /// Whether a file below `content` is left out.
    pub(super) fn is_ignored(&self, path: &str) -> bool {
        // The generator compares the whole path, from the root of the disk; `*` takes slashes too.
        let path = format!("site/{path}");
        self.ignored.iter().any(|glob| glob.matches(&path))
    }
}

fn languages(data: &Map) -> Vec<Language> {
    let code = text_of(data, "default_language").unwrap_or_else(|| "en".to_owned());
    let others = data.get("languages").and_then(|node| node.value.as_map());
    let mut default = language(&code, data);
    // What the default language has in a table of its own stands in for what is not at the top.
    if let Some(own) = others.and_then(|map| map.get(&code)?.value.as_map()) {
        let own = language(&code, own);
        default.title = default.title.or(own.title);
        default.description = default.description.or(own.description);
        default.has_feeds |= own.has_feeds;
        default.taxonomies.extend(own.taxonomies);
    }
    let mut all = vec![default];
    for entry in others.iter().flat_map(|map| map.iter()) {
        if let Value::Map(own) = &entry.value.value
            && entry.key != code
        {
            all.push(language(&entry.key, own));
        }
    }
    // Before 0.16 a taxonomy named its language.
    for (code, taxonomy) in taxonomies(data).into_iter().filter_map(|(code, it)| Some((code?, it))) {
        if let Some(language) = all.iter_mut().skip(1).find(|language| language.code == code) {
            language.taxonomies.push(taxonomy);
        }
    }
    for language in &mut all {
        // One that is listed in two places is one.
        let mut names = BTreeSet::new();
        language.taxonomies.retain(|taxonomy| names.insert(taxonomy.name.clone()));
    }
    all
}

fn language(code: &str, data: &Map) -> Language {
    let mut files = strings(data, "feed_filenames");
    files.extend(text_of(data, "feed_filename"));
    if files.is_empty() {
        files.push("atom.xml".to_owned());
    }
    Language {
        code: code.to_owned(),
        title: text_of(data, "title"),
        description: text_of(data, "description"),
        has_feeds: is_true(data, "generate_feeds") || is_true(data, "generate_feed"),
        files,
        taxonomies: taxonomies(data)
            .into_iter()
            .filter(|(named, _)| named.as_deref().is_none_or(|named| named == code))
            .map(|(_, taxonomy)| taxonomy)
            .collect(),
    }
}

/// The taxonomies that a table lists, each with the language that it names.
fn taxonomies(data: &Map) -> Vec<(Option<String>, Taxonomy)> {
    let list = data.get("taxonomies").and_then(|node| node.value.as_list()).unwrap_or(&[]);
    let one = |map: &Map| {
        let name = text_of(map, "name")?;
        Some((
            text_of(map, "lang"),
            Taxonomy {
                name,
                has_feeds: is_true(map, "feed") || is_true(map, "rss"),
                is_rendered: map.get("render").and_then(|node| node.value.as_bool()) != Some(false),
            },
        ))
    };
    list.iter().filter_map(|node| one(node.value.as_map()?)).collect()
}

/// Whether a key is `true`.
pub(super) fn is_true(data: &Map, key: &str) -> bool {
    data.get(key).and_then(|node| node.value.as_bool()) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_own_feeds_and_taxonomies() {
        let text = "base_url = 'https://e.example/blog/'\ndefault_language = 'de'\nfeed_filenames = ['rss.xml']\n\
            taxonomies = [{name = 'tags', feed = true}]\n[languages.en]\ngenerate_feeds = true\ntitle = 'E'\n";
        let site = Configuration::read(Some(&SourceFile::new("config.toml", text))).unwrap();
        assert_eq!((site.origin.as_deref(), site.base.as_str()), (Some("https://e.example"), "/blog"));
        let [de, en] = site.languages.as_slice() else { panic!() };
        assert_eq!((de.has_feeds, de.files.as_slice()), (false, ["rss.xml".to_owned()].as_slice()));
        assert_eq!((en.has_feeds, en.files.as_slice()), (true, ["atom.xml".to_owned()].as_slice()));
        assert_eq!((de.taxonomies.len(), en.taxonomies.len()), (1, 0));
        assert_eq!((site.folder_of("de"), site.folder_of("en")), (String::new(), "/en".to_owned()));
    }

    #[test]
    fn taxonomies_in_two_places_are_one() {
        let text = "taxonomies = [{name = 'tags', feed = true}, {name = 'tags', lang = 'de'}]\n\
            [languages.de]\ntaxonomies = [{name = 'tags', feed = true}]\n";
        let site = Configuration::read(Some(&SourceFile::new("config.toml", text))).unwrap();
        let counts: Vec<usize> = site.languages.iter().map(|language| language.taxonomies.len()).collect();
        assert_eq!(counts, [1, 1]);
        assert!(site.languages.iter().all(|language| language.taxonomies[0].has_feeds));
    }
}
