//! The JSON schema of `feedwright.toml`: its types, with the names that the tables of emitters and rules know.

use serde_json::{Map, Value, json};

use crate::feeds::emitters::{DEFAULT, EMITTERS};
use crate::lint::rule::{Rule, RuleOption};
use crate::lint::rules;
use crate::site::config;
use crate::text::diagnostic::Level;

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
    if let Some(Value::Object(format)) = schema.pointer_mut("/$defs/Feed/properties/format") {
        format.insert("default".to_owned(), DEFAULT.name.into());
    }
    if let Some(Value::Object(settings)) = schema.pointer_mut("/$defs/Lint/properties/rules") {
        let rules = rules::all().map(|rule| (rule.name.to_owned(), setting(rule)));
        let groups = rules::GROUPS.into_iter().flat_map(|group| [group.to_owned(), format!("{group}/*")]);
        let groups = groups.map(|group| {
            let description = format!("Every rule of the group `{group}` that has no setting of its own.");
            (group.clone(), json!({ "$ref": LEVEL, "description": description, "title": group }))
        });
        let properties: Map<String, Value> = rules.chain(groups).collect();
        settings.insert("properties".to_owned(), properties.into());
        settings.insert("additionalProperties".to_owned(), false.into());
    }
    if let Some(Value::Object(definitions)) = schema.pointer_mut("/$defs") {
        definitions.remove("RuleSetting");
        definitions.insert("Level".to_owned(), levels());
        let alone = json!({ "level": level_of_table() });
        definitions.insert("RuleSetting".to_owned(), any_of(json!({ "$ref": LEVEL }), alone));
    }
    schema
}

/// Where the schema defines levels, and settings of rules without options.
const LEVEL: &str = "#/$defs/Level";
const RULE_SETTING: &str = "#/$defs/RuleSetting";

/// The schema of a level.
fn levels() -> Value {
    let one = |name: &str, description: &str| json!({ "const": name, "description": description, "type": "string" });
    json!({
        "description": "The level of a rule's findings.",
        "oneOf": [
            one(Level::Error.name(), "`lint` exits with status 1."),
            one(Level::Warning.name(), "`lint` exits with status 1 only where `--max-warnings` allows fewer."),
            one(Level::Info.name(), "A note, which no exit status depends on."),
            one("on", "The rule's own level."),
            one("off", "The rule finds nothing."),
        ],
        "title": "Level",
    })
}

fn level_of_table() -> Value {
    json!({ "$ref": LEVEL, "title": "Level" })
}

/// A level, or a table with these properties.
fn any_of(level: Value, properties: Value) -> Value {
    let table = json!({ "additionalProperties": false, "properties": properties, "type": "object" });
    json!({ "anyOf": [level, table], "description": "A level, or a table with the rule's options." })
}

/// The schema of the setting of a rule.
fn setting(rule: &Rule) -> Value {
    let options = rule.page.options.iter().map(|option| (option.name().to_owned(), value(option)));
    let properties: Map<String, Value> = options.chain([("level".to_owned(), level_of_table())]).collect();
    let mut schema = match rule.page.options {
        [] => json!({ "$ref": RULE_SETTING }),
        _ => any_of(json!({ "$ref": LEVEL }), properties.into()),
    };
    if let Value::Object(schema) = &mut schema {
        let default = if rule.on_by_default { rule.level.name() } else { "off" };
        schema.insert("default".to_owned(), default.into());
        schema.insert("description".to_owned(), format!("Finds {}.", rule.summary).into());
        schema.insert("title".to_owned(), rule.name.into());
    }
    schema
}

/// The schema of an option's value.
fn value(option: &RuleOption) -> Value {
    let kind = match option {
        RuleOption::Strings(_) => {
            json!({ "anyOf": [{ "type": "string" }, { "items": { "type": "string" }, "type": "array" }] })
        }
        RuleOption::Number(_) => json!({ "minimum": 0, "type": "integer" }),
    };
    let Value::Object(mut schema) = kind else { return kind };
    schema.insert("default".to_owned(), option.default_value());
    schema.insert("description".to_owned(), format!("Sets {}.", option.meaning()).into());
    schema.insert("title".to_owned(), option.name().into());
    schema.into()
}
