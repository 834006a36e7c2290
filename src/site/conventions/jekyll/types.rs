//! Keys of `_config.yml` that feeds depend on, with a value of another type than Jekyll reads.

use crate::markup::front_matter::{Map, Value};
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::error_in;
use crate::text::date;

/// Where Jekyll stops, we stop; no other value of the configuration stops a run by its type.
///
/// # Errors
/// When `collections` is neither a list nor a mapping, or `include` or `exclude` is not a list. Source: Jekyll's
/// `site.rb`, `collection_names`, and `configuration.rb`, `check_include_exclude`.
pub(super) fn check(data: &Map, opening: &Opening<'_>) -> Result<(), ConfigError> {
    for (key, expected, may_be_map) in [
        ("collections", "a list of names or a mapping", true),
        ("include", "a list", false),
        ("exclude", "a list", false),
    ] {
        match data.get(key).map(|node| &node.value) {
            None | Some(Value::Null | Value::List(_)) => {}
            Some(Value::Map(_)) if may_be_map => {}
            Some(value) => {
                let message = format!("`{key}` is {}; write {expected}", value.kind());
                return Err(error_in(opening.files, &[key], message));
            }
        }
    }
    Ok(())
}

/// Values that Jekyll and jekyll-feed ignore for their type, each with its place and what happens instead.
pub(super) fn notes(data: &Map, opening: &Opening<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |keys: &[&str], message: String| {
        notes.push(error_in(opening.files, keys, message).to_string());
    };
    let zone = data.get("timezone").and_then(|node| node.as_str());
    if opening.config.site.timezone.is_none()
        && let Some(Err(error)) = zone.map(date::zone)
    {
        note(&["timezone"], format!("Jekyll writes dates in UTC, since {error}"));
    }
    match data.get("defaults").map(|node| &node.value) {
        None | Some(Value::Null) => {}
        Some(Value::List(sets)) => {
            for (number, set) in sets.iter().enumerate() {
                let values = set.value.as_map().and_then(|set| set.get("values"));
                if values.and_then(|node| node.value.as_map()).is_none() {
                    let message = "this item of `defaults` has no mapping `values`, so it is ignored";
                    note(&["defaults", &number.to_string()], message.to_owned());
                }
            }
        }
        Some(value) => {
            note(&["defaults"], format!("`defaults` is {} and not a list, so it is ignored", value.kind()));
        }
    }
    let feed = data.get("feed").map(|node| &node.value);
    match feed {
        None | Some(Value::Null | Value::Bool(_) | Value::Map(_)) => {}
        Some(value) => {
            note(&["feed"], format!("`feed` is {} and not a mapping, so it is ignored", value.kind()))
        }
    }
    let posts_limit = feed.and_then(Value::as_map).and_then(|feed| feed.get("posts_limit"));
    for (keys, node, instead) in [
        (&["limit_posts"][..], data.get("limit_posts"), "so it limits nothing"),
        (&["feed", "posts_limit"][..], posts_limit, "so feeds have the 10 newest posts"),
    ] {
        if let Some(node) = node.filter(|node| !matches!(node.value, Value::Null | Value::Int(_))) {
            let kind = node.value.kind();
            note(keys, format!("`{}` is {kind} and not a whole number, {instead}", keys.join(".")));
        }
    }
    notes
}
