//! The options of one rule, as `feedwright.toml` gives them.

use std::collections::BTreeMap;

use serde_json::Value;

/// What `[lint.rules]` says of one rule beside its level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options(pub BTreeMap<String, Value>);

impl Options {
    /// The texts of an option: of a list, or the one text that is there; empty without the option.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The truth of an option; `None` without it.
    #[must_use]
    pub fn truth(&self, name: &str) -> Option<bool> {
        self.0.get(name).and_then(Value::as_bool)
    }
}
