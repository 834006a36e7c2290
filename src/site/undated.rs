//! Posts without a date: which of them feeds go without, and what their authors probably meant as the date.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::markup::front_matter::{Entry, Format, Map, Value};
use crate::site::model::Site;
use crate::site::post::{DateSource, Hidden, Post};
use crate::text::date;
use crate::text::source::Span;

/// What a post without a date has in the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateHint {
    /// `date` without a value; where.
    Empty(Span),
    /// A key that is not read.
    Key {
        /// The key, with those that it lies below before it: `pubDate`, `extra.date`.
        key: String,
        /// Where it is written.
        span: Span,
        /// Its value, where that is a date.
        value: Option<String>,
    },
    /// The file's name begins with this date, in a form that is not read.
    Name(String),
}

impl Site {
    /// Posts without a date in the collections that feeds take posts from, in the site's order, each with its place in
    /// [`Site::posts`].
    ///
    /// A file that nothing shows to be a post is none of them: without a date of any kind, one with the name of a page
    /// (`about.md`), and, in a site whose configuration does not say where posts lie, one where no dated post lies.
    #[must_use]
    pub fn undated(&self) -> Vec<(usize, &Post)> {
        let undated = |(_, post): &(usize, &Post)| {
            post.date_source == DateSource::Build
                && matches!(post.hidden, None | Some(Hidden::Undated))
                && self.feed_collections.contains(&post.collection)
        };
        let undated: Vec<(usize, &Post)> =
            self.posts.iter().map(|post| &**post).enumerate().filter(undated).collect();
        if undated.is_empty() {
            return undated;
        }
        let is_dated = |post: &&Post| post.date_source != DateSource::Build;
        let dated: BTreeSet<&str> =
            self.posts.iter().map(|post| &**post).filter(is_dated).map(|post| folder(&post.path)).collect();
        let configured = &self.settings.config.posts.folders;
        // Without a configuration, there may be no feeds either: a lone file that somebody looks at.
        let all_undated = dated.is_empty() && self.settings.config.file.is_some();
        let is_post = |(_, post): &(usize, &Post)| {
            let folder = folder(&post.path);
            let name = file_name(&post.path);
            let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
            let is_page = PAGES.iter().any(|page| page.eq_ignore_ascii_case(stem));
            let is_index = stem == "index";
            let is_top = |configured: &String| configured.trim_matches(['.', '/']) == parent(&post.path);
            !post.is_post()
                || DateHint::of(post).is_some()
                || !is_page
                    && !(is_index && (parent(&post.path).is_empty() || configured.iter().any(is_top)))
                    && (!configured.is_empty() || all_undated || dated.contains(folder))
        };
        undated.into_iter().filter(is_post).collect()
    }
}

impl DateHint {
    /// What stands for the date in a post that has none: the likeliest, or nothing.
    #[must_use]
    pub fn of(post: &Post) -> Option<Self> {
        let data = &post.front_matter.data;
        if let Some(entry) = data.entry("date") {
            return Some(Self::Empty(entry.key_span));
        }
        let nested =
            data.iter().filter_map(|outer| Some((Some(outer.key.as_str()), outer.value.value.as_map()?)));
        let maps: Vec<(Option<&str>, &Map)> = std::iter::once((None, data)).chain(nested).collect();
        let entries = || maps.iter().flat_map(|(outer, map)| map.iter().map(move |entry| (*outer, entry)));
        let best = entries().filter_map(|(outer, entry)| Some((likeness(entry)?, outer, entry)));
        match best.min_by_key(|(likeness, outer, _)| (*likeness, outer.is_some())) {
            Some((_, outer, entry)) => Some(Self::Key {
                key: outer.map_or_else(|| entry.key.clone(), |outer| format!("{outer}.{}", entry.key)),
                span: entry.key_span,
                value: written_date(&entry.value.value),
            }),
            None => name_date(&post.path).map(Self::Name),
        }
    }

    /// What to do, as the imperative end of a sentence: ``write `date: 2024-05-31`; `pubDate` is not read``.
    #[must_use]
    pub fn advice(hint: Option<&Self>, post: &Post) -> String {
        let line = |value: &str| match post.front_matter.format {
            Format::Toml => format!("`date = {value}`"),
            Format::Json | Format::JsonFenced => format!("`\"date\": \"{value}\"`"),
            Format::JavaScriptFenced => format!("`const date = \"{value}\"`"),
            Format::KeyValue | Format::KeyValueFenced => format!("`Date: {value}`"),
            Format::Yaml | Format::None | Format::AfterBlanks => format!("`date: {value}`"),
        };
        match hint {
            Some(Self::Empty(_)) => format!("write the day after `date`, as {}", line("2024-05-31")),
            Some(Self::Key { key, value: Some(value), .. }) => {
                format!("write {}; `{key}` is not read", line(value))
            }
            Some(Self::Key { key, value: None, .. }) => {
                format!("write {} with the post's day; `{key}` is not read", line("2024-05-31"))
            }
            Some(Self::Name(day)) if file_name(&post.path).starts_with("index.") => {
                format!("write {}; a folder's name is not read", line(day))
            }
            Some(Self::Name(day)) => {
                format!("write {}, or rename the file to `{day}-title.md`", line(day))
            }
            None => {
                let no_post = "; a page goes under `exclude` of `[posts]`";
                let no_post = if post.is_post() { no_post } else { "" };
                format!(
                    "write {} with the post's day, or begin the file's name with it (`2024-05-31-title.md`){no_post}",
                    line("2024-05-31")
                )
            }
        }
    }
}

/// Names of pages that have no date and are not posts, wherever they lie.
const PAGES: [&str; 20] = [
    "404",
    "about",
    "archive",
    "archives",
    "categories",
    "changelog",
    "colophon",
    "contact",
    "contributing",
    "impressum",
    "imprint",
    "license",
    "links",
    "now",
    "privacy",
    "projects",
    "readme",
    "search",
    "tags",
    "uses",
];

/// Names of a date of publication in other programs, without `-`, `_` and capitals.
const NAMES: [&str; 20] = [
    "pubdate",
    "publishdate",
    "published",
    "publishedat",
    "publishedon",
    "publisheddate",
    "datepublished",
    "pubdatetime",
    "publishedtime",
    "publicationdate",
    "publish",
    "created",
    "createdat",
    "createddate",
    "datecreated",
    "creationdate",
    "posted",
    "postdate",
    "datetime",
    "day",
];

/// Names of other dates.
const OTHERS: [&str; 5] = ["updat", "mod", "expir", "edit", "review"];

/// How likely a key is meant to be the date, 0 the likeliest: `Date` or `dates`; a name that others give it, or a slip of
/// the finger; any other key whose value is a date.
fn likeness(entry: &Entry) -> Option<u8> {
    let name: String =
        entry.key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if matches!(name.as_str(), "date" | "dates") {
        return Some(0);
    }
    // `published: false`, `created: by hand`, `data: 5` are none.
    let written = written_date(&entry.value.value)?;
    if NAMES.contains(&name.as_str()) {
        Some(1)
    } else if strsim::osa_distance(&name, "date") <= 1 {
        Some(2)
    } else {
        // A title or a path may hold a date among other words.
        let is_other = OTHERS.iter().any(|other| name.contains(other));
        (!is_other && is_numeric(&written)).then_some(3)
    }
}

/// A value that is a date, as it is to be written.
fn written_date(value: &Value) -> Option<String> {
    match value {
        Value::Date(_) | Value::Time(_) => Some(value.to_ruby_string().into_owned()),
        Value::String(text) => {
            let text = text.trim();
            let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
            let is_date = has_year && text.len() <= 40 && date::parse(text, chrono_tz::Tz::UTC).is_ok();
            is_date.then(|| text.to_owned())
        }
        _ => None,
    }
}

/// Returns whether a date is written in numbers alone: `2024-05-31`, `2024/5/31 10:00`, `2024-05-31T10:00:00Z`.
fn is_numeric(date: &str) -> bool {
    date.starts_with(|c: char| c.is_ascii_digit())
        && date
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | ':' | '.' | '+' | ' ' | 'T' | 'Z'))
}

/// The day that a file's name, or the folder of its bundle, begins with: `2024-07-01 Daily.md`, `2024_07_01.md`.
#[must_use]
pub(crate) fn name_date(path: &str) -> Option<String> {
    let name = file_name(path);
    let name = if name.starts_with("index.") { file_name(parent(path)) } else { name };
    let mut rest = name;
    let mut numbers = [0_u32; 3];
    for (place, (number, length)) in numbers.iter_mut().zip([4, 2, 2]).enumerate() {
        if place > 0 {
            rest = rest.strip_prefix(['-', '_', '.']).unwrap_or(rest);
        }
        let digits = rest.get(..length)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        *number = digits.parse().ok()?;
        rest = rest.get(length..)?;
    }
    let [year, month, day] = numbers;
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (ends && (1970..2100).contains(&year)).then(|| day.to_string())
}

/// The folder that a post lies in; of a bundle (`a-post/index.md`), the one that the bundle lies in.
fn folder(path: &str) -> &str {
    let folder = parent(path);
    if file_name(path).starts_with("index.") { parent(folder) } else { folder }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
