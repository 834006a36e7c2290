//! Values of Tera.

use crate::markup::front_matter::Value;
use crate::text::bounded::Size;

/// The value of a number.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
pub(super) fn number(number: f64, is_whole: bool) -> Value {
    if is_whole && number.fract() == 0.0 && number.abs() < 1e15 {
        Value::Int(number as i64)
    } else {
        Value::Float(number)
    }
}

/// Adds the size of a value.
pub(super) fn measure(value: &Value, size: &mut Size) -> Option<()> {
    match value {
        Value::String(text) => size.add(text),
        Value::List(items) => size.add_parts(items, |item, size| measure(&item.value, size)),
        Value::Map(map) => size.add_parts(map.iter(), |entry, size| {
            size.add(&entry.key)?;
            measure(&entry.value.value, size)
        }),
        _ => size.add(""),
    }
}

/// A value as text; nothing for one that has none.
pub(in crate::site::conventions) fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| text(&item.value)).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Null => String::new(),
        Value::Map(_) => return None,
    })
}

/// Whether a value counts as true.
pub(in crate::site::conventions) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Int(number) => *number != 0,
        Value::Float(number) => *number != 0.0,
        Value::String(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Map(map) => !map.is_empty(),
        Value::Date(_) | Value::Time(_) => true,
    }
}

/// The number of a value, and whether it is a whole one.
pub(super) fn as_number(value: &Value) -> Option<(f64, bool)> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "numbers of templates are small")]
        Value::Int(number) => Some((*number as f64, true)),
        Value::Float(number) => Some((*number, false)),
        _ => None,
    }
}
