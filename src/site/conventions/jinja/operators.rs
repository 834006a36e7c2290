//! What operators and tests make of values.

use crate::markup::front_matter::Value;
use crate::site::conventions::jinja::dialect::Dialect;
use crate::site::conventions::jinja::values::{as_number, number};
use crate::text::bounded::added;

/// What a key leads to.
pub(super) fn member(of: &Value, key: &Value, language: &dyn Dialect) -> Option<Value> {
    match (of, key) {
        (Value::Map(_) | Value::List(_), _) => inner(of, key).cloned(),
        (value, Value::String(name)) => language.attribute(value, name),
        _ => None,
    }
}

/// The part of a mapping or list that a key leads to.
fn inner<'v>(of: &'v Value, key: &Value) -> Option<&'v Value> {
    let node = match (of, key) {
        (Value::Map(map), Value::String(key)) => map.get(key),
        (Value::List(items), Value::Int(place)) => {
            let place =
                if *place < 0 { place.checked_add(i64::try_from(items.len()).ok()?)? } else { *place };
            items.get(usize::try_from(place).ok()?)
        }
        (Value::List(items), Value::String(place)) => items.get(place.parse::<usize>().ok()?),
        _ => None,
    };
    node.map(|node| &node.value)
}

/// A copy of the part that keys lead to, up to the first that is an attribute or leads nowhere; and how many of them are read.
pub(super) fn within(of: &Value, keys: &[Option<Value>], language: &dyn Dialect) -> (Option<Value>, usize) {
    let mut part = of;
    for (number, key) in keys.iter().enumerate() {
        let Some(key) = key else { return (None, number + 1) };
        match inner(part, key) {
            Some(inner) => part = inner,
            None => return (member(part, key, language), number + 1),
        }
    }
    (Some(part.clone()), keys.len())
}

/// A part of a string or list, from a place up to another; negative ones count from the end.
pub(super) fn part(of: &Value, start: Option<&Value>, end: Option<&Value>) -> Option<Value> {
    let length = match of {
        Value::String(text) => text.chars().count(),
        Value::List(items) => items.len(),
        _ => return None,
    };
    let place = |given: Option<&Value>, default: usize| match given {
        None => Some(default),
        Some(Value::Int(at)) if *at < 0 => {
            Some(length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX)))
        }
        Some(Value::Int(at)) => Some(usize::try_from(*at).unwrap_or(usize::MAX).min(length)),
        Some(_) => None,
    };
    let (start, end) = (place(start, 0)?, place(end, length)?);
    Some(match of {
        Value::List(items) => Value::List(items.iter().take(end).skip(start).cloned().collect()),
        Value::String(text) => Value::String(text.chars().take(end).skip(start).collect()),
        _ => return None,
    })
}

/// Whether two values compare so.
pub(super) fn compared(
    sign: &str,
    left: Option<&Value>,
    right: Option<&Value>,
    language: &dyn Dialect,
) -> Option<bool> {
    match sign {
        "==" => return Some(is_same(left, right, language)),
        "!=" => return Some(!is_same(left, right, language)),
        _ => {}
    }
    let order = match (left?, right?) {
        (Value::String(left), Value::String(right)) => left.partial_cmp(right),
        (left, right) => as_number(left)?.0.partial_cmp(&as_number(right)?.0),
    }?;
    Some(match sign {
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        _ => order.is_ge(),
    })
}

/// Whether a list, string or map has something in it.
pub(super) fn contains(list: &Value, item: &Value, language: &dyn Dialect) -> Option<bool> {
    match (list, item) {
        (Value::List(items), item) => {
            Some(items.iter().any(|known| is_same(Some(&known.value), Some(item), language)))
        }
        (Value::String(text), Value::String(part)) => Some(text.contains(part.as_str())),
        (Value::Map(map), Value::String(key)) => Some(map.get(key).is_some()),
        _ => None,
    }
}

/// Whether a test, `is defined`, holds.
pub(super) fn tested(
    test: &str,
    value: Option<&Value>,
    argument: Option<&Value>,
    language: &dyn Dialect,
) -> Option<bool> {
    let whole = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    Some(match test {
        "defined" => value.is_some(),
        "undefined" => value.is_none(),
        "string" => matches!(value, Some(Value::String(_))),
        "number" => value.is_some_and(|value| as_number(value).is_some()),
        "iterable" => matches!(value, Some(Value::List(_))),
        "object" => matches!(value, Some(Value::Map(_))),
        "odd" => whole(value)? % 2 != 0,
        "even" => whole(value)? % 2 == 0,
        "divisibleby" => whole(value)?.checked_rem(whole(argument)?)? == 0,
        "none" => matches!(value, Some(Value::Null)),
        "mapping" => matches!(value, Some(Value::Map(_))),
        "sequence" => matches!(value, Some(Value::List(_) | Value::String(_))),
        "boolean" => matches!(value, Some(Value::Bool(_))),
        "true" => matches!(value, Some(Value::Bool(true))),
        "false" => matches!(value, Some(Value::Bool(false))),
        "starting_with" => value?.as_str()?.starts_with(argument?.as_str()?),
        "ending_with" => value?.as_str()?.ends_with(argument?.as_str()?),
        "containing" => contains(value?, argument?, language)?,
        "matching" => regex::Regex::new(argument?.as_str()?).ok()?.is_match(value?.as_str()?),
        _ => return None,
    })
}

/// Two values with a sign between them.
pub(super) fn operated(sign: &str, left: &Value, right: &Value, language: &dyn Dialect) -> Option<Value> {
    if sign == "~" {
        return added(language.text(left)?, &language.text(right)?).map(Value::String);
    }
    let (Some((left, left_whole)), Some((right, right_whole))) = (as_number(left), as_number(right)) else {
        return language.operated(sign, left, right);
    };
    let made = match sign {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => left % right,
    };
    made.is_finite().then(|| number(made, sign == "/" || left_whole && right_whole))
}

/// Whether two values are equal.
fn is_same(left: Option<&Value>, right: Option<&Value>, language: &dyn Dialect) -> bool {
    match (left, right) {
        (Some(Value::Map(term)), Some(Value::String(name)))
        | (Some(Value::String(name)), Some(Value::Map(term))) => language.is_term(term, name),
        (Some(left), Some(right)) => match (as_number(left), as_number(right)) {
            (Some((left, _)), Some((right, _))) => (left - right).abs() < f64::EPSILON,
            _ => left == right,
        },
        (left, right) => left.is_none() && right.is_none(),
    }
}
