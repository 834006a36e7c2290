//! The JSON schema of `feedwright.toml`: its types, with the names that the tables of emitters and rules know.

use serde_json::{Value, json};

use crate::feeds::emitters::EMITTERS;
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
    schema
}
