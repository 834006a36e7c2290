//! Data as JavaScript: front matter between `---js` and `---`, and values that programs and data share.

use chrono::{DateTime, Utc};

use crate::markup::front_matter::value::{Map, Node, Value};
use crate::markup::javascript::{self as js, Field, Object, Reader};

/// Front matter that is a program (its names are the keys) or an object.
pub(super) fn data(text: &str) -> Map {
    let mut reader = Reader::new(&Nothing);
    let names = if text.trim_start().starts_with('{') {
        let exports = reader.exports("", &format!("export default {text}"));
        exports.get("default").cloned().unwrap_or_default()
    } else {
        js::Value::Object(reader.names("", text))
    };
    match to_data(&names) {
        Some(Value::Map(map)) => map,
        _ => Map::default(),
    }
}

/// Front matter gets nothing from outside.
struct Nothing;

impl js::Host for Nothing {
    fn value(&self, _: &str) -> Option<js::Value> {
        None
    }

    fn call(&self, _: &str, _: &[js::Value]) -> Option<js::Value> {
        None
    }

    fn module(&self, _: &str, _: &str) -> Option<Object> {
        None
    }
}

/// Returns a value of a program as data; nothing where it is none, such as a function.
#[must_use]
pub fn to_data(value: &js::Value) -> Option<Value> {
    Some(match value {
        js::Value::Null => Value::Null,
        js::Value::Bool(truth) => Value::Bool(*truth),
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
        js::Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Value::Int(*number as i64)
        }
        js::Value::Number(number) => Value::Float(*number),
        js::Value::Text(text) => Value::String(text.clone()),
        js::Value::Time(milliseconds) => {
            Value::Time(DateTime::<Utc>::from_timestamp_millis(*milliseconds)?.fixed_offset())
        }
        js::Value::List(items) => {
            Value::List(items.iter().filter_map(to_data).map(Node::unwritten).collect())
        }
        js::Value::Object(object) => {
            let mut map = Map::default();
            for field in object.fields() {
                if let Some(value) = to_data(&field.value) {
                    map.insert(field.name.clone(), value);
                }
            }
            Value::Map(map)
        }
        _ => return None,
    })
}

/// Returns data as a value of a program.
#[must_use]
pub fn of_data(data: &Value) -> js::Value {
    match data {
        Value::Null => js::Value::Null,
        Value::Bool(truth) => js::Value::Bool(*truth),
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
        Value::Int(number) => js::Value::Number(*number as f64),
        Value::Float(number) => js::Value::Number(*number),
        Value::String(text) => js::Value::Text(text.clone()),
        Value::Date(day) => {
            let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
            js::Value::Time(midnight.and_utc().timestamp_millis())
        }
        Value::Time(time) => js::Value::Time(time.timestamp_millis()),
        Value::List(items) => js::Value::List(items.iter().map(|node| of_data(&node.value)).collect()),
        Value::Map(map) => js::Value::Object(of_map(map)),
    }
}

/// Returns a mapping as an object of a program.
#[must_use]
pub fn of_map(map: &Map) -> Object {
    let field =
        |entry: &super::Entry| Field { name: entry.key.clone(), value: of_data(&entry.value.value), line: 0 };
    map.iter().map(field).collect()
}
