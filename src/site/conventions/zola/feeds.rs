//! The feeds that the configuration, sections and taxonomies ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::front_matter::Map;
use crate::site::config::{Content, Feed, FeedPage, Format, Limit, OneOrMany, Without};
use crate::site::conventions::fields::strings;
use crate::site::conventions::zola::configuration::{Language, Taxonomy};
use crate::site::conventions::zola::opened::Zola;
use crate::site::conventions::zola::own_template::{self, LeftOut};
use crate::site::post::Post;

/// What one page of the site has feeds of.
struct Listed {
    /// The folder of its feeds, with a slash at the end; empty for the root.
    folder: String,
    /// What its title has after the site's.
    title: Option<String>,
    /// The page that the feed belongs to, below the base URL.
    page: String,
    members: Vec<usize>,
}

/// The feeds of a site, and what people should hear of.
pub(super) fn feeds(site: &Zola, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut feeds = Vec::new();
    let mut notes = Vec::new();
    for language in &site.configuration.languages {
        let all = posts;
        let posts: Vec<(usize, &Post)> = posts.iter().map(|post| &**post).enumerate().collect();
        let of_language = |post: &Post| post.language.as_deref() == Some(language.code.as_str());
        let posts: Vec<(usize, &Post)> =
            posts.into_iter().filter(|(_, post)| post.hidden.is_none() && of_language(post)).collect();
        let root = site.configuration.folder_of(&language.code);
        let mut listed = Vec::new();
        if language.has_feeds {
            listed.push(home(&root, &posts));
        }
        listed.extend(sections(site, language, &root, &posts));
        for taxonomy in language.taxonomies.iter().filter(|it| it.has_feeds && it.is_rendered) {
            listed.extend(terms(site, taxonomy, &root, &posts));
        }
        for name in &language.files {
            match format_of(name) {
                Some(format) => {
                    feeds
                        .extend(listed.iter().map(|listed| row(site, (language, all), listed, name, format)));
                }
                None => notes.push(format!(
                    "`{name}` of `feed_filenames` is made by a template of the site's own; it is not written"
                )),
            }
        }
    }
    if feeds.is_empty() && !site.settings.sources.is_empty() {
        notes.push(
            "the configuration asks for no feed; set `generate_feeds = true` in it, or write `[[feeds]]` in feedwright.toml"
                .to_owned(),
        );
    }
    (feeds, notes)
}

/// The format of a feed by its file's name.
fn format_of(name: &str) -> Option<&'static str> {
    let stem = name.rsplit('/').next().unwrap_or(name);
    match stem.rsplit_once('.') {
        Some(("rss", "xml") | (_, "rss")) => Some("rss"),
        Some((_, "xml" | "atom")) => Some("atom"),
        _ => None,
    }
}

fn home(root: &str, posts: &[(usize, &Post)]) -> Listed {
    let members = posts.iter().map(|(number, _)| *number).collect();
    Listed { folder: format!("{}/", root), title: None, page: "/".to_owned(), members }
}

fn sections(site: &Zola, language: &Language, root: &str, posts: &[(usize, &Post)]) -> Vec<Listed> {
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, post) in posts {
        // Sections do not list pages that are not written; the site's own feed does.
        let Some(place) = site.place(&post.path).filter(|_| post.output) else { continue };
        let folder = place.folders.join("/");
        for folder in site.sections.listing(&folder, &language.code) {
            if site.sections.lists(folder, &language.code, &post.data) {
                members.entry(folder.to_owned()).or_default().push(*number);
            }
        }
    }
    let has_feeds = |folder: &str| !(folder.is_empty() && language.has_feeds);
    let mut listed = Vec::new();
    for (folder, code, section) in site.sections.iter() {
        if code != language.code || !section.has_feeds || !has_feeds(folder) || site.sections.is_draft(folder)
        {
            continue;
        }
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format!("{root}/{folder}{slash}");
        listed.push(Listed {
            page: path.clone(),
            folder: path,
            title: section.title.clone(),
            members: members.remove(folder).unwrap_or_default(),
        });
    }
    listed
}

/// Terms of one slug are one, which has the first of their names. A post that has two of them is in its feed once.
fn terms(site: &Zola, taxonomy: &Taxonomy, root: &str, posts: &[(usize, &Post)]) -> Vec<Listed> {
    let slugs = site.configuration.terms;
    let mut terms: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for (number, post) in posts {
        let Some(taxonomies) = post.data.get("taxonomies").and_then(|node| node.value.as_map()) else {
            continue;
        };
        for name in strings(taxonomies, &taxonomy.name) {
            let slug = slugs.of(&name).into_owned();
            let (first, members) = terms.entry(slug).or_insert_with(|| (name.clone(), Vec::new()));
            if name < *first {
                *first = name;
            }
            if members.last() != Some(number) {
                members.push(*number);
            }
        }
    }
    let taxonomy = slugs.of(&taxonomy.name);
    let listed = terms.into_iter().map(|(slug, (name, members))| Listed {
        folder: format!("{root}/{taxonomy}/{slug}/"),
        title: Some(name),
        page: "/".to_owned(),
        members,
    });
    listed.collect()
}

fn row(
    site: &Zola,
    (language, posts): (&Language, &[Arc<Post>]),
    listed: &Listed,
    name: &str,
    format: &str,
) -> Feed {
    let own = site.settings.config.site.title.clone().or_else(|| language.title.clone());
    let title = match (own, &listed.title) {
        (Some(own), Some(title)) => format!("{own} - {title}"),
        (own, title) => own.or_else(|| title.clone()).unwrap_or_default(),
    };
    let path = format!("{}{name}", listed.folder.trim_start_matches('/'));
    // Of a template of the site's own what is written out is read.
    let own = site.templates.get(name.rsplit('/').next().unwrap_or(name)).map(|own| own.text.as_str());
    let left_out = own.map(LeftOut::read).unwrap_or_default();
    let is_in = |number: &&usize| {
        let is_left_out = |post: &Arc<Post>| {
            let folder = site.place(&post.path).map(|place| place.folders.join("/")).unwrap_or_default();
            let section = site.sections.get(&folder, &language.code).map(|section| &section.extra);
            let of_site = site.configuration.data.get("extra").and_then(|node| node.value.as_map());
            let above: Vec<&Map> = section.into_iter().chain(of_site).collect();
            left_out.iter().any(|it| it.has(&post.data, &above, listed.title.is_none()))
        };
        !posts.get(**number).is_some_and(is_left_out)
    };
    let members = listed.members.iter().filter(is_in).copied().collect();
    // The generator takes names for those of feeds that the default language has; others are folders to it.
    let is_known =
        site.configuration.languages.first().is_some_and(|it| it.files.iter().any(|it| it == name));
    let slash = if is_known { "" } else { "/" };
    let root = site.configuration.root.clone().filter(|_| site.has_own_address());
    Feed {
        id: Some(format!("{}{slash}", site.address(&format!("/{path}")))),
        path: Some(path),
        format: OneOrMany(vec![Format::new(format)]),
        title: Some(title),
        description: site.settings.config.site.description.clone().or_else(|| language.description.clone()),
        summary_replaces_content: own.is_none_or(own_template::summary_replaces_content),
        content: own
            .filter(|text| !own_template::has_content(text, &site.configuration.data))
            .map(|_| Content::Summary),
        limit: Some(site.configuration.limit.map_or(Limit::All, Limit::from)),
        without: Without {
            updated: format != "atom",
            summary: own
                .is_some_and(|text| !["page.summary", "page.description"].iter().any(|it| text.contains(it))),
            authors: own.is_some_and(|text| !text.contains("author")),
            ..Without::default()
        },
        members: Some(members),
        page: Some(FeedPage {
            self_url: None,
            url: root.filter(|_| listed.page == "/").unwrap_or_else(|| site.address(&listed.page)),
            language: Some(language.code.clone()),
            rights: None,
            template: None,
        }),
        ..Feed::default()
    }
}
