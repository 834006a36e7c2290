//! The feeds that `FEED_…` settings ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::site::config::{Content, Feed, Format, Limit, OneOrMany, Without};
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::read::{authors, listed};
use crate::site::conventions::pelican::slug::slug;
use crate::site::post::Post;

/// The formats of a setting, by the end of its name.
const FORMATS: [(&str, &str); 2] = [("ATOM", "atom"), ("RSS", "rss")];

/// Articles that share a category, tag or author: the name that the newest has, and their numbers.
type Groups = BTreeMap<String, (String, Vec<usize>)>;

/// The feeds of a site, and what people should hear of.
pub(super) fn feeds(site: &Pelican, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let shown: Vec<(usize, &Post)> =
        posts.iter().map(|post| &**post).enumerate().filter(|(_, post)| post.hidden.is_none()).collect();
    let slugs: BTreeSet<&str> =
        shown.iter().filter(|(_, post)| post.language.is_none()).map(|(_, post)| &*post.slug).collect();
    // A translation is listed with its original alone.
    let is_original = |post: &Post| post.language.is_none() || !slugs.contains(post.slug.as_str());
    let originals: Vec<(usize, &Post)> =
        shown.iter().copied().filter(|(_, post)| is_original(post)).collect();
    let numbers = |posts: &[(usize, &Post)]| posts.iter().map(|(number, _)| *number).collect::<Vec<usize>>();
    let languages = languages(site, &shown);
    let by_category = grouped(&originals, |post| post.categories.clone());
    let by_author = grouped(&originals, |post| authors(site, &post.data));
    let by_tag = grouped(&originals, |post| listed(&post.data, "tags"));
    let mut feeds = Vec::new();
    for (end, format) in FORMATS {
        let of = |kind: &str| site.configuration.feed(&format!("{kind}_{end}"));
        let mut add = |path: String, name: Option<&str>, members: Vec<usize>| {
            feeds.push(row(site, path, format, name, members));
        };
        if let Some(path) = of("FEED") {
            add(path, None, numbers(&originals));
        }
        if let Some(path) = of("FEED_ALL") {
            add(path, None, numbers(&shown));
        }
        for (kind, groups) in
            [("CATEGORY_FEED", &by_category), ("AUTHOR_FEED", &by_author), ("TAG_FEED", &by_tag)]
        {
            let Some(path) = of(kind) else { continue };
            for (slug, (name, members)) in groups {
                add(path.replace("{slug}", slug), Some(name), members.clone());
            }
        }
        if let Some(path) = of("TRANSLATION_FEED") {
            for (language, members) in &languages {
                add(path.replace("{lang}", language), None, members.clone());
            }
        }
    }
    each_path_once(feeds)
}

/// The feeds without those whose path another one has; what to say of them.
fn each_path_once(feeds: Vec<Feed>) -> (Vec<Feed>, Vec<String>) {
    let mut seen = BTreeSet::new();
    let mut notes = Vec::new();
    let (kept, doubled): (Vec<Feed>, Vec<Feed>) =
        feeds.into_iter().partition(|feed| seen.insert(feed.path.clone()));
    for path in doubled.into_iter().filter_map(|feed| feed.path) {
        notes.push(format!("two feeds would be written to `{path}`, as in a build: the first is written"));
    }
    (kept, notes)
}

/// The articles of each language.
fn languages<'s>(site: &'s Pelican, posts: &[(usize, &'s Post)]) -> BTreeMap<&'s str, Vec<usize>> {
    let mut languages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, post) in posts {
        let language = post.language.as_deref().unwrap_or(&site.configuration.language);
        languages.entry(language).or_default().push(*number);
    }
    languages
}

fn grouped(posts: &[(usize, &Post)], names: impl Fn(&Post) -> Vec<String>) -> Groups {
    let mut groups = Groups::new();
    for (number, post) in posts {
        for name in names(post) {
            let (_, members) = groups.entry(slug(&name)).or_insert_with(|| (name, Vec::new()));
            if members.last() != Some(number) {
                members.push(*number);
            }
        }
    }
    groups
}

fn row(site: &Pelican, path: String, format: &str, name: Option<&str>, members: Vec<usize>) -> Feed {
    let title = site.settings.title.clone().unwrap_or_default();
    let is_rss = format == "rss";
    let is_short = is_rss && site.configuration.is_rss_short;
    Feed {
        path: Some(path),
        format: OneOrMany(vec![Format::new(format)]),
        title: Some(name.map_or_else(|| title.clone(), |name| format!("{title} - {name}"))),
        id: Some(site.settings.absolute("/")),
        content: Some(Content::Full),
        limit: Some(site.configuration.limit.map_or(Limit::All, Limit::from)),
        summary_replaces_content: is_short,
        without: Without { updated: is_rss, summary: is_rss && !is_short, ..Without::default() },
        members: Some(members),
        ..Feed::default()
    }
}
