//! Filters, tests and operators of Nunjucks itself (version 3.2).

use std::fmt::Write as _;

use crate::markup::javascript::{Object, Reader, Value, operate};
use crate::markup::nunjucks::values::printed;
use crate::text::bounded;
use crate::text::html::text::strip_html;
use crate::text::shared::Shared;
use crate::text::url::percent_encode;

/// Whether a filter leaves markup that is not escaped as it is.
pub(super) fn keeps_markup(name: &str) -> bool {
    matches!(
        name,
        "capitalize"
            | "indent"
            | "lower"
            | "title"
            | "trim"
            | "truncate"
            | "upper"
            | "replace"
            | "nl2br"
            | "string"
            | "default"
            | "d"
    )
}

/// A value after one of Nunjucks' own filters, of which the first of `given` is the value; nothing for any other filter.
pub(super) fn filtered(reader: &mut Reader<'_>, name: &str, given: &[Value]) -> Option<Value> {
    let value = given.first()?;
    let argument = |number: usize| given.get(number);
    let text = || printed(value);
    let with = |made: String| Some(Value::Text(made));
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
    let count = |count: usize| Some(Value::Number(count as f64));
    match name {
        "upper" => with(text().to_uppercase()),
        "lower" => with(text().to_lowercase()),
        "trim" => with(text().trim().to_owned()),
        "string" => with(text()),
        "capitalize" => with(capitalized(&text().to_lowercase())),
        "title" => with(
            text().split(' ').map(|word| capitalized(&word.to_lowercase())).collect::<Vec<_>>().join(" "),
        ),
        "striptags" => with(strip_html(&text()).split_whitespace().collect::<Vec<_>>().join(" ")),
        "nl2br" => with(text().replace("\r\n", "\n").replace('\n', "<br />\n")),
        "dump" => {
            // JavaScript's own bound.
            let indent = argument(1).and_then(Value::as_count).unwrap_or(0).min(10);
            let mut out = String::new();
            write_json(value, indent, 0, &mut out);
            with(out)
        }
        "default" | "d" => {
            let is_loose = argument(2).and_then(Value::truth) == Some(true);
            let is_missing = matches!(value, Value::Undefined) || is_loose && value.truth() == Some(false);
            Some(if is_missing { argument(1).cloned().unwrap_or_default() } else { value.clone() })
        }
        "urlencode" => {
            let mut out = String::new();
            percent_encode(&text(), &mut out);
            with(out)
        }
        "replace" => match (argument(1), argument(2)) {
            (Some(Value::Text(from)), Some(to)) if !from.is_empty() => {
                let (text, to) = (text(), printed(to));
                let made = match argument(3).and_then(Value::as_count) {
                    Some(most) => bounded::replaced_first(&text, from, &to, most),
                    None => bounded::replaced(&text, from, &to),
                };
                Some(made.map_or(Value::Unknown, Value::Text))
            }
            (Some(pattern @ Value::Pattern(_)), Some(to)) => {
                Some(reader.called_on(Value::Text(text()), "replace", &[pattern.clone(), to.clone()]))
            }
            _ => with(text()),
        },
        "truncate" => {
            let most = argument(1).and_then(Value::as_count).unwrap_or(255);
            let whole = text();
            if whole.chars().count() <= most {
                return with(whole);
            }
            let cut: String = whole.chars().take(most).collect();
            let kills = argument(2).and_then(Value::truth) == Some(true);
            let end = if kills { None } else { cut.rfind(' ') };
            let cut = end.and_then(|end| cut.get(..end)).unwrap_or(&cut).to_owned();
            with(cut + argument(3).map(printed).as_deref().unwrap_or("..."))
        }
        "indent" => {
            let blanks = " ".repeat(argument(1).and_then(Value::as_count).unwrap_or(4).min(100));
            let first = argument(2).and_then(Value::truth) == Some(true);
            let lines = text();
            let lines = lines.split('\n').enumerate();
            let lines: Vec<String> = lines
                .map(|(at, line)| if at == 0 && !first { line.to_owned() } else { format!("{blanks}{line}") })
                .collect();
            with(lines.join("\n"))
        }
        "wordcount" => count(text().split_whitespace().count()),
        "length" => match value {
            Value::List(items) => count(items.len()),
            Value::Object(object) => count(object.fields().len()),
            Value::Undefined | Value::Null => count(0),
            other => count(other.to_text()?.encode_utf16().count()),
        },
        "first" => Some(match value {
            Value::List(items) => items.first().cloned().unwrap_or_default(),
            other => reader.item(other.clone(), &Value::Number(0.0)),
        }),
        "last" => Some(value.as_list()?.last().cloned().unwrap_or_default()),
        "list" => Some(match value {
            Value::Text(text) => Value::List(text.chars().map(|c| Value::Text(c.to_string())).collect()),
            other => other.clone(),
        }),
        "join" => {
            let between = argument(1).map(printed).unwrap_or_default();
            let key = argument(2).and_then(Value::as_text);
            let items = value.as_list()?.iter();
            let items = items.map(|item| printed(key.and_then(|key| item.get(key)).unwrap_or(item)));
            let items: Vec<String> = items.collect();
            Some(bounded::joined(&items, &between).map_or(Value::Unknown, Value::Text))
        }
        "reverse" => Some(match value {
            Value::List(items) => Value::List(items.iter().rev().cloned().collect()),
            other => Value::Text(other.to_text()?.chars().rev().collect()),
        }),
        "sort" => {
            let is_reversed = argument(1).and_then(Value::truth) == Some(true);
            let key = argument(3).and_then(Value::as_text);
            let of = |item: &Value| key.and_then(|key| item.get(key)).unwrap_or(item).clone();
            let mut items = value.as_list()?.to_vec();
            items.sort_by(|a, b| ordered(&of(a), &of(b)));
            if is_reversed {
                items.reverse();
            }
            Some(Value::List(items.into()))
        }
        "sum" => {
            let key = argument(1).and_then(Value::as_text);
            let items = value.as_list()?.iter();
            let numbers = items.map(|item| key.and_then(|key| item.get(key)).unwrap_or(item).to_number());
            Some(Value::Number(numbers.sum::<Option<f64>>()?))
        }
        "abs" => Some(Value::Number(value.to_number()?.abs())),
        "round" => {
            let digits = argument(1).and_then(Value::as_count).unwrap_or(0).min(12);
            let scale = (0..digits).fold(1.0, |scale, _| scale * 10.0);
            let number = value.to_number()? * scale;
            let number = match argument(2).and_then(Value::as_text) {
                Some("ceil") => number.ceil(),
                Some("floor") => number.floor(),
                _ => number.round(),
            };
            Some(Value::Number(number / scale))
        }
        "int" | "float" => {
            let number = value.to_number().filter(|number| !number.is_nan());
            let number = number.or_else(|| argument(1).and_then(Value::to_number)).unwrap_or(0.0);
            Some(Value::Number(if name == "int" { number.trunc() } else { number }))
        }
        "selectattr" | "rejectattr" => {
            let key = argument(1)?.as_text()?;
            let is_kept = |item: &&Value| {
                (item.get(key).and_then(Value::truth) == Some(true)) == (name == "selectattr")
            };
            Some(Value::List(value.as_list()?.iter().filter(is_kept).cloned().collect()))
        }
        "groupby" => {
            let key = argument(1)?.as_text()?;
            let mut groups = Object::default();
            for item in value.as_list()? {
                let name = item.get(key).map(printed).unwrap_or_default();
                let mut group = groups.get(&name).and_then(Value::as_list).unwrap_or(&[]).to_vec();
                group.push(item.clone());
                groups.set(&name, Value::List(group.into()), 0);
            }
            Some(Value::Object(groups))
        }
        "batch" => {
            let size = argument(1)?.as_count()?.max(1);
            Some(Value::List(
                value.as_list()?.chunks(size).map(|part| Value::List(part.to_vec().into())).collect(),
            ))
        }
        _ => None,
    }
}

/// Whether a value passes a test; nothing for an unknown test.
pub(super) fn test(name: &str, value: &Value, arguments: &[Value]) -> Option<bool> {
    let number = || value.to_number();
    let other = arguments.first();
    Some(match name {
        "defined" => !matches!(value, Value::Undefined),
        "undefined" => matches!(value, Value::Undefined),
        "none" | "null" => matches!(value, Value::Null),
        "string" => matches!(value, Value::Text(_)),
        "number" => matches!(value, Value::Number(_)),
        "iterable" => matches!(value, Value::List(_) | Value::Text(_)),
        "mapping" => matches!(value, Value::Object(_)),
        "callable" => matches!(value, Value::Function(_)),
        "truthy" => value.truth()?,
        "falsy" => !value.truth()?,
        "odd" => number()? % 2.0 != 0.0,
        "even" => number()? % 2.0 == 0.0,
        "divisibleby" => number()? % other?.to_number()? == 0.0,
        "equalto" | "eq" | "sameas" => operate("===", value, other?).truth()?,
        "ne" => !operate("===", value, other?).truth()?,
        "gt" => number()? > other?.to_number()?,
        "ge" => number()? >= other?.to_number()?,
        "lt" => number()? < other?.to_number()?,
        "le" => number()? <= other?.to_number()?,
        "lower" => value.as_text()? == value.as_text()?.to_lowercase(),
        "upper" => value.as_text()? == value.as_text()?.to_uppercase(),
        _ => return None,
    })
}

/// Two values after a binary operator.
pub(super) fn operated(sign: &str, left: &Value, right: &Value) -> Value {
    match sign {
        "~" => bounded::added(printed(left), &printed(right)).map_or(Value::Unknown, Value::Text),
        "//" => match (left.to_number(), right.to_number()) {
            (Some(left), Some(right)) => Value::Number((left / right).floor()),
            _ => Value::Unknown,
        },
        "**" => match (left.to_number(), right.to_number()) {
            (Some(left), Some(right)) => Value::Number(left.powf(right)),
            _ => Value::Unknown,
        },
        "in" => match right {
            Value::List(items) => {
                Value::Bool(items.iter().any(|item| operate("===", item, left).truth() == Some(true)))
            }
            Value::Text(text) => Value::Bool(left.to_text().is_some_and(|part| text.contains(&part))),
            Value::Object(object) => {
                Value::Bool(left.to_text().is_some_and(|key| object.get(&key).is_some()))
            }
            Value::Undefined | Value::Null => Value::Bool(false),
            _ => Value::Unknown,
        },
        sign => operate(sign, left, right),
    }
}

/// `range(start, stop, step)`
pub(super) fn range(given: &[f64]) -> Value {
    let (start, stop, step) = match given {
        [stop] => (0.0, *stop, 1.0),
        [start, stop] => (*start, *stop, 1.0),
        [start, stop, step, ..] if *step != 0.0 => (*start, *stop, *step),
        _ => return Value::List(Shared::default()),
    };
    let mut items = Vec::new();
    let mut next = start;
    while items.len() < 10_000 && if step > 0.0 { next < stop } else { next > stop } {
        items.push(Value::Number(next));
        next += step;
    }
    Value::List(items.into())
}

fn ordered(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        _ => a.to_number().partial_cmp(&b.to_number()).unwrap_or(std::cmp::Ordering::Equal),
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// A value as JSON, as `JSON.stringify` writes it.
fn write_json(value: &Value, indent: usize, depth: usize, out: &mut String) {
    let line = |depth: usize, out: &mut String| {
        if indent > 0 {
            out.push('\n');
            out.push_str(&" ".repeat(indent * depth));
        }
    };
    match value {
        Value::List(items) if depth < 40 => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                line(depth + 1, out);
                write_json(item, indent, depth + 1, out);
            }
            if !items.is_empty() {
                line(depth, out);
            }
            out.push(']');
        }
        Value::Object(object) if depth < 40 => {
            out.push('{');
            let fields = object
                .fields()
                .iter()
                .filter(|field| !matches!(field.value, Value::Undefined | Value::Function(_)));
            let mut any = false;
            for field in fields {
                out.push_str(if any { "," } else { "" });
                any = true;
                line(depth + 1, out);
                write_string(&field.name, out);
                out.push_str(if indent > 0 { ": " } else { ":" });
                write_json(&field.value, indent, depth + 1, out);
            }
            if any {
                line(depth, out);
            }
            out.push('}');
        }
        Value::Bool(_) | Value::Number(_) => out.push_str(&printed(value)),
        Value::Text(text) => write_string(text, out),
        Value::Time(_) => write_string(&printed(value), out),
        _ => out.push_str("null"),
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
