//! Values as templates print them.

use chrono::{DateTime, Utc};

use crate::markup::javascript::Value;

/// Whether only the build knows a value.
pub(super) fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Unknown | Value::Host(_) | Value::Entries(_))
}

/// A value as a template prints it.
pub(super) fn printed(value: &Value) -> String {
    match value {
        Value::Undefined | Value::Null => String::new(),
        Value::Object(_) => "[object Object]".to_owned(),
        Value::Time(milliseconds) => DateTime::<Utc>::from_timestamp_millis(*milliseconds)
            .map_or_else(String::new, |time| {
                time.format("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)").to_string()
            }),
        Value::List(items) => items.iter().map(printed).collect::<Vec<_>>().join(","),
        other => other.to_text().unwrap_or_default(),
    }
}
