//! Taxonomies: the terms that pages have, and their pages, which are the entries of a taxonomy's feed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{FrontMatter, Map, Node, Value};
use crate::site::conventions::hugo::dates::no_date;
use crate::site::conventions::hugo::languages::Language;
use crate::site::conventions::hugo::opened::{Hugo, Place};
use crate::site::conventions::hugo::paths::{encoded, joined};
use crate::site::conventions::hugo::permalinks::{Parts, expand};
use crate::site::conventions::hugo::sections::Index;
use crate::site::conventions::hugo::summary::MORE;
use crate::site::conventions::hugo::titles::title_case;
use crate::site::conventions::hugo::values::{list, text, title};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, POSTS, Post};
use crate::text::date;

/// The collection of the pages of terms.
pub(super) const TERMS: &str = "terms";

/// A term of one language's pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Term {
    /// The term as the first page has it, by path.
    pub(super) written: String,
    /// Its path: that of its own page, or of what is written. Terms that differ in capitals are one.
    pub(super) path: String,
    /// The ways in which pages write it.
    pub(super) spellings: BTreeSet<String>,
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
            let Some(taxonomy) = site.taxonomy_of(language, folder) else { continue };
            let Some(path) = folder.strip_prefix(taxonomy).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            let name = index.path.rsplit('/').nth(1).unwrap_or(path).to_owned();
            let term = terms.entry((language, taxonomy.to_owned(), path.to_lowercase())).or_default();
            (term.written, term.path) = (name, path.to_owned());
        }
    }
    // By path the first page of each, and whether the term has a page of its own.
    let mut first: BTreeMap<Key, (String, bool)> = BTreeMap::new();
    // Pages that no list has make terms all the same.
    let counts = |post: &Post| matches!(post.hidden, None | Some(Hidden::NotListed));
    for (number, post) in posts.iter().enumerate().filter(|(_, post)| counts(post)) {
        let Some((language, page)) = place_of(site, post) else { continue };
        for (_, taxonomy) in site.taxonomies(language) {
            for written in list(&post.data, taxonomy) {
                let path = site.style(language).path(&written);
                if path.is_empty() {
                    continue;
                }
                let key = (language, taxonomy.clone(), path.to_lowercase());
                let term = terms.entry(key.clone()).or_default();
                if post.hidden.is_none() && term.pages.last() != Some(&number) {
                    term.pages.push(number);
                }
                term.spellings.insert(written.clone());
                let known = first.get(&key);
                if known.is_none_or(|(known, _)| page < *known) {
                    // Without a path it is no term's page that is found, but that of the taxonomy.
                    let own = || {
                        let own = (language, taxonomy.clone(), term.path.clone());
                        !term.path.is_empty() && index_of(site, &own).is_some()
                    };
                    let is_own = known.map_or_else(own, |(_, is_own)| *is_own);
                    if !is_own {
                        term.path = path;
                    }
                    first.insert(key, (page.clone(), is_own));
                    term.written = written;
                }
            }
        }
    }
    terms
        .into_iter()
        .map(|((language, taxonomy, _), term)| ((language, taxonomy, term.path.clone()), term))
        .collect()
}

/// The language and the path of a page, or of a section that is an entry.
fn place_of(site: &Hugo, post: &Post) -> Option<(usize, String)> {
    if is_page(post) {
        return site.place(&post.path).map(|place| (place.language, place.path.clone()));
    }
    let is_section = text(&post.data, "taxonomy").is_none() && &*post.collection == TERMS;
    let language = language_of(site, post).filter(|_| is_section)?;
    Some((language, post.slug.to_string()))
}

/// The number of the language of a list that is an entry: by its path, since several may have one tag.
pub(super) fn language_of(site: &Hugo, post: &Post) -> Option<usize> {
    let mut languages = site.configuration.languages.iter();
    languages.position(|language| *post.path == path_of(language, &post.slug))
}

/// The path that a list has as an entry.
fn path_of(language: &Language, list: &str) -> String {
    format!("{}{list}/", language.folder)
}

/// The page of a term's own, where it has one.
pub(super) fn index_of<'s>(site: &'s Hugo, (language, taxonomy, path): &Key) -> Option<&'s Index> {
    site.sections.get(*language)?.indexes.get(&joined(&[taxonomy, path]))
}

/// The title of a term.
pub(super) fn title_of(site: &Hugo, key: &Key, term: &Term) -> String {
    let own = index_of(site, key).map(|index| title(&index.data)).filter(|title| !title.is_empty());
    own.unwrap_or_else(|| site.list_title(key.0, &term.written))
}

/// The path of the URL of a term's page, not encoded.
pub(super) fn url_of(site: &Hugo, key: &Key, term: &Term) -> String {
    let (language, taxonomy, path) = key;
    let folder = site.language_folder(*language);
    if let Some(pattern) =
        site.configuration.local(*language).permalinks.of("term", &joined(&[taxonomy, path]))
    {
        let title = title_of(site, key, term);
        let slug = index_of(site, key).and_then(|index| text(&index.data, "slug"));
        let (date, style) = (no_date(), site.style(*language));
        let parts = Parts {
            date: &date,
            sections: &[taxonomy],
            section_slugs: &[],
            title: &title,
            slug: slug.as_deref(),
            name: path.rsplit('/').next().unwrap_or(path),
            is_term: true,
            style,
        };
        return format!("/{}/", joined(&[folder, &expand(pattern, &parts)]));
    }
    if index_of(site, key).is_some() {
        return site.section_url(*language, &joined(&[taxonomy, path]));
    }
    format!("/{}/", joined(&[folder, taxonomy, path]))
}

/// The pages of terms, and those of sections that have terms, as entries of the feeds of taxonomies and terms.
pub(super) fn made_posts(site: &Hugo, posts: &[Arc<Post>]) -> Vec<Post> {
    let has_terms = |language: usize| site.configuration.local(language).has_kind("term");
    let lists = lists(site, posts);
    let with_lists: Vec<Arc<Post>> =
        posts.iter().cloned().chain(lists.iter().cloned().map(Arc::new)).collect();
    let of_terms = terms(site, &with_lists).into_iter().filter(|(key, _)| has_terms(key.0));
    let of_terms = of_terms.map(|(key, term)| {
        let (language, taxonomy, path) = &key;
        let list = List {
            language: *language,
            path: joined(&[taxonomy, path]),
            taxonomy,
            title: title_of(site, &key, &term),
            url: url_of(site, &key, &term),
            index: index_of(site, &key),
            pages: term.pages.iter().filter_map(|number| with_lists.get(*number)).collect(),
        };
        list.post(site)
    });
    let of_terms: Vec<Post> = of_terms.collect();
    lists.into_iter().chain(of_terms).collect()
}

/// The pages of sections that have terms themselves.
fn lists(site: &Hugo, posts: &[Arc<Post>]) -> Vec<Post> {
    let mut lists = Vec::new();
    let mut places: Option<Vec<(&Arc<Post>, Arc<Place>)>> = None;
    let placed = || {
        let visible = posts.iter().filter(|post| post.hidden.is_none());
        visible.filter_map(|post| Some((post, site.place(&post.path)?))).collect::<Vec<_>>()
    };
    for (language, sections) in site.sections.iter().enumerate() {
        for (section, index) in &sections.indexes {
            let has_terms =
                site.taxonomies(language).iter().any(|(_, many)| !list(&index.data, many).is_empty());
            if section.is_empty() || !has_terms || site.taxonomy_of(language, section).is_some() {
                continue;
            }
            let is_below = |place: &Place| {
                let rest = place.path_of_folder.strip_prefix(section.as_str());
                place.language == language
                    && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let pages = places.get_or_insert_with(placed).iter();
            let list = List {
                language,
                path: section.clone(),
                taxonomy: "",
                title: title(&index.data),
                url: site.section_url(language, section),
                index: Some(index),
                pages: pages.filter(|(_, place)| is_below(place)).map(|(post, _)| *post).collect(),
            };
            lists.push(list.post(site));
        }
    }
    lists
}

/// A list of pages that is an entry of a feed itself.
struct List<'a> {
    language: usize,
    path: String,
    /// The taxonomy that it is a term of; empty for a section.
    taxonomy: &'a str,
    title: String,
    url: String,
    index: Option<&'a Index>,
    pages: Vec<&'a Arc<Post>>,
}

impl List<'_> {
    fn post(self, site: &Hugo) -> Post {
        let newest = |date: &dyn Fn(&Post) -> DateTime<FixedOffset>| {
            self.pages.iter().map(|post| date(post)).max().unwrap_or_else(no_date)
        };
        let own = self.index;
        let written = own.and_then(|index| text(&index.data, "date"));
        let written = written.and_then(|date| {
            date::parse_as_written(&date, site.configuration.local(self.language).zone).ok()
        });
        let mut data = own.map_or_else(Map::default, |index| index.data.clone());
        data.insert("taxonomy", Node::unwritten(Value::String(self.taxonomy.to_owned())));
        let kind = if self.taxonomy.is_empty() { "section" } else { "term" };
        let url = site.list_url(kind, &self.path, self.url);
        let link = site.absolute(&url);
        let language = site.configuration.languages.get(self.language);
        Post {
            // Without a file: nothing is read, and nothing is linted.
            path: Arc::from(language.map_or_else(String::new, |language| path_of(language, &self.path))),
            hidden_path: 0,
            collection: Arc::from(TERMS),
            url: encoded(&url),
            id: link.clone(),
            guid: None,
            link,
            slug: self.path.into(),
            date: written.unwrap_or_else(|| newest(&|post| post.date)),
            published: Some(written.unwrap_or_else(|| newest(&|post| post.published.unwrap_or(post.date)))),
            date_source: match (self.pages.is_empty(), written) {
                (true, None) => DateSource::None,
                _ => DateSource::FrontMatter,
            },
            updated: newest(&|post| post.updated),
            title: self.title,
            categories: Box::default(),
            tags: Box::default(),
            authors: Box::default(),
            language: language.map(|language| language.tag.as_str().into()),
            description: None,
            excerpt_separator: Arc::from(MORE),
            image: None,
            redirect_to: None,
            redirect_from: Box::default(),
            hidden: own.filter(|index| !Hugo::is_rendered(&index.data)).map(|_| Hidden::NotRendered),
            same_as: None,
            draft: false,
            // A page of its own is among the pages of the site.
            output: own.is_none(),
            markup: Markup::Markdown,
            liquid: false,
            front_matter: FrontMatter { body: own.map_or(0, |index| index.body), ..FrontMatter::default() },
            text: Some(Arc::from(own.map_or("", |index| index.text.as_str()))),
            data,
            way: 0,
            as_read: Fingerprint::default(),
            includes: false,
        }
    }
}

impl Hugo {
    /// The title that is made of a term's name.
    pub(super) fn list_title(&self, language: usize, name: &str) -> String {
        let local = self.configuration.local(language);
        if !local.switch("capitalizelisttitles", true) {
            return name.to_owned();
        }
        let style = text(&local.data, "titlecasestyle").unwrap_or_default();
        title_case(name, &style.to_lowercase())
    }
}

/// Whether a post is a page of the site, no term's.
pub(super) fn is_page(post: &Post) -> bool {
    &*post.collection == POSTS
}
