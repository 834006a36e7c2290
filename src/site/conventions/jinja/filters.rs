//! Filters, with the names and arguments of Tera and Zola.

use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::markdown;
use crate::site::conventions::fields::capitalize;
use crate::site::conventions::jinja::values::{number, text};
use crate::text::bounded;
use crate::text::date::{self, strftime};
use crate::text::html::text::{escape_attribute, strip_html};
use crate::text::url::{ascii_slug, percent_encode};

/// What a filter makes of a value; nothing for one that is not known.
pub(in crate::site::conventions) fn filtered(
    name: &str,
    value: Value,
    given: &Map,
    options: &markdown::Options,
) -> Option<Value> {
    match value {
        Value::List(items) => of_list(name, items.into_vec(), given),
        Value::Map(map) => match name {
            "get" => map
                .get(given.get("key")?.as_str()?)
                .or_else(|| given.get("default"))
                .map(|it| it.value.clone()),
            "length" => Some(Value::Int(i64::try_from(map.len()).ok()?)),
            _ => None,
        },
        other => of_scalar(name, &other, given, options),
    }
}

fn of_list(name: &str, mut items: Vec<Node>, given: &Map) -> Option<Value> {
    let whole = |key: &str| match given.get(key).map(|node| &node.value) {
        Some(Value::Int(whole)) => usize::try_from(*whole).ok(),
        _ => None,
    };
    let attribute = |node: &Node| -> Option<Value> {
        let path = given.get("attribute")?.as_str()?;
        Some(node.value.as_map()?.get_path(path)?.value.clone())
    };
    match name {
        "length" => Some(Value::Int(i64::try_from(items.len()).ok()?)),
        "first" => Some(items.into_iter().next()?.value),
        "last" => Some(items.pop()?.value),
        "nth" => Some(items.into_iter().nth(whole("n")?)?.value),
        "reverse" => {
            items.reverse();
            Some(Value::List(items.into()))
        }
        "join" => {
            let texts = items.iter().map(|item| text(&item.value)).collect::<Option<Vec<_>>>()?;
            bounded::joined(&texts, given.get("sep").and_then(Node::as_str).unwrap_or("")).map(Value::String)
        }
        "sort" if given.is_empty() => {
            let mut keyed = items
                .into_iter()
                .map(|item| Some((sort_key(&item.value)?, item)))
                .collect::<Option<Vec<_>>>()?;
            keyed.sort_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
            Some(Value::List(keyed.into_iter().map(|(_, item)| item).collect()))
        }
        "unique" => {
            let mut once: Vec<Node> = Vec::new();
            for item in items {
                if !once.iter().any(|known| known.value == item.value) {
                    once.push(item);
                }
            }
            Some(Value::List(once.into()))
        }
        "slice" => {
            let (start, end) = (whole("start").unwrap_or(0), whole("end").unwrap_or(items.len()));
            Some(Value::List(items.into_iter().take(end).skip(start).collect()))
        }
        "concat" => {
            match &given.get("with")?.value {
                Value::List(more) => items.extend(more.iter().cloned()),
                other => items.push(Node::unwritten(other.clone())),
            }
            Some(Value::List(items.into()))
        }
        "map" => Some(Value::List(items.iter().filter_map(attribute).map(Node::unwritten).collect())),
        "filter" => {
            let wanted = given.get("value").map(|node| &node.value);
            items.retain(|item| match (attribute(item), wanted) {
                (Some(own), Some(wanted)) => own == *wanted,
                (own, None) => own.is_some(),
                (None, Some(_)) => false,
            });
            Some(Value::List(items.into()))
        }
        _ => None,
    }
}

/// What a value is sorted by: its number, then its text.
fn sort_key(value: &Value) -> Option<(f64, String)> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "numbers of templates are small")]
        Value::Int(number) => Some((*number as f64, String::new())),
        Value::Float(number) => Some((*number, String::new())),
        Value::String(text) => Some((0.0, text.clone())),
        _ => None,
    }
}

fn of_scalar(name: &str, value: &Value, given: &Map, options: &markdown::Options) -> Option<Value> {
    let argument = |key: &str| given.get(key).and_then(Node::as_str);
    let whole = |key: &str| match given.get(key).map(|node| &node.value) {
        Some(Value::Int(whole)) => usize::try_from(*whole).ok(),
        _ => None,
    };
    if let Some(made) = of_number(name, value, given) {
        return Some(made);
    }
    if name == "date" {
        let time = match value {
            Value::Time(time) => *time,
            Value::Date(day) => day.and_hms_opt(0, 0, 0)?.and_utc().fixed_offset(),
            Value::String(text) => date::parse(text, chrono_tz::Tz::UTC).ok()?,
            _ => return None,
        };
        return Some(Value::String(strftime(&time, argument("format").unwrap_or("%Y-%m-%d"), None)));
    }
    let own = text(value)?;
    let made = match name {
        "as_str" => own,
        "markdown" => {
            let html = markdown::render(&own, options);
            let is_inline = given.get("inline").and_then(|node| node.value.as_bool()) == Some(true);
            let paragraph = html.trim_end().strip_prefix("<p>").and_then(|it| it.strip_suffix("</p>"));
            match paragraph.filter(|it| is_inline && !it.contains("<p>")) {
                Some(inner) => inner.to_owned(),
                None => html,
            }
        }
        "trim" => own.trim().to_owned(),
        "trim_start" => own.trim_start().to_owned(),
        "trim_end" => own.trim_end().to_owned(),
        "trim_start_matches" => own.trim_start_matches(argument("pat")?).to_owned(),
        "trim_end_matches" => own.trim_end_matches(argument("pat")?).to_owned(),
        "upper" => own.to_uppercase(),
        "lower" => own.to_lowercase(),
        "capitalize" => capitalize(&own.to_lowercase()),
        "title" => own.split(' ').map(|word| capitalize(&word.to_lowercase())).collect::<Vec<_>>().join(" "),
        // What is escaped once is not escaped again where it is written.
        "escape" | "escape_xml" => own,
        "escape_html" => escape_attribute(&own).into_owned(),
        "striptags" => strip_html(&own).into_owned(),
        "linebreaksbr" => own.replace("\r\n", "<br>").replace('\n', "<br>"),
        "addslashes" => own.replace('\\', "\\\\").replace('"', "\\\"").replace('\'', "\\'"),
        "replace" => bounded::replaced(&own, argument("from")?, argument("to")?)?,
        "regex_replace" => {
            let pattern = regex::Regex::new(argument("pattern")?).ok()?;
            bounded::replaced_matches(&own, &pattern, argument("rep")?, 0)?
        }
        "slugify" => ascii_slug(&own),
        "urlencode" | "urlencode_strict" => {
            let mut out = String::with_capacity(own.len());
            percent_encode(&own, &mut out);
            out
        }
        "truncate" => {
            let most = whole("length").unwrap_or(255);
            match own.char_indices().nth(most) {
                Some((end, _)) => format!("{}{}", own.get(..end)?, argument("end").unwrap_or("…")),
                None => own,
            }
        }
        "json_encode" => serde_json::to_string(&own).ok()?,
        "length" => return Some(Value::Int(i64::try_from(own.chars().count()).ok()?)),
        "wordcount" => return Some(Value::Int(i64::try_from(own.split_whitespace().count()).ok()?)),
        "reverse" => own.chars().rev().collect(),
        "split" => {
            let parts = own.split(argument("pat")?).map(|part| Node::unwritten(Value::from(part)));
            return Some(Value::List(parts.collect()));
        }
        "int" => return own.trim().parse().ok().map(Value::Int),
        "float" => return own.trim().parse().ok().map(Value::Float),
        _ => return None,
    };
    Some(Value::String(made))
}

fn of_number(name: &str, value: &Value, given: &Map) -> Option<Value> {
    match (name, value) {
        ("pluralize", Value::Int(count)) => {
            let (key, default) = if count.abs() == 1 { ("singular", "") } else { ("plural", "s") };
            Some(Value::from(given.get(key).and_then(Node::as_str).unwrap_or(default)))
        }
        ("abs", Value::Int(whole)) => Some(Value::Int(whole.checked_abs()?)),
        ("abs", Value::Float(float)) => Some(Value::Float(float.abs())),
        ("round", Value::Float(float)) => Some(number(float.round(), true)),
        ("round" | "int", Value::Int(_)) | ("float", Value::Float(_)) => Some(value.clone()),
        ("int", Value::Float(float)) => Some(number(float.trunc(), true)),
        _ => None,
    }
}
