//! Filters that work on lists.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

use crate::markup::liquid::context::{Context, to_int};
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::filters::searches::property_of;
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::{DEEPEST, Value};

pub(super) fn size<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(Value::Int(input.size().and_then(|size| i64::try_from(size).ok()).unwrap_or(0)))
}

/// The first or last item; a string has none.
pub(super) fn end<'a>(input: &Value<'a>, which: &str) -> Value<'a> {
    if matches!(input, Value::Text(_)) { Value::Nil } else { input.part(which) }
}

pub(super) fn join<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let glue = if arguments.values.is_empty() { " ".to_owned() } else { arguments.text(0) };
    let items = flat(context, &input)?;
    context.spend(items.len().saturating_mul(glue.len()) / 16)?;
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(context.text(item)?);
    }
    Ok(parts.join(glue.as_str()).into())
}

pub(super) fn reverse<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(flat(context, &input)?.into_iter().rev().collect())
}

pub(super) fn concat<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let more = arguments.get(0).cloned().unwrap_or_default();
    let mut items = flat(context, &input)?;
    items.extend(context.items(&more)?.iter().cloned());
    Ok(items.into_iter().collect())
}

pub(super) fn compact<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let property = arguments.get(0).map(|name| name.to_text().into_owned());
    let filled = |item: &Value<'a>| match &property {
        Some(property) => !matches!(item.part(property), Value::Nil),
        None => !matches!(item, Value::Nil),
    };
    Ok(flat(context, &input)?.into_iter().filter(filled).collect())
}

pub(super) fn map<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let property = arguments.text(0);
    Ok(flat(context, &input)?.into_iter().map(|item| item.part(&property)).collect())
}

pub(super) fn sample<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match input {
        // Ruby takes any; the same page has to come out each time.
        Value::List(items) => items.first().cloned().unwrap_or_default(),
        other => other,
    })
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

pub(super) fn sentence<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let connector = if arguments.values.is_empty() { "and".to_owned() } else { arguments.text(0) };
    let mut words: Vec<Cow<'a, str>> = Vec::new();
    for item in flat(context, &input)? {
        words.push(context.text(item)?);
    }
    Ok(match words.as_slice() {
        [] => "".into(),
        [one] => one.clone().into_owned().into(),
        [one, two] => format!("{one} {connector} {two}").into(),
        [first @ .., last] => format!("{}, {connector} {last}", first.join(", ")).into(),
    })
}

pub(super) fn unique<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let property = arguments.get(0).map(|name| name.to_text().into_owned());
    let mut seen = std::collections::HashSet::new();
    let mut kept = Vec::new();
    for item in flat(context, &input)? {
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

pub(super) fn slice<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
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

pub(super) fn push<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    at_end(context, input, |context, items| {
        let added = added(arguments);
        context.check_depth(&added)?;
        items.push(added);
        Ok(())
    })
}

pub(super) fn unshift<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    at_end(context, input, |context, items| {
        let added = added(arguments);
        context.check_depth(&added)?;
        items.insert(0, added);
        Ok(())
    })
}

pub(super) fn pop<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    at_end(context, input, |_, items| {
        let count = count(arguments);
        items.truncate(items.len() - count.min(items.len()));
        Ok(())
    })
}

pub(super) fn shift<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    at_end(context, input, |_, items| {
        let count = count(arguments);
        drop(items.drain(..count.min(items.len())));
        Ok(())
    })
}

/// The item that a list gets.
fn added<'a>(arguments: &Arguments<'a>) -> Value<'a> {
    arguments.get(0).cloned().unwrap_or_default()
}

/// How many items a list loses.
fn count(arguments: &Arguments<'_>) -> usize {
    usize::try_from(arguments.get(0).map_or(1, to_int)).unwrap_or(0)
}

/// Adds to a list, or takes from it; what is not a list stays.
fn at_end<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    change: impl Fn(&mut Context<'a>, &mut Vec<Value<'a>>) -> Result<(), Problem>,
) -> FilterResult<'a> {
    let Value::List(items) = &input else { return Ok(input) };
    context.spend(1 + items.len())?;
    let mut items = items.to_vec();
    change(context, &mut items)?;
    Ok(items.into_iter().collect())
}

pub(super) fn sort<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    if matches!(input, Value::Nil) {
        return Err(Problem::new("nothing is sorted: the list does not exist", "fix the name of the list"));
    }
    let property =
        arguments.get(0).filter(|name| !matches!(name, Value::Nil)).map(|name| name.to_text().into_owned());
    let nothing_last = arguments.text(1) == "last";
    let items = context.items(&input)?;
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
        // Ruby compares a number with a string as strings.
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

/// Numbers before dates before strings, so that the order is one for any list.
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

pub(super) fn sort_natural<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let property = arguments.get(0).map(|name| name.to_text().into_owned());
    let mut keyed = Vec::new();
    for item in flat(context, &input)? {
        let key = property.as_ref().map_or_else(|| item.clone(), |property| item.part(property));
        let missing = matches!(key, Value::Nil);
        keyed.push(((missing, context.text(key)?.to_lowercase()), item));
    }
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}
