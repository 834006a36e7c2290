//! The two ways of filling in a string.

use crate::site::conventions::pelican::python::value::{Arguments, PyValue};
use crate::text::bounded::added;

/// A string with what stands in braces replaced; two braces are one.
pub(super) fn filled(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = ["{{", "}}"].iter().find_map(|pair| from.strip_prefix(pair)) {
            out.push_str(from.get(..1).unwrap_or(""));
            rest = after;
            continue;
        }
        let (inner, after) = from.strip_prefix('{')?.split_once('}')?;
        out = added(out, &value(inner)?)?;
        rest = after;
    }
    Some(out + rest)
}

/// `'…'.format(…)`.
pub(super) fn format(text: &str, arguments: &Arguments) -> Option<String> {
    let mut next = 0;
    filled(text, |name| {
        let value = if name.is_empty() {
            next += 1;
            arguments.positional.get(next - 1)
        } else if let Ok(at) = name.parse::<usize>() {
            arguments.positional.get(at)
        } else {
            arguments.named.iter().find(|(known, _)| known == name).map(|(_, value)| value)
        };
        shown(value?)
    })
}

/// `'…' % value`.
pub(super) fn percent(text: &str, value: &PyValue) -> Option<String> {
    let mut given = match value {
        PyValue::List(items) => items.iter().collect::<Vec<_>>(),
        one => vec![one],
    }
    .into_iter();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('%') {
        out.push_str(before);
        let (value, from) = match (value, from.strip_prefix('(')) {
            (PyValue::Map(entries), Some(named)) => {
                let (name, after) = named.split_once(')')?;
                (Some(entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)?), after)
            }
            _ => (None, from),
        };
        rest = from.get(1..)?;
        match from.as_bytes().first()? {
            b'%' => out.push('%'),
            b's' | b'd' | b'i' => out = added(out, &shown(value.or_else(|| given.next())?)?)?,
            _ => return None,
        }
    }
    Some(out + rest)
}

/// A value in a string.
pub(super) fn shown(value: &PyValue) -> Option<String> {
    match value {
        PyValue::Text(text) => Some(text.clone()),
        PyValue::Int(number) => Some(number.to_string()),
        _ => None,
    }
}
