//! What functions, methods and operators make of values.

use crate::site::conventions::fields::capitalize;
use crate::site::conventions::pelican::python::strings;
use crate::site::conventions::pelican::python::value::{Arguments, PyValue, put};
use crate::text::bounded;

/// Two values with `+` between them.
pub(in crate::site::conventions::pelican) fn sum(left: PyValue, right: PyValue) -> PyValue {
    match (left, right) {
        (PyValue::Text(left), PyValue::Text(right)) => {
            bounded::added(left, &right).map_or(PyValue::Computed, PyValue::Text)
        }
        (PyValue::List(mut left), PyValue::List(right)) => {
            left.extend(right);
            PyValue::List(left)
        }
        (PyValue::Int(left), PyValue::Int(right)) => {
            left.checked_add(right).map_or(PyValue::Computed, PyValue::Int)
        }
        _ => PyValue::Computed,
    }
}

/// Two values with `/` between them: a path below another.
pub(super) fn below(left: PyValue, right: PyValue) -> PyValue {
    match (left, right) {
        (PyValue::Text(left), PyValue::Text(right)) => PyValue::Text(joined(&[left, right])),
        _ => PyValue::Computed,
    }
}

/// Two values with `%` between them.
pub(in crate::site::conventions::pelican) fn percent(left: PyValue, right: PyValue) -> PyValue {
    match (&left, &right) {
        (PyValue::Text(text), value) => {
            strings::percent(text, value).map_or(PyValue::Computed, PyValue::Text)
        }
        (PyValue::Int(left), PyValue::Int(right)) => {
            left.checked_rem_euclid(*right).map_or(PyValue::Computed, PyValue::Int)
        }
        _ => PyValue::Computed,
    }
}

/// What a name of another module is.
pub(super) fn named(path: String) -> PyValue {
    match path.as_str() {
        "os.curdir" | "os.path.curdir" => PyValue::Text(".".to_owned()),
        "os.pardir" => PyValue::Text("..".to_owned()),
        "os.sep" | "os.path.sep" => PyValue::Text("/".to_owned()),
        _ => PyValue::Name(path),
    }
}

/// What a function returns.
pub(super) fn function(path: &str, arguments: Arguments) -> PyValue {
    let first = arguments.positional.first().cloned();
    let text = |change: fn(&str) -> String| match &first {
        Some(PyValue::Text(text)) => PyValue::Text(change(text)),
        _ => PyValue::Computed,
    };
    match path {
        "os.path.join" => {
            let parts = arguments.positional.iter().map(|part| part.as_text().map(str::to_owned));
            let parts: Option<Vec<String>> = parts.collect();
            parts.map_or(PyValue::Computed, |parts| PyValue::Text(joined(&parts)))
        }
        "os.path.dirname" => text(|path| folder(path).to_owned()),
        "os.path.basename" => text(|path| path.rsplit('/').next().unwrap_or(path).to_owned()),
        "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.fspath" => text(str::to_owned),
        "pathlib.Path" | "pathlib.PurePath" | "Path" if first.is_none() => PyValue::Text(String::new()),
        "pathlib.Path" | "pathlib.PurePath" | "Path" | "str" => match first {
            Some(PyValue::Int(number)) => PyValue::Text(number.to_string()),
            _ => text(str::to_owned),
        },
        "os.getcwd" | "pathlib.Path.cwd" | "Path.cwd" => PyValue::Text(String::new()),
        "os.environ.get" | "os.getenv" => arguments.get(1, "default").cloned().unwrap_or(PyValue::Unset),
        "dict" | "collections.OrderedDict" => mapping(first, arguments.named),
        "list" | "tuple" => match first {
            None => PyValue::List(Vec::new()),
            Some(list @ PyValue::List(_)) => list,
            Some(_) => PyValue::Computed,
        },
        "int" => match first {
            Some(PyValue::Text(text)) => text.trim().parse().map_or(PyValue::Computed, PyValue::Int),
            Some(number @ PyValue::Int(_)) => number,
            _ => PyValue::Computed,
        },
        "bool" => first.and_then(|value| value.truth()).map_or(PyValue::Computed, PyValue::Bool),
        // The numbers of a date, as settings may have them too.
        "datetime.datetime" | "datetime.date" => {
            let are_numbers = arguments.positional.iter().all(|it| matches!(it, PyValue::Int(_)));
            if are_numbers { PyValue::List(arguments.positional) } else { PyValue::Computed }
        }
        _ => PyValue::Computed,
    }
}

/// A mapping of another one, or of pairs, and of named arguments.
fn mapping(first: Option<PyValue>, named: Vec<(String, PyValue)>) -> PyValue {
    let mut entries = match first {
        None => Vec::new(),
        Some(PyValue::Map(entries)) => entries,
        Some(PyValue::List(pairs)) => {
            let pair = |item: PyValue| match item {
                PyValue::List(pair) => match <[PyValue; 2]>::try_from(pair) {
                    Ok([PyValue::Text(key), value]) => Some((key, value)),
                    _ => None,
                },
                _ => None,
            };
            let Some(entries) = pairs.into_iter().map(pair).collect() else { return PyValue::Computed };
            entries
        }
        Some(_) => return PyValue::Computed,
    };
    named.into_iter().for_each(|(key, value)| put(&mut entries, key, value));
    PyValue::Map(entries)
}

/// What a method of a value returns.
pub(in crate::site::conventions::pelican) fn method(
    value: PyValue,
    name: &str,
    arguments: &Arguments,
) -> PyValue {
    match value {
        PyValue::Text(text) => of_text(&text, name, arguments).unwrap_or(PyValue::Computed),
        PyValue::Map(entries) if name == "get" => {
            let key = arguments.positional.first().and_then(PyValue::as_text);
            let found = entries.into_iter().find(|(known, _)| Some(known.as_str()) == key);
            found
                .map(|(_, value)| value)
                .or_else(|| arguments.get(1, "default").cloned())
                .unwrap_or(PyValue::None)
        }
        value @ (PyValue::Map(_) | PyValue::List(_)) if name == "copy" => value,
        _ => PyValue::Computed,
    }
}

fn of_text(text: &str, name: &str, arguments: &Arguments) -> Option<PyValue> {
    let given = |at: usize| arguments.positional.get(at).and_then(PyValue::as_text);
    let signs = |c: char| match given(0) {
        Some(signs) => signs.contains(c),
        None => c.is_whitespace(),
    };
    Some(PyValue::Text(match name {
        "format" => strings::format(text, arguments)?,
        "join" => match arguments.positional.first()? {
            PyValue::List(items) => {
                bounded::joined(&items.iter().map(PyValue::as_text).collect::<Option<Vec<_>>>()?, text)?
            }
            _ => return None,
        },
        "strip" => text.trim_matches(signs).to_owned(),
        "lstrip" => text.trim_start_matches(signs).to_owned(),
        "rstrip" => text.trim_end_matches(signs).to_owned(),
        "replace" => bounded::replaced(text, given(0)?, given(1)?)?,
        "lower" => text.to_lowercase(),
        "upper" => text.to_uppercase(),
        "capitalize" => capitalize(text),
        "title" => text.split(' ').map(capitalize).collect::<Vec<_>>().join(" "),
        "encode" | "decode" | "resolve" | "absolute" | "as_posix" | "expanduser" => text.to_owned(),
        "joinpath" => {
            let parts = (0..arguments.positional.len()).map(|at| given(at).map(str::to_owned));
            joined(&std::iter::once(Some(text.to_owned())).chain(parts).collect::<Option<Vec<_>>>()?)
        }
        "startswith" => return Some(PyValue::Bool(text.starts_with(given(0)?))),
        "endswith" => return Some(PyValue::Bool(text.ends_with(given(0)?))),
        "split" => {
            let parts: Vec<&str> = match given(0) {
                Some(separator) => text.split(separator).collect(),
                None if arguments.positional.is_empty() => text.split_whitespace().collect(),
                None => return None,
            };
            return Some(PyValue::List(
                parts.into_iter().map(|part| PyValue::Text(part.to_owned())).collect(),
            ));
        }
        _ => return None,
    }))
}

/// What an attribute of a path is.
pub(super) fn attribute(value: &PyValue, name: &str) -> PyValue {
    let Some(path) = value.as_text() else { return PyValue::Computed };
    match name {
        "parent" => PyValue::Text(folder(path).to_owned()),
        "name" => PyValue::Text(path.rsplit('/').next().unwrap_or(path).to_owned()),
        _ => PyValue::Computed,
    }
}

/// What a key leads to.
pub(super) fn item(value: &PyValue, key: &PyValue) -> PyValue {
    let found = match (value, key) {
        (PyValue::Map(entries), PyValue::Text(key)) => {
            entries.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
        }
        (PyValue::List(items), PyValue::Int(at)) => {
            place(*at, items.len()).and_then(|at| items.get(at).cloned())
        }
        _ => None,
    };
    found.unwrap_or(PyValue::Computed)
}

/// A part of a string or list: from a place, up to another; negative ones count from the end.
pub(super) fn part(value: &PyValue, start: Option<&PyValue>, end: Option<&PyValue>) -> PyValue {
    let bound = |given: Option<&PyValue>, default: usize, length: usize| match given {
        None => Some(default),
        Some(PyValue::Int(at)) => Some(place(*at, length).unwrap_or(if *at < 0 { 0 } else { length })),
        Some(_) => None,
    };
    let bounds = |length: usize| Some((bound(start, 0, length)?, bound(end, length, length)?));
    match value {
        PyValue::Text(text) => {
            let Some((from, to)) = bounds(text.chars().count()) else { return PyValue::Computed };
            PyValue::Text(text.chars().skip(from).take(to.saturating_sub(from)).collect())
        }
        PyValue::List(items) => {
            let Some((from, to)) = bounds(items.len()) else { return PyValue::Computed };
            PyValue::List(items.iter().skip(from).take(to.saturating_sub(from)).cloned().collect())
        }
        _ => PyValue::Computed,
    }
}

/// A place counted from the beginning.
fn place(at: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let at = if at < 0 { at.checked_add(length)? } else { at };
    usize::try_from(at).ok().filter(|_| at < length)
}

/// The folder of a path; of a name without one nothing.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Paths one below the other; one from the root replaces those before it.
fn joined(parts: &[String]) -> String {
    let mut path = String::new();
    for part in parts {
        if part.starts_with('/') {
            path.clear();
        } else if !path.is_empty() && !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(part);
    }
    path
}
