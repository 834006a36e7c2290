//! Operators, methods and functions of the language itself.

use chrono::{DateTime, Datelike as _, SecondsFormat, Timelike as _, Utc};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::markup::javascript::forms::{DAYJS, LUXON};
use crate::markup::javascript::value::{Entries, Object, Step, Value};
use crate::markup::javascript::{packages, patterns};
use crate::text::shared::Shared;
use crate::text::{bounded, date, url};

/// Returns a value after a binary operator of the language; unknown where an operand is.
pub fn operate(sign: &str, left: &Value, right: &Value) -> Value {
    let is_known = |value: &Value| !matches!(value, Value::Unknown | Value::Host(_) | Value::Entries(_));
    if !is_known(left) || !is_known(right) {
        return Value::Unknown;
    }
    match sign {
        "===" | "==" => equal(left, right).map_or(Value::Unknown, Value::Bool),
        "!==" | "!=" => equal(left, right).map_or(Value::Unknown, |equal| Value::Bool(!equal)),
        "+" if !matches!((left, right), (Value::Number(_), Value::Number(_))) => {
            match (left.to_text(), right.to_text()) {
                (Some(left), Some(right)) => bounded::added(left, &right).map_or(Value::Unknown, Value::Text),
                _ => Value::Unknown,
            }
        }
        "in" => match (left, right) {
            (Value::Text(key), Value::Object(object)) => Value::Bool(object.get(key).is_some()),
            _ => Value::Unknown,
        },
        "<" | ">" | "<=" | ">=" => compare(sign, left, right).map_or(Value::Unknown, Value::Bool),
        _ => match (left.to_number(), right.to_number()) {
            (Some(left), Some(right)) => Value::Number(match sign {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "/" => left / right,
                _ => left % right,
            }),
            _ => Value::Unknown,
        },
    }
}

fn equal(left: &Value, right: &Value) -> Option<bool> {
    Some(match (left, right) {
        (Value::Undefined | Value::Null, Value::Undefined | Value::Null) => true,
        (Value::Undefined | Value::Null, _) | (_, Value::Undefined | Value::Null) => false,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Number(left), Value::Number(right)) => (left - right).abs() < f64::EPSILON,
        (
            Value::Bool(_) | Value::Text(_) | Value::Number(_),
            Value::Bool(_) | Value::Text(_) | Value::Number(_),
        ) => false,
        _ => return None,
    })
}

fn compare(sign: &str, left: &Value, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => left.to_number()?.partial_cmp(&right.to_number()?),
    };
    Some(order.is_some_and(|order| match sign {
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        _ => order.is_ge(),
    }))
}

/// Whether a method changes the list that it is called on.
pub(super) fn changes(method: &str) -> bool {
    matches!(method, "sort" | "reverse" | "push" | "unshift" | "add")
}

/// The name of a value's type.
pub(super) fn type_of(value: &Value) -> Value {
    let name = match value {
        Value::Undefined => "undefined",
        Value::Null
        | Value::Time(_)
        | Value::Pattern(_)
        | Value::List(_)
        | Value::Object(_)
        | Value::Entries(_) => "object",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::Text(_) => "string",
        Value::Function(_) => "function",
        Value::Host(_) | Value::Unknown => return Value::Unknown,
    };
    Value::Text(name.to_owned())
}

/// What `new` makes.
pub(super) fn made(name: &str, arguments: &[Value]) -> Value {
    match (name, arguments.first()) {
        ("Date", Some(Value::Time(time))) => Value::Time(*time),
        ("Date", Some(Value::Text(text))) => date::javascript_time(text).map_or(Value::Unknown, Value::Time),
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
        ("Date", Some(Value::Number(number))) => Value::Time(*number as i64),
        ("Set", None) => Value::List(Shared::default()),
        ("Set", Some(Value::List(items))) => {
            let mut once: Vec<Value> = Vec::new();
            for item in items {
                if once.iter().all(|known| equal(known, item) != Some(true)) {
                    once.push(item.clone());
                }
            }
            Value::List(once.into())
        }
        // Of the answer of a server what it says.
        ("Response", Some(body)) => body.clone(),
        ("URL", Some(Value::Text(path))) => match arguments.get(1) {
            Some(Value::Text(base)) => Value::Text(url::resolve(base, path).into_owned()),
            None => Value::Text(path.clone()),
            _ => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

/// A part of an address, `new URL(…).hostname`.
pub(super) fn part_of_address(address: &str, name: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path_end = path.find(['?', '#']).unwrap_or(path.len());
    Some(match name {
        "host" => host.to_owned(),
        "hostname" => host.split(':').next().unwrap_or(host).to_owned(),
        "origin" => format!("{scheme}://{host}"),
        "protocol" => format!("{scheme}:"),
        "pathname" if path_end == 0 => "/".to_owned(),
        "pathname" => path.get(..path_end)?.to_owned(),
        _ => return None,
    })
}

/// What a function that every program has returns.
pub(super) fn known(name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first();
    Some(match name {
        "String" => Value::Text(first?.to_text()?),
        "Number" => Value::Number(first?.to_number()?),
        "Boolean" => Value::Bool(first?.truth()?),
        "Math.floor" => Value::Number(first?.to_number()?.floor()),
        "Math.round" => Value::Number(first?.to_number()?.round()),
        "Math.ceil" => Value::Number(first?.to_number()?.ceil()),
        "Date.parse" => match made("Date", arguments) {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            Value::Time(time) => Value::Number(time as f64),
            other => other,
        },
        "Promise.all" | "Promise.resolve" | "structuredClone" | "Object.freeze" | "Array.from" => {
            first?.clone()
        }
        "Object.entries" => {
            let pair =
                |name: &String, value: &Value| Value::List([Value::Text(name.clone()), value.clone()].into());
            Value::List(first?.as_object()?.fields().iter().map(|it| pair(&it.name, &it.value)).collect())
        }
        "Object.fromEntries" => {
            let mut all = Object::default();
            for pair in first?.as_list()? {
                let [name, value] = pair.as_list()? else { return None };
                all.set(&name.to_text()?, value.clone(), 0);
            }
            Value::Object(all)
        }
        "encodeURIComponent" | "encodeURI" => {
            let mut out = String::new();
            let kept = if name == "encodeURI" { "-_.!~*'();/?:@&=+$,#" } else { "-_.!~*'()" };
            for c in first?.to_text()?.chars() {
                if c.is_ascii_alphanumeric() || kept.contains(c) {
                    out.push(c);
                } else {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
                }
            }
            Value::Text(out)
        }
        "parseInt" | "parseFloat" | "Number.parseInt" | "Number.parseFloat" => {
            let text = first?.to_text()?;
            let text = text.trim_start();
            let is_part = |c: char| c.is_ascii_digit() || c == '-' || c == '.' && name.ends_with("Float");
            let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
            Value::Number(text.get(..end)?.parse().unwrap_or(f64::NAN))
        }
        "isNaN" | "Number.isNaN" => Value::Bool(first?.to_number()?.is_nan()),
        "Number.isInteger" => Value::Bool(first?.to_number()?.fract() == 0.0),
        "Math.abs" => Value::Number(first?.to_number()?.abs()),
        "Math.trunc" => Value::Number(first?.to_number()?.trunc()),
        "Object.assign" => {
            let mut all = first?.as_object()?.clone();
            for more in arguments.iter().skip(1).filter_map(Value::as_object) {
                more.fields().iter().for_each(|field| all.set(&field.name, field.value.clone(), field.line));
            }
            Value::Object(all)
        }
        "Object.keys" => {
            Value::List(first?.as_object()?.fields().iter().map(|it| Value::Text(it.name.clone())).collect())
        }
        "Object.values" => {
            Value::List(first?.as_object()?.fields().iter().map(|it| it.value.clone()).collect())
        }
        "luxon#DateTime.fromJSDate" | "luxon#DateTime.fromISO" => {
            let zone = arguments.get(1).and_then(|options| options.get("zone")?.as_text());
            if zone.is_some_and(|zone| !["utc", "etc/utc", "gmt", ""].contains(&&*zone.to_lowercase())) {
                return None;
            }
            match first? {
                Value::Text(text) => Value::Time(date::javascript_time(text)?),
                time => time.clone(),
            }
        }
        "Array.isArray" => Value::Bool(matches!(first?, Value::List(_) | Value::Entries(_))),
        "Math.min" | "Math.max" => {
            let numbers = arguments.iter().map(Value::to_number).collect::<Option<Vec<f64>>>()?;
            let best = if name == "Math.min" { f64::min } else { f64::max };
            Value::Number(numbers.into_iter().reduce(best)?)
        }
        _ => return packages::known(name, arguments),
    })
}

/// A list of entries after a method.
pub(super) fn of_entries(mut entries: Entries, method: &str, arguments: &[Value]) -> Entries {
    let function = || arguments.first().cloned().unwrap_or_default();
    let step = match (method, arguments) {
        ("filter", _) => Step::Filter(function()),
        ("sort" | "toSorted", _) => Step::Sort(function()),
        ("map", _) => Step::Map(function()),
        ("reverse" | "toReversed", _) => Step::Reverse,
        ("slice", []) => return entries,
        ("slice", [from]) if from.as_count() == Some(0) => return entries,
        ("slice", [Value::Number(from)]) if *from < 0.0 => {
            Value::Number(-from).as_count().map_or(Step::Unknown, Step::Last)
        }
        ("slice", [Value::Number(from), Value::Undefined]) if *from == 0.0 => return entries,
        ("slice", [from, to]) if from.as_count() == Some(0) => {
            to.as_count().map_or(Step::Unknown, Step::First)
        }
        ("concat" | "push", [Value::Entries(more)]) => {
            entries.join(more.clone());
            return entries;
        }
        _ => Step::Unknown,
    };
    entries.steps.push(step);
    entries
}

/// A list after a method that takes no function.
pub(super) fn of_list(mut items: Vec<Value>, method: &str, arguments: &[Value]) -> Value {
    let first = arguments.first();
    match method {
        "join" => {
            let between = first.and_then(Value::as_text).unwrap_or(",");
            let texts: Option<Vec<String>> = items.iter().map(Value::to_text).collect();
            texts.and_then(|texts| bounded::joined(&texts, between)).map_or(Value::Unknown, Value::Text)
        }
        "includes" | "indexOf" => {
            let found =
                items.iter().position(|item| first.and_then(|first| equal(item, first)) == Some(true));
            match method {
                "includes" => Value::Bool(found.is_some()),
                #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
                _ => Value::Number(found.map_or(-1.0, |place| place as f64)),
            }
        }
        "push" => {
            items.extend(arguments.iter().cloned());
            Value::List(items.into())
        }
        "sort" | "toSorted" if first.is_none() => {
            let texts: Option<Vec<String>> = items.iter().map(Value::to_text).collect();
            let Some(texts) = texts else { return Value::Unknown };
            let mut pairs: Vec<(String, Value)> = texts.into_iter().zip(items).collect();
            pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::List(pairs.into_iter().map(|(_, item)| item).collect())
        }
        "flat" => Value::List(
            items
                .into_iter()
                .flat_map(|item| match item {
                    Value::List(items) => items,
                    other => [other].into(),
                })
                .collect(),
        ),
        // Of a `Set`.
        "has" => of_list(items, "includes", arguments),
        "add" => {
            let is_new = first.is_some_and(|first| items.iter().all(|item| equal(item, first) != Some(true)));
            items.extend(first.filter(|_| is_new).cloned());
            Value::List(items.into())
        }
        "values" => Value::List(items.into()),
        "concat" => {
            for more in arguments {
                match more {
                    Value::List(more) => items.extend_from_slice(more),
                    other => items.push(other.clone()),
                }
            }
            Value::List(items.into())
        }
        "reverse" | "toReversed" => {
            items.reverse();
            Value::List(items.into())
        }
        "pop" | "at" => {
            let index = if method == "pop" { -1.0 } else { first.and_then(Value::to_number).unwrap_or(0.0) };
            let place = if index < 0.0 {
                Value::Number(-index).as_count().and_then(|back| items.len().checked_sub(back))
            } else {
                Value::Number(index).as_count()
            };
            place.and_then(|place| items.get(place)).cloned().unwrap_or_default()
        }
        "slice" => {
            let count = items.len();
            let place = |value: Option<&Value>, default: usize| match value {
                None | Some(Value::Undefined) => Some(default),
                Some(Value::Number(number)) if *number < 0.0 => {
                    Value::Number(-number).as_count().map(|back| count.saturating_sub(back))
                }
                Some(value) => value.as_count(),
            };
            let (from, to) = (place(first, 0), place(arguments.get(1), count));
            match (from, to) {
                (Some(from), Some(to)) => Value::List(items.into_iter().take(to).skip(from).collect()),
                _ => Value::Unknown,
            }
        }
        _ => Value::Unknown,
    }
}

/// A string, number or time after a method.
pub(super) fn of_value(of: &Value, method: &str, arguments: &[Value]) -> Value {
    match of {
        Value::Text(text) => of_text(text, method, arguments).unwrap_or(Value::Unknown),
        Value::Time(time) => of_time(*time, method, arguments).unwrap_or(Value::Unknown),
        Value::Pattern(pattern) if method == "test" => {
            let found = arguments.first().and_then(Value::as_text).map(|text| patterns::finds(text, pattern));
            found.flatten().map_or(Value::Unknown, Value::Bool)
        }
        Value::Number(_) | Value::Bool(_) if method == "toString" => {
            of.to_text().map_or(Value::Unknown, Value::Text)
        }
        Value::Number(number) if method == "valueOf" => Value::Number(*number),
        Value::Number(number) if method == "toFixed" => {
            let digits = arguments.first().and_then(Value::as_count).unwrap_or(0).min(20);
            Value::Text(format!("{number:.digits$}"))
        }
        Value::Undefined => Value::Undefined,
        _ => Value::Unknown,
    }
}

fn of_text(text: &str, method: &str, arguments: &[Value]) -> Option<Value> {
    let argument = |number: usize| arguments.get(number).and_then(Value::as_text);
    Some(match method {
        "toString" | "valueOf" => Value::Text(text.to_owned()),
        "trim" => Value::Text(text.trim().to_owned()),
        "trimStart" => Value::Text(text.trim_start().to_owned()),
        "trimEnd" => Value::Text(text.trim_end().to_owned()),
        "repeat" => Value::Text(bounded::repeated(
            text,
            arguments.first()?.as_count().filter(|count| *count < 1_000)?,
        )?),
        "padStart" | "padEnd" => {
            let length = arguments.first()?.as_count().filter(|count| *count < 1_000)?;
            let sign = argument(1).unwrap_or(" ").chars().next()?.to_string();
            let more = sign.repeat(length.saturating_sub(text.chars().count()));
            Value::Text(if method == "padStart" { more + text } else { text.to_owned() + &more })
        }
        "indexOf" | "lastIndexOf" => {
            let wanted = argument(0)?;
            let place = if method == "indexOf" { text.find(wanted) } else { text.rfind(wanted) };
            let count = |place: usize| text.get(..place).map(|before| before.encode_utf16().count());
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            Value::Number(place.and_then(count).map_or(-1.0, |place| place as f64))
        }
        "charAt" | "at" => {
            let place = arguments.first().and_then(Value::to_number).unwrap_or(0.0);
            let found = match Value::Number(place.abs()).as_count()? {
                back if place < 0.0 => text.chars().rev().nth(back.saturating_sub(1)),
                place => text.chars().nth(place),
            };
            found.map_or(Value::Text(String::new()), |c| Value::Text(c.to_string()))
        }
        "toLowerCase" | "toLocaleLowerCase" => Value::Text(text.to_lowercase()),
        "toUpperCase" | "toLocaleUpperCase" => Value::Text(text.to_uppercase()),
        "normalize" => Value::Text(match arguments.first() {
            None | Some(Value::Undefined) => {
                ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
            }
            Some(Value::Text(form)) => match form.as_str() {
                "NFC" => ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned(),
                "NFKC" => ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned(),
                "NFD" => DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned(),
                "NFKD" => DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned(),
                _ => return None,
            },
            _ => return None,
        }),
        "localeCompare" => {
            let other = argument(0)?;
            let folded = text.to_lowercase().cmp(&other.to_lowercase());
            let order = folded.then_with(|| other.cmp(text));
            Value::Number(f64::from(order as i8))
        }
        "startsWith" => Value::Bool(text.starts_with(argument(0)?)),
        "endsWith" => Value::Bool(text.ends_with(argument(0)?)),
        "includes" => Value::Bool(text.contains(argument(0)?)),
        "match" => {
            let Some(Value::Pattern(pattern)) = arguments.first() else { return None };
            let Some(groups) = patterns::groups(text, pattern)? else { return Some(Value::Null) };
            let group = |group: Option<String>| group.map_or(Value::Undefined, Value::Text);
            Value::List(groups.into_iter().map(group).collect())
        }
        "replace" | "replaceAll" if matches!(arguments.first(), Some(Value::Pattern(_))) => {
            let Some(Value::Pattern(pattern)) = arguments.first() else { return None };
            Value::Text(patterns::replaced(text, pattern, argument(1)?, method == "replaceAll")?)
        }
        "split" if matches!(arguments.first(), Some(Value::Pattern(_))) => {
            let Some(Value::Pattern(pattern)) = arguments.first() else { return None };
            Value::List(patterns::split(text, pattern)?.into_iter().map(Value::Text).collect())
        }
        "replace" => Value::Text(text.replacen(argument(0)?, argument(1)?, 1)),
        "replaceAll" => Value::Text(bounded::replaced(text, argument(0)?, argument(1)?)?),
        "concat" => {
            let more = arguments.iter().map(Value::to_text).collect::<Option<String>>()?;
            Value::Text(text.to_owned() + &more)
        }
        "split" => {
            let between = argument(0)?;
            if between.is_empty() {
                return Some(Value::List(text.chars().map(|c| Value::Text(c.to_string())).collect()));
            }
            Value::List(text.split(between).map(|part| Value::Text(part.to_owned())).collect())
        }
        "slice" | "substring" if text.is_ascii() => {
            let end = |value: Option<&Value>, default: usize| match value {
                None => Some(default),
                Some(Value::Number(number)) if *number < 0.0 => {
                    Value::Number(-number).as_count().map(|back| text.len().saturating_sub(back))
                }
                Some(value) => value.as_count().map(|at| at.min(text.len())),
            };
            let (from, to) = (end(arguments.first(), 0)?, end(arguments.get(1), text.len())?);
            Value::Text(text.get(from..to).unwrap_or("").to_owned())
        }
        _ => return None,
    })
}

fn of_time(milliseconds: i64, method: &str, arguments: &[Value]) -> Option<Value> {
    let time = DateTime::<Utc>::from_timestamp_millis(milliseconds)?;
    let number = |number: u32| Some(Value::Number(f64::from(number)));
    match method {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
        "getTime" | "valueOf" => Some(Value::Number(milliseconds as f64)),
        "toFormat" => {
            let form = arguments.first().and_then(Value::as_text)?;
            LUXON.write(time, form).map(Value::Text)
        }
        "format" => {
            let form = arguments.first().and_then(Value::as_text)?;
            DAYJS.write(time, form).map(Value::Text)
        }
        "toISODate" => Some(Value::Text(time.format("%Y-%m-%d").to_string())),
        "toUTC" | "setLocale" | "toJSDate" => Some(Value::Time(milliseconds)),
        "toISOString" | "toJSON" | "toISO" => {
            Some(Value::Text(time.to_rfc3339_opts(SecondsFormat::Millis, true)))
        }
        "getFullYear" | "getUTCFullYear" => Some(Value::Number(f64::from(time.year()))),
        "getMonth" | "getUTCMonth" => number(time.month0()),
        "getDate" | "getUTCDate" => number(time.day()),
        "getHours" | "getUTCHours" => number(time.hour()),
        "getMinutes" | "getUTCMinutes" => number(time.minute()),
        "getSeconds" | "getUTCSeconds" => number(time.second()),
        "getDay" | "getUTCDay" => number(time.weekday().num_days_from_sunday()),
        "toUTCString" => Some(Value::Text(time.format("%a, %d %b %Y %H:%M:%S GMT").to_string())),
        "toDateString" => Some(Value::Text(time.format("%a %b %d %Y").to_string())),
        "toString" => Some(Value::Text(
            time.format("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)").to_string(),
        )),
        _ => None,
    }
}
