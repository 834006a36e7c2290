//! The rows of the feeds that a site has: of the home page, sections, taxonomies and terms, in every language.

use std::collections::BTreeMap;
use std::sync::Arc;

use glob::Pattern;

use crate::markup::front_matter::Value;
use crate::site::config::{Content, Feed, FeedPage, Format, Limit, OneOrMany};
use crate::site::conventions::hugo::opened::{Hugo, build};
use crate::site::conventions::hugo::order::order;
use crate::site::conventions::hugo::templates::{Candidate, Template, template_of};
use crate::site::conventions::hugo::terms::{self, TERMS, is_page};
use crate::site::conventions::hugo::titles::plural;
use crate::site::conventions::hugo::values::{at, list, text, title, whole};
use crate::site::post::{POSTS, Post};

/// A feed, and the template of the site's own that writes it.
pub(super) struct Asked<'s> {
    pub(super) feed: Feed,
    pub(super) template: Option<&'s Template>,
    kind: &'static str,
}

/// The feeds that the site has.
pub(super) fn feeds<'s>(site: &'s Hugo, posts: &[Arc<Post>]) -> Vec<Asked<'s>> {
    let mut feeds = Vec::new();
    let pages = Pages::of(site, posts);
    for language in 0..site.configuration.languages.len() {
        home(site, language, &pages, &mut feeds);
        sections(site, language, &pages, &mut feeds);
        taxonomies(site, language, posts, &mut feeds);
    }
    of_terms(site, posts, &mut feeds);
    if !site.templates.is_empty() {
        without_others(site, posts, &mut feeds);
    }
    feeds
}

/// Takes the pages out of feeds that the templates which write them leave out.
fn without_others(site: &Hugo, posts: &[Arc<Post>], feeds: &mut [Asked<'_>]) {
    let sections: Vec<String> = posts
        .iter()
        .map(|post| {
            match text(&post.data, "type")
                .or_else(|| site.place(&post.path).map(|it| it.path_of_folder.clone()))
            {
                Some(path) => path.split('/').next().unwrap_or("").to_owned(),
                None => String::new(),
            }
        })
        .collect();
    let data = &site.configuration.data;
    let named = ["params.mainsections", "mainsections"].map(|key| list(data, key));
    let main_sections = match named.into_iter().find(|named| !named.is_empty()) {
        Some(named) => named,
        None => largest(&sections).into_iter().collect(),
    };
    for Asked { feed, template, kind } in feeds {
        let (Some(template), Some(members)) = (template, &mut feed.members) else { continue };
        members.retain(|number| {
            let (Some(post), Some(section)) = (posts.get(*number), sections.get(*number)) else {
                return true;
            };
            let layout = text(&post.data, "layout");
            let candidate = Candidate {
                data: &post.data,
                layout: layout.as_deref(),
                section,
                main_sections: &main_sections,
            };
            !is_page(post) || template.takes(kind, &candidate)
        });
    }
}

/// The section with the most pages: what Hugo calls main where nothing is set.
fn largest(sections: &[String]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for section in sections.iter().filter(|section| !section.is_empty()) {
        *counts.entry(section).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
    most.map(|(name, _)| name.to_owned())
}

/// The pages of each language and section, by number, in order.
#[derive(Default)]
struct Pages {
    home: BTreeMap<usize, Vec<usize>>,
    sections: BTreeMap<(usize, String), Vec<usize>>,
}

impl Pages {
    fn of(site: &Hugo, posts: &[Arc<Post>]) -> Self {
        let mut pages = Self::default();
        for (number, post) in posts.iter().enumerate().filter(|(_, post)| is_page(post)) {
            let Some(place) = site.place(&post.path) else { continue };
            if build(&post.data, "list").as_deref() != Some("local") {
                pages.home.entry(place.language).or_default().push(number);
            }
            let section = site.section_of(&place).to_owned();
            pages.sections.entry((place.language, section)).or_default().push(number);
        }
        pages
    }
}

/// A feed of one page.
struct Page<'a> {
    language: usize,
    /// The path of its URL, not encoded.
    url: String,
    title: &'a str,
    members: Vec<usize>,
    kind: &'static str,
    section: &'a str,
}

/// The formats of the feeds of a kind of page; `own` are the outputs that its front matter names.
fn formats(site: &Hugo, language: usize, kind: &str, own: Option<&Value>) -> Vec<&'static str> {
    let local = site.configuration.local(language);
    let rss = local.has_feed(kind, own).then_some("rss");
    rss.into_iter().chain(local.has_atom(kind, own).then_some("atom")).collect()
}

fn row<'s>(site: &'s Hugo, page: Page<'_>, format: &str) -> Asked<'s> {
    let template = template_of(&site.templates, format, (page.kind, page.section));
    let language = site.configuration.languages.get(page.language);
    let local = site.configuration.local(page.language);
    let site_title = local.title.as_deref().or(site.settings.title.as_deref()).unwrap_or_default();
    let is_home = page.title.is_empty() || page.title == site_title;
    let (title, place) = if is_home {
        (site_title.to_owned(), String::new())
    } else {
        (format!("{} on {site_title}", page.title), format!("in {} ", page.title))
    };
    let path = format!("{}{}", page.url.trim_start_matches('/'), local.feed_name(format));
    let feed = Feed {
        format: OneOrMany(vec![Format::new(format)]),
        title: Some(title),
        description: Some(format!("Recent content {place}on {site_title}")),
        limit: Some(match local.limit {
            0 => Limit::All,
            limit => Limit::Newest(limit),
        }),
        members: Some(page.members),
        page: Some(FeedPage {
            self_url: Some(site.absolute(&format!("/{path}"))),
            url: site.absolute(&site.list_url(page.kind, page.section, page.url)),
            language: language.map(|language| language.tag.clone()),
            rights: local.copyright.clone(),
            template: template.map(|template| template.path.clone()),
        }),
        path: Some(path),
        content: template.and_then(|template| template.content(&local.data)),
        summary: template.and_then(|template| template.summary(&local.data)),
        ..Feed::default()
    };
    Asked { feed, template, kind: page.kind }
}

fn home<'s>(site: &'s Hugo, language: usize, pages: &Pages, feeds: &mut Vec<Asked<'s>>) {
    let index = site.sections.get(language).and_then(|sections| sections.indexes.get(""));
    let own = index.and_then(|index| at(&index.data, "outputs"));
    for format in formats(site, language, "home", own) {
        let url = format!("/{}", site.language_folder(language));
        let members = pages.home.get(&language).cloned().unwrap_or_default();
        let title = index.map(|index| title(&index.data)).unwrap_or_default();
        let page = Page { language, url, title: &title, members, kind: "home", section: "" };
        feeds.push(row(site, page, format));
    }
}

fn sections<'s>(site: &'s Hugo, language: usize, pages: &Pages, feeds: &mut Vec<Asked<'s>>) {
    let Some(sections) = site.sections.get(language) else { return };
    for section in sections.all().into_iter().filter(|section| site.taxonomy_of(language, section).is_none())
    {
        let index = sections.indexes.get(section);
        let own = index.and_then(|index| at(&index.data, "outputs"));
        let is_rendered = index.is_none_or(|index| Hugo::is_rendered(&index.data));
        let formats = formats(site, language, "section", own);
        if !is_rendered || formats.is_empty() {
            continue;
        }
        let title = index.map(|index| title(&index.data)).unwrap_or_else(|| {
            let name = sections.tops.get(section).map_or(section, String::as_str);
            let name = name.rsplit('/').next().unwrap_or(name);
            let is_plural = site.configuration.local(language).switch("pluralizelisttitles", true);
            site.list_title(language, &if is_plural { plural(name) } else { name.to_owned() })
        });
        let url = site.section_url(language, section);
        let members = pages.sections.get(&(language, section.to_owned())).cloned().unwrap_or_default();
        for format in formats {
            let (url, members) = (url.clone(), members.clone());
            let page = Page { language, url, title: &title, members, kind: "section", section };
            let Asked { mut feed, template, kind } = row(site, page, format);
            (feed.paths, feed.exclude_paths) = paths(site, language, section);
            feeds.push(Asked { feed, template, kind });
        }
    }
}

fn taxonomies<'s>(site: &'s Hugo, language: usize, posts: &[Arc<Post>], feeds: &mut Vec<Asked<'s>>) {
    for (_, taxonomy) in site.taxonomies(language) {
        let index = site.sections.get(language).and_then(|sections| sections.indexes.get(taxonomy));
        let own = index.and_then(|index| at(&index.data, "outputs"));
        let formats = formats(site, language, "taxonomy", own);
        if formats.is_empty() {
            continue;
        }
        let title = index.map(|index| title(&index.data)).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| site.list_title(language, taxonomy));
        let url = site.section_url(language, taxonomy);
        let is_of = |post: &Post| {
            &*post.collection == TERMS
                && terms::language_of(site, post) == Some(language)
                && text(&post.data, "taxonomy").as_deref() == Some(taxonomy)
        };
        let members: Vec<usize> =
            posts.iter().enumerate().filter(|(_, post)| is_of(post)).map(|(number, _)| number).collect();
        let members = in_order(members, posts);
        for format in formats {
            let (url, members) = (url.clone(), members.clone());
            let page = Page { language, url, title: &title, members, kind: "taxonomy", section: taxonomy };
            let Asked { mut feed, template, kind } = row(site, page, format);
            feed.collections = OneOrMany(vec![TERMS.to_owned()]);
            feed.content = Some(Content::Summary);
            feeds.push(Asked { feed, template, kind });
        }
    }
}

fn of_terms<'s>(site: &'s Hugo, posts: &[Arc<Post>], feeds: &mut Vec<Asked<'s>>) {
    for (key, term) in terms::terms(site, posts) {
        let index = terms::index_of(site, &key);
        let own = index.and_then(|index| at(&index.data, "outputs"));
        let is_rendered = index.is_none_or(|index| Hugo::is_rendered(&index.data));
        for format in formats(site, key.0, "term", own).into_iter().filter(|_| is_rendered) {
            let url = terms::url_of(site, &key, &term);
            let title = terms::title_of(site, &key, &term);
            let (language, section) = (key.0, key.1.as_str());
            let pages = in_order(term.pages.clone(), posts);
            let members = by_term_weight(&format!("{section}_weight"), pages, posts);
            let has_lists = members.iter().filter_map(|number| posts.get(*number)).any(|post| !is_page(post));
            let page = Page { language, url, title: &title, members, kind: "term", section };
            let Asked { mut feed, template, kind } = row(site, page, format);
            let written = OneOrMany(term.spellings.iter().cloned().collect());
            match section {
                "tags" => feed.tags = written,
                "categories" => feed.categories = written,
                _ => {}
            }
            if has_lists {
                // Sections may have terms too; they have no tags of their own.
                feed.collections = OneOrMany(vec![POSTS.to_owned(), TERMS.to_owned()]);
                (feed.tags, feed.categories) = (OneOrMany::default(), OneOrMany::default());
            }
            feeds.push(Asked { feed, template, kind });
        }
    }
}

/// The numbers of pages in the order of lists: those that are made come after all others.
fn in_order(mut members: Vec<usize>, posts: &[Arc<Post>]) -> Vec<usize> {
    members.sort_by(|a, b| match (posts.get(*a), posts.get(*b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    members
}

/// The pages of a term by the weight that each has in it: those without one count as 0.
fn by_term_weight(key: &str, mut members: Vec<usize>, posts: &[Arc<Post>]) -> Vec<usize> {
    let weight = |member: &usize| posts.get(*member).map_or(0, |post| whole(&post.data, key).unwrap_or(0));
    members.sort_by_cached_key(weight);
    members
}

/// Globs of the files of a section, and of those of the sections in it: what a row of ours would have in the place of members.
/// None where folders are mounted, since the files of a section may lie anywhere.
fn paths(site: &Hugo, language: usize, section: &str) -> (OneOrMany<String>, OneOrMany<String>) {
    let content = site.configuration.languages.get(language).map_or("", |language| language.content.as_str());
    let mut roots = site.configuration.roots.iter().filter(|root| root.language == language);
    let is_one_folder = roots.next().is_some_and(|root| root.target.is_empty()) && roots.next().is_none();
    let Some(sections) = site.sections.get(language).filter(|_| is_one_folder) else {
        return <(OneOrMany<_>, OneOrMany<_>)>::default();
    };
    let glob = |path: &str| {
        // As the folder is written: by the file that describes it, or the first page in it.
        let written = sections.indexes.get(path).and_then(|index| index.path.rsplit_once('/'));
        let folder = written.map(|(folder, _)| folder.to_owned());
        let top = || sections.tops.get(path).map(|top| format!("{content}/{top}"));
        folder.or_else(top).map(|folder| format!("{}/*", Pattern::escape(&folder)))
    };
    let below = |path: &&str| path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'));
    let inner = sections.all().into_iter().filter(below).filter_map(glob).collect();
    (OneOrMany(glob(section).into_iter().collect()), OneOrMany(inner))
}
