//! Filters that search and group lists by a property or an expression.

use std::borrow::Cow;
use std::rc::Rc;

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::operand::{Condition, Expression};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;

/// `where`.
pub(super) fn filter<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match matching(context, &input, arguments)? {
        Some(items) => items.into_iter().collect(),
        None => input,
    })
}

pub(super) fn find<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match matching(context, &input, arguments)? {
        Some(items) => items.into_iter().next().unwrap_or_default(),
        None => input,
    })
}

/// The items with a property of the wanted value; nothing where there is nothing to search for.
fn matching<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Option<Vec<Value<'a>>>, Problem> {
    let (Some(property), Some(target)) = (arguments.get(0), arguments.get(1)) else { return Ok(None) };
    if !is_enumerable(input) || matches!(target, Value::List(_) | Value::Object(_) | Value::Record(_)) {
        return Ok(None);
    }
    let property = property.to_text().into_owned();
    let mut items = candidates(context, input)?;
    items.retain(|item| is_target(&property_of(item, &property), target));
    Ok(Some(items))
}

/// `where_exp`.
pub(super) fn filter_by<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match holding(context, &input, arguments, usize::MAX)? {
        Some(items) => items.into_iter().collect(),
        None => input,
    })
}

/// `find_exp`.
pub(super) fn find_by<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match holding(context, &input, arguments, 1)? {
        Some(items) => items.into_iter().next().unwrap_or_default(),
        None => input,
    })
}

/// The first items, at most so many, for which an expression holds; nothing where there is nothing to search.
fn holding<'a>(
    context: &mut Context<'a>,
    input: &Value<'a>,
    arguments: &Arguments<'a>,
    most: usize,
) -> Result<Option<Vec<Value<'a>>>, Problem> {
    if !is_enumerable(input) {
        return Ok(None);
    }
    let (variable, condition) = (arguments.text(0), Condition::parse(&arguments.text(1)));
    let items = candidates(context, input)?;
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
            if matching.len() == most {
                break;
            }
        }
    }
    context.pop_scope();
    Ok(Some(matching))
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

/// A property by its path, `author.name`; a string that looks like a number is one.
pub(super) fn property_of<'a>(item: &Value<'a>, property: &str) -> Value<'a> {
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

/// Returns whether a property is what `where` looks for, or a list with it. Source: Jekyll's `compare_property_vs_target`.
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

pub(super) fn group_by<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    group(context, input, arguments, None)
}

pub(super) fn group_by_expression<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let expression = Expression::parse(&arguments.text(1));
    group(context, input, arguments, Some(&expression))
}

fn group<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
    expression: Option<&Expression>,
) -> FilterResult<'a> {
    if !is_enumerable(&input) {
        return Ok(input);
    }
    context.check_depth(&input)?;
    let items = context.items(&input)?;
    let mut names: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut groups: Vec<(String, Vec<Value<'a>>)> = Vec::new();
    let evaluate = context.evaluate;
    context.push_scope(Vec::new());
    for item in items.iter() {
        let key = match expression {
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
    Ok(groups.into_iter().map(record).collect())
}
