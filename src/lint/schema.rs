//! The JSON schema of `feedwright.toml`: its types, with the names that the tables of emitters and rules know.

use serde_json::{Map, Value, json};

use crate::feeds::emitters::EMITTERS;
use crate::lint::rule::{Rule, RuleOption};
use crate::lint::rules;
use crate::site::config;

/// Returns the JSON schema of `feedwright.toml`, for editors.
#[must_use]
pub fn schema() -> Value {
    let mut schema = config::schema();
    if let Some(format) = schema.pointer_mut("/$defs/Format") {
        let description = format.get("description").cloned();
        let one_of: Vec<Value> = EMITTERS
            .iter()
            .map(|emitter| {
                let summary = format!("{}.", emitter.summary);
                json!({ "const": emitter.name, "description": summary, "type": "string" })
            })
            .collect();
        *format = json!({ "description": description, "oneOf": one_of });
    }
    if let Some(Value::Object(settings)) = schema.pointer_mut("/$defs/Lint/properties/rules") {
        let with_options = rules::all().filter(|rule| !rule.page.options.is_empty());
        let properties: Map<String, Value> =
            with_options.map(|rule| (rule.name.to_owned(), setting(rule))).collect();
        settings.insert("properties".to_owned(), properties.into());
    }
    schema
}

/// The schema of the setting of a rule with options.
fn setting(rule: &Rule) -> Value {
    let level = json!({ "description": "The level of its findings.", "type": "string" });
    let options = rule.page.options.iter().map(|option| (option.name().to_owned(), value(option)));
    let properties: Map<String, Value> = options.chain([("level".to_owned(), level.clone())]).collect();
    let table = json!({ "additionalProperties": false, "properties": properties, "type": "object" });
    json!({ "anyOf": [level, table], "description": format!("`{}`: {}.", rule.name, rule.summary) })
}

/// The schema of an option's value.
fn value(option: &RuleOption) -> Value {
    let description = format!("Sets {}.", option.meaning());
    let default = option.default_value();
    match option {
        RuleOption::Strings(_) => json!({
            "anyOf": [{ "type": "string" }, { "items": { "type": "string" }, "type": "array" }],
            "default": default,
            "description": description,
        }),
        RuleOption::Number(_) => json!({
            "default": default,
            "description": description,
            "minimum": 0,
            "type": "integer",
        }),
    }
}
