//! The feeds that `FEED_…` settings ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::site::config::{Content, Feed, FeedPage, Format, Limit, OneOrMany, Without};
use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::metadata::listed;
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::read::authors;
use crate::site::conventions::pelican::slug::SlugStyle;
use crate::site::post::Post;

/// The formats of a setting, by the end of its name.
const FORMATS: [(&str, &str); 2] = [("ATOM", "atom"), ("RSS", "rss")];

/// What is replaced in paths of feeds that there are one of.
const NO_TOKEN: (&str, &str) = ("{slug}", "{slug}");

/// Articles that share a category, tag or author: the name that the newest has, and their numbers.
type Groups = BTreeMap<String, (String, Vec<usize>)>;

/// The feeds of a site, and what people should hear of.
pub(super) fn feeds(site: &Pelican, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut shown: Vec<(usize, &Post)> =
        posts.iter().map(|post| &**post).enumerate().filter(|(_, post)| post.hidden.is_none()).collect();
    // Where one article lacks what they are sorted by, a build leaves all in the order of their slugs.
    if !shown.iter().all(|(_, post)| site.configuration.order.is_of(post)) {
        shown.sort_by(|(_, a), (_, b)| a.slug.cmp(&b.slug).then_with(|| a.path.cmp(&b.path)));
    }
    let originals = originals(site, &shown);
    let numbers = |posts: &[(usize, &Post)]| posts.iter().map(|(number, _)| *number).collect::<Vec<usize>>();
    let languages = languages(site, &shown);
    let slugs = &site.configuration.slugs;
    let by_category = grouped(&originals, &slugs.category, |post| post.categories.to_vec());
    let by_author = grouped(&originals, &slugs.author, |post| authors(site, &post.data).1);
    let by_tag = grouped(&originals, &slugs.tag, |post| listed(&post.data, "tags"));
    let mut feeds = Vec::new();
    for (end, format) in FORMATS {
        let of = |kind: &str| site.configuration.feed(&format!("{kind}_{end}"));
        let address =
            |kind: &str, path: &str| site.configuration.feed_address(&format!("{kind}_{end}"), path);
        let mut add = |(kind, path): (&str, String), own: (&str, &str), name: Option<&str>, members| {
            let address = address(kind, &path).map(|address| address.replace(own.0, own.1));
            feeds.push(row(site, (path.replace(own.0, own.1), address), format, name, members));
        };
        if let Some(path) = of("FEED") {
            add(("FEED", path), NO_TOKEN, None, numbers(&originals));
        }
        if let Some(path) = of("FEED_ALL") {
            add(("FEED_ALL", path), NO_TOKEN, None, numbers(&shown));
        }
        for (kind, groups) in
            [("CATEGORY_FEED", &by_category), ("AUTHOR_FEED", &by_author), ("TAG_FEED", &by_tag)]
        {
            let Some(path) = of(kind) else { continue };
            for (slug, (name, members)) in groups {
                add((kind, path.clone()), ("{slug}", slug), Some(name), members.clone());
            }
        }
        if let Some(path) = of("TRANSLATION_FEED") {
            for (language, members) in &languages {
                add(("TRANSLATION_FEED", path.clone()), ("{lang}", language), None, members.clone());
            }
        }
    }
    each_path_once(feeds)
}

/// The articles that are no translations: of those that share what `ARTICLE_TRANSLATION_ID` names, the ones in the default
/// language, or all where none is. `translation: true` makes an article a translation.
///
/// Source: Pelican 4.12, `utils.py`, `process_translations`.
fn originals<'p>(site: &Pelican, posts: &[(usize, &'p Post)]) -> Vec<(usize, &'p Post)> {
    let ids = &site.configuration.translation_id;
    if ids.is_empty() {
        return posts.to_vec();
    }
    let key = |post: &Post| -> Vec<Option<String>> {
        let value = |id: &String| {
            if id == "slug" { Some(post.slug.to_string()) } else { text_of(&post.data, id) }
        };
        ids.iter().map(value).collect()
    };
    let is_candidate = |post: &Post| {
        text_of(&post.data, "translation").is_none_or(|value| value.trim().eq_ignore_ascii_case("false"))
    };
    let is_default = |post: &Post| post.language.is_none();
    let keys: Vec<_> = posts.iter().map(|(_, post)| key(post)).collect();
    let with = |wanted: &dyn Fn(&Post) -> bool| -> BTreeSet<&Vec<Option<String>>> {
        keys.iter().zip(posts).filter(|(_, (_, post))| wanted(post)).map(|(key, _)| key).collect()
    };
    let with_candidates = with(&is_candidate);
    let with_candidates_in_default = with(&|post| is_candidate(post) && is_default(post));
    let with_default = with(&is_default);
    let is_original = |key: &Vec<Option<String>>, post: &Post| {
        let is_chosen = !with_candidates.contains(key) || is_candidate(post);
        let has_default = if with_candidates.contains(key) {
            with_candidates_in_default.contains(key)
        } else {
            with_default.contains(key)
        };
        is_chosen && (!has_default || is_default(post))
    };
    let pairs = keys.iter().zip(posts).filter(|(key, (_, post))| is_original(key, post));
    pairs.map(|(_, post)| *post).collect()
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

fn grouped(posts: &[(usize, &Post)], style: &SlugStyle, names: impl Fn(&Post) -> Vec<String>) -> Groups {
    let mut groups = Groups::new();
    for (number, post) in posts {
        for name in names(post) {
            let (_, members) = groups.entry(style.slug(&name)).or_insert_with(|| (name, Vec::new()));
            if members.last() != Some(number) {
                members.push(*number);
            }
        }
    }
    groups
}

fn row(
    site: &Pelican,
    (path, address): (String, Option<String>),
    format: &str,
    name: Option<&str>,
    members: Vec<usize>,
) -> Feed {
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
        page: address.map(|address| FeedPage {
            url: site.settings.absolute("/"),
            self_url: Some(address),
            language: None,
            rights: None,
            template: None,
        }),
        ..Feed::default()
    }
}
