//! Taxonomies: the terms that pages have, and their pages, which are the entries of a taxonomy's feed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::front_matter::{FrontMatter, Map, Node, Value};
use crate::site::conventions::hugo::dates::no_date;
use crate::site::conventions::hugo::opened::Hugo;
use crate::site::conventions::hugo::paths::joined;
use crate::site::conventions::hugo::permalinks::{Parts, expand};
use crate::site::conventions::hugo::sections::Index;
use crate::site::conventions::hugo::summary::MORE;
use crate::site::conventions::hugo::titles::title_case;
use crate::site::conventions::hugo::values::{list, text, title};
use crate::site::post::{DateSource, Fingerprint, Markup, POSTS, Post};

/// The collection of the pages of terms.
pub(super) const TERMS: &str = "terms";

/// A term of one language's pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Term {
    /// The term as the first page has it, by path.
    pub(super) written: String,
    /// The pages that have it, by their number, in the order of feeds.
    pub(super) pages: Vec<usize>,
}

/// A term's language, taxonomy and path.
pub(super) type Key = (usize, String, String);

/// The terms that visible pages have, and those with a page of their own.
pub(super) fn terms(site: &Hugo, posts: &[Arc<Post>]) -> BTreeMap<Key, Term> {
    let mut terms: BTreeMap<Key, Term> = BTreeMap::new();
    for (language, sections) in site.sections.iter().enumerate() {
        for (folder, index) in &sections.indexes {
            let Some(taxonomy) = site.taxonomy_of(folder) else { continue };
            let Some(path) = folder.strip_prefix(taxonomy).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            let name = index.path.rsplit('/').nth(1).unwrap_or(path).to_owned();
            terms.entry((language, taxonomy.to_owned(), path.to_owned())).or_default().written = name;
        }
    }
    let mut first: BTreeMap<Key, &str> = BTreeMap::new();
    for (number, post) in posts.iter().enumerate().filter(|(_, post)| post.is_post() && post.hidden.is_none())
    {
        let Some(place) = site.place(&post.path) else { continue };
        for (_, taxonomy) in &site.configuration.taxonomies {
            for written in list(&post.data, taxonomy) {
                let path = site.style().path(&written);
                if path.is_empty() {
                    continue;
                }
                let key = (place.language, taxonomy.clone(), path);
                let term = terms.entry(key.clone()).or_default();
                if term.pages.last() != Some(&number) {
                    term.pages.push(number);
                }
                if first.get(&key).is_none_or(|known| *post.path < **known) {
                    first.insert(key, &post.path);
                    term.written = written;
                }
            }
        }
    }
    terms
}

/// The page of a term's own, where it has one.
pub(super) fn index_of<'s>(site: &'s Hugo, (language, taxonomy, path): &Key) -> Option<&'s Index> {
    site.sections.get(*language)?.indexes.get(&joined(&[taxonomy, path]))
}

/// The title of a term.
pub(super) fn title_of(site: &Hugo, key: &Key, term: &Term) -> String {
    let own = index_of(site, key).map(|index| title(&index.data)).filter(|title| !title.is_empty());
    own.unwrap_or_else(|| site.list_title(&term.written))
}

/// The path of the URL of a term's page, not encoded.
pub(super) fn url_of(site: &Hugo, key: &Key, term: &Term) -> String {
    let (language, taxonomy, path) = key;
    let folder = site.language_folder(*language);
    if let Some(pattern) = site.configuration.permalinks.of_term(taxonomy) {
        let title = title_of(site, key, term);
        let (date, style) = (no_date(), site.style());
        let parts =
            Parts { date: &date, sections: &[taxonomy], title: &title, slug: None, name: path, style };
        return format!("/{}/", joined(&[folder, &expand(pattern, &parts)]));
    }
    if index_of(site, key).is_some() {
        return site.section_url(*language, &joined(&[taxonomy, path]));
    }
    format!("/{}/", joined(&[folder, taxonomy, path]))
}

/// The pages of terms as entries of the feeds of taxonomies, in the order of those.
pub(super) fn made_posts(site: &Hugo, posts: &[Arc<Post>]) -> Vec<Post> {
    if !site.configuration.has_kind("term") {
        return Vec::new();
    }
    terms(site, posts).iter().map(|(key, term)| made_post(site, posts, key, term)).collect()
}

fn made_post(site: &Hugo, posts: &[Arc<Post>], key: &Key, term: &Term) -> Post {
    let (language, taxonomy, path) = key;
    let pages = || term.pages.iter().filter_map(|number| posts.get(*number));
    let newest = |date: &dyn Fn(&Post) -> chrono::DateTime<chrono::FixedOffset>| {
        pages().map(|post| date(post)).max().unwrap_or_else(no_date)
    };
    let date = newest(&|post| post.date);
    let url = url_of(site, key, term);
    let own = index_of(site, key);
    let mut data = own.map_or_else(Map::default, |index| index.data.clone());
    data.insert("taxonomy", Node::unwritten(Value::String(taxonomy.clone())));
    let link = site.absolute(&url);
    Post {
        // Without a file: nothing is read, and nothing is linted.
        path: Arc::from(format!("{}/", joined(&[taxonomy, path]))),
        hidden_path: 0,
        collection: Arc::from(TERMS),
        title: title_of(site, key, term),
        url: super::paths::encoded(&url),
        id: link.clone(),
        link,
        slug: path.clone(),
        date,
        published: Some(newest(&|post| post.published.unwrap_or(post.date))),
        date_source: if term.pages.is_empty() { DateSource::None } else { DateSource::FrontMatter },
        updated: newest(&|post| post.updated),
        categories: Vec::new(),
        tags: Vec::new(),
        authors: Vec::new(),
        language: site.configuration.languages.get(*language).map(|language| language.key.clone()),
        description: None,
        excerpt_separator: MORE.to_owned(),
        image: None,
        redirect_to: None,
        redirect_from: Vec::new(),
        hidden: None,
        same_as: None,
        draft: false,
        output: own.is_none(),
        markup: Markup::Markdown,
        liquid: false,
        front_matter: FrontMatter { body: own.map_or(0, |index| index.body), ..FrontMatter::default() },
        text: Some(Arc::from(own.map_or("", |index| index.text.as_str()))),
        data,
        as_read: Fingerprint::default(),
    }
}

impl Hugo {
    /// The title that is made of a term's name.
    pub(super) fn list_title(&self, name: &str) -> String {
        if !self.configuration.switch("capitalizelisttitles", true) {
            return name.to_owned();
        }
        let style = text(&self.configuration.data, "titlecasestyle").unwrap_or_default();
        title_case(name, &style.to_lowercase())
    }
}

/// Whether a post is a page of the site, no term's.
pub(super) fn is_page(post: &Post) -> bool {
    &*post.collection == POSTS
}
