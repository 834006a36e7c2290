//! Values as Ruby writes them as JSON: compact, in their own order.

use crate::markup::front_matter::float;
use crate::markup::liquid::value::{DEEPEST, Value};

/// `value` as JSON on one line.
pub(super) fn write(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_nested(value, DEEPEST, &mut out);
    out
}

fn write_nested(value: &Value<'_>, depth: usize, out: &mut String) {
    let Some(deeper) = depth.checked_sub(1) else { return out.push_str("null") };
    match value {
        Value::Nil => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Float(number) if number.is_finite() => out.push_str(&float(*number)),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_nested(item, deeper, out);
            }
            out.push(']');
        }
        Value::Object(_) | Value::Record(_) => {
            out.push('{');
            for (i, pair) in value.pairs().iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&text(&pair.item(0).to_text()));
                out.push(':');
                write_nested(&pair.item(1), deeper, out);
            }
            out.push('}');
        }
        other => out.push_str(&text(&other.to_text())),
    }
}

fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
