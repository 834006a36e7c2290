//! The metadata of an article.

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{Entry, Format, FrontMatter, Map, Value, parse_as};
use crate::site::conventions::fields::moment;
use crate::site::conventions::pelican::metadata::put;
use crate::site::conventions::pelican::opened::Pelican;
use crate::site::conventions::pelican::python;
use crate::site::conventions::pelican::{html, rst};
use crate::site::post::DateSource;
use crate::text::date;

/// The metadata of a file: keys in lower case, those that its name and path tell below its own.
pub(super) fn metadata(site: &Pelican, path: &str, text: &str, front_matter: &FrontMatter) -> Map {
    let mut data = match path.rsplit('.').next() {
        Some("rst") => rst::metadata(text),
        Some("html" | "htm") => html::metadata(text),
        _ => own(text, front_matter),
    };
    let below = path.strip_prefix(site.configuration.content.as_str()).unwrap_or(path);
    let name = below.rsplit('/').next().unwrap_or(below);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let patterns = [(&site.configuration.file_pattern, stem), (&site.configuration.path_pattern, below)];
    for (pattern, text) in patterns {
        let Some(found) = pattern.as_ref().and_then(|pattern| pattern.captures(text)) else { continue };
        for key in pattern.iter().flat_map(|pattern| pattern.capture_names()).flatten() {
            if let (Some(value), None) = (found.name(key), data.get(key)) {
                put(&mut data, key, value.as_str());
            }
        }
    }
    if let Some(python::Value::Map(entries)) = site.configuration.names.get("DEFAULT_METADATA") {
        for (key, value) in entries {
            if let (Some(value), None) = (value.as_text(), data.get(&key.to_lowercase())) {
                put(&mut data, key, value);
            }
        }
    }
    data
}

/// `Key: value` lines, also between lines of `---`: they are not YAML.
fn own(text: &str, front_matter: &FrontMatter) -> Map {
    let mut data = Map::default();
    let inner = front_matter.inner.of(text);
    let lines =
        (front_matter.format == Format::Yaml).then(|| parse_as(inner.trim_start(), &[Format::KeyValue]));
    let read = lines.as_ref().filter(|read| read.format == Format::KeyValue).unwrap_or(front_matter);
    for entry in read.data.iter() {
        data.push(Entry { key: entry.key.to_lowercase(), ..entry.clone() });
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
) -> Result<Option<(DateTime<FixedOffset>, DateSource)>, String> {
    let zone = site.settings.zone;
    if let Some(node) = data.get("date") {
        let source = if node.span.is_empty() { DateSource::FileName } else { DateSource::FrontMatter };
        let date = moment(&node.value, zone).map_err(|_| node.value.to_ruby_string().into_owned())?;
        return Ok(Some((date, source)));
    }
    let default = site.configuration.default_date.as_deref();
    Ok(default.and_then(|text| date::parse(text, zone).ok()).map(|date| (date, DateSource::Build)))
}

/// Several values in one, between `;`, or else commas.
pub(super) fn listed(data: &Map, key: &str) -> Vec<String> {
    let Some(node) = data.get(key) else { return Vec::new() };
    let of_text = |text: &str| {
        let separator = if text.contains(';') { ';' } else { ',' };
        text.split(separator).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    match &node.value {
        Value::List(items) => {
            items.iter().map(|item| item.value.to_ruby_string().trim().to_owned()).collect()
        }
        value => of_text(&value.to_ruby_string()),
    }
}

/// Who wrote an article; `Last, First` of lists between `;` stay as they are.
pub(super) fn authors(site: &Pelican, data: &Map) -> Vec<String> {
    let named = match listed(data, "authors") {
        named if named.is_empty() => listed(data, "author"),
        named => named,
    };
    match named.is_empty() {
        true => site.settings.author.iter().map(|author| author.name.clone()).collect(),
        false => named,
    }
}
