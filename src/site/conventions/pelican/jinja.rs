//! Jinja as Pelican's templates have it: its filters, and Python's methods.

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};

use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::markdown;
use crate::site::conventions::jinja::{Dialect, filtered, is_true, text};
use crate::site::conventions::pelican::python::{self, Arguments, PyValue};
use crate::text::bounded;
use crate::text::date::strftime;
use crate::text::html::text::escape_attribute;
use crate::text::url::percent_encode;

/// The language of Pelican's templates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jinja;

/// The filters that are known. Those of `JINJA_FILTERS` are programs.
const FILTERS: [&str; 35] = [
    "abs",
    "attr",
    "capitalize",
    "count",
    "d",
    "default",
    "e",
    "escape",
    "first",
    "float",
    "forceescape",
    "format",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "strftime",
    "string",
    "striptags",
    "title",
    "tojson",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "wordcount",
];

impl Dialect for Jinja {
    fn is_python(&self) -> bool {
        true
    }

    fn has_filter(&self, name: &str) -> bool {
        FILTERS.contains(&name)
    }

    fn filtered(&self, name: &str, value: Value, given: &Map, markdown: &markdown::Options) -> Option<Value> {
        let given = |place: &str, name: &str| {
            given.get(name).or_else(|| given.get(place)).map(|node| node.value.clone())
        };
        let words = |place: &str, name: &str| given(place, name).and_then(|value| self.text(&value));
        let value = named(value);
        match (name, value) {
            ("strftime", value) => self.called(&value, name, &positional([given("0", "date_format")?])),
            ("e" | "escape" | "forceescape", value) => {
                Some(Value::String(escape_attribute(&self.text(&value)?).into_owned()))
            }
            ("string", value) => Some(Value::String(self.text(&value)?)),
            ("urlencode", value) => Some(Value::String(encoded(&self.text(&value)?))),
            ("attr", value) => self.attribute(&value, &words("0", "name")?),
            ("truncate", value) => {
                let length = whole(given("0", "length"), 255)?;
                let leeway = whole(given("3", "leeway"), 5)?;
                let cuts_words = given("1", "killwords").is_some_and(|it| is_true(&it));
                let end = words("2", "end").unwrap_or_else(|| "...".to_owned());
                Some(Value::String(truncated(&self.text(&value)?, (length, leeway), cuts_words, &end)))
            }
            ("format" | "tojson", Value::List(_) | Value::Map(_)) => None,
            ("format", Value::String(format)) => {
                let all = (0..).map_while(|at| given(&at.to_string(), "")).map(Node::unwritten).collect();
                self.operated("%", &Value::String(format), &Value::List(all))
            }
            ("tojson", Value::String(text)) => serde_json::to_string(&text).ok().map(Value::String),
            ("tojson", value) => text(&value).map(Value::String),
            ("list", list @ Value::List(_)) => Some(list),
            ("join", Value::List(items)) => {
                let attribute = words("1", "attribute");
                let parts = items.into_iter().map(|item| match &attribute {
                    Some(name) => self.text(&item.value.as_map()?.get(name)?.value),
                    None => self.text(&item.value),
                });
                let parts: Vec<String> = parts.collect::<Option<_>>()?;
                bounded::joined(&parts, &words("0", "d").unwrap_or_default()).map(Value::String)
            }
            ("map", Value::List(items)) => {
                let attribute = given("", "attribute").and_then(|name| self.text(&name));
                let filter = words("0", "");
                let made = items.into_iter().map(|item| {
                    let value = match (&attribute, &filter) {
                        (Some(name), _) => item.value.as_map()?.get(name)?.value.clone(),
                        (None, Some(filter)) if self.has_filter(filter) => {
                            self.filtered(filter, item.value, &Map::default(), markdown)?
                        }
                        _ => return None,
                    };
                    Some(Node::unwritten(value))
                });
                Some(Value::List(made.collect::<Option<_>>()?))
            }
            ("sort", Value::List(items)) => {
                let is_reversed = given("0", "reverse").is_some_and(|it| is_true(&it));
                let attribute = words("2", "attribute");
                let mut keyed = Vec::new();
                for item in items {
                    let key = match &attribute {
                        Some(name) => self.text(&item.value.as_map()?.get(name)?.value)?,
                        None => self.text(&item.value)?,
                    };
                    keyed.push((key.to_lowercase(), item));
                }
                keyed.sort_by(|(a, _), (b, _)| if is_reversed { b.cmp(a) } else { a.cmp(b) });
                Some(Value::List(keyed.into_iter().map(|(_, item)| item).collect()))
            }
            ("replace", value) => {
                let from = ("from", Value::String(words("0", "old")?));
                let to = ("to", Value::String(words("1", "new")?));
                filtered(name, value, &Map::from_iter([from, to]), markdown)
            }
            ("trim", Value::String(text)) => {
                let signs = words("0", "chars");
                let is_cut = |c: char| signs.as_ref().map_or(c.is_whitespace(), |signs| signs.contains(c));
                Some(Value::String(text.trim_matches(is_cut).to_owned()))
            }
            ("int", value) => {
                let default = || given("0", "default").or(Some(Value::Int(0)));
                filtered(name, value, &Map::default(), markdown).or_else(default)
            }
            ("round", _) if given("0", "precision").is_some() => None,
            ("count", value) => filtered("length", value, &Map::default(), markdown),
            (name, value) => filtered(name, value, &Map::default(), markdown),
        }
    }

    fn called(&self, value: &Value, method: &str, given: &Map) -> Option<Value> {
        let format = given.get("0").and_then(Node::as_str);
        match (value, method) {
            (Value::Time(time), "strftime") => Some(Value::String(strftime(time, format?, None))),
            (Value::Date(day), "strftime") => {
                let time = day.and_hms_opt(0, 0, 0)?.and_utc().fixed_offset();
                Some(Value::String(strftime(&time, format?, None)))
            }
            (Value::Time(time), "isoformat") => {
                Some(Value::String(strftime(time, "%Y-%m-%dT%H:%M:%S%:z", None)))
            }
            (Value::Date(_), "isoformat") => text(value).map(Value::String),
            (Value::Time(time), "date") => Some(Value::Date(time.date_naive())),
            (Value::Time(time), "timestamp") => Some(Value::Int(time.timestamp())),
            (Value::Time(time), "weekday") => Some(Value::Int(time.weekday().num_days_from_monday().into())),
            _ => {
                let arguments = Arguments {
                    positional: (0..)
                        .map_while(|at: usize| given.get(&at.to_string()))
                        .map(|node| as_python(&node.value))
                        .collect::<Option<_>>()?,
                    named: given
                        .iter()
                        .filter(|entry| entry.key.parse::<usize>().is_err())
                        .map(|entry| Some((entry.key.clone(), as_python(&entry.value.value)?)))
                        .collect::<Option<_>>()?,
                };
                of_python(&python::method(as_python(value)?, method, &arguments))
            }
        }
    }

    fn attribute(&self, value: &Value, name: &str) -> Option<Value> {
        match value {
            Value::Map(map) => map.get(name).map(|node| node.value.clone()),
            Value::Time(time) => part_of_time(time, name).map(Value::Int),
            Value::Date(day) => {
                part_of_time(&day.and_hms_opt(0, 0, 0)?.and_utc().fixed_offset(), name).map(Value::Int)
            }
            _ => None,
        }
    }

    fn is_term(&self, term: &Map, name: &str) -> bool {
        term.get_str("name") == Some(name) || term.get_str("slug") == Some(name)
    }

    fn operated(&self, sign: &str, left: &Value, right: &Value) -> Option<Value> {
        let (left, right) = (as_python(left)?, as_python(right)?);
        match sign {
            "+" => of_python(&python::sum(left, right)),
            "%" => of_python(&python::percent(left, right)),
            _ => None,
        }
    }

    fn text(&self, value: &Value) -> Option<String> {
        match value {
            Value::Null => Some("None".to_owned()),
            Value::Bool(truth) => Some(if *truth { "True" } else { "False" }.to_owned()),
            Value::Time(time) => Some(strftime(time, "%Y-%m-%d %H:%M:%S%:z", None)),
            Value::Map(map) => map.get_str("name").map(str::to_owned),
            Value::List(items) => {
                let quoted = |item: &Node| match &item.value {
                    Value::String(text) => Some(format!("'{text}'")),
                    value => self.text(value),
                };
                let items: Vec<String> = items.iter().map(quoted).collect::<Option<_>>()?;
                Some(format!("[{}]", items.join(", ")))
            }
            other => text(other),
        }
    }
}

/// A tag, category or author as its name.
fn named(value: Value) -> Value {
    match &value {
        Value::Map(map) => map.get_str("name").map(Value::from).unwrap_or(value),
        _ => value,
    }
}

fn positional<const N: usize>(values: [Value; N]) -> Map {
    Map::from_iter(values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)))
}

fn whole(value: Option<Value>, default: usize) -> Option<usize> {
    match value {
        None => Some(default),
        Some(Value::Int(number)) => usize::try_from(number).ok(),
        Some(_) => None,
    }
}

fn part_of_time(time: &DateTime<FixedOffset>, name: &str) -> Option<i64> {
    Some(match name {
        "year" => time.year().into(),
        "month" => time.month().into(),
        "day" => time.day().into(),
        "hour" => time.hour().into(),
        "minute" => time.minute().into(),
        "second" => time.second().into(),
        _ => return None,
    })
}

/// Percent-encoded, but for slashes.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, part) in text.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        percent_encode(part, &mut out);
    }
    out
}

/// Text of no more characters than `length`, where it has `leeway` more than that.
fn truncated(text: &str, (length, leeway): (usize, usize), cuts_words: bool, end: &str) -> String {
    if text.chars().count() <= length.saturating_add(leeway) {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length.saturating_sub(end.chars().count())).collect();
    let kept =
        if cuts_words { kept.as_str() } else { kept.rsplit_once(' ').map_or(kept.as_str(), |it| it.0) };
    format!("{kept}{end}")
}

/// A value as Python's; nothing for a time.
fn as_python(value: &Value) -> Option<PyValue> {
    Some(match value {
        Value::Null => PyValue::None,
        Value::Bool(truth) => PyValue::Bool(*truth),
        Value::Int(number) => PyValue::Int(*number),
        Value::String(text) => PyValue::Text(text.clone()),
        Value::List(items) => {
            PyValue::List(items.iter().map(|item| as_python(&item.value)).collect::<Option<_>>()?)
        }
        Value::Map(map) => match map.get_str("name") {
            Some(name) => PyValue::Text(name.to_owned()),
            None => {
                let pairs = map.iter().map(|entry| Some((entry.key.clone(), as_python(&entry.value.value)?)));
                PyValue::Map(pairs.collect::<Option<_>>()?)
            }
        },
        Value::Float(_) | Value::Date(_) | Value::Time(_) => return None,
    })
}

/// A value of Python; nothing for one that is not known.
pub(super) fn of_python(value: &PyValue) -> Option<Value> {
    Some(match value {
        PyValue::None => Value::Null,
        PyValue::Bool(truth) => Value::Bool(*truth),
        PyValue::Int(number) => Value::Int(*number),
        PyValue::Text(text) => Value::String(text.clone()),
        PyValue::List(items) => {
            let items = items.iter().map(|item| of_python(item).map(Node::unwritten));
            Value::List(items.collect::<Option<_>>()?)
        }
        PyValue::Map(entries) => {
            let pairs = entries.iter().filter_map(|(key, value)| Some((key.clone(), of_python(value)?)));
            Value::Map(Map::from_iter(pairs))
        }
        PyValue::Name(_) | PyValue::Unset | PyValue::Computed => return None,
    })
}
