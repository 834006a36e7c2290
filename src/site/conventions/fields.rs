//! Front matter and configuration as plain Rust values: what every convention reads in the same way.

use std::sync::Arc;

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use chrono_tz::Tz;

use crate::markup::front_matter::{Map, Value};
use crate::site::convention::Role;
use crate::text::date::{self, DateError};
use crate::text::suggest::did_you_mean;

/// The text of a key; numbers and other scalars as Ruby prints them, nothing for an absent or empty (`~`) value.
pub(super) fn text_of(map: &Map, key: &str) -> Option<String> {
    map.get(key).and_then(|node| match &node.value {
        Value::Null => None,
        value => Some(value.to_ruby_string().into_owned()),
    })
}

/// The strings of a list, or the one string of a scalar.
pub(super) fn strings(map: &Map, key: &str) -> Vec<String> {
    match map.get(key).map(|node| &node.value) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::List(list)) => list.iter().map(|node| node.value.to_ruby_string().into_owned()).collect(),
        Some(value) => vec![value.to_ruby_string().into_owned()],
    }
}

/// Whether a key is there and neither `false` nor empty.
pub(super) fn is_set(map: &Map, key: &str) -> bool {
    map.get(key).is_some_and(|node| node.value.is_truthy())
}

/// What to say of keys that are not among the allowed ones: the nearest right one.
pub(super) fn check_keys(map: &Map, allowed: &[&str]) -> Vec<String> {
    map.iter()
        .map(|entry| entry.key.as_str())
        .filter(|key| !allowed.contains(key))
        .map(|key| format!("unknown key `{key}`{}", did_you_mean(key, allowed.iter().copied())))
        .collect()
}

/// A key's time, where it can be read: a string, a time, or seconds since 1970.
pub(super) fn time_of(data: &Map, key: &str, zone: Tz) -> Option<DateTime<FixedOffset>> {
    match &data.get(key)?.value {
        Value::Int(seconds) => date::from_epoch(*seconds, zone).ok(),
        value if value.is_truthy() => moment(value, zone).ok(),
        _ => None,
    }
}

/// The moment that a value means once Jekyll has printed it and read it back.
///
/// # Errors
/// When it is not a date.
pub(super) fn moment(value: &Value, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    match value {
        // Printing and reading leave a time as it is, but for its fraction of a second; they were a third of a head.
        Value::Time(time) if (1000..=9999).contains(&time.year()) => {
            Ok(date::in_zone(&time.with_nanosecond(0).unwrap_or(*time), zone))
        }
        value => date::parse(&value.to_ruby_string(), zone),
    }
}

/// Each value once, in order, the empty ones left out.
pub(super) fn each_once(values: Vec<String>) -> Vec<String> {
    // A few are compared faster than hashed; 50,000 took two seconds to compare.
    let many = values.len() > 32;
    let mut seen = std::collections::HashSet::new();
    let mut once: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let is_new = if many { seen.insert(value.clone()) } else { !once.contains(&value) };
        if is_new && !value.is_empty() {
            once.push(value);
        }
    }
    once
}

/// `my-first-Post` as `My First Post`.
pub(super) fn titleize(slug: &str) -> String {
    slug.split('-').map(capitalize).collect::<Vec<String>>().join(" ")
}

/// As Ruby's `capitalize`, which Liquid's filter is: the first letter large, the others small.
pub(super) fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters.flat_map(char::to_lowercase)).collect()
    })
}

/// A value as text for people: a list with commas between its items, where Ruby would print brackets and quotes.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::List(list) => list.iter().map(|node| words(&node.value)).collect::<Vec<_>>().join(", "),
        Value::Map(map) => {
            map.get("name").or_else(|| map.get("title")).map_or_else(String::new, |node| words(&node.value))
        }
        scalar => scalar.to_ruby_string().into_owned(),
    }
}

/// What to print after the name of a folder without files: the nearest folder with files; nothing where there is one.
pub(super) fn missing(folder: &str, files: &[(Arc<str>, Role)]) -> Option<String> {
    let is_in = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if folder.is_empty() || files.iter().any(|(path, _)| is_in(path)) {
        return None;
    }
    let mut folders: Vec<&str> =
        files.iter().flat_map(|(path, _)| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    folders.sort_unstable();
    folders.dedup();
    Some(did_you_mean(folder, folders))
}

/// The date, the slug and the extension (with its dot) of a file name such as `2024-05-31-title.md`.
///
/// Source: Jekyll's `DATE_FILENAME_MATCHER`: two to four digits, one or two, one or two.
pub(super) fn dated_name(name: &str) -> Option<(&str, &str, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    for (least, most) in [(2, 4), (1, 2), (1, 2)] {
        let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(least..=most).contains(&digits) || bytes.get(at + digits) != Some(&b'-') {
            return None;
        }
        at += digits + 1;
    }
    let dot = name.rfind('.').filter(|dot| *dot >= at && dot + 1 < name.len())?;
    Some((&name[..at - 1], &name[at..dot], &name[dot..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_becomes_a_title() {
        assert_eq!(titleize("Qubes-OS-3-0"), "Qubes Os 3 0");
        assert_eq!(titleize("élan--vital"), "Élan  Vital");
    }

    #[test]
    fn a_dated_name_is_taken_apart() {
        assert_eq!(dated_name("2024-5-6-a.b.md"), Some(("2024-5-6", "a.b", ".md")));
        assert_eq!(dated_name("24-1-8-x.md"), Some(("24-1-8", "x", ".md")));
        assert_eq!(dated_name("2024-06-18.md"), None);
        assert_eq!(dated_name("20245-06-18-x.md"), None);
    }
}
