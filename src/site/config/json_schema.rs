//! The JSON schema of `feedwright.toml` as editors show it: what `schemars` makes of the types, without what TOML does not
//! have.

use serde_json::{Map, Value, json};

/// Returns a schema of the types without `null`, which TOML cannot write; with titles; and with `[]` as the default of each list
/// that may be missing.
pub(super) fn for_editors(mut schema: Value) -> Value {
    tidy(&mut schema);
    schema
}

fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            without_null(map);
            let required: Vec<Value> =
                map.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            if let Some(Value::Object(properties)) = map.get_mut("properties") {
                for (key, property) in properties {
                    let Value::Object(property) = property else { continue };
                    if property.get("default").is_some_and(Value::is_null) {
                        property.remove("default");
                    }
                    if is_list(property) && !required.contains(&json!(key)) {
                        property.entry("default").or_insert(json!([]));
                    }
                    property.entry("title").or_insert_with(|| title(key).into());
                }
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Removes `null` from what a value may be.
fn without_null(map: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|it| it != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            map.insert("type".to_owned(), one);
        }
    }
    let Some(Value::Array(choices)) = map.get_mut("anyOf") else { return };
    choices.retain(|it| it.get("type").is_none_or(|it| it != "null"));
    if let [Value::Object(one)] = choices.as_slice() {
        let one = one.clone();
        map.remove("anyOf");
        for (key, value) in one {
            map.entry(key).or_insert(value);
        }
    }
}

/// Whether a property takes a list.
fn is_list(property: &Map<String, Value>) -> bool {
    let is_one_or_many = |it: &Value| it.as_str().is_some_and(|it| it.starts_with("#/$defs/OneOrMany"));
    property.get("type").is_some_and(|it| it == "array") || property.get("$ref").is_some_and(is_one_or_many)
}

/// The words of a key: `summary-length` is `Summary length`.
fn title(key: &str) -> String {
    let words: Vec<String> = key.split('-').enumerate().map(word).collect();
    words.join(" ")
}

fn word((at, word): (usize, &str)) -> String {
    let mut letters = word.chars();
    match letters.next() {
        _ if ABBREVIATIONS.contains(&word) => word.to_uppercase(),
        Some(first) if at == 0 => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Words of keys that are written in capitals.
const ABBREVIATIONS: [&str; 5] = ["guid", "id", "ttl", "uri", "url"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_words_of_keys() {
        let titles = ["summary-length", "id-key", "url", "new-feed-url"].map(title);
        assert_eq!(titles, ["Summary length", "ID key", "URL", "New feed URL"]);
    }

    #[test]
    fn null_is_no_choice() {
        let property = json!({ "anyOf": [{ "$ref": "#/$defs/Sort" }, { "type": "null" }], "default": null });
        let schema = json!({ "properties": { "sort": property, "to": { "type": ["string", "null"] } } });
        let tidied = for_editors(schema);
        let expected = json!({ "$ref": "#/$defs/Sort", "title": "Sort" });
        assert_eq!(tidied["properties"]["sort"], expected);
        assert_eq!(tidied["properties"]["to"], json!({ "type": "string", "title": "To" }));
    }
}
