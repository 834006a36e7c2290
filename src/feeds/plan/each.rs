//! `each`: one feed for each value, and the file of each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use crate::site::Site;
use crate::site::config::{self, Each, OneOrMany};
use crate::site::filter::values_of_key;
use crate::site::post::Post;
use crate::text::printable::is_unprintable;
use crate::text::url::{SlugMode, slugify};

/// One row for each value of `each`; the row itself where it has none. Beside them, what people should hear of.
pub(super) fn expand(site: &Site, row: &config::Feed) -> (Vec<config::Feed>, Vec<String>) {
    let Some(each) = &row.each else {
        return (vec![row.clone()], Vec::new());
    };
    let named = named(row, each);
    let values = if named.is_empty() { all_values(site, row, each) } else { once(named) };
    let template = template(row, each);
    let path = |file: &str| template.replace(&each.placeholder(), file);
    let files = files(site, row, each, &values);
    let mut rows = Vec::with_capacity(values.len());
    let mut notes = Vec::new();
    for (value, File { name, of }) in values.iter().zip(&files) {
        rows.push(one(site, row, each, value, name));
        if let Some(first) = of.and_then(|first| values.get(first)) {
            notes.push(format!(
                "`{value}` and `{first}` would have one file name: the feed of `{value}` is written to `{}`",
                path(name)
            ));
        }
    }
    (rows, notes)
}

/// The values that the row names itself.
pub(super) fn named<'r>(row: &'r config::Feed, each: &Each) -> &'r [String] {
    match each {
        Each::Category => &row.categories.0,
        Each::Tag => &row.tags.0,
        Each::Author => &row.authors.0,
        Each::Collection => &row.collections.0,
        Each::Language => &row.languages.0,
        Each::Year | Each::Key(_) => &[],
    }
}

/// The path of the feeds, with the placeholder of their value.
pub(super) fn template(row: &config::Feed, each: &Each) -> String {
    row.path.clone().unwrap_or_else(|| format!("feed/{}.{{ext}}", each.placeholder()))
}

/// What stands for a value in a path.
struct File {
    name: String,
    /// The value whose file it would have been.
    of: Option<usize>,
}

/// A file name for each value: its slug. Of several values with one slug, in any case, the one that the site had first keeps it,
/// so that no later post moves a feed that people read; the others are named as they are written, or numbered: two names never
/// differ in case alone, since many disks would have one file for both.
fn files(site: &Site, row: &config::Feed, each: &Each, values: &[String]) -> Vec<File> {
    let slugs: Vec<String> = values.iter().map(|value| slugify(value, SlugMode::Pretty, true)).collect();
    let mut of_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, slug) in slugs.iter().enumerate() {
        of_slug.entry(slug.to_lowercase()).or_default().push(number);
    }
    let mut taken: BTreeSet<String> = of_slug.keys().cloned().collect();
    let mut files: Vec<File> = slugs.iter().map(|slug| File { name: slug.clone(), of: None }).collect();
    for (slug, numbers) in of_slug {
        let first = if is_name(&slug) { first_used(site, row, each, (values, &numbers)) } else { None };
        for number in numbers.into_iter().filter(|number| Some(*number) != first) {
            let (Some(value), Some(file)) = (values.get(number), files.get_mut(number)) else { continue };
            let written = as_written(value);
            let base = slugs.get(number).map_or(each.name(), String::as_str);
            let base = if is_name(base) { base } else { each.name() };
            let numbered = (2..).map(|count: usize| format!("{base}-{count}"));
            let free = std::iter::once(written)
                .filter(|name| is_name(name))
                .chain(numbered)
                .find(|name| !taken.contains(&name.to_lowercase()));
            file.name = free.unwrap_or_default();
            file.of = first;
            taken.insert(file.name.to_lowercase());
        }
    }
    files
}

/// The value of the oldest post that has one of them; of two of one post, the one that the list names first.
fn first_used(
    site: &Site,
    row: &config::Feed,
    each: &Each,
    (values, numbers): (&[String], &[usize]),
) -> Option<usize> {
    let [_, _, ..] = numbers else { return numbers.first().copied() };
    let oldest = |number: &usize| {
        let value = values.get(*number)?;
        let has = |(site, post): &(&Site, &Post)| values_of(site, each, post).contains(value);
        visible(site, row).filter(has).map(|(_, post)| (post.date, &post.path)).min()
    };
    // Values that no post has come last.
    numbers.iter().copied().min_by_key(|number| (oldest(number).is_none(), oldest(number), *number))
}

fn is_name(name: &str) -> bool {
    !name.bytes().all(|byte| byte == b'.')
}

/// The value itself, but for what cannot be in a file name.
fn as_written(value: &str) -> String {
    value.trim().replace(|c: char| is_unprintable(c) || "/\\:*?\"<>|".contains(c), "-")
}

fn one(site: &Site, row: &config::Feed, each: &Each, value: &str, file: &str) -> config::Feed {
    let path = template(row, each).replace(&each.placeholder(), file);
    let mut row = row.clone();
    let filled = |text: String| text.replace(&each.placeholder(), value);
    row.path = Some(path);
    for path in &mut row.also.0 {
        *path = path.replace(&each.placeholder(), file);
    }
    row.name = row.name.map(filled);
    row.description = row.description.map(filled);
    row.title = Some(match row.title {
        Some(title) => filled(title),
        None => [site.settings.title.as_deref().unwrap_or_default(), value]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" | "),
    });
    let only = OneOrMany(vec![value.to_owned()]);
    match each {
        Each::Category => row.categories = only,
        Each::Tag => row.tags = only,
        Each::Author => row.authors = only,
        Each::Collection => row.collections = only,
        Each::Language => row.languages = only,
        Each::Year => row.year = Some(value.to_owned()),
        Each::Key(key) => row.key_value = Some((key.clone(), value.to_owned())),
    }
    row.each = None;
    row
}

/// The values that the visible posts have which a row may take, sorted.
pub(super) fn all_values(site: &Site, row: &config::Feed, each: &Each) -> Vec<String> {
    let mut values: Vec<String> =
        visible(site, row).flat_map(|(site, post)| values_of(site, each, post)).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The visible posts of a site and of those that a row joins, each with its site.
fn visible<'s>(site: &'s Site, row: &'s config::Feed) -> impl Iterator<Item = (&'s Site, &'s Post)> {
    let joined = site.joined_by(&row.sites.0).map(|(_, joined)| &joined.site);
    let all = std::iter::once(site).chain(joined);
    let posts = all.flat_map(|site| site.posts.iter().map(move |post| (site, &**post)));
    posts.filter(|(_, post)| post.hidden.is_none())
}

fn values_of(site: &Site, each: &Each, post: &Post) -> Vec<String> {
    match each {
        Each::Category => post.categories.to_vec(),
        Each::Tag => post.tags.to_vec(),
        Each::Author => site.settings.authors_of(post).iter().map(|author| author.name.clone()).collect(),
        Each::Collection => vec![post.collection.to_string()],
        Each::Language => site.settings.language_of(post).map(str::to_owned).into_iter().collect(),
        Each::Year => vec![format!("{:04}", post.date.year())],
        Each::Key(key) => values_of_key(post, key),
    }
}

fn once(values: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.iter().filter(|value| seen.insert(*value)).cloned().collect()
}
