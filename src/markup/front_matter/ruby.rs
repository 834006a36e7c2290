//! Values as Ruby prints them, which is how they reach a page when a template prints them.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::Datelike as _;

use crate::markup::front_matter::{Map, Value};
use crate::text::date::strftime;

impl Value {
    /// Ruby's `to_s`: nothing for null, a string as it is, `1.0e+20`, `2020-01-31 10:00:00 +0000`, and lists and
    /// mappings as [`Value::inspect`] has them.
    #[must_use]
    pub fn to_ruby_string(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::String(text) => Cow::Borrowed(text),
            Self::Date(date) => Cow::Owned(date.to_string()),
            _ => Cow::Owned(self.inspect()),
        }
    }

    /// Ruby's `inspect`: `["Ann", nil]`, `{"name"=>"Ann"}`.
    #[must_use]
    pub fn inspect(&self) -> String {
        let mut out = String::new();
        inspect_value(self, &mut out);
        out
    }
}

fn inspect_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("nil"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Float(number) => out.push_str(&float(*number)),
        Value::Date(date) => {
            // The day as astronomers count it, and the day on which the Gregorian calendar began.
            let _ = write!(
                out,
                "#<Date: {date} (({}j,0s,0n),+0s,2299161j)>",
                date.num_days_from_ce() + 1_721_425
            );
        }
        Value::Time(time) => out.push_str(&strftime(time, "%Y-%m-%d %H:%M:%S %z", None)),
        Value::String(text) => inspect_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                inspect_value(&item.value, out);
            }
            out.push(']');
        }
        Value::Map(map) => inspect_map(map, out),
    }
}

fn inspect_map(map: &Map, out: &mut String) {
    out.push('{');
    for (i, entry) in map.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        inspect_text(&entry.key, out);
        out.push_str("=>");
        inspect_value(&entry.value.value, out);
    }
    out.push('}');
}

fn inspect_text(text: &str, out: &mut String) {
    out.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '#' if matches!(chars.peek(), Some('{' | '$' | '@')) => out.push_str("\\#"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\x1b' => out.push_str("\\e"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0b' => out.push_str("\\v"),
            '\x0c' => out.push_str("\\f"),
            c if c.is_control() => {
                let code = u32::from(c);
                let _ = if code < 0x80 { write!(out, "\\x{code:02X}") } else { write!(out, "\\u{code:04X}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Ruby's `Float#to_s`: plain between 0.0001 and 10^16, else with an exponent of two digits and its sign.
#[must_use]
pub fn float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = number.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let scientific = format!("{number:e}");
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let point = if mantissa.contains('.') { "" } else { ".0" };
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}{point}e{sign}{:02}", exponent.abs());
    }
    let plain = number.to_string();
    if plain.contains('.') { plain } else { plain + ".0" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::front_matter::Node;

    #[test]
    fn values_print_as_in_ruby() {
        let list = Value::List(
            [Node::unwritten("a\"#{x}\n".into()), Node::default(), Value::Float(1.0).into()].into(),
        );
        assert_eq!(list.to_ruby_string(), r#"["a\"\#{x}\n", nil, 1.0]"#);
        let map = Value::Map([("name", Value::from("Ann")), ("n", Value::Int(1))].into_iter().collect());
        assert_eq!(map.to_ruby_string(), r#"{"name"=>"Ann", "n"=>1}"#);
        assert_eq!(Value::Null.to_ruby_string(), "");
        let time = crate::text::date::parse("2020-01-07 10:00 +0100", chrono_tz::Tz::UTC).unwrap();
        assert_eq!(Value::Time(time).to_ruby_string(), "2020-01-07 09:00:00 +0000");
    }

    #[test]
    fn floats_print_as_in_ruby() {
        for (number, text) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (1.5, "1.5"),
            (1e15, "1000000000000000.0"),
            (1e16, "1.0e+16"),
            (1.25e-7, "1.25e-07"),
            (0.0001, "0.0001"),
            (f64::INFINITY, "Infinity"),
        ] {
            assert_eq!(float(number), text);
        }
    }
}
