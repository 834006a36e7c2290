//! Functions of templates that need nothing but their arguments: numbers, strings, lists and mappings.

use regex::Regex;

use crate::site::conventions::hugo::paths::PathStyle;
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::titles::title_case;
use crate::site::conventions::inlines::Inlines;
use crate::text::bounded;
use crate::text::url::{parts, percent_decode};

/// What a function returns; nothing for one that is not read.
pub(super) fn call(name: &str, arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
    let text = |place: usize| arguments.get(place).map(ShortcodeValue::text);
    let truth = |truth: bool| Some(ShortcodeValue::Truth(truth));
    match name {
        "add" | "sub" | "mul" | "div" | "mod" => calculated(name, arguments),
        "gt" | "ge" | "lt" | "le" => {
            let (left, right) = (arguments.first()?.number()?, arguments.get(1)?.number()?);
            truth(match name {
                "gt" => left > right,
                "ge" => left >= right,
                "lt" => left < right,
                _ => left <= right,
            })
        }
        "int" => arguments.last()?.number().map(ShortcodeValue::Number),
        "contains" => truth(text(0)?.contains(&text(1)?)),
        "hasprefix" => truth(text(0)?.starts_with(&text(1)?)),
        "hassuffix" => truth(text(0)?.ends_with(&text(1)?)),
        "trimprefix" | "trimsuffix" => {
            let (cut, text) = (text(0)?, text(1)?);
            let rest = if name == "trimprefix" { text.strip_prefix(&cut) } else { text.strip_suffix(&cut) };
            Some(ShortcodeValue::Text(rest.unwrap_or(&text).to_owned()))
        }
        "split" => {
            let (text, separator) = (text(0)?, text(1)?);
            let parts = text.split(separator.as_str()).map(|part| ShortcodeValue::Text(part.to_owned()));
            Some(ShortcodeValue::List(parts.collect()))
        }
        "delimit" => match arguments.first()? {
            ShortcodeValue::List(values) => {
                let parts: Vec<String> = values.iter().map(ShortcodeValue::text).collect();
                bounded::joined(&parts, &text(1)?).map(ShortcodeValue::Text)
            }
            _ => None,
        },
        "substr" => {
            let place = |at: usize| arguments.get(at).map(ShortcodeValue::number);
            part(&text(0)?, place(1)??, place(2).map_or(Some(None), |length| length.map(Some))?)
        }
        "trimleft" => Some(ShortcodeValue::Text(
            text(1)?.trim_start_matches(|c| text(0).is_some_and(|cut| cut.contains(c))).to_owned(),
        )),
        "trimright" => Some(ShortcodeValue::Text(
            text(1)?.trim_end_matches(|c| text(0).is_some_and(|cut| cut.contains(c))).to_owned(),
        )),
        "title" => Some(ShortcodeValue::Text(title_case(&text(0)?, "ap"))),
        "humanize" => Some(ShortcodeValue::Text(humanized(&text(0)?))),
        "urlize" => Some(ShortcodeValue::Text(PathStyle::default().slug(&text(0)?))),
        "firstupper" => {
            let text = text(0)?;
            let mut characters = text.chars();
            let first = characters.next().map(char::to_uppercase);
            Some(ShortcodeValue::Text(first.into_iter().flatten().chain(characters).collect()))
        }
        "emojify" => Some(ShortcodeValue::Html(Inlines::with_emoji(&text(0)?).into_owned())),
        "repeat" => {
            let count = usize::try_from(arguments.first()?.number()?).ok()?;
            let text = text(1)?;
            (count.saturating_mul(text.len()) < 10_000).then(|| ShortcodeValue::Text(text.repeat(count)))
        }
        "containsany" => truth(text(0)?.contains(|c| text(1).is_some_and(|any| any.contains(c)))),
        "runecount" | "countrunes" => {
            i64::try_from(text(0)?.chars().count()).ok().map(ShortcodeValue::Number)
        }
        "findre" => {
            let (pattern, text) = (Regex::new(&text(0)?).ok()?, text(1)?);
            let most = arguments.get(2).map_or(Some(-1), ShortcodeValue::number)?;
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let found = pattern.find_iter(&text).take(most);
            let found = found.map(|found| ShortcodeValue::Text(found.as_str().to_owned()));
            Some(ShortcodeValue::List(found.collect()))
        }
        "replacere" => {
            let (pattern, new, text) = (Regex::new(&text(0)?).ok()?, text(1)?, text(2)?);
            let most = arguments.get(3).map_or(Some(0), ShortcodeValue::number)?;
            let most = usize::try_from(most).unwrap_or(0);
            bounded::replaced_matches(&text, &pattern, &new, most).map(ShortcodeValue::Text)
        }
        "uniq" => {
            let ShortcodeValue::List(values) = arguments.first()? else { return None };
            let mut once: Vec<ShortcodeValue> = Vec::new();
            for value in values.iter() {
                if !once.contains(value) {
                    once.push(value.clone());
                }
            }
            Some(ShortcodeValue::List(once.into()))
        }
        "after" => {
            let count = usize::try_from(arguments.first()?.number()?).ok()?;
            let ShortcodeValue::List(values) = arguments.get(1)? else { return None };
            Some(ShortcodeValue::List(values.iter().skip(count).cloned().collect()))
        }
        "where" if arguments.len() == 3 => {
            let ShortcodeValue::List(values) = arguments.first()? else { return None };
            let key: Vec<String> = text(1)?.trim_start_matches('.').split('.').map(str::to_owned).collect();
            let of = |value: &ShortcodeValue| Some(value.below(&key)?.text());
            let mut chosen = Vec::new();
            for value in values.iter() {
                if of(value)? == text(2)? {
                    chosen.push(value.clone());
                }
            }
            Some(ShortcodeValue::List(chosen.into()))
        }
        // Of `path`.
        "base" => Some(ShortcodeValue::Text(file_name(&text(0)?).to_owned())),
        "basename" => {
            let text = text(0)?;
            let name = file_name(&text);
            Some(ShortcodeValue::Text(name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()))
        }
        "ext" => {
            let text = text(0)?;
            let ending = file_name(&text).rsplit_once('.').map(|(_, ending)| format!(".{ending}"));
            Some(ShortcodeValue::Text(ending.unwrap_or_default()))
        }
        "ismap" => truth(matches!(arguments.first()?, ShortcodeValue::Map(_))),
        "isslice" => truth(matches!(arguments.first()?, ShortcodeValue::List(_))),
        "append" => {
            let (ShortcodeValue::List(values), added) = (arguments.last()?, arguments.split_last()?.1) else {
                return None;
            };
            let added = added.iter().flat_map(|value| match value {
                ShortcodeValue::List(values) => values.to_vec(),
                value => vec![value.clone()],
            });
            Some(ShortcodeValue::List(values.iter().cloned().chain(added).collect()))
        }
        "first" | "last" => {
            let count = usize::try_from(arguments.first()?.number()?).ok()?;
            let ShortcodeValue::List(values) = arguments.get(1)? else { return None };
            let skipped = if name == "last" { values.len().saturating_sub(count) } else { 0 };
            Some(ShortcodeValue::List(values.iter().skip(skipped).take(count).cloned().collect()))
        }
        "seq" if arguments.len() == 1 => {
            let count = arguments.first()?.number().filter(|count| (1..=1000).contains(count))?;
            Some(ShortcodeValue::List((1..=count).map(ShortcodeValue::Number).collect()))
        }
        "slice" => Some(ShortcodeValue::List(arguments.to_vec().into())),
        "dict" => {
            let pair = |pair: &[ShortcodeValue]| match pair {
                [key, value] => Some((key.text(), value.clone())),
                _ => None,
            };
            Some(ShortcodeValue::Map(arguments.chunks(2).map(pair).collect::<Option<_>>()?))
        }
        "merge" => merged(arguments),
        "parse" => Some(parsed(&text(0)?)),
        "len" => length(arguments.last()?),
        "index" => Some(item(arguments.first()?, arguments.get(1)?)?.unwrap_or(ShortcodeValue::Nothing)),
        "isset" => truth(item(arguments.first()?, arguments.get(1)?)?.is_some()),
        "in" => match arguments.first()? {
            ShortcodeValue::List(values) => truth(values.iter().any(|value| Some(value.text()) == text(1))),
            ShortcodeValue::Map(_) => None,
            whole => truth(whole.text().contains(&text(1)?)),
        },
        _ => None,
    }
}

/// What a function costs that reads more than it returns.
pub(super) fn cost(name: &str, arguments: &[ShortcodeValue]) -> usize {
    let sum = |of: fn(&ShortcodeValue) -> usize| arguments.iter().map(of).fold(0, usize::saturating_add);
    let count = || sum(ShortcodeValue::count);
    match name {
        "in" | "where" | "delimit" => sum(ShortcodeValue::size),
        // These compare each part with each other one.
        "uniq" => count().saturating_mul(sum(ShortcodeValue::size)) / 64,
        "merge" => count().saturating_mul(count()) / 8,
        _ => 0,
    }
}

/// What comes after the last slash.
fn file_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// Words as people write them: `release-notes` as `Release notes`; a number as an ordinal one.
///
/// Source: Hugo, `tpl/inflect`, which uses `github.com/gobuffalo/flect`.
fn humanized(text: &str) -> String {
    if let Ok(number) = text.parse::<i64>() {
        let ending = match (number.abs() % 10, number.abs() % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        return format!("{number}{ending}");
    }
    let words = text.replace(['_', '-'], " ");
    let mut characters = words.trim().chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// A part of a string: from a character, which counts from the end where it is negative, and so many, or but so many.
fn part(text: &str, start: i64, length: Option<i64>) -> Option<ShortcodeValue> {
    let count = i64::try_from(text.chars().count()).ok()?;
    let start = if start < 0 { (count.checked_add(start)?).max(0) } else { start.min(count) };
    let end = match length {
        None => count,
        Some(length) if length < 0 => count.checked_add(length)?,
        Some(length) => start.saturating_add(length).min(count),
    };
    let (skipped, taken) = (usize::try_from(start).ok()?, usize::try_from((end - start).max(0)).ok()?);
    Some(ShortcodeValue::Text(text.chars().skip(skipped).take(taken).collect()))
}

/// Mappings as one: of two values of one key, the last one.
fn merged(arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
    let mut all: Vec<(String, ShortcodeValue)> = Vec::new();
    for argument in arguments {
        let ShortcodeValue::Map(entries) = argument else { return None };
        all.retain(|(known, _)| !argument.has(known));
        all.extend(entries.iter().cloned());
    }
    Some(ShortcodeValue::Map(all.into()))
}

/// The parts of an address: `urls.Parse`.
fn parsed(address: &str) -> ShortcodeValue {
    let parts = parts(address);
    let text = |text: Option<&str>| ShortcodeValue::Text(text.unwrap_or("").to_owned());
    let authority = parts.authority.map(|it| it.rsplit_once('@').map_or(it, |(_, host)| host));
    let name = authority.map(|it| it.split_once(':').map_or(it, |(name, _)| name));
    // What follows `mailto:` is not a path.
    let is_opaque = parts.scheme.is_some() && parts.authority.is_none() && !parts.path.starts_with('/');
    let fields = [
        ("IsAbs", ShortcodeValue::Truth(parts.scheme.is_some())),
        ("Scheme", ShortcodeValue::Text(parts.scheme.unwrap_or("").to_lowercase())),
        ("Host", text(authority)),
        ("Hostname", text(name)),
        ("Opaque", text(is_opaque.then_some(parts.path))),
        ("Path", ShortcodeValue::Text(percent_decode(if is_opaque { "" } else { parts.path }).into_owned())),
        ("RawQuery", text(parts.query)),
        ("Fragment", text(parts.fragment)),
        ("String", text(Some(address))),
    ];
    ShortcodeValue::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn calculated(name: &str, arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
    let numbers: Option<Vec<i64>> = arguments.iter().map(ShortcodeValue::number).collect();
    let calculate = match name {
        "add" => i64::checked_add,
        "sub" => i64::checked_sub,
        "mul" => i64::checked_mul,
        "div" => i64::checked_div,
        _ => i64::checked_rem,
    };
    let (first, rest) = numbers.as_deref()?.split_first()?;
    rest.iter().try_fold(*first, |sum, number| calculate(sum, *number)).map(ShortcodeValue::Number)
}

fn length(value: &ShortcodeValue) -> Option<ShortcodeValue> {
    let length = match value {
        ShortcodeValue::List(values) => values.len(),
        ShortcodeValue::Map(entries) => entries.len(),
        ShortcodeValue::Nothing
        | ShortcodeValue::Truth(_)
        | ShortcodeValue::Number(_)
        | ShortcodeValue::Date(_)
        | ShortcodeValue::Fields(_)
        | ShortcodeValue::Root
        | ShortcodeValue::Resources
        | ShortcodeValue::Page => return None,
        ShortcodeValue::Text(text) | ShortcodeValue::Html(text) => text.len(),
    };
    i64::try_from(length).ok().map(ShortcodeValue::Number)
}

/// The value of a key or a place, where there is one; nothing for what has neither.
fn item(value: &ShortcodeValue, key: &ShortcodeValue) -> Option<Option<ShortcodeValue>> {
    match value {
        ShortcodeValue::List(values) => {
            let place = usize::try_from(key.number()?).ok();
            Some(place.and_then(|place| values.get(place)).cloned())
        }
        ShortcodeValue::Map(entries) => {
            let key = key.text();
            let found = entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(&key));
            Some(found.map(|(_, value)| value.clone()))
        }
        ShortcodeValue::Nothing => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Vec<ShortcodeValue> {
        texts.iter().map(|text| ShortcodeValue::Text((*text).to_owned())).collect()
    }

    #[test]
    fn functions_return_what_hugo_returns() {
        let number = |number: i64| Some(ShortcodeValue::Number(number));
        assert_eq!(call("add", &of(&["1", "2", "4"])), number(7));
        assert_eq!(call("div", &of(&["7", "2"])), number(3));
        assert_eq!(call("div", &of(&["7", "0"])), None);
        assert_eq!(call("substr", &of(&["v1.2ü", "1"])), Some(of(&["1.2ü"])[0].clone()));
        assert_eq!(call("substr", &of(&["v1.2ü", "-2", "1"])), Some(of(&["2"])[0].clone()));
        assert_eq!(call("substr", &of(&["v1.2", "1", "-2"])), Some(of(&["1"])[0].clone()));
        assert_eq!(call("add", &of(&["x", "2"])), None);
        assert_eq!(call("le", &of(&["2", "2"])), Some(ShortcodeValue::Truth(true)));
        assert_eq!(call("split", &of(&["a,b", ","])), Some(ShortcodeValue::List(of(&["a", "b"]).into())));
        let list = ShortcodeValue::List(of(&["a", "b"]).into());
        assert_eq!(call("delimit", &[list.clone(), of(&["-"])[0].clone()]), Some(of(&["a-b"])[0].clone()));
        assert_eq!(call("index", &[list.clone(), ShortcodeValue::Number(1)]), Some(of(&["b"])[0].clone()));
        assert_eq!(call("index", &[list.clone(), ShortcodeValue::Number(7)]), Some(ShortcodeValue::Nothing));
        assert_eq!(call("len", std::slice::from_ref(&list)), number(2));
        let map = call("dict", &of(&["Key", "v"])).unwrap();
        assert_eq!(call("isset", &[map, of(&["key"])[0].clone()]), Some(ShortcodeValue::Truth(true)));
        assert_eq!(call("dict", &of(&["odd"])), None);
        for (text, expected) in
            [("release-notes", "Release notes"), ("103", "103rd"), ("12", "12th"), ("", "")]
        {
            assert_eq!(call("humanize", &of(&[text])), Some(of(&[expected])[0].clone()), "{text}");
        }
        let found = call("findRE".to_lowercase().as_str(), &of(&["^(https?:)?//", "https://x"]));
        assert_eq!(found, Some(ShortcodeValue::List(of(&["https://"]).into())));
        assert_eq!(call("findre", &of(&["^(https?:)?//", "/x"])), Some(ShortcodeValue::List([].into())));
        assert_eq!(call("findre", &of(&["(", "/x"])), None);
        assert_eq!(call("replacere", &of(&["a(.)", "${1}", "abac"])), Some(of(&["bc"])[0].clone()));
        assert_eq!(call("firstupper", &of(&["éa"])), Some(of(&["Éa"])[0].clone()));
        assert_eq!(call("repeat", &of(&["3", "ab"])), Some(of(&["ababab"])[0].clone()));
        assert_eq!(call("now", &[]), None);
    }
}
