//! Filters that work on lists.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

use crate::markup::liquid::context::{Context, to_int};
use crate::markup::liquid::filters::arguments::{Arguments, Outcome};
use crate::markup::liquid::operand::{Condition, Expression};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::{DEEPEST, Value};

pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Outcome<'a> {
    Ok(Ok(match name {
        "size" => Value::Int(input.size().and_then(|size| i64::try_from(size).ok()).unwrap_or(0)),
        "first" | "last" if matches!(input, Value::Text(_)) => Value::Nil,
        "first" | "last" => input.part(name),
        "join" => {
            let glue = if arguments.values.is_empty() { " ".to_owned() } else { arguments.text(0) };
            let items = flat(context, &input)?;
            context.spend(items.len().saturating_mul(glue.len()) / 16)?;
            let mut parts = Vec::with_capacity(items.len());
            for item in items {
                parts.push(context.text(item)?);
            }
            parts.join(glue.as_str()).into()
        }
        "array_to_sentence_string" => sentence(context, &input, arguments)?,
        "reverse" => flat(context, &input)?.into_iter().rev().collect(),
        "concat" => {
            let more = arguments.get(0).cloned().unwrap_or_default();
            let mut items = flat(context, &input)?;
            items.extend(context.items(&more)?.iter().cloned());
            items.into_iter().collect()
        }
        "compact" => {
            let property = arguments.get(0).map(|name| name.to_text().into_owned());
            let filled = |item: &Value<'a>| match &property {
                Some(property) => !matches!(item.part(property), Value::Nil),
                None => !matches!(item, Value::Nil),
            };
            flat(context, &input)?.into_iter().filter(filled).collect()
        }
        "uniq" => unique(context, &input, arguments)?,
        "map" => {
            let property = arguments.text(0);
            flat(context, &input)?.into_iter().map(|item| item.part(&property)).collect()
        }
        "slice" => slice(context, input, arguments)?,
        "push" | "unshift" | "pop" | "shift" => return ends(context, name, input, arguments),
        "sample" => match input {
            // Ruby takes any; the same page has to come out each time.
            Value::List(items) => items.first().cloned().unwrap_or_default(),
            other => other,
        },
        "sort" => sort(context, &input, arguments)?,
        "sort_natural" => sort_natural(context, &input, arguments)?,
        "where" | "find" => {
            let (Some(property), Some(target)) = (arguments.get(0), arguments.get(1)) else {
                return Ok(Ok(input));
            };
            if !is_enumerable(&input)
                || matches!(target, Value::List(_) | Value::Object(_) | Value::Record(_))
            {
                return Ok(Ok(input));
            }
            let property = property.to_text().into_owned();
            let items = candidates(context, &input)?;
            let mut matching =
                items.into_iter().filter(|item| is_target(&property_of(item, &property), target));
            if name == "find" { matching.next().unwrap_or_default() } else { matching.collect() }
        }
        "where_exp" | "find_exp" => {
            if !is_enumerable(&input) {
                return Ok(Ok(input));
            }
            let (variable, condition) = (arguments.text(0), Condition::parse(&arguments.text(1)));
            let items = candidates(context, &input)?;
            context.push_scope(Vec::new());
            let mut matching = Vec::new();
            for item in items {
                context.set_local(&variable, item.clone());
                let holds = context.test(&condition);
                if holds.is_err() {
                    context.pop_scope();
                }
                if holds? {
                    matching.push(item);
                    if name == "find_exp" {
                        break;
                    }
                }
            }
            context.pop_scope();
            if name == "find_exp" {
                matching.into_iter().next().unwrap_or_default()
            } else {
                matching.into_iter().collect()
            }
        }
        "group_by" | "group_by_exp" => return group(context, name, input, arguments),
        _ => return Ok(Err(input)),
    }))
}

/// The items of a list with those of the lists in it; a mapping is one item.
fn flat<'a>(context: &mut Context<'a>, input: &Value<'a>) -> Result<Vec<Value<'a>>, Problem> {
    let mut items = Vec::new();
    flatten(context, input, DEEPEST, &mut items)?;
    Ok(items)
}

fn flatten<'a>(
    context: &mut Context<'a>,
    value: &Value<'a>,
    depth: usize,
    items: &mut Vec<Value<'a>>,
) -> Result<(), Problem> {
    context.spend(1)?;
    match value {
        Value::List(inner) if depth > 0 => {
            inner.iter().try_for_each(|item| flatten(context, item, depth - 1, items))
        }
        // Nothing has no items, but may be one.
        Value::Nil if depth == DEEPEST => Ok(()),
        Value::Range(..) => {
            items.extend(context.items(value)?.iter().cloned());
            Ok(())
        }
        other => {
            items.push(other.clone());
            Ok(())
        }
    }
}

fn is_enumerable(value: &Value<'_>) -> bool {
    matches!(value, Value::List(_) | Value::Object(_) | Value::Record(_) | Value::Range(..))
}

/// The items that a search looks at: of a mapping, its values.
fn candidates<'a>(context: &mut Context<'a>, input: &Value<'a>) -> Result<Vec<Value<'a>>, Problem> {
    match input {
        Value::Object(_) | Value::Record(_) => {
            let values = input.values();
            context.spend(1 + values.len())?;
            Ok(values)
        }
        _ => Ok(context.items(input)?.to_vec()),
    }
}

/// A property by its path, `author.name`; a text that looks like a number is one.
fn property_of<'a>(item: &Value<'a>, property: &str) -> Value<'a> {
    let value = property.split('.').fold(item.clone(), |value, name| match value {
        Value::Text(_) | Value::Int(_) => Value::Nil,
        other => other.part(name),
    });
    match &value {
        Value::Text(text) => {
            let number = text.trim();
            let unsigned = number.strip_prefix('-').unwrap_or(number);
            let numeric = unsigned.bytes().any(|byte| byte.is_ascii_digit())
                && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && unsigned.bytes().filter(|byte| *byte == b'.').count() <= 1;
            match number.parse() {
                Ok(whole) if numeric => Value::Int(whole),
                _ if numeric => number.trim_end_matches('.').parse().map_or(value, Value::Float),
                _ => value,
            }
        }
        _ => value,
    }
}

/// Whether a property is what `where` looks for, or a list with it. Source: Jekyll's `compare_property_vs_target`.
fn is_target(property: &Value<'_>, target: &Value<'_>) -> bool {
    match (property, target) {
        (Value::Nil, Value::Nil) => true,
        (_, Value::Nil) => false,
        (property, Value::Empty | Value::Blank) => property.to_output().is_empty(),
        (Value::List(items), target) => items.iter().any(|item| item.to_text() == target.to_text()),
        (Value::Nil, _) => false,
        (property, target) => property.to_text() == target.to_text(),
    }
}

fn sentence<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    let connector = if arguments.values.is_empty() { "and".to_owned() } else { arguments.text(0) };
    let mut words: Vec<Cow<'a, str>> = Vec::new();
    for item in flat(context, input)? {
        words.push(context.text(item)?);
    }
    Ok(match words.as_slice() {
        [] => "".into(),
        [one] => one.clone().into_owned().into(),
        [one, two] => format!("{one} {connector} {two}").into(),
        [first @ .., last] => format!("{}, {connector} {last}", first.join(", ")).into(),
    })
}

fn unique<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    let property = arguments.get(0).map(|name| name.to_text().into_owned());
    let mut seen = std::collections::HashSet::new();
    let mut kept = Vec::new();
    for item in flat(context, input)? {
        let key = property.as_ref().map_or_else(|| item.clone(), |property| item.part(property));
        context.weigh(&key)?;
        // The kind tells `1` from `"1"`.
        let kind = std::mem::discriminant(&key);
        if seen.insert((kind, key.to_plain(DEEPEST).inspect())) {
            kept.push(item);
        }
    }
    Ok(kept.into_iter().collect())
}

fn slice<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    let length = usize::try_from(arguments.int(1).unwrap_or(1)).unwrap_or(0);
    let offset = arguments.int(0).unwrap_or(0);
    let start = |total: usize| {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        usize::try_from(if offset < 0 { offset + total } else { offset }).ok()
    };
    if let Value::List(items) = &input {
        let Some(start) = start(items.len()) else { return Ok(Value::List(Rc::default())) };
        context.spend(items.len())?;
        return Ok(items.iter().skip(start).take(length).cloned().collect());
    }
    let text = context.text(input)?;
    Ok(match start(text.chars().count()) {
        Some(start) => text.chars().skip(start).take(length).collect::<String>().into(),
        None => "".into(),
    })
}

/// Adds to a list, or takes from it, at one of its ends.
fn ends<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Outcome<'a> {
    let Value::List(items) = &input else { return Ok(Ok(input)) };
    context.spend(1 + items.len())?;
    let mut items = items.to_vec();
    let added = arguments.get(0).cloned().unwrap_or_default();
    let count = arguments.get(0).map_or(1, to_int);
    let count = usize::try_from(count).unwrap_or(0).min(items.len());
    match name {
        "push" | "unshift" => {
            context.check_depth(&added)?;
            items.insert(if name == "push" { items.len() } else { 0 }, added);
        }
        "pop" => items.truncate(items.len() - count),
        _ => drop(items.drain(..count)),
    }
    Ok(Ok(items.into_iter().collect()))
}

fn sort<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    if matches!(input, Value::Nil) {
        return Err(Problem::new("nothing is sorted: the list is not there", "mend the name of the list"));
    }
    let property =
        arguments.get(0).filter(|name| !matches!(name, Value::Nil)).map(|name| name.to_text().into_owned());
    let nothing_last = arguments.text(1) == "last";
    let items = context.items(input)?;
    let mut keyed = Vec::with_capacity(items.len());
    for item in items.iter() {
        let key = property.as_ref().map_or_else(|| item.clone(), |property| property_of(item, property));
        context.weigh(&key)?;
        keyed.push((key, item.clone()));
    }
    context.spend(keyed.len().saturating_mul(4))?;
    let is_number = |value: &Value<'_>| matches!(value, Value::Int(_) | Value::Float(_));
    if keyed.iter().any(|(key, _)| is_number(key))
        && keyed.iter().any(|(key, _)| matches!(key, Value::Text(_)))
    {
        // Ruby compares a number with a text as texts.
        for (key, _) in keyed.iter_mut().filter(|(key, _)| is_number(key)) {
            *key = Value::from(key.to_text().into_owned());
        }
    }
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Value::Nil, Value::Nil) => Ordering::Equal,
        (Value::Nil, _) if nothing_last => Ordering::Greater,
        (_, Value::Nil) if nothing_last => Ordering::Less,
        (Value::Nil, _) => Ordering::Less,
        (_, Value::Nil) => Ordering::Greater,
        _ => total_order(a, b),
    });
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

/// Numbers before dates before texts, so that the order is one for any list.
fn total_order(a: &Value<'_>, b: &Value<'_>) -> Ordering {
    let rank = |value: &Value<'_>| match value {
        Value::Int(_) | Value::Float(_) => 0,
        Value::Date(_) => 1,
        Value::Time(_) => 2,
        Value::Text(_) => 3,
        _ => 4,
    };
    let by_value = || match (a, b) {
        (Value::Int(_) | Value::Float(_), _) => {
            let float = |value: &Value<'_>| match value {
                Value::Int(number) => *number as f64,
                Value::Float(number) => *number,
                _ => 0.0,
            };
            a.compare(b).unwrap_or_else(|| float(a).total_cmp(&float(b)))
        }
        (Value::Date(_) | Value::Time(_) | Value::Text(_), _) => a.compare(b).unwrap_or(Ordering::Equal),
        _ => a.to_text().cmp(&b.to_text()),
    };
    rank(a).cmp(&rank(b)).then_with(by_value)
}

fn sort_natural<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    let property = arguments.get(0).map(|name| name.to_text().into_owned());
    let mut keyed = Vec::new();
    for item in flat(context, input)? {
        let key = property.as_ref().map_or_else(|| item.clone(), |property| item.part(property));
        let missing = matches!(key, Value::Nil);
        keyed.push(((missing, context.text(key)?.to_lowercase()), item));
    }
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

fn group<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Outcome<'a> {
    if !is_enumerable(&input) {
        return Ok(Ok(input));
    }
    context.check_depth(&input)?;
    let items = context.items(&input)?;
    let mut names: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut groups: Vec<(String, Vec<Value<'a>>)> = Vec::new();
    let evaluate = context.evaluate;
    let expression = (name == "group_by_exp").then(|| Expression::parse(&arguments.text(1)));
    context.push_scope(Vec::new());
    for item in items.iter() {
        let key = match &expression {
            Some(expression) => {
                context.set_local(&arguments.text(0), item.clone());
                evaluate(context, expression)
            }
            None => Ok(property_of(item, &arguments.text(0))),
        };
        let key = key.and_then(|key| context.text(key));
        if key.is_err() {
            context.pop_scope();
        }
        let key = key?.into_owned();
        let at = *names.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, members)) => members.push(item.clone()),
            None => groups.push((key, vec![item.clone()])),
        }
    }
    context.pop_scope();
    let record = |(name, members): (String, Vec<Value<'a>>)| {
        let size = Value::Int(i64::try_from(members.len()).unwrap_or(i64::MAX));
        Value::Record(Rc::new(vec![
            (Cow::Borrowed("name"), name.into()),
            (Cow::Borrowed("items"), members.into_iter().collect()),
            (Cow::Borrowed("size"), size),
        ]))
    };
    Ok(Ok(groups.into_iter().map(record).collect()))
}
