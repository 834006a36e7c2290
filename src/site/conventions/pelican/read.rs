//! The metadata of an article.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use regex::{Captures, Regex};

use crate::markup::front_matter::{Entry, FrontMatter, Map, Node, Value};
use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::metadata::{listed, put};
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::python;
use crate::site::conventions::pelican::{html, rst};
use crate::site::post::DateSource;
use crate::text::date::{self, DateError};

/// Keys that count as absent where their value is empty.
const DISCARDED: &[&str] = &["tags", "status", "category", "author", "authors", "slug"];

/// Keys of which only the first line, or the first of several, is read.
const SINGLE: &[&str] =
    &["tags", "date", "modified", "status", "category", "author", "save_as", "url", "authors", "slug"];

/// The metadata of a file: keys in lower case, those that its name, its path and the settings tell below its own.
pub(super) fn metadata(site: &Pelican, path: &str, text: &str, front_matter: &FrontMatter) -> Map {
    let configuration = &site.configuration;
    let read = match path.rsplit('.').next() {
        Some("rst") => rst::metadata(text),
        Some("html" | "htm") => html::metadata(text),
        _ => own(front_matter),
    };
    let mut data = Map::default();
    let is_empty = |entry: &Entry| entry.value.value.to_ruby_string().trim().is_empty();
    for entry in read.iter().filter(|it| !(DISCARDED.contains(&it.key.as_str()) && is_empty(it))) {
        data.push(entry.clone());
    }
    let mut add = |key: &str, value: &str| {
        let key = key.to_lowercase();
        let is_wanted = !DISCARDED.contains(&key.as_str()) || !value.trim().is_empty();
        if is_wanted && data.get(&key).is_none() {
            put(&mut data, &key, value);
        }
    };
    let below = path.strip_prefix(configuration.content.as_str()).unwrap_or(path);
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    for (pattern, text) in [(&configuration.file_pattern, stem), (&configuration.path_pattern, below)] {
        let Some(found) = pattern.as_ref().and_then(|pattern| pattern.captures(text)) else { continue };
        for key in pattern.iter().flat_map(|pattern| pattern.capture_names()).flatten() {
            if let Some(value) = found.name(key) {
                add(key, value.as_str());
            }
        }
    }
    if configuration.has_folder_categories && configuration.has_categories {
        add("category", folder.rsplit('/').next().unwrap_or(folder));
    }
    for (key, value) in of_path(site, below) {
        add(&key, &value);
    }
    if configuration.has_categories {
        add("category", &configuration.category);
    }
    for (key, value) in pairs(configuration.names.get("DEFAULT_METADATA")) {
        add(&key, &value);
    }
    data
}

/// The `EXTRA_PATH_METADATA` of a path below the content, the nearest folder first.
pub(super) fn of_path(site: &Pelican, below: &str) -> Vec<(String, String)> {
    let Some(python::PyValue::Map(paths)) = site.configuration.names.get("EXTRA_PATH_METADATA") else {
        return Vec::new();
    };
    let is_of = |path: &str| {
        let rest = below.strip_prefix(path.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut found: Vec<_> = paths.iter().filter(|(path, _)| is_of(path)).collect();
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    found.into_iter().flat_map(|(_, entries)| pairs(Some(entries))).collect()
}

/// The strings of a mapping, or of a list of pairs.
fn pairs(value: Option<&python::PyValue>) -> Vec<(String, String)> {
    match value {
        Some(python::PyValue::Map(entries)) => entries
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.as_text()?.to_owned())))
            .collect(),
        Some(python::PyValue::List(items)) => items
            .iter()
            .filter_map(|item| match item {
                python::PyValue::List(pair) => match pair.as_slice() {
                    [key, value] => Some((key.as_text()?.to_owned(), value.as_text()?.to_owned())),
                    _ => None,
                },
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// `Key: value` lines.
fn own(front_matter: &FrontMatter) -> Map {
    let mut data = Map::default();
    for entry in front_matter.data.iter() {
        let mut entry = Entry { key: entry.key.to_lowercase(), ..entry.clone() };
        let first = match &entry.value.value {
            Value::String(lines) if SINGLE.contains(&entry.key.as_str()) => {
                lines.split_once('\n').map(|(first, _)| first.trim().to_owned())
            }
            _ => None,
        };
        if let Some(first) = first {
            entry.value = Node { value: Value::String(first), ..entry.value };
        }
        let is_repeated = data.get(&entry.key).is_some();
        if !(is_repeated && SINGLE.contains(&entry.key.as_str())) {
            data.push(entry);
        }
    }
    data
}

/// The date of an article.
///
/// # Errors
/// With the value that is not a date.
pub(super) fn date_of(
    site: &Pelican,
    data: &Map,
    zone: Tz,
) -> Result<Option<(DateTime<FixedOffset>, DateSource)>, String> {
    if let Some(node) = data.get("date") {
        let source = if node.span.is_empty() { DateSource::FileName } else { DateSource::FrontMatter };
        let written = node.value.to_ruby_string().replace('_', " ");
        let date = moment(&written, zone).map_err(|_| node.value.to_ruby_string().into_owned())?;
        return Ok(Some((date, source)));
    }
    let default = site.configuration.default_date.as_deref();
    Ok(default.and_then(|text| moment(text, zone).ok()).map(|date| (date, DateSource::FrontMatter)))
}

/// The moment that a date means to the Python module `dateutil`: of `3/4/2024` the month is first. It keeps its own offset.
///
/// # Errors
/// When it is not a date.
pub(super) fn moment(written: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    static NUMBERS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}|\d{2})\b").ok());
    let ordered = |found: &Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let number = |at: usize| part(at).parse::<u32>().unwrap_or(0);
        let (month, day) = if number(1) > 12 { (number(3), number(1)) } else { (number(1), number(3)) };
        let year = match part(5).len() {
            2 if number(5) > 68 => number(5) + 1900,
            2 => number(5) + 2000,
            _ => number(5),
        };
        format!("{year:04}-{month:02}-{day:02}")
    };
    let text = written.trim();
    match NUMBERS.as_ref() {
        Some(numbers) => date::parse_as_written(&numbers.replace(text, ordered), zone),
        None => date::parse_as_written(text, zone),
    }
}

/// Who wrote an article, and in whose feeds it is.
pub(super) fn authors(site: &Pelican, data: &Map) -> (Option<String>, Vec<String>) {
    let listed = listed(data, "authors");
    let one = text_of(data, "author").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let configured = || site.settings.author.as_ref().map(|author| author.name.clone());
    let author = one.or_else(|| listed.first().cloned()).or_else(configured);
    let all = if listed.is_empty() { author.iter().cloned().collect() } else { listed };
    (author, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::rfc3339;

    #[test]
    fn dates_are_those_of_dateutil() {
        for (written, expected) in [
            ("2024-01-02 10:20", "2024-01-02T10:20:00+00:00"),
            ("3/4/2024", "2024-03-04T00:00:00+00:00"),
            ("13.4.2024 8:05", "2024-04-13T08:05:00+00:00"),
            ("Jan 12, 2024 3pm", "2024-01-12T15:00:00+00:00"),
            ("2024-01-02T10:20:30-05:00", "2024-01-02T10:20:30-05:00"),
        ] {
            assert_eq!(rfc3339(&moment(written, Tz::UTC).unwrap()), expected, "{written}");
        }
    }
}
